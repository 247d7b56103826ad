import CMPFR
import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

/// The elementary functions of `Ball` where something special happens, and at many bits, against MPFR.
@Suite struct ElementaryArgumentTests {
  static func number(_ m: Int, _ e: Int, bits: Int) -> Ball { Ball(m, bits: bits).scaled(by: e) }

  /// Exact numbers of `bits` bits: tiny, at the ends of the power series' range, near 1, near multiples of π/4 and
  /// log 2, digits of the tables and their neighbours.
  static func centers(_ g: inout SeededGenerator, bits: Int) -> [Ball] {
    let k = g.int(1...Swift.max(2, bits - 1))
    let one = Ball(1, bits: bits)
    var result = [
      number(1, -5000, bits: bits), number(g.int(1...1000), -g.int(15...60), bits: bits),
      number(1, -20, bits: bits), number(1, -21, bits: bits), number(1, -16, bits: bits),
      one + number(1, -k, bits: bits), one - number(1, -k, bits: bits), one,
      Ball(Rational(g.int(1...256), 256), bits: bits), Ball(Rational(g.int(1...64), 64), bits: bits),
      Ball(Rational(g.int(1...4096), 65536), bits: bits), Ball.pi(bits: bits) * g.int(1...100) / 4,
      Ball.log2.rounded(to: bits) * g.int(1...100), number(1, -1, bits: bits), number(1, 1, bits: bits),
      Ball.exp(Ball(Rational(g.int(1...100), 7), bits: bits)),
    ].map(\.center)
    result += result.compactMap { x in
      x.exponent.map { (x + number(g.bool() ? 1 : -1, $0 - bits, bits: bits)).center }
    }
    return result.filter { !$0.isZero }.map { g.bool() ? $0 : -$0 }
  }

  private func check(
    _ f: ElementaryFunction, _ x: Ball, _ g: inout SeededGenerator, tight: Bool
  ) -> Bool {
    let y = f.ball(x)
    guard y.isFinite else { return false }
    if tight {
      #expect(y.isExact || y.accuracyBits >= y.bits - 1, "\(f.name)(\(x.artefact)) = \(y.artefact)")
    }
    for p in x.isExact ? [x.exactCenter] : [g.point(in: x), g.point(in: x)] {
      let value = f.bounds(at: p, bits: x.bits + 200)
      #expect(value.lower.isNumber, "\(f.name)(\(x.artefact)) is finite, but undefined at an element")
      expectInclusion(y, of: value, "\(f.name)(\(x.artefact))", seed: g.seed)
    }
    return true
  }

  /// Exact, with a radius near the rounding unit, and with others.
  @Test(arguments: ElementaryFunction.all.indices) func special(_ index: Int) {
    let f = ElementaryFunction.all[index]
    var g = SeededGenerator(seed: 761 + UInt64(index))
    var finite = 0
    for _ in 0..<5 {
      let bits = g.precision(upTo: 1000)
      for center in Self.centers(&g, bits: bits) {
        if check(f, center, &g, tight: true) { finite += 1 }
        let e = center.exponent ?? 0
        let thin = Ball(center: center, radius: g.magnitude(exponent: e - bits + g.int(-2...12)))
        let wide = Ball(center: center, radius: g.magnitude(exponent: e - g.int(-1...60)))
        if check(f, thin, &g, tight: false) { finite += 1 }
        if check(f, wide, &g, tight: false) { finite += 1 }
      }
    }
    #expect(finite > 120, "\(f.name): \(finite)")
  }

  /// Around the end of the tables (4600 bits), and beyond.
  @Test(arguments: ElementaryFunction.all.indices) func manyBits(_ index: Int) {
    let f = ElementaryFunction.all[index]
    var g = SeededGenerator(seed: 781 + UInt64(index))
    for bits in [
      2600, 4580, 4608, 4650, 4712, 4720, g.int(4000...5000), g.int(8000...9000), g.int(14000...20000),
    ] {
      let x =
        bits < 6000 ? f.argument(&g, precisionUpTo: 60) : Ball(Rational(g.int(1...999), 1000), bits: bits)
      _ = check(f, x.rounded(to: bits), &g, tight: x.isExact)
    }
  }

