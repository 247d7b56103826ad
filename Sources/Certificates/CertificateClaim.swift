/// `OUTPUT REL EXPR`, or `OUTPUT REL OUTPUT`: what a comparison states.
public struct CertificateClaim: Sendable {
  /// What the output is compared with.
  public enum Side: Sendable {
    case expression(Expression)
    case output(String)
  }

  public let text: String
  public let output: String
  public let relation: Relation
  public let right: Side

  static let grammar = "OUTPUT REL EXPR or OUTPUT REL OUTPUT with REL one of > >= < <="

  /// - Parameter output: what `value` means.
  /// - Throws: `InputError` when it is malformed.
  public init(parsing text: String, of record: Record, output: String) throws {
    func fail(_ why: String) -> InputError {
      InputError(
        parameter: "--claim", value: text, domain: Self.grammar, "--claim '\(text)': \(why)")
    }
    guard let place = text.firstIndex(where: { $0 == "<" || $0 == ">" }) else {
      throw fail("expected \(Self.grammar)")
    }
    let next = text.index(after: place)
    let isOr = next < text.endIndex && text[next] == "="
    relation = text[place] == "<" ? (isOr ? .lessOrEqual : .less) : isOr ? .greaterOrEqual : .greater
    func trimmed(_ part: Substring) -> String {
      part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let name = trimmed(text[..<place])
    let rest = trimmed(text[(isOr ? text.index(after: next) : next)...])
    let names = record.outputs.map(\.name)
    self.text = text
    self.output = name == "value" && !names.contains(name) ? output : name
    guard names.contains(self.output) else {
      throw fail("\(name) is not an output of \(record.id) (\(names.joined(separator: ", ")))")
    }
    if names.contains(rest) {
      right = .output(rest)
      return
    }
    let variables = record.parameters.map { Variable($0.name, latex: $0.symbol) }
    do {
      right = .expression(try Parser(variables: variables).parse(rest))
    } catch {
      throw fail("\(error)")
    }
  }
}
