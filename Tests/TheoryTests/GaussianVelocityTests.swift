import Testing

@testable import VlasovTheory

@Suite struct GaussianVelocityTests {
  private typealias A = Attention
  private static let id = "attention-velocity"

  private static func data(_ d: Int, singular: Bool = false) -> [String: Matrix<Rational>] {
    [
      "Sigma": singular ? A.singular(d) : A.sig(d), "A": A.aq(d), "B": A.bq(d), "V": A.vq(d),
      "alpha": A.matrix(d, 1) { i, _ in Rational(i, 2) },
      "x": A.matrix(d, 1) { i, _ in Rational(3 - 2 * i, 3) },
    ]
  }

  private static func call(_ kind: String, _ data: [String: Matrix<Rational>]) -> String {
    let names = ["Sigma", "alpha", "A", "V", "x"] + (kind == "l2" ? ["B"] : [])
    return A.call("kind=\(kind)", names.map { ($0, data[$0]!) }) + (kind == "sinkhorn" ? " eps=2/3" : "")
  }

  // MARK: Independent routes

  /// The precision form of L2, exact: N = Σ^-1 + 2B, Γ = V N^-1 (Σ^-1 α + 2Ax).
  @Test(arguments: [2, 3, 5]) func l2ByPrecisions(_ d: Int) throws {
    let p = Self.data(d)
    let precision = p["Sigma"]!.inverse
    let sum = precision * p["alpha"]! + (p["A"]! * p["x"]!).scaled(by: 2)
    let expected = p["V"]! * (precision + p["B"]!.scaled(by: 2)).solve(sum)
    #expect(try A.exact(Self.id, Self.call("l2", p)) == expected)
  }

  /// Sinkhorn's iteration on the potentials in balls, singular covariances included.
  @Test(arguments: [2, 3], [false, true]) func sinkhornByIteration(_ d: Int, _ isSingular: Bool) throws {
    let p = Self.data(d, singular: isSingular)
    let value = try A.values(Self.id, Self.call("sinkhorn", p))
    let expected = withPrecision(300) {
      let a = p["A"]!.scaled(by: Rational(3, 2)).lifted(to: Ball.self)
      let sigma = p["Sigma"]!.lifted(to: Ball.self)
      func conditional(_ g: Matrix<Ball>) -> Matrix<Ball> { (.identity(d) + sigma * g).solve(sigma) }
      var g = Matrix<Ball>.zero(d, d)
      for _ in 0..<90 {
        let f = a.transpose * conditional(g) * a
        g = (a * conditional(f) * a.transpose).map { $0.center }
      }
      let (alpha, x) = (p["alpha"]!.lifted(to: Ball.self), p["x"]!.lifted(to: Ball.self))
      return p["V"]!.lifted(to: Ball.self) * (alpha + conditional(g) * (a * (x - alpha)))
    }
    for (x, y) in zip(value.entries, expected.entries) {
      #expect((x - y).magnitude <= .power2(-100), "\(x.shortDescription) \(y.shortDescription)")
    }
  }

