import Testing
import VlasovSimulation

@Suite struct GaussianAttentionTests {
  /// Known Σ_12(t), to 15 digits, by two independent routes at 50 digits.
  @Test("Σ(t) of the three attentions and of several heads")
  func knownCovariances() {
    typealias I = Instance
    let cases: [(GaussianAttention, Int, Double, Double)] = [
      (.init(.softmax, score: I.aq(2), value: I.vq(2)), 2, 0.5, 0.501413674536117),
      (.init(.softmax, score: I.aq(3), value: I.vq(3)), 3, 1, 0.500969067623017),
      (.init(.softmax, score: I.aq(4), value: I.vq(4)), 4, 0.5, 0.398616299814001),
      (.init(.l2, score: I.aq(2), value: I.vq(2), key: I.bq(2)), 2, 0.5, 0.404360703812383),
      (.init(.sinkhorn, score: I.aq(2), value: I.vq(2)), 2, 0.5, 0.492948895721921),
      (
        .init(
          .softmax,
          heads: [
            .init(score: I.aq(2), value: I.vq(2)), .init(score: I.aq(2).transpose, value: I.nq(2)),
            .init(score: 1 / 3 * I.nq(2), value: I.vp(2)),
          ]), 2, 0.5, 0.465395198879642
      ),
    ]
    for (attention, d, time, known) in cases {
      let sigma = attention.covariance(from: I.sig(d), time: time, steps: 200)
      #expect(abs(sigma[0, 1] - known) < 1e-12, "\(attention.kind), d = \(d): \(sigma[0, 1])")
      let root = attention.factor(from: I.sig(d).semidefiniteFactor(), time: time, steps: 200)
      #expect((root * root.transpose).distance(sigma) < 1e-12)
    }
  }

  @Test("known velocities: L2 and Sinkhorn at a token off the mean")
  func knownVelocities() {
    let (mean, x) = (FloatMatrix(column: [0.5, 1]), FloatMatrix(column: [-1, 0.5]))
    let l2 = GaussianAttention(.l2, score: Instance.aq(2), value: Instance.vq(2), key: Instance.bq(2))
    let sinkhorn = GaussianAttention(.sinkhorn, score: Instance.aq(2), value: Instance.vq(2))
    let sigma = Instance.sig(2)
    #expect(abs(l2.velocity(x, mean: mean, covariance: sigma)[0, 0] - 0.141040367158578) < 1e-14)
    #expect(abs(sinkhorn.velocity(x, mean: mean, covariance: sigma)[0, 0] - 0.750602471058502) < 1e-14)
  }

  @Test("D of Sinkhorn solves D + D N D = Σ, also for a singular Σ")
  func sinkhornEquation() {
    let epsilon = 0.5
    let attention = GaussianAttention(
      .sinkhorn, score: Instance.aq(3), value: Instance.vq(3), epsilon: epsilon)
    let root = FloatMatrix([[1, 0], [2, 1], [-1, 1]])
    for sigma in [Instance.sig(3), root * root.transpose] {
      let d = attention.tiltedCovariance(attention.heads[0], sigma)
      let n = 1 / (epsilon * epsilon) * (Instance.aq(3) * sigma * Instance.aq(3).transpose)
      #expect((d + d * n * d).distance(sigma) < 1e-13)
    }
  }

