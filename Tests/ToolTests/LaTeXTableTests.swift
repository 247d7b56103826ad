import Foundation
import Testing
import Vlasov

@testable import VlasovTool

/// LaTeX as every verb prints it, compiled in a document that has only the packages it names.
@Suite struct LaTeXTableTests {
  // MARK: Every verb

  @Test(arguments: [
    "table retrieval.t-crit beta=1:2/4 lambda=1 M=8",
    "table retrieval.t-crit beta=1/2,sqrt(2),e,1e-1,pi lambda=1 M=8,16 --digits 30",
    "table retrieval.t-crit beta=-1,1,100 lambda=1 M=8",
    "table retrieval.t-crit beta=[0.9,1]/3 lambda=1 M=8",
    "table retrieval.t-crit beta=1,2 lambda=1 M=8 --digits 60 --max-bits 128",
    "table retrieval.endpoint-slope beta=1,40 M=8 t=1,5 lambda=1 output=all",
    "table retrieval.u-shape-certificate beta=1 lambda=1 M=8 t=1/4,1,3 output=verdict",
    "table retrieval.u-shape-certificate beta=1 lambda=1 M=8 t=1/4,1,3 output=count",
    "table clustering.staircase-time n=3 j=0,1,2 output=jump",
    "table clustering.staircase-time n=1000000 j=500000,1000000 output=jump",
    "table clustering.staircase-time n=4 j=1,2,3,5 output=plateau",
    "table kde.shot-noise Lambda=1,2", "table retrieval.t-crit beta=1 lambda=1 M=8",
    "eval retrieval.endpoint-slope beta=1 M=8 t=1 lambda=1 output=all", "expr exp(-100)",
    "check retrieval.t-crit beta=1 lambda=1 M=8 t=2", "check retrieval.t-crit beta=[1,2] lambda=1 M=8 t=2",
    "check retrieval.endpoint-slope beta=1 M=8 t=1 lambda=1 output=all",
    "modes comb:9 --sweep 0.2:1/5", "modes comb:9 --bandwidth 1/5 --list",
    "modes comb:9 --beta 1/3,2,30", "modes comb:9 --sweep 1/5,1/2 --list --numbers interval",
    "verify retrieval.green-function", "verify --theme causal", "list", "list kde",
    "report retrieval t=1/4,5", "report ranks d=2 steps=20 --count 2",
  ])
  func compilesAsItIs(_ line: String) throws {
    let run = try vlasov(line: line + " --format latex")
    #expect([0, 1, 2].contains(run.status), "\(run.error)")
    try LaTeXCheck.wellFormed(run.output)
    try LaTeXCheck.compiles(run.output)
  }

  @Test(arguments: ["digits", "interval", "plusminus", "bracket", "dump"])
  func everyWayToWriteNumbersCompiles(_ style: String) throws {
    let run = try vlasov(
      line: "table retrieval.t-crit beta=-1,1,2,40,[1,1.01] lambda=1 M=8 --numbers \(style) --format latex")
    #expect(run.status == 2, "one row is refused")
    try LaTeXCheck.wellFormed(run.output)
    try LaTeXCheck.compiles(run.output)
  }

  /// Whatever a file holds in place of numbers stays text.
  @Test func malformedRowsCompile() throws {
    let input =
      "beta\n1\n\"β_x & \"\"y\"\"\"\n\"[1,2\"\n* \\x{\n~^%$#|<>\n\"[1,2]x\"\n1e99999999999999999999\n"
    let run = try vlasov(line: "table retrieval.t-crit lambda=1 M=8 --from - --format latex", input: input)
    #expect(run.status == 2)
    #expect(run.lines.filter { $0.contains("\\textit{refused}") }.count == 6, "\(run.output)")
    try LaTeXCheck.wellFormed(run.output)
    try LaTeXCheck.compiles(run.output)
  }

