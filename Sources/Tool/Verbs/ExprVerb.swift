import ArgumentParser
import Vlasov

/// `vlasov expr`: the value of a constant expression.
struct ExprVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "expr",
    abstract: "Evaluate a constant expression with certain digits.",
    usage: "vlasov expr EXPRESSION [options]",
    discussion: """
      EXAMPLES
        vlasov expr "3 - sqrt(3)"
        vlasov expr -1/2
        vlasov expr "exp(pi*sqrt(163))" --digits 40
        vlasov expr "besseli(5/2, 3) * exp(-3) - erfc(1/10)" --digits 200

      FUNCTIONS
        exp log sqrt expm1 log1p sin cos tan asin acos atan sinh cosh tanh
        asinh acosh atanh abs min max erf erfc erfcinv mills gamma lgamma
        digamma beta(a,b) betainc(a,b,x) factorial binomial gammaq
        besseli(nu,x) besseliratio(nu,x) besselclifford(nu,z) ei e1 en(n,x)
        ein exprel lambertw(x) lambertw(x,-1) wrightomega hyp0f1(b,z)
        hyp1f1(a,b,z) hyp2f1(a,b,c,z) hyp3f2at1(a,b,c,d,e); constants pi e euler

      EXIT STATUS
        0   a value
        2   undecided, or fewer digits than asked
        64  malformed or undefined
      """)

  @Argument(
    help: ArgumentHelp("A constant, such as 1/3, sqrt(2) or besselI(1, 1/2).", valueName: "expression"))
  var words: [String] = []

  @OptionGroup var numbers: NumberOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var limits: LimitOptions

  func perform() throws -> Int32 {
    guard words.count == 1, let text = words.first else {
      throw InputError(
        parameter: "expression",
        words.isEmpty
          ? "expected an expression, such as \"3 - sqrt(3)\"" : "expected one expression; put it in quotes")
    }
    let theorem = ConstantExpression.self
    let output = try theorem.record.output(named: nil)
    let arguments = try Budget.$current.withValue(limits.budget) {
      try theorem.record.arguments([("expression", text)], output: output.name)
    }
    let sink = try format.sink()
    let evaluator = Evaluator(digits: numbers.digits ?? 50, budget: limits.budget)
    let answer = try evaluator.evaluate(theorem, arguments, output: output.name)
    let shown = ShownAnswer(answer, output: output, style: numbers.numbers)
    return try AnswerPage(record: nil, answers: [shown]).write(to: sink, format)
  }
}

/// A constant as a result with one parameter, so that `expr` answers like `eval`.
enum ConstantExpression: Theorem {
  static let record = Record(
    id: "expr", title: "Constant expression", statement: "",
    source: Source(Paper(key: "", title: "", authors: [], year: 0, arxiv: ""), "", .stated),
    parameters: [ParameterSpec("expression", symbol: "x", .real(.real), "a constant expression")],
    outputs: [OutputSpec("value", symbol: "x", "the value")])

  static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .real(let x)? = p["expression"] else { throw InputError("expected an expression") }
    if let q = x.rational { return .exact(q) }
    return .reading(small: { x.lifted(SmallBall.self) }, ball: { x.ball })
  }

  static func symbolic(_ output: String) -> DefiningFormula? { nil }
}
