/// A closed interval `mid ± rad` whose midpoint has a 128-bit mantissa: plain data, no allocation, no C call.
///
/// The midpoint is `± (hi 2^64 + lo) 2^(exponent - 128)` with the top bit of `hi` set, or zero (`hi` and `lo`
/// are 0, `exponent` is `zeroExponent`). The ball is indeterminate exactly when its radius is infinite.
/// Inclusion is the contract, as for `Ball`: every operation rounds its midpoint by less than a unit of the
/// last place, and the radius says so.
@frozen public struct SmallBall: Sendable {
  @usableFromInline var hi: UInt64
  @usableFromInline var lo: UInt64
  @usableFromInline var exponent: Int
  @usableFromInline var isNegativeMidpoint: Bool
  @usableFromInline var rad: Magnitude

  @inlinable init(hi: UInt64, lo: UInt64, exponent: Int, isNegative: Bool, rad: Magnitude) {
    self.hi = hi
    self.lo = lo
    self.exponent = exponent
    isNegativeMidpoint = isNegative
    self.rad = rad
  }

  /// The exponent of a midpoint that is 0, so small that it never wins an alignment.
  @inlinable static var zeroExponent: Int { Int.min / 4 }
  /// Midpoints have exponents below this in size; a larger result is indeterminate, a smaller one 0 with a radius.
  @inlinable static var exponentLimit: Int { 1 << 59 }
  /// The bits of the midpoint.
  @inlinable public static var bits: Int { 128 }
}
