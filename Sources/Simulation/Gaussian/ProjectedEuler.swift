/// The explicit Euler scheme with projection onto the cone, as in the experiments of "A Unified Perspective on the Dynamics of
/// Deep Transformers" (arXiv 2501.18322): Σ ← Σ + h Σ', negative eigenvalues replaced by a tiny positive number.
///
/// The error is O(h), and `converged` says only that Σ' is small: the solutions tend to their limits like 1/t, so Σ' < 10^-4
/// still leaves |Σ - Σ_∞| of about 10^-2.
public struct ProjectedEuler: Sendable {
  /// h.
  public var step = 0.01
  public var maxSteps = 2000
  /// Ends the run when |Σ'|_F is below: `.converged`.
  public var small = 1e-5
  /// Ends the run when tr Σ is above: `.diverged`.
  public var large = 1e3
  /// What a negative eigenvalue becomes.
  public var floor = 1e-14

  public init() {}

  /// Why the run ended: the scheme's own words, which prove nothing.
  public enum Flag: String, Sendable, Equatable { case converged, diverged, horizon }

  public struct Run: Sendable, Equatable {
    public var covariance: FloatMatrix
    public var steps: Int
    public var time: Double
    public var flag: Flag
    /// |Σ'|_F where the run ended.
    public var speed: Double
    /// How many steps had a negative eigenvalue to replace.
    public var projections: Int

    /// Not a proof: |Σ'| was small.
    public var converged: Bool { flag == .converged }
  }

  public func run(_ attention: GaussianAttention, from start: FloatMatrix) -> Run {
    var run = Run(
      covariance: start, steps: 0, time: 0, flag: .horizon, speed: .infinity, projections: 0)
    while true {
      let derivative = attention.covarianceDerivative(run.covariance)
      run.speed = derivative.frobeniusNorm
      if run.speed < small {
        run.flag = .converged
        return run
      }
      if !(run.covariance.trace <= large) {
        run.flag = .diverged
        return run
      }
      if run.steps >= maxSteps { return run }
      run.covariance = run.covariance.adding(step, derivative)
      if project(&run.covariance) { run.projections += 1 }
      run.steps += 1
      run.time += step
    }
  }

  /// Replaces the negative eigenvalues; whether there was one.
  func project(_ sigma: inout FloatMatrix) -> Bool {
    if sigma.choleskyFactor != nil || !sigma.isFinite { return false }
    let system = sigma.symmetricEigensystem
    guard system.values.contains(where: { $0 < 0 }) else { return false }
    let values = system.values.map { $0 < 0 ? floor : $0 }
    let u = system.vectors
    let scaled = FloatMatrix(rows: sigma.rows, columns: sigma.rows) { u[$0, $1] * values[$1] }
    sigma = (scaled * u.transpose).symmetricPart
    return true
  }
}

extension GaussianAttention {
  /// The projected Euler scheme with its usual settings and this step.
  public func projectedEuler(from start: FloatMatrix, step: Double = 0.01, maxSteps: Int = 2000)
    -> ProjectedEuler.Run
  {
    var scheme = ProjectedEuler()
    (scheme.step, scheme.maxSteps) = (step, maxSteps)
    return scheme.run(self, from: start)
  }
}
