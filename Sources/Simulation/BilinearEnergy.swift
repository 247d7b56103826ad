/// The interaction energy ∬ e^{<x,Dy>} dμ dμ on the sphere, in the basis of the eigenvectors of D.
public struct BilinearEnergy: Sendable {
  /// The diagonal of D.
  public let eigenvalues: [Double]

  public init(eigenvalues: [Double]) { self.eigenvalues = eigenvalues }

  /// The energy of equal masses at unit vectors.
  public func energy(_ points: [[Double]]) -> Double {
    var sum = 0.0
    for x in points { for y in points { sum += exponential(form(x, y)) } }
    return sum / Double(points.count * points.count)
  }

  private func form(_ x: [Double], _ y: [Double]) -> Double {
    x.indices.reduce(0) { $0 + x[$1] * eigenvalues[$1] * y[$1] }
  }

  /// The best energy of 1, 2, 3, 4 and 6d equal masses, by gradient steps from random starts: approaches the largest
  /// (smallest) energy of all measures from below (above).
  public func extreme(
    isMaximum: Bool, starts: Int = 6, steps: Int = 400, seed: UInt64, threads: Int, stop: StopCondition? = nil
  ) throws -> Double {
    let counts = [1, 2, 3, 4, 6 * eigenvalues.count]
    let sign = isMaximum ? 1.0 : -1
    let found = try Parallel.map(count: counts.count * starts, threads: threads, stop: stop) { index in
      var random = RandomStream(seed: seed, stream: UInt64(index))
      let start = (0..<counts[index / starts]).map { _ in
        SphereTokens.unit(eigenvalues.map { _ in random.normal() })
      }
      return sign * energy(improved(start, sign: sign, steps: steps))
    }
    return sign * (found.max() ?? 0)
  }

  /// Gradient steps on the sphere; the step doubles after a success and shrinks after a failure.
  public func improved(_ points: [[Double]], sign: Double, steps: Int) -> [[Double]] {
    var (points, value) = (points, sign * energy(points))
    var step = 0.1
    for _ in 0..<steps {
      let pull = gradient(points)
      let moved = zip(points, pull).map { x, g in
        SphereTokens.unit(zip(x, g).map { $0 + sign * step * $1 })
      }
      let next = sign * energy(moved)
      if next > value { (points, value, step) = (moved, next, 2 * step) } else { step /= 4 }
      if step < 1e-12 { break }
    }
    return points
  }

  /// n/2 times the gradient, over the energy: its scale does not depend on the eigenvalues.
  private func gradient(_ points: [[Double]]) -> [[Double]] {
    let scale = 1 / energy(points) / Double(points.count)
    return points.map { x in
      var pull = Array(repeating: 0.0, count: x.count)
      for y in points {
        let weight = exponential(form(x, y)) * scale
        for m in x.indices { pull[m] += weight * eigenvalues[m] * y[m] }
      }
      let radial = zip(x, pull).reduce(0) { $0 + $1.0 * $1.1 }
      return x.indices.map { pull[$0] - radial * x[$0] }
    }
  }
}
