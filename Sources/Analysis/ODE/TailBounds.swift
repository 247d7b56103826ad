/// Bounds of what is cut off all Taylor series of a tape, in the norm ‖g‖ = Σ_k |g_k| R^k.
///
/// **Theorem.** Let every function g of the tape have known coefficients g_0..g_m (the states up to m + 1), and let
/// tails be what follows. Suppose that the states' tails (from m + 1 on) are at most ε_i in norm implies tails of the
/// functions of at most e_g by the rules below, and that
///
///     |x_{i,m+1}| R^{m+1} + R/(m+2) e_{f_i} <= ε_i    for all i.
///
/// Then the solution is analytic for |t| <= R, and its series cut after order m + 1 is wrong by at most
/// R/(m+2) e_{f_i} there.
///
/// *Proof.* Let E_n be the tails cut after order n. Each rule bounds E_n of a function by E_n of its operands (and by
/// its own E_{n-1}), as all terms are products of coefficients whose orders add up to at most n and the bounds are sums
/// of absolute values. By x_{k+1} = f_k/(k+1), E_{n+1} of x_i is at most |x_{m+1}| R^{m+1} + R/(m+2) E_n of f_i, as
/// k + 1 >= m + 2 for the others. So E_n <= ε_i implies E_{n+1} <= ε_i, and E_m = 0: hence all E_n are, and the series
/// converge absolutely for |t| <= R. Products of them are series that converge there, and the tape's identities hold for
/// them: they solve the equation, whose solution is unique. ∎
///
/// **Rules**, with a_k >= |x_k| R^k, b_k >= |y_k| R^k, norms A, B, and S(x, y) = Σ_{i+j>m; i,j<=m} a_i b_j:
/// - Sums and multiples: clear.
/// - z = x y: S + A e_y + B e_x + e_x e_y.
/// - z = 1/y with the polynomial z of norm C: y z = 1 + d, ‖d‖ <= δ = S(z, y) + C e_y, and the tail of 1/y is
///   -z d/(1 + d): C δ/(1 - δ).
/// - z' = x' y: k z_k = Σ_j j x_j y_{k-j}, and j/k is at most 1, and at most j/(j + m + 1) where y's tail is met:
///   S + κ e_y + B e_x + e_x e_y, κ = Σ_{1<=j<=m} j/(j + m + 1) a_j. For z' = x' z this is an inequality for e_z:
///   (S + B e_x)/(1 - κ - e_x), and so for the larger tail of sine and cosine.
///
/// Nothing here is an interval evaluation over the whole step, and each rule costs O(m).
struct TailBounds {
  private let tape: Tape
  private let order: Int
  private let radius: Magnitude
  /// R^k.
  private let powers: [Magnitude]
  /// For each slot: the norm of the polynomial and the sums Σ_{i>=k} a_i; empty where no rule asks for them.
  private var sizes: [[Magnitude]]
  private var suffixes: [[Magnitude]]
  private var norms: [Magnitude]
  /// S of each instruction, and κ.
  private var overlaps: [Magnitude]
  private var weights: [Magnitude]
  private var tails: [Magnitude]

  init(_ tape: Tape, order: Int, radius: Magnitude) {
    (self.tape, self.order, self.radius) = (tape, order, radius)
    var power = Magnitude(1)
    powers = (0...(order + 1)).map { _ in
      defer { power = power * radius }
      return power
    }
    let count = tape.instructions.count
    sizes = Array(repeating: [], count: count)
    suffixes = sizes
    norms = Array(repeating: .zero, count: count)
    overlaps = norms
    weights = norms
    tails = norms
  }

  /// The tails of the solution of f: bounds beyond order m + 1; nil when the theorem's condition could not be met.
  mutating func solution<S: TaylorScalar>(_ bank: SeriesBank<S>) -> [Magnitude]? {
    prepare(tape.primal, bank)
    return close(tape.primal, states: Array(1..<(tape.dimension + 1)), slopes: tape.outputs, bank)
  }

  /// The tails of the helpers of derivatives, after `solution`; false when there is none.
  mutating func helpers<S: TaylorScalar>(_ bank: SeriesBank<S>) -> Bool {
    prepare(tape.helpers, bank)
    return propagate(tape.helpers, bank)
  }

  /// The tails of a direction, after `helpers`.
  mutating func variation<S: TaylorScalar>(_ bank: SeriesBank<S>) -> [Magnitude]? {
    prepare(tape.tangent, bank)
    return close(tape.tangent, states: tape.directions, slopes: tape.slopes, bank)
  }

  // MARK: The fixed point

