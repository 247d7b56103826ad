import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Truncated sums and products of midpoints against exact arithmetic.
@Suite struct MidpointTests {
  private typealias Kernel = (BallPointer, BallPointer, BallPointer) -> Void

  /// An exact ball with as many limbs as `limbs`, mantissas with long runs of zeros and ones among them.
  private static func operand(_ g: inout SeededGenerator, limbs: Int, exponents: ClosedRange<Int>) -> Ball {
    let bits = g.bool() ? 64 * limbs : g.int((64 * limbs - 63)...(64 * limbs))
    let x = g.exactBall(bits: Swift.max(2, bits), exponents: exponents)
    // Few significant bits: many zeros below.
    return g.int(0...3) == 0 ? x.rounded(to: g.int(2...70)).center.rounded(to: Swift.max(2, bits)) : x
  }

  /// MPFR's invariants: the top bit is 1, the bits below the precision are 0.
  private static func isNormal(_ x: Ball) -> Bool {
    x.withMidpoint { m in
      if mpfr_regular_p(m) == 0 { return true }
      let n = (m.pointee._mpfr_prec + 63) >> 6
      let d = m.pointee._mpfr_d.unsafelyUnwrapped
      let low = -m.pointee._mpfr_prec & 63
      return d[n - 1] >> 63 == 1 && d[0] & ((1 << low) - 1) == 0
    }
  }

  @Test func sumsAndProducts() {
    var g = SeededGenerator(seed: 711)
    let kernels: [(String, Kernel, (Rational, Rational) -> Rational)] = [
      ("+", BallKernel.add, { $0 + $1 }), ("-", BallKernel.subtract, { $0 - $1 }),
      ("*", BallKernel.multiply, { $0 * $1 }),
    ]
    for round in 0..<12000 {
      let n = round % 8 == 0 ? g.int(1...70) : g.int(1...14)
      let reach = g.element(of: [0, 1, 3, 70, 64 * n, 64 * n + 200])
      let exponents = -reach...reach
      var (a, b) = (
        Self.operand(&g, limbs: n, exponents: exponents), Self.operand(&g, limbs: n, exponents: exponents)
      )
      switch g.int(0...11) {
      case 0: b = a.rounded(to: b.bits).center
      case 1: b = (-a).rounded(to: b.bits).center
      case 2:
        // Nearly equal: all but the last bits cancel.
        b = (a + a.scaled(by: -g.int(1...(64 * n + 70)))).center.rounded(to: b.bits).center
      case 3: a = Ball(0, bits: a.bits)
      default: break
      }
      let bits = Swift.max(2, g.bool() ? 64 * n : g.int((64 * n - 63)...(64 * n)))
      let (x, y) = (a.exactCenter, b.exactCenter)
      for (name, kernel, exact) in kernels {
        let result = Ball.make(bits) { z in a.read { p in b.read { kernel(z, p, $0) } } }
        let value = exact(x, y)
        expectInclusion(result, of: value, "\(a.artefact) \(name) \(b.artefact), \(bits) bits", seed: g.seed)
        #expect(Self.isNormal(result), "\(a.artefact) \(name) \(b.artefact)")
        // A unit of the last place, and exact results are known to be exact.
        let fits = Ball(value, bits: bits).isExact
        #expect(result.isExact == fits, "\(a.artefact) \(name) \(b.artefact) = \(result.artefact)")
        #expect(result.isExact || result.accuracyBits >= bits - 1, "\(a.artefact) \(name) \(b.artefact)")
        // The result's memory may be an operand's.
        if a.bits == bits {
          let inPlace = a.rounded(to: bits)
          inPlace.read { p in b.read { kernel(p, p, $0) } }
          #expect(inPlace.dump == result.dump, "\(a.artefact) \(name)= \(b.artefact)")
        }
        if b.bits == bits {
          let inPlace = b.rounded(to: bits)
          inPlace.read { p in a.read { kernel(p, $0, p) } }
          #expect(inPlace.dump == result.dump, "\(a.artefact) \(name) \(b.artefact) in place")
        }
      }
      let square = Ball.make(bits) { z in a.read { BallKernel.square(z, $0) } }
      expectInclusion(square, of: x * x, "square of \(a.artefact)", seed: g.seed)
      #expect(square.isExact == Ball(x * x, bits: bits).isExact, "square of \(a.artefact)")
    }
  }

  @Test func words() {
    var g = SeededGenerator(seed: 713)
    for _ in 0..<6000 {
      let n = g.int(1...12)
      let a = Self.operand(&g, limbs: n, exponents: -20...20)
      let c = g.element(of: [
        1, -1, 3, 7 << 40, Int.max, Int.min, g.int(-1000...1000), g.int(Int.min...Int.max),
      ])
      if c == 0 { continue }
      let bits = Swift.max(2, g.bool() ? 64 * n : g.int((64 * n - 63)...(64 * n)))
      let (x, word) = (a.exactCenter, Rational(Integer(c)))
      let results = [
        (Ball.make(bits) { z in a.read { BallKernel.multiply(z, $0, word: c) } }, x * word),
        (Ball.make(bits) { z in a.read { BallKernel.divide(z, $0, word: c) } }, x / word),
      ]
      for (result, value) in results {
        expectInclusion(result, of: value, "\(a.artefact) and \(c), \(bits) bits", seed: g.seed)
        #expect(Self.isNormal(result), "\(a.artefact) and \(c)")
        #expect(result.isExact == Ball(value, bits: bits).isExact, "\(a.artefact) and \(c)")
        #expect(result.isExact || result.accuracyBits >= bits - 1, "\(a.artefact) and \(c)")
      }
    }
  }

  /// In-place operators do not write to memory that another ball shares.
  @Test func sharedBuffers() {
    var g = SeededGenerator(seed: 712)
    for _ in 0..<500 {
      let bits = 64 * g.int(1...20)
      let a = g.ball(bits: bits)
      let b = g.ball(bits: bits)
      var c = a
      let before = a.dump
      c += b
      c *= b
      c -= a
      #expect(a.dump == before)
      var d = b
      d += d
      #expect(d.dump == (b + b).dump)
      var e = a
      e *= e
      #expect(e.overlaps(a * a))
    }
  }

  /// Near the ends of MPFR's range of exponents MPFR does the work.
  @Test func extremeExponents() {
    for e in [(1 << 28) - 1, 1 << 28, 1 << 29, (1 << 30) - 1, -(1 << 28), -(1 << 29), -(1 << 30) + 2] {
      let x = Ball(3, bits: 256).scaled(by: e)
      let y = Ball(Rational(1, 3), bits: 256)
      #expect(x.isFinite == (e < (1 << 30) - 2), "\(e)")
      for z in [x + y, x * y, x * x, x - x, x + x] where z.isFinite {
        #expect(z.exponent != nil || z.containsZero)
      }
    }
  }
}
