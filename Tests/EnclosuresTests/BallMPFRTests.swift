import CMPFR
import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

@Suite struct BallMPFRTests {
  @Test func nearest() {
    var g = SeededGenerator(seed: 161)
    for _ in 0..<500 {
      let bits = g.precision(upTo: 300)
      let n = g.int(2...1_000_000)
      let root = Ball(bits: bits) { mpfr_sqrt_ui($0, UInt(n), MPFR_RNDN) }
      let (low, high) = (root.lowerRational, root.upperRational)
      #expect(low * low <= Rational(n) && Rational(n) <= high * high, "sqrt(\(n)) = \(root.artefact)")
      #expect(root.isExact || root.accuracyBits >= bits - 1)
    }
  }

  @Test func undefinedResults() {
    let nan = Ball(bits: 64) {
      mpfr_set_nan($0)
      return 0
    }
    let infinite = Ball(bits: 64) {
      mpfr_set_inf($0, 1)
      return 0
    }
    #expect(!nan.isFinite && !infinite.isFinite && !infinite.radius.isFinite)
  }

  @Test func midpoints() {
    #expect(Ball(7).withMidpoint { mpfr_get_si($0, MPFR_RNDN) } == 7)
    #expect(Ball.indeterminate.withMidpoint { mpfr_nan_p($0) != 0 })
  }
}
