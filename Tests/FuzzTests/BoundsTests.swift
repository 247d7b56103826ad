import CMPFR
import Testing
import VlasovEnclosures

@testable import FuzzSupport

// MPFR's functions in the form that the checks take.
func mpfrExp(_ z: NumberPointer, _ x: ConstantNumberPointer, _ mode: mpfr_rnd_t) -> Int32 {
  mpfr_exp(z, x, mode)
}
func mpfrSame(_ z: NumberPointer, _ x: ConstantNumberPointer, _ mode: mpfr_rnd_t) -> Int32 {
  mpfr_set(z, x, mode)
}
func mpfrRoot(_ z: NumberPointer, _ x: ConstantNumberPointer, _ mode: mpfr_rnd_t) -> Int32 {
  mpfr_sqrt(z, x, mode)
}
func mpfrReciprocal(_ z: NumberPointer, _ x: ConstantNumberPointer, _ mode: mpfr_rnd_t) -> Int32 {
  mpfr_ui_div(z, 1, x, mode)
}

/// The decision whether a set misses a value is exact.
@Suite struct BoundsTests {
  /// Whether 1/2 ± 1/2 misses base + 2^-shift, or base - 2^-shift.
  private func isMissed(_ base: Int, plus sign: Int, _ shift: Int, exactly: Bool = true) -> Bool {
    let bounds = Bounds()
    _ = bounds.round(exactly ? 5000 : 64) { z, mode in
      let t = Number(bits: 64)
      _ = mpfr_set_si_2exp(t.pointer, sign, -shift, MPFR_RNDN)
      return mpfr_add_si(z, t.pointer, base, mode)
    }
    let half = Ball(center: Ball(1, bits: 64).scaled(by: -1), radius: .power2(-1))
    return half.withSet { bounds.areMissed(by: $0) }
  }

  @Test func endsBelong() {
    #expect(!isMissed(1, plus: 0, 1))
    #expect(!isMissed(0, plus: 0, 1))
    #expect(!isMissed(0, plus: 1, 1))
  }

  @Test(arguments: [1, 31, 32, 33, 63, 64, 65, 100, 4000]) func pointsJustOutsideDoNot(_ shift: Int) {
    #expect(isMissed(1, plus: 1, shift))
    #expect(isMissed(0, plus: -1, shift))
    #expect(!isMissed(1, plus: -1, shift))
    #expect(!isMissed(0, plus: 1, shift))
  }

  /// Rounded bounds decide as far as their precision goes, and never wrongly.
  @Test func roundedBounds() {
    #expect(!isMissed(1, plus: 1, 4000, exactly: false))
    #expect(!isMissed(1, plus: -1, 4000, exactly: false))
    #expect(isMissed(2, plus: -1, 4000, exactly: false))
    #expect(isMissed(-1, plus: 1, 4000, exactly: false))
  }

  @Test func anExactResultContainsOnePoint() {
    let bounds = Bounds()
    let one = Ball(1, bits: 2)
    _ = bounds.round(64) { z, mode in mpfr_set_si(z, 1, mode) }
    #expect(!one.withSet { bounds.areMissed(by: $0) })
    _ = bounds.round(64) { z, mode in mpfr_set_si_2exp(z, (1 << 60) + 1, -60, mode) }
    #expect(one.withSet { bounds.areMissed(by: $0) })
  }

  @Test func intervals() {
    let bounds = Bounds()
    _ = bounds.round(64) { z, mode in mpfr_set_si(z, 1, mode) }
    let (low, high) = (Number(bits: 64), Number(bits: 64))
    _ = mpfr_set_si(low.pointer, 1, MPFR_RNDN)
    _ = mpfr_set_si(high.pointer, 2, MPFR_RNDN)
    #expect(!bounds.areMissed(by: .interval(low.pointer, high.pointer)))
    mpfr_nextabove(low.pointer)
    #expect(bounds.areMissed(by: .interval(low.pointer, high.pointer)))
    #expect(!bounds.areMissed(by: .indeterminate))
  }
}
