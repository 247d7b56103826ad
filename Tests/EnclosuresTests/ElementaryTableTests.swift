import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// The tables of logarithms and arctangents against MPFR's functions.
@Suite struct ElementaryTableTests {
  /// A fixed-point fraction as an exact ball.
  static func ball(_ x: UnsafeMutablePointer<UInt>, count: Int, limbs n: Int) -> Ball {
    var size = count
    while size > 0, x[size - 1] == 0 { size -= 1 }
    var z = __mpz_struct(_mp_alloc: Int32(count), _mp_size: Int32(size), _mp_d: x)
    return Ball(bits: 64 * count + 2) { mpfr_set_z_2exp($0, &z, -64 * n, MPFR_RNDN) }
  }

  static let sizes = [10, 20, 40, DigitTable.largest]

  /// Every entry is off by less than 2 ulps, whether all of its limbs are read or fewer.
  @Test(arguments: sizes) func entries(_ limbs: Int) {
    var g = SeededGenerator(seed: 711 + UInt64(limbs))
    for (table, f) in [
      (DigitTable.logarithm(limbs: limbs), { mpfr_log1p($0, $1, $2) }),
      (DigitTable.arctangent(limbs: limbs), { mpfr_atan($0, $1, $2) }),
    ] as [(DigitTable, Real.Function)] {
      #expect(table.limbs == limbs)
      let (last, d) = (table.last, table.digitBits)
      let samples = (0..<(1600 / limbs)).map { _ in (g.int(1...table.levels), g.int(0...(last + 1))) }
      for (i, j) in samples + [(1, 0), (1, 1), (1, last), (1, last + 1), (2, last), (3, 1), (3, last + 1)] {
        let argument = Ball(Rational(j, 1 << (d * i)), bits: 64)
        let value = Ball(bits: 64 * limbs + 128) { z in argument.withMidpoint { f(z, $0, MPFR_RNDN) } }
        for n in [limbs, g.int(1...limbs)] {
          let entry = Self.ball(table.entry(i, j, limbs: n), count: n, limbs: n)
          expectOverlap(
            Ball(center: entry, radius: .power2(1 - 64 * n)), value,
            "entry \(i), \(j) of \(limbs) limbs, \(n) read",
            seed: g.seed)
          #expect(table.top(i, j) == table.entry(i, j, limbs: n)[n - 1])
        }
      }
    }
  }

  @Test(arguments: sizes) func constants(_ limbs: Int) {
    let log2 = Ball(bits: 64 * limbs + 128) { mpfr_const_log2($0, MPFR_RNDN) }
    let quarter = Ball(bits: 64 * limbs + 128) { mpfr_const_pi($0, MPFR_RNDN) }.scaled(by: -2)
    for n in [1, limbs / 2, limbs] {
      for (table, value) in [
        (DigitTable.logarithm(limbs: limbs), log2), (DigitTable.arctangent(limbs: limbs), quarter),
      ] {
        let constant = Self.ball(table.constant(limbs: n), count: n, limbs: n)
        expectOverlap(Ball(center: constant, radius: .power2(1 - 64 * n)), value, "constant", seed: 0)
      }
    }
  }

  /// The digits never take more than is there, and leave little.
  @Test func digits() {
    var g = SeededGenerator(seed: 713)
    for table in [10, 30].flatMap({ [DigitTable.logarithm(limbs: $0), .arctangent(limbs: $0)] }) {
      let last = table.last
      let half = UInt(1) << 63
      for t in [
        0, 1, 2, half, .max, table.top(1, 1), table.top(1, 1) + 1, table.top(2, 1), table.top(1, 200),
      ]
        + (0..<2000).map({ _ in UInt(g.next()) })
      {
        let j = table.firstDigit(t)
        #expect(j == 0 || table.top(1, j) < t)
        #expect(j == last || table.top(1, j + 1) >= t)
        for i in 2...table.levels {
          let s = t >> UInt(table.digitBits * (i - 1))
          let j = table.digit(i, s)
          #expect(j == 0 || table.top(i, j) < s)
          #expect(j >= last - 1 || table.top(i, j + 2) >= s)
        }
      }
    }
  }
}
