import VlasovSymbols

/// The moments of G = u e^(-βu²/2) and G' = (1 - βu²) e^(-βu²/2) for u = t - X, X a standard normal number.
///
/// **Formula.** Let k = i + j. e^(-kβu²/2) times the density of u, which is that of N(t, 1), is
/// √v e^(-kβvt²/2) times the density of N(tv, v), v = 1/(1 + kβ). So with the moments M_0 = 1, M_1 = tv,
/// M_q = tv M_{q-1} + (q - 1) v M_{q-2} of that law,
///
///     E[G^i G'^j] = √v e^(-kβvt²/2) Σ_{l<=j} C(j,l) (-β)^l M_{i+2l}.
struct KernelLaw<T: Analytic> {
  let t: T
  let beta: T

  /// v = 1/(1 + kβ)
  private func variance(_ k: Int) -> T { 1 / (1 + T(k) * beta) }

  /// Σ_{l<=j} C(j,l) (-β)^l M_{i+2l}, rational in t and β.
  func polynomial(_ i: Int, _ j: Int) -> T {
    let v = variance(i + j)
    let mean = t * v
    var moments: [T] = [1, mean]
    for q in stride(from: 2, through: i + 2 * j, by: 1) {
      moments.append(mean * moments[q - 1] + T(q - 1) * v * moments[q - 2])
    }
    var sum = moments[i]
    var (power, binomial): (T, Int) = (1, 1)
    for l in stride(from: 1, through: j, by: 1) {
      power = power * -beta
      binomial = binomial * (j - l + 1) / l
      sum = sum + T(binomial) * power * moments[i + 2 * l]
    }
    return sum
  }

  /// E[G^i G'^j].
  func moment(_ i: Int, _ j: Int) -> T {
    if i + j == 0 { return 1 }
    let v = variance(i + j)
    return T.sqrt(v) * T.exp(-(T(i + j) * beta * v * T.pow(t, 2) / 2)) * polynomial(i, j)
  }

  /// E[G^i G'^j]/ε^(i+j), where ε² = e^(-βt²/(1+2β)) is the decay of the second moments: standardised quantities are
  /// ratios of these, and stay in range for every t.
  ///
  /// As 1/(1+kβ) - 1/(1+2β) = (2-k)β/((1+kβ)(1+2β)), the exponent left is k(k-2)β²t²/(2(1+kβ)(1+2β)).
  func scaled(_ i: Int, _ j: Int) -> T {
    let k = i + j
    if k == 0 { return 1 }
    let v = variance(k)
    let root = T.sqrt(v) * polynomial(i, j)
    if k == 2 { return root }
    return root * T.exp(T(k * (k - 2)) * T.pow(beta * t, 2) * v * variance(2) / 2)
  }

  /// ε² = e^(-βt²/(1+2β))
  var decay: T { T.exp(-(beta * T.pow(t, 2) * variance(2))) }
}

/// Mean and covariance of (G, G')(t), in forms in which nothing cancels but for tiny β.
///
/// **Formulas.** a = 1 + β, b = 1 + 2β, s = t², ε² = e^(-βs/b), r = √(b√b/a)/a² e^(-β²s/(2ab)). With mu the means,
///
///     b^(5/2) s11/ε²                    = U  = s + b - s b a² r²
///     b^6 det/ε⁴                        = V  = P - r² R
///     b^(7/2) a^(5/2) (mu2 E G² - mu1 E GG')/(e^(-βs/(2a)) ε²) = N = a b² - β² s (b + s)
///     P = b²(1 + 2β + 3β²) + 2βb² s + β² s²
///     R = a²b³ + aβb²(2 + 3β + 3β²) s + β²b(1 + 2β + 2β²) s² + β⁴ s³.
///
/// *Proof.* s11 = E G² - mu1² with E G² = (s + b) b^(-5/2) ε², mu1² = s a^-3 e^(-βs/a), and
/// e^(-βs/a)/ε² = e^(-β²s/(ab)), so that b^(5/2) a^-3 times it is b a² r². For det = s11 s22 - s12² write
/// det = (E G² E G'² - (E GG')²) - (E G² mu2² - 2 E GG' mu1 mu2 + E G'² mu1²), insert the closed forms and expand in s:
/// the first bracket is b^-6 ε⁴ P, the second b^(-9/2) a^-5 e^(-βs/a) ε² R. All powers of s that cancel between the
/// products have gone, and the coefficients left are positive. N expands likewise. ∎
struct KernelCovariance<T: Analytic> {
  let beta: T
  let a: T
  let b: T
  /// √b
  let rootB: T
  let t: T
  /// t²
  let s: T
  /// r
  let r: T
  let u: T
  let v: T
  let slope: T

  init(t: T, beta: T) {
    let (a, b) = (1 + beta, 1 + 2 * beta)
    let (s, square) = (T.pow(t, 2), T.pow(beta, 2))
    rootB = T.sqrt(b)
    r = T.sqrt(b * rootB / a) / T.pow(a, 2) * T.exp(-(square * s / (2 * a * b)))
    let (aa, bb, rr) = (T.pow(a, 2), T.pow(b, 2), T.pow(r, 2))
    u = s + b - s * b * aa * rr
    let p = bb * (1 + 2 * beta + 3 * square) + s * (2 * beta * bb + s * square)
    let inner = square * b * (1 + 2 * beta + 2 * square) + s * T.pow(square, 2)
    let q = aa * b * bb + s * (a * beta * bb * (2 + 3 * beta + 3 * square) + s * inner)
    v = p - rr * q
    slope = a * bb - square * s * (b + s)
    (self.beta, self.a, self.b, self.t, self.s) = (beta, a, b, t, s)
  }

  /// s11/ε²
  var s11: T { u / (T.pow(b, 2) * rootB) }
  /// (s22 - s12²/s11)/ε²
  var residual: T { v / (T.pow(b, 3) * rootB * u) }
  /// det/ε⁴
  var determinant: T { v / T.pow(b, 6) }
}
