/// The gradient flow of the interaction energy (SA in a metric of its own), as the integrator sees it: one token after the
/// other, `tokenDimension` numbers each.
///
/// Properties of the last evaluation are those of the point at which `velocity` was last called.
class TokenFlow {
  let field: AttentionField
  let kind: ParticleSystem.Kind
  /// 1; -1 runs time backwards, along which the energy decreases.
  let direction: Double
  /// |P_i Σ_j α_j K_ij V x_j| of the last evaluation.
  private(set) final var pulls: [Double]
  private(set) final var evaluations = 0

  init(_ field: AttentionField, _ kind: ParticleSystem.Kind, direction: Double) {
    (self.field, self.kind, self.direction) = (field, kind, direction)
    pulls = Array(repeating: 0, count: field.count)
  }

  /// How many numbers the state has.
  var stateCount: Int { field.count * field.dimension }

  /// The largest size of a token's part of an error of the state, NaN if any is.
  func largest(_ error: UnsafePointer<Double>, at state: UnsafePointer<Double>) -> Double {
    longest(error, field.dimension)
  }

  /// The largest Euclidean length of `field.count` vectors.
  final func longest(_ vectors: UnsafePointer<Double>, _ d: Int) -> Double {
    var largest = 0.0
    for i in 0..<field.count {
      var square = 0.0
      for k in 0..<d { square += vectors[i * d + k] * vectors[i * d + k] }
      // NaN stays.
      if square > largest || square.isNaN { largest = square }
    }
    return largest.squareRoot()
  }

  /// dy = velocity at y, which does not depend on the lengths of the tokens.
  func velocity(_ y: UnsafePointer<Double>, _ dy: UnsafeMutablePointer<Double>) {
    evaluate(y)
    let d = field.dimension
    for i in 0..<field.count {
      let (x, out) = (field.directions + i * d, dy + i * d)
      let row = field.sums + i * field.stride
      var radial = 0.0
      for k in 0..<d { radial += x[k] * row[k] }
      var square = 0.0
      let scale = scale(row)
      for k in 0..<d {
        let pull = row[k] - radial * x[k]
        square += pull * pull
        out[k] = scale * pull
      }
      pulls[i] = square.squareRoot()
    }
  }

  final func evaluate(_ points: UnsafePointer<Double>) {
    field.evaluate(points)
    evaluations += 1
  }

  final func setPull(_ i: Int, _ pull: Double) { pulls[i] = pull }

  /// The factor from the field's sums to the velocity.
  @inline(__always)
  final func scale(_ row: UnsafePointer<Double>) -> Double {
    direction * (kind == .sa ? 1 / row[field.dimension] : usaScale)
  }

  private lazy final var usaScale = exponential(field.shift)

  /// Moves the tokens back to the sphere; the largest ||x_i| - 1| before.
  func project(_ y: UnsafeMutablePointer<Double>) -> Double {
    let d = field.dimension
    var largest = 0.0
    for i in 0..<field.count {
      let x = y + i * d
      var square = 0.0
      for k in 0..<d { square += x[k] * x[k] }
      let length = square.squareRoot()
      let drift = abs(length - 1)
      // NaN stays.
      if drift > largest || drift.isNaN { largest = drift }
      for k in 0..<d { x[k] /= length }
    }
    return largest
  }

  /// The energy of the last evaluation over e^{shift}.
  final var scaledEnergy: Double {
    if field.beta != 0 { return field.scaledInteraction / (2 * field.beta) }
    var sum = 0.0
    for i in 0..<field.count {
      let (x, row) = (field.directions + i * field.dimension, field.sums + i * field.stride)
      for k in 0..<field.dimension { sum += field.weights[i] * x[k] * row[k] }
    }
    return sum / 2
  }

  /// How much the scaled energy of the last evaluation may be below that of the exact flow, if no token is off by more
  /// than ε.
  ///
  /// The gradient with respect to x_i is α_i P_i Σ_j α_j K_ij V x_j, so the first order is at most ε Σ_i α_i pull_i. With
  /// c = |beta| |V|, the score of a pair moves by at most 2 |V| ε to first order, and the second order of the pair's term
  /// is at most α_i α_j K_ij |V| (1 + c) ε² (|V| ε² from the product of the two moves and their curvature, c |V| ε² from
  /// the second derivative); a factor 2 covers the third as long as c ε is small. Rounding: K_ij to (c (4 d + 10) + 3) u,
  /// the sums to 2 n u, u = 2^-53, at both ends.
  final func energyAllowance(error: Double) -> Double {
    var first = 0.0
    for i in pulls.indices { first += field.weights[i] * pulls[i] * error }
    let interaction = field.scaledInteraction
    let (norm, c) = (field.valueNorm, field.shift)
    let second = 2 * interaction * norm * (1 + c) * error * error
    let unit = (c * Double(4 * field.dimension + 10) + 3 + 2 * Double(field.count)) * 0x1p-53
    let size = field.beta == 0 ? norm : interaction / abs(2 * field.beta)
    return first + second + 2 * unit * size
  }
}

/// The flow on the circle in angles: θ_i' = <A_i, (-sin θ_i, cos θ_i)>.
final class CircleFlow: TokenFlow {
  private let points: UnsafeMutablePointer<Double>

  override init(_ field: AttentionField, _ kind: ParticleSystem.Kind, direction: Double) {
    points = .allocate(capacity: 2 * field.count)
    points.initialize(repeating: 0, count: 2 * field.count)
    super.init(field, kind, direction: direction)
  }

  deinit { points.deallocate() }

  override var stateCount: Int { field.count }

  override func largest(_ error: UnsafePointer<Double>, at state: UnsafePointer<Double>) -> Double {
    longest(error, 1)
  }

  override func velocity(_ y: UnsafePointer<Double>, _ dy: UnsafeMutablePointer<Double>) {
    for i in 0..<field.count {
      points[2 * i] = cosine(y[i])
      points[2 * i + 1] = sine(y[i])
    }
    evaluate(points)
    for i in 0..<field.count {
      let row = field.sums + i * field.stride
      let pull = row[1] * points[2 * i] - row[0] * points[2 * i + 1]
      setPull(i, abs(pull))
      dy[i] = scale(row) * pull
    }
  }

  override func project(_ y: UnsafeMutablePointer<Double>) -> Double { 0 }
}
