import CMPFR
import Foundation

/// The Gauss-Legendre rule on [-1, 1] with proved enclosures of its nodes and weights, at any precision.
///
/// The nodes are the zeros of the Legendre polynomial P_n, the weights 2/((1 - x²) P_n'(x)²) (DLMF 3.5(v));
/// ∫_-1^1 f = Σ w_i f(x_i) for polynomials of degree below 2n. Nodes lie symmetrically: only those >= 0 are kept.
///
/// **Values.** P_n at a number x in [-1, 1] with B binary places, by the recurrence
/// (k+1) P_{k+1} = (2k+1) x P_k - k P_{k-1} in integers, each step with two cuts downwards, together below 3 units
/// 2^-B of P_{k+1}. *The result is off by at most (n+1)(n+2) 2^-B.* Proof: let ε_k be the error made in P_{k+1},
/// |ε_k| <= ε. The accumulated errors E_k satisfy the recurrence with (k+1) ε_k added, so their generating function
/// E(z) = Σ E_k z^k satisfies (1 - 2xz + z²) E' = (x - z) E + η(z), η = Σ (k+1) ε_k z^k, E(0) = 0. The homogeneous
/// equation is solved by p(z) = (1 - 2xz + z²)^(-1/2) = Σ P_k z^k, and so E = p ∫_0^z η p. As |P_k| <= 1, the
/// coefficients of p are bounded by those of 1/(1 - z), those of η by those of ε/(1 - z)²; so those of E by those of
/// (1 - z)^-1 ∫ ε (1 - z)^-3 and thus of ε (1 - z)^-3/2, which are ε (n+1)(n+2)/4; and ε = 3 units. ∎
///
/// **Nodes.** Newton's method proposes x̃ with half of the places. On [-1, 1] |P_n''| <= D_2 = (n-1)n(n+1)(n+2)/8 and
/// |P_n'''| <= D_3 = (n-2)...(n+3)/48, their values at 1 (derivatives of P_n are sums of P_k with coefficients
/// >= 0). If |P_n(x̃)| < δ (|P_n'(x̃)| - δ D_2), then P_n' does not vanish on X = x̃ ± δ, and P_n has exactly one zero
/// there, which lies in x̃ - P_n(x̃)/(P_n'(x̃) ± δ D_2) (interval Newton). P_n has n zeros, so sets X that are
/// disjoint and n in number hold them all.
///
/// **Weights.** With h the zero's distance from x̃, P_n' at the zero is in P_n'(x̃) + h P_n''(x̃) ± h² D_3/2 (Taylor),
/// where P_n' = n (P_{n-1} - x P_n)/(1 - x²) and P_n'' = (2x P_n' - n(n+1) P_n)/(1 - x²) (DLMF 14.10.5, 14.2.1).
public struct GaussLegendreRule: Sendable {
  /// The number of nodes n.
  public let count: Int
  /// The nodes >= 0, increasing; an exact 0 first when n is odd.
  public let nodes: [Ball]
  /// Their weights.
  public let weights: [Ball]

  /// Longer rules are refused.
  public static let maximumCount = 1 << 16

  private struct Key: Hashable {
    let count: Int
    let bits: Int
  }

  private static let cache = Guarded<(rules: [Key: GaussLegendreRule], nodes: Int)>(([:], 0))
  private static let maximumCachedNodes = 1 << 17

  /// The rule with `count` >= 1 nodes known to at least about `bits` bits; it is kept for the next caller.
  ///
  /// nil when the budget is spent (or for a count out of range).
  public static func rule(count: Int, bits: Int) -> GaussLegendreRule? {
    guard (1...maximumCount).contains(count) else { return nil }
    let key = Key(count: count, bits: (Swift.max(bits, 64) + 63) / 64 * 64)
    if let known = cache.withLock({ $0.rules[key] }) { return known }
    guard let rule = GaussLegendreRule(count: count, bits: key.bits) else { return nil }
    cache.withLock { cache in
      if cache.nodes + count > maximumCachedNodes { cache = ([:], 0) }
      if cache.rules.updateValue(rule, forKey: key) == nil { cache.nodes += count }
    }
    return rule
  }

