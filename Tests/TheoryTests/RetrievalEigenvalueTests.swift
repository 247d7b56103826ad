import Testing

@testable import VlasovTheory

@Suite struct RetrievalEigenvalueTests {
  /// (1/m) Σ cos(nθ_j) e^{β cos θ_j} over m equally spaced nodes equals I_n + Σ_{j>=1} (I_{jm-n} + I_{jm+n}).
  private func trapezoid(_ n: Int, _ beta: Ball, nodes m: Int) -> Ball {
    var sum = Ball(0)
    for j in 0..<m {
      let angle = 2 * Ball.pi * j / m
      sum += Ball.cos(angle * n) * Ball.exp(beta * Ball.cos(angle))
    }
    let mean = sum / m
    // I_k <= (β/2)^k/k! e^(β²/(4(k+1))); for k >= m - n > β these bounds fall by half at least.
    let k = m - n
    let alias = Ball.pow(beta / 2, k) / Ball.factorial(Index(k)) * Ball.exp(beta * beta / (4 * (k + 1))) * 4
    return Ball(center: mean, radius: alias.magnitude)
  }

  @Test func agreesWithTheTrapezoidalRule() throws {
    var random = RandomStream(seed: 11, stream: 0)
    for _ in 0..<12 {
      let n = 1 + random.integer(below: 12)
      let (p, q) = (1 + random.integer(below: 900), 1 + random.integer(below: 100))
      let value = try Retrieval.ball("eigenvalue", "n=\(n) beta=\(p)/\(q)")
      let nodes = 200 + 4 * n + 4 * p / q
      let other = withPrecision(400 + 4 * p / q) {
        trapezoid(n, Ball(Rational(p, q)), nodes: nodes) * (n * n)
      }
      Retrieval.expectSame(value, other, digits: 49, "n=\(n) beta=\(p)/\(q)")
    }
  }

  @Test func supremumIsAttainedAtNstar() throws {
    for beta in ["1/100", "1", "5/4", "15", "200", "1000", "12345"] {
      let mode = try Retrieval.answer("eigenvalue", "beta=\(beta) output=nstar")
      #expect(mode.status == .exact)
      let n = try #require(Int(mode.value))
      let supremum = try Retrieval.ball("eigenvalue", "beta=\(beta) output=sup", digits: 30)
      let a = try (max(1, n - 2)...n + 2).map {
        try Retrieval.ball("eigenvalue", "n=\($0) beta=\(beta)", digits: 30)
      }
      #expect(supremum.overlaps(a[n - max(1, n - 2)]))
      #expect(a.allSatisfy { !supremum.isBelow($0) })
    }
  }

  /// The value of `sup` is a_n at the peak; the generic formula takes the supremum of the sequence.
  @Test func formulaReadsTheSupremum() throws {
    for beta in ["1/3", "2", "40"] {
      let call = try Retrieval.call("eigenvalue", "beta=\(beta) output=sup")
      let direct = withPrecision(200) {
        Eigenvalue.formula(call.arguments.lifted(to: Ball.self), output: "sup")
      }
      let value = try Retrieval.ball("eigenvalue", "beta=\(beta) output=sup")
      Retrieval.expectSame(value, direct, digits: 49, "beta=\(beta)")
      let double = Eigenvalue.formula(call.arguments.lifted(to: Double.self), output: "sup")
      #expect(abs(double - value.estimate) < 1e-12 * double)
    }
  }

  @Test func tieOfAnIntervalIsUndecided() throws {
    // β_1^× = 1.0444... lies inside.
    let tie = try Retrieval.answer("eigenvalue", "beta=[1,1.1] output=nstar")
    #expect(tie.status == .undecided)
    #expect(try Retrieval.answer("eigenvalue", "beta=[1,1.01] output=nstar").value == "1")
    let supremum = try Retrieval.answer("eigenvalue", "beta=[1,1.1] output=sup")
    #expect(supremum.status == .certified)
    let ball = try #require(supremum.ball)
    for beta in ["1", "1.05", "1.1"] {
      #expect(ball.overlaps(try Retrieval.ball("eigenvalue", "beta=\(beta) output=sup", digits: 20)))
    }
  }

