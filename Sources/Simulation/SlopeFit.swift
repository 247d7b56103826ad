/// A slope read off points (x, y), and the interval in which a stated law places the true one.
///
/// Each way of fitting has its own law, as the points err in different ways: by chance, by a curvature that dies out, or by
/// the bounded errors of a deterministic method.
public struct SlopeFit: Sendable, Equatable {
  public var slope: Double
  public var interval: ClosedRange<Double>
  /// The law in words.
  public var law: String

  init(_ slope: Double, halfWidth: Double, law: String) throws {
    try require(
      slope.isFinite && halfWidth.isFinite, "x, y", "finite, with x spread enough to have a slope")
    self.slope = slope
    self.law = law
    interval = slope - halfWidth...slope + halfWidth
  }
}

// MARK: Points with chance

extension SlopeFit {
  /// The least-squares line through points y = a + s x + error with independent errors, normal with one unknown variance.
  ///
  /// (fitted - s)/(its standard error) then has Student's t distribution with N - 2 degrees of freedom, exactly; the interval
  /// has the given confidence. Not for the points of one trajectory: what they miss a line by is curvature,
  /// or noise that they share.
  ///
  /// - Throws: `SimulationError.invalidParameter` for fewer than three points, or x that are all equal.
  public static func line(
    _ x: [Double], _ y: [Double], confidence: Double = StudentLaw.confidence
  ) throws -> SlopeFit {
    let weights = try slopeWeights(x, y)
    try require(x.count >= 3, "points", "at least three")
    let slope = zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 }
    let (meanX, meanY) = (mean(x), mean(y))
    let squares = zip(x, y).reduce(0) { sum, point in
      let residual = point.1 - meanY - slope * (point.0 - meanX)
      return sum + residual * residual
    }
    let freedom = x.count - 2
    let variance = squares / Double(freedom) * weights.reduce(0) { $0 + $1 * $1 }
    let quantile = try StudentLaw.quantile(freedom: freedom, confidence: confidence)
    return try SlopeFit(
      slope, halfWidth: quantile * variance.squareRoot(),
      law: "least squares, \(x.count) points with independent errors: Student's t, \(percent(confidence))")
  }

  /// The mean of the slopes of independent replicas, whatever the errors within each: Student's t over the replicas,
  /// exact for normal slopes.
  ///
  /// - Throws: `SimulationError.invalidParameter` for fewer than two replicas.
  public static func replicas(
    _ slopes: [Double], confidence: Double = StudentLaw.confidence
  ) throws -> SlopeFit {
    try require(slopes.count >= 2, "replicas", "at least two")
    var moments = SampleMoments()
    for slope in slopes { moments.add(slope) }
    let quantile = try StudentLaw.quantile(freedom: slopes.count - 1, confidence: confidence)
    return try SlopeFit(
      moments.mean, halfWidth: quantile * moments.standardError,
      law: "mean of \(slopes.count) independent replicas: Student's t, \(percent(confidence))")
  }

  private static func percent(_ confidence: Double) -> String {
    "\((1e4 * confidence).rounded() / 100) percent"
  }
}

// MARK: Deterministic points

