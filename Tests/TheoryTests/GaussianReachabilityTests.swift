import Testing

@testable import VlasovTheory

@Suite struct GaussianReachabilityTests {
  static let id = "reachability"

  /// A symmetric positive definite matrix M^T M + I.
  private func definite(_ d: Int, _ stream: inout SeededStream) -> Matrix<Rational> {
    let m = Layer.randomMatrix(d, &stream)
    return m.transpose * m + .identity(d)
  }

  /// e^{WT} Σ_0 e^{WT} = Σ_1, by the exponential; W symmetric.
  @Test(arguments: [1, 2, 3, 4]) func feedForward(_ d: Int) throws {
    let seed: UInt64 = 41
    var stream = SeededStream(seed: seed &+ UInt64(d))
    let (start, end) = (definite(d, &stream), definite(d, &stream))
    let w = try Layer.matrix(
      Self.id, "Sigma0=\(Layer.text(start)) Sigma1=\(Layer.text(end)) T=3/2", digits: 40)
    withPrecision(180) {
      let flow = w.scaled(by: Ball(Rational(3, 2))).exponential()
      Layer.expectSame(flow * start.lifted() * flow, end.lifted())
      Layer.expectSame(w, w.transpose)
    }
  }

  /// Σ(t)^-1 = Σ_0^-1 - tS: at T it is Σ_1^-1.
  @Test(arguments: [1, 2, 3]) func attention(_ d: Int) throws {
    var stream = SeededStream(seed: 42 &+ UInt64(d))
    let (start, end) = (definite(d, &stream), definite(d, &stream))
    let a = try Layer.matrix(
      Self.id, "Sigma0=\(Layer.text(start)) Sigma1=\(Layer.text(end)) T=5/3 output=A", digits: 40)
    withPrecision(180) {
      let end0: Matrix<Ball> = end.lifted()
      let reached = (start.lifted().inverse - (a + a.transpose).scaled(by: Ball(Rational(5, 3)))).inverse
      Layer.expectSame(reached, end0)
    }
  }

  /// For d = 1: W = ln(Σ_1/Σ_0)/(2T), A = (1/Σ_0 - 1/Σ_1)/(2T).
  @Test func oneDimension() throws {
    let w = try Layer.ball(Self.id, "Sigma0=2 Sigma1=5 T=3 output=W[1,1]", digits: 40)
    withPrecision(160) { Layer.expectSame(w, .log(Ball(Rational(5, 2))) / 6, digits: 38) }
    let a = try Layer.answer(Self.id, "Sigma0=2 Sigma1=5 T=3 output=A[1,1]")
    #expect(a.status == .exact && a.value == "0.05")
    let real = try Layer.ball(Self.id, "Sigma0=2 Sigma1=5 T=sqrt(3) output=A[1,1]", digits: 40)
    withPrecision(160) { Layer.expectSame(real, Ball(Rational(3, 20)) / .sqrt(3), digits: 38) }
  }

  @Test func exactZeros() throws {
    for output in ["W", "A"] {
      let answer = try Layer.answer(Self.id, "Sigma0=\(Layer.sig2) Sigma1=\(Layer.sig2) output=\(output)")
      #expect(answer.status == .exact && answer.value == "[[0,0],[0,0]]", "\(answer.value)")
    }
    // Commuting blocks: zeros between them are exact, and the third block only stretches.
    let w = try Layer.matrix(
      Self.id,
      "Sigma0=[[2,1,0,0],[1,2,0,0],[0,0,3,1],[0,0,1,3]] Sigma1=[[3,1,0,0],[1,3,0,0],[0,0,6,2],[0,0,2,6]]")
    #expect(w[0, 2].isZero && w[1, 3].isZero && w[2, 3].isZero && w[0, 1].isNonZero)
    withPrecision(150) { Layer.expectSame(w[2, 2], .log(2) / 2, digits: 38) }
  }

  /// W = (log Sigma1)/2 for Sigma0 = I: eigenvalues 1e10 and 1e-8 of Sigma1.
  @Test func wideSpectrum() throws {
    let (a, b) = ("(1e10+1e-8)/2", "(1e10-1e-8)/2")
    let call = "Sigma0=[[1,0],[0,1]] Sigma1=[[\(a),\(b)],[\(b),\(a)]]"
    let diagonal = try Layer.ball(Self.id, "\(call) output=W[1,1]")
    Layer.expectSame(diagonal, withPrecision(256) { Ball.log(10) / 2 })
    let other = try Layer.ball(Self.id, "\(call) output=W[1,2]")
    Layer.expectSame(other, withPrecision(256) { 9 * Ball.log(10) / 2 })
  }

  @Test func ranks() throws {
    try Layer.expectRefusal(Self.id, "Sigma0=\(Layer.sig2) Sigma1=[[1,1],[1,1]]", "unreachable")
    try Layer.expectRefusal(Self.id, "Sigma0=[[1,1],[1,1]] Sigma1=[[1,2],[2,4]]", "Sigma0 > 0")
    let other = "Sigma0=\(Layer.sig2) Sigma1=[[1,1],[1,1]]"
    #expect(try Layer.verdict(Self.id, other) == .refuted)
    #expect(try Layer.verdict(Self.id, "Sigma0=\(Layer.sig2) Sigma1=\(Layer.bq2)") == .proved)
  }

  @Test func badInput() {
    Layer.expectInputError(Self.id, "Sigma0=\(Layer.sig2) Sigma1=\(Layer.sig2) T=0", parameter: "T")
    Layer.expectInputError(Self.id, "Sigma0=\(Layer.sig2) Sigma1=\(Layer.sig3)", parameter: "Sigma1")
    Layer.expectInputError(Self.id, "Sigma0=[[1,2],[2,1]] Sigma1=\(Layer.sig2)", parameter: "Sigma0")
    Layer.expectInputError(Self.id, "Sigma0=\(Layer.sig2) Sigma1=[[1,0],[1/9,1]]", parameter: "Sigma1")
  }

  @Test func simulation() throws {
    for output in ["W", "A"] {
      let fair = try Layer.crossCheck(Self.id, output: output)
      #expect(fair.verdict == .agrees, "\(output): \(fair)")
      let foul = try Layer.crossCheck(Self.id, output: output) { $0 * (1 + 1e-6) }
      #expect(foul.verdict == .disagrees, "\(output)")
    }
  }
}
