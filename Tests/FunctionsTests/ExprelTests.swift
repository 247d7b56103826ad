import Testing
import VlasovFunctions

/// Σ_j x^j (j+m)!/((j+1+m)! j! m!)... by its terms: c_m = Σ_j x^j/(j! (j+m+1) m!), with bits against the
/// cancellation for x < 0.
private func directTaylor(_ m: Int, _ x: Ball, bits: Int) -> Ball {
  let size = abs(x.estimate)
  let working = bits + Int(3 * size) + 40
  let w = x.rounded(to: max(working, x.bits))
  var power = Ball(1, bits: working)
  for i in stride(from: 2, through: m, by: 1) { power = power / i }
  var sum = power / (m + 1)
  var j = 1
  while true {
    power = power * w / j
    sum += power / (j + m + 1)
    j += 1
    if Double(j) > 2 * size + 1, (power.exponent ?? Int.min) < (sum.exponent ?? 0) - working { break }
  }
  return Ball(center: sum, radius: power.magnitude)
}

@Suite struct ExprelTests {
  @Test func agreesWithItsSeries() {
    var samples = Samples(seed: 21)
    for _ in 0..<600 {
      let bits = samples.bits(most: 1500)
      let x = samples.real(bits: bits, low: -60, high: 6)
      let (ball, point) = samples.ball(around: x, widest: 3)
      let value = Ball.exprel(ball)
      expectOverlap(value, directTaylor(0, point, bits: bits + 20), "exprel(\(ball.dump)) at \(point.dump)")
      #expect(value.isPositive || !ball.isExact)
      if ball.isExact { #expect(value.accuracyBits >= bits - 1, "exprel(\(ball.dump))") }
    }
  }

  @Test func extremeArguments() {
    let tiny = Ball(1, bits: 100).scaled(by: -100_000)
    #expect(Ball.exprel(tiny).contains(Rational(1)))
    let negative = -Ball(1, bits: 100).scaled(by: 200)
    expectOverlap(.exprel(negative), Ball(-1, bits: 100) / negative, "exprel(-2^200)")
    #expect(Ball.exprel(negative).accuracyBits >= 98)
    #expect(!Ball.exprel(Ball(1, bits: 100).scaled(by: 200)).isFinite)
    #expect(Ball.exprel(Ball(0, bits: 100)).contains(Rational(1)))
    #expect(Ball.exprel(Ball(0, bits: 100)).isExact)
    // A ball around 0, and one that holds the whole descent to the left.
    let around = Ball(center: Ball(0, bits: 100), radius: .power2(-80))
    #expect(Ball.exprel(around).accuracyBits > 78 && Ball.exprel(around).contains(Rational(1)))
    let wide = Ball.hull(Ball(-1000, bits: 100), Ball(1, bits: 100))
    let value = Ball.exprel(wide)
    #expect(value.contains(Rational(1, 1000)) && value.contains(Rational(17182, 10000)))
    #expect(value.upperDouble < 1.71829 && value.lowerDouble > 0.00099)
    // Thin relative to its size only.
    let far = Ball(center: Ball(-1_000_000, bits: 100), radius: .power2(-10))
    #expect(Ball.exprel(far).accuracyBits > 27)
  }

  @Test func referenceDigits() {
    // mpmath 1.4: expm1(x)/x
    let digits: [(Rational, String)] = [
      (1, "1.718281828459045235360287471352662497757247093699959575"),
      (-1, "0.6321205588285576784044762298385391325541888689682321655"),
      (-30, "0.03333333333333021412567705327513169472259220709775168056"),
      (Rational(1, 3), "1.186837275258268585884375958807760512793719545598220948"),
      (200, "3.612986884062874629088738521094652848678437214263659642e+84"),
    ]
    for (x, text) in digits { expectDigits(.exprel(Ball(x, bits: 256)), text, "exprel(\(x))") }
  }

  @Test func taylorCoefficientsAgreeWithTheirSeries() {
    var samples = Samples(seed: 22)
    for _ in 0..<250 {
      let bits = samples.bits(most: 600)
      let count = samples.int(1...25)
      let x = samples.real(bits: bits, low: -60, high: 7)
      let (ball, point) = samples.ball(around: x, widest: 3)
      let c = Ball.exprelTaylor(ball, count: count)
      #expect(c.count == count)
      for m in c.indices {
        expectOverlap(c[m], directTaylor(m, point, bits: bits + 20), "c_\(m) at \(ball.dump), \(count) terms")
        if ball.isExact { #expect(c[m].accuracyBits >= bits - 2, "c_\(m) at \(ball.dump), \(count) terms") }
      }
    }
  }

  @Test func taylorCoefficientsFarOut() {
    for x in [-1_000_000, -700, 90, 100_000] {
      let c = Ball.exprelTaylor(Ball(x, bits: 128), count: 30)
      for m in c.indices { #expect(c[m].accuracyBits >= 126 && c[m].isPositive, "c_\(m)(\(x))") }
      // c_0 = exprel and c_m = e^x/(m+1)! - x c_{m+1}
      expectOverlap(c[0], .exprel(Ball(x, bits: 128)), "\(x)")
      var e = Ball.exp(Ball(x, bits: 128))
      for m in 0..<29 {
        e = e / (m + 1)
        expectOverlap(c[m], e - c[m + 1] * x, "m = \(m), x = \(x)")
      }
    }
    let bad = Ball.exprelTaylor(.indeterminate, count: 3)
    #expect(bad.count == 3 && bad.allSatisfy { !$0.isFinite })
  }
}
