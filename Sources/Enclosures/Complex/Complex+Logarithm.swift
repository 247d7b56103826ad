import VlasovNumbers

/// Logarithm, square root and the inverse functions: principal branches, indeterminate on a set that meets a cut.
///
/// | function | cuts |
/// |---|---|
/// | log, sqrt | (-∞, 0] |
/// | log1p | (-∞, -1] |
/// | asin, acos, atanh | (-∞, -1] and [1, ∞) |
/// | atan | i (-∞, -1] and i [1, ∞) |
/// | acosh | (-∞, 1] |
///
/// A rectangle x + iy misses (-∞, 0] exactly when x > 0, y > 0 or y < 0 throughout; all other cuts reduce to it.
extension Complex {
  /// π at the precision of `x`.
  @inlinable static func pi(like x: Part) -> Part {
    (x as? Ball).flatMap { Ball.pi(bits: $0.bits) as? Part } ?? Part.pi
  }

  /// The principal argument of x + iy, in (-π, π); nil when the rectangle meets (-∞, 0].
  ///
  /// y/x is exact in the sense of sets (each part occurs once), and atan is monotone. For y > 0 the argument is
  /// π/2 - atan(x/y); when x > 0 too, the larger part divides where that is known.
  @inlinable static func argument(_ x: Part, _ y: Part) -> Part? {
    if y.isPositive {
      if x.isPositive, (x - y).isPositive { return Part.atan(y / x) }
      return pi(like: y) / 2 - Part.atan(x / y)
    }
    if y.isNegative { return argument(x, -y).map { -$0 } }
    return x.isPositive ? Part.atan(y / x) : nil
  }

  /// log(1 + t)/2, where 1 + t = `square` = |w|²; by t when that is less than 1/2 in size.
  @inlinable static func halfLog(excess t: Part, square: @autoclosure () -> Part) -> Part {
    let half = Part(1) / 2
    return ((t + half).isPositive && (half - t).isPositive ? Part.log1p(t) : Part.log(square())) / 2
  }

  /// log |z| + i arg z. Near |z| = 1 through |z|² - 1 = (x - 1)(x + 1) + y².
  @inlinable public static func log(_ z: Complex) -> Complex {
    let x = z.re
    guard let y = z.imaginary else { return x.isPositive ? Complex(real: Part.log(x)) : undefined("log", z) }
    guard let angle = argument(x, y) else { return undefined("log", z) }
    let excess = (x - 1) * (x + 1) + Part.pow(y, Index(2))
    return Complex(re: halfLog(excess: excess, square: z.squaredModulus), im: angle)
  }

  /// log |1 + z| + i arg(1 + z), through |1 + z|² - 1 = x (2 + x) + y². Near 0 these two terms may cancel (on the
  /// circle |1 + z| = 1), so the real part is known to the relative precision of z, not its own.
  @inlinable public static func log1p(_ z: Complex) -> Complex {
    let x = z.re
    let shifted = 1 + x
    guard let y = z.imaginary else {
      return shifted.isPositive ? Complex(real: Part.log1p(x)) : undefined("log1p", z)
    }
    guard let angle = argument(shifted, y) else { return undefined("log1p", z) }
    let excess = x * (2 + x) + Part.pow(y, Index(2))
    return Complex(re: halfLog(excess: excess, square: (1 + z).squaredModulus), im: angle)
  }

  /// With r = |z|: √z = t + i y/(2t), t = √((r + x)/2), for x > 0; ± (y/(2s) + is), s = √((r - x)/2), for x < 0,
  /// the sign that of y. Neither sum cancels, and as a set each is as small as can be: r + x grows with x > 0.
  /// Where the sign of x is not known, √r (cos θ/2 + i sin θ/2) with θ the argument.
  @inlinable public static func sqrt(_ z: Complex) -> Complex {
    let x = z.re
    guard let y = z.imaginary else {
      return x.isPositive ? Complex(real: Part.sqrt(x)) : undefined("sqrt", z)
    }
    let modulus = z.modulus
    if x.isPositive, (modulus + x).isPositive {
      let t = Part.sqrt((modulus + x) / 2)
      return Complex(re: t, im: y / (t + t))
    }
    if x.isNegative, y.isNonZero, (modulus - x).isPositive {
      let s = Part.sqrt((modulus - x) / 2)
      let other = y / (s + s)
      return y.isPositive ? Complex(re: other, im: s) : Complex(re: -other, im: -s)
    }
    guard let angle = argument(x, y) else { return undefined("sqrt", z) }
    let (size, half) = (Part.sqrt(modulus), angle / 2)
    return Complex(re: size * Part.cos(half), im: size * Part.sin(half))
  }

