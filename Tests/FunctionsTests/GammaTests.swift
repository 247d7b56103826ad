import CMPFR
import Testing

@testable import VlasovFunctions

@Suite struct GammaTests {
  private typealias Reading = (name: String, ball: (Ball) -> Ball, peer: MPFRReference.Function)
  private let readings: [Reading] = [
    ("gamma", { .gamma($0) }, MPFRReference.gamma), ("digamma", { .digamma($0) }, MPFRReference.digamma),
    ("lgamma", { .lgamma($0) }, MPFRReference.lgamma),
  ]

  @Test func againstMPFR() {
    var samples = Samples(seed: 61)
    for round in 0..<1500 {
      let bits = samples.usualBits()
      let (name, f, peer) = readings[round % 3]
      var x = samples.positive(bits: bits, low: samples.int(0...3) == 0 ? -300 : -4, high: 9)
      if name != "lgamma", samples.int(0...1) == 0 { x = -x }
      let value = f(x)
      let message = "\(name)(\(x.dump)), round \(round)"
      if x.isNegative, x.withMidpoint({ mpfr_integer_p($0) }) != 0 {
        #expect(!value.isFinite, "\(message)")
      } else {
        expectReading(value, MPFRReference.value(peer, x, bits: bits + 100), exact: true, message)
      }
    }
  }

  @Test func nearPolesAndIntegers() {
    var samples = Samples(seed: 62)
    for round in 0..<400 {
      let bits = samples.bits(most: 600) + 20
      let n = samples.int(-30...30)
      let x =
        Ball(n, bits: bits)
        + Ball(samples.int(0...1) * 2 - 1, bits: bits).scaled(by: -samples.int(1...bits - 8))
      guard x.isExact, x.withMidpoint({ mpfr_integer_p($0) }) == 0 else { continue }
      for (name, f, peer) in readings where x.isPositive || name != "lgamma" {
        expectReading(
          f(x), MPFRReference.value(peer, x, bits: 2 * bits + 100), exact: true,
          "\(name)(\(x.dump)), round \(round)")
      }
    }
  }

  /// The positive zero of ψ, where only the absolute size is small.
  @Test func nearTheZeroOfDigamma() {
    // OEIS A030169
    let digits = "1.46163214496836234126265954232572132846819620400644629512959842"
    guard let zero = Rational(decimal: digits) else { return }
    for bits in [10, 53, 64, 100, 200, 1600, 2000] {
      let x = Ball(zero, bits: bits).center
      let reference = MPFRReference.value(MPFRReference.digamma, x, bits: 2 * bits + 200)
      expectReading(.digamma(x), reference, exact: true, "digamma near its zero, \(bits) bits")
    }
  }

  @Test func integersAndHalfIntegers() {
    for bits in [2, 30, 64, 200, 2000] {
      var value = Ball.sqrt(.pi(bits: bits + 20))
      for k in 0..<60 {
        let x = Ball(2 * k + 1, bits: 64).scaled(by: -1).rounded(to: max(bits, 8))
        expectOverlap(.gamma(x), value, "gamma(\(k) + 1/2)")
        value = value * (2 * k + 1) / 2
        let factorial = Ball.gamma(Ball(k + 1, bits: max(bits, 8)))
        #expect(factorial.contains(Rational(Integer.factorial(k))), "gamma(\(k + 1))")
      }
      #expect(!Ball.gamma(Ball(0, bits: bits)).isFinite && !Ball.gamma(Ball(-3, bits: bits)).isFinite)
      #expect(Ball.lgamma(Ball(1, bits: bits)).isZero && Ball.lgamma(Ball(2, bits: bits)).isZero)
    }
    #expect(Ball.gamma(Ball(7, bits: 64)).isExact)
  }