  /// Computes the rule; nil when the budget is spent.
  init?(count n: Int, bits: Int) {
    let logN = Int.bitWidth - n.leadingZeroBitCount
    // The errors above are multiplied by at most about n^6 before they get into a weight.
    let places = bits + 6 * logN + 24
    let recurrence = LegendreRecurrence(places: places)
    var nodes: [Ball] = []
    var weights: [Ball] = []
    var before = Ball(-1, bits: places)
    for k in stride(from: (n + 1) / 2, through: 1, by: -1) {
      if Budget.isExhausted { return nil }
      var isMiddle = false
      if 2 * k - 1 == n {
        recurrence.setZero()
        isMiddle = true
      } else {
        recurrence.start(GaussLegendreRule.approximateNode(k, n))
        var correct = 44
        while correct < places / 2 {
          correct = Swift.min(2 * correct - 2 * logN - 2, places / 2 + 2)
          recurrence.refine(n, places: Swift.min(places, correct + 4 * logN + 16))
        }
      }
      guard
        let (set, node, weight) = GaussLegendreRule.verified(recurrence, n, isMiddle: isMiddle, bits: bits),
        before.isBelow(set)
      else { return nil }
      before = set
      nodes.append(node.rounded(to: bits))
      weights.append(weight.rounded(to: bits))
    }
    (count, self.nodes, self.weights) = (n, nodes, weights)
  }

  /// The set X, and the enclosures of its zero and weight, from the recurrence's x̃; see above.
  private static func verified(
    _ recurrence: LegendreRecurrence, _ n: Int, isMiddle: Bool, bits: Int
  ) -> (set: Ball, node: Ball, weight: Ball)? {
    let (x, p, previous) = recurrence.values(n)
    let bits = x.bits
    let rest = Ball(1, bits: bits) - x * x
    let slope = (previous - x * p) * n / rest
    if isMiddle {
      // An odd polynomial: 0 is a zero.
      return (x, x, Ball(2, bits: bits) / (slope * slope))
    }
    let curvature = (x * slope * 2 - p * n * (n + 1)) / rest
    let second = Magnitude(n - 1) * Magnitude(n) * Magnitude(n + 1) * Magnitude(n + 2)
    let third = second * Magnitude(n - 2) * Magnitude(n + 3)
    let delta = (p / slope).magnitude.scaled(by: 1)
    let set = Ball(center: x, radius: delta)
    let spread = Ball(center: slope, radius: (delta * second).scaled(by: -3))
    let width = Ball(center: Ball(0, bits: bits), radius: delta).upperEdge
    guard spread.isNonZero, set.isPositive, (Ball(1, bits: bits) - set).isPositive,
      // |P_n(x̃)| < δ min |P_n'|
      (width * Ball.abs(spread) - Ball.abs(p)).isPositive
    else { return nil }
    let step = -(p / spread)
    // 1/48 < 2^-5, and half of it.
    let change = step * curvature
    let cubic = (step.magnitude * step.magnitude * third).scaled(by: -6)
    let derivative = Ball(center: slope + change, radius: cubic)
    let node = x + step
    let weight = Ball(2, bits: bits) / ((Ball(1, bits: bits) - node * node) * derivative * derivative)
    return weight.isFinite ? (set, node, weight) : nil
  }

  /// The k-th largest zero of P_n in floating point.
  private static func approximateNode(_ k: Int, _ n: Int) -> Double {
    let m = Double(n)
    let start = Foundation.cos(Double.pi * (Double(k) - 0.25) / (m + 0.5))
    // F. G. Tricomi's correction.
    var x = (1 - (m - 1) / (8 * m * m * m)) * start
    for _ in 0..<8 {
      var (p, q) = (x, 1.0)
      for j in stride(from: 1, to: n, by: 1) {
        (p, q) = ((Double(2 * j + 1) * x * p - Double(j) * q) / Double(j + 1), p)
      }
      let step = p * (1 - x * x) / (m * (q - x * p))
      x -= step
      if !(step.magnitude > 1e-15) { break }
    }
    return x
  }
}

