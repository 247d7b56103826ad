import TestSupport
import Testing

@testable import VlasovTheory

/// A cubic that rises, falls and rises again, with a hypothesis that holds on several sub-ranges.
enum RangeCubic: ClosedForm {
  static let record = Record(
    id: "core.cubic", title: "Cubic", statement: "$x$", source: Source(Core.paper, "-", .stated),
    parameters: [
      ParameterSpec("x", symbol: "x", .real(Domain(lower: .open("-10"), upper: .closed("10"))), "first"),
      ParameterSpec("y", symbol: "y", .real(.real), default: "0", "second"),
      ParameterSpec("c", symbol: "c", .real(.real), default: "1", "bound"),
      ParameterSpec("n", symbol: "n", .integer(minimum: 0), default: "0", "an integer"),
    ],
    outputs: [
      OutputSpec("f", symbol: "f", "x^3 - 3 x + y + n"), OutputSpec("square", symbol: "s", "x^2"),
    ],
    hypotheses: [Hypothesis("x^3 - 3 x + y + n <= c", .reported) { .lessOrEqual(cubic($0), $0.c) }])

  static func cubic<T: Analytic>(_ p: Lifted<T>) -> T { p.x * p.x * p.x - 3 * p.x + p.y + p.n }

  static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    output == "f" ? cubic(p) : p.x * p.x
  }
}

/// Values of every kind that depend on x: an integer that jumps, a word, infinity, an estimate, a refusal.
enum RangeSteps: Theorem {
  static let record = Record(
    id: "core.steps", title: "Steps", statement: "$x$", source: Source(Core.paper, "-", .derived),
    parameters: [ParameterSpec("x", symbol: "x", .real(.real), "a real")],
    outputs: [
      OutputSpec("floor", symbol: "f", .integer, "floor of x"),
      OutputSpec("word", symbol: "w", .word, "size"),
      OutputSpec("escape", symbol: "T", "x below 2, else inf"),
      OutputSpec("guess", symbol: "g", "an estimate"),
      OutputSpec("root", symbol: "r", "sqrt(x), refused for x < 0"),
      OutputSpec("exactly", symbol: "e", "x itself"),
    ])

  static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .real(let x)? = p["x"] else { return .undecided("no x") }
    let ball = x.ball
    switch output {
    case "floor":
      for n in -100...100 where (ball - Ball(n)).isNonNegative && (Ball(n + 1) - ball).isPositive {
        return .integer(Integer(n))
      }
      return .undecided("the floor jumps")
    case "word":
      let verdict = x.decide(.less, bound: 1)
      return verdict == .proved ? .word("LOW") : verdict == .refuted ? .word("HIGH") : .undecided("near 1")
    case "escape":
      let verdict = x.decide(.less, bound: 2)
      return verdict == .proved ? .real(ball) : verdict == .refuted ? .infinite : .undecided("near 2")
    case "guess": return .estimate(ball, digits: 3, note: "a guess")
    case "root":
      switch x.decide(.greaterOrEqual, bound: 0) {
      case .proved: return .real(Ball.sqrt(ball))
      case .refuted: throw Refusal("x >= 0")
      case .undecided: throw Undecided("x touches 0")
      }
    default: return x.rational.map { .exact($0) } ?? .real(ball)
    }
  }

  static func symbolic(_ output: String) -> DefiningFormula? { nil }
}

/// Reading what a range's line says.
enum Ranges {
  /// x^3 - 3x + y, exactly.
  static func cubic(_ x: Rational, _ y: Rational = 0) -> Rational {
    let cube = x * x * x
    return cube - 3 * x + y
  }

  /// The ends of `[a, b]` or of a single number.
  static func ends(_ text: String) throws -> (Rational, Rational) {
    let inner = text.trimmingPrefix { "[(".contains($0) }.filter { !"])".contains($0) }
    let parts = inner.split(separator: ",").map { $0.filter { $0 != " " } }
    let numbers = try parts.map { try #require(RealParameter(parsing: $0).rational, "\(text)") }
    return (try #require(numbers.first), try #require(numbers.last))
  }

  static func check(
    _ theorem: any Theorem.Type, _ call: String, _ claims: String...,
    subdivision: Subdivision = Subdivision(),
    seconds: Double = 20
  ) throws -> CheckResult {
    let (p, output) = try Core.arguments(theorem, call, forCheck: true)
    let claims = try claims.map { try Claim(parsing: $0, of: theorem.record, output: output) }
    return theorem.check(
      p, output: output, claims: claims, subdivision: subdivision, budget: Budget(seconds: seconds))
  }

  static func claim(_ theorem: any Theorem.Type, _ call: String, _ claim: String) throws -> HypothesisResult {
    try #require(check(theorem, call, claim).hypotheses.last)
  }

  static func grid(_ theorem: any Theorem.Type, _ call: String, _ claims: String..., threads: Int = 2) throws
    -> CheckResult
  {
    let reading = ReferenceValue(call, "")
    let output = try theorem.record.output(named: reading.outputName).name
    let given = reading.parameterTexts.filter { $0.name != "output" }
    return try theorem.check(
      over: Grid(theorem.record, output: output, given, forCheck: true),
      claims: claims.map { try Claim(parsing: $0, of: theorem.record, output: output) },
      budget: Budget(seconds: 20), threads: threads)
  }
}
