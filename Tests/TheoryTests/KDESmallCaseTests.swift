import Testing

@testable import VlasovTheory

@Suite struct ExpectedN2Tests {
  @Test("limits, monotonicity, intervals and the domain")
  func edges() throws {
    #expect(try KDEConstant.answer("expected-n2", "beta=1e-6", digits: 20).value == "1.0000000000000000000")
    let large = try KDEConstant.ball("expected-n2", "beta=1e40")
    // 2 - erf(10^-20) = 2 - 2/√π 10^-20 + O(10^-60)
    let deficit = (2 - large) * Ball(Rational(Integer(10).power(20)), bits: 256)
    #expect(abs(deficit.estimate - 1.128_379_167_095_512_6) < 1e-12)
    #expect(
      try KDEConstant.ball("expected-n2", "beta=1").isBelow(KDEConstant.ball("expected-n2", "beta=1.0001")))
    let whole = try KDEConstant.ball("expected-n2", "beta=[1,4]")
    #expect(whole.overlaps(try KDEConstant.ball("expected-n2", "beta=2")))
    KDEConstant.expectInputError("expected-n2", "beta=0", parameter: "beta")
  }
}

@Suite struct TwoAtomsTests {
  @Test("Lstar against its derivative 4 √(d² - 1), integrated")
  func integral() throws {
    struct Root: Function1 {
      func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { 4 * T.sqrt(x * x - 1) }
    }
    let difference = try KDEConstant.ball("two-atoms", "d=3") - KDEConstant.ball("two-atoms", "d=2")
    let expected = withPrecision(192) { Ball.integral(Root(), [], from: 2, to: 3) }
    KDEConstant.expectSame(difference, expected, digits: 35)
  }

  @Test("Lstar: near 1, large, irrational and interval distances")
  func barrier() throws {
    // (8/3) √2 ε^(3/2) near 1.
    let near = try KDEConstant.ball("two-atoms", "d=1+1e-40")
    #expect(abs(near.estimate / (8.0 / 3 * Double(2).squareRoot() * 1e-60) - 1) < 1e-12)
    #expect(try KDEConstant.ball("two-atoms", "d=1e300").isPositive)
    #expect(try KDEConstant.ball("two-atoms", "d=sqrt(2)").isPositive)
    #expect(try KDEConstant.answer("two-atoms", "d=sqrt(4)/2").value == "0")
    let whole = try KDEConstant.ball("two-atoms", "d=[1.4,1.6]")
    #expect(whole.overlaps(try KDEConstant.ball("two-atoms", "d=3/2")))
    #expect(try KDEConstant.answer("two-atoms", "d=[0.9,1.1]").status == .undecided)
    KDEConstant.expectInputError("two-atoms", "d=0.999", parameter: "d")
    KDEConstant.expectInputError("two-atoms", "d=-1", parameter: "d")
  }

  @Test(
    "modes: exact, at equality and for irrational distances",
    arguments: [
      ("d=1", "1"), ("d=1.0000000000000000000000000000000000000001", "2"), ("d=0.5 w1=3", "1"),
      ("d=sqrt(2)/2", "1"), ("d=sqrt(2)", "2"), ("d=sqrt(2) w1=2", "2"), ("d=sqrt(2) w1=3", "1"),
      ("d=pi/2", "2"), ("d=pi/2 w1=100", "1"), ("d=[1.2,1.3]", "2"), ("d=[0.2,0.9] w2=7", "1"),
      ("d=2 w1=73", "2"), ("d=2 w1=74", "1"), ("d=2 w2=73", "2"), ("d=2 w2=74", "1"),
      ("d=1e300 w1=1e300", "2"),
    ])
  func modes(_ c: (parameters: String, value: String)) throws {
    let answer = try KDEConstant.answer("two-atoms", c.parameters + " output=modes")
    #expect(answer.status == .exact && answer.value == c.value, "\(answer)")
  }

