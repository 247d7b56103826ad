import Testing

@Suite struct RankReportTests {
  /// Rounded up halves of d, whatever the float scheme says.
  @Test func certifiedRanksAreHalves() throws {
    let run = try vlasov(line: "report ranks d=2:5/4 --count 6 --format csv")
    #expect(run.status == 0, "\(run.error)")
    #expect(run.lines[0] == "d,rank,certified,simulated")
    let rows = run.lines.dropFirst().map { $0.split(separator: ",").compactMap { Int($0) } }
    for d in 2...5 {
      let own = rows.filter { $0[0] == d }
      #expect(own.filter { $0[2] > 0 }.map { [$0[1], $0[2]] } == [[(d + 1) / 2, 6]])
      #expect(own.reduce(0) { $0 + $1[3] } == 6)
    }
  }

  @Test(arguments: ["positive", "general"])
  func otherValues(_ value: String) throws {
    let run = try vlasov(line: "report ranks d=4 V=\(value) rows=1 steps=100 --count 5 --format json")
    #expect(run.status == 0, "\(run.error)")
    let report = try #require(run.objects.first)
    let d = try #require((report["dimensions"] as? [[String: Any]])?.first)
    let certified = try #require(d["certified"] as? [String: Any])
    #expect(certified["status"] as? String == "exact")
    #expect((certified["ranks"] as? [[String: Int]]) == [["rank": 3, "instances": 5]])
    let simulated = try #require(d["simulated"] as? [String: Any])
    #expect(simulated["status"] as? String == "simulated")
  }

  /// A threshold above all eigenvalues makes the float rank 0; the certified one does not move.
  @Test func theFloatRankDependsOnItsThreshold() throws {
    let run = try vlasov(line: "report ranks d=3 steps=10 threshold=1000 --count 3 --format csv")
    #expect(run.lines.dropFirst() == ["3,0,0,3", "3,2,3,0"])
  }

  @Test func seedsAndThreads() throws {
    let line = "report ranks d=2,3 steps=200 --count 9"
    let one = try vlasov(line: "\(line) --threads 1").output
    #expect(try vlasov(line: "\(line) --threads 4").output == one)
    #expect(try vlasov(line: "\(line) --seed 20260509").output == one)
    #expect(try vlasov(line: "\(line) --seed 1").output != one)
  }

  @Test func everyForm() throws {
    let text = try vlasov(line: "report ranks d=2 steps=20 --count 2")
    #expect(text.output.contains("certified: the rank of every limit point, exact over the rationals"))
    #expect(text.output.contains("no proof"))
    let markdown = try vlasov(line: "report ranks d=2 steps=20 --count 2 --format markdown").output
    #expect(markdown.contains("| d | rank | certified | simulated |"))
    let latex = try vlasov(line: "report ranks d=2 steps=20 --count 2 --format latex")
    try LaTeXCheck.wellFormed(latex.output)
    try LaTeXCheck.compiles(latex.output)
  }

  @Test func outOfTime() throws {
    let run = try vlasov(line: "report ranks d=30 --count 1000 --max-seconds 0.2")
    #expect(run.status == 2)
    #expect(run.errorLines.count == 1 && run.output.isEmpty)
    #expect(run.error.contains("d=30"))
  }

  @Test(arguments: [
    "d=0", "d=65", "d=1/2", "d=3:2/2", "d=", "V=unit", "rows=-1", "rows=3 d=2,4", "rows=1,2 d=4", "step=0",
    "step=pi", "steps=0", "steps=1:3/3", "threshold=-1", "q=1", "d=2 d=3", "output=x", "--digits 5",
    "--count 0",
    "--count x", "--seed -1",
  ])
  func badInputIsOneLine(_ words: String) throws {
    let run = try vlasov(line: "report ranks \(words)")
    #expect(run.status == 64, "\(words)")
    #expect(run.errorLines.count == 1)
    #expect(run.output.isEmpty)
  }

  @Test(arguments: ["--count 3", "--seed 3"])
  func optionsOfTheOtherReport(_ words: String) throws {
    let run = try vlasov(line: "report retrieval \(words)")
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1)
  }
}
