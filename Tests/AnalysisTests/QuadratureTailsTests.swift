import Testing
import VlasovAnalysis

/// x^2 e^(-p0 x).
private struct GammaDensity: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { x * x * .exp(-p[0] * x) }
}

/// e^(-(x - p0)²).
private struct ShiftedBell: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { .exp(-.pow(x - p[0], 2)) }
}

@Suite struct QuadratureTailsTests {
  @Test func halfLine() {
    for bits in [40, 64, 128, 500, 1200] {
      withPrecision(bits) {
        let exponential = Quadrature().integral(of: Exponential(), [-1], from: 0) { .exp(-$0) }
        #expect(exponential.status == .converged && exponential.enclosure.contains(Rational(1)))
        #expect(exponential.enclosure.accuracyBits >= bits - 6)
        // ∫_T^∞ x² e^-2x = (T²/2 + T/2 + 1/4) e^-2T.
        let gamma = Quadrature().integral(of: GammaDensity(), [2], from: 0) { t in
          (t * t / 2 + t / 2 + Ball(Rational(1, 4))) * .exp(-2 * t)
        }
        #expect(gamma.status == .converged && gamma.enclosure.contains(Rational(1, 4)))
        #expect(gamma.enclosure.accuracyBits >= bits - 6)
      }
    }
  }

  @Test func slowTail() {
    withPrecision(128) {
      // ∫_T^∞ 1/(x² + 1) < 1/T: the cut is near 2^130.
      let value = Quadrature().integral(of: Lorentzian(), [1], from: 0) { 1 / $0 }
      #expect(value.status == .converged && value.enclosure.overlaps(.pi(bits: 200) / 2))
      #expect(value.enclosure.accuracyBits >= 120)
    }
  }

  @Test func wholeLine() {
    for bits in [64, 200, 700] {
      withPrecision(bits) {
        let exact = Ball.sqrt(.pi(bits: bits + 50))
        // ∫_{|x - c|>R} e^-(x-c)² < e^-R²/R.
        for center in [Rational(0), Rational(7, 3), Rational(-1000)] {
          let c = Ball(center)
          let value = Quadrature().integral(of: ShiftedBell(), [c], around: c.center) {
            let shift = (c - c.center).magnitude
            return .exp(-.pow($0 - Ball(center: 0, radius: shift), 2)) * 2 / $0
          }
          #expect(value.status == .converged && value.enclosure.overlaps(exact), "\(center) at \(bits)")
          #expect(value.enclosure.accuracyBits >= bits - 8)
        }
      }
    }
  }

  /// An end and a parameter that are not exact: the tail's bound covers them.
  @Test func inexactStart() {
    withPrecision(100) {
      let a = Ball.log(3)
      let value = Quadrature().integral(of: Exponential(), [-1], from: a) { .exp(-$0) }
      #expect(value.status == .converged && value.enclosure.contains(Rational(1, 3)))
      #expect(value.enclosure.accuracyBits >= 90)
      let rate = Ball.hull(Ball(Rational(9, 10)), Ball(Rational(11, 10)))
      let wide = Quadrature().integral(of: Exponential(), [-rate], from: 0) { .exp(-rate * $0) / rate }
      for k in 0...4 { #expect(wide.enclosure.contains(Rational(20, 18 + k))) }
      #expect(wide.enclosure.upperDouble < 10)
    }
  }

  /// A cut lies beyond every number that the start may be.
  @Test func cutsBeyondAWideStart() {
    withPrecision(100) {
      let a = Ball.hull(0, 6)
      var cuts: [Ball] = []
      let value = Quadrature().integral(of: Exponential(), [-1], from: a) { cut in
        cuts.append(cut)
        return .exp(-cut)
      }
      #expect(!cuts.isEmpty && cuts.allSatisfy { a.isBelow($0) })
      #expect(value.enclosure.contains(Rational(1)) && value.enclosure.overlaps(.exp(-6)))
    }
  }

  /// Tails that never get small, or of which nothing is known: no claim of convergence, never a wrong value.
  @Test func tailsThatDoNotHelp() {
    let constant = Quadrature().integral(of: Exponential(), [-1], from: 0) { _ in Ball(1) }
    #expect(constant.status != .converged && constant.enclosure.contains(Rational(1)))
    let unknown = Quadrature().integral(of: Exponential(), [-1], from: 0) { _ in .indeterminate }
    #expect(unknown.status != .converged && !unknown.enclosure.isFinite)
    let undefined = Quadrature().integral(of: ShiftedLogarithm(), [0], from: -2) { .exp(-$0) }
    #expect(undefined.status != .converged && !undefined.enclosure.isFinite)
    #expect(!Quadrature().integral(of: Bell(), [1], from: .indeterminate) { .exp(-$0) }.enclosure.isFinite)
    #expect(Quadrature().integral(of: Bell(), [1], around: .sqrt(2)) { .exp(-$0) }.status == .undefined)
    let cancelled = Budget()
    cancelled.cancel()
    let stopped = Budget.$current.withValue(cancelled) {
      Quadrature().integral(of: Exponential(), [-1], from: 0) { .exp(-$0) }
    }
    #expect(stopped.status == .budgetExhausted && !stopped.enclosure.isFinite)
    // Not above the last bit only because of the tail: said so, and still right.
    let zero = Quadrature().integral(of: PolynomialFunction(), [0], from: 0) { _ in Ball(0) }
    #expect(zero.enclosure.contains(Rational(0)) && zero.enclosure.isFinite)
  }
}
