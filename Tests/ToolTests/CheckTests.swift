import Testing

@Suite struct CheckTests {
  private static let id = "check retrieval.t-crit beta=1 lambda=1 M=8"

  @Test func provedBelowTheCriticalTime() throws {
    let run = try vlasov(line: "\(Self.id) t=2")
    #expect(run.status == 0)
    #expect(run.lines.first?.hasPrefix("proved: retrieval.t-crit") == true)
    #expect(run.output.contains("t < t_crit"))
    #expect(run.output.contains("margin [0.457488, 0.457489]"))
  }

  @Test func refutedAboveIt() throws {
    let run = try vlasov(line: "\(Self.id) t=5/2")
    #expect(run.status == 1)
    #expect(run.lines.first?.hasPrefix("refuted") == true)
  }

  @Test func undecidedForAnIntervalAroundIt() throws {
    let run = try vlasov(line: "\(Self.id) t=[2.4,2.5]")
    #expect(run.status == 2)
    #expect(run.output.contains("undecided"))
  }

  /// 3 - sqrt(3) bounds t sup a_n in the paper: just inside and just outside of it.
  @Test func bothSidesOfTheSmallnessCondition() throws {
    let threshold = try vlasov(line: "eval retrieval.smallness-time beta=1 lambda=1 --quiet --digits 20").line
    #expect(threshold == "2.2369649692025948284")
    let inside = try vlasov(line: "check retrieval.smallness-time beta=1 lambda=1 t=2.2369649692025948283")
    let outside = try vlasov(line: "check retrieval.smallness-time beta=1 lambda=1 t=2.2369649692025948285")
    #expect(inside.status == 0)
    #expect(outside.status == 1)
  }

  @Test(arguments: ["beta=0 lambda=1 M=8", "beta=-1 lambda=1 M=8", "beta=1 lambda=1 M=0"])
  func outsideTheDomainIsARefutedLine(_ parameters: String) throws {
    let run = try vlasov(line: "check retrieval.t-crit \(parameters)")
    #expect(run.status == 1)
    #expect(run.error.isEmpty)
    #expect(run.lines.contains { $0.hasPrefix("  refuted") && $0.contains("> 0") })
  }

  @Test(arguments: ["beta=x lambda=1 M=8", "lambda=1 M=8", "beta=1 lambda=1 M=8 q=1"])
  func malformedIsAnError(_ parameters: String) throws {
    let run = try vlasov(line: "check retrieval.t-crit \(parameters)")
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1)
    #expect(run.output.isEmpty)
  }

  @Test func quietIsTheVerdict() throws {
    #expect(try vlasov(line: "\(Self.id) t=2 --quiet").output == "proved\n")
  }

  @Test func everyForm() throws {
    let csv = try vlasov(line: "\(Self.id) t=2 --format csv")
    #expect(csv.lines.first == "output,hypothesis,lhs,rhs,margin,verdict,reason")
    #expect(csv.lines.allSatisfy { Fields.count($0) == 7 })
    #expect(try vlasov(line: "\(Self.id) t=2 --format markdown").output.contains("**proved**"))
    try LaTeXCheck.wellFormed(try vlasov(line: "\(Self.id) t=2 --format latex").output)
    let json = try #require(try vlasov(line: "\(Self.id) t=2 --format json").objects.first)
    #expect(json["verdict"] as? String == "proved")
    #expect((json["hypotheses"] as? [Any])?.count == 5)
  }

  @Test func aParameterOfCheckIsNotTakenByEval() throws {
    let run = try vlasov(line: "eval retrieval.t-crit beta=1 lambda=1 M=8 t=1")
    #expect(run.status == 64)
    #expect(run.error.contains("check only"))
  }

  @Test func missingHeadsAreOneLine() throws {
    let run = try vlasov(line: "check retrieval.multi-head s=1/2")
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.errorLines.count == 1 && run.error.contains("heads") && run.error.contains("config"))
  }
}
