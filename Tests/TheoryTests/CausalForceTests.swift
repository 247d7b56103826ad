import Testing

@testable import VlasovTheory

/// The pair force: its peak, the lifetime of a strong centre, the window of frozen tokens.
@Suite struct CausalForceTests {
  /// The textbook forms, which cancel: e^(β(cos x - 1)) and acos.
  private func force(_ beta: Ball, _ x: Ball) -> Ball { Ball.exp(beta * (Ball.cos(x) - 1)) * Ball.sin(x) }
  private func slope(_ beta: Ball, _ x: Ball) -> Ball {
    Ball.exp(beta * (Ball.cos(x) - 1)) * (Ball.cos(x) - beta * Ball.pow(Ball.sin(x), 2))
  }

  @Test func peakByArcCosine() throws {
    var random = RandomStream(seed: 1, stream: 0)
    for _ in 0..<40 {
      let exponent = random.integer(below: 25) - 12
      let scale = try #require(Rational(10).power(exponent))
      let beta = random.rational(1, 10) * scale
      try withPrecision(600) {
        let b = Ball(beta)
        let u = (Ball.sqrt(4 * b * b + 1) - 1) / (2 * b)
        let tau = Ball.acos(u)
        Causal.expectSame(try Causal.ball("force-peak", "beta=\(beta)"), tau, digits: 50, "tau at \(beta)")
        Causal.expectSame(
          try Causal.ball("force-peak", "beta=\(beta) output=h_max"), force(b, tau), digits: 50,
          "h_max at \(beta)")
      }
    }
  }

  /// τ is the only zero of h' in (0, π): h' changes sign there, from + to -.
  @Test func peakIsAMaximum() throws {
    for beta in ["1/1000", "1/10", "1", "64", "1e6"] {
      let tau = try Causal.ball("force-peak", "beta=\(beta)")
      try withPrecision(300) {
        let b = try RealParameter(parsing: beta).ball
        #expect(slope(b, tau * Ball(1 - Rational(1, 1 << 40))).isPositive, "beta=\(beta)")
        #expect(slope(b, tau * Ball(1 + Rational(1, 1 << 40))).isNegative, "beta=\(beta)")
      }
    }
  }

