import CMPFR
import Testing

@testable import VlasovFunctions

@Suite struct ErfTests {
  @Test func againstMPFR() {
    var samples = Samples(seed: 71)
    for round in 0..<1200 {
      let bits = samples.usualBits()
      let x = samples.real(
        bits: bits, low: samples.int(0...3) == 0 ? -400 : -8, high: samples.int(0...3) == 0 ? 8 : 4)
      let message = "(\(x.dump)), round \(round)"
      expectReading(
        .erf(x), MPFRReference.value(MPFRReference.erf, x, bits: bits + 100), exact: !x.isZero,
        "erf\(message)")
      expectReading(
        .erfc(x), MPFRReference.value(MPFRReference.erfc, x, bits: bits + 100), exact: true, "erfc\(message)")
    }
  }

  @Test func ballsContainTheirPoints() {
    var samples = Samples(seed: 72)
    for round in 0..<600 {
      let bits = samples.bits(most: 300)
      let (ball, point) = samples.ball(around: samples.real(bits: bits, low: -6, high: 5), widest: 3)
      let message = "(\(ball.dump)) at \(point.dump), round \(round)"
      for (value, f) in [(Ball.erf(ball), MPFRReference.erf), (.erfc(ball), MPFRReference.erfc)] {
        let reference = MPFRReference.value(f, point.center, bits: bits + 100)
        #expect(
          value.isFinite && value.overlaps(reference), "\(message): \(value.dump), not \(reference.dump)")
      }
    }
    // The relative change over a thin ball is about 2 x r.
    let thin = Ball.erfc(Ball(center: Ball(30, bits: 100), radius: .power2(-70)))
    #expect(thin.accuracyBits > 62)
  }

  /// The asymptotic series and the convergent one, where both are good.
  @Test func regimesOverlap() {
    var samples = Samples(seed: 73)
    for round in 0..<150 {
      let bits = samples.int(4...200)
      let x = samples.positive(bits: bits, low: 2, high: 5)
      let square = Ball.exactSquare(x)
      guard let sum = Ball.oddFactorialSeries(square.scaled(by: 1), bits: bits) else { continue }
      // sqrt π x e^{x²} erfc(x)
      let wide = bits + Int(x.estimate * x.estimate * 1.45) + 20
      let erfc = Ball(1, bits: wide) - Ball.erfBySeries(x, bits: wide)
      let exact = erfc * x * .exp(square.rounded(to: wide + 20)) * .sqrt(.pi(bits: wide))
      expectOverlap(sum, exact, "x = \(x.dump), round \(round)")
      #expect(sum.accuracyBits > bits - 3 && exact.accuracyBits > bits - 3)
      // The positive series and the alternating one.
      let y = x.scaled(by: -(x.exponent ?? 0) - samples.int(0...3))
      let z = Ball.exactSquare(y)
      let positive =
        y.scaled(by: 1).rounded(to: bits + 10) * .exp(-z.rounded(to: bits + 10))
        * Ball.positiveErrorSeries(z.scaled(by: 1), bits: bits) / .sqrt(.pi(bits: bits + 10))
      expectOverlap(positive, .erfBySeries(y, bits: bits), "y = \(y.dump), round \(round)")
    }
  }

  @Test func hugeAndTiny() {
    for bits in [2, 64, 500] {
      for e in [10, 20, 23, 24, 25, 40, 1 << 29] {
        let x = Ball(1, bits: bits).scaled(by: e)
        let (erf, erfc) = (Ball.erf(x), Ball.erfc(x))
        #expect(erf.contains(Rational(1)) && erf.accuracyBits >= bits && Ball.erf(-x).contains(Rational(-1)))
        #expect(e < 20 ? erfc.isPositive : erfc.contains(Rational(0)) && erfc.radius <= .power2(-1 << 29))
        #expect(Ball.erfc(-x).contains(Rational(2)))
        let small = Ball(1, bits: bits).scaled(by: -e)
        #expect(Ball.erf(small).isPositive && Ball.erf(small).accuracyBits > bits - 3)
        #expect(Ball.mills(x).accuracyBits > bits - 3 && Ball.mills(x).isPositive)
        #expect(Ball.mills(small).isPositive && Ball.mills(-small).accuracyBits > bits - 3)
      }
    }
    #expect(Ball.erf(Ball(0, bits: 64)).isZero && Ball.erfc(Ball(0, bits: 64)).contains(Rational(1)))
    #expect(!Ball.erf(.indeterminate).isFinite && !Ball.erfc(.indeterminate).isFinite)
    #expect(!Ball.mills(Ball(-1, bits: 64).scaled(by: 30)).isFinite)
  }

  @Test func millsRatioByItsDefinition() {
    var samples = Samples(seed: 74)
    for round in 0..<600 {
      let bits = samples.bits(most: 500)
      let center = samples.real(bits: bits, low: -8, high: samples.int(0...2) == 0 ? 7 : 4)
      let (ball, point) = samples.ball(around: center, widest: 3)
      let value = Ball.mills(ball)
      // sqrt(π/2) e^{x²/2} erfc(x/sqrt 2), with MPFR's erfc between directed arguments
      let wide = bits + 200
      let x = point.center
      let argument = x.rounded(to: x.bits + wide) / .sqrt(Ball(2, bits: wide))
      let erfc = Ball.hull(
        MPFRReference.value(MPFRReference.erfc, argument.lowerEdge, bits: wide),
        MPFRReference.value(MPFRReference.erfc, argument.upperEdge, bits: wide))
      let half = Ball.exactSquare(x).scaled(by: -1)
      let exact = erfc * .exp(half.rounded(to: wide + 40)) * .sqrt(.pi(bits: wide).scaled(by: -1))
      expectReading(value, exact, exact: ball.isExact, "mills(\(ball.dump)), round \(round)")
    }
  }

  @Test func jets() {
    let bits = 200
    for start in [Rational(1, 3), Rational(-5, 4), Rational(3)] {
      let x = Jet<Ball>(variable: Ball(start, bits: bits), order: 6)
      let mills = Jet<Ball>.mills(x)
      let one = Jet<Ball>(constant: Ball(1, bits: bits))
      let two = Jet<Ball>(constant: Ball(2, bits: bits))
      let root = Jet<Ball>.sqrt(Jet(constant: .pi(bits: bits)) / two)
      let reference = root * .exp(x * x / two) * .erfc(x / .sqrt(two))
      let slope = x * mills - one
      for k in 0...6 {
        expectOverlap(mills.coefficient(k), reference.coefficient(k), "mills at \(start), \(k)")
        expectOverlap((Jet<Ball>.erf(x) + .erfc(x)).coefficient(k), one.coefficient(k), "erf + erfc, \(k)")
        if k < 6 { expectOverlap(slope.coefficient(k), mills.coefficient(k + 1) * (k + 1), "mills', \(k)") }
      }
      let y = Jet<Ball>.inverseErfc(.erfc(x))
      for k in 0...6 { expectOverlap(y.coefficient(k), x.coefficient(k), "inverseErfc of erfc, \(k)") }
    }
    #expect(Jet<Ball>.erf(Jet(constant: Ball(1, bits: 64))).isConstant)
  }

  @Test func referenceDigits() {
    // mpmath 1.3: erf, erfc, and sqrt(π/2) exp(x²/2) erfc(x/sqrt 2) at 400 digits
    let values: [(Rational, String, String)] = [
      (
        Rational(1, 3), "0.36264811176606293340817864014786587969214159",
        "0.63735188823393706659182135985213412030785841"
      ),
      (
        5, "0.999999999998462540205571965149811656514616621",
        "1.53745979442803485018834348538337889011805031e-12"
      ),
      (
        -2, "-0.995322265018952734162069256367252928610891797",
        "1.9953222650189527341620692563672529286108918"
      ),
    ]
    for (x, erf, erfc) in values {
      expectDigits(.erf(Ball(x, bits: 200)), erf, "erf(\(x))")
      expectDigits(.erfc(Ball(x, bits: 200)), erfc, "erfc(\(x))")
    }
    expectDigits(.erfc(Ball(30, bits: 200)), "2.56465620375611160003339727750144714654888972e-393")
    expectDigits(.erfc(Ball(1000, bits: 200)), "1.86003704863232337090847116228998437320623354e-434298")
    let mills: [(Rational, String)] = [
      (Rational(1, 3), "0.978955377641503536373774838079558521536842023"),
      (5, "0.192808104715315764877465727917516251490302755"),
      (-2, "18.1002477111261526623588948222664564621376559"),
      (30, "0.0332964190724972133818684018528727900227618205"),
      (1000, "0.000999999000002999985000104999055010394864867027"),
      (-20, "1.81128301589259161561126780867156641511693013e+87"),
    ]
    for (x, text) in mills { expectDigits(.mills(Ball(x, bits: 200)), text, "mills(\(x))") }
  }

  @Test func doubles() {
    var samples = Samples(seed: 75)
    for _ in 0..<400 {
      let x = Double.random(in: -30...60, using: &samples)
      let exact = Ball.mills(Ball(exactly: x)).estimate
      #expect(abs(Double.mills(x) / exact - 1) < 2e-13, "mills(\(x))")
      let y = Double.random(in: 0.001...1.999, using: &samples)
      let inverse = Ball.inverseErfc(Ball(exactly: y)).estimate
      #expect(abs(Double.inverseErfc(y) - inverse) < 1e-13 * max(1, abs(inverse)), "inverseErfc(\(y))")
    }
    #expect(Double.inverseErfc(1) == 0 && Double.inverseErfc(0).isNaN)
    #expect(abs(Double.inverseErfc(1e-307) - Ball.inverseErfc(Ball(exactly: 1e-307)).estimate) < 1e-10)
  }
}

