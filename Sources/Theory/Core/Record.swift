import VlasovSimulation
import VlasovSymbols

/// Reference digits with the parameters they belong to: all printed digits are right, the last one rounded.
public struct ReferenceValue: Sendable {
  public let parameters: String
  public let value: String

  /// - Parameter parameters: as on the command line, e.g. `beta=1 M=8 output=t_fold`.
  public init(_ parameters: String, _ value: String) {
    self.parameters = parameters
    self.value = value
  }
}

/// The independent float simulation that `verify` runs against the closed form.
public struct CrossCheck: Sendable {
  /// What is simulated, in one line.
  public let simulates: String
  /// The error law by which the two are compared, in one line.
  public let law: String
  /// Parameters at which it runs by default, as on the command line.
  public let defaultParameters: String
  /// Runs the simulation at the parameters; `closedForm` gives certified values as Doubles at any parameters.
  public let run: @Sendable (Context) throws -> CrossCheckReport

  /// What a cross-check may use.
  public struct Context: Sendable {
    /// The parameters, as they were given and read as Doubles.
    public let arguments: Arguments
    public let parameters: Lifted<Double>
    /// The output under test.
    public let output: String
    public let seed: UInt64
    public let threads: Int
    /// The value under test: the closed form at these parameters with some of them replaced.
    public let closedForm: @Sendable (_ replacing: [String: String]) throws -> Double
    /// The same for a vector or matrix output, all entries; also when the output is one of them.
    public let closedMatrix: @Sendable (_ replacing: [String: String]) throws -> Matrix<Double>
  }

  public init(
    simulates: String, law: String, defaultParameters: String,
    run: @escaping @Sendable (Context) throws -> CrossCheckReport
  ) {
    self.simulates = simulates
    self.law = law
    self.defaultParameters = defaultParameters
    self.run = run
  }
}

/// A hypothesis of a result: inequalities that are decided rigorously.
public struct Hypothesis: Sendable {
  public enum Role: Sendable {
    /// Without it the result has no value: `eval` refuses when it is refuted.
    case required
    /// Belongs to the theorem's reading; only `check` reports it.
    case reported
  }

  /// The inequality in plain text, e.g. `t sup_n a_n <= min(3 - sqrt(3), 2(1 - exp(-lambda)))`.
  public let text: String
  public let role: Role
  /// The outputs it belongs to; `nil` means all.
  public let outputs: Set<String>?
  /// Optional parameters without which it does not apply (it speaks about them).
  public let needs: [String]
  let question: Question

  /// How a hypothesis is decided.
  enum Question: Sendable {
    /// The inequality itself, over the parameters read as exact expressions.
    case comparison(@Sendable (Lifted<Expression>) throws -> Comparison)
    /// By a computation.
    case computation(@Sendable (Arguments) throws -> Finding)
  }

  /// What the computation of a hypothesis finds at the working precision.
  public enum Finding: Sendable {
    /// Both sides, enclosed; and the verdict where more than the balls decides it.
    case sides(Ball, Relation, Ball, verdict: Verdict = .undecided)
    /// A verdict without numbers, and why.
    case verdict(Verdict, String? = nil)
  }

  public init(
    _ text: String, _ role: Role = .required, outputs: Set<String>? = nil, needs: [String] = [],
    _ comparison: @escaping @Sendable (Lifted<Expression>) throws -> Comparison
  ) {
    self.text = text
    self.role = role
    self.outputs = outputs
    self.needs = needs
    question = .comparison(comparison)
  }

  /// The inequality over exact expressions; nil for a hypothesis that is decided by a computation.
  public func comparison(_ p: Lifted<Expression>) throws -> Comparison? {
    if case .comparison(let comparison) = question { try comparison(p) } else { nil }
  }

  /// A hypothesis that no expression states: exact linear algebra, a threshold that an algorithm encloses.
  ///
  /// - Parameter deciding: called with growing precision until the verdict, or the relation of the sides, is decided.
  @_disfavoredOverload
  public init(
    _ text: String, _ role: Role = .required, outputs: Set<String>? = nil, needs: [String] = [],
    deciding: @escaping @Sendable (Arguments) throws -> Finding
  ) {
    self.text = text
    self.role = role
    self.outputs = outputs
    self.needs = needs
    question = .computation(deciding)
  }
}

/// Everything the catalogue knows about a result; whatever the tool shows is derived from it.
public struct Record: Sendable {
  /// `theme.slug`, permanent.
  public let id: String
  public let title: String
  /// The statement in LaTeX, in words and symbols.
  public let statement: String
  public let source: Source
  public let parameters: [ParameterSpec]
  /// Empty for a card: a result that is listed and shown, without a value.
  public let outputs: [OutputSpec]
  public let hypotheses: [Hypothesis]
  /// For results that are algorithms: the method in words.
  public let method: String?
  /// Remarks a user should see: limits, traps, what lies beyond the paper.
  public let notes: [String]
  public let crossCheck: CrossCheck?
  public let references: [ReferenceValue]
  public let related: [String]

  public init(
    id: String, title: String, statement: String, source: Source, parameters: [ParameterSpec] = [],
    outputs: [OutputSpec] = [], hypotheses: [Hypothesis] = [], method: String? = nil, notes: [String] = [],
    crossCheck: CrossCheck? = nil, references: [ReferenceValue] = [], related: [String] = []
  ) {
    self.id = id
    self.title = title
    self.statement = statement
    self.source = source
    self.parameters = parameters
    self.outputs = outputs
    self.hypotheses = hypotheses
    self.method = method
    self.notes = notes
    self.crossCheck = crossCheck
    self.references = references
    self.related = related
  }

  public var isCard: Bool { outputs.isEmpty }
  public var theme: String { String(id.prefix { $0 != "." }) }
  public func parameter(_ name: String) -> ParameterSpec? { parameters.first { $0.name == name } }
}
