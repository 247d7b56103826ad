/// The Volterra-Hardy equation of "Kinetic theory for Transformers and the lost-in-the-middle phenomenon"
/// (arXiv 2605.09213), proposition "prop:Bessel": the Green function g(t, sigma; s) of one Fourier mode solves
/// d/dt g(t, sigma; s) = a (k(sigma, s) + int_s^sigma k(sigma, sigma') g(t, sigma'; s) dsigma'), g(0) = 0,
/// with the ALiBi graphon k(sigma, sigma') = lambda e^{-lambda (sigma - sigma')} / (1 - e^{-lambda sigma}).
///
/// Method: the unknowns are the values at the midpoints of equal cells of [s, sigma] and at sigma; the integral is
/// the midpoint rule, with half weight on the diagonal cell; the classical Runge-Kutta method in t, with a time step
/// proportional to the cell. The error is C h^2 + D h^3 + ... in the cell width h. The kernel is a quotient
/// p'(sigma') / p(sigma), so the sums of a step are one running sum.
public struct VolterraHardy: Sendable, Equatable {
  /// Growth rate a > 0 of the mode.
  public var rate: Double
  /// Time t >= 0.
  public var time: Double
  /// Bias lambda, any real.
  public var lambda: Double

  public init(rate: Double, time: Double, lambda: Double) {
    self.rate = rate
    self.time = time
    self.lambda = lambda
  }

  /// g(t, sigma; s) on `cells` cells. At s = sigma this is the limit s -> sigma from below.
  ///
  /// - Parameters:
  ///   - source: s, with 0 < s <= sigma.
  ///   - position: sigma, at most 1.
  public func greenFunction(
    source: Double, position: Double = 1, cells: Int, stop: StopCondition? = nil
  ) throws -> Double {
    try validate(cells: cells)
    try require(source > 0 && source <= position, "s", "in (0, sigma]")
    try require(position <= 1, "sigma", "in (0, 1]")
    let graphon = Graphon(lambda: lambda, last: position)
    guard source < position else { return rate * time * graphon.kernel(position, position) }
    let width = (position - source) / Double(cells)
    var system = CellSystem(count: cells + 1)
    for i in 0..<cells {
      let sigma = source + (Double(i) + 0.5) * width
      let mass = width * graphon.numerator(sigma)
      let inverse = 1 / graphon.denominator(sigma)
      system.set(i, mass: mass, diagonal: mass / 2, inverse: inverse, forcing: graphon.kernel(sigma, source))
    }
    system.set(
      cells, mass: 0, diagonal: 0, inverse: 1 / graphon.denominator(position),
      forcing: graphon.kernel(position, source))
    return try system.solve(
      rate: rate, time: time, steps: stepCount(strength: rate * time, cells: cells), stop: stop)[cells]
  }

  /// The mass int_0^x g(t, 1; s) ds, from its own equation: G(t, sigma) = int_0^min(x, sigma) g(t, sigma; s) ds
  /// solves d/dt G = a (int_0^min(x, sigma) k(sigma, s) ds + int_0^sigma k(sigma, sigma') G dsigma').
  ///
  /// `cells` equal cells on [0, x] and as many on [x, 1]; here each cell carries the exact integral of the kernel,
  /// because k is singular at sigma = 0. Error C h^2 + D h^3 + ...
  public func mass(upTo x: Double, cells: Int, stop: StopCondition? = nil) throws -> Double {
    try validate(cells: cells)
    try require(x > 0 && x <= 1, "x", "in (0, 1]")
    let graphon = Graphon(lambda: lambda, last: 1)
    let pieces = x < 1 ? [(0.0, x), (x, 1.0)] : [(0.0, 1.0)]
    var system = CellSystem(count: cells * pieces.count + 1)
    var row = 0
    for (start, end) in pieces {
      let width = (end - start) / Double(cells)
      for i in 0..<cells {
        let left = start + Double(i) * width
        let sigma = left + width / 2
        let inverse = 1 / graphon.denominator(sigma)
        system.set(
          row, mass: graphon.mass(from: left, width: width),
          diagonal: graphon.mass(from: left, width: width / 2), inverse: inverse,
          forcing: graphon.denominator(min(x, sigma)) * inverse)
        row += 1
      }
    }
    let inverse = 1 / graphon.denominator(1)
    system.set(row, mass: 0, diagonal: 0, inverse: inverse, forcing: graphon.denominator(x) * inverse)
    return try system.solve(rate: rate, time: time, steps: massSteps(cells), stop: stop)[row]
  }

  /// `greenFunction` for several numbers of cells.
  public func greenFunctions(
    source: Double, position: Double = 1, cells: [Int], threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try Parallel.map(count: cells.count, threads: threads, stop: stop) { index in
      SizedObservation(
        size: Double(cells[index]),
        simulated: try greenFunction(source: source, position: position, cells: cells[index], stop: stop))
    }
  }

