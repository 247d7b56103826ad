import Vlasov

extension ModeCount {
  /// `undecided {1, 2}`, then a line for each interval that holds the doubt.
  var undecidedLines: [String] { [rangeText] + unresolved.map { "near \($0.decimalText)" } }

  /// The number, or the numbers that it lies between.
  var text: String { modes.map(String.init) ?? rangeText }

  var status: String { isDecided ? "decided" : "undecided" }

  /// What every machine form says about a count.
  var pairs: [(String, JSON)] {
    [
      ("status", .string(status)), ("modes", modes.map { .integer($0) } ?? .null), ("lo", .integer(lower)),
      ("hi", .integer(upper)), ("n", .integer(count)), ("distinct", .integer(distinct)),
      (
        "unresolved",
        .array(
          unresolved.map {
            let (a, b) = $0.decimals
            return .array([.string(a), .string(b)])
          })
      ), ("boxes", .integer(boxes)), ("cells", .integer(cells)), ("escalations", .integer(escalations)),
      ("highestBits", .integer(highestBits)),
    ]
  }

  /// `15134 boxes, 16112 cells, 0 escalations, 53 bits`
  var work: String {
    func counted(_ n: Int, _ word: String, _ plural: String) -> String { "\(n) \(n == 1 ? word : plural)" }
    guard highestBits > 0 else { return "exact rule" }
    return [
      counted(boxes, "box", "boxes"), counted(cells, "cell", "cells"),
      counted(escalations, "escalation", "escalations"), "\(highestBits) bits",
    ].joined(separator: ", ")
  }
}
