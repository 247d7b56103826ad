import Testing

@testable import VlasovTheory

@Suite struct MammenConstantTests {
  @Test(
    "critical: 1 + H(e), the form of Mammen, Marron and Fisher", arguments: ["1/100", "1", "10", "1e-30"])
  func hForm(_ r: String) throws {
    let value = try KDEConstant.ball("mammen-critical", "r=\(r)")
    let expected = try withPrecision(256) {
      let e = Ball.sqrt(4 * Ball.sqrt(2) * (try RealParameter(parsing: r)).ball / 3)
      let density = Ball.exp(-(e * e / 2)) / Ball.sqrt(2 * Ball.pi)
      return 1 + density / e - Ball.erfc(e / Ball.sqrt(2)) / 2
    }
    KDEConstant.expectSame(value, expected)
  }

  @Test("critical: the ends of the regime are 1 and the middle constant")
  func criticalLimits() throws {
    #expect(
      try KDEConstant.answer("mammen-critical", "r=1e9", digits: 40).value == "1."
        + String(repeating: "0", count: 39))
    // √r (Φ + φ/e) = middle + √r/2 + O(r).
    let value = try KDEConstant.ball("mammen-critical", "r=1e-40")
    let middle = try KDEConstant.ball("mammen-fixed-interval", "output=middle")
    let rest = value.scaled(by: 0) / Ball(Rational(Integer(10).power(20)), bits: 256) - middle
    #expect(abs(rest.estimate - 5e-21) < 1e-24)
  }

  @Test("critical: decreases in r, and an interval encloses its ends")
  func criticalInterval() throws {
    let whole = try KDEConstant.ball("mammen-critical", "r=[1/2,2]")
    let (low, high) = (
      try KDEConstant.ball("mammen-critical", "r=2"), try KDEConstant.ball("mammen-critical", "r=1/2")
    )
    #expect(low.isBelow(high))
    #expect(whole.overlaps(low) && whole.overlaps(high))
    KDEConstant.expectInputError("mammen-critical", "r=0", parameter: "r")
    KDEConstant.expectInputError("mammen-critical", "r=-1", parameter: "r")
  }

  @Test("two-thirds: c = 0 is the length, an empty interval is 0, additive and even")
  func twoThirdsAlgebra() throws {
    let upper = try KDEConstant.ball("mammen-fixed-interval", "output=upper")
    KDEConstant.expectSame(try KDEConstant.ball("mammen-two-thirds", "c=0 a=-1 b=2"), 3 * upper)
    KDEConstant.expectSame(
      try KDEConstant.ball("mammen-two-thirds", "c=0 a=-1e9 b=1e9"), 2_000_000_000 * upper)
    #expect(try KDEConstant.answer("mammen-two-thirds", "c=3 a=pi b=pi").status == .exact)
    let parts = ["a=-1 b=1/3", "a=1/3 b=2"].map { "c=5 " + $0 }
    let sum =
      try KDEConstant.ball("mammen-two-thirds", parts[0]) + KDEConstant.ball("mammen-two-thirds", parts[1])
    KDEConstant.expectSame(sum, try KDEConstant.ball("mammen-two-thirds", "c=5 a=-1 b=2"), digits: 35)
    KDEConstant.expectSame(
      try KDEConstant.ball("mammen-two-thirds", "c=5 a=-2 b=1"),
      try KDEConstant.ball("mammen-two-thirds", "c=5 a=-1 b=2"))
  }

  @Test("two-thirds: on a long interval the deficit is a power series in c", arguments: ["1", "1/10"])
  func twoThirdsSeries(_ c: String) throws {
    // ∫_R (1 - drift) = -Σ_{k>=1} (-√2 c)^k/k! Γ(k + 1/2) (2/k)^(k+1/2)
    let value = try KDEConstant.ball("mammen-two-thirds", "c=\(c) a=-100 b=100")
    let expected = try withPrecision(256) {
      let scale = Ball.sqrt(2) * (try RealParameter(parsing: c)).ball
      var sum = Ball(0)
      for k in 1...80 {
        let power = Ball(Rational(2 * k + 1, 2))
        sum =
          sum - Ball.pow(-scale, k) / Ball.factorial(k) * Ball.gamma(power)
          * Ball.exp(power * Ball.log(Ball(Rational(2, k))))
      }
      return ShotNoise.limit() * (200 - sum)
    }
    KDEConstant.expectSame(value, expected)
  }

  @Test("two-thirds: parts beyond the cut have the length of the interval")
  func twoThirdsTail() throws {
    let upper = try KDEConstant.ball("mammen-fixed-interval", "output=upper")
    KDEConstant.expectSame(try KDEConstant.ball("mammen-two-thirds", "c=7 a=50 b=51"), upper)
    KDEConstant.expectSame(try KDEConstant.ball("mammen-two-thirds", "c=7 a=-1e6 b=-999999"), upper)
    let short = try KDEConstant.ball("mammen-two-thirds", "c=7 a=-1 b=60")
    KDEConstant.expectSame(
      short + 40 * upper, try KDEConstant.ball("mammen-two-thirds", "c=7 a=-1 b=100"), digits: 35)
  }

  @Test("two-thirds: bad intervals are named; check wants 0 inside")
  func twoThirdsDomain() throws {
    KDEConstant.expectInputError("mammen-two-thirds", "c=1 a=1 b=0", parameter: "b")
    KDEConstant.expectInputError("mammen-two-thirds", "c=-1 a=0 b=1", parameter: "c")
    KDEConstant.expectInputError("mammen-two-thirds", "c=1 a=0", parameter: "b")
    #expect(try KDEConstant.answer("mammen-two-thirds", "c=1 a=[0,2] b=1").status == .undecided)
    #expect(try KDEConstant.verdict("mammen-two-thirds", "c=1 a=-1 b=1") == .proved)
    #expect(try KDEConstant.verdict("mammen-two-thirds", "c=1 a=0 b=1") == .refuted)
    #expect(try KDEConstant.verdict("mammen-two-thirds", "c=1 a=-1 b=0", "0 < b") == .refuted)
    #expect(try KDEConstant.verdict("mammen-critical", "r=1 a=-1 b=1") == .proved)
    #expect(try KDEConstant.verdict("mammen-fixed-interval", "a=1 b=2", "a < 0") == .refuted)
    #expect(try KDEConstant.verdict("mammen-fixed-interval", "a=[-1,1] b=2", "a < 0") == .undecided)
  }
}

