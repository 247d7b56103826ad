import VlasovSymbols

/// Heuristic predictors of the expected number of all modes, divided by √β, in floating point: nothing is certified.
struct ModePredictor {
  let logN: Double
  let logBeta: Double

  private static let eulerGamma = 0.577_215_664_901_532_9
  /// ∫_0^∞ (m/m(∞) - 1{Λ>1}) dΛ/Λ
  private static let outerShift = 2.278

  /// log(n β^(-3/2))
  private var logDrift: Double { logN - 1.5 * logBeta }
  /// log(n/√(2πβ)): the logarithm of the samples per bandwidth at t = 0.
  private var logDensity: Double { logN - 0.5 * (Double.log(2 * .pi) + logBeta) }

  /// The leading term with both edges of the belt to the next order.
  var next: Double {
    let outer = (2 * max(0, logDensity + Self.outerShift)).squareRoot()
    return 2 * ShotNoise.limit() * (outer - innerEdge)
  }

  /// √(2s), s the larger root of s = log s + K; 0 if K < 1.
  private var innerEdge: Double {
    let k = Double.log(8) / 2 + logDrift + Self.eulerGamma
    guard k >= 1 else { return 0 }
    // s - log s is convex: Newton's method from the right of the root descends to it.
    var s = k + (2 * (k - 1)).squareRoot() + 1
    for _ in 0..<80 where s > 1 { s -= (s - Double.log(s) - k) / (1 - 1 / s) }
    return (2 * s).squareRoot()
  }

  /// ∫ m(n φ(t)/√β) exp(-√2 n β^(-3/2) t² e^(-t²/2)) dt
  var composite: Double {
    integral { t in ShotNoiseCurve.standard.modes(logDensity - t * t / 2) * drift(t) }
  }

  /// The same with λ_0(t) m/m(∞)/√β inside the belt's outer edge.
  func composite(n: Double, beta: Double) -> Double {
    let outer = max(0, 2 * logN - logBeta).squareRoot()
    let scale = 1 / (beta.squareRoot() * ShotNoise.limit())
    let inside = integral(to: outer) { t in
      ShotNoiseCurve.standard.modes(logDensity - t * t / 2) * ProxyIntensity.Density()(t, [n, beta]) * scale
    }
    return inside + integral(from: outer) { t in ShotNoiseCurve.standard.modes(logDensity - t * t / 2) }
  }

  private func drift(_ t: Double) -> Double {
    t == 0 ? 1 : Double.exp(-Double.exp(0.5 * Double.log(2) + logDrift + 2 * Double.log(t) - t * t / 2))
  }

  /// Twice the integral over [from, to], within t <= √(2 log n + 80): Gauss-Legendre panels that grow from the
  /// width of the central peak, n^(-1/2) β^(3/4), to at most 1/8.
  private func integral(from start: Double = 0, to end: Double = .infinity, _ f: (Double) -> Double) -> Double
  {
    let last = min(end, (2 * logN + 80).squareRoot())
    let peak = Double.exp(-0.5 * logDrift)
    let rule = FloatQuadrature.gaussLegendreRule(points: 16)
    var sum = 0.0
    var a = start
    while a < last {
      let b = min(last, a + min(max(peak / 2, a / 2), 0.125))
      let half = (b - a) / 2
      for (x, w) in zip(rule.nodes, rule.weights) { sum += w * half * f(a + half * (1 + x)) }
      a = b
    }
    return 2 * sum
  }
}
