import VlasovNumbers

/// Reads the text of one exact number.
///
/// A decimal (`12`, `-0.1`, `.5`, `5.`, `1e6`, `1.5e-3`), a quotient of integers (`3/7`), a power of integers
/// (`2^-5`) or a hexadecimal float (`0x1.8p-3`), each with an optional sign. All of them are taken exactly: `0.1` is
/// one tenth and not the nearest double.
enum NumberText {
  /// Why a text is not a number of a sample.
  enum Fault: Error, Equatable {
    case malformed
    case notFinite
    /// Beyond the largest double.
    case tooLarge
    /// Not 0, and so small that its exponent is beyond any use.
    case tooSmall
  }

  /// The largest decimal or binary exponent, of either sign, that a text may have.
  static let largestExponent = 1_000_000

  /// The number that the whole of `bytes` writes.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<SampleNumber, Fault> {
    guard let start = bytes.baseAddress else { return .failure(.malformed) }
    var place = start
    if let number = ordinary(&place, start + bytes.count), place == start + bytes.count {
      return .success(number)
    }
    return unusual(bytes)
  }

  static func read(_ text: some StringProtocol) -> Result<SampleNumber, Fault> {
    Array(text.utf8).withUnsafeBufferPointer { read($0) }
  }

  /// What is wrong with a text, for a message that has shown it.
  static func explanation(_ fault: Fault, _ bytes: some Collection<UInt8>) -> String {
    switch fault {
    case .malformed:
      let hint = bytes.contains(UInt8(ascii: ",")) && !bytes.contains(UInt8(ascii: "."))
      return "is not a number" + (hint ? " (a decimal has a point)" : "")
    case .notFinite: return "is not a finite number"
    case .tooLarge: return "is beyond the range of doubles"
    case .tooSmall: return "is closer to 0 than 10^-\(largestExponent)"
    }
  }

  // MARK: Ordinary decimals and hexadecimal floats

  /// Powers of 5 below 2^63.
  static let fives: [UInt64] = (0...27).map { k in (0..<k).reduce(1) { x, _ in x * 5 } }

  /// Reads the longest decimal or hexadecimal float at `place` that fits a machine word, and moves `place` behind it.
  ///
  /// Nil, with `place` anywhere, when there is none or it takes more: the whole text then goes to `unusual`. Whatever
  /// follows the number is for the caller to judge.
  @inline(__always)
  static func ordinary(_ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> SampleNumber? {
    var p = place
    guard p < end else { return nil }
    let negative = p.pointee == UInt8(ascii: "-")
    if negative || p.pointee == UInt8(ascii: "+") { p += 1 }
    var significand: UInt64 = 0
    let first = p
    while p < end {
      let digit = p.pointee &- 48
      guard digit < 10 else { break }
      // Below 10^19 after the step.
      guard significand < 1_000_000_000_000_000_000 else { return nil }
      significand = significand &* 10 &+ UInt64(digit)
      p += 1
    }
    var digits = p - first
    var exponent = 0
    if p < end, p.pointee == UInt8(ascii: ".") {
      p += 1
      let fraction = p
      while p < end {
        let digit = p.pointee &- 48
        guard digit < 10 else { break }
        guard significand < 1_000_000_000_000_000_000 else { return nil }
        significand = significand &* 10 &+ UInt64(digit)
        p += 1
      }
      exponent = fraction - p
      digits -= exponent
    }
    guard digits > 0 else { return nil }
    if p < end {
      let next = p.pointee | 0x20
      if next == UInt8(ascii: "e") {
        guard let written = Self.exponent(&p, end) else { return nil }
        exponent += written
      } else if next == UInt8(ascii: "x") {
        guard digits == 1, significand == 0, exponent == 0, p == first + 1 else { return nil }
        place = p + 1
        return hexadecimal(&place, end, negative)
      }
    }
    place = p
    return decimal(significand, exponent, negative)
  }

  /// The `e-12` at `p`, of at most seven digits.
  private static func exponent(_ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int? {
    p += 1
    guard p < end else { return nil }
    let negative = p.pointee == UInt8(ascii: "-")
    if negative || p.pointee == UInt8(ascii: "+") { p += 1 }
    var value = 0
    let first = p
    while p < end {
      let digit = p.pointee &- 48
      guard digit < 10 else { break }
      guard p - first < 7 else { return nil }
      value = value * 10 + Int(digit)
      p += 1
    }
    guard p > first else { return nil }
    return negative ? -value : value
  }

  /// significand · 10^exponent for a significand below 10^19: a double when it is one.
  @inline(__always)
  private static func decimal(_ significand: UInt64, _ exponent: Int, _ negative: Bool) -> SampleNumber? {
    if significand == 0 { return .double(0) }
    // m·10^e = (m·5^e)·2^e, and a decimal with a factor of 5 in its denominator is no double.
    if exponent >= 0 {
      if exponent <= 22 {
        let (product, overflow) = significand.multipliedReportingOverflow(by: fives[exponent])
        if !overflow, let x = double(product, exponent, negative) { return x }
      }
    } else if exponent >= -27, significand % 5 == 0 {
      let (quotient, rest) = significand.quotientAndRemainder(dividingBy: fives[-exponent])
      if rest == 0, let x = double(quotient, exponent, negative) { return x }
    }
    // Beyond the words, or possibly beyond the doubles.
    guard significand <= UInt64(Int64.max), exponent <= 280, exponent >= -largestExponent else { return nil }
    let signed = Int64(significand)
    return .decimal(negative ? -signed : signed, exponent: Int32(exponent))
  }

  /// m·2^e as a double when it is one and normal.
  @inline(__always)
  private static func double(_ m: UInt64, _ e: Int, _ negative: Bool) -> SampleNumber? {
    if m == 0 { return .double(0) }
    let width = 64 - m.leadingZeroBitCount
    guard width - m.trailingZeroBitCount <= 53, width + e <= 1024, width + e > -1022 else { return nil }
    let size = Double(sign: .plus, exponent: e, significand: Double(m))
    return .double(negative ? -size : size)
  }

  /// The `1.8p-3` of a hexadecimal float at `p`, of at most sixteen digits and a normal double.
  private static func hexadecimal(
    _ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ negative: Bool
  ) -> SampleNumber? {
    var significand: UInt64 = 0
    var digits = 0
    var places = 0
    var hasPoint = false
    while p < end {
      if let digit = nibble(p.pointee) {
        guard significand >> 60 == 0 else { return nil }
        significand = significand << 4 | digit
        digits += 1
        if hasPoint { places += 4 }
      } else if p.pointee == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      p += 1
    }
    guard digits > 0 else { return nil }
    var exponent = 0
    if p < end, p.pointee | 0x20 == UInt8(ascii: "p") {
      guard let written = Self.exponent(&p, end) else { return nil }
      exponent = written
    }
    return double(significand, exponent - places, negative)
  }

  private static func nibble(_ byte: UInt8) -> UInt64? {
    switch byte {
    case 48...57: UInt64(byte - 48)
    case 65...70: UInt64(byte - 55)
    case 97...102: UInt64(byte - 87)
    default: nil
    }
  }
}
