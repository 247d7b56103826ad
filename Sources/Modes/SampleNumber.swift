import VlasovNumbers

/// One exact real number of a sample, compactly.
public enum SampleNumber: Sendable, Hashable {
  /// A finite double, exactly.
  case double(Double)
  /// significand · 10^exponent, as decimals are written.
  case decimal(Int64, exponent: Int32)
  case rational(Rational)

  /// The exact value.
  public var rational: Rational {
    switch self {
    case .double(let x): return Rational(exactly: x) ?? 0
    case .decimal(let significand, let exponent):
      let power = Integer(10).power(Int(exponent.magnitude))
      let numerator = Integer(Int(significand))
      if exponent >= 0 { return Rational(numerator * power) }
      return Rational(numerator: numerator, denominator: power) ?? 0
    case .rational(let q): return q
    }
  }

  /// The nearest double, ties to even; infinite beyond the range of doubles.
  public var double: Double {
    switch self {
    case .double(let x): x
    case .decimal(let significand, let exponent):
      SampleNumber.shortDecimal(significand, exponent) ?? rational.double
    case .rational(let q): q.double
    }
  }

  /// The value is a double.
  public var isDouble: Bool {
    switch self {
    case .double: true
    case .decimal(let significand, let exponent): Self.isDyadic(significand, exponent)
    case .rational(let q): Rational(exactly: q.double) == q
    }
  }

  /// Whether significand · 10^exponent is a double: below 0, the significand has to be a multiple of a power of 5.
  private static func isDyadic(_ significand: Int64, _ exponent: Int32) -> Bool {
    if significand == 0 { return true }
    guard exponent <= 0 else {
      let number = SampleNumber.decimal(significand, exponent: exponent).rational
      return Rational(exactly: number.double) == number
    }
    var rest = significand
    for _ in 0..<Swift.min(exponent.magnitude, 28) {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 5)
      if remainder != 0 { return false }
      rest = quotient
    }
    // 5^28 exceeds every significand.
    if exponent < -27 { return false }
    let bits = 64 - rest.magnitude.leadingZeroBitCount - rest.magnitude.trailingZeroBitCount
    return bits <= 53
  }

  /// Where 10^|exponent| fits a word, two words give the nearest double.
  private static func shortDecimal(_ significand: Int64, _ exponent: Int32) -> Double? {
    guard let size = DecimalRounding.nearest(significand.magnitude, Int(exponent)) else { return nil }
    return significand < 0 ? -size : size
  }
}

/// A sample, a weight or a bandwidth that cannot be used: one line that says which and why.
public struct SampleError: Error, Sendable, CustomStringConvertible {
  /// The position of the offending number in the input, counted from 0.
  public let position: Int?
  public let message: String

  public init(position: Int? = nil, _ message: String) {
    self.position = position
    self.message = message
  }

  public var description: String { message }
}
