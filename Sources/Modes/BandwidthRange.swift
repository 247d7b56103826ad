import VlasovEnclosures
import VlasovNumbers

/// The sign of F(t; β) = Σ ω (t - X) e^(-β(t - X)²/2) at one t for all β in an interval, in doubles.
///
/// With x = t - X and β_m in [β_1, β_2], the mean value theorem gives F(β) in F(β_m) + (β - β_m) F'([β_1, β_2]) where
/// F'(β) = -½ Σ ω x³ e^(-βx²/2). Samples beyond R = 10 bandwidths of β_1 contribute at most W R e^(-R²/2)/√β_1 to F
/// (x e^(-β_1 x²/2) decreases beyond one bandwidth). An interval without a certain sign is halved.
struct BandwidthRange: Sendable {
  let sample: Sample
  static let radius = 10.0
  static let maximumDepth = 14

  /// The sign of F(t; β) for all β in [low, high], or nil.
  func sign(at t: Double, from low: Double, to high: Double, depth: Int = 0) -> Int? {
    let value = enclosure(at: t, from: low, to: high)
    if value.isPositive { return 1 }
    if value.isNegative { return -1 }
    // A sign that is missing at the middle itself is not found in smaller ranges.
    guard depth < Self.maximumDepth, !Budget.isExhausted, high - low > 0x1p-40 * high else { return nil }
    let middle = low + (high - low) / 2
    let center = enclosure(at: t, from: middle, to: middle)
    guard center.isNonZero, let first = sign(at: t, from: low, to: middle, depth: depth + 1),
      let second = sign(at: t, from: middle, to: high, depth: depth + 1)
    else { return nil }
    return first == second ? first : nil
  }

  /// F(t; β) for β in [low, high].
  func enclosure(at t: Double, from low: Double, to high: Double) -> DoubleEnclosure {
    let isThin = low == high
    let reach = Self.radius / low.squareRoot() * (1 + 0x1p-40)
    let points = sample.points
    let slack = 0x1p-50 * Swift.max(t.magnitude, points[0].magnitude, points[points.count - 1].magnitude)
    let window =
      BoxSeries.firstIndex(
        points, from: t - reach - slack)..<BoxSeries.firstIndex(
        points, from: (t + reach + slack).nextUp)
    let range = DoubleEnclosure(lower: low, upper: high)
    let middle = DoubleEnclosure(exactly: low + (high - low) / 2)
    let isExact = sample.exactPoints == nil
    let place = DoubleEnclosure(exactly: t)
    var (values, slopes): ([DoubleEnclosure], [DoubleEnclosure]) = ([], [])
    values.reserveCapacity(window.count)
    for i in window {
      let p = points[i]
      let x =
        place - (isExact ? DoubleEnclosure(exactly: p) : DoubleEnclosure(lower: p.nextDown, upper: p.nextUp))
      let square = DoubleEnclosure.pow(x, Index(2)) * -0.5
      var weight = x
      if let w = sample.weights {
        weight =
          weight
          * (sample.exactWeights == nil
            ? DoubleEnclosure(exactly: w[i]) : DoubleEnclosure(lower: w[i].nextDown, upper: w[i].nextUp))
      }
      values.append(weight * DoubleEnclosure.exp(middle * square))
      if !isThin { slopes.append(weight * square * DoubleEnclosure.exp(range * square)) }
    }
    // e^-50 < 2e-22
    let tail = sample.totalMass * Self.radius * 2e-22 / low.squareRoot() * (1 + 0x1p-40)
    let value = DoubleEnclosure.sum(values) + DoubleEnclosure(lower: -tail, upper: tail)
    if isThin { return value }
    return value + (range - middle) * (DoubleEnclosure.sum(slopes) + slopeTail(low))
  }

  /// The slope's tail: ½ x³ e^(-βx²/2) decreases beyond √3 bandwidths.
  private func slopeTail(_ low: Double) -> DoubleEnclosure {
    let r = Self.radius / low.squareRoot()
    // The product may underflow, or overflow to no bound at all.
    let tail = sample.totalMass * r * r * r * 2e-22 + .leastNormalMagnitude
    return DoubleEnclosure(lower: -tail, upper: tail)
  }
}

extension DoubleEnclosure {
  fileprivate static func * (a: DoubleEnclosure, b: Double) -> DoubleEnclosure {
    a * DoubleEnclosure(exactly: b)
  }
}
