import Testing

@testable import VlasovTheory

/// Equiangular tokens: closed forms against quadrature of the ODE, limits, domains.
@Suite struct ClusteringOverlapTimeTests {
  /// 1/γ' of SA (p[2] = 1) and USA (p[2] = 0) at overlap x, p = (n, β, kind).
  struct Delay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
      let (n, beta) = (p[0], p[1])
      let normalised = T.exp(beta * (1 - x)) + n - 1
      let plain = n * T.exp(-(beta * x))
      return (p[2] * normalised + (1 - p[2]) * plain) / (2 * (1 - x) * (1 + (n - 1) * x))
    }
  }

  private func time(_ kind: String, _ n: Int, _ beta: String, _ from: String, _ to: String) throws -> Ball {
    try Overlap.ball("orthogonal-time", "kind=\(kind) n=\(n) beta=\(beta) gamma0=\(from) gamma=\(to)")
  }

  @Test(arguments: ["SA", "USA"]) func quadrature(_ kind: String) throws {
    for (n, beta, from, to) in [
      (2, "1/7", "0", "1/2"), (2, "0", "-9/10", "9/10"), (3, "1", "-2/5", "3/4"), (4, "9", "0", "1/3"),
      (32, "4", "0", "7/8"), (5, "1/1000", "1/10", "1/5"), (3, "30", "1/2", "1/2+1e-20"),
    ] {
      let value = try time(kind, n, beta, from, to)
      try withPrecision(260) {
        let other = Ball.integral(
          Delay(), [Ball(n), try RealParameter(parsing: beta).ball, kind == "SA" ? 1 : 0],
          from: try RealParameter(parsing: from).ball, to: try RealParameter(parsing: to).ball)
        Overlap.expectSame(value, other, digits: 35, "\(kind) n=\(n) beta=\(beta) \(from) -> \(to)")
      }
    }
  }

  /// At β = 0 both kinds take T_0; from 0 with n = 2 the overlap is tanh t.
  @Test func noTemperature() throws {
    for kind in ["SA", "USA"] {
      let value = try time(kind, 2, "0", "0", "1/3")
      withPrecision(200) { Overlap.expectSame(value, Ball.atanh(Ball(Rational(1, 3))), digits: 38, kind) }
      let overlap = try Overlap.ball("orthogonal-overlap", "kind=\(kind) n=2 beta=0 t=3/2")
      withPrecision(200) { Overlap.expectSame(overlap, Ball.tanh(Ball(Rational(3, 2))), digits: 38, kind) }
    }
    // No jump at 0.
    let (tiny, zero) = (try time("SA", 5, "1e-40", "0", "1/2"), try time("SA", 5, "0", "0", "1/2"))
    #expect((tiny - zero).magnitude <= .power2(-125))
  }

  @Test func extremes() throws {
    // T ~ e^β/(2β): (T/(e^β/(2β)) - 1) β -> -(n - 2).
    let huge = try time("SA", 3, "1e5", "0", "1/2")
    withPrecision(300) {
      let ratio = huge * 2e5.exactBall / Ball.exp(Ball(100_000))
      #expect(((ratio - 1) * 100_000 + 1).magnitude <= .power2(-8))
    }
    // Each tenth of the gap adds log(10)/2 in the end.
    let (a, b) = (try time("SA", 4, "2", "0", "1-1e-300"), try time("SA", 4, "2", "0", "1-1e-301"))
    withPrecision(200) { #expect((b - a - Ball.log(10) / 2).magnitude <= .power2(-100)) }
    #expect(try Overlap.answer("orthogonal-time", "n=4 beta=1 gamma=0").value == "0")
    #expect(try Overlap.answer("orthogonal-time", "n=4 beta=1 gamma0=sqrt(2)/2 gamma=1/sqrt(2)").value == "0")
    #expect(try Overlap.answer("orthogonal-time", "n=1000000000000 beta=50 gamma=1/2").exitCode == 0)
  }

  /// The inverse of the hitting time, both ways, and both outputs add up to 1.
  @Test(arguments: ["SA", "USA"]) func inverse(_ kind: String) throws {
    for (n, beta, from, to) in [
      (2, "0", "0", "1/2"), (3, "1", "-2/5", "3/4"), (16, "3", "0", "0.999999"), (4, "200", "0", "1e-30"),
      (7, "1/1000", "1/10", "1-1e-50"),
    ] {
      let call = "kind=\(kind) n=\(n) beta=\(beta) gamma0=\(from)"
      let t = try Overlap.ball("orthogonal-time", "\(call) gamma=\(to)", digits: 65)
      // Bounds of t as decimals give bounds of the overlap.
      let (low, high) = (t.lowerDecimal(digits: 60), t.upperDecimal(digits: 60))
      let a = try Overlap.ball("orthogonal-overlap", "\(call) t=\(low)", digits: 150)
      let b = try Overlap.ball("orthogonal-overlap", "\(call) t=\(high)", digits: 150)
      try withPrecision(700) {
        let target = try RealParameter(parsing: to).ball
        #expect(a.isBelow(b) && !target.isBelow(a) && !b.isBelow(target), "\(call) \(to)")
        #expect((b - a).magnitude <= target.magnitude.scaled(by: -100))
      }
      let gap = try Overlap.ball("orthogonal-overlap", "\(call) t=\(low) output=gap", digits: 150)
      withPrecision(700) { #expect((gap + a - 1).magnitude <= .power2(-450)) }
    }
    let start = try Overlap.answer("orthogonal-overlap", "kind=\(kind) n=4 beta=1 gamma0=1/4 t=0 output=gap")
    #expect(start.value == "0.75" && start.status == .exact)
    // A short time: γ' t.
    let short = try Overlap.ball("orthogonal-overlap", "kind=\(kind) n=4 beta=0 t=1e-60")
    withPrecision(300) { #expect((short * Ball.pow(10, 60) * 2 - 1).magnitude <= .power2(-125)) }
    // A long time.
    #expect(
      try Overlap.answer("orthogonal-overlap", "kind=\(kind) n=4 beta=1 t=1e4 output=gap").exitCode == 0)
  }

  /// log C is the limit of λ t + log gap, with corrections of order of the gap.
  @Test(arguments: ["SA", "USA"]) func constant(_ kind: String) throws {
    for (n, beta, from) in [(2, "0", "0"), (4, "1", "0"), (5, "1/100", "-1/5"), (32, "4", "1/2")] {
      let call = "kind=\(kind) n=\(n) beta=\(beta) gamma0=\(from)"
      let logC = try Overlap.ball("orthogonal-rate-constant", "\(call) output=log_C")
      let rate = try Overlap.ball("orthogonal-rate-constant", "\(call) output=rate")
      let t = try Overlap.ball("orthogonal-time", "\(call) gamma=1-1e-60")
      withPrecision(300) {
        Overlap.expectSame(
          Ball(center: rate * t - 60 * Ball.log(10), radius: .power2(-150)), logC, digits: 35, call)
      }
      let c = try Overlap.ball("orthogonal-rate-constant", "\(call) output=C")
      withPrecision(200) { Overlap.expectSame(c, Ball.exp(logC), digits: 35, call) }
    }
    #expect(try Overlap.answer("orthogonal-rate-constant", "n=4 beta=1 output=rate").value == "2")
    #expect(try Overlap.answer("orthogonal-rate-constant", "n=4 beta=1e4 output=log_C").exitCode == 0)
  }

  @Test func phaseCurve() throws {
    let beta = try Overlap.ball("phase-curve", "t=5 n=5 delta=1/100", digits: 60)
    let (low, high) = (beta.lowerDecimal(digits: 55), beta.upperDecimal(digits: 55))
    let a = try Overlap.ball("phase-curve", "beta=\(low) n=5 delta=1/100 output=t", digits: 50)
    let b = try Overlap.ball("phase-curve", "beta=\(high) n=5 delta=1/100 output=t", digits: 50)
    #expect(!Ball(5).isBelow(a) && !b.isBelow(5))
    // t_δ(0) = (1/2) log 496 = 3.1033...
    Overlap.expectInputError("phase-curve", "t=2 n=5 delta=1/100", "t", contains: "t_delta(0)")
    Overlap.expectInputError("phase-curve", "t=3.10 n=5 delta=1/100", "t", contains: "t_delta(0)")
    // Just above t_δ(0), for large t, and where it is exactly 0.
    let slow = try Overlap.answer("phase-curve", "t=log(496)/2+1e-30 n=5 delta=1/100")
    #expect(slow.exitCode == 0)
    #expect(try Overlap.answer("phase-curve", "t=1e30 n=5 delta=1/100").exitCode == 0)
    #expect(try Overlap.answer("phase-curve", "t=log(496)/2 n=5 delta=1/100").value == "0")
    for (call, name) in [
      ("t=3 n=5 delta=0", "delta"), ("t=3 n=5 delta=1", "delta"), ("t=3 n=1 delta=1/2", "n"),
      ("n=5 delta=1/2", "t"), ("n=5 delta=1/2 output=t", "beta"), ("n=5 beta=-1 delta=1/2 output=t", "beta"),
    ] { Overlap.expectInputError("phase-curve", call, name) }
  }

  @Test func domains() {
    let id = "orthogonal-time"
    for (call, name) in [
      ("n=4 beta=1 gamma0=-1/3 gamma=1/2", "gamma0"), ("n=4 beta=1 gamma0=-1 gamma=1/2", "gamma0"),
      ("n=4 beta=1 gamma=1", "gamma"), ("n=4 beta=1 gamma=-0.1", "gamma"), ("n=1 beta=1 gamma=0.5", "n"),
      ("n=4 beta=-1 gamma=0.5", "beta"), ("n=4 beta=1 gamma0=1 gamma=0.5", "gamma0"), ("n=4 beta=1", "gamma"),
      ("n=4 gamma=0.5", "beta"), ("kind=sa n=4 beta=1 gamma=0.5", "kind"), ("n=4.5 beta=1 gamma=0.5", "n"),
    ] { Overlap.expectInputError(id, call, name) }
    Overlap.expectInputError("orthogonal-overlap", "n=4 beta=1 t=-1", "t")
    Overlap.expectInputError("orthogonal-overlap", "n=3 beta=1 gamma0=-1/2 t=1", "gamma0")
    Overlap.expectInputError("orthogonal-rate-constant", "n=3 beta=1 gamma0=-1/2", "gamma0")
  }

  @Test func intervals() throws {
    for (kind, inner) in [("SA", "beta=1.5"), ("USA", "beta=1")] {
      let whole = try Overlap.ball(
        "orthogonal-time", "kind=\(kind) n=4 beta=[1,2] gamma=[0.5,0.6]", digits: 10)
      let point = try Overlap.ball("orthogonal-time", "kind=\(kind) n=4 \(inner) gamma=0.55", digits: 30)
      #expect(whole.isFinite && whole.overlaps(point))
      let overlaps = try Overlap.ball(
        "orthogonal-overlap", "kind=\(kind) n=4 beta=[1,2] t=[0.5,0.6]", digits: 10)
      let overlap = try Overlap.ball("orthogonal-overlap", "kind=\(kind) n=4 \(inner) t=0.55", digits: 30)
      #expect(overlaps.isFinite && overlaps.overlaps(overlap))
    }
    #expect(
      try Overlap.answer("orthogonal-time", "n=4 beta=1 gamma0=[0,0.5] gamma=[0.4,0.6]").status == .undecided)
  }

  /// T(SA) increases with β.
  @Test func monotone() throws {
    let times = try ["0", "0.01", "0.99", "1", "1.01", "2", "20"].map { try time("SA", 6, $0, "0", "0.9") }
    for (a, b) in zip(times, times.dropFirst()) { #expect(a.isBelow(b)) }
  }
}

extension Double {
  fileprivate var exactBall: Ball { Ball(exactly: self) }
}
