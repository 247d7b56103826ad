import CMPFR
import VlasovEnclosures

/// What an independent route says of a function at exact points.
enum Outcome {
  /// The true value lies in the bounds.
  case bounds
  /// The function has no value there: no finite result may claim to enclose it.
  case singular
  /// The route says nothing.
  case unknown
}

/// Bounds of one true value.
final class Bounds {
  let low = Number()
  let high = Number()
  /// The true value is `low`; `high` is not set.
  private(set) var isExact = false
  private let difference = Number(bits: 64)

  /// Bounds from a correctly rounded function: rounded down, and the next number unless that was exact.
  @inline(__always)
  func round(_ bits: Int, _ f: (NumberPointer, mpfr_rnd_t) -> Int32) -> Outcome {
    low.setPrecision(bits)
    let ternary = f(low.pointer, MPFR_RNDD)
    if low.pointer.isNaN { return .singular }
    isExact = ternary == 0
    if isExact { return low.pointer.isInfinite ? .singular : .bounds }
    high.setPrecision(bits)
    _ = mpfr_set(high.pointer, low.pointer, MPFR_RNDU)
    mpfr_nextabove(high.pointer)
    return .bounds
  }

  /// Bounds from a ball that encloses the true value.
  func set(_ ball: Ball) -> Outcome {
    guard ball.isFinite else { return .unknown }
    isExact = false
    let (lower, upper) = (ball.lowerEdge, ball.upperEdge)
    low.setPrecision(lower.bits)
    high.setPrecision(upper.bits)
    lower.withMidpoint { _ = mpfr_set(low.pointer, $0, MPFR_RNDD) }
    upper.withMidpoint { _ = mpfr_set(high.pointer, $0, MPFR_RNDU) }
    // An end beyond MPFR's range leaves that side open.
    if low.pointer.isNaN { mpfr_set_inf(low.pointer, -1) }
    if high.pointer.isNaN { mpfr_set_inf(high.pointer, 1) }
    return .bounds
  }

  /// Whether a set certainly misses the true value; exact, without rounding of the set.
  func areMissed(by set: SetView) -> Bool {
    switch set {
    case .indeterminate: return false
    case .ball(let center, let radius):
      if isExact { return isFarther(low.pointer, from: center, than: radius, MPFR_RNDZ) }
      return isFarther(low.pointer, from: center, than: radius, MPFR_RNDD)
        || isFarther(center, from: high.pointer, than: radius, MPFR_RNDD)
    case .interval(let lower, let upper):
      let top: ConstantNumberPointer = isExact ? UnsafePointer(low.pointer) : UnsafePointer(high.pointer)
      return mpfr_greater_p(low.pointer, upper) != 0 || mpfr_less_p(top, lower) != 0
    }
  }

  /// x - y > radius (or |x - y| > radius when rounding to zero), exactly.
  ///
  /// The difference d is rounded down in size to 64 bits. Numbers of 32 bits are among those of 64, so the true
  /// difference exceeds the radius r exactly when d > r, or d = r and the rounding was not exact.
  @inline(__always)
  private func isFarther(
    _ x: ConstantNumberPointer, from y: ConstantNumberPointer, than radius: Magnitude, _ mode: mpfr_rnd_t
  ) -> Bool {
    let d = difference.pointer
    let ternary = mpfr_sub(d, x, y, mode)
    if !d.isRegular {
      if d.isZero { return ternary != 0 && radius.isZero }
      return d.isInfinite && (mode == MPFR_RNDZ || !d.isNegative)
    }
    if mode == MPFR_RNDD && d.isNegative { return false }
    if radius.isZero { return true }
    if d.pointee._mpfr_exp != radius.exponent { return d.pointee._mpfr_exp > radius.exponent }
    let (size, limit) = (d.topLimb, UInt64(radius.mantissa) << 32)
    return size == limit ? ternary != 0 : size > limit
  }

  var description: String {
    isExact ? exactText(low.pointer) : "[\(exactText(low.pointer)), \(exactText(high.pointer))]"
  }
}