@Suite struct MainTheoremTests {
  @Test(
    "the leading term in the form without cancellation",
    arguments: ["n=1e5 beta=1e3", "n=1e9 beta=3/2", "n=50 beta=2"])
  func leading(_ parameters: String) throws {
    let value = try KDEConstant.ball("main-theorem", parameters)
    let outer = try KDEConstant.ball("main-theorem", parameters + " output=outer", digits: 60)
    let inner = try KDEConstant.ball("main-theorem", parameters + " output=inner", digits: 60)
    let call = try KDEConstant.call("main-theorem", parameters)
    let expected = withPrecision(256) {
      let beta = call.arguments.lifted(to: Ball.self).beta
      return Ball.sqrt(3 * beta / 2) / Ball.pi * 2 * Ball.log(beta) / (outer + inner)
    }
    KDEConstant.expectSame(value, expected)
  }

  @Test("exact zeros at the edges of the domain and of the two-sided belt")
  func zeros() throws {
    for (parameters, output) in [
      ("n=1000 beta=100", "inner"), ("n=1000 beta=1000001/10000", "inner"), ("n=7 beta=49", "outer"),
      ("n=7 beta=49", "leading"), ("n=7 beta=1", "leading"), ("n=2 beta=4", "inner"),
    ] {
      let answer = try KDEConstant.answer("main-theorem", "\(parameters) output=\(output)")
      #expect(answer.status == .exact && answer.value == "0", "\(parameters) \(output): \(answer)")
    }
    let below = try KDEConstant.ball("main-theorem", "n=1000 beta=99.9999999999999999999999 output=inner")
    #expect(below.isPositive && below.estimate < 1e-10)
    #expect(try KDEConstant.ball("main-theorem", "n=1000 beta=1+1e-30").isPositive)
  }

  @Test("the domain is compared exactly")
  func domain() {
    KDEConstant.expectInputError("main-theorem", "n=1 beta=1", parameter: "n")
    KDEConstant.expectInputError("main-theorem", "n=10 beta=0.999", parameter: "beta")
    for output in ["leading", "outer", "inner", "next", "composite", "composite0"] {
      KDEConstant.expectInputError(
        "main-theorem", "n=10 beta=100.00000000000000000000000000001 output=\(output)", parameter: "beta")
    }
    for output in ["next", "composite", "composite0"] {
      KDEConstant.expectInputError("main-theorem", "n=1000 beta=[10,11] output=\(output)", parameter: "beta")
    }
  }

  @Test("an interval of beta is enclosed")
  func interval() throws {
    let whole = try KDEConstant.ball("main-theorem", "n=1000 beta=[10,11]")
    for beta in ["10", "21/2", "11"] {
      #expect(whole.overlaps(try KDEConstant.ball("main-theorem", "n=1000 beta=\(beta)")))
    }
    #expect(try KDEConstant.answer("main-theorem", "n=10 beta=[99,101]").status == .undecided)
  }