  @Test("modes: bad weights, undecided intervals, and check on both sides")
  func domain() throws {
    KDEConstant.expectInputError("two-atoms", "d=2 w1=0 output=modes", parameter: "w1")
    KDEConstant.expectInputError("two-atoms", "d=2 w1=pi output=modes", parameter: "w1")
    KDEConstant.expectInputError("two-atoms", "d=2 w2=[1,2] output=modes", parameter: "w2")
    #expect(try KDEConstant.answer("two-atoms", "d=[0.9,1.1] output=modes").status == .undecided)
    #expect(try KDEConstant.verdict("two-atoms", "d=1.5 w1=3") == .proved)
    #expect(try KDEConstant.verdict("two-atoms", "d=1.5 w1=5") == .refuted)
    #expect(try KDEConstant.verdict("two-atoms", "d=1", "d > 1") == .refuted)
  }
}

@Suite struct ThreeAtomThresholdTests {
  @Test("for a heavy centre the atoms beyond it do not matter: L(x/2) = log w", arguments: [50, 400, 3000])
  func heavy(_ exponent: Int) throws {
    // The third atom changes the result by e^(-2x²) relatively.
    let x = try KDEConstant.ball("three-atom-threshold", "w=1e\(exponent)", digits: 60)
    let d = x.scaled(by: -1)
    let difference =
      TwoAtomRule.barrier(d, excess: d * d - 1) / Ball.log(Ball(Integer(10).power(exponent), bits: 256)) - 1
    #expect(
      difference.containsZero && difference.magnitude <= .power2(-160), "\(difference.shortDescription)")
  }

  @Test(
    "the system vanishes at the answer, evaluated term by term", arguments: ["1", "7/3", "sqrt(2)", "1000"])
  func residual(_ w: String) throws {
    let x = try KDEConstant.ball("three-atom-threshold", "w=\(w)", digits: 60)
    let t = try KDEConstant.ball("three-atom-threshold", "w=\(w) output=t", digits: 60)
    let weight = try withPrecision(256) { try RealParameter(parsing: w).ball }
    var (f, slope) = (Ball(0, bits: 256), Ball(0, bits: 256))
    for (u, m) in [(t, weight), (t - x, Ball(1)), (t + x, Ball(1))] {
      let e = m * Ball.exp(-(u * u / 2))
      f = f + u * e
      slope = slope + (1 - u * u) * e
    }
    #expect(f.containsZero && slope.containsZero && f.magnitude <= .power2(-150))
    #expect(t.isPositive && t.isBelow(x))
  }

  @Test("one mode below the threshold and three above")
  func bothSides() throws {
    for w in [1.0, 2.5, 40] {
      let x = try KDEConstant.ball("three-atom-threshold", "w=\(w)").estimate
      for (factor, modes) in [(1 - 1e-4, 1), (1 + 1e-4, 3)] {
        #expect(FloatScan.Atoms([(-x * factor, 1), (0, w), (x * factor, 1)]).modes(steps: 100_000) == modes)
      }
    }
  }

  @Test("increases in w; intervals; the domain; check")
  func domain() throws {
    #expect(
      try KDEConstant.ball("three-atom-threshold", "w=1").isBelow(
        KDEConstant.ball("three-atom-threshold", "w=1.001")))
    #expect(
      try KDEConstant.ball("three-atom-threshold", "w=[1,2]").overlaps(
        KDEConstant.ball("three-atom-threshold", "w=3/2")))
    KDEConstant.expectInputError("three-atom-threshold", "w=0.999", parameter: "w")
    #expect(
      try KDEConstant.answer("three-atom-threshold", "").value
        == KDEConstant.answer("three-atom-threshold", "w=1").value)
    let digits = "2.062011102080655229012296111379061901293"
    #expect(try KDEConstant.verdict("three-atom-threshold", "d=\(digits)1") == .refuted)
    #expect(try KDEConstant.verdict("three-atom-threshold", "d=\(digits)2") == .proved)
  }
}

