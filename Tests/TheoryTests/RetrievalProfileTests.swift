import Testing

@testable import VlasovTheory

@Suite struct RetrievalProfileTests {
  @Test func profileByMiller() throws {
    var random = RandomStream(seed: 14, stream: 0)
    for round in 0..<10 {
      let beta = Rational(1 + random.integer(below: 60), 10)
      let m = Rational(4 + random.integer(below: 60), 4)
      let t = Rational(1 + random.integer(below: 30), 10)
      let s = Rational(1 + random.integer(below: 998), 1000)
      let lambda = round == 0 ? Rational(0) : Rational(random.integer(below: 120) - 40, 10)
      let call = "s=\(s) beta=\(beta) M=\(m) t=\(t) lambda=\(lambda)"
      let value = try Retrieval.ball("profile", call)
      let other = withPrecision(260) {
        Miller.profile(s: Ball(s), beta: Ball(beta), m: Ball(m), t: Ball(t), lambda: Ball(lambda), bits: 220)
      }
      // The modes left out are not in the second ball: compare through their size.
      #expect((value - other).magnitude <= value.magnitude.scaled(by: -180), "\(call)")
      #expect(value.accuracyBits > 165)
    }
  }

  @Test func hardAccuracyByMiller() throws {
    for (s, beta, m, t, lambda) in [
      (Rational(1, 3), Rational(1, 2), Rational(2), Rational(3), Rational(1)),
      (Rational(1, 50), Rational(5, 2), Rational(11, 2), Rational(1, 3), Rational(-3)),
      (Rational(4, 5), Rational(1), Rational(100), Rational(2), Rational(0)),
    ] {
      let call = "s=\(s) beta=\(beta) M=\(m) t=\(t) lambda=\(lambda)"
      let value = try Retrieval.ball("hard-accuracy-coefficient", call)
      let other = withPrecision(260) {
        Miller.profile(
          s: Ball(s), beta: Ball(beta), m: Ball(m), t: Ball(t), lambda: Ball(lambda), bits: 220,
          weight: { Ball.sin(.pi * $0 / Ball(m)) / (.pi * $0) })
      }
      #expect((value - other).magnitude <= value.magnitude.scaled(by: -175), "\(call)")
    }
  }

