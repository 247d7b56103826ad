import Foundation
import Testing

@testable import VlasovSimulation

/// Fits of rates: their intervals hold the true slope as often as they say, and not a wrong one.
@Suite struct RateFitTests {
  /// Two-sided quantiles from the regularised incomplete beta function.
  @Test(arguments: [
    (1, 0.95, 12.7062047361747), (1, 0.9999, 6366.197671315936), (2, 0.95, 4.30265272974946),
    (2, 0.9999, 99.99249984374453), (3, 0.95, 3.18244630528371), (3, 0.9999, 28.00013001094898),
    (10, 0.95, 2.22813885198627), (11, 0.95, 2.20098516009164), (100, 0.95, 1.98397151844963),
  ])
  func studentQuantile(freedom: Int, confidence: Double, value: Double) throws {
    let quantile = try StudentLaw.quantile(freedom: freedom, confidence: confidence)
    #expect(abs(quantile - value) <= 1e-9 * value, "\(quantile)")
  }

  @Test func studentTendsToTheNormalLaw() throws {
    #expect(abs(try StudentLaw.quantile(freedom: 1_000_000_000) - 3.8905918864131) < 4e-3)
    var last = Double.infinity
    for freedom in 1...40 {
      let quantile = try StudentLaw.quantile(freedom: freedom)
      #expect(quantile < last)
      last = quantile
    }
  }

  // MARK: Chance

  /// Intervals of 90 percent miss in 10 percent of 4000 experiments, up to four standard deviations of that number.
  @Test(arguments: [3, 4, 12])
  func lineCoversTheTrueSlope(points: Int) throws {
    let x = (0..<points).map { Double($0 * $0) }
    let misses = try misses(of: 4000, domain: UInt32(points)) { random in
      try SlopeFit.line(x, x.map { 3 - 0.7 * $0 + 0.2 * random.normal() }, confidence: 0.9)
    }
    #expect(abs(Double(misses) - 400) <= 4 * 360.0.squareRoot(), "\(misses) misses")
  }

  /// The errors within a replica are far from independent.
  @Test func replicasCoverTheTrueSlope() throws {
    let x = (0..<6).map(Double.init)
    let misses = try misses(of: 4000, domain: 99) { random in
      let slopes = try (0..<5).map { _ in
        var walk = 0.0
        let y = x.map { x in
          walk += random.normal()
          return walk - 0.7 * x
        }
        return try SlopeFit.line(x, y).slope
      }
      return try SlopeFit.replicas(slopes, confidence: 0.9)
    }
    #expect(abs(Double(misses) - 400) <= 4 * 360.0.squareRoot(), "\(misses) misses")
  }

  private func misses(
    of experiments: Int, domain: UInt32, _ fit: (inout RandomStream) throws -> SlopeFit
  ) throws -> Int {
    var misses = 0
    for i in 0..<experiments {
      var random = RandomStream(seed: 20_261, stream: UInt64(i), domain: domain)
      if try !fit(&random).interval.contains(-0.7) { misses += 1 }
    }
    return misses
  }

  @Test func lineRejectsAWrongRate() throws {
    var random = RandomStream(seed: 7, stream: 0)
    let x = (0..<50).map { Double($0) / 5 }
    let fit = try SlopeFit.line(x, x.map { 1 - 2 * $0 + 0.01 * random.normal() })
    #expect(RateFit("slope", fit, certified: -2).verdict == .agrees)
    #expect(RateFit("slope", fit, certified: -2.01).verdict == .disagrees)
    #expect(try #require(RateFit("slope", fit, certified: -2).resolution) < 0.005)
    #expect(fit.law.contains("99.99 percent"))
  }

  @Test func exactLineHasNoWidth() throws {
    let fit = try SlopeFit.line([0, 1, 2, 4], [1, 3, 5, 9])
    #expect(abs(fit.slope - 2) < 1e-14 && fit.interval.upperBound - fit.interval.lowerBound < 1e-13)
  }

  // MARK: Curves that become straight

