import VlasovSimulation

/// P' = -PW - W^T P - vS for P = Σ^-1 in floating point.
struct InverseRiccati {
  let w: FloatMatrix
  let s: FloatMatrix
  let start: FloatMatrix

  private func step(_ p: FloatMatrix, _ h: Double) -> FloatMatrix {
    func f(_ p: FloatMatrix) -> FloatMatrix { -(p * w) - w.transpose * p - s }
    let a = f(p)
    let b = f(p.adding(h / 2, a))
    let c = f(p.adding(h / 2, b))
    let d = f(p.adding(h, c))
    return p.adding(h / 6, a).adding(h / 3, b).adding(h / 3, c).adding(h / 6, d).symmetricPart
  }

  /// The time at which P stops being positive definite, to the rounding of the last step's length.
  func loss(step h: Double, limit: Int) -> Double {
    var p = start
    for k in 0..<limit {
      let next = step(p, h)
      if next.choleskyFactor == nil {
        var (low, high) = (0.0, h)
        for _ in 0..<60 {
          let middle = (low + high) / 2
          if step(p, middle).choleskyFactor == nil { high = middle } else { low = middle }
        }
        return Double(k) * h + low
      }
      p = next
    }
    return .infinity
  }
}
