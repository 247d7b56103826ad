import VlasovSimulation
import VlasovSymbols

/// Sigmoid attention does not preserve Gaussians: the kurtosis moves at once.
public enum SigmoidDefect: Theorem {
  public static let record = Record(
    id: "gaussian.sigmoid-defect",
    title: "Sigmoid attention leaves the Gaussians",
    statement: """
      $d=1$, $\\mu=N(0,s)$, $A=a>0$, $V=v$, $m=as$: $\\Gamma(x)=vasx\\,E\\sigma'(axy)$, and at time 0 \
      $\\frac d{dt}\\frac{E x^4}{(E x^2)^2}=4vmK(m)$, $K(m)=E[(\\xi^4-3\\xi^2)\\sigma'(m\\xi\\eta)]$ for independent normal $\\xi,\\eta$. \
      $K(m)=-3m^2\\int_0^\\infty\\frac{w^3}{\\sinh\\pi w}(1+m^2w^2)^{-5/2}dw$, so $K(0)=0$, $K(m)<0$ for $m>0$, \
      $K(m)=-\\frac38m^2+O(m^4)$ and $mK(m)\\to-\\frac1\\pi$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective,
      "unnormalised sigmoid attention beside the normalised ones; defect ours", .derived),
    parameters: [
      ParameterSpec("m", symbol: "m", .real(.nonNegative), "score times variance, m = a s"),
      ParameterSpec.value.only(for: "rate"),
    ],
    outputs: [
      OutputSpec("K", symbol: "K(m)", "the defect"),
      OutputSpec("rate", symbol: "4vmK(m)", "derivative of the kurtosis at time 0"),
    ],
    method: """
      The trapezoidal rule after a change of variable, with proved bounds of its error and of both ends, for the integral over w: that of the \
      Fourier transform pi w/sinh(pi w) of sigma' against the Gaussian expectation, on which nothing cancels.
      """,
    notes: [
      """
      From sigma'(z) = (1/2 pi) int (pi w/sinh(pi w)) e^(iwz) dw, E e^(iwm xi eta) over eta = e^(-w^2 m^2 xi^2/2), and \
      E[(xi^4 - 3 xi^2) e^(-q xi^2/2)] = -3q (1+q)^(-5/2) with q = m^2 w^2.
      """,
      "The same K(m) = (2/pi) int_0^inf (z^2 K_0(z) - z K_1(z)) sigma'(mz) dz with Bessel functions.",
    ],
    crossCheck: CrossCheck(
      simulates: "n tokens with sigmoid attention over one small step: the change of their kurtosis",
      law: "Monte Carlo: mean over trials, their bias C/n removed, within 4 standard errors",
      defaultParameters: "m=1 v=1 output=rate", run: crossCheck),
    references: [
      ReferenceValue("m=1 output=K", "-0.075765977834120725237774219602463669796"),
      ReferenceValue("m=1/4 output=K", "-0.01824590422122349959880184014323220486"),
      // Four times the first value.
      ReferenceValue("m=1 v=1 output=rate", "-0.30306391133648290095109687840985467918"),
    ],
    related: ["gaussian.attention-velocity", "gaussian.general-ode"])

  /// w³ (1 + m²w²)^(-5/2)/sinh(πw); sinh x = x e^x exprel(-2x), so that neither 0 nor large w is a problem.
  struct Integrand: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ w: T, _ p: [T]) -> T {
      let x = T.pi * w
      let q = 1 + T.pow(p[0] * w, 2)
      return w * w * T.exp(-x) / (T.pi * T.exprel(-2 * x) * q * q * T.sqrt(q))
    }
  }

  /// ∫_0^∞ f dw of the integrand f, m >= 0: the trapezoidal rule in s for w = σ exp(s - e^-s), 0 < σ <= 1/max(1, m).
  ///
  /// **Theorem.** With g(s) = f(w) dw/ds, |h Σ_k g(kh) - ∫ g ds| <= (6/5) max(1, m)^-3/(e^{2πa/h} - 1), a = 39/100.
  ///
  /// *Proof.* If g is analytic for |Im s| < a, tends to 0 at both ends, and ∫|g(x + ib)| dx <= M for |b| < a, the error is at
  /// most 2M/(e^{2πa/h} - 1) (L. N. Trefethen, J. A. C. Weideman, "The exponentially convergent trapezoidal rule", SIAM Review
  /// 56 (2014), Theorem 5.1). On a line let ρ = |w| = σ exp(x - u cos b) and β = arg w = b + u sin b, u = e^-x.
  /// - ρ <= σ/2: ρ <= 1/2 and mρ <= 1/2. As 2y - sinh y is concave, |sinh πw| >= 2πρ - sinh πρ >= 0.53 πρ, and
  ///   |1 + m²w²| >= 3/4: |f| <= 1.26 ρ².
  /// - ρ > σ/2: u cos b + ln u < ln 2, so u < 1 and |β| < a + sin a < π/4. Then |sinh πw| >= sinh(πρ cos β) >= sinh(πρ/√2),
  ///   |1 + m²w²|² >= 1 + m⁴ρ⁴: |f| <= ρ³/sinh(πρ/√2) min(1, (mρ)^-5), and ρ³/sinh(πρ/√2) <= 0.46 ρ².
  ///
  /// Both have 1 + m²w² in the right half plane and no zero of sinh πw, so g is analytic. |dw/ds| <= ρ(1 + u), and
  /// dρ/dx = ρ(1 + u cos b) >= 0.92 ρ(1 + u), so M is at most 1/0.92 times the integrals of the bounds over ρ:
  /// 1.26/24 σ³ + min(4 · 1/8, 0.46 (1/3 + 1/2) m^-3) <= 0.55 max(1, m)^-3, by ∫_0^∞ r³/sinh(πr) dr = 1/8. ∎
  ///
  /// The ends: by sinh(πw) >= πw, g is at most (w³/π)(1 + e^-s), which increases, and the terms below a node w add up to at
  /// most w³/(3π). Where w > 4/π or mw > 5/4, w f(w) decreases (its logarithmic derivative in ln w is
  /// 4 - πw coth πw - 5m²w²/(1+m²w²)), so g does, and the terms beyond such a node add up to at most ∫_w^∞ f: `tail`.
  static func integral(_ m: Ball) -> Ball {
    let bits = Precision.bits + 16
    let scale = max(0, m.magnitudeBall.exponent ?? 0)
    guard m.isFinite, m.isNonNegative, scale < 1 << 24 else { return .indeterminate }
    return withPrecision(bits + 32) {
      let (h, pi, sigma) = (Ball(exactly: 3.5 / Double(bits)), Ball.pi, Ball(1).scaled(by: -scale))
      let small = Magnitude.power2(-bits - 3 * scale)
      let share = Ball.pow(.max(1, m.lowerEdge), -3) * Ball(Rational(6, 5))
      var sum = Ball(0)
      var rest = share / Ball.expm1(2 * pi * Ball(Rational(39, 100)) / h)
      for direction in [1, -1] {
        let factor = Ball.exp(-direction * h)
        var (k, u) = (direction > 0 ? 0 : -1, direction > 0 ? Ball(1) : factor)
        while !Budget.isExhausted {
          let w = sigma * Ball.exp(k * h - u)
          sum += (1 + u) * w * Integrand()(w, [m])
          let end =
            direction < 0 ? Ball.pow(w, 3) / (3 * pi) : isDecreasing(m, at: w) ? tail(m, after: w) : nil
          if let end, end.magnitude <= small {
            rest += end
            break
          }
          (k, u) = (k + direction, u * factor)
        }
      }
      return Budget.isExhausted ? .indeterminate : Ball(center: h * sum, radius: rest.magnitude)
    }
  }

  private static func isDecreasing(_ m: Ball, at w: Ball) -> Bool {
    (w - 2).isPositive || (m * w - 2).isPositive
  }

  /// A bound of ∫_T^∞ f dw, T > 0: the lesser of two.
  ///
  /// By 1/sinh(πw) <= 2 e^-πw/(1 - e^-2πT) and (1 + m²w²)^(-5/2) <= (1 + m²T²)^(-5/2) there, and
  /// ∫_T^∞ w³ e^-πw dw = e^-πT (T³/π + 3T²/π² + 6T/π³ + 6/π⁴); by sinh(πw) >= πw and (mw)^-5, 1/(2π m⁵T²).
  static func tail(_ m: Ball, after cut: Ball) -> Ball {
    let pi = Ball.pi(bits: cut.bits)
    let decay = Ball.exp(-pi * cut)
    let powers = ((cut / pi + 3 / (pi * pi)) * cut + 6 / Ball.pow(pi, 3)) * cut + 6 / Ball.pow(pi, 4)
    let q = 1 + Ball.pow(m * cut, 2)
    let first = 2 * decay * powers / ((1 - decay * decay) * q * q * Ball.sqrt(q))
    guard m.isPositive else { return first }
    let second = 1 / (2 * pi * Ball.pow(m, 3) * Ball.pow(m * cut, 2))
    return second.isFinite ? .min(first, second) : first
  }

  /// K(m) from the integral.
  static func defect<T: Analytic>(_ m: T, integral: T) -> T { -3 * T.pow(m, 2) * integral }
  static func rate<T: Analytic>(_ m: T, _ v: T, defect: T) -> T { 4 * v * m * defect }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.rational("m")?.isZero ?? false { return .exact(0) }
    if output == "rate", p.rational("v")?.isZero ?? false { return .exact(0) }
    let q = p.lifted(to: Ball.self)
    let k = defect(q.m, integral: integral(q.m))
    return .real(output == "K" ? k : rate(q.m, q.v, defect: k))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    let k = defect(p.m, integral: .integral(Integrand(), [p.m], from: 0, to: .infinity))
    return .formula(output == "K" ? k : rate(p.m, p.v, defect: k))
  }

  // MARK: Simulation

  /// The kurtosis does not depend on the scale, so that s = 1 and a = m.
  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let factor = context.output == "K" ? 1 / (4 * p.m) : p.v
    guard p.m > 0, p.m < 20 else {
      throw InputError(parameter: "m", value: "\(p.m)", domain: "0 < m < 20", "a simulation needs 0 < m < 20")
    }
    let one = FloatMatrix.identity(1)
    var trials = ParticleTrials(
      GaussianMoments(mean: .zero(1, 1), covariance: one), count: 256, repetitions: 600, seed: context.seed)
    trials.threads = context.threads
    return try context.confront {
      try trials.kurtosisRate(ParticleAttention(.sigmoid, score: p.m * one, value: one), stop: context.stop)
        .entry(0, 0).transformed(scale: factor, offset: 0)
    }
  }
}
