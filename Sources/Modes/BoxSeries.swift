import Foundation
import VlasovEnclosures
import VlasovNumbers

/// The Taylor coefficients of F at the centre of a box, from every sample in a window, at any precision.
///
/// With x_i = (c - X_i)√β and t = c + σz, √β F = Σ_k c_k z^k, c_k = (-1)^k ρ^k/k! Σ ω ψ_{k+1}(x_i) (notation of
/// `TranslationTable`).
///
/// **Error.** Samples farther than R bandwidths from every point of the box contribute at most W R e^(-R²/2) to the value
/// and ρ W R² e^(-R²/2) to the z-derivative, and ρ^k W K √((k+1)!)/k! e^(-R²/4) to the k-th re-centred coefficient (Cramér;
/// W = Σ ω, R >= 2). Terms k > p: Σ_{j>p} C(j, k) K √((j+1)!)/j! ρ^j W_in <= 2 K W_in 2^(p+1) √((p+2)!)/(p+1)! ρ^(p+1) for
/// the k-th re-centred coefficient anywhere in the box, since C(j, k) <= 2^j and the ratio of consecutive bounds,
/// 2ρ √(j+2)/(j+1), is below 1/2. For k = 0 the factors 2^j are 1, for k = 1 they are j.
struct BoxSeries: Sendable {
  /// c_0, ..., c_p as balls.
  let coefficients: [Ball]
  /// Error bounds of the value and of the slope on the box, as above.
  let valueError: Magnitude
  let slopeError: Magnitude
  /// Σ ω e^(-x²/2) at the centre; the samples outside the window are within its radius (at most W e^(-R²/2)).
  let density: Ball
  /// The same for the re-centred coefficients k >= 2.
  private let cut: Magnitude
  private let far: Magnitude
  private let rho: Magnitude

  /// Nil when the budget ends.
  ///
  /// - Parameters:
  ///   - center: the box's centre, exact.
  ///   - bits: 128 or less: small balls.
  ///   - halvings: the box is 2^-halvings as wide: σ and ρ stand for that part of them. Small boxes need few terms.
  init?(_ sample: Sample, _ scale: KernelScale, center: Rational, bits: Int, halvings: Int = 0) {
    let budget = Budget.current
    if budget.isExhausted { return nil }
    let points = sample.points
    let total = sample.totalMass
    // A choice: the window's tail is then below 2^-bits of the weight.
    let radius = (1.3863 * Double(bits) + 2 * Foundation.log(Swift.max(total, 1)) + 8).squareRoot() + 1
    let order = halvings == 0 ? 24 + 3 * bits / 10 : 3 + (bits + 8) / (halvings + 2)
    let whole = scale.rho(bits: Swift.max(bits, 64))
    let rho = whole.scaled(by: -halvings)
    // Points with |X - c| > (radius + 1/2) h are left out: every point of the box is within h/4 of c. The doubles are
    // within 2^-53 of their sizes of the points, as is that of c.
    let middle = center.double
    let reach = (radius + 0.5) / (2 * whole.lowerDouble) * scale.width.double * (1 + 0x1p-40)
    let slack = 0x1p-51 * Swift.max(middle.magnitude, points[0].magnitude, points[points.count - 1].magnitude)
    let window =
      Self.firstIndex(
        points, from: middle - reach - slack)..<Self.firstIndex(
        points, from: (middle + reach + slack).nextUp)
    let perWidth = scale.rho(bits: bits).scaled(by: 1)
    // x = (c - X)√β = (c - X)/w · 2ρ; exact differences of doubles where they are doubles.
    let isDyadic = sample.exactPoints == nil && Rational(exactly: middle) == center
    var mass = Magnitude.zero
    var sums: [Ball]
    let atCenter: Ball
    if bits <= SmallBall.bits {
      let factor = SmallBall(perWidth)
      let c = SmallBall(exactly: middle)
      let integers = (0...order + 1).map { SmallBall($0) }
      var density = SmallBall.zero
      var sum = [SmallBall](repeating: 0, count: order + 1)
      for i in window {
        if i & 255 == 0, budget.isExhausted { return nil }
        let d =
          isDyadic
          ? (c - SmallBall(exactly: points[i])).scaled(by: -scale.exponent)
          : SmallBall(KernelScale.scaled(center - sample.point(i), -scale.exponent))
        let weight = sample.weights.map {
          sample.exactWeights == nil ? SmallBall(exactly: $0[i]) : SmallBall(sample.weight(i))
        }
        mass = mass + (weight?.magnitude ?? .power2(0))
        Self.add(d * factor, weight, to: &sum, &density, integers, budget)
      }
      sums = sum.map { $0.ball }
      atCenter = density.ball
    } else {
      let c = Ball(center, bits: bits)
      let integers = (0...order + 1).map { Ball($0, bits: bits) }
      var density = Ball(0, bits: bits)
      var sum = [Ball](repeating: Ball(0, bits: bits), count: order + 1)
      for i in window {
        if i & 255 == 0, budget.isExhausted { return nil }
        let d =
          isDyadic
          ? (c - Ball(exactly: points[i])).scaled(by: -scale.exponent)
          : Ball(KernelScale.scaled(center - sample.point(i), -scale.exponent), bits: bits)
        let weight = sample.weights == nil ? nil : Ball(sample.weight(i), bits: bits)
        mass = mass + (weight?.magnitude ?? .power2(0))
        Self.add(d * perWidth, weight, to: &sum, &density, integers, budget)
      }
      if budget.isExhausted { return nil }
      sums = sum
      atCenter = density
    }
    // (-ρ)^k/k!
    var factor = Ball(1, bits: bits)
    let step = -scale.rho(bits: bits).scaled(by: -halvings)
    for k in sums.indices {
      if k > 0 { factor = factor * step / k }
      sums[k] = sums[k] * factor
    }
    coefficients = sums

    let low = 64
    let r = rho.rounded(to: low)
    let (last, far) = Self.tails(order: order, rho: r, radius: radius, bits: low)
    let weight = Ball(exactly: total).magnitude
    let inside = mass
    cut = (last * Ball.pow(Ball(2, bits: low), order + 2)).magnitude * inside
    self.far = Ball.exp(-(far * far) / 4).magnitude * weight
    self.rho = r.magnitude
    let decay = Ball.exp(-(far * far) / 2)
    density = atCenter + Ball(center: Ball(0, bits: 64), radius: decay.magnitude * weight)
    valueError = (last * 2).magnitude * inside + (far * decay).magnitude * weight
    slopeError = (last * (2 * (order + 1))).magnitude * inside + (r * far * far * decay).magnitude * weight
  }

