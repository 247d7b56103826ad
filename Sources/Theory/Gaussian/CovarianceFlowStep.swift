/// One validated Taylor step of the softmax flow, of all starts in a set.
///
/// **Theorem.** Let X_0, ..., X_n be the Taylor coefficients of the solution x(t) from the centre, b_k ≥ ‖X_k‖ h^k, P = Σ b_k
/// (so ‖p(t)‖ ≤ P on [0, h] for the polynomial p), L = w + 2cP, E ≥ e^(Lh), and
///
///     D = h/(n+1) (c Σ_{i+j≥n} b_i b_j + w b_n),    U = 2 E D,    c U h ≤ 1/2.
///
/// Then x exists on [0, h] and ‖x - p‖ ≤ U there. If q is the degree m polynomial of the series of DΦ_t D_0 and q_k ≥ ‖its
/// k-th coefficient‖ h^k, then ‖DΦ_h D_0 - q(h)‖ ≤ 3E (2c h τ Σq_k + h/(m+1) (2c Σ_{i+j≥m} b_i q_j + w q_m)), i, j ≤ m, with
/// τ = U + Σ_{k>m} b_k. And a start off the centre by ‖e‖ ≤ ε, with Z = 6Eε and c Z h ≤ 1/2, ends off the centre's end by
/// DΦ_h e up to 3E h c Z².
///
/// *Proof.* F(p) has the coefficients (k+1) X_(k+1) of p' up to k = n-1, so p' - F(p) is a polynomial of degrees n to 2n, bounded
/// by c Σ_{i+j=k} b_i b_j + w b_n [k=n] at degree k, and its integral by D. The error e = x - p starts at 0 and ‖e‖' ≤ L‖e‖ +
/// c‖e‖² + ‖p' - F(p)‖. As long as ‖e‖ ≤ U, Gronwall gives ‖e‖ ≤ e^(Lh + cUh) D ≤ e^(1/2) E D < U: so ‖e‖ never reaches U, and the
/// solution stays bounded, hence exists. ‖DF(x)‖ ≤ w + 2c(P + U) =: L', e^(L'h) ≤ e E ≤ 3E. The tangent error ζ = DΦ_t D_0 - q
/// obeys ζ' = DF(x) ζ + (DF(x) - DF(p_m)) q + (DF(p_m) q - q'), p_m the polynomial up to X_m, where ‖x - p_m‖ ≤ τ and the last
/// bracket has degrees m to 2m. The difference z of two solutions obeys ‖z‖' ≤ L'‖z‖ + c‖z‖², so as above ‖z‖ ≤ Z; and z - DΦ_t e
/// =: y obeys y' = DF(x) y + N(z), ‖N(z)‖ ≤ c Z². ∎
///
/// Beside the general integrator on the same equation (d = 2, 3, 4; 15 to 200 digits) the times are about equal; these steps
/// are kept because their precision may fall from step to step, as before a blow-up, and because each route checks the other.
///
/// The defect p' - F(p) is known from the coefficients themselves, so h follows their decay: it is not bound to the radius
/// 1/(c‖Σ‖) of the scalar majorant, which is several times smaller.
struct CovarianceStep {
  let flow: SoftmaxCovarianceFlow
  /// The relative size of the local error aimed at is 2^-tolerance.
  let tolerance: Int
  /// The precision of the series; more than `tolerance`.
  let bits: Int

  /// Matrices beyond this many free entries carry their error as a norm only.
  static let mostDirections = 28
  private static let tangentBits = 64
  /// log h e^2: where the order and the step balance, h is e^-2 of the radius of convergence.
  private static let ratio = 2.885

  private var order: Int { Int(Double(tolerance) / Self.ratio) + 4 }

  /// The series from the centre of a set, with the step that it allows.
  struct Start {
    let set: CovarianceSet
    let series: CovarianceSeries
    /// ‖X_k‖, time in units of 2^scale.
    let norms: [Magnitude]
    /// The step in units of time: exact, few bits; infinite when nothing limits it.
    let step: Double
  }

  /// - Parameter guess: about the length of the step; the last one, or nil at the beginning.
  func start(_ set: CovarianceSet, guess: Double?) throws -> Start {
    let size = SoftmaxCovarianceFlow.norm(set.centre)
    let speed = flow.linear.log2.addingPowers(flow.quadratic.log2 + size.log2)
    let unit = guess.map { Self.ratio + Double.log($0) / Double.log(2) } ?? -speed
    let scale = unit.isFinite ? Int(min(max(unit, -1e9), 1e9).rounded()) : 0
    var series = CovarianceSeries(flow, from: set.centre, scale: scale, bits: bits)
    try series.extend(to: order)
    let norms = series.coefficients.map { SoftmaxCovarianceFlow.norm($0) }
    var power = Double.infinity
    for k in [order - 1, order] where !norms[k].isZero {
      power = min(power, (size.log2 - Double(tolerance) - norms[k].log2) / Double(k))
    }
    // L h ≤ 4, about, keeps E moderate.
    power = min(power, 1 - speed - Double(scale))
    let exponent = power + Double(scale) - 0.1
    guard exponent.isFinite else { return Start(set: set, series: series, norms: norms, step: .infinity) }
    return Start(set: set, series: series, norms: norms, step: Self.rounded(exponent))
  }

