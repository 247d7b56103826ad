import CMPFR

extension Rational {
  /// The largest decimal exponent, of either sign, that a decimal text may have.
  public static let maximumDecimalExponent = 1_000_000

  /// The exact value of a decimal text: `12`, `-0.1`, `.5`, `1e6`, `1.5e-3`, or a quotient of integers `3/7`.
  ///
  /// An optional sign stands in front; there are no spaces. Nil for any other text, for a zero denominator,
  /// and for an exponent beyond `maximumDecimalExponent`.
  public init?(decimal text: some StringProtocol) {
    var rest = Array(text.utf8)[...]
    let negative = Rational.takeSign(&rest)
    let size: Rational?
    if let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
      guard let n = Integer(digits: Array(rest[..<slash])),
        let d = Integer(digits: Array(rest[(slash + 1)...]))
      else { return nil }
      size = Rational(numerator: n, denominator: d)
    } else {
      size = Rational.unsignedDecimal(rest)
    }
    guard let size else { return nil }
    self = negative ? -size : size
  }

  /// Removes a leading sign; whether it was a minus.
  private static func takeSign(_ text: inout ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else {
      return false
    }
    text.removeFirst()
    return first == UInt8(ascii: "-")
  }

  /// Digits with an optional point and an optional exponent.
  private static func unsignedDecimal(_ text: ArraySlice<UInt8>) -> Rational? {
    var exponent = 0
    var mantissa = text
    if let e = text.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) {
      mantissa = text[..<e]
      var tail = text[(e + 1)...]
      let negative = takeSign(&tail)
      guard let size = Integer(digits: Array(tail))?.asInt, size <= maximumDecimalExponent else { return nil }
      exponent = negative ? -size : size
    }
    var digits = Array(mantissa)
    if let point = digits.firstIndex(of: UInt8(ascii: ".")) {
      digits.remove(at: point)
      exponent -= digits.count - point
    }
    guard let coefficient = Integer(digits: digits) else { return nil }
    return Rational(coefficient, timesTenTo: exponent)
  }

  /// `coefficient` 10^`exponent`.
  private init(_ coefficient: Integer, timesTenTo exponent: Int) {
    if exponent == 0 || coefficient.isZero {
      self.init(coefficient)
    } else if exponent > 0 {
      self.init(coefficient * Integer(10).power(exponent))
    } else {
      // Only factors 2 and 5 can cancel; counting them is far cheaper than a gcd of large numbers.
      let twos = min(coefficient.removingFactors(2).count, -exponent)
      let (rest, count) = coefficient.removingFactors(5)
      let fives = min(count, -exponent)
      self.init(
        lowestTerms: (rest >> twos) * Integer(5).power(count - fives),
        Integer(5).power(-exponent - fives) << (-exponent - twos))
    }
  }

  /// The exact decimal text (`0.5`, `-12.25`, `0`) when it has at most `maximumDigits` significant digits,
  /// else nil. Plain notation, unless it would need more than 30 zeros next to the point: `1e+40`.
  ///
  /// `init(decimal:)` reads the text back to the same number.
  public func terminatingDecimal(maximumDigits: Int) -> String? {
    if isZero { return "0" }
    guard maximumDigits > 0, let (coefficient, exponent) = decimalForm(maximumDigits) else { return nil }
    let digits = coefficient.magnitude.description
    guard digits.count <= maximumDigits else { return nil }
    let point = digits.count + exponent
    let negative = signum < 0
    return max(exponent, -point) > 30
      ? DecimalText.scientific(digits: digits, pointAfter: point, negative: negative)
      : DecimalText.positional(digits: digits, pointAfter: point, negative: negative)
  }

  /// The integers c, not a multiple of 10, and k such that the number, not 0, is c 10^k. Nil when there are
  /// none, or when c is found to have more than `maximumDigits` digits before it is computed.
  private func decimalForm(_ maximumDigits: Int) -> (coefficient: Integer, exponent: Int)? {
    // A c of more than 4m bits is at least 16^m. Below, widths bound that of c from below, as 5 > 2^2.
    let limit = maximumDigits.multipliedReportingOverflow(by: 4)
    let widest = limit.overflow ? Int.max : limit.partialValue
    let top = numerator
    if isInteger {
      let (odd, twos) = top.removingFactors(2)
      let (rest, fives) = odd.removingFactors(5)
      let tens = min(twos, fives)
      guard rest.bitWidth + (twos - tens) + 2 * (fives - tens) <= widest else { return nil }
      return ((rest * Integer(5).power(fives - tens)) << (twos - tens), tens)
    }
    let (odd, twos) = denominator.removingFactors(2)
    let (rest, fives) = odd.removingFactors(5)
    guard rest == 1 else { return nil }
    let places = max(twos, fives)
    let width = top.bitWidth + (places - twos) + 2 * (places - fives)
    guard width <= widest else { return nil }
    return ((top * Integer(5).power(places - fives)) << (places - twos), -places)
  }
}