  /// The table of 1/Γ(1+u), Stirling's series with shifts, and MPFR are three routes.
  @Test func regimesOverlap() {
    var samples = Samples(seed: 63)
    for round in 0..<200 {
      let bits = samples.int(10...900)
      let x = samples.positive(bits: bits, low: -6, high: 6)
      guard let (n, u) = x.reduced, let (top, bottom) = Ball.gammaByTaylor(x, n, u, bits: bits + 12) else {
        continue
      }
      let (log, product) = Ball.logGammaShifted(x, bits: bits + 12)
      let byStirling = Ball.exp(log) / product
      expectOverlap(top / bottom, byStirling, "gamma(\(x.dump)), round \(round)")
      #expect((top / bottom).accuracyBits > bits + 4 && byStirling.accuracyBits > bits + 4)
    }
  }

  @Test func functionalEquations() {
    var samples = Samples(seed: 64)
    for round in 0..<150 {
      let bits = samples.int(0...19) == 0 ? samples.int(1500...4000) : samples.int(20...1000)
      let x = samples.positive(bits: bits, low: -3, high: 8)
      let message = "\(x.dump), round \(round)"
      let (one, half) = (Ball(1, bits: bits), Ball(Rational(1, 2), bits: bits))
      expectOverlap(.gamma(x + one), x * .gamma(x), "recurrence at \(message)")
      expectOverlap(.digamma(x + one), .digamma(x) + one / x, "recurrence of digamma at \(message)")
      expectOverlap(.lgamma(x + one), .lgamma(x) + .log(x), "recurrence of lgamma at \(message)")
      // Γ(x) Γ(x+1/2) = 2^(1-2x) sqrt π Γ(2x)
      let two = Ball.exp((one - x * 2) * .log(Ball(2, bits: bits)))
      expectOverlap(
        .gamma(x) * .gamma(x + half), two * .sqrt(.pi(bits: bits)) * .gamma(x * 2),
        "duplication at \(message)")
      let fraction = samples.positive(bits: bits, low: -3, high: 0)
      expectOverlap(
        .gamma(fraction) * .gamma(one - fraction), .pi(bits: bits) / .sin(.pi(bits: bits) * fraction),
        "reflection at \(fraction.dump), round \(round)")
    }
  }

  @Test func ballsContainTheirPoints() {
    var samples = Samples(seed: 65)
    for round in 0..<900 {
      let bits = samples.bits(most: 300)
      let (name, f, peer) = readings[round % 3]
      let center = samples.real(bits: bits, low: -3, high: samples.int(0...1) == 0 ? 2 : 6)
      let (ball, point) = samples.ball(around: center, widest: 2)
      let value = f(ball)
      guard value.isFinite else { continue }
      let reference = MPFRReference.value(peer, point.center, bits: bits + 100)
      let message = "\(name)(\(ball.dump)) at \(point.dump), round \(round)"
      // MPFR gives log Γ of negative numbers too.
      if name == "lgamma" { #expect(ball.isPositive, "\(message)") }
      #expect(value.overlaps(reference), "\(message): \(value.dump), not \(reference.dump)")
    }
  }

  /// Balls that reach from one side of the middle between two poles almost to a pole.
  @Test func wideBallsBetweenPoles() {
    var samples = Samples(seed: 68)
    for round in 0..<200 {
      let n = samples.int(0...3) == 0 ? samples.int(100_000...1 << 22) : samples.int(0...60)
      let center = Ball(2 * n + 1, bits: 64).scaled(by: -1) + samples.real(bits: 20, low: -9, high: -2)
      let (ball, point) = samples.ball(
        around: -center, widest: -2 - (center.exponent ?? 0) + samples.int(0...2))
      for (name, f, peer) in readings where name == "digamma" || n < 100 {
        let value = f(ball)
        if name == "lgamma" || !value.isFinite { continue }
        let reference = MPFRReference.value(peer, point.center, bits: 200)
        #expect(
          value.overlaps(reference), "\(name)(\(ball.dump)) at \(point.dump), round \(round): \(value.dump)")
      }
    }
  }

  /// At few bits the ends, rounded outwards, may lie on both sides of the minimum although the ball does not.
  @Test func endsAcrossTheMinimum() {
    for bits in 2...12 {
      for e in [-30, -15, -12, -6] {
        for center in [Rational(3, 2), Rational(11, 8), Rational(23, 16)] {
          let point = Ball(center, bits: bits).center
          let ball = Ball(center: point, radius: .power2(e))
          for (name, f, peer) in readings {
            #expect(f(ball).overlaps(MPFRReference.value(peer, point, bits: 100)), "\(name)(\(ball.dump))")
          }
        }
      }
    }
  }

