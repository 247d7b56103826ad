import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

@Suite struct FixedPointPolynomialTests {
  /// Σ q_k u^k, exactly.
  private func value(_ q: [Rational], _ u: Rational) -> Rational {
    q.reversed().reduce(Rational(0)) { $0 * u + $1 }
  }

  /// A non-negative coefficient of about 2^exponent: exact, thin, wide or touching 0.
  private func coefficient(_ random: inout SeededGenerator, exponent: Int, limbs: Int) -> Ball {
    if random.int(0...15) == 0 { return Ball(0, bits: 64) }
    let bits = random.int(2...(64 * limbs + 40))
    let center = Ball.abs(random.exactBall(bits: bits, exponents: (exponent - 3)...exponent))
    switch random.int(0...3) {
    case 0: return center
    case 1: return Ball(center: center, radius: center.magnitudeBelow.scaled(by: -random.int(0...40)))
    case 2:
      return Ball(
        center: center, radius: center.magnitudeBelow.scaled(by: -random.int(40...(64 * limbs + 80))))
    default: return Ball(center: center, radius: center.magnitudeBelow)
    }
  }

  /// A point u in [0, 1), dyadic: 0, next to 0 or to 1, or anywhere.
  private func point(_ random: inout SeededGenerator, bits: Int) -> Rational {
    let one = Integer(1) << bits
    let numerator: Integer
    switch random.int(0...5) {
    case 0: numerator = 0
    case 1: numerator = one - 1
    case 2: numerator = one - Integer(random.int(1...3))
    case 3: numerator = Integer(random.int(1...3))
    default: numerator = random.integer(bits: random.int(1...bits))
    }
    return Rational(numerator: numerator, denominator: one) ?? 0
  }

  private func polynomial(_ random: inout SeededGenerator, limbs: Int) -> [Ball] {
    let count = random.int(1...24)
    // Sizes that stay, fall by many limbs over the series, or rise first.
    let slope = random.element(of: [0, -3, -20, -64 * limbs / count, -200, 5])
    let offset = random.int(-300...300)
    return (0..<count).map {
      coefficient(&random, exponent: offset + slope * $0 + random.int(-8...8), limbs: limbs)
    }
  }

  /// The enclosure contains the value for the midpoints and for random points of the coefficients' balls.
  @Test func inclusion() throws {
    var random = SeededGenerator(seed: 1)
    var sizes: Set<Int> = []
    for round in 0..<1500 {
      let limbs = round < 900 ? random.int(1...5) : random.int(1...40)
      let q = polynomial(&random, limbs: limbs)
      let bits = 64 * limbs - random.int(0...63)
      guard let p = FixedPointPolynomial(coefficients: q, remainder: .zero, bits: bits) else {
        let isZero = q.allSatisfy(\.isZero)
        #expect(isZero)
        continue
      }
      sizes.insert(limbs)
      for _ in 0..<3 {
        let width = random.int(2...(64 * limbs + 100))
        let u = point(&random, bits: width)
        let exponent = random.int(-70...70)
        let y = Ball(u, bits: width + 2).scaled(by: exponent)
        let output = random.int(2...(64 * limbs + 70))
        let ball = p.value(atCenterOf: y, exponent: exponent, bits: output)
        #expect(ball.isFinite && ball.bits == output)
        let what =
          "limbs \(limbs), \(q.count) coefficients, u = \(y.dump), exponent \(exponent), bits \(output)"
        expectInclusion(ball, of: value(q.map(\.exactCenter), u), what, seed: random.seed)
        expectInclusion(ball, of: value(q.map { random.point(in: $0) }, u), what, seed: random.seed)
        expectInclusion(ball, of: value(q.map(\.upperRational), u), what, seed: random.seed)
        expectInclusion(ball, of: value(q.map(\.lowerRational), u), what, seed: random.seed)
      }
    }
    #expect(sizes.count > 25)
  }

