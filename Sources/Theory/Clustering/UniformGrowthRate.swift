import VlasovSimulation
import VlasovSymbols

/// How fast a spherical harmonic grows out of the uniform density.
public enum UniformGrowthRate: Theorem {
  public static let record = Record(
    id: "clustering.uniform-growth-rate",
    title: "Growth rate of a mode of the uniform density",
    statement: """
      The density $1+\\varepsilon Y_k$ with a spherical harmonic of degree $k\\ge1$ grows like $e^{s_kt}$ to first order in \
      $\\varepsilon$, $s_k=\\frac{k(k+d-2)}\\beta\\lambda_k$ under USA, with the eigenvalue \
      $\\lambda_k=\\Gamma(\\frac d2)(\\frac2\\beta)^{d/2-1}I_{k+d/2-1}(\\beta)$ of the kernel, and \
      $s_k=\\frac{k(k+d-2)}\\beta\\frac{I_{k+d/2-1}(\\beta)}{I_{d/2-1}(\\beta)}$ under SA. All $s_k>0$ for $\\beta>0$.
      """,
    source: Source(
      ClusteringMeanFieldModel.metastable,
      "instability of the uniform density; rates in the units of SA and USA",
      .derived),
    parameters: [
      .attention, ClusteringPhaseModel.dimension,
      ParameterSpec("k", symbol: "k", .integer(minimum: 1), "degree of the spherical harmonic"),
      ClusteringPhaseModel.beta,
      ParameterSpec("s", symbol: "s", .real(.real), onlyForCheck: true, "rate to compare"),
    ],
    outputs: [OutputSpec("s", symbol: "s_k", "the growth rate")],
    hypotheses: [
      Hypothesis("s_k > s", .reported, needs: ["s"]) { .greater(rate($0), $0.s) }
    ],
    notes: [
      "beta = 0: (d-1)/d for k = 1 (both kinds), 0 for k >= 2.",
      "The fastest mode is k_max of clustering.mode-transition, the same for SA and USA.",
      """
      Heuristic: with n independent uniform tokens a mode starts at about n^(-1/2), so the linear phase lasts about \
      log(n)/(2 s_kmax).
      """,
    ],
    crossCheck: CrossCheck(
      simulates:
        "d = 2: 512 equispaced points on the circle perturbed by 1e-7 sin(k theta); d >= 3: Gegenbauer quadrature",
      law: "d = 2: error O(step^4); d >= 3: roundoff", defaultParameters: "kind=USA d=2 k=3 beta=5",
      run: crossCheck),
    references: [
      ReferenceValue("kind=USA d=2 k=3 beta=5", "18.596070304472049097020193684108216335532292460680"),
      ReferenceValue("kind=SA d=2 k=3 beta=5", "0.68267833361674648649072389716647923446454273088476"),
      ReferenceValue("kind=USA d=3 k=2 beta=4", "4.4721007667163153979414051143815117614566314669079"),
      ReferenceValue("kind=SA d=3 k=2 beta=4", "0.65549495579810719884887428751133157767145054941180"),
      ReferenceValue("kind=USA d=8 k=1 beta=1", "0.91967239427174708524639629643932520385533495921529"),
      ReferenceValue("kind=SA d=8 k=1 beta=1", "0.86428519900384808584698943082923850783996699615536"),
    ],
    related: ["clustering.mode-transition", "clustering.noisy-linear-threshold", "clustering.energy-uniform"])

  /// Up to this degree a rate is a product of k factors.
  private static let longestProduct = 256

  static func rate<T: SpecialAnalytic>(_ p: Lifted<T>) -> T {
    GrowingMode(d: p.d, k: p.k, degree: p.integer("k")).rate(
      p.word("kind") == "USA", p.beta, longestProduct: longestProduct)
  }

