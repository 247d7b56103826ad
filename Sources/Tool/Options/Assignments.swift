import Vlasov

/// The words of an invocation: an id, `output=NAME`, and `name=value` parameters, in any order.
struct Assignments {
  let id: String
  /// The reserved name `output`.
  let output: String?
  let parameters: [(name: String, text: String)]

  /// `output=all`: every output that the parameters allow.
  var asksForAllOutputs: Bool { output == "all" }

  /// - Parameter idKind: what the id names, for the message that it is missing.
  /// - Throws: `InputError` for a missing id, a word that is neither, a repeated `output`, an unreadable
  ///   `@file`.
  init(
    _ words: [String], idKind: String = "id of a result, such as retrieval.t-crit; see `vlasov list`"
  ) throws {
    guard let first = words.first(where: { !$0.contains("=") }) else {
      throw InputError(parameter: "id", "expected the \(idKind)")
    }
    id = first
    var rest = words
    if let place = rest.firstIndex(of: first) { rest.remove(at: place) }
    (output, parameters) = try Self.read(rest)
  }

  /// - Parameter pairs: names and texts; `output` is reserved.
  /// - Throws: as for words.
  init(id: String, pairs: [(name: String, text: String)]) throws {
    self.id = id
    (output, parameters) = try Self.read(pairs: pairs)
  }

  /// Words without an id.
  static func read(_ words: [String]) throws -> (output: String?, parameters: [(name: String, text: String)])
  {
    try read(
      pairs: words.map { word in
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
          throw InputError(value: word, "expected name=value instead of `\(word)`")
        }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
      })
  }

  private static func read(
    pairs: [(name: String, text: String)]
  ) throws -> (output: String?, parameters: [(name: String, text: String)]) {
    var output: String?
    var parameters: [(name: String, text: String)] = []
    for (name, given) in pairs {
      let text = try Self.text(given, of: name)
      if text.allSatisfy(\.isWhitespace) {
        throw InputError(parameter: name, value: text, "\(name)= has no value")
      }
      if name == "output" {
        if output != nil { throw InputError(parameter: name, value: text, "output is given more than once") }
        output = text
      } else {
        parameters.append((name, text))
      }
    }
    return (output, parameters)
  }

  /// `@file` stands for the contents of a file.
  private static func text(_ value: String, of name: String) throws -> String {
    guard value.hasPrefix("@") else { return value }
    return try FileValue.text(String(value.dropFirst()), of: name)
  }

  /// The outputs asked for, each with its arguments.
  ///
  /// With `output=all` those that the parameters allow; throws the first reason when there is none.
  func evaluations(
    of record: Record, forCheck: Bool = false
  ) throws -> [(output: OutputSpec, arguments: Arguments)] {
    guard asksForAllOutputs else {
      let chosen = try record.output(named: output)
      return [(chosen, try record.arguments(parameters, output: chosen.name, forCheck: forCheck))]
    }
    // Names the card when there is nothing to evaluate.
    _ = try record.output(named: nil)
    var found: [(OutputSpec, Arguments)] = []
    var reason: InputError?
    for spec in record.outputs {
      do {
        found.append((spec, try record.arguments(parameters, output: spec.name, forCheck: forCheck)))
      } catch let error as InputError {
        reason = reason ?? error
      }
    }
    if found.isEmpty, let reason { throw reason }
    return found
  }
}
