/// Notation for decimal digit strings, without any arithmetic.
///
/// The digits d1 d2 ... dn and the exponent e stand for 0.d1d2...dn 10^e, as `mpfr_get_str` gives them.
public enum DecimalText {
  /// Positional notation for -6 <= exponent <= max(21, number of digits), else scientific notation:
  /// `1.5708`, `0.00012`, `1.5708e+25`, `1.5708e-12`.
  public static func plain(digits: String, pointAfter exponent: Int, negative: Bool) -> String {
    exponent >= -6 && exponent <= max(21, digits.utf8.count)
      ? positional(digits: digits, pointAfter: exponent, negative: negative)
      : scientific(digits: digits, pointAfter: exponent, negative: negative)
  }

  /// Positional notation, with as many zeros next to the point as it takes.
  static func positional(digits: String, pointAfter exponent: Int, negative: Bool) -> String {
    let sign = negative ? "-" : ""
    let count = digits.utf8.count
    if exponent <= 0 { return sign + "0." + String(repeating: "0", count: -exponent) + digits }
    if exponent >= count { return sign + digits + String(repeating: "0", count: exponent - count) }
    return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
  }

  /// Scientific notation with one digit before the point and a signed exponent.
  static func scientific(digits: String, pointAfter exponent: Int, negative: Bool) -> String {
    let sign = negative ? "-" : ""
    let fraction = digits.utf8.count > 1 ? "." + digits.dropFirst() : ""
    let power = exponent - 1
    return sign + digits.prefix(1) + fraction + (power < 0 ? "e-" : "e+") + String(power.magnitude)
  }
}
