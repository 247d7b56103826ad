import Testing

@testable import VlasovTheory

@Suite struct GaussianBlowUpTests: ThemeTests {
  static let theme = "gaussian"
  typealias I = FlowInstance

  static func call(_ v: Matrix<Rational>, _ output: String = "tstar") -> String {
    let a = (I.bq(2) + I.nq(2)).scaled(by: Rational(1, 4))
    return "Sigma0=\(I.sig(2).json) A=\(a.json) V=\(v.json) output=\(output)"
  }

  /// V = vI: t* = 1/λ_max(v R^T S R).
  @Test func scalarValue() throws {
    let time = try Self.ball("blow-up-general", Self.call(.identity(2)), digits: 50)
    withPrecision(250) {
      let factor = I.sig(2).ballFactor() ?? .identity(2)
      let s = I.bq(2).scaled(by: Rational(1, 2)).lifted(to: Ball.self)
      let largest = (factor.transpose * s * factor).symmetricPart.symmetricEigenvalues()[1]
      Self.expectSame(time, 1 / largest, digits: 50)
    }
  }

  @Test func manyDigits() throws {
    let long = try Self.answer("blow-up-general", Self.call(I.vp(2)), digits: 60)
    #expect(
      long.status == .certified && long.value.hasPrefix("0.21006404367757963204466759628068348568287781"))
    let three = try Self.answer(
      "blow-up-general", "Sigma0=\(I.sig(3).json) A=\((I.bq(3) + I.nq(3)).json) V=\(I.vp(3).json)", digits: 15
    )
    #expect(three.status == .certified)
  }

  @Test func boundsEnclose() throws {
    for v in [I.vp(2), Matrix<Rational>([[2, 0], [0, Rational(1, 2)]])] {
      let (low, time, high) = (
        try Self.ball("blow-up-general", Self.call(v, "lower"), digits: 20),
        try Self.ball("blow-up-general", Self.call(v), digits: 20),
        try Self.ball("blow-up-general", Self.call(v, "upper"), digits: 20)
      )
      #expect(low.isBelow(time) && time.isBelow(high))
    }
    // d = 1: y' = 2 v a y², both bounds are t* = 1/(2 v a s).
    for output in ["lower", "tstar", "upper"] {
      let x = try Self.ball("blow-up-general", "Sigma0=3 A=1/2 V=2 output=\(output)", digits: 25)
      withPrecision(120) { Self.expectSame(x, Ball(Rational(1, 6)), digits: 25, output) }
    }
  }

  @Test func singularStart() throws {
    let call = "A=\((I.bq(2) + I.nq(2)).json) V=\(I.vp(2).json)"
    let a = try Self.ball("blow-up-general", "\(call) Sigma0=[[1,1/2],[1/2,1/4]]", digits: 30)
    let b = try Self.ball("rank-one-flow", "\(call) u0=[1,1/2] output=tstar", digits: 30)
    Self.expectSame(a, b, digits: 30)
  }

  @Test func hypotheses() throws {
    let a = (I.bq(2) + I.nq(2)).json
    try Self.expectRefusal(
      "blow-up-general", "Sigma0=\(I.sig(2).json) A=\(a) V=\(I.vq(2).json)", "V = V^T > 0")
    try Self.expectRefusal(
      "blow-up-general", "Sigma0=\(I.sig(2).json) A=\(I.aq(2).json) V=\(I.vp(2).json) output=upper",
      "A + A^T > 0")
    try Self.expectRefusal(
      "blow-up-general", "Sigma0=[[0,0],[0,0]] A=\(a) V=\(I.vp(2).json)", "Sigma0 != 0")
    // The lower bound speaks about every V and A.
    let lower = try Self.answer(
      "blow-up-general", "Sigma0=\(I.sig(2).json) A=\(I.aq(2).json) V=\(I.vq(2).json) output=lower")
    #expect(lower.status == .certified)
    let never = try Self.answer(
      "blow-up-general", "Sigma0=\(I.sig(2).json) A=[[0,0],[0,0]] V=\(I.vq(2).json) output=lower")
    #expect(never.value == "inf")
    Self.expectInputError("blow-up-general", "Sigma0=[[1,0],[0,1]] A=1 V=[[1,0],[0,1]]", parameter: "A")
  }

  @Test func budgetKeepsTheBracket() throws {
    let answer = try Self.answer("blow-up-general", Self.call(I.vp(2)), digits: 3000, seconds: 0.4)
    #expect(answer.status == .undecided && answer.digits < 3000)
    #expect(answer.ball?.contains(try Self.ball("blow-up-general", Self.call(I.vp(2)), digits: 30)) ?? false)
  }

  @Test(arguments: ["tstar", "lower", "upper"]) func simulation(output: String) throws {
    #expect(try Self.crossCheck("blow-up-general", output: output).verdict == .agrees)
    let wrong = try Self.crossCheck("blow-up-general", output: output) {
      $0 * (output == "lower" ? 2 : output == "upper" ? 0.2 : 1.001)
    }
    #expect(wrong.verdict == .disagrees)
  }
}
