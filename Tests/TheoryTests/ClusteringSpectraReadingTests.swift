import Testing

@testable import VlasovTheory

/// Equiangular tokens where their formulas meet limits: intervals that change the side of overlap 0, gaps beyond the range of
/// numbers, matrices that only more precision decides.
@Suite struct ClusteringSpectraReadingTests {
  /// For USA the time increases in β at negative overlaps and decreases at positive ones.
  @Test(arguments: [
    ("n=3 gamma0=-0.3 gamma=0.5", 0.2), ("n=3 gamma0=-0.3 gamma=-0.1", 1e-9),
    ("n=3 gamma0=0 gamma=0.5", 1e-9),
    ("n=4 gamma0=-1/4 gamma=1/10", 0.1), ("n=4 gamma0=-1/4 gamma=0", 1e-9),
  ]) func timesOverTemperatures(_ call: String, _ slack: Double) throws {
    let whole = try Overlap.ball("orthogonal-time", "kind=USA beta=[1/2,2] \(call)", digits: 20)
    let values = try ["1/2", "3/4", "1", "3/2", "2"].map {
      try Overlap.ball("orthogonal-time", "kind=USA beta=\($0) \(call)", digits: 20)
    }
    for value in values { #expect(whole.overlaps(value), "\(call): \(whole.shortDescription)") }
    let (low, high) = (values.map(\.lowerDouble).min() ?? 0, values.map(\.upperDouble).max() ?? 0)
    #expect(whole.lowerDouble > low - slack - 1e-9 && whole.upperDouble < high + slack + 1e-9, "\(call)")
  }

  @Test(arguments: [
    "n=4 gamma0=-0.1 t=[1,1.1]", "n=4 gamma0=-0.25 t=0.1", "n=3 gamma0=-0.3 t=[0.1,2]",
    "n=4 gamma0=[-0.2,-0.1] t=1",
    "n=4 gamma0=0.1 t=1", "n=4 gamma0=[-0.1,0.1] t=1",
  ]) func overlapsOverTemperatures(_ call: String) throws {
    for output in ["gamma", "gap"] {
      let answer = try Overlap.answer("orthogonal-overlap", "kind=USA beta=[1/2,2] \(call) output=\(output)")
      let whole = try #require(answer.ball, "\(call): \(answer.reason ?? "")")
      #expect(answer.exitCode == 0)
      for beta in ["1/2", "1", "3/2", "2"] {
        let value = try #require(
          try Overlap.answer("orthogonal-overlap", "kind=USA beta=\(beta) \(call) output=\(output)").ball)
        #expect(
          whole.overlaps(value) && value.upperDouble <= whole.upperDouble + 1e-9
            && value.lowerDouble >= whole.lowerDouble - 1e-9, "\(call) \(output) at \(beta)")
      }
    }
  }

  /// A gap below all numbers: its overlap still has its digits, and the gap says so at once.
  @Test(arguments: ["kind=SA n=4 beta=1 t=1e9", "kind=USA n=4 beta=50 t=1", "kind=USA n=4 beta=1e5 t=1e-3"])
  func farGaps(_ call: String) throws {
    let overlap = try Overlap.answer("orthogonal-overlap", call)
    #expect(overlap.exitCode == 0 && overlap.value.hasPrefix("1.00000"), "\(call): \(overlap.reason ?? "")")
    #expect(overlap.ball.map { ($0 - 1).containsZero } == true)
    let gap = try Overlap.answer("orthogonal-overlap", call + " output=gap")
    #expect(
      gap.status == .undecided && gap.reason?.contains("below exp(-268435456)") == true, "\(gap.reason ?? "")"
    )
    // Not far: w about 2t.
    let near = try Overlap.answer("orthogonal-overlap", "kind=SA n=4 beta=1 t=1e8 output=gap")
    #expect(near.exitCode == 0 && near.value.contains("e-86858896"), "\(near.value)")
  }

  /// The tail decreases in eps: an interval gives the values at its ends.
  @Test func tailOverIntervals() throws {
    let whole = try Overlap.ball("high-dim-concentration", "n=8 d=64 eps=[0.1,0.9]")
    let ends = try ["0.1", "0.9"].map { try Overlap.ball("high-dim-concentration", "n=8 d=64 eps=\($0)") }
    #expect(whole.overlaps(ends[0]) && whole.overlaps(ends[1]))
    #expect(whole.upperDouble <= ends[0].upperDouble * 1.001 && whole.lowerDouble > -1e-6)
    let bound = try Overlap.ball("high-dim-concentration", "n=2 d=1e6 beta=[1,1.1] t=[0.1,0.11] output=bound")
    let high = try Overlap.ball("high-dim-concentration", "n=2 d=1e6 beta=1.1 t=0.11 output=bound")
    #expect(bound.overlaps(high) && bound.upperDouble <= high.upperDouble * 1.001)
  }

  @Test func constantsBeyondTheRange() throws {
    let constant = try Overlap.answer("orthogonal-rate-constant", "kind=USA n=2 beta=36 gamma0=0 output=C")
    #expect(constant.status == .undecided && constant.reason?.contains("log_C has a value") == true)
    #expect(try Overlap.answer("orthogonal-rate-constant", "kind=USA n=2 beta=36 gamma0=0").exitCode == 0)
    #expect(
      try Overlap.answer("orthogonal-rate-constant", "kind=USA n=2 beta=18 gamma0=0 output=C").exitCode == 0)
  }

  /// Tokens that have hardly moved from overlap 0, metastable or after a short time: γ = 1 - exp(-w), w = t/T'(0) to first order.
  @Test(arguments: [
    ("kind=SA n=10 beta=1e4", "1/7"), ("kind=SA n=3 beta=1e5", "1e30"), ("kind=USA n=5 beta=2", "1e-500"),
    ("kind=SA n=2 beta=0", "1e-100"),
  ]) func earlyTimes(_ call: String, _ time: String) throws {
    let overlap = try Overlap.ball("orthogonal-overlap", "\(call) t=\(time)", digits: 12)
    let p = try Overlap.call("orthogonal-overlap", "\(call) t=\(time)").arguments
    withPrecision(300) {
      let (n, beta) = (p.ball("n"), p.ball("beta"))
      let w = p.ball("t") / OrthogonalTime.slope(p.word("kind"), n: n, beta: beta, gap: 1)
      // The next terms are below w times (1 + β + n) w.
      let relative = w * (1 + beta + n)
      let expected = w * (1 + Ball.hull(-relative, relative))
      #expect(relative.isBelow(Ball(Rational(1, 1_000_000))))
      #expect((-Ball.expm1(-expected)).overlaps(overlap), "\(call): \(overlap.shortDescription)")
    }
    #expect(overlap.accuracyBits > 36)
    // From elsewhere: the answer comes at once.
    #expect(
      try Overlap.answer("orthogonal-overlap", "kind=SA n=10 beta=1e4 gamma0=-1/18 t=1/7", seconds: 10)
        .exitCode == 0)
  }

  /// Nearly singular matrices with irrational entries.
  @Test func matricesByBalls() throws {
    func energy(_ overlap: String) throws -> Answer {
      try Overlap.answer(
        "energy-uniform", "beta=1 p=[1/2,1/2] G=[[1,\(overlap)],[\(overlap),1]] output=clusters")
    }
    #expect(try energy("sqrt(1-2^-400)").exitCode == 0)
    func leaders(_ entry: String) throws -> Answer {
      try Overlap.answer(
        "hardmax-leaders",
        "points=[[2,0],[0,1]] B=[[sqrt(2),sqrt(2)],[sqrt(2),\(entry)]] alpha=1 steps=0 output=leaders")
    }
    #expect(try leaders("sqrt(2)+2^-400").exitCode == 0)
    Overlap.expectInputError(
      "hardmax-leaders",
      "points=[[2,0],[0,1]] B=[[sqrt(2),sqrt(2)],[sqrt(2),sqrt(2)-2^-400]] alpha=1 steps=0 output=leaders",
      "B",
      contains: "not positive definite")
    #expect(try leaders("sqrt(2)").status == .undecided)
  }
}
