import Testing

@testable import VlasovTheory

@Suite struct GaussianOdeTests: ThemeTests {
  static let theme = "gaussian"
  typealias I = FlowInstance

  static func softmax(
    _ sigma: Matrix<Rational>, _ a: Matrix<Rational>, _ v: Matrix<Rational>, t: String, more: String = ""
  ) -> String {
    "kind=softmax Sigma0=\(sigma.json) A=\(a.json) V=\(v.json) t=\(t) \(more)"
  }

  // MARK: Closed forms

  /// V = vI: Σ(t) = (I - v t Σ0 S)^-1 Σ0.
  @Test(arguments: [30, 100]) func scalarValueClosedForm(digits: Int) throws {
    for (d, v, t) in [(2, 1, Rational(1, 2)), (3, 1, 2), (3, -2, 3), (2, -1, 50)] {
      let a = v > 0 ? I.aq(d) : I.bq(d) + I.nq(d)
      let value = Matrix<Rational>.identity(d).scaled(by: Rational(v))
      let end = try Self.matrix("general-ode", Self.softmax(I.sig(d), a, value, t: "\(t)"), digits: digits)
      let s = (a + a.transpose).scaled(by: Rational(v) * t)
      let exact = try #require((Matrix<Rational>.identity(d) - I.sig(d) * s).solving(I.sig(d)))
      withPrecision(400) { Self.expectSame(end, exact.lifted(), digits: digits, "d=\(d) v=\(v)") }
    }
  }

