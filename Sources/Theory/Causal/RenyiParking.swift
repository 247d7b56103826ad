import Foundation
import VlasovSymbols

/// The mean number m(x) of unit cars parked at random on [0, x] until no more fits (Rényi 1958).
///
/// m = 0 on [0, 1), and x m(x + 1) = A(x) with A(x) = x + 2 ∫_0^x m for x > 0. So m = 1 on [1, 2], m jumps at 1
/// only, and m(x) ~ C x with Rényi's constant C.
enum RenyiParking {
  /// An enclosure of m over the ball `x` at the working precision.
  ///
  /// m is non-decreasing, hence the two ends of the ball suffice: m(x + 1) = 1 + 2 (mean of m over [0, x]), and
  /// the mean over [0, x] of a function that is non-decreasing on [0, n] is non-decreasing for x <= n, so m is
  /// on [0, n + 1]; by induction it is everywhere.
  ///
  /// Walks the pieces from [1, 2] on. A piece whose `asymptote` is as sharp as the precision allows serves for
  /// everything beyond it, so that x may be as large as it likes.
  static func value(_ x: Ball) throws -> Ball {
    guard x.isFinite else { return .indeterminate }
    var ends = x.isExact ? [x] : [x.lowerEdge, x.upperEdge]
    var values: [Ball] = []
    // The order of exact numbers is always decided.
    while let end = ends.first, (end - 1).isNegative {
      values.append(0)
      ends.removeFirst()
    }
    var pieces = Pieces()
    while !ends.isEmpty {
      guard let piece = pieces.next() else { throw BudgetExhausted() }
      while let end = ends.first, piece.isLast || (Ball(piece.n + 1) - end).isNonNegative {
        values.append(piece.value(end))
        ends.removeFirst()
      }
    }
    return .hull(values[0], values[values.count - 1])
  }

  /// An enclosure of C = lim m(x)/x at the working precision.
  static func constant() throws -> Ball {
    for piece in Pieces() where piece.isLast {
      return Ball(center: piece.asymptote.slope, radius: piece.asymptote.deviation)
    }
    throw BudgetExhausted()
  }

  /// The pieces [1, 2], [2, 3], ... at the working precision with guard bits; ends when the budget does.
  struct Pieces: Sequence, IteratorProtocol {
    private let bits = Precision.bits + 32
    private var last: Piece?

    mutating func next() -> Piece? {
      if Budget.isExhausted { return nil }
      last = withPrecision(bits) { last.map { $0.next() } ?? Piece(bits: bits) }
      return last
    }
  }

  /// The Taylor expansion of m on [n, n + 1] at n + 1/2.
  ///
  /// **Recursion.** Write m(n + 1/2 + v/2) = Σ e_k v^k, |v| <= 1, and A(n + 1/2 + v/2) = Σ a_k v^k. As A' = 1 + 2m,
  /// a_1 = e_0 + 1/2 and a_{k+1} = e_k/(k+1); as v = -1 is x = n, a_0 = A(n) - Σ_{k>=1} (-1)^k a_k; and
  /// (n + 1/2 + v/2) m(x + 1) = A(x) gives the next piece by e'_0 = 2 a_0/(2n+1),
  /// e'_k = (2 a_k - e'_{k-1})/(2n+1). So the first K coefficients are exact but for the sum in a_0.
  ///
  /// **Remainder.** The analytic continuation of piece n is singular only at real x <= n - 1 (n = 1: nowhere; then
  /// where x = 0 in A(x)/x, or where the previous piece is singular, moved by 1). Let |m| <= B on the disc of
  /// radius 6/5 around the centre. By Cauchy |e_k| <= B (5/12)^k, so Σ_{k>=K} |e_k| <= (12/7) B (5/12)^K. On the
  /// disc |x| >= n - 7/10, and a path from n to x inside the disc has a length of at most 17/10, so the next
  /// bound is (A(n) + (17/10)(1 + 2B))/(n - 7/10).
  struct Piece {
    let n: Int
    /// e_0, ..., e_{K-1}
    let coefficients: [Ball]
    /// >= Σ_{k>=K} |e_k|
    let remainder: Magnitude
    /// A(n) = n m(n + 1)
    private let start: Ball
    /// B
    private let bound: Ball
    /// C and more, see `Asymptote`.
    let asymptote: Asymptote
    /// The asymptote is as sharp as the precision allows.
    let isLast: Bool

