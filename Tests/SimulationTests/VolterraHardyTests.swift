import Foundation
import Testing
import VlasovSimulation

@Suite struct VolterraHardyTests {
  static let sizes = [100, 200, 400, 800]
  static let law = ErrorLaw.power(order: 2, next: 3)

  /// a = 1.3, t = 1, s = 0.15.
  @Test(arguments: [(0, 3.7155756), (1, 3.1267789), (3, 1.8786688), (-1, 4.1839093)])
  func publishedValues(lambda: Double, value: Double) throws {
    let closed = Reference.green(1.3, 1, 1, 0.15, lambda)
    #expect(abs(closed - value) < 6e-8)
    let fine = try VolterraHardy(rate: 1.3, time: 1, lambda: lambda).greenFunction(source: 0.15, cells: 1500)
    #expect(abs(fine - value) < 1.3e-6 && abs(fine - value) > 1e-8)
  }

  @Test(
    arguments: [
      (1, 1, 1, 0.5, 1), (1.3, 1, 1, 0.15, -1), (2, 0.5, 0.6, 0.1, 0), (5, 2, 1, 0.02, 4),
      (0.01, 0.1, 1, 0.9, 20),
      (1, 1, 0.7, 0.3, 1e-12),
    ] as [(Double, Double, Double, Double, Double)])
  func decidesAboutTheBesselForm(_ a: Double, _ t: Double, _ sigma: Double, _ s: Double, _ lambda: Double)
    throws
  {
    let data = try VolterraHardy(rate: a, time: t, lambda: lambda).greenFunctions(
      source: s, position: sigma, cells: Self.sizes)
    let closed =
      lambda == 1e-12 ? Reference.green(a, t, sigma, s, 0) : Reference.green(a, t, sigma, s, lambda)
    try expectDecides(data, closed, law: Self.law, relative: 1e-4)
  }

  @Test func threeSizesAreEnough() throws {
    let data = try VolterraHardy(rate: 1, time: 1, lambda: 1).greenFunctions(
      source: 0.5, cells: [200, 400, 800])
    try expectDecides(data, 1.5091755292795221888, law: Self.law, relative: 1e-4)
    let report = try Confrontation.compare(data, with: certified(1.5091755292795221888), law: Self.law)
    #expect(abs(try #require(report.observedOrder) - 2) < 0.02)
  }

  @Test func limits() throws {
    let equation = VolterraHardy(rate: 2, time: 0.5, lambda: 3)
    let end = try equation.greenFunction(source: 1, cells: 50)
    #expect(abs(end - 3 / (1 - exp(-3))) < 1e-14)
    let still = VolterraHardy(rate: 2, time: 0, lambda: 3)
    #expect(try still.greenFunction(source: 0.2, cells: 50) == 0)
    #expect(try still.mass(upTo: 0.2, cells: 50) == 0)
  }

  /// m_a(t; x) by Gauss-Legendre quadrature of the Bessel form in E = e^{-Y}: int_0^x g ds = int_0^{E(x)} psi(-log E) dE.
  @Test(arguments: [(1, 1, 0.5, 1), (2, 0.5, 0.1, 0), (1, 2, 0.8, -2)] as [(Double, Double, Double, Double)])
  func masses(_ a: Double, _ t: Double, _ x: Double, _ lambda: Double) throws {
    let end = lambda == 0 ? x : expm1(lambda * x) / expm1(lambda)
    // E = end u^4 removes most of the logarithmic singularity.
    let closed = FloatQuadrature.gaussLegendre(from: 0, to: 1, points: 20, panels: 200) { u in
      4 * u * u * u * end * Reference.psi(a * t, -log(end * u * u * u * u))
    }
    let data = try VolterraHardy(rate: a, time: t, lambda: lambda).masses(upTo: x, cells: Self.sizes)
    try expectDecides(data, closed, law: Self.law, relative: 1e-4)
  }

  @Test func totalMassDoesNotDependOnLambda() throws {
    for lambda in [-2.0, 0, 1, 5] {
      let mass = try VolterraHardy(rate: 1.5, time: 1, lambda: lambda).mass(upTo: 1, cells: 400)
      #expect(abs(mass - expm1(1.5)) < 1e-7, "lambda = \(lambda)")
    }
  }

  @Test func refusesBadInput() {
    let equation = VolterraHardy(rate: 1, time: 1, lambda: 1)
    #expect(throws: SimulationError.self) { try equation.greenFunction(source: 0, cells: 10) }
    #expect(throws: SimulationError.self) {
      try equation.greenFunction(source: 0.5, position: 0.4, cells: 10)
    }
    #expect(throws: SimulationError.self) { try equation.greenFunction(source: 0.5, cells: 0) }
    #expect(throws: SimulationError.self) {
      try VolterraHardy(rate: -1, time: 1, lambda: 1).greenFunction(source: 0.5, cells: 10)
    }
    #expect(throws: SimulationError.stopped) {
      try equation.greenFunction(source: 0.5, cells: 10, stop: { true })
    }
  }
}