  @Test("estimates at sizes beyond floating point")
  func huge() throws {
    let next = try KDEConstant.answer("main-theorem", "n=1e400 beta=1e300 output=next")
    #expect(next.status == .heuristic && next.value.hasSuffix("e+151"), "\(next.value)")
    #expect(
      try KDEConstant.answer("main-theorem", "n=1e400 beta=1e700 output=composite").status == .heuristic)
    #expect(
      try KDEConstant.answer("main-theorem", "n=1e400 beta=1e300 output=composite0").status == .undecided)
  }

  @Test("the predictors agree with each other where their zones are separated")
  func predictors() throws {
    let composite = try KDEConstant.estimate("main-theorem", "n=1e12 beta=1e12 output=composite")
    let next = try KDEConstant.estimate("main-theorem", "n=1e12 beta=1e12 output=next")
    #expect(abs(composite / next - 1) < 5e-3)
    let proxy = try KDEConstant.estimate("main-theorem", "n=1e6 beta=1e6 output=composite0")
    let plain = try KDEConstant.estimate("main-theorem", "n=1e6 beta=1e6 output=composite")
    #expect(abs(proxy / plain - 1) < 1e-3)
  }

  @Test("the smallest and the largest beta")
  func ends() throws {
    for beta in ["1", "100"] {
      for output in ["next", "composite", "composite0"] {
        #expect(try KDEConstant.estimate("main-theorem", "n=10 beta=\(beta) output=\(output)").isFinite)
      }
    }
  }

  @Test("check: the regime and the belt")
  func regime() throws {
    #expect(try KDEConstant.verdict("main-theorem", "n=1e4 beta=1e3 c=1/2") == .proved)
    #expect(try KDEConstant.verdict("main-theorem", "n=1e4 beta=1e3 c=4/5", "n^c <= beta") == .refuted)
    #expect(try KDEConstant.verdict("main-theorem", "n=10 beta=101", "beta <= n^2") == .refuted)
    #expect(try KDEConstant.verdict("main-theorem", "n=10 beta=100", "beta <= n^2") == .proved)
    #expect(try KDEConstant.verdict("main-theorem", "n=1e5 beta=1e3 t=3") == .proved)
    #expect(try KDEConstant.verdict("main-theorem", "n=1e5 beta=1e3 t=1") == .refuted)
    #expect(try KDEConstant.verdict("main-theorem", "n=1e5 beta=1e3 t=5", "t^2 <=") == .refuted)
  }
}

@Suite struct ShotNoiseTests {
  @Test("the curve passes through its knots, and its pieces meet")
  func curve() {
    let curve = ShotNoiseCurve.standard
    func m(_ rate: Double) -> Double { curve.modes(Double.log(rate)) }
    for (rate, modes) in [
      (0.0200001, 0.019209), (0.05, 0.045130), (0.1, 0.081159), (0.3, 0.160408), (0.7, 0.192049),
      (1, 0.19415),
      (1.5, 0.194609), (1.999999, 0.1947186),
    ] { #expect(abs(m(rate) / modes - 1) < 1e-5, "\(rate): \(m(rate))") }
    #expect(abs(m(0.02 + 1e-9) / m(0.02 - 1e-9) - 1) < 2e-3)
    #expect(abs(m(2 + 1e-9) / m(2 - 1e-9) - 1) < 2e-4)
    var last = 0.0
    for k in -400...400 {
      let rate = Double.exp(Double(k) / 40)
      #expect(m(rate) <= rate && m(rate) < 0.194925)
      #expect(m(rate) >= last * (1 - 1e-4), "\(rate)")
      last = m(rate)
    }
  }

  @Test("C_out = 2.2778, the outer shift of the predictors")
  func outerShift() {
    let limit: Double = ShotNoise.limit()
    func f(_ x: Double) -> Double { ShotNoiseCurve.standard.modes(x) / limit }
    let below = FloatQuadrature.simpson(from: -40, to: 0, panels: 20_000, f)
    let above = FloatQuadrature.simpson(from: 0, to: 25, panels: 20_000) { f($0) - 1 }
    #expect(abs(below + above - 2.2778) < 2e-4)
  }

  @Test("values beyond the range of doubles, exact bounds, bad input")
  func edges() throws {
    #expect(try KDEConstant.answer("shot-noise", "Lambda=1e-400").value == "1.00e-400")
    #expect(try KDEConstant.answer("shot-noise", "Lambda=1e400").value == "0.195")
    #expect(try KDEConstant.answer("shot-noise", "Lambda=1/3 output=upper").value == "1/3")
    #expect(try KDEConstant.answer("shot-noise", "Lambda=1 output=infinity").status == .certified)
    KDEConstant.expectInputError("shot-noise", "Lambda=0", parameter: "Lambda")
    KDEConstant.expectInputError("shot-noise", "", parameter: "Lambda")
    KDEConstant.expectInputError("shot-noise", "Lambda=[1,2]", parameter: "Lambda")
  }

  @Test("an estimate never shows more than three digits, and fewer when fewer are asked")
  func digits() throws {
    #expect(try KDEConstant.answer("shot-noise", "Lambda=1", digits: 50).value == "0.194")
    #expect(try KDEConstant.answer("shot-noise", "Lambda=1", digits: 2).value == "0.19")
    #expect(try KDEConstant.answer("main-theorem", "n=1e4 beta=1e4 output=next", digits: 50).value == "134.6")
  }
}
