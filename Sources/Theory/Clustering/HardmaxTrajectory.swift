import VlasovSymbols

/// Hardmax attention on rational points: integer coordinates over one positive denominator.
struct ExactHardmax {
  private var numerators: [[Integer]]
  private var denominator: Integer
  /// A positive multiple of B; empty for the identity.
  private let metric: [[Integer]]
  /// α = p/q in lowest terms: α/(1+α) = p/(p+q).
  private let alpha: (p: Integer, q: Integer)

  /// - Parameter metric: B, empty for the identity.
  init(_ points: [[Rational]], metric: [[Rational]], alpha: Rational) {
    (numerators, denominator) = Self.cleared(points)
    self.metric = Self.cleared(metric).numerators
    self.alpha = (alpha.numerator, alpha.denominator)
  }

  /// Integer entries and their common denominator.
  private static func cleared(_ rows: [[Rational]]) -> (numerators: [[Integer]], denominator: Integer) {
    let common = rows.joined().reduce(Integer(1)) { least($0, $1.denominator) }
    return (
      rows.map { row in row.map { $0.numerator * quotient(common, $0.denominator) } }, common
    )
  }

  /// The least common multiple of positive integers.
  private static func least(_ a: Integer, _ b: Integer) -> Integer { a * quotient(b, .gcd(a, b)) }

  /// a/b without a remainder, b ≠ 0.
  private static func quotient(_ a: Integer, _ b: Integer) -> Integer {
    a.quotientAndRemainder(dividingBy: b)?.quotient ?? 0
  }

  func position(_ token: Int, _ coordinate: Int) -> Rational {
    Rational(numerator: numerators[token][coordinate], denominator: denominator) ?? 0
  }

  /// C_i for all i: exact comparisons, in which the positive denominators drop out.
  func attended() throws -> [[Int]] {
    try numerators.map { x in
      let image = metric.isEmpty ? x : metric.map { dot($0, x) }
      var best: (score: Integer, tokens: [Int])?
      for (j, y) in numerators.enumerated() {
        try Budget.check()
        let score = dot(image, y)
        if let b = best, score < b.score { continue }
        if let b = best, score == b.score { best = (score, b.tokens + [j]) } else { best = (score, [j]) }
      }
      return best?.tokens ?? []
    }
  }

  private func dot(_ x: [Integer], _ y: [Integer]) -> Integer {
    zip(x, y).reduce(Integer(0)) { $0 + $1.0 * $1.1 }
  }

  var leaders: [Int] {
    get throws { try attended().enumerated().filter { $1 == [$0] }.map(\.offset) }
  }

  /// Steps until the end, or until nothing moves any more.
  ///
  /// - Throws: `BudgetExhausted`.
  mutating func run(_ steps: Integer) throws {
    var left = steps
    while left > 0, try step() { left -= 1 }
  }

  /// One step; false when it moves nothing.
  ///
  /// With m_i = |C_i|, M their least common multiple, s_i the sum over C_i: x_i becomes (qM x_i + p(M/m_i)s_i)/((p+q)M).
  private mutating func step() throws -> Bool {
    let attended = try self.attended()
    let common = attended.reduce(Integer(1)) { Self.least($0, Integer($1.count)) }
    let keep = alpha.q * common
    let total = (alpha.p + alpha.q) * common
    var moved: [[Integer]] = []
    var isAtRest = true
    for (x, targets) in zip(numerators, attended) {
      let count = Integer(targets.count)
      let weight = alpha.p * Self.quotient(common, count)
      moved.append(
        x.indices.map { c in
          let sum = targets.reduce(Integer(0)) { $0 + numerators[$1][c] }
          if sum != count * x[c] { isAtRest = false }
          return keep * x[c] + weight * sum
        })
    }
    if isAtRest { return false }
    denominator = denominator * total
    numerators = moved
    reduce()
    return true
  }

  /// Divides by the common factor of all numbers.
  private mutating func reduce() {
    var factor = denominator
    for x in numerators.joined() where factor != 1 { factor = .gcd(factor, x) }
    if factor == 1 { return }
    denominator = Self.quotient(denominator, factor)
    numerators = numerators.map { $0.map { Self.quotient($0, factor) } }
  }
}

/// Hardmax attention on points that are not all rational, or with such a step: comparisons by balls.
struct BallHardmax {
  private(set) var points: [[Ball]]
  private let metric: [[Ball]]?
  private let alpha: Ball
  /// C_i before the first step, where rational points and a rational metric decide it.
  private let start: [[Int]]?
  /// Tokens that start at one place stay together: the first of them stands for all.
  private let representative: [Int]
  private var isAtStart = true

  init(_ points: [[RealParameter]], metric: [[RealParameter]]?, alpha: Ball) {
    self.points = points.map { $0.map(\.ball) }
    self.metric = metric.map { $0.map { $0.map(\.ball) } }
    self.alpha = alpha
    if let exact = points.rationals, let matrix = metric.map(\.rationals) ?? .some([]) {
      start = try? ExactHardmax(exact, metric: matrix, alpha: 1).attended()
    } else {
      start = nil
    }
    representative = points.indices.map { i in
      points[...i].firstIndex { other in
        zip(other, points[i]).allSatisfy { a, b in
          !a.isInterval && a.decide(.equal, bound: b, maximumBits: 256) == .proved
        }
      } ?? i
    }
  }

  /// - Throws: `Undecided` for a comparison that the balls do not separate, `BudgetExhausted`.
  mutating func run(_ steps: Integer) throws {
    var left = steps
    // A convex combination: radii do not grow.
    let (keep, rate) = (1 / (1 + alpha), alpha / (1 + alpha))
    while left > 0 {
      let attended = try self.attended()
      let before = points
      for (i, targets) in attended.enumerated() where !isTogether(targets, with: i) {
        for c in before[i].indices {
          let mean = targets.reduce(Ball(0)) { $0 + before[$1][c] } / targets.count
          points[i][c] = keep * before[i][c] + rate * mean
        }
      }
      isAtStart = false
      left -= 1
    }
  }

  var leaders: [Int] {
    get throws { try attended().enumerated().filter { $1 == [$0] }.map(\.offset) }
  }

  /// All targets are at the place of token i: it does not move.
  private func isTogether(_ targets: [Int], with i: Int) -> Bool {
    targets.allSatisfy { representative[$0] == representative[i] }
  }

  /// C_i for all i.
  private func attended() throws -> [[Int]] {
    if isAtStart, let start { return start }
    return try points.indices.map { i in
      let image = metric.map { $0.map { dot($0, points[i]) } } ?? points[i]
      var scores: [Int: Ball] = [:]
      for j in points.indices where representative[j] == j {
        try Budget.check()
        scores[j] = dot(image, points[j])
      }
      // The one that is certainly above all others.
      let best = scores.keys.sorted().first { j in
        scores.allSatisfy { k, score in k == j || scores[j].map { score.isBelow($0) } ?? false }
      }
      guard let best else {
        throw Undecided("which tokens attain the maximum for token \(i): balls do not separate a tie")
      }
      return points.indices.filter { representative[$0] == best }
    }
  }

  private func dot(_ x: [Ball], _ y: [Ball]) -> Ball { zip(x, y).reduce(Ball(0)) { $0 + $1.0 * $1.1 } }
}
