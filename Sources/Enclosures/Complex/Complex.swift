import VlasovNumbers

/// A rectangle of complex numbers, re + i im with real sets re and im: the reading of a formula in the complex
/// plane, where quadrature bounds its integrand on an ellipse.
///
/// Inclusion is the contract: if z lies in the operands then f(z) lies in the result. Functions with branches
/// are the principal ones, and **holomorphy is part of the contract**: a result is finite only if the function
/// is holomorphic at every point of the argument's rectangle. So a set that meets a branch cut (its end points
/// and 0 included) or a pole gives the indeterminate value, and a formula whose value is finite on a rectangle
/// is holomorphic there (integer powers, exp, sin, ... are entire; sums, products and compositions keep it).
///
/// A real number, as every literal and constant of a formula, has no imaginary part rather than a zero one:
/// operations with it cost half, and real functions of it are those of `Part`. It obeys the same rule:
/// sqrt(0) and asin(1) are branch points, and indeterminate.
@frozen public struct Complex<Part: Enclosing>: Analytic {
  public let re: Part
  /// nil for a real number.
  @usableFromInline let imaginary: Part?

  @inlinable init(_ re: Part, imaginary: Part?) {
    self.re = re
    self.imaginary = imaginary
  }

  @inlinable public init(re: Part, im: Part) { self.init(re, imaginary: im) }
  @inlinable public init(real: Part) { self.init(real, imaginary: nil) }

  @inlinable public init(integerLiteral value: Int) { self.init(real: Part(value)) }
  @inlinable public init(_ value: Int) { self.init(real: Part(value)) }
  @inlinable public init(_ value: Rational) { self.init(real: Part(value)) }
  @inlinable public init(_ index: Index) { self.init(real: Part(index)) }
  @inlinable public static var pi: Complex { Complex(real: Part.pi) }

  /// Nothing is known.
  @inlinable public static var indeterminate: Complex {
    Complex(re: Part.indeterminate, im: Part.indeterminate)
  }

  /// The indeterminate value; the first such event of an evaluation is kept for the answer's explanation.
  @usableFromInline static func undefined(_ operation: String, _ z: Complex) -> Complex {
    if z.isFinite {
      FailureLog.current?.record("\(operation) of a set of complex numbers that meets a cut or a pole")
    }
    return .indeterminate
  }

  // MARK: Parts and questions

  /// The imaginary part, 0 for a real number.
  @inlinable public var im: Part { imaginary ?? Part(0) }

  /// Every element is known to be real because no operation ever gave it an imaginary part.
  @inlinable public var isReal: Bool { imaginary == nil }

  @inlinable public var isFinite: Bool { re.isFinite && imaginary?.isFinite ?? true }

  @inlinable public var conjugate: Complex { Complex(re, imaginary: imaginary.map { -$0 }) }

  /// x + iy is an element.
  public func contains(re x: Rational, im y: Rational) -> Bool {
    re.contains(x) && (imaginary?.contains(y) ?? (y.signum == 0))
  }

  /// The smallest convenient rectangle that contains both.
  @inlinable public static func hull(_ a: Complex, _ b: Complex) -> Complex {
    let re = Part.hull(a.re, b.re)
    return a.isReal && b.isReal ? Complex(real: re) : Complex(re: re, im: Part.hull(a.im, b.im))
  }

  /// {|z|²}, non-negative.
  @inlinable public var squaredModulus: Part {
    imaginary.map { Complex.sumOfSquares(re, $0) } ?? Part.pow(re, Index(2))
  }

  /// x² + y². Midpoint and radius lose a lower end that is far smaller than the upper one: if so, by the ends.
  @inlinable static func sumOfSquares(_ x: Part, _ y: Part) -> Part {
    let sum = Part.pow(x, Index(2)) + Part.pow(y, Index(2))
    if sum.isPositive { return sum }
    guard let a = x as? Ball, let b = y as? Ball else { return sum }
    return Ball.sumOfSquaresByEnds(a, b) as? Part ?? sum
  }

  /// {|z|}: its upper end bounds the size of every element.
  @inlinable public var modulus: Part { Part.sqrt(squaredModulus) }

  /// i z.
  @inlinable public var timesI: Complex { Complex(re: -im, im: re) }
}

extension Ball {
  /// x² + y² between its values at the ends of |x| and |y|, with 64 bits or more.
  @usableFromInline static func sumOfSquaresByEnds(_ x: Ball, _ y: Ball) -> Ball {
    let bits = Swift.max(64, x.bits, y.bits)
    let (a, b) = (abs(x).rounded(to: bits), abs(y).rounded(to: bits))
    let low = pow(a.lowerEdge, Index(2)) + pow(b.lowerEdge, Index(2))
    let high = pow(a.upperEdge, Index(2)) + pow(b.upperEdge, Index(2))
    // A square is not negative, whatever the rounding outwards of |x| says.
    let least = a.isNonNegative && b.isNonNegative ? low.lowerEdge : Ball(0, bits: bits)
    return .between(greatest(least, Ball(0, bits: bits)), high.upperEdge, bits: bits)
  }
}

/// Complex balls, rectangles of two `Ball`s.
public typealias ComplexBall = Complex<Ball>

extension Complex where Part == Ball {
  /// An upper bound of |z| over the rectangle, infinite when it is unbounded.
  public var magnitude: Magnitude {
    isFinite ? modulus.magnitude : .infinity
  }

  /// Every element of `other` lies in `self`.
  public func contains(_ other: ComplexBall) -> Bool { re.contains(other.re) && im.contains(other.im) }

  /// The rectangles have an element in common.
  public func overlaps(_ other: ComplexBall) -> Bool { re.overlaps(other.re) && im.overlaps(other.im) }
}