  @Test func ballsAreTight() {
    // Around the minimum: the true range is about [0.8856, 0.8862] for 1.4 < x < 1.52
    let around = Ball(center: Ball(Rational(146, 100), bits: 100), radius: .power2(-5))
    let value = Ball.gamma(around)
    #expect(value.lowerDouble > 0.885 && value.upperDouble < 0.888)
    let logs = Ball.lgamma(around)
    #expect(logs.lowerDouble > -0.1216 && logs.upperDouble < -0.118)
    // x = 5 ± 2^-60
    let thin = Ball.gamma(Ball(center: Ball(5, bits: 100), radius: .power2(-60)))
    #expect(thin.accuracyBits > 54 && thin.contains(Rational(24)))
    let digamma = Ball.digamma(Ball(center: Ball(5, bits: 100), radius: .power2(-60)))
    #expect(digamma.accuracyBits > 58)
    #expect(Ball.gamma(Ball(center: Ball(Rational(-5, 2), bits: 100), radius: .power2(-2))).isNegative)
    for ball in [
      Ball(center: Ball(-2, bits: 64), radius: .power2(-3)),
      Ball(center: Ball(0, bits: 64), radius: .power2(-30)),
      Ball(center: Ball(Rational(-5, 2), bits: 64), radius: .power2(-1)),
    ] {
      #expect(!Ball.gamma(ball).isFinite && !Ball.digamma(ball).isFinite && !Ball.lgamma(ball).isFinite)
    }
  }

