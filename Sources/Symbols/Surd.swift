import VlasovNumbers

/// The exact real c √r with c rational and r a positive integer; r = 1 exactly when the number is rational.
///
/// Enough to decide the comparisons that domains meet on their boundary (`sqrt(2)`, `2/sqrt(8)`).
struct Surd: Sendable {
  let coefficient: Rational
  let radicand: Integer

  private static let one: Integer = 1

  init(_ value: Rational) {
    coefficient = value
    radicand = Surd.one
  }

  private init(_ coefficient: Rational, _ radicand: Integer) {
    let root = radicand == Surd.one ? 1 : Rational(radicand).exactRoot(2)
    if let root { self.coefficient = coefficient * root } else { self.coefficient = coefficient }
    self.radicand = root == nil && !coefficient.isZero ? radicand : Surd.one
  }

  var rational: Rational? { radicand == Surd.one ? coefficient : nil }
  var signum: Int { coefficient.signum }
  /// The binary digits needed to write it.
  var width: Int { coefficient.width + radicand.bitWidth }

  static prefix func - (a: Surd) -> Surd { Surd(-a.coefficient, a.radicand) }

  /// √(p/q) = √(pq)/q; nil for a negative number.
  static func sqrt(_ x: Surd) -> Surd? {
    guard let q = x.rational, q.signum >= 0 else { return nil }
    if let root = q.exactRoot(2) { return Surd(root) }
    return Rational(numerator: 1, denominator: q.denominator).map { Surd($0, q.numerator * q.denominator) }
  }

  static func * (a: Surd, b: Surd) -> Surd {
    a.radicand == b.radicand
      ? Surd(a.coefficient * b.coefficient * Rational(a.radicand))
      : Surd(a.coefficient * b.coefficient, a.radicand * b.radicand)
  }

  /// 1/(c√r) = √r/(cr).
  var inverse: Surd? {
    coefficient.isZero ? nil : Surd(1 / (coefficient * Rational(radicand)), radicand)
  }

  /// Nil when the radicands are not in the ratio of squares.
  static func + (a: Surd, b: Surd) -> Surd? {
    if a.signum == 0 { return b }
    if b.signum == 0 { return a }
    if a.radicand == b.radicand { return Surd(a.coefficient + b.coefficient, a.radicand) }
    guard let ratio = Rational(numerator: a.radicand, denominator: b.radicand)?.exactRoot(2) else {
      return nil
    }
    return Surd(a.coefficient * ratio + b.coefficient, b.radicand)
  }

  /// The sign of a - b: by signs, then by squares.
  static func compare(_ a: Surd, _ b: Surd) -> Int {
    if a.signum != b.signum { return a.signum < b.signum ? -1 : 1 }
    if a.radicand == b.radicand {
      return a.coefficient == b.coefficient ? 0 : a.coefficient < b.coefficient ? -1 : 1
    }
    let (x, y) = (a.square, b.square)
    return x == y ? 0 : (x < y ? -1 : 1) * (a.signum < 0 ? -1 : 1)
  }

  private var square: Rational { coefficient * coefficient * Rational(radicand) }

  /// Nil for 0 to a negative power and for a result beyond `maximumBits`.
  func power(_ n: Int, maximumBits: Int) -> Surd? {
    let half = n / 2
    guard width <= maximumBits else { return nil }
    guard let even = ExactValue.power(square, half, maximumBits: maximumBits) else { return nil }
    // n = 2 half + rest with rest in -1...1
    switch n - 2 * half {
    case 1: return Surd(even) * self
    case -1: return inverse.map { Surd(even) * $0 }
    default: return Surd(even)
    }
  }
}

extension Rational {
  /// The binary digits of the numerator and the denominator together.
  var width: Int { numerator.bitWidth + denominator.bitWidth }
}
