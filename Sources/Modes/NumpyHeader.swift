/// The header of a NumPy array file (.npy): the type of its entries, their order and the shape.
struct NumpyHeader {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  let type: String
  let isColumnMajor: Bool
  let shape: [Int]

  /// Reads the header.
  ///
  /// - Parameter bytes: what was read so far; on return, all up to the end of the header.
  /// - Throws: `SampleError` for a file that ends early or is none.
  init(_ source: ByteSource, _ bytes: inout [UInt8]) throws {
    func failure(_ message: String) -> SampleError { SampleError("\(source.name): \(message)") }
    func need(_ count: Int) throws {
      _ = try source.fill(&bytes, to: count)
      guard bytes.count >= count else { throw failure("ends early, inside its header") }
    }
    try need(10)
    let version = Int(bytes[6])
    guard (1...3).contains(version) else {
      throw failure("npy version \(version).\(bytes[7]): expected 1 to 3")
    }
    let field = version == 1 ? 2 : 4
    try need(8 + field)
    let length = (0..<field).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    guard length <= 1 << 20 else { throw failure("a header of \(length) bytes") }
    try need(8 + field + length)
    let text = String(decoding: bytes[(8 + field)...], as: UTF8.self)
    guard let type = Self.value("descr", in: text), let order = Self.value("fortran_order", in: text),
      let shape = Self.value("shape", in: text), let sizes = Self.sizes(shape)
    else { throw failure("a header that is no npy dictionary") }
    (self.type, isColumnMajor, self.shape) = (type, order == "True", sizes)
  }

  /// `(3, 4)`
  var shapeText: String { "(" + shape.map(String.init).joined(separator: ", ") + ")" }

  /// The text of `'key': value` in a dictionary of literals, without quotes.
  private static func value(_ key: String, in text: String) -> String? {
    for quote in ["'", "\""] {
      let parts = text.split(
        separator: "\(quote)\(key)\(quote)", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      let tail = parts[1].drop { $0 == " " || $0 == ":" }
      guard let first = tail.first else { return nil }
      if first == "'" || first == "\"" { return String(tail.dropFirst().prefix { $0 != first }) }
      let closing: [Character: Character] = ["(": ")", "[": "]"]
      if let close = closing[first] {
        // A structured type nests: its text is only shown.
        guard let end = first == "[" ? tail.lastIndex(of: close) : tail.firstIndex(of: close) else {
          return nil
        }
        return String(tail[...end])
      }
      return String(tail.prefix { $0.isLetter || $0.isNumber })
    }
    return nil
  }

  /// `(3, 4)`, `(3,)`, `()`.
  private static func sizes(_ text: String) -> [Int]? {
    guard text.hasPrefix("("), text.hasSuffix(")") else { return nil }
    let parts = text.dropFirst().dropLast().split(separator: ",").map { $0.filter { $0 != " " } }
    let sizes = parts.filter { !$0.isEmpty }.map { Int($0) ?? -1 }
    return sizes.allSatisfy { $0 >= 0 } ? sizes : nil
  }
}
