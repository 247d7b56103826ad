import Testing

@testable import VlasovTheory

/// Hardmax attention: exact trajectories, ties, metrics.
@Suite struct ClusteringSpectraHardmaxTests {
  static let id = "hardmax-leaders"

  static func value(_ call: String, seconds: Double = 30) throws -> String {
    let answer = try Overlap.answer(id, call, digits: 60, seconds: seconds)
    #expect(answer.status == .exact, "\(call): \(answer.reason ?? "")")
    return answer.value
  }

  static let example = "points=[[2,0],[1,1/4],[0,1]]"

  @Test func contraction() throws {
    // x - leader = (1 + α)^-k (x^0 - leader), exactly.
    for (alpha, factor) in [
      ("1", Rational(1, 2)), ("1/3", Rational(3, 4)), ("0.1", Rational(10, 11)), ("7", Rational(1, 8)),
    ] {
      for steps in [0, 1, 2, 17] {
        let call = "\(Self.example) alpha=\(alpha) steps=\(steps) token=1"
        let p = try Overlap.call(Self.id, "\(call) coordinate=0")
        guard case .exact(let x) = try p.theorem.value(p.arguments, output: "position") else {
          Issue.record("\(call) is not exact")
          continue
        }
        #expect(x == 2 - (factor.power(steps) ?? 0), "\(call)")
      }
      #expect(try Self.value("\(Self.example) alpha=\(alpha) steps=9 token=0 coordinate=0") == "2")
      #expect(try Self.value("\(Self.example) alpha=\(alpha) steps=9 token=2 coordinate=1") == "1")
      #expect(try Self.value("\(Self.example) alpha=\(alpha) steps=9 output=leaders") == "[0,2]")
    }
  }

  @Test func ties() throws {
    // Token 1 is tied between both leaders and moves to their mean, (1, 1), in steps of one half.
    let tied = "points=[[2,0],[1/2,1/2],[0,2]] alpha=1"
    #expect(try Self.value("\(tied) steps=1 token=1 coordinate=0") == "0.75")
    #expect(try Self.value("\(tied) steps=3 token=1 coordinate=1") == "0.9375")
    // Broken by a hair, it moves to one of them.
    let broken = "points=[[2,0],[1/2+2^-90,1/2],[0,2]] alpha=1"
    #expect(try Self.value("\(broken) steps=1 token=1 coordinate=1") == "0.25")
    // Two tokens at one place attend to each other: not leaders, and at rest.
    let double = "points=[[1,0],[1,0],[0,1]] alpha=1"
    #expect(try Self.value("\(double) steps=0 output=leaders") == "[2]")
    #expect(try Self.value("\(double) steps=5 token=0 coordinate=0") == "1")
    // The origin sees all scores equal.
    let origin = "points=[[0,0],[3,0],[0,3]] alpha=1"
    #expect(try Self.value("\(origin) steps=1 token=0 coordinate=0") == "0.5")
    #expect(try Self.value("points=[[0,0],[0,0]] alpha=1 steps=3 output=leaders") == "[]")
    #expect(try Self.value("points=[[-3]] alpha=1 steps=3 output=leaders") == "[0]")
  }

  /// A longer run against plain rational arithmetic, written down again.
  @Test func plainRationals() throws {
    let seed: UInt64 = 10_11
    var random = RandomStream(seed: seed, stream: 1)
    for _ in 0..<12 {
      let (n, d) = (2 + random.integer(below: 4), 1 + random.integer(below: 3))
      var x = (0..<n).map { _ in
        (0..<d).map { _ in Rational(random.integer(below: 9) - 4, 1 + random.integer(below: 3)) }
      }
      let alpha = Rational(1 + random.integer(below: 5), 1 + random.integer(below: 3))
      let text =
        "[" + x.map { "[" + $0.map(\.description).joined(separator: ",") + "]" }.joined(separator: ",") + "]"
      let steps = 8
      for _ in 0..<steps {
        let before = x
        for i in 0..<n {
          let scores = before.map { zip(before[i], $0).reduce(Rational(0)) { $0 + $1.0 * $1.1 } }
          let best = scores.max() ?? 0
          let targets = before.indices.filter { scores[$0] == best }
          for c in 0..<d {
            let mean = targets.reduce(Rational(0)) { $0 + before[$1][c] } / Rational(targets.count)
            x[i][c] = before[i][c] + alpha / (1 + alpha) * (mean - before[i][c])
          }
        }
      }
      for i in 0..<n {
        for c in 0..<d {
          let call = "points=\(text) alpha=\(alpha) steps=\(steps) token=\(i) coordinate=\(c)"
          let p = try Overlap.call(Self.id, call)
          guard case .exact(let y) = try p.theorem.value(p.arguments, output: "position") else {
            Issue.record("\(call) is not exact")
            continue
          }
          #expect(x[i][c] == y, "seed \(seed): \(call)")
        }
      }
    }
  }

