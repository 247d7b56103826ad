import Foundation
import Testing

@testable import VlasovSimulation

@Suite struct ConfrontationTests {
  static func series(
    _ sizes: [Double], _ value: Double, _ terms: [(Double, Double)], error: Double = 0, seed: UInt64? = nil
  ) -> [SizedObservation] {
    var stream = RandomStream(seed: seed ?? 0, stream: 0)
    return sizes.map { size in
      let exact = value + terms.reduce(0) { $0 + $1.0 * pow(size, -$1.1) }
      return SizedObservation(
        size: size, simulated: exact + (seed == nil ? 0 : error * stream.normal()), standardError: error)
    }
  }

  @Test func monteCarloLimits() throws {
    let estimate = SampleEstimate(mean: 10, standardError: 0.5, samples: 100, seed: 3)
    for (value, verdict) in [
      (12.0, Agreement.agrees), (12.01, .disagrees), (8.0, .agrees), (7.9, .disagrees),
    ] {
      #expect(try Confrontation.compare(estimate, with: CertifiedValue(value: value)).verdict == verdict)
    }
    let report = try Confrontation.compare(estimate, with: CertifiedValue(value: 9))
    #expect(abs(report.statistic - 2) < 1e-9 && report.standardError == 0.5 && report.seed == 3)
    #expect(abs(try #require(report.resolution) - 2.0 / 9) < 1e-12)
    // The width of the enclosure and a stated bias widen the acceptance, nothing else does.
    #expect(
      try Confrontation.compare(estimate, with: CertifiedValue(value: 12.2, halfWidth: 0.25)).verdict
        == .agrees)
    #expect(
      try Confrontation.compare(estimate, with: CertifiedValue(value: 12.2), bias: 0.25).verdict == .agrees)
  }

  @Test func noSpread() throws {
    let exact = SampleEstimate(mean: 1, standardError: 0, samples: 10, seed: 1)
    #expect(try Confrontation.compare(exact, with: CertifiedValue(value: 1)).verdict == .agrees)
    #expect(try Confrontation.compare(exact, with: CertifiedValue(value: 1.001)).verdict == .disagrees)
  }

  @Test func notANumberDisagrees() throws {
    let broken = SampleEstimate(mean: .nan, standardError: 1, samples: 10, seed: 1)
    #expect(try Confrontation.compare(broken, with: CertifiedValue(value: 1)).verdict == .disagrees)
    let unbounded = SampleEstimate(mean: 1, standardError: .infinity, samples: 1, seed: 1)
    #expect(try Confrontation.compare(unbounded, with: CertifiedValue(value: 1)).verdict == .disagrees)
  }

  @Test(arguments: [(1.0, 2.0), (2, 3), (2, 4), (4, 5)])
  func powerLaw(order: Double, next: Double) throws {
    let law = ErrorLaw.power(order: order, next: next)
    for sizes in [[50.0, 100, 200], [50, 100, 200, 400], [40, 70, 110, 200, 350]] {
      let data = Self.series(sizes, 3, [(5, order), (-20, next), (11, next + 1)])
      try expectDecides(data, 3, law: law, relative: order == 1 ? 1e-2 : 1e-3)
      let report = try Confrontation.compare(data.reversed(), with: certified(3), law: law)
      #expect(report.verdict == .agrees)
      #expect(try #require(report.orderInterval).contains(order))
    }
  }

  /// The uncertainty is an error bound, not a guess: it covers the error of the extrapolated value on laws with next
  /// terms of both signs and of any size up to the leading one.
  @Test func uncertaintyCoversTheError() throws {
    var stream = RandomStream(seed: 13, stream: 0)
    var worst = 0.0
    for _ in 0..<2000 {
      let order = Double(1 + stream.integer(below: 4))
      let terms = [
        (2 * stream.uniform() - 1, order), (2 * stream.uniform() - 1, order + 1), (0.5, order + 2),
      ]
      let scale = 1 + 20 * stream.uniform()
      let data = Self.series(
        [20, 40, 80, 160], 1, terms.enumerated().map { ($1.0 * pow(scale, Double($0)), $1.1) })
      let limit = try Extrapolation(data, order: order, next: order + 1)
      worst = max(worst, abs(limit.value - 1) / limit.uncertainty)
    }
    #expect(worst < 4, "largest error / uncertainty: \(worst)")
  }

  /// First-order data presented as second order, and data that do not converge at all.
  @Test func slowerThanTheLaw() throws {
    let law = ErrorLaw.power(order: 2, next: 3)
    let slow = try Confrontation.compare(
      Self.series([50, 100, 200, 400], 1, [(1, 1)]), with: certified(1), law: law)
    #expect(slow.verdict == .disagrees)
    #expect(abs(try #require(slow.observedOrder) - 1) < 1e-6)
    let steady = Self.series([50, 100, 200, 400], 1, [(0.001, 0.01)])
    #expect(try Confrontation.compare(steady, with: certified(1), law: law).verdict == .disagrees)
  }

  /// Faster convergence than promised, down to rounding, is no disagreement.
  @Test func fasterThanTheLaw() throws {
    let law = ErrorLaw.power(order: 2, next: 3)
    for terms in [[(1.0, 4.0)], [(0, 2)]] {
      let report = try Confrontation.compare(
        Self.series([50, 100, 200, 400], 1, terms), with: certified(1), law: law)
      #expect(report.verdict == .agrees, "\(report)")
    }
    let exact = try Confrontation.compare(Self.series([1, 2, 4], 1, []), with: certified(1), law: law)
    #expect(exact.observedOrder == nil && exact.verdict == .agrees)
  }

  /// Noisy data: the right value is accepted (at most one run in some thousand may fall outside four standard errors),
  /// ten per cent off is rejected, and the spread of the intercept is what the fit says.
  @Test func noisyPowerLaw() throws {
    let law = ErrorLaw.power(order: 1, next: 2)
    var statistics = SampleMoments()
    var squares = 0.0
    for seed in 0..<300 as Range<UInt64> {
      let data = Self.series([8, 16, 32, 64], 1, [(-1, 1), (2, 2)], error: 0.003, seed: seed)
      let right = try Confrontation.compare(data, with: certified(1), law: law, seed: seed)
      #expect(abs(right.statistic) < 4.5 && right.orderInterval!.upperBound >= 1)
      statistics.add(right.statistic)
      squares += right.statistic * right.statistic
      for error in [0.1, -0.1] {
        let wrong = try Confrontation.compare(
          data, with: certified(1, relativeError: error), law: law, seed: seed)
        #expect(wrong.verdict == .disagrees)
      }
    }
    #expect(abs(statistics.mean) < 5 * statistics.standardError)
    // Inflation by chi^2 > 1 only shrinks the statistic.
    #expect(squares / 300 > 0.4 && squares / 300 < 1.3)
  }

  @Test func noisyFitIsLeastSquares() {
    // Exact data: any weights give the exact constant; the propagated error is that of the Richardson weights.
    let fit = NoisyFit(sizes: [1, 2, 4], values: [4, 2.25, 1.5625], errors: [0.1, 0.2, 0.3]).fit([1, 2])
    let (a, b, c) = (1.0 / 3, -2.0, 8.0 / 3)
    #expect(abs(fit.value - (a * 4 + b * 2.25 + c * 1.5625)) < 1e-12)
    let error = (pow(a * 0.1, 2) + pow(b * 0.2, 2) + pow(c * 0.3, 2)).squareRoot()
    #expect(abs(fit.error - error) < 1e-12 && fit.chiSquared < 1e-20)
    let mean = NoisyFit(sizes: [1, 2], values: [1, 2], errors: [1, 1]).fit([])
    #expect(abs(mean.value - 1.5) < 1e-15 && abs(mean.chiSquared - 0.5) < 1e-14)
  }

  @Test func closedFormPerSize() throws {
    let law = ErrorLaw.power(order: 1, next: 2)
    var data = Self.series([100, 200, 400, 800], 2, [(3, 1), (1, 2)])
    for i in data.indices { data[i].closedForm = 2 + 2.9 / data[i].size }
    #expect(try Confrontation.compare(data, with: certified(2), law: law).verdict == .agrees)
    for i in data.indices { data[i].closedForm = 2.001 + 2.9 / data[i].size }
    #expect(try Confrontation.compare(data, with: certified(2), law: law).verdict == .disagrees)
  }

  @Test func statedRoundingWidens() throws {
    var data = Self.series([10, 20, 40], 1, [])
    data[2].simulated += 1e-9
    let law = ErrorLaw.power(order: 2, next: 3)
    #expect(try Confrontation.compare(data, with: certified(1 - 1e-8), law: law).verdict == .disagrees)
    for i in data.indices { data[i].rounding = 1e-8 }
    #expect(try Confrontation.compare(data, with: certified(1), law: law).verdict == .agrees)
  }

  @Test func roundoffAndTrials() throws {
    let estimate = FloatEstimate(value: 1, error: 1e-14)
    #expect(try Confrontation.compare(estimate, with: CertifiedValue(value: 1 + 0.9e-14)).verdict == .agrees)
    #expect(
      try Confrontation.compare(estimate, with: CertifiedValue(value: 1 + 1.1e-14)).verdict == .disagrees)
    let trials = [InequalityTrial(observed: 0.5, bound: 1), InequalityTrial(observed: 1.9, bound: 2)]
    let report = try Confrontation.compare(trials)
    #expect(report.verdict == .agrees && abs(report.statistic - 0.95) < 1e-15)
    let broken = try Confrontation.compare(trials + [InequalityTrial(observed: 1.01, bound: 1)])
    #expect(broken.verdict == .disagrees)
    let missing = try Confrontation.compare([InequalityTrial(observed: .nan, bound: 1)])
    #expect(missing.verdict == .disagrees)
  }

  @Test func refusesWhatItCannotRead() {
    let one = certified(1)
    #expect(throws: SimulationError.self) { try Confrontation.compare([], with: one, law: .monteCarlo()) }
    #expect(throws: SimulationError.self) {
      try Confrontation.compare(Self.series([1, 2], 1, []), with: one, law: .power(order: 1, next: 2))
    }
    #expect(throws: SimulationError.self) {
      try Confrontation.compare(Self.series([1, 2, 2], 1, []), with: one, law: .power(order: 1, next: 2))
    }
    #expect(throws: SimulationError.self) {
      try Confrontation.compare(Self.series([1], 1, []), with: one, law: .count)
    }
    #expect(throws: SimulationError.self) { try Confrontation.compare([]) }
  }

  @Test func lawsInWords() {
    #expect(ErrorLaw.power(order: 2, next: 3).text.hasPrefix("O(size^-2)"))
    #expect(ErrorLaw.monteCarlo(bias: 1.25e-7).text.hasSuffix("+ bias 1.25e-07"))
    #expect(ErrorLaw.short(0.5) == "0.5" && ErrorLaw.short(3) == "3")
  }
}
