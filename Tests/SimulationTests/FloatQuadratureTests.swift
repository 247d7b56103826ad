import Foundation
import Testing

@testable import VlasovSimulation

@Suite struct FloatQuadratureTests {
  @Test func gaussLegendreIsExactToItsDegree() {
    for points in 1...12 {
      for degree in 0..<2 * points {
        let value = FloatQuadrature.gaussLegendre(from: -1, to: 2, points: points) { pow($0, Double(degree)) }
        let exact = (pow(2, Double(degree + 1)) - pow(-1, Double(degree + 1))) / Double(degree + 1)
        #expect(abs(value - exact) <= 1e-13 * max(1, abs(exact)), "\(points) points, degree \(degree)")
      }
      let above = FloatQuadrature.gaussLegendre(from: -1, to: 1, points: points) {
        pow($0, Double(2 * points))
      }
      #expect(abs(above - 2 / Double(2 * points + 1)) > 1e-9)
    }
  }

  @Test func gaussLegendrePanels() {
    let value = FloatQuadrature.gaussLegendre(from: 0, to: 3, points: 4, panels: 40) { exp(-$0) }
    #expect(abs(value - (1 - exp(-3))) < 1e-14)
  }

  @Test func simpsonHasOrderFour() throws {
    let data = [4, 8, 16, 32].map { panels in
      SizedObservation(
        size: Double(panels), simulated: FloatQuadrature.simpson(from: 0, to: 2, panels: panels) { exp($0) })
    }
    try expectDecides(data, exp(2) - 1, law: .power(order: 4, next: 6), relative: 1e-8)
  }

  @Test func periodicMeanIsSpectral() {
    let value = FloatQuadrature.periodicMean(nodes: 40) { exp(cos($0)) }
    #expect(abs(value - Reference.besselI(0, 1)) < 1e-15)
  }

  @Test func compensatedSumKeepsSmallTerms() {
    var sum = CompensatedSum()
    for term in [1, 1e100, 1, -1e100] { sum.add(term) }
    #expect(sum.value == 2)
  }
}
