import Testing
import VlasovAnalysis

@Suite struct JetBindingTests {
  /// Coefficient by coefficient, against a closed form evaluated with more bits.
  func expectOverlap(
    _ jet: Jet<Ball>, _ exact: Jet<Ball>, accuracy: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(jet.order == exact.order && jet.isFinite, sourceLocation: sourceLocation)
    for k in 0...exact.order {
      let (c, d) = (jet.coefficient(k), exact.coefficient(k))
      #expect(c.overlaps(d), "coefficient \(k): \(c.shortDescription)", sourceLocation: sourceLocation)
      #expect(
        c.accuracyBits >= accuracy || c.isZero, "coefficient \(k): \(c.accuracyBits) bits",
        sourceLocation: sourceLocation)
    }
  }

  @Test func sumsOfOneVariable() {
    var random = SeededGenerator(seed: 10)
    for _ in 0..<40 {
      let q = random.thousandth(1...990)
      let order = Int.random(in: 0...12, using: &random)
      let bits = Int.random(in: 64...700, using: &random)
      withPrecision(bits) {
        let x = Jet(variable: Ball(q), order: order)
        let exact = withPrecision(bits + 80) { Jet(variable: Ball(q), order: order) }
        expectOverlap(.sum(GeometricSeries(), from: 0, [x]), 1 / (1 - exact), accuracy: bits - 24)
        expectOverlap(.sum(ExponentialSeries(), from: 0, [x]), .exp(exact), accuracy: bits - 10)
        // Negative arguments: |x| rules the tail.
        expectOverlap(.sum(GeometricSeries(), from: 0, [-x]), 1 / (1 + exact), accuracy: bits - 60)
        // A jet that is not linear.
        let wave = Jet.sin(x) / 2
        expectOverlap(
          .sum(ExponentialSeries(), from: 1, [wave]), .expm1(.sin(exact) / 2), accuracy: bits - 24)
      }
    }
  }

  @Test func tailsOfJetsContainHigherTruncations() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<40 {
      let q = random.thousandth(-900...900)
      let limit = Int.random(in: 1...25, using: &random)
      let x = Jet(variable: Ball(q), order: 6)
      let outcome = Summation(maximumTerms: limit).sum(GeometricSeries(), from: 0, [x])
      let exact = 1 / (1 - x)
      #expect(outcome.terms <= limit && outcome.enclosure.isFinite)
      for k in 0...6 { #expect(outcome.enclosure.coefficient(k).overlaps(exact.coefficient(k))) }
    }
  }

  @Test func sumsOfTwoVariables() {
    withPrecision(200) {
      let (c, y) = (Rational(17, 10), Rational(23, 10))
      // c C_1(c y) along a curve through (c, y).
      let t = Jet(variable: Ball(0), order: 5)
      let (u, v) = (Jet(constant: Ball(c)) + t, Jet(constant: Ball(y)) - 2 * t + t * t)
      expectOverlap(
        .sum(BesselSeries(), from: 0, [u, v]), u * .besselClifford(1, u * v), accuracy: 170)
      // One of the two constant.
      let fixed = Jet(constant: Ball(y))
      expectOverlap(
        .sum(BesselSeries(), from: 0, [u, fixed]), u * .besselClifford(1, u * fixed), accuracy: 180)
    }
  }

  @Test func parametersThatAreNotVariables() {
    let z = Jet(variable: Ball(Rational(3, 2)), order: 3)
    let w = Rational(1, 10)
    let sum = Jet.sum(WeightedSeries(), from: 1, [z, Jet(constant: Ball(w))])
    // Forty terms leave nothing at 128 bits: e^{-160} (3/2)^40/40!.
    let direct = (1...40).reduce(Jet<Ball>(0)) {
      $0 + WeightedSeries().term(Index($1), [z, Jet(constant: Ball(w))])
    }
    expectOverlap(sum, direct, accuracy: 110)
    // The bound says nothing about derivatives in w.
    #expect(!Jet.sum(WeightedSeries(), from: 1, [z, Jet(variable: Ball(w), order: 3)]).isFinite)
    // A jet of order 3 that does not vary is as good as a constant.
    #expect(
      Jet.sum(WeightedSeries(), from: 1, [z, Jet(variable: Ball(w), order: 3) * 0 + Jet(constant: Ball(w))])
        .isFinite)
    // All constant: the plain sum.
    let constant = Jet.sum(WeightedSeries(), from: 1, [Jet(constant: Ball(1)), Jet(constant: Ball(w))])
    #expect(constant.isConstant && constant.value.overlaps(.sum(WeightedSeries(), from: 1, [1, Ball(w)])))
  }

  @Test func divergentSums() {
    let x = Jet(variable: Ball(Rational(3, 2)), order: 2)
    let none = Jet.sum(GeometricSeries(), from: 0, [x])
    #expect(none.order == 2 && !none.isFinite)
  }

  @Test func integralsInAParameter() {
    withPrecision(150) {
      let c = Jet(variable: Ball(Rational(7, 5)), order: 4)
      let zero = Jet(constant: Ball(0))
      let one = Jet(constant: Ball(1))
      expectOverlap(.integral(Exponential(), [c], from: zero, to: one), .exprel(c), accuracy: 130)
      // Both ends and the parameter vary: (e^{c b} - e^{c a})/c.
      let t = Jet(variable: Ball(0), order: 3)
      let (a, b) = (t * t - 1, 1 + 3 * t)
      let d = Jet(constant: Ball(Rational(7, 5))) + t
      let exact = (Jet.exp(d * b) - .exp(d * a)) / d
      expectOverlap(.integral(Exponential(), [d], from: a, to: b), exact, accuracy: 125)
      // No jet at all.
      let plain = Jet.integral(Exponential(), [one], from: zero, to: one)
      #expect(plain.isConstant && plain.value.overlaps(.expm1(1)))
      // Undefined for some of the interval.
      let log = Jet.integral(ShiftedLogarithm(), [Jet(variable: Ball(0), order: 1)], from: -one, to: one)
      #expect(!log.isFinite)
    }
  }

  @Test func rootsInAParameter() {
    withPrecision(200) {
      let c = Jet(variable: Ball(Rational(7, 5)), order: 6)
      let root = Jet.root(SquareMinus(), [c], between: Jet(constant: Ball(1)), and: Jet(constant: Ball(2)))
      expectOverlap(root, .sqrt(c), accuracy: 180)
      let curved = Jet.cos(c) + 2
      let other = Jet.root(SquareMinus(), [curved], between: 0, and: 3)
      expectOverlap(other, .sqrt(curved), accuracy: 160)
      let constant = Jet.root(SquareMinus(), [2], between: 0, and: 3)
      #expect(constant.isConstant && constant.value.overlaps(.sqrt(2)))
      // No zero, so no jet of it.
      #expect(!Jet.root(SquareMinus(), [c], between: 2, and: 3).isFinite)
    }
  }
}

/// x² - p0.
struct SquareMinus: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { x * x - p[0] }
}
