import VlasovSimulation
import VlasovSymbols

/// Rates that the cross-checks of this theme fit to their simulations.
enum ClusteringRates {
  /// The slope at infinity of a curve without chance against a certified rate; nothing where the points do not reach the
  /// range in which the curve becomes straight.
  static func asymptotic(
    _ quantity: String, _ x: [Double], _ y: [Double], noise: Double, certified: Double
  ) -> [RateFit] {
    guard let fit = try? SlopeFit.asymptotic(x, y, noise: noise) else { return [] }
    return [RateFit(quantity, fit, certified: certified)]
  }

  // MARK: Distances against time

  /// Samples of a distance at equally spaced late times, when the tokens have gathered.
  struct LateDistances {
    var times: [Double]
    var logarithms: [Double]

    /// How far the logarithms may be off: Runge-Kutta with 64 steps in a time 1/rate errs by less than 1e-9 in each, and
    /// the last distances have lost 1e-16/1e-5 of themselves.
    static let noise = 1e-8

    /// Follows tokens whose small distances fall like e^(-rate t) until they have gathered, then for 8/rate more; nil when
    /// they have not gathered at 400/rate.
    init?(
      _ start: SphereTokens, rate: Double, stop: StopCondition?, _ distance: (SphereTokens) -> Double
    ) throws {
      var tokens = start
      // Where the kernel varies by less than a tenth, so that the next correction is small.
      let gathered = 0.3 / (1 + abs(start.beta)).squareRoot()
      var units = 0
      while distance(tokens) > gathered {
        if units == 400 { return nil }
        tokens = try tokens.run(time: 1 / rate, steps: 64, stop: stop)
        units += 1
      }
      (times, logarithms) = ([0], [Double.log(distance(tokens))])
      for k in 1...8 {
        tokens = try tokens.run(time: 1 / rate, steps: 64, stop: stop)
        times.append(Double(k) / rate)
        logarithms.append(Double.log(distance(tokens)))
      }
      guard logarithms.allSatisfy(\.isFinite) else { return nil }
    }

    /// The late slope; the rate of the linearisation at one cluster is -1 (SA) or -e^β (USA).
    func slope(_ quantity: String, rate: Double) -> [RateFit] {
      asymptotic(quantity, times, logarithms, noise: Self.noise, certified: -rate)
    }
  }

  /// The rate at which distances of gathered tokens fall: all nonzero eigenvalues of the linearisation at one cluster are
  /// -1 (SA) or -e^β (USA).
  static func localRate(_ p: Lifted<Double>) -> Double { p.word("kind") == "USA" ? Double.exp(p.beta) : 1 }

  // MARK: Times against the inverse temperature

  /// The least-squares slope of log T over five values of β, simulated and certified. The simulated times are
  /// extrapolated from three sizes; their bounds are four of its uncertainties.
  static func hittingTimes(
    _ context: CrossCheck.Context, _ quantity: String = "slope of log T against beta", sizes: [Double],
    order: Double = 4, next: Double, noise: Double,
    _ time: @escaping @Sendable (_ beta: Double, _ size: Double, _ expected: Double) throws -> Double
  ) throws -> [RateFit] {
    let betas = (0..<5).map { context.parameters.beta + Double($0) / 4 }
    return try hittingTimes(
      context, quantity, betas, certified: betas.map { try context.closedForm(["beta": "\($0)"]) },
      sizes: sizes, order: order, next: next, noise: noise, time)
  }

  /// The same for certified times at chosen values of β.
  static func hittingTimes(
    _ context: CrossCheck.Context, _ quantity: String, _ betas: [Double], certified: [Double],
    sizes: [Double], order: Double = 4, next: Double, noise: Double,
    _ time: @escaping @Sendable (_ beta: Double, _ size: Double, _ expected: Double) throws -> Double
  ) throws -> [RateFit] {
    guard certified.allSatisfy({ $0 > 0 && $0 < 1e250 }) else { return [] }
    let simulated = try Parallel.map(count: betas.count, threads: context.threads, stop: context.stop) { i in
      try Extrapolation(
        sizes.map { SizedObservation(size: $0, simulated: try time(betas[i], $0, certified[i])) },
        order: order, next: next,
        noise: noise)
    }
    guard simulated.allSatisfy({ $0.value > 0 }) else { return [] }
    return [
      try RateFit.comparing(
        quantity, betas, simulated: simulated.map { Double.log($0.value) },
        bounds: simulated.map { 4 * $0.uncertainty / $0.value }, certified: certified.map { Double.log($0) })
    ]
  }

  /// The limit of the slope of log T against β: log T at eight values that double up to 512/scale, from Simpson's rule
  /// with `panels` panels. The rule is of order 4, so that half the panels are off by 16 times as much.
  static func temperatureExponent(
    scale: Double, certified: Double, _ logTime: (_ beta: Double, _ panels: Int) -> Double
  ) -> [RateFit] {
    let betas = (0..<8).map { 4 / scale * Double(1 << $0) }
    let values = betas.map { logTime($0, 2048) }
    let noise = zip(betas, values).map { abs($1 - logTime($0, 1024)) / 4 }.max() ?? 0
    return asymptotic(
      "limit of the slope of log T against beta", betas, values, noise: noise + 1e-12, certified: certified)
  }
}

extension SphereTokens {
  /// The largest distance of two tokens.
  var diameter: Double {
    var largest = 0.0
    for x in points {
      for y in points {
        largest = max(largest, zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
      }
    }
    return largest.squareRoot()
  }
}
