import Testing
import VlasovFunctions

extension Samples {
  /// A dyadic number n/2^s in [low, high], s <= 3, exact.
  mutating func dyadic(_ low: Int, _ high: Int, bits: Int = 64) -> Ball {
    let s = int(0...3)
    return Ball(int(low << s...high << s), bits: Swift.max(bits, 24)).scaled(by: -s)
  }

  /// As `dyadic`, at times a quotient that is not exact.
  mutating func parameter(_ low: Int, _ high: Int, bits: Int) -> Ball {
    int(0...3) == 0
      ? Ball(Rational(int(3 * low + 1...3 * high - 1), 3), bits: Swift.max(bits, 24)) : dyadic(low, high)
  }
}

/// Σ z^k Π (a)_k/Π (b)_k, term by term in ball arithmetic: another algorithm than the fixed-point sums. The
/// number of terms is given, and the rest is bounded by the last term, so the caller must take enough of
/// them.
func directHypergeometric(_ a: [Ball], _ b: [Ball], _ z: Ball, terms: Int, bits: Int) -> Ball {
  let w = z.rounded(to: Swift.max(bits, z.bits))
  var t = Ball(1, bits: bits)
  var sum = t
  for k in 0..<terms {
    let shift = Ball(k, bits: 64)
    for x in a { t *= x.rounded(to: Swift.max(bits, x.bits)) + shift }
    t *= w
    for x in b { t /= x.rounded(to: Swift.max(bits, x.bits)) + shift }
    sum += t
    if t.isZero { return sum }
  }
  return Ball(center: sum, radius: t.magnitude)
}

/// That every coefficient of `a` overlaps that of `b`.
func expectOverlap(_ a: Jet<Ball>, _ b: Jet<Ball>, _ what: String) {
  for k in 0...Swift.min(a.order, b.order) {
    expectOverlap(a.coefficient(k), b.coefficient(k), "\(what), order \(k)")
  }
}

/// A rational from its text.
func rational(_ text: String) -> Rational { Rational(decimal: text) ?? quotient(text) }

private func quotient(_ text: String) -> Rational {
  let parts = text.split(separator: "/").compactMap { Int($0) }
  return parts.count == 2 ? Rational(parts[0], parts[1]) : 0
}
