/// A parsed JSON text; objects keep the order of their keys, numbers their text.
indirect enum ParsedJSON: Equatable {
  case null
  case boolean(Bool)
  case number(String)
  case string(String)
  case array([ParsedJSON])
  case object([Pair])

  struct Pair: Equatable {
    let key: String
    let value: ParsedJSON
  }

  /// A string, or a number or boolean as it is written.
  var text: String? {
    switch self {
    case .string(let s), .number(let s): s
    case .boolean(let b): b ? "true" : "false"
    default: nil
    }
  }

  subscript(key: String) -> ParsedJSON? {
    guard case .object(let pairs) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }
}

/// Reads JSON (RFC 8259); repeated keys are refused.
struct JSONReader {
  struct Failure: Error { let message: String }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0
  private static let deepest = 64
  private static let small = 16

  static func read(_ text: String) throws -> ParsedJSON {
    var text = text
    return try text.withUTF8 { bytes in
      var reader = JSONReader(bytes: bytes)
      let value = try reader.value(0)
      reader.skipSpace()
      guard reader.place == bytes.count else { throw reader.failure("text after the value") }
      return value
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private func failure(_ why: String) -> Failure { Failure(message: "JSON, byte \(place + 1): \(why)") }
  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let b = next, b == 0x20 || b == 0x0A || b == 0x0D || b == 0x09 { place += 1 }
  }

  private mutating func take(_ c: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: c) else { return false }
    place += 1
    return true
  }

  private mutating func value(_ depth: Int) throws -> ParsedJSON {
    guard depth < Self.deepest else { throw failure("nested too deeply") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: ParsedJSON) throws -> ParsedJSON {
    let end = place + text.utf8CodeUnitCount
    guard end <= bytes.count,
      bytes[place..<end].elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: end - place))
    else { throw failure("no value") }
    place = end
    return value
  }

  private mutating func number() throws -> ParsedJSON {
    let start = place
    _ = take("-")
    guard let first = next, Self.isDigit(first) else { throw failure("no value") }
    digits()
    guard first != UInt8(ascii: "0") || place - start <= (bytes[start] == UInt8(ascii: "-") ? 2 : 1) else {
      throw failure("a number that starts with 0")
    }
    if take(".") { try someDigits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try someDigits()
    }
    return .number(String(decoding: bytes[start..<place], as: UTF8.self))
  }

  private static func isDigit(_ b: UInt8) -> Bool { b >= 0x30 && b <= 0x39 }
  private mutating func digits() { while let b = next, Self.isDigit(b) { place += 1 } }
  private mutating func someDigits() throws {
    guard let b = next, Self.isDigit(b) else { throw failure("a number without digits") }
    digits()
  }

  private mutating func array(_ depth: Int) throws -> ParsedJSON {
    place += 1
    var items: [ParsedJSON] = []
    skipSpace()
    if take("]") { return .array(items) }
    while true {
      items.append(try value(depth + 1))
      skipSpace()
      if take("]") { return .array(items) }
      guard take(",") else { throw failure("expected , or ]") }
    }
  }

  private mutating func object(_ depth: Int) throws -> ParsedJSON {
    place += 1
    var pairs: [ParsedJSON.Pair] = []
    // Of large objects: comparing with every key before takes too long.
    var known: Set<String> = []
    skipSpace()
    if take("}") { return .object(pairs) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw failure("expected a key") }
      let key = try string()
      if pairs.count == Self.small { known = Set(pairs.map(\.key)) }
      let isNew =
        pairs.count < Self.small ? !pairs.contains { $0.key == key } : known.insert(key).inserted
      guard isNew else {
        throw failure("the key \"\(key)\" is given twice")
      }
      skipSpace()
      guard take(":") else { throw failure("expected :") }
      pairs.append(ParsedJSON.Pair(key: key, value: try value(depth + 1)))
      skipSpace()
      if take("}") { return .object(pairs) }
      guard take(",") else { throw failure("expected , or }") }
    }
  }

  private mutating func string() throws -> String {
    place += 1
    let start = place
    while let b = next, b != UInt8(ascii: "\""), b != UInt8(ascii: "\\"), b >= 0x20 { place += 1 }
    // Almost every string has no escapes.
    if next == UInt8(ascii: "\"") {
      defer { place += 1 }
      return String(decoding: bytes[start..<place], as: UTF8.self)
    }
    var text = Array(bytes[start..<place])
    while let b = next {
      place += 1
      switch b {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escaped().utf8
      case 0..<0x20: throw failure("a control character in a string")
      default: text.append(b)
      }
    }
    throw failure("a string without its end")
  }

  private mutating func escaped() throws -> String {
    guard let b = next else { throw failure("a string without its end") }
    place += 1
    switch b {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(b))
    case UInt8(ascii: "u"): return try codePoint()
    default: throw failure("an unknown escape")
    }
  }

  private mutating func codePoint() throws -> String {
    let high = try unit()
    if let scalar = Unicode.Scalar(high) { return String(scalar) }
    guard high < 0xDC00, take("\\"), take("u") else { throw failure("half of a surrogate pair") }
    let low = try unit()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw failure("half of a surrogate pair") }
    return String(scalar)
  }

  private mutating func unit() throws -> UInt32 {
    guard place + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16),
      bytes[place] != UInt8(ascii: "+")
    else { throw failure("an escape without four hexadecimal digits") }
    place += 4
    return value
  }
}