  /// Random starts and scores, V = I, at random precisions: the rational closed form lies in the enclosure.
  @Test func randomInstancesContainTheClosedForm() throws {
    var random = RandomStream(seed: Self.seed, stream: 1)
    func number() -> Rational { Rational(Int(random.next() % 17) - 8, 8) }
    for trial in 0..<16 {
      let d = 1 + trial % 4
      let root = Matrix<Rational>(rows: d, columns: max(1, d - trial % 2)) { _, _ in number() }
      let pull = Matrix<Rational>(rows: d, columns: d) { _, _ in number() }
      let turn = Matrix<Rational>(rows: d, columns: d) { _, _ in number() }
      // A = -P P^T + skew: the flow is global.
      let a = turn - turn.transpose - pull * pull.transpose
      let sigma = root * root.transpose
      let t = Rational(1 + Int(random.next() % 12), 4)
      let s = (a + a.transpose).scaled(by: t)
      let exact = try #require((Matrix<Rational>.identity(d) - sigma * s).solving(sigma))
      let model = CovarianceModel(
        kind: .softmax, heads: [CovarianceHead(value: .identity(d), score: a)], feedForward: nil)
      let bits = 40 + Int(random.next() % 200)
      let end = try withPrecision(bits) { try GeneralOde.softmax(model, sigma, to: Ball(t, bits: bits)) }
      let size = SoftmaxCovarianceFlow.norm(sigma).log2
      for (x, q) in zip(end.entries, exact.entries) {
        #expect(x.contains(q), "seed \(Self.seed) trial \(trial)")
        #expect(
          x.radius.log2 <= size - Double(bits) + 12,
          "seed \(Self.seed) trial \(trial) at \(bits) bits")
      }
    }
  }

  /// Too many entries for the derivative of the flow: errors are carried as a norm.
  @Test func tenDimensions() throws {
    let (d, t) = (10, Rational(1, 4))
    let end = try Self.matrix(
      "general-ode", Self.softmax(I.sig(d), I.aq(d), .identity(d), t: "\(t)"), digits: 20)
    let s = (I.aq(d) + I.aq(d).transpose).scaled(by: t)
    let exact = try #require((Matrix<Rational>.identity(d) - I.sig(d) * s).solving(I.sig(d)))
    withPrecision(120) { Self.expectSame(end, exact.lifted(), digits: 20) }
  }

  @Test func rankOne() throws {
    let u = Matrix<Rational>(column: [1, Rational(1, 2)])
    let (a, v, b) = (I.aq(2).scaled(by: 3), I.vq(2), I.bq(2))
    for kind in ["softmax", "l2", "sinkhorn"] {
      let more = kind == "l2" ? " B=\(b.json)" : kind == "sinkhorn" ? " eps=3/4" : ""
      let call = "kind=\(kind) A=\(a.json) V=\(v.json) t=2\(more)"
      let x = try Self.matrix("general-ode", "\(call) Sigma0=\((u * u.transpose).json)", digits: 40)
      let y = try Self.matrix("rank-one-flow", "\(call) u0=[1,1/2]", digits: 40)
      Self.expectSame(x, y, digits: 40, kind)
    }
  }

  @Test func planarRotation() throws {
    let n = Matrix<Rational>([[0, Rational(-2, 3)], [Rational(2, 3), 0]])
    let a = Matrix<Rational>.identity(2).scaled(by: Rational(3, 4))
    let x = try Self.matrix("general-ode", Self.softmax(I.sig(2), a, n, t: "10"), digits: 40)
    let y = try Self.matrix("isospectral-flow", "a=3/4 V=\(n.json) Sigma0=\(I.sig(2).json) t=10", digits: 40)
    Self.expectSame(x, y, digits: 40)
  }

  // MARK: Two integrators, two forms

  /// The general integrator on Σ and on the factor R against the steps of softmax, with two heads and W.
  @Test func independentRoutes() throws {
    for d in [2, 3] {
      let model = CovarianceModel(
        kind: .softmax,
        heads: [
          CovarianceHead(value: I.vq(d), score: I.aq(d)),
          CovarianceHead(value: I.nq(d), score: I.aq(d).transpose),
        ], feedForward: I.wq(d).scaled(by: Rational(1, 3)))
      try withPrecision(160) {
        let t = Ball(Rational(3, 4))
        let a = try GeneralOde.softmax(model, I.sig(d), to: t)
        let b = try GeneralOde.factor(model, I.sig(d), to: t, [])
        let start = CovarianceSet.places(d).map { Ball(I.sig(d)[$0.0, $0.1]) }
        let path = TaylorIntegrator(CovarianceMatrixField(flow: model.softmax)).solve(from: 0, start, to: t)
        for (k, (i, j)) in CovarianceSet.places(d).enumerated() {
          Self.expectSame(a[i, j], b[i, j], digits: 40, "factor form d=\(d)")
          Self.expectSame(a[i, j], path.end[k], digits: 40, "matrix form d=\(d)")
        }
      }
    }
  }

  /// P = Σ^-1 of L2 obeys P' = -2 P V N^-1 A - transpose, N = P + 2B.
  struct InverseField: VectorField {
    let d: Int
    let (a, v, b): (Matrix<Rational>, Matrix<Rational>, Matrix<Rational>)
    var dimension: Int { d * d }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      let precision = Matrix(rows: d, columns: d, x)
      let inner = precision + b.lifted(to: T.self).scaled(by: 2)
      let half = precision * v.lifted(to: T.self) * inner.solve(a.lifted(to: T.self))
      return (half + half.transpose).scaled(by: -2).entries
    }
  }

  @Test func l2InPrecisionForm() throws {
    let d = 2
    let call = "kind=l2 Sigma0=\(I.sig(d).json) A=\(I.aq(d).json) V=\(I.vq(d).json) B=\(I.bq(d).json) t=1"
    let sigma = try Self.matrix("general-ode", call, digits: 30)
    let start = try #require(I.sig(d).solving(.identity(d)))
    let field = InverseField(d: d, a: I.aq(d), v: I.vq(d), b: I.bq(d))
    let path = withPrecision(140) {
      TaylorIntegrator(field).solve(from: 0, start.entries.map { Ball($0) }, to: 1)
    }
    Self.expectSame(sigma, withPrecision(140) { Matrix(rows: d, columns: d, path.end).inverse }, digits: 25)
  }

  // MARK: Symmetries

  @Test func symmetries() throws {
    let d = 3
    let (sigma, a, v) = (I.sig(d), I.aq(d), I.vq(d))
    let plain = try Self.matrix("general-ode", Self.softmax(sigma, a, v, t: "1"))
    // Σ(t; cΣ0) = c Σ(ct; Σ0)
    let scaled = try Self.matrix("general-ode", Self.softmax(sigma.scaled(by: 4), a, v, t: "1/4"))
    Self.expectSame(scaled, plain.scaled(by: 4))
    // Σ → GΣG^T, V → GVG^-1, A → G^-T A G^-1
    let g = Matrix<Rational>([[1, 1, 0], [0, 2, 1], [1, 0, 1]])
    let back = try #require(g.solving(.identity(d)))
    let turned = try Self.matrix(
      "general-ode",
      Self.softmax(g * sigma * g.transpose, back.transpose * a * back, g * v * back, t: "1"))
    let h: Matrix<Ball> = withPrecision(200) { g.lifted() }
    Self.expectSame(turned, h * plain * h.transpose)
    // Two heads of half the value.
    let half = v.scaled(by: Rational(1, 2)).json
    let split = try Self.matrix(
      "general-ode", "kind=softmax Sigma0=\(sigma.json) A=[\(a.json),\(a.json)] V=[\(half),\(half)] t=1")
    Self.expectSame(split, plain)
  }

  @Test(arguments: ["l2", "sinkhorn"]) func headsSplit(kind: String) throws {
    let (a, v, b) = (I.aq(2), I.vq(2), I.bq(2).json)
    let call = "kind=\(kind) Sigma0=\(I.sig(2).json) t=1"
    let one = try Self.matrix(
      "general-ode", "\(call) A=\(a.json) V=\(v.json)" + (kind == "l2" ? " B=\(b)" : " eps=1/2"))
    let half = v.scaled(by: Rational(1, 2)).json
    let two = try Self.matrix(
      "general-ode",
      "\(call) A=[\(a.json),\(a.json)] V=[\(half),\(half)]" + (kind == "l2" ? " B=[\(b),\(b)]" : " eps=1/2"))
    Self.expectSame(one, two)
  }

  /// W = wI alone (A = 0): Σ(t) = e^{2wt} Σ0.
  @Test func affineLayerAlone() throws {
    let zero = Matrix<Rational>.zero(2, 2)
    let end = try Self.matrix(
      "general-ode", Self.softmax(I.sig(2), zero, I.vq(2), t: "3", more: "W=[[1/2,0],[0,1/2]]"), digits: 40)
    let factor = withPrecision(200) { Ball.exp(3) }
    Self.expectSame(end, withPrecision(200) { I.sig(2).lifted().scaled(by: factor) }, digits: 40)
  }

  // MARK: Singular and special starts

  @Test func rankIsKept() throws {
    let factor = Matrix<Rational>([[1, 0], [1, 1], [0, 2]])
    let sigma = factor * factor.transpose
    for kind in ["softmax", "l2", "sinkhorn"] {
      let more = kind == "l2" ? "B=\(I.bq(3).json)" : ""
      let end = try Self.matrix(
        "general-ode",
        "kind=\(kind) Sigma0=\(sigma.json) A=\(I.aq(3).json) V=\(I.vq(3).json) t=1 \(more)", digits: 40)
      let determinant = end.determinant
      #expect(determinant.containsZero && determinant.magnitude.estimate < 1e-35, "\(kind)")
      #expect((end[0, 0] * end[1, 1] - end[0, 1] * end[1, 0]).isPositive)
    }
  }

  @Test func zerosArePrintedAsZeros() throws {
    let diagonal = Matrix<Rational>([[2, 0, 0], [0, 1, 0], [0, 0, 0]])
    let answer = try Self.answer(
      "general-ode", Self.softmax(diagonal, diagonal, .identity(3), t: "1/100"), digits: 20)
    #expect(
      answer.status == .certified && answer.value.hasPrefix("[[2.17") && answer.value.contains(",0,0],[0,"))
    #expect(answer.value.hasSuffix("[0,0,0]]"))
  }

  @Test func exactAnswers() throws {
    let still = try Self.answer("general-ode", Self.softmax(I.sig(2), I.aq(2), I.vq(2), t: "0"))
    #expect(still.status == .exact && still.matrix?.entries[1].value == "1/3")
    let skew = try Self.answer(
      "general-ode", Self.softmax(Matrix([[1, 0], [0, 0]]), Matrix([[0, 1], [2, 3]]), I.vq(2), t: "5"))
    #expect(skew.status == .exact && skew.value == "[[1,0],[0,0]]")
    for kind in ["l2", "sinkhorn"] {
      let more = kind == "l2" ? "B=[[1,0],[0,0]]" : ""
      let answer = try Self.answer(
        "general-ode", "kind=\(kind) Sigma0=[[0,0],[0,0]] A=[[1,1],[0,1]] V=[[1,0],[0,1]] t=5 \(more)")
      #expect(answer.status == .exact)
    }
    let scalar = try Self.answer(
      "general-ode", "kind=softmax Sigma0=2 A=-1 V=1 t=3 output=Sigma[1,1]", digits: 20)
    #expect(scalar.value == "0.15384615384615384615")
  }

  /// All times of an interval that takes several steps, and one that begins at 0.
  @Test func timesInAnInterval() throws {
    let model = CovarianceModel(
      kind: .softmax, heads: [CovarianceHead(value: I.vq(2), score: I.aq(2))], feedForward: nil)
    for (low, high) in [(Rational(0), Rational(1, 10)), (Rational(1, 2), 3)] {
      try withPrecision(100) {
        let all = try GeneralOde.softmax(model, I.sig(2), to: .hull(Ball(low), Ball(high)))
        for k in 0...4 {
          let t = Ball(low + (high - low) * Rational(k, 4))
          let one = try GeneralOde.softmax(model, I.sig(2), to: t)
          for (x, y) in zip(all.entries, one.entries) { #expect(x.contains(y), "t=\(t.shortDescription)") }
        }
        let ends = try [low, high].map {
          try GeneralOde.softmax(model, I.sig(2), to: Ball($0))[0, 0].estimate
        }
        #expect(all[0, 0].radius.estimate < abs(ends[0] - ends[1]) + 0.05)
      }
    }
  }

  // MARK: Blow-up before the time

  @Test func blowUpIsAnAnswer() throws {
    // 1/λ_max = 7.6120975...
    try Self.expectRefusal(
      "general-ode", Self.softmax(I.sig(2), I.aq(2), .identity(2), t: "9"), "blows up in [7.6120975518")
    // V = V^T ≻ 0, S ≻ 0: between the bounds, 0.2100640436...
    let a = (I.bq(2) + I.nq(2)).scaled(by: Rational(1, 4))
    try Self.expectRefusal(
      "general-ode", Self.softmax(I.sig(2), a, I.vp(2), t: "1"), "blows up in [0.210064043")
    // S ≻ 0, V not symmetric: the sector bound.
    try Self.expectRefusal(
      "general-ode", Self.softmax(I.sig(2), a, I.vq(2), t: "10"), "blows up in [0.4646")
    // Profiles that are not isolated (every direction of the first two): how far it got.
    let tied =
      "kind=softmax Sigma0=[[2,1,0],[1,2,0],[0,0,1]] A=[[[1,0,1],[0,1,0],[0,1/3,1]],[[1/2,1/3,0],[0,-1,0],[1,0,2]]] V=[[[1,0,0],[0,1,0],[0,0,1/2]],[[2,0,1],[0,2,0],[0,0,2]]] W=[[1,0,0],[0,2,0],[0,0,0]] t=9"
    let open = try Self.answer("general-ode", tied, digits: 15)
    #expect(open.status == .undecided && open.exitCode == 2 && open.value.isEmpty)
    #expect(open.reason?.contains("integrated up to t=0.06639") ?? false, "\(open.reason ?? "")")
  }

  @Test func l2BlowsUpForSingularKeys() throws {
    // t* = (1 + 2a²)/(2 a b0) = 3/2 for a = b0 = 1.
    let call = "kind=l2 Sigma0=[[1,1],[1,1]] A=[[0,1],[0,0]] B=[[1,0],[0,0]] V=[[0,0],[0,1]]"
    let x = try Self.ball("general-ode", "\(call) t=1 output=Sigma[2,2]", digits: 40)
    // b = 1/(1 - 2t/3), Σ_22 = b² = 9
    withPrecision(160) { Self.expectSame(x, 9, digits: 40) }
    try Self.expectRefusal("general-ode", "\(call) t=2", "blows up in [1.499999")
  }

  @Test func budgetSaysHowFarItGot() throws {
    let answer = try Self.answer(
      "general-ode", Self.softmax(I.sig(4), I.nq(4).scaled(by: 5), I.nq(4), t: "1000000"), digits: 30,
      seconds: 0.3)
    #expect(
      answer.status == .undecided && answer.reason?.contains("integrated up to t=") ?? false, "\(answer)")
  }

  // MARK: Bad input

  @Test func badInput() {
    let good = "A=[[1,0],[0,1]] V=[[1,0],[0,1]] t=1"
    func expect(_ call: String, _ parameter: String, _ text: String = "") {
      Self.expectInputError("general-ode", call, parameter: parameter, contains: text)
    }
    expect("kind=softmax Sigma0=[[1,2],[2,1]] \(good)", "Sigma0", "semidefinite")
    expect("kind=softmax Sigma0=[[1,2],[3,1]] \(good)", "Sigma0", "symmetric")
    expect("kind=softmax Sigma0=[[1,0]] \(good)", "Sigma0", "square")
    expect("kind=softmax Sigma0=[[1,0],[0,1]] A=[[1,0,0],[0,1,0],[0,0,1]] V=[[1,0],[0,1]] t=1", "A", "2 by 2")
    expect(
      "kind=softmax Sigma0=[[1,0],[0,1]] A=[[[1,0],[0,1]],[[1,0],[0,1]]] V=[[1,0],[0,1]] t=1", "V", "A has 2")
    expect("kind=l2 Sigma0=[[1,0],[0,1]] \(good)", "B", "l2")
    expect("kind=softmax Sigma0=[[1,0],[0,1]] B=[[1,0],[0,1]] \(good)", "B", "kind=l2")
    expect("kind=l2 Sigma0=[[1,0],[0,1]] B=[[1,0],[0,-1]] \(good)", "B", "semidefinite")
    expect("kind=sinkhorn Sigma0=[[1,0],[0,1]] eps=0 \(good)", "eps")
    expect("kind=sinkhorn Sigma0=[[1,0],[0,1]] W=[[1,0],[0,1]] \(good)", "W", "softmax")
    expect("kind=relu Sigma0=[[1,0],[0,1]] \(good)", "kind")
    expect("kind=softmax Sigma0=[[1,0],[0,1]] A=[[1,0],[0,1]] V=[[1,0],[0,1]] t=-1", "t")
    expect("kind=softmax Sigma0=[[1,0],[0,sqrt(2)]] \(good)", "Sigma0")
  }

  // MARK: Simulations

  /// Particles of every attention, n = 256: within 4 standard errors, and with a wrong covariance not.
  @Test func particlesAgreeAndReject() throws {
    for kind in CovarianceModel.Kind.allCases {
      let model = CovarianceModel(
        kind: kind, heads: [CovarianceHead(value: I.vq(2), score: I.aq(2), key: kind == .l2 ? I.bq(2) : nil)],
        feedForward: nil)
      let start = FloatMatrix(I.sig(2).lifted(to: Double.self))
      let law = GaussianMoments(mean: FloatMatrix(column: [0, 0]), covariance: start)
      let trials = ParticleTrials(law, count: 128, repetitions: 32, seed: Self.seed)
      let estimate = try trials.covariance(GaussianAttention(model), time: 0.5)
      let more = kind == .l2 ? "B=\(I.bq(2).json)" : ""
      let end = try Self.matrix(
        "general-ode",
        "kind=\(kind) Sigma0=\(I.sig(2).json) A=\(I.aq(2).json) V=\(I.vq(2).json) t=1/2 \(more)", digits: 15)
      for (i, j) in CovarianceSet.places(2) {
        let error = 4 * estimate.standardError[i, j] + estimate.bias
        let x = end[i, j].estimate
        #expect(abs(estimate.mean[i, j] - x) <= error, "\(kind) [\(i),\(j)] seed \(Self.seed)")
        #expect(abs(estimate.mean[i, j] - x - 8 * error) > error)
      }
      // Time 1/2 of the flow is seen: the start is rejected.
      #expect(
        CovarianceSet.places(2).contains {
          abs(estimate.mean[$0, $1] - start[$0, $1]) > 4 * estimate.standardError[$0, $1] + estimate.bias
        }, "\(kind)")
    }
  }

  @Test func rungeKuttaAgreesAndRejects() throws {
    for kind in ["softmax", "l2", "sinkhorn"] {
      let more = kind == "l2" ? "B=\(I.bq(2).json)" : kind == "sinkhorn" ? "eps=1" : "W=\(I.wq(2).json)"
      let call =
        "kind=\(kind) Sigma0=\(I.sig(2).json) A=\(I.aq(2).json) V=\(I.vq(2).json) t=1 \(more) output=Sigma[1,2]"
      let report = try Self.crossCheck("general-ode", parameters: call)
      #expect(report.verdict == .agrees, "\(kind): \(report)")
      let wrong = try Self.crossCheck("general-ode", parameters: call) { $0 * (1 + 1e-7) }
      #expect(wrong.verdict == .disagrees, "\(kind)")
    }
  }
}
