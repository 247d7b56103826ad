import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Field operations, roots and powers of small balls against exact rational arithmetic.
@Suite struct SmallBallArithmeticTests {
  typealias Operation = (
    name: String, ball: @Sendable (SmallBall, SmallBall) -> SmallBall,
    exact: @Sendable (Rational, Rational) -> Rational?
  )

  private static let operations: [Operation] = [
    ("+", { $0 + $1 }, { $0 + $1 }), ("-", { $0 - $1 }, { $0 - $1 }), ("*", { $0 * $1 }, { $0 * $1 }),
    ("/", { $0 / $1 }, { $0.divided(by: $1) }),
  ]

  /// Two balls whose exponents are equal, near, or at one of the distances where alignment changes.
  private static func pair(_ g: inout SeededGenerator) -> (SmallBall, SmallBall) {
    let range = g.element(of: [-40...40, -2...2, -700...700])
    let a = g.smallBall(exponents: range)
    var b = g.smallBall(exponents: range)
    if g.bool(), a.hi != 0, b.hi != 0 {
      let d = g.element(of: [
        0, 1, 2, 3, 62, 63, 64, 65, 66, 126, 127, 128, 129, 130, 190, 191, 192, 193, 194, 300,
      ])
      let change = a.exponent + (g.bool() ? d : -d) - b.exponent
      b = b.scaled(by: change)
    }
    if g.int(0...4) == 0, a.hi != 0 {
      // Nearly equal operands cancel.
      b.hi = a.hi
      b.exponent = a.exponent + g.int(-1...1)
      b.lo = g.bool() ? a.lo &+ UInt64(g.int(0...3)) &- 2 : b.lo
    }
    return g.bool() ? (a, b) : (b, a)
  }

  @Test func fieldOperationsEncloseExactResults() {
    var g = SeededGenerator(seed: 301)
    for _ in 0..<12_000 {
      let (a, b) = Self.pair(&g)
      let (p, q) = (g.points(in: a), g.points(in: b))
      for (name, ball, exact) in Self.operations {
        let result = ball(a, b)
        #expect(result.isFinite || (name == "/" && b.containsZero), "\(a.bitsText) \(name) \(b.bitsText)")
        for (i, x) in p.enumerated() {
          for (j, y) in q.enumerated() where result.isFinite && (i < 2 || j < 2 || i == j) {
            guard let value = exact(x, y) else {
              Issue.record("\(a.bitsText) / \(b.bitsText) is finite, seed \(g.seed)")
              continue
            }
            expectInclusion(result, of: value, "\(a.bitsText) \(name) \(b.bitsText)", seed: g.seed)
          }
        }
      }
      for x in p { expectInclusion(-a, of: -x, "-", seed: g.seed) }
    }
  }

  /// Of exact operands the result is exact if it can be; else truncated, with a unit of the last place as radius.
  @Test func midpointsAreTruncated() {
    var g = SeededGenerator(seed: 302)
    for _ in 0..<12_000 {
      let (a, b) = Self.pair(&g)
      for (name, ball, exact) in Self.operations {
        guard let value = exact(a.exactCenter, b.exactCenter) else { continue }
        let result = ball(a.center, b.center)
        let what = "\(a.bitsText) \(name) \(b.bitsText) = \(result.bitsText), seed \(g.seed)"
        let gap = value.magnitude - result.exactCenter.magnitude
        if result.isExact {
          #expect(gap == 0, "\(what)")
        } else {
          let unit = Magnitude.power2(result.exponent - 128).exactValue
          let excess = result.rad.exactValue - unit
          #expect(gap > 0 && gap < unit && excess >= 0 && excess <= unit * Rational(1, 1 << 29), "\(what)")
        }
        let odd = value.numerator.isZero || value.denominator.bitWidth > 5000 ? Integer(0) : value.numerator
        let bits = odd.bitWidth - (odd.isZero ? 0 : odd.withPointerTrailingZeros)
        let isDyadic = value.denominator == Integer(1) << (value.denominator.bitWidth - 1)
        if isDyadic, bits <= 128 { #expect(result.isExact, "\(what)") }
      }
    }
  }

  /// The radius is that of the exact image (the hull of the ends' results) and about a unit of the last place.
  @Test func fieldOperationsAreTight() {
    var g = SeededGenerator(seed: 303)
    for _ in 0..<8000 {
      let (a, b) = Self.pair(&g)
      for (name, ball, exact) in Self.operations {
        if name == "/", b.containsZero { continue }
        let result = ball(a, b)
        let corners = [a.lowerRational, a.upperRational].flatMap { x in
          [b.lowerRational, b.upperRational].compactMap { exact(x, $0) }
        }
        let (low, high) = (corners.min() ?? 0, corners.max() ?? 0)
        let half = (high - low) * Rational(1, 2)
        let unit = result.hi == 0 ? 0 : Magnitude.power2(result.exponent - 128).exactValue
        let ends = max(low.magnitude, high.magnitude) * Magnitude.power2(-125).exactValue
        #expect(
          result.rad.exactValue <= (half + unit) * Rational(102, 100) + ends,
          "\(a.bitsText) \(name) \(b.bitsText) = \(result.bitsText), seed \(g.seed)")
      }
    }
  }

