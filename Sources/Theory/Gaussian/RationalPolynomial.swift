/// A polynomial over the rationals, lowest power first, without leading zeros.
struct RationalPolynomial: Hashable, Sendable {
  let coefficients: [Rational]

  init(_ coefficients: [Rational]) {
    var c = coefficients
    while let last = c.last, last.isZero { c.removeLast() }
    self.coefficients = c
  }

  /// -1 for 0.
  var degree: Int { coefficients.count - 1 }
  var isZero: Bool { coefficients.isEmpty }

  func callAsFunction(_ x: Rational) -> Rational { coefficients.reversed().reduce(0) { $0 * x + $1 } }

  var derivative: RationalPolynomial {
    RationalPolynomial(coefficients.enumerated().dropFirst().map { $1 * Rational($0) })
  }

  /// p(-z)
  var reflected: RationalPolynomial {
    RationalPolynomial(coefficients.enumerated().map { $0 % 2 == 0 ? $1 : -$1 })
  }

  var monic: RationalPolynomial {
    guard let last = coefficients.last else { return self }
    return RationalPolynomial(coefficients.map { $0 / last })
  }

  /// p = z^k times the second part.
  var zeroRoot: (multiplicity: Int, rest: RationalPolynomial) {
    let k = coefficients.prefix { $0.isZero }.count
    return (k, RationalPolynomial(Array(coefficients.dropFirst(k))))
  }

  static func - (a: RationalPolynomial, b: RationalPolynomial) -> RationalPolynomial {
    let n = max(a.coefficients.count, b.coefficients.count)
    return RationalPolynomial(
      (0..<n).map {
        ($0 <= a.degree ? a.coefficients[$0] : 0) - ($0 <= b.degree ? b.coefficients[$0] : 0)
      })
  }

  /// Quotient and remainder; b is not 0.
  func divided(by b: RationalPolynomial) -> (quotient: RationalPolynomial, remainder: RationalPolynomial) {
    var rest = coefficients
    guard degree >= b.degree, let lead = b.coefficients.last else { return (RationalPolynomial([]), self) }
    var quotient = Array(repeating: Rational(0), count: degree - b.degree + 1)
    for k in stride(from: degree - b.degree, through: 0, by: -1) {
      let factor = rest[k + b.degree] / lead
      quotient[k] = factor
      for (i, c) in b.coefficients.enumerated() { rest[k + i] = rest[k + i] - factor * c }
    }
    return (RationalPolynomial(quotient), RationalPolynomial(rest))
  }

  /// The monic greatest common divisor.
  static func gcd(_ a: RationalPolynomial, _ b: RationalPolynomial) -> RationalPolynomial {
    var (x, y) = (a, b.monic)
    while !y.isZero { (x, y) = (y, x.divided(by: y).remainder.monic) }
    return x.monic
  }

  /// Monic squarefree factors with their multiplicities (Yun): p is, up to a constant, the product of factor^multiplicity.
  var squarefreeFactors: [(factor: RationalPolynomial, multiplicity: Int)] {
    guard degree > 0 else { return [] }
    let common = Self.gcd(self, derivative)
    var b = divided(by: common).quotient
    var d = derivative.divided(by: common).quotient - b.derivative
    var result: [(RationalPolynomial, Int)] = []
    var k = 1
    while b.degree > 0 {
      let a = Self.gcd(b, d)
      if a.degree > 0 { result.append((a, k)) }
      b = b.divided(by: a).quotient
      d = d.divided(by: a).quotient - b.derivative
      k += 1
    }
    return result
  }

  /// The product of the distinct factors, monic.
  var squarefreePart: RationalPolynomial {
    degree > 0 ? divided(by: Self.gcd(self, derivative)).quotient.monic : self
  }

  // MARK: Where the roots are

