/// Error functions on rectangles: mean values along vertical segments.
///
/// On z = x + iy the enclosures below are about as large as the function itself, up to a factor |z|² and what the
/// width of the rectangle adds: they are bounds for quadrature, not for accurate values. Accuracy returns as y -> 0.
///
/// *erf, erfc:* the derivative is ± (2/√π) e^(-z²), see `Complex.aboveAxis`.
///
/// *Mills' ratio* M(z) = e^{z²/2} ∫_z^∞ e^{-u²/2} du = ∫_0^∞ e^{-zt-t²/2} dt, entire. As |e^{-zt}| = e^{-xt},
/// |M'(z)| <= ∫ t e^{-xt-t²/2} dt = 1 - x M(x), decreasing in x. Left of the axis M(z) = √(2π) e^{z²/2} - M(-z), which
/// has the decay e^{-y²/2} of the exponential.
extension Complex where Part: SpecialAnalytic {
  @inlinable public static func erf(_ z: Complex) -> Complex {
    if z.isReal { return Complex(real: Part.erf(z.re)) }
    return aboveAxis(z, value: Part.erf(z.re), slope: errorDensity)
  }

  @inlinable public static func erfc(_ z: Complex) -> Complex {
    if z.isReal { return Complex(real: Part.erfc(z.re)) }
    return aboveAxis(z, value: Part.erfc(z.re)) { -errorDensity($0) }
  }

  /// (2/√π) e^(-z²).
  @inlinable static func errorDensity(_ z: Complex) -> Complex {
    exp(-(z * z)).scaled(by: 2 / Part.sqrt(Part.pi))
  }

  @inlinable public static func mills(_ z: Complex) -> Complex {
    if z.isReal { return Complex(real: Part.mills(z.re)) }
    guard z.isFinite else { return .indeterminate }
    if z.re.isNegative {
      return exp(z * z / 2).scaled(by: Part.sqrt(2 * Part.pi)) - mills(-z)
    }
    let value = Part.mills(z.re)
    return aboveAxis(z, value: value) { _ in box(1 - z.re * value) }
  }
}
