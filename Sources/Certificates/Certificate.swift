/// An independent program that checks certificates.
public enum Checker: String, Sendable, CaseIterable {
  case coq, arb
}

/// Why something has no certificate.
public struct Uncertifiable: Error, Sendable, CustomStringConvertible {
  public let reason: String
  public init(_ reason: String) { self.reason = reason }
  public var description: String { reason }
}

/// Numbers that steer a proof. Nothing rests on them: a checker that follows them proves the statement or
/// fails.
public struct Hints: Sendable, Hashable {
  /// How many terms of each series are added.
  public var terms: Int
  /// Working precision.
  public var bits: Int
  /// Terms and precision for the sign of a derivative, or for pieces of a range.
  public var coarseTerms: Int?
  public var coarseBits: Int?
  /// Degree of Taylor models.
  public var degree: Int?
  /// How many pieces an integral may be cut into.
  public var fuel: Int?
  /// An integral is enclosed to 2^-width.
  public var width: Int?

  public init(
    terms: Int, bits: Int, coarseTerms: Int? = nil, coarseBits: Int? = nil, degree: Int? = nil,
    fuel: Int? = nil, width: Int? = nil
  ) {
    (self.terms, self.bits, self.coarseTerms, self.coarseBits) = (terms, bits, coarseTerms, coarseBits)
    (self.degree, self.fuel, self.width) = (degree, fuel, width)
  }

  var json: JSONValue {
    let optional: [(String, Int?)] = [
      ("terms", terms), ("bits", bits), ("coarseTerms", coarseTerms), ("coarseBits", coarseBits),
      ("degree", degree), ("fuel", fuel), ("width", width),
    ]
    return .object(optional.compactMap { name, value in value.map { (name, .integer($0)) } })
  }
}

/// A statement about a result at exact parameters, with what an independent checker needs to prove it.
public struct Certificate: Sendable {
  /// An identifier, unique within a file.
  public var name: String
  public let id: String
  public let output: String
  public let parameters: [(name: String, text: String)]
  public let digits: Int
  public let statement: Statement
  public let hints: Hints
  /// The paper and the place in it.
  public let source: String
  public let checkers: [Checker]

  public init(
    name: String, id: String, output: String, parameters: [(name: String, text: String)], digits: Int,
    statement: Statement, hints: Hints, source: String, checkers: [Checker]
  ) {
    (self.name, self.id, self.output, self.parameters) = (name, id, output, parameters)
    (self.digits, self.statement, self.hints) = (digits, statement, hints)
    (self.source, self.checkers) = (source, checkers)
  }

  /// The version of the JSON form.
  public static let schemaVersion = 1

  /// The certificate as one JSON object.
  public var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("schema", .integer(Self.schemaVersion)), ("name", .string(name)), ("id", .string(id)),
      ("output", .string(output)),
      ("parameters", .object(parameters.map { ($0.name, .string($0.text)) })),
      ("kind", .string(statement.kind)), ("digits", .integer(digits)),
    ]
    members += statement.members
    members += [
      ("hints", hints.json), ("text", .string(text)), ("source", .string(source)),
      ("checkers", .array(checkers.map { .string($0.rawValue) })),
    ]
    return .object(members)
  }

  /// A file of certificates: an array, one certificate a line.
  public static func file(_ certificates: [Certificate]) -> String {
    certificates.isEmpty
      ? "[]\n" : "[\n" + certificates.map(\.json.text).joined(separator: ",\n") + "\n]\n"
  }

  /// The statement in words, on one line.
  public var text: String { statement.text(of: output) }
}

extension Certificate {
  /// The same certificates with numbers at the end of names that occur more than once.
  public static func uniquelyNamed(_ certificates: [Certificate]) -> [Certificate] {
    let counts = Dictionary(certificates.map { ($0.name, 1) }, uniquingKeysWith: +)
    var (next, used): ([String: Int], Set<String>) = ([:], Set(counts.keys))
    return certificates.map { certificate in
      guard counts[certificate.name, default: 0] > 1 else { return certificate }
      var renamed = certificate
      repeat {
        next[certificate.name, default: 0] += 1
        renamed.name = "\(certificate.name)_\(next[certificate.name, default: 1])"
      } while used.contains(renamed.name)
      used.insert(renamed.name)
      return renamed
    }
  }
}