@Suite struct DeterministicFactsTests {
  /// Modes of three atoms at the corners of an equilateral triangle, by gradient ascent (mean shift) in the plane.
  static func triangleModes(_ r: Double) -> Int {
    let corners = (0..<3).map { k -> (x: Double, y: Double) in
      let angle = 2 * Double.pi * Double(k) / 3
      return (r * Double.cos(angle), r * Double.sin(angle))
    }
    var modes: [(x: Double, y: Double)] = []
    var random = RandomStream(seed: 5, stream: 0)
    for k in 0..<40 {
      var (x, y) = k < 3 ? (corners[k].x, corners[k].y) : (0.4 * random.normal(), 0.4 * random.normal())
      for _ in 0..<20_000 {
        let w = corners.map { Double.exp(-((x - $0.x) * (x - $0.x) + (y - $0.y) * (y - $0.y)) / 2) }
        let mass = w.reduce(0, +)
        x = zip(corners, w).reduce(0) { $0 + $1.0.x * $1.1 } / mass
        y = zip(corners, w).reduce(0) { $0 + $1.0.y * $1.1 } / mass
      }
      if !modes.contains(where: { abs($0.x - x) + abs($0.y - y) < 1e-3 }) { modes.append((x, y)) }
    }
    return modes.count
  }

  @Test("mean shift in the plane: one, four and three modes")
  func triangle() {
    #expect(Self.triangleModes(1.34) == 1)
    #expect(Self.triangleModes(1.38) == 4)
    #expect(Self.triangleModes(1.45) == 3)
  }

  @Test("the system vanishes at the answer, evaluated as it is stated")
  func residual() throws {
    let r = try KDEConstant.ball("deterministic-facts", "output=rstar", digits: 60)
    let t = try KDEConstant.ball("deterministic-facts", "output=tstar", digits: 60)
    let (u, v) = (t - r, t + r / 2)
    let near = Ball.exp(-(u * u / 2))
    let far = Ball.exp(-((v * v + 3 * r * r / 4) / 2))
    let f = u * near + 2 * v * far
    let slope = (1 - u * u) * near + 2 * (1 - v * v) * far
    #expect(
      f.containsZero && slope.containsZero && f.magnitude <= .power2(-150) && slope.magnitude <= .power2(-150)
    )
  }

  @Test("check decides whether a triangle has four modes")
  func check() throws {
    #expect(try KDEConstant.verdict("deterministic-facts", "r=1.4") == .proved)
    #expect(try KDEConstant.verdict("deterministic-facts", "r=1.35", "r > rstar") == .refuted)
    #expect(try KDEConstant.verdict("deterministic-facts", "r=sqrt(2)", "r^2 < 2") == .refuted)
    #expect(try KDEConstant.verdict("deterministic-facts", "r=[1.3,1.4]", "r > rstar") == .undecided)
  }
}

@Suite struct TailCertificateTests {
  @Test("bad input is named")
  func input() {
    KDEConstant.expectInputError("tail-certificate", "sample=[0,1] beta=0 a=1", parameter: "beta")
    KDEConstant.expectInputError("tail-certificate", "sample=[0,1] beta=pi a=1", parameter: "beta")
    KDEConstant.expectInputError("tail-certificate", "sample=[0,1] beta=1 a=sqrt(2)", parameter: "a")
    KDEConstant.expectInputError("tail-certificate", "sample=[] beta=1 a=1", parameter: "sample")
    KDEConstant.expectInputError("tail-certificate", "sample=[0,nan] beta=1 a=1", parameter: "sample")
    KDEConstant.expectInputError("tail-certificate", "beta=1 a=1", parameter: "sample")
  }

  @Test("exact decimals, ties and combs")
  func samples() throws {
    #expect(
      try KDEConstant.answer("tail-certificate", "sample=[0.1,1/10,\"0.10\"] beta=4 a=1/10").value == "0")
    #expect(try KDEConstant.answer("tail-certificate", "sample=[0.1,1/10] beta=4 a=0.0999999").value == "1")
    // All eleven modes of the comb lie beyond -1, those beyond its centre in (10, inf).
    let all = try KDEConstant.ball("tail-certificate", "sample=comb:21 beta=1 a=-1").estimate
    #expect(all >= 11)
    #expect(try KDEConstant.ball("tail-certificate", "sample=comb:21 beta=1 a=10").estimate >= 5)
  }

  @Test("the slip of the paper's lemma is named with its counterexample")
  func slip() throws {
    #expect(TailCertificate.record.source.standing == .corrected)
    #expect(try #require(TailCertificate.record.source.slip).contains("X = {0.999, 2}"))
  }
}
