import Foundation
import Testing
import VlasovSimulation

@Suite struct GridCriticalTests {
  @Test func zerosOfSine() {
    let zeros = GridCritical.zeros(from: -1, to: 10, cells: 100) { sin($0) }
    #expect(zeros.count == 4)
    for (zero, k) in zip(zeros, 0...3) {
      #expect(abs(zero - Double(k) * Double.pi) < 1e-15 * Double(1 + 4 * k))
    }
  }

  @Test func zeroOnAGridPointCountsOnce() {
    let zeros = GridCritical.zeros(from: -1, to: 1, cells: 4) { $0 }
    #expect(zeros.count == 1 && abs(zeros[0]) < 1e-300)
    #expect(GridCritical.zeros(from: -1, to: 1, cells: 7) { 1 + $0 * $0 }.isEmpty)
    #expect(GridCritical.zeros(from: 1, to: .nan, cells: 7) { $0 }.isEmpty)
  }

  @Test func extremaOfCosine() {
    let points = GridCritical.criticalPoints(from: 1, to: 20, cells: 300) { cos($0) }
    #expect(points.map(\.kind) == [.minimum, .maximum, .minimum, .maximum, .minimum, .maximum])
    for (k, point) in zip(1..., points) {
      #expect(abs(point.position - Double(k) * Double.pi) < 1e-5)
      #expect(abs(point.value - (k % 2 == 0 ? 1 : -1)) < 1e-9)
    }
  }

  /// The refinement by five points has order 4.
  @Test func refinementOrder() {
    let errors = [50, 100, 200].map { cells in
      let point = GridCritical.criticalPoints(from: 0.1, to: 3.3, cells: cells) { exp(-$0) + 0.2 * $0 }[0]
      return abs(point.position - log(5))
    }
    #expect(errors[0] < 1e-5 && errors[1] < errors[0] / 6 && errors[2] < errors[1] / 6)
  }

  @Test func polynomialsAreExact() {
    let points = GridCritical.criticalPoints(
      positions: [0, 0.3, 0.5, 0.9, 1.4, 2],
      values: [0, 0.3, 0.5, 0.9, 1.4, 2].map { ($0 - 0.7) * ($0 - 0.7) })
    #expect(points.count == 1 && abs(points[0].position - 0.7) < 1e-14 && abs(points[0].value) < 1e-15)
  }

  @Test func roundingNoiseIsNoTurn() {
    let values: [Double] = (0..<100).map { $0 % 3 == 0 ? 1 : 1 + 3 * Double.ulpOfOne }
    #expect(GridCritical.criticalPoints(positions: (0..<100).map(Double.init), values: values).isEmpty)
    #expect(GridCritical.criticalPoints(positions: [0, 1], values: [0, 1]).isEmpty)
    #expect(GridCritical.criticalPoints(from: 0, to: 1, cells: 50) { $0 }.isEmpty)
  }
}
