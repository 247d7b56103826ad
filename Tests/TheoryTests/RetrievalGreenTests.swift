import Testing

@testable import VlasovTheory

@Suite struct RetrievalGreenTests {
  /// e^-Y Σ_{j>=1} c^j C_j(cY), by repeated partial integration of ∫_Y^∞ ψ_c(y) e^-y dy.
  private func neumannMass(_ c: Ball, _ y: Ball) -> Ball {
    var sum = Ball(0)
    var power = Ball(1)
    for j in 1... {
      power = power * c
      let term = power * Ball.besselClifford(Index(j), c * y)
      sum += term
      // Terms fall by c/(j + 1) at least.
      let ratio = c / (j + 1)
      if (1 - ratio * 2).isPositive, let e = term.exponent, let f = sum.exponent, e < f - Precision.bits {
        return Ball.exp(-y) * Ball(center: sum, radius: term.magnitude)
      }
    }
    return .indeterminate
  }

  private func age(_ s: Ball, _ lambda: Ball) -> Ball {
    lambda.isZero ? -Ball.log(s) : Ball.log(Ball.expm1(lambda) / Ball.expm1(lambda * s))
  }

  @Test func greenFunctionByMiller() throws {
    var random = RandomStream(seed: 12, stream: 0)
    for round in 0..<12 {
      let a = Rational(1 + random.integer(below: 60), 10)
      let t = Rational(1 + random.integer(below: 40), 10)
      let sigma = Rational(40 + random.integer(below: 60), 100)
      let s = sigma * Rational(1 + random.integer(below: 98), 100)
      let lambda = round == 0 ? Rational(0) : Rational(random.integer(below: 160) - 80, 10)
      let call = "a=\(a) t=\(t) sigma=\(sigma) s=\(s) lambda=\(lambda)"
      let value = try Retrieval.ball("green-function", call)
      let other = withPrecision(300) {
        let (l, sg, ss, c) = (Ball(lambda), Ball(sigma), Ball(s), Ball(a * t))
        let y = lambda.isZero ? Ball.log(sg / ss) : Ball.log(Ball.expm1(l * sg) / Ball.expm1(l * ss))
        let k = lambda.isZero ? 1 / sg : l * Ball.exp(l * ss) / Ball.expm1(l * sg)
        return k * Ball.sqrt(c / y) * Miller.bessel(2 * Ball.sqrt(c * y), count: 1, bits: 260)[1]
      }
      Retrieval.expectSame(value, other, digits: 49, call)
    }
  }

  @Test func greenMassByPartialIntegration() throws {
    var random = RandomStream(seed: 13, stream: 0)
    for round in 0..<12 {
      let a = Rational(1 + random.integer(below: 80), 10)
      let t = Rational(1 + random.integer(below: 30), 10)
      let x = Rational(1 + random.integer(below: 999), 1000)
      let lambda = round == 0 ? Rational(0) : Rational(random.integer(below: 160) - 80, 10)
      let call = "a=\(a) t=\(t) x=\(x) lambda=\(lambda)"
      let value = try Retrieval.ball("green-mass", call)
      let other = withPrecision(300) { neumannMass(Ball(a * t), age(Ball(x), Ball(lambda))) }
      Retrieval.expectSame(value, other, digits: 49, call)
    }
  }

  /// The whole mass is e^{at} - 1 for every bias.
  @Test(arguments: ["0", "1", "-7", "1000"]) func conservation(_ lambda: String) throws {
    let value = try Retrieval.ball("green-mass", "a=7/3 t=3/2 x=1 lambda=\(lambda)")
    let other = withPrecision(300) { Ball.expm1(Ball(Rational(7, 2))) }
    Retrieval.expectSame(value, other, digits: 49, "lambda=\(lambda)")
  }

  @Test func massShareModeByMode() throws {
    for (x, beta, m, t, lambda) in [
      (Rational(1, 7), Rational(3, 2), Rational(5), Rational(4, 5), Rational(-2)),
      (Rational(9, 10), Rational(1, 2), Rational(32), Rational(5), Rational(0)),
      (Rational(1, 1000), Rational(3), Rational(7, 2), Rational(1, 4), Rational(6)),
    ] {
      let call = "x=\(x) beta=\(beta) M=\(m) t=\(t) lambda=\(lambda)"
      let value = try Retrieval.ball("mass-share", call)
      let other = withPrecision(300) {
        let y = age(Ball(x), Ball(lambda))
        let count = Miller.modes(beta.double, m.double, bits: 200)
        let bessel = Miller.bessel(Ball(beta), count: count, bits: 280)
        var (part, whole) = (Ball(0), Ball(0))
        for n in 1...count {
          let omega = Ball.exp(-(Ball.pow(.pi * n / Ball(m), 2) / 2))
          let c = bessel[n] * (n * n) * Ball(t)
          part += omega * neumannMass(c, y)
          whole += omega * Ball.expm1(c)
        }
        return part / whole
      }
      // The modes left out are not in the second ball.
      #expect((value - other).magnitude <= .power2(-180), "\(call)")
      #expect(value.accuracyBits > 160)
    }
  }