  /// Wide operands of one sign keep their sign: the ends are used, not the midpoints.
  @Test func wideBallsKeepSigns() {
    let x = SmallBall(center: 2, radius: .power2(0))  // [1, 3]
    let cases: [(SmallBall, Double, Double)] = [
      (x * x, 1, 9), (x / x, 0, 3), (SmallBall(1) / x, 0, 1), (SmallBall.pow(x, 4), 1, 81),
      (SmallBall.pow(-x, 3), -27, -1), (x.squared(), 1, 9), (SmallBall.sqrt(x), 1, 2),
    ]
    for (y, low, high) in cases {
      #expect(y.isNonZero)
      #expect(y.lowerDouble >= low - 1e-6 && y.upperDouble <= high + 1e-6, "\(y.bitsText)")
    }
    let around = SmallBall(center: 0, radius: .power2(1))
    #expect(SmallBall.pow(around, 4).isNonNegative && around.squared().isNonNegative)
    #expect((around * x).upperDouble <= 6.0001)
    let touching = SmallBall(center: 1, radius: .power2(0))
    #expect((touching * touching).isNonNegative && SmallBall.sqrt(touching).isNonNegative)
  }

  @Test func words() {
    var g = SeededGenerator(seed: 304)
    for _ in 0..<8000 {
      let a = g.smallBall()
      let n = g.element(of: [0, 1, -1, 3, Int.max, Int.min, g.int(-1000...1000), g.int(Int.min...Int.max)])
      let (product, quotient) = (g.bool() ? a * n : n * a, a / n)
      for x in g.points(in: a) {
        expectInclusion(product, of: x * Rational(n), "\(a.bitsText) * \(n)", seed: g.seed)
        guard n != 0 else { continue }
        expectInclusion(quotient, of: x.divided(by: Rational(n)) ?? 0, "/ \(n)", seed: g.seed)
      }
      if n == 0 { #expect(!quotient.isFinite && product.isZero) }
      let k = g.int(-2000...2000)
      #expect(a.scaled(by: k).exactCenter == (a.exactCenter * Magnitude.power2(k).exactValue))
      #expect(a.scaled(by: k).rad.exactValue == (a.rad.exactValue * Magnitude.power2(k).exactValue))
      #expect(a.scaled(by: k).scaled(by: -k).isIdentical(to: a))
    }
  }

  @Test func roots() {
    var g = SeededGenerator(seed: 305)
    for i in 0..<9000 {
      let x = g.smallBall(exponents: g.element(of: [-40...40, -2...2, -700...701]))
      let root = SmallBall.sqrt(i % 3 == 0 ? x.center : x)
      guard root.isFinite else {
        #expect(!x.isNonNegative, "sqrt \(x.bitsText)")
        continue
      }
      // The true root of a point lies in the ball when the squares of the ball's ends enclose the point.
      let (low, high) = (root.lowerRational, root.upperRational)
      for p in i % 3 == 0 ? [x.exactCenter] : g.points(in: x) where p.signum >= 0 {
        #expect(low.signum <= 0 || low * low <= p, "sqrt \(x.bitsText) = \(root.bitsText), seed \(g.seed)")
        #expect(high.signum >= 0 && high * high >= p, "sqrt \(x.bitsText) = \(root.bitsText), seed \(g.seed)")
      }
      if root.hi == 0 {
        #expect(x.containsZero)
      } else if i % 3 == 0 {
        let (m, n) = (root.exactCenter, root.exactCenter + Magnitude.power2(root.exponent - 128).exactValue)
        let c = x.exactCenter
        #expect(root.isExact ? m * m == c : m * m < c && c < n * n, "sqrt \(x.bitsText), seed \(g.seed)")
      } else if x.relativeExponent < -10 {
        // r/(2 sqrt m) and a unit.
        let bound = (x.rad.dividedUp(by: root.centerBelow)).scaled(by: -1) + .power2(root.exponent - 128)
        #expect(root.rad.exactValue <= bound.exactValue * Rational(1003, 1000), "sqrt \(x.bitsText)")
      }
    }
    for n in [0, 1, 4, 9, 1 << 40] { #expect(SmallBall.sqrt(SmallBall(n)).isExact) }
    // Squares of 64-bit numbers, and their neighbours: the branch of the largest remainder.
    for _ in 0..<4000 {
      let random = g.next() | 1 << 63
      let s: UInt64 = g.element(of: [UInt64.max, 1 << 63, UInt64.max - 1, random])
      let square = UInt128(s) * UInt128(s)
      let high = square &+ 2 * UInt128(s)
      let candidates: [UInt128] = [square &- 1, square, square &+ 1, high, high &- 1, high &+ 1]
      for n in candidates where n >> 126 != 0 {
        let root = UInt128(SmallBall.floorRoot(n))
        let isBelow: Bool = root * root <= n
        let next: UInt128 = root + 1
        let isLast: Bool = next >> 64 != 0 || next * next > n
        #expect(isBelow && isLast, "\(n)")
      }
    }
    #expect(SmallBall.floorRoot(UInt128.max) == UInt64.max && SmallBall.floorRoot(1 << 126) == 1 << 63)
  }

  @Test func powers() {
    var g = SeededGenerator(seed: 306)
    for _ in 0..<3000 {
      let x = g.smallBall(exponents: -6...6)
      let n = g.element(of: [0, 1, 2, 3, -1, -2, g.int(-40...40), g.int(-200...200), g.int(-3000...3000)])
      let y = SmallBall.pow(x, n)
      if !y.isFinite {
        #expect(n < 0 && x.containsZero, "\(x.bitsText)^\(n)")
        continue
      }
      let points = g.points(in: x)
      for p in points {
        guard let value = p.power(n) else { continue }
        expectInclusion(y, of: value, "\(x.bitsText)^\(n)", seed: g.seed)
      }
      if x.isExact, x.hi != 0 { #expect(y.accuracyBits > 120, "\(x.bitsText)^\(n)") }
      // The ends of a thin ball give the ends of its power.
      guard x.isNonZero, n.magnitude > 2, !x.isExact, let first = points[0].power(n),
        let last = points[1].power(n)
      else { continue }
      let half = (first - last).magnitude * Rational(1, 2)
      let unit = Rational(2 * Swift.abs(n) + 2) * Magnitude.power2(y.exponent - 128).exactValue
      #expect(y.rad.exactValue <= half * Rational(1002, 1000) + unit, "\(x.bitsText)^\(n) = \(y.bitsText)")
    }
  }

  @Test func indeterminate() {
    let x = SmallBall.indeterminate
    var values: [SmallBall] = [0, 1, -3, x, SmallBall(center: 0, radius: .power2(3)), .pi]
    values.append(SmallBall(center: 1, radius: .infinity))
    for y in values {
      let results: [SmallBall] = [
        x + y, y - x, x * y, y * x, x / y, y / x, -x, SmallBall.sqrt(x), x.squared(), x.scaled(by: 3),
        x * SmallBall.zero, x / SmallBall(2),
      ]
      for z in results { #expect(!z.isFinite) }
      #expect(!SmallBall.pow(x, 3).isFinite && !SmallBall.dot([x, y], [y, 1]).isFinite)
    }
    #expect(!(SmallBall(1) / 0).isFinite)
    #expect(!(SmallBall(1) / SmallBall(0)).isFinite)
    #expect(!(SmallBall(0) / 0).isFinite)
    #expect(!SmallBall.sqrt(-1).isFinite && !SmallBall.pow(0, -1).isFinite)
    #expect(!SmallBall(Index(symbol: "n")).isFinite && !SmallBall.pow(2, Index(symbol: "n")).isFinite)
  }

  /// Scaling commutes with the operations, up to the limits of the exponents.
  @Test func hugeExponents() {
    var g = SeededGenerator(seed: 307)
    let limit = SmallBall.exponentLimit
    for _ in 0..<4000 {
      let (a, b) = Self.pair(&g)
      let other = g.int((-limit / 2)...(limit / 2))
      let k: Int = g.element(of: [limit / 2, limit - 2000, 2000 - limit, -limit / 2, other])
      let (c, d) = (a.scaled(by: k), b.scaled(by: k))
      #expect((c + d).isIdentical(to: (a + b).scaled(by: k)), "\(a.bitsText) + \(b.bitsText)")
      #expect((c - d).isIdentical(to: (a - b).scaled(by: k)), "\(a.bitsText) - \(b.bitsText)")
      let e = b.scaled(by: -k)
      if !(c.isWide && e.isWide) { #expect((c * e).isIdentical(to: a * b), "\(a.bitsText) * \(b.bitsText)") }
      if !b.isWide { #expect((c / d).isIdentical(to: a / b), "\(a.bitsText) / \(b.bitsText)") }
    }
    let big = SmallBall(3).scaled(by: limit - 5)
    let tiny = SmallBall(3).scaled(by: 5 - limit)
    #expect(big.isFinite && tiny.isPositive)
    #expect(!(big * big).isFinite && !(big / tiny).isFinite)
    let twice: SmallBall = big + big + big
    #expect(twice.isFinite && !(twice + twice + twice + twice).isFinite)
    let small = tiny * tiny
    #expect(small.isFinite && small.containsZero && small.isWellFormed && small.magnitude <= .power2(-limit))
    #expect((tiny / big).contains(SmallBall.zero) && (tiny / big).isWellFormed)
    #expect(!big.scaled(by: 100).isFinite && tiny.scaled(by: -100).containsZero)
    #expect(!big.scaled(by: Int.max).isFinite && tiny.scaled(by: Int.min).containsZero)
    #expect((tiny - tiny).isZero && (big - big).isZero && (big * tiny).isExact)
    // A difference below the least exponent.
    let above: SmallBall = SmallBall(1) + SmallBall(1).scaled(by: -100)
    let gap: SmallBall = above.scaled(by: 20 - limit) - SmallBall(1).scaled(by: 20 - limit)
    #expect(gap.isFinite && gap.isWellFormed && gap.containsZero && gap.magnitude <= .power2(-limit))
    #expect(SmallBall.sqrt(big).isFinite && SmallBall.sqrt(tiny).isPositive)
    #expect((big + tiny).contains(big) && (big - tiny).isPositive)
  }
}

extension Integer {
  /// The number of trailing zero bits of a number other than 0.
  fileprivate var withPointerTrailingZeros: Int {
    var (n, count) = (self, 0)
    while !n.isOdd {
      let block = n - ((n >> 32) << 32)
      if block.isZero { (n, count) = (n >> 32, count + 32) } else { (n, count) = (n >> 1, count + 1) }
    }
    return count
  }
}
