import CMPFR

/// Plain MPFR numbers for the inner loops of this layer; their errors are bounded by the caller.
typealias FloatPointer = UnsafeMutablePointer<__mpfr_struct>

/// `count` zeros of `bits` bits, whose memory lives during `body` only.
@inline(__always)
func withFloats<R>(_ count: Int, bits: Int, _ body: (FloatPointer) throws -> R) rethrows -> R {
  let limbs = (bits + 63) >> 6
  return try withUnsafeTemporaryAllocation(of: UInt.self, capacity: limbs * count) { memory in
    try withUnsafeTemporaryAllocation(of: __mpfr_struct.self, capacity: count) { table in
      guard let base = memory.baseAddress, let floats = table.baseAddress else { preconditionFailure() }
      for i in 0..<count {
        // The exponent of MPFR's zero.
        let zero = __mpfr_struct(
          _mpfr_prec: bits, _mpfr_sign: 1, _mpfr_exp: Int.min + 1, _mpfr_d: base + i * limbs)
        (floats + i).initialize(to: zero)
      }
      return try body(floats)
    }
  }
}

extension UnsafeMutablePointer where Pointee == __mpfr_struct {
  /// An upper bound of |value| for a number: the power of two above it.
  var bound: Magnitude {
    let e = pointee._mpfr_exp
    return e <= Int.min + 3 ? .zero : .power2(e)
  }
}

extension Ball {
  /// The number in `f`, exactly, with a radius.
  init(_ f: FloatPointer, radius: Magnitude) {
    let value = Ball(bits: f.pointee._mpfr_prec) { mpfr_set($0, f, MPFR_RNDN) }
    self = Ball(center: value, radius: radius)
  }

  /// The first of the values f(b), b = `bits` + `guard`, ..., that has `bits` good bits; else the last of
  /// `attempts`, each with twice as many additional bits.
  static func refined(_ bits: Int, guard first: Int, attempts: Int = 6, _ f: (_ bits: Int) -> Ball) -> Ball {
    var extra = first
    var value = f(bits + extra)
    for _ in 1..<attempts {
      let good = value.accuracyBits
      if !value.isFinite || good >= bits + 2 || Budget.isExhausted { break }
      extra += Swift.max(bits + 4 - good, extra)
      value = f(bits + extra)
    }
    return value.rounded(to: bits)
  }
}