@Suite struct InverseErfcTests {
  /// erfc decreases: the result is right when MPFR's erfc of its ends lies on both sides of y.
  private func expectInverse(_ x: Ball, _ y: Ball, _ what: @autoclosure () -> String) {
    let bits = x.bits + 40 + max(0, 2 * (x.exponent ?? 0))
    let wide = x.rounded(to: bits)
    let above = MPFRReference.value(MPFRReference.erfc, wide.lowerEdge, bits: bits)
    let below = MPFRReference.value(MPFRReference.erfc, wide.upperEdge, bits: bits)
    #expect(!above.isBelow(y) && !y.isBelow(below), "\(what()): \(x.dump)")
  }

  @Test func definingEquation() {
    var samples = Samples(seed: 76)
    for round in 0..<300 {
      let bits = samples.bits(most: 700) + 6
      var y: Ball
      switch samples.int(0...3) {
      case 0: y = samples.positive(bits: bits, low: -300, high: 0)
      case 1:
        // near 1
        y = Ball(1, bits: bits) + samples.real(bits: max(bits / 2, 2), low: -bits / 2, high: -1)
      case 2: y = Ball(2, bits: bits) - samples.positive(bits: max(bits / 2, 2), low: -bits / 2 - 1, high: 0)
      default: y = samples.positive(bits: bits, low: -3, high: 1)
      }
      y = y.center
      let value = Ball.inverseErfc(y)
      guard y.isPositive, (Ball(2, bits: bits) - y).isPositive else {
        #expect(!value.isFinite)
        continue
      }
      let message = "inverseErfc(\(y.dump)), round \(round)"
      #expect(value.isZero || value.accuracyBits >= bits - 3, "\(message): \(value.dump)")
      expectInverse(value, y, message)
    }
  }

