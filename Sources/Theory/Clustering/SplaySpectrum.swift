import VlasovSimulation
import VlasovSymbols

/// Growth rates of the Fourier perturbations of equally spaced tokens on the circle.
public enum SplaySpectrum: Theorem {
  public static let record = Record(
    id: "clustering.splay-spectrum",
    title: "Spectrum of the splay state on the circle",
    statement: """
      For $d=2$ and USA, $n$ equally spaced angles are an equilibrium for every real $\\beta$. The Fourier perturbation $m$ grows \
      at the rate $\\nu_m=\\frac1n\\sum_{j=1}^{n-1}f'(x_j)(\\cos mx_j-1)$, $x_j=\\frac{2\\pi j}n$, \
      $f'(x)=e^{\\beta\\cos x}(\\cos x-\\beta\\sin^2x)$; equally \
      $\\nu_m=\\frac1\\beta\\sum_{l\\in\\mathbb Z}[(m+ln)^2I_{|m+ln|}(\\beta)-(ln)^2I_{|ln|}(\\beta)]$. $\\nu_m=\\nu_{n-m}$.
      """,
    source: Source(
      ClusteringModel.paper, "d = 2, linearisation at equally spaced tokens; beyond the paper", .derived),
    parameters: [
      .tokens,
      ParameterSpec("m", symbol: "m", .integer(minimum: 1), "the perturbation, at most n - 1"),
      ParameterSpec("beta", symbol: "\\beta", .real(.real), "inverse temperature, of either sign"),
    ],
    outputs: [OutputSpec("nu", symbol: "\\nu_m", "the growth rate")],
    hypotheses: conditions.map(\.hypothesis),
    method: "The cosine sum over j < n/2, with cos(m x) - 1 = -2 sin^2(m x/2) reduced exactly modulo n.",
    notes: [
      "nu_m -> m^2 I_m(beta)/beta as n -> inf.",
      """
      A rate can vanish only at beta = 0 or, for n = 3, at beta = -2/3: the exponentials exp(beta cos x_j) are linearly \
      independent for rational beta (Lindemann, Weierstrass), and cos x = beta sin^2 x has one solution cos x.
      """,
      "On a grid (3 <= n <= 13, 0.05 <= beta <= 40) the splay state is never stable for beta > 0: observed, not proved.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "n tokens on the circle by Runge-Kutta from a perturbed splay state: its projection on mode m, over time h",
      law: "error O(h); slope of the logarithm of the projection against time",
      defaultParameters: "n=5 m=1 beta=3", run: crossCheck),
    references: [
      ReferenceValue("n=5 m=1 beta=3", "1.7973614204080228310513125522090562763209425267169"),
      ReferenceValue("n=5 m=2 beta=-2.5", "-0.97324560323297247391965634791133628219732590270000"),
    ],
    related: ["clustering.splay-threshold", "clustering.force-inflection"])

  static let conditions: [DomainCondition] = [
    DomainCondition("m", "m <= n-1") { .lessOrEqual($0.m, $0.n - 1) }
  ]

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try conditions.demand(p, output: output)
    guard case .integer(let count)? = p["n"], case .integer(let mode)? = p["m"],
      let n = count.asInt, let m = mode.asInt, n <= 1 << 24
    else { throw Undecided("n beyond 2^24 is not summed") }
    if let exact = exactRate(n, m, p.rational("beta")) { return .exact(exact) }
    return .real(try SplayMode(n: n, m: m).rate(p.ball("beta")))
  }

  /// The rates that are rational by a short argument; all others at rational β are not 0.
  ///
  /// β = 0: (1/n) Σ cos x_j cos m x_j, which is 1/2 for m = ±1 mod n (1 for n = 2), else 0. n = 4, m = 2: β, as only
  /// x = ±π/2 count. n = 3: -f'(2π/3) = e^(-β/2)(2 + 3β)/4, 0 at β = -2/3.
  private static func exactRate(_ n: Int, _ m: Int, _ beta: Rational?) -> Rational? {
    guard let beta else { return nil }
    if n == 4, m == 2 { return beta }
    if n == 3, beta == Rational(-2, 3) { return 0 }
    if beta.isZero { return n == 2 ? 1 : m == 1 || m == n - 1 ? Rational(1, 2) : 0 }
    return nil
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let beta = context.parameters.beta
    let (n, m) = (try context.integer("n"), try context.integer("m"))
    guard n <= 256, abs(beta) <= 100 else {
      throw InputError(
        parameter: "n", value: "\(n)", domain: "n <= 256, |beta| <= 100",
        "n=\(n), beta=\(beta): too large for this simulation")
    }
    let value = try context.closedForm([:])
    let scale = 1 / max(abs(value), Double.exp(abs(beta)) / 4)
    return try context.confront(law: .power(order: 1, next: 2, noise: 1e-7)) {
      try [8.0, 16, 32, 64, 128].map { size in
        let time = scale / size
        var wave = SplayWave(n: n, m: m, beta: beta, amplitude: 1e-5)
        try wave.run(time: time, steps: 8, stop: context.stop)
        return SizedObservation(size: size, simulated: (wave.growth - 1) / time)
      }
    }.fitting([growthRate(n, m, beta, over: scale, certified: value, stop: context.stop)])
  }

  /// The slope of the logarithm of the projection over times up to 4 `scale`. Other terms of the flow are smaller by the
  /// amplitude, which stays below 1e-6, times the variation of the kernel; rounding, also when another mode makes it grow, and
  /// Runge-Kutta err by less than 1e-7.
  private static func growthRate(
    _ n: Int, _ m: Int, _ beta: Double, over scale: Double, certified: Double, stop: StopCondition?
  ) throws -> RateFit {
    var wave = SplayWave(n: n, m: m, beta: beta, amplitude: 1e-6 / Double.exp(max(0, 4 * scale * certified)))
    let times = (0...4).map { Double($0) * scale }
    let logarithms = try times.map { time in
      if time > 0 { try wave.run(time: scale, steps: 48, stop: stop) }
      return Double.log(abs(wave.growth))
    }
    let fit = try SlopeFit.bounded(
      times, logarithms, bounds: times.map { _ in 1e-6 * (1 + abs(beta)) })
    return RateFit("slope of log(projection) against t", fit, certified: certified)
  }
}

