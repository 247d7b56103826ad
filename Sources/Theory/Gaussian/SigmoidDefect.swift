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
      GaussianModel.unifiedPerspective, "unnormalised sigmoid attention beside the normalised ones; defect ours", .derived),
    parameters: [
      ParameterSpec("m", symbol: "m", .real(.nonNegative), "score times variance, m = a s"),
      ParameterSpec.value.only(for: "rate"),
    ],
    outputs: [
      OutputSpec("K", symbol: "K(m)", "the defect"),
      OutputSpec("rate", symbol: "4vmK(m)", "derivative of the kurtosis at time 0"),
    ],
    method: """
      Quadrature with proved bounds of the integral over w, on which nothing cancels; it is that of the Fourier transform \
      pi w/sinh(pi w) of sigma' against the Gaussian expectation.
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

  /// A bound of the integral from T > 0 on.
  ///
  /// There 1/sinh(πw) <= 2 e^-πw/(1 - e^-2πT) and (1 + m²w²)^(-5/2) <= (1 + m²T²)^(-5/2), and
  /// ∫_T^∞ w³ e^-πw dw = e^-πT (T³/π + 3T²/π² + 6T/π³ + 6/π⁴).
  static func tail(_ m: Ball, after cut: Ball) -> Ball {
    let pi = Ball.pi(bits: cut.bits)
    let decay = Ball.exp(-pi * cut)
    let powers = ((cut / pi + 3 / (pi * pi)) * cut + 6 / Ball.pow(pi, 3)) * cut + 6 / Ball.pow(pi, 4)
    let q = 1 + Ball.pow(m * cut, 2)
    return 2 * decay * powers / ((1 - decay * decay) * q * q * Ball.sqrt(q))
  }

  /// K(m) from the integral.
  static func defect<T: Analytic>(_ m: T, integral: T) -> T { -3 * T.pow(m, 2) * integral }
  static func rate<T: Analytic>(_ m: T, _ v: T, defect: T) -> T { 4 * v * m * defect }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.rational("m")?.isZero ?? false { return .exact(0) }
    if output == "rate", p.rational("v")?.isZero ?? false { return .exact(0) }
    let q = p.lifted(to: Ball.self)
    let m = q.m
    let outcome = Quadrature().integral(of: Integrand(), [m], from: 0) { tail(m, after: $0) }
    guard outcome.enclosure.isFinite else { return .undecided("the integral: \(outcome.status.rawValue)") }
    let k = defect(m, integral: outcome.enclosure)
    return .real(output == "K" ? k : rate(m, q.v, defect: k))
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
      GaussianMoments(mean: .zero(1, 1), covariance: one), count: 256, repetitions: 1000, seed: context.seed)
    trials.threads = context.threads
    return try context.confront {
      try trials.kurtosisRate(ParticleAttention(.sigmoid, score: p.m * one, value: one), stop: context.stop)
        .entry(0, 0).transformed(scale: factor, offset: 0)
    }
  }
}
