import VlasovNumbers

/// Entire elementary functions, and tan and tanh: real functions of the parts. With z = x + iy.
extension Complex {
  /// e^x (cos y + i sin y).
  @inlinable public static func exp(_ z: Complex) -> Complex {
    guard let y = z.imaginary else { return Complex(real: Part.exp(z.re)) }
    let size = Part.exp(z.re)
    return Complex(re: size * Part.cos(y), im: size * Part.sin(y))
  }

  /// Re(e^z - 1) = (e^x - 1) cos y - 2 sin²(y/2): near 0 both terms are known to their relative precision.
  @inlinable public static func expm1(_ z: Complex) -> Complex {
    guard let y = z.imaginary else { return Complex(real: Part.expm1(z.re)) }
    let versine = Part.pow(Part.sin(y / 2), Index(2))
    return Complex(
      re: Part.expm1(z.re) * Part.cos(y) - (versine + versine), im: Part.exp(z.re) * Part.sin(y))
  }

  /// sin x cosh y + i cos x sinh y.
  @inlinable public static func sin(_ z: Complex) -> Complex {
    guard let y = z.imaginary else { return Complex(real: Part.sin(z.re)) }
    return Complex(re: Part.sin(z.re) * Part.cosh(y), im: Part.cos(z.re) * Part.sinh(y))
  }

  /// cos x cosh y - i sin x sinh y.
  @inlinable public static func cos(_ z: Complex) -> Complex {
    guard let y = z.imaginary else { return Complex(real: Part.cos(z.re)) }
    return Complex(re: Part.cos(z.re) * Part.cosh(y), im: -(Part.sin(z.re) * Part.sinh(y)))
  }

  /// sinh x cos y + i cosh x sin y.
  @inlinable public static func sinh(_ z: Complex) -> Complex {
    guard let y = z.imaginary else { return Complex(real: Part.sinh(z.re)) }
    return Complex(re: Part.sinh(z.re) * Part.cos(y), im: Part.cosh(z.re) * Part.sin(y))
  }

  /// cosh x cos y + i sinh x sin y.
  @inlinable public static func cosh(_ z: Complex) -> Complex {
    guard let y = z.imaginary else { return Complex(real: Part.cosh(z.re)) }
    return Complex(re: Part.cosh(z.re) * Part.cos(y), im: Part.sinh(z.re) * Part.sin(y))
  }

  /// *|y| > 1/2:* tan z = i (1 - 2 w/(1 + w)) with w = e^(2iz), |w| = e^(-2y) < 0.37, for y > 0; tan is odd.
  /// *Else* (sin x cos x + i sinh y cosh y)/(cos² x + sinh² y), whose denominator is |cos z|², 0 at the poles only.
  @inlinable public static func tan(_ z: Complex) -> Complex {
    guard let y = z.imaginary else { return Complex(real: Part.tan(z.re)) }
    let half = Part(1) / 2
    if (y - half).isPositive {
      let w = exp(Complex(re: -(y + y), im: z.re + z.re))
      let q = w / (1 + w)
      return Complex(re: q.im + q.im, im: 1 - (q.re + q.re))
    }
    if (-y - half).isPositive { return -tan(-z) }
    let (s, c) = (Part.sin(z.re), Part.cos(z.re))
    let (sh, ch) = (Part.sinh(y), Part.cosh(y))
    let square = Part.pow(c, Index(2)) + Part.pow(sh, Index(2))
    guard square.isPositive else { return undefined("tan", z) }
    return Complex(re: s * c / square, im: sh * ch / square)
  }

  /// -i tan(iz).
  @inlinable public static func tanh(_ z: Complex) -> Complex {
    if z.isReal { return Complex(real: Part.tanh(z.re)) }
    let t = tan(z.timesI)
    return Complex(re: t.im, im: -t.re)
  }
}