  /// 2^exponent with 8 bits, not larger.
  private static func rounded(_ exponent: Double) -> Double {
    let whole = exponent.rounded(.down)
    let mantissa = (Double.exp((exponent - whole) * Double.log(2)) * 128).rounded(.down)
    return Double(sign: .plus, exponent: Int(min(max(whole, -1000), 1000)) - 7, significand: mantissa)
  }

  /// The set after the time `h` (a ball: at all times in it); nil when the bounds do not close.
  func end(_ start: Start, after h: Ball) throws -> CovarianceSet? {
    let (c, w) = (flow.quadratic, flow.linear)
    let scale = start.series.scale
    let time = h.magnitude
    let unit = time.scaled(by: -scale)
    let n = start.norms.count - 1
    let b = Self.weighted(start.norms, unit)
    let sum = b.reduce(.zero, +)
    let rate = w + (c * sum).scaled(by: 1)
    let growth = withPrecision(64) { Ball.exp((rate * time).exactBall).magnitude }
    let share = time.dividedUp(by: Self.whole(n + 1))
    let defect = share * (c * Self.beyond(n, b, b) + w * b[n])
    let bound = (growth * defect).scaled(by: 1)
    guard n >= 8, bound.isFinite, c * bound * time <= .power2(-1) else { return nil }

    let value = Self.sum(start.series.coefficients, h.scaled(by: -scale), bits)
    let middle = value.map(\.center)
    let rounding = Self.radiusNorm(value)
    let epsilon = start.set.deviationNorm
    let stretch = growth * Self.whole(3)
    let reach = (stretch * epsilon).scaled(by: 1)
    guard c * reach * time <= .power2(-1) else { return nil }
    let places = CovarianceSet.places(flow.dimension)
    guard places.count <= Self.mostDirections else {
      return .box(middle, bound: bound + rounding + reach)
    }
    var local = bound + rounding + stretch * time * c * reach * reach
    // The derivative is wanted to some 24 bits after its error is multiplied by `stretch`.
    let small = sum.scaled(by: -24).dividedUp(by: stretch)
    let m = (8..<n).first { b[$0...].reduce(.zero, +) <= small } ?? n
    let tail = bound + b[(m + 1)...].reduce(.zero, +)
    let low = Array(b[...m])
    let deviations = start.set.deviations
    var columns: [[Ball]] = []
    for (place, deviation) in zip(places, deviations) {
      let direction = withPrecision(Self.tangentBits) {
        Matrix<Ball>(rows: flow.dimension, columns: flow.dimension) {
          Ball(($0, $1) == place || ($1, $0) == place ? 1 : 0)
        }
      }
      let series = try start.series.tangent(direction, order: m, bits: Self.tangentBits)
      let q = Self.weighted(series.map { SoftmaxCovarianceFlow.norm($0) }, unit)
      let whole = (c * time * tail * q.reduce(.zero, +)).scaled(by: 1)
      let cut =
        time.dividedUp(by: Self.whole(m + 1)) * ((c * Self.beyond(m, low, q)).scaled(by: 1) + w * q[m])
      local = local + stretch * (whole + cut) * deviation
      let image = Self.sum(series, h.rounded(to: Self.tangentBits).scaled(by: -scale), Self.tangentBits)
      columns.append(places.map { image[$0.0, $0.1] })
    }
    let jacobian = Matrix<Ball>(rows: places.count, columns: places.count) { columns[$1][$0] }
    guard local.isFinite else { return nil }
    return start.set.stepped(to: middle, jacobian: jacobian, local: local)
  }

  /// n ≥ 1 as a bound from both sides.
  private static func whole(_ n: Int) -> Magnitude { Magnitude(n) }

  /// norms[k] h^k.
  private static func weighted(_ norms: [Magnitude], _ h: Magnitude) -> [Magnitude] {
    var power = Magnitude(1)
    return norms.map {
      defer { power = power * h }
      return $0 * power
    }
  }

  /// Σ_{i+j≥n} a_i b_j.
  private static func beyond(_ n: Int, _ a: [Magnitude], _ b: [Magnitude]) -> Magnitude {
    var tails = b
    for j in stride(from: b.count - 2, through: 0, by: -1) { tails[j] = tails[j] + tails[j + 1] }
    return a.indices.reduce(.zero) { n - $1 < b.count ? $0 + a[$1] * tails[max(n - $1, 0)] : $0 }
  }

  /// Σ X_k h^k, symmetric.
  private static func sum(_ coefficients: [Matrix<Ball>], _ h: Ball, _ bits: Int) -> Matrix<Ball> {
    var powers = [Ball(1, bits: bits)]
    let step = h.rounded(to: bits)
    for _ in 1..<coefficients.count { powers.append(powers[powers.count - 1] * step) }
    let d = coefficients[0].rows
    var result = coefficients[0]
    for (i, j) in CovarianceSet.places(d) {
      let value = Ball.dot(coefficients.map { $0[i, j] }, powers, bits: bits)
      result[i, j] = value
      result[j, i] = value
    }
    return result
  }

  private static func radiusNorm(_ matrix: Matrix<Ball>) -> Magnitude {
    (0..<matrix.rows).reduce(.zero) { most, i in
      .max2(most, matrix.row(i).reduce(.zero) { $0 + $1.radius })
    }
  }
}

extension Double {
  /// log2(2^self + 2^other).
  fileprivate func addingPowers(_ other: Double) -> Double {
    let high = Swift.max(self, other)
    if high == -.infinity { return high }
    return high + Double.log1p(Double.exp((Swift.min(self, other) - high) * Double.log(2))) / Double.log(2)
  }
}
