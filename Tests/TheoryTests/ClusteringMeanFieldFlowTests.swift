import Testing

@testable import VlasovTheory

/// The mean-field flow at β = 0: mean, time and distance.
@Suite struct ClusteringMeanFieldFlowTests {
  private func ball(_ p: String, digits: Int = 50) throws -> Ball {
    try ClusteringPhase.ball("beta0-meanfield-flow", p, digits: digits)
  }

  private func number(_ text: String) throws -> Ball { try RealParameter(parsing: text).ball }

  /// m_d by J_{d+2} = d/(d-1) (1 - (1-b²) J_d)/b² from the closed forms of J_2 and J_3, m_d = (1 - (1-b²) J_d)/b.
  private func meanByRecurrence(_ d: Int, _ a: Ball) -> Ball {
    let b = 2 * a / (1 + a * a)
    let rest = 1 - b * b
    var j = d % 2 == 0 ? (1 + a * a) / (1 - a * a) : Ball.log((1 + a) / (1 - a)) / b
    for k in stride(from: d % 2 == 0 ? 2 : 3, to: d, by: 2) {
      j = Ball(k) / Ball(k - 1) * (1 - rest * j) / (b * b)
    }
    return (1 - rest * j) / b
  }

  @Test(arguments: [2, 3, 4, 5, 6, 7, 10, 13], ["1e-3", "1/4", "0.499", "1/2", "0.501", "0.9", "0.9999"])
  func mean(_ d: Int, _ a: String) throws {
    let (m, distance) = (try ball("d=\(d) a=\(a)"), try ball("d=\(d) a=\(a) output=W2"))
    try withPrecision(500) {
      let closed = meanByRecurrence(d, try number(a))
      ClusteringPhase.expectSame(m, closed)
      ClusteringPhase.expectSame(distance, Ball.sqrt(2 * (1 - closed)))
    }
  }

  @Test(arguments: ["1/5", "3/5", "1-1e-20"]) func polynomials(_ a: String) throws {
    let (two, four) = (try ball("d=2 a=\(a)"), try ball("d=4 a=\(a)"))
    try withPrecision(300) {
      let a = try number(a)
      ClusteringPhase.expectSame(two, a)
      ClusteringPhase.expectSame(four, (3 * a - a * a * a) / 2)
    }
  }

  /// [2/3 log s - log(1-s) + 1/3 log(3-s)], s = a².
  private func timeInFour(_ a: Ball, gap: Ball) -> Ball {
    let s = a * a
    return (2 * Ball.log(s) + Ball.log(3 - s)) / 3 - Ball.log(gap * (1 + a))
  }

  @Test(arguments: [
    ("1/10", "9/10", 50), ("1e-40", "1/2", 40), ("1/2", "1/2+1e-20", 30), ("1/3", "1-1e-70", 30),
    ("1-1e-30", "1-1e-80", 25), ("0.2", "0.99", 10), ("0.2", "0.99", 150),
  ])
  func timeOfClosedForms(_ a0: String, _ a: String, digits: Int) throws {
    let two = try ball("d=2 a0=\(a0) a=\(a) output=t", digits: digits)
    let four = try ball("d=4 a0=\(a0) a=\(a) output=t", digits: digits)
    try withPrecision(1200) {
      let (x, y) = (try number(a0), try number(a))
      let (g, h) = (try number("1-(\(a0))"), try number("1-(\(a))"))
      let odds = y * y / (h * (1 + y)) / (x * x / (g * (1 + x)))
      ClusteringPhase.expectSame(two, Ball.log(odds), digits: digits - 1)
      ClusteringPhase.expectSame(four, timeInFour(y, gap: h) - timeInFour(x, gap: g), digits: digits - 1)
    }
  }

