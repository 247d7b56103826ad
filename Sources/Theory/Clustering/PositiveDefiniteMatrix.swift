import VlasovSymbols

/// A parameter that must be a symmetric positive definite matrix with exact entries.
struct PositiveDefiniteMatrix {
  let name: String
  let rows: [[RealParameter]]
  let text: String

  init(_ p: Arguments, _ name: String) {
    self.name = name
    rows = p.rows(name) ?? []
    text = p[name]?.text ?? ""
  }

  /// Throws `InputError` saying what fails, `Undecided` when the balls do not separate.
  func validate() throws {
    func fail(_ why: String) -> InputError {
      InputError(
        parameter: name, value: text, domain: "symmetric positive definite", "\(name)=\(text): \(why)")
    }
    for i in rows.indices {
      for j in 0...i {
        let (x, y) = (rows[i][j], rows[j][i])
        for (entry, place) in [(x, "(\(i),\(j))"), (y, "(\(j),\(i))")] where entry.isInterval {
          throw fail("entry \(place) is \(entry.text), an interval")
        }
        switch i == j ? .proved : x.decideFully(.equal, bound: y) {
        case .proved: continue
        case .refuted:
          throw fail("not symmetric: entry (\(i),\(j)) is \(x.text), entry (\(j),\(i)) is \(y.text)")
        case .undecided: throw Undecided("whether \(name) is symmetric")
        }
      }
    }
    let verdict = try Verdict.ofDefiniteness(.definite, rows) { $0.isPositiveDefinite }
    switch verdict {
    case .proved: return
    case .refuted: throw fail("not positive definite")
    case .undecided: throw Undecided("whether \(name) is positive definite")
    }
  }
}

extension Verdict {
  /// Whether a symmetric matrix is definite, or semidefinite: exactly for rational entries, else by balls.
  static func ofDefiniteness(
    _ shape: MatrixShape, _ rows: [[RealParameter]], _ byBalls: (Matrix<Ball>) -> Verdict
  ) throws -> Verdict {
    if let exact = rows.rationals {
      return try DefinitenessTest(Matrix(exact)).witness(against: shape) == nil ? .proved : .refuted
    }
    return Verdict.byBalls { byBalls(Matrix(rows.map { $0.map(\.ball) })) }
  }

  /// A verdict by balls, with growing precision until it is decided.
  static func byBalls(_ decide: () throws -> Verdict) rethrows -> Verdict {
    let limit = min(8192, Budget.current.maximumBits)
    var bits = min(64, limit)
    while true {
      let verdict = try withPrecision(bits, decide)
      if verdict != .undecided || bits >= limit || Budget.isExhausted { return verdict }
      bits = min(2 * bits, limit)
    }
  }
}