  @Test func metric() throws {
    // Under B = diag(1, 9) token 1 is drawn to token 2.
    let call = "points=[[2,0],[1,1/2],[0,2]] alpha=1"
    #expect(try Self.value("\(call) steps=1 token=1 coordinate=0") == "1.5")
    #expect(try Self.value("\(call) B=[[1,0],[0,9]] steps=1 token=1 coordinate=0") == "0.5")
    #expect(try Self.value("\(call) B=[[1/3,0],[0,3]] steps=1 token=1 coordinate=0") == "0.5")
    #expect(try Self.value("\(call) B=[[2,1],[1,2]] steps=0 output=leaders") == "[0,2]")
    // Irrational entries go by balls: diag(1, 4) ties, diag(1, 2+sqrt(5)) does not.
    #expect(try Self.value("\(call) B=[[1,0],[0,2]] steps=0 output=leaders") == "[0,2]")
    let root = try Overlap.answer(Self.id, "\(call) B=[[1,0],[0,2+sqrt(5)]] steps=1 token=1 coordinate=0")
    #expect(root.value.hasPrefix("0.5") && root.exitCode == 0)
    for (b, text) in [
      ("[[1,2],[2,1]]", "not positive definite"), ("[[1,1],[1,1]]", "not positive definite"),
      ("[[0,0],[0,1]]", "not positive definite"), ("[[-1,0],[0,1]]", "not positive definite"),
      ("[[1,2],[0,1]]", "not symmetric"),
      ("[[1]]", "1 rows"), ("[[1,0],[0]]", "row 1"), ("[[[1,2],0],[0,1]]", "interval"),
      ("[[sqrt(2),2],[2,sqrt(2)]]", "not positive definite"),
    ] {
      Overlap.expectInputError(Self.id, "\(call) B=\(b) steps=1 token=1 coordinate=0", "B", contains: text)
    }
  }

  @Test func irrationalInput() throws {
    let root = "points=[[sqrt(5),0],[1,1/4],[0,1]] alpha=1 steps=5"
    let x = try Overlap.ball(Self.id, "\(root) token=1 coordinate=0")
    let expected = withPrecision(300) { Ball.sqrt(5) + (1 - Ball.sqrt(5)) / 32 }
    Overlap.expectSame(x, expected, digits: 35, "sqrt(5)")
    #expect(try Self.value("\(root) output=leaders") == "[0,2]")
    // An irrational step from rational points: the first comparison is exact, so that its tie is seen.
    let step = try Overlap.ball(
      Self.id, "points=[[2,0],[1/2,1/2],[0,2]] alpha=sqrt(2) steps=1 token=1 coordinate=0")
    Overlap.expectSame(
      step, withPrecision(300) { 1 - 1 / (2 * (1 + Ball.sqrt(2))) }, digits: 35, "tie")
    // Later ties of irrational numbers are not.
    let tie = try Overlap.answer(
      Self.id, "points=[[sqrt(2),0],[1,1],[0,sqrt(2)]] alpha=1 steps=1 output=leaders")
    #expect(tie.status == .exact || tie.status == .undecided)
    let open = try Overlap.answer(
      Self.id, "points=[[2*sqrt(2),0],[1,1],[0,2*sqrt(2)]] alpha=1 steps=1 output=leaders")
    #expect(open.status == .undecided && open.reason?.contains("tie") == true, "\(open)")
    // Points that are equal as expressions are one place.
    #expect(try Self.value("points=[[pi,0],[pi,0],[0,1]] alpha=1 steps=3 output=leaders") == "[2]")
    // Many steps cost no precision.
    let long = try Overlap.answer(
      Self.id, "points=[[sqrt(5),0],[1,1/4],[0,1]] alpha=0.01 steps=400 token=1 coordinate=1")
    #expect(long.exitCode == 0 && long.bits < 400, "\(long.bits)")
    // Intervals.
    let box = try Overlap.answer(
      Self.id, "points=[[[1.9,2.1],0],[1,1/4],[0,1]] alpha=1 steps=1 token=1 coordinate=0")
    #expect(box.ball?.contains(Rational(29, 20)) == true && box.ball?.contains(Rational(31, 20)) == true)
    #expect(box.ball?.contains(Rational(14, 10)) == false)
  }

