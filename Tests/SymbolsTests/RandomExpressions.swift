import VlasovSymbols

/// A seeded generator (SplitMix64; Steele, Lea, Flood 2014), so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &self)] }

  mutating func rational() -> Rational {
    Rational(Int.random(in: -9...9, using: &self), Int.random(in: 1...6, using: &self))
  }
}

/// Random texts of rational arithmetic, fully in parentheses, with their values computed on the side.
struct RationalText {
  var text: String
  var value: Rational

  static func random(depth: Int, _ random: inout SplitMix) -> RationalText {
    if depth == 0 || Int.random(in: 0..<5, using: &random) == 0 {
      let n = Int.random(in: 0...20, using: &random)
      let k = Int.random(in: 1...3, using: &random)
      let scale = Rational(10).power(k) ?? 1
      return random.pick([
        RationalText(text: "\(n)", value: Rational(n)),
        RationalText(text: "\(n)e-\(k)", value: Rational(n) / scale),
        RationalText(text: "\(n).5", value: Rational(2 * n + 1, 2)),
      ])
    }
    let a = Self.random(depth: depth - 1, &random)
    let b = Self.random(depth: depth - 1, &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return RationalText(text: "(\(a.text) + \(b.text))", value: a.value + b.value)
    case 1: return RationalText(text: "(\(a.text)-\(b.text))", value: a.value - b.value)
    case 2: return RationalText(text: "(\(a.text)*\(b.text))", value: a.value * b.value)
    case 3 where !b.value.isZero:
      return RationalText(text: "(\(a.text) / \(b.text))", value: a.value / b.value)
    case 4: return RationalText(text: "(-\(a.text))", value: -a.value)
    default:
      let n = Int.random(in: -2...3, using: &random)
      if a.value.isZero && n <= 0 { return a }
      return RationalText(text: "(\(a.text)^\(n))", value: a.value.power(n) ?? 0)
    }
  }
}

extension Expression {
  /// A random tree with variables x, y and z, built by the operators.
  static func random(depth: Int, _ random: inout SplitMix) -> Expression {
    if depth == 0 || Int.random(in: 0..<6, using: &random) == 0 {
      return random.pick([
        .variable("x"), .variable("y"), .variable("z"), .pi, .e, Expression(random.rational()),
        Expression(random.rational()), Expression(Int.random(in: 0...40, using: &random)),
      ])
    }
    let a = Self.random(depth: depth - 1, &random)
    let b = Self.random(depth: depth - 1, &random)
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1: return a + b
    case 2, 3: return a - b
    case 4, 5: return a * b
    case 6: return a / b
    case 7: return -a
    case 8: return pow(a, Index(Int.random(in: -3...4, using: &random)))
    case 9: return (b.rationalValue ?? 0).magnitude < 1_000_000 ? pow(a, b) : a
    case 10:
      let functions: [(Expression) -> Expression] = [
        Expression.exp, Expression.log, Expression.sqrt, Expression.sin, Expression.tanh, Expression.atan,
        Expression.log1p, Expression.abs, Expression.ein,
      ]
      return random.pick(functions)(a)
    default:
      return random.pick([
        min(a, b), max(a, b), besselI(Index(2), a), binomial(Index(7), Index(3)), factorial(Index(5)),
        gammaQ(Index(3), b),
      ])
    }
  }
}

/// Σ x^n/n!.
struct ExponentialSeries: SeriesTerm {
  var variables: Int { 1 }
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T { T.pow(x[0], n) / T.factorial(n) }
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    let next = T.pow(x[0], n + 1) / T.factorial(Index(n + 1))
    let ratio = x[0] / T(n + 2)
    return Majorant(bound: next / (1 - ratio), ratios: [ratio])
  }
}

/// n² I_n(β), whose supremum over n the retrieval profile needs.
struct EigenvalueSequence: SequenceTerm {
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T { T.pow(T(n), 2) * T.besselI(n, x[0]) }
  func bound<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    Majorant(bound: term(Index(n + 1), x), ratios: [T(n + 2) * x[0] / T(2 * (n + 1) * (n + 1))])
  }
}

/// e^(-p u²).
struct Gaussian: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { T.exp(-(p[0] * x * x)) }
}

/// u - p cos u.
struct CosineEquation: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { x - p[0] * T.cos(x) }
}
