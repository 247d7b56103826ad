import TestSupport
import Testing

@testable import VlasovTheory

/// Hypotheses and domains over ranges of parameters.
@Suite struct CoreRangeCheckTests {
  private let text = "x^3 - 3 x + y + n <= c"

  private func line(_ call: String, seconds: Double = 20, subdivision: Subdivision = Subdivision()) throws
    -> HypothesisResult
  {
    let result = try Ranges.check(RangeCubic.self, call, subdivision: subdivision, seconds: seconds)
    return try #require(result.hypotheses.first { $0.text == text })
  }

  @Test(arguments: [
    ("x=[0,1.8]", Verdict.proved), ("x=[-9,1.8] c=2.001", .proved), ("x=[2,9]", .refuted),
    ("x=[1,2]", .undecided),
    // The values on [-2,2] reach 2 exactly at -1 and 2: on the boundary, which balls cannot close at an interior maximum.
    ("x=[-2,2] c=2.001", .proved), ("x=[-2,2] c=1.999", .undecided),
    // Degenerate intervals are numbers.
    ("x=[1,1]", .proved), ("x=[2,2]", .refuted), ("x=[2,2] c=2", .proved),
    ("x=[0,1] y=[0,1] c=1.1", .proved), ("x=[2,3] y=[0,1]", .refuted), ("x=[1,2] y=[0,1]", .undecided),
    ("x=[0,1] n=1 c=1.1", .proved), ("x=[0,1] n=2", .undecided), ("x=[-1/2,1] c=[3/2,2]", .proved),
    ("x=[0,sqrt(3)] c=1/100", .proved), ("x=[1,pi]", .undecided), ("x=1.5+/-0.1", .proved),
  ])
  func verdicts(_ call: String, _ verdict: Verdict) throws {
    let line = try line(call)
    #expect(line.verdict == verdict, "\(call): \(line.reason ?? "")")
    #expect((line.verdict == .undecided) == !line.subranges.isEmpty, "\(call): \(line.subranges)")
  }

