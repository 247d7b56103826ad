import Foundation
import Testing

/// Bad input to `vlasov modes`: status 64, one line that says what and where, nothing on standard output.
@Suite struct ModesInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let line: String
    let says: [String]
    var testDescription: String { line }
    init(_ line: String, _ says: String...) { (self.line, self.says) = (line, says) }
  }

  /// The files that the cases name.
  private static let files: [(name: String, text: String)] = [
    ("good.txt", "0\n1\n2\n"), ("empty.txt", ""), ("comments.txt", "# nothing\n\n"), ("word.txt", "1\n2\nthree\n"),
    ("nan.txt", "1\nNaN\n"), ("inf.txt", "1\n2\n-inf\n"), ("large.txt", "1\n1e400\n"), ("comma.txt", "1,5\n2,5\n"),
    ("underscore.txt", "1_000\n"), ("nul.txt", "1\n2\u{0}\n"), ("arabic.txt", "1\n١\n"), ("head.txt", "x\n1\n"),
    ("two.csv", "a,b\n1,2\n3,4\n"), ("ragged.csv", "a,b\n1,2\n3\n"), ("hole.csv", "a,b\n1,\n"), ("quote.csv", "a,b\n1,\"2\n"),
    ("weights.csv", "x,w\n1,1\n2,-1\n"), ("short.txt", "1\n"), ("broken.npy", "\u{93}NUMPY"), ("head.csv", "a,b\n"),
  ]

  static let cases = [
    Case("modes", "file"), Case("modes good.txt", "give the bandwidth: --beta B, --bandwidth H or --sweep"),
    Case("modes good.txt --beta 1 --bandwidth 1", "--beta and --bandwidth exclude each other"),
    Case("modes good.txt --beta 1 --sweep 1:2/3", "exclude each other"),
    Case("modes good.txt --beta 0", "--beta 0", "above 0"), Case("modes good.txt --beta -1", "--beta -1", "above 0"),
    Case("modes good.txt --beta=-1/2", "above 0"), Case("modes good.txt --bandwidth 0", "--bandwidth 0", "above 0"),
    Case("modes good.txt --bandwidth -1", "above 0"), Case("modes good.txt --beta abc", "--beta=abc"),
    Case("modes good.txt --beta nan", "--beta=nan"), Case("modes good.txt --beta inf", "--beta=inf"),
    Case("modes good.txt --beta sqrt(2)", "--beta sqrt(2): not rational"), Case("modes good.txt --bandwidth pi/4", "pi/4: not rational"),
    Case("modes good.txt --beta [1,2]", "interval"), Case("modes good.txt --beta 1+/-0.1", "interval"),
    Case("modes good.txt --beta 1e302", "between 2^-1000 and 2^1000"), Case("modes good.txt --beta 1e-302", "between 2^-1000 and 2^1000"),
    Case("modes good.txt --bandwidth 1e151", "between 2^-500 and 2^500"), Case("modes good.txt --bandwidth 2^-501", "between 2^-500"),
    Case("modes good.txt --beta 1/0", "--beta=1/0"), Case("modes good.txt --beta 1:2", "a:b/count"),
    Case("modes good.txt --sweep 2:1/3", "reversed"), Case("modes good.txt --sweep 0:1/3", "--sweep 0", "above 0"),
    Case("modes good.txt --sweep 1:2/1", "count of at least 2"), Case("modes good.txt --beta 1,,2", "empty value"),
    Case("modes none.txt --beta 1", "cannot read none.txt: No such file or directory"), Case("modes . --beta 1", "Is a directory"),
    Case("modes empty.txt --beta 1", "empty.txt holds no number"), Case("modes comments.txt --beta 1", "comments.txt holds no number"),
    Case("modes - --beta 1", "standard input holds no number"),
    Case("modes word.txt --beta 1", "word.txt, line 3: `three` is not a number"), Case("modes nan.txt --beta 1", "nan.txt, line 2: `NaN` is not a finite number"),
    Case("modes inf.txt --beta 1", "inf.txt, line 3: `-inf` is not a finite"), Case("modes large.txt --beta 1", "large.txt, line 2: `1e400` is beyond"),
    Case("modes comma.txt --beta 1", "comma.txt, line 1: `1,5` is not a number (a decimal has a point)"),
    Case("modes underscore.txt --beta 1", "line 1: `1_000` is not a number"), Case("modes nul.txt --beta 1", "line 2: `2\\u{0}` is not a number"),
    Case("modes arabic.txt --beta 1", "line 2: `١` is not a number"), Case("modes head.txt --beta 1", "line 1: `x` is not a number", "--column"),
    Case("modes two.csv --beta 1", "two.csv, line 1: there are 2 columns (`a`, `b`): choose one with --column"),
    Case("modes two.csv --column c --beta 1", "there is no column c"), Case("modes two.csv --column 3 --beta 1", "there is no column 3"),
    Case("modes two.csv --column 0 --beta 1", "there is no column 0"), Case("modes ragged.csv --column a --beta 1", "ragged.csv, line 3: 1 field instead of 2"),
    Case("modes hole.csv --column b --beta 1", "hole.csv, line 2: the number is missing"),
    Case("modes quote.csv --column b --beta 1", "line 2: a quoted field without its closing quote"),
    Case("modes head.csv --column b --beta 1", "head.csv holds no number"),
    Case("modes weights.csv --column x --weights w --beta 1", "weights.csv, line 3: the weight is not positive"),
    Case("modes good.txt --weights short.txt --beta 1", "short.txt has 1 weights for the 3 numbers"),
    Case("modes good.txt --weights none --beta 1", "neither a column nor a file none"),
    Case("modes broken.npy --beta 1", "broken.npy"), Case("modes comb:0 --beta 1", "comb:0: N=0: expected an integer N >= 1"),
    Case("modes comb:1e12 --beta 1", "comb:1e12", "at most 2^31"), Case("modes ih12:x:5 --beta 1", "ih12:x:5: expected ih12:SEED:N"),
    Case("modes [1,x] --beta 1", "[1,x]: entry 2: `x` is not a number"), Case("modes [] --beta 1", "[]: the sample is empty"),
    Case("modes comb:5 --column 2 --beta 1", "--column chooses from a file"), Case("modes file:none --beta 1", "cannot read none"),
    Case("modes good.txt --beta 1 --digits 0", "1 to 100000"), Case("modes good.txt --beta 1 --threads 0", "1 to 1024"),
    Case("modes good.txt --beta 1 --max-bits 1", "64 to"), Case("modes good.txt --beta 1 --format xml", "xml"),
    Case("modes good.txt extra --beta 1", "extra"), Case("modes good.txt --beta 1 -o /nowhere/x", "cannot write /nowhere/x"),
    Case("eval kde.certified-count sample=good.txt beta=1", "sample=good.txt: expected [x1,x2,...], file:PATH"),
    Case("eval kde.certified-count sample=file:word.txt beta=1", "sample=file:word.txt: word.txt, line 3: `three`"),
    Case("eval kde.certified-count sample=[] beta=1", "sample=[]: the sample is empty"),
    Case("eval kde.certified-count sample=comb:3 beta=sqrt(2)", "beta=sqrt(2) is not one rational number"),
    Case("eval kde.certified-count sample=comb:3 beta=[1,2]", "beta=[1,2] is not one rational number"),
    Case("eval kde.certified-count sample=comb:3 beta=0", "beta=0 is outside the domain beta > 0"),
    Case("eval kde.certified-count sample=comb:3 beta=1e400", "beta=1e400"), Case("eval kde.certified-count beta=1", "missing parameter sample"),
    Case("eval kde.certified-count sample=comb:3 beta=1 maxPrec=10", "maxPrec=10", "64 <= maxPrec"),
    Case("check kde.certified-count sample=comb:3 beta=sqrt(2)", "beta=sqrt(2) is not one rational number"),
  ]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in Self.files { _ = try folder.file(name, text) }
    return folder
  }

  @Test(arguments: cases) func oneLine(_ c: Case) throws {
    let folder = try folder()
    let run = try vlasov(line: c.line, folder: folder.path)
    #expect(run.status == 64, "status \(run.status): \(run.output)\(run.error)")
    #expect(run.output.isEmpty)
    #expect(run.errorLines.count == 1 && run.error.hasPrefix("vlasov: error: "), "\(run.error)")
    #expect(c.says.allSatisfy { run.error.contains($0) }, "\(run.error) lacks one of \(c.says)")
  }

  @Test func anObjectInJSONMode() throws {
    let folder = try folder()
    let run = try vlasov(line: "modes nan.txt --beta 1 --format json", folder: folder.path)
    let error = try #require(run.errorLines.last.flatMap(ToolResult.object)?["error"] as? [String: Any])
    #expect(error["parameter"] as? String == "file")
    #expect(error["value"] as? String == "nan.txt")
    #expect((error["message"] as? String)?.contains("line 2") == true)
  }

  @Test func unusualTextThatIsFine() throws {
    let good = "\u{FEFF}+.5\r\n5.\r\n\r\n-0 # zero\r\n0x1.8p-3\r\n1e-400\r\n1/3\r\n2^-5"
    let run = try vlasov(line: "modes - --beta 1 --format json", input: good)
    #expect(run.status == 0, "\(run.error)")
    #expect(run.objects.first?["n"] as? Int == 7)
    #expect(run.objects.first?["distinct"] as? Int == 7)
  }
}
