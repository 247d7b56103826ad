import Vlasov
import VlasovTool

/// A JSON request: what the words of a command line say, by name.
struct Request {
  /// Keys that say what is asked; the others must be known to the reader of the request.
  private let pairs: [ParsedJSON.Pair]

  /// - Throws: `InputError` for anything but an object with keys out of `keys`.
  init(_ text: String, keys: [String]) throws {
    let parsed: ParsedJSON
    do {
      parsed = try JSONReader.read(text)
    } catch let failure as JSONReader.Failure {
      throw InputError(parameter: "request", failure.message)
    }
    guard case .object(let pairs) = parsed else {
      throw InputError(parameter: "request", "the request is no JSON object")
    }
    if let stranger = pairs.first(where: { !keys.contains($0.key) }) {
      let known = keys.joined(separator: ", ")
      throw InputError(
        parameter: stranger.key, domain: known,
        "unknown key \(stranger.key) in the request: the keys are \(known)")
    }
    self.pairs = pairs.filter { $0.value != .null }
  }

  subscript(key: String) -> ParsedJSON? { pairs.first { $0.key == key }?.value }

  func text(_ key: String) throws -> String? {
    guard let value = self[key] else { return nil }
    guard let text = value.text else {
      throw InputError(parameter: key, "\(key) of the request is neither a string nor a number")
    }
    return text
  }

  func required(_ key: String) throws -> String {
    guard let text = try text(key) else { throw InputError(parameter: key, "the request has no \(key)") }
    return text
  }

  /// Names and texts, in order.
  func parameters() throws -> [(name: String, text: String)] {
    guard let value = self["parameters"] else { return [] }
    guard case .object(let pairs) = value else {
      throw InputError(parameter: "parameters", "parameters of the request is no object")
    }
    return try pairs.map { pair in
      guard let text = pair.value.text else {
        throw InputError(parameter: pair.key, "\(pair.key) is neither a string nor a number")
      }
      return (pair.key, text)
    }
  }

  /// `--name value` for each option; flags stand alone, lists repeat.
  func options() throws -> [(name: String, text: String?)] {
    guard let value = self["options"] else { return [] }
    guard case .object(let pairs) = value else {
      throw InputError(parameter: "options", "options of the request is no object")
    }
    return try pairs.flatMap { pair -> [(name: String, text: String?)] in
      guard Self.isName(pair.key) else {
        throw InputError(parameter: pair.key, "`\(pair.key)` is no name of an option")
      }
      switch pair.value {
      case .null, .boolean(false): return []
      case .boolean(true): return [(pair.key, nil)]
      case .array(let items):
        return try items.map { item in
          guard let text = item.text else {
            throw InputError(parameter: pair.key, "--\(pair.key) is no text")
          }
          return (pair.key, text)
        }
      default:
        guard let text = pair.value.text else {
          throw InputError(parameter: pair.key, "--\(pair.key) is no text")
        }
        return [(pair.key, text)]
      }
    }
  }

  /// Letters, digits and dashes after a letter.
  private static func isName(_ key: String) -> Bool {
    func isLetter(_ b: UInt8) -> Bool { (0x61...0x7A).contains(b | 0x20) }
    guard let first = key.utf8.first, isLetter(first) else { return false }
    return key.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
  }

  func words() throws -> [String] {
    guard let value = self["words"] else { return [] }
    guard case .array(let items) = value else {
      throw InputError(parameter: "words", "words of the request is no array")
    }
    return try items.map { item in
      guard case .string(let text) = item else {
        throw InputError(parameter: "words", "words of the request are strings")
      }
      return text
    }
  }

  /// An option that is a positive integer.
  func integer(_ key: String, _ range: ClosedRange<Int>) throws -> Int? {
    guard let text = try text(key) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      let domain = "an integer from \(range.lowerBound) to \(range.upperBound)"
      throw InputError(parameter: key, value: text, domain: domain, "\(key)=\(text): expected \(domain)")
    }
    return value
  }

  /// A finite double.
  func number(_ key: String) throws -> Double? {
    guard let text = try text(key) else { return nil }
    guard let value = Double(text), value.isFinite else {
      throw InputError(
        parameter: key, value: text, domain: "a finite number", "\(key)=\(text): expected a finite number")
    }
    return value
  }

  /// The time limit in seconds.
  func seconds() throws -> Double? {
    guard let value = try number("max-seconds") else { return nil }
    guard value >= 0 else {
      throw InputError(
        parameter: "max-seconds", value: "\(value)", domain: "0 or more",
        "max-seconds=\(value): expected 0 or more")
    }
    return value
  }
}
