import CMPFR
import Foundation
import VlasovNumbers

/// A decimal in scientific parts: `0.digits * 10^exponent`, as MPFR writes it.
struct DecimalParts: Equatable {
  var digits: String
  var exponent: Int
  var negative: Bool

  var text: String { DecimalText.plain(digits: digits, pointAfter: exponent, negative: negative) }
}

/// How many digits of a ball are certain, and their text.
public struct CertainDigits: Sendable, Equatable {
  /// The decimal text; `nil` when not even the first digit is certain.
  public var text: String?
  /// How many significant digits the text has (`Int.max` for an exact finite decimal).
  public var count: Int
  /// The text is the exact value.
  public var isExact: Bool
}

extension Ball {
  /// `m` to `digits` significant decimal digits in the given direction; `m` is a regular number or zero.
  static func decimal(_ m: MPFRPointer, digits: Int, _ mode: mpfr_rnd_t) -> DecimalParts {
    var exponent: mpfr_exp_t = 0
    guard mpfr_regular_p(m) != 0, let c = mpfr_get_str(nil, &exponent, 10, Swift.max(digits, 1), m, mode)
    else {
      return DecimalParts(digits: "0", exponent: 1, negative: false)
    }
    defer { mpfr_free_str(c) }
    var text = String(cString: c)
    let negative = text.hasPrefix("-")
    if negative { text.removeFirst() }
    return DecimalParts(digits: text, exponent: exponent, negative: negative)
  }

  /// `digits` significant digits rounded to nearest, when they are certain.
  ///
  /// Certain means: both ends round to the same decimal; or the ball is narrower than 1/100 of a unit of the
  /// last digit (a tie within it cannot be told apart), and then the printed neighbour is off by less than
  /// 0.51 units. Zero is printed only for the exact zero.
  public func certainDecimal(digits: Int) -> String? { certainParts(digits)?.text }

  func certainParts(_ digits: Int) -> DecimalParts? {
    guard digits > 0, isFinite else { return nil }
    if isZero { return DecimalParts(digits: "0", exponent: 1, negative: false) }
    // With fewer correct bits than digits need, no rounding can agree: skip the conversions.
    if !isExact, Double(accuracyBits) < Double(digits - 1) * 3.3219 - 2 { return nil }
    guard isNonZero, let (a, b) = ends else { return nil }
    let low = a.read { Ball.decimal($0.mid, digits: digits, MPFR_RNDN) }
    let high = isExact ? low : b.read { Ball.decimal($0.mid, digits: digits, MPFR_RNDN) }
    if low == high { return low }
    // A tie: compare the width with the unit 10^(exponent - digits) of the last printed digit.
    let parts = read { Ball.decimal($0.mid, digits: digits, MPFR_RNDN) }
    let unit = Ball.pow(Ball(10, bits: 64), parts.exponent - digits)
    return (Ball(upperBound: radius) * 200).isBelow(unit) ? parts : nil
  }

  /// The exact ball of a magnitude (indeterminate, or rounded up, outside MPFR's range).
  private init(upperBound r: Magnitude) {
    self = .make(64) { z in
      r.write(to: z.mid)
      BallKernel.finish(z, .zero)
    }
  }

  /// The largest number of certain digits up to `limit`, with their text.
  public func certainDigits(limit: Int) -> CertainDigits {
    guard isFinite else { return CertainDigits(text: nil, count: 0, isExact: false) }
    if isExact, let text = exactDecimal(maximumDigits: limit) {
      return CertainDigits(text: text, count: Int.max, isExact: true)
    }
    var n = Swift.min(limit, isExact ? limit : Int(Double(accuracyBits) * 0.30103) + 2)
    while n > 0 {
      if let text = certainDecimal(digits: n) { return CertainDigits(text: text, count: n, isExact: false) }
      n -= 1
    }
    return CertainDigits(text: nil, count: 0, isExact: false)
  }

  /// The decimal text of an exact ball when it has at most `maximumDigits` digits.
  ///
  /// With an odd m, m 2^k (k > 0) has a coefficient of at least k - log_5 m bits once the factors 10 are
  /// removed, and m 2^-k one of more than 2 k bits; beyond 4 bits a digit there is no such text, and the
  /// exact rational, which may be enormous, is not formed.
  private func exactDecimal(maximumDigits: Int) -> String? {
    if isZero { return "0" }
    let (mantissa, exponent) = dyadic
    let trailing = mantissa.withPointer { Int(__gmpz_scan1($0, 0)) }
    let power = exponent + trailing
    guard power.magnitude <= UInt(bits) + 4 * UInt(Swift.min(Swift.max(maximumDigits, 0), 1 << 40)) else {
      return nil
    }
    let odd = mantissa >> trailing
    let value =
      power >= 0
      ? Rational(odd << power) : Rational(numerator: odd, denominator: Integer(1) << -power)
    return value?.terminatingDecimal(maximumDigits: maximumDigits)
  }

  /// The midpoint as mantissa 2^exponent; (0, 0) for zero.
  private var dyadic: (mantissa: Integer, exponent: Int) {
    read { x in
      if mpfr_regular_p(x.mid) == 0 { return (0, 0) }
      var exponent = 0
      let mantissa = Integer(unsafeWriting: { exponent = mpfr_get_z_2exp($0, x.mid) })
      return (mantissa, exponent)
    }
  }

  /// The value of an exact ball as a rational; nil when it is not exact, or its exponent is beyond 2^20.
  public var exactRational: Rational? {
    guard isFinite, isExact else { return nil }
    let (mantissa, exponent) = dyadic
    guard exponent.magnitude <= 1 << 20 else { return nil }
    return exponent >= 0
      ? Rational(mantissa << exponent) : Rational(numerator: mantissa, denominator: Integer(1) << -exponent)
  }

