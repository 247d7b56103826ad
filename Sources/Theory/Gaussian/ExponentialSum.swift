/// f(θ) = Σ_μ e^(μθ) P_μ(θ), a solution of a linear equation with constant rational coefficients, given by its derivatives at
/// 0.
///
/// The derivatives obey a shortest recurrence, found exactly over the rationals (Berlekamp and Massey); the μ are the roots of
/// its characteristic polynomial q, and every root of multiplicity k has a P_μ of degree exactly k - 1. The Laplace
/// transform is n(z)/q(z), n from the first derivatives, so the coefficients of P_μ are those of ε^m in n(μ + ε) ε^k/q(μ + ε).
struct ExponentialSum: Sendable {
  struct Term: Sendable {
    /// Enclosed; im ≥ 0: a pair stands for both.
    let root: ComplexBall
    let isReal: Bool
    /// Of θ^j.
    let coefficients: [ComplexBall]
    var degree: Int { coefficients.count - 1 }
  }

  let characteristic: RationalPolynomial
  let terms: [Term]

  /// - Parameters:
  ///   - derivatives: f(0), f'(0), ...: at least twice as many as the order of some equation that f solves.
  /// Nil when the roots cannot be told apart at the working precision.
  init?(derivatives s: [Rational]) {
    let q = Self.recurrence(s)
    characteristic = q
    guard q.degree > 0 else {
      terms = []
      return
    }
    // n_i = Σ_{j>i} q_j s_(j-i-1)
    let numerator = (0..<q.degree).map { i in
      ((i + 1)...q.degree).reduce(Rational(0)) { $0 + q.coefficients[$1] * s[$1 - i - 1] }
    }
    var terms: [Term] = []
    var halves = (0, 0)
    for root in q.roots() {
      guard root.value.isFinite else { return nil }
      if !root.isReal {
        if root.value.im.isNegative { halves.0 += 1 }
        guard root.value.im.isNonZero else { return nil }
        if root.value.im.isNegative { continue }
        halves.1 += 1
      }
      let k = root.multiplicity
      let top = Self.shifted(numerator, at: root.value, count: k)
      let bottom = Array(Self.shifted(q.coefficients, at: root.value, count: 2 * k).dropFirst(k))
      guard bottom.count == k, let lead = bottom.first, lead.squaredModulus.isPositive else { return nil }
      var quotient: [ComplexBall] = []
      for m in 0..<k {
        var x = top[m]
        for i in 0..<m { x = x - quotient[i] * bottom[m - i] }
        quotient.append(x / lead)
      }
      var factorial = Rational(1)
      let coefficients = (0..<k).map { j -> ComplexBall in
        if j > 0 { factorial = factorial * Rational(j) }
        let c = quotient[k - 1 - j] / ComplexBall(factorial)
        return root.isReal ? ComplexBall(real: c.re) : c
      }
      terms.append(Term(root: root.value, isReal: root.isReal, coefficients: coefficients))
    }
    guard halves.0 == halves.1 else { return nil }
    self.terms = terms
  }

  /// The first coefficients of p(x + ε).
  private static func shifted(_ p: [Rational], at x: ComplexBall, count: Int) -> [ComplexBall] {
    var c = p.map { ComplexBall($0) }
    let n = c.count
    for i in 0..<min(count, n) {
      for j in stride(from: n - 2, through: i, by: -1) { c[j] = c[j] + x * c[j + 1] }
    }
    return (0..<count).map { $0 < n ? c[$0] : 0 }
  }

  /// The characteristic polynomial of the shortest linear recurrence of the sequence.
  static func recurrence(_ s: [Rational]) -> RationalPolynomial {
    // s_n + Σ_{i=1}^L c_i s_(n-i) = 0
    var (c, b) = ([Rational(1)], [Rational(1)])
    var (length, gap, last) = (0, 1, Rational(1))
    for n in s.indices {
      var defect = s[n]
      for i in stride(from: 1, through: length, by: 1) where i < c.count { defect = defect + c[i] * s[n - i] }
      if defect.isZero {
        gap += 1
        continue
      }
      let old = c
      let factor = defect / last
      if c.count < b.count + gap { c += Array(repeating: Rational(0), count: b.count + gap - c.count) }
      for i in b.indices { c[i + gap] = c[i + gap] - factor * b[i] }
      if 2 * length <= n {
        (length, b, last, gap) = (n + 1 - length, old, defect, 1)
      } else {
        gap += 1
      }
    }
    return RationalPolynomial((0...length).map { length - $0 < c.count ? c[length - $0] : 0 })
  }

