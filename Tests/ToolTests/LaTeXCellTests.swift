import Testing
import Vlasov

@testable import VlasovTool

/// What the columns of a LaTeX table make of printed values.
@Suite struct LaTeXCellTests {
  @Test(arguments: [
    "0", "-1", "1.50", "123456789012345678901234567890", "2.4574889803282556125", "-7.05e-18", "1e25",
    "0.00000372698652742945",
  ])
  func decimalsKeepEveryDigit(_ text: String) throws {
    #expect(try #require(PrintedDecimal(text)).text == text)
  }

  @Test func exponentsAreWrittenAsIntegers() {
    #expect(PrintedDecimal("1e+25")?.text == "1e25")
    #expect(PrintedDecimal("1.5e-05")?.text == "1.5e-5")
    #expect(PrintedDecimal("1E5")?.text == "1e5")
  }

  @Test(arguments: [
    "", "-", ".5", "5.", "+1", "1/3", "e", "1e", "1e+", "1-2", "0x1", "1.2.3", "1,5", "inf", "nan", "١", "1 ",
    "1e99999999999999999999",
  ])
  func otherTextsAreNoDecimals(_ text: String) { #expect(PrintedDecimal(text) == nil) }

  @Test(arguments: [
    ("inf", LaTeXCell.infinity), ("-inf", .minusInfinity), ("1/3", .math("1/3")), ("-2/7", .math("-2/7")),
    ("[1.5, 2e+30]", .math("[\\num{1.5},\\, \\num{2e30}]")), ("[-inf, 3]", .math("[-\\infty,\\, 3]")),
    ("2.26_{70}^{81}", .math("\\num{2.26}_{70}^{81}")), ("12._{70}^{81}", .math("12._{70}^{81}")),
    ("0 +/- inf", .text("$0 \\pm \\infty$")), ("UNIQUE_MIN", .text("UNIQUE\\_MIN")), ("", .empty),
    ("64:3*2^-1+/-0*2^0", .math("\\mathtt{64:3*2\\hat{}{-}1+/{-}0*2\\hat{}0}")),
  ])
  func values(_ text: String, _ cell: LaTeXCell) { #expect(LaTeXCell.value(text) == cell) }

  @Test func parameters() throws {
    func cell(_ text: String) throws -> LaTeXCell { .parameter(.real(try RealParameter(parsing: text))) }
    #expect(try cell("4/3") == .math("4/3"))
    #expect(try cell("[9/10,14/15]") == .math("[9/10,\\, 14/15]"))
    #expect(try cell("[0.99,1.01]") == .math("[\\num{0.99},\\, \\num{1.01}]"))
    #expect(try cell("sqrt(2)") == .math("\\sqrt{2}"))
    #expect(try cell("e") == .math("e"), "Euler's number is no exponent")
    #expect(try cell("0.10") == .number(try #require(PrintedDecimal("0.10"))))
    #expect(LaTeXCell.parameter(.infinity) == .infinity)
  }

  // MARK: Columns

  private func column(_ texts: String...) -> String { LaTeXColumn(texts.map(LaTeXCell.value)).preamble }
  private func aligned(_ format: String) -> String { "S[table-format=\(format), round-mode=none]" }

  @Test func aFormatHasRoomForEveryNumber() {
    #expect(column("1", "10", "2") == aligned("2"))
    #expect(column("1", "10.5", "-2.125") == aligned("-2.3"))
    #expect(column("0.5", "7.0584e-18", "1e+2") == aligned("1.4e-2"))
    #expect(column("1e100", "2") == aligned("1e3"))
  }

  @Test func wordsStandBetweenNumbersInBraces() {
    let cells = ["1.5", "inf", "", "a_b"].map(LaTeXCell.value)
    let column = LaTeXColumn(cells)
    #expect(column.preamble == aligned("1.1"))
    #expect(cells.map(column.cell) == ["1.5", "{$\\infty$}", "", "{a\\_b}"])
    #expect(column.header("$x$") == "{$x$}")
  }

  @Test func whatIsNoNumberMakesAColumnOfMathematics() {
    let cells = ["1", "4/3", "0.25", "inf"].map(LaTeXCell.value)
    let column = LaTeXColumn(cells)
    #expect(column.preamble == ">{\\sisetup{round-mode=none}}l")
    #expect(cells.map(column.cell) == ["$1$", "$4/3$", "$\\num{0.25}$", "$\\infty$"])
    #expect(self.column("1/3", "2/3") == "l" && self.column("word", "") == "l")
  }

  @Test func uncertaintiesAreTwoColumns() {
    let cells = ["2.457 +/- 8.79e-21", "-0.6 +/- 0.125", "inf", "3"].map(LaTeXCell.value)
    let column = LaTeXColumn(cells)
    #expect(column.preamble == aligned("-1.3") + "@{${}\\pm{}$}" + aligned("1.3e-2"))
    #expect(
      cells.map(column.cell) == [
        "2.457 & 8.79e-21", "-0.6 & 0.125", "\\multicolumn{2}{c}{$\\infty$}", "\\multicolumn{2}{l}{$3$}",
      ])
    #expect(column.header("x") == "\\multicolumn{2}{c}{x}")
  }

  // MARK: Text

  @Test func accentsAndOtherScalars() {
    #expect(
      LaTeXText.escaped("Rényi, Erdős, Ångström, Łoś, ß")
        == "R\\'{e}nyi, Erd\\H{o}s, \\r{A}ngstr\\\"{o}m, \\L{}o\\'{s}, \\ss{}")
    #expect(LaTeXText.escaped("β|\u{7F}") == "\\texttt{U+03B2}\\textbar{}\\texttt{U+007F}")
  }

  @Test func aRowDoesNotBeginWithAnArgument() {
    #expect(LaTeXTable.line(["[1,2", "3"]) == "{}[1,2 & 3 \\\\\n")
    #expect(LaTeXTable.line(["*", "3"]) == "{}* & 3 \\\\\n")
    #expect(LaTeXTable.line(["$[1]$"]) == "$[1]$ \\\\\n")
  }

  @Test func packagesOfAFragment() {
    #expect(LaTeXText.packageLine(for: "$x = 2$") == "")
    #expect(LaTeXText.packageLine(for: "\\toprule") == "% \\usepackage{booktabs}\n")
    #expect(
      LaTeXText.packageLine(for: "\\toprule S[table-format=1] $\\operatorname{tr}$ $\\mathbb{E}$")
        == "% \\usepackage{amsmath,amssymb,booktabs,siunitx} (siunitx 3, of 2021 or later)\n")
  }
}
