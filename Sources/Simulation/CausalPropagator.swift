/// Pair-level linear theory of the causal ALiBi particle system of "Kinetic theory for Transformers and the
/// lost-in-the-middle phenomenon" (arXiv 2605.09213) at finite N (derived): the correlations
/// C_{j,i}(t) = E[e^{-i n theta_j(t)} e^{i n theta_i(0)}] solve C' = a W C, C(0) = e_i, where
/// W_{jk} = e^{-lambda (j - k) / N} / Z_{N,j} for k < j and row 1 is 0; the engine computes N [exp(a t W)]_{N,i}.
///
/// As N grows with i / N fixed this tends to the Green function g_a(t, 1; i / N), with error O(1 / N).
public struct CausalPropagator: Sendable, Equatable {
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

  /// N [exp(a t W)]_{N,i} by uniformization: (a t)^m / m! e_N^T W^m, summed until nothing changes.
  ///
  /// Every term is positive, so nothing cancels: an application of W costs at most 2N + 4 |lambda| + 8 roundings on
  /// every entry (running sums of N terms, the weights e^{lambda (k - N) / N} and their totals); `error` is the
  /// resulting bound, with the tail of the series.
  public func value(tokens: Int, source: Int, stop: StopCondition? = nil) throws -> FloatEstimate {
    try validate(tokens: tokens, source: source)
    let weights = CausalWeights(tokens: tokens, lambda: lambda)
    var row = [Double](repeating: 0, count: tokens)
    row[tokens - 1] = 1
    var coefficient = 1.0
    var sum = row[source - 1]
    var order = 0
    let strength = rate * time
    while order < tokens {
      if order % 64 == 0 { try checkStop(stop) }
      order += 1
      weights.applyTransposed(&row)
      coefficient *= strength / Double(order)
      sum += coefficient * row[source - 1]
      // The entries of a row are at most 1, so the tail is at most the geometric series of the coefficients.
      let ratio = strength / Double(order + 1)
      if ratio < 0.5, 2 * coefficient * ratio <= 0x1p-60 * sum { break }
    }
    let roundings = Double(order) * (2 * Double(tokens) + 4 * abs(lambda) + 12) + 16
    let value = Double(tokens) * sum
    return FloatEstimate(value: value, error: value * roundings * (Double.ulpOfOne / 2) + value * 0x1p-60)
  }

  /// N [exp(a t W)]_{N,i} by the classical Runge-Kutta method with `steps` equal steps: error O(steps^-4).
  public func rungeKutta(
    tokens: Int, source: Int, steps: Int, stop: StopCondition? = nil
  ) throws -> Double {
    try validate(tokens: tokens, source: source)
    try require(steps >= 1, "steps", "a positive integer")
    let weights = CausalWeights(tokens: tokens, lambda: lambda)
    let method = RungeKutta<Double>(count: tokens)
    method.state[source - 1] = 1
    for step in 0..<steps {
      if step % 64 == 0 { try checkStop(stop) }
      method.step(rate * time / Double(steps)) { weights.apply($0, $1) }
    }
    return Double(tokens) * method.state[tokens - 1]
  }

  /// The values for several N, each at the source position s, where s N is the (possibly fractional) index:
  /// linear interpolation between the two neighbouring indices, which keeps the error O(1 / N) smooth in N.
  public func values(
    tokens: [Int], position s: Double, threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try Parallel.map(count: tokens.count, threads: threads, stop: stop) { index in
      let count = tokens[index]
      let place = try SourcePlace(tokens: count, position: s)
      let lower = try value(tokens: count, source: place.lower, stop: stop).value
      let upper =
        place.fraction == 0 ? lower : try value(tokens: count, source: place.lower + 1, stop: stop).value
      return SizedObservation(size: Double(count), simulated: lower + place.fraction * (upper - lower))
    }
  }

  /// `rungeKutta` for several numbers of steps.
  public func rungeKuttas(
    tokens: Int, source: Int, steps: [Int], threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try Parallel.map(count: steps.count, threads: threads, stop: stop) { index in
      SizedObservation(
        size: Double(steps[index]),
        simulated: try rungeKutta(tokens: tokens, source: source, steps: steps[index], stop: stop))
    }
  }

  private func validate(tokens: Int, source: Int) throws {
    try require(tokens >= 1, "N", "a positive integer")
    try require(source >= 1 && source <= tokens, "i", "in 1...N")
    try require(rate > 0 && time >= 0 && rate * time <= 700, "a t", "non-negative, at most 700")
    try require(abs(lambda) <= 700, "lambda", "in [-700, 700]")
  }
}

/// A source position s in (0, 1] among the tokens 1, ..., N - 1: index `lower` with probability 1 - `fraction`,
/// else the next one.
struct SourcePlace {
  let lower: Int
  let fraction: Double

  init(tokens: Int, position s: Double) throws {
    try require(s > 0 && s <= 1, "s", "in (0, 1]")
    try require(tokens >= 2 && s * Double(tokens) >= 1, "N", "at least 2 and at least 1/s")
    let index = s * Double(tokens)
    let floor = index.rounded(.down)
    // Token N reads itself, which is not a retrieval; the last source is token N - 1.
    lower = min(Int(floor), tokens - 1)
    fraction = lower == tokens - 1 ? 0 : index - floor
  }
}

/// The matrix W of the causal ALiBi system, by running sums: W_{jk} = u_k / U_j with u_k = e^{lambda (k - N) / N}
/// (or e^{lambda k / N} for negative lambda) and U_j the sum of the earlier u_k.
struct CausalWeights: Sendable {
  let relative: [Double]
  let inverseTotal: [Double]

  init(tokens: Int, lambda: Double) {
    let reference = lambda > 0 ? Double(tokens) : 1
    let relative = (1...tokens).map { exponential(lambda * (Double($0) - reference) / Double(tokens)) }
    var total = 0.0
    inverseTotal = relative.map { weight in
      defer { total += weight }
      return total > 0 ? 1 / total : 0
    }
    self.relative = relative
  }

  /// dy = W y.
  @inline(__always)
  func apply(_ y: UnsafePointer<Double>, _ dy: UnsafeMutablePointer<Double>) {
    var sum = 0.0
    for j in 0..<relative.count {
      dy[j] = sum * inverseTotal[j]
      sum += relative[j] * y[j]
    }
  }

  /// row = row W.
  func applyTransposed(_ row: inout [Double]) {
    var sum = 0.0
    for k in stride(from: row.count - 1, through: 0, by: -1) {
      let entry = row[k]
      row[k] = relative[k] * sum
      sum += entry * inverseTotal[k]
    }
  }
}
