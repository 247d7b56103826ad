import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

@Suite struct BallStorageTests {
  typealias Binary = (BallPointer, BallPointer, BallPointer) -> Void

  /// A kernel writes the same ball whether or not its result shares memory with an operand.
  @Test func kernelsMayAlias() {
    let kernels: [(String, Binary)] = [
      ("add", BallKernel.add), ("subtract", BallKernel.subtract), ("multiply", BallKernel.multiply),
      ("divide", BallKernel.divide),
    ]
    var g = SeededGenerator(seed: 11)
    for round in 0..<2000 {
      let bits = g.precision(upTo: 500)
      let (a, b) = (g.ball(bits: bits).rounded(to: bits), g.ball(bits: bits).rounded(to: bits))
      for (name, kernel) in kernels {
        let both = Ball.make(bits) { z in a.read { x in b.read { kernel(z, x, $0) } } }
        let first = Ball.make(bits) { z in
          a.read { BallKernel.set(z, $0) }
          b.read { kernel(z, z, $0) }
        }
        let second = Ball.make(bits) { z in
          b.read { BallKernel.set(z, $0) }
          a.read { kernel(z, $0, z) }
        }
        #expect(both.dump == first.dump, "\(name), round \(round)")
        #expect(both.dump == second.dump, "\(name), round \(round)")
        let square = Ball.make(bits) { z in a.read { kernel(z, $0, $0) } }
        let inPlace = Ball.make(bits) { z in
          a.read { BallKernel.set(z, $0) }
          kernel(z, z, z)
        }
        #expect(square.dump == inPlace.dump, "\(name), round \(round)")
      }
      let n = g.int(-1000...1000)
      let unary: [(String, (BallPointer, BallPointer) -> Void)] = [
        ("times word", { BallKernel.multiply($0, $1, word: n) }),
        ("over word", { BallKernel.divide($0, $1, word: n) }), ("square", BallKernel.square),
      ]
      for (name, kernel) in unary {
        let fresh = Ball.make(bits) { z in a.read { kernel(z, $0) } }
        let inPlace = Ball.make(bits) { z in
          a.read { BallKernel.set(z, $0) }
          kernel(z, z)
        }
        #expect(fresh.dump == inPlace.dump, "\(name) \(n), round \(round)")
      }
    }
  }

  /// A NaN midpoint and an infinite radius go together, whatever operation they come from.
  @Test func indeterminateBallsPropagate() {
    let nan = Ball.indeterminate
    var g = SeededGenerator(seed: 12)
    for _ in 0..<200 {
      let x = g.ball()
      for y in [
        nan + x, x + nan, nan - x, x - nan, nan * x, x * nan, nan / x, x / nan, -nan, nan * 0, nan / 3,
      ] {
        #expect(!y.isFinite)
        #expect(y.withMidpoint { mpfr_nan_p($0) != 0 } && !y.radius.isFinite)
      }
    }
  }

  /// Radii beyond 2^(2^60) and midpoints beyond MPFR's range become indeterminate, never small.
  @Test func overflow() {
    var wide = Ball(center: Ball(0, bits: 64), radius: .power2(1 << 40))
    for _ in 0..<70 {
      wide = wide * wide
      #expect(!wide.isFinite || .power2(1 << 40) <= wide.radius)
    }
    #expect(!wide.isFinite)
    var large = Ball(2, bits: 64).scaled(by: 1 << 29)
    #expect(large.isFinite)
    large = large * large
    #expect(!large.isFinite)
  }

  /// Underflow leaves a radius that covers the lost midpoint.
  @Test func underflow() {
    let small = Ball(1, bits: 64).scaled(by: -(1 << 29) - 10)
    let square = small * small
    #expect(square.isFinite && !square.isExact && square.contains(Ball(0, bits: 64)))
    #expect(square.radius <= .power2(MPFRExponent.minimum + 1))
    var narrow = Ball(center: Ball(0, bits: 64), radius: .power2(-1 << 40))
    for _ in 0..<70 {
      narrow = narrow * narrow
      #expect(narrow.isFinite && !narrow.isExact)
    }
    // Near underflow a rounding error is not half a unit; the bound is then the least exponent.
    let edge = Ball(3, bits: 2).scaled(by: MPFRExponent.minimum - 2)
    #expect(edge.isExact)
    #expect((edge / 3).contains(edge.scaled(by: -1)) || !(edge / 3).isExact)
  }

  @Test func precisionsAreClamped() {
    #expect(Ball(5, bits: 0).bits == 2)
    #expect(Ball(5, bits: -3).bits == 2)
    #expect(Ball(5, bits: 1).contains(Rational(5)))
  }

  @Test func magnitudesAsMPFRNumbers() {
    let z = Real(bits: 32)
    Magnitude.zero.write(to: z.pointer)
    #expect(mpfr_zero_p(z.pointer) != 0)
    Magnitude(3).scaled(by: -5).write(to: z.pointer)
    #expect(mpfr_get_d(z.pointer, MPFR_RNDN) == 3.0 / 32)
    Magnitude.power2(1 << 50).write(to: z.pointer)
    #expect(mpfr_inf_p(z.pointer) != 0)
    Magnitude.power2(1 << 50).write(to: z.pointer, MPFR_RNDD)
    #expect(mpfr_number_p(z.pointer) != 0)
    Magnitude.power2(-1 << 50).write(to: z.pointer)
    #expect(mpfr_sgn(z.pointer) > 0)
  }
}
