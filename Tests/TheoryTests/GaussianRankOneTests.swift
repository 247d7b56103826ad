import Testing

@testable import VlasovTheory

@Suite struct GaussianRankOneTests: ThemeTests {
  static let theme = "gaussian"

  static func time(_ call: String, digits: Int = 40) throws -> String {
    try answer("rank-one-flow", "\(call) output=tstar", digits: digits).value
  }

  /// Σ = [[tan² t, tan t], [tan t, 1]], t* = π/2.
  @Test func nilpotentValue() throws {
    let call = "V=[[0,1],[0,0]] A=[[1,0],[0,1]] u0=[0,1]"
    let sigma = try Self.matrix("rank-one-flow", "\(call) t=1", digits: 60)
    let theta = try Self.ball("rank-one-flow", "\(call) t=1 output=theta", digits: 60)
    withPrecision(300) {
      let tangent = Ball.tan(1)
      Self.expectSame(sigma[0, 0], tangent * tangent, digits: 60)
      Self.expectSame(sigma[0, 1], tangent, digits: 60)
      Self.expectSame(theta, tangent, digits: 60)
    }
    #expect(
      try Self.answer("rank-one-flow", "\(call) t=1").value.hasSuffix(",1]]") || sigma[1, 1].overlaps(1))
    try Self.expectRefusal("rank-one-flow", "\(call) t=2", "blows up in [1.57079632679")
  }

  /// The clock against the quadrature t = ∫ dϑ/ψ, for three attentions.
  struct Slowness: Function1 {
    let kind: String
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
      // V = diag(1, 1/2), u0 = (1, 1), A = [[1, 1/2], [0, 1/3]], B = I.
      let (u, v) = (T.exp(x), T.exp(x / 2))
      let score = u * u + u * v / 2 + v * v / 3
      switch kind {
      case "l2": return (1 + 2 * (u * u + v * v)) / (2 * score)
      case "sinkhorn": return (1 + T.sqrt(1 + 4 * score * score)) / (2 * score)
      default: return 1 / score
      }
    }
  }

  @Test(arguments: ["softmax", "l2", "sinkhorn"]) func clockByQuadrature(kind: String) throws {
    let more = kind == "l2" ? "B=[[1,0],[0,1]]" : ""
    let theta = try Self.ball(
      "rank-one-flow",
      "kind=\(kind) V=[[1,0],[0,1/2]] A=[[1,1/2],[0,1/3]] u0=[1,1] t=1/4 output=theta \(more)", digits: 40)
    withPrecision(180) {
      let t = Ball.integral(Slowness(kind: kind), [], from: 0, to: theta)
      Self.expectSame(t, Ball(Rational(1, 4)), digits: 38)
    }
  }

  // MARK: Blow-up or not

  @Test func blowUpTimes() throws {
    // p = u0² e^{2θ}: ∫ e^{-2θ} = 1/2.
    #expect(try Self.time("V=1 A=1 u0=1", digits: 20).hasPrefix("0.5"))
    // u = (θ + 1, 1), A = e1 e1^T: ∫ (1+θ)^-2 = 1.
    #expect(try Self.time("V=[[0,1],[0,0]] A=[[1,0],[0,0]] u0=[1,1]", digits: 20).hasPrefix("1"))
    // p grows like θ only.
    #expect(try Self.time("V=[[0,1],[0,0]] A=[[0,1],[0,0]] u0=[1,1]") == "inf")
    // p decays, p constant, p = 0.
    #expect(try Self.time("V=-1 A=1 u0=1") == "inf")
    #expect(try Self.time("V=[[0,0],[0,0]] A=[[1,0],[0,1]] u0=[1,2]") == "inf")
    #expect(try Self.time("V=[[1,0],[0,1]] A=[[0,1],[-1,0]] u0=[1,2]") == "inf")
    // Clock backwards: p < 0, V = -1: u grows.
    #expect(try Self.time("V=-1 A=-1 u0=1", digits: 20).hasPrefix("0.5"))
    // Rotation with growth: t* = ∫ e^{-2θ} = 1/2 for A = I; with an indefinite A a zero comes first.
    #expect(try Self.time("V=[[1,-1],[1,1]] A=[[1,0],[0,1]] u0=[1,0]", digits: 20).hasPrefix("0.5"))
    #expect(try Self.time("V=[[1,-1],[1,1]] A=[[1,0],[0,-1]] u0=[1,0]") == "inf")
    #expect(try Self.time("V=[[0,-1],[1,0]] A=[[1,1/2],[0,2]] u0=[1,0]") == "inf")
    let spiral = try Self.answer(
      "rank-one-flow", "V=[[1,-1],[1,1]] A=[[1,1/2],[0,2]] u0=[1,0] output=tstar", digits: 30)
    #expect(spiral.status == .certified)
  }

  /// V = diag(1, 1/2): t* = 2∫_0^1 z³/(a + sz + cz²) dz; and a zero for a < 0.
  @Test func diagonalValue() throws {
    let certified = try Self.ball(
      "rank-one-flow", "V=[[1,0],[0,1/2]] A=[[1,1/2],[0,1/3]] u0=[1,1] output=tstar", digits: 40)
    struct Rationalized: Function1 {
      // e^{-θ} = z²: dθ = -2 dz/z, 1/p = z⁴/(1 + s z + c z²).
      func callAsFunction<T: SpecialAnalytic>(_ z: T, _ p: [T]) -> T {
        2 * z * z * z / (1 + z / 2 + z * z / 3)
      }
    }
    withPrecision(180) {
      Self.expectSame(certified, Ball.integral(Rationalized(), [], from: 0, to: 1), digits: 40)
    }
    // A leading coefficient a < 0 after a positive start: a zero.
    #expect(try Self.time("V=[[1,0],[0,1/2]] A=[[-1,0],[0,3]] u0=[1,1]") == "inf")
  }

  @Test func threeDimensions() throws {
    let v = "[[1,0,0],[0,1/2,1],[0,-1,1/2]]"
    let call = "V=\(v) A=[[1,0,1/5],[0,1,0],[0,1/7,1]] u0=[1,1,0]"
    let time = try Self.answer("rank-one-flow", "\(call) output=tstar", digits: 25)
    #expect(time.status == .certified, "\(time.reason ?? "")")
    #expect(try Self.crossCheck("rank-one-flow", parameters: "\(call) output=tstar").verdict == .agrees)
  }

  @Test func otherAttentions() throws {
    #expect(try Self.time("kind=sinkhorn V=1 A=1 u0=1") == "inf")
    #expect(try Self.time("kind=l2 B=1 V=1 A=1 u0=1") == "inf")
    // Singular B: t* = (1 + 2a²)/(2 a b0).
    let call = "kind=l2 A=[[0,1],[0,0]] B=[[1,0],[0,0]] V=[[0,0],[0,1]] u0=[2,1/3]"
    let answer = try Self.answer("rank-one-flow", "\(call) output=tstar", digits: 30)
    let expected = withPrecision(120) { Ball(Rational(27, 4)) }
    #expect(answer.ball?.overlaps(expected) ?? false, "\(answer)")
    // B of the size of p: 1/ψ does not decay.
    #expect(try Self.time("kind=l2 A=[[1,0],[0,0]] B=[[1,0],[0,0]] V=[[1,0],[0,1]] u0=[1,1]") == "inf")
    // B = 0: twice softmax.
    #expect(try Self.time("kind=l2 A=1 B=0 V=1 u0=1", digits: 20).hasPrefix("0.25"))
  }

  @Test func stillAndLongTimes() throws {
    let still = try Self.answer("rank-one-flow", "V=[[1,0],[0,1]] A=[[0,1],[-1,0]] u0=[1,2] t=7")
    #expect(still.status == .exact && still.value == "[[1,2],[2,4]]")
    #expect(try Self.answer("rank-one-flow", "V=1 A=1 u0=1 t=0 output=theta").value == "0")
    // Convergence to the isotropic line: p → 0.
    let late = try Self.matrix("rank-one-flow", "V=[[0,-1],[1,0]] A=[[1,0],[0,-1]] u0=[1,0] t=20", digits: 30)
    // Σ → (1/2)[[1, 1], [1, 1]].
    for x in late.entries { #expect(abs(x.estimate - 0.5) < 1e-12) }
  }

  @Test func periodIsAPeriod() throws {
    let call = "V=[[0,-1],[1,0]] A=[[1,1/2],[0,2]] u0=[1,0]"
    let t = try Self.answer("rank-one-flow", "\(call) output=period", digits: 25).value
    let end = try Self.matrix("rank-one-flow", "\(call) t=\(t)", digits: 20)
    for (x, y) in zip(end.entries, [1.0, 0, 0, 0]) { #expect(abs(x.estimate - y) < 1e-20) }
    try Self.expectRefusal(
      "rank-one-flow", "V=[[0,-2],[2,0]] A=[[1,0],[0,1]] u0=[1,0] output=period", "V = J")
    try Self.expectRefusal(
      "rank-one-flow", "V=[[0,-1],[1,0]] A=[[1,0],[0,-1]] u0=[1,0] output=period", "definite")
    try Self.expectRefusal(
      "rank-one-flow", "kind=sinkhorn V=[[0,-1],[1,0]] A=[[1,0],[0,1]] u0=[1,0] output=period", "softmax")
  }

  @Test func badInput() {
    Self.expectInputError("rank-one-flow", "V=[[1,0],[0,1]] A=[[1,0],[0,1]] u0=[1,0,0] t=1", parameter: "u0")
    Self.expectInputError("rank-one-flow", "V=[[1,0],[0,1]] A=1 u0=[1,0] t=1", parameter: "A")
    Self.expectInputError("rank-one-flow", "kind=l2 V=1 A=1 u0=1 t=1", parameter: "B")
    Self.expectInputError("rank-one-flow", "V=1 A=1 u0=1", parameter: "t")
    Self.expectInputError("rank-one-flow", "V=1 A=1 u0=1 t=1 output=tstar", parameter: "t")
  }

  @Test(arguments: ["Sigma[1,2]", "theta"]) func simulation(output: String) throws {
    for kind in ["softmax", "l2", "sinkhorn"] {
      let more = kind == "l2" ? "B=[[1,1/2],[1/2,1]] " : ""
      let call =
        "kind=\(kind) \(more)V=[[1,1/3],[-1/2,1/4]] A=[[1/2,1],[-1/4,1/3]] u0=[1,1/2] t=1/2 output=\(output)"
      #expect(try Self.crossCheck("rank-one-flow", parameters: call).verdict == .agrees, "\(kind)")
      #expect(
        try Self.crossCheck("rank-one-flow", parameters: call) { $0 * (1 + 1e-6) }.verdict == .disagrees)
    }
  }

  @Test func simulationOfTimes() throws {
    let blowUp = "V=[[1,0],[0,1/2]] A=[[1,1/2],[0,1/3]] u0=[1,1] output=tstar"
    #expect(try Self.crossCheck("rank-one-flow", parameters: blowUp).verdict == .agrees)
    #expect(try Self.crossCheck("rank-one-flow", parameters: blowUp) { $0 * 1.001 }.verdict == .disagrees)
    let period = "V=[[0,-1],[1,0]] A=[[1,1/2],[0,2]] u0=[1,0] output=period"
    #expect(try Self.crossCheck("rank-one-flow", parameters: period).verdict == .agrees)
    #expect(try Self.crossCheck("rank-one-flow", parameters: period) { $0 * 1.001 }.verdict == .disagrees)
  }
}
