import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// The kernels at forced lengths, written out with so many bits that their own error, and not the final rounding, is
/// what the proved bound is compared with.
@Suite struct ElementaryKernelTests {
  typealias Forced = @Sendable (BallPointer, MPFRPointer, Int) -> Magnitude?

  typealias Reference =
    @Sendable (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t) -> Int32

  static let kernels: [(name: String, kernel: Forced, reference: Reference)] = [
    ("exp", { ElementaryKernel.exp($0, $1, limbs: $2) }, { mpfr_exp($0, $1, $2) }),
    ("log", { ElementaryKernel.log($0, $1, limbs: $2) }, { mpfr_log($0, $1, $2) }),
    ("atan", { ElementaryKernel.atan($0, $1, limbs: $2) }, { mpfr_atan($0, $1, $2) }),
    ("sin", { oscillation($0, nil, $1, $2) }, { mpfr_sin($0, $1, $2) }),
    ("cos", { oscillation(nil, $0, $1, $2) }, { mpfr_cos($0, $1, $2) }),
    ("exp", { ElementaryKernel.expByHalving($0, $1, limbs: $2, halvings: $2 + 4) }, { mpfr_exp($0, $1, $2) }),
    ("sin", { halved($0, nil, $1, $2) }, { mpfr_sin($0, $1, $2) }),
    ("cos", { halved(nil, $0, $1, $2) }, { mpfr_cos($0, $1, $2) }),
  ]

  static func halved(_ s: BallPointer?, _ c: BallPointer?, _ a: MPFRPointer, _ n: Int) -> Magnitude? {
    let most = Swift.min(16 * n - 2, n + 30)
    guard let result = ElementaryKernel.oscillationByHalving(s, c, a, limbs: n, halvings: most) else {
      return nil
    }
    return s != nil ? result.0 : result.1
  }

  static func oscillation(
    _ s: BallPointer?, _ c: BallPointer?, _ a: MPFRPointer, _ n: Int
  ) -> Magnitude? {
    guard
      case .value(let first, let second) = ElementaryKernel.reducedOscillation(s, c, a, limbs: n, spare: .max)
    else { return nil }
    return s != nil ? first : second
  }

  /// The ball of a kernel's value and error.
  static func value(_ kernel: Forced, _ x: Ball, limbs n: Int) -> Ball? {
    let buffer = BallBuffer.make(bits: 64 * n + 160)
    let error = x.read { kernel(buffer.pointer, $0.mid, n) }
    guard let error else { return nil }
    BallKernel.finish(buffer.pointer, error)
    return Ball(buffer)
  }

  /// Arguments where the digits of the reduction change, where the quotients by log 2 and π/4 do, and others.
  static func argument(_ name: String, _ g: inout SeededGenerator, limbs n: Int) -> Ball {
    let bits = g.bool() ? g.int(2...(64 * n)) : g.int(2...(64 * n + 400))
    let positive = name == "log"
    var x: Ball
    switch g.int(0...5) {
    case 0:
      let k = g.element(of: [6, 8, 12, 16, 18, 24, 30])
      x = Ball(Rational(g.int(1...(1 << k)), 1 << k), bits: Swift.max(bits, 40))
      if name == "log", g.bool() { x = x + Ball(1, bits: 40) }
    case 1:
      let table = name == "exp" || name == "log" ? DigitTable.logarithm(limbs: 10) : .arctangent(limbs: 10)
      x = ElementaryTableTests.ball(
        table.entry(g.int(1...3), g.int(1...256), limbs: 10), count: 10, limbs: 10)
      if name == "log" { x = Ball.exp(x).center }
      if name == "atan" { x = Ball.tan(x).center }
      if name == "sin" || name == "cos" { x = x.scaled(by: 1) }
      x = x.rounded(to: bits).center
    case 2:
      let unit =
        name == "exp" || name == "log" ? Ball.log2.rounded(to: bits) : Ball.pi(bits: bits).scaled(by: -2)
      x = (unit * g.int(1...40)).center
      if name == "log" { x = Ball.exp(x).center }
    case 3: x = g.exactBall(bits: bits, exponents: -30...1)
    case 4: x = g.exactBall(bits: bits, exponents: 0...(name == "atan" || name == "log" ? 300 : 25))
    default: x = g.exactBall(bits: bits, exponents: -2...3)
    }
    // A neighbour.
    if g.int(0...2) == 0, let e = x.exponent {
      let unit = Ball(g.bool() ? 1 : -1, bits: 2).scaled(by: e - x.bits)
      let moved = (x + unit).center
      if !moved.isZero { x = moved }
    }
    return positive ? Ball.abs(x) : (g.bool() ? x : -x)
  }

