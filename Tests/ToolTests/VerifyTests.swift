import Testing

@Suite struct VerifyTests {
  @Test func agreesWithTheSimulation() throws {
    let run = try vlasov(line: "verify retrieval.t-crit")
    #expect(run.status == 0, "\(run.error)")
    #expect(run.lines.first?.hasPrefix("agrees: retrieval.t-crit") == true)
    #expect(run.lines.first?.hasSuffix("(simulated)") == true)
    #expect(run.output.contains("law"))
  }

  @Test func theSeedAndNotTheThreadsDecideTheNumbers() throws {
    func numbers(_ rest: String) throws -> String {
      let run = try vlasov(line: "verify causal.strong-renyi-count \(rest) --format csv")
      #expect(run.status == 0, "\(run.error)\(run.output)")
      return run.output
    }
    let fixed = try numbers("--threads 1")
    #expect(try numbers("--threads 3") == fixed)
    #expect(try numbers("--seed 20260509") == fixed)
    #expect(try numbers("--seed 2") != fixed)
  }

  @Test func jsonCarriesTheSeed() throws {
    let run = try vlasov(line: "verify causal.strong-renyi-count --seed 5 --format json")
    let object = try #require(run.objects.first)
    #expect(object["seed"] as? Int == 5)
    #expect((object["provenance"] as? [String: Any])?["seed"] as? Int == 5)
    #expect(object["status"] as? String == "simulated")
  }

  @Test(arguments: [
    "verify retrieval.mean-field", "verify retrieval.t-crit --seed -1", "verify retrieval.t-crit --seed x",
    "verify",
  ])
  func badInputIsOneLine(_ line: String) throws {
    let run = try vlasov(line: line)
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1)
    #expect(run.output.isEmpty)
  }

  @Test func aParameterOutsideTheDomainIsNotSimulated() throws {
    let run = try vlasov(line: "verify retrieval.t-crit beta=-1")
    #expect(run.status == 64)
    #expect(run.error.contains("beta > 0"))
  }

  @Test func aRefusedClosedFormIsNotCompared() throws {
    let run = try vlasov(line: "verify retrieval.t-crit lambda=-1")
    #expect(run.status == 1)
    #expect(run.errorLines.count == 1)
    #expect(run.output.isEmpty)
  }
}
