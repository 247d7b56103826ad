import Testing

@testable import VlasovTheory

@Suite struct GaussianSinkhornTests {
  private typealias A = Attention
  private static let coupling = "sinkhorn-coupling"
  private static let energy = "sinkhorn-energy"

  private static func call(_ sigma: Matrix<Rational>, _ a: Matrix<Rational>, _ rest: String) -> String {
    "Sigma=\(A.text(sigma)) A=\(A.text(a)) \(rest)"
  }

  /// D + DND = Σ and D ⪰ 0, for singular Σ too.
  @Test(arguments: [2, 3, 5], [false, true])
  func equation(_ d: Int, _ isSingular: Bool) throws {
    let (sigma, a) = (isSingular ? A.singular(d) : A.sig(d), A.aq(d).scaled(by: 2))
    let value = try A.values(Self.coupling, Self.call(sigma, a, "eps=1/2 output=D"))
    withPrecision(200) {
      let n = (a * sigma * a.transpose).scaled(by: 4).lifted(to: Ball.self)
      A.expectSameMatrix(value + value * n * value, sigma.lifted(), "D + DND")
      #expect(
        (value + .identity(d).scaled(by: Ball(1).scaled(by: -100))).symmetricPart.isPositiveDefinite
          == .proved)
    }
  }

  /// Sinkhorn's iteration in balls: the limit, and the ratio of successive changes.
  @Test(arguments: [2, 3]) func contractionOfTheIteration(_ d: Int) throws {
    let (sigma, a) = (A.sig(d), A.aq(d).scaled(by: 2))
    let contraction = try A.ball(Self.coupling, Self.call(sigma, a, "output=contraction"))
    withPrecision(1500) {
      let (s, b) = (sigma.lifted(to: Ball.self), a.lifted(to: Ball.self))
      func conditional(_ g: Matrix<Ball>) -> Matrix<Ball> { (.identity(d) + s * g).solve(s) }
      var g = Matrix<Ball>.zero(d, d)
      var changes: [Ball] = []
      for _ in 0..<40 {
        let next = (b * conditional(b.transpose * conditional(g) * b) * b.transpose).map { $0.center }
        changes.append((next - g).trace)
        g = next
      }
      let ratio = changes[39] / changes[38]
      #expect(
        (ratio / contraction - 1).magnitude <= .power2(-40),
        "\(ratio.shortDescription) \(contraction.shortDescription)")
    }
  }

  @Test func smallAndLargeScores() throws {
    // d = 1: g = 2m/(1 + √(1+4m²)) = m - m³ + ..., D = s(1 - g²).
    let tiny = try A.ball(Self.coupling, "Sigma=1 A=1e-30 output=contraction", digits: 60)
    let m = Ball(1 / Rational(Integer(10).power(30)), bits: 400)
    A.expectSame(tiny, Ball.pow(m - m * m * m, 4), digits: 59)
    let d = try A.ball(Self.coupling, "Sigma=1 A=1e-30 output=D[1,1]", digits: 100)
    A.expectSame(1 - d, m * m, digits: 39)
    let large = try A.ball(Self.coupling, "Sigma=1 A=1e30 output=contraction", digits: 50)
    A.expectSame(1 - large, 2 / Ball(Rational(Integer(10).power(30)), bits: 400), digits: 19)
    let small = try A.ball(Self.coupling, "Sigma=1 A=1e30 output=D[1,1]", digits: 50)
    #expect((small * Ball(Rational(Integer(10).power(30)), bits: 300) - 1).magnitude <= .power2(-99))
    // m² = 2, δ = 1/2, g² = 1/2: exact.
    #expect(
      try A.answer(Self.coupling, "Sigma=2 A=1 output=D[1,1]").ball?.overlaps(
        Ball(1, bits: 200) * 2 * 2 / (1 + .sqrt(Ball(17, bits: 200)))) ?? false)
    let half = try A.answer(
      Self.coupling, "Sigma=[[2,0],[0,1]] A=[[0,1],[0,0]] output=contraction", digits: 40)
    #expect(half.value == "0.25", "\(half.value)")
  }

  @Test func exactValues() throws {
    let score = "A=[[0,0],[0,0]]"
    #expect(
      try A.exact(Self.coupling, "Sigma=[[2,1],[1,3]] \(score) output=D") == Matrix([[2, 1], [1, 3]]))
    for (id, output) in [(Self.coupling, "contraction"), (Self.energy, "E"), (Self.energy, "dEdt")] {
      for data in [
        "Sigma=[[2,1],[1,3]] \(score)", "Sigma=[[0,0],[0,0]] A=[[1,2],[2,4]]",
        "Sigma=[[1,0],[0,0]] A=[[0,2],[2,4]]",
      ] {
        let answer = try A.answer(id, "\(data) output=\(output)")
        #expect(answer.status == .exact && answer.value == "0", "\(id) \(data) \(output): \(answer.value)")
      }
    }
    // Blocks: exact zeros between them, and each block by itself.
    let blocks = try A.answer(
      Self.coupling, "Sigma=[[2,0,0],[0,1,1/2],[0,1/2,1]] A=[[1,0,0],[0,1,2],[0,0,1]] output=D")
    #expect(blocks.exitCode == 0, "\(blocks.reason ?? "")")
    let table = try #require(blocks.matrix).table
    #expect(table[0][1].value == "0" && table[2][0].value == "0")
    let alone = try A.answer(Self.coupling, "Sigma=2 A=1 output=D")
    #expect(table[0][0].value == alone.matrix?.entries[0].value)
  }

  /// A/ε stands for A at ε = 1; Σ → GΣG^T, A → G^-T A G^-1 leaves contraction and energy, and takes D to GDG^T.
  @Test(arguments: [false, true]) func symmetries(_ isSingular: Bool) throws {
    let (sigma, a, g) = (isSingular ? A.singular(3) : A.sig(3), A.aq(3).scaled(by: 3), A.change(3))
    let (s, b) = (g * sigma * g.transpose, g.inverse.transpose * a * g.inverse)
    for output in ["contraction", "E"] {
      let id = output == "E" ? Self.energy : Self.coupling
      A.expectSame(
        try A.ball(id, Self.call(sigma, a, "output=\(output)")),
        try A.ball(id, Self.call(s, b, "output=\(output)")), digits: 40, output)
    }
    let (d, e) = (
      try A.values(Self.coupling, Self.call(sigma, a, "output=D")),
      try A.values(Self.coupling, Self.call(s, b, "output=D"))
    )
    A.expectSameMatrix(g.lifted() * d * g.transpose.lifted(), e)
    let scaled = try A.values(Self.coupling, Self.call(sigma, a.scaled(by: 5), "eps=5 output=D"))
    A.expectSameMatrix(d, scaled)
    #expect(try A.answer(Self.coupling, Self.call(sigma, a, "eps=sqrt(3) output=contraction")).exitCode == 0)
  }

  // MARK: Energy

  /// tr(A^T D A Σ) + log det(D Σ^-1)/2, D from the coupling.
  @Test(arguments: [2, 3, 5]) func energyByTraceAndDeterminant(_ d: Int) throws {
    let (sigma, a) = (A.sig(d), A.aq(d).scaled(by: 2))
    let energy = try A.ball(Self.energy, Self.call(sigma, a, "output=E"))
    let conditional = try A.values(Self.coupling, Self.call(sigma, a, "output=D"), digits: 60)
    withPrecision(250) {
      let (s, b) = (sigma.lifted(to: Ball.self), a.lifted(to: Ball.self))
      let expected =
        (b.transpose * conditional * b * s).trace + Ball.log(conditional.determinant / s.determinant) / 2
      A.expectSame(energy, expected, digits: 35)
    }
  }

  /// 2 tr(L Σ L^T), L = ADA, and the work 2 ∫|Γ|² of the linear velocity Γ(x) = A D A x.
  @Test(arguments: [false, true]) func dissipation(_ isSingular: Bool) throws {
    let (sigma, a) = (isSingular ? A.singular(3) : A.sig(3), (A.aq(3) + A.aq(3).transpose).scaled(by: 2))
    let rate = try A.ball(Self.energy, Self.call(sigma, a, "output=dEdt"))
    let conditional = try A.values(Self.coupling, Self.call(sigma, a, "output=D"), digits: 60)
    withPrecision(250) {
      let l = a.lifted(to: Ball.self) * conditional * a.lifted(to: Ball.self)
      A.expectSame(rate, 2 * (l * sigma.lifted(to: Ball.self) * l.transpose).trace, digits: 35)
    }
  }

  @Test func smallEnergies() throws {
    // E = μ/2 - μ²/4 + ... at d = 1, μ = m².
    let tiny = try A.ball(Self.energy, "Sigma=1 A=1e-20 output=E", digits: 60)
    let mu = Ball(1 / Rational(Integer(10).power(40)), bits: 500)
    #expect(
      ((tiny - mu / 2) / (mu * mu)).overlaps(
        Ball(center: Ball(Rational(-1, 4), bits: 100), radius: .power2(-60))))
    let large = try A.ball(Self.energy, "Sigma=1 A=1e30 output=E", digits: 50)
    #expect(large.isPositive && abs(large.estimate - 1e30) < 1e20)
    // E grows with the score, and is not negative.
    let (a, b) = (
      try A.ball(Self.energy, "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[1,0],[0,0]] output=E"),
      try A.ball(Self.energy, "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[1,0],[0,1/9]] output=E")
    )
    #expect(a.isPositive && a.isBelow(b))
  }

  @Test func hypotheses() throws {
    try A.expectRefusal(
      Self.energy, "Sigma=[[1,0],[0,1]] A=[[1,2],[0,1]] output=dEdt",
      "entry [1,2] of A is 2, entry [2,1] is 0")
    #expect(try A.answer(Self.energy, "Sigma=[[1,0],[0,1]] A=[[1,2],[0,1]] output=E").exitCode == 0)
    #expect(try A.verdict(Self.energy, "Sigma=[[1,0],[0,1]] A=[[1,2],[0,1]] output=dEdt") == .refuted)
    #expect(try A.verdict(Self.energy, "Sigma=[[1,0],[0,1]] A=[[1,2],[2,1]] output=dEdt") == .proved)
    A.expectInputError(
      Self.coupling, "Sigma=[[1,0],[0,1]] A=[[1,2],[2,1]] eps=0", parameter: "eps", contains: "eps > 0")
    A.expectInputError(Self.coupling, "Sigma=[[1,0],[0,1]] A=[[1,2],[2,1]] eps=-1", parameter: "eps")
    A.expectInputError(
      Self.energy, "Sigma=[[1,0],[0,1]] A=[[1,2],[2,1]] eps=1", parameter: "eps", contains: "unknown")
    A.expectInputError(Self.energy, "Sigma=[[1,0],[0,-1]] A=[[1,2],[2,1]]", parameter: "Sigma")
    A.expectInputError(
      Self.energy, "Sigma=[[1,0],[0,1]] A=[[1,2,3],[2,1,3],[3,3,3]]", parameter: "A", contains: "3 by 3")
  }

  @Test func digitsAndTime() throws {
    for (id, output) in [
      (Self.coupling, "D[1,2]"), (Self.coupling, "contraction"), (Self.energy, "E"), (Self.energy, "dEdt"),
    ] {
      let call = Self.call(A.sig(3), A.aq(3) + A.aq(3).transpose, "output=\(output)")
      let (long, short) = (try A.answer(id, call, digits: 1000), try A.answer(id, call, digits: 50))
      #expect(
        long.exitCode == 0 && long.value.count > 1000 && long.value.hasPrefix(short.value.dropLast(2)),
        "\(output)")
      #expect(long.seconds < 10 && short.seconds < 1, "\(output): \(long.seconds) \(short.seconds)")
    }
    let large = try A.answer(Self.coupling, Self.call(A.sig(16), A.aq(16), "output=D"), digits: 50)
    #expect(large.exitCode == 0 && large.seconds < 5, "\(large.seconds) \(large.reason ?? "")")
  }

  @Test func crossChecks() throws {
    try A.expectCrossCheck(Self.coupling, error: 1e-9)
    try A.expectCrossCheck(Self.coupling, Self.call(A.singular(3), A.aq(3), "eps=1/2 output=D"), error: 1e-8)
    try A.expectCrossCheck(
      Self.coupling, Self.call(A.sig(2), A.aq(2).scaled(by: 2), "output=contraction"), error: 1e-8)
    try A.expectCrossCheck(Self.energy, error: 1e-8)
    try A.expectCrossCheck(
      Self.energy, Self.call(A.sig(2), (A.aq(2) + A.aq(2).transpose), "output=dEdt"), error: 1e-4)
  }
}
