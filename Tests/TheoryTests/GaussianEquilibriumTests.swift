import Testing

@testable import VlasovTheory

@Suite struct GaussianEquilibriumTests {
  static let id = "ff-equilibrium"

  /// V = vI: the Riccati equilibrium, by Lyapunov's equation.
  @Test func scalarValue() throws {
    let found = try Layer.matrix(Self.id, "W=\(Layer.wq2) V=[[2,0],[0,2]] A=\(Layer.nb2)", digits: 40)
    let riccati = try Layer.matrix(
      "riccati-feedforward", "W=\(Layer.wq2) A=\(Layer.nb2) v=2 output=Sigmainf", digits: 40)
    Layer.expectSame(found, riccati)
  }

  /// A = -B symmetric and W = wI: 2w times the self-similar profile, whose digits are those of its own section.
  @Test func selfSimilarProfile() throws {
    let half = try Layer.matrix(
      Self.id, "W=[[1/2,0],[0,1/2]] V=\(Layer.vp2) A=[[-2,-1/2],[-1/2,-2]]", digits: 50)
    #expect(half[0, 0].certainDecimal(digits: 45) == "0.208817134652185340006251700063649826062544883")
    #expect(half[0, 1].certainDecimal(digits: 45) == "-0.0891152758049009014839924838415471693492660288")
    let more = try Layer.matrix(Self.id, "W=[[2,0],[0,2]] V=\(Layer.vp2) A=[[-2,-1/2],[-1/2,-2]]", digits: 50)
    Layer.expectSame(more, half.scaled(by: 4), digits: 45)
  }

  /// f vanishes at the answer.
  @Test func residual() throws {
    let sigma = try Layer.matrix(Self.id, "W=\(Layer.wq2) V=\(Layer.vp2) A=\(Layer.nb2)", digits: 60)
    let (w, v, a) = (
      try Layer.rationals(Layer.wq2), try Layer.rationals(Layer.vp2), try Layer.rationals(Layer.nb2)
    )
    withPrecision(260) {
      let half = w.lifted() * sigma + v.lifted() * sigma * a.lifted() * sigma
      Layer.expectSame(half + half.transpose, .zero(2, 2), digits: 55)
      #expect(sigma.isPositiveDefinite == .proved)
    }
  }

  /// Random W with eigenvalues near 1, V near I and A near -I: f vanishes and the equilibrium attracts; larger sizes too.
  @Test(arguments: [2, 3, 4, 5]) func random(_ d: Int) throws {
    let seed: UInt64 = 63 + UInt64(d)
    var stream = SeededStream(seed: seed)
    func near(_ c: Int) -> Matrix<Rational> {
      Layer.randomMatrix(d, &stream).scaled(by: Rational(1, 4 * d))
        + Matrix.identity(d).scaled(by: Rational(c))
    }
    let (w, v, a) = (near(1), near(1), near(-1))
    let call = "W=\(Layer.text(w)) V=\(Layer.text(v)) A=\(Layer.text(a))"
    let sigma = try Layer.matrix(Self.id, call, digits: 40)
    withPrecision(200) {
      let half = w.lifted() * sigma + v.lifted() * sigma * a.lifted() * sigma
      Layer.expectSame(half + half.transpose, .zero(d, d))
      #expect(sigma.isPositiveDefinite == .proved, "seed \(seed)")
    }
    #expect(try Layer.answer(Self.id, call + " output=stability").value == "attracting", "seed \(seed)")
  }

