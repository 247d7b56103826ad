@_exported import VlasovModes
@_exported import VlasovSimulation
@_exported import VlasovSymbols

/// What an evaluation gives at one working precision.
public enum Value: Sendable {
  case real(Ball)
  case exact(Rational)
  case integer(Integer)
  /// The entries of a matrix; a vector is a matrix of one column.
  case matrix(Matrix<Ball>)
  case exactMatrix(Matrix<Rational>)
  case word(String)
  /// A word, and what it rests on.
  case explained(String, String)
  /// +infinity as a value (a threshold that is never reached).
  case infinite
  /// A heuristic number: only its midpoint is meant, to this many digits, and nothing is enclosed; with what it rests on.
  case estimate(Ball, digits: Int, note: String)
  /// A number that comes with a certified count of modes; nil when the count is not decided.
  case counted(Int?, ModeCount)
  /// Not determined, with the reason: raising the precision may or may not help.
  case undecided(String)
}

/// A result of the catalogue.
///
/// Conform to `ClosedForm` (a formula that every reading understands), to `OrderedForm` (a formula that uses
/// minima, maxima or suprema) or, for algorithms and cards, to `Theorem` itself.
public protocol Theorem: Sendable {
  static var record: Record { get }

  /// The value at the current working precision (`Precision.bits`); called again with more bits until enough
  /// digits are certain.
  ///
  /// - Parameter output: an output's name. An entry `NAME[i,j]` of it is cut out of what this returns for the whole.
  ///
  /// Throws `Refusal` when a hypothesis fails that only the computation can see, `Undecided` when more
  /// precision cannot help, `BudgetExhausted` when the budget ends.
  static func value(_ p: Arguments, output: String) throws -> Value

  /// The formula of an output as an expression, or the expression that its defining equation sets to zero.
  static func symbolic(_ output: String) -> DefiningFormula?

  /// Throws `InputError` when parameters are missing or exclude each other in a way that the record's list of
  /// parameters cannot say. `check` asks before it decides anything; `value` throws the same.
  static func validate(_ p: Arguments) throws

  /// Whether the statement says nothing at the parameters: the answer then carries the word vacuous.
  static func isVacuous(_ p: Arguments, output: String) -> Verdict
}

extension Theorem {
  public static func validate(_ p: Arguments) throws {}
  public static func isVacuous(_ p: Arguments, output: String) -> Verdict { .refuted }
}

/// How `show` prints an output.
public enum DefiningFormula: Sendable {
  /// value = expression
  case formula(Expression)
  /// the value solves lhs = rhs
  case equation(Expression, Expression)
  /// value = Σ_i term, a finite sum over the rows i of a parameter
  case rowSum(over: String, Expression)
  /// the value solves Σ_i term = 0
  case rowSumVanishes(over: String, Expression)

  /// The expressions it is made of.
  public var expressions: [Expression] {
    switch self {
    case .formula(let e), .rowSum(_, let e), .rowSumVanishes(_, let e): [e]
    case .equation(let a, let b): [a, b]
    }
  }
}

/// A result with one closed form, written once as a generic function.
public protocol ClosedForm: Theorem {
  static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T
}

/// A result whose formula uses minima, maxima or suprema.
public protocol OrderedForm: Theorem {
  static func formula<T: Ordered>(_ p: Lifted<T>, output: String) -> T
}

extension Value {
  /// A formula's value in the set reading that is fastest at the working precision: small balls up to their
  /// bits, unless they find nothing, else balls.
  public static func reading(
    small: () throws -> SmallBall, ball: () throws -> Ball
  ) rethrows -> Value {
    if Precision.bits <= SmallBall.bits {
      let x = try small()
      if x.isFinite { return .real(x.ball) }
    }
    return .real(try ball())
  }
}

extension ClosedForm {
  public static func value(_ p: Arguments, output: String) throws -> Value {
    .reading {
      formula(p.lifted(to: SmallBall.self), output: output)
    } ball: {
      formula(p.lifted(to: Ball.self), output: output)
    }
  }
  public static func symbolic(_ output: String) -> DefiningFormula? {
    .formula(formula(Lifted(symbolsOf: record, output: output), output: output))
  }
}

extension OrderedForm {
  public static func value(_ p: Arguments, output: String) throws -> Value {
    .reading {
      formula(p.lifted(to: SmallBall.self), output: output)
    } ball: {
      formula(p.lifted(to: Ball.self), output: output)
    }
  }
  public static func symbolic(_ output: String) -> DefiningFormula? {
    .formula(formula(Lifted(symbolsOf: record, output: output), output: output))
  }
}

/// A result that is only listed and shown.
public protocol Card: Theorem {}

extension Card {
  public static func value(_ p: Arguments, output: String) throws -> Value {
    throw InputError("\(record.id) is a card: it is shown, and has no value")
  }
  public static func symbolic(_ output: String) -> DefiningFormula? { nil }
}
