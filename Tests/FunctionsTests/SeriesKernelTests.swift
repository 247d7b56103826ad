import Testing
import VlasovFunctions

@testable import VlasovEnclosures

/// Σ_{k<terms} Π_{i<=k} z p(i)/q(i), exactly, for a rational z.
private func exactSum(_ z: Rational, terms: Int, _ p: (Int) -> Int, _ q: (Int) -> Int) -> Rational {
  var sum = Rational(1)
  for k in stride(from: terms - 1, through: 1, by: -1) { sum = 1 + sum * z * Rational(p(k), q(k)) }
  return sum
}

@Suite struct SeriesKernelTests {
  private func value(_ f: TermRatio.Factor, _ k: Int) -> Int { f.slope * k + f.offset }

  /// A ratio with p(k) <= q(k).
  private func ratio(_ samples: inout Samples) -> TermRatio {
    let c = samples.int(0...3) == 0 ? 1 << samples.int(1...30) : samples.int(0...6)
    switch samples.int(0...4) {
    case 0: return TermRatio(over: .index(plus: c))
    case 1: return TermRatio(over: .index(), .index(plus: c))
    case 2: return TermRatio(.index(), over: .index(plus: 1), .index(plus: 1))
    case 3: return TermRatio(.index(plus: c), over: .index(), .index(plus: c + 1))
    default: return TermRatio(over: .constant(c + 1), .index(plus: 1))
    }
  }

  @Test func finiteSumsAgreeWithExactRationals() {
    var samples = Samples(seed: 11)
    for _ in 0..<800 {
      let r = ratio(&samples)
      let terms = samples.int(1...60)
      let bits = samples.bits(most: 3000)
      let z = samples.real(bits: samples.int(1...200), low: -30, high: 12)
      let point = Rational(decimal: z.terminating) ?? 0
      let exact = exactSum(
        point, terms: terms, { value(r.numerator, $0) }, { value(r.first, $0) * value(r.second, $0) })
      let whole = SeriesKernel.partialSum(r, at: z, terms: terms, bits: bits)
      #expect(whole.contains(exact), "\(r) at \(z.dump), \(terms) terms, \(bits) bits: \(whole.dump)")
      let limited = SeriesKernel.sum(r, at: z, limit: terms, bits: bits)
      #expect(limited.contains(exact), "\(r) at \(z.dump), \(terms) terms, \(bits) bits: \(limited.dump)")
      if z.isNonNegative {
        #expect(
          whole.accuracyBits >= bits - 2 && limited.accuracyBits >= bits - 2, "\(r) at \(z.dump), \(bits)")
      }
    }
  }

  /// The error bound that is carried along, without the rounding of the result, which would hide it. For small
  /// arguments it is not far above the error.
  @Test func theRunningErrorHolds() {
    var samples = Samples(seed: 14)
    var sharpest = 0.0
    for _ in 0..<1500 {
      let r = ratio(&samples)
      let terms = samples.int(2...60)
      let bits = samples.bits(most: 1500)
      let z = samples.real(bits: samples.int(1...200), low: -70, high: 20)
      let point = Rational(decimal: z.terminating) ?? 0
      let exact = exactSum(
        point, terms: terms, { value(r.numerator, $0) }, { value(r.first, $0) * value(r.second, $0) })
      let plan = SeriesPlan(r, z, terms: terms, bits: bits, deficit: samples.int(-20...20))
      guard let sum = plan?.evaluate(width: 20_000) else {
        Issue.record("no sum: \(r) at \(z.dump), \(terms) terms, \(bits) bits")
        continue
      }
      #expect(sum.contains(exact), "\(r) at \(z.dump), \(terms) terms, \(bits) bits: \(sum.dump)")
      let error = (Ball(exact, bits: 20_200) - sum.center).magnitude.estimate
      if error > 1e-300 { sharpest = max(sharpest, error / sum.radius.estimate) }
    }
    #expect(sharpest > 0.1 && sharpest <= 1)
  }

  /// The two precisions have different blocks, groups and limbs.
  @Test func precisionsAgree() {
    var samples = Samples(seed: 12)
    for _ in 0..<400 {
      let r = ratio(&samples)
      let bits = samples.bits(most: 3000)
      let z = samples.real(bits: bits, low: -60, high: 9)
      let low = SeriesKernel.sum(r, at: z, bits: bits)
      let high = SeriesKernel.sum(r, at: z, bits: bits + samples.int(1...900))
      expectOverlap(low, high, "\(r) at \(z.dump)")
      #expect(low.isFinite && high.isFinite, "\(r) at \(z.dump)")
    }
  }

  /// Σ z^k/k! = e^z and Σ z^k = 1/(1-z).
  @Test func knownSums() {
    var samples = Samples(seed: 13)
    for _ in 0..<200 {
      let bits = samples.bits(most: 3000)
      let z = samples.real(bits: bits, low: -20, high: 8)
      let e = SeriesKernel.sum(TermRatio(over: .index()), at: z, bits: bits)
      expectOverlap(e, .exp(z), "exp \(z.dump)")
      #expect(e.accuracyBits >= bits - 2, "exp \(z.dump)")
      let y = samples.real(bits: bits, low: -20, high: -1)
      let geometric = SeriesKernel.sum(TermRatio(over: .one), at: y, bits: bits)
      expectOverlap(geometric * (Ball(1, bits: bits) - y), Ball(1, bits: bits), "1/(1 - \(y.dump))")
      #expect(geometric.accuracyBits >= bits - 3, "1/(1 - \(y.dump))")
    }
  }

  @Test func partialSumsOfADivergentSeries() {
    // Σ_{j<N} j!/x^j with N = 30, x = 64, as u_j = j!/30^j.
    let z = Rational(30, 64)
    let exact = exactSum(z, terms: 30, { $0 }, { _ in 30 })
    let sum = SeriesKernel.partialSum(
      TermRatio(.index(), over: .constant(30)), at: Ball(z, bits: 64), terms: 30, bits: 300)
    #expect(sum.contains(exact) && sum.accuracyBits >= 298)
    // Coefficients with p > q are refused.
    #expect(
      !SeriesKernel.partialSum(
        TermRatio(.index(), over: .constant(10)), at: Ball(z, bits: 64), terms: 30, bits: 300
      ).isFinite)
  }

  @Test func refusesWhatItsProofDoesNotCover() {
    let growing = TermRatio(.index(), over: .constant(1 << 30))
    #expect(!SeriesKernel.sum(growing, at: Ball(Rational(1, 2), bits: 64), bits: 64).isFinite)
    let inexact = Ball(Rational(1, 3), bits: 64)
    #expect(!SeriesKernel.sum(TermRatio(over: .index()), at: inexact, bits: 64).isFinite)
    let outside = TermRatio(over: TermRatio.Factor(slope: 1, offset: -5))
    #expect(!SeriesKernel.sum(outside, at: Ball(1, bits: 64), bits: 64).isFinite)
    #expect(!SeriesKernel.sum(TermRatio(over: .one), at: Ball(2, bits: 64), bits: 64).isFinite)
    #expect(
      !SeriesKernel.partialSum(TermRatio(over: .one), at: Ball(1, bits: 64), terms: 0, bits: 64).isFinite)
  }
}

extension Ball {
  /// The exact decimal of an exact ball.
  fileprivate var terminating: String { certainDigits(limit: 1000).text ?? "" }
}
