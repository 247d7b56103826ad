import CMPFR
import VlasovNumbers

/// To balls and back, and the functions that go that way: costly (about a microsecond) and rare.
extension Ball {
  /// The same set, rounded outwards to `bits` bits (53 when it is a single double and `bits` is less); the whole
  /// line when an end is infinite.
  public init(_ x: DoubleEnclosure, bits: Int) {
    if !x.isFinite {
      self = .indeterminate(bits: bits)
    } else if x.isExact {
      self = Ball(dyadic: x.lower, bits: bits)
    } else {
      self = .between(Ball(dyadic: x.lower, bits: bits), Ball(dyadic: x.upper, bits: bits), bits: bits)
    }
  }

  /// A finite double, exactly.
  init(dyadic value: Double, bits: Int) {
    self = .make(Swift.max(53, bits)) { z in
      _ = mpfr_set_d(z.mid, value, MPFR_RNDN)
      BallKernel.finish(z, .zero)
    }
  }
}

extension DoubleEnclosure {
  /// The ball rounded outwards to doubles; the whole line when it is indeterminate.
  public init(_ ball: Ball) {
    self =
      ball.isFinite
      ? DoubleEnclosure(unchecked: ball.lowerDouble, ball.upperDouble) : .indeterminate
  }

  /// f by balls of 64 bits.
  @inline(never) public static func throughBall(_ x: DoubleEnclosure, _ f: (Ball) -> Ball) -> DoubleEnclosure
  {
    DoubleEnclosure(f(Ball(x, bits: 64)))
  }

  @inline(never)
  public static func throughBall(
    _ x: DoubleEnclosure, _ y: DoubleEnclosure, _ f: (Ball, Ball) -> Ball
  ) -> DoubleEnclosure {
    DoubleEnclosure(f(Ball(x, bits: 64), Ball(y, bits: 64)))
  }

  public static func tan(_ x: DoubleEnclosure) -> DoubleEnclosure { throughBall(x, Ball.tan) }
  public static func atan(_ x: DoubleEnclosure) -> DoubleEnclosure { throughBall(x, Ball.atan) }
  public static func asin(_ x: DoubleEnclosure) -> DoubleEnclosure { throughBall(x, Ball.asin) }
  public static func acos(_ x: DoubleEnclosure) -> DoubleEnclosure { throughBall(x, Ball.acos) }
}