  @Test func hugeAndTiny() {
    for bits in [40, 100, 1000] {
      for e in [40, 100, 3000, 1 << 29] {
        let x = Ball(3, bits: bits).scaled(by: e)
        let log = Ball.log(x)
        // log Γ(x) lies between (x - 1) (log x - 1) - 1 and x log x.
        let value = Ball.lgamma(x)
        let low = (x - Ball(1, bits: bits)) * (log - 1) - 1
        #expect(value.isBelow(x * log) && !value.isBelow(low) && value.accuracyBits > bits - 4)
        #expect(Ball.digamma(x).overlaps(log - Ball(1, bits: bits) / (x * 2)) || 2 * e < bits)
        #expect(!Ball.gamma(x).isFinite)
        let small = Ball(3, bits: bits).scaled(by: -e)
        if e > bits { #expect(Ball.gamma(small).overlaps(Ball(1, bits: bits) / small)) }
        #expect(Ball.lgamma(small).overlaps(-.log(small)) || e <= bits)
        #expect(Ball.digamma(-small).overlaps(Ball(1, bits: bits) / small) || e <= bits)
      }
      let below = Ball.gamma(-Ball(Rational(3_000_000_001, 2), bits: bits))
      #expect(below.contains(Rational(0)) && below.radius <= .power2(-1_000_000))
    }
    // Stirling's series with a reflection at a tiny negative number, beyond the table's precision
    let x = Ball(-5, bits: 2500).scaled(by: -4000)
    expectReading(
      .gamma(x), MPFRReference.value(MPFRReference.gamma, x, bits: 2600), exact: true, "gamma(-tiny)")
    #expect(!Ball.gamma(.indeterminate).isFinite && !Ball.lgamma(Ball(-1, bits: 64)).isFinite)
    let log = FailureLog()
    FailureLog.$current.withValue(log) { _ = Ball.gamma(Ball(-1, bits: 64)) }
    #expect(log.message?.hasPrefix("gamma of") == true)
  }

  @Test func referenceDigits() {
    // mpmath 1.3: gamma, digamma, loggamma
    let gamma: [(Rational, String, String)] = [
      (
        Rational(10, 3), "2.77815848043766421267997786471448051983715935",
        "1.04653764855062224843215235428415971727314313"
      ),
      (
        Rational(-7, 3), "-1.30575658444688611634009917000613829317935129",
        "2.86033701278484009902623061192631544955720938"
      ),
      (
        Rational(1, 1000), "999.42377248459546611498220129964400046521761",
        "-1000.57557193181030047147261446964922850012675"
      ),
      (
        Rational(1000, 7), "1.32727400808712162085667074848983645491606327e+245",
        "4.95834104661349828011152837399335581769316812"
      ),
      (
        Rational(-201, 4), "-5.47642424239835259887333114354086302232953711e-65",
        "7.06852044810851071478174910676554570069777803"
      ),
    ]
    for (x, value, slope) in gamma {
      expectDigits(.gamma(Ball(x, bits: 200)), value, "gamma(\(x))")
      expectDigits(.digamma(Ball(x, bits: 200)), slope, "digamma(\(x))")
    }
    let log: [(Rational, String)] = [
      (Rational(10, 3), "1.02178829109864191894125531256991714358116982"),
      (Rational(1, 1000), "6.90717888538385368251234466807698250215996162"),
      (Rational(1000, 7), "564.416475004453793612063381826329127330447334"),
      (Rational(Integer(10).power(30)), "68077552789821370520539743640497.3063901713386"),
      (Rational(1_000_001, 1_000_000), "-0.000000577214842434900121857099784260882611178771915"),
    ]
    for (x, value) in log { expectDigits(.lgamma(Ball(x, bits: 200)), value, "lgamma(\(x))") }
  }

  @Test func bernoulliNumbers() {
    #expect(Bernoulli.number(0) == 1 && Bernoulli.number(1) == Rational(-1, 2) && Bernoulli.number(7) == 0)
    #expect(Bernoulli.number(2) == Rational(1, 6) && Bernoulli.number(12) == Rational(-691, 2730))
    #expect(Bernoulli.number(-2) == nil)
    // Σ_{k<=n} C(n+1, k) B_k = 0
    for n in [30, 77, 200] {
      let sum = (0...n).reduce(Rational(0)) {
        $0 + Rational(Integer.binomial(n + 1, $1)) * (Bernoulli.number($1) ?? 1)
      }
      #expect(sum == 0)
    }
    let spent = Budget(seconds: 1)
    spent.cancel()
    Budget.$current.withValue(spent) { #expect(Bernoulli.even(upTo: 100_000) == nil) }
  }
}

@Suite struct PolygammaTests {
  @Test func zetaAtIntegers() {
    for (last, bits) in [(2, 2), (30, 64), (200, 700), (60, 1500)] {
      let values = ZetaValues.integers(upTo: last, bits: bits)
      #expect(values.count == last - 1)
      for (i, value) in values.enumerated() {
        expectOverlap(value, zeta(i + 2, bits: bits + 100), "zeta(\(i + 2)), \(bits) bits")
        #expect(value.accuracyBits >= bits)
      }
    }
  }

  private func zeta(_ k: Int, bits: Int) -> Ball { Ball(bits: bits) { mpfr_zeta_ui($0, UInt(k), MPFR_RNDN) } }

  /// (-1)^k c_k(1) = ζ(k)/k and (-1)^k c_k(1/2) = (2^k - 1) ζ(k)/k.
  @Test func valuesOfZeta() {
    for bits in [10, 64, 128, 300, 1000, 2000] {
      let count = bits > 500 ? 12 : 40
      let one = Ball.lgammaTaylor(Ball(1, bits: bits), count: count)
      let half = Ball.lgammaTaylor(Ball(1, bits: bits).scaled(by: -1), count: count)
      for k in 2..<count {
        let z = zeta(k, bits: bits + 50) / k * (k % 2 == 0 ? 1 : -1)
        expectReading(one[k], z, exact: true, "c_\(k)(1)")
        expectReading(half[k], z * Ball((Integer(1) << k) - 1, bits: bits + 50), exact: true, "c_\(k)(1/2)")
      }
    }
  }

  /// c_k(x+1) - c_k(x) = (-1)^(k-1)/(k x^k), on both sides of 0.
  @Test func recurrence() {
    var samples = Samples(seed: 66)
    for round in 0..<60 {
      let bits = samples.int(10...400)
      var x = samples.positive(bits: bits, low: -5, high: 8)
      if samples.int(0...2) == 0 { x = -x - Ball(Rational(1, 1 << 9), bits: bits) }
      let (ball, point) = samples.ball(around: x, widest: -6)
      let here = Ball.lgammaTaylor(ball, count: 9)
      let next = Ball.lgammaTaylor(point.center + Ball(1, bits: bits), count: 9)
      for k in 2..<9 {
        let step = Ball(k % 2 == 0 ? -1 : 1, bits: bits + 100) / (.pow(point.center, k) * k)
        guard here[k].isFinite else { continue }
        expectOverlap(here[k] + step, next[k], "c_\(k)(\(ball.dump)), round \(round)")
      }
    }
  }

  @Test func referenceDigits() {
    // mpmath 1.3: polygamma(n, 10/3) and polygamma(2, -7/3); c_(n+1) = polygamma(n)/(n+1)!
    let c = Ball.lgammaTaylor(Ball(Rational(10, 3), bits: 200), count: 9)
    expectDigits(c[2] * 2, "0.349423656039338979751187773361904115620944936", "polygamma 1")
    expectDigits(c[3] * 6, "-0.120937997069246036420770532074493787743082754", "polygamma 2")
    expectDigits(c[4] * 24, "0.0829633836726340922972096357249179165172422429", "polygamma 3")
    expectDigits(c[8] * 40320, "0.381843649005666044133087666592799506494293399", "polygamma 7")
    let below = Ball.lgammaTaylor(Ball(Rational(-7, 3), bits: 200), count: 4)
    expectDigits(below[3] * 6, "47.6163478374350662277043569789601438306460113", "polygamma 2")
  }

  @Test func jets() {
    let bits = 200
    for start in [Ball(Rational(7, 3), bits: bits), Ball(Rational(-4, 3), bits: bits)] {
      let x = Jet<Ball>(variable: start, order: 6)
      let one = Jet<Ball>(constant: Ball(1, bits: bits))
      let (gamma, next) = (Jet<Ball>.gamma(x), Jet<Ball>.gamma(x + one))
      let digamma = Jet<Ball>.digamma(x)
      // Γ' = ψ Γ
      let product = gamma * digamma
      for k in 0...6 {
        expectOverlap((x * gamma).coefficient(k), next.coefficient(k), "gamma, coefficient \(k)")
        #expect(gamma.coefficient(k).accuracyBits > bits - 30)
        if k < 6 {
          expectOverlap(product.coefficient(k), gamma.coefficient(k + 1) * (k + 1), "coefficient \(k)")
        }
      }
    }
    let x = Jet<Ball>(variable: Ball(Rational(7, 3), bits: bits), order: 4)
    let log = Jet<Ball>.log(.gamma(x))
    for k in 0...4 { expectOverlap(Jet<Ball>.lgamma(x).coefficient(k), log.coefficient(k), "lgamma, \(k)") }
    let twice = Jet<Jet<Ball>>.gamma(Jet(variable: x, order: 2))
    expectOverlap(
      twice.coefficient(2).coefficient(1), Jet<Ball>.gamma(x).coefficient(3) * 3, "a jet of jets")
    #expect(Jet<Ball>.gamma(Jet(constant: Ball(3, bits: bits))).isConstant)
    let d = Jet<Double>.digamma(Jet(variable: 0.7, order: 3))
    let b = Jet<Ball>.digamma(Jet(variable: Ball(exactly: 0.7), order: 3))
    for k in 0...3 { #expect(abs(d.coefficient(k) / b.coefficient(k).estimate - 1) < 1e-12) }
  }

  @Test func doubles() {
    var samples = Samples(seed: 67)
    for _ in 0..<300 {
      let x = Double.random(in: -20...60, using: &samples)
      let ball = Ball(exactly: x)
      let exact = Ball.digamma(ball).estimate
      #expect(abs(Double.digamma(x) - exact) <= 1e-13 * max(1, abs(exact)), "digamma(\(x))")
      let (c, d) = (Ball.lgammaTaylor(ball, count: 6), Double.lgammaTaylor(x, count: 6))
      for k in 2..<6 { #expect(abs(d[k] / c[k].estimate - 1) < 1e-9, "c_\(k)(\(x))") }
    }
  }
}
