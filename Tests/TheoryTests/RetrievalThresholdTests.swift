import Testing

@testable import VlasovTheory

@Suite struct RetrievalThresholdTests {
  private func rational(_ random: inout RandomStream, _ below: Int, over q: Int) -> Rational {
    Rational(1 + random.integer(below: below), q)
  }

  /// Moments by Miller's recurrence; t_crit, the end slope and λ_fold from their formulas in the moments.
  @Test func momentFormulas() throws {
    var random = RandomStream(seed: 15, stream: 0)
    for _ in 0..<8 {
      let beta = rational(&random, 50, over: 10)
      let m = rational(&random, 60, over: 3) + 1
      let lambda = rational(&random, 60, over: 10)
      let t = rational(&random, 30, over: 10)
      let s = withPrecision(300) { MillerMoments(beta: Ball(beta), m: Ball(m), bits: 240) }
      let call = "beta=\(beta) M=\(m)"
      try withPrecision(300) {
        let (s1, s2, s3, l, time) = (s.moment(1), s.moment(2), s.moment(3), Ball(lambda), Ball(t))
        let saturation = 1 - Ball.exp(-l)
        func same(_ id: String, _ more: String, _ other: Ball) throws {
          let value = try Retrieval.ball(id, "\(call) \(more)")
          #expect((value - other).magnitude <= value.magnitude.scaled(by: -165), "\(id) \(call) \(more)")
        }
        try same("t-crit", "lambda=\(lambda)", 2 * saturation * s1 / s2)
        try same(
          "endpoint-slope", "t=\(t) lambda=\(lambda)",
          l * l / saturation * (time * s1 - time * time * s2 / (2 * saturation)))
        try same("endpoint-slope", "t=\(t) lambda=0", -(time * time * s2 / 2))
        try same("endpoint-slope", "t=\(t) lambda=0 output=value", time * s1)
        let negative = Ball.expm1(l)
        try same(
          "endpoint-slope", "t=\(t) lambda=-\(lambda)",
          -(l * l / negative) * (time * s1 + time * time * s2 / (2 * negative)))
        let r = 1 - 2 * s1 * s3 / (3 * s2 * s2)
        if r.isPositive {
          try same("fold-lambda", "", Ball.log(1 + 1 / r))
        } else {
          #expect(try Retrieval.answer("fold-lambda", call).value == "inf")
        }
      }
    }
  }

  /// The slope is the derivative of the profile.
  @Test func slopeIsTheDerivative() throws {
    for lambda in ["1", "0", "-3", "5"] {
      let call = "beta=1 M=8 t=1 lambda=\(lambda)"
      let slope = try Retrieval.ball("endpoint-slope", call)
      let end = try Retrieval.ball("profile", "s=1 \(call)", digits: 100)
      let near = try Retrieval.ball("profile", "s=1-1e-40 \(call)", digits: 100)
      let quotient = withPrecision(400) { (end - near) * Ball.pow(Ball(10), 40) }
      #expect((slope - quotient).magnitude <= .power2(-120), "lambda=\(lambda)")
    }
  }

  /// The profile's formula read on jets in s gives the end slope, and in t its rate of change.
  @Test func profileOnJets() throws {
    func constant(_ x: Rational) -> Jet<Ball> { Jet(x) }
    func variable(_ x: Rational) -> Jet<Ball> { Jet(variable: Ball(x), order: 1) }
    let (beta, m, lambda) = (Rational(1), Rational(8), Rational(1))
    try withPrecision(300) {
      let inPosition = Profile.formula(
        Lifted(reals: [
          "s": variable(1), "beta": constant(beta), "M": constant(m), "t": constant(2),
          "lambda": constant(lambda),
        ]), output: "S")
      let slope = try Retrieval.ball("endpoint-slope", "beta=1 M=8 t=2 lambda=1")
      Retrieval.expectSame(slope, inPosition.coefficients[1], digits: 49, "in s")
      // At t = 0 the profile grows at the rate k S_1, the end value for t = 1 when s = 1.
      let inTime = Profile.formula(
        Lifted(reals: [
          "s": constant(1), "beta": constant(beta), "M": constant(m), "t": variable(0),
          "lambda": constant(lambda),
        ]), output: "S")
      let rate = try Retrieval.ball("endpoint-slope", "beta=1 M=8 t=1 lambda=1 output=value")
      Retrieval.expectSame(rate, inTime.coefficients[1], digits: 49, "in t")
    }
  }

  @Test func slopeChangesSignAtTheCriticalTime() throws {
    let t = "2.45748898032825561249121608887"
    #expect(try Retrieval.ball("endpoint-slope", "beta=1 M=8 t=\(t)1 lambda=1", digits: 5).isPositive)
    #expect(try Retrieval.ball("endpoint-slope", "beta=1 M=8 t=\(t)11 lambda=1", digits: 5).isNegative)
  }