/// The recurrence of the Legendre polynomials in fixed point, at a number x between -1 and 1.
private final class LegendreRecurrence {
  private let places: Int
  private let memory: UnsafeMutablePointer<__mpz_struct>
  /// x, P_k, P_{k-1} and two temporaries, all with `scale` binary places.
  private var x: UnsafeMutablePointer<__mpz_struct> { memory }
  private var current: UnsafeMutablePointer<__mpz_struct>
  private var previous: UnsafeMutablePointer<__mpz_struct>
  private var t: UnsafeMutablePointer<__mpz_struct> { memory + 3 }
  private var u: UnsafeMutablePointer<__mpz_struct> { memory + 4 }
  private var scale = 60

  init(places: Int) {
    self.places = places
    memory = .allocate(capacity: 5)
    for i in 0..<5 { __gmpz_init2(memory + i, UInt(2 * places + 64)) }
    (current, previous) = (memory + 1, memory + 2)
  }

  deinit {
    for i in 0..<5 { __gmpz_clear(memory + i) }
    memory.deallocate()
  }

  func setZero() {
    scale = places
    __gmpz_set_ui(x, 0)
  }

  func start(_ value: Double) {
    scale = 60
    __gmpz_set_si(x, Int(Swift.min(Swift.max(value, -1), 1) * 0x1p60))
  }

  private func rescale(to wanted: Int) {
    if wanted > scale {
      __gmpz_mul_2exp(x, x, UInt(wanted - scale))
    } else {
      __gmpz_fdiv_q_2exp(x, x, UInt(scale - wanted))
    }
    scale = wanted
  }

  /// P_n and P_{n-1}, n >= 1.
  private func run(_ n: Int) {
    __gmpz_set_ui(previous, 1)
    __gmpz_mul_2exp(previous, previous, UInt(scale))
    __gmpz_set(current, x)
    for k in stride(from: 1, to: n, by: 1) {
      __gmpz_mul(t, x, current)
      __gmpz_fdiv_q_2exp(t, t, UInt(scale))
      __gmpz_mul_ui(t, t, UInt(2 * k + 1))
      __gmpz_submul_ui(t, previous, UInt(k))
      _ = __gmpz_fdiv_q_ui(previous, t, UInt(k + 1))
      swap(&current, &previous)
    }
  }

  /// One step of Newton's method; a proposal, of which nothing is proved.
  func refine(_ n: Int, places: Int) {
    rescale(to: places)
    run(n)
    // x - P (1 - x²)/(n (P_{n-1} - x P))
    __gmpz_mul(t, x, current)
    __gmpz_fdiv_q_2exp(t, t, UInt(scale))
    __gmpz_sub(t, previous, t)
    __gmpz_mul_ui(t, t, UInt(n))
    __gmpz_mul(u, x, x)
    __gmpz_set_ui(previous, 1)
    __gmpz_mul_2exp(previous, previous, UInt(2 * scale))
    __gmpz_sub(u, previous, u)
    __gmpz_mul(u, u, current)
    __gmpz_fdiv_q_2exp(u, u, UInt(scale))
    if __gmpz_sgn_nonzero(t) {
      __gmpz_fdiv_q(u, u, t)
      __gmpz_sub(x, x, u)
    }
  }

  /// x, which is exact, and P_n and P_{n-1} there with their errors.
  func values(_ n: Int) -> (x: Ball, value: Ball, previous: Ball) {
    rescale(to: places)
    run(n)
    let error = (Magnitude(n + 1) * Magnitude(n + 2)).scaled(by: -places)
    func ball(_ z: UnsafePointer<__mpz_struct>) -> Ball {
      Ball(Integer(unsafeWriting: { __gmpz_set($0, z) }), bits: places + 2).scaled(by: -places)
    }
    return (ball(x), Ball(center: ball(current), radius: error), Ball(center: ball(previous), radius: error))
  }

  private func __gmpz_sgn_nonzero(_ z: UnsafePointer<__mpz_struct>) -> Bool { z.pointee._mp_size != 0 }
}
