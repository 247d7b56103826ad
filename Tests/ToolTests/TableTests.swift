import Foundation
import Testing

@Suite struct TableTests {
  private static let range = "table retrieval.t-crit beta=1:3/5 lambda=1 M=8"

  @Test func aRangeHasBothEndsExactlySpaced() throws {
    let run = try vlasov(line: Self.range + " --format csv")
    #expect(run.status == 0)
    #expect(
      run.lines.first == "row,beta,lambda,M,output,value,lower,upper,digits,status,vacuous,reason"
        || run.lines.first == "row,beta,M,lambda,output,value,lower,upper,digits,status,vacuous,reason")
    let rows = run.lines.dropFirst().map(Fields.split)
    #expect(rows.map { $0[0] } == ["1", "2", "3", "4", "5"])
    #expect(rows.map { $0[1] } == ["1", "1.5", "2", "2.5", "3"])
    #expect(rows[0].contains("2.4574889803282556125"))
    #expect(rows[4].contains("0.17401839386870305587"))
  }

  @Test func thirdsAreExact() throws {
    let rows = try vlasov(line: "table retrieval.t-crit beta=1:2/4 lambda=1 M=8 --format csv").lines
    #expect(rows.dropFirst().map { Fields.split($0)[1] } == ["1", "4/3", "5/3", "2"])
  }

  /// Each row is the answer that `eval` gives.
  @Test func rowsAgreeWithEval() throws {
    let table = try vlasov(
      line: "table retrieval.profile s=1/10:1/4 beta=2 M=8 t=2/5 lambda=1 --digits 30 --format json")
    #expect(table.objects.count == 4)
    for row in table.objects {
      let s = try #require((row["parameters"] as? [String: String])?["s"])
      let value = try vlasov(
        line: "eval retrieval.profile s=\(s) beta=2 M=8 t=2/5 lambda=1 --digits 30 --quiet"
      ).line
      #expect(row["value"] as? String == value)
    }
  }

  @Test func theLastNamedRunsFastest() throws {
    let run = try vlasov(line: "table retrieval.t-crit beta=1,2 lambda=1 M=4,8,16 --format csv --digits 5")
    let header = Fields.split(run.lines[0])
    let beta = try #require(header.firstIndex(of: "beta"))
    let m = try #require(header.firstIndex(of: "M"))
    let rows = run.lines.dropFirst().map(Fields.split)
    #expect(rows.map { $0[beta] } == ["1", "1", "1", "2", "2", "2"])
    #expect(rows.map { $0[m] } == ["4", "8", "16", "4", "8", "16"])
  }

  @Test func refusedRowsKeepTheirPlace() throws {
    let run = try vlasov(line: "table retrieval.t-crit beta=1 lambda=-1:1/3 M=8 --format json")
    #expect(run.status == 2)
    #expect(run.objects.map { $0["status"] as? String } == ["refused", "refused", "certified"])
    #expect(run.objects.map { $0["row"] as? Int } == [1, 2, 3])
    #expect((run.objects[0]["reason"] as? String)?.contains("lambda > 0") == true)
    #expect(run.errorLines.count == 1)
    #expect(run.error.contains("2 of 3 rows"))
  }

  @Test func rowsOutsideTheDomainKeepTheirPlace() throws {
    for format in ["text", "csv", "markdown", "latex", "json"] {
      let run = try vlasov(line: "table retrieval.t-crit beta=-1:1/3 lambda=1 M=8 --format \(format)")
      #expect(run.status == 2)
      #expect(run.output.contains("refused"))
      #expect(run.output.contains("2.4574889803282556125"))
    }
    let csv = try vlasov(line: "table retrieval.t-crit beta=-1:1/3 lambda=1 M=8 --format csv")
    let rows = csv.lines.dropFirst().map(Fields.split)
    #expect(rows.map { $0[1] } == ["-1", "0", "1"])
    #expect(rows[1].last?.contains("beta > 0") == true)
  }

  @Test func severalOutputs() throws {
    let run = try vlasov(
      line: "table retrieval.endpoint-slope beta=1,2 M=8 t=1 lambda=1 output=all --format csv --digits 6")
    #expect(run.status == 0)
    let header = Fields.split(run.lines[0])
    let output = try #require(header.firstIndex(of: "output"))
    #expect(run.lines.dropFirst().map { Fields.split($0)[output] } == ["slope", "slope", "value", "value"])
    #expect(run.lines.filter { $0.hasPrefix("row,") }.count == 1)
  }

  @Test func threadsDoNotChangeTheRows() throws {
    let one = try vlasov(line: Self.range + " --threads 1")
    let four = try vlasov(line: Self.range + " --threads 4")
    #expect(one.output == four.output)
    #expect(one.status == 0)
  }

  @Test func textColumnsAreAligned() throws {
    let run = try vlasov(line: Self.range)
    #expect(run.lines[0].hasPrefix("# retrieval.t-crit"))
    #expect(run.lines[0].contains("lambda=1"))
    #expect(run.lines[1] == "beta  t_crit")
    #expect(run.lines[2] == "1     2.4574889803282556125")
    #expect(run.lines[3] == "1.5   1.1775661782977358233")
    #expect(run.lines.count == 7)
  }

  @Test func latexIsABooktabsTabular() throws {
    let run = try vlasov(line: "table retrieval.t-crit beta=1:2/4 lambda=1 M=8 --format latex --digits 6")
    try LaTeXCheck.wellFormed(run.output)
    try LaTeXCheck.compiles(run.output)
    #expect(
      run.output.contains(
        "\\begin{tabular}{lS[table-format=1.6, round-mode=none]}\n\\toprule\n"
          + "$\\beta$ & {$t_{\\mathrm{crit}}$} \\\\\n\\midrule\n"))
    #expect(run.output.contains("\n$4/3$ & 1."))
    #expect(run.output.hasSuffix("\\bottomrule\n\\end{tabular}\n"))
  }

  @Test func latexShowsRefusalsAndPowersOfTen() throws {
    let run = try vlasov(line: "table retrieval.t-crit beta=-1,1,100 lambda=1 M=8 --format latex --digits 6")
    #expect(run.status == 2)
    try LaTeXCheck.wellFormed(run.output)
    try LaTeXCheck.compiles(run.output)
    #expect(run.output.contains("\n-1 &  & \\textit{refused} \\\\ % beta=-1"), "\(run.output)")
    #expect(
      run.output.contains("S[table-format=-3, round-mode=none]S[table-format=1.5e-2, round-mode=none]l}"))
  }

  @Test func markdownIsATable() throws {
    let run = try vlasov(line: Self.range + " --format markdown --quiet --digits 6")
    #expect(run.lines.count == 7)
    #expect(run.lines.allSatisfy { $0.hasPrefix("| ") && $0.hasSuffix(" |") })
    #expect(run.lines[1] == "| --- | --- |")
  }

  // MARK: Rows from a file

  @Test func rowsFromAFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("p.csv", "beta,M\r\n1,8\r\n\"2\",\" 8 \"\r\n\"sqrt(9)\",8\r\n")
    let run = try vlasov("table", "retrieval.t-crit", "lambda=1", "--from", file, "--format", "csv")
    #expect(run.status == 0, "\(run.error)")
    let rows = run.lines.dropFirst().map(Fields.split)
    #expect(rows.map { $0[1] } == ["1", "2", "sqrt(9)"])
    #expect(
      rows.map { $0[5] } == ["2.4574889803282556125", "0.60071622427667909865", "0.17401839386870305587"])
  }

  @Test func rowsFromStandardInputWithCommasInQuotes() throws {
    let input = "\u{FEFF}beta,lambda\n\"[0.99,1.01]\",1\n\n1,1\n"
    let run = try vlasov(line: "table retrieval.t-crit M=8 --from - --format json", input: input)
    #expect(run.status == 0, "\(run.error)")
    #expect(run.objects.count == 2)
    #expect((run.objects[0]["parameters"] as? [String: String])?["beta"] == "[0.99,1.01]")
    #expect(run.objects[1]["row"] as? Int == 2)
  }

  @Test func anEmptyFieldTakesTheDefault() throws {
    let run = try vlasov(
      line: "table retrieval.argmin beta=1 M=8 t=1 lambda=1 --from - --format json --digits 10",
      input: "index\n1\n")
    #expect(run.status == 0, "\(run.error)")
    let blank = try vlasov(
      line: "table retrieval.argmin beta=1 M=8 lambda=1 --from - --format json --digits 10",
      input: "index,t\n,1\n")
    #expect(blank.status == 0, "\(blank.error)")
    #expect(blank.objects.first?["value"] as? String == run.objects.first?["value"] as? String)
  }

  @Test func aRowWithAMalformedValueKeepsItsPlace() throws {
    let run = try vlasov(
      line: "table retrieval.t-crit M=8 lambda=1 --from - --format csv", input: "beta\n1\nx y\n2\n")
    #expect(run.status == 2)
    let rows = run.lines.dropFirst().map(Fields.split)
    #expect(rows.map { $0[1] } == ["1", "x y", "2"])
    #expect(rows[1][9] == "refused")
    #expect(rows[1][11].contains("position"))
  }

  @Test func manyPiecesKeepTheirOrder() throws {
    let input = "beta\n" + (1...200).map { "\($0)/100\n" }.joined()
    let run = try vlasov(
      line: "table retrieval.t-crit M=8 lambda=1 --from - --format csv --digits 5", input: input)
    #expect(run.status == 0)
    let rows = run.lines.dropFirst().map(Fields.split)
    #expect(rows.map { $0[0] } == (1...200).map(String.init))
    #expect(rows.map { $0[1] } == (1...200).map { "\($0)/100" })
  }

  @Test(arguments: [
    ("", "header"), ("beta,q\n1,2\n", "unknown parameter q"), ("beta,beta\n1,2\n", "more than once"),
    ("beta,M\n1,8\n", "more than once"), ("beta\n1\n1,2\n", "line 3"), ("beta\n\"1\n", "line 2"),
    ("beta\n1\"2\n", "line 2"), ("lambda\n1\n", "missing parameter beta"),
  ])
  func badFilesAreOneLine(_ text: String, _ place: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("bad.csv", text)
    let shared = place.hasPrefix("missing") ? ["M=8"] : ["lambda=1", "M=8"]
    let run = try ToolProcess(["table", "retrieval.t-crit"] + shared + ["--from", file]).wait()
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1)
    #expect(run.error.contains(place), "\(run.error)")
    #expect(run.output.isEmpty, "a bad file is known before anything is computed")
  }

  @Test func aMissingFileIsOneLine() throws {
    let run = try vlasov(line: "table retrieval.t-crit M=8 lambda=1 --from /nowhere/p.csv")
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1)
    #expect(run.error.contains("/nowhere/p.csv: No such file"))
  }

  @Test func aFileWithoutRowsIsAnEmptyTable() throws {
    let run = try vlasov(line: "table retrieval.t-crit M=8 lambda=1 --from - --format csv", input: "beta\n")
    #expect(run.status == 0)
    #expect(run.lines.count == 1)
  }
}
