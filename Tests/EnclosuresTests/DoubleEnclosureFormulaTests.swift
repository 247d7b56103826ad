import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

/// Random formulas in two readings: the path of doubles never says anything that balls contradict.
@Suite struct DoubleEnclosureFormulaTests {
  /// An expression in x, read by any reading.
  indirect enum Formula {
    case variable, pi
    case integer(Int)
    case fraction(Rational)
    case sum(Formula, Formula)
    case difference(Formula, Formula)
    case product(Formula, Formula)
    case quotient(Formula, Formula)
    case power(Formula, Int)
    case function(Int, Formula)

    func read<T: Analytic>(_ x: T) -> T {
      switch self {
      case .variable: return x
      case .pi: return T.pi
      case .integer(let n): return T(n)
      case .fraction(let q): return T(q)
      case .sum(let a, let b): return a.read(x) + b.read(x)
      case .difference(let a, let b): return a.read(x) - b.read(x)
      case .product(let a, let b): return a.read(x) * b.read(x)
      case .quotient(let a, let b): return a.read(x) / b.read(x)
      case .power(let a, let n): return T.pow(a.read(x), n)
      case .function(let i, let a):
        let y = a.read(x)
        let all: [(T) -> T] = [
          T.exp, T.expm1, T.log, T.log1p, T.sqrt, T.sinh, T.cosh, T.tanh, T.atanh, T.sin, T.cos, T.tan,
          T.atan,
          T.asin, T.acos, { T.pow(T(2) + T.pow($0, 2), $0) },
        ]
        return all[i % all.count](y)
      }
    }
  }

  private static func formula(_ g: inout SeededGenerator, depth: Int) -> Formula {
    if depth == 0 {
      switch g.int(0...7) {
      case 0: return .pi
      case 1: return .integer(g.int(-5...5))
      case 2: return .fraction(Rational(g.int(-99...99), g.int(1...30)))
      default: return .variable
      }
    }
    let next = { (g: inout SeededGenerator) in formula(&g, depth: depth - 1) }
    switch g.int(0...9) {
    case 0, 1: return .sum(next(&g), next(&g))
    case 2: return .difference(next(&g), next(&g))
    case 3, 4: return .product(next(&g), next(&g))
    case 5: return .quotient(next(&g), next(&g))
    case 6: return .power(next(&g), g.int(-3...5))
    default: return .function(g.bool() ? g.int(0...4) : g.int(0...15), next(&g))
    }
  }

  /// Whether the readings may describe the same number.
  private static func agree(_ set: DoubleEnclosure, _ ball: Ball) -> Bool {
    guard !set.isIndeterminate, ball.isFinite else { return true }
    if set.isPositive && ball.isNegative || set.isNegative && ball.isPositive { return false }
    return set.lower <= ball.upperDouble && ball.lowerDouble <= set.upper
  }

  /// At points, balls at 200 bits know (nearly) everything: the enclosure overlaps the ball, never has the
  /// opposite sign, and is indeterminate wherever the ball is.
  @Test func pointsAgainstBalls() {
    var g = SeededGenerator(seed: 781)
    var (finite, signs) = (0, 0)
    for _ in 0..<12_000 {
      let f = Self.formula(&g, depth: g.int(1...5))
      let x = g.int(0...3) == 0 ? Double(g.int(-3...3)) : g.double(in: -4...4)
      let set = f.read(DoubleEnclosure(exactly: x))
      let ball = withPrecision(200) { f.read(Ball(exactly: x)) }
      #expect(Self.agree(set, ball), "\(f) at \(x): \(set), \(ball.artefact), seed \(g.seed)")
      if set.isFinite {
        finite += 1
        #expect(ball.isFinite, "\(f) at \(x) is \(set), undefined in balls, seed \(g.seed)")
      }
      if set.isNonZero { signs += 1 }
    }
    #expect(finite > 6000 && signs > 6000)
  }

  /// On intervals, the value at every point lies in the enclosure.
  @Test func intervalsAgainstPoints() {
    var g = SeededGenerator(seed: 782)
    var finite = 0
    for _ in 0..<6000 {
      let f = Self.formula(&g, depth: g.int(1...4))
      let x = g.double(in: -4...4)
      let spread = g.bool() ? g.double(in: 0...0.5) : 1e-9
      let set = DoubleEnclosure(lower: x - spread, upper: x + spread)
      let result = f.read(set)
      if result.isFinite { finite += 1 }
      for _ in 0..<3 {
        let p = g.double(in: set)
        let ball = withPrecision(200) { f.read(Ball(exactly: p)) }
        #expect(
          Self.agree(result, ball), "\(f) on \(set): \(result), at \(p) \(ball.artefact), seed \(g.seed)")
        if result.isFinite {
          #expect(ball.isFinite, "\(f) on \(set) is \(result), undefined in balls at \(p), seed \(g.seed)")
        }
      }
    }
    #expect(finite > 2500)
  }

  /// The same for Taylor coefficients.
  @Test func jetsAgainstBalls() {
    var g = SeededGenerator(seed: 783)
    var finite = 0
    for _ in 0..<3000 {
      let f = Self.formula(&g, depth: g.int(1...4))
      let x = g.double(in: -3...3)
      let spread = g.int(0...2) == 0 ? 0.01 : 0
      let set = DoubleEnclosure(lower: x - spread, upper: x + spread)
      let order = g.int(1...5)
      let result = f.read(Jet(variable: set, order: order))
      let balls = withPrecision(200) { f.read(Jet(variable: Ball(exactly: x), order: order)) }
      for k in 0...order {
        let (c, ball) = (result.coefficient(k), withPrecision(200) { balls.coefficient(k) })
        if c.isFinite { finite += 1 }
        #expect(Self.agree(c, ball), "\(f), coefficient \(k) at \(x): \(c), \(ball.artefact), seed \(g.seed)")
      }
    }
    #expect(finite > 4000)
  }

  /// A formula of every function keeps nearly all of its 53 bits.
  @Test func tightness() {
    var g = SeededGenerator(seed: 784)
    for _ in 0..<2000 {
      let x = DoubleEnclosure(exactly: g.double(in: 0.1...0.9))
      for f in [
        DoubleEnclosure.exp(.log(x)) / x, .log1p(.expm1(x)) / x, .sqrt(x) * .sqrt(x) / x,
        .atanh(.tanh(x)) / x, .sin(.asin(x)) / x, .pow(x, 7) / .exp(7 * .log(x)),
      ] {
        #expect(f.contains(1.0) && f.width < 1e-13, "\(f)")
      }
    }
  }
}
