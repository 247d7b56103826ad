import Foundation
import Testing

/// Every bad input: status 64, one line that helps, nothing on standard output, and an object in JSON mode.
@Suite struct ErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let words: [String]
    let says: [String]
    var testDescription: String { words.joined(separator: " ") }

    init(_ line: String, _ says: String...) {
      words = line.split(separator: " ").map(String.init)
      self.says = says
    }
  }

  private static let good = "eval retrieval.t-crit lambda=1"

  static let cases = [
    Case("eval retrieval.tcrit beta=1", "unknown result retrieval.tcrit", "retrieval.t-crit"),
    Case("eval t-crit beta=1", "unknown result", "retrieval.t-crit"),
    Case("show nothing", "unknown result"),
    Case("cite nothing", "unknown result"),
    Case("list nothing", "unknown theme", "retrieval, causal"),
    Case("eval retrieval.mean-field", "card"),
    Case("check retrieval.mean-field", "card"),
    Case("table causal.sequential-energy", "card"),
    Case("verify causal.sequential-energy", "no simulation"),
    Case("eval", "expected the id"),
    Case("eval beta=1", "expected the id"),
    Case("\(good) beta=1 M=8 q=1", "unknown parameter q", "beta, M, lambda"),
    Case("\(good) beta=1 m=8", "unknown parameter m"),
    Case("\(good) beta=1", "missing parameter M", "M > 0"),
    Case("\(good) beta=1 M=8 beta=2", "beta is given more than once"),
    Case("\(good) beta=1 M=8 output=t_crit output=t_crit", "output is given more than once"),
    Case("\(good) beta=1 M=8 output=nothing", "output=nothing", "t_crit"),
    Case("\(good) beta=1 M=8 word", "name=value", "word"),
    Case("\(good) beta=1 M=8 =5", "name=value"),
    Case("\(good) beta= M=8", "beta= has no value"),
    Case("\(good) beta=1..2 M=8", "beta=1..2", "position 3"),
    Case("\(good) beta=1+ M=8", "position 3"),
    Case("\(good) beta=abc M=8", "beta=abc", "position 1"),
    Case("\(good) beta=NaN M=8", "beta=NaN", "position 1"),
    Case("\(good) beta=nan M=8", "beta=nan"),
    Case("\(good) beta=inf M=8", "beta=inf"),
    Case("\(good) beta=Infinity M=8", "beta=Infinity"),
    Case("\(good) beta=1/0 M=8", "beta=1/0"),
    Case("\(good) beta=[2,1] M=8", "beta=[2,1]", "order"),
    Case("\(good) beta=0 M=8", "beta=0", "beta > 0"),
    Case("\(good) beta=-1 M=8", "beta=-1", "beta > 0"),
    Case("\(good) beta=1 M=0", "M=0", "M > 0"),
    Case("eval retrieval.profile s=0 beta=1 M=8 t=1 lambda=1", "s=0", "0 < s <= 1"),
    Case("eval retrieval.profile s=1.0001 beta=1 M=8 t=1 lambda=1", "s=1.0001", "0 < s <= 1"),
    Case("eval retrieval.profile s=1 beta=1 M=8 t=-1 lambda=1", "t=-1", "t >= 0"),
    Case("eval retrieval.eigenvalue n=0 beta=1", "n=0", "n >= 1"),
    Case("eval retrieval.eigenvalue n=1/2 beta=1", "n=1/2", "not an integer"),
    Case("eval retrieval.eigenvalue n=1 beta=1 output=sup", "n does not go with output=sup"),
    Case("eval retrieval.multi-head heads=[[1,2]] t=1 M=8 s=1", "heads"),
    Case("eval retrieval.multi-head heads=@/nowhere/h t=1 M=8 s=1", "cannot read /nowhere/h"),
    Case("\(good) beta=1 M=8 --digits 0", "1 to 100000"),
    Case("\(good) beta=1 M=8 --digits -3", "1 to 100000"),
    Case("\(good) beta=1 M=8 --digits=-3", "1 to 100000"),
    Case("\(good) beta=1 M=8 --digits 100001", "1 to 100000"),
    Case("\(good) beta=1 M=8 --digits 99999999999999999999999", "1 to 100000"),
    Case("\(good) beta=1 M=8 --digits many", "1 to 100000"),
    Case("\(good) beta=1 M=8 --digits", "--digits"),
    Case("\(good) beta=1 M=8 --max-seconds -1", "seconds"),
    Case("\(good) beta=1 M=8 --max-seconds nan", "seconds"),
    Case("\(good) beta=1 M=8 --max-bits 1", "64 to"),
    Case("\(good) beta=1 M=8 --threads 0", "1 to 1024"),
    Case("\(good) beta=1 M=8 --format xml", "xml", "json"),
    Case("\(good) beta=1 M=8 --numbers roman", "roman"),
    Case("\(good) beta=1 M=8 --frobnicate", "--frobnicate"),
    Case("frobnicate", "frobnicate"),
    Case("\(good) beta=1 M=8 -o /nowhere/file", "cannot write /nowhere/file", "No such file"),
    Case("\(good) beta=1 M=8 -o /", "cannot write /"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=1:3", "a:b/count"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=3:1/5", "reversed"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=1:1/5", "empty or reversed"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=1:3/1", "count of at least 2"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=1:3/0", "count of at least 2"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=1:3/x", "count x"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=1:3/1e12", "10^9"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=1,,2", "empty value"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=1,x", "position 1"),
    Case("table retrieval.t-crit lambda=1 beta=1,2", "missing parameter M"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=1 beta=2", "more than once"),
    Case("table retrieval.eigenvalue beta=1 n=1:2/3", "not integers"),
    Case("table retrieval.t-crit lambda=1 M=8 beta=1:2/3 -o /nowhere/file", "cannot write"),
    Case(
      "table retrieval.t-crit lambda=1 M=8 beta=1:2/3 --from /nowhere/file", "more than once", "cannot read"),
  ]

  @Test(arguments: cases) func oneLine(_ c: Case) throws {
    let run = try ToolProcess(c.words).wait()
    #expect(run.status == 64, "status \(run.status): \(run.output)\(run.error)")
    #expect(run.output.isEmpty)
    #expect(run.errorLines.count == 1, "\(run.error)")
    #expect(run.error.hasPrefix("vlasov: error: "))
    #expect(run.error.hasSuffix("\n"))
    let says =
      c.words.contains("--from")
      ? c.says.contains { run.error.contains($0) } : c.says.allSatisfy { run.error.contains($0) }
    #expect(says, "\(run.error) lacks one of \(c.says)")
  }

  /// The same with an object after the line.
  @Test(arguments: cases.filter { !$0.words.contains("xml") }) func anObjectInJSONMode(_ c: Case) throws {
    let run = try ToolProcess([c.words[0], "--format=json"] + c.words.dropFirst()).wait()
    #expect(run.status == 64)
    #expect(run.errorLines.count == 2, "\(run.error)")
    let object = try #require(run.errorLines.last.flatMap(ToolResult.object))
    #expect(object["schema"] as? Int == 1)
    let error = try #require(object["error"] as? [String: Any])
    #expect(Set(error.keys) == ["parameter", "value", "domain", "message"])
    #expect(
      run.errorLines[0] == "vlasov: error: "
        + (error["message"] as? String ?? "").replacingOccurrences(of: "\n", with: " "))
  }

  @Test func theObjectNamesParameterValueAndDomain() throws {
    let run = try vlasov(line: "eval retrieval.t-crit beta=-1 lambda=1 M=8 --format json")
    let error = try #require(run.errorLines.last.flatMap(ToolResult.object)?["error"] as? [String: Any])
    #expect(error["parameter"] as? String == "beta")
    #expect(error["value"] as? String == "-1")
    #expect(error["domain"] as? String == "beta > 0")
  }

  @Test func legalNeighboursOfTheDomainsAreAnswered() throws {
    // M = 1 is legal, s = 1 is the limit, t = 0 gives 0.
    #expect(try vlasov(line: "eval retrieval.t-crit beta=1 lambda=1 M=1").status == 0)
    #expect(try vlasov(line: "eval retrieval.profile s=1 beta=1 M=8 t=1 lambda=1").status == 0)
    #expect(try vlasov(line: "eval retrieval.profile s=1/2 beta=1 M=8 t=0 lambda=1 --quiet").line == "0")
  }

  @Test func aLineStaysALineWhateverTheUserTypes() throws {
    let run = try vlasov("eval", "retrieval.t-crit", "beta=1\n2\u{7}", "lambda=1", "M=8")
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1)
    #expect(!run.error.contains("\u{7}"))
    let long = try vlasov("expr", String(repeating: "(", count: 50_000))
    #expect(long.status == 64)
    #expect(long.errorLines.count == 1)
    #expect(long.error.count < 2000)
  }
}
