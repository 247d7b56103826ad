import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

@Suite struct DoubleEnclosureArithmeticTests {
  struct Operation: Sendable {
    var name: String
    var enclosure: @Sendable (DoubleEnclosure, DoubleEnclosure) -> DoubleEnclosure
    var reference:
      @Sendable (
        UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>,
        mpfr_rnd_t
      ) -> Int32

    static let all: [Operation] = [
      .init(name: "+", enclosure: { $0 + $1 }, reference: { mpfr_add($0, $1, $2, $3) }),
      .init(name: "-", enclosure: { $0 - $1 }, reference: { mpfr_sub($0, $1, $2, $3) }),
      .init(name: "*", enclosure: { $0 * $1 }, reference: { mpfr_mul($0, $1, $2, $3) }),
      .init(name: "/", enclosure: { $0 / $1 }, reference: { mpfr_div($0, $1, $2, $3) }),
    ]
  }

  /// Random sets of every kind, and a point of each.
  @Test(arguments: Operation.all.indices) func inclusion(_ index: Int) {
    let op = Operation.all[index]
    let reference = DoubleReference()
    var g = SeededGenerator(seed: 700 + UInt64(index))
    var (missed, bounded) = (0, 0)
    for _ in 0..<250_000 {
      let (a, b) = (g.enclosure(), g.enclosure())
      let result = op.enclosure(a, b)
      let (x, y) = (g.double(in: a), g.double(in: b))
      if op.name == "/", b.containsZero {
        #expect(result.isIndeterminate)
        continue
      }
      if result.isFinite { bounded += 1 }
      if !reference.holds(result, op.reference, x, y) {
        missed += 1
        if missed < 5 {
          Issue.record("\(a) \(op.name) \(b) = \(result) misses \(x) \(op.name) \(y), seed \(g.seed)")
        }
      }
    }
    #expect(missed == 0 && bounded > 120_000)
  }

  /// Every pair of special doubles; the result is as tight as it should be.
  @Test(arguments: Operation.all.indices) func specialPairs(_ index: Int) {
    let op = Operation.all[index]
    let reference = DoubleReference()
    for x in SeededGenerator.specialDoubles {
      for y in SeededGenerator.specialDoubles where op.name != "/" || y != 0 {
        let result = op.enclosure(.init(exactly: x), .init(exactly: y))
        #expect(reference.holds(result, op.reference, x, y), "\(x) \(op.name) \(y) in \(result)")
        #expect(result.gaps <= 4, "\(x) \(op.name) \(y): \(result) is \(result.gaps) doubles wide")
      }
    }
  }

  @Test func squareRoots() {
    let reference = DoubleReference()
    var g = SeededGenerator(seed: 710)
    var missed = 0
    for i in 0..<250_000 {
      let special = i < SeededGenerator.specialDoubles.count
      let a = special ? DoubleEnclosure(exactly: SeededGenerator.specialDoubles[i]) : g.enclosure()
      let result = DoubleEnclosure.sqrt(a)
      if a.lower < 0 {
        #expect(result.isIndeterminate)
      } else if !reference.holds(result, { mpfr_sqrt($0, $1, $2) }, g.double(in: a)) {
        missed += 1
      }
    }
    #expect(missed == 0)
    #expect(DoubleEnclosure.sqrt(0) == 0)
  }

  @Test func integerPowers() {
    let reference = DoubleReference()
    var g = SeededGenerator(seed: 711)
    for _ in 0..<40_000 {
      let a = g.enclosure()
      let n = g.int(0...4) == 0 ? g.int(-400...400) : g.int(-6...6)
      let result = DoubleEnclosure.pow(a, n)
      if n < 0, a.containsZero {
        #expect(result.isIndeterminate)
        continue
      }
      let x = g.double(in: a)
      #expect(
        reference.holds(result, { mpfr_pow_si($0, $1, n, $2) }, x), "\(a)^\(n) = \(result) misses \(x)^\(n)")
      if n % 2 == 0, n > 0 { #expect(result.isNonNegative) }
    }
    for n in [Int.min, Int.max, Int.min + 1] {
      #expect(DoubleEnclosure.pow(1, n).contains(1.0) && !DoubleEnclosure.pow(2, n).contains(1.0))
    }
    #expect(DoubleEnclosure.pow(.indeterminate, 0).isIndeterminate)
    #expect(DoubleEnclosure.pow(2, Index(symbol: "n")).isIndeterminate)
  }

