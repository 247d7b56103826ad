import Testing
import Vlasov

@testable import VlasovTool

@Suite struct OptionTests {
  @Test(arguments: [
    ("expr -1/2", "expr -- -1/2"), ("expr --digits 5 -1", "expr --digits 5 -- -1"),
    ("expr -1 -o f", "expr -o f -- -1"),
    ("expr -- -1", "expr -- -1"), ("expr --help", "expr --help"), ("expr -h", "expr -h"), ("expr", "expr"),
    ("eval a -1", "eval a -1"), ("expr --digits=5 1 2", "expr --digits=5 -- 1 2"),
  ])
  func expressionsMayStartWithAMinus(_ given: String, _ prepared: String) {
    let words = given.split(separator: " ").map(String.init)
    #expect(ArgumentPreparation.prepared(words).joined(separator: " ") == prepared)
  }

  @Test func wordsOfAnInvocation() throws {
    let a = try Assignments(["beta=1", "retrieval.t-crit", "output=all", "x=a=b"])
    #expect(a.id == "retrieval.t-crit")
    #expect(a.asksForAllOutputs)
    #expect(a.parameters.map { "\($0.name)|\($0.text)" } == ["beta|1", "x|a=b"])
  }

  @Test(arguments: [
    ["beta=1"], ["id", "word"], ["id", "=1"], ["id", "a="], ["id", "output=a", "output=b"],
    ["id", "a=@/nowhere"],
  ])
  func malformedWords(_ words: [String]) {
    #expect(throws: InputError.self) { try Assignments(words) }
  }

  @Test func wholeNumbers() throws {
    #expect(try WholeNumber.read("1e4", "--digits", 1...100_000) == 10_000)
    #expect(throws: (any Error).self) { try WholeNumber.read("1.5", "--digits", 1...10) }
    #expect(throws: (any Error).self) { try WholeNumber.read("11", "--digits", 1...10) }
    #expect(try WholeNumber.read("10", "--digits", 1...10) == 10)
  }
}
