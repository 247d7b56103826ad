@_exported import VlasovTheory

/// A claim of mathematics that a certificate carries: what the independent checker proves, nothing about how.
public enum Statement: Sendable {
  /// lower <= expression <= upper
  case enclosure(Expression, Bounds)
  /// left relation right
  case comparison(Expression, Relation, Expression)
  /// A conclusion for all values of variables.
  case range([RangeVariable], Conclusion)
  /// One root in a bracket, enclosed.
  case root(RootStatement)
  /// expression = value
  case exact(Expression, Rational)
  /// For all w >= 0 with w e^w = argument: lower <= expression in w <= upper.
  case implicit(ImplicitStatement)
  /// A statement with a form of its own.
  case special(any SpecialStatement)

  /// What a range says of each point.
  public enum Conclusion: Sendable {
    case enclosure(Expression, Bounds)
    case comparison(Expression, Relation, Expression)
  }

  /// The kind as certificates name it.
  public var kind: String {
    switch self {
    case .enclosure: "enclosure"
    case .comparison: "comparison"
    case .range: "range"
    case .root: "root"
    case .exact: "exact"
    case .implicit: "implicit"
    case .special(let s): s.kind
    }
  }
}

/// Decimal end-points, as certificates print them.
public struct Bounds: Sendable, Hashable {
  public let lower: String
  public let upper: String

  public init(lower: String, upper: String) { (self.lower, self.upper) = (lower, upper) }
}

/// A variable that ranges over an interval with exact ends.
public struct RangeVariable: Sendable {
  public let name: String
  public let lower: Expression
  public let upper: Expression

  public init(_ name: String, _ lower: Expression, _ upper: Expression) {
    (self.name, self.lower, self.upper) = (name, lower, upper)
  }
}

/// `left = right` has exactly one solution in [bracket.lower, bracket.upper], and it lies within the bounds.
public struct RootStatement: Sendable {
  public let variable: String
  public let left: Expression
  /// 0 when the equation is not written with two sides.
  public let right: Expression
  public let bracket: (lower: Expression, upper: Expression)
  public let bounds: Bounds

  public init(
    variable: String, left: Expression, right: Expression, bracket: (lower: Expression, upper: Expression),
    bounds: Bounds
  ) {
    (self.variable, self.left, self.right, self.bracket, self.bounds) = (
      variable, left, right, bracket, bounds
    )
  }
}

/// A statement about the w >= 0 with w e^w = argument, the value of Lambert's function.
public struct ImplicitStatement: Sendable {
  public let variable: String
  public let argument: Expression
  public let expression: Expression
  public let bounds: Bounds
  /// Decimals around w, for the proof.
  public let solution: Bounds

  public init(
    variable: String, argument: Expression, expression: Expression, bounds: Bounds, solution: Bounds
  ) {
    (self.variable, self.argument, self.expression) = (variable, argument, expression)
    (self.bounds, self.solution) = (bounds, solution)
  }
}

/// A statement that no expression makes: definiteness of a matrix, a count, an identity of matrices.
public protocol SpecialStatement: Sendable {
  /// The kind as certificates name it: `definite`, `exact`, ...
  var kind: String { get }
  /// The statement in words, on one line.
  var text: String { get }
  /// What the JSON certificate holds of it beside the members that all certificates have.
  var members: [(String, JSONValue)] { get }
  /// The files of lemmas that its theorem needs beside the common ones.
  var coqLibraries: [String] { get }
  /// The theorem for Coq; throws `Uncertifiable` when there is none.
  func coq(_ hints: Hints) throws -> CoqTheorem
}

extension SpecialStatement {
  public var coqLibraries: [String] { [] }
}

/// The parts of a theorem in Coq, without its name.
public struct CoqTheorem: Sendable {
  /// Definitions that stand before it, as whole lines; names in them must be prefixed by `{name}`, which
  /// stands for the theorem's own.
  public var definitions: String
  public var statement: String
  /// Between `Proof.` and `Qed.`
  public var proof: String

  public init(definitions: String = "", statement: String, proof: String) {
    (self.definitions, self.statement, self.proof) = (definitions, statement, proof)
  }
}