  /// Three corrections, the first at least four times the others at the start: few accidental misses.
  @Test func corrections() throws {
    var random = RandomStream(seed: 11, stream: 0)
    var (fits, misses) = (0, 0)
    for _ in 0..<5000 {
      let q = 0.05 + 0.85 * random.uniform()
      let p = q * 0.8 * random.uniform() * (random.uniform() < 0.7 ? 1 : -0.7)
      let (c, d) = ((random.uniform() - 0.5) / 2, (random.uniform() - 0.5) / 2)
      let x = (0..<9).map { 1 + 0.5 * Double($0) }
      let y = (0..<9).map { k in
        let k = Double(k)
        return 4 - 1.5 * x[Int(k)] + pow(q, k) / (1 - q) + c * pow(abs(p), k) / (1 - p)
          * (p < 0 && Int(k) % 2 == 1 ? -1 : 1)
          + d * pow(p * p, k) / (1 - p * p)
      }
      guard let fit = try? SlopeFit.asymptotic(x, y, noise: 1e-14) else { continue }
      fits += 1
      if !fit.interval.contains(-1.5) { misses += 1 }
    }
    #expect(fits > 4900 && misses <= 5, "\(misses) of \(fits)")
  }

  @Test func knownCurves() throws {
    let even = (0..<8).map { Double($0) }
    // log of a sum of exponentials
    let decay = try SlopeFit.asymptotic(
      even, even.map { log(3 * exp(-2 * $0) + exp(-4 * $0) - 0.5 * exp(-6 * $0)) }, noise: 1e-15)
    try expectDecides(decay, -2, relative: 1e-3)
    // x grows by a factor: a logarithm and a power of it
    let doubled = (0..<12).map { exp2(Double($0)) }
    let logarithmic = try SlopeFit.asymptotic(
      doubled, doubled.map { 0.5 * $0 - log($0) + 3 / $0 }, noise: 1e-12)
    try expectDecides(logarithmic, 0.5, relative: 1e-3)
    // log y against log t with a correction 1/t
    let tail = try SlopeFit.asymptotic(
      doubled.map { log($0) }, doubled.map { log(7 / ($0 * $0 + 5 * $0)) }, noise: 1e-15)
    try expectDecides(tail, -2, relative: 1e-2)
  }

  /// Straight from the start: the noise alone is left.
  @Test func straight() throws {
    let x = (0..<7).map { Double($0) }
    let fit = try SlopeFit.asymptotic(x, x.map { 2 - 3 * $0 }, noise: 1e-9)
    #expect(fit.interval.contains(-3) && fit.interval.upperBound - fit.interval.lowerBound < 1e-7)
  }

  @Test func noiseWidens() throws {
    var random = RandomStream(seed: 5, stream: 0)
    let x = (0..<8).map { Double($0) }
    for noise in [1e-12, 1e-9, 1e-6, 1e-4] {
      for _ in 0..<200 {
        let y = x.map { -$0 + exp(-0.5 * $0) + noise * (2 * random.uniform() - 1) }
        #expect(try SlopeFit.asymptotic(x, y, noise: noise).interval.contains(-1), "noise \(noise)")
      }
    }
  }

  @Test func slopesThatDoNotConverge() {
    let x = (0..<7).map { Double($0) }
    #expect(throws: SimulationError.self) { try SlopeFit.asymptotic(x, x.map { $0 * $0 }, noise: 0) }
    #expect(throws: SimulationError.self) { try SlopeFit.asymptotic(x, x.map { exp($0) }, noise: 0) }
  }

  private func expectDecides(_ fit: SlopeFit, _ slope: Double, relative: Double) throws {
    #expect(fit.interval.contains(slope), "\(fit)")
    for wrong in [slope * (1 + relative), slope * (1 - relative)] {
      #expect(RateFit("slope", fit, certified: wrong).verdict == .disagrees, "\(fit) \(wrong)")
    }
  }

  // MARK: Curves against certified curves