  /// At the critical time itself the slope is never told from 0.
  @Test func slopeAtTheCriticalTimeIsUndecided() throws {
    // ω_2/ω_1 = exp(-3π²/(2M²)) is below 10^-6000000: only mode 1 counts, and t_crit = 2(1 - e^-λ)/a_1 to as many digits.
    let m = "1/1000"
    let answer = try Retrieval.answer(
      "endpoint-slope", "beta=1 M=\(m) t=2*(1-exp(-1))/besseli(1,1) lambda=1", digits: 10, seconds: 3)
    #expect(answer.status == .undecided)
  }

  // MARK: Hypotheses

  @Test func criticalTimeHypotheses() throws {
    let call = "beta=1 M=8 lambda=1"
    #expect(try Retrieval.check("t-crit", "\(call) t=0").verdict == .proved)
    #expect(try Retrieval.check("t-crit", "\(call) t=2.457488980328255612491216").verdict == .proved)
    #expect(try Retrieval.check("t-crit", "\(call) t=2.457488980328255612491217").verdict == .refuted)
    #expect(try Retrieval.check("t-crit", "\(call) t=[2,3]").verdict == .undecided)
    #expect(try Retrieval.check("t-crit", "\(call) t=[2,2.4]").verdict == .proved)
    #expect(try Retrieval.check("t-crit", "beta=1 M=8 lambda=0").verdict == .refuted)
    #expect(try Retrieval.check("t-crit", "beta=1 M=8 lambda=1e-9").verdict == .proved)
    let refused = try Retrieval.answer("t-crit", "beta=1 M=8 lambda=-1")
    #expect(refused.status == .refused && refused.reason?.contains("lambda > 0") == true)
    #expect(try Retrieval.answer("t-crit", "beta=1 M=8 lambda=[-1,1]").status == .undecided)
    // Identically zero, but not as an expression that is recognised.
    #expect(try Retrieval.check("t-crit", "beta=1 M=8 lambda=exp(1)-exp(1)").verdict == .refuted)
    #expect(try Retrieval.check("t-crit", "beta=1 M=8 lambda=exp(2)-exp(1)*exp(1)").verdict == .undecided)
  }

  @Test func smallnessHypotheses() throws {
    let paper = "beta=1 lambda=1"
    #expect(try Retrieval.check("smallness-time", "\(paper) t=2.2369649692025948").verdict == .proved)
    #expect(try Retrieval.check("smallness-time", "\(paper) t=2.2369649692025949").verdict == .refuted)
    // Exactly on the boundary, t = min{3 - √3, 2(1 - 1/e)}/I_1(1): no precision separates the two sides.
    let boundary = "t=min(3-sqrt(3),2*(1-exp(-1)))/besseli(1,1)"
    #expect(try Retrieval.check("smallness-time", "\(paper) \(boundary)").verdict == .undecided)
    #expect(try Retrieval.check("smallness-time", "\(paper) t=0").verdict == .refuted)
    let sharper = "beta=1 lambda=1 M=8 output=t_level1"
    #expect(try Retrieval.check("smallness-time", "\(sharper) t=2.3").verdict == .proved)
    #expect(try Retrieval.check("smallness-time", "\(sharper) t=2.4574889803282556").verdict == .proved)
    #expect(try Retrieval.check("smallness-time", "\(sharper) t=2.4574889803282557").verdict == .refuted)
    #expect(try Retrieval.check("smallness-time", "beta=1 lambda=0").verdict == .refuted)
    #expect(try Retrieval.answer("smallness-time", "beta=1 lambda=0").status == .refused)
    #expect(throws: InputError.self) { try Retrieval.answer("smallness-time", "beta=1 lambda=1 t=1") }
  }

