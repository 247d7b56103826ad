import VlasovSimulation
import VlasovSymbols

/// What the float cross-checks of the expectations share: samples of normal numbers, and exact counts of their modes.
enum KDESampling {
  // MARK: Moments

  static let momentLaw = "Monte Carlo: |mean - closed form| <= 4 standard errors (jackknife over 64 batches)"
  private static let batches = 64
  private static let draws = 1 << 20

  /// A statistic of the averages of G^i G'^j at some points against the value under test.
  ///
  /// The delete-one-batch jackknife gives the standard error of a smooth statistic, and removes its bias of order
  /// 1/draws.
  static func confrontMoments(
    _ context: CrossCheck.Context, beta: Double, points: [Double],
    _ statistic: @Sendable ([MomentAverages]) -> Double
  ) throws -> CrossCheckReport {
    let closed = try context.certified()
    let size = draws / batches
    let seed = context.seed
    let parts = try Parallel.map(count: batches, threads: context.threads, stop: context.stop) { batch in
      var stream = RandomStream(seed: seed, stream: UInt64(batch), domain: 30)
      var averages = points.map { _ in MomentAverages() }
      var near = points.map { _ in 0 }
      for _ in 0..<size {
        let x = stream.normal()
        for (q, t) in points.enumerated() {
          averages[q].add(t - x, beta: beta)
          if beta * (t - x) * (t - x) < 9 { near[q] += 1 }
        }
      }
      return (averages, near)
    }
    for q in points.indices where parts.reduce(0, { $0 + $1.1[q] }) < 1000 {
      throw InputError(
        parameter: "t", value: "\(points[q])",
        "fewer than 1000 of \(draws) normal numbers fall within three bandwidths of \(points[q])")
    }
    let total = parts.dropFirst().reduce(parts[0].0) { sum, part in
      zip(sum, part.0).map { $0.combined($1, sign: 1) }
    }
    let whole = statistic(total)
    let reduced = parts.map { part in statistic(zip(total, part.0).map { $0.combined($1, sign: -1) }) }
    let mean = reduced.reduce(0, +) / Double(batches)
    let spread = reduced.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * Double(batches - 1) / Double(batches)
    let estimate = SampleEstimate(
      mean: Double(batches) * whole - Double(batches - 1) * mean, standardError: spread.squareRoot(),
      samples: draws, seed: seed)
    return try Confrontation.compare(estimate, with: closed)
  }

  // MARK: Counts

  static let countLaw = """
    Monte Carlo: |mean count - closed form| <= 4 standard errors + the proxy's own error, |third-order term| + 10 |c4| \
    lambda_0/Lam, Lam = n phi(t)/sqrt(beta)
    """

  /// c4 of kde.shot-noise-c4, the relative size of the fourth-order term times Lam.
  private static let fourthOrder = 0.00201227679093765884

  /// A closed form for the window [-L, L] against certified counts in it.
  static func confrontWindow(_ context: CrossCheck.Context, halfWidth: Double) throws -> CrossCheckReport {
    let closed = try context.certified()
    let counts = try WindowCounts(context, windows: [-halfWidth...halfWidth])
    let bias = 2 * counts.model.bias(0, halfWidth)
    return try Confrontation.compare(counts.mean(of: "modes"), with: closed, bias: bias)
  }

  /// An intensity at t, averaged over [t - w, t + w], against certified counts in that window and its mirror image.
  static func confrontIntensity(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let feature = min(1, p.beta.squareRoot() * p.beta.squareRoot().squareRoot() / p.n.squareRoot())
    let (low, high) = (abs(p.t) - feature / 4, abs(p.t) + feature / 4)
    let values = try nodes(on: low, high).map { try context.closedForm(["t": "\($0)"]) }
    let average = integral(low, high, values) / (high - low)
    let counts = try WindowCounts(context, windows: [low...high, -high...(-low)])
    let estimate = try counts.mean(of: context.output).transformed(scale: 1 / (2 * (high - low)), offset: 0)
    return try Confrontation.compare(
      estimate, with: CertifiedValue(value: average, halfWidth: abs(average) * 0x1p-50),
      bias: counts.model.bias(low, high) / (high - low))
  }

  /// The size of the terms beyond the Gaussian proxy.
  struct Model {
    let n: Double
    let beta: Double

    /// Observations per bandwidth.
    func density(_ t: Double) -> Double { n * KDEModel.normalDensity(t) / beta.squareRoot() }

    /// ∫ (|λ_1| + 10 |c4| λ_0/Lam)
    func bias(_ low: Double, _ high: Double) -> Double {
      KDESampling.integral(
        low, high,
        KDESampling.nodes(on: low, high).map { t in
          abs(EdgeworthThird.Density()(t, [n, beta]))
            + 10 * fourthOrder * ProxyIntensity.Density()(t, [n, beta]) / density(t)
        })
    }
  }

  // MARK: Quadrature

  /// Seven-point Gauss-Legendre nodes of four equal panels.
  static func nodes(on low: Double, _ high: Double) -> [Double] {
    let h = (high - low) / 8
    return (0..<4).flatMap { panel in
      gauss.map { low + h * (Double(2 * panel + 1) + $0.node) }
    }
  }

  /// ∫ of what has these values at `nodes`.
  static func integral(_ low: Double, _ high: Double, _ values: [Double]) -> Double {
    let h = (high - low) / 8
    return values.enumerated().reduce(0) { $0 + h * gauss[$1.offset % gauss.count].weight * $1.element }
  }

  private static let gauss: [(node: Double, weight: Double)] = {
    let half: [(node: Double, weight: Double)] = [
      (0.4058451513773972, 0.3818300505051189), (0.7415311855993945, 0.2797053914892767),
      (0.9491079123427585, 0.1294849661688697),
    ]
    return [(0, 0.4179591836734694)] + half + half.map { (-$0.node, $0.weight) }
  }()

  // MARK: Far out, and the window

  /// (1/2π) τ/√s11 far out, where only the weights e^(-βu²/2) of a normal number matter: under the law they make of
  /// u, N(tv, v) with v = 1/(1+2β), by the trapezoidal rule.
  static func farIntensity(beta: Double, t: Double) -> Double {
    let v = 1 / (1 + 2 * beta)
    let points = (-320...320).map { q -> (weight: Double, g: Double, slope: Double) in
      let z = Double(q) / 32
      let u = t * v + v.squareRoot() * z
      return (Double.exp(-z * z / 2), u, 1 - beta * u * u)
    }
    func mean(_ f: (Double, Double) -> Double) -> Double {
      points.reduce(0) { $0 + $1.weight * f($1.g, $1.slope) } / points.reduce(0) { $0 + $1.weight }
    }
    let square = mean { g, _ in g * g }
    let slope = mean { g, s in g * s } / square
    return (mean { g, s in (s - slope * g) * (s - slope * g) } / square).squareRoot() / (2 * .pi)
  }

  /// The L >= 0 with n² e^(-L²) = β by bisection; 0 when there is none.
  static func window(n: Double, beta: Double) -> Double {
    var (low, high) = (0.0, 64.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      // In two factors, so that neither n² nor the exponential leaves the range of doubles.
      if n * Double.exp(-middle * middle / 2) > beta.squareRoot() { low = middle } else { high = middle }
    }
    return low
  }
}
