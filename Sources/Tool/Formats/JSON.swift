import Foundation

/// A JSON value whose objects keep the order of their keys, so that equal answers print alike.
package enum JSON: Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case unsigned(UInt64)
  /// A float of a simulation, in its shortest exact form; null when it is not finite.
  case number(Double)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])
  /// Already encoded.
  case encoded([UInt8])

  /// The version of docs/schema.json.
  package static let schemaVersion = 1

  /// A string, or null when there is none.
  static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  /// Seconds to the microsecond.
  package static func seconds(_ seconds: Double) -> JSON { .number((seconds * 1e6).rounded() / 1e6) }

  static func pairs(_ pairs: [(name: String, text: String)]) -> JSON {
    .object(pairs.map { ($0.name, .string($0.text)) })
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  var bytes: [UInt8] {
    var out: [UInt8] = []
    append(to: &out)
    return out
  }

  /// On one line.
  func append(to out: inout [UInt8]) {
    switch self {
    case .array(let items):
      out.append(UInt8(ascii: "["))
      for (i, item) in items.enumerated() {
        if i > 0 { out.append(UInt8(ascii: ",")) }
        item.append(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let pairs):
      out.append(UInt8(ascii: "{"))
      for (i, (key, value)) in pairs.enumerated() {
        if i > 0 { out.append(UInt8(ascii: ",")) }
        JSON.quote(key, &out)
        out.append(UInt8(ascii: ":"))
        value.append(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    default: appendLeaf(to: &out)
    }
  }

  private func appendLeaf(to out: inout [UInt8]) {
    switch self {
    case .boolean(let b): out += (b ? "true" : "false").utf8
    case .integer(let n): out += String(n).utf8
    case .unsigned(let n): out += String(n).utf8
    case .number(let x) where x.isFinite: out += JSON.shortest(x).utf8
    case .string(let s): JSON.quote(s, &out)
    case .encoded(let bytes): out += bytes
    case .null, .number, .array, .object: out += "null".utf8
    }
  }

  /// Whole numbers without `.0`.
  static func shortest(_ x: Double) -> String {
    let text = "\(x)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Quotes text as UTF-8, escaping quotes, backslashes and control characters.
  private static func quote(_ text: String, _ out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    defer { out.append(UInt8(ascii: "\"")) }
    var text = text
    let isPlain = text.withUTF8 { bytes in
      for b in bytes where b < 0x20 || b == UInt8(ascii: "\"") || b == UInt8(ascii: "\\") || b == 0x7F {
        return false
      }
      out.append(contentsOf: bytes)
      return true
    }
    if isPlain { return }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): out += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case UInt8(ascii: "\t"): out += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      case 0..<0x20, 0x7F:
        out += [UInt8(ascii: "\\"), UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")]
        out += [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: out.append(byte)
      }
    }
  }

  private static let hex = Array("0123456789abcdef".utf8)
}