  /// sin and cos of large numbers, and both at once.
  @Test func oscillations() {
    var g = SeededGenerator(seed: 791)
    let functions = ElementaryFunction.all.filter { ["sin", "cos", "tan"].contains($0.name) }
    for _ in 0..<60 {
      let x = g.exactBall(
        bits: g.precision(upTo: 600), exponents: g.element(of: [20...35, 290...310, 60...70]))
      for f in functions { #expect(check(f, x, &g, tight: true)) }
    }
    for _ in 0..<400 {
      let x = g.ball(bits: g.precision(upTo: 1200), exponents: -40...40)
      let both = Ball.sinCos(x)
      let (s, c) = (Ball.sin(x), Ball.cos(x))
      #expect(both.sin.bits == x.bits && both.cos.bits == x.bits)
      if let e = x.exponent, e < -200 || e > 1000 { continue }
      expectOverlap(both.sin, s, "sin of \(x.artefact)", seed: g.seed)
      expectOverlap(both.cos, c, "cos of \(x.artefact)", seed: g.seed)
      #expect(both.sin.radius <= s.radius.scaled(by: 1) && s.radius <= both.sin.radius.scaled(by: 1))
    }
  }

  /// x^y against MPFR's power at the ends and inside.
  @Test func powers() {
    var g = SeededGenerator(seed: 793)
    var tight = 0
    for _ in 0..<600 {
      let bits = g.precision(upTo: 1000)
      let shape = g.bool() ? BallShape.exact : nil
      let x = Ball.abs(g.ball(bits: bits, exponents: -30...30, shape: shape))
      let y = g.ball(bits: g.precision(upTo: 1000), exponents: -12...12, shape: shape)
      let result = Ball.pow(x, y)
      #expect(result.bits == Swift.max(x.bits, y.bits))
      guard result.isFinite else { continue }
      for p in g.points(in: x) where p > 0 {
        let q = g.point(in: y)
        let base = Real(p, bits: Swift.max(p.numerator.bitWidth, 2), MPFR_RNDN)
        let power = Real(q, bits: Swift.max(q.numerator.bitWidth, 2), MPFR_RNDN)
        let (low, high) = (Real(bits: result.bits + 100), Real(bits: result.bits + 100))
        _ = mpfr_pow(low.pointer, base.pointer, power.pointer, MPFR_RNDD)
        _ = mpfr_pow(high.pointer, base.pointer, power.pointer, MPFR_RNDU)
        expectInclusion(
          result, of: RealBounds(lower: low, upper: high), "\(x.artefact)^\(y.artefact)", seed: g.seed)
      }
      if x.isExact, y.isExact {
        tight += 1
        #expect(result.isExact || result.accuracyBits >= result.bits - 1, "\(x.artefact)^\(y.artefact)")
      }
    }
    #expect(tight > 20)
    #expect(!Ball.pow(Ball(0, bits: 64), Ball(1, bits: 64)).isFinite)
    #expect(!Ball.pow(Ball(2, bits: 64), Ball.indeterminate(bits: 64)).isFinite)
    #expect(!Ball.pow(Ball(2, bits: 64), Ball(1, bits: 64).scaled(by: 70)).isFinite)
    #expect(Ball.pow(Ball(2, bits: 64), -Ball(1, bits: 64).scaled(by: 70)).isFinite)
  }

  /// Many tasks at many precisions, the first of which make the tables: the same bits as one after the other.
  @Test func concurrency() async {
    let jobs = (0..<96).map { i in (i % 6 == 0 ? 4500 - 10 * i : 40 + 23 * i, i) }
    let work: @Sendable (Int, Int) -> [String] = { bits, i in
      let x = Ball(Rational(i + 1, 97), bits: bits)
      return ElementaryFunction.all.map { $0.ball(x).dump }
    }
    let parallel = await withTaskGroup(of: (Int, [String]).self, returning: [Int: [String]].self) { group in
      for (bits, i) in jobs { group.addTask { (i, work(bits, i)) } }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for (bits, i) in jobs { #expect(parallel[i] == work(bits, i), "\(bits) bits, job \(i)") }
  }
}
