import Foundation
import Testing

/// `check`, `eval` and `table` over ranges of parameters, as a user calls them.
@Suite struct CheckRangeTests {
  private func check(_ words: String...) throws -> ToolResult { try ToolProcess(["check"] + words).wait() }

  private static let threshold = ["clustering.noisy-linear-threshold", "d=3"]

  @Test func aClaimForAllValues() throws {
    let run = try ToolProcess(["check"] + Self.threshold + ["beta=[1,2]", "--claim", "K > 1"]).wait()
    #expect(run.status == 0, "\(run.output)")
    #expect(run.lines.contains("  proved    K > 1 for all beta in [1, 2]"))
    let json = try #require(
      try ToolProcess(["check"] + Self.threshold + ["beta=[1,2]", "--claim", "K > 1", "--format", "json"])
        .wait()
        .objects.first)
    let lines = try #require(json["hypotheses"] as? [[String: Any]])
    #expect(lines.last?["kind"] as? String == "claim" && lines.last?["verdict"] as? String == "proved")
  }

  @Test func aFalseClaimHasAWitness() throws {
    let run = try ToolProcess(["check"] + Self.threshold + ["beta=[1,2]", "--claim", "K > 1.2"]).wait()
    #expect(run.status == 1)
    #expect(run.output.contains("fails for beta in ["), "\(run.output)")
    // At the printed ends it fails, too.
    let part = try #require(run.output.firstMatch(of: /fails for beta in \[([^,]*), ([^\]]*)\]/))
    for end in [part.1, part.2] {
      let at = try ToolProcess(["check"] + Self.threshold + ["beta=\(end)", "--claim", "K > 1.2"]).wait()
      #expect(at.status == 1, "beta=\(end)")
    }
  }

  /// The sub-range that blocks a hypothesis is named: u0 <= u1.
  @Test func blockingRange() throws {
    let run = try check("clustering.two-cluster-merger", "beta=1", "u0=[0,1/2]", "u1=1/4")
    #expect(run.status == 2)
    #expect(run.output.contains("holds for u0 in [0, 0.25], fails for u0 in [0.25000"), "\(run.output)")
    let json = try #require(
      try check("clustering.two-cluster-merger", "beta=1", "u0=[0,1/2]", "u1=1/4", "--format", "json").objects
        .first)
    let lines = try #require(json["hypotheses"] as? [[String: Any]])
    #expect(lines.contains { ($0["subranges"] as? [[String: Any]])?.count ?? 0 >= 2 })
    let domain = try check("clustering.two-cluster-merger", "beta=[-1,1]", "u0=0", "u1=1/4")
    #expect(
      domain.status == 2 && domain.output.contains("holds for beta in [0, 1], fails for beta in [-1, 0)"))
  }

  @Test func integersAndLists() throws {
    let all = try check("clustering.noisy-linear-threshold", "beta=1", "d=2:64/63", "--claim", "K > d/3")
    #expect(all.status == 0, "\(all.output)")
    #expect(all.lines.first == "proved: clustering.noisy-linear-threshold d=2:64/63 beta=1")
    let some = try check("clustering.noisy-linear-threshold", "beta=[0,1]", "d=2,3,5", "--claim", "K >= 2")
    #expect(some.status == 1 && some.output.contains("fails for d in 2, 3"), "\(some.output)")
  }

  @Test(arguments: [
    ["beta=[1,2]", "--claim", "K >"], ["beta=[1,2]", "--claim", "K"], ["beta=[1,2]", "--claim", "k > 1"],
    ["beta=[1,2]", "--claim", "K > q"], ["beta=[1,2]", "--claim", "K > log(0)"], ["beta=[2,1]"],
    ["beta=[1,2"],
    ["beta=1:2"], ["beta=1,,2"], ["beta=[1,2]/0"], ["beta=[1,2]/x"], ["beta=0:1/1000000"],
    ["beta=1", "output=K", "--claim", "Q > 1"],
  ])
  func badInputIsOneLine(_ words: [String]) throws {
    let run = try ToolProcess(["check"] + Self.threshold + words).wait()
    #expect(run.status == 64 && run.output.isEmpty, "\(words): \(run.output)")
    #expect(run.errorLines.count == 1, "\(words): \(run.error)")
    #expect(run.error.contains("beta") || run.error.contains("--claim"), "\(run.error)")
  }

  @Test func claimsAboutOneOutput() throws {
    let run = try check("clustering.staircase-time", "beta=100", "u0=1", "m=2", "--claim", "T < 2")
    #expect(run.status == 0 && run.output.contains("1/sqrt(beta log(beta)) < u0"), "\(run.output)")
    let other = try check(
      "clustering.staircase-time", "beta=100", "u0=1", "m=2", "output=t", "--claim", "T < 2")
    #expect(other.status == 64 && other.error.contains("T"))
  }

  @Test func everyForm() throws {
    let words = ["check"] + Self.threshold + ["beta=[1,2]", "--claim", "K > 1.2"]
    let csv = try ToolProcess(words + ["--format", "csv"]).wait()
    #expect(csv.lines.allSatisfy { Fields.count($0) == 7 } && csv.lines.count == 4)
    #expect(try ToolProcess(words + ["--format", "markdown"]).wait().output.contains("**refuted**"))
    try LaTeXCheck.wellFormed(try ToolProcess(words + ["--format", "latex"]).wait().output)
    #expect(try ToolProcess(words + ["--quiet"]).wait().output == "refuted\n")
  }

  /// The range of a time that increases with beta is the hull of its ends.
  @Test func sharpValues() throws {
    let run = try vlasov(line: "eval clustering.two-cluster-merger beta=[4,5] u0=0 u1=0.99 --quiet")
    #expect(run.status == 0 && run.line == "[9.66853, 18.2607]", "\(run.output)")
    let staircase = try vlasov(line: "eval clustering.staircase-time beta=[50,100] u0=1 m=2 --quiet")
    #expect(staircase.status == 0 && staircase.line.hasPrefix("[0."), "\(staircase.output)")
    func value(_ beta: String) throws -> Double {
      try #require(
        Double(vlasov(line: "eval clustering.staircase-time beta=\(beta) u0=1 m=2 --digits 17 --quiet").line))
    }
    let ends = staircase.line.dropFirst().dropLast().split(separator: ",").compactMap {
      Double($0.filter { $0 != " " })
    }
    let points = try ["50", "60", "75", "90", "100"].map(value)
    let (least, most) = (try #require(points.min()), try #require(points.max()))
    #expect(ends.count == 2 && ends[0] <= least && ends[1] >= most)
    #expect(ends[1] - ends[0] < 1.05 * (most - least), "\(staircase.line) against \(least), \(most)")
  }

  /// Data for a figure: one line a band, with bounds.
  @Test func bandsOfACurve() throws {
    let run = try vlasov(
      line: "table clustering.phase-curve n=32 delta=0.001 beta=[0,9]/9 output=t --format csv --quiet")
    #expect(run.status == 0 && run.lines.count == 10, "\(run.error)")
    let header = try #require(run.lines.first).split(separator: ",").map(String.init)
    #expect(Set(["beta", "value", "lower", "upper"]).isSubset(of: Set(header)))
    let points = try vlasov(
      line: "table clustering.phase-curve n=32 delta=0.001 beta=0:9/10 output=t --format csv --quiet")
    #expect(points.status == 0 && points.lines.count == 11)
    let many = try vlasov(
      line: "table clustering.noisy-tricritical-beta d=2:64/63 --digits 20 --format csv --quiet")
    #expect(many.status == 0 && many.lines.count == 64)
  }
}
