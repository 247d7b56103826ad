import ArgumentParser
import Vlasov

/// `vlasov eval`: one value, with certain digits.
struct EvalVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluate a result: certain digits, or why there are none.",
    usage: "vlasov eval ID name=value ... [output=NAME] [options]",
    discussion: """
      Values are exact text: 1/3, 0.1 (one tenth), 1e6, 2^-5, sqrt(2), pi/4; an
      interval [0.99,1.01] or 1+/-0.01 gives an enclosure for all its values,
      sharpened by cutting it into pieces.
      output=NAME selects an output, output=all takes every output that the
      parameters allow. heads=@FILE reads a value from a file.
      Matrices are JSON arrays of rows, A=[[1,1/2],[0,-1]], or files A=@a.json,
      a.csv, a.npy; output=Sigma[1,2] prints one entry.

      EXAMPLES
        vlasov eval retrieval.t-crit beta=1 lambda=1 M=8 --digits 50
        vlasov eval retrieval.t-crit beta=[0.99,1.01] lambda=1 M=8
        vlasov eval retrieval.endpoint-slope beta=1 M=8 t=1 lambda=1 output=all
        vlasov eval gaussian.scalar-value-closed-form t=1/4 A=[[0,1],[1,-1]] \\
          Sigma0=[[3/2,1/3],[1/3,5/4]] output=Sigma

      EXIT STATUS
        0   a value
        1   a hypothesis is refuted
        2   undecided, or fewer digits than asked
        64  malformed or out of the domain, or a card without a value
      """)

  @Argument(
    help: ArgumentHelp("The id of a result, and its parameters.", valueName: "id and name=value"),
    completion: IDCompletion.kind)
  var words: [String] = []

  @OptionGroup var numbers: NumberOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var limits: LimitOptions

  func perform() throws -> Int32 {
    let assignments = try Assignments(words)
    let theorem = try Catalogue.standard.theorem(assignments.id)
    let evaluations = try Budget.$current.withValue(limits.budget) {
      try assignments.evaluations(of: theorem.record)
    }
    let sink = try format.sink()
    let answers = try Self.answers(
      theorem, evaluations, digits: numbers.digits ?? Self.defaultDigits, style: numbers.numbers
    ) { limits.budget }
    return try AnswerPage(record: theorem.record, answers: answers).write(to: sink, format)
  }

  static let defaultDigits = 50

  /// The answers to a list of outputs with their arguments, each within a budget of its own.
  static func answers(
    _ theorem: any Theorem.Type, _ evaluations: [(output: OutputSpec, arguments: Arguments)], digits: Int,
    style: NumberStyle, budget: () -> Budget
  ) throws -> [ShownAnswer] {
    try evaluations.map { output, arguments in
      let evaluator = Evaluator(digits: digits, budget: budget())
      let answer = try evaluator.evaluate(theorem, arguments, output: output.name)
      return ShownAnswer(answer, output: output, style: style)
    }
  }
}
