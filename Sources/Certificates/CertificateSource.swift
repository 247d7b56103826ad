/// What a result's certificate says when it is not the symbolic formula of its output.
///
/// Conform a type in `Certificates/<Theme>/` and list it in that theme's `CertificateSources`.
public protocol CertificateSource: Sendable {
  /// The result's id.
  static var id: String { get }

  /// The checkers for an output; throws `Uncertifiable` with the reason when no statement can be made. It does not
  /// look at parameters.
  static func checkers(for output: String) throws -> [Checker]

  /// The kind of an output's statement in one word, for `show`.
  static func kind(for output: String) throws -> String

  /// The statement about an output at exact parameters.
  ///
  /// - Parameters:
  ///   - output: an output's name; entries are named `Sigma[1,2]`.
  ///   - digits: digits of end-points, where the statement has any.
  /// - Throws: `Uncertifiable`; and what an evaluation throws.
  static func proposal(_ p: Arguments, output: String, digits: Int) throws -> Proposal
}

extension CertificateSource {
  public static func kind(for output: String) throws -> String { "statement of its own" }
}

/// A statement with its hints.
public struct Proposal: Sendable {
  public var statement: Statement
  public var hints: Hints
  public var checkers: [Checker]

  public init(_ statement: Statement, _ hints: Hints, checkers: [Checker] = Checker.allCases) {
    (self.statement, self.hints, self.checkers) = (statement, hints, checkers)
  }
}

/// The results that make statements of their own.
public enum CertificateSources {
  /// Each theme lists its own.
  static let all: [any CertificateSource.Type] = gaussian + retrieval

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

  /// The source for a result, when it has one.
  public static func of(_ id: String) -> (any CertificateSource.Type)? { byID[id] }
}
