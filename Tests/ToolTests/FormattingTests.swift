import Foundation
import Testing
import Vlasov

@testable import VlasovTool

/// The texts that the verbs are made of.
@Suite struct FormattingTests {
  @Test func jsonEscapesAndKeepsOrder() throws {
    let text = "a\"b\\c\nd\te\u{1}\u{7F}é𝛽"
    let json = JSON.object([
      ("z", .string(text)),
      ("a", .array([.integer(-3), .null, .boolean(true), .number(0.1), .number(2), .number(.nan)])),
      ("empty", .object([])),
    ])
    #expect(
      json.text
        == #"{"z":"a\"b\\c\nd\te\u0001\u007fé𝛽","a":[-3,null,true,0.1,2,null],"empty":{}}"#)
    let read = try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any])
    #expect(read["z"] as? String == text)
  }

  /// Every scalar below U+0800 goes through a JSON reader unchanged.
  @Test func jsonStringsReadBack() throws {
    let text = String(String.UnicodeScalarView((0..<0x800).compactMap { Unicode.Scalar($0) }))
    let read = try JSONSerialization.jsonObject(with: Data(JSON.array([.string(text)]).bytes)) as? [String]
    #expect(read == [text])
  }

  @Test func csvQuotes() {
    #expect(CSV.line(["a", "b,c", "d\"e", "f\ng", ""]) == "a,\"b,c\",\"d\"\"e\",\"f\ng\",\n")
    for fields in [["a", "b,\"c\"", ""], ["\"", ",", "x y"]] {
      #expect(Fields.split(String(CSV.line(fields).dropLast())) == fields)
    }
  }

  @Test func markdownBars() {
    #expect(Markdown.line(["a|b", "c\nd"]) == "| a\\|b | c d |\n")
  }

  @Test func latexEscapes() throws {
    #expect(
      LaTeXText.escaped("50% of a_b & {c}^~\\#$<>")
        == "50\\% of a\\_b \\& \\{c\\}\\textasciicircum{}\\textasciitilde{}\\textbackslash{}"
        + "\\#\\$\\textless{}\\textgreater{}"
    )
  }

  @Test(arguments: [
    ("2.5", "2.5"), ("-1.5e-12", "-1.5 \\cdot 10^{-12}"), ("1e+25", "1 \\cdot 10^{25}"), ("inf", "\\infty"),
    ("[1, 2e+30]", "[1, 2 \\cdot 10^{30}]"), ("1 +/- 2e-9", "1 \\pm 2 \\cdot 10^{-9}"),
    ("2.26_{70}^{81}", "2.26_{70}^{81}"), ("UNIQUE_INTERIOR_MIN", "\\mathrm{UNIQUE\\_INTERIOR\\_MIN}"),
    ("[-inf, 3]", "[-\\infty, 3]"),
  ])
  func latexValues(_ text: String, _ latex: String) {
    #expect(LaTeXText.value(text) == latex)
  }

  @Test func latexParameters() throws {
    func shown(_ text: String) throws -> String {
      LaTeXText.parameter(.real(try RealParameter(parsing: text)))
    }
    #expect(try shown("0.1") == "0.1")
    #expect(try shown("1e-6") == "1 \\cdot 10^{-6}")
    #expect(try shown("4/3") == "\\frac{4}{3}")
    #expect(try shown("sqrt(2)") == "\\sqrt{2}")
    #expect(LaTeXText.parameter(.infinity) == "\\infty")
  }

  @Test func oneLineHoldsOnALine() {
    #expect(StandardError.oneLine("a\n\tb\u{1B}[K\r\nc") == "a b [K c")
    #expect(StandardError.oneLine(String(repeating: "x", count: 5000)).count < 1100)
  }

  @Test func shellWords() {
    #expect(ShellText.quoted("1/3") == "1/3")
    #expect(ShellText.quoted("sqrt(2)") == "'sqrt(2)'")
    #expect(ShellText.quoted("it's") == "'it'\\''s'")
  }

  @Test func sheetsAlign() {
    var sheet = Sheet(["a", "bb"])
    sheet.add(["1", "x"])
    sheet.add(["long", ""])
    #expect(sheet.headedText == "a     bb\n1     x\nlong\n")
    #expect(sheet.csv == "a,bb\n1,x\nlong,\n")
  }

  @Test func progressLines() {
    let quarter = "rows: [#####...............] 25 of 100 (25%), about 6 s left"
    #expect(Progress.text("rows", 25, 100, seconds: 2) == quarter)
    let all = "rows: [####################] 100 of 100 (100%), about 0 s left"
    #expect(Progress.text("rows", 100, 100, seconds: 2) == all)
    #expect(Progress.text("rows", 0, 3, seconds: 0).hasPrefix("rows: [....................] 0 of 3 (0%)"))
    #expect(Progress.text("rows", 25, nil, seconds: 2) == "rows: 25 done")
  }

  /// The dump of an answer reads back to the same ball.
  @Test func dumpsReadBack() throws {
    let run = try vlasov(line: "eval retrieval.t-crit beta=1 lambda=1 M=8 --quiet --numbers dump")
    let ball = try #require(Ball(dump: run.line))
    #expect(ball.dump == run.line)
    #expect(ball.certainDecimal(digits: 50) == referenceTCrit)
  }
}
