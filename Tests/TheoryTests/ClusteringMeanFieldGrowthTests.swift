import Testing

@testable import VlasovTheory

/// Growth rates of the modes of the uniform density.
@Suite struct ClusteringMeanFieldGrowthTests {
  private let id = "uniform-growth-rate"
  private func ball(_ p: String, digits: Int = 40) throws -> Ball {
    try ClusteringPhase.ball(id, p, digits: digits)
  }

  /// e^(βcos θ) sin^(d-2) θ times the zonal harmonic of degree k.
  struct Weight: Function1 {
    let d: Int
    let k: Int
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
      let u = T.cos(x)
      var (last, value): (T, T) = (1, k == 0 ? 1 : u)
      for j in stride(from: 1, to: k, by: 1) {
        (last, value) = (value, (T(2 * j + d - 2) * u * value - T(j) * last) / T(j + d - 2))
      }
      return T.exp(p[0] * u) * T.pow(T.sin(x), d - 2) * value
    }
  }

  /// By Funk-Hecke.
  @Test(arguments: [(2, 1), (2, 5), (3, 2), (4, 3), (8, 1), (9, 4)]) func byQuadrature(_ d: Int, _ k: Int)
    throws
  {
    let plain = try ball("kind=USA d=\(d) k=\(k) beta=7/3")
    let soft = try ball("kind=SA d=\(d) k=\(k) beta=7/3")
    withPrecision(180) {
      let beta = Ball(Rational(7, 3))
      func mass(_ k: Int, _ beta: Ball) -> Ball {
        .integral(Weight(d: d, k: k), [beta], from: 0, to: .pi)
      }
      let factor = Ball(k * (k + d - 2)) / beta
      ClusteringPhase.expectSame(plain, factor * mass(k, beta) / mass(0, 0), digits: 37)
      ClusteringPhase.expectSame(soft, factor * mass(k, beta) / mass(0, beta), digits: 37)
    }
  }

  @Test(arguments: ["SA", "USA"]) func limits(_ kind: String) throws {
    func answer(_ p: String) throws -> Answer { try ClusteringPhase.answer(id, "kind=\(kind) \(p)") }
    #expect(try answer("d=8 k=1 beta=0").value == "0.875")
    #expect(try answer("d=3 k=1 beta=0").value == "2/3")
    #expect(try answer("d=3 k=2 beta=0").value == "0")
    #expect(try answer("d=1e12 k=5 beta=0").status == .exact)
    let first = try ball("kind=\(kind) d=5 k=1 beta=1e-40")
    #expect((first * 5 - 4).magnitude <= .power2(-120))
    // s_3 ~ 3 (d+1) β²/(2 · 4 · (d/2)(d/2+1)(d/2+2)).
    let third = try ball("kind=\(kind) d=4 k=3 beta=1e-40")
    withPrecision(200) {
      let leading = Ball(Rational(15, 8 * 24)) * Ball.pow(Ball(10), -80)
      #expect((third / leading - 1).magnitude <= .power2(-120))
    }
  }

  /// SA: k(k+d-2)/β (1 - (k/2)(k+d-2)/β + ...).
  @Test func largeTemperatures() throws {
    for (beta, k) in [("1e6", 3), ("1e12", 3), ("1e30", 40), ("1e100", 2)] {
      let rate = try ball("kind=SA d=3 k=\(k) beta=\(beta)")
      try withPrecision(200) {
        let b = try RealParameter(parsing: beta).ball
        let x = Ball(k * (k + 1)) / b
        let error = (rate / x - (1 - x / 2)).magnitude
        #expect(error <= (x * x).magnitude + .power2(-120), "beta=\(beta)")
      }
    }
    for p in ["d=2 k=3 beta=1e4", "d=7 k=1000 beta=1e6", "d=3 k=5000 beta=10", "d=1e9 k=2 beta=1e5"] {
      for kind in ["SA", "USA"] {
        #expect(try ClusteringPhase.answer(id, "kind=\(kind) \(p)").status == .certified, "\(kind) \(p)")
      }
    }
  }

  /// The product of ratios and the quotient of Bessel functions.
  @Test(arguments: [1, 2, 3, 17, 100], [2, 3, 10]) func twoForms(_ k: Int, _ d: Int) {
    withPrecision(220) {
      let mode = GrowingMode(d: Ball(d), k: Ball(k), degree: k)
      for beta in [Ball(Rational(1, 3)), Ball(30), Ball(5000)] {
        for isPlain in [true, false] {
          ClusteringPhase.expectSame(
            mode.rate(isPlain, beta, longestProduct: 200), mode.rate(isPlain, beta, longestProduct: 0),
            digits: 45)
        }
      }
    }
  }

  @Test func intervals() throws {
    for kind in ["SA", "USA"] {
      for k in [1, 2, 3] {
        let points = ["1", "3", "4.7", "9", "20"].map { "kind=\(kind) d=3 k=\(k) beta=\($0)" }
        try ClusteringPhase.expectEncloses(id, "kind=\(kind) d=3 k=\(k) beta=[1,20]", points)
      }
    }
    // The largest rate is inside the interval: sharp from both sides.
    let whole = try ball("kind=SA d=2 k=3 beta=[1,20]", digits: 12)
    let low = try ball("kind=SA d=2 k=3 beta=1")
    let best = try (30...80).map { try ball("kind=SA d=2 k=3 beta=\($0)/10", digits: 10) }
    let top = best.map(\.estimate).max() ?? 0
    #expect(whole.lowerDouble <= low.estimate && low.estimate - whole.lowerDouble < 1e-9)
    #expect(whole.upperDouble >= top && whole.upperDouble < top + 1e-3, "\(whole.upperDouble) \(top)")
    // An interval that begins at 0.
    let start = try ball("kind=SA d=2 k=2 beta=[0,1]", digits: 12)
    let end = try ball("kind=SA d=2 k=2 beta=1")
    #expect(start.lowerDouble > -1e-12 && start.overlaps(end))
  }

  @Test func hypotheses() throws {
    #expect(try ClusteringPhase.verdict(id, "kind=USA d=2 k=3 beta=5 s=18.59") == .proved)
    #expect(try ClusteringPhase.verdict(id, "kind=USA d=2 k=3 beta=5 s=18.6") == .refuted)
    #expect(try ClusteringPhase.verdict(id, "kind=SA d=3 k=2 beta=0 s=0") == .refuted)
    #expect(try ClusteringPhase.verdict(id, "kind=USA d=2 k=3 beta=[4,6] s=18") == .undecided)
  }

  @Test func badInput() {
    ClusteringPhase.expectInputError(id, "d=2 k=0 beta=1", parameter: "k")
    ClusteringPhase.expectInputError(id, "d=2 k=1.5 beta=1", parameter: "k")
    ClusteringPhase.expectInputError(id, "d=1 k=1 beta=1", parameter: "d")
    ClusteringPhase.expectInputError(id, "d=2 k=1 beta=-1", parameter: "beta")
    ClusteringPhase.expectInputError(id, "d=2 k=1", parameter: "beta")
    ClusteringPhase.expectInputError(id, "kind=MH d=2 k=1 beta=1", parameter: "kind")
    ClusteringPhase.expectInputError(id, "d=2 k=1 beta=1 s=1", parameter: "s")
  }
}
