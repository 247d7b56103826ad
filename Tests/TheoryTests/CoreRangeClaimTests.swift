import TestSupport
import Testing

@testable import VlasovTheory

/// Claims about values, over points and ranges.
@Suite struct CoreRangeClaimTests {
  @Test(arguments: [
    // Points: both sides and exactly on the boundary.
    ("x=2", "f > 1", Verdict.proved), ("x=2", "f > 2", .refuted), ("x=2", "f >= 2", .proved),
    ("x=2", "f < 2", .refuted), ("x=2", "f <= 2", .proved), ("x=2", "f = 2", .proved),
    ("x=2", "f == 3", .refuted),
    ("x=2", "value > 2 - 1e-300", .proved), ("x=2", "f > x", .refuted), ("x=2", "f >= x + n", .proved),
    ("x=sqrt(2)", "f < 0", .proved), ("x=sqrt(2)", "f > -sqrt(2) + 1e-60", .refuted),
    ("x=sqrt(2)", "f > -sqrt(2) - 1e-60", .proved),
    ("x=2", "f < inf", .proved), ("x=2", "f >= inf", .refuted), ("x=2", "f = inf", .refuted),
    // Ranges: the universal statement.
    ("x=[1.5,2]", "f >= -1.125", .proved), ("x=[1.5,2]", "f > -1.125", .refuted),
    ("x=[1,2]", "f > -2", .refuted), ("x=[1,2]", "f <= 2", .proved),
    ("x=[1,2]", "f < 2", .refuted), ("x=[1,2]", "f > -2.000001", .proved),
    ("x=[1,2]", "f < 2.000001", .proved),
    ("x=[1,2]", "f = 0", .refuted), ("x=[1,2]", "f < -2", .refuted),
    // Equality where the slope vanishes: true, and no enclosure can tell.
    ("x=[-1,1]", "f >= -2", .undecided), ("x=[-1,1]", "f >= -2.0001", .proved),
    ("x=[-2,2]", "f < 2.001", .proved), ("x=[-2,2]", "f < 1.999", .refuted),
    ("x=[-2,2] y=[0,1]", "f < 3.001", .proved), ("x=[-2,2] y=[0,1]", "f < 2.9", .refuted),
    ("x=[1,2]", "f < x^2", .proved), ("x=[1,2]", "f < x", .refuted),
    ("x=[1,1]", "f >= -2", .proved), ("x=[1,1]", "f > -2", .refuted),
    ("x=[-2,1.8]", "f <= 2.0001", .proved), ("x=[-1/2,1/3] output=square", "square >= 0", .undecided),
    ("x=[-1/2,1/2] output=square", "value > 0", .refuted),
    ("x=[-1/2,1/3] output=square", "square <= 1/4", .proved),
    ("x=[-1/2,1/3] output=square", "square < 1/4", .refuted),
  ])
  func cubic(_ call: String, _ claim: String, _ verdict: Verdict) throws {
    let line = try Ranges.claim(RangeCubic.self, call, claim)
    #expect(line.verdict == verdict, "\(call) \(claim): \(line.reason ?? ""), margin \(line.margin)")
    #expect(line.kind == .claim && line.text.hasPrefix(claim))
    if verdict == .refuted, line.text.contains("for all") {
      #expect(line.reason != nil || line.subranges.isEmpty)
    }
  }

  @Test(arguments: [
    ("x=1/2 output=word", "word = LOW", Verdict.proved), ("x=1/2 output=word", "value = HIGH", .refuted),
    ("x=[0,1/2] output=word", "word = LOW", .proved), ("x=[0,2] output=word", "word = LOW", .refuted),
    ("x=5/2", "floor = 2", .proved), ("x=[2.1,2.9]", "floor = 2", .proved),
    ("x=[2.1,3.9]", "floor <= 3", .undecided),
    ("x=[2.1,3.9]", "floor < 3", .refuted), ("x=3 output=escape", "escape > 10^100", .proved),
    ("x=3 output=escape", "escape = inf", .proved), ("x=3 output=escape", "escape < inf", .refuted),
    ("x=3 output=escape", "escape <= inf", .proved), ("x=3 output=escape", "escape < 7", .refuted),
    ("x=4 output=escape", "escape > 1/(x - 3)", .proved),
    ("x=3 output=escape", "escape > 1/(x - 3)", .undecided),
    ("x=[1,3] output=escape", "escape < inf", .refuted), ("x=[1,3] output=escape", "escape > 2", .refuted),
    ("x=1 output=guess", "guess > 0", .undecided), ("x=[1,2] output=guess", "guess > 0", .undecided),
    ("x=-1 output=root", "root >= 0", .refuted), ("x=[1,4] output=root", "root <= 2.0001", .proved),
    ("x=[-1,4] output=root", "root >= 0", .refuted), ("x=1/3 output=exactly", "exactly = 1/3", .proved),
    ("x=1/3 output=exactly", "exactly < 1/3", .refuted),
    ("x=[0,1] output=exactly", "exactly = x", .undecided),
  ])
  func kinds(_ call: String, _ claim: String, _ verdict: Verdict) throws {
    let line = try Ranges.claim(RangeSteps.self, call, claim)
    #expect(line.verdict == verdict, "\(call) \(claim): \(line.reason ?? "")")
  }

