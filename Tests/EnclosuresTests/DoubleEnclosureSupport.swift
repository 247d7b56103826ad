import CMPFR
import TestSupport
import Testing

@testable import VlasovEnclosures

/// Bounds of a real with 130 bits, to compare with the ends of Double enclosures.
final class DoubleReference {
  typealias Unary = (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t) -> Int32
  typealias Binary = (
    UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>,
    mpfr_rnd_t
  ) -> Int32

  private let low = Real(bits: 130)
  private let high = Real(bits: 130)
  private let x = Real(bits: 53)
  private let y = Real(bits: 53)

  /// Whether the enclosure holds f(a); the bounds of f(a) are far tighter than the rounding of doubles, and an
  /// end that is f(a) itself is equal to its bound.
  func holds(_ set: DoubleEnclosure, _ f: Unary, _ a: Double) -> Bool {
    _ = mpfr_set_d(x.pointer, a, MPFR_RNDN)
    _ = f(low.pointer, x.pointer, MPFR_RNDD)
    _ = f(high.pointer, x.pointer, MPFR_RNDU)
    return holds(set)
  }

  func holds(_ set: DoubleEnclosure, _ f: Binary, _ a: Double, _ b: Double) -> Bool {
    _ = mpfr_set_d(x.pointer, a, MPFR_RNDN)
    _ = mpfr_set_d(y.pointer, b, MPFR_RNDN)
    _ = f(low.pointer, x.pointer, y.pointer, MPFR_RNDD)
    _ = f(high.pointer, x.pointer, y.pointer, MPFR_RNDU)
    return holds(set)
  }

  private func holds(_ set: DoubleEnclosure) -> Bool {
    mpfr_cmp_d(low.pointer, set.lower) >= 0 && mpfr_cmp_d(high.pointer, set.upper) <= 0
      && set.lower <= set.upper && set.lower < .infinity && set.upper > -.infinity
  }
}

extension DoubleEnclosure {
  /// The same ends: for assertions only, since two sets with equal ends need not hold equal numbers.
  static func == (a: DoubleEnclosure, b: DoubleEnclosure) -> Bool { a.lower == b.lower && a.upper == b.upper }

  /// How many doubles lie between the ends, at most 2^62.
  var gaps: Int {
    func place(_ x: Double) -> Int {
      let bits = Int(Int64(bitPattern: x.magnitude.bitPattern))
      return x < 0 ? -bits : bits
    }
    return place(upper) - place(lower)
  }
}

extension SeededGenerator {
  /// Doubles where roundings go wrong: zeros, subnormals, powers of two and their neighbours, the largest.
  static let specialDoubles: [Double] = {
    var list: [Double] = [0, -0.0]
    let powers = [
      -1074, -1073, -1060, -1023, -1022, -1021, -1020, -969, -538, -537, -511, -54, -53, -2, -1, 0,
    ]
    for e in powers + [1, 2, 52, 53, 54, 511, 512, 1022, 1023] {
      let p = Double(sign: .plus, exponent: e, significand: 1)
      list += [p, p.nextUp, p.nextDown, p * 1.5, -p, -p.nextUp, -p.nextDown]
    }
    return list + [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .pi, 1 / 3]
  }()

  /// Any finite double: special, of any exponent, or of moderate size.
  mutating func double() -> Double {
    switch int(0...5) {
    case 0: return element(of: Self.specialDoubles)
    case 1:
      let x = Double(bitPattern: next())
      return x.isFinite ? x : 1
    case 2:
      // Few bits, so that results are exact or half-way.
      return Double(
        sign: bool() ? .plus : .minus, exponent: int(-40...40), significand: Double(int(1...4096)))
    default:
      return Double(
        sign: bool() ? .plus : .minus, exponent: int(-30...30),
        significand: Double.random(in: 1..<2, using: &self))
    }
  }

  mutating func double(in range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }

  /// An enclosure: a point, or an interval of any width, sometimes with an end that is infinite.
  mutating func enclosure() -> DoubleEnclosure {
    let a = double()
    switch int(0...4) {
    case 0, 1: return DoubleEnclosure(exactly: a)
    case 2: return DoubleEnclosure(lower: a.nextDown, upper: a.nextUp)
    case 3:
      let b = double()
      return DoubleEnclosure(lower: Swift.min(a, b), upper: Swift.max(a, b))
    default:
      let spread = a.magnitude * double(in: 0...1)
      return DoubleEnclosure(lower: a - spread, upper: a + spread)
    }
  }

  /// A finite double in the set: an end, or one between them.
  mutating func double(in set: DoubleEnclosure) -> Double {
    let (a, b) = (
      Swift.max(set.lower, -.greatestFiniteMagnitude), Swift.min(set.upper, .greatestFiniteMagnitude)
    )
    switch int(0...3) {
    case 0: return a
    case 1: return b
    default:
      let t = double(in: 0...1)
      return Swift.min(Swift.max(a * (1 - t) + b * t, a), b)
    }
  }
}