  @Test(arguments: kernels.indices) func provedErrors(_ index: Int) {
    let (name, kernel, f) = Self.kernels[index]
    var g = SeededGenerator(seed: 741 + UInt64(index))
    var covered = 0
    for step in 0..<2500 {
      let n = step % 50 == 0 ? g.int(41...DigitTable.largest) : g.int(2...(step % 10 == 0 ? 40 : 14))
      let x = Self.argument(name, &g, limbs: n)
      guard let y = Self.value(kernel, x, limbs: n) else { continue }
      covered += 1
      let reference = Ball(bits: 64 * n + 200) { z in x.withMidpoint { f(z, $0, MPFR_RNDN) } }
      expectOverlap(y, reference, "\(name)(\(x.artefact)), \(n) limbs", seed: g.seed)
      // Bits that are lost to the argument's size, to cancellation, and to the guard.
      let head = Swift.max(0, x.exponent ?? 0)
      if name != "exp", index < 5, name != "atan" || head < 300 {
        #expect(
          y.radius <= .power2(14 + (name == "log" ? 9 : head) - 64 * n),
          "\(name)(\(x.artefact)), \(n) limbs: \(y.artefact)")
      }
    }
    #expect(covered > (index < 5 ? 2200 : 1500), "\(name): \(covered)")
  }

  /// The kernels decline what they cannot do.
  @Test func limits() {
    let z = BallBuffer.make(bits: 64)
    let huge = Ball(1, bits: 64).scaled(by: 40)
    let zero = Ball(0, bits: 64)
    for (name, kernel, _) in Self.kernels where name != "log" && name != "atan" {
      #expect(huge.read { kernel(z.pointer, $0.mid, 4) } == nil, "\(name)")
    }
    for (name, kernel, _) in Self.kernels.prefix(5) {
      #expect(zero.read { kernel(z.pointer, $0.mid, 4) } == nil, "\(name) of 0")
      let x = Ball(Rational(3, 7), bits: 64)
      #expect(x.read { kernel(z.pointer, $0.mid, DigitTable.largest + 1) } == nil, "\(name)")
    }
  }

  /// The corrected arctangent from starts of few bits.
  @Test func correctedArctangent() {
    var g = SeededGenerator(seed: 751)
    for _ in 0..<400 {
      let bits = g.precision(upTo: 1500)
      let x = Self.argument("atan", &g, limbs: 4)
      guard let e = x.exponent, e >= -20 else { continue }
      let buffer = BallBuffer.make(bits: bits)
      let start = Swift.max(40, bits / g.int(2...8))
      let error = x.read {
        ElementaryKernel.atanByCorrection(buffer.pointer, $0.mid, lost: Swift.max(0, -e), tableBits: start)
      }
      guard let error else {
        Issue.record("atan(\(x.artefact)) at \(bits) bits, seed \(g.seed)")
        continue
      }
      BallKernel.finish(buffer.pointer, error)
      let y = Ball(buffer)
      let reference = Ball(bits: bits + 200) { z in x.withMidpoint { mpfr_atan(z, $0, MPFR_RNDN) } }
      expectOverlap(y, reference, "atan(\(x.artefact)) from \(start) bits", seed: g.seed)
      #expect(y.accuracyBits >= bits - 1, "atan(\(x.artefact)) = \(y.artefact)")
    }
  }
}
