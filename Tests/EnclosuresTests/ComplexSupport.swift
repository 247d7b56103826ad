import CMPFR
import TestSupport
import VlasovEnclosures
import VlasovNumbers

/// A point of the plane with 1000 bits and functions by other routes than those of `Complex`: the power series
/// of the exponential, and MPFR's atan2 and hypot.
struct Point {
  static let bits = 1000
  var re: Ball
  var im: Ball

  init(_ re: Ball, _ im: Ball) {
    (self.re, self.im) = (re.rounded(to: Point.bits), im.rounded(to: Point.bits))
  }
  init(_ re: Rational, _ im: Rational) { self.init(Ball(re, bits: Point.bits), Ball(im, bits: Point.bits)) }

  static func + (a: Point, b: Point) -> Point { Point(a.re + b.re, a.im + b.im) }
  static func - (a: Point, b: Point) -> Point { Point(a.re - b.re, a.im - b.im) }
  static func * (a: Point, b: Point) -> Point {
    Point(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
  }
  static func / (a: Point, b: Point) -> Point {
    let square = b.re * b.re + b.im * b.im
    let product = a * Point(b.re, -b.im)
    return Point(product.re / square, product.im / square)
  }
  static prefix func - (a: Point) -> Point { Point(-a.re, -a.im) }
  static let one = Point(1 as Rational, 0 as Rational)
  static let i = Point(0 as Rational, 1 as Rational)
  /// The point divided by a small integer.
  func divided(by n: Int) -> Point { Point(re / n, im / n) }
  /// i z.
  var turned: Point { Point(-im, re) }

  /// Σ w^n/n! for w = z/2^16, squared 16 times. |w| < 2^-12: the terms left out, and what the squarings make of
  /// them, are far below the 2^-900 that is added.
  static func exp(_ z: Point) -> Point {
    let w = Point(z.re.scaled(by: -16), z.im.scaled(by: -16))
    var (term, sum) = (Point.one, Point.one)
    for n in 1...90 {
      term = term * w
      term = Point(term.re / n, term.im / n)
      sum = sum + term
    }
    for _ in 0..<16 { sum = sum * sum }
    return sum.widened(-900)
  }

  static func sinh(_ z: Point) -> Point { (exp(z) - exp(-z)).divided(by: 2) }
  static func cosh(_ z: Point) -> Point { (exp(z) + exp(-z)).divided(by: 2) }

  /// log hypot + i atan2 at the midpoint, within 2^-600 for points that are not nearly singular.
  static func log(_ z: Point) -> Point {
    let size = Point.binary(z) { mpfr_hypot($0, $1, $2, MPFR_RNDN) }
    let angle = Point.binary(z) { mpfr_atan2($0, $2, $1, MPFR_RNDN) }
    let logarithm = size.withMidpoint { x in Ball(bits: Point.bits) { mpfr_log($0, x, MPFR_RNDN) } }
    return Point(logarithm, angle).widened(-600)
  }

  /// √r (cos θ/2 + i sin θ/2).
  static func sqrt(_ z: Point) -> Point {
    let half = log(z)
    return exp(Point(half.re / 2, half.im / 2))
  }

  private static func binary(
    _ z: Point,
    _ f: (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>) ->
      Int32
  ) -> Ball {
    z.re.withMidpoint { x in z.im.withMidpoint { y in Ball(bits: Point.bits) { f($0, x, y) } } }
  }

  private func widened(_ e: Int) -> Point {
    Point(Ball(center: re, radius: .power2(e)), Ball(center: im, radius: .power2(e)))
  }
}

/// A function of complex balls, its reference at points, and where its cuts are.
struct ComplexFunction: Sendable {
  /// The exact ends of a rectangle.
  struct Rectangle: Sendable {
    var left: Rational, right: Rational, bottom: Rational, top: Rational

    init(_ z: ComplexBall) {
      (left, right) = (z.re.lowerRational, z.re.upperRational)
      (bottom, top) = (z.im.lowerRational, z.im.upperRational)
    }

    var meetsRealAxis: Bool { bottom <= 0 && top >= 0 }
    var meetsImaginaryAxis: Bool { left <= 0 && right >= 0 }
  }

  var name: String
  var ball: @Sendable (ComplexBall) -> ComplexBall
  var point: @Sendable (Point) -> Point
  var meetsCut: @Sendable (Rectangle) -> Bool = { _ in false }
  /// Finite on every rectangle that misses the cuts.
  var isSharp = true

  static let all: [ComplexFunction] = entire + quotients + inverses

