import VlasovNumbers

/// Splits a text into numbers, names and signs, one token ahead.
struct Lexer {
  enum Token: Equatable {
    case number(Rational)
    case name(String)
    case sign(UInt8)
    case end
  }

  private let text: String
  private let bytes: [UInt8]
  /// Where the next token is looked for.
  private var cursor = 0
  private(set) var token = Token.end
  /// The bytes of the current token.
  private(set) var range = 0..<0
  /// Characters before the text, when it is a part of a longer one.
  private let offset: Int

  /// Longer texts are refused.
  static let maximumLength = 1_000_000

  init(_ text: String, offset: Int) throws {
    self.text = text
    self.offset = offset
    bytes = Array(text.utf8)
    guard bytes.count <= Lexer.maximumLength else {
      throw ParseError(
        position: offset + Lexer.maximumLength + 1, found: "a text of \(bytes.count) bytes",
        expected: "at most \(Lexer.maximumLength)")
    }
    try advance()
  }

  mutating func advance() throws {
    while cursor < bytes.count, Lexer.isSpace(bytes[cursor]) { cursor += 1 }
    let start = cursor
    range = start..<start
    guard start < bytes.count else {
      token = .end
      return
    }
    let c = bytes[start]
    if Lexer.isDigit(c)
      || (c == UInt8(ascii: ".") && start + 1 < bytes.count && Lexer.isDigit(bytes[start + 1]))
    {
      token = .number(try number())
    } else if Lexer.isLetter(c) {
      while cursor < bytes.count, Lexer.isLetter(bytes[cursor]) || Lexer.isDigit(bytes[cursor]) {
        cursor += 1
      }
      token = .name(String(decoding: bytes[start..<cursor], as: UTF8.self))
    } else {
      cursor += 1
      token = .sign(c)
    }
    range = start..<cursor
  }

  /// Digits, an optional fraction, an optional exponent (only when digits follow the `e`).
  private mutating func number() throws -> Rational {
    let start = cursor
    skipDigits()
    if cursor < bytes.count, bytes[cursor] == UInt8(ascii: ".") {
      cursor += 1
      skipDigits()
    }
    if cursor < bytes.count, bytes[cursor] | 32 == UInt8(ascii: "e") {
      var ahead = cursor + 1
      if ahead < bytes.count, bytes[ahead] == UInt8(ascii: "+") || bytes[ahead] == UInt8(ascii: "-") {
        ahead += 1
      }
      if ahead < bytes.count, Lexer.isDigit(bytes[ahead]) {
        cursor = ahead
        skipDigits()
      }
    }
    let literal = String(decoding: bytes[start..<cursor], as: UTF8.self)
    guard let value = Rational(decimal: literal) else {
      throw ParseError(
        position: position(of: start), found: ParseError.quoted(literal),
        expected: "a decimal exponent of at most \(Rational.maximumDecimalExponent) in size")
    }
    return value
  }

  private mutating func skipDigits() {
    while cursor < bytes.count, Lexer.isDigit(bytes[cursor]) { cursor += 1 }
  }

  private static func isDigit(_ c: UInt8) -> Bool { c >= 48 && c <= 57 }
  private static func isLetter(_ c: UInt8) -> Bool {
    (c | 32 >= 97 && c | 32 <= 122) || c == UInt8(ascii: "_")
  }
  private static func isSpace(_ c: UInt8) -> Bool { c == 32 || (c >= 9 && c <= 13) }

  // MARK: Errors

  /// The position, from 1 and in characters, of a byte.
  private func position(of byte: Int) -> Int {
    let index = text.utf8.index(text.utf8.startIndex, offsetBy: byte)
    return offset + text[..<index].count + 1
  }

  /// The position of the current token.
  var position: Int { position(of: range.lowerBound) }

  /// An error at the current token.
  func expected(_ what: String) -> ParseError {
    if token == .end { return ParseError(position: position, found: "the end", expected: what) }
    let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
    // A sign may be the first byte of a longer character.
    let found = if case .sign = token { text[start...].prefix(1) } else { text[start...].prefix(range.count) }
    return ParseError(position: position, found: ParseError.quoted(found), expected: what)
  }
}
