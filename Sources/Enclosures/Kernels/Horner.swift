import CMPFR
import VlasovNumbers

/// Values of polynomials by Horner's rule, without an allocation for each step.
enum Horner {
  /// z = Σ c_i x^i for i < n, at the precision of z; z must not be an operand.
  ///
  /// Each step is a product and a sum of balls, so inclusion needs no further argument.
  static func evaluate(_ z: BallPointer, _ coefficients: Dot.Vector, count n: Int, at x: BallPointer) {
    if n <= 0 { return BallKernel.set(z, 0) }
    BallKernel.set(z, coefficients[n &- 1])
    var i = n &- 2
    while i >= 0 {
      BallKernel.multiply(z, z, x)
      BallKernel.add(z, z, coefficients[i])
      if i & 0xFFF == 0, Budget.isExhausted { return BallKernel.setIndeterminate(z) }
      i &-= 1
    }
  }
}

extension Ball {
  /// Σ c_i x^i by Horner's rule with `bits` bits (by default the largest precision of x and the
  /// coefficients); 0 without coefficients.
  ///
  /// The result encloses the polynomial's values for all x and coefficients in the balls. A wide x is seen
  /// anew at each step, so that the radius may grow beyond that of the exact image.
  public static func polynomial(_ coefficients: [Ball], at x: Ball, bits: Int? = nil) -> Ball {
    let precision = Precision.clamped(bits ?? coefficients.reduce(x.bits) { Swift.max($0, $1.bits) })
    // A point of fewer limbs is written with as many as the result has (exactly), for the faster kernels.
    let point = (x.bits + 63) >> 6 < (precision + 63) >> 6 ? x.rounded(to: precision) : x
    return coefficients.withPointers { table in
      .make(precision) { z in
        point.read { Horner.evaluate(z, Dot.Vector(table), count: coefficients.count, at: $0) }
      }
    }
  }

  /// 1, x, x^2, ..., x^n with `bits` bits: x^(2k) is the square of x^k, so that errors grow like those of
  /// log2 n products, and even powers know that they are squares.
  public static func powers(of x: Ball, through n: Int, bits: Int? = nil) -> [Ball] {
    if n < 0 { return [] }
    let precision = Precision.clamped(bits ?? x.bits)
    var table = [Ball(1, bits: precision)]
    table.reserveCapacity(n + 1)
    if n >= 1 { table.append(x.rounded(to: precision)) }
    for k in stride(from: 2, through: n, by: 1) {
      if k % 64 == 0, Budget.isExhausted {
        return table + Array(repeating: .indeterminate(bits: precision), count: n + 1 - k)
      }
      table.append(k % 2 == 0 ? .pow(table[k / 2], 2) : table[k - 1] * table[1])
    }
    return table
  }
}
