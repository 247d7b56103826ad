import Vlasov

/// The exit statuses of the tool.
enum ExitStatus {
  static let success: Int32 = 0
  /// A hypothesis is refuted, a theorem does not apply, a simulation disagrees.
  static let refuted: Int32 = 1
  /// Undecided, or fewer digits than asked; a table with such rows.
  static let undecided: Int32 = 2
  /// Malformed or out-of-domain input, a file that cannot be read or written.
  static let usage: Int32 = 64
  static let interrupted: Int32 = 130
  /// The reader of the output went away (128 + SIGPIPE).
  static let brokenPipe: Int32 = 141
  static let terminated: Int32 = 143

  static func of(_ verdict: Verdict) -> Int32 {
    switch verdict {
    case .proved: success
    case .refuted: refuted
    case .undecided: undecided
    }
  }
}