  @Test func parametersFollowTheOutput() throws {
    #expect(throws: InputError.self) { try Retrieval.answer("eigenvalue", "n=1 beta=1 output=sup") }
    #expect(throws: InputError.self) { try Retrieval.answer("eigenvalue", "n=1 beta=1 output=nstar") }
    #expect(throws: InputError.self) { try Retrieval.answer("eigenvalue", "beta=1") }
    #expect(throws: InputError.self) { try Retrieval.answer("eigenvalue", "n=0 beta=1") }
    #expect(throws: InputError.self) { try Retrieval.answer("eigenvalue", "n=1 beta=0") }
    #expect(throws: InputError.self) { try Retrieval.answer("eigenvalue", "n=1/2 beta=1") }
    #expect(throws: InputError.self) { try Retrieval.answer("eigenvalue", "n=1 beta=-1 output=a_n") }
    // A number of modes beyond a machine word is not computed.
    #expect(try Retrieval.answer("eigenvalue", "n=1e30 beta=1").status == .undecided)
  }

  @Test func extremeArguments() throws {
    // a_n at large n is far below the range of Double; at large β far above.
    #expect(try Retrieval.answer("eigenvalue", "n=2000 beta=1").exitCode == 0)
    #expect(try Retrieval.answer("eigenvalue", "n=3 beta=5000").exitCode == 0)
    #expect(try Retrieval.answer("eigenvalue", "n=1 beta=1e-300").exitCode == 0)
  }

  // MARK: Crossovers

  @Test func crossoverSolvesTheQuotientEquation() throws {
    for n in [1, 2, 3, 7, 12, 25, 60] {
      let value = try Retrieval.ball("mode-crossover", "n=\(n)", digits: 50)
      let shift = value.magnitude.scaled(by: -160)
      withPrecision(260) {
        let target = Ball(Rational(n * n, (n + 1) * (n + 1)))
        let below = Miller.bessel(
          (value.center - Ball(center: 0, radius: shift).upperEdge).center, count: n + 1, bits: 220)
        let above = Miller.bessel(
          (value.center + Ball(center: 0, radius: shift).upperEdge).center, count: n + 1, bits: 220)
        #expect((below[n + 1] / below[n]).isBelow(target), "n=\(n)")
        #expect(target.isBelow(above[n + 1] / above[n]), "n=\(n)")
      }
    }
  }

  /// The formula, a zero isolated on the whole bracket, against the value.
  @Test(arguments: [1, 4, 10]) func crossoverAsARoot(_ n: Int) throws {
    let value = try Retrieval.ball("mode-crossover", "n=\(n)")
    let call = try Retrieval.call("mode-crossover", "n=\(n)")
    let root = withPrecision(200) {
      ModeCrossover.formula(call.arguments.lifted(to: Ball.self), output: "beta_x")
    }
    Retrieval.expectSame(value, root, digits: 49, "n=\(n)")
  }

  /// Observed, not proved: n(n+1)/2 + 1/4 + o(1).
  @Test func crossoverOfHighModes() throws {
    for n in [100, 400] {
      let value = try Retrieval.ball("mode-crossover", "n=\(n)", digits: 20)
      #expect(abs(value.estimate - Double(n * (n + 1)) / 2 - 0.25) < 1 / Double(n))
    }
    #expect(try Retrieval.answer("mode-crossover", "n=1e12", seconds: 1).status == .undecided)
    #expect(try Retrieval.check("mode-crossover", "n=100 beta=5050").verdict == .proved)
    #expect(try Retrieval.check("mode-crossover", "n=100 beta=5051").verdict == .refuted)
  }

  @Test func crossoverHypothesis() throws {
    #expect(try Retrieval.check("mode-crossover", "n=1 beta=1").verdict == .proved)
    #expect(try Retrieval.check("mode-crossover", "n=1 beta=1.05").verdict == .refuted)
    #expect(
      try Retrieval.check("mode-crossover", "n=1 beta=1.0444568621077741736747561953286035413").verdict
        == .proved)
    #expect(
      try Retrieval.check("mode-crossover", "n=1 beta=1.0444568621077741736747561953286035414").verdict
        == .refuted)
    #expect(try Retrieval.check("mode-crossover", "n=1 beta=[1,1.1]").verdict == .undecided)
    #expect(try Retrieval.check("mode-crossover", "n=3").verdict == .proved)
    #expect(throws: InputError.self) { try Retrieval.answer("mode-crossover", "n=1 beta=1") }
  }

  @Test func nstarChangesAtTheCrossover() throws {
    #expect(try Retrieval.answer("eigenvalue", "beta=3.1654344427005677 output=nstar").value == "2")
    #expect(try Retrieval.answer("eigenvalue", "beta=3.1654344427005678 output=nstar").value == "3")
  }
}