  /// Zero stays zero, and what is undefined stays undefined.
  @Test func exactZerosAndTheWholeLine() {
    let line = DoubleEnclosure.indeterminate
    let x = DoubleEnclosure(exactly: 0.1)
    #expect(x - x == 0 && x * 0 == 0 && 0 / x == 0 && (0 as DoubleEnclosure) + 0 == 0)
    #expect(
      DoubleEnclosure(lower: 0, upper: 1) * DoubleEnclosure(lower: 2, upper: 3)
        == .init(lower: 0, upper: 3.nextUp))
    for result in [
      line + 1, 1 - line, line * 0, 0 * line, line / 2, 1 / line, -line, .sqrt(line), .pow(line, 2),
      .abs(line),
      .exp(line), .expm1(line), .log(line), .log1p(line), .sin(line), .cos(line), .atan(line), .tanh(line),
      .sinh(line), .cosh(line), .erfc(line), .gaussian(line), .min(line, 0), .max(0, line), .hull(line, 1),
      .atanh(line), .asin(line), .tan(line), 1 / (x - x),
    ] {
      #expect(result.isIndeterminate && !result.isFinite)
    }
    // Half-lines come from overflow only, and keep their sign.
    let large = DoubleEnclosure.exp(1000)
    #expect(large.isPositive && !large.isFinite && (1 / large).isNonNegative && (large * large).isPositive)
    #expect((large - large).isIndeterminate && (large * 0) == 0 && (-large * large).isNegative)
    #expect(DoubleEnclosure.exp(-large).isNonNegative && DoubleEnclosure.exp(-large).upper < 1e-300)
    #expect((large / large).isNonNegative)
  }

  @Test func constantsAndSets() {
    #expect(
      DoubleEnclosure(lower: 2, upper: 1).isIndeterminate && DoubleEnclosure(exactly: .nan).isIndeterminate)
    #expect(DoubleEnclosure(lower: .infinity, upper: .infinity).isIndeterminate)
    var g = SeededGenerator(seed: 712)
    for _ in 0..<3000 {
      let q = g.rational(bits: g.int(0...9) == 0 ? 1200 : 90)
      let set = DoubleEnclosure(q)
      #expect(set.contains(q) && set.gaps <= 2, "\(set)")
      #expect(!(q > 0) || set.isNonNegative)
      let n = Int(truncatingIfNeeded: g.next())
      #expect(DoubleEnclosure(n).contains(Rational(n)))
    }
    #expect(DoubleEnclosure(Int.max).contains(Rational(Int.max)) && DoubleEnclosure(7) == 7)
    let tiny = Rational(1, 3) / Rational(Integer(1) << 1100)
    #expect(DoubleEnclosure(tiny).contains(tiny) && DoubleEnclosure(-tiny).contains(-tiny))
    #expect(!DoubleEnclosure(exactly: 0.1).contains(Rational(1, 10)))
    #expect(DoubleEnclosure.pi.lower < DoubleEnclosure.pi.upper)
    #expect(Ball(DoubleEnclosure.pi, bits: 100).contains(Ball.pi(bits: 300)))
    let (a, b) = (DoubleEnclosure(lower: -1, upper: 2), DoubleEnclosure(lower: 1, upper: 5))
    #expect(DoubleEnclosure.hull(a, b) == .init(lower: -1, upper: 5))
    #expect((DoubleEnclosure.intersection(a, b) ?? 0) == .init(lower: 1, upper: 2))
    #expect(DoubleEnclosure.intersection(a, 7).map(\.lower) == nil)
    #expect(DoubleEnclosure.min(a, b) == a && DoubleEnclosure.max(a, b) == b)
    #expect(DoubleEnclosure.abs(a) == .init(lower: 0, upper: 2) && DoubleEnclosure.abs(-b) == b)
    for _ in 0..<2000 {
      let set = g.enclosure()
      let back = DoubleEnclosure(Ball(set, bits: 64))
      #expect(back.contains(set) && (!set.isExact || back == set))
    }
  }
}