  @Test func vocabularyOfTheSmallnessTime() throws {
    #expect(throws: InputError.self) {
      try Retrieval.answer("smallness-time", "beta=1 lambda=1 output=t_level1")
    }
    let plain = try Retrieval.answer("smallness-time", "beta=1 lambda=1")
    let ignored = try Retrieval.answer("smallness-time", "beta=1 lambda=1 M=8")
    #expect(plain.value == ignored.value)
  }

  @Test func paperTimeIsTheSmaller() throws {
    var random = RandomStream(seed: 16, stream: 0)
    for _ in 0..<12 {
      let call = "beta=\(rational(&random, 90, over: 10)) lambda=\(rational(&random, 60, over: 10))"
      let m = rational(&random, 60, over: 4)
      let paper = try Retrieval.ball("smallness-time", call, digits: 15)
      let sharper = try Retrieval.ball("smallness-time", "\(call) M=\(m) output=t_level1", digits: 15)
      #expect(paper.isBelow(sharper), "\(call) M=\(m)")
    }
  }

  /// Both branches of the minima: small λ makes 2(1 - e^-λ) the smaller, large λ 3 - √3.
  @Test func branchesOfTheMinimum() throws {
    let largest = try Retrieval.ball("eigenvalue", "beta=1 output=sup")
    let small = try Retrieval.ball("smallness-time", "beta=1 lambda=1/10")
    let large = try Retrieval.ball("smallness-time", "beta=1 lambda=10")
    withPrecision(260) {
      Retrieval.expectSame(small, -2 * Ball.expm1(-Ball(Rational(1, 10))) / largest, digits: 48, "small")
      Retrieval.expectSame(large, (3 - Ball.sqrt(3)) / largest, digits: 48, "large")
    }
    let level = try Retrieval.ball("smallness-time", "beta=1 lambda=10 M=8 output=t_level1")
    withPrecision(260) { Retrieval.expectSame(level, 2 / largest, digits: 48, "level 1") }
  }

  // MARK: Fold

  @Test func foldThreshold() throws {
    // A single mode: ω_2/ω_1 = e^(-3π²/(2M²)) is below 10^-600 at M = 1/10, and λ_fold is log 4 + tiny.
    let single = try Retrieval.ball("fold-lambda", "beta=1 M=1/10")
    #expect(
      (single - withPrecision(260) { Ball.log(4) }).magnitude <= .power2(-600) || single.overlaps(Ball.log(4))
    )
    let several = try Retrieval.ball("fold-lambda", "beta=1 M=8")
    #expect(Ball.log(4).isBelow(several))
    let never = try Retrieval.answer("fold-lambda", "beta=30 M=4")
    #expect(never.value == "inf" && never.status == .exact && never.exitCode == 0)
  }

  @Test func foldHypothesis() throws {
    #expect(try Retrieval.check("fold-lambda", "beta=1 M=8 lambda=1.47226955588597").verdict == .refuted)
    #expect(try Retrieval.check("fold-lambda", "beta=1 M=8 lambda=1.47226955588598").verdict == .proved)
    #expect(try Retrieval.check("fold-lambda", "beta=1 M=8 lambda=[1.4,1.5]").verdict == .undecided)
    // Where λ_fold is infinite no bias exceeds it.
    for lambda in ["1/100", "1", "6", "500"] {
      #expect(try Retrieval.check("fold-lambda", "beta=30 M=4 lambda=\(lambda)").verdict == .refuted)
    }
    #expect(try Retrieval.check("fold-lambda", "beta=1 M=8 lambda=-1").verdict == .refuted)
    #expect(try Retrieval.check("fold-lambda", "beta=1 M=8").verdict == .proved)
    #expect(throws: InputError.self) { try Retrieval.answer("fold-lambda", "beta=1 M=8 lambda=2") }
  }

  /// r_* changes sign in the interval.
  @Test func undecidedSignOfTheFold() throws {
    let answer = try Retrieval.answer("fold-lambda", "beta=[5,30] M=4", seconds: 20)
    #expect(answer.status == .undecided)
  }

  @Test func degenerateParameters() throws {
    for call in ["beta=1e-20 M=8", "beta=1 M=1e-3", "beta=1 M=1e6", "beta=60 M=20"] {
      #expect(try Retrieval.answer("t-crit", "\(call) lambda=1").exitCode == 0, "\(call)")
      #expect(try Retrieval.answer("endpoint-slope", "\(call) t=1 lambda=0").exitCode == 0, "\(call)")
      #expect(try Retrieval.answer("fold-lambda", call).exitCode == 0, "\(call)")
    }
    for lambda in ["1000", "-1000", "1e-60", "[-1/10,1/10]"] {
      let answer = try Retrieval.answer("endpoint-slope", "beta=1 M=8 t=1 lambda=\(lambda)")
      #expect(answer.exitCode == 0, "\(lambda): \(answer.reason ?? "")")
    }
    // β -> 0: t_crit β/(4(1 - e^-λ)) -> 1.
    let t = try Retrieval.ball("t-crit", "beta=1e-20 M=8 lambda=1")
    let ratio = withPrecision(200) { t * Ball(Rational(decimal: "1e-20") ?? 0) / (-4 * Ball.expm1(-1)) }
    #expect((ratio - 1).magnitude <= .power2(-60))
  }

  @Test func outsideTheDomain() throws {
    for (id, call) in [
      ("t-crit", "beta=0 M=8 lambda=1"), ("t-crit", "beta=1 M=0 lambda=1"), ("fold-lambda", "beta=-1 M=8"),
      ("smallness-time", "beta=0 lambda=1"), ("endpoint-slope", "beta=1 M=8 t=-1 lambda=1"),
      ("endpoint-slope", "beta=1 M=8 t=1 lambda=1 output=nothing"),
      ("endpoint-slope", "beta=1 M=8 t=1 lambda=1 q=1"),
    ] {
      #expect(throws: InputError.self, "\(id) \(call)") { try Retrieval.answer(id, call) }
    }
  }
}
