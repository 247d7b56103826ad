import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

@Suite struct SmallElementaryTests {
  private static let functions = SmallElementaryFunction.all

  /// Inclusion at both ends, the midpoint and a random point, against MPFR with more than twice the bits.
  @Test(arguments: functions.indices) func inclusion(_ index: Int) {
    let f = Self.functions[index]
    var g = SeededGenerator(seed: 301 + UInt64(index))
    let reference = SmallReference(bits: 280)
    var checks = 0
    var failures = 0
    while checks < 100_000, failures < 5 {
      let x = f.ball(around: f.center(&g), &g)
      let result = f.small(x)
      guard result.isFinite else {
        checks += 1
        continue
      }
      let (ball, image) = (x.ball, result.ball)
      for t in x.isExact ? [0] : [-(1 << 20), 0, 1 << 20, g.int(-(1 << 20)...(1 << 20))] {
        checks += 1
        if reference.check(f, ball, t, image) == false {
          failures += 1
          Issue.record(
            "\(f.name)(\(ball.artefact)) = \(image.artefact) misses the value at \(t)/2^20, seed \(g.seed)")
        }
      }
    }
  }

  /// Thin balls: 2^-126 relative, beside what the radius makes inevitable.
  @Test(arguments: functions.indices) func exactArgumentsAreTight(_ index: Int) {
    let f = Self.functions[index]
    var g = SeededGenerator(seed: 401 + UInt64(index))
    var worst = Int.max
    var finite = 0
    for _ in 0..<20_000 {
      let x = f.center(&g)
      let y = f.small(x)
      if !y.isFinite || y.isExact { continue }
      finite += 1
      let accuracy = y.ball.accuracyBits
      if accuracy < worst {
        worst = accuracy
        #expect(accuracy >= 124, "\(f.name)(\(x.ball.artefact)) = \(y.ball.artefact)")
      }
    }
    #expect(finite > 10_000)
  }

  /// MPFR's value at an exact point, nil when it is not a number.
  static func value(_ f: SmallElementaryFunction, _ x: Ball) -> Ball? {
    let y = x.withMidpoint { m in Ball(bits: 500, nearest: { f.reference($0, m, MPFR_RNDN) }) }
    return y.isFinite ? y : nil
  }
}
