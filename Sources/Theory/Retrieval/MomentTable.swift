import Synchronization
import VlasovSymbols

/// The moments S_1, S_2, ... of one (β, M) at one precision, computed once and extended on demand.
///
/// All modes of one profile share them: with z = tY,
/// Ψ^(j)(Y) = t^(j+1) Σ_k S_{k+1+j} z^k/(k!(k+1+j)!) and
/// ∂_t Ψ^(j)(Y) = t^j Σ_k S_{k+j+1} z^k/(k!(k+j)!).
///
/// Modes are kept up to n with ω_{n+1} b/(1-ρ) <= 2^-bits ω_* a_* and b <= a_*, where a_* is the largest kept
/// eigenvalue and b, ρ are the bounds of `ModeBound`. Then for every j >= 1 the rest of S_j is at most
/// ω_{n+1} b^j/(1-ρ^j) <= 2^-bits ω_* a_*^j <= 2^-bits S_j, and sup_n a_n = a_*.
final class MomentTable: Sendable {
  private struct State {
    /// ω_n a_n^j for the j in progress.
    var powers: [Ball]
    var moments: [Ball] = []
  }

  let bits: Int
  private let eigenvalues: [Ball]
  /// An enclosure of sup_n a_n.
  let largest: Ball
  private let state: Mutex<State>

  /// `nil` when the modes cannot be bounded: the budget ended, or β or M is too wide.
  init?(beta: Ball, m: Ball, bits: Int) {
    let working = bits + 24
    let (beta, m) = (beta.rounded(to: working), m.rounded(to: working))
    let small = (beta: beta.rounded(to: 64), m: m.rounded(to: 64))
    var eigenvalues: [Ball] = []
    var powers: [Ball] = []
    var best = -1
    var n = 0
    while true {
      n += 1
      if Budget.isExhausted || n > 1 << 20 { return nil }
      let precision = Self.modePrecision(n, powers, best, working, small)
      let a = withPrecision(precision) {
        RetrievalModel.eigenvalue(Index(n), beta.rounded(to: precision))
      }
      let weight = withPrecision(precision) { RetrievalModel.weight(Index(n), m.rounded(to: precision)) }
      guard a.isPositive, weight.isFinite else { return nil }
      eigenvalues.append(a)
      powers.append(weight * a)
      if best < 0 || eigenvalues[best].estimateIsBelow(a) { best = n - 1 }
      let enough = withPrecision(64) {
        let bound = ModeBound(after: n, beta: small.beta)
        guard (1 - bound.ratio).isPositive,
          bound.first.isBelow(eigenvalues[best])
        else { return false }
        let rest = RetrievalModel.weight(Index(n + 1), small.m) * bound.first / (1 - bound.ratio)
        return rest.isBelow(powers[best].scaled(by: -bits - 8))
      }
      if enough { break }
    }
    self.bits = bits
    self.eigenvalues = eigenvalues
    largest = eigenvalues.dropFirst().reduce(eigenvalues[0]) { Ball.max($0, $1) }
    state = Mutex(State(powers: powers))
  }

  /// A mode that is 2^-d of the leading one needs d bits less. Wide enough always: at least 64 bits, and the
  /// estimate only decides cost, as the radius records what was lost.
  private static func modePrecision(
    _ n: Int, _ powers: [Ball], _ best: Int, _ working: Int, _ small: (beta: Ball, m: Ball)
  ) -> Int {
    // The largest eigenvalues may need all bits; only the weighted, decaying side is cut.
    guard best >= 0, n - 1 > best + 1, let last = powers.last?.exponent, let top = powers[best].exponent
    else {
      return working
    }
    let previous = powers.count > 1 ? powers[powers.count - 2].exponent ?? last : last
    let expected = 2 * last - previous
    return max(64, min(working, working + 16 + expected - top))
  }

  /// S_1, ..., S_count (or more).
  func moments(_ count: Int) -> [Ball] {
    state.withLock { s in
      if s.moments.count >= count { return s.moments }
      while s.moments.count < count {
        if s.moments.count % 16 == 15, Budget.isExhausted { break }
        advance(&s)
      }
      return s.moments
    }
  }

  private func advance(_ s: inout State) {
    let first = s.moments.isEmpty
    var sum = Ball(0, bits: bits + 24)
    var top = Int.min
    if !first {
      for i in s.powers.indices {
        guard let e = s.powers[i].exponent, let f = eigenvalues[i].exponent else { continue }
        top = max(top, e + f)
      }
    }
    for i in s.powers.indices {
      if !first {
        let size = (s.powers[i].exponent ?? 0) + (eigenvalues[i].exponent ?? 0)
        let p = max(64, bits + 40 - max(0, top == Int.min ? 0 : top - size))
        s.powers[i] =
          p < s.powers[i].bits - 63
          ? s.powers[i].rounded(to: p) * eigenvalues[i].rounded(to: p) : s.powers[i] * eigenvalues[i]
      }
      sum += s.powers[i]
    }
    // The rest is at most 2^-(bits+8) S_j, and S_j is at most twice the kept sum.
    let rest = sum.magnitude.scaled(by: -bits - 7)
    s.moments.append(Ball(center: sum, radius: rest))
  }

  /// Σ_k S_{k+i} z^k/(k!(k+m)!) for a ball z of non-negative numbers; increasing in z.
  ///
  /// The ratio of consecutive terms is at most q_k = sup a · z/((k+1)(k+1+m)), as S_{j+1} <= sup a · S_j; once
  /// q_K <= 1/2 the rest is at most twice the first omitted term.
  func series(shift i: Int, order m: Int, _ z: Ball) -> Ball {
    let low = z.lowerEdge
    if z.isFinite, z.accuracyBits < 20, !z.isExact {
      let start = low.isNonNegative ? low : Ball(0, bits: z.bits)
      return .hull(series(shift: i, order: m, start), series(shift: i, order: m, z.upperEdge))
    }
    guard z.isFinite, largest.isFinite else { return .indeterminate }
    let precision = max(z.bits, 32)
    let full = min(bits + 24, precision + 16)
    var factor = Ball(1, bits: full) / Ball.factorial(Index(m))
    var sum = Ball(0, bits: full)
    var k = 0
    var table = moments(i + 32)
    while true {
      if k + i > table.count {
        table = moments(2 * table.count)
        if k + i > table.count { return .indeterminate }
      }
      let term = table[k + i - 1].rounded(to: full) * factor
      if let e = term.exponent, let f = sum.exponent, e < f - precision - 8 || term.isZero {
        let ratio = withPrecision(64) {
          largest.rounded(to: 64) * z.rounded(to: 64) * 2 / Ball(exactly: Double(k + 1) * Double(k + 1 + m))
        }
        if (1 - ratio).isNonNegative { return Ball(center: sum, radius: term.magnitude.scaled(by: 1)) }
      } else if z.isZero {
        return term
      }
      if !term.isFinite { return .indeterminate }
      sum += term
      k += 1
      if k % 256 == 0, Budget.isExhausted { return .indeterminate }
      factor = factor * z / (k * (k + m))
    }
  }
}

extension Ball {
  /// Compares midpoints, for choices only.
  fileprivate func estimateIsBelow(_ other: Ball) -> Bool { (other.center - center).isPositive }
}
