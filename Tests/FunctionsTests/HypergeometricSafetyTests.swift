import TestSupport
import Testing

@testable import VlasovFunctions

/// Any balls whatever: huge, tiny, wide, touching 0, around poles, indeterminate. No call may trap or take
/// for ever, and a finite result contains the values at points of the balls, computed with more bits.
@Suite struct HypergeometricSafetyTests {
  private typealias Function = @Sendable (_ p: [Ball]) -> Ball

  private static let functions: [(name: String, arity: Int, f: Function)] = [
    ("besselI", 2, { .besselI(order: $0[0], $0[1]) }),
    ("besselIRatio", 2, { .besselIRatio(order: $0[0], $0[1]) }),
    ("besselClifford", 2, { .besselClifford(order: $0[0], $0[1]) }),
    ("E_2", 1, { .expIntegral(2, $0[0]) }),
    ("E_37", 1, { .expIntegral(37, $0[0]) }),
    ("0F1", 2, { .hyp0f1($0[0], $0[1]) }),
    ("1F1", 3, { .hyp1f1($0[0], $0[1], $0[2]) }),
    ("2F1", 4, { .hyp2f1($0[0], $0[1], $0[2], $0[3]) }),
    ("3F2", 5, { .hyp3f2AtOne($0[0], $0[1], $0[2], $0[3], $0[4]) }),
  ]

  /// A value within a short time; what takes longer is indeterminate.
  private func limited(_ f: Function, _ p: [Ball]) -> Ball {
    Budget.$current.withValue(Budget(seconds: 0.02)) { f(p) }
  }

  @Test(arguments: [1, 2, 3]) func anyBalls(seed: UInt64) {
    var random = SeededGenerator(seed: 7000 + seed)
    var finite = 0
    for _ in 0..<150 {
      let (name, arity, f) = random.element(of: Self.functions)
      let range = random.int(0...3) == 0 ? -200...200 : -6...6
      let bits = random.precision(upTo: 300)
      var p = (0..<arity).map { _ in random.ball(bits: bits, exponents: range) }
      // Mostly positive, and at times whole numbers or halves, so that most are in the domain.
      for i in p.indices {
        if random.int(0...3) > 0 { p[i] = .abs(p[i]) }
        if random.int(0...2) == 0 {
          p[i] = Ball(Rational(random.int(-12...40), 2), bits: Swift.max(bits, 10))
        }
      }
      if random.int(0...60) == 0 { p[0] = .indeterminate(bits: 64) }
      let value = limited(f, p)
      guard value.isFinite else { continue }
      finite += 1
      for _ in 0..<2 {
        let q = p.map { ball -> Ball in
          guard !ball.isExact, abs(ball.exponent ?? 0) < 400, abs(ball.radius.exponent) < 400 else {
            return ball.isExact ? ball : ball.center
          }
          return Ball(random.point(in: ball), bits: 1400)
        }
        let inner = limited(f, q)
        if inner.isFinite {
          #expect(
            value.overlaps(inner),
            "\(name)(\(p.map(\.dump))) = \(value.dump), at \(q.map(\.dump)) \(inner.dump), seed \(random.seed)"
          )
        }
      }
    }
    #expect(finite > 40)
  }

  @Test func extremeExponents() {
    let (half, one) = (Ball(Rational(1, 2), bits: 64), Ball(1, bits: 64))
    for shift in [-(1 << 29), -100_000, -2000, 2000, 100_000, 1 << 29] {
      let x = one.scaled(by: shift)
      for (name, arity, f) in Self.functions {
        for position in 0..<arity {
          var p = [half, one * 3 / 2, one * 5 / 4, half, one * 7][..<arity].map { $0.center }
          p[position] = x
          _ = limited(f, p)
          p[position] = -x
          let value = limited(f, p)
          #expect(value.bits >= 64, "\(name)")
        }
      }
    }
  }
}
