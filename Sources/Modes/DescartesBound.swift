import VlasovEnclosures
import VlasovNumbers

/// An upper bound of the number of modes of a kernel estimate beyond a point a, from the sample.
///
/// **Theorem.** Let d_i = X_i - a, c_i = w_i e^(-β d_i²/2), R(x) = Σ_{d_i > x} c_i (d_i (d_i - x) - 1/β), and V the number
/// of its sign changes on the line (zeros ignored, the sign for x → -∞ included). Then P' has at most V zeros in (a, ∞),
/// counted with multiplicity, and P has at most ⌊(V + 1)/2⌋ modes there.
///
/// *Proof.* P'(a + s) e^(βs²/2) is a positive multiple of Σ c_i (d_i - s) e^(βs d_i). For s > 0,
/// (βs)² ∫_{-∞}^{d} e^(βsx) (d (d - x) - 1/β) dx = d e^(βsd) - s e^(βsd): hence the sum is (βs)² ∫ e^(βsx) R(x) dx, the
/// Laplace transform of a function with V sign changes, which has at most V zeros (Descartes' rule for Laplace
/// integrals). Beyond the last sample P' < 0; so the zeros of P' in (a, ∞) at which it changes sign are alternately, from
/// the right, from + to - (modes) and from - to +: at most ⌈V/2⌉ of them are modes. ∎
///
/// R is linear between the d_i, so its signs at both ends of each piece (and at -∞, where it is that of Σ c_i d_i) give V.
public struct DescartesBound: Sendable, Hashable {
  /// V, exactly.
  public let signChanges: Int
  /// The highest working precision that it needed.
  public let bits: Int

  /// The bound of the number of modes: ⌊(V + 1)/2⌋.
  public var modes: Int { (signChanges + 1) / 2 }

  /// The bound for modes in (a, ∞); nil when a sign is undecided at `maximumBits`.
  ///
  /// Small balls decide nearly all signs in one pass over the sorted sample; what they leave open is tested for being
  /// exactly zero, then decided at higher precision. Time is linear in the distinct points.
  ///
  /// - Throws: `SampleError` for beta <= 0; `BudgetExhausted`.
  public static func modes(
    of sample: Sample, beyond a: Rational, beta: Rational, maximumBits: Int = 4096
  ) throws -> DescartesBound? {
    guard beta.signum > 0 else { throw SampleError("beta = \(beta) is not positive") }
    var pieces = DescartesPieces(sample: sample, a: a, beta: beta)
    var bits = SmallBall.bits
    try pieces.decide(SmallBall.self)
    try pieces.decideZeros()
    let limit = Swift.min(maximumBits, Budget.current.maximumBits)
    while !pieces.open.isEmpty, 2 * bits <= limit {
      bits *= 2
      try withPrecision(bits) { try pieces.decide(Ball.self) }
    }
    try pieces.decideByGroups(maximumBits: limit)
    guard pieces.open.isEmpty else { return nil }
    return DescartesBound(signChanges: pieces.signChanges, bits: bits)
  }
}

/// The signs of R at the ends of its linear pieces, from right to left.
///
/// Piece k lies left of the k-th largest point, k = 0, 1, ...; sign 2k belongs to its right end, sign 2k + 1 to its left
/// end (for the last piece, to -∞).
struct DescartesPieces {
  let sample: Sample
  let a: Rational
  let beta: Rational
  /// 1, 0 or -1; meaningless where the sign is open.
  private var signs: [Int8]
  /// The positions whose sign is not known, ascending.
  private(set) var open: [Int]

  init(sample: Sample, a: Rational, beta: Rational) {
    (self.sample, self.a, self.beta) = (sample, a, beta)
    signs = [Int8](repeating: 0, count: 2 * sample.distinct)
    open = Array(signs.indices)
  }

  var signChanges: Int {
    var changes = 0
    var last: Int8 = 0
    for sign in signs where sign != 0 {
      if last != 0, sign != last { changes += 1 }
      last = sign
    }
    return changes
  }

  private func point(_ k: Int) -> Rational { sample.point(sample.distinct - 1 - k) }
  private func weight(_ k: Int) -> Rational { sample.weight(sample.distinct - 1 - k) }

