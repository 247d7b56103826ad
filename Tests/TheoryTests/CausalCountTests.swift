import Testing

@testable import VlasovTheory

/// Strong Rényi centres: the cap mass and the expected count.
@Suite struct CausalCountTests {
  private func count(_ d: Int, _ delta: String, _ n: String = "inf") throws -> Ball {
    try Causal.ball("strong-renyi-count", "d=\(d) delta=\(delta) n=\(n)")
  }

  /// Route 2: the integral of sin^(d-2) by rigorous quadrature.
  @Test func massByQuadrature() throws {
    var random = RandomStream(seed: 1, stream: 1)
    for _ in 0..<6 {
      let (d, delta) = (2 + random.integer(below: 16), random.rational(0, 3))
      let value = try count(d, "\(delta)")
      withPrecision(140) {
        let power = StrongRenyiCount.SinePower(exponent: Index(d - 2))
        let part = Ball.integral(power, [], from: 0, to: Ball(delta))
        let whole = Ball.integral(power, [], from: 0, to: .pi)
        Causal.expectSame(value, whole / part, digits: 35, "d=\(d) delta=\(delta)")
      }
    }
  }

  /// Route 3: J_m = (-sin^(m-1) δ cos δ + (m-1) J_{m-2})/m, with the precision that its cancellation takes.
  private func recursion(_ m: Int, _ delta: Ball) -> Ball {
    let (s, c) = (Ball.sin(delta), Ball.cos(delta))
    var j = m % 2 == 0 ? delta : 1 - c
    for k in stride(from: m % 2 == 0 ? 2 : 3, through: m, by: 2) {
      j = (j * (k - 1) - Ball.pow(s, k - 1) * c) / k
    }
    return j
  }

  @Test func massByRecursion() throws {
    var random = RandomStream(seed: 2, stream: 1)
    for _ in 0..<25 {
      let (d, delta) = (2 + random.integer(below: 300), random.rational(0, 3))
      let value = try count(d, "\(delta)")
      withPrecision(8000) {
        let other = recursion(d - 2, .pi) / recursion(d - 2, Ball(delta))
        Causal.expectSame(value, other, digits: 50, "d=\(d) delta=\(delta)")
      }
    }
    let value = try count(1000, "1/2")
    withPrecision(6000) {
      Causal.expectSame(
        value, recursion(998, .pi) / recursion(998, Ball(Rational(1, 2))), digits: 50, "d=1000")
    }
  }

  /// Closed forms: δ/π, sin²(δ/2), (δ - sin δ cos δ)/π, (1 - cos δ)² (2 + cos δ)/4.
  @Test func smallDimensions() throws {
    var random = RandomStream(seed: 3, stream: 1)
    for _ in 0..<20 {
      let delta = random.rational(0, 3)
      let values = try (2...5).map { try count($0, "\(delta)") }
      withPrecision(400) {
        let x = Ball(delta)
        let (s, c) = (Ball.sin(x), Ball.cos(x))
        let masses = [
          x / .pi, Ball.pow(Ball.sin(x / 2), 2), (x - s * c) / .pi, (1 - c) * (1 - c) * (2 + c) / 4,
        ]
        for (value, mass) in zip(values, masses) {
          Causal.expectSame(value, 1 / mass, digits: 50, "\(delta)")
        }
        // Not the misprint 3 sin²(δ/2).
        #expect(!values[1].overlaps(1 / (3 * masses[1])))
      }
    }
  }