  /// The defining integrals of softmax, L2 and a mixture in one dimension by the trapezoidal rule, which converges faster than
  /// any power for them.
  @Test func quadratureInOneDimension() throws {
    func gamma(_ v: Double, weight: (Double) -> Double) -> Double {
      var (top, bottom) = (0.0, 0.0)
      for k in -4000...4000 {
        let y = Double(k) / 100
        top += weight(y) * y
        bottom += weight(y)
      }
      return v * top / bottom
    }
    func normal(_ y: Double, _ mean: Double, _ s: Double) -> Double {
      Double.exp(-(y - mean) * (y - mean) / (2 * s)) / s.squareRoot()
    }
    func expect(_ call: String, _ expected: Double) throws {
      let value = try A.values(Self.id, call)[0, 0].estimate
      #expect(abs(value - expected) < 1e-12 * abs(expected), "\(call): \(value) \(expected)")
    }
    try expect(
      "kind=softmax Sigma=3/2 alpha=1/2 A=3/4 V=2 x=-1/3",
      gamma(2) { normal($0, 0.5, 1.5) * Double.exp(-0.25 * $0) })
    try expect(
      "kind=l2 Sigma=3/2 alpha=1/2 A=3/4 B=1/3 V=2 x=-1/3",
      gamma(2) { normal($0, 0.5, 1.5) * Double.exp(-0.5 * $0 - $0 * $0 / 3) })
    try expect(
      "kind=mixture weights=[1/4,1/4,1/2] means=[-1,2,0] Sigmas=[1/2,3/2,1] A=3/4 V=1 x=1/2",
      gamma(1) {
        (normal($0, -1, 0.5) / 4 + normal($0, 2, 1.5) / 4 + normal($0, 0, 1) / 2) * Double.exp(0.375 * $0)
      })
  }

  // MARK: Symmetries, limits

  /// Σ → GΣG^T, V → GVG^-1, A → G^-T A G^-1, B likewise, α → Gα, x → Gx takes Γ to GΓ.
  @Test(arguments: ["softmax", "l2", "sinkhorn"], [false, true])
  func changeOfBasis(_ kind: String, _ isSingular: Bool) throws {
    let p = Self.data(3, singular: isSingular)
    let g = A.change(3)
    let h = g.inverse
    var q = p
    q["Sigma"] = g * p["Sigma"]! * g.transpose
    q["V"] = g * p["V"]! * h
    for name in ["A", "B"] { q[name] = h.transpose * p[name]! * h }
    for name in ["alpha", "x"] { q[name] = g * p[name]! }
    let (before, after) = (
      try A.values(Self.id, Self.call(kind, p)), try A.values(Self.id, Self.call(kind, q))
    )
    A.expectSameMatrix(g.lifted() * before, after, kind)
  }

  @Test func degenerateLaws() throws {
    // A point mass, the mean as token, no score: V α.
    for call in [
      "kind=softmax Sigma=[[0,0],[0,0]] alpha=[1,2] A=[[1,2],[3,4]] V=[[1,0],[1,1]] x=[5,6]",
      "kind=l2 Sigma=[[0,0],[0,0]] alpha=[1,2] A=[[1,2],[3,4]] B=[[1,0],[0,0]] V=[[1,0],[1,1]] x=[5,6]",
      "kind=sinkhorn Sigma=[[0,0],[0,0]] alpha=[1,2] A=[[1,2],[3,4]] V=[[1,0],[1,1]] x=[5,6]",
      "kind=sinkhorn Sigma=[[2,1],[1,1]] alpha=[1,2] A=[[1,2],[3,4]] V=[[1,0],[1,1]] x=[1,2]",
      "kind=sinkhorn Sigma=[[2,1],[1,1]] alpha=[1,2] A=[[0,0],[0,0]] V=[[1,0],[1,1]] x=[5,6]",
    ] {
      let answer = try A.answer(Self.id, call)
      #expect(answer.status == .exact && answer.value == "[1,3]", "\(call): \(answer.value)")
    }
    // B = 0: L2 is softmax with 2A.
    let l2 = try A.answer(
      Self.id,
      "kind=l2 Sigma=[[2,1],[1,1]] alpha=[1,2] A=[[1,2],[3,4]] B=[[0,0],[0,0]] V=[[1,0],[1,1]] x=[5,6]")
    let softmax = try A.answer(
      Self.id, "kind=softmax Sigma=[[2,1],[1,1]] alpha=[1,2] A=[[2,4],[6,8]] V=[[1,0],[1,1]] x=[5,6]")
    #expect(l2.value == softmax.value && l2.status == .exact)
    // Rank one, Σ = uu^T: D = δ uu^T, δ = 2/(1 + √(1+4p²)), p = u^T A u.
    let u = A.column(1, -2)
    let value = try A.values(
      Self.id,
      A.call(
        "kind=sinkhorn",
        [
          ("Sigma", u * u.transpose), ("A", A.aq(2)), ("V", .identity(2)), ("alpha", A.column(0, 0)),
          ("x", A.column(1, 1)),
        ]))
    let p = Ball((u.transpose * A.aq(2) * u).trace, bits: 200)
    let delta = 2 / (1 + Ball.sqrt(1 + 4 * p * p))
    let score = Ball((u.transpose * A.aq(2) * A.column(1, 1)).trace, bits: 200)
    for i in 0..<2 { A.expectSame(value[i, 0], delta * score * Ball(u[i, 0], bits: 200)) }
  }

