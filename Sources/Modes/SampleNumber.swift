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
    case .decimal(let significand, let exponent):
      exponent >= 0 && significand.magnitude < 1 << 53 && exponent <= 22
        && SampleNumber.isExactProduct(significand, exponent) || Rational(exactly: double) == rational
    case .rational(let q): Rational(exactly: q.double) == q
    }
  }

  private static func isExactProduct(_ significand: Int64, _ exponent: Int32) -> Bool {
    var product = significand
    for _ in 0..<exponent {
      let (next, overflow) = product.multipliedReportingOverflow(by: 10)
      if overflow || next.magnitude >= 1 << 53 { return false }
      product = next
    }
    return true
  }

  private static let powers: [Double] = (0...22).map { k in (0..<k).reduce(1) { x, _ in x * 10 } }

  /// Where the significand is below 2^53 and 10^|exponent| is a double (|exponent| <= 22), one correctly rounded
  /// operation gives the nearest double.
  private static func shortDecimal(_ significand: Int64, _ exponent: Int32) -> Double? {
    guard significand.magnitude <= 1 << 53, exponent.magnitude <= 22 else { return nil }
    let power = powers[Int(exponent.magnitude)]
    return exponent >= 0 ? Double(significand) * power : Double(significand) / power
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