  /// atan z = (i/2)(log(1 - iz) - log(1 + iz)): the real part is (arg(1 - y + ix) + arg(1 + y + ix))/2, and the
  /// imaginary part log(|1 - iz|²/|1 + iz|²)/4 = log1p(4y/(x² + (1 - y)²))/4.
  ///
  /// 1 - iz = 1 + y - ix is on (-∞, 0] when x = 0, y <= -1, and 1 + iz when x = 0, y >= 1: the two cuts.
  @inlinable public static func atan(_ z: Complex) -> Complex {
    let x = z.re
    guard let y = z.imaginary else { return Complex(real: Part.atan(x)) }
    let (below, above) = (1 - y, 1 + y)
    guard let a = argument(below, x), let b = argument(above, x) else { return undefined("atan", z) }
    let (p, q) = (sumOfSquares(x, above), sumOfSquares(x, below))
    let excess = 4 * y / q
    let half = Part(1) / 2
    let near = (excess + half).isPositive && (half - excess).isPositive
    let size = near ? Part.log1p(excess) : Part.log(p) - Part.log(q)
    return Complex(re: (a + b) / 2, im: size / 4)
  }

  /// asin z = u + iv with tan u = x/Re(s t), sinh v = Im(conj(s) t), s = √(1 - z), t = √(1 + z).
  ///
  /// The form is W. Kahan's ("Branch cuts for complex elementary functions", 1987). Proof: with z = sin w, w = u + iv,
  /// |u| < π/2, s t = cos w has the real part cos u cosh v > 0, and x = sin u cosh v. With θ = π/4 + w/2,
  /// t = √2 sin θ and s = √2 cos θ, so conj(s) t = sin(2 Re θ) + sin(2i Im θ) = cos u + i sinh v.
  /// The cuts are those of s and t. Where the product of wide sets is not certainly positive, |u| < π/2 remains.
  @inlinable public static func asin(_ z: Complex) -> Complex {
    let x = z.re
    if z.isReal {
      return (1 - x).isPositive && (1 + x).isPositive ? Complex(real: Part.asin(x)) : undefined("asin", z)
    }
    let (s, t) = (sqrt(1 - z), sqrt(1 + z))
    guard s.isFinite, t.isFinite else { return undefined("asin", z) }
    let product = s.re * t.re - s.im * t.im
    let right = pi(like: x) / 2
    let u = product.isPositive ? Part.atan(x / product) : Part.hull(-right, right)
    return Complex(re: u, im: asinh(s.re * t.im - s.im * t.re))
  }

  /// The real asinh, odd. A set that contains 0 and is not small lies between ∓ asinh |t|.
  @inlinable static func asinh(_ t: Part) -> Part {
    guard t.isFinite else { return .indeterminate }
    if t.isNegative { return -asinhByLog1p(-t) }
    if t.isNonNegative || (t + Part(1) / 4).isPositive { return asinhByLog1p(t) }
    let bound = asinhByLog1p(Part.sqrt(Part.pow(t, Index(2))))
    return Part.hull(bound, -bound)
  }

  /// log(t + √(1 + t²)) = log1p(t + t²/(1 + √(1 + t²))): no cancellation for t >= 0, nor near 0.
  @inlinable static func asinhByLog1p(_ t: Part) -> Part {
    let square = Part.pow(t, Index(2))
    return Part.log1p(t + square / (1 + Part.sqrt(1 + square)))
  }

  /// π/2 - asin z.
  @inlinable public static func acos(_ z: Complex) -> Complex {
    let angle = asin(z)
    return Complex(pi(like: z.re) / 2 - angle.re, imaginary: angle.imaginary.map { -$0 })
  }

  /// log(z + √(z - 1) √(z + 1)): one root of the product would change the sign for Re z < 0.
  ///
  /// With z = cosh w, Re w > 0, |Im w| < π, the two roots are √2 sinh(w/2) and √2 cosh(w/2), whose real parts are
  /// positive; their product is sinh w, and z + sinh w = e^w. The cut is that of √(z - 1), which contains the other's.
  @inlinable public static func acosh(_ z: Complex) -> Complex {
    log1p((z - 1) + sqrt(z - 1) * sqrt(z + 1))
  }

  /// -i atan(iz).
  @inlinable public static func atanh(_ z: Complex) -> Complex {
    let x = z.re
    if z.isReal {
      return (1 - x).isPositive && (1 + x).isPositive ? Complex(real: Part.atanh(x)) : undefined("atanh", z)
    }
    let t = atan(z.timesI)
    return Complex(re: t.im, im: -t.re)
  }
}
