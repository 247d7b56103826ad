import VlasovModes

extension ModeCount {
  /// Why the number is not decided: `undecided {1, 2} near [0.4, 0.6]`; nil when it is.
  var reason: String? {
    guard !isDecided else { return nil }
    let places = unresolved.map { "near \($0.decimalText)" }
    return ([rangeText] + places.prefix(4) + (places.count > 4 ? ["and \(places.count - 4) more"] : []))
      .joined(separator: " ")
  }

  /// `undecided {1, 2}`, `undecided {1, ..., 5}`.
  public var rangeText: String {
    "undecided {\(lower), \(upper - lower > 1 ? "..., " : "")\(upper)}"
  }
}

extension ModeCount.Interval {
  /// The ends as decimals, rounded outwards to enough digits to tell them apart.
  public var decimals: (lower: String, upper: String) {
    func size(_ q: Rational) -> Int { q.numerator.bitWidth - q.denominator.bitWidth }
    // As many digits as the ends share, and some more.
    let shared = size(max(lower.magnitude, upper.magnitude)) - size(upper - lower)
    let digits = 10 + min(max(0, shared), 100_000) * 302 / 1000
    let bits = Precision.bits(forDigits: digits) + 32
    return (
      Ball(lower, bits: bits).lowerDecimal(digits: digits),
      Ball(upper, bits: bits).upperDecimal(digits: digits)
    )
  }

  /// `[0.4, 0.6]`.
  public var decimalText: String {
    let (a, b) = decimals
    return "[\(a), \(b)]"
  }
}