  @Test func manySteps() throws {
    let long = try Overlap.answer(
      Self.id, "\(Self.example) alpha=1/3 steps=1000 token=1 coordinate=0", digits: 30)
    #expect(long.status == .exact)
    // Nothing moves any more: the rest is skipped.
    #expect(try Self.value("points=[[1,0],[0,1]] alpha=1 steps=1e30 token=0 coordinate=0") == "1")
    // A budget that ends says so.
    let short = try Overlap.answer(
      Self.id, "\(Self.example) alpha=1/3 steps=1e9 token=1 coordinate=0", seconds: 0.3)
    #expect(short.status == .undecided && short.reason?.contains("budget") == true, "\(short.reason ?? "")")
    let balls = try Overlap.answer(
      Self.id, "points=[[pi,0],[1,1/4],[0,1]] alpha=1/3 steps=1e9 token=1 coordinate=0", seconds: 0.3)
    #expect(balls.status == .undecided && balls.reason?.contains("budget") == true, "\(balls.reason ?? "")")
  }

  @Test func badInput() {
    for (call, name, text) in [
      ("\(Self.example) alpha=1 steps=5 token=3 coordinate=0", "token", "3 tokens"),
      ("\(Self.example) alpha=1 steps=5 token=0 coordinate=2", "coordinate", "2 coordinates"),
      ("\(Self.example) alpha=1 steps=5 token=7 output=leaders", "token", ""),
      ("\(Self.example) alpha=0 steps=5 token=0 coordinate=0", "alpha", ""),
      ("\(Self.example) alpha=1 steps=-1 token=0 coordinate=0", "steps", ""),
      ("\(Self.example) alpha=1 steps=1 coordinate=0", "token", "missing"),
      (
        "points=[[2,0],[1]] alpha=1 steps=1 token=0 coordinate=0", "points",
        "row 1 has 1 entries instead of 2"
      ),
      ("points=[] alpha=1 steps=1 output=leaders", "points", "no rows"),
      ("points=[[]] alpha=1 steps=1 output=leaders", "points", "no entries"),
      ("points=[1,2] alpha=1 steps=1 output=leaders", "points", ""),
      ("points=[[1,x]] alpha=1 steps=1 output=leaders", "points", "entry (0,1)"),
    ] { Overlap.expectInputError(Self.id, call, name, contains: text) }
  }

  @Test(arguments: [
    "", "points=[[2,0],[1/2,1/2],[0,2]] alpha=1 steps=7 token=1 coordinate=0",
    "points=[[2,0],[1,1/2],[0,2],[1,1]] alpha=0.3 steps=50 B=[[2,1],[1,2]] token=3 coordinate=1",
  ]) func simulated(_ parameters: String) throws {
    let report = try Overlap.crossCheck(Self.id, parameters)
    #expect(report.verdict == .agrees, "\(parameters): \(report)")
    #expect(try Overlap.crossCheck(Self.id, parameters, factor: 1 + 1e-9).verdict == .disagrees)
  }
}
