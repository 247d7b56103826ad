import Testing
import VlasovAnalysis

/// (n+1)² I_{n+1}(x) - n² I_n(x): its zero is where mode n + 1 overtakes mode n.
struct ModeCrossover: Function1 {
  let n: Int
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
    T((n + 1) * (n + 1)) * .besselI(n + 1, x) - T(n * n) * .besselI(n, x)
  }
}

/// sin(p0 x).
struct Sine: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { .sin(p[0] * x) }
}

@Suite struct RootTests {
  @Test func modeCrossovers() {
    // Zeros of (n+1)² I_{n+1} = n² I_n, to 49 decimals.
    let references = [
      (1, "1.0444568621077741736747561953286035413091068075922"),
      (2, "3.1654344427005677136020036696951162330477472635489"),
      (5, "15.236276728520544774730498415680774295193434464247"),
    ]
    for (n, text) in references {
      for bits in [53, 128, 200] {
        withPrecision(bits) {
          let low = Ball(Rational(n * (n + 1), 2))
          let x = Ball.root(ModeCrossover(n: n), [], between: low, and: low + 1)
          let reference = Ball(Rational(decimal: text) ?? 0, bits: 200)
          #expect((x - reference).magnitude <= .max2(Magnitude.power2(-156), x.radius + x.radius))
          #expect(x.accuracyBits >= bits - 8)
        }
      }
    }
    let double = Double.root(ModeCrossover(n: 2), [], between: 3, and: 4)
    #expect((double - 3.1654344427005677).magnitude < 1e-14)
  }

  @Test func squareRootsOfParameters() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<40 {
      let c = random.thousandth(1...80_000)
      let bits = Int.random(in: 32...2000, using: &random)
      withPrecision(bits) {
        let x = Ball.root(SquareMinus(), [Ball(c)], between: 0, and: 9)
        #expect(x.overlaps(.sqrt(Ball(c, bits: bits + 50))) && x.accuracyBits >= bits - 6)
      }
    }
    // A range of parameters.
    let x = Ball.root(SquareMinus(), [.hull(2, 3)], between: 1, and: 2)
    #expect(x.contains(.sqrt(2)) && x.contains(.sqrt(3)) && x.upperDouble < 2)
  }

  @Test func endsAreBalls() {
    let end = Ball.hull(Ball(Rational(19, 10)), Ball(Rational(21, 10)))
    #expect(Ball.root(SquareMinus(), [2], between: 1, and: end).overlaps(.sqrt(2)))
    // The order of the ends does not matter.
    #expect(Ball.root(SquareMinus(), [2], between: end, and: 1).overlaps(.sqrt(2)))
    // The zero may lie in the end's ball, beyond the end.
    #expect(!Ball.root(SquareMinus(), [4], between: 1, and: end).isFinite)
  }

  @Test func refusals() {
    let log = FailureLog()
    FailureLog.$current.withValue(log) {
      // No sign change; a zero at an end; three sign changes; a double zero and an undefined function.
      #expect(!Ball.root(SquareMinus(), [2], between: 2, and: 3).isFinite)
      #expect(!Ball.root(SquareMinus(), [4], between: 2, and: 3).isFinite)
      #expect(!Ball.root(Sine(), [1], between: 1, and: 10).isFinite)
      #expect(!Ball.root(SquareMinus(), [0], between: -1, and: 1).isFinite)
      #expect(!Ball.root(ShiftedLogarithm(), [0], between: -1, and: 2).isFinite)
      #expect(!Ball.root(SquareMinus(), [.indeterminate], between: 0, and: 1).isFinite)
    }
    #expect(log.message?.contains("sign change between 2") == true)
    #expect(Ball.root(Sine(), [1], between: 1, and: 4).overlaps(.pi))
  }

  @Test func doubles() {
    #expect((Double.root(SquareMinus(), [2], between: 0, and: 9) - 2.0.squareRoot()).magnitude < 1e-15)
    #expect((Double.root(Sine(), [1], between: 4, and: 2) - Double.pi).magnitude < 1e-15)
    #expect(Double.root(SquareMinus(), [2], between: 2, and: 3).isNaN)
    #expect(Double.root(ShiftedLogarithm(), [0], between: -1, and: 2).isNaN)
    // Hard for a secant: a very flat side.
    let steep = Double.root(PolynomialFunction(), [-1e-9, 0, 0, 0, 0, 0, 0, 0, 0, 1], between: 0, and: 10)
    #expect((steep - Double.pow(1e-9, 1.0 / 9)).magnitude < 1e-14)
  }
}