  @Test func softAccuracyIsAffineInTheProfile() throws {
    let value = try Retrieval.ball("soft-accuracy", "s=1/3 beta=3/2 M=6 t=2/3 N=100 lambda=2")
    let other = withPrecision(260) {
      let profile = Miller.profile(
        s: Ball(Rational(1, 3)), beta: Ball(Rational(3, 2)), m: 6, t: Ball(Rational(2, 3)), lambda: 2,
        bits: 220)
      return Ball.sqrt(Ball.pi / 2) / 6 * (1 + profile / 50)
    }
    #expect((value - other).magnitude <= value.magnitude.scaled(by: -170))
    // At t = 0 only the score of a uniform answer is left.
    let start = try Retrieval.ball("soft-accuracy", "s=1/3 beta=3/2 M=6 t=0 N=100 lambda=2")
    Retrieval.expectSame(start, withPrecision(260) { Ball.sqrt(Ball.pi / 2) / 6 }, digits: 49, "t = 0")
    #expect(throws: InputError.self) {
      try Retrieval.answer("soft-accuracy", "s=1/3 beta=1 M=6 t=1 N=1 lambda=2")
    }
    #expect(try Retrieval.answer("soft-accuracy", "s=1/3 beta=1 M=6 t=1 N=2 lambda=2").exitCode == 0)
  }

  @Test func zeroTimeAndTrivialVocabulary() throws {
    for (id, call) in [
      ("profile", "s=1/2 beta=1 M=8 t=0 lambda=1"),
      ("hard-accuracy-coefficient", "s=1/2 beta=1 M=8 t=0 lambda=1"),
      ("hard-accuracy-coefficient", "s=1/2 beta=1 M=1 t=3 lambda=1"),
      ("endpoint-slope", "beta=1 M=8 t=0 lambda=1"),
      ("endpoint-slope", "beta=1 M=8 t=0 lambda=1 output=value"),
    ] {
      let answer = try Retrieval.answer(id, call)
      #expect(answer.value == "0" && answer.status == .exact, "\(id) \(call)")
    }
    #expect(throws: InputError.self) {
      try Retrieval.answer("hard-accuracy-coefficient", "s=1/2 beta=1 M=0.999 t=1 lambda=1")
    }
    // Just above M = 1 the coefficient is small, not 0.
    let near = try Retrieval.answer("hard-accuracy-coefficient", "s=1/2 beta=1 M=1.0000000001 t=1 lambda=1")
    #expect(near.exitCode == 0 && near.value != "0")
  }

  /// s = 1 is the limit from below, and the value of retrieval.endpoint-slope.
  @Test(arguments: ["1", "0", "-2", "1000", "1/3"]) func endOfThePrompt(_ lambda: String) throws {
    let a = try Retrieval.ball("profile", "s=1 beta=3/2 M=9 t=2 lambda=\(lambda)")
    let b = try Retrieval.ball("endpoint-slope", "beta=3/2 M=9 t=2 lambda=\(lambda) output=value")
    Retrieval.expectSame(a, b, digits: 49, "lambda=\(lambda)")
    let near = try Retrieval.ball("profile", "s=1-1e-60 beta=3/2 M=9 t=2 lambda=\(lambda)")
    #expect((near - a).magnitude <= a.magnitude.scaled(by: -150))
  }

  /// For λ <= 0 the profile decreases: pure primacy.
  @Test(arguments: ["0", "-1", "-6"]) func noBiasMeansPrimacy(_ lambda: String) throws {
    let values = try ["1/100", "1/10", "1/3", "2/3", "1"].map {
      try Retrieval.ball("profile", "s=\($0) beta=2 M=8 t=1/2 lambda=\(lambda)", digits: 15)
    }
    for (a, b) in zip(values, values.dropFirst()) { #expect(b.isBelow(a)) }
  }

  @Test func largeBiasAndIntervals() throws {
    for lambda in ["1000", "-1000", "1e6", "1e-50"] {
      let answer = try Retrieval.answer("profile", "s=1/2 beta=1 M=8 t=1 lambda=\(lambda)")
      #expect(answer.exitCode == 0, "\(lambda): \(answer.reason ?? "")")
    }
    let wide = try Retrieval.answer("profile", "s=1/2 beta=[0.99,1.01] M=8 t=1 lambda=[-1/100,1/100]")
    #expect(wide.status == .certified)
    let ball = try #require(wide.ball)
    for (beta, lambda) in [("0.99", "-1/100"), ("1", "0"), ("1.01", "1/100"), ("1.01", "-1/100")] {
      let value = try Retrieval.ball("profile", "s=1/2 beta=\(beta) M=8 t=1 lambda=\(lambda)", digits: 15)
      #expect(ball.contains(value))
    }
    #expect(ball.upperDouble - ball.lowerDouble < 1)
  }

  @Test func outsideTheDomain() throws {
    for call in [
      "s=0 beta=1 M=8 t=1 lambda=1", "s=1.01 beta=1 M=8 t=1 lambda=1", "s=1/2 beta=0 M=8 t=1 lambda=1",
      "s=1/2 beta=1 M=0 t=1 lambda=1", "s=1/2 beta=1 M=8 t=-1/7 lambda=1", "s=1/2 beta=1 M=8 t=1 lambda=nan",
    ] {
      #expect(throws: InputError.self, "\(call)") { try Retrieval.answer("profile", call) }
    }
    // An interval that touches the boundary is undecided.
    #expect(try Retrieval.answer("profile", "s=[1/2,3/2] beta=1 M=8 t=1 lambda=1").status == .undecided)
  }

  // MARK: Many digits

  /// The first `digits` digits of two enclosures of the same number.
  private func expectDigits(_ answer: Answer, _ other: Ball, _ digits: Int, _ what: String) throws {
    #expect(answer.status == .certified && answer.digits == digits, "\(answer.reason ?? "")")
    let value = try #require(answer.ball)
    let bits = Precision.bits(forDigits: digits)
    #expect((value - other).magnitude <= value.magnitude.scaled(by: -bits), "\(what)")
    #expect(answer.value == other.certainDecimal(digits: digits), "\(what)")
  }

  @Test(arguments: [1000, 10_000]) func profileToManyDigits(_ digits: Int) throws {
    let answer = try Retrieval.answer("profile", "s=1/2 beta=1 M=8 t=1 lambda=1", digits: digits)
    let bits = Precision.bits(forDigits: digits) + 64
    let other = withPrecision(bits + 32) {
      Miller.profile(s: Ball(Rational(1, 2)), beta: 1, m: 8, t: 1, lambda: 1, bits: bits)
    }
    try expectDigits(answer, other, digits, "profile")
  }

  @Test(arguments: [1000, 10_000]) func criticalTimeToManyDigits(_ digits: Int) throws {
    let answer = try Retrieval.answer("t-crit", "beta=1 M=8 lambda=1", digits: digits)
    let bits = Precision.bits(forDigits: digits) + 64
    let other = withPrecision(bits + 64) {
      let s = MillerMoments(beta: 1, m: 8, bits: bits)
      return 2 * (1 - Ball.exp(-1)) * s.moment(1) / s.moment(2)
    }
    try expectDigits(answer, other, digits, "t-crit")
  }
}

/// The moments Σ ω_n a_n^j with Bessel functions from Miller's recurrence.
struct MillerMoments {
  let rates: [Ball]
  let weights: [Ball]

  init(beta: Ball, m: Ball, bits: Int) {
    let count = Miller.modes(beta.estimate, m.estimate, bits: bits)
    let bessel = Miller.bessel(beta, count: count, bits: bits + 32)
    rates = (1...count).map { bessel[$0] * ($0 * $0) }
    // ω_n = q^(n²) by n² = (n-1)² + 2n - 1.
    let q = Ball.exp(-(Ball.pow(.pi / m, 2) / 2))
    let square = q * q
    var (weight, step) = (q, q)
    weights = (1...count).map { n in
      if n > 1 {
        step = step * square
        weight = weight * step
      }
      return weight
    }
  }

  func moment(_ j: Int) -> Ball {
    zip(rates, weights).reduce(Ball(0)) { $0 + $1.1 * Ball.pow($1.0, j) }
  }
}
