/// The special functions on rectangles of complex numbers.
///
/// A real argument (one without an imaginary part) gets the real function. On others, with z = x + iy in the
/// rectangle X + iY, the functions of `Complex+Erf.swift` and `Complex+Entire.swift` are enclosed by their mean
/// values; the rest is **indeterminate**, and quadrature then uses its method on jets.
///
/// As everywhere in `Complex`, finite means holomorphic on the rectangle: a real argument at which the function has a
/// branch point (the ends of the domains of W, of the incomplete beta function, ...) is indeterminate, too.
extension Complex: SpecialAnalytic where Part: SpecialAnalytic {
  public static var eulerGamma: Complex { Complex(real: Part.eulerGamma) }
  public static func factorial(_ n: Index) -> Complex { Complex(real: Part.factorial(n)) }
  public static func binomial(_ n: Index, _ k: Index) -> Complex { Complex(real: Part.binomial(n, k)) }

  /// f of real arguments, where the domain is open and `isInside` is certain.
  private static func real(
    _ x: [Complex], where isInside: Bool = true, _ f: @autoclosure () -> Part
  ) -> Complex {
    guard isInside, x.allSatisfy(\.isReal) else { return .indeterminate }
    return Complex(real: f())
  }

  /// Taylor coefficients at real arguments.
  private static func real(_ x: Complex, count: Int, _ f: () -> [Part]) -> [Complex] {
    if x.isReal { return f().map { Complex(real: $0) } }
    return [Complex](repeating: .indeterminate, count: Swift.max(1, count))
  }

  public static func exprelTaylor(_ x: Complex, count: Int) -> [Complex] {
    real(x, count: count) { Part.exprelTaylor(x.re, count: count) }
  }
  public static func besselCliffordTaylor(_ n: Index, _ z: Complex, count: Int) -> [Complex] {
    real(z, count: count) { Part.besselCliffordTaylor(n, z.re, count: count) }
  }
  public static func lgammaTaylor(_ x: Complex, count: Int) -> [Complex] {
    real(x, count: count) { Part.lgammaTaylor(x.re, count: count) }
  }

  /// Ei(z) = -E_1(-z) left of the imaginary axis.
  public static func ei(_ z: Complex) -> Complex {
    if z.isReal { return Complex(real: Part.ei(z.re)) }
    return z.re.isNegative ? -e1(-z) : .indeterminate
  }

  public static func besselI(order nu: Complex, _ x: Complex) -> Complex {
    real([nu, x], where: x.re.isPositive, .besselI(order: nu.re, x.re))
  }
  public static func besselIRatio(order nu: Complex, _ x: Complex) -> Complex {
    real([nu, x], .besselIRatio(order: nu.re, x.re))
  }
  public static func inverseErfc(_ x: Complex) -> Complex {
    real([x], where: x.re.isPositive && (2 - x.re).isPositive, .inverseErfc(x.re))
  }

  public static func gamma(_ x: Complex) -> Complex { real([x], .gamma(x.re)) }
  public static func lgamma(_ x: Complex) -> Complex { real([x], where: x.re.isPositive, .lgamma(x.re)) }
  public static func digamma(_ x: Complex) -> Complex { real([x], .digamma(x.re)) }
  public static func beta(_ a: Complex, _ b: Complex) -> Complex { real([a, b], .beta(a.re, b.re)) }
  public static func betainc(_ a: Complex, _ b: Complex, _ x: Complex) -> Complex {
    real([a, b, x], where: x.re.isPositive && (1 - x.re).isPositive, .betainc(a.re, b.re, x.re))
  }

  /// W'(x) = W/(x (1 + W)): analytic where 1 + W > 0.
  public static func lambertW(_ x: Complex) -> Complex {
    guard x.isReal else { return .indeterminate }
    let w = Part.lambertW(x.re)
    return (1 + w).isPositive ? Complex(real: w) : .indeterminate
  }
  public static func lambertWMinus(_ x: Complex) -> Complex {
    guard x.isReal else { return .indeterminate }
    let w = Part.lambertWMinus(x.re)
    return (1 + w).isNegative ? Complex(real: w) : .indeterminate
  }
  public static func wrightOmega(_ x: Complex) -> Complex { real([x], .wrightOmega(x.re)) }

  public static func hyp1f1(_ a: Complex, _ b: Complex, _ z: Complex) -> Complex {
    real([a, b, z], .hyp1f1(a.re, b.re, z.re))
  }
  public static func hyp2f1(_ a: Complex, _ b: Complex, _ c: Complex, _ z: Complex) -> Complex {
    real([a, b, c, z], where: (1 - z.re).isPositive, .hyp2f1(a.re, b.re, c.re, z.re))
  }
  public static func hyp3f2AtOne(
    _ a: Complex, _ b: Complex, _ c: Complex, _ d: Complex, _ e: Complex
  ) -> Complex {
    real([a, b, c, d, e], .hyp3f2AtOne(a.re, b.re, c.re, d.re, e.re))
  }
}

extension Complex {
  /// f(x) + iy f'(ζ), ζ between x and x + iy, for all elements of the rectangle X + iY: from f on X and an enclosure
  /// of f' on X + i hull(0, Y).
  ///
  /// f(x + iy) = f(x) + iy times the mean of f' over the segment from x to x + iy, and the mean lies in the convex
  /// set that contains f'. f must be holomorphic on X + i hull(0, Y).
  @inlinable static func aboveAxis(_ z: Complex, value: Part, slope: (_ below: Complex) -> Complex) -> Complex
  {
    let below = Complex(re: z.re, im: Part.hull(0, z.im))
    return Complex(real: value) + Complex(re: 0, im: z.im) * slope(below)
  }

  /// The square of the numbers with |Re|, |Im| <= the largest element of `size`.
  @inlinable static func box(_ size: Part) -> Complex {
    let side = Part.hull(-size, size)
    return Complex(re: side, im: side)
  }
}
