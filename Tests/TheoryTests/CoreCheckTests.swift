import Testing

@testable import VlasovTheory

@Suite struct CoreCheckTests {
  private func line(_ result: CheckResult, _ text: String) throws -> HypothesisResult {
    try #require(result.hypotheses.first { $0.text == text }, "no line \(text)")
  }

  @Test func threeVerdicts() throws {
    for (call, verdict) in [
      ("x=2", Verdict.proved), ("x=1/5", .refuted), ("x=[1/5,1]", .undecided), ("x=[1/5,1] y=2", .refuted),
      ("x=2 t=1", .proved), ("x=2 t=3", .refuted), ("x=2 t=[1,3]", .undecided), ("x=20", .proved),
      ("x=20 output=product", .refuted),
    ] {
      let result = try Core.check(CoreFormula.self, call)
      #expect(result.verdict == verdict, "\(call): \(result.hypotheses.map { "\($0.text): \($0.verdict)" })")
      #expect(result.id == "core.formula" && result.seconds >= 0 && result.bits >= 64)
    }
  }

  /// Exactly on the boundary: closed inequalities hold, open ones fail.
  @Test(arguments: [
    ("x=1/4 y=1/2", "x >= y^2", Verdict.proved), ("x=2 y=sqrt(2)", "x >= y^2", .proved),
    ("x=1/2 y=1/2", "x > y", .refuted),
    ("x=sqrt(2) y=sqrt(2)", "x > y", .refuted), ("x=2 t=2", "t <= x", .proved),
    ("x=2 t=2+1e-300", "t <= x", .refuted),
    ("x=2 t=2-1e-300", "t <= x", .proved), ("x=pi y=1 t=pi", "t <= x", .proved),
    ("x=0.3 y=0.1+0.2", "x > y", .refuted),
    ("x=[1,2] y=1 t=1", "t <= x", .proved), ("x=[1,2] y=1 t=2", "t <= x", .undecided),
    ("x=[1,2] y=1", "x > y", .undecided),
    ("x=[1,2] y=1 t=2+1e-9", "t <= x", .refuted),
  ])
  func boundary(_ call: String, _ text: String, _ verdict: Verdict) throws {
    #expect(try line(Core.check(CoreFormula.self, call), text).verdict == verdict, "\(call)")
  }

  @Test func linesShowBothSidesAndTheMargin() throws {
    let line = try line(Core.check(CoreFormula.self, "x=2"), "x >= y^2")
    #expect(line.lhs == "2.00000" && line.rhs == "0.250000" && line.margin == "1.75000" && line.reason == nil)
    let refuted = try self.line(Core.check(CoreFormula.self, "x=1/5"), "x >= y^2")
    #expect(refuted.margin.hasPrefix("[-0.0500") || refuted.margin.hasPrefix("-0.05"), "\(refuted.margin)")
    let open = try self.line(Core.check(CoreFormula.self, "x=[1/5,1]"), "x >= y^2")
    #expect(open.reason?.contains("undecided") ?? false)
  }

  /// Hypotheses about an optional parameter appear only with it, those of an output only with that output.
  @Test func whichLinesAppear() throws {
    func texts(_ call: String) throws -> [String] {
      try Core.check(CoreFormula.self, call).hypotheses.map(\.text)
    }
    #expect(try texts("x=2") == ["x > 0", "-1 <= y < pi", "x >= y^2", "x > y"])
    #expect(
      try texts("x=2 t=1 output=product") == [
        "x > 0", "-1 <= y < pi", "x >= y^2", "x < 10", "x > y", "t <= x",
      ])
  }

  /// Outside the domain the conclusion is refuted, and no hypothesis is evaluated there.
  @Test func domains() throws {
    let outside = try Core.check(CoreFormula.self, "x=-1")
    #expect(outside.verdict == .refuted && outside.hypotheses.count == 2)
    #expect(try line(outside, "x > 0").verdict == .refuted)
    let touching = try Core.check(CoreFormula.self, "x=[0,3]")
    #expect(touching.verdict == .undecided)
    #expect(try line(touching, "x > 0").reason?.contains("touches") ?? false)
    #expect(try Core.check(CoreFormula.self, "x=10 y=pi").verdict == .refuted)
    #expect(try Core.check(CoreKinds.self, "n=0").verdict == .refuted)
    #expect(try Core.check(CoreKinds.self, "n=1 z=1/2").verdict == .proved)
    #expect(try Core.check(CoreKinds.self, "n=1 z=0").verdict == .refuted)
  }

  /// A hypothesis that throws is undecided, with the reason.
  @Test func failingHypothesis() throws {
    enum Failing: Theorem {
      static let record = Record(
        id: "core.failing", title: "", statement: "", source: Source(Core.paper, "", .stated),
        outputs: [OutputSpec("v", symbol: "v", "")],
        hypotheses: [Hypothesis("decidable") { _ in throw Undecided("no way to tell") }])
      static func value(_ p: Arguments, output: String) throws -> Value { .exact(1) }
      static func symbolic(_ output: String) -> DefiningFormula? { nil }
    }
    let result = try Core.check(Failing.self, "")
    #expect(result.verdict == .undecided && result.hypotheses[0].reason == "no way to tell")
    let answer = try Core.answer(Failing.self)
    #expect(answer.status == .undecided && answer.reason == "cannot decide decidable: no way to tell")
  }

  /// t_crit as a reported threshold: both sides of it, close by.
  @Test func thresholds() throws {
    let call = "beta=1 M=8 lambda=1"
    #expect(try Retrieval.check("t-crit", "\(call) t=2.45748898032825561249").verdict == .proved)
    #expect(try Retrieval.check("t-crit", "\(call) t=2.45748898032825561250").verdict == .refuted)
    #expect(try Retrieval.check("t-crit", "\(call) t=[2,3]").verdict == .undecided)
    #expect(try Retrieval.check("t-crit", "beta=1 M=8 lambda=0").verdict == .refuted)
  }
}
