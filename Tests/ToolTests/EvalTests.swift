import Foundation
import Testing

/// The reference digits of t_crit at beta=1 M=8 lambda=1.
let referenceTCrit = "2.4574889803282556124912160888710223556534663704385"
private let tCrit = "eval retrieval.t-crit beta=1 lambda=1 M=8"

@Suite struct EvalTests {
  @Test func printsFiftyCertainDigitsThenWhereTheyComeFrom() throws {
    let run = try vlasov(line: tCrit)
    #expect(run.status == 0)
    #expect(run.lines.first == referenceTCrit)
    #expect(run.lines.dropFirst().allSatisfy { $0.hasPrefix("  ") })
    for word in ["certified, 50 digits", "beta=1 M=8 lambda=1", "arXiv:2605.09213", "derived"] {
      #expect(run.output.contains(word), "no \(word) in \(run.output)")
    }
    #expect(run.error.isEmpty)
  }

  @Test func quietPrintsTheValueOnly() throws {
    #expect(try vlasov(line: tCrit + " --quiet").output == referenceTCrit + "\n")
  }

  @Test(arguments: [1, 2, 7, 20, 49]) func digitsAreRoundedToNearest(_ digits: Int) throws {
    let run = try vlasov(line: tCrit + " --quiet --digits \(digits)")
    #expect(run.status == 0)
    let shown = try #require(Double(run.line))
    let unit = pow(10, -Double(digits - 1))
    let reference = try #require(Double(referenceTCrit))
    #expect(abs(shown - reference) <= 0.5 * unit + 1e-15)
    #expect(run.line.filter(\.isNumber).count == digits)
  }

  @Test func wordsMayStandInAnyOrder() throws {
    let run = try vlasov(line: "eval --quiet M=8 --digits 20 lambda=1 retrieval.t-crit beta=1")
    #expect(run.status == 0)
    #expect(run.line == "2.4574889803282556125")
  }

  @Test func exactTextIsNotRounded() throws {
    let decimal = try vlasov(line: "eval retrieval.t-crit beta=0.1 lambda=1 M=8 --quiet")
    let quotient = try vlasov(line: "eval retrieval.t-crit beta=1/10 lambda=1e0 M=2^3 --quiet")
    #expect(decimal.status == 0)
    #expect(decimal.output == quotient.output)
  }

