import Vlasov
import VlasovTool

/// A request for a verb of the tool.
struct VerbRequest {
  private let verb: String
  private let id: String?
  private let output: String?
  private let parameters: [(name: String, text: String)]
  private let options: [(name: String, text: String?)]
  private let words: [String]

  /// - Throws: `InputError` for what is no request.
  init(_ text: String) throws {
    let request = try Request(text, keys: ["verb", "id", "parameters", "output", "options", "words"])
    verb = try request.required("verb")
    id = try request.text("id")
    output = try request.text("output")
    parameters = try request.parameters()
    options = try request.options()
    words = try request.words()
    // These print texts for a reader.
    let forReaders = ["help", "version", "generate-completion-script", "experimental-dump-help"]
    if let name = ([verb] + options.map(\.name)).first(where: forReaders.contains) {
      throw InputError(parameter: name, value: name, "\(name) is for the command line")
    }
    // On a command line these would be options.
    let names = [("verb", verb), ("id", id ?? "")] + parameters.map { ("parameters", $0.name) }
    if let (key, name) = names.first(where: { $0.1.hasPrefix("-") || $0.1.contains("=") }) {
      throw InputError(
        parameter: key, value: name, "`\(name)` is no name: it starts with a dash or holds an =")
    }
  }

  /// The words of the command line that says the same.
  var commandLine: [String] {
    var line = [verb]
    if let id { line.append(id) }
    line += parameters.map { "\($0.name)=\($0.text)" }
    if let output { line.append("output=\(output)") }
    for (name, text) in options { line.append("--\(name)" + (text.map { "=\($0)" } ?? "")) }
    if verb != "certify", verb != "figure", !options.contains(where: { $0.name == "format" }) {
      line.append("--format=json")
    }
    // What starts with a dash is a word, too.
    return words.isEmpty ? line : line + ["--"] + words
  }

  /// `eval` with the options that a call of it has: no command line is parsed. Nil for anything else, and for options that are
  /// malformed (which the command line explains).
  var evaluation: ((CallHost) -> Int32)? {
    guard verb == "eval", words.isEmpty, let id else { return nil }
    var (digits, seconds, bits): (Int?, Double?, Int?)
    for (name, text) in options {
      guard let text else { return nil }
      switch name {
      case "digits":
        guard let value = Int(text), (1...100_000).contains(value) else { return nil }
        digits = value
      case "max-seconds":
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        seconds = value
      case "max-bits":
        guard let value = Int(text), (64...(1 << 31)).contains(value) else { return nil }
        bits = value
      default: return nil
      }
    }
    let pairs = parameters + (output.map { [("output", $0)] } ?? [])
    return { host in
      Embedding.evaluate(id: id, pairs: pairs, digits: digits, seconds: seconds, bits: bits, in: host)
    }
  }
}
