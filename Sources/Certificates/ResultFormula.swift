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
    case .rowSum(let rows, _):
      throw Uncertifiable("\(output) is a sum over the rows of \(rows)")
    }
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
  static func substituting(_ e: Expression, _ p: Arguments) throws -> Expression {
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
    if let open = result.freeVariables.subtracting(allowed).sorted().first {
      throw Uncertifiable("\(open) in the formula has no value")
    }
    return result
  }
}
