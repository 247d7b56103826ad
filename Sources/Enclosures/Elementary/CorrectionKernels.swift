import CMPFR

/// atan above the tables' precision: a value y0 with the tables' 4400 bits is corrected once, by a short series in a
/// quantity below 2^-4000. y0 is an exact number, and whatever it is the formula holds; ball arithmetic bounds
/// the errors. (The same with exp for log was measured slower than MPFR's arithmetic-geometric mean.)
extension ElementaryKernel {
  /// The kernel's value at `bits` bits as an exact number.
  private static func start(_ kernel: Kernel, _ a: MPFRPointer, bits: Int) -> Ball? {
    let buffer = BallBuffer.make(bits: bits)
    guard kernel(buffer.pointer, a) != nil else { return nil }
    return Ball(buffer)
  }

  /// The odd series on a ball w, |w| <= 2^-20: the slope is at most 1.01.
  private static func correction(_ w: Ball, _ series: WordSeries) -> Ball? {
    guard w.magnitude <= .power2(-20) else { return nil }
    return w.read { w in
      if w.pointee.mid._mpfr_exp == MPFRExponent.zero {
        return Ball(center: Ball(0, bits: w.bits), radius: w.pointee.rad.scaled(by: 1))
      }
      let buffer = BallBuffer.make(bits: w.bits)
      guard let error = oddSeries(buffer.pointer, w.mid, series) else { return nil }
      BallKernel.finish(buffer.pointer, error + w.pointee.rad + w.pointee.rad.scaled(by: -4))
      return Ball(buffer)
    }
  }

  /// atan a = y0 + atan((a c - s)/(c + a s)), s + i c from y0; the angle of (c + i s) is y0, that of 1 + i a is atan a.
  static func atanByCorrection(_ z: BallPointer, _ a: MPFRPointer, lost: Int, tableBits: Int = 4400)
    -> Magnitude?
  {
    guard isModerate(a), let y0 = start(atan, a, bits: tableBits) else { return nil }
    let bits = z.bits + guardBits + lost
    let x = exact(a, sign: a.pointee._mpfr_sign, bits: bits)
    let (s, c) = (BallBuffer.make(bits: bits), BallBuffer.make(bits: bits))
    guard let (first, second) = y0.read({ sinCos(s.pointer, c.pointer, $0.mid) }) else { return nil }
    BallKernel.finish(s.pointer, first)
    BallKernel.finish(c.pointer, second)
    let (sine, cosine) = (Ball(s), Ball(c))
    // c + a s > 0: both angles have one sign and are below π/2.
    let real = cosine + x * sine
    guard real.isPositive, let correction = correction((x * cosine - sine) / real, .arctangent) else {
      return nil
    }
    return round(z, y0 + correction)
  }
}