  @Test func matricesOfManyColumnsCompile() throws {
    func unit(_ n: Int) -> String {
      "["
        + (0..<n).map { i in "[" + (0..<n).map { $0 == i ? "1" : "0" }.joined(separator: ",") + "]" }
        .joined(separator: ",") + "]"
    }
    let matrices = [2, 11].map { "\"\(unit($0))\",\"\(unit($0))\"\n" }.joined()
    let run = try vlasov(
      line: "table gaussian.scalar-value-closed-form t=1/4 output=Sigma[1,1] --from - --format latex",
      input: "A,Sigma0\n" + matrices)
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains("\\setcounter{MaxMatrixCols}{11}"))
    #expect(LaTeXCheck.packages(of: run.output) == ["amsmath", "booktabs", "siunitx"])
    try LaTeXCheck.compiles(run.output)
  }

  /// The symbols of the whole catalogue as the headers of tables.
  @Test func everySymbolCompiles() throws {
    let symbols = Catalogue.standard.theorems.map { $0.record }.flatMap { record in
      record.parameters.map(\.symbol) + record.outputs.map(\.latexSymbol)
    }
    #expect(symbols.count > 300)
    let table = LaTeXTable(
      headers: ["symbol", "value"],
      rows: Set(symbols).sorted().map { .init([.math($0), .value("1.5")]) })
    try LaTeXCheck.compiles(LaTeXText.page([], table.text))
  }

  @Test func anUndecidedCrossCheckCompiles() throws {
    let lines = VerifyLines(format: .latex, seed: 1, width: 10)
    let rows = ["-1.5e-05", "inf", ""].map { statistic in
      LaTeXTable.line(VerifyLines.latexCells(["a.b", "x_y", statistic, "failed", "0.01", "50% & more"]))
    }
    let page = lines.head + rows.joined() + lines.foot(.init(), seconds: 1)
    try LaTeXCheck.wellFormed(page)
    try LaTeXCheck.compiles(page)
  }

  // MARK: Digits

  /// A value as the page says it.
  private static func printed(_ value: String) -> String {
    let parts = value.replacing("-", with: "−").split(separator: "e", maxSplits: 1)
    return parts.count == 2 ? "\(parts[0])×10\(parts[1])" : String(parts[0])
  }

  /// The cells of the lines of a page: siunitx's thin spaces between digits are one space, columns are further apart.
  private static func cells(_ page: String) -> [[String]] {
    page.split(separator: "\n").map { line in
      line.replacing("  ", with: "\t").split(separator: "\t").map {
        $0.filter { $0 != " " && $0 != "\u{2009}" }
      }.filter { !$0.isEmpty }
    }
  }

  /// Every digit of the CSV form stands on the page, in its row, and no other, even in a paper that rounds.
  @Test(arguments: [
    "retrieval.t-crit beta=1,2,40 lambda=1 M=8", "retrieval.t-crit beta=1,2,40 lambda=1 M=8 --digits 50",
    "retrieval.t-crit beta=4/3,0.25 lambda=1 M=8 --digits 33",
    "retrieval.endpoint-slope beta=1,4 M=8 t=5,1/3 lambda=1 --digits 25",
    "retrieval.profile beta=1 M=8 t=1 lambda=1 s=0.1:0.9/9",
    "clustering.staircase-time n=1000000,100 j=7 output=jump",
    "clustering.staircase-time n=123456789012345678901234567890 j=1,1e28 output=jump",
  ])
  func thePageHasTheDigitsOfTheCSVForm(_ words: String) throws {
    let csv = try vlasov(line: "table \(words) --format csv")
    let header = Fields.split(csv.lines[0])
    let rows = csv.lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, Fields.split($0))) }
    let varying = header.dropFirst().prefix { $0 != "output" }.filter { name in
      Set(rows.map { $0[name] }).count > 1
    }
    let run = try vlasov(line: "table \(words) --format latex")
    guard
      let page = try LaTeXCheck.compiles(run.output, setup: "\\sisetup{round-mode=places,round-precision=2}")
    else { return }
    let found = Self.cells(page)
    for row in rows {
      let expected = (varying + ["value"]).map { Self.printed(row[$0] ?? "") }
      #expect(found.contains(expected), "\(expected) in \(page)")
    }
  }

  /// The check above can fail: a column without its protection is rounded.
  @Test func aPaperThatRoundsWouldRound() throws {
    let run = try vlasov(line: "table retrieval.t-crit beta=1,2 lambda=1 M=8 --format latex")
    let bare = run.output.replacing(", round-mode=none", with: "")
    guard let page = try LaTeXCheck.compiles(bare, setup: "\\sisetup{round-mode=places,round-precision=2}")
    else { return }
    #expect(page.contains("2.46") && !Self.cells(page).contains(["1", "2.4574889803282556125"]), "\(page)")
  }

  // MARK: The file

  @Test func aLaTeXFileAppearsWhole() throws {
    let folder = try TemporaryFolder()
    let process = try ToolProcess(
      [
        "table", "retrieval.t-crit", "beta=1:3/1000001", "lambda=1", "M=8", "--format", "latex", "-o",
        folder.path + "/t.tex",
      ])
    for _ in 0..<500 where folder.names.isEmpty { usleep(20_000) }
    #expect(!folder.names.isEmpty && folder.text("t.tex") == nil, "nothing under its name yet")
    process.send(SIGINT)
    #expect(process.wait().status == 130)
    #expect(folder.names.isEmpty, "left behind: \(folder.names)")
  }
}
