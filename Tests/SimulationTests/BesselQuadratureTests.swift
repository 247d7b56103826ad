import Testing
import VlasovSimulation

@Suite struct BesselQuadratureTests {
  /// Against the power series, whose terms are all positive, within the stated bound plus the series' own rounding.
  @Test(arguments: [0.01, 0.1, 1, 2, 7.5, 30, 150])
  func agreesWithTheSeries(beta: Double) throws {
    for n in [0, 1, 2, 3, 5, 10, 20, 60] {
      let estimate = try BesselQuadrature.besselI(n, beta)
      let series = Reference.besselI(n, beta)
      let allowance = estimate.error + Double(n + 150) * 3e-16 * series
      #expect(abs(estimate.value - series) <= allowance, "n = \(n): \(estimate) against \(series)")
      #expect(estimate.error <= 1e-11 * estimate.value)
    }
  }

  @Test(arguments: [
    (1, 1, 0.56515910399248502721), (5, 2, 0.24564198307829255802), (2, 0.1, 0.0050041679689670364961),
  ])
  func eigenvalues(n: Int, beta: Double, value: Double) throws {
    let estimate = try BesselQuadrature.eigenvalue(n, beta)
    #expect(try Confrontation.compare(estimate, with: certified(value)).verdict == .agrees)
    for error in [1e-12, -1e-12] {
      let wrong = try Confrontation.compare(estimate, with: certified(value, relativeError: error))
      #expect(wrong.verdict == .disagrees)
    }
  }

  @Test func largestEigenvalue() throws {
    let small = try BesselQuadrature.largestEigenvalue(1)
    #expect(small.mode == 1)
    let large = try BesselQuadrature.largestEigenvalue(15)
    #expect(large.mode == 5)
    let report = try Confrontation.compare(large.estimate, with: certified(3_614_300.2800158506788))
    #expect(report.verdict == .agrees, "\(report)")
  }

  @Test(arguments: [
    (1, 1.0444568621077741737), (2, 3.1654344427005677136), (5, 15.236276728520544775),
  ])
  func modeCrossover(n: Int, value: Double) throws {
    let estimate = try BesselQuadrature.modeCrossover(n)
    #expect(try Confrontation.compare(estimate, with: certified(value)).verdict == .agrees)
    #expect(estimate.error < 1e-11 * value)
  }

  @Test func refusesBadInput() {
    #expect(throws: SimulationError.self) { try BesselQuadrature.besselI(-1, 1) }
    #expect(throws: SimulationError.self) { try BesselQuadrature.besselI(1, 0) }
    #expect(throws: SimulationError.self) { try BesselQuadrature.besselI(1, .nan) }
    #expect(throws: SimulationError.self) { try BesselQuadrature.eigenvalue(0, 1) }
    #expect(throws: SimulationError.self) { try BesselQuadrature.modeCrossover(0) }
  }
}
