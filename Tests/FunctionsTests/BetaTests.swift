import CMPFR
import Testing

@testable import VlasovFunctions

@Suite struct BetaTests {
  /// Γ(a) Γ(b)/Γ(a+b) by MPFR.
  private func quotient(_ a: Ball, _ b: Ball, bits: Int) -> Ball {
    let sum = (a.rounded(to: bits + a.bits + b.bits) + b).center
    let g = { MPFRReference.value(MPFRReference.gamma, $0, bits: bits) }
    return g(a) * g(b) / g(sum)
  }

  @Test func againstGammas() {
    var samples = Samples(seed: 81)
    for round in 0..<300 {
      let bits = samples.bits(most: 400)
      let a = samples.positive(bits: bits, low: -6, high: 9)
      let b = samples.positive(bits: bits, low: -6, high: 9)
      expectReading(
        .beta(a, b), quotient(a, b, bits: bits + 100), exact: true,
        "beta(\(a.dump), \(b.dump)), round \(round)")
    }
  }

  @Test func integers() {
    for bits in [20, 64, 300] {
      for (m, n) in [(1, 1), (2, 5), (17, 40), (3, 400), (500, 300), (1, 100_000)] {
        let value = Ball.beta(Ball(m, bits: bits), Ball(n, bits: bits))
        // (m-1)! (n-1)!/(m+n-1)! = 1/(m C(m+n-1, m))
        let exact = Rational(numerator: 1, denominator: Integer(m) * Integer.binomial(m + n - 1, m)) ?? 0
        #expect(value.contains(exact) && value.accuracyBits > bits - 4, "beta(\(m), \(n))")
      }
    }
  }

  @Test func ballsContainTheirPoints() {
    var samples = Samples(seed: 82)
    for round in 0..<300 {
      let bits = samples.bits(most: 200)
      let (a, u) = samples.ball(around: samples.positive(bits: bits, low: -3, high: 6), widest: 0)
      let (b, v) = samples.ball(around: samples.positive(bits: bits, low: -3, high: 6), widest: 0)
      let value = Ball.beta(a, b)
      guard u.isPositive, v.isPositive else { continue }
      let exact = quotient(u.center, v.center, bits: bits + 60)
      #expect(
        value.overlaps(exact), "beta(\(a.dump), \(b.dump)), round \(round): \(value.dump), not \(exact.dump)")
    }
  }

  /// B(a+1, b) = B(a, b) a/(a+b), at huge and tiny arguments.
  @Test func recurrenceFarOut() {
    var samples = Samples(seed: 83)
    for round in 0..<200 {
      let bits = samples.int(20...300)
      let a = samples.positive(bits: bits, low: samples.int(-200...3), high: samples.int(4...20))
      let b = samples.positive(bits: bits, low: -10, high: samples.int(12...400))
      let (here, next) = (Ball.beta(a, b), Ball.beta(a + Ball(1, bits: bits), b))
      let message = "beta(\(a.dump), \(b.dump)), round \(round)"
      #expect(here.isFinite && next.isFinite, "\(message)")
      expectOverlap(next, here * a / (a + b), message)
      #expect(here.accuracyBits > bits - 4 || here.containsZero, "\(message): \(here.dump)")
      expectOverlap(here, .beta(b, a), message)
    }
    let huge = Ball(3, bits: 64).scaled(by: 1 << 28)
    // B(1, b) = 1/b, and a value below the range
    expectOverlap(.beta(Ball(1, bits: 64), huge), Ball(1, bits: 64) / huge, "beta(1, huge)")
    #expect(Ball.beta(Ball(1, bits: 64), huge).accuracyBits > 60)
    #expect(Ball.beta(huge, huge).contains(Rational(0)) && Ball.beta(huge, huge).radius <= .power2(-1 << 29))
    let tiny = Ball(3, bits: 64).scaled(by: -1000)
    expectOverlap(.beta(tiny, tiny), Ball(2, bits: 64) / tiny, "beta(tiny, tiny)")
  }

  @Test func referenceDigits() {
    // mpmath 1.3: beta at 200 digits
    let ten = { (n: Int) in Rational(Integer(10).power(n)) }
    let values: [(Rational, Rational, String)] = [
      (Rational(1, 3), Rational(10, 3), "1.85497068779972245517937397463086063770046197"),
      (Rational(1, 2), 1000, "0.0560569188406160061380010345935401368577835306"),
      (Rational(1000, 3), Rational(2000, 7), "5.62365598161321530190623489167338536614454047e-187"),
      (Rational(1, 1000), ten(9), "978.92557632853216832513984076550563186491897"),
      (Rational(3, 2), ten(30), "8.86226925452758013649083741670240256301729944e-46"),
    ]
    for (a, b, text) in values {
      expectDigits(.beta(Ball(a, bits: 200), Ball(b, bits: 200)), text, "beta(\(a), \(b))")
    }
  }

  @Test func outsideAndJets() {
    for a in [Ball(0, bits: 64), Ball(-1, bits: 64), .indeterminate] {
      #expect(!Ball.beta(a, Ball(1, bits: 64)).isFinite && !Ball.beta(Ball(1, bits: 64), a).isFinite)
    }
    let a = Jet<Ball>(variable: Ball(Rational(5, 3), bits: 200), order: 5)
    let b = Jet<Ball>(constant: Ball(Rational(9, 4), bits: 200))
    let reference = Jet<Ball>.gamma(a) * .gamma(b) / .gamma(a + b)
    for k in 0...5 {
      expectOverlap(Jet<Ball>.beta(a, b).coefficient(k), reference.coefficient(k), "beta, \(k)")
    }
    for (x, y) in [(0.3, 2.0), (5, 300), (120, 400), (1e-5, 1e8)] {
      let exact = Ball.beta(Ball(exactly: x), Ball(exactly: y)).estimate
      #expect(abs(Double.beta(x, y) / exact - 1) < 1e-11, "beta(\(x), \(y))")
    }
  }
}

