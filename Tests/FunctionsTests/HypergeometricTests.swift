import Testing

@testable import VlasovFunctions

@Suite struct HypergeometricTests {
  private func ball(_ text: String, _ bits: Int = 200) -> Ball { Ball(rational(text), bits: bits) }

  /// mpmath 1.3: hyp0f1, hyp1f1, hyp2f1, hyp3f2
  @Test func digits() {
    for (b, z, text) in [
      ("1/2", "5", "43.7774676748053541931975312454970110314515"),
      ("1/2", "-10", "0.999144383046929550116290796245147410610312"),
      ("5/2", "-1000", "-0.000681962596542924293256733474669982354816378"),
      ("-3/2", "4", "63.7924725062600721893128478465827712213507"),
      ("1/3", "100", "535485148.514545953712188894870538268348579"),
      ("7", "10000", "1.34188186404600547670074795767803554605556e+76"),
    ] { expectDigits(.hyp0f1(ball(b), ball(z)), text, "0F1(\(b);\(z))") }
    for (a, b, z, text) in [
      ("1/2", "3/2", "-10", "0.280247390506642740635340644899705150395520"),
      ("1/4", "5/2", "100", "317091198496437552891769270310296907174.563"),
      ("-3", "5/2", "7", "0.688888888888888888888888888888888888888889"),
      ("-7/2", "3/2", "20", "2938.51527306321653170407041538597627172261"),
      ("5", "2", "-30", "-6.72813091459608554093448336860929014962503e-11"),
      ("1/3", "2/3", "-5", "0.314948734448192091331189822800726925996676"),
      ("1/2", "1", "-1000", "0.0178457065001531672365361976451317959386467"),
      ("10", "1/4", "3", "414925.379128449517685749222633952678856319"),
    ] { expectDigits(.hyp1f1(ball(a), ball(b), ball(z)), text, "1F1(\(a);\(b);\(z))") }
    for (a, b, c, z, text) in [
      ("1/2", "1/2", "3", "1/4", "1.02247358627320868225474944074089158232378"),
      ("1/2", "1/2", "3", "1023/1024", "1.13149395964640792545430825305190967790959"),
      ("1/2", "1/4", "3", "16383/16384", "1.05983714100517692676929302207886830687845"),
      ("1/2", "1/4", "3", "-50", "0.676657749291576308608568775436952644849940"),
      ("1/2", "1/4", "3", "1", "1.05984360847501356988118061307815467808761"),
      ("1", "-3", "5", "7/10", "0.668200000000000000000000000000000000000000"),
      ("-4", "5/2", "-9/2", "-3", "213.333333333333333333333333333333333333333"),
      ("1", "1", "2", "9/10", "2.55842788110449520446443494964929356400122"),
      ("1/2", "1/2", "1", "999999/1000000", "5.28015715477186627566461991762256316956305"),
      ("3/2", "5/2", "2", "4095/4096", "14241811.8086254993389272061791265473150303"),
      ("1/3", "2/3", "1/2", "3/4", "1.87938524157181676810821855464946293987242"),
      ("1", "2", "3", "-1000000", "0.00000199997236897688407245179111743637712056284"),
      ("5", "-11/2", "7/2", "19/20", "0.000353121101319561894261457198058843194619230"),
      ("-7/2", "-1/2", "9/2", "-1", "0.561615532220887283749894558131317794299123"),
    ] { expectDigits(.hyp2f1(ball(a), ball(b), ball(c), ball(z)), text, "2F1(\(a),\(b);\(c);\(z))") }
    for (p, text) in [
      (["1/2", "1/2", "3/2", "3", "3"], "1.05281602205123853711292962507049297817853"),
      (["1/2", "1/2", "1/2", "1", "1"], "1.39320392968567685918424626032536824265748"),
      (["1/2", "1/2", "11/2", "9", "13"], "1.01243374449281867698449444083840084633168"),
      (["1/3", "1/4", "1/5", "1", "6/5"], "1.02059192156990698995092468371518608675207"),
      (["-3", "2", "5/2", "7/2", "1/2"], "-0.0562770562770562770562770562770562770562771"),
      (["1", "1", "1", "2", "2"], "1.64493406684822643647241516664602518921895"),
      (["1/2", "1/2", "41/2", "3", "22"], "1.11608975150105076161864619872126304627185"),
      (["1", "1", "3/2", "2", "2"], "2.77258872223978123766892848583270627230200"),
    ] {
      let x = p.map { ball($0) }
      expectDigits(.hyp3f2AtOne(x[0], x[1], x[2], x[3], x[4]), text, "3F2(\(p))")
    }
  }

