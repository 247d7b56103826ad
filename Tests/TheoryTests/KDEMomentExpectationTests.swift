import Testing

@testable import VlasovTheory

/// kde.moments: quadrature, exact zeros, asymptotics, tiny beta, intervals.
@Suite struct KDEMomentExpectationTests {
  /// G^i G'^j φ(u - t) over p = [t, β].
  struct Integrand: Function1 {
    let i: Int
    let j: Int
    func callAsFunction<T: SpecialAnalytic>(_ u: T, _ p: [T]) -> T {
      let square = p[1] * T.pow(u, 2)
      let kernel = T.exp(-(square / 2))
      let density = T.exp(-(T.pow(u - p[0], 2) / 2)) / T.sqrt(2 * T.pi)
      return T.pow(u * kernel, i) * T.pow((1 - square) * kernel, j) * density
    }
  }

  /// |G| <= (eβ)^(-1/2) < max(1, β^(-1/2)) and |G'| <= 1, so that outside |u - t| <= 14 the integral is at most
  /// max(1, β^(-1/2))^i erfc(14/√2) < 10^-43 max(1, 1/β)^3.
  private func quadrature(_ i: Int, _ j: Int, _ t: Rational, _ beta: Rational) -> Ball {
    withPrecision(130) {
      let (x, b) = (Ball(t), Ball(beta))
      let core = Ball.integral(Integrand(i: i, j: j), [x, b], from: x - 14, to: x + 14)
      let tail = Ball.erfc(14 / Ball.sqrt(2)) * Ball.max(1, 1 / Ball.pow(b, 3))
      return Ball(center: core, radius: tail.magnitude)
    }
  }

