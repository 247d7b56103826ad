import Testing
import VlasovFunctions

@Suite struct CombinatorialTests {
  @Test func factorialsAreExactIntegersRoundedOnce() {
    for n in [0, 1, 2, 5, 20, 100, 170, 171, 300, 1000] {
      let exact = Rational(Integer.factorial(n))
      for bits in [2, 53, 128, 3000] {
        let value = withPrecision(bits) { Ball.factorial(Index(n)) }
        #expect(value.contains(exact) && value.bits == bits && value.accuracyBits >= bits, "\(n)! at \(bits)")
      }
      #expect(Double.factorial(Index(n)) == exact.double)
    }
    // Beyond the length where the integer is written out: Γ(n+1).
    for n in [1000, 5000, 20000] {
      let value = withPrecision(64) { Ball.factorial(Index(n)) }
      #expect(value.contains(Rational(Integer.factorial(n))) && value.accuracyBits >= 64)
    }
    #expect(withPrecision(64) { Ball.factorial(1_000_000_0) }.accuracyBits >= 64)
    #expect(!Ball.factorial(-1).isFinite && !Ball.factorial(Index(symbol: "n")).isFinite)
    #expect(!Ball.factorial(Index(Int.max)).isFinite)
    #expect(Double.factorial(-1).isNaN && Double.factorial(Index(symbol: "n")).isNaN)
  }

  @Test func binomialCoefficients() {
    for (n, k) in [
      (0, 0), (5, 2), (5, 7), (5, -1), (-3, 4), (-3, 5), (60, 30), (1000, 3), (1000, 997), (2000, 1000),
    ] {
      let exact = Rational(k < 0 ? 0 : Integer.binomial(n, k))
      let value = withPrecision(100) { Ball.binomial(Index(n), Index(k)) }
      #expect(value.contains(exact) && value.accuracyBits >= 100 || exact.isZero, "\(n) over \(k)")
      #expect(Double.binomial(Index(n), Index(k)) == exact.double, "\(n) over \(k)")
    }
    // 10^9 over 3, and one too long to write out: C(2n, n) = C(2n, n-1) (n+1)/n.
    #expect(withPrecision(200) { Ball.binomial(1_000_000_000, 3) }.isExact)
    let n = 5_000_000
    withPrecision(100) {
      let middle = Ball.binomial(Index(2 * n), Index(n))
      let next = Ball.binomial(Index(2 * n), Index(n - 1))
      expectOverlap(middle * n, next * (n + 1), "central binomials")
      #expect(middle.accuracyBits > 96)
    }
    #expect(
      !Ball.binomial(Index(symbol: "n"), Index(2)).isFinite
        && Double.binomial(Index(2), Index(symbol: "k")).isNaN)
    #expect(Double.binomial(3000, 1500) == .infinity)
  }
}