  /// 2/m_3(tanh y) by the elementary form of m_3.
  struct ThirdDelay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ y: T, _ p: [T]) -> T {
      let b = T.tanh(2 * y)
      return 2 * b * b / (b - 2 * (1 - b * b) * y)
    }
  }

  @Test func timeInDimensionThree() throws {
    let time = try ball("d=3 a0=3/10 a=0.97 output=t", digits: 40)
    try withPrecision(170) {
      let ends = (Ball.atanh(try number("3/10")), Ball.atanh(try number("0.97")))
      ClusteringPhase.expectSame(time, .integral(ThirdDelay(), [], from: ends.0, to: ends.1), digits: 38)
    }
  }

  /// Parts of a passage add up, wherever it is cut, also far out.
  @Test(arguments: [3, 5, 8, 31]) func additive(_ d: Int) throws {
    let stations = ["1/100", "0.3", "0.95", "1-1e-12", "1-1e-45"]
    var sum = Ball(0, bits: 200)
    for (a0, a) in zip(stations, stations.dropFirst()) {
      sum += try ball("d=\(d) a0=\(a0) a=\(a) output=t", digits: 30)
    }
    let whole = try ball("d=\(d) a0=1/100 a=1-1e-45 output=t", digits: 30)
    ClusteringPhase.expectSame(sum, whole, digits: 27)
  }

  @Test func equalEnds() throws {
    let answer = try ClusteringPhase.answer("beta0-meanfield-flow", "d=7 a0=0.3 a=3/10 output=t")
    #expect(answer.status == .exact && answer.value == "0")
  }

  /// Leading order of W_2² near a = 1, relative error O(gap log(gap)).
  @Test func nearOne() throws {
    for d in [2, 3, 4, 5, 40] {
      let distance = try ball("d=\(d) a=1-1e-30 output=W2")
      try withPrecision(300) {
        let gap = try number("1e-30")
        let square = gap * gap
        let leading =
          switch d {
          case 2: 2 * gap
          case 3: square * (Ball.log(4 / square) - 1)
          default: square * Ball(Rational(d - 1, d - 3))
          }
        #expect((distance * distance / leading - 1).magnitude <= .power2(d == 4 ? -45 : -80), "d=\(d)")
      }
      let m = try ball("d=\(d) a=1-1e-30")
      #expect((m - 1).isNegative)
    }
    #expect(try ball("d=3 a=1-1e-1000 output=W2", digits: 20).isPositive)
  }

  /// m -> b = 2a/(1+a²) as d -> ∞: E v² = 1/d, so |m - b| <= 4/d for a <= 1/2.
  @Test func largeDimension() throws {
    for d in ["1e3", "1000001", "1e12", "1e30"] {
      for a in ["1e-8", "1/2", "0.9", "0.999"] {
        let m = try ball("d=\(d) a=\(a)", digits: 30)
        try withPrecision(200) {
          let (x, n) = (try number(a), try number(d))
          let b = 2 * x / (1 + x * x)
          let bound = a == "0.9" ? 4000 / n : a == "0.999" ? Ball(1) : 4 / n
          #expect((b - m).isNonNegative && (bound - (b - m)).isPositive, "d=\(d) a=\(a)")
        }
        #expect(try ball("d=\(d) a=\(a) output=W2", digits: 20).isPositive)
      }
    }
    #expect(try ball("d=1e12 a0=1/10 a=0.9 output=t", digits: 20).isPositive)
  }

  /// Large d and a near 1: W_2 = gap sqrt((d-1)/(d-3)) (1 + O(d gap)) (`nearOne`), with m <= 1 - W_2²/2.
  @Test(arguments: ["10001", "1e5", "1e9", "1e30"]) func largeDimensionNearOne(_ d: String) throws {
    let distance = try ball("d=\(d) a=1-1e-60 output=W2", digits: 40)
    let mean = try ball("d=\(d) a=1-1e-7", digits: 40)
    #expect((1 - mean).isPositive)
    try withPrecision(250) {
      let n = try number(d)
      let leading = try number("1e-60") * Ball.sqrt((n - 1) / (n - 3))
      #expect((distance / leading - 1).magnitude <= .power2(-90), "d=\(d)")
    }
  }

  @Test func intervals() throws {
    let flow = "beta0-meanfield-flow"
    try ClusteringPhase.expectEncloses(flow, "d=3 a=[0.2,0.7]", ["d=3 a=0.2", "d=3 a=0.45", "d=3 a=0.7"])
    try ClusteringPhase.expectEncloses(
      flow, "d=5 a=[0.2,0.7] output=W2",
      ["d=5 a=0.2 output=W2", "d=5 a=0.6 output=W2", "d=5 a=0.7 output=W2"])
    try ClusteringPhase.expectEncloses(
      flow, "d=3 a0=[0.1,0.2] a=[0.6,0.7] output=t",
      ["d=3 a0=0.1 a=0.7 output=t", "d=3 a0=0.2 a=0.6 output=t", "d=3 a0=0.15 a=0.65 output=t"])
    // Sharp: no wider than the values at the ends.
    for output in ["m", "W2"] {
      let whole = try ball("d=3 a=[0.2,0.7] output=\(output)", digits: 12)
      let ends = try ball("d=3 a=0.2 output=\(output)") - ball("d=3 a=0.7 output=\(output)")
      #expect(whole.radius <= ends.magnitude.scaled(by: -1) + .power2(-30))
    }
  }

  @Test func badInput() {
    let flow = "beta0-meanfield-flow"
    ClusteringPhase.expectInputError(flow, "d=3 a=1", parameter: "a")
    ClusteringPhase.expectInputError(flow, "d=3 a=0", parameter: "a")
    ClusteringPhase.expectInputError(flow, "d=1 a=0.5", parameter: "d")
    ClusteringPhase.expectInputError(flow, "d=3 a=0.5 output=t", parameter: "a0")
    ClusteringPhase.expectInputError(flow, "d=3 a=0.5 a0=0.6 output=t", parameter: "a0")
    ClusteringPhase.expectInputError(flow, "d=3 a=0.5 a0=0", parameter: "a0")
    ClusteringPhase.expectInputError(flow, "d=3 a=0.5 beta=1", parameter: "beta")
  }
}
