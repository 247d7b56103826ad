import VlasovSymbols

/// An estimate of m(Λ), the expected number of modes per bandwidth of Poisson shot noise: nothing here is certified.
///
/// Λ - 2Λ² + 1.1Λ³ for Λ < 0.02 and m(∞)(1 + c4/Λ) for Λ > 2, as far as the expansions reach; between, the natural cubic
/// spline of log(m/Λ) in log Λ through Monte Carlo values (Λ <= 0.7, standard errors 3e-5 to 1.7e-4) and float values of
/// the Fourier formula (Λ = 1, 3/2, 2).
struct ShotNoiseCurve {
  static let standard = ShotNoiseCurve()

  private static let table: [(rate: Double, modes: Double)] = [
    (0.02, 0.019209), (0.05, 0.045130), (0.1, 0.081159), (0.15, 0.109520), (0.2, 0.131324),
    (0.3, 0.160408), (0.4, 0.176541), (0.5, 0.185302), (0.7, 0.192049), (1, 0.19415), (1.5, 0.194609),
    (2, 0.1947186),
  ]

  private let x: [Double]
  private let y: [Double]
  /// Second derivatives of the spline at the knots.
  private let curvature: [Double]

  private init() {
    x = Self.table.map { Double.log($0.rate) }
    y = Self.table.map { Double.log($0.modes / $0.rate) }
    curvature = Self.naturalCurvature(x, y)
  }

  /// log(m/Λ) at log Λ; from the logarithm, because Λ itself may leave the range of doubles.
  func logRatio(_ logRate: Double) -> Double {
    let rate = Double.exp(logRate)
    if rate < 0.02 { return Double.log1p(rate * (1.1 * rate - 2)) }
    if rate > 2 {
      return Double.log(ShotNoise.limit() * (1 + ShotNoiseC4.coefficient() / rate)) - logRate
    }
    let i = min((x.firstIndex { $0 > logRate } ?? x.count - 1), x.count - 1)
    let (left, right) = (max(i, 1) - 1, max(i, 1))
    let h = x[right] - x[left]
    let (a, b) = ((x[right] - logRate) / h, (logRate - x[left]) / h)
    return a * y[left] + b * y[right]
      + ((a * a * a - a) * curvature[left] + (b * b * b - b) * curvature[right]) * h * h / 6
  }

  /// m(Λ) at log Λ; 0 where it underflows.
  func modes(_ logRate: Double) -> Double { Double.exp(logRatio(logRate) + logRate) }

  /// The second derivatives at the knots that make the spline twice differentiable, 0 at both ends: a tridiagonal
  /// system, solved by elimination.
  private static func naturalCurvature(_ x: [Double], _ y: [Double]) -> [Double] {
    let n = x.count
    var upper = [Double](repeating: 0, count: n)
    var m = upper
    for i in 1..<n - 1 {
      let (h, k) = (x[i] - x[i - 1], x[i + 1] - x[i])
      let pivot = 2 * (h + k) - h * upper[i - 1]
      upper[i] = k / pivot
      m[i] = (6 * ((y[i + 1] - y[i]) / k - (y[i] - y[i - 1]) / h) - h * m[i - 1]) / pivot
    }
    for i in (1..<n - 1).reversed() { m[i] -= upper[i] * m[i + 1] }
    return m
  }
}