  /// The fixed-point sums against term by term ball arithmetic.
  @Test func wordSumsAgreeWithBallSums() {
    var samples = Samples(seed: 231)
    for _ in 0..<500 {
      let bits = samples.int(0...9) == 0 ? samples.int(800...3000) : samples.int(2...500)
      let upper = (0..<samples.int(0...2)).map { _ in samples.dyadic(-6, 30) }
      let lower = (0..<2).map { _ in samples.dyadic(-9, 40) + Ball(Rational(1, 16), bits: 64) }
      let z =
        upper.count == 2
        ? samples.real(bits: Swift.min(bits, 200), low: -30, high: -1)
        : samples.real(bits: Swift.min(bits, 200), low: -30, high: 8 - 3 * upper.count)
      let size = Swift.abs(z.estimate)
      let terms = 60 + 2 * bits + Int(8 * size)
      let (ball, point) = samples.ball(around: z, widest: -20)
      let value = HypergeometricSeries(upper, over: lower).sum(at: ball, bits: bits)
      let reference = directHypergeometric(
        upper, lower, point, terms: terms, bits: bits + 200 + Int(6 * size))
      expectOverlap(value, reference, "\(upper.map(\.dump)) over \(lower.map(\.dump)) at \(ball.dump)")
      if ball.isExact, reference.isNonZero {
        #expect(
          value.accuracyBits >= bits - 6, "\(upper.map(\.dump)) over \(lower.map(\.dump)) at \(ball.dump)")
      }
    }
  }

  @Test func partialSumsAgreeWithBallSums() {
    var samples = Samples(seed: 232)
    for _ in 0..<200 {
      let bits = samples.int(10...300)
      let upper = [samples.dyadic(-20, 20), samples.dyadic(-20, 20)]
      let lower = samples.int(0...1) == 0 ? [Ball(1, bits: 64)] : []
      let z = samples.real(bits: bits, low: -30, high: -3)
      let terms = samples.int(1...60)
      guard
        let (value, next) = HypergeometricSeries(upper, over: lower)
          .partialSum(at: z, terms: terms, bits: bits, expected: 0)
      else { continue }
      var t = Ball(1, bits: 800)
      var sum = Ball(0, bits: 800)
      for k in 0..<terms {
        sum += t
        t *= (upper[0] + Ball(k, bits: 64)) * (upper[1] + Ball(k, bits: 64)) * z
        for b in lower { t /= b + Ball(k, bits: 64) }
      }
      expectOverlap(value, sum, "\(upper.map(\.dump)) at \(z.dump), \(terms) terms")
      #expect(t.magnitudeBelow <= next, "\(upper.map(\.dump)) at \(z.dump), \(terms) terms")
    }
  }

  // MARK: 0F1

  /// 0F1(;1/2;z) = cosh(2 sqrt z) = cos(2 sqrt -z) (DLMF 10.39 by the half-integer orders).
  @Test func confluentLimitOfOrderOneHalf() {
    var samples = Samples(seed: 233)
    for _ in 0..<250 {
      let bits = samples.bits(most: 900)
      let z = samples.real(bits: bits, low: -40, high: 11)
      let (ball, point) = samples.ball(around: z, widest: 2)
      let value = Ball.hyp0f1(Ball(Rational(1, 2), bits: 24), ball)
      let root = Ball.sqrt(.abs(point).rounded(to: point.bits + bits + 100))
      let reference = point.isNonNegative ? Ball.cosh(root * 2) : Ball.cos(root * 2)
      expectOverlap(value, reference, "0F1(1/2;\(ball.dump)) at \(point.dump)")
      if ball.isExact, !ball.isNegative { #expect(value.accuracyBits >= bits - 2) }
    }
  }

  // MARK: 1F1

  /// 1F1(a;a;z) = e^z; 1F1(1;2;z) = exprel z; (b-1) 1F1(a-1;b-1) relation: b (F(a) - F(a-1)) = z F(a;b+1)
  /// (DLMF 13.3.3), for random parameters and balls.
  @Test func kummerFunction() {
    var samples = Samples(seed: 234)
    for _ in 0..<250 {
      let bits = samples.bits(most: 500)
      let z = samples.real(bits: bits, low: -30, high: 7)
      let (ball, point) = samples.ball(around: z, widest: 0)
      let a = samples.parameter(1, 9, bits: bits)
      expectOverlap(.hyp1f1(a, a, ball), .exp(point), "1F1(a;a;\(ball.dump))")
      expectOverlap(
        .hyp1f1(Ball(1, bits: 9), Ball(2, bits: 9), ball), .exprel(point), "1F1(1;2;\(ball.dump))")
      let c = samples.parameter(-7, 9, bits: bits)
      let b = samples.parameter(-7, 9, bits: bits) + Ball(Rational(1, 16), bits: 24)
      let one = Ball(1, bits: 24)
      let left = b * (Ball.hyp1f1(c, b, ball) - .hyp1f1(c - one, b, ball))
      expectOverlap(left, ball * .hyp1f1(c, b + one, ball), "a = \(c.dump), b = \(b.dump), z = \(ball.dump)")
      expectOverlap(
        .hyp1f1(c, b, ball), .hyp1f1(c, b, point), "1F1(\(c.dump);\(b.dump);\(ball.dump)) at \(point.dump)")
    }
    #expect(!Ball.hyp1f1(Ball(1, bits: 64), Ball(-2, bits: 64), Ball(1, bits: 64)).isFinite)
    #expect(!Ball.hyp1f1(Ball(-3, bits: 64), Ball(-2, bits: 64), Ball(1, bits: 64)).isFinite)
    // Ends before the pole: 1 + (-1/-2) z = 1 + z/2.
    #expect(Ball.hyp1f1(Ball(-1, bits: 64), Ball(-2, bits: 64), Ball(3, bits: 64)).contains(Rational(5, 2)))
  }

  // MARK: 2F1

  /// -log(1-z)/z, (1-z)^-a, arctan, arcsin (DLMF 15.4).
  @Test func gaussFunctionInClosedForms() {
    var samples = Samples(seed: 235)
    let (one, two, half) = (Ball(1, bits: 24), Ball(2, bits: 24), Ball(Rational(1, 2), bits: 24))
    for _ in 0..<150 {
      let bits = samples.bits(most: 400)
      var z = samples.real(bits: bits, low: -20, high: samples.int(0...1) == 0 ? 0 : 10)
      if z.isZero { z = half.rounded(to: bits) }
      if z.isPositive, z.estimate >= 1 { z = -z }
      let (ball, point) = samples.ball(around: z, widest: -9)
      let gap = Ball(1, bits: point.bits) - point
      guard (one - ball.rounded(to: ball.bits + 64)).isPositive, gap.isPositive else { continue }
      expectOverlap(.hyp2f1(one, one, two, ball), -.log(gap) / point, "-log(1-z)/z at \(ball.dump)")
      let a = samples.dyadic(-3, 5)
      expectOverlap(
        .hyp2f1(a, half, half, ball), .realPower(gap, -a, bits + 60),
        "(1-z)^-a, a = \(a.dump), z = \(ball.dump)")
      if point.isNegative {
        let root = Ball.sqrt(-point)
        expectOverlap(.hyp2f1(half, one, half * 3, ball), .atan(root) / root, "atan, z = \(ball.dump)")
      } else if point.isPositive {
        let root = Ball.sqrt(point)
        expectOverlap(.hyp2f1(half, half, half * 3, ball), .asin(root) / root, "asin, z = \(ball.dump)")
      }
    }
  }

  /// c (1-z) F - c F(a-1) + (c-b) z F(c+1) = 0 (DLMF 15.5.18 with a and b exchanged), and the values on
  /// balls.
  @Test func gaussFunctionContiguous() {
    var samples = Samples(seed: 236)
    for _ in 0..<150 {
      let bits = samples.bits(most: 300)
      let (a, b) = (samples.parameter(-4, 6, bits: bits), samples.parameter(-4, 6, bits: bits))
      let c = samples.parameter(-4, 8, bits: bits) + Ball(Rational(1, 16), bits: 24)
      let z =
        samples.int(0...2) == 0
        ? Ball(1, bits: bits + 30) - samples.positive(bits: bits, low: -12, high: -1)
        : -samples.positive(bits: bits, low: -10, high: 8)
      let one = Ball(1, bits: 24)
      func f(_ a: Ball, _ c: Ball, _ z: Ball) -> Ball { .hyp2f1(a, b, c, z) }
      let left = c * (one - z.rounded(to: z.bits + 64)) * f(a, c, z) + (c - b) * z * f(a, c + one, z)
      expectOverlap(left, c * f(a - one, c, z), "\(a.dump), \(b.dump); \(c.dump); \(z.dump)")
      let (ball, point) = samples.ball(around: z, widest: -3)
      if (one - ball.rounded(to: ball.bits + 64)).isPositive,
        (one - point.rounded(to: point.bits + 64)).isPositive
      {
        expectOverlap(
          f(a, c, ball), f(a, c, point), "\(a.dump), \(b.dump); \(c.dump); \(ball.dump) at \(point.dump)")
      }
    }
  }

  /// The connection with 1 - z against the series, forced; integer differences c - a - b of both signs as
  /// well.
  @Test func gaussFunctionRegimesAgree() {
    var samples = Samples(seed: 237)
    var count = 0
    for _ in 0..<120 {
      let bits = samples.int(10...250)
      let (a, b) = (samples.dyadic(1, 5), samples.dyadic(1, 5))
      let c =
        samples.int(0...1) == 0 ? a + b + Ball(samples.int(-1...6), bits: 24) : samples.dyadic(1, 12)
      let w = samples.positive(bits: Swift.min(bits, 60), low: -7, high: -1)
      let z = Ball(1, bits: 100) - w
      let f = Gauss2F1(a: a, b: b, c: c, work: bits)
      guard c.isPositive, let connected = f.connection(w) else { continue }
      count += 1
      expectOverlap(connected, f.series(z), "\(a.dump), \(b.dump); \(c.dump); 1 - \(w.dump)")
      #expect(connected.accuracyBits > bits - 18, "\(a.dump), \(b.dump); \(c.dump); 1 - \(w.dump)")
    }
    #expect(count > 80)
  }

  /// d = 2, 4, ...: the velocity of a cluster, 2(d-1)/d a 2F1(1,1-d/2;1+d/2;a²), against its recurrence in d:
  /// m_d = (1 - (1-b²) J_d)/b, J_2 = (1+a²)/(1-a²), J_3 = log((1+a)/(1-a))/b, J_{d+2} = d/(d-1) (1 - (1-b²)
  /// J_d)/b², b = 2a/(1+a²).
  @Test func clusterVelocity() {
    let bits = 300
    for text in ["1/10", "1/2", "9/10", "99/100"] {
      let a = Ball(rational(text), bits: bits)
      let s = a * a
      let one = Ball(1, bits: bits)
      let b = a * 2 / (one + s)
      for start in [2, 3] {
        var j = start == 2 ? (one + s) / (one - s) : .log((one + a) / (one - a)) / b
        for d in stride(from: start, through: 16, by: 2) {
          let half = Ball(Rational(d, 2), bits: bits)
          let value = Ball.hyp2f1(one, one - half, one + half, s) * a * (2 * (d - 1)) / d
          let m = (one - (one - b * b) * j) / b
          expectOverlap(value, m, "d = \(d), a = \(text)")
          #expect(value.accuracyBits > 270, "d = \(d), a = \(text)")
          j = (one - (one - b * b) * j) / (b * b) * d / (d - 1)
        }
      }
    }
  }

  /// The zero-temperature kernel G_1(R) = R (2/d) (Γ((d+1)/2)/Γ(d/2))² 2F1(1/2,1/2;d/2+1;R²): digits of two
  /// routes (closed form and quadrature of the sample correlation's density).
  @Test func zeroTemperatureKernel() {
    for (d, r, text) in [
      (4, Rational(1, 2), "0.4517149931895265389278326487828741665266"),
      (16, Rational(3, 10), "0.2915102870594508742140019464994609569937"),
    ] {
      let (x, half) = (Ball(r, bits: 200), Ball(Rational(1, 2), bits: 200))
      let n = Ball(d, bits: 200) / 2
      let ratio = GammaFactor.gamma(n + half) / GammaFactor.gamma(n)
      let value = x * ratio * ratio * 2 / d * .hyp2f1(half, half, n + 1, x * x)
      expectDigits(value, text, "d = \(d)")
    }
  }

  @Test func gaussFunctionBoundaries() {
    let (one, half) = (Ball(1, bits: 64), Ball(Rational(1, 2), bits: 64))
    #expect(!Ball.hyp2f1(half, half, one, one).isFinite)
    #expect(!Ball.hyp2f1(half, half, one * 3, one * 2).isFinite)
    #expect(!Ball.hyp2f1(half, half, -one, half).isFinite)
    #expect(!Ball.hyp2f1(half, half, .indeterminate, half).isFinite)
    #expect(!Ball.hyp2f1(half, half, one * 3, Ball(center: one, radius: .power2(-9))).isFinite)
    // Increasing, up to Gauss's sum at 1.
    let touching = Ball.hull(Ball(0, bits: 64), one)
    let value = Ball.hyp2f1(half, half, one * 3, touching)
    #expect(value.contains(Rational(1)) && value.overlaps(.hyp2f1(half, half, one * 3, one)))
    // A polynomial beyond 1: 1 - 2 z/3 + ...
    expectOverlap(
      .hyp2f1(-one * 2, one, one * 3, one * 5), Ball(Rational(1), bits: 64) - one * 10 / 3 + one * 25 / 6,
      "polynomial")
    // Very near 1 by the connection; z and 1 are told apart.
    let near = one.rounded(to: 300) - one.rounded(to: 300).scaled(by: -200)
    let close = Ball.hyp2f1(half, half, one, near)
    #expect(close.accuracyBits > 280)
    // K: (1/2) log(16/(1-z)) 2/π ~ 2F1(1/2,1/2;1;z).
    let leading = (Ball.log(Ball(16, bits: 300)) + .log(Ball(2, bits: 300)) * 200) / .pi(bits: 300)
    #expect(Swift.abs((close - leading).estimate) < 1e-50)
    for (a, b, c, z) in [(0.5, 0.5, 3.0, 0.25), (0.5, 0.25, 3, -50), (1, 2, 3.25, 0.97), (-3, 2, 1.5, 4)] {
      let ball = Ball.hyp2f1(Ball(exactly: a), Ball(exactly: b), Ball(exactly: c), Ball(exactly: z))
      #expect(Swift.abs(Double.hyp2f1(a, b, c, z) / ball.estimate - 1) < 1e-10, "\(a) \(b) \(c) \(z)")
    }
  }

  // MARK: 3F2

  /// With a3 = b2 it is Gauss's sum Γ(c) Γ(c-a-b)/(Γ(c-a) Γ(c-b)).
  @Test func threeFTwoReducesToGauss() {
    var samples = Samples(seed: 238)
    for _ in 0..<40 {
      let bits = samples.int(10...250)
      let (a, b) = (samples.dyadic(1, 4), samples.dyadic(1, 4))
      let c = a + b + samples.dyadic(1, 5, bits: 40) / 8
      let e = samples.dyadic(1, 8).rounded(to: bits)
      guard c.isExact, e.isPositive else { continue }
      let value = Ball.hyp3f2AtOne(a.rounded(to: Swift.max(bits, 24)), b, e, c, e)
      expectOverlap(
        value, Gauss2F1(a: a, b: b, c: c, work: bits + 60).atOne, "\(a.dump), \(b.dump), \(c.dump)")
      #expect(value.accuracyBits >= Swift.min(bits, 24) - 3, "\(a.dump), \(b.dump), \(c.dump), \(e.dump)")
    }
  }

  /// Thomae: 3F2(a1,a2,a3;b1,b2) = Γ(b1)Γ(b2)Γ(s)/(Γ(a1)Γ(s+a2)Γ(s+a3)) 3F2(b1-a1,b2-a1,s;s+a2,s+a3) (DLMF
  /// 16.4.11).
  @Test func threeFTwoObeysThomae() {
    var samples = Samples(seed: 239)
    for _ in 0..<30 {
      let bits = samples.int(60...200)
      let a = (0..<3).map { _ in samples.dyadic(1, 3, bits: bits) }
      let b = (0..<2).map { _ in samples.dyadic(4, 8, bits: bits) }
      let s = b[0] + b[1] - a[0] - a[1] - a[2]
      guard s.isPositive, !(b[0] - a[0]).isZero, !(b[1] - a[0]).isZero else { continue }
      let left = Ball.hyp3f2AtOne(a[0], a[1], a[2], b[0], b[1])
      let factor =
        GammaFactor.gamma(b[0]) * GammaFactor.gamma(b[1]) * GammaFactor.gamma(s)
        / (GammaFactor.gamma(a[0]) * GammaFactor.gamma(s + a[1]) * GammaFactor.gamma(s + a[2]))
      let right = factor * .hyp3f2AtOne(b[0] - a[0], b[1] - a[0], s, s + a[1], s + a[2])
      expectOverlap(left, right, "\(a.map(\.dump)); \(b.map(\.dump))")
      #expect(left.accuracyBits >= bits - 3)
    }
  }

  @Test func threeFTwoOnBallsAndOutside() {
    let x = { (n: Int, d: Int) in Ball(Rational(n, d), bits: 120) }
    // s = 0 and s < 0 diverge.
    #expect(!Ball.hyp3f2AtOne(x(1, 1), x(1, 1), x(1, 1), x(1, 1), x(2, 1)).isFinite)
    #expect(!Ball.hyp3f2AtOne(x(1, 1), x(2, 1), x(1, 1), x(1, 1), x(2, 1)).isFinite)
    #expect(!Ball.hyp3f2AtOne(x(1, 2), x(1, 2), x(1, 2), x(-2, 1), x(9, 1)).isFinite)
    let wide = Ball(center: x(1, 2), radius: .power2(-20))
    let value = Ball.hyp3f2AtOne(wide, x(1, 2), x(1, 2), x(3, 2), x(2, 1))
    #expect(value.accuracyBits > 10)
    for end in [wide.lowerEdge, wide.center, wide.upperEdge] {
      expectOverlap(value, .hyp3f2AtOne(end, x(1, 2), x(1, 2), x(3, 2), x(2, 1)), "parameter ball")
    }
    let double = Double.hyp3f2AtOne(0.5, 0.5, 1.5, 3, 3)
    #expect(Swift.abs(double - 1.0528160220512385) < 1e-12)
    // A small s: ζ-like convergence.
    let slow = Ball.hyp3f2AtOne(x(1, 1), x(1, 1), x(1, 1), x(3, 2), x(13, 8))
    #expect(slow.accuracyBits > 100)
  }

  /// Up to 4000 bits: 2F1(1,1;2;1/2) = 2 log 2, 1F1(1;2;x) = exprel x, I_{1/2}, E_3 by its recurrence.
  @Test func highPrecision() {
    let (one, two) = (Ball(1, bits: 24), Ball(2, bits: 24))
    let half = Ball(Rational(1, 2), bits: 24)
    for bits in [2000, 3001, 4000] {
      let x = Ball.sqrt(Ball(7, bits: bits)).center
      let log2 = Ball.hyp2f1(one, one, two, half.rounded(to: bits)) / 2
      expectOverlap(log2, .log(Ball(2, bits: bits + 60)), "log 2 at \(bits) bits")
      let exprel = Ball.hyp1f1(one, two, x)
      expectOverlap(exprel, .exprel(x.rounded(to: bits + 60)), "exprel at \(bits) bits")
      let wide = x.rounded(to: bits + 60)
      let bessel = Ball.besselI(order: half, x)
      expectOverlap(
        bessel, .sqrt(Ball(2, bits: bits + 60) / (.pi(bits: bits + 60) * wide)) * .sinh(wide),
        "I_1/2 at \(bits) bits")
      let e3 = Ball.expIntegral(3, x)
      expectOverlap(
        e3 * 2, .exp(-wide) - wide * (.exp(-wide) - wide * .e1(wide)), "E_3 at \(bits) bits")
      for value in [log2, exprel, bessel, e3] { #expect(value.accuracyBits >= bits - 2) }
    }
  }

  // MARK: Jets

  /// z(1-z) F'' + (c - (a+b+1) z) F' - ab F = 0; z F'' + (b - z) F' - a F = 0; z F'' + b F' - F = 0.
  @Test func jetsSatisfyTheirEquations() {
    let order = 6
    func constant(_ n: Int, _ d: Int) -> Jet<Ball> { Jet(constant: Ball(Rational(n, d), bits: 256)) }
    func derivative(_ f: Jet<Ball>) -> Jet<Ball> {
      Jet(coefficients: (0..<f.order).map { f.coefficient($0 + 1) * ($0 + 1) }) ?? f
    }
    let z = Jet<Ball>(variable: Ball(Rational(2, 7), bits: 256), order: order)
    let (a, b, c) = (constant(1, 2), constant(5, 3), constant(9, 4))
    let gauss = Jet<Ball>.hyp2f1(a, b, c, z)
    let kummer = Jet<Ball>.hyp1f1(a, b, z)
    let limit = Jet<Ball>.hyp0f1(b, z)
    let (g1, k1, l1) = (derivative(gauss), derivative(kummer), derivative(limit))
    let (g2, k2, l2) = (derivative(g1), derivative(k1), derivative(l1))
    let slope: Jet<Ball> = c - (a + b + 1) * z
    let first: Jet<Ball> = z * (1 - z) * g2 + slope * g1
    let second: Jet<Ball> = z * k2 + (b - z) * k1
    let third: Jet<Ball> = z * l2 + b * l1
    let residuals: [Jet<Ball>] = [first - a * b * gauss, second - a * kummer, third - limit]
    for residual in residuals {
      for k in 0..<order - 1 {
        #expect(
          residual.coefficient(k).contains(Rational(0)) && residual.coefficient(k).radius.exponent < -200)
      }
    }
    for jet in [
      Jet<Ball>.hyp2f1(z, b, c, z), .hyp1f1(a, z, z), .hyp0f1(z, z), .hyp3f2AtOne(a, b, z, c, c),
    ] { #expect(!jet.coefficient(1).isFinite) }
  }
}