  @Test func curvesAreComparedAtTheSamePoints() throws {
    let x = [1.0, 2, 3, 4, 6]
    let certified = x.map { 0.5 * $0 - log($0) }
    let bounds = x.map { _ in 1e-6 }
    var signs = [1.0, -1, 1, -1, 1]
    let simulated = zip(certified, signs).map { $0 + 1e-6 * $1 }
    let fit = try RateFit.comparing("slope", x, simulated: simulated, bounds: bounds, certified: certified)
    #expect(fit.verdict == .agrees && abs(fit.certified - fit.fit.slope) > 0)
    #expect(try #require(fit.resolution) < 1e-4)
    // The bound is attained: errors in the direction of the slope.
    signs = x.map { $0 < 3.2 ? -1 : 1 }
    let worst = zip(certified, signs).map { $0 + 0.999e-6 * $1 }
    #expect(
      try RateFit.comparing("slope", x, simulated: worst, bounds: bounds, certified: certified).verdict
        == .agrees)
    let beyond = zip(certified, signs).map { $0 + 1.001e-6 * $1 }
    #expect(
      try RateFit.comparing("slope", x, simulated: beyond, bounds: bounds, certified: certified).verdict
        == .disagrees)
  }

  @Test func bounds() throws {
    let fit = try SlopeFit.bounded([0, 1, 2], [0, 1, 2], bounds: [0.1, 0, 0.1])
    #expect(abs(fit.interval.lowerBound - 0.9) < 1e-12 && abs(fit.interval.upperBound - 1.1) < 1e-12)
    for (certified, least, most) in [
      (0.5, Agreement.agrees, Agreement.disagrees), (1.05, .agrees, .agrees), (1.5, .disagrees, .agrees),
    ] {
      #expect(RateFit("slope", fit, .atLeast, certified: certified).verdict == least)
      #expect(RateFit("slope", fit, .atMost, certified: certified).verdict == most)
    }
    #expect(RateFit("slope", fit, .atLeast, certified: 0.5).resolution == nil)
  }

  @Test func aWrongRateTurnsTheReport() throws {
    let report = Confrontation.compare(count: 2, with: 2)
    let fit = try SlopeFit.bounded([0, 1], [0, 1], bounds: [0.1, 0.1])
    let right = report.fitting([RateFit("slope", fit, certified: 1.1)])
    #expect(right.verdict == .agrees && right.rates.count == 1)
    let wrong = right.fitting([RateFit("slope", fit, certified: 1.3)])
    #expect(wrong.verdict == .disagrees && wrong.rates.count == 2)
    #expect(wrong.fitting([RateFit("slope", fit, certified: 1)]).verdict == .disagrees)
  }

  // MARK: Bad input

  @Test func badInput() {
    let bad: [() throws -> SlopeFit] = [
      { try SlopeFit.line([1, 2], [1, 2]) },
      { try SlopeFit.line([1, 1, 1], [1, 2, 3]) },
      { try SlopeFit.line([1, 2, 3], [1, 2]) },
      { try SlopeFit.line([1, 2, 3], [1, .nan, 3]) },
      { try SlopeFit.line([1, 2, 3], [1, 2, 4], confidence: 1) },
      { try SlopeFit.replicas([1]) },
      { try SlopeFit.replicas([1, .infinity]) },
      { try SlopeFit.bounded([1], [1], bounds: [0]) },
      { try SlopeFit.bounded([1, 2], [1, 2], bounds: [0]) },
      { try SlopeFit.bounded([1, 2], [1, 2], bounds: [0, -1]) },
      { try SlopeFit.bounded([1, 2], [1, 2], bounds: [0, .nan]) },
      { try SlopeFit.asymptotic([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], noise: 0) },
      { try SlopeFit.asymptotic([1, 2, 3, 4, 5, 6, 8], [1, 2, 3, 4, 5, 6, 7], noise: 0) },
      { try SlopeFit.asymptotic([7, 6, 5, 4, 3, 2, 1], [1, 2, 3, 4, 5, 6, 7], noise: 0) },
      { try SlopeFit.asymptotic([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, .nan], noise: 0) },
      { try SlopeFit.asymptotic([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7], noise: -1) },
    ]
    for (index, fit) in bad.enumerated() {
      #expect(throws: SimulationError.self, "case \(index)") { _ = try fit() }
    }
    #expect(throws: SimulationError.self) { try StudentLaw.quantile(freedom: 0) }
  }
}
