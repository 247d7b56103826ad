import Testing
import Vlasov

/// `table --trust`: the rung of a row is that of a certificate for it.
@Suite struct TrustColumnTests {
  private func certificate(
    _ beta: String, digits: Int, checkers: String, _ lower: String, _ upper: String,
    kind: String = "enclosure"
  ) -> String {
    """
    {"schema": 1, "name": "c_1", "id": "retrieval.t-crit", "output": "t_crit", "kind": "\(kind)",
     "digits": \(digits), "lower": "\(lower)", "upper": "\(upper)",
     "parameters": {"beta": "\(beta)", "M": "8", "lambda": "1"}, "checkers": [\(checkers)]}
    """
  }

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let certificates = [
      certificate(
        "1", digits: 40, checkers: "\"coq\", \"arb\"", "2.457488980328255612491216088871022355653",
        "2.457488980328255612491216088871022355654"),
      certificate(
        "1.50", digits: 40, checkers: "\"arb\"", "1.177566178297735823266517494593443155989",
        "1.177566178297735823266517494593443155990"),
      certificate("2", digits: 10, checkers: "\"coq\", \"arb\"", "0.6007162242", "0.6007162243"),
      // Too wide for what it says, and beside the value.
      certificate("2", digits: 1000, checkers: "\"coq\"", "0", "100"),
      certificate("2", digits: 40, checkers: "\"coq\"", "0.7", "0.7"),
      certificate("3", digits: 40, checkers: "\"coq\"", "0", "1", kind: "comparison"),
    ]
    _ = try folder.file("retrieval.json", "[\(certificates.joined(separator: ","))]")
    return folder
  }

  private func table(_ rest: String, _ folder: TemporaryFolder) throws -> ToolResult {
    try vlasov(
      line:
        "table retrieval.t-crit beta=1,3/2,2,3,-1 M=8 lambda=1 --trust --certificates \(folder.path) \(rest)")
  }

  @Test func rungs() throws {
    let folder = try folder()
    let rungs = ["coq-checked", "arb-checked", "enclosed", "enclosed", ""]
    let csv = try table("--digits 30 --format csv --quiet", folder)
    #expect(csv.status == 2)
    #expect(csv.lines[0].hasSuffix(",trust"))
    #expect(
      csv.lines.dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).last.map(String.init) ?? ""
      } == rungs)
    let json = try table("--digits 30 --format json", folder)
    #expect(zip(json.lines, rungs).allSatisfy { $0.contains("\"trust\":\"\($1)\"") })
    let text = try table("--digits 8 --quiet", folder)
    #expect(text.lines.map { $0.contains("coq-checked") } == [false, true, false, true, false, false])
    for format in ["latex", "markdown"] {
      #expect(try table("--format \(format)", folder).output.contains("arb-checked"))
    }
  }

  @Test func noCertificates() throws {
    let folder = try TemporaryFolder()
    let run = try table("", folder)
    #expect(run.status == 64 && run.error.contains("no certificates"))
    let plain = try vlasov(line: "table retrieval.t-crit beta=1 M=8 lambda=1 --format csv")
    #expect(plain.status == 0 && !plain.output.contains("trust"))
  }
}