@Suite struct IncompleteBetaTests {
  /// Σ_{j>=a} C(n, j) x^j (1-x)^(n-j), n = a + b - 1, exactly.
  private func finiteSum(_ a: Int, _ b: Int, _ x: Rational) -> Rational {
    let n = a + b - 1
    var sum = Rational(0)
    for j in a...n {
      var term = Rational(Integer.binomial(n, j))
      for _ in 0..<j { term = term * x }
      for _ in j..<n { term = term * (1 - x) }
      sum = sum + term
    }
    return sum
  }

  @Test func integers() {
    var samples = Samples(seed: 84)
    for round in 0..<120 {
      let bits = samples.bits(most: 400)
      let (a, b) = (samples.int(1...25), samples.int(1...25))
      let d = 1 << samples.int(1...12)
      let x = Rational(samples.int(0...d), d)
      let value = Ball.betainc(Ball(a, bits: 64), Ball(b, bits: 64), Ball(x, bits: max(bits, 16)))
      #expect(
        value.contains(finiteSum(a, b, x)) && value.accuracyBits >= value.bits - 4,
        "I(\(a), \(b), \(x)) at \(bits) bits, round \(round): \(value.dump)")
    }
  }

  /// I_x(a, 1) = x^a, I_x(1, b) = 1 - (1-x)^b, I_x(1/2, 1/2) = (2/π) asin sqrt x.
  @Test func closedForms() {
    var samples = Samples(seed: 85)
    for round in 0..<200 {
      let bits = samples.bits(most: 500)
      let x = samples.positive(bits: bits, low: samples.int(0...3) == 0 ? -200 : -4, high: 0)
      let a = samples.positive(bits: bits, low: samples.int(0...3) == 0 ? -60 : -3, high: 7)
      let one = Ball(1, bits: bits)
      let half = one.scaled(by: -1)
      let wide = bits + 300
      let message = "a = \(a.dump), x = \(x.dump), round \(round)"
      let power = Ball.exp(a * .log(x.rounded(to: wide)))
      expectReading(.betainc(a, one, x), power, exact: true, lost: 4, "I(a, 1), \(message)")
      let rest = -Ball.expm1(a * .log1p(-x.rounded(to: wide)))
      expectReading(.betainc(one, a, x), rest, exact: true, lost: 4, "I(1, a), \(message)")
      let arc = Ball.asin(.sqrt(x.rounded(to: wide))) / .pi(bits: wide) * 2
      expectReading(.betainc(half, half, x), arc, exact: true, lost: 4, "I(1/2, 1/2), \(message)")
    }
  }

  /// I_x(a, b) = I_x(a+1, b) + x^a (1-x)^b/(a B(a, b)) (DLMF 8.17.20), and the symmetry.
  @Test func recurrenceAndSymmetry() {
    var samples = Samples(seed: 86)
    for round in 0..<150 {
      let bits = samples.int(10...300)
      let a = samples.positive(bits: bits, low: -4, high: samples.int(0...3) == 0 ? 12 : 6)
      let b = samples.positive(bits: bits, low: -4, high: samples.int(0...3) == 0 ? 12 : 6)
      let x = samples.positive(bits: bits, low: -8, high: 0)
      let one = Ball(1, bits: bits + 20)
      let wide = x.rounded(to: bits + 20)
      let step = Ball.exp(a * .log(wide) + b * .log1p(-wide)) / (a * .beta(a, b))
      let message = "a = \(a.dump), b = \(b.dump), x = \(x.dump), round \(round)"
      expectOverlap(.betainc(a, b, x), .betainc(a + one, b, x) + step, message)
      expectOverlap(.betainc(a, b, x) + .betainc(b, a, one - wide), one, message)
    }
  }

  @Test func ballsContainTheirPoints() {
    var samples = Samples(seed: 87)
    for round in 0..<150 {
      let bits = samples.bits(most: 150)
      let (a, u) = samples.ball(around: samples.positive(bits: bits, low: -3, high: 5), widest: 0)
      let (b, v) = samples.ball(around: samples.positive(bits: bits, low: -3, high: 5), widest: 0)
      let (x, w) = samples.ball(around: samples.positive(bits: bits, low: -6, high: 0), widest: 0)
      let value = Ball.betainc(a, b, x)
      guard value.isFinite else { continue }
      let fine = bits + 50
      let point = Ball.betainc(
        u.center.rounded(to: fine), v.center.rounded(to: fine), w.center.rounded(to: fine))
      #expect(value.overlaps(point), "I(\(a.dump), \(b.dump), \(x.dump)), round \(round): \(value.dump)")
      #expect(value.radius <= .power2(0))
    }
  }

  @Test func endsAndOutside() {
    let (a, b) = (Ball(Rational(5, 2), bits: 64), Ball(Rational(7, 3), bits: 64).center)
    #expect(
      Ball.betainc(a, b, Ball(0, bits: 64)).isZero
        && Ball.betainc(a, b, Ball(1, bits: 64)).contains(Rational(1)))
    let all = Ball(center: Ball(Rational(1, 2), bits: 64), radius: .power2(-1))
    #expect(Ball.betainc(a, b, all).contains(Rational(1, 2)) && Ball.betainc(a, b, all).radius <= .power2(0))
    for x in [
      Ball(-1, bits: 64), Ball(2, bits: 64), Ball(center: Ball(1, bits: 64), radius: .power2(-3)),
      .indeterminate,
    ] {
      #expect(!Ball.betainc(a, b, x).isFinite)
    }
    #expect(!Ball.betainc(Ball(0, bits: 64), b, a / 3).isFinite && !Ball.betainc(a, -b, a / 3).isFinite)
    let tiny = Ball.betainc(a, b, Ball(1, bits: 64).scaled(by: -(1 << 26)))
    #expect(tiny.isPositive && tiny.accuracyBits > 58)
  }

  /// The expansion for large a, also mirrored.
  @Test func farExpansion() {
    // python-flint 0.9: the series of positive terms (DLMF 8.17.8) summed at 600 bits
    let values: [(Rational, Rational, Rational, String)] = [
      (
        1_000_000, Rational(1, 2), Rational(999, 1000),
        "5.48825563557596606896910330152691656521794890962058589964959e-437"
      ),
      (
        Rational(1_000_001, 4), Rational(3, 4), Rational(9, 10),
        "2.68007829166290129537260297715704075445245937490334414332700e-11441"
      ),
      (
        10_000_000, 1, Rational(9999, 10000),
        "4.82838536505334365469449326113528421730495747127138313097331e-435"
      ),
    ]
    for (a, b, x, text) in values {
      expectDigits(
        .betainc(Ball(a, bits: 260), Ball(b, bits: 260), Ball(x, bits: 260)), text, "I(\(a), \(b), \(x))")
    }
    var samples = Samples(seed: 88)
    for round in 0..<60 {
      let bits = samples.int(20...200)
      let b = samples.positive(bits: bits, low: -3, high: 0)
      let rest = samples.positive(bits: bits, low: -14, high: -5)
      let wide = Ball(1, bits: bits + 60) - rest
      let one = Ball(1, bits: bits + 60)
      let a = (one + samples.positive(bits: bits, low: -2, high: 0)).scaled(by: 10) / rest
      let step = Ball.exp(a * .log1p(-rest) + b * .log(rest.rounded(to: bits + 60))) / (a * .beta(a, b))
      let message = "a = \(a.dump), b = \(b.dump), 1-x = \(rest.dump), round \(round)"
      let value = Ball.betainc(a, b, wide)
      expectOverlap(value, .betainc(a + one, b, wide) + step, message)
      expectOverlap(one - value, .betainc(b, a, rest), message)
      #expect(value.accuracyBits > bits - 24, "\(message): \(value.dump)")
    }
  }

  @Test func referenceDigitsAndOtherReadings() {
    // mpmath 1.3: betainc(a, b, 0, x, regularized=True) at 200 digits
    let values: [(Rational, Rational, Rational, String)] = [
      (Rational(5, 2), Rational(13, 4), Rational(1, 3), "0.327507698795301949423612092647684474341122518"),
      (Rational(10, 3), 141, Rational(1, 30), "0.8146208065427426973813599303485983342548715"),
      (Rational(1, 1000), Rational(1, 7), Rational(9, 10), "0.994930091394769927889963588362264614495481124"),
      (1000, Rational(2000, 3), Rational(3, 5), "0.498670072072869554518703072169147365964289327"),
      (1000, Rational(2000, 3), Rational(1, 2), "1.25650853107446030980618617392552107744690238e-16"),
    ]
    for (a, b, x, text) in values {
      expectDigits(
        .betainc(Ball(a, bits: 220), Ball(b, bits: 220), Ball(x, bits: 220)), text, "I(\(a), \(b), \(x))")
      let double = Double.betainc(a.double, b.double, x.double)
      let exact = Ball.betainc(Ball(a, bits: 64), Ball(b, bits: 64), Ball(x, bits: 64)).estimate
      #expect(abs(double / exact - 1) < 1e-10, "I(\(a), \(b), \(x)) = \(double)")
    }
    let (a, b) = (Ball(Rational(5, 2), bits: 200), Ball(3, bits: 200))
    let x = Jet<Ball>(variable: Ball(Rational(2, 5), bits: 200), order: 4)
    let jet = Jet<Ball>.betainc(Jet(constant: a), Jet(constant: b), x)
    // I_x(5/2, 3) = C x^(5/2) (2/5 - 4x/7 + 2x²/9), C = 1/B
    let c = { (r: Rational) in Jet<Ball>(constant: Ball(r, bits: 200)) }
    let polynomial = c(Rational(2, 5)) - c(Rational(4, 7)) * x + c(Rational(2, 9)) * x * x
    let reference = Jet<Ball>.sqrt(x) * x * x * polynomial / Jet(constant: .beta(a, b))
    for k in 0...4 { expectOverlap(jet.coefficient(k), reference.coefficient(k), "betainc, \(k)") }
    let parameter = Jet<Ball>.betainc(Jet(variable: a, order: 2), Jet(constant: b), Jet(constant: x.value))
    #expect(parameter.value.isFinite && !parameter.coefficient(1).isFinite)
  }
}
