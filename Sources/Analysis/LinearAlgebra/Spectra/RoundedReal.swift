import Foundation

/// Rounded real numbers of either kind, Doubles and midpoints of any precision: what approximate eigenvalues
/// are computed with.
protocol RoundedReal: MatrixScalar {
  static func sqrt(_ x: Self) -> Self
  /// log2 |x|, -infinity for 0; NaN for what is not a number.
  var log2: Double { get }
  /// x 2^k.
  func scaled(by k: Int) -> Self
}

extension Double: RoundedReal {
  var log2: Double { Foundation.log2(magnitude) }
  func scaled(by k: Int) -> Double { Foundation.scalbn(self, k) }
}

extension Midpoint: RoundedReal {
  static func sqrt(_ x: Midpoint) -> Midpoint { Midpoint(Ball.sqrt(x.ball).center) }
  var log2: Double {
    guard ball.isFinite else { return .nan }
    guard let e = ball.exponent else { return -.infinity }
    return Double(e) + Foundation.log2(ball.scaled(by: -e).estimate.magnitude)
  }
  func scaled(by k: Int) -> Midpoint { Midpoint(ball.scaled(by: k)) }
}

/// x + iy in rounded arithmetic.
struct RoundedComplex<Real: RoundedReal>: MatrixScalar {
  var re: Real
  var im: Real

  init(_ re: Real, _ im: Real) { (self.re, self.im) = (re, im) }
  init(_ value: Int) { self.init(Real(value), Real(0)) }
  init(_ value: Rational) { self.init(Real(value), Real(0)) }

  static func + (a: Self, b: Self) -> Self { Self(a.re + b.re, a.im + b.im) }
  static func - (a: Self, b: Self) -> Self { Self(a.re - b.re, a.im - b.im) }
  static func * (a: Self, b: Self) -> Self { Self(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re) }
  static prefix func - (a: Self) -> Self { Self(-a.re, -a.im) }
  static func / (a: Self, b: Self) -> Self {
    let k = b.exponent
    let c = b.scaled(by: -k)
    let square = c.re * c.re + c.im * c.im
    let product = a * c.conjugate
    return Self(product.re / square, product.im / square).scaled(by: -k)
  }

  var conjugate: Self { Self(re, -im) }
  func scaled(by k: Int) -> Self { Self(re.scaled(by: k), im.scaled(by: k)) }

  /// log2 of the larger part's size.
  var log2: Double { Swift.max(re.log2, im.log2) }

  /// The power of two next to its size, 0 for 0.
  var exponent: Int {
    let size = log2
    return size.isFinite ? Int(size.rounded()) : 0
  }

  /// A square root.
  var squareRoot: Self {
    let k = exponent >> 1
    let z = scaled(by: -2 * k)
    let modulus = Real.sqrt(z.re * z.re + z.im * z.im)
    let half = Real(1).scaled(by: -1)
    let root = Real.sqrt((modulus + (z.re.isBelowZero ? -z.re : z.re)) * half)
    if root.log2 == -.infinity { return Self(0) }
    let other = z.im * half / root
    let result =
      z.re.isBelowZero
      ? Self(z.im.isBelowZero ? -other : other, z.im.isBelowZero ? -root : root) : Self(root, other)
    return result.scaled(by: k)
  }

  static func pivotWeight(_ x: Self) -> Double {
    let size = x.log2
    return size == -.infinity || size.isNaN ? 0 : 1e10 + size
  }
}

extension RoundedReal {
  var isBelowZero: Bool {
    if let x = self as? Double { return x < 0 }
    return (self as? Midpoint)?.ball.isNegative ?? false
  }
}