  private static let entire: [ComplexFunction] = [
    ComplexFunction(name: "exp", ball: { ComplexBall.exp($0) }, point: { Point.exp($0) }),
    ComplexFunction(name: "expm1", ball: { ComplexBall.expm1($0) }, point: { Point.exp($0) - Point.one }),
    ComplexFunction(name: "sin", ball: { ComplexBall.sin($0) }, point: { -Point.sinh($0.turned).turned }),
    ComplexFunction(name: "cos", ball: { ComplexBall.cos($0) }, point: { Point.cosh($0.turned) }),
    ComplexFunction(name: "sinh", ball: { ComplexBall.sinh($0) }, point: { Point.sinh($0) }),
    ComplexFunction(name: "cosh", ball: { ComplexBall.cosh($0) }, point: { Point.cosh($0) }),
  ]

  private static let quotients: [ComplexFunction] = [
    ComplexFunction(
      name: "tan", ball: { ComplexBall.tan($0) },
      point: { z in -(Point.sinh(z.turned) / Point.cosh(z.turned)).turned }, isSharp: false),
    ComplexFunction(
      name: "tanh", ball: { ComplexBall.tanh($0) }, point: { z in Point.sinh(z) / Point.cosh(z) },
      isSharp: false),
  ]

  private static let inverses: [ComplexFunction] = [
    ComplexFunction(
      name: "log", ball: { ComplexBall.log($0) }, point: { Point.log($0) },
      meetsCut: { $0.meetsRealAxis && $0.left <= 0 }),
    ComplexFunction(
      name: "log1p", ball: { ComplexBall.log1p($0) }, point: { Point.log(Point.one + $0) },
      meetsCut: { $0.meetsRealAxis && $0.left <= -1 }, isSharp: false),
    ComplexFunction(
      name: "sqrt", ball: { ComplexBall.sqrt($0) }, point: { Point.sqrt($0) },
      meetsCut: { $0.meetsRealAxis && $0.left <= 0 }),
    ComplexFunction(
      name: "atan", ball: { ComplexBall.atan($0) },
      point: { z in
        let difference = Point.log(Point.one - z.turned) - Point.log(Point.one + z.turned)
        return difference.turned.divided(by: 2)
      }, meetsCut: { $0.meetsImaginaryAxis && ($0.bottom <= -1 || $0.top >= 1) }, isSharp: false),
    ComplexFunction(
      name: "asin", ball: { ComplexBall.asin($0) }, point: { arcsine($0) }, meetsCut: beyondOne,
      isSharp: false),
    ComplexFunction(
      name: "acos", ball: { ComplexBall.acos($0) },
      point: { z in
        let right = Point(Ball.pi(bits: Point.bits) / 2, Ball(0, bits: Point.bits))
        return right - arcsine(z)
      }, meetsCut: beyondOne, isSharp: false),
    ComplexFunction(
      name: "atanh", ball: { ComplexBall.atanh($0) },
      point: { z in
        let difference = Point.log(Point.one + z) - Point.log(Point.one - z)
        return difference.divided(by: 2)
      }, meetsCut: beyondOne, isSharp: false),
  ]

  /// -i log(iz + √(1 - z²)).
  private static func arcsine(_ z: Point) -> Point {
    let root = Point.sqrt(Point.one - z * z)
    return -Point.log(z.turned + root).turned
  }

  private static let beyondOne: @Sendable (Rectangle) -> Bool = {
    $0.meetsRealAxis && ($0.left <= -1 || $0.right >= 1)
  }
}

extension SeededGenerator {
  /// A rectangle with a centre in [-3, 3]²; on an axis, or with a special corner, at times.
  mutating func rectangle(bits: Int? = nil, thin: Bool = false) -> ComplexBall {
    let bits = bits ?? precision(upTo: 400)
    func part(_ g: inout SeededGenerator) -> Ball {
      let center: Ball
      switch g.int(0...7) {
      case 0: center = Ball(g.int(-2...2), bits: bits)
      case 1: center = Ball(Rational(g.int(-12...12), 4), bits: bits).center
      default: center = Ball(Rational(g.int(-3_000_000...3_000_000), 1_000_000), bits: bits).center
      }
      if thin { return center }
      switch g.int(0...3) {
      case 0: return center
      case 1: return Ball(center: center, radius: g.magnitude(exponent: -bits))
      case 2: return Ball(center: center, radius: g.magnitude(exponent: g.int(-60...(-3))))
      default: return Ball(center: center, radius: g.magnitude(exponent: g.int(-4...1)))
      }
    }
    return ComplexBall(re: part(&self), im: part(&self))
  }
}
