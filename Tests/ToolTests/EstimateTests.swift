import Foundation
import Testing

/// A heuristic number is never printed without its word.
@Suite struct EstimateTests {
  private let next = "eval kde.main-theorem n=1e4 beta=1e4 output=next"

  @Test func textNamesIt() throws {
    let run = try vlasov(line: next)
    #expect(run.status == 0)
    #expect(run.lines.first == "134.6 (estimate)")
    #expect(run.output.contains("heuristic"))
    #expect(!run.output.contains("bounds") && !run.output.contains("certified"))
  }

  @Test func quietKeepsTheWord() throws {
    #expect(try vlasov(line: next + " --quiet").output == "134.6 (estimate)\n")
  }

  @Test(arguments: ["interval", "plusminus", "bracket", "dump"]) func noStyleMakesItAnEnclosure(
    _ style: String
  ) throws {
    #expect(try vlasov(line: next + " --quiet --numbers \(style)").output == "134.6 (estimate)\n")
  }

  @Test func jsonHasTheStatusAndNoBounds() throws {
    let run = try vlasov(line: next + " --format json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(object["status"] as? String == "heuristic")
    #expect(object["value"] as? String == "134.6")
    #expect(object["lower"] is NSNull && object["upper"] is NSNull)
    #expect(object["digits"] as? Int == 0)
    #expect(object["reason"] is String)
  }

  @Test func everyOtherFormatNamesIt() throws {
    #expect(try vlasov(line: next + " --format csv").output.contains("134.6,,,0,heuristic"))
    #expect(
      try vlasov(line: next + " --format latex").output.contains("\\approx 134.6\\ \\mathrm{(estimate)}"))
    #expect(try vlasov(line: next + " --format markdown").output.contains("heuristic"))
  }

  @Test func tablesNameIt() throws {
    let table = "table kde.shot-noise Lambda=1,2"
    #expect(try vlasov(line: table).output.contains("0.194 (estimate)"))
    #expect(try vlasov(line: table + " --format latex").output.contains("heuristic"))
    #expect(try vlasov(line: table + " --format csv").output.contains(",heuristic,"))
  }
}