    /// m = 1 on [1, 2].
    init(bits: Int) {
      // (12/5)^K > 2^(bits + 16); B stays below some hundreds, or a few n.
      let order = Int(Double(bits + 16) / Foundation.log2(2.4)) + 1
      var e = [Ball](repeating: Ball(0, bits: bits), count: order)
      e[0] = Ball(1, bits: bits)
      self.init(n: 1, coefficients: e, start: Ball(1, bits: bits), bound: Ball(1, bits: 64), previous: nil)
    }

    private init(n: Int, coefficients: [Ball], start: Ball, bound: Ball, previous: Magnitude?) {
      (self.n, self.coefficients, self.start, self.bound) = (n, coefficients, start, bound.upperEdge)
      let decay = Ball.pow(Ball(Rational(5, 12), bits: 64), coefficients.count)
      remainder = (bound * decay * 12 / 7).magnitude
      let asymptote = Asymptote(n: n, coefficients, remainder)
      let isSharp = asymptote.deviation <= .power2(-coefficients[0].bits)
      let isStuck = previous.map { n > 12 && !(asymptote.deviation.scaled(by: 1) <= $0) } ?? false
      (self.asymptote, isLast) = (asymptote, isSharp || isStuck)
    }

    func next() -> Piece {
      let order = coefficients.count
      var a = [Ball](repeating: start, count: order + 1)
      a[1] = coefficients[0] + Ball(Rational(1, 2), bits: start.bits)
      for k in 1..<order { a[k + 1] = coefficients[k] / (k + 1) }
      var (odd, even) = (Ball(0, bits: start.bits), Ball(0, bits: start.bits))
      for k in 1...order {
        if k % 2 == 1 { odd += a[k] } else { even += a[k] }
      }
      // The omitted a_{k+1} = e_k/(k+1), k >= K, sum to less than `remainder`.
      let offset = odd - even
      a[0] = start + Ball(center: offset, radius: remainder)
      let end = start + Ball(center: odd * 2, radius: remainder.scaled(by: 1))
      let divisor = 2 * n + 1
      var e = [a[0] * 2 / divisor]
      e.reserveCapacity(order)
      for k in 1..<order { e.append((a[k] * 2 - e[k - 1]) / divisor) }
      let growth =
        (start.rounded(to: 64) + (1 + bound * 2) * 17 / 10)
        / (Ball(n, bits: 64) - Ball(Rational(7, 10), bits: 64))
      return Piece(n: n + 1, coefficients: e, start: end, bound: growth, previous: asymptote.deviation)
    }

    /// m(x) at an exact x >= n; beyond n + 1 by the asymptote.
    func value(_ x: Ball) -> Ball {
      if (x - Ball(n + 1)).isPositive {
        return Ball(center: asymptote.slope, radius: asymptote.deviation) * (x + 1) - 1
      }
      if n == 1 { return coefficients[0] }
      let v = (x - Ball(n)) * 2 - 1
      let polynomial = coefficients.dropLast().reversed().reduce(coefficients[coefficients.count - 1]) {
        $0 * v + $1
      }
      return Ball(center: polynomial, radius: remainder)
    }
  }

  /// What one piece tells about all x >= n: |m(x) + 1 - slope (x + 1)| <= deviation (x + 1), and
  /// |C - slope| <= deviation.
  ///
  /// **Proof.** f = m + 1 and every K (y + 1) solve y f(y + 1) = 2 ∫_0^y f. So g = K (y + 1) - f has
  /// (x + v) g(x + 1 + v) = x g(x + 1) + 2 ∫_x^{x+v} g for 0 <= v <= 1: if g >= 0 on [x, x + 1], then on
  /// [x + 1, x + 2], and so for ever; likewise for g <= 0. With K = slope ± deviation such that the signs hold on
  /// [n, n + 1], f(y)/(y + 1) stays between the two K for all y >= n, and C is its limit.
  ///
  /// On the piece f - K (y + 1) has the coefficients e_0 + 1 - K (n + 3/2), e_1 - K/2, e_2, e_3, ..., whose
  /// absolute values sum to at least sup |f - K (y + 1)|, and y + 1 >= n + 1.
  struct Asymptote {
    /// K, an exact number: twice the midpoint of e_1, the slope at the centre of the piece.
    let slope: Ball
    let deviation: Magnitude

    init(n: Int, _ e: [Ball], _ remainder: Magnitude) {
      slope = (e[1] * 2).center
      let level = e[0] + Ball(1, bits: slope.bits) - slope * (2 * n + 3) / 2
      let tilt = e[1] - slope / 2
      let sum = e.dropFirst(2).reduce(remainder + level.magnitude + tilt.magnitude) { $0 + $1.magnitude }
      deviation = (Ball(center: Ball(0, bits: 64), radius: sum) / (n + 1)).magnitude
    }
  }
}
