/// The formula of a result's output with its parameters put in.
enum ResultFormula {
  /// - Throws: `Uncertifiable` when the output has no formula.
  static func expression(_ theorem: any Theorem.Type, _ p: Arguments, output: String) throws -> Expression {
    guard let defining = theorem.symbolic(output) else { throw Uncertifiable(without(theorem, output)) }
    switch defining {
    case .formula(let e):
      if let closed = theorem as? any ClosedForm.Type { return formula(closed, p, output) }
      if let ordered = theorem as? any OrderedForm.Type { return formula(ordered, p, output) }
      return try substituting(e, p)
    case .equation, .rowSumVanishes:
      throw Uncertifiable("\(output) is the solution of an equation without a stated bracket")
    case .rowSum(let index, let term): return try sum(of: term, over: index, theorem.record, p)
    }
  }

  /// The sum of a term over the rows of a parameter; the columns are named `v_h` in it for the index h.
  private static func sum(of term: Expression, over index: String, _ record: Record, _ p: Arguments) throws
    -> Expression
  {
    let term = try substituting(term, p, mayStayOpen: true)
    for spec in record.parameters {
      guard case .rows(let columns) = spec.kind, let rows = p.rows(spec.name) else { continue }
      let terms = try rows.map { row in
        try term.substituting(
          Dictionary(
            uniqueKeysWithValues: zip(columns, row).map { ("\($0)_\(index)", $1.lifted(Expression.self)) }))
      }
      guard let first = terms.first, first.freeVariables.isEmpty else { break }
      return terms.dropFirst().reduce(first, +)
    }
    throw Uncertifiable("a sum over \(index) whose rows are not given")
  }

  /// Why an output without a formula has no certificate.
  static func without(_ theorem: any Theorem.Type, _ output: String) -> String {
    let record = theorem.record
    let spec = record.outputs.first { $0.name == output }
    if spec?.kind == .word { return "\(output) is a word" }
    let method = record.method == nil ? "" : "; it is computed by an algorithm"
    return "\(output) has no formula\(method)"
  }

  private static func formula<T: ClosedForm>(_: T.Type, _ p: Arguments, _ output: String) -> Expression {
    T.formula(p.lifted(to: Expression.self), output: output)
  }

  private static func formula<T: OrderedForm>(_: T.Type, _ p: Arguments, _ output: String) -> Expression {
    T.formula(p.lifted(to: Expression.self), output: output)
  }

  /// - Throws: `Uncertifiable` when something in it has no value.
  ///
  /// - Parameter mayStayOpen: names without a value stay.
  static func substituting(_ e: Expression, _ p: Arguments, mayStayOpen: Bool = false) throws -> Expression {
    var (reals, indices): ([String: Expression], [String: Int]) = ([:], [:])
    for (name, value) in p.values {
      switch value {
      case .real(let x): reals[name] = x.lifted(Expression.self)
      case .integer(let n):
        reals[name] = Expression(Rational(n))
        if let small = n.asInt { indices[name] = small }
      default: continue
      }
    }
    let result = try e.substituting(reals, indices: indices)
    let allowed = Set(reals.values.flatMap(\.freeVariables))
    if !mayStayOpen, let open = result.freeVariables.subtracting(allowed).sorted().first {
      throw Uncertifiable("\(open) in the formula has no value")
    }
    return result
  }
}
