import Foundation
import Testing
import VlasovSymbols

private typealias Expression = VlasovSymbols.Expression

/// Deep and huge inputs: an error or a value in reasonable time, never a crash.
@Suite struct RobustnessTests {
  /// Runs `body` on a thread with a small stack, as tasks may have.
  private func onSmallStack(_ body: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      body()
      done.signal()
    }
    thread.stackSize = 2 << 20
    thread.start()
    done.wait()
  }

  @Test(arguments: [
    String(repeating: "(", count: 100_000), String(repeating: "(", count: 100_000) + "1",
    String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000),
    String(repeating: "sin(", count: 100_000), String(repeating: "2^", count: 100_000) + "2",
    String(repeating: "(-", count: 100_000), "[" + String(repeating: "[", count: 100_000),
    String(repeating: "-(", count: 50_000), String(repeating: "min(1,", count: 30_000),
  ]) func deepNestingIsAnError(_ text: String) {
    onSmallStack {
      #expect(throws: ParseError.self) { try Expression(parsing: text) }
      #expect(throws: ParseError.self) { try RealParameter(parsing: text) }
    }
  }

  @Test func nestingWithinTheLimitWorks() {
    onSmallStack {
      let text = String(repeating: "(", count: 190) + "pi" + String(repeating: ")", count: 190)
      #expect((try? Expression(parsing: text)) == .pi)
    }
  }

  @Test func longSumsAreRefusedOrFolded() throws {
    let ones = [String](repeating: "1", count: 100_000).joined(separator: "+")
    #expect(try Expression(parsing: ones).rationalValue == 100_000)
    let signs = String(repeating: "-", count: 100_001) + "1"
    #expect(try Expression(parsing: signs).rationalValue == -1)
    let symbols = [String](repeating: "pi", count: 100_000).joined(separator: "+")
    let error = #expect(throws: ParseError.self) { try Expression(parsing: symbols) }
    #expect(error?.description.contains("300") ?? false)
    let tooLong = String(repeating: " ", count: 1_000_001)
    #expect(throws: ParseError.self) { try Expression(parsing: tooLong) }
  }

  @Test func deepestExpressionsCanBeWalkedOnASmallStack() {
    onSmallStack {
      do {
        var text = "x"
        for i in 0..<290 { text += i % 2 == 0 ? "+pi" : "-x" }
        let e = try Expression(parsing: text, variables: [Variable("x")])
        #expect(e.depth > 280)
        let f = try Expression(parsing: e.description, variables: [Variable("x")])
        #expect(e == f)
        #expect(!e.latex.isEmpty)
        #expect(try e.evaluate(variables: ["x": Ball(0)]).isFinite)
        #expect(try e.substituting(["x": 2]).freeVariables.isEmpty)
        #expect(try (e .<= f).decide(variables: ["x": RealParameter(0)]).verdict == .proved)
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  @Test func formulasDeeperThanTheLimitBecomeUndefined() {
    onSmallStack {
      var e = Expression.variable("x")
      for _ in 0..<100_000 { e = .sin(e) }
      #expect(e.depth == 1)
      #expect(throws: EvaluationError.self) { try e.evaluate(variables: ["x": 1.0]) }
    }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      ("2^(10^9)", 1_000_000_001), ("2^-(10^9)", -999_999_999), ("(3/2)^10000000", 5_849_626),
      ("1e1000000*1e1000000*1e1000000", 9_965_785), ("10^1000000+1", 3_321_929),
    ]) func hugePowersAreReadByBalls(_ text: String, _ exponent: Int) throws
  {
    let x = try RealParameter(parsing: text).ball
    #expect(x.isFinite && x.accuracyBits > 60)
    #expect(x.exponent == exponent)
  }

  @Test func overflowIsAnErrorNotAHang() {
    for text in ["exp(1e30)", "10^(10^15)", "exp(exp(100))", "2^(3^5^7)", "factorial(10^15)*0"] {
      let error = #expect(throws: (any Error).self) { try RealParameter(parsing: text) }
      #expect(!"\(error as Any)".isEmpty)
    }
  }

  @Test func fuzzedTextsNeverCrash() {
    var random = SplitMix(seed: 77)
    let pieces = [
      "1", "2", "0", ".", "e", "e5", "-", "+", "*", "/", "^", "(", ")", ",", "pi", "x", "sqrt(", "log(",
      "min(", " ",
      "1e", "factorial(", "besseli(", "[", "]", "+/-", "é", "0.5", "exp(", "\n", "binomial(", "_",
    ]
    var read = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...9, using: &random)).map { _ in random.pick(pieces) }.joined()
      if let e = try? Expression(parsing: text, variables: [Variable("x")]) {
        read += 1
        let again = try? Expression(parsing: e.description, variables: [Variable("x")])
        #expect(again == e, "\(text) prints as \(e)")
        #expect(!e.latex.isEmpty)
      }
      do { _ = try RealParameter(parsing: text) } catch { #expect(!"\(error)".contains("\n"), "\(text)") }
    }
    #expect(read > 500)
  }
}