  /// Every root has a negative real part (Routh's table: all entries of the first column are positive, for a positive
  /// leading coefficient).
  var isHurwitz: Bool {
    let p = monic.coefficients
    guard !p.isEmpty else { return false }
    let n = p.count - 1
    var above = stride(from: n, through: 0, by: -2).map { p[$0] }
    var below = stride(from: n - 1, through: 0, by: -2).map { p[$0] }
    for _ in 0..<n {
      guard let lead = below.first, lead.signum > 0 else { return false }
      let factor = above[0] / lead
      let next = (1..<above.count).map { i in above[i] - (i < below.count ? factor * below[i] : 0) }
      (above, below) = (below, next)
    }
    return true
  }

  /// The number of distinct real roots in (-∞, 0], by Sturm's theorem; p(0) may be 0.
  var nonPositiveRootCount: Int {
    let p = squarefreePart
    guard p.degree > 0 else { return 0 }
    var chain = [p, p.derivative]
    while let last = chain.last, last.degree > 0 {
      let rest = chain[chain.count - 2].divided(by: last).remainder
      if rest.isZero { break }
      chain.append(RationalPolynomial(rest.coefficients.map { -$0 }))
    }
    func changes(_ signs: [Int]) -> Int {
      let s = signs.filter { $0 != 0 }
      return zip(s, s.dropFirst()).filter { $0 != $1 }.count
    }
    let atZero = changes(chain.map { $0.coefficients.first?.signum ?? 0 })
    let atMinusInfinity = changes(
      chain.map { ($0.coefficients.last?.signum ?? 0) * ($0.degree % 2 == 0 ? 1 : -1) })
    return atMinusInfinity - atZero
  }

  /// The sign of the largest real part of a root, decided exactly; nil without roots.
  ///
  /// The common roots of p(z) and p(-z) are those that come with their negative: g. Without any no root is imaginary, and
  /// Routh's table decides between -1 and 1. Else g = z^k G(z²), and all roots of g are imaginary if and only if all roots of
  /// G are real and ≤ 0; if one is not, g has roots on both sides. If they are, the sign is 0 unless the rest of p has a root
  /// on the right.
  var signOfLargestRealPart: Int? {
    guard degree > 0 else { return nil }
    let p = squarefreePart
    let g = Self.gcd(p, p.reflected)
    if g.degree <= 0 { return p.isHurwitz ? -1 : 1 }
    let rest = p.divided(by: g).quotient
    if rest.degree > 0, !rest.isHurwitz { return 1 }
    let even = g.zeroRoot.rest
    let square = RationalPolynomial(
      stride(from: 0, through: even.degree, by: 2).map { even.coefficients[$0] })
    return square.degree <= 0 || square.nonPositiveRootCount == square.degree ? 0 : 1
  }

  /// Enclosures of the distinct roots at the working precision, each with its multiplicity. 0 is exact.
  func roots() -> [PolynomialRoot] {
    let (k, rest) = zeroRoot
    var result = k > 0 ? [PolynomialRoot(value: ComplexBall(real: 0), isReal: true, multiplicity: k)] : []
    for (factor, multiplicity) in rest.squarefreeFactors {
      if factor.degree == 1 {
        let x = Ball(-factor.coefficients[0] / factor.coefficients[1])
        result.append(PolynomialRoot(value: ComplexBall(real: x), isReal: true, multiplicity: multiplicity))
        continue
      }
      for cluster in factor.companion.eigenvalueClusters() {
        let isReal = cluster.isReal && cluster.multiplicity == 1
        let value = isReal ? ComplexBall(real: cluster.realPart) : cluster.enclosure
        result += Array(
          repeating: PolynomialRoot(value: value, isReal: isReal, multiplicity: multiplicity),
          count: cluster.multiplicity)
      }
    }
    return result
  }

  /// The matrix whose characteristic polynomial is the monic p.
  private var companion: Matrix<Ball> {
    let p = monic.coefficients
    let n = p.count - 1
    return Matrix(rows: n, columns: n) { i, j in
      j == n - 1 ? Ball(-p[i]) : Ball(i == j + 1 ? 1 : 0)
    }
  }
}

/// A root of a polynomial, enclosed.
struct PolynomialRoot: Sendable {
  let value: ComplexBall
  /// Proved to be real.
  let isReal: Bool
  let multiplicity: Int
}
