import Testing

@testable import VlasovFunctions

/// 0F1 at large arguments, where it is read from the asymptotic expansion of the Bessel function.
@Suite struct Hypergeometric0F1FarTests {
  /// The power series itself, at the smallest arguments that take the other way.
  @Test func againstTheSeries() {
    var samples = Samples(seed: 234)
    for round in 0..<6 {
      let bits = samples.int(20...300)
      let b = Ball(Rational(samples.int(4...60), 4), bits: 64)
      let z = (Ball(1, bits: bits) + samples.positive(bits: bits, low: -3, high: 0)).scaled(by: 32).center
      let series = HypergeometricSeries([], over: [b, Ball(1, bits: 64)]).sum(at: z, bits: bits + 20)
      let value = Ball.hyp0f1(b, z)
      expectOverlap(value, series, "0F1(\(b.dump);\(z.dump)), round \(round)")
      #expect(value.accuracyBits > bits - 4)
    }
  }

  /// 0F1(;b;z) = 0F1(;b+1;z) + z/(b(b+1)) 0F1(;b+2;z), also across the change of method.
  @Test func contiguity() {
    var samples = Samples(seed: 235)
    for round in 0..<60 {
      let bits = samples.int(20...400)
      let b = Ball(Rational(samples.int(4...400), 4), bits: 64)
      let z = samples.positive(bits: bits, low: 33, high: 56).center
      let (one, two) = (Ball(1, bits: 64), Ball(2, bits: 64))
      let wide = z.rounded(to: bits + 100)
      let sum = Ball.hyp0f1(b + one, wide) + wide / (b * (b + one)) * .hyp0f1(b + two, wide)
      let value = Ball.hyp0f1(b, z)
      expectOverlap(value, sum, "0F1(\(b.dump);\(z.dump)), round \(round)")
      #expect(value.accuracyBits > bits - 4, "\(value.dump)")
    }
  }

  @Test func ballsContainTheirPoints() {
    var samples = Samples(seed: 236)
    for round in 0..<100 {
      let bits = samples.bits(most: 200)
      let b = Ball(Rational(samples.int(4...80), 4), bits: 64)
      let (z, w) = samples.ball(around: samples.positive(bits: bits, low: 33, high: 56), widest: 0)
      let value = Ball.hyp0f1(b, z)
      guard value.isFinite else { continue }
      let point = Ball.hyp0f1(b, w.center.rounded(to: bits + 150))
      #expect(value.overlaps(point), "0F1(\(b.dump);\(z.dump)), round \(round): \(value.dump)")
    }
  }

  /// Beyond the range of exponents nothing is known, at once.
  @Test func overflow() {
    for e in [62, 64, 70, 79, 1000] {
      #expect(!Ball.hyp0f1(Ball(2, bits: 64), Ball(1, bits: 64).scaled(by: e)).isFinite)
    }
  }

  /// python-flint 0.9: Γ(b) z^((1-b)/2) I_{b-1}(2 sqrt z) by arb.bessel_i
  @Test func digits() {
    for (b, exponent, text) in [
      (Rational(1), 11, "4.44637988339628996930631479176459124206454906549902770819752e+274668"),
      (Rational(5, 2), 12, "3.45014664119978388727968137384436671258714835415482177436138e+868576"),
    ] {
      let z = Ball(Rational(Integer(10).power(exponent)), bits: 200)
      expectDigits(.hyp0f1(Ball(b, bits: 64), z), text, "0F1(\(b);1e\(exponent))")
    }
  }
}