extension SlopeFit {
  /// The least-squares slope of points whose errors are bounded, |y_i - true y_i| <= bound_i.
  ///
  /// It is Σ w_i y_i, w_i = (x_i - mean)/Σ(x_j - mean)², so it is within Σ |w_i| bound_i of the least-squares slope of the
  /// true points; nothing is assumed of their shape. For a comparison with certified points at the same x, fitted the same
  /// way.
  ///
  /// - Throws: `SimulationError.invalidParameter` for fewer than two points, or x that are all equal.
  public static func bounded(_ x: [Double], _ y: [Double], bounds: [Double]) throws -> SlopeFit {
    try require(bounds.count == x.count && bounds.allSatisfy { $0 >= 0 }, "bounds", "one for each point")
    let weights = try slopeWeights(x, y)
    return try SlopeFit(
      zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 },
      halfWidth: zip(weights, bounds).reduce(0) { $0 + abs($1.0) * $1.1 },
      law: "least squares, as for the certified points at the same x; error bounds of the points propagated")
  }

  /// The slope at infinity of a curve without chance, y = a + s x + a correction that dies out.
  ///
  /// The local slopes between successive points obey s_k = s + C q^k + D p^k + ..., 1 > |q| > |p|: so they do for a
  /// correction c e^(-μx) on equally spaced x, and for c x^-μ or c log x when the steps of x grow by a constant factor.
  /// With d_k = s_{k+1} - s_k, Aitken's A_k = s_{k+2} + d_{k+1}²/(d_k - d_{k+1}) is free of C, and has the error D' p^k as
  /// long as the second correction is small beside the first. The last one is the slope; the interval is four times
  /// u = |A_last - A_previous|, as |error of the last| = u |p/(1-p)| <= 4u for -1 < p <= 4/5. u is at least |q| times the
  /// change before, so that an accidental coincidence of two extrapolants does not pass for accuracy. `noise` bounds the
  /// error of each y; what becomes of it in A_last to first order is added. Where the slopes differ by no more than that
  /// noise, the last of them is the slope.
  ///
  /// - Throws: `SimulationError.invalidParameter` for fewer than seven points, steps of x that are neither equal nor grow by
  ///   a constant factor, or local slopes that do not converge.
  public static func asymptotic(_ x: [Double], _ y: [Double], noise: Double) throws -> SlopeFit {
    try require(x.count == y.count && x.count >= 7, "points", "at least seven")
    try require(noise >= 0, "noise", "not negative")
    let steps = zip(x.dropFirst(), x).map { $0 - $1 }
    try require(steps.allSatisfy { $0 > 0 }, "x", "increasing")
    let growth = steps[1] / steps[0]
    for (step, next) in zip(steps, steps.dropFirst()) {
      try require(
        abs(next - growth * step) <= 1e-6 * next, "x",
        "equally spaced, or in steps that grow by a constant factor")
    }
    let slopes = steps.indices.map { (y[$0 + 1] - y[$0]) / steps[$0] }
    let law = "limit of the local slopes, the geometric correction removed (Aitken): 4 times the last change"
    func roundoff(_ k: Int) -> Double { 2 * noise / min(steps[k], steps[k + 1], steps[k + 2]) }

    let last = slopes.count - 3
    let change = slopes[last + 2] - slopes[last + 1]
    if abs(change) <= 4 * roundoff(last) {
      return try SlopeFit(slopes[last + 2], halfWidth: 4 * abs(change) + roundoff(last), law: law)
    }
    func extrapolant(_ k: Int) throws -> (value: Double, ratio: Double) {
      let (before, after) = (slopes[k + 1] - slopes[k], slopes[k + 2] - slopes[k + 1])
      let ratio = after / before
      try require(abs(ratio) < 1, "x", "further out, where the local slopes converge")
      return (slopes[k + 2] + after * ratio / (1 - ratio), ratio)
    }
    let (value, ratio) = try extrapolant(last)
    let previous = try extrapolant(last - 1).value
    let earlier = try extrapolant(last - 2).value
    let uncertainty = max(abs(value - previous), abs(ratio * (previous - earlier)))
    // dA/ds of A = s_2 + d_1²/(d_0 - d_1), where each of d_0 and d_1 errs by twice a slope.
    let amplification =
      1 + 2 * (abs(ratio * (2 - ratio)) + ratio * ratio) / ((1 - ratio) * (1 - ratio))
    return try SlopeFit(value, halfWidth: 4 * uncertainty + amplification * roundoff(last), law: law)
  }
}

extension SlopeFit {
  /// w with slope = Σ w_i y_i of the least-squares line.
  fileprivate static func slopeWeights(_ x: [Double], _ y: [Double]) throws -> [Double] {
    try require(x.count == y.count && x.count >= 2, "points", "at least two")
    let centre = mean(x)
    let square = x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    try require(square > 0, "x", "not all equal")
    return x.map { ($0 - centre) / square }
  }

  fileprivate static func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
}
