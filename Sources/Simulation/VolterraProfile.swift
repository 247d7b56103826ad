/// The retrieval profile S_t(s) = sum_n omega_n g_{a_n}(t, 1; s) of "Kinetic theory for Transformers and the
/// lost-in-the-middle phenomenon" (arXiv 2605.09213), equation "Sb-def", simulated mode by mode through the
/// Volterra-Hardy equation; never through the Bessel closed form.
///
/// Several heads are a superposition: one group of modes per head, each with its own lambda.
public struct VolterraProfile: Sendable, Equatable {
  /// The modes of one head and its bias lambda.
  public struct Head: Sendable, Equatable {
    public var modes: RetrievalModes
    public var lambda: Double

    public init(modes: RetrievalModes, lambda: Double) {
      self.modes = modes
      self.lambda = lambda
    }
  }

  public var heads: [Head]
  /// Time t >= 0.
  public var time: Double

  /// A superposition of heads.
  public init(heads: [Head], time: Double) {
    self.heads = heads
    self.time = time
  }

  /// One head.
  public init(modes: RetrievalModes, time: Double, lambda: Double) {
    self.init(heads: [Head(modes: modes, lambda: lambda)], time: time)
  }

  /// S_t(s), 0 < s <= 1, on `cells` cells of [s, 1]; error O(cells^-2).
  public func value(
    at s: Double, cells: Int, threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> Double {
    try sum(threads: threads, stop: stop) { equation in
      try equation.greenFunction(source: s, cells: cells, stop: stop)
    }
  }

  /// int_0^x S_t(s) ds on `cells` cells of [0, x] and of [x, 1]; error O(cells^-2).
  public func mass(
    upTo x: Double, cells: Int, threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> Double {
    try sum(threads: threads, stop: stop) { equation in
      try equation.mass(upTo: x, cells: cells, stop: stop)
    }
  }

  /// `value` for several numbers of cells.
  public func values(
    at s: Double, cells: [Int], threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try cells.map { count in
      SizedObservation(
        size: Double(count), simulated: try value(at: s, cells: count, threads: threads, stop: stop))
    }
  }

  /// `mass(upTo: x) / mass(upTo: 1)` for several numbers of cells; `rounding` holds the error of the time steps.
  public func massShares(
    upTo x: Double, cells: [Int], threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try cells.map { count in
      let part = try mass(upTo: x, cells: count, threads: threads, stop: stop)
      let whole = try mass(upTo: 1, cells: count, threads: threads, stop: stop)
      var seen = SizedObservation(size: Double(count), simulated: part / whole)
      for term in try validatedTerms() {
        let equation = VolterraHardy(rate: term.rate, time: time, lambda: term.lambda)
        seen.rounding += 2 * abs(term.weight * equation.massTimeError(cells: count) / whole)
      }
      return seen
    }
  }

  /// The profile at the midpoints of `cells` equal cells of [from, 1], all at once.
  ///
  /// The solution operator commutes with the kernel, so g(t, 1; .) also solves the adjoint equation
  /// d/dt g(s) = a (k(1, s) + int_s^1 g(s') k(s', s) ds'): one solve serves every s. Midpoint rule, half weight on the
  /// diagonal cell; error O(cells^-2).
  public func grid(
    from start: Double, cells: Int, threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> ProfileGrid {
    try require(start > 0 && start < 1, "start of the grid", "in (0, 1)")
    try require(cells >= 1, "cells", "a positive integer")
    let width = (1 - start) / Double(cells)
    let positions = (0..<cells).map { start + (Double($0) + 0.5) * width }
    let terms = try validatedTerms()
    let columns = try Parallel.map(count: terms.count, threads: threads, stop: stop) { index in
      try adjointSolution(terms[index], positions: positions, width: width, stop: stop)
    }
    var values = [Double](repeating: 0, count: cells)
    for (term, column) in zip(terms, columns) {
      for i in 0..<cells { values[i] += term.weight * column[i] }
    }
    return ProfileGrid(positions: positions, values: values)
  }

  private struct Term: Sendable {
    var weight: Double
    var rate: Double
    var lambda: Double
  }

  private func validatedTerms() throws -> [Term] {
    try require(time >= 0 && time.isFinite, "t", "non-negative")
    let terms = heads.flatMap { head in
      head.modes.modes.map { Term(weight: $0.weight, rate: $0.rate, lambda: head.lambda) }
    }
    for term in terms {
      try require(abs(term.lambda) <= 700, "lambda", "in [-700, 700]")
      try require(term.rate > 0 && term.rate * time <= 1e6, "a t", "positive, at most a million")
    }
    return terms
  }

  private func sum(
    threads: Int?, stop: StopCondition?, _ body: @Sendable (VolterraHardy) throws -> Double
  ) throws -> Double {
    let terms = try validatedTerms()
    let parts = try Parallel.map(count: terms.count, threads: threads, stop: stop) { index in
      let term = terms[index]
      return term.weight * (try body(VolterraHardy(rate: term.rate, time: time, lambda: term.lambda)))
    }
    return parts.reduce(0, +)
  }

  private func adjointSolution(
    _ term: Term, positions: [Double], width: Double, stop: StopCondition?
  ) throws -> [Double] {
    let graphon = Graphon(lambda: term.lambda, last: 1)
    let count = positions.count
    let numerators = positions.map { graphon.numerator($0) }
    let masses = positions.map { width / graphon.denominator($0) }
    let constant = 1 / graphon.denominator(1)
    let steps = stepCount(strength: term.rate * time, cells: count)
    let method = RungeKutta<Double>(count: count)
    try numerators.withUnsafeBufferPointer { p in
      try masses.withUnsafeBufferPointer { m in
        for step in 0..<steps {
          if step % 64 == 0 { try checkStop(stop) }
          method.step(term.rate * time / Double(steps)) { u, du in
            var sum = constant
            for i in stride(from: count - 1, through: 0, by: -1) {
              let part = m[i] * u[i]
              du[i] = p[i] * (sum + part / 2)
              sum += part
            }
          }
        }
      }
    }
    return method.values
  }
}

/// A simulated profile on equally spaced positions.
public struct ProfileGrid: Sendable, Equatable {
  public var positions: [Double]
  public var values: [Double]

  public init(positions: [Double], values: [Double]) {
    self.positions = positions
    self.values = values
  }

  /// The local minima and maxima inside the grid.
  public var criticalPoints: [GridCritical.Point] {
    GridCritical.criticalPoints(positions: positions, values: values)
  }
}