  /// Under USA the rate increases in β (a power series with positive coefficients); under SA it decreases for k = 1, as
  /// r/β does for r = I_{d/2}/I_{d/2-1}.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .integer(let k)? = p["k"], case .integer(let d)? = p["d"] else {
      return .undecided("no degree")
    }
    if p.rational("beta") == 0 { return .exact(k == 1 ? 1 - 1 / Rational(d) : 0) }
    let isPlain = p.word("kind") == "USA"
    return withPrecision(Precision.bits + 16) {
      let mode = GrowingMode(d: Ball(d), k: Ball(k), degree: k.asInt)
      if p.hasInterval, !isPlain, k > 1 {
        return .real(mode.normalisedRange(from: p.ball("beta", .lower), to: p.ball("beta", .upper)))
      }
      return monotone(p, increasing: isPlain ? ["beta"] : []) { p, _ in
        // Where the series of the kernel is long, the Bessel function has an expansion.
        let isLarge = (p.beta - 200).isPositive && (p.beta - p.k - p.d / 2).isPositive
        let longest = isPlain && isLarge ? 0 : 4096
        return mode.rate(isPlain, p.beta, longestProduct: longest)
      }
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    return .formula(GrowingMode(d: p.d, k: p.k, degree: nil).rate(false, p.beta, longestProduct: 0))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let k = try context.integer("k")
    let isPlain = p.word("kind") == "USA"
    guard k <= 50, p.beta <= 100 else { throw InputError("a simulation needs k <= 50 and beta <= 100") }
    if p.d == 2 {
      let circle = PerturbedCircle(count: 512, mode: k, beta: p.beta, isNormalised: !isPlain)
      return try context.confront(law: .power(order: 4, next: 5, noise: 1e-8)) {
        try Parallel.map(count: 4, threads: context.threads, stop: context.stop) { i in
          SizedObservation(size: Double(2 << i), simulated: circle.growthRate(steps: 2 << i))
        }
      }
    }
    let sphere = try NoisySphere(context)
    guard p.beta > 0 else { throw InputError("the quadrature needs beta > 0") }
    let unit = sphere.harmonicMean(0) / (isPlain ? 1 : sphere.harmonicMean(0))
    let factor = p.k * (p.k + p.d - 2) / p.beta
    let value = factor * sphere.harmonicMean(k) / (isPlain ? 1 : sphere.harmonicMean(0))
    return try context.confront(law: .roundoff(bound: 1e-11 * factor * unit)) {
      [SizedObservation(size: 1, simulated: value)]
    }
  }
}

/// The spherical harmonics of degree k >= 1 in dimension d.
struct GrowingMode<T: SpecialAnalytic> {
  let d: T
  let k: T
  /// k, when it is a word.
  let degree: Int?

  /// s_k under USA (`isPlain`) or SA.
  ///
  /// For k up to `longestProduct` in forms that are regular at β = 0: λ_k/β = (β/2)^(k-1)/(2 (d/2)_k) 0F1(;k+d/2;β²/4),
  /// and I_{k+d/2-1}/I_{d/2-1} as the product of the r_ν = I_{ν+1}/I_ν, where r_{ν-1} = β/(2ν + β r_ν) (DLMF 10.33.1)
  /// leads down from the highest order; all terms are positive.
  func rate(_ isPlain: Bool, _ beta: T, longestProduct: Int) -> T {
    let weight = k * (k + d - 2)
    guard let n = degree, n <= longestProduct else {
      let high = T.besselI(order: k + d / 2 - 1, beta)
      if isPlain { return weight / beta * T.gamma(d / 2) * T.pow(2 / beta, d / 2 - 1) * high }
      return weight / beta * (high / T.besselI(order: d / 2 - 1, beta))
    }
    if isPlain {
      let rising = (0..<n).reduce(T(1)) { $0 * (d / 2 + T($1)) }
      return weight / (2 * rising) * T.pow(beta / 2, n - 1) * T.hyp0f1(k + d / 2, beta * beta / 4)
    }
    var ratio = T.besselIRatio(order: d / 2 - 1 + T(Swift.max(n - 1, 1)), beta)
    var product: T = 1
    for j in stride(from: n - 1, through: 1, by: -1) {
      product = product * ratio
      if j > 1 { ratio = beta / (d - 2 + T(2 * j) + beta * ratio) }
    }
    return weight / (d + beta * ratio) * product
  }
}