  /// The sum as a function of θ for quadrature, with its parameters.
  var function: (layout: [ExponentialSumFunction.Shape], parameters: [Ball]) {
    var parameters: [Ball] = []
    for term in terms {
      parameters.append(term.root.re)
      if !term.isReal { parameters.append(term.root.im) }
      for c in term.coefficients {
        parameters.append(c.re)
        if !term.isReal { parameters.append(c.im) }
      }
    }
    return (terms.map { .init(isReal: $0.isReal, degree: $0.degree) }, parameters)
  }

  func callAsFunction(_ x: Ball) -> Ball {
    let (layout, parameters) = function
    return ExponentialSumFunction(layout: layout).value(x, parameters[...]).value
  }

  // MARK: Growth

  /// f(θ) = θ^K e^(μθ) (a + o(1) + oscillations of the same size), with a real root μ of multiplicity K + 1.
  struct Growth: Sendable {
    let rate: Ball
    let power: Int
    /// a
    let leading: Ball
    /// Bounds of the other terms as |c| θ^power e^((rate - gap) θ); no gap: the same exponent exactly.
    fileprivate let others: [(size: Ball, power: Int, gap: Ball?)]

    /// sup of Σ |others| θ^-K e^(-μθ) over θ ≥ cut > 0; nil when it is not bounded.
    private func rest(from cut: Ball) -> Ball? {
      var sum = Ball(0)
      for other in others {
        let excess = other.power - power
        let scale = Ball.pow(cut, Index(excess))
        guard let gap = other.gap else {
          if excess > 0 { return nil }
          sum += other.size * scale
          continue
        }
        guard gap.isPositive else { return nil }
        // θ^j e^(-δθ) decreases from j/δ on.
        if excess > 0, !(gap * cut - Ball(excess)).isNonNegative { return nil }
        sum += other.size * scale * Ball.exp(-(gap * cut))
      }
      return sum.isFinite ? sum.upperEdge : nil
    }

    /// m > 0 with f ≥ m θ^K e^(μθ) for θ ≥ cut.
    func floor(from cut: Ball) -> Ball? {
      guard cut.isPositive, let rest = rest(from: cut) else { return nil }
      let m = (leading - rest).lowerEdge
      return m.isPositive ? m : nil
    }

    /// M with f ≤ M θ^K e^(μθ) for θ ≥ cut.
    func ceiling(from cut: Ball) -> Ball? {
      guard cut.isPositive, let rest = rest(from: cut) else { return nil }
      return (leading + rest).upperEdge
    }
  }

  /// The growth, when a real root has the largest real part.
  ///
  /// - Parameter tie: proves that a complex root has the same real part as a real one.
  func growth(tie: (_ complex: ComplexBall, _ real: Ball) -> Bool) -> Growth? {
    let real = terms.indices.filter { terms[$0].isReal }
    guard let best = real.max(by: { terms[$0].root.re.center.isBelow(terms[$1].root.re.center) }) else {
      return nil
    }
    let top = terms[best]
    var others: [(Ball, Int, Ball?)] = []
    for (i, term) in terms.enumerated() {
      let isTied = !term.isReal && term.root.re.overlaps(top.root.re) && tie(term.root, top.root.re)
      for (j, c) in term.coefficients.enumerated() where i != best || j < top.degree {
        let size = term.isReal ? Ball.abs(c.re) : 2 * c.modulus
        others.append((size.upperEdge, j, i == best || isTied ? nil : top.root.re - term.root.re))
      }
    }
    return Growth(
      rate: top.root.re, power: top.degree, leading: top.coefficients[top.degree].re, others: others)
  }
}

/// An exponential sum with its roots and coefficients as parameters: for each real root μ, c_0, c_1, ...; for each pair α ± iβ
/// the parts of the coefficients of e^((α+iβ)θ), the conjugate included.
struct ExponentialSumFunction: Hashable, Sendable {
  struct Shape: Hashable, Sendable {
    let isReal: Bool
    let degree: Int
  }
  let layout: [Shape]

  /// The value, and the parameters that are not its own.
  func value<T: SpecialAnalytic>(_ x: T, _ p: ArraySlice<T>) -> (value: T, rest: ArraySlice<T>) {
    var (sum, p) = (T(0), p)
    func next() -> T { p.removeFirst() }
    for shape in layout {
      let rate = next()
      if shape.isReal {
        var (polynomial, power) = (T(0), T(1))
        for _ in 0...shape.degree {
          polynomial = polynomial + next() * power
          power = power * x
        }
        sum = sum + T.exp(rate * x) * polynomial
      } else {
        let frequency = next()
        var (re, im, power) = (T(0), T(0), T(1))
        for _ in 0...shape.degree {
          re = re + next() * power
          im = im + next() * power
          power = power * x
        }
        let wave = re * T.cos(frequency * x) - im * T.sin(frequency * x)
        sum = sum + 2 * T.exp(rate * x) * wave
      }
    }
    return (sum, p)
  }
}
