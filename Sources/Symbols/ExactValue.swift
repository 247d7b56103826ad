import VlasovAnalysis

/// Exact arithmetic on the values of nodes, within a bound on the size of the numbers.
enum ExactValue {
  /// Longer results are left to balls; sums of numbers with a decimal exponent of a million fit.
  static let maximumBits = 1 << 23

  private static func fits(_ bits: Int) -> Bool {
    bits <= maximumBits && (bits < 1 << 16 || !Budget.isExhausted)
  }

  static func sum(_ a: Rational, _ b: Rational) -> Rational? { fits(a.width + b.width) ? a + b : nil }
  static func product(_ a: Rational, _ b: Rational) -> Rational? { fits(a.width + b.width) ? a * b : nil }
  static func quotient(_ a: Rational, _ b: Rational) -> Rational? {
    fits(a.width + b.width) ? a.divided(by: b) : nil
  }

  /// q^n when it is defined and short enough.
  static func power(_ q: Rational, _ n: Int, maximumBits: Int = maximumBits) -> Rational? {
    let (bits, overflow) = q.width.multipliedReportingOverflow(by: Int(clamping: n.magnitude))
    let trivial = q.width <= 2
    guard trivial || (!overflow && bits <= maximumBits && fits(bits)) else { return nil }
    return q.power(n)
  }

  /// The exact value of a node whose operands have exact values.
  static func of(_ operation: Expression.Operation, _ operands: [Expression]) -> Surd? {
    switch operation {
    case .number(let q): return Surd(q)
    case .call(let function, let indices): return call(function, indices, operands)
    case .sum, .difference, .product, .quotient, .negation, .power, .realPower: break
    default: return nil
    }
    guard let a = operands[0].node.surd else { return nil }
    if case .negation = operation { return -a }
    if case .power(let n) = operation { return n.value.flatMap { a.power($0, maximumBits: maximumBits) } }
    guard operands.count == 2, let b = operands[1].node.surd, fits(a.width + b.width) else { return nil }
    switch operation {
    case .sum: return a + b
    case .difference: return a + -b
    case .product: return a * b
    case .quotient: return b.inverse.map { a * $0 }
    case .realPower: return realPower(a, b)
    default: return nil
    }
  }

  /// b^(p/q) for b >= 0, when the root of order q is rational or q = 2.
  private static func realPower(_ base: Surd, _ exponent: Surd) -> Surd? {
    guard let y = exponent.rational, let p = y.numerator.asInt, let q = y.denominator.asInt,
      let b = base.rational, b.signum > 0 || (b.isZero && p > 0), p.magnitude < 1 << 40, q < 1 << 40
    else { return nil }
    let root = b.exactRoot(q).map { Surd($0) } ?? (q == 2 ? Surd.sqrt(Surd(b)) : nil)
    return root?.power(p, maximumBits: maximumBits)
  }

  private static func call(_ function: Function, _ indices: [Index], _ operands: [Expression]) -> Surd? {
    switch function {
    case .factorial, .binomial: return combinatorial(function, indices)
    default: break
    }
    var x: [Surd] = []
    for operand in operands {
      guard let value = operand.node.surd else { return nil }
      x.append(value)
    }
    guard let first = x.first, fits(x.reduce(0) { $0 + $1.width }) else { return nil }
    switch function {
    case .sqrt: return Surd.sqrt(first)
    case .abs: return first.signum < 0 ? -first : first
    case .min where x.count == 2: return Surd.compare(first, x[1]) <= 0 ? first : x[1]
    case .max where x.count == 2: return Surd.compare(first, x[1]) >= 0 ? first : x[1]
    case .gamma: return gamma(first)
    case .besselIReal, .besselIRatio:
      return first.signum > 0 && x.count == 2 && x[1].signum == 0 ? Surd(0) : nil
    case .betainc where x.count == 3 && first.signum > 0 && x[1].signum > 0:
      return x[2].signum == 0 ? Surd(0) : x[2].rational == 1 ? Surd(1) : nil
    case .hyp0f1, .hyp1f1, .hyp2f1: return hypergeometric(function, x)
    default: return trivial(function, indices, first)
    }
  }

  /// Values at 0, and at 1 where the function vanishes there.
  private static func trivial(_ function: Function, _ indices: [Index], _ x: Surd) -> Surd? {
    switch function {
    case .log, .acosh, .acos: return x.rational == 1 ? Surd(0) : nil
    case .wrightOmega: return x.rational == 1 ? Surd(1) : nil
    case .exp, .cos, .cosh, .exprel: return x.signum == 0 ? Surd(1) : nil
    case .expm1, .log1p, .sin, .tan, .asin, .atan, .sinh, .tanh, .asinh, .atanh, .ein, .erf, .lambertW:
      return x.signum == 0 ? Surd(0) : nil
    case .erfc: return x.signum == 0 ? Surd(1) : nil
    case .inverseErfc: return x.rational == 1 ? Surd(0) : nil
    case .lgamma: return x.rational == 1 || x.rational == 2 ? Surd(0) : nil
    case .expIntegral:
      guard let n = indices.first?.value, n >= 2, x.signum == 0 else { return nil }
      return Surd(Rational(1, n - 1))
    case .besselI:
      guard let n = indices.first?.value, n >= 0, x.signum == 0 else { return nil }
      return Surd(n == 0 ? 1 : 0)
    case .gammaQ:
      guard let k = indices.first?.value, k >= 1, x.signum == 0 else { return nil }
      return Surd(1)
    default: return nil
    }
  }

  /// Γ at a positive integer.
  private static func gamma(_ x: Surd) -> Surd? {
    guard let q = x.rational, q.isInteger, let n = q.numerator.asInt, n >= 1, n <= 10_000 else { return nil }
    return Surd(Rational(.factorial(n - 1)))
  }

  /// 1 at z = 0 when no lower parameter is a pole.
  private static func hypergeometric(_ f: Function, _ x: [Surd]) -> Surd? {
    guard x.count == f.argumentCount, x[x.count - 1].signum == 0 else { return nil }
    // The lower parameter stands before z.
    guard let lower = x[x.count - 2].rational, !lower.isInteger || lower.signum > 0 else { return nil }
    return Surd(1)
  }

  /// Factorials and binomial coefficients of moderate size.
  private static func combinatorial(_ function: Function, _ indices: [Index]) -> Surd? {
    let n = indices.compactMap(\.value)
    guard n.count == function.indexCount, n.allSatisfy({ $0 >= 0 && $0 <= 10_000 }) else { return nil }
    return Surd(Rational(function == .factorial ? .factorial(n[0]) : .binomial(n[0], n[1])))
  }
}

extension Expression {
  /// The exact value when the expression is recognised as rational: arithmetic, integer powers, exact roots,
  /// `abs`, `min`, `max`, square roots that cancel, and trivial values such as `log(1)`.
  ///
  /// Nil also for numbers of more than about a million digits.
  public var rationalValue: Rational? { node.surd?.rational }
}
