import VlasovNumbers

extension NumberText {
  /// Quotients, powers, long decimals, words: whatever does not fit machine words.
  static func unusual(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<SampleNumber, Fault> {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    var body = Substring(text)
    let negative = body.hasPrefix("-")
    if negative || body.hasPrefix("+") { body = body.dropFirst() }
    switch body {
    case "nan", "inf", "infinity": return .failure(.notFinite)
    default: break
    }
    guard let first = body.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "+") else {
      return .failure(.malformed)
    }
    let size: Result<Rational, Fault>
    if body.hasPrefix("0x") {
      size = hexadecimal(body.dropFirst(2))
    } else if body.contains("^") {
      size = power(body)
    } else {
      size = decimal(body)
    }
    return size.flatMap { classified(negative ? -$0 : $0) }
  }

  /// The most compact form of a number.
  private static func classified(_ q: Rational) -> Result<SampleNumber, Fault> {
    let nearest = q.double
    guard nearest.isFinite else { return .failure(.tooLarge) }
    return .success(Rational(exactly: nearest) == q ? .double(nearest) : .rational(q))
  }

  /// Digits with a point and an exponent, or a quotient of integers.
  private static func decimal(_ text: Substring) -> Result<Rational, Fault> {
    if let e = text.firstIndex(of: "e"), let exponent = Integer(text[text.index(after: e)...]),
      let mantissa = Rational(decimal: text[..<e]), !text[..<e].contains("/")
    {
      // The exponent alone decides in these cases; the digits before it are bounded by the length of the text.
      if mantissa.isZero { return .success(0) }
      if exponent.magnitude > Integer(largestExponent) {
        return .failure(exponent.signum > 0 ? .tooLarge : .tooSmall)
      }
    }
    return Rational(decimal: text).map { .success($0) } ?? .failure(.malformed)
  }

  /// `2^-5`: a power of integers.
  private static func power(_ text: Substring) -> Result<Rational, Fault> {
    let parts = text.split(separator: "^", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let base = Integer(parts[0]),
      let exponent = Integer(parts[1])
    else { return .failure(.malformed) }
    if base.isZero { return exponent.signum > 0 ? .success(0) : .failure(.malformed) }
    if base == 1 || exponent.isZero { return .success(1) }
    guard exponent.magnitude <= Integer(largestExponent), let n = exponent.asInt,
      base.bitWidth * Int(n.magnitude) <= 4 * largestExponent
    else { return .failure(exponent.signum > 0 ? .tooLarge : .tooSmall) }
    let size = base.power(Int(n.magnitude))
    return .success(n >= 0 ? Rational(size) : Rational(numerator: 1, denominator: size) ?? 0)
  }

  /// `1.8p-3` behind its `0x`.
  private static func hexadecimal(_ text: Substring) -> Result<Rational, Fault> {
    let parts = text.split(separator: "p", maxSplits: 1, omittingEmptySubsequences: false)
    let halves = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = halves.joined()
    guard let mantissa = Integer(hexadecimalDigits: digits) else { return .failure(.malformed) }
    var exponent = Integer(0)
    if parts.count == 2 {
      guard let written = Integer(parts[1]) else { return .failure(.malformed) }
      exponent = written
    }
    if mantissa.isZero { return .success(0) }
    guard exponent.magnitude <= Integer(largestExponent), let n = exponent.asInt else {
      return .failure(exponent.signum > 0 ? .tooLarge : .tooSmall)
    }
    let shift = n - 4 * (halves.count == 2 ? halves[1].utf8.count : 0)
    return .success(
      shift >= 0
        ? Rational(mantissa << shift) : Rational(numerator: mantissa, denominator: Integer(1) << -shift) ?? 0)
  }
}

extension Integer {
  /// Nil for no digits or very many, and for any other character.
  fileprivate init?(hexadecimalDigits text: String) {
    guard !text.isEmpty, text.utf8.count <= NumberText.largestExponent / 4 else { return nil }
    var value = Integer(0)
    var word = 0
    var count = 0
    for byte in text.utf8 {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
      word = word << 4 | digit
      count += 4
      if count == 56 {
        value = (value << 56) + Integer(word)
        (word, count) = (0, 0)
      }
    }
    self = (value << count) + Integer(word)
  }
}