  @Test func oneDimension() throws {
    // w + vaσ = 0
    let answer = try Layer.ball(Self.id, "W=3/7 V=2 A=-5 output=Sigma[1,1]", digits: 40)
    #expect(answer.contains(Rational(3, 70)))
    let blocks = try Layer.matrix(Self.id, "W=[[1,0],[0,2]] V=[[1,0],[0,3]] A=[[-1,0],[0,-1]]")
    #expect(
      blocks[0, 1].isZero && blocks[0, 0].contains(Rational(1)) && blocks[1, 1].contains(Rational(2, 3)))
  }

  @Test func stability() throws {
    let answer = try Layer.answer(Self.id, "W=\(Layer.wq2) V=\(Layer.vp2) A=\(Layer.nb2) output=stability")
    #expect(answer.value == "attracting" && answer.status == .exact)
    // Σ = diag(1, 0) is left in the second direction.
    let line = try Layer.answer(
      Self.id, "W=[[1,0],[0,2]] V=[[1,0],[0,1]] A=[[-1,0],[0,-1]] rank=1 output=stability")
    #expect(line.value == "unstable", "\(line)")
  }

  /// Rank one: uu^T is an equilibrium exactly when Wu = -(u^T A u) Vu. Here V^-1 W = [[2,0],[1/2,1]] has the eigenvectors
  /// (2, 1) and (0, 1), with the eigenvalues 2 and 1.
  @Test func rankOne() throws {
    // W = V M with M = [[2,0],[1/2,1]], V = [[1,1],[0,1]].
    let sigma = try Layer.matrix(Self.id, "W=[[5/2,1],[1/2,1]] V=[[1,1],[0,1]] A=[[-1,0],[0,-1]] rank=1")
    // λ = 2, u = c (2, 1): 2 = c² 5.
    #expect(sigma[0, 0].contains(Rational(8, 5)), "\(sigma.entries.map(\.shortDescription))")
    #expect(sigma[0, 1].contains(Rational(4, 5)) && sigma[1, 1].contains(Rational(2, 5)))
    // All of f vanishes, not only the blocks of the chart.
    let (w, v) = (try Layer.rationals("[[5/2,1],[1/2,1]]"), try Layer.rationals("[[1,1],[0,1]]"))
    withPrecision(180) {
      let half = w.lifted() * sigma - v.lifted() * sigma * sigma
      Layer.expectSame(half + half.transpose, .zero(2, 2))
    }
    let whole = try Layer.matrix(Self.id, "W=\(Layer.wq2) V=\(Layer.vp2) A=\(Layer.nb2) rank=2", digits: 40)
    Layer.expectSame(
      whole, try Layer.matrix(Self.id, "W=\(Layer.wq2) V=\(Layer.vp2) A=\(Layer.nb2)", digits: 40))
  }

  /// The chart's equations vanish where f does: random points, f from the chart's matrix.
  @Test func chart() {
    var stream = SeededStream(seed: 61)
    for (d, r) in [(1, 1), (2, 1), (3, 1), (3, 2), (3, 3), (4, 2)] {
      let system = EquilibriumSystem(size: d, rank: r)
      let x = (0..<system.dimension).map { _ in Double(stream.next(from: -20, to: 20)) / 8 }
      let m = (0..<3).map { _ in Layer.randomMatrix(d, &stream).map(\.double) }
      let (s, c) = system.chart(x)
      let sigma = c * s * c.transpose
      let half = m[0] * sigma + m[1] * sigma * m[2] * sigma
      let f = half + half.transpose
      let expected = system.unknowns(f.block(0..<r, 0..<r), f.block(r..<d, 0..<r))
      let found = system(x, m.flatMap(\.entries))
      for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-9 * (1 + abs(b)), "d=\(d) r=\(r)") }
      // Block 22 is determined by the others: with G_1 made skew and G_2 = Y G_1 it vanishes, see the proof.
    }
  }

  /// The linearisation as a difference quotient.
  @Test func linearisation() {
    var stream = SeededStream(seed: 62)
    let d = 3
    let m = (0..<4).map { _ in Layer.randomMatrix(d, &stream).map(\.double) }
    let sigma = m[3] + m[3].transpose
    func f(_ x: Matrix<Double>) -> Matrix<Double> {
      let half = m[0] * x + m[1] * x * m[2] * x
      return half + half.transpose
    }
    let jacobian = EquilibriumSystem.linearisation(at: sigma, w: m[0], v: m[1], a: m[2])
    let places = (0..<d).flatMap { i in (i..<d).map { (i, $0) } }
    for (k, (i, j)) in places.enumerated() {
      var step = Matrix<Double>.zero(d, d)
      (step[i, j], step[j, i]) = (1, 1)
      // f is quadratic: the symmetric difference is exact.
      let slope = (f(sigma + step) - f(sigma - step)).scaled(by: 0.5)
      for (row, place) in places.enumerated() {
        #expect(abs(jacobian[row, k] - slope[place.0, place.1]) < 1e-9)
      }
    }
  }

  @Test func refusals() throws {
    try Layer.expectRefusal(Self.id, "W=[[-1,0],[0,-1]] V=\(Layer.vp2) A=\(Layer.nb2)", "tends to 0")
    try Layer.expectRefusal(Self.id, "W=\(Layer.wq2) V=[[1,0],[0,1]] A=[[1,0],[0,1]]", "grows")
    try Layer.expectRefusal(Self.id, "W=[[0,0],[0,0]] V=[[0,0],[0,0]] A=[[0,0],[0,0]]", "does not move")
    // Every multiple of I is an equilibrium: none is isolated.
    let open = try Layer.answer(Self.id, "W=[[0,-1],[1,0]] V=[[0,0],[0,0]] A=[[0,0],[0,0]]")
    #expect(open.status == .undecided)
  }

  @Test func badInput() {
    Layer.expectInputError(Self.id, "W=\(Layer.wq2) V=1 A=\(Layer.nb2)", parameter: "V")
    Layer.expectInputError(Self.id, "W=\(Layer.wq2) V=\(Layer.vp2) A=\(Layer.nb2) rank=3", parameter: "rank")
    Layer.expectInputError(Self.id, "W=\(Layer.wq2) V=\(Layer.vp2) A=\(Layer.nb2) rank=0", parameter: "rank")
    Layer.expectInputError(Self.id, "W=[[1,2]] V=\(Layer.vp2) A=\(Layer.nb2)", parameter: "W")
  }

  @Test func simulation() throws {
    let fair = try Layer.crossCheck(Self.id)
    #expect(fair.verdict == .agrees, "\(fair)")
    let foul = try Layer.crossCheck(Self.id) { $0 * (1 + 1e-6) }
    #expect(foul.verdict == .disagrees)
  }
}