  /// The paper's bounds of τ for β >= 1, and the bounds of the force that the notes state.
  @Test func statedBounds() throws {
    var random = RandomStream(seed: 2, stream: 0)
    for _ in 0..<50 {
      let beta = 1 + random.rational(0, 100)
      let x = random.rational(0, 3)
      let tau = try Causal.ball("force-peak", "beta=\(beta)")
      withPrecision(200) {
        let (b, y) = (Ball(beta), Ball(x))
        #expect(
          (1 / Ball.sqrt(b + Ball(Rational(1, 2)))).isBelow(tau) && tau.isBelow(1 / Ball.sqrt(b)), "\(beta)")
        let gauss = Ball.exp(-(b * y * y / 2))
        let wide = Ball.exp(b * (Ball.pow(y, 4) / 24 - y * y / 2)) * y
        #expect(
          (gauss * (y - Ball.pow(y, 3) / 6)).isBelow(force(b, y)) && force(b, y).isBelow(wide), "\(beta) \(x)"
        )
        #expect((-(wide * b * y)).isBelow(slope(b, y)), "\(beta) \(x)")
      }
    }
    // The counterexample for β < 1.
    let (b, y) = (Ball(Rational(1, 20)), Ball(Rational(166, 100)))
    #expect(slope(b, y).isBelow(-(Ball.exp(b * (Ball.pow(y, 4) / 24 - y * y / 2)) * b * y * y)))
  }

  @Test func lifetimeByTheTextbookForce() throws {
    var random = RandomStream(seed: 3, stream: 0)
    for _ in 0..<30 {
      let (beta, c) = (random.rational(4, 1000), 1 + random.rational(0, 4))
      let (epsilon, k) = (random.rational(0, 1) / 10, 2 + random.integer(below: 50))
      let call = "beta=\(beta) c=\(c) epsilon=\(epsilon) k=\(k)"
      let possible = try Causal.check("strong-center-lifetime", call).verdict == .proved
      guard possible else { continue }
      let value = try Causal.ball("strong-center-lifetime", call)
      withPrecision(400) {
        let distance = Ball(c) / Ball.sqrt(Ball(beta))
        let other = Ball(epsilon) * distance / (force(Ball(beta), distance) * k)
        Causal.expectSame(value, other, digits: 50, call)
      }
    }
  }

  @Test func windowByTheTextbookForce() throws {
    var random = RandomStream(seed: 4, stream: 0)
    for _ in 0..<30 {
      let (beta, c, epsilon) = (random.rational(14, 500), random.rational(4, 9), random.rational(0, 1) / 5)
      let call = "beta=\(beta) c=\(c) epsilon=\(epsilon)"
      let values = try ["N_h", "N_g", "N_suff"].map {
        try Causal.ball("frozen-window", "\(call) output=\($0)")
      }
      withPrecision(500) {
        let (b, c, e) = (Ball(beta), Ball(c), Ball(epsilon))
        let u = 1 / Ball.sqrt(b)
        Causal.expectSame(values[0], force(b, e * u) / force(b, (c - 1 - 2 * e) * u), digits: 50, call)
        Causal.expectSame(values[1], -(slope(b, e * u) / slope(b, (c - 2 * e) * u)), digits: 50, call)
        let power = 3 * (c - 1 - 2 * e) * (c - 1 - 2 * e) / 8
        Causal.expectSame(values[2], e / (c - 1) * Ball.exp(power), digits: 50, call)
      }
    }
  }

  // MARK: Hypotheses, on each side and on the boundary

  @Test func lifetimeHypotheses() throws {
    let id = "strong-center-lifetime"
    let peak = "c > sqrt(beta) tau_beta"
    // sqrt(64) τ_64 = 0.99869336042984757...
    let call = { (c: String) in "beta=64 c=\(c) epsilon=1/10 k=5" }
    #expect(try Causal.verdict(id, call("0.9986933604298476"), peak) == .proved)
    #expect(try Causal.verdict(id, call("0.9986933604298475"), peak) == .refuted)
    #expect(try Causal.verdict(id, call("[0.99,1]"), peak) == .undecided)
    try Causal.expectRefusal(id, call("0.9986933604298475"), peak)
    #expect(try Causal.answer(id, call("[0.99,1]")).status == .undecided)
    // On the boundary itself, in the form in which the inequality is stated.
    let boundary = "sqrt(64)*atan(sqrt((1+sqrt(1+4*64^2))/(2*64^2)))"
    #expect(try Causal.verdict(id, call(boundary), peak) != .proved)

    // c (1 + 2 epsilon) < π sqrt(beta), exactly decided on the boundary.
    let far = "c (1 + 2 epsilon)/sqrt(beta) < pi"
    let around = { (c: String) in "beta=4 c=\(c) epsilon=1/2 k=5" }
    #expect(try Causal.verdict(id, around("3.14159265358979"), far) == .proved)
    #expect(try Causal.verdict(id, around("pi"), far) == .refuted)
    #expect(try Causal.verdict(id, around("3.14159265358980"), far) == .refuted)
    try Causal.expectRefusal(id, around("pi"), "vacuous")
    #expect(try Causal.answer(id, around("pi")).vacuous)
    #expect(try !Causal.answer(id, around("3.14")).vacuous)

    // T < T_* = 52.705116568105050558...
    let time = { (t: String) in "beta=64 c=4 epsilon=1/10 k=5 T=\(t)" }
    #expect(try Causal.check(id, time("0")).verdict == .proved)
    #expect(try Causal.check(id, time("52.705116568105050558")).verdict == .proved)
    #expect(try Causal.check(id, time("52.705116568105050559")).verdict == .refuted)
    #expect(try Causal.check(id, time("[52,53]")).verdict == .undecided)
    #expect(try Causal.check(id, time("-1")).verdict == .refuted)
  }

  @Test func windowHypotheses() throws {
    let id = "frozen-window"
    // c > 2 + 2 epsilon belongs to every output.
    for output in ["N_h", "N_g", "N_suff"] {
      try Causal.expectRefusal(id, "beta=14 c=11/5 epsilon=1/10 output=\(output)", "c > 2 + 2 epsilon")
    }
    #expect(try Causal.verdict(id, "beta=14 c=2.2000001 epsilon=1/10", "c > 2") == .proved)
    #expect(try Causal.verdict(id, "beta=14 c=11/5 epsilon=1/10", "c > 2") == .refuted)
    #expect(try Causal.verdict(id, "beta=14 c=[2,3] epsilon=1/10", "c > 2") == .undecided)

    let far = "(c - 2 epsilon)/sqrt(beta) < pi"
    #expect(try Causal.verdict(id, "beta=1 c=3.34 epsilon=1/10", far) == .proved)
    #expect(try Causal.verdict(id, "beta=1 c=pi+1/5 epsilon=1/10", far) == .refuted)
    #expect(try Causal.verdict(id, "beta=1 c=3.35 epsilon=1/10", far) == .refuted)
    try Causal.expectRefusal(id, "beta=1 c=pi+1/5 epsilon=1/10 output=N_g", far)
    #expect(try Causal.answer(id, "beta=1 c=pi+1/5 epsilon=1/10 output=N_suff").status == .certified)

    // g(ε u) > 0 means ε u < τ_β; at β = 2/3 τ = π/3.
    let near = "g(epsilon/sqrt(beta)) > 0"
    let call = { (epsilon: String) in "beta=2/3 c=2*(\(epsilon))+12/5 epsilon=\(epsilon)" }
    #expect(try Causal.verdict(id, call("0.8550"), near) == .proved)
    #expect(try Causal.verdict(id, call("0.8551"), near) == .refuted)
    #expect(try Causal.verdict(id, call("sqrt(2/3)*pi/3"), near) == .undecided)
    try Causal.expectRefusal(id, call("0.8551"), near)
    #expect(try Causal.answer(id, call("sqrt(2/3)*pi/3")).status == .undecided)

    // N < min(N_h, N_g) = 3762.8061718023218762...
    let total = { (n: String) in "beta=14 c=13/2 epsilon=1/10 N=\(n)" }
    #expect(try Causal.check(id, total("3762.8061718023218")).verdict == .proved)
    #expect(try Causal.check(id, total("3762.8061718023219")).verdict == .refuted)
    #expect(try Causal.check(id, total("[3000,4000]")).verdict == .undecided)
    #expect(try Causal.check(id, "\(total("700")) output=N_g").verdict == .proved)
    // N_g decides where it is the smaller one: slope windows shrink as ε u nears τ_β.
    let narrow = "beta=14 c=13/2 epsilon=0.98"
    let (byForce, bySlope) = (
      try Causal.ball(id, "\(narrow) output=N_h"), try Causal.ball(id, "\(narrow) output=N_g")
    )
    #expect(bySlope.isBelow(byForce) && bySlope.isPositive)
    let between = Int((bySlope.estimate + byForce.estimate) / 2)
    #expect(try Causal.check(id, "\(narrow) N=\(between)").verdict == .refuted)
    #expect(try Causal.check(id, "\(narrow) N=\(Int(bySlope.estimate))").verdict == .proved)
  }

  /// The paper's window is reported for N_suff, and never a reason to refuse it.
  @Test func sufficientWindow() throws {
    let id = "frozen-window"
    func verdict(_ parameters: String, _ line: String) throws -> Verdict {
      try Causal.verdict(id, "\(parameters) output=N_suff", line)
    }
    #expect(try verdict("beta=15 c=13/2 epsilon=1/10", "epsilon < 1/10") == .refuted)
    #expect(try verdict("beta=15 c=13/2 epsilon=0.0999", "epsilon < 1/10") == .proved)
    #expect(try verdict("beta=15 c=5.68 epsilon=9/100", "c >= 11/2") == .proved)
    #expect(try verdict("beta=15 c=5.67 epsilon=9/100", "c >= 11/2") == .refuted)
    #expect(try verdict("beta=15 c=5.69 epsilon=9/100", "c >= 11/2") == .proved)
    // (13/2 - 1 - 1/5)^2/2 = 14.045
    #expect(try verdict("beta=14.045 c=13/2 epsilon=1/10", "beta >=") == .proved)
    #expect(try verdict("beta=14.044 c=13/2 epsilon=1/10", "beta >=") == .refuted)
    #expect(try verdict("beta=14.046 c=13/2 epsilon=1/10", "beta >=") == .proved)
    #expect(try verdict("beta=14 c=13/2 epsilon=1/10 N=682.946", "N <=") == .proved)
    #expect(try verdict("beta=14 c=13/2 epsilon=1/10 N=682.947", "N <=") == .refuted)
    // The paper's example: outside its own window, true by the exact inequalities.
    #expect(try Causal.check(id, "beta=14 c=13/2 epsilon=1/10 N=700 output=N_suff").verdict == .refuted)
    #expect(try Causal.check(id, "beta=14 c=13/2 epsilon=1/10 N=700").verdict == .proved)
    #expect(try Causal.answer(id, "beta=1 c=100 epsilon=30 output=N_suff").status == .certified)
    // Without a question about N there is no line about it.
    #expect(
      try !Causal.check(id, "beta=14 c=13/2 epsilon=1/10").hypotheses.contains { $0.text.contains("N <") })
  }

  /// In the paper's window N_suff is below the exact windows.
  @Test func sufficientIsSufficient() throws {
    var random = RandomStream(seed: 5, stream: 0)
    for _ in 0..<20 {
      let epsilon = random.rational(0, 1) / 10
      let c = Rational(11, 2) + 2 * epsilon + random.rational(0, 3)
      let edge = c - 1 - 2 * epsilon
      let beta = edge * edge / 2 + random.rational(0, 20)
      let call = "beta=\(beta) c=\(c) epsilon=\(epsilon)"
      #expect(try Causal.check("frozen-window", "\(call) output=N_suff").verdict == .proved)
      let n = try ["N_h", "N_g", "N_suff"].map {
        try Causal.ball("frozen-window", "\(call) output=\($0)", digits: 20)
      }
      #expect(n[2].isBelow(n[0]) && n[2].isBelow(n[1]), "\(call)")
    }
  }

  // MARK: Extreme, interval and wrong parameters

  @Test func extremeParameters() throws {
    // τ = π/2 - β + O(β²)
    let flat = try Causal.ball("force-peak", "beta=1e-20", digits: 70)
    withPrecision(300) {
      #expect(((.pi / 2 - flat) * Ball.pow(Ball(10), 20) - 1).magnitude <= .power2(-60))
    }
    // β τ² = 1 - 1/(6β) + O(β^-2)
    let tau = try Causal.ball("force-peak", "beta=1e20")
    withPrecision(300) {
      let rest = (1 - tau * tau * Ball.pow(Ball(10), 20)) * Ball.pow(Ball(10), 20) * 6
      #expect((rest - 1).magnitude <= .power2(-60))
    }
    let huge = try Causal.answer("strong-center-lifetime", "beta=1e8 c=1000 epsilon=1/10 k=5", digits: 20)
    #expect(huge.status == .certified)
  }

  @Test func intervalsEncloseTheirPoints() throws {
    for (id, call, inside) in [
      ("force-peak", "beta=[1,2]", ["beta=1", "beta=2", "beta=3/2"]),
      ("force-peak", "beta=1.5+/-0.5 output=h_max", ["beta=1 output=h_max", "beta=2 output=h_max"]),
      (
        "strong-center-lifetime", "beta=[60,64] c=4 epsilon=1/10 k=5",
        ["beta=60 c=4 epsilon=1/10 k=5", "beta=62 c=4 epsilon=1/10 k=5"]
      ),
      (
        "frozen-window", "beta=14 c=[6.4,6.5] epsilon=1/10",
        ["beta=14 c=6.4 epsilon=1/10", "beta=14 c=6.45 epsilon=1/10", "beta=14 c=6.5 epsilon=1/10"]
      ),
    ] {
      let answer = try Causal.answer(id, call)
      #expect(answer.status == .certified && answer.reason != nil, "\(answer)")
      let whole = try #require(answer.ball)
      for point in inside {
        Causal.expectEnclosed(try Causal.ball(id, point, digits: 20), in: whole, "\(id) \(point)")
      }
    }
    // Monotone readings lose nothing: the ends of the answer are the values at the ends.
    let (low, high) = (try Causal.ball("force-peak", "beta=2"), try Causal.ball("force-peak", "beta=1"))
    let whole = try Causal.ball("force-peak", "beta=[1,2]")
    #expect((whole.lowerEdge - low).magnitude <= .power2(-30))
    #expect((whole.upperEdge - high).magnitude <= .power2(-30))
  }

  @Test func wrongParameters() {
    Causal.expectInputError("force-peak", "beta=0", parameter: "beta")
    Causal.expectInputError("force-peak", "beta=-1", parameter: "beta")
    Causal.expectInputError("force-peak", "beta=x", parameter: "beta")
    Causal.expectInputError("force-peak", "", parameter: "beta")
    Causal.expectInputError("force-peak", "beta=1 gamma=1", parameter: "gamma")
    Causal.expectInputError("force-peak", "beta=1 output=peak", parameter: "output")
    let id = "strong-center-lifetime"
    Causal.expectInputError(id, "beta=64 c=4 epsilon=0 k=5", parameter: "epsilon")
    Causal.expectInputError(id, "beta=64 c=4 epsilon=1/10 k=1", parameter: "k")
    Causal.expectInputError(id, "beta=64 c=4 epsilon=1/10 k=5/2", parameter: "k")
    Causal.expectInputError(id, "beta=64 c=-4 epsilon=1/10 k=5", parameter: "c")
    Causal.expectInputError(id, "beta=64 c=4 epsilon=1/10 k=5 T=1", parameter: "T")
    Causal.expectInputError("frozen-window", "beta=14 c=13/2 epsilon=-1", parameter: "epsilon")
    Causal.expectInputError("frozen-window", "beta=14 c=13/2 epsilon=1/10 N=3", parameter: "N")
    Causal.expectInputError("frozen-window", "c=13/2 epsilon=1/10", parameter: "beta")
  }
}
