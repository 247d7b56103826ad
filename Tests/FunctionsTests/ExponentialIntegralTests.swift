import CMPFR
import Testing
import VlasovFunctions

/// Σ_{j>=1} (-1)^(j+1) x^j/(j j!) term by term.
private func directEin(_ x: Ball, bits: Int) -> Ball {
  let size = abs(x.estimate)
  let working = bits + Int(4.5 * size) + 60
  let w = -x.rounded(to: max(working, x.bits))
  var power = Ball(1, bits: working)
  var sum = Ball(0, bits: working)
  var j = 1
  while true {
    power = power * w / j
    sum -= power / j
    j += 1
    if Double(j) > 2 * size + 1, (power.exponent ?? Int.min) < (sum.exponent ?? 0) - working { break }
  }
  return Ball(center: sum, radius: power.magnitude)
}

/// MPFR's `mpfr_eint` at an exact point: Ei(x) for x > 0, -E_1(-x) for x < 0.
private func eint(_ x: Ball, bits: Int) -> Ball {
  x.withMidpoint { m in Ball(bits: bits) { mpfr_eint($0, m, MPFR_RNDN) } }
}

@Suite struct ExponentialIntegralTests {
  @Test func einAgreesWithItsSeries() {
    var samples = Samples(seed: 41)
    for _ in 0..<400 {
      let bits = samples.bits(most: 900)
      let x = samples.real(bits: bits, low: -50, high: 8)
      let (ball, point) = samples.ball(around: x, widest: 3)
      let value = Ball.ein(ball)
      expectOverlap(value, directEin(point, bits: bits + 20), "Ein(\(ball.dump)) at \(point.dump)")
      if ball.isExact, !ball.isZero { #expect(value.accuracyBits >= bits - 1, "Ein(\(ball.dump))") }
    }
    #expect(Ball.ein(Ball(0, bits: 64)).isZero)
  }

  @Test func eiAgreesWithMPFR() {
    var samples = Samples(seed: 42)
    for _ in 0..<400 {
      let bits = samples.bits(most: 1500)
      let x = samples.positive(bits: bits, low: -30, high: 13)
      let (ball, point) = samples.ball(around: x, widest: -1)
      let value = Ball.ei(ball)
      expectOverlap(value, eint(point, bits: bits + 60), "Ei(\(ball.dump)) at \(point.dump)")
      if ball.isExact { #expect(value.accuracyBits >= bits - 1, "Ei(\(ball.dump))") }
    }
  }

  @Test func e1AgreesWithMPFR() {
    var samples = Samples(seed: 43)
    for _ in 0..<400 {
      let bits = samples.bits(most: 1000)
      let x = samples.positive(bits: bits, low: -30, high: 12)
      let (ball, point) = samples.ball(around: x, widest: -1)
      let value = Ball.e1(ball)
      expectOverlap(value, -eint(-point, bits: bits + 60), "E1(\(ball.dump)) at \(point.dump)")
      if ball.isExact { #expect(value.accuracyBits >= bits - 1, "E1(\(ball.dump))") }
    }
  }

  /// The convergents of e^x E_1(x) = 1/(x + 1/(1 + 1/(x + 2/(1 + 2/(x + ...))))) (DLMF 6.9.1 expanded), a
  /// fraction with positive terms, lie on alternating sides of the value.
  @Test func e1LiesBetweenConvergents() {
    for (x, depth, wanted) in [
      (Rational(5), 160, 60), (20, 160, 120), (Rational(301, 7), 160, 180), (200, 160, 400),
    ] {
      let bits = 500
      let b = Ball(x, bits: bits)
      func convergent(_ depth: Int) -> Ball {
        var tail = depth % 2 == 0 ? b : Ball(1, bits: bits)
        for j in stride(from: depth, through: 1, by: -1) {
          let base = j % 2 == 1 ? b : Ball(1, bits: bits)
          tail = base + Ball((j + 1) / 2, bits: bits) / tail
        }
        return .exp(-b) / tail
      }
      let bracket = Ball.hull(convergent(depth), convergent(depth + 1))
      #expect(bracket.accuracyBits > wanted, "E1(\(x)): \(bracket.accuracyBits)")
      expectOverlap(.e1(b), bracket, "E1(\(x))")
    }
  }

  /// The two regimes meet where the asymptotic series becomes able to give the precision.
  @Test func regimesAgree() {
    for bits in [2, 10, 53, 100, 200, 400] {
      for step in -6...6 {
        let x = Ball(max(1, Int(Double(bits) * 0.7) + 3 + step), bits: bits + 20)
        for extra in [0, 40, 500] {
          let low = x.rounded(to: bits + 20)
          let high = x.rounded(to: bits + 20 + extra + 1)
          expectOverlap(.e1(low), .e1(high), "E1 \(x.dump) + \(extra)")
          expectOverlap(.ein(low), .ein(high), "Ein \(x.dump) + \(extra)")
        }
        let y = Ball(2 * (bits + 28) + 100 + step, bits: bits + 20)
        expectOverlap(.ei(y), .ei(y.rounded(to: bits + 400)), "Ei \(y.dump)")
        expectOverlap(.ein(-y), .ein(-y.rounded(to: bits + 400)), "Ein -\(y.dump)")
      }
    }
  }

  @Test func containsTheValuesOnWideBalls() {
    var samples = Samples(seed: 44)
    for _ in 0..<150 {
      let low = samples.int(1...80)
      let high = low + samples.int(1...80)
      let ball = Ball.hull(Ball(low, bits: 80), Ball(high, bits: 80)) / 7
      for i in 0...6 {
        let point = (Ball(low, bits: 120) * (6 - i) + Ball(high, bits: 120) * i) / 42
        let message = "[\(low)/7, \(high)/7], point \(i)"
        expectOverlap(.ei(ball), .ei(point), "Ei on \(message)")
        expectOverlap(.e1(ball), .e1(point), "E1 on \(message)")
        expectOverlap(.ein(ball), .ein(point), "Ein on \(message)")
        expectOverlap(.ein(ball - 5), .ein(point - 5), "Ein on \(message) - 5")
      }
      #expect(Ball.e1(ball).isPositive && Ball.ein(ball).isPositive)
    }
  }

  @Test func referenceDigits() {
    // mpmath 1.4: ei, expint(1, .), and Ein from them with euler and log
    let ein: [(Rational, String)] = [
      (1, "0.7965995992970531342836758655425240800732066293468318064"),
      (-1, "-1.317902151454403894860008844249231837974901245792783993"),
      (Rational(1, 1000), "0.0009997500555451405553241024156453836403153984236650072451"),
      (10, "2.879804914864508229948780947626576916823645170858778994"),
      (-10, "-2489.349175483982180593815640453758082351003840606373649"),
      (100, "5.182385850889624228642494999451130846244362313565829327"),
      (-100, "-271555274485387982191401464231082541029574.2110333112090"),
    ]
    for (x, text) in ein { expectDigits(.ein(Ball(x, bits: 256)), text, "Ein(\(x))") }
    let ei: [(Rational, String)] = [
      (1, "1.895117816355936755466520934331634269017060581732707592"),
      (Rational(1, 100), "-4.017929465426669386775343410588308248108904759531773188"),
      (Rational(3, 8), "0.009691377209341999483044039243126151361108501900920604936"),
      (10, "2492.228976241877759138440143998524848989647101430942345"),
      (1000, "1.972045137141238302809645048412023552690317566989459719e+431"),
      (20000, "3.878196282504501093027387008550181947069847697501875984e+8681"),
    ]
    for (x, text) in ei { expectDigits(.ei(Ball(x, bits: 256)), text, "Ei(\(x))") }
    let e1: [(Rational, String)] = [
      (1, "0.2193839343955202736771637754601216490310472934069082076"),
      (Rational(1, 100), "4.037929576538113831786681891454361008949372208417842736"),
      (5, "0.001148295591275325797330561969819722076266095470697866765"),
      (40, "1.036773261451656972150641889145259771281024613424501804e-19"),
      (100, "3.683597761682032180235192620508118987655220136909567620e-46"),
      (1000, "5.070893060235166549927200999685925144667228537492169336e-438"),
      (100_000, "3.562913936526288563559511617824583304097104030967771801e-43435"),
    ]
    for (x, text) in e1 { expectDigits(.e1(Ball(x, bits: 256)), text, "E1(\(x))") }
  }

  /// Ei at negative arguments is MPFR's eint there.
  @Test func eiOfNegativeArguments() {
    var samples = Samples(seed: 45)
    for _ in 0..<150 {
      let bits = samples.bits(most: 600)
      let x = -samples.positive(bits: bits, low: -30, high: 11)
      let (ball, point) = samples.ball(around: x, widest: -1)
      expectOverlap(.ei(ball), eint(point, bits: bits + 60), "Ei(\(ball.dump)) at \(point.dump)")
    }
    #expect(Swift.abs(Double.ei(-1) + 0.21938393439552026) < 1e-15)
  }

  @Test func outsideTheDomain() {
    for x in [Ball(0, bits: 64), Ball(center: Ball(1, bits: 64), radius: .power2(1))] {
      #expect(!Ball.ei(x).isFinite && !Ball.e1(x).isFinite)
    }
    #expect(!Ball.e1(Ball(-1, bits: 64)).isFinite)
    let log = FailureLog()
    FailureLog.$current.withValue(log) { #expect(!Ball.e1(Ball(-1, bits: 64)).isFinite) }
    #expect(log.message?.hasPrefix("E1 of") == true)
    #expect(!Ball.ei(Ball(1, bits: 64).scaled(by: 40)).isFinite)
    #expect(Ball.e1(Ball(1, bits: 64).scaled(by: 40)).contains(Rational(0)))
    #expect(!Ball.ein(.indeterminate).isFinite)
  }
}