  /// The roots of x^3 - 3x = 1 are 2 cos(20°), -2 cos(40°), -2 cos(80°): the sub-ranges end there.
  @Test func subranges() throws {
    let line = try line("x=[-2,2]")
    #expect(line.subranges.filter { $0.verdict == .proved }.count == 2)
    #expect(line.subranges.filter { $0.verdict == .refuted }.count == 2)
    let roots = [-1.5320888862379561, -0.3472963553338607, 1.8793852415718169]
    for part in line.subranges where part.verdict == .undecided {
      let (a, b) = try Ranges.ends(part.parameters[0].text)
      #expect(
        roots.contains { a.double <= $0 && $0 <= b.double } && (b - a).double < 2e-5, "\(part.description)")
    }
    let reason = try #require(line.reason)
    #expect(
      reason.hasPrefix("holds for x in [-2, -1.53209") && reason.contains("fails for x in [-1.53208"),
      "\(reason)")
    #expect(reason.contains("undecided for x in ["), "\(reason)")
  }

  /// What the sub-ranges say is true at their ends and inside; undecided ones are where the doubt is.
  @Test func printedSubrangesAreTrue() throws {
    var random = SeededGenerator(seed: 20_2611)
    for _ in 0..<40 {
      let a = Rational(random.int(-4000...3000), 1000)
      let b = a + Rational(random.int(1...2000), random.int(500...50_000))
      let c = Rational(random.int(-3000...3000), 1000)
      let line = try line("x=[\(a),\(b)] c=\(c)")
      for part in line.subranges {
        let (low, high) = try Ranges.ends(part.parameters[0].text)
        #expect(
          low <= high && (part.verdict == .undecided || low >= a && high <= b),
          "seed 202611: \(part.description)")
        if part.verdict == .undecided { continue }
        for k in 0...6 {
          let x = low + (high - low) * Rational(k, 6)
          let holds = Ranges.cubic(x) <= c
          #expect(holds == (part.verdict == .proved), "seed 202611: x=\(x) c=\(c) in \(part.description)")
        }
      }
    }
  }

  /// Two intervals: the proved and refuted parts are boxes where it is so, the open part is within the hull.
  @Test func boxes() throws {
    let line = try line("x=[1,2] y=[0,1]")
    #expect(Set(line.subranges.map(\.verdict)) == [.proved, .refuted, .undecided])
    for part in line.subranges where part.verdict != .undecided {
      let (x0, x1) = try Ranges.ends(part.parameters[0].text)
      let (y0, y1) = try Ranges.ends(part.parameters[1].text)
      for (x, y) in [(x0, y0), (x0, y1), (x1, y0), (x1, y1)] {
        #expect((Ranges.cubic(x, y) <= 1) == (part.verdict == .proved), "\(part.description)")
      }
    }
    #expect(line.reason?.contains("undecided within x in [") ?? false, "\(line.reason ?? "")")
  }

  @Test func domains() throws {
    func parts(_ x: String) throws -> (Verdict, [String], String) {
      let line = try #require(try Ranges.check(RangeCubic.self, "x=\(x) c=10000").hypotheses.first)
      return (
        line.verdict, line.subranges.map { "\($0.verdict.rawValue) \($0.description)" }, line.reason ?? ""
      )
    }
    #expect(try parts("[-9,10]").0 == .proved)
    let low = try parts("[-10,3]")
    #expect(low.0 == .undecided && low.1 == ["refuted x = -10", "proved x in (-10, 3]"])
    #expect(low.2 == "x=[-10,3] touches the boundary: holds for x in (-10, 3], fails for x = -10")
    #expect(try parts("[-11,3]").1 == ["refuted x in [-11, -10]", "proved x in (-10, 3]"])
    #expect(try parts("[3,12]").1 == ["proved x in [3, 10]", "refuted x in (10, 12]"])
    #expect(try parts("[-12,pi]").1 == ["refuted x in [-12, -10]", "proved x in (-10, pi]"])
    #expect(try parts("[-20,20]").1.count == 3)
    #expect(try parts("[-20,-10]").0 == .refuted)
    #expect(try parts("[11,12]").0 == .refuted)
    // Hypotheses are decided inside the domain only.
    let result = try Ranges.check(RangeCubic.self, "x=[3,12] c=1000")
    #expect(result.hypotheses.last?.verdict == .proved && result.verdict == .undecided)
  }

  /// A budget that is over leaves the rest undecided, at once, and what is printed is still true.
  @Test func budgets() throws {
    let none = try line("x=[-2,2]", seconds: 1e-6)
    #expect(none.verdict == .undecided)
    var few = Subdivision()
    few.maximumPieces = 9
    let some = try line("x=[-2,2]", subdivision: few)
    #expect(some.verdict == .undecided && some.subranges.contains { $0.verdict == .undecided })
    for part in some.subranges where part.verdict != .undecided {
      let (low, high) = try Ranges.ends(part.parameters[0].text)
      for x in [low, high] { #expect((Ranges.cubic(x) <= 1) == (part.verdict == .proved)) }
    }
    var coarse = Subdivision()
    coarse.resolution = 3
    let wide = try line("x=[1,2]", subdivision: coarse).subranges.filter { $0.verdict == .undecided }
    #expect(wide.count == 1)
    let (low, high) = try Ranges.ends(try #require(wide.first).parameters[0].text)
    #expect(low.double < 1.8793 && high.double > 1.8794 && high - low >= Rational(1, 8))
  }

  /// Points that no time is left for make every line undecided: never a check without lines, which would be proved.
  @Test(arguments: [1, 2]) func spentBudgetsOfGrids(_ threads: Int) throws {
    let given = ["x", "n"].map { (name: $0, text: $0 == "x" ? "[-2,1.8]/50" : "0:9/10") }
    let grid = try Grid(RangeCubic.record, output: "f", given, forCheck: true)
    let claim = try Claim(parsing: "f < 100", of: RangeCubic.record, output: "f")
    let late = try RangeCubic.check(
      over: grid, claims: [claim], budget: Budget(seconds: 1e-9), threads: threads)
    #expect(late.verdict == .undecided)
    #expect(late.hypotheses.map(\.kind) == [.domain, .domain, .hypothesis, .claim])
    #expect(late.hypotheses.allSatisfy { $0.verdict == .undecided })
    #expect(late.hypotheses.allSatisfy { $0.reason?.hasSuffix("time budget exhausted") ?? false })
    let done = try RangeCubic.check(
      over: grid, claims: [claim], budget: Budget(seconds: 60), threads: threads)
    #expect(done.hypotheses.last?.verdict == .proved)
  }

  @Test func everyPointOfAGrid() throws {
    func line(_ call: String) throws -> HypothesisResult {
      try #require(try Ranges.grid(RangeCubic.self, call).hypotheses.last)
    }
    #expect(try line("x=0 n=0,1").verdict == .proved)
    #expect(try line("x=0 n=2:9/8").verdict == .refuted)
    let mixed = try line("x=0 n=0:9/10")
    #expect(mixed.verdict == .undecided)
    #expect(mixed.subranges.map(\.description) == ["n in 0, 1", "n in 2..9"])
    #expect(
      mixed.reason?.hasPrefix("holds for n in 0, 1, fails for n in 2..9") ?? false, "\(mixed.reason ?? "")")
    // Bands cover the interval; points of two axes; an interval at every point.
    #expect(try line("x=[-2,1.8]/7 c=2.001").verdict == .proved)
    #expect(try line("x=0,1 n=0,1").verdict == .proved)
    #expect(try line("x=[0,1] n=0,1 c=1.1").verdict == .proved)
    let wide = try line("x=[1,2] n=0,1")
    #expect(
      wide.verdict == .undecided && wide.reason?.contains("at n=0: holds for x in [1, 1.87938") ?? false)
    let one = try Ranges.grid(RangeCubic.self, "x=[1,2] n=0")
    #expect(one.hypotheses.last?.subranges.count == 3)
    let result = try Ranges.grid(RangeCubic.self, "x=0 n=0:9/10")
    #expect(result.parameters.first { $0.name == "n" }?.text == "0:9/10")
    #expect(result.hypotheses.first { $0.text.hasPrefix("n >=") }?.lhs == "0:9/10")
    // A claim names all that varies: intervals however they are written.
    let claim = try Ranges.grid(RangeCubic.self, "x=1+/-0.1 n=0,1", "f < 10").hypotheses.last
    #expect(claim?.text == "f < 10 for all x in 1+/-0.1, n in 0,1" && claim?.verdict == .proved)
  }

  @Test func gridsAreFinite() throws {
    let error = try #require(throws: InputError.self) {
      try Ranges.grid(RangeCubic.self, "x=0 n=1:200000/200000")
    }
    #expect(
      error.message == "check takes at most 100000 points, not 200000: n (200000)" && error.parameter == "n")
    // Points outside the domain are refuted lines, and the hypothesis is asked at the others.
    let outside = try Ranges.grid(RangeCubic.self, "x=9,10,11 c=10000")
    #expect(outside.hypotheses[0].verdict == .undecided && outside.hypotheses.last?.verdict == .proved)
    #expect(outside.hypotheses[0].subranges.map(\.description) == ["x in 9, 10", "x = 11"])
  }

  /// The same answer on any number of threads.
  @Test func threadsDoNotMatter() throws {
    func texts(_ threads: Int) throws -> [String] {
      try Ranges.grid(RangeCubic.self, "x=[1,2] n=0:3/4", "f < 10", threads: threads).hypotheses.map {
        "\($0.text) \($0.verdict) \($0.reason ?? "") \($0.margin)"
      }
    }
    #expect(try texts(1) == texts(3))
  }

  /// Entries of vectors and matrices are cut as well.
  @Test func entries() throws {
    enum Vector: Theorem {
      static let record = Record(
        id: "core.vector", title: "", statement: "", source: Source(Core.paper, "", .stated),
        parameters: [
          ParameterSpec("v", symbol: "v", .vector, "entries"),
          ParameterSpec("A", symbol: "A", .matrix, "matrix"),
        ],
        outputs: [OutputSpec("s", symbol: "s", "")],
        hypotheses: [
          Hypothesis("v0 v1 <= A11", .reported) { p in
            let (v, a) = (p.vector("v") ?? [], p.rows("A") ?? [])
            return .lessOrEqual(v[0] * v[1], a[1][1])
          }
        ])
      static func value(_ p: Arguments, output: String) throws -> Value {
        let x = p.lifted(to: Ball.self)
        return .real((x.vector("v") ?? [])[0] - (x.rows("A") ?? [])[1][1])
      }
      static func symbolic(_ output: String) -> DefiningFormula? { nil }
    }
    let result = try Ranges.check(Vector.self, "v=[[0,1],2] A=[[1,0],[0,[1,3]]]", "s <= 0.1", "s < -1/2")
    #expect(result.hypotheses.map(\.verdict) == [.undecided, .proved, .refuted])
    #expect(result.hypotheses[0].subranges.allSatisfy { $0.parameters.map(\.name) == ["v[0]", "A[1][1]"] })
    #expect(try Ranges.check(Vector.self, "v=[[0,1],2] A=[[1,0],[0,[2,3]]]").verdict == .proved)
  }
}
