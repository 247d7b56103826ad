import Testing

@Suite struct ReportTests {
  /// The reference values at beta=1, lambda=1, M=8: thresholds, and the minimum at t = 1.
  @Test func theMainReport() throws {
    let run = try vlasov(line: "report retrieval")
    #expect(run.status == 0, "\(run.error)")
    for digits in [
      "2.45748898032825561249121608887", "2.23696496920259482839339884957",
      "0.259275538134764406961625350584",
      "1.19530637581566086918158903499", "0.971614927086538171390611331778",
    ] {
      #expect(run.output.contains(digits), "no \(digits)")
    }
    // A line of verdicts for every time, and one for the minimum of all but the last.
    let times = run.lines.compactMap { $0.split(separator: " ").first.map(String.init) }
    for t in ["1/4", "1/2", "1", "3/2", "2"] { #expect(times.filter { $0 == t }.count == 2, "t = \(t)") }
    #expect(times.filter { $0 == "5" }.count == 1)
    let last = try #require(run.lines.first { $0.hasPrefix("5 ") }).split(separator: " ")
    #expect(last.prefix(5) == ["5", "refuted", "refuted", "0", "C2"])
    #expect(run.lines.allSatisfy { $0.count <= 100 }, "fits a terminal")
  }

  @Test func theConditionsAndTheShape() throws {
    let report = try #require(try vlasov(line: "report retrieval --format json --digits 8").objects.first)
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows.map { $0["t"] as? String } == ["1/4", "1/2", "1", "3/2", "2", "5"])
    let holds = ["proved", "proved", "proved", "proved", "proved", "refuted"]
    #expect(rows.map { $0["paperCondition"] as? String } == holds)
    #expect(rows.map { $0["sharperCondition"] as? String } == holds)
    #expect(rows.map { ($0["minima"] as? [Any])?.count } == [1, 1, 1, 1, 1, 0])
    let last = try #require(rows.last?["endpointSlope"] as? [String: Any])
    #expect((last["value"] as? String)?.hasPrefix("-") == true)
  }

  /// Between t_paper and t_level1 only the sharper condition applies.
  @Test func theSharperConditionReachesFurther() throws {
    let report = try #require(try vlasov(line: "report retrieval t=2.3 --format json").objects.first)
    let row = try #require((report["rows"] as? [[String: Any]])?.first)
    #expect(row["paperCondition"] as? String == "refuted")
    #expect(row["sharperCondition"] as? String == "proved")
  }

  /// The single-head double well: three critical points, two minima in order of s.
  @Test func twoMinima() throws {
    let run = try vlasov(
      line: "report retrieval beta=30 M=4 lambda=6 t=6284/10000000000000000 --format csv --digits 20")
    #expect(run.status == 0, "\(run.error)")
    let header = Fields.split(run.lines[0])
    let rows = run.lines.dropFirst().map(Fields.split)
    #expect(rows.count == 2)
    let s = try #require(header.firstIndex(of: "s_min"))
    let value = try #require(header.firstIndex(of: "S_min"))
    #expect(rows.map { $0[s] } == ["0.38132327673513784751", "0.99850460896684188207"])
    #expect(rows.map { $0[value] } == ["6.7292054635876134469", "7.0541431536589607801"])
  }

  @Test func anUpwardBiasHasNoThresholds() throws {
    let run = try vlasov(line: "report retrieval lambda=-1 t=1")
    #expect(run.status == 0)
    #expect(run.output.contains("refused: needs lambda > 0"))
    #expect(run.output.contains("MONOTONE"))
  }

  @Test func everyForm() throws {
    let csv = try vlasov(line: "report retrieval t=1,5 --format csv")
    #expect(csv.lines.count == 3)
    #expect(Set(csv.lines.map(Fields.count)).count == 1)
    #expect(try vlasov(line: "report retrieval t=1 --format markdown").output.contains("| t | paper |"))
    let latex = try vlasov(line: "report retrieval t=1/4,5 --format latex")
    try LaTeXCheck.wellFormed(latex.output)
    try LaTeXCheck.compiles(latex.output)
  }

  @Test func threadsDoNotChangeIt() throws {
    #expect(
      try vlasov(line: "report retrieval --threads 1").output
        == vlasov(line: "report retrieval --threads 5").output)
  }

  @Test(arguments: [
    "report", "report nothing", "report retrieval beta=0", "report retrieval q=1", "report retrieval t=0",
    "report retrieval beta=1 beta=2", "report retrieval --digits 0", "report retrieval output=x",
    "report retrieval t=2:1/3",
  ])
  func badInputIsOneLine(_ line: String) throws {
    let run = try vlasov(line: line)
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1)
    #expect(run.output.isEmpty)
  }
}
