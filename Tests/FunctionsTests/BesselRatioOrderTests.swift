import Testing

@testable import VlasovFunctions

/// The ratio I_{ν+1}/I_ν for orders so large that the continued fraction from bounds of the bottom ratio is used.
@Suite struct BesselRatioOrderTests {
  /// Against the quotient of two power series.
  @Test(arguments: [
    ("5000", "20000"), ("30000", "40001/2"), ("100001/2", "200000"), ("200000", "50000"), ("20000", "1e5"),
  ]) func quotientOfSeries(_ nu: String, _ x: String) {
    for bits in [80, 300] {
      let (order, point) = (Ball(rational(nu), bits: bits), Ball(rational(x), bits: bits))
      let ratio = Ball.besselIRatio(order: order, point)
      let quotient =
        Ball.besselI(order: order + Ball(1, bits: bits), point) / Ball.besselI(order: order, point)
      expectOverlap(ratio, quotient, "r_\(nu)(\(x))")
      #expect(ratio.accuracyBits >= bits - 4 && quotient.accuracyBits >= bits - 40, "r_\(nu)(\(x))")
    }
  }

  /// r_ν (2ν + 2 + x r_{ν+1}) = x, and Amos' bounds, where no series is possible.
  @Test(arguments: [("1e15", "2e15"), ("1e15", "1e10"), ("123456789123/2", "3e11"), ("1e40", "1e40")])
  func hugeOrders(_ nu: String, _ x: String) {
    let bits = 400
    let (order, point) = (Ball(rational(nu), bits: bits), Ball(rational(x), bits: bits))
    let (one, half) = (Ball(1, bits: bits), Ball(rational("1/2"), bits: bits))
    let ratio = Ball.besselIRatio(order: order, point)
    let above = Ball.besselIRatio(order: order + one, point)
    #expect(ratio.accuracyBits >= bits - 4, "r_\(nu)(\(x)): \(ratio.shortDescription)")
    expectOverlap(ratio * ((order + one).scaled(by: 1) + point * above), point, "r_\(nu)(\(x))")
    let square = point * point
    let (low, high) = (order + one + half, order + half)
    #expect((point / (high + Ball.sqrt(square + low * low))).isBelow(ratio))
    #expect(ratio.isBelow(point / (high + Ball.sqrt(square + high * high))))
  }

  /// Out of reach in reasonable time: nothing is claimed, soon.
  @Test func givesUp() {
    let (order, point) = (Ball(rational("1e18"), bits: 100), Ball(rational("1e30"), bits: 100))
    let clock = ContinuousClock()
    var ratio = order
    let time = clock.measure { ratio = Ball.besselIRatio(order: order, point) }
    #expect(!ratio.isFinite || ratio.accuracyBits > 90)
    #expect(time < .seconds(10))
  }
}
