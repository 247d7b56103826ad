import VlasovAnalysis

/// Why an expression has no value in a reading.
public enum EvaluationError: Error, Sendable, Hashable, CustomStringConvertible {
  case unboundVariable(String)
  /// The reading stops at a lower rung of the ladder: the operation, the reading.
  case unsupported(String, in: String)
  case infinity
  /// The expression itself is undefined: the reason.
  case undefined(String)

  public var description: String {
    switch self {
    case .unboundVariable(let name): "the variable \(name) has no value"
    case .unsupported(let operation, let reading): "\(operation) cannot be read as \(reading)"
    case .infinity: "infinity is not a real number"
    case .undefined(let reason): "undefined: \(reason)"
    }
  }
}

extension Expression {
  /// The value of the expression in another reading of the ladder.
  ///
  /// The precision of constants is the current one. An operation that is undefined at the values gives the
  /// reading's indeterminate value, as everywhere on the ladder.
  /// - Parameters:
  ///   - variables: values by name.
  ///   - indices: values of symbolic integers by name; a variable without a value is also looked up here.
  /// - Throws: `EvaluationError` for a variable without a value, an operation that `T` does not have
  ///   (`abs`, `min` and `max` outside `Ordered`, sums outside `Binding`), infinity, an undefined expression.
  public func evaluate<T: Analytic>(
    _ type: T.Type = T.self, variables: [String: T] = [:], indices: [String: Int] = [:]
  ) throws -> T {
    var evaluation = Evaluation(variables: variables, indices: indices)
    return try evaluation.value(self)
  }

  /// The expression with variables and symbolic integers replaced; names not given stay.
  public func substituting(_ variables: [String: Expression], indices: [String: Int] = [:]) throws
    -> Expression
  {
    if variables.isEmpty && indices.isEmpty { return self }
    var evaluation = Evaluation<Expression>(variables: variables, indices: indices, keepsUnbound: true)
    return try evaluation.value(self)
  }

  /// The names of the variables and symbolic integers that occur.
  public var freeVariables: Set<String> {
    var names: Set<String> = []
    visitNodes { node in
      switch node.operation {
      case .variable(let v): names.insert(v.name)
      case .index(let n), .power(let n): if let symbol = n.symbol { names.insert(symbol) }
      case .call(_, let indices): names.formUnion(indices.compactMap(\.symbol))
      default: break
      }
    }
    return names
  }

  /// Visits every node once, however often it is shared.
  public func visitNodes(_ body: (Expression) -> Void) {
    var seen: Set<ObjectIdentifier> = []
    var waiting = [self]
    while let next = waiting.popLast() {
      guard seen.insert(ObjectIdentifier(next.node)).inserted else { continue }
      body(next)
      waiting += next.operands
    }
  }
}

/// One evaluation: values of shared parts are computed once.
struct Evaluation<T: Analytic> {
  let variables: [String: T]
  let indices: [String: Int]
  /// Names without a value stay symbols (`T` is `Expression`).
  var keepsUnbound = false
  private var known: [ObjectIdentifier: T] = [:]

  init(variables: [String: T], indices: [String: Int], keepsUnbound: Bool = false) {
    (self.variables, self.indices, self.keepsUnbound) = (variables, indices, keepsUnbound)
  }

  mutating func value(_ e: Expression) throws -> T {
    let node = e.node
    if !keepsUnbound, let q = node.surd?.rational { return T(q) }
    // Remembering a leaf costs more than reading it again.
    if node.size <= 2 { return try compute(e) }
    let key = ObjectIdentifier(node)
    if let value = known[key] { return value }
    let value = try compute(e)
    known[key] = value
    return value
  }

  private mutating func compute(_ e: Expression) throws -> T {
    let x = e.operands
    switch e.operation {
    case .number(let q): return T(q)
    case .constant(let c): return try constant(c, e)
    case .variable(let v): return try variable(v, e)
    case .index(let n): return T(try resolved(n))
    case .interval: return try supported(Reading.interval(value(x[0]), value(x[1])), "an interval")
    case .sum: return try value(x[0]) + value(x[1])
    case .difference: return try value(x[0]) - value(x[1])
    case .product: return try value(x[0]) * value(x[1])
    case .quotient: return try value(x[0]) / value(x[1])
    case .negation: return try -value(x[0])
    case .power(let n): return try power(x[0], resolved(n))
    case .realPower: return try realPower(x[0], x[1])
    case .call(let f, let n):
      let indices = try n.map { try resolved($0) }
      return try supported(Reading.call(f, indices, values(x)), f.name)
    case .series(let s): return try supported(Reading.series(s, values(x)), "an infinite sum")
    case .integral(let f): return try supported(Reading.integral(f, values(x)), "an integral")
    case .root(let f): return try supported(Reading.root(f, values(x)), "a root")
    case .supremum(let s): return try supported(Reading.supremum(s, values(x)), "a supremum")
    case .undefined(let reason): throw EvaluationError.undefined(reason)
    }
  }

  private mutating func values(_ x: [Expression]) throws -> [T] {
    var values: [T] = []
    values.reserveCapacity(x.count)
    for e in x { values.append(try value(e)) }
    return values
  }

  private func supported(_ value: T?, _ operation: String) throws -> T {
    guard let value else { throw EvaluationError.unsupported(operation, in: "\(T.self)") }
    return value
  }

  private func constant(_ c: Expression.Constant, _ e: Expression) throws -> T {
    if keepsUnbound, let same = e as? T { return same }
    switch c {
    case .pi: return T.pi
    case .e: return T.exp(1)
    case .euler: return try supported(Reading.eulerGamma(T.self), "Euler's constant")
    case .infinity:
      if let same = e as? T { return same }
      if let infinity = Double.infinity as? T { return infinity }
      throw EvaluationError.infinity
    }
  }

  private func variable(_ v: Variable, _ e: Expression) throws -> T {
    if let value = variables[v.name] { return value }
    if let value = indices[v.name] { return T(value) }
    if keepsUnbound, let same = e as? T { return same }
    throw EvaluationError.unboundVariable(v.name)
  }

  private func resolved(_ n: Index) throws -> Index {
    guard let symbol = n.symbol else { return n }
    if let value = indices[symbol] { return Index(value) + n.offset }
    if keepsUnbound { return n }
    throw EvaluationError.unboundVariable(symbol)
  }

  /// e^n is one exponential.
  private mutating func power(_ base: Expression, _ n: Index) throws -> T {
    if case .constant(.e) = base.operation, !keepsUnbound { return T.exp(T(n)) }
    return try T.pow(value(base), n)
  }

  private mutating func realPower(_ base: Expression, _ exponent: Expression) throws -> T {
    if keepsUnbound, let x = try value(base) as? Expression, let y = try value(exponent) as? Expression,
      let same = Expression.pow(x, y) as? T
    {
      return same
    }
    if case .constant(.e) = base.operation { return try T.exp(value(exponent)) }
    // Half-integers through the square root, which is defined at 0.
    if let q = exponent.rationalValue, q.denominator == 2, let p = q.numerator.asInt,
      p.magnitude <= Expression.largestIntegerExponent
    {
      return try T.pow(T.sqrt(value(base)), p)
    }
    return try T.pow(value(base), value(exponent))
  }
}
