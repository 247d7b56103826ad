import Foundation
import Vlasov

/// Reads comma-separated records (RFC 4180: quoted fields, doubled quotes, either line end) as they come.
struct CSVReader {
  struct Row {
    let fields: [String]
    /// The line on which the record starts, from 1.
    let line: Int
  }

  private let name: String
  private let descriptor: Int32
  private var block: [UInt8] = []
  private var next = 0
  private var isAtEnd = false
  private var line = 1

  init(_ descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// The next record; blank lines are skipped. Nil at the end.
  ///
  /// - Throws: `InputError` naming the line, for a quote in the wrong place or a file that cannot be read.
  mutating func row() throws -> Row? {
    while true {
      let start = line
      guard let fields = try record() else { return nil }
      if fields.count == 1 && fields[0].allSatisfy(\.isWhitespace) { continue }
      return Row(fields: fields, line: start)
    }
  }

  private mutating func record() throws -> [String]? {
    guard try peek() != nil else { return nil }
    var fields: [String] = []
    while true {
      let isQuoted = try peek() == UInt8(ascii: "\"")
      let bytes = isQuoted ? try quoted() : try plain()
      fields.append(String(decoding: bytes, as: UTF8.self))
      guard let end = try byte() else { return fields }
      if end == UInt8(ascii: ",") { continue }
      if end == UInt8(ascii: "\r"), try peek() == UInt8(ascii: "\n") { next += 1 }
      line += 1
      return fields
    }
  }

  private func isDelimiter(_ b: UInt8) -> Bool {
    b == UInt8(ascii: ",") || b == UInt8(ascii: "\n") || b == UInt8(ascii: "\r")
  }

  private mutating func plain() throws -> [UInt8] {
    var bytes: [UInt8] = []
    while let b = try peek(), !isDelimiter(b) {
      if b == UInt8(ascii: "\"") { throw failure("a quote inside an unquoted field") }
      bytes.append(b)
      next += 1
    }
    return bytes
  }

  private mutating func quoted() throws -> [UInt8] {
    let start = line
    next += 1
    var bytes: [UInt8] = []
    while let b = try byte() {
      if b == UInt8(ascii: "\n") { line += 1 }
      guard b == UInt8(ascii: "\"") else {
        bytes.append(b)
        continue
      }
      guard let after = try peek(), !isDelimiter(after) else { return bytes }
      guard after == b else { throw failure("text after a quoted field") }
      bytes.append(b)
      next += 1
    }
    line = start
    throw failure("a quoted field without its closing quote")
  }

  private mutating func byte() throws -> UInt8? {
    guard let b = try peek() else { return nil }
    next += 1
    return b
  }

  private mutating func peek() throws -> UInt8? {
    if next < block.count { return block[next] }
    if isAtEnd { return nil }
    try fill()
    return try peek()
  }

  private mutating func fill() throws {
    let isFirst = block.isEmpty
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let n = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if n < 0 && errno == EINTR { return }
    guard n >= 0 else { throw failure(POSIXFailure(code: errno).description) }
    isAtEnd = n == 0
    block = Array(bytes.prefix(n))
    // A byte order mark says nothing.
    next = isFirst && block.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  func failure(_ why: String) -> InputError { Self.failure(name, line, why) }

  static func failure(_ name: String, _ line: Int, _ why: String) -> InputError {
    InputError(parameter: "--from", value: name, "\(name), line \(line): \(why)")
  }
}
