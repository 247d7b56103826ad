import Testing
import VlasovFunctions

/// 1 - e^-y Σ_{j>=k} y^j/j!: the complement, by its own series.
private func complement(_ k: Int, _ y: Ball, bits: Int) -> Ball {
  let size = abs(y.estimate)
  let working = bits + Int(6 * size) + 60
  let w = y.rounded(to: max(working, y.bits))
  var term = Ball(1, bits: working)
  for j in stride(from: 1, through: k, by: 1) { term = term * w / j }
  var sum = term
  var j = k
  while true {
    j += 1
    term = term * w / j
    sum += term
    if Double(j) > 2 * size + 1, (term.exponent ?? Int.min) < -working { break }
  }
  return Ball(1, bits: working) - .exp(-w) * Ball(center: sum, radius: term.magnitude.scaled(by: 1))
}

@Suite struct GammaQTests {
  @Test func agreesWithTheComplement() {
    var samples = Samples(seed: 31)
    for _ in 0..<600 {
      let bits = samples.bits(most: 1200)
      let k = samples.int(1...80)
      let y = samples.real(bits: bits, low: -30, high: 7)
      let (ball, point) = samples.ball(around: y, widest: 3)
      let value = Ball.gammaQ(k, ball)
      expectOverlap(value, complement(k, point, bits: bits + 20), "Q(\(k), \(ball.dump)) at \(point.dump)")
      if ball.isExact, ball.isNonNegative {
        #expect(value.accuracyBits >= bits - 1, "Q(\(k), \(ball.dump))")
      }
    }
  }

  /// Q(k+1, y) - Q(k, y) = e^-y y^k/k! (DLMF 8.8.6).
  @Test func satisfiesTheRecurrence() {
    var samples = Samples(seed: 32)
    for _ in 0..<200 {
      let bits = samples.bits(most: 3000)
      let k = samples.int(1...500)
      let y = samples.real(bits: bits, low: -60, high: 11)
      let difference = Ball.gammaQ(k + 1, y) - Ball.gammaQ(k, y)
      let term = Ball.exp(-y) * .pow(y, k) / Ball(Integer.factorial(k), bits: bits)
      expectOverlap(difference, term, "k = \(k), y = \(y.dump)")
    }
  }

  @Test func containsTheValuesOnWideBalls() {
    var samples = Samples(seed: 33)
    for _ in 0..<200 {
      let k = samples.int(1...12)
      let low = samples.int(-40...60)
      let high = low + samples.int(1...60)
      let ball = Ball.hull(Ball(low, bits: 80), Ball(high, bits: 80)) / 5
      let value = Ball.gammaQ(k, ball)
      for i in 0...8 {
        let point = (Ball(low, bits: 200) * (8 - i) + Ball(high, bits: 200) * i) / 40
        expectOverlap(value, .gammaQ(k, point), "Q(\(k), .) on [\(low)/5, \(high)/5], point \(i)")
      }
      if low <= 0, high >= 0 { #expect(value.contains(Rational(1))) }
      if low >= 0 { #expect(value.upperDouble <= 1.0000001 && value.lowerDouble >= 0) }
    }
    // The maximum in the middle, for even k, is not overshot.
    let value = Ball.gammaQ(4, .hull(Ball(-1, bits: 64), Ball(1, bits: 64)))
    #expect(value.upperDouble < 1.0000001)
    // The derivative at a small argument is tiny.
    let thin = Ball(center: Ball(Rational(1, 8), bits: 300), radius: .power2(-30))
    #expect(Ball.gammaQ(40, thin).accuracyBits > 250)
  }

  @Test func referenceDigits() {
    // mpmath 1.4: gammainc(k, y, regularized=True), and the finite sum for y < 0
    let digits: [(Int, Rational, String)] = [
      (1, Rational(1, 3), "0.7165313105737892504256040969253796674531120598214791571"),
      (5, 2, "0.9473469826562888432579964648073908238534208213670311703"),
      (3, -4, "272.9907501657211953905513060143043920139536851930703436"),
      (4, -4, "-309.3895168544840214426248134828783109491475098854797228"),
      (50, 60, "0.08440668109369182962266413612277291606594579975117974201"),
      (200, 100, "0.9999999999999999990656849927011609719676926284879743132"),
      (10, 1000, "1.411488803565384127957772161046281689790185012523634869e-413"),
    ]
    for (k, y, text) in digits { expectDigits(.gammaQ(k, Ball(y, bits: 256)), text, "Q(\(k), \(y))") }
  }

  @Test func exactAndUndefinedArguments() {
    #expect(
      Ball.gammaQ(7, Ball(0, bits: 64)).contains(Rational(1)) && Ball.gammaQ(7, Ball(0, bits: 64)).isExact)
    #expect(!Ball.gammaQ(0, Ball(1, bits: 64)).isFinite)
    #expect(!Ball.gammaQ(Index(symbol: "k"), Ball(1, bits: 64)).isFinite)
    // Few terms decide when k is huge.
    #expect(Ball.gammaQ(1 << 40, Ball(1, bits: 64)).accuracyBits >= 62)
    let log = FailureLog()
    FailureLog.$current.withValue(log) { #expect(!Ball.gammaQ(0, Ball(1, bits: 64)).isFinite) }
    #expect(log.message != nil)
  }
}
