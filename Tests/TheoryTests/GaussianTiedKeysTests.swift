import Testing

@testable import VlasovTheory

@Suite struct GaussianTiedKeysTests {
  private typealias A = Attention
  private static let id = "tied-keys"
  private static let growth = "growth-constants"

  private static func call(
    _ kind: String, _ sigma: Matrix<Rational>, _ k: Matrix<Rational>, _ rest: String
  ) -> String { "kind=\(kind) Sigma0=\(A.text(sigma)) K=\(A.text(k)) \(rest)" }

  // MARK: Independent routes

  /// Softmax is the scalar-value flow with S = 2c K^T K: Σ(t) = (I - tΣ0 S)^-1 Σ0.
  @Test func softmaxIsTheScalarValueFlow() throws {
    for (c, t) in [(Rational(1, 2), Rational(1, 10)), (-2, 3)] {
      let (sigma, k) = (A.sig(3), A.kq(2, 3))
      let s = (k.transpose * k).scaled(by: 2 * c)
      let expected = (.identity(3) - (sigma * s).scaled(by: t)).solve(sigma)
      #expect(try A.exact(Self.id, Self.call("softmax", sigma, k, "c=\(c) t=\(t)")) == expected)
      // An irrational time goes by the spectrum.
      let near = try A.values(
        Self.id, Self.call("softmax", sigma, k, "c=\(c) t=\(t)*exp(log(1))*sqrt(2)/sqrt(2)*cos(1e-40)"),
        digits: 30)
      A.expectSameMatrix(near, expected.lifted(), digits: 29)
    }
  }