  private mutating func close<S: TaylorScalar>(
    _ range: Range<Int>, states: [Int], slopes: [Int?], _ bank: SeriesBank<S>
  ) -> [Magnitude]? {
    let next = states.map { bank.series($0)[order + 1].magnitude * powers[order + 1] }
    let factor = radius.dividedUp(by: Magnitude(order + 2))
    func image() -> [Magnitude] { slopes.map { $0.map { factor * tails[$0] } ?? .zero } }
    var guess = next
    for _ in 0..<12 {
      for (i, s) in states.enumerated() { tails[s] = guess[i] }
      guard propagate(range, bank) else { return nil }
      let beyond = image()
      let whole = zip(next, beyond).map { $0 + $1 }
      if zip(whole, guess).allSatisfy({ $0 <= $1 }) { return beyond }
      guard whole.allSatisfy(\.isFinite) else { return nil }
      // A little more than the image, so that the next one fits.
      let least = whole.reduce(Magnitude.zero, Magnitude.max2).scaled(by: -20)
      guess = whole.map { $0 + $0.scaled(by: -2) + least }
    }
    return nil
  }

  // MARK: Sizes of the polynomials

  private mutating func prepare<S: TaylorScalar>(_ range: Range<Int>, _ bank: SeriesBank<S>) {
    for z in range {
      sizes[z] = []
      suffixes[z] = []
    }
    for z in range {
      switch tape.instructions[z] {
      case .product(let x, let y): overlaps[z] = overlap(x, y, bank)
      case .square(let x): overlaps[z] = overlap(x, x, bank)
      case .reciprocal(let x): overlaps[z] = overlap(z, x, bank)
      case .integral(_, let x, _, let y), .sine(let x, _, let y), .cosine(let x, _, let y):
        overlaps[z] = overlap(x, y, bank)
        weights[z] = weight(x)
      case .exponential(_, _, let x, _):
        overlaps[z] = overlap(x, z, bank)
        weights[z] = weight(x)
      default: break
      }
    }
  }

  private mutating func measure<S: TaylorScalar>(_ slot: Int, _ bank: SeriesBank<S>) {
    if !sizes[slot].isEmpty { return }
    let series = bank.series(slot)
    let size = (0...order).map { series[$0].magnitude * powers[$0] }
    var sum = Magnitude.zero
    var suffix = size
    for k in stride(from: order, through: 0, by: -1) {
      sum = sum + size[k]
      suffix[k] = sum
    }
    sizes[slot] = size
    suffixes[slot] = suffix
    norms[slot] = sum
  }

  /// S(x, y) = Σ_{1<=i<=m} a_i Σ_{j>m-i} b_j.
  private mutating func overlap<S: TaylorScalar>(_ x: Int, _ y: Int, _ bank: SeriesBank<S>) -> Magnitude {
    measure(x, bank)
    measure(y, bank)
    var sum = Magnitude.zero
    for i in stride(from: 1, through: order, by: 1) { sum = sum + sizes[x][i] * suffixes[y][order + 1 - i] }
    return sum
  }

  private func weight(_ x: Int) -> Magnitude {
    var sum = Magnitude.zero
    for j in stride(from: 1, through: order, by: 1) {
      sum = sum + (sizes[x][j] * Magnitude(j)).dividedUp(by: Magnitude(j + order + 1))
    }
    return sum
  }

  // MARK: The rules

  private mutating func propagate<S: TaylorScalar>(_ range: Range<Int>, _ bank: SeriesBank<S>) -> Bool {
    for z in range {
      guard let tail = tail(z, bank), tail.isFinite else { return false }
      tails[z] = tail
    }
    return true
  }

  private func tail<S: TaylorScalar>(_ z: Int, _ bank: SeriesBank<S>) -> Magnitude? {
    switch tape.instructions[z] {
    case .state: return tails[z]
    case .time:
      // Of order 1: a tail only when m = 0.
      return order > 0 ? .zero : radius
    case .constant, .weighted: return .zero
    case .sum(let x, let y), .difference(let x, let y): return tails[x] + tails[y]
    case .negation(let x), .shift(_, let x), .adjusted(_, _, let x): return tails[x]
    case .scale(let c, let x): return bank.magnitude(ofConstant: c) * tails[x]
    case .product(let x, let y): return product(z, x, y)
    case .square(let x): return product(z, x, x)
    case .reciprocal(let x):
      let delta = overlaps[z] + norms[z] * tails[x]
      return delta.geometricSum.map { norms[z] * delta * $0 }
    case .integral(_, let x, _, let y):
      return overlaps[z] + weights[z] * tails[y] + norms[y] * tails[x] + tails[x] * tails[y]
    case .exponential(_, _, let x, _):
      return (weights[z] + tails[x]).geometricSum.map { (overlaps[z] + norms[z] * tails[x]) * $0 }
    case .sine(let x, _, let y), .cosine(let x, _, let y):
      let overlap = Magnitude.max2(overlaps[z], overlaps[y])
      let norm = Magnitude.max2(norms[z], norms[y])
      return (weights[z] + tails[x]).geometricSum.map { (overlap + norm * tails[x]) * $0 }
    }
  }

  private func product(_ z: Int, _ x: Int, _ y: Int) -> Magnitude {
    overlaps[z] + norms[x] * tails[y] + norms[y] * tails[x] + tails[x] * tails[y]
  }
}
