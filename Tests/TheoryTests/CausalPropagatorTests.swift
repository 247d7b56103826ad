import Testing

@testable import VlasovTheory

/// The propagator of the dynamics linearised at consensus.
@Suite struct CausalPropagatorTests {
  private func entry(_ k: Int, _ j: Int, _ t: String) throws -> Ball {
    try Causal.ball("leader-propagator", "k=\(k) j=\(j) t=\(t)")
  }

  /// e^-t Σ_i t^i/i! C^i e_j by products with the whole matrix, entries of C^i in [0, 1]: the tail after i = M is
  /// at most t^(M+1)/(M+1)!/(1 - t/(M+2)).
  private func uniformization(_ size: Int, _ j: Int, _ t: Ball) -> [Ball] {
    var y = (1...size).map { Ball($0 == j ? 1 : 0) }
    var sum = y
    var weight = Ball(1)
    var i = 0
    while true {
      i += 1
      weight = weight * t / i
      let ratio = t / (i + 1)
      if (1 - ratio).isPositive, (weight / (1 - ratio)).magnitude <= .power2(-Precision.bits) {
        let tail = Ball.hull(0, weight / (1 - ratio))
        return sum.map { ($0 + tail) * Ball.exp(-t) }
      }
      y = (1...size).map { k in y[..<k].reduce(Ball(0)) { $0 + $1 } / k }
      for k in y.indices { sum[k] += weight * y[k] }
    }
  }

  @Test func matrixExponential() throws {
    var random = RandomStream(seed: 1, stream: 3)
    for _ in 0..<12 {
      let (size, t) = (1 + random.integer(below: 25), random.rational(0, 30))
      let j = 1 + random.integer(below: size)
      let column = withPrecision(400) { uniformization(size, j, Ball(t)) }
      for k in 1...size {
        let value = try entry(k, j, "\(t)")
        #expect((value - column[k - 1]).magnitude <= .power2(-160), "k=\(k) j=\(j) t=\(t)")
      }
    }
  }

  /// The formula as it is printed, and both routes of the production code, at their own precisions.
  @Test func threeRoutes() throws {
    var random = RandomStream(seed: 2, stream: 3)
    for _ in 0..<25 {
      let k = 2 + random.integer(below: 80)
      let j = 1 + random.integer(below: k)
      let t = random.rational(0, 1 + random.integer(below: 60))
      let lifted = { () -> Lifted<Ball> in Lifted(reals: ["t": Ball(t)], integers: ["k": k, "j": j]) }
      let formula = withPrecision(700) { LeaderPropagatorEntry.formula(lifted(), output: "P") }
      let exponential = CesaroExponential(k: k, j: j)
      let (positive, pascal) = try withPrecision(700) {
        (try exponential.positiveSeries(Ball(t)), try exponential.pascalSum(Ball(t)))
      }
      let value = try entry(k, j, "\(t)")
      for other in [formula, positive, pascal] {
        Causal.expectSame(value, other, digits: 50, "k=\(k) j=\(j) t=\(t)")
      }
    }
  }

