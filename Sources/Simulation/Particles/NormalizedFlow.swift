/// The flow of `NormalizedAttention`: n d coordinates of directions, then n radii.
final class NormalizedFlow: TokenFlow {
  private let scheme: NormalizedAttention.Scheme
  private let alpha: Double

  init(_ field: AttentionField, _ scheme: NormalizedAttention.Scheme, alpha: Double) {
    (self.scheme, self.alpha) = (scheme, alpha)
    super.init(field, .sa, direction: 1)
  }

  override var stateCount: Int { field.count * (field.dimension + 1) }

  /// Errors of radii relative to the radius.
  override func largest(_ error: UnsafePointer<Double>, at state: UnsafePointer<Double>) -> Double {
    let d = field.dimension
    var largest = longest(error, d)
    for i in field.count * d..<stateCount {
      let relative = abs(error[i] / state[i])
      if relative > largest || relative.isNaN { largest = relative }
    }
    return largest
  }

  override func velocity(_ y: UnsafePointer<Double>, _ dy: UnsafeMutablePointer<Double>) {
    super.velocity(y, dy)
    let d = field.dimension
    for i in 0..<field.count {
      let row = field.sums + i * field.stride
      let x = field.directions + i * d
      var (along, square) = (0.0, 0.0)
      for k in 0..<d {
        along += x[k] * row[k]
        square += row[k] * row[k]
      }
      along /= row[d]
      let norm = square.squareRoot() / row[d]
      let place = field.count * d + i
      let speed: Double
      switch scheme {
      case .post: (speed, dy[place]) = (1, 0)
      case .pre: (speed, dy[place]) = (1 / y[place], along)
      case .peri: (speed, dy[place]) = (1 / (y[place] * norm), along / norm)
      case .ngpt: (speed, dy[place]) = (alpha / norm, 0)
      }
      for k in 0..<d { dy[i * d + k] *= speed }
    }
  }
}
