import VlasovAnalysis

/// A seeded generator (SplitMix64; Steele, Lea, Flood 2014), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A random k/1000 in the range, as an exact rational.
  mutating func thousandth(_ range: ClosedRange<Int>) -> Rational {
    Rational(Int.random(in: range, using: &self), 1000)
  }
}

/// A polynomial with exact coefficients, a_0 first, for closures on balls.
struct Polynomial {
  var coefficients: [Rational]

  /// The monic polynomial with the given zeros.
  init(zeros: [Rational]) {
    coefficients = [1]
    for z in zeros {
      var next = [Rational](repeating: 0, count: coefficients.count + 1)
      for (k, c) in coefficients.enumerated() {
        next[k + 1] += c
        next[k] -= c * z
      }
      coefficients = next
    }
  }

  init(_ coefficients: [Rational]) { self.coefficients = coefficients }

  var derivative: Polynomial {
    Polynomial(coefficients.enumerated().dropFirst().map { Rational($0.offset) * $0.element })
  }

  /// The centred form: the Taylor shift to the ball's midpoint, by repeated synthetic division, and then
  /// Horner's rule in x - mid, which keeps wide balls tight.
  func callAsFunction(_ x: Ball) -> Ball {
    let m = x.center
    var c = coefficients.map { Ball($0) }
    for low in c.indices {
      for k in stride(from: c.count - 2, through: low, by: -1) { c[k] = c[k] + m * c[k + 1] }
    }
    return c.reversed().reduce(Ball(0)) { $0 * (x - m) + $1 }
  }
}

extension Ball {
  /// The ends of the ball as rationals, rounded outwards beyond its own precision.
  var ends: (lower: Rational, upper: Rational) {
    let x = rounded(to: bits + 128)
    return (Rational(exactly: x.lowerEdge), Rational(exactly: x.upperEdge))
  }
}

extension Rational {
  /// The value of an exact ball.
  init(exactly ball: Ball) {
    // The dump of an exact ball is `bits:mantissa*2^exponent+/-...`.
    let parts = ball.dump.split(separator: ":")[1].split(separator: "+")[0].split(separator: "*")
    let mantissa = Integer(String(parts[0])) ?? 0
    let exponent = Int(parts[1].dropFirst(2)) ?? 0
    let one = Integer(1)
    self =
      exponent >= 0
      ? Rational(mantissa * (one << exponent))
      : Rational(numerator: mantissa, denominator: one << -exponent) ?? 0
  }
}
