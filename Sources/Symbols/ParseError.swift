/// A text that is not an expression: where, what was found there, what was expected. One line.
public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The position in characters, from 1.
  public let position: Int
  public let found: String
  public let expected: String

  public init(position: Int, found: String, expected: String) {
    (self.position, self.found, self.expected) = (position, found, expected)
  }

  public var description: String { "at position \(position): found \(found), expected \(expected)" }

  /// Quotes a piece of the text on one line, shortened.
  static func quoted(_ text: some StringProtocol) -> String {
    let shown = text.prefix(24).map { $0.unicodeScalars.allSatisfy(isPrintable) ? String($0) : "?" }
    return "`\(shown.joined())\(text.count > 24 ? "..." : "")`"
  }

  private static func isPrintable(_ c: Unicode.Scalar) -> Bool {
    switch c.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
    default: true
    }
  }
}