  @Test("the order of Runge-Kutta is 4, in every form", arguments: GaussianAttentionKind.allCases)
  func order(kind: GaussianAttentionKind) throws {
    let attention = Instance.full(kind, 3)
    let start = GaussianMoments(mean: FloatMatrix(column: [1, 0.5, -1]), covariance: Instance.sig(3))
    let root = start.covariance.semidefiniteFactor()
    let sizes = [4, 8, 16, 32]
    func observedOrder(_ value: (Int) -> Double) throws -> Double {
      let points = sizes.map { SizedObservation(size: Double($0), simulated: value($0)) }
      return try #require(try Extrapolation(points, order: 4, next: 5).observedOrder)
    }
    let orders = [
      try observedOrder { attention.covariance(from: start.covariance, time: 0.25, steps: $0)[0, 1] },
      try observedOrder { attention.moments(from: start, time: 0.25, steps: $0).mean[0, 0] },
      try observedOrder {
        let factor = attention.factor(from: root, time: 0.25, steps: $0)
        return (factor * factor.transpose)[1, 2]
      },
    ]
    for order in orders { #expect(abs(order - 4) < 0.4, "\(kind): order \(order)") }
  }

  @Test("mean and covariance together are mean and covariance alone, and a path holds every step")
  func moments() {
    let attention = Instance.full(.l2, 2)
    let start = GaussianMoments(mean: FloatMatrix(column: [1, 2]), covariance: Instance.sig(2))
    let end = attention.moments(from: start, time: 0.5, steps: 20)
    let path = attention.covariances(from: start.covariance, time: 0.5, steps: 20)
    #expect(path.count == 21 && path[0] == start.covariance)
    #expect(path[20].distance(end.covariance) < 1e-14)
    #expect(path[20] == attention.covariance(from: start.covariance, time: 0.5, steps: 20))
  }

  @Test("the velocity of a token moves the factor: L R = R'", arguments: GaussianAttentionKind.allCases)
  func factorForm(kind: GaussianAttentionKind) {
    let attention = Instance.full(kind, 4)
    var random = RandomStream(seed: 5, stream: 0)
    for columns in [1, 2, 4, 6] {
      let root = Instance.random(4, columns, &random)
      let moved = attention.linearPart(root * root.transpose) * root
      let difference = moved.distance(attention.factorDerivative(root))
      #expect(difference < 1e-11)
    }
  }

  @Test("the rank is kept, in factor form exactly", arguments: GaussianAttentionKind.allCases)
  func rank(kind: GaussianAttentionKind) {
    let attention = Instance.full(kind, 4)
    var random = RandomStream(seed: 6, stream: 0)
    for rank in 1...3 {
      let root = 0.5 * Instance.random(4, rank, &random)
      let sigma = attention.covariance(from: root * root.transpose, time: 0.3, steps: 60)
      let end = attention.factor(from: root, time: 0.3, steps: 60)
      #expect(sigma.numericalRank(threshold: 1e-5) == rank)
      #expect((end * end.transpose).distance(sigma) < 1e-5)
    }
  }

  @Test("time scaling: Σ(t; cΣ0) = c Σ(ct; Σ0) for softmax")
  func timeScaling() {
    let attention = GaussianAttention(.softmax, score: Instance.aq(3), value: Instance.vq(3))
    let (c, sigma) = (2.5, Instance.sig(3))
    let left = attention.covariance(from: c * sigma, time: 0.2, steps: 100)
    let right = c * attention.covariance(from: sigma, time: 0.2 * c, steps: 100)
    #expect(left.distance(right) < 1e-13)
  }

  @Test(
    "congruence: Σ → GΣG^T, V → GVG^-1, A → G^-T A G^-1, B → G^-T B G^-1",
    arguments: GaussianAttentionKind.allCases)
  func congruence(kind: GaussianAttentionKind) {
    let attention = Instance.full(kind, 3)
    let g = FloatMatrix([[1, 0.5, 0], [-0.25, 1, 0.5], [0, 0.25, 2]])
    let (inverse, across) = (g.inverse, g.inverse.transpose)
    let other = GaussianAttention(
      kind,
      heads: attention.heads.map {
        .init(
          score: across * $0.score * inverse, value: g * $0.value * inverse,
          key: $0.key.map { across * $0 * inverse })
      }, epsilon: attention.epsilon, feedForward: attention.feedForward.map { g * $0 * inverse },
      bias: attention.bias.map { g * $0 })
    let start = GaussianMoments(mean: FloatMatrix(column: [1, 0, -0.5]), covariance: Instance.sig(3))
    let left = other.moments(
      from: GaussianMoments(mean: g * start.mean, covariance: g * start.covariance * g.transpose), time: 0.2,
      steps: 40)
    let right = attention.moments(from: start, time: 0.2, steps: 40)
    #expect(left.covariance.distance(g * right.covariance * g.transpose) < 1e-11)
    #expect(left.mean.distance(g * right.mean) < 1e-11)
  }

  @Test("an orthogonal change of Q and K changes nothing", arguments: GaussianAttentionKind.allCases)
  func orthogonalChange(kind: GaussianAttentionKind) {
    var random = RandomStream(seed: 7, stream: 0)
    let (q, k) = (Instance.random(2, 3, &random), Instance.random(2, 3, &random))
    let turn = (Instance.nq(2)).exponential
    func end(_ q: FloatMatrix, _ k: FloatMatrix) -> FloatMatrix {
      GaussianAttention(
        kind, score: k.transpose * q, value: Instance.vq(3), key: k.transpose * k
      ).covariance(from: 0.5 * Instance.sig(3), time: 0.1, steps: 20)
    }
    #expect(end(q, k).distance(end(turn * q, turn * k)) < 1e-12)
  }

  @Test("the closed form of V = vI, and its blow-up time")
  func scalarValue() throws {
    let (sigma, a) = (Instance.sig(2), Instance.aq(2))
    let attention = GaussianAttention(.softmax, score: a, value: .identity(2))
    let closed = (sigma.inverse - 0.5 * (a + a.transpose)).inverse
    #expect(attention.covariance(from: sigma, time: 0.5, steps: 100).distance(closed) < 1e-12)
    // 1/λ_max(Σ0 S) = 7.6120975518265...
    let ends = try [8, 16, 32].map { resolution in
      SizedObservation(
        size: Double(resolution),
        simulated: try #require(attention.blowUp(from: sigma, resolution: Double(resolution))).time)
    }
    let report = try Confrontation.compare(
      ends, with: CertifiedValue(value: 7.612097551826548), law: .power(order: 4, next: 5))
    #expect(report.verdict == .agrees, "\(report)")
    let wrong = try Confrontation.compare(
      ends, with: CertifiedValue(value: 7.612097551826548 * 1.00001), law: .power(order: 4, next: 5))
    #expect(wrong.verdict == .disagrees)
    let tame = GaussianAttention(.softmax, score: -Instance.bq(2), value: .identity(2))
    #expect(tame.blowUp(from: sigma, resolution: 4, maxSteps: 200) == nil)
  }

  @Test("a residual layer is the Euler step with its square, and transports tokens")
  func layer() {
    let attention = Instance.full(.softmax, 2)
    let start = GaussianMoments(mean: FloatMatrix(column: [1, -1]), covariance: Instance.sig(2))
    let h = 0.25
    let end = attention.layer(start, step: h)
    let l = attention.linearPart(start.covariance)
    let euler = start.covariance.adding(h, attention.covarianceDerivative(start.covariance))
    #expect(
      end.covariance.distance(euler.adding(h * h, l * start.covariance * l.transpose)) < 1e-14)
    // The mean moves as a token at the mean.
    let token = start.mean.adding(
      h, attention.velocity(start.mean, mean: start.mean, covariance: start.covariance))
    #expect(token.distance(end.mean) < 1e-15)
    // Four layers of the known instance.
    let known = GaussianAttention(.softmax, score: Instance.aq(2), value: Instance.vq(2))
    var moments = GaussianMoments(mean: .zero(2, 1), covariance: Instance.sig(2))
    for _ in 0..<4 { moments = known.layer(moments, step: 0.25) }
    #expect(abs(moments.covariance[0, 1] - 0.646676949314573) < 1e-14)
  }
}