  /// Decides open signs by enclosures.
  ///
  /// R and B = Σ c_i d_i are carried from piece to piece: to the left R grows by B times the length of the piece, at a jump
  /// by -c_i/β. A common positive factor changes no sign, so both are kept relative to the largest weight
  /// e^(-βd²/2) so far: the exponentials are at most 1, and what underflows is negligible beside a 1.
  mutating func decide<T: SetReading>(_: T.Type) throws {
    guard let end = open.last else { return }
    let last = end / 2
    let halfBeta = T(beta) / 2
    let inverse = 1 / T(beta)
    let offset = T(a)
    let areDoubles = sample.exactPoints == nil
    func number(_ k: Int) -> T {
      areDoubles ? T(exactly: sample.points[sample.distinct - 1 - k]) : T(point(k))
    }
    var remaining: [Int] = []
    var next = 0
    func settle(_ position: Int, _ value: T, _ signs: inout [Int8]) {
      guard next < open.count, open[next] == position else { return }
      next += 1
      if value.isPositive {
        signs[position] = 1
      } else if value.isNegative {
        signs[position] = -1
      } else {
        remaining.append(position)
      }
    }
    var x = number(0)
    var d = x - offset
    var reference = d
    var slope: T = 0
    var value: T = 0
    for k in 0...last {
      if k & 63 == 0 { try Budget.check() }
      var c: T = 1
      if k > 0 {
        let excess = halfBeta * ((reference - d) * (reference + d))
        if excess.isPositive {
          // The new point is nearer to a: its weight becomes the unit.
          let factor = T.decaying(-excess)
          (value, slope, reference) = (value * factor, slope * factor, d)
        } else {
          c = T.decaying(excess)
        }
      }
      if sample.weights != nil { c = c * T(weight(k)) }
      value = value - c * inverse
      slope = slope + c * d
      settle(2 * k, value, &signs)
      if k + 1 < sample.distinct {
        let left = number(k + 1)
        value = value + slope * (x - left)
        settle(2 * k + 1, value, &signs)
        (x, d) = (left, left - offset)
      } else {
        settle(2 * k + 1, slope, &signs)
      }
    }
    open = remaining
  }

  /// Settles the open signs that are exactly zero.
  ///
  /// At a rational x the value is Σ q_i e^(-βd_i²/2) with rational q_i; by Lindemann and Weierstrass it vanishes only if the
  /// q_i that share one d² cancel: each alone, or with the one at -d.
  mutating func decideZeros() throws {
    var remaining: [Int] = []
    for position in open {
      if try isZero(position) { signs[position] = 0 } else { remaining.append(position) }
    }
    open = remaining
  }

  private func isZero(_ position: Int) throws -> Bool {
    for i in 0...position / 2 {
      if i & 63 == 0 { try Budget.check() }
      if !group(of: i, at: position).isZero { return false }
    }
    return true
  }

  /// The coefficient of e^(-βd²/2) at a position, d that of the i-th point: its own, and that of the point at -d.
  private func group(of i: Int, at position: Int) -> Rational {
    let (k, isLeft) = (position / 2, position % 2 == 1)
    let isLast = isLeft && k + 1 == sample.distinct
    // At -∞ the sign is that of Σ c_i d_i. If it vanishes R is constant on the last piece: a zero to be ignored.
    let x = isLast ? 0 : point(isLeft ? k + 1 : k) - a
    func coefficient(_ i: Int) -> Rational {
      let d = point(i) - a
      return weight(i) * (isLast ? d : d * (d - x) - 1 / beta)
    }
    guard let partner = index(of: 2 * a - point(i)), partner != i, partner <= k else { return coefficient(i) }
    return coefficient(i) + coefficient(partner)
  }

  /// Decides open signs from the exact sums over equal d², relative to the largest exponential that remains.
  ///
  /// Needed where the largest terms cancel exactly and only exponentials that underflow beside them are left.
  mutating func decideByGroups(maximumBits: Int) throws {
    var remaining: [Int] = []
    for position in open {
      var groups: [(square: Rational, coefficient: Rational)] = []
      for i in 0...position / 2 {
        if i & 63 == 0 { try Budget.check() }
        let d = point(i) - a
        // Once for each pair: at its positive member, which lies to the right.
        if d.signum < 0, let partner = index(of: 2 * a - point(i)), partner < i { continue }
        let q = group(of: i, at: position)
        if !q.isZero { groups.append((d * d, q)) }
      }
      guard let least = groups.map(\.square).min() else {
        signs[position] = 0
        continue
      }
      var sign: Int8 = 0
      var bits = SmallBall.bits
      while sign == 0, bits <= maximumBits {
        try Budget.check()
        let sum = withPrecision(bits) {
          groups.reduce(Ball(0)) {
            $0 + Ball($1.coefficient) * .decaying(-Ball(beta * ($1.square - least) / 2))
          }
        }
        sign = sum.isPositive ? 1 : sum.isNegative ? -1 : 0
        bits *= 2
      }
      if sign == 0 { remaining.append(position) } else { signs[position] = sign }
    }
    open = remaining
  }

  /// The index, from the right, of a point of the sample.
  private func index(of x: Rational) -> Int? {
    var (low, high) = (0, sample.distinct)
    while low < high {
      let middle = (low + high) / 2
      if sample.point(middle) < x { low = middle + 1 } else { high = middle }
    }
    return low < sample.distinct && sample.point(low) == x ? sample.distinct - 1 - low : nil
  }
}

/// The set readings that the scan uses.
protocol SetReading: Enclosing {
  init(exactly value: Double)
  var upperDouble: Double { get }
  init(center: Self, radius: Magnitude)
}

extension SmallBall: SetReading {}
extension Ball: SetReading {}

extension SetReading {
  /// e^x for x <= 0, or about 0; what is below e^(-2^40) is only enclosed.
  fileprivate static func decaying(_ x: Self) -> Self {
    x.upperDouble < -0x1p40 ? Self(center: 0, radius: .power2(-1 << 40)) : exp(x)
  }
}