  @Test func momentsAreIntegrals() throws {
    let seed: UInt64 = 30
    var random = RandomStream(seed: seed, stream: 1)
    for i in 0...6 {
      for j in 0...(6 - i) where i + j > 0 && (i + j <= 3 || random.integer(below: 3) == 0) {
        let t = random.rational(-4, 4)
        let beta = random.rational(0, 12, over: 8)
        let closed = try KDEExpectation.ball("moments", "beta=\(beta) t=\(t) i=\(i) j=\(j)")
        let integral = quadrature(i, j, t, beta)
        #expect(
          closed.overlaps(integral) && integral.radius <= .power2(-110),
          "seed \(seed): E G^\(i) G'^\(j) at beta=\(beta), t=\(t): \(closed.dump), \(integral.dump)")
      }
    }
  }

  /// Covariance and determinant against their definitions, through the raw moments.
  @Test func covarianceIsThatOfTheMoments() throws {
    let seed: UInt64 = 31
    var random = RandomStream(seed: seed, stream: 1)
    for trial in 0..<40 {
      let t = trial % 8 == 0 ? Rational(trial * 100) : random.rational(-6, 6)
      let exponent = random.integer(below: 13) - 6
      let power = try #require(Rational(10).power(exponent))
      let beta = random.rational(0, 9, over: 8) * power
      let law = withPrecision(3000) { KernelLaw(t: Ball(t), beta: Ball(beta)) }
      let (s11, s12, s22) = withPrecision(3000) {
        let (x, y) = (law.moment(1, 0), law.moment(0, 1))
        return (law.moment(2, 0) - x * x, law.moment(1, 1) - x * y, law.moment(0, 2) - y * y)
      }
      let det = s11 * s22 - s12 * s12
      let expected = ["s11": s11, "s12": s12, "s22": s22, "det": det, "tau2": det / s11]
      for (output, value) in expected {
        if output == "s12", t.isZero { continue }
        let closed = try KDEExpectation.ball("moments", "beta=\(beta) t=\(t) output=\(output)")
        KDEExpectation.expectSame(
          closed, value, digits: 28, "seed \(seed): \(output) at beta=\(beta), t=\(t)")
        // Positive definite.
        if output != "s12" { #expect(closed.isPositive) }
      }
    }
  }

  @Test func exactValues() throws {
    try KDEExpectation.expectExact("moments", "beta=3 t=7 i=0 j=0", "1")
    for call in [
      "beta=5 t=0 i=1 j=0", "beta=5 t=0 i=3 j=2", "beta=1/3 t=2 i=0 j=1", "beta=1 t=sqrt(2) i=0 j=1",
      "beta=1/2 t=-sqrt(2) i=1 j=1", "beta=7 t=0 output=s12",
    ] { try KDEExpectation.expectExact("moments", call, "0") }
    // Next to an exact zero there is a small number.
    #expect(
      try KDEExpectation.ball("moments", "beta=1/3 t=2.0000000000000000000000000000000001 i=0 j=1").isNegative
    )
    #expect(try KDEExpectation.ball("moments", "beta=7 t=1e-40 output=s12").isNegative)
  }

  @Test func symmetry() throws {
    for (i, j) in [(1, 0), (0, 1), (2, 1), (3, 3), (1, 2)] {
      let right = try KDEExpectation.ball("moments", "beta=2/3 t=7/5 i=\(i) j=\(j)")
      let left = try KDEExpectation.ball("moments", "beta=2/3 t=-7/5 i=\(i) j=\(j)")
      KDEExpectation.expectSame(i % 2 == 0 ? left : -left, right, digits: 28, "\(i), \(j)")
    }
    let right = try KDEExpectation.ball("moments", "beta=2/3 t=7/5 output=s12")
    let left = try KDEExpectation.ball("moments", "beta=2/3 t=-7/5 output=s12")
    KDEExpectation.expectSame(-left, right, digits: 28, "s12")
  }

  /// The paper's leading terms, with the 1/β that it omits in E G'.
  @Test func leadingOrder() throws {
    let beta = "1e16"
    for t in ["1/2", "1", "2"] {
      let at = { (output: String) in try KDEExpectation.ball("moments", "beta=\(beta) t=\(t) \(output)") }
      let x = try RealParameter(parsing: t).ball
      let k = Ball.exp(-(x * x / 2)) / Ball.pow(Ball(10), 24)
      let tolerance = Rational(1, 100_000_000_000_000)
      KDEExpectation.expectNear(try at("i=1 j=0"), k * x, tolerance: tolerance, "mu1")
      KDEExpectation.expectNear(
        try at("i=0 j=1"), k * (1 - x * x + 1 / Ball.pow(Ball(10), 16)), tolerance: tolerance, "mu2 at \(t)")
      let root = Ball.sqrt(2)
      KDEExpectation.expectNear(try at("output=s11"), k / (2 * root), tolerance: tolerance * 1_000_000, "s11")
      KDEExpectation.expectNear(
        try at("output=s12"), -(k * x) / (4 * root), tolerance: tolerance * 1_000_000, "s12")
      KDEExpectation.expectNear(
        try at("output=s22"), 3 * k * Ball.pow(Ball(10), 16) / (4 * root), tolerance: tolerance * 1_000_000,
        "s22")
    }
  }

  /// For β -> 0 G = u - βu³/2 + ..., G' = 1 - (3/2) βu² + ...: s22 ~ 9β² (t² + 1/2), s12 ~ -3βt, τ² ~ (9/2) β².
  @Test func tinyBeta() throws {
    for (t, digits) in [("0", 24), ("3", 24), ("1e6", 6)] {
      let tolerance = try #require(Rational(10).power(-digits))
      let x = try RealParameter(parsing: t).ball
      let beta = 1 / Ball.pow(Ball(10), 30)
      let at = { (output: String) in
        try KDEExpectation.ball("moments", "beta=1e-30 t=\(t) output=\(output)", digits: 50)
      }
      KDEExpectation.expectNear(try at("s11"), 1, tolerance: tolerance, "s11")
      KDEExpectation.expectNear(
        try at("s22"), 9 * beta * beta * (x * x + 1 / Ball(2)), tolerance: tolerance, "s22")
      KDEExpectation.expectNear(try at("tau2"), 9 * beta * beta / 2, tolerance: tolerance, "tau2")
      KDEExpectation.expectNear(try at("det"), 9 * beta * beta / 2, tolerance: tolerance, "det")
      if t != "0" { KDEExpectation.expectNear(try at("s12"), -(3 * beta * x), tolerance: tolerance, "s12") }
    }
  }

  /// Far out everything is tiny, and has its digits.
  @Test func farOut() throws {
    for output in ["s11", "s12", "s22", "tau2", "det"] {
      let answer = try KDEExpectation.answer("moments", "beta=2 t=1e4 output=\(output)", digits: 50)
      #expect(answer.status == .certified && answer.digits == 50, "\(output): \(answer.reason ?? "")")
      #expect(answer.bits < 600)
    }
  }

  @Test func intervals() throws {
    for output in ["i=2 j=1", "output=s11", "output=s12", "output=s22", "output=tau2", "output=det"] {
      let whole = try KDEExpectation.ball("moments", "beta=[2,2.01] t=[0.7,0.71] \(output)")
      #expect(whole.isFinite)
      for (beta, t) in [("2", "0.7"), ("2.01", "0.71"), ("2.005", "0.703")] {
        let point = try KDEExpectation.ball("moments", "beta=\(beta) t=\(t) \(output)")
        #expect(whole.overlaps(point), "\(output)")
      }
    }
  }

  @Test func badInput() throws {
    KDEExpectation.expectInputError("moments", "beta=1 t=0 i=7 j=0", parameter: "i")
    KDEExpectation.expectInputError("moments", "beta=1 t=0 i=-1 j=0", parameter: "i")
    KDEExpectation.expectInputError("moments", "beta=1 t=0 i=4 j=3", parameter: "j")
    KDEExpectation.expectInputError("moments", "beta=1 t=0 i=1/2 j=3", parameter: "i")
    KDEExpectation.expectInputError("moments", "beta=0 t=0 i=1 j=1", parameter: "beta")
    KDEExpectation.expectInputError("moments", "beta=-1 t=0 i=1 j=1", parameter: "beta")
    KDEExpectation.expectInputError("moments", "beta=1 t=0 i=1", parameter: "j")
    KDEExpectation.expectInputError("moments", "beta=1 t=0 i=1 output=s11", parameter: "i")
    KDEExpectation.expectInputError("moments", "beta=1 t=inf output=s11", parameter: "t")
    KDEExpectation.expectInputError("moments", "beta=1 output=s11", parameter: "t")
    let call = try KDEExpectation.call("moments", "beta=1 t=0 i=5 j=5")
    #expect(throws: InputError.self) { try KernelMoments.validate(call.arguments) }
  }
}