  /// With exact coefficients the error is at most 4K + 4 units 2^(-64 limbs) of a number above Σ q_k and at most twice it,
  /// and the rounding of the result.
  @Test func accuracy() throws {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<400 {
      let limbs = random.int(1...12)
      let q = polynomial(&random, limbs: limbs).map(\.center)
      guard let p = FixedPointPolynomial(coefficients: q, remainder: .zero, bits: 64 * limbs) else {
        continue
      }
      let y = Ball(point(&random, bits: 64 * limbs), bits: 64 * limbs)
      let ball = p.value(atCenterOf: y, exponent: 0, bits: 64 * limbs + 64)
      let total = q.reduce(Rational(0)) { $0 + $1.exactCenter }
      // 2^-30: magnitudes are rounded up to 32 bits.
      let unit = total * Rational(numerator: 2, denominator: Integer(1) << (64 * limbs)).unsafelyUnwrapped
      let bound = Rational(4 * q.count + 4) * unit * (1 + Rational(1, 1 << 20))
      #expect(ball.radius.exactValue <= bound, "limbs \(limbs), \(q.count) coefficients")
    }
  }

  /// Relative radii of the coefficients give the same relative error of the value, however small u is.
  @Test func radiiStayRelative() throws {
    for (limbs, error) in [(2, 90), (3, 100), (8, 300)] {
      // q_k u^k falls although q_k rises.
      let q = (0..<12).map { k in
        let center = Ball(Rational(3, 4), bits: 64 * limbs).scaled(by: 3 * k)
        return Ball(center: center, radius: center.magnitude.scaled(by: -error + k % 2))
      }
      let p = try #require(FixedPointPolynomial(coefficients: q, remainder: .zero, bits: 64 * limbs))
      for bits in [2, 5, 60] {
        let u = Rational(numerator: 1, denominator: Integer(1) << bits).unsafelyUnwrapped
        let ball = p.value(atCenterOf: Ball(u), exponent: 0, bits: 64 * limbs)
        #expect(ball.accuracyBits >= min(error - 5, 64 * limbs - 3 * 12 - 8), "\(limbs) limbs, u = \(u)")
        expectInclusion(ball, of: value(q.map(\.upperRational), u), "\(limbs) limbs, u = \(u)", seed: 0)
        expectInclusion(ball, of: value(q.map(\.lowerRational), u), "\(limbs) limbs, u = \(u)", seed: 0)
      }
    }
  }

  /// Over the ball y the value moves by at most the factor 1 + spread.
  @Test func spread() throws {
    let q: [Ball] = [1, 2, 3].map { Ball(center: $0, radius: .power2(-100)) }
    let p = try #require(FixedPointPolynomial(coefficients: q, remainder: .power2(-90), bits: 128))
    let u = Rational(1, 3)
    let still = p.value(atCenterOf: Ball(u, bits: 128), exponent: 0, bits: 128)
    let moved = p.value(atCenterOf: Ball(u, bits: 128), exponent: 0, bits: 128, spread: .power2(-20))
    let exact = value(q.map(\.exactCenter), u)
    #expect(moved.contains(still) && still.accuracyBits > 80 && moved.accuracyBits >= 18)
    for sign in [Rational(1), -1] {
      expectInclusion(moved, of: exact * (1 + sign * Rational(1, 1 << 20)), "spread", seed: 0)
    }
  }