  @Test func regularisationLimits() throws {
    let p = Self.data(2)
    let call = A.call("kind=sinkhorn", ["Sigma", "alpha", "A", "V", "x"].map { ($0, p[$0]!) })
    // eps to infinity: the independent coupling, V α; the default is eps = 1, which may be any exact real.
    let far = try A.values(Self.id, call + " eps=1e30")
    for i in 0..<2 {
      let gap = far[i, 0] - Ball((p["V"]! * p["alpha"]!)[i, 0], bits: 200)
      #expect(gap.magnitude <= .power2(-90))
    }
    A.expectSameMatrix(try A.values(Self.id, call), try A.values(Self.id, call + " eps=1"))
    #expect(try A.answer(Self.id, call + " eps=sqrt(2)").exitCode == 0)
    // eps to 0: D A/ε has a finite limit, the optimal transport map.
    let (near, nearer) = (
      try A.values(Self.id, call + " eps=1e-20"), try A.values(Self.id, call + " eps=1e-22")
    )
    for i in 0..<2 { #expect((near[i, 0] - nearer[i, 0]).magnitude <= .power2(-50)) }
  }

  // MARK: Mixtures

  @Test func mixturesThatAreOneGaussian() throws {
    let one = try A.answer(
      Self.id,
      "kind=mixture weights=[1] means=[[1/2,1]] Sigmas=[[3/2,1/3],[1/3,5/4]] A=[[1,2],[0,1]] V=[[1,0],[1,1]] x=[1,2]"
    )
    let two = try A.answer(
      Self.id,
      "kind=mixture weights=[1/3,2/3] means=[[1/2,1],[1/2,1]] Sigmas=[[[3/2,1/3],[1/3,5/4]],[[3/2,1/3],[1/3,5/4]]] A=[[1,2],[0,1]] V=[[1,0],[1,1]] x=[1,2]"
    )
    let law = try A.answer(
      Self.id,
      "kind=softmax Sigma=[[3/2,1/3],[1/3,5/4]] alpha=[1/2,1] A=[[1,2],[0,1]] V=[[1,0],[1,1]] x=[1,2]")
    #expect(one.status == .exact && one.value == law.value && two.value == law.value)
    // Weights that x does not change: exact too.
    let symmetric = try A.answer(
      Self.id, "kind=mixture weights=[1/3,2/3] means=[-1,2] Sigmas=[1,2] A=5 V=1 x=0")
    #expect(symmetric.status == .exact && symmetric.value == "[1]")
  }

  /// The exponents are ±1000 and far beyond: the larger one takes all, and the smaller one still counts.
  @Test func extremeWeights() throws {
    let heavy = try A.answer(
      Self.id, "kind=mixture weights=[1/2,1/2] means=[-1,1] Sigmas=[1,1] A=1 V=1 x=1000 output=Gamma[1]",
      digits: 900)
    let x = try #require(heavy.ball)
    // 1000 + tanh(1000)
    let expected = Ball(1000, bits: 4000) + .tanh(Ball(1000, bits: 4000))
    A.expectSame(x, expected, digits: 880)
    #expect((1001 - x).isPositive && (1001 - x).magnitude <= .power2(-2880))
    let huge = try A.ball(
      Self.id,
      "kind=mixture weights=[1e-9,999999999/1000000000] means=[0,0] Sigmas=[2,1] A=1e9 V=1 x=1 output=Gamma[1]"
    )
    #expect(huge.overlaps(Ball(2_000_000_000, bits: 300)))
  }

  // MARK: Bad input

  @Test func badInput() {
    let good = "Sigma=[[1,0],[0,1]] alpha=[1,2] A=[[1,2],[3,4]] V=[[1,0],[1,1]] x=[5,6]"
    func expect(
      _ call: String, _ parameter: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      A.expectInputError(Self.id, call, parameter: parameter, contains: text, sourceLocation: sourceLocation)
    }
    expect("kind=relu \(good)", "kind", "softmax")
    expect("kind=l2 \(good)", "B", "kind=l2 needs it")
    expect("kind=softmax \(good) B=[[1,0],[0,1]]", "B", "kind=l2 only")
    expect("kind=l2 \(good) B=[[1,0],[0,1]] eps=2", "eps", "kind=sinkhorn only")
    expect("kind=softmax \(good) weights=[1]", "weights", "kind=mixture only")
    expect("kind=sinkhorn \(good) eps=0", "eps", "eps > 0")
    expect("kind=l2 \(good) B=[[0,0],[0,-1]]", "B", "not positive semidefinite")
    expect(
      "kind=softmax Sigma=[[1,2],[2,1]] alpha=[1,2] A=[[1,2],[3,4]] V=[[1,0],[1,1]] x=[5,6]", "Sigma",
      "not positive semidefinite")
    expect(
      "kind=softmax Sigma=[[1,0],[1,1]] alpha=[1,2] A=[[1,2],[3,4]] V=[[1,0],[1,1]] x=[5,6]", "Sigma",
      "not symmetric")
    expect(
      "kind=softmax Sigma=[[1,0],[0,1]] alpha=[1,2] A=[[1,2],[3,4]] V=[[1,0],[1,1]] x=[5,6,7]", "x",
      "3 entries")
    expect("kind=softmax Sigma=1 alpha=[1,2] A=[[1,2],[3,4]] V=[[1,0],[1,1]] x=[5,6]", "Sigma", "1 by 1")
    expect("kind=softmax Sigma=[[1,0],[0,1]] A=[[1,2],[3,4]] V=[[1,0],[1,1]] x=[5,6]", "alpha", "needs it")
    let mixture = "kind=mixture means=[-1,2] Sigmas=[1/2,3/2] A=3/4 V=1 x=1/2"
    expect("\(mixture) weights=[1/3,1/3]", "weights", "the sum is 2/3, not 1")
    expect("\(mixture) weights=[4/3,-1/3]", "weights", "entry [2] is -1/3")
    expect("\(mixture) weights=[1,0]", "weights", "not positive")
    expect("\(mixture) weights=[1/2,1/4,1/4]", "means", "2 of them for 3 weights")
    expect("\(mixture) weights=[1/2,1/2] Sigma=1", "Sigma", "not with kind=mixture")
    expect("\(mixture)", "weights", "needs it")
  }

  @Test func crossChecks() throws {
    try A.expectCrossCheck(Self.id, error: 0.03)
    // Another token for L2, whose velocity at the first is small.
    var data = Self.data(2)
    data["x"] = A.column(-1, Rational(1, 2))
    try A.expectCrossCheck(Self.id, Self.call("l2", data) + " output=Gamma[1]", error: 0.05)
    try A.expectCrossCheck(Self.id, Self.call("sinkhorn", data) + " output=Gamma", error: 0.05)
    try A.expectCrossCheck(
      Self.id, "kind=mixture weights=[1/3,2/3] means=[-1,2] Sigmas=[1/2,3/2] A=3/4 V=1 x=1/2 output=Gamma[1]",
      error: 0.02)
  }
}
