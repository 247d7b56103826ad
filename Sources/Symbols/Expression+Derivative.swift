import VlasovAnalysis

extension Expression {
  /// The derivative by a variable; nil when a function has no rule.
  public func derivative(by name: String) -> Expression? {
    var known: [Expression: Expression?] = [:]
    return derivative(name, &known)
  }

  private func derivative(_ name: String, _ known: inout [Expression: Expression?]) -> Expression? {
    guard freeVariables.contains(name) else { return Expression(0) }
    if let found = known[self] { return found }
    let result = rule(operands.map { $0.derivative(name, &known) }, name)
    known[self] = .some(result)
    return result
  }

  /// From the derivatives of the operands.
  private func rule(_ given: [Expression?], _ name: String) -> Expression? {
    let x = operands
    let d = given.compactMap { $0 }
    guard d.count == x.count else { return nil }
    switch operation {
    case .variable: return Expression(1)
    case .sum: return d[0] + d[1]
    case .difference: return d[0] - d[1]
    case .product: return Self.times(d[0], x[1]) + Self.times(x[0], d[1])
    case .quotient:
      if d[1].isZeroNumber { return d[0] / x[1] }
      return (Self.times(d[0], x[1]) - Self.times(x[0], d[1])) / .pow(x[1], 2)
    case .negation: return -d[0]
    case .power(let n):
      guard let value = n.value else { return nil }
      return Self.times(Expression(value) * (value == 2 ? x[0] : .pow(x[0], value - 1)), d[0])
    case .realPower:
      guard d[1].isZeroNumber else { return nil }
      return Self.times(x[1] * .pow(x[0], x[1] - 1), d[0])
    case .call(let f, let n):
      guard d.dropLast().allSatisfy(\.isZeroNumber), let last = d.last,
        let outer = Self.rule(f, n, x)
      else { return nil }
      return Self.times(outer, last)
    case .integral(let f):
      // Only the ends depend on the variable.
      guard d.dropLast(2).allSatisfy(\.isZeroNumber) else { return nil }
      let parameters = Array(x.dropLast(2))
      let (a, b) = (x[x.count - 2], x[x.count - 1])
      return Self.times(f.function(b, parameters), d[d.count - 1])
        - Self.times(f.function(a, parameters), d[d.count - 2])
    default: return nil
    }
  }

  private var isZeroNumber: Bool { number?.isZero ?? false }

  /// The product, 0 when the factor that is a derivative is the number 0.
  private static func times(_ a: Expression, _ b: Expression) -> Expression {
    a.isZeroNumber || b.isZeroNumber ? Expression(0) : a * b
  }

  /// The derivative of a function by its last argument.
  private static func rule(_ f: Function, _ n: [Index], _ x: [Expression]) -> Expression? {
    guard let z = x.last else { return nil }
    switch f {
    case .exp, .expm1: return .exp(z)
    case .log: return 1 / z
    case .log1p: return 1 / (1 + z)
    case .sqrt: return 1 / (2 * .sqrt(z))
    case .sin: return .cos(z)
    case .cos: return -.sin(z)
    case .tan: return 1 / .pow(.cos(z), 2)
    case .asin: return 1 / .sqrt(1 - .pow(z, 2))
    case .acos: return -(1 / .sqrt(1 - .pow(z, 2)))
    case .atan: return 1 / (1 + .pow(z, 2))
    case .sinh: return .cosh(z)
    case .cosh: return .sinh(z)
    case .tanh: return 1 - .pow(.tanh(z), 2)
    case .asinh: return 1 / .sqrt(.pow(z, 2) + 1)
    case .acosh: return 1 / .sqrt(.pow(z, 2) - 1)
    case .atanh: return 1 / (1 - .pow(z, 2))
    case .ei: return .exp(z) / z
    case .e1: return -(.exp(-z) / z)
    // (1 - e^-x)/x
    case .ein: return .exprel(-z)
    case .erf: return 2 / .sqrt(.pi) * .exp(-.pow(z, 2))
    case .erfc: return -(2 / .sqrt(.pi) * .exp(-.pow(z, 2)))
    case .besselClifford: return .besselClifford(n[0] + 1, z)
    case .besselI:
      guard let order = n[0].value, order >= 0 else { return nil }
      if order == 0 { return .besselI(1, z) }
      return (.besselI(n[0] - 1, z) + .besselI(n[0] + 1, z)) / 2
    case .hyp0f1: return .hyp0f1(x[0] + 1, z) / x[0]
    case .hyp1f1: return x[0] / x[1] * .hyp1f1(x[0] + 1, x[1] + 1, z)
    case .hyp2f1: return x[0] * x[1] / x[2] * .hyp2f1(x[0] + 1, x[1] + 1, x[2] + 1, z)
    // r' = 1 - (2 nu + 1)/x r - r^2
    case .besselIRatio:
      let r = Expression.besselIRatio(order: x[0], z)
      return 1 - (2 * x[0] + 1) / z * r - .pow(r, 2)
    default: return nil
    }
  }
}

extension Expression {
  /// The expression with one part replaced wherever it occurs outside binders.
  public func replacing(_ part: Expression, by new: Expression) -> Expression {
    var known: [Expression: Expression] = [part: new]
    return replacing(&known)
  }

  private func replacing(_ known: inout [Expression: Expression]) -> Expression {
    if let found = known[self] { return found }
    if operands.isEmpty { return self }
    let result = Expression.make(operation, operands.map { $0.replacing(&known) })
    known[self] = result
    return result
  }
}
