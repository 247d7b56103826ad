/// The three answers to a question about reals.
public enum Verdict: String, Sendable, Codable, CaseIterable {
  case proved, refuted, undecided

  /// Kleene conjunction: one refutation refutes, else one doubt leaves it open.
  public static func && (a: Verdict, b: Verdict) -> Verdict {
    a == .refuted || b == .refuted ? .refuted : a == .proved && b == .proved ? .proved : .undecided
  }

  public static func || (a: Verdict, b: Verdict) -> Verdict { !(!a && !b) }

  public static prefix func ! (a: Verdict) -> Verdict {
    switch a {
    case .proved: .refuted
    case .refuted: .proved
    case .undecided: .undecided
    }
  }
}