  /// `mass` for several numbers of cells; `rounding` holds the error of the time steps, which can exceed the error of
  /// the cells when x is near 1.
  public func masses(
    upTo x: Double, cells: [Int], threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try Parallel.map(count: cells.count, threads: threads, stop: stop) { index in
      var seen = SizedObservation(
        size: Double(cells[index]), simulated: try mass(upTo: x, cells: cells[index], stop: stop))
      seen.rounding = massTimeError(cells: cells[index])
      return seen
    }
  }

  private func massSteps(_ cells: Int) -> Int {
    4 * stepCount(strength: rate * time, cells: cells)
  }

  /// Bound on the error of the time steps of `mass`: the discrete kernel is a nonnegative matrix with row sums at most
  /// 1 and the coefficients of exp - (its approximation) are nonnegative, so the scalar equation u' = 1 + u is worst;
  /// there the error of m steps is at most c e^c (c / m)^4 / 120, c = a t (each step of size z misses at most
  /// z^5 e^z / 120, relatively).
  func massTimeError(cells: Int) -> Double {
    let strength = rate * time
    let step = strength / Double(massSteps(cells))
    return strength * exponential(strength + step) * step * step * step * step / 120
  }

  private func validate(cells: Int) throws {
    try require(rate > 0 && rate.isFinite, "a", "positive")
    try require(time >= 0 && time.isFinite, "t", "non-negative")
    try require(abs(lambda) <= 700, "lambda", "in [-700, 700]")
    try require(cells >= 1, "cells", "a positive integer")
    try require(rate * time <= 1e6, "a t", "at most a million")
  }
}

/// The ALiBi graphon k(sigma, sigma') = p'(sigma') / p(sigma), p(sigma) = (e^{lambda sigma} - 1) / lambda, with
/// numerator and denominator both divided by e^{lambda last} when lambda > 0, so that nothing overflows.
struct Graphon {
  let lambda: Double
  private let shift: Double

  init(lambda: Double, last: Double) {
    self.lambda = lambda
    shift = max(lambda, 0) * last
  }

  func numerator(_ sigma: Double) -> Double {
    exponential(lambda * sigma - shift)
  }

  func denominator(_ sigma: Double) -> Double {
    mass(from: 0, width: sigma)
  }

  /// The integral of `numerator` over [start, start + width].
  func mass(from start: Double, width: Double) -> Double {
    let reduced =
      abs(lambda * width) < 0x1p-60 ? width : exponentialMinus1(-abs(lambda) * width) / -abs(lambda)
    // The integral over the cell is its length seen from the end where the density is larger.
    return reduced * numerator(lambda > 0 ? start + width : start)
  }

  func kernel(_ sigma: Double, _ earlier: Double) -> Double {
    numerator(earlier) / denominator(sigma)
  }
}

/// The semi-discrete system u_i' = a (b_i + q_i (sum_{j < i} m_j u_j + d_i u_i)), u(0) = 0.
private struct CellSystem {
  var mass: [Double]
  var diagonal: [Double]
  var inverse: [Double]
  var forcing: [Double]

  init(count: Int) {
    mass = Array(repeating: 0, count: count)
    diagonal = mass
    inverse = mass
    forcing = mass
  }

  mutating func set(_ i: Int, mass m: Double, diagonal d: Double, inverse q: Double, forcing b: Double) {
    mass[i] = m
    diagonal[i] = d
    inverse[i] = q
    forcing[i] = b
  }

  /// The solution at `time`.
  func solve(rate: Double, time: Double, steps: Int, stop: StopCondition?) throws -> [Double] {
    let method = RungeKutta<Double>(count: mass.count)
    let count = mass.count
    try mass.withUnsafeBufferPointer { m in
      try diagonal.withUnsafeBufferPointer { d in
        try inverse.withUnsafeBufferPointer { q in
          try forcing.withUnsafeBufferPointer { b in
            for step in 0..<steps {
              if step % 64 == 0 { try checkStop(stop) }
              method.step(rate * time / Double(steps)) { u, du in
                var sum = 0.0
                for i in 0..<count {
                  du[i] = b[i] + q[i] * (sum + d[i] * u[i])
                  sum += m[i] * u[i]
                }
              }
            }
          }
        }
      }
    }
    return method.values
  }
}

/// Time steps for growth e^{strength}, inversely proportional to the cell: the error of the fourth-order method is
/// then O(h^4), and small against the h^2 of the cells.
func stepCount(strength: Double, cells: Int) -> Int {
  max(8, Int((Double(cells) * (1 + strength) / 8).rounded(.up)))
}
