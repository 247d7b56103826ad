import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

/// Elementary functions of jets, against expansions and derivatives that other formulas give.
@Suite struct JetElementaryTests {
  typealias BallJet = Jet<Ball>
  private static let order = 12

  private static func expectCoefficients(
    _ jet: BallJet, _ exact: [Rational], _ what: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let c = jet.coefficients
    #expect(c.count == exact.count, "\(what)", sourceLocation: sourceLocation)
    for (k, value) in exact.enumerated() where k < c.count {
      expectInclusion(c[k], of: value, "\(what), coefficient \(k)", seed: 0, sourceLocation: sourceLocation)
      // Enclosures that a jet could have by accident are excluded.
      #expect(
        c[k].isExact || c[k].radius <= .power2(-90), "\(what), coefficient \(k)",
        sourceLocation: sourceLocation)
    }
  }

  // MARK: Expansions at 0

  /// E_0, E_1, ...: the zigzag numbers (1, 1, 1, 2, 5, 16, 61, ...), by Seidel's triangle of integers.
  private static func zigzag(_ n: Int) -> [Integer] {
    var (row, result): ([Integer], [Integer]) = ([1], [1])
    for _ in stride(from: 1, through: n, by: 1) {
      var next: [Integer] = [0]
      for entry in row.reversed() { next.append((next.last ?? 0) + entry) }
      row = next
      result.append(row.last ?? 0)
    }
    return result
  }

  @Test func expansionsAtZero() {
    let n = Self.order
    let x = BallJet(variable: 0, order: n)
    let factorial = (0...n).map { Rational(Integer.factorial($0)) }
    func sign(_ k: Int) -> Rational { k % 4 < 2 ? 1 : -1 }
    func list(_ term: (Int) -> Rational) -> [Rational] { (0...n).map(term) }
    func odd(_ term: (Int) -> Rational) -> [Rational] { list { $0 % 2 == 1 ? term($0) : 0 } }
    func even(_ term: (Int) -> Rational) -> [Rational] { list { $0 % 2 == 0 ? term($0) : 0 } }
    // Central binomial coefficients over powers of 4.
    func half(_ k: Int) -> Rational { Rational(Integer.binomial(2 * k, k)) / (Rational(4).power(k) ?? 1) }
    let zigzag = Self.zigzag(n)
    let cases: [(String, BallJet, [Rational])] = [
      ("exp", .exp(x), list { 1 / factorial[$0] }),
      ("expm1", .expm1(x), list { $0 == 0 ? 0 : 1 / factorial[$0] }),
      ("log1p", .log1p(x), list { $0 == 0 ? 0 : Rational($0 % 2 == 1 ? 1 : -1, $0) }),
      ("log(1+x)", .log(1 + x), list { $0 == 0 ? 0 : Rational($0 % 2 == 1 ? 1 : -1, $0) }),
      ("sqrt(1-x)", .sqrt(1 - x), list { half($0) / Rational(1 - 2 * $0) }),
      ("1/sqrt(1-x)", 1 / .sqrt(1 - x), list(half)),
      ("sin", .sin(x), odd { sign($0) / factorial[$0] }),
      ("cos", .cos(x), even { sign($0) / factorial[$0] }),
      ("tan", .tan(x), odd { Rational(zigzag[$0]) / factorial[$0] }),
      ("1/cos", 1 / .cos(x), even { Rational(zigzag[$0]) / factorial[$0] }),
      ("tanh", .tanh(x), odd { sign($0) * Rational(zigzag[$0]) / factorial[$0] }),
      ("atan", .atan(x), odd { sign($0) / Rational($0) }),
      ("atanh", .atanh(x), odd { Rational(1, $0) }),
      ("asin", .asin(x), odd { half($0 / 2) / Rational($0) }),
      ("sinh", .sinh(x), odd { 1 / factorial[$0] }), ("cosh", .cosh(x), even { 1 / factorial[$0] }),
      ("1/(1-x)", 1 / (1 - x), list { _ in 1 }),
      ("(1+x)^7", .pow(1 + x, 7), list { Rational(Integer.binomial(7, $0)) }),
      ("(1+x)^-3", .pow(1 + x, -3), list { Rational(Integer.binomial(-3, $0)) }),
      ("x^5", .pow(x, 5), list { $0 == 5 ? 1 : 0 }),
      ("(x+x^2)^3", .pow(x + x * x, 3), list { Rational(Integer.binomial(3, $0 - 3)) }),
      (
        "(1+x)^(1/2)", .pow(1 + x, BallJet(Rational(1, 2))),
        list { half($0) / Rational(1 - 2 * $0) * ($0 % 2 == 0 ? 1 : -1) }
      ),
    ]
    for (name, jet, exact) in cases { Self.expectCoefficients(jet, exact, name) }
    #expect(BallJet.acos(x).value.overlaps(.pi / 2))
    Self.expectCoefficients(.acos(x) - .acos(0), odd { -half($0 / 2) / Rational($0) }, "acos")
  }

  // MARK: Derivatives elsewhere

  /// A polynomial in t with integer coefficients, for derivatives of tan and tanh.
  private static func tangentDerivative(_ t: Ball, _ count: Int, sign: Int) -> Ball {
    var p: [Integer] = [0, 1]
    for _ in 0..<count {
      var next = [Integer](repeating: 0, count: p.count + 1)
      for (k, c) in p.enumerated().dropFirst() {
        next[k - 1] += Integer(k) * c
        next[k + 1] += Integer(sign * k) * c
      }
      p = next
    }
    return p.reversed().reduce(Ball(0, bits: t.bits)) { $0 * t + Ball($1, bits: t.bits) }
  }

  /// The k-th derivative at a point by a formula that is not the jet's recurrence.
  private static let derivatives:
    [(name: String, jet: @Sendable (BallJet) -> BallJet, formula: @Sendable (Ball, Int) -> Ball)] = [
      ("exp", { .exp($0) }, { x, _ in .exp(x) }),
      ("expm1", { .expm1($0) }, { x, k in k == 0 ? .expm1(x) : .exp(x) }),
      (
        "log", { .log($0) },
        { x, k in
          k == 0 ? .log(x) : Ball(Integer.factorial(k - 1), bits: x.bits) * (k % 2 == 1 ? 1 : -1) / .pow(x, k)
        }
      ),
      (
        "log1p", { .log1p($0) },
        { x, k in
          k == 0
            ? .log1p(x)
            : Ball(Integer.factorial(k - 1), bits: x.bits) * (k % 2 == 1 ? 1 : -1) / .pow(1 + x, k)
        }
      ),
      (
        "sqrt", { .sqrt($0) },
        { x, k in (0..<k).reduce(.sqrt(x)) { $0 * Ball(Rational(1 - 2 * $1, 2), bits: x.bits) / x } }
      ),
      ("sin", { .sin($0) }, { x, k in .sin(x + .pi(bits: x.bits) * k / 2) }),
      ("cos", { .cos($0) }, { x, k in .cos(x + .pi(bits: x.bits) * k / 2) }),
      ("tan", { .tan($0) }, { x, k in tangentDerivative(.sin(x) / .cos(x), k, sign: 1) }),
      ("tanh", { .tanh($0) }, { x, k in tangentDerivative(1 - 2 / (.exp(2 * x) + 1), k, sign: -1) }),
      // atan^(k) = (k-1)! cos^k θ sin(k (θ + π/2)) with θ = atan x
      (
        "atan", { .atan($0) },
        { x, k in
          let angle = Ball.atan(x)
          let turned = (angle + .pi(bits: x.bits) / 2) * k
          return k == 0
            ? angle : Ball(Integer.factorial(k - 1), bits: x.bits) * .pow(.cos(angle), k) * .sin(turned)
        }
      ),
      // partial fractions of 1/(1 - x^2)
      (
        "atanh", { .atanh($0) },
        { x, k in
          let both = .pow(1 - x, -k) - .pow(-1 - x, -k)
          return k == 0
            ? (.log1p(x) - .log1p(-x)) / 2 : Ball(Integer.factorial(k - 1), bits: x.bits) * both / 2
        }
      ),
      ("sinh", { .sinh($0) }, { x, k in (.exp(x) - .exp(-x) * (k % 2 == 0 ? 1 : -1)) / 2 }),
      ("cosh", { .cosh($0) }, { x, k in (.exp(x) + .exp(-x) * (k % 2 == 0 ? 1 : -1)) / 2 }),
      ("asin", { .asin($0) }, { x, k in arcsineDerivative(x, k) }),
      ("acos", { .acos($0) }, { x, k in k == 0 ? .acos(x) : -arcsineDerivative(x, k) }),
      // Leibniz' rule with y' = cos(x) y for y = exp(sin x)
      (
        "exp(sin x)", { .exp(.sin($0)) },
        { x, k in leibniz(.exp(.sin(x)), k) { .cos(x + .pi(bits: x.bits) * $0 / 2) } }
      ),
      // Leibniz' rule with y' = 2 x y for y = exp(x^2)
      (
        "exp(x^2)", { .exp($0 * $0) },
        { x, k in leibniz(.exp(.pow(x, 2)), k) { $0 == 0 ? 2 * x : $0 == 1 ? 2 : 0 } }
      ),
      // 1/(1 + x^2): the next derivative of atan
      (
        "1/(1+x^2)", { 1 / (1 + .pow($0, 2)) },
        { x, k in
          let angle = Ball.atan(x)
          let turned = (angle + .pi(bits: x.bits) / 2) * (k + 1)
          return Ball(Integer.factorial(k), bits: x.bits) * .pow(.cos(angle), k + 1) * .sin(turned)
        }
      ),
      (
        "x^11", { .pow($0, 11) },
        { x, k in (0..<k).reduce(k > 11 ? 0 : .pow(x, 11 - Swift.min(k, 11))) { $0 * (11 - $1) } }
      ),
      ("x^-4", { .pow($0, -4) }, { x, k in (0..<k).reduce(.pow(x, -4 - k)) { $0 * (-4 - $1) } }),
    ]

  /// y^(k) from y' = a y: y^(m+1) = Σ C(m, j) a^(j) y^(m-j).
  private static func leibniz(_ y: Ball, _ count: Int, _ a: (Int) -> Ball) -> Ball {
    var list = [y]
    for m in 0..<count {
      list.append(
        (0...m).reduce(Ball(0, bits: y.bits)) {
          $0 + Ball(Integer.binomial(m, $1), bits: y.bits) * a($1) * list[m - $1]
        })
    }
    return list[count]
  }

  /// (1 - x^2) y^(m+2) = (2 m + 1) x y^(m+1) + m^2 y^(m) for y = asin x.
  private static func arcsineDerivative(_ x: Ball, _ count: Int) -> Ball {
    let square = 1 - .pow(x, 2)
    var list = [Ball.asin(x), 1 / .sqrt(square)]
    for m in 0..<Swift.max(0, count - 1) {
      list.append((x * (2 * m + 1) * list[m + 1] + list[m] * (m * m)) / square)
    }
    return list[count]
  }

  @Test(arguments: derivatives.indices) func derivativesAtPoints(_ index: Int) {
    let (name, jet, formula) = Self.derivatives[index]
    var g = SeededGenerator(seed: 181 + UInt64(index))
    for _ in 0..<40 {
      let x = Ball(Rational(g.int(1...95), 100), bits: g.precision(upTo: 1000)).center
      let result = jet(Jet(variable: x, order: Self.order))
      #expect(result.order == Self.order)
      for k in 0...Self.order {
        // 500 bits more, so that the formula's own errors do not hide a miss.
        let exact = withPrecision(x.bits + 500) { formula(x.rounded(to: x.bits + 500), k) }
        #expect(exact.isFinite && (exact.radius <= .power2(-x.bits - 200)))
        expectOverlap(result.derivative(k), exact, "\(name), derivative \(k) at \(x.artefact)", seed: g.seed)
        // Relative to the value, or to 1 when it is smaller.
        let c = result.coefficient(k)
        let loss = c.radius.exponent - max(0, c.exponent ?? 0) + x.bits
        #expect(x.bits < 64 || c.isExact || loss < 50, "\(name), derivative \(k): \(loss) bits lost")
      }
    }
  }

  /// Over a wide ball each coefficient encloses that of every point.
  @Test(arguments: derivatives.indices) func wideBalls(_ index: Int) {
    let (name, jet, formula) = Self.derivatives[index]
    var g = SeededGenerator(seed: 211 + UInt64(index))
    var finite = 0
    for _ in 0..<30 {
      let x = g.ball(between: Rational(1, 50), and: Rational(95, 100), precisionUpTo: 200)
      let result = jet(Jet(variable: x, order: 6))
      for p in g.points(in: x) {
        for k in 0...6 {
          let exact = withPrecision(700) { formula(Ball(p, bits: 700), k) }
          if result.derivative(k).isFinite { finite += 1 }
          expectOverlap(
            result.derivative(k), exact, "\(name), derivative \(k) on \(x.artefact)", seed: g.seed)
        }
      }
    }
    #expect(finite > 200, "\(name)")
  }

  // MARK: Identities of dense jets

  /// Compositions whose values are known, with jets that have no zero coefficients.
  @Test func identities() {
    var g = SeededGenerator(seed: 241)
    let identities: [(String, (BallJet) -> BallJet)] = [
      ("log exp", { .log(.exp($0)) }), ("exp log", { .exp(.log($0)) }),
      ("expm1 log1p", { .expm1(.log1p($0)) }),
      ("sqrt square", { .sqrt(.pow($0, 2)) }), ("square sqrt", { .pow(.sqrt($0), 2) }),
      ("tan atan", { .tan(.atan($0)) }), ("sin asin", { .sin(.asin($0)) }), ("cos acos", { .cos(.acos($0)) }),
      ("tanh atanh", { .tanh(.atanh($0)) }), ("sinh/cosh", { .atanh(.sinh($0) / .cosh($0)) }),
      ("reciprocal", { 1 / (1 / $0) }), ("power", { .pow(.pow($0, 3), BallJet(Rational(1, 3))) }),
      ("power -2", { 1 / .sqrt(.pow($0, -2)) }),
      ("sinCos", { BallJet.sinCos($0).sin / BallJet.sinCos($0).cos / .tan($0) * $0 }),
    ]
    for _ in 0..<60 {
      let bits = g.int(100...400)
      let c = (0...8).map { k in Rational(k == 0 ? g.int(10...90) : g.int(-99...99), 100) }
      guard let u = BallJet(coefficients: c.map { Ball($0, bits: bits) }) else { continue }
      for (name, f) in identities {
        let result = withPrecision(bits) { f(u) }.coefficients
        for (k, value) in c.enumerated() {
          // Coefficients that are balls around c_k: the identity holds for every jet, so c_k is inside.
          expectInclusion(result[k], of: value, "\(name), coefficient \(k)", seed: g.seed)
          #expect(result[k].isFinite, "\(name), coefficient \(k)")
        }
      }
    }
  }

  /// What is undefined at the constant term is indeterminate, and nothing traps.
  @Test func singularPoints() {
    let zero = BallJet(variable: 0, order: 3)
    for jet in [
      BallJet.log(zero), .sqrt(zero), 1 / zero, .pow(zero, -1), .log1p(zero - 1), .asin(zero + 1),
      .atanh(zero - 1),
    ] {
      #expect(!jet.isFinite && jet.order == 3)
    }
    #expect(!BallJet.pow(zero, Index(symbol: "n")).isFinite)
    for n in [Int.min, Int.max, Int.min + 1] {
      for u in [BallJet(variable: 2, order: 2), BallJet(coefficients: [2, 1, 1, 1]) ?? 0] {
        #expect(!BallJet.pow(u, n).isFinite || n < 0)
      }
    }
  }
}
