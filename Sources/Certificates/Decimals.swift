extension Bounds {
  /// Decimal ends around a set of reals, at most `widest` units of the last of `digits` digits apart, with room of a
  /// thousandth of a unit at least, so that a checker needs little more precision than digits; nil when the set is
  /// too wide.
  init?(_ x: Ball, digits: Int, widest: Int = 3) {
    guard x.isFinite, let low = x.lowerEdge.exactRational, let high = x.upperEdge.exactRational else {
      return nil
    }
    let largest = max(low.magnitude, high.magnitude)
    guard largest.signum > 0 else { return nil }
    let exponent = Self.exponent(largest) - digits + 1
    guard let unit = Rational(10).power(exponent) else { return nil }
    let room = Rational(1, 1000)
    let (a, b) = ((low / unit - room).floor, (high / unit + room).ceiling)
    guard let width = (Rational(b) - Rational(a)).numerator.asInt, width <= widest else { return nil }
    self.init(lower: Self.text(a, exponent), upper: Self.text(b, exponent))
  }

  /// The e with 10^e <= x < 10^(e+1), x > 0.
  private static func exponent(_ x: Rational) -> Int {
    // The lengths of the integers tell it up to one.
    var e = x.numerator.description.count - x.denominator.description.count
    while let power = Rational(10).power(e), power > x { e -= 1 }
    while let power = Rational(10).power(e + 1), power <= x { e += 1 }
    return e
  }

  /// Zeros that a plain decimal may have beside its digits.
  private static let plainZeros = 30

  /// n 10^exponent.
  static func text(_ n: Integer, _ exponent: Int) -> String {
    let sign = n.description.hasPrefix("-") ? "-" : ""
    var digits = String(n.description.drop { $0 == "-" })
    if exponent >= 0 {
      guard exponent > plainZeros else { return sign + (digits == "0" ? "0" : digits + zeros(exponent)) }
      return "\(sign)\(digits)e\(exponent)"
    }
    let places = -exponent
    if places > digits.count + plainZeros { return "\(sign)\(digits)e\(exponent)" }
    if digits.count <= places { digits = zeros(places - digits.count + 1) + digits }
    return "\(sign)\(digits.dropLast(places)).\(digits.suffix(places))"
  }

  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
}