  /// Σ' = κ (D A Σ + Σ A^T D) at time t, by a difference of two certified values.
  @Test(arguments: ["softmax", "l2", "sinkhorn"], [Rational(1, 2), Rational(-1, 2)])
  func differentialEquation(_ kind: String, _ c: Rational) throws {
    let (sigma, k) = (A.sig(3), A.kq(2, 3))
    let (t, h) = (Rational(1, 10), Rational(1, 1 << 40))
    func at(_ time: Rational) throws -> Matrix<Ball> {
      try A.values(Self.id, Self.call(kind, sigma, k, "c=\(c) t=\(time)"), digits: 60)
    }
    try withPrecision(220) {
      let (before, now, after) = (try at(t - h), try at(t), try at(t + h))
      let slope = (after - before).scaled(by: Ball(1 / (2 * h)))
      let gram = (k.transpose * k).lifted(to: Ball.self)
      let a = gram.scaled(by: Ball(c))
      let d: Matrix<Ball>
      switch kind {
      case "l2": d = (.identity(3) + (now * gram).scaled(by: 2)).solve(now).scaled(by: 2)
      case "sinkhorn":
        // D = Σ^{1/2} δ(Σ^{1/2} A Σ A^T Σ^{1/2}) Σ^{1/2}
        let root = now.symmetricPart.squareRoot()
        let inner = root * a * now * a.transpose * root
        let system = (.identity(3) + inner.scaled(by: 4)).symmetricPart.squareRoot() + .identity(3)
        d = root * system.solve(root).scaled(by: 2)
      default: d = now
      }
      let half = d * a * now
      // Error O(h²), h = 2^-40.
      for (x, y) in zip(slope.entries, (half + half.transpose).entries) {
        #expect(
          (x - y).magnitude <= .power2(-65), "\(kind) c=\(c): \(x.shortDescription) \(y.shortDescription)")
      }
    }
  }

  /// K Σ(t) K^T = f_t(Y0): for one key, a number.
  @Test(arguments: ["softmax", "l2", "sinkhorn"])
  func oneKeyIsTheScalarFlow(_ kind: String) throws {
    let (sigma, k) = (A.sig(3), A.matrix(1, 3) { _, j in Rational(j, 2) - 1 })
    let y0 = (k * sigma * k.transpose)[0, 0]
    let value = try A.values(Self.id, Self.call(kind, sigma, k, "c=1/3 t=1/4"))
    let y = try A.ball("scalar-flow", "kind=\(kind) y0=\(y0) c=1/3 t=1/4", digits: 40)
    let row = k.lifted(to: Ball.self)
    A.expectSame((row * value * row.transpose)[0, 0], y, digits: 35)
  }

  /// Σ0 → GΣ0G^T, K → KG^-1 takes Σ(t) to GΣ(t)G^T.
  @Test(arguments: ["softmax", "l2", "sinkhorn"])
  func changeOfBasis(_ kind: String) throws {
    let (sigma, k, g) = (A.sig(3), A.kq(2, 3), A.change(3))
    let rest = "c=-1/2 t=1/4"
    let before = try A.values(Self.id, Self.call(kind, sigma, k, rest))
    let after = try A.values(Self.id, Self.call(kind, g * sigma * g.transpose, k * g.inverse, rest))
    A.expectSameMatrix(g.lifted() * before * g.transpose.lifted(), after)
  }

  // MARK: Clusters, dependent rows, singular data

  @Test(arguments: ["softmax", "l2", "sinkhorn"])
  func equalEigenvalues(_ kind: String) throws {
    let one = try A.answer(Self.id, "kind=\(kind) Sigma0=1 K=1 c=1/5 t=1/2 output=Sigma[1,1]", digits: 40)
    // Y0 = I: a diagonal answer with exact zeros.
    let identity = try A.answer(
      Self.id, Self.call(kind, .identity(3), .identity(3), "c=1/5 t=1/2"), digits: 40)
    #expect(identity.exitCode == 0, "\(identity.reason ?? "")")
    let entries = try #require(identity.matrix).table
    for i in 0..<3 {
      for j in 0..<3 { #expect(entries[i][j].value == (i == j ? one.value : "0")) }
    }
    // Y0 = I by a rotation; nearly I; a triple eigenvalue that is no identity matrix at sight.
    let rotation = Matrix<Rational>([[Rational(3, 5), Rational(4, 5)], [Rational(-4, 5), Rational(3, 5)]])
    let turned = try A.values(Self.id, Self.call(kind, .identity(2), rotation, "c=1/5 t=1/2"))
    A.expectSame(turned[0, 0], try #require(one.ball), digits: 38)
    for e in [5, 20, 30, 60] {
      let near =
        Matrix<Rational>.identity(3)
        + A.matrix(3, 3) { i, j in i == j ? 0 : 1 / Rational(Integer(10).power(e)) * Rational(i * j) }
      let (answer, exact) = (
        try A.values(Self.id, Self.call(kind, near, .identity(3), "c=1/5 t=1/2")), try #require(one.ball)
      )
      for i in 0..<3 {
        #expect((answer[i, i] - exact).magnitude <= .power2(-min(3 * e, 125)), "\(kind) 10^-\(e)")
        // f' at 1 times the perturbation, to first order.
        let slope =
          TiedKeys.speed(kind, exact, Ball(Rational(1, 5), bits: 200))
          / TiedKeys.speed(kind, 1, Ball(Rational(1, 5), bits: 200))
        let ratio = answer[0, 1] / (slope * 2) * Ball(Rational(Integer(10).power(e)), bits: 300)
        #expect(
          (ratio - 1).magnitude <= .power2(-min(3 * e - 8, 110)),
          "\(kind) 10^-\(e): \(ratio.shortDescription)")
      }
    }
  }

  @Test(arguments: ["softmax", "l2", "sinkhorn"])
  func dependentRows(_ kind: String) throws {
    let sigma = A.sig(2)
    let rest = "c=1/100 t=1/2"
    // 3² + 4² = 5²; a row of zeros; more rows than columns.
    let single = try A.values(Self.id, Self.call(kind, sigma, Matrix([[5, 0]]), rest))
    let double = try A.values(Self.id, Self.call(kind, sigma, Matrix([[3, 0], [4, 0]]), rest))
    let zeros = try A.values(Self.id, Self.call(kind, sigma, Matrix([[0, 0], [5, 0]]), rest))
    A.expectSameMatrix(single, double)
    A.expectSameMatrix(single, zeros)
    let square = try A.values(Self.id, Self.call(kind, sigma, Matrix([[5, 0], [0, 1]]), rest))
    let tall = try A.values(Self.id, Self.call(kind, sigma, Matrix([[3, 0], [4, 0], [0, 1]]), rest))
    A.expectSameMatrix(square, tall)
  }

  @Test func singularCovariance() throws {
    for kind in ["softmax", "l2", "sinkhorn"] {
      // Keys see the only direction of the tokens: the scalar flow, and exact zeros elsewhere.
      let one = try A.answer(Self.id, "kind=\(kind) Sigma0=2 K=3 c=-1 t=1")
      let flat = try A.answer(Self.id, "kind=\(kind) Sigma0=[[2,0],[0,0]] K=[[3,0]] c=-1 t=1")
      #expect(flat.exitCode == 0 && flat.matrix?.entries[0].value == one.matrix?.entries[0].value)
      #expect(flat.matrix?.entries.dropFirst().allSatisfy { $0.value == "0" } ?? false)
      // A key direction without tokens.
      try A.expectRefusal(
        Self.id, "kind=\(kind) Sigma0=[[2,0],[0,0]] K=[[0,3]] c=-1 t=1", "rank(K Sigma0 K^T)")
      try A.expectRefusal(
        Self.id, "kind=\(kind) Sigma0=[[1,1],[1,1]] K=[[1,0],[0,1]] c=-1 t=1", "rank(K) = 2")
      #expect(
        try A.verdict(Self.id, "kind=\(kind) Sigma0=[[2,0],[0,0]] K=[[0,3]] c=-1 t=1", "rank") == .refuted)
      #expect(try A.verdict(Self.id, "kind=\(kind) Sigma0=[[2,0],[0,0]] K=[[3,0]] c=-1 t=1") == .proved)
    }
  }

  // MARK: Limits and special values

  @Test func exactValues() throws {
    for kind in ["softmax", "l2", "sinkhorn"] {
      for rest in ["c=1 t=0", "c=0 t=1", "c=0 t=pi"] {
        #expect(try A.exact(Self.id, Self.call(kind, A.sig(2), A.kq(1, 2), rest)) == A.sig(2))
      }
      #expect(try A.exact(Self.id, Self.call(kind, A.sig(2), .zero(2, 2), "c=1 t=100")) == A.sig(2))
    }
  }

  /// c < 0: one limit for all three, of rank d - k; t (Σ(t) - limit) → Σ0 K^T Y0^-2 K Σ0 times 1/(2|c|), 1/(4|c|), 1/(2|c|).
  @Test func decay() throws {
    let (sigma, k) = (A.sig(3), A.kq(2, 3))
    let y = k * sigma * k.transpose
    let image = y.solve(k * sigma)
    let limit = sigma - sigma * k.transpose * image
    #expect(limit.rank == 1)
    for (kind, factor) in [("softmax", 6), ("l2", 12), ("sinkhorn", 6)] {
      let value = try A.values(Self.id, Self.call(kind, sigma, k, "c=-3 t=1e15"))
      let rate = (value - limit.lifted()).scaled(by: Ball(Rational(Integer(10).power(15)), bits: 200))
      let expected = (image.transpose * image).scaled(by: Rational(1, factor)).lifted(to: Ball.self)
      for (a, b) in zip(rate.entries, expected.entries) {
        #expect((a - b).magnitude <= .power2(-40), "\(kind)")
      }
    }
  }

  @Test func blowUpOfSoftmax() throws {
    // λ_max(Y0) = 4, c = 1/8: t* = 1.
    let data = "Sigma0=[[4,0],[0,1]] K=[[1,0],[0,1]] c=1/8"
    try A.expectRefusal(Self.id, "kind=softmax \(data) t=1", "lambda_max")
    try A.expectRefusal(Self.id, "kind=softmax \(data) t=7/2", "t*")
    try A.expectRefusal(Self.id, "kind=softmax \(data) t=sqrt(2)", "lambda_max")
    #expect(try A.answer(Self.id, "kind=softmax \(data) t=999999/1000000").status == .exact)
    #expect(try A.answer(Self.id, "kind=l2 \(data) t=7/2").exitCode == 0)
    #expect(try A.verdict(Self.id, "kind=softmax \(data) t=1/2") == .proved)
  }

  @Test func badInput() {
    func expect(
      _ call: String, _ parameter: String, _ text: String = "",
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      A.expectInputError(Self.id, call, parameter: parameter, contains: text, sourceLocation: sourceLocation)
    }
    expect("kind=l2 Sigma0=[[1,0],[0,1]] K=[[1,0,0]] c=1 t=1", "K", "1 by 3")
    expect("kind=l2 Sigma0=[[1,0],[0,1]] K=[[1,0],[0]] c=1 t=1", "K")
    expect("kind=l2 Sigma0=[[1,0],[0,1]] K=[[1,0]] c=1 t=-1", "t", "t >= 0")
    expect("kind=l2 Sigma0=[[1,2],[2,1]] K=[[1,0]] c=1 t=1", "Sigma0", "semidefinite")
    expect("kind=l2 Sigma0=[[1,0],[0,1]] K=[[pi,0]] c=1 t=1", "K")
    A.expectInputError(Self.growth, "kind=softmax Sigma0=1 K=1 c=1", parameter: "kind")
    A.expectInputError(Self.growth, "kind=l2 Sigma0=1 K=1 c=0", parameter: "c", contains: "c > 0")
    A.expectInputError(Self.growth, "kind=l2 Sigma0=1 K=1 c=-1", parameter: "c")
    A.expectInputError(Self.growth, "kind=l2 Sigma0=1 K=[[1,2]] c=1", parameter: "K")
  }

  // MARK: Growth

  /// The limit is e^{-λt} Σ(t) of tied keys at a large time, up to e^{-λt}.
  @Test(arguments: ["l2", "sinkhorn"], [Rational(1), Rational(1, 3)])
  func growthByTheFlow(_ kind: String, _ c: Rational) throws {
    for (sigma, k) in [
      (A.sig(3), A.kq(2, 3)), (.identity(2), .identity(2)), (A.sig(2), Matrix([[3, 0], [4, 0]])),
    ] {
      let limit = try A.values(Self.growth, Self.call(kind, sigma, k, "c=\(c)"), digits: 35)
      let late = try A.values(Self.id, Self.call(kind, sigma, k, "c=\(c) t=150"), digits: 35)
      let rate = kind == "l2" ? 300 * c : 300
      A.expectSameMatrix(limit, late.scaled(by: .exp(Ball(-rate, bits: 300))), digits: 30, "\(kind) \(c)")
    }
  }

  @Test func tinyVariances() throws {
    // L2: y0 e^{-1/(2y0)} at d = 1.
    let l2 = try A.ball(Self.growth, "kind=l2 Sigma0=1/100000 K=1 c=1 output=limit[1,1]")
    A.expectSame(l2, .exp(Ball(-50_000, bits: 300)) / Ball(100_000, bits: 300))
    // Sinkhorn: θ - coth(θ/2) is about -2/θ = -1/(cy).
    let sinkhorn = try A.ball(Self.growth, "kind=sinkhorn Sigma0=1/100000 K=1 c=1 output=limit[1,1]")
    let log = Ball.log(sinkhorn * 4)
    #expect((log + Ball(99_999, bits: 100)).magnitude <= .power2(1), "\(log.shortDescription)")
    // Beyond all exponents: no digits, no trap, a small bound.
    let nothing = try A.answer(Self.growth, "kind=l2 Sigma0=1e-30 K=1 c=1 output=limit[1,1]")
    #expect(
      nothing.status == .undecided && nothing.reason?.contains("|x| <") ?? false, "\(nothing.reason ?? "")")
    // Eigenvalues of Y0 far apart.
    let far = try A.answer(Self.growth, "kind=l2 Sigma0=[[1,1/2000],[1/2000,1/1000]] K=[[1,0],[0,1]] c=1")
    #expect(far.exitCode == 0)
  }

  /// The bounds of h' on intervals, by jets at points of them; wide ones are still bounded.
  @Test func slopesOfTheFactors() {
    withPrecision(200) {
      for (low, high) in [(Rational(1, 7), Rational(1, 6)), (Rational(1, 2), 2), (Rational(1, 100), 90)] {
        let set = Ball.hull(Ball(low), Ball(high))
        for kind in ["softmax", "l2", "sinkhorn"] {
          for c in [Rational(2, 3), Rational(-1, 2)] {
            let (k, t) = (Ball(c), Ball(kind == "softmax" ? Rational(1, 1000) : Rational(3, 4)))
            let bound = TiedKeys.slope(kind, set, k, t)
            #expect(bound.isFinite, "\(kind) \(low) \(high)")
            for weight in 0...4 {
              let y = Ball(low + (high - low) * Rational(weight, 4))
              let x = Jet<Ball>(variable: y, order: 1)
              let flow = TiedKeys.factor(kind, x, Jet(constant: k), Jet(constant: t))
              #expect(bound.contains(flow.coefficient(1)), "\(kind) \(low) \(high) \(weight)")
              if c.signum < 0 || kind == "softmax" { continue }
              let growth = GrowthConstants.slope(kind, set, k)
              #expect(growth.contains(GrowthConstants.factor(kind, x, Jet(constant: k)).coefficient(1)))
            }
          }
        }
      }
      // p(y)/y² as printed.
      let (y, c) = (Ball(Rational(3, 2)), Ball(Rational(2, 3)))
      let p = Ball.exp(1 + ScalarFlow.level(.asinh(2 * c * y))) / (4 * c)
      A.expectSame(p / (y * y), GrowthConstants.factor("sinkhorn", y, c), digits: 50)
    }
  }

  /// Eigenvalues of Y0 that are far apart.
  @Test func wideSpectra() throws {
    for kind in ["l2", "sinkhorn"] {
      let data = "kind=\(kind) Sigma0=[[1e6,1],[1,1e-3]] K=[[1,0],[0,1]]"
      #expect(try A.answer(Self.id, "\(data) c=1/2 t=1/3").exitCode == 0)
      #expect(try A.answer(Self.growth, "\(data) c=1/2").exitCode == 0)
    }
  }

  @Test func digitsAndTime() throws {
    let call = Self.call("sinkhorn", A.sig(3), A.kq(2, 3), "c=1/2 t=1/4")
    let (long, short) = (try A.answer(Self.id, call, digits: 1000), try A.answer(Self.id, call, digits: 50))
    #expect(
      long.exitCode == 0 && short.exitCode == 0 && long.seconds < 10 && short.seconds < 1,
      "\(long.seconds) \(short.seconds)")
    let (a, b) = (try #require(long.matrix).entries[1].value, try #require(short.matrix).entries[1].value)
    #expect(a.count > 1000 && a.hasPrefix(b.dropLast(2)))
    let large = try A.answer(Self.id, Self.call("l2", A.sig(12), A.kq(8, 12), "c=1/2 t=1/4"), digits: 50)
    #expect(large.exitCode == 0 && large.seconds < 5, "\(large.seconds) \(large.reason ?? "")")
  }

  @Test func crossChecks() throws {
    try A.expectCrossCheck(Self.id, error: 1e-6)
    try A.expectCrossCheck(
      Self.id, Self.call("l2", A.sig(3), A.kq(2, 3), "c=1/2 t=1/4 output=Sigma"), error: 1e-6)
    try A.expectCrossCheck(
      Self.id, Self.call("softmax", A.sig(2), A.kq(1, 2), "c=-1/2 t=1/2 output=Sigma[1,2]"), error: 1e-6)
    try A.expectCrossCheck(Self.growth, error: 1e-3)
    try A.expectCrossCheck(
      Self.growth, Self.call("sinkhorn", A.sig(3), A.kq(2, 3), "c=1 output=limit"), error: 1e-3)
  }
}