  @Test func refusesWhenAHypothesisIsRefuted() throws {
    let run = try vlasov(line: "eval retrieval.t-crit beta=1 lambda=-1 M=8")
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errorLines.count == 1)
    #expect(run.error.contains("lambda > 0"))
  }

  @Test func onTheBoundaryOfAHypothesisItIsRefuted() throws {
    #expect(try vlasov(line: "eval retrieval.t-crit beta=1 lambda=0 M=8").status == 1)
  }

  @Test func anUndecidedHypothesisIsUndecided() throws {
    // An interval that contains 0 neither satisfies nor violates lambda > 0.
    let run = try vlasov(line: "eval retrieval.t-crit beta=1 lambda=[-1,1] M=8")
    #expect(run.status == 2)
    #expect(run.lines.first == "undecided")
    #expect(run.output.contains("lambda > 0"))
  }

  @Test func aPrecisionLimitLeavesFewerDigitsAndSaysWhy() throws {
    let run = try vlasov(line: tCrit + " --max-bits 100")
    #expect(run.status == 2)
    #expect(run.output.contains("limit of 100 bits"))
    let value = try #require(run.lines.first)
    #expect(value.count > 10 && value.count < 40)
    // What is printed is still right: within one unit of its last digit.
    let agreed = zip(value, referenceTCrit).prefix { $0 == $1 }.count
    #expect(agreed >= value.count - 2)
  }

  @Test func aTimeLimitEnds() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let run = try vlasov(line: "eval retrieval.t-crit beta=1 lambda=1 M=8 --digits 100000 --max-seconds 0.3")
    #expect(run.status == 2)
    #expect(run.output.contains("time budget"))
    #expect(clock.now - start < .seconds(30))
  }

  @Test func intervalsGiveEnclosures() throws {
    let run = try vlasov(
      line: "eval retrieval.t-crit beta=[0.999999,1.000001] lambda=1 M=8 --format json --digits 20")
    #expect(run.status == 0)
    let answer = try #require(run.objects.first)
    let lower = try #require(Double(answer["lower"] as? String ?? ""))
    let upper = try #require(Double(answer["upper"] as? String ?? ""))
    // t_crit decreases in beta near 1: both ends are inside.
    for beta in ["0.999999", "1.000001", "1"] {
      let value = try #require(
        Double(try vlasov(line: "eval retrieval.t-crit beta=\(beta) lambda=1 M=8 --quiet --digits 15").line))
      #expect(lower <= value && value <= upper)
    }
    #expect(upper - lower < 1e-3)
  }

  @Test func plusMinusIsTheSameInterval() throws {
    let bracket = try vlasov(line: "eval retrieval.t-crit beta=[0.99,1.01] lambda=1 M=8 --quiet")
    let plusMinus = try vlasov(line: "eval retrieval.t-crit beta=1+/-0.01 lambda=1 M=8 --quiet")
    #expect(bracket.status == 0)
    #expect(bracket.output == plusMinus.output)
    #expect(bracket.line.hasPrefix("["))
  }

  @Test func outputSelects() throws {
    let parameters = "retrieval.endpoint-slope beta=1 M=8 t=1 lambda=1"
    let slope = try vlasov(line: "eval \(parameters) --quiet --digits 20")
    let value = try vlasov(line: "eval \(parameters) output=value --quiet --digits 20")
    #expect(slope.line == "0.97161492708653817139")
    #expect(value.line == "1.6382511351131066430")
    let all = try vlasov(line: "eval \(parameters) output=all --quiet --digits 20")
    #expect(all.lines == [slope.line, value.line])
  }

  @Test func allOutputsAsJSONLines() throws {
    let run = try vlasov(
      line: "eval retrieval.endpoint-slope beta=1 M=8 t=1 lambda=1 output=all --format json")
    #expect(run.status == 0)
    #expect(run.objects.map { $0["output"] as? String } == ["slope", "value"])
  }

  @Test func allOutputsLeavesOutThoseThatTheParametersDoNotAllow() throws {
    // n belongs to a_n only: sup and nstar take no n, and a_n needs it.
    let with = try vlasov(line: "eval retrieval.eigenvalue n=1 beta=1 output=all --format json")
    #expect(with.objects.map { $0["output"] as? String } == ["a_n"])
    let without = try vlasov(line: "eval retrieval.eigenvalue beta=1 output=all --format json")
    #expect(without.objects.map { $0["output"] as? String } == ["sup", "nstar"])
    #expect(without.status == 0)
  }

  @Test func theWorstOfAllOutputsDecidesTheStatus() throws {
    // Two minima exist, one maximum between them: index=2 is refused for the maximum.
    let run = try vlasov(
      line:
        "eval retrieval.argmin beta=30 M=4 t=6284/10000000000000000 lambda=6 index=2 output=all --quiet"
    )
    #expect(run.status == 1)
    #expect(run.lines.count == 2)
    #expect(run.errorLines.count == 2)
  }

  @Test func integersAndWordsAreExact() throws {
    let parameters = "retrieval.u-shape-certificate beta=1 M=8 t=1 lambda=1 --format json"
    let count = try #require(try vlasov(line: "eval \(parameters) output=count").objects.first)
    #expect(count["value"] as? String == "1")
    #expect(count["status"] as? String == "exact")
    let word = try #require(try vlasov(line: "eval \(parameters) output=verdict").objects.first)
    #expect(word["value"] as? String == "UNIQUE_INTERIOR_MIN")
  }

  @Test func rowsOfNumbersComeInlineOrFromAFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("heads.json", "[[1, 1/5, 3],\n [-2, 1/2, 1/4]]\n")
    let inline = try vlasov(
      "eval", "retrieval.multi-head", "heads=[[1,1/5,3],[-2,1/2,1/4]]", "t=3/2", "M=8", "s=1/4", "--quiet")
    let read = try vlasov(
      "eval", "retrieval.multi-head", "heads=@\(file)", "t=3/2", "M=8", "s=1/4", "--quiet")
    #expect(inline.status == 0, "\(inline.error)")
    #expect(inline.output == read.output)
  }

  @Test func numberStyles() throws {
    func shown(_ style: String) throws -> String {
      try vlasov(line: "\(tCrit) --digits 20 --quiet --numbers \(style)").line
    }
    #expect(try shown("interval") == "[2.4574889803282556124, 2.4574889803282556125]")
    #expect(try shown("bracket") == "2.457488980328255612_{4}^{5}")
    let plusMinus = try shown("plusminus")
    #expect(plusMinus.hasPrefix("2.4574889803282556125 +/- "))
    #expect(try shown("dump").contains("*2^"))
  }

  @Test func csvHasAHeaderAndOneRow() throws {
    let run = try vlasov(line: tCrit + " --format csv --digits 5")
    #expect(run.lines.first == "beta,M,lambda,output,value,lower,upper,digits,status,vacuous,reason")
    #expect(run.lines.last == "1,8,1,t_crit,2.4575,2.4574889,2.4574890,5,certified,,")
    #expect(run.lines.count == 2)
  }

  @Test func latexAndMarkdown() throws {
    #expect(
      try vlasov(line: tCrit + " --format latex --digits 5").line == "$t_{\\mathrm{crit}} \\approx 2.4575$")
    let page = try vlasov(line: tCrit + " --format markdown --digits 5")
    #expect(page.lines.count == 3)
    #expect(page.lines[2].contains("| 2.4575 |"))
  }

  @Test func theSameJSONEveryTimeExceptTheSeconds() throws {
    func stripped() throws -> String {
      try vlasov(line: tCrit + " --format json").output.replacingOccurrences(
        of: "\"seconds\":[^}]*", with: "", options: .regularExpression)
    }
    #expect(try stripped() == stripped())
  }
}
