extension GaussianAttention {
  /// A blow-up time read off a Runge-Kutta run.
  public struct BlowUp: Sendable, Equatable {
    /// The extrapolated blow-up time.
    public var time: Double
    /// Σ and the time where the run ended.
    public var covariance: FloatMatrix
    public var reached: Double
  }

  /// Runs the classical method with steps of 1/(`resolution` · |L|) until tr Σ reaches `trace`, then prolongs 1/tr Σ, which is
  /// linear in t near a simple blow-up, to 0. Error O(resolution^-4), and O((t* - t)²) at the end.
  ///
  /// Nil when the trace is not reached after `maxSteps` steps.
  public func blowUp(
    from start: FloatMatrix, resolution: Double, trace limit: Double = 1e6, maxSteps: Int = 100_000
  ) -> BlowUp? {
    var (sigma, time) = (start, 0.0)
    for _ in 0..<maxSteps {
      let rate = linearPart(sigma).frobeniusNorm
      guard rate > 0, rate.isFinite else { return nil }
      let h = 1 / (resolution * rate)
      sigma = covariance(from: sigma, time: h, steps: 1)
      time += h
      if sigma.trace >= limit {
        // 1/tr Σ falls at the rate tr Σ'/(tr Σ)².
        let rest = sigma.trace / covarianceDerivative(sigma).trace
        return BlowUp(time: time + rest, covariance: sigma, reached: time)
      }
    }
    return nil
  }
}