  /// A decimal at most the lower end, with `digits` significant digits.
  public func lowerDecimal(digits: Int) -> String {
    let low = lowerEdge
    return low.isFinite ? low.read { Ball.decimal($0.mid, digits: digits, MPFR_RNDD).text } : "-inf"
  }

  /// A decimal at least the upper end, with `digits` significant digits.
  public func upperDecimal(digits: Int) -> String {
    let high = upperEdge
    return high.isFinite ? high.read { Ball.decimal($0.mid, digits: digits, MPFR_RNDU).text } : "inf"
  }

  /// `[a, b]` with outward rounded ends.
  public func intervalText(digits: Int) -> String {
    "[\(lowerDecimal(digits: digits)), \(upperDecimal(digits: digits))]"
  }

  /// `m +/- r`: a decimal midpoint and a radius that covers the ball and the midpoint's own rounding.
  public func plusMinusText(digits: Int) -> String {
    guard isFinite else { return "0 +/- inf" }
    if isExact, let text = exactDecimal(maximumDigits: digits) { return "\(text) +/- 0" }
    let middle = read { Ball.decimal($0.mid, digits: digits, MPFR_RNDN) }
    // The digits are those of an integer; enough bits for the difference to show.
    let count = middle.digits.utf8.count
    let work = bits + 4 * count + 64
    let printed =
      Ball(Integer(middle.negative ? "-" + middle.digits : middle.digits) ?? 0, bits: work)
      * Ball.pow(Ball(10, bits: work), middle.exponent - count)
    let gap = (rounded(to: work) - printed).magnitudeBall
    return "\(middle.text) +/- \(gap.upperDecimal(digits: 3))"
  }

  /// The papers' form `2.2600_{70}^{81}`: the digits that both ends share, then the ends' following digits.
  ///
  /// Falls back to `[a, b]` when the ends share no leading digit.
  public func bracketText(digits: Int) -> String {
    guard isNonZero, let (lower, upper) = ends else { return intervalText(digits: digits) }
    let low = lower.read { Ball.decimal($0.mid, digits: digits, MPFR_RNDD) }
    let high = upper.read { Ball.decimal($0.mid, digits: digits, MPFR_RNDU) }
    guard low.exponent == high.exponent, low.negative == high.negative else {
      return intervalText(digits: digits)
    }
    let shared = zip(low.digits, high.digits).prefix { $0 == $1 }.count
    if shared == low.digits.utf8.count { return low.text }
    // Two digits of each end are shown; the outer one is rounded away from the ball.
    let shown = Swift.min(digits, shared + 2)
    let a = lower.read { Ball.decimal($0.mid, digits: shown, MPFR_RNDD) }
    let b = upper.read { Ball.decimal($0.mid, digits: shown, MPFR_RNDU) }
    guard a.exponent == b.exponent else { return intervalText(digits: digits) }
    let common = zip(a.digits, b.digits).prefix { $0 == $1 }.count
    guard common > 0, common >= a.exponent, a.exponent >= -6 else { return intervalText(digits: digits) }
    let stem = DecimalParts(
      digits: String(a.digits.prefix(common)), exponent: a.exponent, negative: a.negative)
    let dot = common == a.exponent ? "." : ""
    return "\(stem.text)\(dot)_{\(a.digits.dropFirst(common))}^{\(b.digits.dropFirst(common))}"
  }

  /// A short decimal rendering for messages: `[lower, upper]` to six digits.
  public var shortDescription: String {
    guard isFinite else { return "[-inf, inf]" }
    return isExact ? lowerDecimal(digits: 6) : intervalText(digits: 6)
  }

  // MARK: Exact dump

  /// Every bit of the ball: `precision:mantissa*2^exponent+/-mantissa*2^exponent`, read back by `init(dump:)`.
  public var dump: String {
    guard isFinite else { return "\(bits):nan" }
    let (m, e) = dyadic
    let r = radius
    return "\(bits):\(m)*2^\(e)+/-\(r.mantissa)*2^\(r.isZero ? 0 : r.exponent - 32)"
  }

  /// Reads what `dump` wrote, bit for bit; `nil` when the text is not a dump.
  public init?(dump text: String) {
    let head = text.split(separator: ":", maxSplits: 1)
    guard head.count == 2, let bits = Int(head[0]), bits == Precision.clamped(bits) else { return nil }
    if head[1] == "nan" {
      self = .indeterminate(bits: bits)
      return
    }
    let sides = String(head[1]).components(separatedBy: "+/-")
    guard sides.count == 2, let mid = Ball.dumpPart(sides[0]), let rad = Ball.dumpPart(sides[1]),
      let r = rad.mantissa.asInt, r == 0 || (r >= 1 << 31 && r < 1 << 32),
      mid.mantissa.bitWidth <= bits || mid.mantissa.isZero
    else { return nil }
    var rounding: Int32 = 0
    self = .make(bits) { z in
      rounding = mid.mantissa.withPointer { mpfr_set_z_2exp(z.mid, $0, mid.exponent, MPFR_RNDN) }
      let radius = r == 0 ? Magnitude.zero : Magnitude(mantissa: UInt32(r), exponent: rad.exponent + 32)
      BallKernel.finish(z, radius)
    }
    // Exponents out of range: no ball has this dump.
    if rounding != 0 || !isFinite { return nil }
  }

  private static func dumpPart(_ text: String) -> (mantissa: Integer, exponent: Int)? {
    let parts = text.components(separatedBy: "*2^")
    guard parts.count == 2, let m = Integer(parts[0]), let e = Int(parts[1]), e.magnitude < 1 << 60 else {
      return nil
    }
    return (m, e)
  }
}
