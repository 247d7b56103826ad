import Testing

@testable import VlasovTheory

/// Small results that exercise the catalogue's core.
enum Core {
  static let paper = Paper(
    key: "key2000", title: "Title", authors: ["A. Author", "B. Other"], year: 2000, arxiv: "0001.00001")

  static func arguments(
    _ theorem: any Theorem.Type, _ text: String, forCheck: Bool = false
  ) throws -> (arguments: Arguments, output: String) {
    let reading = ReferenceValue(text, "")
    let output = try theorem.record.output(named: reading.outputName).name
    let given = reading.parameterTexts.filter { $0.name != "output" }
    return (try theorem.record.arguments(given, output: output, forCheck: forCheck), output)
  }

  static func answer(
    _ theorem: any Theorem.Type, _ text: String = "", digits: Int = 20, seconds: Double = 20,
    maximumBits: Int = 1 << 26
  ) throws -> Answer {
    let (p, output) = try arguments(theorem, text)
    return try Evaluator(digits: digits, budget: Budget(seconds: seconds, maximumBits: maximumBits))
      .evaluate(theorem, p, output: output)
  }

  static func check(_ theorem: any Theorem.Type, _ text: String) throws -> CheckResult {
    let (p, output) = try arguments(theorem, text, forCheck: true)
    return theorem.check(p, output: output, budget: Budget(seconds: 20))
  }
}

/// A formula with required and reported hypotheses.
enum CoreFormula: ClosedForm {
  static let record = Record(
    id: "core.formula", title: "Formula", statement: "$x$", source: Source(Core.paper, "eq. (1)", .stated),
    parameters: [
      ParameterSpec("x", symbol: "x", .real(.positive), "first"),
      ParameterSpec(
        "y", symbol: "y", .real(Domain(lower: .closed("-1"), upper: .open("pi"))), default: "1/2", "second"),
      ParameterSpec("t", symbol: "t", .real(.real), onlyForCheck: true, "compared"),
    ],
    outputs: [
      OutputSpec("sum", symbol: "S", "exp(y) + log(x)"), OutputSpec("product", symbol: "P", "exp(y) log(x)"),
    ],
    hypotheses: [
      Hypothesis("x >= y^2") { .greaterOrEqual($0.x, $0.y * $0.y) },
      Hypothesis("x < 10", outputs: ["product"]) { .less($0.x, 10) },
      Hypothesis("x > y", .reported) { .greater($0.x, $0.y) },
      Hypothesis("t <= x", .reported, needs: ["t"]) { .lessOrEqual($0.t, $0.x) },
    ])

  static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    output == "sum" ? T.exp(p.y) + T.log(p.x) : T.exp(p.y) * T.log(p.x)
  }
}

/// Every outcome that a computation may have, chosen by a word.
enum CoreOutcome: Theorem {
  static let words = [
    "pi", "third", "large", "quarter", "zero", "integer", "word", "infinite", "never", "late", "refuse",
    "malformed",
    "nothing", "around-zero", "stuck", "undefined", "exhausted", "slow", "tie", "deep", "doubt",
  ]
  static let record = Record(
    id: "core.outcome", title: "Outcome", statement: "$x$", source: Source(Core.paper, "-", .derived),
    parameters: [
      ParameterSpec("kind", symbol: "", .word(words), "the outcome"),
      ParameterSpec("x", symbol: "x", .real(.real), default: "1", "a real"),
    ],
    outputs: [OutputSpec("v", symbol: "v", "value")])

  static func value(_ p: Arguments, output: String) throws -> Value {
    let bits = Precision.bits
    switch p["kind"]?.text {
    case "pi": return .real(Ball.pi)
    case "third": return .exact(Rational(1, 3))
    case "large": return .exact(Rational(12_345_678_901, 8))
    case "quarter": return .real(Ball(1).scaled(by: -2))
    case "zero": return .real(Ball(0))
    case "integer": return .integer(Integer(-1_234_567))
    case "word": return .word("WORD")
    case "infinite": return .infinite
    case "never": return .undecided("the sign is not known")
    case "late": return bits < 700 ? .undecided("too few bits") : .real(Ball.pi)
    case "refuse": throw Refusal("x < 0")
    case "malformed": throw InputError(parameter: "x", "x conflicts")
    case "doubt": throw Undecided("no precision helps")
    case "nothing": return .real(.indeterminate)
    case "around-zero": return .real(Ball(center: Ball(0), radius: .power2(-3 * bits)))
    case "stuck": return .real(Ball(center: Ball.pi, radius: .power2(-40)))
    case "undefined": return .real(Ball.log(Ball(center: Ball(0), radius: .power2(-5))))
    case "exhausted": throw BudgetExhausted()
    case "slow":
      // Every round takes a while and gives a few bits more.
      let end = ContinuousClock.now + .milliseconds(30)
      while ContinuousClock.now < end {}
      return .real(Ball(center: Ball.pi, radius: .power2(-bits / 40 - 8)))
    // A tie at 3 digits that no precision decides: 0.3125 exactly in the middle, but never exact.
    case "tie": return .real(Ball(center: Ball(Rational(2005, 10_000)), radius: .power2(-bits)))
    case "deep":
      // Loses half of its bits, and a thousand more.
      return .real(Ball(center: Ball.pi, radius: .power2(min(10, 1000 - bits / 2))))
    default: return .real(p.lifted(to: Ball.self).x)
    }
  }

  static func symbolic(_ output: String) -> DefiningFormula? { nil }
}

/// Every kind of parameter, and outputs that differ in what they take.
enum CoreKinds: Theorem {
  static let record = Record(
    id: "core.kinds", title: "Kinds", statement: "$n$", source: Source(Core.paper, "-", .derived),
    parameters: [
      ParameterSpec("n", symbol: "n", .integer(minimum: 1, maximum: 1_000_000), "a bounded integer"),
      ParameterSpec("k", symbol: "k", .integer(minimum: nil), default: "-3", "any integer"),
      ParameterSpec("N", symbol: "N", .integerOrInfinity(minimum: 2), default: "inf", "an integer or inf"),
      ParameterSpec("kind", symbol: "", .word(["SA", "MH"]), default: "SA", "a word"),
      ParameterSpec("rows", symbol: "R", .rows(columns: ["a", "b"]), requiredBy: ["second"], "rows"),
      ParameterSpec(
        "M", symbol: "M", .real(.positive), requiredBy: ["second"], acceptedBy: ["first"],
        "optional for first"),
      ParameterSpec("z", symbol: "z", .real(.position), onlyForCheck: true, "for check"),
    ],
    outputs: [OutputSpec("first", symbol: "f", "first"), OutputSpec("second", symbol: "s", "second")])

  static func value(_ p: Arguments, output: String) throws -> Value {
    let x = p.lifted(to: Ball.self)
    return .real(x.n + x.k)
  }

  static func symbolic(_ output: String) -> DefiningFormula? { nil }
}

enum CoreCard: Card {
  static let record = Record(
    id: "core.card", title: "Card", statement: "", source: Source(Core.paper, "-", .stated))
}
