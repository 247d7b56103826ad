import Testing
import VlasovEnclosures

@Suite struct VerdictTests {
  /// Kleene's strong three-valued logic, written out.
  @Test func conjunctionTable() {
    let table: [(Verdict, Verdict, Verdict)] = [
      (.proved, .proved, .proved), (.proved, .refuted, .refuted), (.proved, .undecided, .undecided),
      (.refuted, .proved, .refuted), (.refuted, .refuted, .refuted), (.refuted, .undecided, .refuted),
      (.undecided, .proved, .undecided), (.undecided, .refuted, .refuted),
      (.undecided, .undecided, .undecided),
    ]
    for (a, b, c) in table { #expect((a && b) == c, "\(a) && \(b)") }
  }

  @Test func disjunctionTable() {
    let table: [(Verdict, Verdict, Verdict)] = [
      (.proved, .proved, .proved), (.proved, .refuted, .proved), (.proved, .undecided, .proved),
      (.refuted, .proved, .proved), (.refuted, .refuted, .refuted), (.refuted, .undecided, .undecided),
      (.undecided, .proved, .proved), (.undecided, .refuted, .undecided),
      (.undecided, .undecided, .undecided),
    ]
    for (a, b, c) in table { #expect((a || b) == c, "\(a) || \(b)") }
  }

  @Test func negation() {
    #expect(!Verdict.proved == .refuted)
    #expect(!Verdict.refuted == .proved)
    #expect(!Verdict.undecided == .undecided)
  }

  /// The words are part of every output format.
  @Test func words() {
    #expect(Verdict.allCases.map(\.rawValue) == ["proved", "refuted", "undecided"])
  }
}