  /// What is left out is covered by the remainder.
  @Test func remainder() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let limbs = random.int(1...6)
      let q = polynomial(&random, limbs: limbs)
      let kept = random.int(1...q.count)
      let rest = q[kept...].reduce(Magnitude.zero) { $0 + $1.magnitude }
      guard let p = FixedPointPolynomial(coefficients: Array(q[..<kept]), remainder: rest, bits: 64 * limbs)
      else {
        continue
      }
      let width = random.int(2...200)
      let u = point(&random, bits: width)
      let ball = p.value(atCenterOf: Ball(u, bits: width + 2), exponent: 0, bits: 64 * limbs)
      expectInclusion(
        ball, of: value(q.map { random.point(in: $0) }, u), "\(kept) of \(q.count)", seed: random.seed)
    }
  }

  /// Long series with carries through every limb: all coefficients are (2^(64 l) - 1) 2^-64l, u is next to 1.
  @Test(arguments: [1, 2, 3, 4, 5, 9]) func carries(_ limbs: Int) throws {
    let one = Integer(1) << (64 * limbs)
    let q = Rational(numerator: one - 1, denominator: one).unsafelyUnwrapped
    for count in [1, 2, 3, 16, 200] {
      let coefficients = [Ball](repeating: Ball(q, bits: 64 * limbs), count: count)
      let p = try #require(
        FixedPointPolynomial(coefficients: coefficients, remainder: .zero, bits: 64 * limbs))
      for u in [q, Rational(numerator: one - 2, denominator: one).unsafelyUnwrapped, Rational(1, 2), 0] {
        let ball = p.value(atCenterOf: Ball(u, bits: 64 * limbs), exponent: 0, bits: 64 * limbs + 64)
        expectInclusion(ball, of: value([Rational](repeating: q, count: count), u), "\(count) terms", seed: 0)
        #expect(ball.accuracyBits > 64 * limbs - 16 - 2 * (64 - count.leadingZeroBitCount))
      }
    }
  }

  /// The radius of the point is the caller's.
  @Test func theRadiusOfThePointIsNotUsed() throws {
    let p = try #require(FixedPointPolynomial(coefficients: [1, 1, 1], remainder: .zero, bits: 128))
    let y = Ball(Rational(1, 4), bits: 64)
    let wide = Ball(center: y, radius: .power2(-3))
    #expect(
      p.value(atCenterOf: y, exponent: 0, bits: 128).dump
        == p.value(atCenterOf: wide, exponent: 0, bits: 128).dump)
  }

  @Test func outsideTheUnitInterval() throws {
    let p = try #require(FixedPointPolynomial(coefficients: [1, 1], remainder: .zero, bits: 64))
    for (y, exponent) in [
      (Ball(-1), 4), (Ball(1), 0), (Ball(2), 1), (Ball(Rational(1, 2)), -1), (Ball.indeterminate, 0),
      (Ball(5), 2),
    ] {
      #expect(!p.value(atCenterOf: y, exponent: exponent, bits: 64).isFinite, "\(y.dump) at \(exponent)")
    }
    for (y, exponent) in [
      (Ball(0), 0), (Ball(0), -1000), (Ball(1), 1), (Ball(5), 3), (Ball(1).scaled(by: -100_000), 0),
    ] {
      #expect(p.value(atCenterOf: y, exponent: exponent, bits: 64).isFinite, "\(y.dump) at \(exponent)")
    }
  }

  @Test func refusedCoefficients() {
    func made(_ q: [Ball], _ remainder: Magnitude = .zero) -> Bool {
      FixedPointPolynomial(coefficients: q, remainder: remainder, bits: 128) != nil
    }
    #expect(!made([]))
    #expect(!made([Ball(-1)]))
    #expect(!made([1, .indeterminate]))
    #expect(!made([1, Ball(center: Ball(1), radius: .power2(1))]))
    #expect(!made([1], .infinity))
    #expect(!made([0, 0]))
    #expect(FixedPointPolynomial(coefficients: [1], remainder: .zero, bits: 0) == nil)
    #expect(made([0, 1, 0]))
    #expect(made([Ball(center: Ball(1), radius: .power2(0))]))
  }

  /// Coefficients far below the unit, zeros at the end, and huge or tiny scales.
  @Test func extremeSizes() throws {
    for shift in [-1_000_000, 0, 1_000_000] {
      for q in [
        [Ball(1), 0, 0], [0, 0, 1], [Ball(1), Ball(1).scaled(by: -5000), 0, Ball(1).scaled(by: -9000)],
      ] as [[Ball]] {
        let scaled = q.map { $0.scaled(by: shift) }
        let p = try #require(FixedPointPolynomial(coefficients: scaled, remainder: .zero, bits: 192))
        let ball = p.value(atCenterOf: Ball(Rational(3, 4)), exponent: 0, bits: 192).scaled(by: -shift)
        expectInclusion(ball, of: value(q.map(\.exactCenter), Rational(3, 4)), "shift \(shift)", seed: 0)
        #expect(ball.accuracyBits > 170)
      }
    }
  }
}
