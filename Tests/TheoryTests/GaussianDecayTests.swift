import Testing

@testable import VlasovTheory

/// psd-value-decay and isospectral-flow.
@Suite struct GaussianDecayTests: ThemeTests {
  static let theme = "gaussian"
  typealias I = FlowInstance

  static func decay(_ d: Int, t: String, _ output: String) -> String {
    "Sigma0=\(I.sig(d).json) V=\(I.vp(d).json) A=\((-I.bq(d)).json) t=\(t) output=\(output)"
  }

  @Test func boundsEnclose() throws {
    for t in ["1/10", "3", "100", "100000"] {
      let (low, f, high) = (
        try Self.ball("psd-value-decay", Self.decay(2, t: t, "lower"), digits: 20),
        try Self.ball("psd-value-decay", Self.decay(2, t: t, "f"), digits: 20),
        try Self.ball("psd-value-decay", Self.decay(2, t: t, "upper"), digits: 20)
      )
      #expect(low.isBelow(f) && f.isBelow(high), "t=\(t)")
    }
  }

  /// d = 1: s' = -2 v b s², f = s/v, and both bounds are equal to it.
  @Test func oneDimension() throws {
    for output in ["f", "lower", "upper"] {
      let answer = try Self.answer("psd-value-decay", "Sigma0=3 V=2 A=-1/2 t=5 output=\(output)", digits: 30)
      // s = 3/(1 + 2·2·(1/2)·3·5) = 3/31
      let expected = withPrecision(120) { Ball(Rational(3, 62)) }
      #expect(answer.ball?.overlaps(expected) ?? false, "\(answer)")
    }
  }

  /// V = vI: the closed form of the covariance.
  @Test func scalarValue() throws {
    let f = try Self.ball(
      "psd-value-decay", "Sigma0=\(I.sig(3).json) V=[[2,0,0],[0,2,0],[0,0,2]] A=\((-I.bq(3)).json) t=7",
      digits: 50)
    let s = I.bq(3).scaled(by: 2 * 2 * 7)
    let end = try #require((Matrix<Rational>.identity(3) + I.sig(3) * s).solving(I.sig(3)))
    withPrecision(200) { Self.expectSame(f, Ball(end.trace / 2), digits: 50) }
  }

  @Test func hypothesesOfDecay() throws {
    try Self.expectRefusal(
      "psd-value-decay", "Sigma0=\(I.sig(2).json) V=\(I.vq(2).json) A=\((-I.bq(2)).json) t=1", "V = V^T > 0")
    try Self.expectRefusal(
      "psd-value-decay", "Sigma0=\(I.sig(2).json) V=\(I.vp(2).json) A=\(I.bq(2).json) t=1", "-(A + A^T) >= 0")
    // Singular B_s: f only.
    let singular = "Sigma0=\(I.sig(2).json) V=\(I.vp(2).json) A=[[-1,0],[0,0]] t=1"
    #expect(try Self.answer("psd-value-decay", singular).status == .certified)
    try Self.expectRefusal("psd-value-decay", "\(singular) output=upper", "-(A + A^T) > 0")
    #expect(try Self.answer("psd-value-decay", Self.decay(2, t: "0", "f")).status == .exact)
  }

  @Test(arguments: ["f", "lower", "upper"]) func simulationOfDecay(output: String) throws {
    #expect(try Self.crossCheck("psd-value-decay", output: output).verdict == .agrees)
    let wrong = try Self.crossCheck("psd-value-decay", output: output) {
      $0 * (output == "lower" ? 8 : output == "upper" ? 0.9 : 1 + 1e-6)
    }
    #expect(wrong.verdict == .disagrees)
  }

  // MARK: Isospectral flow

