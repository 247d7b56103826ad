import CMPFR

/// The elementary functions at one number: fixed-point kernels up to about 4600 bits.
///
/// A kernel writes the value at the regular number `a` to the midpoint of `z`, rounded to nearest, and returns a
/// bound of the error (the kernel's own plus half a unit of the last place); the radius of `z` is not
/// touched. It returns nil, with the midpoint in any state, for what it does not cover (precisions beyond the tables,
/// extreme exponents): the caller then uses MPFR.
enum ElementaryKernel {
  typealias Kernel = (BallPointer, MPFRPointer) -> Magnitude?

  /// Bits kept beyond the result's: the kernels' errors stay below 2^13 ulps, and mostly below 2^9.
  static let guardBits = 24

  /// Arguments of smaller exponent than this are handled by the odd power series directly.
  static let smallExponent = -20

  /// Smaller exponents are left to MPFR, so that no intermediate result underflows.
  static let leastExponent = -(1 << 28)

  /// The limbs for results of `bits` bits that lose `lost` bits on the way.
  @inline(__always)
  static func limbs(bits: Int, lost: Int) -> Int { Swift.max(2, (bits &+ guardBits &+ lost &+ 63) >> 6) }

  /// The bits of n limbs that such results do not need: series may leave out 2^slack ulps.
  @inline(__always)
  static func slack(bits: Int, lost: Int, limbs n: Int) -> Int {
    Swift.max(0, Swift.min(64 &* n &- bits &- guardBits &- lost, 56))
  }

  /// `ulps` units of 2^(-64 n + shift).
  @inline(__always)
  static func bound(ulps: Int, limbs n: Int, shift: Int = 0) -> Magnitude {
    Magnitude(ulps).scaled(by: shift &- 64 &* n)
  }

  /// 2^e for a small e.
  @inline(__always) static func powerOfTwo(_ e: Int) -> Double {
    Double(bitPattern: UInt64(bitPattern: Int64(1023 &+ e)) << 52)
  }

  /// The leading word of the mantissa.
  @inline(__always) static func leadingWord(_ m: MPFRPointer) -> UInt {
    m.pointee._mpfr_d[(m.pointee._mpfr_prec &- 1) &>> 6]
  }

  @inline(__always) static func isRegular(_ m: MPFRPointer) -> Bool { m.pointee._mpfr_exp > Int.min + 3 }
}