  @Test func massShareGrowsAndEndsAtOne() throws {
    let call = "beta=2 M=8 t=1/2 lambda=3"
    #expect(try Retrieval.answer("mass-share", "x=1 \(call)").value == "1")
    #expect(try Retrieval.answer("mass-share", "x=1 \(call)").status == .exact)
    let shares = try ["1e-30", "1/100", "1/3", "9/10", "999999/1000000"].map {
      try Retrieval.ball("mass-share", "x=\($0) \(call)", digits: 20)
    }
    for (a, b) in zip(shares, shares.dropFirst()) { #expect(a.isBelow(b)) }
    #expect(shares[4].isBelow(1))
  }

  @Test func intervalsAreEnclosed() throws {
    let wide = try #require(
      try Retrieval.answer("mass-share", "x=[0.3,0.4] beta=1 M=8 t=1 lambda=[0,2]").ball)
    for (x, lambda) in [("0.3", "0"), ("0.4", "0"), ("0.3", "2"), ("0.4", "2"), ("1/3", "1")] {
      let value = try Retrieval.ball("mass-share", "x=\(x) beta=1 M=8 t=1 lambda=\(lambda)", digits: 15)
      #expect(wide.contains(value))
    }
    let green = try #require(
      try Retrieval.answer("green-function", "a=[1,1.1] t=1 sigma=1 s=1/2 lambda=[-1/10,1/10]").ball)
    for (a, lambda) in [("1", "0"), ("1.1", "-1/10"), ("1.05", "1/10")] {
      let value = try Retrieval.ball(
        "green-function", "a=\(a) t=1 sigma=1 s=1/2 lambda=\(lambda)", digits: 15)
      #expect(green.contains(value))
    }
  }

  @Test func zeroTimeIsExactlyZero() throws {
    for (id, call) in [
      ("green-function", "a=1 t=0 sigma=1 s=1/2 lambda=1"), ("green-mass", "a=1 t=0 x=1/2 lambda=1"),
    ] {
      let answer = try Retrieval.answer(id, call)
      #expect(answer.value == "0" && answer.status == .exact)
    }
    // A share of nothing is not defined.
    #expect(throws: InputError.self) { try Retrieval.answer("mass-share", "x=1/2 beta=1 M=8 t=0 lambda=1") }
  }

  /// s = sigma is the limit, with g = a t λ/(1 - e^{-λσ}).
  @Test func diagonal() throws {
    let value = try Retrieval.ball("green-function", "a=2 t=3 sigma=1/2 s=1/2 lambda=4")
    let other = withPrecision(300) { 24 / -Ball.expm1(-2) }
    Retrieval.expectSame(value, other, digits: 49, "diagonal")
    #expect(try Retrieval.answer("green-function", "a=2 t=3 sigma=1/2 s=1/2 lambda=0").value == "12")
  }

  @Test func orderOfPositions() throws {
    let inside = "a=1 t=1 sigma=1/2 lambda=1"
    #expect(try Retrieval.check("green-function", "s=1/3 \(inside)").verdict == .proved)
    #expect(try Retrieval.check("green-function", "s=0.5 \(inside)").verdict == .proved)
    #expect(
      try Retrieval.check("green-function", "s=0.50000000000000000000000001 \(inside)").verdict == .refuted)
    #expect(try Retrieval.check("green-function", "s=[1/3,2/3] \(inside)").verdict == .undecided)
    let refused = try Retrieval.answer("green-function", "s=3/4 \(inside)")
    #expect(refused.status == .refused && refused.exitCode == 1)
    #expect(refused.reason?.contains("s <= sigma") == true)
    // The same irrational number in the same form is recognised; in another form it may not be.
    let same = "a=1 t=1 sigma=exp(-1) s=exp(-1) lambda=1"
    #expect(try Retrieval.check("green-function", same).verdict == .proved)
    #expect(try Retrieval.answer("green-function", same).exitCode == 0)
    let other = "a=1 t=1 sigma=exp(-1) s=cosh(1)-sinh(1) lambda=1"
    #expect(try Retrieval.check("green-function", other).verdict == .undecided)
    #expect(try Retrieval.answer("green-function", other).exitCode == 2)
  }

  @Test func outsideTheDomain() throws {
    for call in [
      "a=0 t=1 sigma=1 s=1/2 lambda=1", "a=1 t=-1 sigma=1 s=1/2 lambda=1", "a=1 t=1 sigma=2 s=1/2 lambda=1",
      "a=1 t=1 sigma=1 s=0 lambda=1", "a=1 t=1 sigma=1 s=x lambda=1", "a=1 t=1 sigma=1 s=1/2",
    ] {
      #expect(throws: InputError.self, "\(call)") { try Retrieval.answer("green-function", call) }
    }
    #expect(throws: InputError.self) { try Retrieval.answer("green-mass", "a=1 t=1 x=0 lambda=1") }
    #expect(throws: InputError.self) { try Retrieval.answer("green-mass", "a=1 t=1 x=11/10 lambda=1") }
  }

  @Test func extremeBias() throws {
    for lambda in ["1000", "-1000", "1e-40", "-1e-40"] {
      let g = try Retrieval.answer("green-function", "a=1 t=1 sigma=1 s=1/2 lambda=\(lambda)")
      #expect(g.exitCode == 0, "\(g.reason ?? "")")
      let m = try Retrieval.answer("green-mass", "a=1 t=1 x=1/2 lambda=\(lambda)")
      #expect(m.exitCode == 0, "\(m.reason ?? "")")
    }
    // Next to λ = 0 the value is that at 0 to first order.
    let near = try Retrieval.ball("green-function", "a=1 t=1 sigma=1 s=1/2 lambda=1e-40", digits: 60)
    let at = try Retrieval.ball("green-function", "a=1 t=1 sigma=1 s=1/2 lambda=0", digits: 60)
    #expect((near - at).magnitude <= .power2(-130) && (near - at).isNonZero)
  }

  /// A tiny x: Y is about 2300, and the mass is far below any rounding of 1.
  @Test func tinyFraction() throws {
    let call = "a=2 t=1 x=1e-1000 lambda=1"
    let value = try Retrieval.ball("green-mass", call)
    let other = withPrecision(400) { neumannMass(2, age(Ball(1) / Ball.pow(Ball(10), 1000), 1)) }
    Retrieval.expectSame(value, other, digits: 49, call)
  }
}
