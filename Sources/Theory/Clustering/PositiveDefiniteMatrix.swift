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
    let verdict =
      try rows.rationals.map { try Self.isDefinite($0) { $0.signum } }
      ?? Verdict.byBalls {
        try Self.isDefinite(rows.map { $0.map(\.ball) }) {
          $0.isPositive ? 1 : $0.isNegative ? -1 : $0.isZero ? 0 : nil
        }
      }
    switch verdict {
    case .proved: return
    case .refuted: throw fail("not positive definite")
    case .undecided: throw Undecided("whether \(name) is positive definite")
    }
  }

  /// Symmetric elimination: a matrix is positive definite if and only if all pivots are positive. A pivot after positive ones
  /// has the sign of a leading minor.
  private static func isDefinite<T: PivotNumber>(_ matrix: [[T]], sign: (T) -> Int?) throws -> Verdict {
    var a = matrix
    for k in a.indices {
      try Budget.check()
      guard let sign = sign(a[k][k]) else { return .undecided }
      if sign <= 0 { return .refuted }
      for i in stride(from: k + 1, to: a.count, by: 1) {
        let factor = a[i][k] / a[k][k]
        for j in k..<a.count { a[i][j] = a[i][j] - factor * a[k][j] }
      }
    }
    return .proved
  }
}

extension Verdict {
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

/// The operations of elimination.
private protocol PivotNumber {
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
}

extension Rational: PivotNumber {}
extension Ball: PivotNumber {}