  /// K √((p+2)!)/(p+1)! ρ^(p+1), and R as a ball.
  private static func tails(order: Int, rho: Ball, radius: Double, bits: Int) -> (Ball, Ball) {
    var last = Ball(Rational(10865, 10000), bits: bits)
    for j in 1...order + 1 { last = last * rho * Ball.sqrt(Ball(j + 1, bits: bits)) / j }
    return (last, Ball(exactly: radius).rounded(to: bits))
  }

  /// A bound of the error of the k-th re-centred coefficient, k >= 2.
  func coefficientError(_ k: Int) -> Magnitude {
    var bound = far * Ball(2, bits: 64).magnitude
    // ρ^k √((k+1)!)/k!
    for j in 1...k {
      bound = bound * rho * (Ball.sqrt(Ball(j + 1, bits: 64)) / j).magnitude
    }
    return bound + cut
  }

  /// Adds ω ψ_0(x) to the density and ω ψ_{k+1}(x) to the k-th sum, for all k: ψ_{n+1} = x ψ_n - n ψ_{n-1}.
  @inline(__always)
  private static func add<T: Enclosing>(
    _ x: T, _ weight: T?, to sums: inout [T], _ density: inout T, _ integers: [T], _ budget: Budget
  ) {
    var before = T.exp(-(x * x) / integers[2])
    if let weight { before = before * weight }
    density = density + before
    var psi = x * before
    for k in sums.indices {
      // Many terms mean long numbers. The sums are then incomplete, and are not used.
      if k & 63 == 63, budget.isExhausted { return }
      sums[k] = sums[k] + psi
      let next = x * psi - integers[k + 1] * before
      (before, psi) = (psi, next)
    }
  }

  /// The first index whose point is at least `x`.
  static func firstIndex(_ points: [Double], from x: Double) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle] < x { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