  @Test func rotationAndPeriod() throws {
    let call = "a=3/4 V=[[0,-2/3],[2/3,0]] Sigma0=\(I.sig(2).json)"
    // The period is 8π/11: after it the covariance is back.
    let back = try Self.matrix("isospectral-flow", "\(call) t=8*pi/11", digits: 40)
    withPrecision(200) { Self.expectSame(back, I.sig(2).lifted(), digits: 39) }
    let half = try Self.matrix("isospectral-flow", "\(call) t=4*pi/11", digits: 40)
    // Half of it exchanges the axes.
    withPrecision(200) {
      Self.expectSame(half[0, 0], Ball(Rational(5, 4)), digits: 39)
      Self.expectSame(half[0, 1], Ball(Rational(-1, 3)), digits: 39)
    }
  }

  @Test func invariantsAreKept() throws {
    for (d, t) in [(3, "5"), (4, "2")] {
      let end = try Self.matrix(
        "isospectral-flow", "a=-3/4 V=\(I.nq(d).json) Sigma0=\(I.sig(d).json) t=\(t)", digits: 30)
      #expect(IsospectralFlow.conserves(I.nq(d), I.sig(d), end))
      let spectrum = end.symmetricEigenvalues()
      let before = withPrecision(160) { I.sig(d).lifted(to: Ball.self).symmetricEigenvalues() }
      for (x, y) in zip(spectrum, before) { Self.expectSame(x, y, digits: 25) }
      // A wrong covariance does not pass.
      var wrong = end
      wrong[0, 0] = end[0, 0] + Ball(Rational(1, 1000))
      #expect(!IsospectralFlow.conserves(I.nq(d), I.sig(d), wrong))
    }
  }

  /// Backwards by the sign of a.
  @Test func reversal() throws {
    let n = I.nq(3)
    let there = try Self.matrix("isospectral-flow", "a=1 V=\((-n).json) Sigma0=\(I.sig(3).json) t=1")
    let same = try Self.matrix("isospectral-flow", "a=-1 V=\(n.json) Sigma0=\(I.sig(3).json) t=1")
    Self.expectSame(there, same)
    let root = try Self.matrix("isospectral-flow", "a=sqrt(2) V=\(n.json) Sigma0=\(I.sig(3).json) t=1")
    let time = try Self.matrix("isospectral-flow", "a=1 V=\(n.json) Sigma0=\(I.sig(3).json) t=sqrt(2)")
    Self.expectSame(root, time)
  }

  @Test func domainOfTheIsospectralFlow() throws {
    Self.expectInputError(
      "isospectral-flow", "V=[[0,1],[1,0]] Sigma0=[[1,0],[0,1]] t=1", parameter: "V", contains: "skew")
    try Self.expectRefusal(
      "isospectral-flow", "V=\(I.nq(3).json) Sigma0=\(I.sig(3).json) output=period", "d = 2")
    try Self.expectRefusal(
      "isospectral-flow", "V=[[0,1],[-1,0]] Sigma0=[[1,0],[0,1]] output=period", "multiple of I")
    try Self.expectRefusal(
      "isospectral-flow", "a=0 V=[[0,1],[-1,0]] Sigma0=\(I.sig(2).json) output=period", "a != 0")
    #expect(try Self.answer("isospectral-flow", "V=[[0,1],[-1,0]] Sigma0=[[2,0],[0,2]] t=3").status == .exact)
    #expect(try Self.answer("isospectral-flow", "V=0 Sigma0=5 t=3").value == "[[5]]")
  }

  @Test func simulationOfTheRotation() throws {
    for parameters in [
      "", "a=3/4 V=\(I.nq(3).json) Sigma0=\(I.sig(3).json) t=1 output=Sigma[1,3]",
      "a=3/4 V=[[0,-2/3],[2/3,0]] Sigma0=\(I.sig(2).json) output=period",
    ] {
      #expect(
        try Self.crossCheck("isospectral-flow", parameters: parameters).verdict == .agrees, "\(parameters)")
      let wrong = try Self.crossCheck("isospectral-flow", parameters: parameters) { $0 * (1 + 1e-6) }
      #expect(wrong.verdict == .disagrees, "\(parameters)")
    }
  }
}
