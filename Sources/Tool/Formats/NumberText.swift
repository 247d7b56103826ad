import Vlasov

extension NumberStyle {
  /// The value of an answer in this style; empty when nothing is certain.
  ///
  /// Values that are not enclosures of reals (words, `inf`, exact integers) keep their plain text.
  func text(_ answer: Answer, kind: OutputSpec.Kind) -> String {
    if let matrix = answer.matrix { return matrix.text { text($0, of: answer) } }
    guard self != .digits, let ball = answer.ball, kind == .real else { return answer.value }
    let digits = answer.status == .undecided ? max(answer.digits + 3, 6) : max(answer.digits, 6)
    return text(ball, digits: digits)
  }

  /// An entry of a matrix in this style; its bounds where no digit is certain.
  func text(_ entry: MatrixAnswer.Entry, of answer: Answer) -> String {
    guard self != .digits else { return entry.text }
    return text(entry.ball, digits: max(entry.digits + (answer.status == .undecided ? 3 : 0), 6))
  }

  func text(_ ball: Ball, digits: Int) -> String {
    switch self {
    case .digits: ball.certainDecimal(digits: digits) ?? ball.intervalText(digits: digits)
    case .interval: ball.intervalText(digits: digits)
    case .plusminus: ball.plusMinusText(digits: digits)
    case .bracket: ball.bracketText(digits: digits)
    case .dump: ball.dump
    }
  }

  /// The relation between a symbol and the text: rounded digits approximate, an interval contains.
  func relation(_ status: Status, _ text: String) -> String {
    if text.hasPrefix("[") { return "\\in" }
    return self == .digits && status != .exact ? "\\approx" : "="
  }
}
