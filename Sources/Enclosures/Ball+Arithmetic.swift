import CMPFR
import VlasovNumbers

extension Ball {
  @inline(__always)
  private static func binary(
    _ a: Ball, _ b: Ball, _ kernel: (BallPointer, BallPointer, BallPointer) -> Void
  ) -> Ball {
    a.read { x in
      b.read { y in
        let buffer = BallBuffer.make(validBits: Swift.max(x.bits, y.bits))
        kernel(buffer.pointer, x, y)
        return Ball(buffer)
      }
    }
  }

  public static func + (a: Ball, b: Ball) -> Ball { binary(a, b, BallKernel.add) }
  public static func - (a: Ball, b: Ball) -> Ball { binary(a, b, BallKernel.subtract) }

  /// By the midpoints, unless both balls are wide: then by the ends, which keeps signs.
  public static func * (a: Ball, b: Ball) -> Ball {
    if _slowPath(a.isWide && b.isWide) { return wideProduct(a, b) }
    return binary(a, b, BallKernel.multiply)
  }

  public static func / (a: Ball, b: Ball) -> Ball {
    let q = _slowPath(b.isWide) ? wideQuotient(a, b) : binary(a, b, BallKernel.divide)
    if _slowPath(!q.isFinite), a.isFinite { noteDivision(by: b) }
    return q
  }

  private static func noteDivision(by b: Ball) {
    if b.isFinite && b.containsZero { FailureLog.current?.record("division by \(b.shortDescription)") }
  }

  /// The extreme products are among those of the ends.
  private static func wideProduct(_ a: Ball, _ b: Ball) -> Ball {
    extremes(a, b, { mpfr_mul($0, $1, $2, $3) }) ?? binary(a, b, BallKernel.multiply)
  }

  /// The extreme quotients are among those of the ends when the divisor is not 0.
  private static func wideQuotient(_ a: Ball, _ b: Ball) -> Ball {
    let quotient = b.isNonZero ? extremes(a, b, { mpfr_div($0, $1, $2, $3) }) : nil
    return quotient ?? .indeterminate(bits: Swift.max(a.bits, b.bits))
  }

  /// The ball of the values between the least and the greatest of f(end of a, end of b), each rounded
  /// outwards; nil when an end is beyond MPFR's range.
  private static func extremes(
    _ a: Ball, _ b: Ball, _ f: (MPFRPointer, MPFRPointer, MPFRPointer, mpfr_rnd_t) -> Int32
  ) -> Ball? {
    guard let x = a.ends, let y = b.ends else { return nil }
    let bits = Swift.max(a.bits, b.bits)
    func value(_ u: Ball, _ v: Ball, _ mode: mpfr_rnd_t) -> Ball {
      u.read { u in
        v.read { v in
          .make(bits) { z in
            _ = f(z.mid, u.mid, v.mid, mode)
            BallKernel.finish(z, .zero)
          }
        }
      }
    }
    let corners = [(x.low, y.low), (x.low, y.high), (x.high, y.low), (x.high, y.high)]
    let below = corners.map { value($0.0, $0.1, MPFR_RNDD) }
    let above = corners.map { value($0.0, $0.1, MPFR_RNDU) }
    guard (below + above).allSatisfy(\.isFinite) else { return nil }
    return .between(
      below.dropFirst().reduce(below[0], least), above.dropFirst().reduce(above[0], greatest), bits: bits)
  }

  public static prefix func - (a: Ball) -> Ball {
    a.read { x in
      .make(x.bits) { z in
        _ = mpfr_neg(z.mid, x.mid, MPFR_RNDN)
        z.pointee.rad = x.pointee.rad
      }
    }
  }

  @inline(__always)
  private static func update(
    _ a: inout Ball, _ b: Ball, _ kernel: (BallPointer, BallPointer, BallPointer) -> Void
  ) {
    if _slowPath(a.bits < b.bits) {
      a = binary(a, b, kernel)
      return
    }
    a.makeUnique()
    let z = a.pointer
    b.read { kernel(z, z, $0) }
  }

  public static func += (a: inout Ball, b: Ball) { update(&a, b, BallKernel.add) }
  public static func -= (a: inout Ball, b: Ball) { update(&a, b, BallKernel.subtract) }
  public static func *= (a: inout Ball, b: Ball) {
    if _slowPath(a.isWide && b.isWide) {
      a = wideProduct(a, b)
    } else {
      update(&a, b, BallKernel.multiply)
    }
  }
  public static func /= (a: inout Ball, b: Ball) { a = a / b }

  public static func * (a: Ball, n: Int) -> Ball {
    a.read { x in .make(x.bits) { BallKernel.multiply($0, x, word: n) } }
  }
  public static func * (n: Int, a: Ball) -> Ball { a * n }

  public static func / (a: Ball, n: Int) -> Ball {
    if n == 0 {
      noteDivision(by: Ball(0, bits: a.bits))
      return .indeterminate(bits: a.bits)
    }
    return a.read { x in .make(x.bits) { BallKernel.divide($0, x, word: n) } }
  }

  /// a * 2^k, exactly.
  public func scaled(by k: Int) -> Ball {
    read { x in
      .make(x.bits) { z in
        let t = mpfr_mul_2si(z.mid, x.mid, k, MPFR_RNDN)
        BallKernel.finish(z, x.pointee.rad.scaled(by: k) + BallKernel.roundingError(t, z))
      }
    }
  }

  /// x^n; x^0 = 1.
  ///
  /// A thin ball: the correctly rounded power of the midpoint m, and with v = |n| r/(|m| - r) <= 1
  /// the relative error is at most (1 + r/|m|)^n - 1 <= e^v - 1 for n > 0, and at most
  /// (1 - r/|m|)^-|n| - 1 <= e^v - 1 for n < 0 (-log(1 - u) <= u/(1 - u)); finally e^v - 1 <= v + v^2.
  /// A wide ball: the powers of the ends.
  public static func pow(_ x: Ball, _ n: Index) -> Ball {
    guard let n = n.value else { return .indeterminate(bits: x.bits) }
    guard x.isFinite, n != 1 else { return x }
    if n == 0 { return Ball(1, bits: x.bits) }
    if n == 2, !x.isWide { return x.read { a in .make(a.bits) { BallKernel.square($0, a) } } }
    if n < 0, x.containsZero {
      noteDivision(by: x)
      return .indeterminate(bits: x.bits)
    }
    let r = x.radius
    let v = r.isZero ? r : (r * Magnitude(n)).dividedUp(by: x.magnitudeBelow)
    guard v <= .power2(-thinBits) else { return widePower(x, n) }
    return atCenter(
      x, { mpfr_pow_si($0, $1, n, $2) },
      spread: { z in
        (Magnitude.upper(z.mid) + BallKernel.roundingError(1, z)) * (v + v * v)
      })
  }

  /// Even powers are those of |x|, and monotone there; odd powers are monotone away from 0, or increasing.
  private static func widePower(_ x: Ball, _ n: Int) -> Ball {
    let base = n % 2 == 0 ? abs(x) : x
    let power: MPFRFunction = { mpfr_pow_si($0, $1, n, $2) }
    return n > 0 ? increasing(base, power) : decreasing(base, power)
  }
}
