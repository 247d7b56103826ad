import CMPFR

extension Integer: CustomStringConvertible {
  /// The integer that `text` writes in decimal digits with an optional sign; nil for any other text.
  public init?(_ text: some StringProtocol) {
    var digits = Array(text.utf8)
    var negative = false
    if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      negative = first == UInt8(ascii: "-")
      digits.removeFirst()
    }
    guard let magnitude = Integer(digits: digits) else { return nil }
    self = negative ? -magnitude : magnitude
  }

  /// The integer of a non-empty run of ASCII decimal digits; nil when there is any other byte.
  init?(digits: [UInt8]) {
    guard !digits.isEmpty, digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    if digits.count <= 18 {
      self.init(digits.reduce(0) { $0 * 10 + Int($1 - 48) })
      return
    }
    self.init(unsafeWriting: { r in
      (digits + [0]).withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { _ = __gmpz_set_str(r, $0.baseAddress, 10) }
      }
    })
  }

  /// The decimal digits, with a minus sign in front when the integer is negative.
  public var description: String {
    if let small = asInt { return small.description }
    return withPointer { x in
      // GMP's size in base 10 is exact or one too large; then come a sign and the terminating zero.
      let capacity = __gmpz_sizeinbase(x, 10) + 2
      return String(unsafeUninitializedCapacity: capacity) { buffer in
        buffer.withMemoryRebound(to: CChar.self) { _ = __gmpz_get_str($0.baseAddress, 10, x) }
        return buffer.firstIndex(of: 0) ?? capacity
      }
    }
  }
}
