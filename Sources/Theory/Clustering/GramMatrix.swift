import VlasovSymbols

/// A parameter that must be a vector of masses: exact entries, not negative, with sum 1.
struct MassVector {
  let name: String
  let entries: [RealParameter]
  let text: String

  init(_ p: Arguments, _ name: String) {
    self.name = name
    entries = p.vector(name) ?? []
    text = p[name]?.text ?? ""
  }

  /// Throws `InputError` naming the entry, `Undecided` when the balls do not separate.
  func validate() throws {
    func fail(_ why: String) -> InputError {
      InputError(
        parameter: name, value: text, domain: "masses >= 0 with sum 1", "\(name)=\(text): \(why)")
    }
    var sum: Expression = 0
    for (i, mass) in entries.enumerated() {
      if mass.isInterval { throw fail("entry \(i) is \(mass.text), an interval") }
      switch mass.decide(.greaterOrEqual, bound: 0) {
      case .proved: break
      case .refuted: throw fail("entry \(i) is \(mass.text), which is negative")
      case .undecided: throw Undecided("whether entry \(i) of \(name) is negative")
      }
      sum = sum + mass.lifted(Expression.self)
    }
    switch RealParameter(sum).decide(.equal, bound: 1) {
    case .proved: return
    case .refuted: throw fail("the sum is \(RealParameter(sum).text), not 1")
    case .undecided: throw Undecided("whether the sum of \(name) is 1")
    }
  }
}

/// A parameter that must be the Gram matrix of unit vectors: exact entries in [-1, 1], symmetric, unit diagonal, positive
/// semidefinite.
struct GramMatrix {
  let name: String
  let rows: [[RealParameter]]
  let text: String

  init(_ p: Arguments, _ name: String) {
    self.name = name
    rows = p.rows(name) ?? []
    text = p[name]?.text ?? ""
  }

  private func fail(_ why: String) -> InputError {
    InputError(
      parameter: name, value: text,
      domain: "symmetric, unit diagonal, entries in [-1, 1], positive semidefinite", "\(name)=\(text): \(why)"
    )
  }

  /// Throws `InputError` naming the entry, `Undecided` when the balls do not separate.
  func validate() throws {
    for i in rows.indices {
      for j in rows.indices { try validateEntry(i, j) }
    }
    let verdict = try Verdict.ofDefiniteness(.semidefinite, rows) { $0.isPositiveSemidefinite }
    switch verdict {
    case .proved: return
    case .refuted: throw fail("not positive semidefinite")
    case .undecided: throw Undecided("whether \(name) is positive semidefinite")
    }
  }

  private func validateEntry(_ i: Int, _ j: Int) throws {
    let x = rows[i][j]
    func demand(_ verdict: Verdict, _ why: String) throws {
      switch verdict {
      case .proved: return
      case .refuted: throw fail("entry (\(i),\(j)) is \(x.text), \(why)")
      case .undecided: throw Undecided("entry (\(i),\(j)) of \(name) may be \(why)")
      }
    }
    if x.isInterval { throw fail("entry (\(i),\(j)) is \(x.text), an interval") }
    if i == j { return try demand(x.decide(.equal, bound: 1), "not 1") }
    try demand(
      x.decide(.greaterOrEqual, bound: -1) && x.decide(.lessOrEqual, bound: 1), "outside [-1, 1]")
    if j < i { try demand(x.decide(.equal, bound: rows[j][i]), "not entry (\(j),\(i))") }
  }
}