  /// A claim is refuted with a sub-range, or a point, where it fails.
  @Test func witnesses() throws {
    let line = try Ranges.claim(RangeCubic.self, "x=[1,2]", "f < 1")
    let failing = try #require(line.subranges.first { $0.verdict == .refuted })
    let (a, b) = try Ranges.ends(failing.parameters[0].text)
    #expect(a < b && b == 2)
    for x in [a, b] { #expect(Ranges.cubic(x) >= 1) }
    let point = try Ranges.claim(RangeCubic.self, "x=[1,2]", "f > -2")
    #expect(point.reason?.contains("x = 1") ?? false, "\(point.reason ?? "")")
    #expect(line.text == "f < 1 for all x in [1, 2]")
    let absent = try Ranges.claim(RangeSteps.self, "x=[-1,4] output=root", "root >= 0")
    #expect(absent.reason?.contains("no value: needs x >= 0") ?? false, "\(absent.reason ?? "")")
    // A refuted domain leaves no value.
    #expect(try Ranges.claim(RangeCubic.self, "x=11", "f > 0").verdict == .refuted)
    // A range that touches the boundary: the part inside is claimed, and the domain line keeps the doubt.
    let inside = try Ranges.check(RangeCubic.self, "x=[-10,0] c=10", "f < 3")
    #expect(inside.verdict == .undecided && inside.hypotheses.last?.verdict != .refuted)
  }

  @Test func undecidedNamesTheBlockingRange() throws {
    let line = try Ranges.claim(RangeSteps.self, "x=[2.1,3.9]", "floor <= 3")
    #expect(line.subranges.contains { $0.verdict == .undecided })
    #expect(line.reason?.contains("the floor jumps") ?? false)
    for part in line.subranges where part.verdict == .undecided {
      let (a, b) = try Ranges.ends(part.parameters[0].text)
      #expect(a <= 3 && 3 <= b && b - a < Rational(1, 10_000))
    }
  }

  /// Random claims about random ranges against exact arithmetic.
  @Test func randomClaimsAreRight() throws {
    var random = SeededGenerator(seed: 77)
    for _ in 0..<60 {
      let a = Rational(random.int(-300...200), 100)
      let b = a + Rational(random.int(1...300), 100)
      let r = Rational(random.int(-400...900), 100)
      let line = try Ranges.claim(RangeCubic.self, "x=[\(a),\(b)]", "f < \(r)")
      let candidates: [Rational] = [a, b, -1, 1]
      let values = candidates.filter { a <= $0 && $0 <= b }.map { Ranges.cubic($0) }
      let most = values.max() ?? a
      if line.verdict == .proved { #expect(most < r, "seed 77: x in [\(a), \(b)], f < \(r)") }
      if line.verdict == .refuted { #expect(most >= r, "seed 77: x in [\(a), \(b)], f < \(r)") }
      // Undecided only where the maximum meets the bound.
      if line.verdict == .undecided { #expect(most == r, "seed 77: x in [\(a), \(b)], f < \(r)") }
    }
  }

  @Test(arguments: [
    ("f", "expected OUTPUT REL EXPR"), ("", "expected OUTPUT REL EXPR"), ("f > ", "nothing to compare with"),
    ("> 3", "no output is not an output"), ("g > 3", "g is not an output of core.cubic (f, square, value)"),
    ("f > 1 +", "position"), ("f > z", "z"), ("f > log(-1)", "log of -1 is undefined"),
    ("f > 1/0", "division by 0"),
    ("f > 1 > 0", "position"), ("f => 1", "position"),
  ])
  func malformed(_ text: String, _ part: String) throws {
    let error = try #require(throws: InputError.self, "\(text)") {
      try Claim(parsing: text, of: RangeCubic.record, output: "f")
    }
    #expect(error.parameter == "--claim" && error.message.contains(part), "\(error)")
    #expect(!error.message.contains("\n"))
  }

  /// An interval where a result takes rationals only is no proof that there is no value.
  @Test func limitsRefuteNothing() throws {
    let theorem = try Catalogue.standard.theorem("kde.certified-count")
    #expect(try Ranges.claim(theorem, "sample=[0,1] beta=[1,2]", "modes >= 1").verdict == .undecided)
    #expect(try Ranges.claim(theorem, "sample=[0,1] beta=1", "modes = 1").verdict == .proved)
  }

  @Test func unknownInAClaim() throws {
    #expect(throws: InputError.self) {
      try Claim(parsing: "word < LOW", of: RangeSteps.record, output: "floor")
    }
    let claim = try Claim(parsing: "f > y", of: RangeCubic.record, output: "f")
    let error = try #require(throws: InputError.self) { try claim.validate(Arguments([:], order: [])) }
    #expect(error.message.contains("parameter y has no value"))
  }

  /// Claims at every point of a grid: refuted by one point.
  @Test func grids() throws {
    func line(_ call: String, _ claim: String) throws -> HypothesisResult {
      try #require(try Ranges.grid(RangeCubic.self, call, claim).hypotheses.last)
    }
    #expect(try line("x=0 n=0:9/10", "f >= 0").verdict == .proved)
    let failing = try line("x=0 n=0:9/10", "f < 5")
    #expect(failing.verdict == .refuted && failing.text == "f < 5 for all n in 0:9/10")
    #expect(
      failing.reason?.hasPrefix("holds for n in 0..4, fails for n in 5..9") ?? false,
      "\(failing.reason ?? "")")
    #expect(try line("x=[0,1] n=3,4", "f >= 0").verdict == .proved)
    #expect(try line("x=[-2,2]/16", "f < 2.01").verdict == .proved)
    #expect(try line("x=0,1 n=0,1", "f < 1").verdict == .refuted)
  }

  /// A budget that ends leaves the claim undecided; nothing hangs.
  @Test func budgets() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try Ranges.check(
      CoreOutcome.self, "kind=slow x=[0,1]", "v > 4", seconds: 0.3)
    #expect(result.hypotheses.last?.verdict != .proved && clock.now - start < .seconds(5))
    let stuck = try Ranges.check(CoreOutcome.self, "kind=stuck x=[0,1]", "v > 3.1415926535897", seconds: 10)
    #expect(stuck.hypotheses.last?.verdict == .undecided)
  }
}