extension GrowingMode where T == Ball {
  /// The rates under SA for all β from `low` >= 0 to `high`, k >= 2.
  ///
  /// With x I_ν'/I_ν = ν + x r_ν, β (log s_k)' = S = k - 1 - β (r_ν - r_{ν+k}), ν = d/2 - 1. Where S has one sign the ends
  /// enclose the rate; else it differs from that at the middle by a factor e^u, |u| <= radius |S/β|.
  func normalisedRange(from low: Ball, to high: Ball, depth: Int = 8) -> Ball {
    func rate(_ beta: Ball) -> Ball { self.rate(false, beta, longestProduct: 4096) }
    let set = Ball.hull(low, high)
    let order = d / 2 - 1
    let slope =
      k - 1 - set * (Ball.besselIRatio(order: order, set) - Ball.besselIRatio(order: order + k, set))
    if slope.isNonZero || !slope.isFinite && depth == 0 {
      return slope.isFinite ? .hull(rate(low), rate(high)) : slope
    }
    let middle = set.center
    if depth == 0 || Budget.isExhausted {
      let spread = set.radius * (slope / set).magnitude
      return rate(middle) * Ball.exp(Ball(center: 0, radius: spread))
    }
    return .hull(
      normalisedRange(from: low, to: middle, depth: depth - 1),
      normalisedRange(from: middle, to: high, depth: depth - 1))
  }
}

extension NoisySphere {
  /// The mean of e^(βu) P_k(u) with the zonal harmonic P_k(1) = 1: λ_k by Funk-Hecke.
  func harmonicMean(_ k: Int) -> Double {
    mean { u in
      var (last, value) = (1.0, k == 0 ? 1 : u)
      for j in stride(from: 1, to: k, by: 1) {
        let n = Double(j)
        (last, value) = (value, ((2 * n + d - 2) * u * value - n * last) / (n + d - 2))
      }
      return Double.exp(beta * u) * value
    }
  }
}

/// Equispaced points on the circle, moved by 1e-7 sin(kθ), under SA or USA, in floating point.
struct PerturbedCircle {
  let count: Int
  let mode: Int
  let beta: Double
  let isNormalised: Bool
  private static let size = 1e-7

  private func angle(_ i: Int) -> Double { 2 * Double.pi * Double(i) / Double(count) }

  /// The speeds of the points.
  private func speeds(_ shifts: [Double]) -> [Double] {
    let angles = shifts.indices.map { angle($0) + shifts[$0] }
    let (x, y) = (angles.map { Double.cos($0) }, angles.map { Double.sin($0) })
    return angles.indices.map { i in
      var (mass, force) = (0.0, 0.0)
      for j in angles.indices {
        let weight = Double.exp(beta * (x[i] * x[j] + y[i] * y[j]))
        mass += weight
        force += weight * (x[i] * y[j] - y[i] * x[j])
      }
      return force / (isNormalised ? mass : Double(count))
    }
  }

  /// The coefficient of sin(kθ).
  private func amplitude(_ shifts: [Double]) -> Double {
    2 * shifts.indices.reduce(0) { $0 + shifts[$1] * Double.sin(Double(mode) * angle($1)) } / Double(count)
  }

  /// log(amplitude)/t after Runge-Kutta steps over about one time of growth (at most 1).
  func growthRate(steps: Int) -> Double {
    var shifts = (0..<count).map { PerturbedCircle.size * Double.sin(Double(mode) * angle($0)) }
    let start = amplitude(shifts)
    let first = amplitude(speeds(shifts)) / start
    let time = 1 / Double.maximum(1, first)
    let h = time / Double(steps)
    for _ in 0..<steps {
      var (stage, total) = (shifts, [Double](repeating: 0, count: count))
      for (factor, next) in [(1.0, 0.5), (2, 0.5), (2, 1), (1, 0)] {
        let slope = speeds(stage)
        for i in slope.indices {
          total[i] += h * factor / 6 * slope[i]
          stage[i] = shifts[i] + next * h * slope[i]
        }
      }
      for i in shifts.indices { shifts[i] += total[i] }
    }
    return Double.log(amplitude(shifts) / start) / time
  }
}
