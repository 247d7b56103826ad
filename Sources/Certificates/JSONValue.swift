/// A JSON value whose objects keep the order of their keys. Numbers that matter are strings.
public enum JSONValue: Sendable {
  case integer(Int)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])
  /// Already JSON.
  case encoded(String)

  /// The tree of an expression.
  public static func tree(_ e: Expression) -> JSONValue { .encoded(JSONPrinter().print(e)) }

  /// On one line.
  public var text: String {
    switch self {
    case .integer(let n): "\(n)"
    case .string(let s): JSONPrinter.quoted(s)
    case .array(let items): "[\(items.map(\.text).joined(separator: ", "))]"
    case .object(let pairs):
      "{\(pairs.map { "\(JSONPrinter.quoted($0.0)): \($0.1.text)" }.joined(separator: ", "))}"
    case .encoded(let text): text
    }
  }
}
