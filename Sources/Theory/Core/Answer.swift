/// How sure an answer is.
public enum Status: String, Sendable, Codable {
  case certified, exact, undecided, refused, simulated, heuristic
}

/// The answer of `eval`: certain digits with their bounds, or why there are none.
public struct Answer: Sendable {
  public let id: String
  public let arguments: Arguments
  public let output: String
  public var status: Status
  /// The certain digits, exact text, word, verdict or `inf`; empty when nothing is certain.
  public var value: String
  /// Outward rounded decimal bounds, for reals.
  public var lower: String?
  public var upper: String?
  /// Certain significant digits in `value`.
  public var digits: Int
  public var vacuous: Bool
  /// Why the answer is refused, undecided or shorter than asked.
  public var reason: String?
  /// The enclosure itself, for the other number formats.
  public var ball: Ball?
  /// The entries of a vector or matrix; `value`, `lower` and `upper` then hold all of them as one text.
  public var matrix: MatrixAnswer?
  /// The certified count of modes that the value rests on.
  public var modeCount: ModeCount?
  public var bits: Int
  public var seconds: Double
  /// A heuristic number in full; nothing encloses it.
  public var estimate: Double?

  /// The exit status of `eval`: 0 a value, 1 refused, 2 undecided or fewer digits than asked.
  public var exitCode: Int32 {
    switch status {
    case .certified, .exact, .simulated, .heuristic: 0
    case .refused: 1
    case .undecided: 2
    }
  }
}