/// A perturbed splay state of USA: angles x_j + amplitude cos(m x_j), and its projection on the perturbation.
private struct SplayWave {
  let n: Int
  let m: Int
  let amplitude: Double
  var tokens: SphereTokens

  init(n: Int, m: Int, beta: Double, amplitude: Double) {
    (self.n, self.m, self.amplitude) = (n, m, amplitude)
    let points = (0..<n).map { j in
      let angle = 2 * Double.pi * Double(j) / Double(n)
      let moved = angle + amplitude * Double.cos(Double(m) * angle)
      return [Double.cos(moved), Double.sin(moved)]
    }
    tokens = SphereTokens(beta: beta, isNormalised: false, points: points)
  }

  mutating func run(time: Double, steps: Int, stop: StopCondition?) throws {
    tokens = try tokens.run(time: time, steps: steps, stop: stop)
  }

  /// The projection over the one at the start.
  var growth: Double {
    var (top, bottom) = (0.0, 0.0)
    for (j, x) in tokens.points.enumerated() {
      let angle = 2 * Double.pi * Double(j) / Double(n)
      let wave = Double.cos(Double(m) * angle)
      // The small angle from the unperturbed place, by its sine.
      top += wave * (x[1] * Double.cos(angle) - x[0] * Double.sin(angle))
      bottom += wave * wave
    }
    return top / bottom / amplitude
  }
}

/// The growth rate of one Fourier perturbation of the splay state, and its derivative in β.
struct SplayMode {
  let n: Int
  let m: Int

  /// ν_m(β)
  func rate(_ beta: Ball) throws -> Ball {
    try sum { c, squaredSine in Ball.exp(beta * c) * (c - beta * squaredSine) }
  }

  /// dν_m/dβ, with ∂f'/∂β = e^(β cos x)(cos² x - sin² x - β cos x sin² x)
  func slope(_ beta: Ball) throws -> Ball {
    try sum { c, squaredSine in
      Ball.exp(beta * c) * (1 - 2 * squaredSine - beta * c * squaredSine)
    }
  }

  /// (1/n) Σ_{j=1}^{n-1} g(cos x_j, sin² x_j)(cos m x_j - 1); j and n - j are equal.
  private func sum(_ g: (Ball, Ball) -> Ball) throws -> Ball {
    let unit = Ball.pi / n
    var total = Ball(0)
    for j in stride(from: 1, through: n / 2, by: 1) {
      if j % 256 == 0 { try Budget.check() }
      // m j < n²/2, which is at most 2^47.
      let half = Ball.sin(unit * (m * j % n))
      // cos 2y = 1 - 2 sin² y, sin 2y = 2 sin y cos y
      let (s, c) = (Ball.sin(unit * j), Ball.cos(unit * j))
      let term = g(2 * j == n ? -1 : (c - s) * (c + s), 2 * j == n ? 0 : 4 * s * s * c * c) * half * half
      total = 2 * j == n ? total + term : total + 2 * term
    }
    return -(2 * total) / n
  }
}