  @Test func ballsContainTheirPoints() {
    var samples = Samples(seed: 77)
    for round in 0..<250 {
      let bits = samples.bits(most: 200)
      let (ball, point) = samples.ball(around: samples.positive(bits: bits, low: -30, high: 1), widest: 1)
      let value = Ball.inverseErfc(ball)
      guard point.isPositive, (Ball(2, bits: 64) - point).isPositive else { continue }
      expectInverse(value, point.center, "inverseErfc(\(ball.dump)), round \(round)")
    }
    let wide = Ball.inverseErfc(Ball(center: Ball(1, bits: 64), radius: .power2(-1)))
    #expect(wide.contains(Rational(0)) && wide.upperDouble < 0.48 && wide.lowerDouble > -0.48)
  }

  @Test func tinyAndOutside() {
    // mpmath 1.3: findroot on log erfc
    let bits = 200
    expectDigits(
      .inverseErfc(Ball(Rational(1, 3), bits: bits)), "0.68407034965662263890909803585921802416945801")
    let tiny: [(Int, String)] = [
      (20, "6.60158062235514256151639163241870746485809634"),
      (1000, "47.9389464042645106899157881685778226843270138"),
    ]
    for (n, text) in tiny {
      let y = Rational(numerator: 1, denominator: Integer(10).power(n)) ?? 0
      expectDigits(.inverseErfc(Ball(y, bits: bits)), text, "10^-\(n)")
    }
    expectDigits(
      .inverseErfc(Ball(Rational(19, 10), bits: bits)), "-1.16308715367667408672625426056294759347793255")
    expectDigits(
      .inverseErfc(Ball(Rational(999, 1000), bits: bits)),
      "0.000886227157466552104565435087364126189864887924")
    for e in [3_321_928, 1 << 26] {
      let y = Ball(1, bits: 100).scaled(by: -e)
      let x = Ball.inverseErfc(y)
      #expect(x.accuracyBits > 95, "2^-\(e)")
      expectInverse(x, y, "2^-\(e)")
    }
    // x = (sqrt π/2) d
    let near = Ball(1, bits: 3000) - Ball(1, bits: 3000).scaled(by: -2900)
    let slope = Ball.sqrt(.pi(bits: 3000)).scaled(by: -1).scaled(by: -2900)
    expectOverlap(.inverseErfc(near), slope, "1 - 2^-2900")
    #expect(Ball.inverseErfc(near).accuracyBits > 2990)
    #expect(Ball.inverseErfc(Ball(1, bits: 64)).isZero)
    for y in [Ball(0, bits: 64), Ball(2, bits: 64), Ball(-1, bits: 64), Ball(3, bits: 64), .indeterminate] {
      #expect(!Ball.inverseErfc(y).isFinite)
    }
  }
}
