import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

@Suite struct BinarySplittingTests {
  /// Finite sums against exact rational arithmetic, term by term.
  @Test func partialSums() {
    var g = SeededGenerator(seed: 751)
    for _ in 0..<150 {
      let bits = g.precision(upTo: 800)
      let n = g.int(1...40)
      let a = (0..<g.int(0...2)).map { _ in g.rational(bits: 8) }
      let b = (0..<g.int(0...2)).map { _ in g.rational(bits: 6).magnitude + 1 }
      let z = g.rational(bits: 10)
      var (term, sum): (Rational, Rational) = (1, 1)
      for k in stride(from: 1, to: n, by: 1) {
        for x in a { term = term * (x + Rational(k - 1)) }
        for x in b { term = term / (x + Rational(k - 1)) }
        term = term * z / Rational(k)
        sum = sum + term
      }
      let result = BinarySplitting.hypergeometric(a, b, z, terms: n, bits: bits)
      expectInclusion(result, of: sum, "pFq(\(a), \(b), \(z)), \(n) terms", seed: g.seed)
      #expect(sum.isZero || result.accuracyBits >= bits - 3)
    }
  }

  @Test func weights() {
    // Σ (k^2 + 1) (1/2)^k for k < n
    for n in 1...30 {
      let exact = (0..<n).reduce(Rational(0)) {
        $0 + Rational($1 * $1 + 1) * Magnitude.power2(-$1).exactValue
      }
      let sum = BinarySplitting.sum(
        terms: n, p: { _ in 1 }, q: { _ in 2 }, weight: { Integer($0 * $0 + 1) }, bits: 200)
      expectInclusion(sum, of: exact, "weighted, \(n)", seed: 0)
      #expect(sum.isExact || sum.accuracyBits > 195)
    }
  }

  /// e and 1F1(1/2; 3/2; -1) = sqrt(pi)/2 erf(1) to thousands of digits.
  @Test func constants() {
    let bits = Precision.bits(forDigits: 3000)
    let n = 1200
    // Σ_{k>=n} 1/k! < 2/n!
    let tail = Magnitude.power2(1).dividedUp(by: Ball(Integer.factorial(n), bits: 64).magnitudeBelow)
    let e = BinarySplitting.sum(terms: n, p: { _ in 1 }, q: { Integer($0) }, tail: tail, bits: bits)
    let one = Ball(1, bits: bits + 64)
    #expect(e.overlaps(Ball.exp(one)) && e.accuracyBits >= bits - 3)
    let half = Rational(1, 2)
    let sum = BinarySplitting.hypergeometric(
      [half], [Rational(3, 2)], Rational(-1), terms: n, tail: tail, bits: bits)
    let erf = Ball(bits: bits + 64) { z in one.withMidpoint { mpfr_erf(z, $0, MPFR_RNDN) } }
    #expect(sum.overlaps(Ball.sqrt(.pi(bits: bits + 64)) * erf / 2) && sum.accuracyBits >= bits - 3)
  }

  @Test func degenerate() {
    #expect(!BinarySplitting.sum(terms: 0, p: { _ in 1 }, q: { _ in 1 }, bits: 64).isFinite)
    #expect(!BinarySplitting.sum(terms: 9, p: { _ in 1 }, q: { Integer(5 - $0) }, bits: 64).isFinite)
    #expect(BinarySplitting.sum(terms: 9, p: { _ in 0 }, q: { _ in 1 }, bits: 64).contains(Rational(1)))
    let one = BinarySplitting.sum(terms: 1, p: { _ in 1 }, q: { _ in 0 }, tail: .power2(0), bits: 64)
    #expect(one.contains(Rational(2)) && one.contains(Rational(0)))
    let late = Budget(seconds: 1e-9)
    Budget.$current.withValue(late) {
      #expect(!BinarySplitting.sum(terms: 5000, p: { _ in 1 }, q: { Integer($0) }, bits: 64).isFinite)
    }
  }
}