  /// No digits are lost: at 100 bits the positive series keeps nearly all of them, where the sum keeps none.
  @Test func positiveSeriesKeepsItsDigits() throws {
    for (k, j) in [(50, 1), (100, 30), (200, 199), (400, 7)] {
      let exponential = CesaroExponential(k: k, j: j)
      let (positive, pascal) = try withPrecision(100) {
        (try exponential.positiveSeries(3), try exponential.pascalSum(3))
      }
      #expect(positive.accuracyBits > 80, "k=\(k) j=\(j)")
      if k - j > 90 { #expect(pascal.accuracyBits == 0) }
      #expect(positive.overlaps(pascal))
    }
  }

  /// Rows are probability vectors; P(s) P(t) = P(s + t).
  @Test func semigroup() throws {
    let (s, t) = (Rational(3, 2), Rational(7, 5))
    let k = 9
    func matrix(_ t: Rational) throws -> [[Ball]] {
      try (1...k).map { i in try (1...k).map { try entry(i, $0, "\(t)") } }
    }
    let (a, b, c) = (try matrix(s), try matrix(t), try matrix(s + t))
    for i in 0..<k {
      let total = a[i].reduce(Ball(0, bits: 200)) { $0 + $1 }
      #expect(total.contains(Rational(1)) && total.accuracyBits > 150)
      for j in 0..<k {
        let product = (0..<k).reduce(Ball(0, bits: 200)) { $0 + a[i][$1] * b[$1][j] }
        #expect(product.overlaps(c[i][j]) && (product - c[i][j]).magnitude <= .power2(-150))
      }
    }
  }

  /// Late times: x_k - x_1 is close to (k - 1)(x_2 - x_1), token 2 decays like e^(-t/2).
  @Test func lateTimes() throws {
    let second = try entry(2, 2, "400")
    let half = withPrecision(400) { Ball.exp(Ball(-200)) }
    Causal.expectSame(second, half, digits: 50, "token 2")
    for k in 3...6 {
      let value = try entry(k, 2, "400")
      #expect((value / second - Ball(k - 1)).magnitude <= .power2(-80), "k=\(k)")
    }
  }

  @Test func largeIndices() throws {
    for (k, j, t) in [
      (1000, 1, "3"), (1000, 500, "3"), (1000, 999, "1e-50"), (1000, 1, "1e6"), (1000, 20, "100"),
    ] {
      let answer = try Causal.answer("leader-propagator", "k=\(k) j=\(j) t=\(t)", digits: 50)
      #expect(answer.status == .certified && answer.digits == 50 && answer.seconds < 20, "\(k) \(j) \(t)")
    }
    // The first superdiagonal at small times: P_{k,k-1} = t/k + O(t²).
    let value = try entry(1000, 999, "1e-50")
    withPrecision(300) {
      #expect((value * 1000 * Ball.pow(Ball(10), 50) - 1).magnitude <= .power2(-160))
    }
  }

  @Test func exactValues() throws {
    for (call, value) in [
      ("k=2 j=3 t=1", "0"), ("k=2 j=10000000000000000000000 t=1", "0"), ("k=1 j=1 t=5", "1"),
      ("k=1 j=1 t=[0,1]", "1"),
      ("k=4 j=4 t=0", "1"), ("k=4 j=2 t=0", "0"), ("k=7 j=7 t=1-1", "1"),
    ] {
      let answer = try Causal.answer("leader-propagator", call)
      #expect(answer.status == .exact && answer.value == value, "\(call): \(answer)")
    }
    let diagonal = try entry(7, 7, "2")
    withPrecision(300) { Causal.expectSame(diagonal, Ball.exp(Ball(Rational(-12, 7))), digits: 50, "k=j") }
  }

  @Test func intervals() throws {
    for (rest, points) in [
      ("k=5 j=2 t=[2.9,3.1]", ["2.9", "3", "3.1"]), ("k=7 j=1 t=[0,50]", ["0", "1", "49"]),
      ("k=3 j=3 t=[0,1]", ["0", "1/3", "1"]),
    ] {
      let whole = try Causal.ball("leader-propagator", rest, digits: 20)
      let head = rest.prefix { $0 != "[" }
      for point in points {
        Causal.expectEnclosed(
          try Causal.ball("leader-propagator", "\(head)\(point)", digits: 20), in: whole, "\(rest) \(point)")
      }
    }
    // Sharp to the interpolation error: the width of the answer is about that of the values.
    let whole = try Causal.ball("leader-propagator", "k=5 j=2 t=[2.9,3.1]")
    let ends = [try entry(5, 2, "2.9"), try entry(5, 2, "3.1")]
    #expect(whole.radius.estimate < abs(ends[0].estimate - ends[1].estimate))
  }

  @Test func wrongParameters() {
    Causal.expectInputError("leader-propagator", "k=0 j=1 t=1", parameter: "k")
    Causal.expectInputError("leader-propagator", "k=1 j=0 t=1", parameter: "j")
    Causal.expectInputError("leader-propagator", "k=2 j=1 t=-1", parameter: "t")
    Causal.expectInputError("leader-propagator", "k=2 j=1", parameter: "t")
    Causal.expectInputError("leader-propagator", "k=3/2 j=1 t=1", parameter: "k")
  }

  @Test func budgetIsRespected() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let answer = try Causal.answer("leader-propagator", "k=1000000 j=1 t=10", seconds: 1)
    #expect(answer.status == .undecided && clock.now - start < .seconds(6))
    #expect(try Causal.answer("leader-propagator", "k=10000000000 j=1 t=10").status == .undecided)
  }
}