  /// Gauss: F(1/2) = √π Γ((d+1)/2)/Γ(d/2), for odd d the rational multiple 2^(2k) k!²/(2k)! with d = 2k + 1.
  @Test func normalisation() throws {
    for k in [1, 2, 5, 40, 300] {
      let series = try withPrecision(300) { try CapMass.series(2 * k + 1, Ball(Rational(1, 2))) }
      let exact = try #require(
        Rational(numerator: Integer(1) << (2 * k), denominator: Integer.binomial(2 * k, k)))
      #expect(series.contains(exact) && series.accuracyBits > 280, "d=\(2 * k + 1)")
    }
  }

  /// The two halves of the circle of masses: σ(δ) + σ(π - δ) = 1, whichever branch is taken.
  @Test func branchesMeet() throws {
    for d in [2, 3, 7, 50, 1001] {
      for delta in ["pi/2", "pi/2-1e-25", "pi/2+1e-25", "1", "3"] {
        try withPrecision(200) {
          let x = try RealParameter(parsing: delta).ball
          let (mass, rest) = try CapMass.mass(d, x)
          let (other, otherRest) = try CapMass.mass(d, .pi - x)
          #expect(
            (mass + rest).contains(Rational(1)) && mass.overlaps(otherRest) && rest.overlaps(other),
            "\(d) \(delta)")
        }
      }
    }
    Causal.expectSame(try count(8, "pi/2"), Ball(2, bits: 300), digits: 50, "half of the sphere")
  }

  /// The sum Σ_{k<n} (1 - σ)^k term by term.
  @Test func finiteSums() throws {
    var random = RandomStream(seed: 4, stream: 1)
    for _ in 0..<15 {
      let (d, delta, n) = (
        2 + random.integer(below: 20), random.rational(0, 3), 2 + random.integer(below: 60)
      )
      let value = try count(d, "\(delta)", "\(n)")
      try withPrecision(400) {
        let (_, rest) = try CapMass.mass(d, Ball(delta))
        var (sum, power) = (Ball(0), Ball(1))
        for _ in 0..<n {
          sum += power
          power = power * rest
        }
        Causal.expectSame(value, sum, digits: 50, "d=\(d) delta=\(delta) n=\(n)")
      }
    }
  }

  /// nσ << 1: nearly all points are centres, E = Σ_i binom(n, i+1) (-σ)^i.
  @Test func tinyCapsAndManyPoints() throws {
    let value = try Causal.ball("strong-renyi-count", "d=3 delta=1e-30 n=1e40", digits: 100)
    withPrecision(500) {
      let n = Ball.pow(Ball(10), 40)
      let sigma = Ball.pow(Ball.sin(Ball.pow(Ball(10), -30) / 2), 2)
      var (sum, term) = (n, n)
      for i in 1...3 {
        term = -(term * (n - Ball(i)) * sigma / (i + 1))
        sum += term
      }
      #expect((value / sum - 1).magnitude <= Ball.pow(n * sigma, 4).magnitude)
    }
    // d large and δ small: E overflows nothing. 1/σ ~ (d-1) B((d-1)/2, 1/2)/δ^(d-1).
    let large = try count(1001, "1e-6")
    let prefactor = try withPrecision(300) {
      // B(500, 1/2) = 2^1000 500! 499!/999! /1 (from Γ(500) Γ(1/2)/Γ(1001/2))
      let beta = try #require(
        Rational(
          numerator: (Integer(1) << 1000) * Integer.factorial(499) * Integer.factorial(500),
          denominator: Integer.factorial(1000)))
      return Ball(beta) * 1000 * Ball.pow(Ball(10), 6000)
    }
    #expect((large / prefactor - 1).magnitude <= .power2(-28))
  }

  @Test func exactValues() throws {
    for call in [
      "d=2 delta=pi", "d=5 delta=pi n=7", "d=3 delta=4", "d=9 delta=1/2 n=1", "d=2 delta=[4,5] n=3",
    ] {
      let answer = try Causal.answer("strong-renyi-count", call)
      #expect(answer.status == .exact && answer.value == "1", "\(call)")
    }
    // Just below π the count is above 1, by q(1 - q^(n-1))/(1 - q) with q = 1 - σ.
    let near = try count(2, "pi-1e-20", "3")
    withPrecision(300) {
      let q = Ball.pow(Ball(10), -20) / .pi
      Causal.expectSame(near, 1 + q + q * q, digits: 50, "near pi")
    }
    #expect(try Causal.answer("strong-renyi-count", "d=2 delta=1 n=inf").arguments.texts.last?.text == "inf")
    Causal.expectSame(
      try count(2, "1"), try Causal.ball("strong-renyi-count", "d=2 delta=1"), digits: 50, "default")
  }

  @Test func intervalsEncloseTheirPoints() throws {
    for (interval, points) in [
      ("[0.4,0.6]", ["0.4", "0.47", "0.6"]), ("[1.5,1.7]", ["1.5", "1.6", "1.7"]),
      ("[3,4]", ["3", "3.1", "pi", "4"]),
    ] {
      for rest in ["d=2 n=200", "d=3", "d=40 n=5"] {
        let whole = try Causal.ball("strong-renyi-count", "\(rest) delta=\(interval)", digits: 20)
        for point in points {
          let value = try Causal.ball("strong-renyi-count", "\(rest) delta=\(point)", digits: 25)
          Causal.expectEnclosed(value, in: whole, "\(rest) delta=\(point)")
        }
      }
    }
  }

  /// Intervals of many orders of magnitude do not leave the domain by the rounding of a ball's radius.
  @Test func wideIntervals() throws {
    let answer = try Causal.answer("strong-renyi-count", "d=3 delta=[1e-30,1]", digits: 10)
    let whole = try #require(answer.ball)
    for delta in ["1e-30", "1e-20", "1/2", "1"] {
      Causal.expectEnclosed(
        try Causal.ball("strong-renyi-count", "d=3 delta=\(delta)", digits: 20), in: whole, "\(delta)")
    }
  }

  @Test func wrongParameters() {
    let id = "strong-renyi-count"
    Causal.expectInputError(id, "d=1 delta=1", parameter: "d")
    Causal.expectInputError(id, "d=5/2 delta=1", parameter: "d")
    Causal.expectInputError(id, "d=3 delta=0", parameter: "delta")
    Causal.expectInputError(id, "d=3 delta=-1", parameter: "delta")
    Causal.expectInputError(id, "d=3 delta=1 n=0", parameter: "n")
    Causal.expectInputError(id, "d=3 delta=1 n=infinity", parameter: "n")
    Causal.expectInputError(id, "d=3", parameter: "delta")
  }

  @Test func budgetIsRespected() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let answer = try Causal.answer("strong-renyi-count", "d=1e12 delta=pi/2", digits: 20, seconds: 1)
    #expect(answer.status == .undecided && clock.now - start < .seconds(5))
    #expect(try Causal.answer("strong-renyi-count", "d=1e30 delta=1").status == .undecided)
  }
}
