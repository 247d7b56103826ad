import VlasovAnalysis
import VlasovNumbers

/// Encloses modes that a scan has isolated, with their heights, to a wanted accuracy: first by the scan's polynomials in
/// doubles, then by series in balls with growing precision.
struct ModeRefinement: Sendable {
  let scan: ModeScan
  private let density: DensityTable?
  /// √β/(W √(2π)): heights are this times Σ ω e^(-x²/2).
  private let total: Rational
  let digits: Int

  init(_ scan: ModeScan, digits: Int) {
    self.scan = scan
    self.digits = digits
    density = scan.tables.last.map {
      DensityTable(scale: scan.scale, table: $0, momentError: scan.moments.error)
    }
    let sample = scan.sample
    total =
      sample.weights == nil
      ? Rational(sample.count) : (0..<sample.distinct).reduce(0) { $0 + sample.weight($1) }
  }

  /// The mode of an item of the scan; nil when the budget ends.
  func mode(_ item: ModeScan.Item) -> Mode? {
    switch item {
    case .bracket(let from, let to): mode(from: from, to: to)
    case .isolated(let index): mode(isolated: index)
    case .whole: degenerate()
    }
  }

  /// Two equal atoms at the distance of two bandwidths: F = F' = 0 at the middle, where they would be symmetric; other
  /// pairs are enclosed by their hull.
  private func degenerate() -> Mode? {
    let (a, b) = (scan.sample.point(0), scan.sample.point(scan.sample.distinct - 1))
    let bits = 10 * digits / 3 + 128
    return withPrecision(bits) {
      let isSymmetric = scan.sample.weight(0) == scan.sample.weight(scan.sample.distinct - 1)
      let location =
        isSymmetric ? Ball((a + b) / 2, bits: bits) : .hull(Ball(a, bits: bits), Ball(b, bits: bits))
      let beta = Ball(scan.scale.beta, bits: bits)
      let density = (0..<scan.sample.distinct).reduce(Ball(0, bits: bits)) { sum, i in
        let x = location - Ball(scan.sample.point(i), bits: bits)
        return sum + Ball(scan.sample.weight(i), bits: bits) * Ball.exp(-(beta * x * x) / 2)
      }
      return finish(location, density, bits: bits)
    }
  }

  /// The mode in a bracket; nil when the budget ends.
  func mode(from: CrossingTally.Place, to: CrossingTally.Place) -> Mode? {
    if let fast = inDoubles(from, to), isAccurate(fast) { return fast }
    return inBalls { bits in
      // The first box at whose right edge F is positive holds the zero.
      for position in from.position...to.position {
        guard let box = BoxPolynomial(scan, center: scan.grid.center(of: position, scan.scale), bits: bits)
        else { return nil }
        let low = position == from.position ? from.z : -1
        let high = position == to.position ? to.z : 1
        if position < to.position {
          let edge = box.value(Ball(1, bits: bits))
          if edge.isNegative { continue }
          if !edge.isPositive { return aroundEdge(box, low, position + 1 == to.position ? to.z : 1, bits) }
        }
        return box.mode(between: low, and: high)
      }
      return nil
    }
  }

  /// The mode at, or very near, the right edge of a box: by the series at that edge. F rises from z = `low` in the box to
  /// z = `high` in the next one.
  private func aroundEdge(
    _ box: BoxPolynomial, _ low: Double, _ high: Double, _ bits: Int
  ) -> (location: Ball, density: Ball)? {
    let edge = box.center + KernelScale.scaled(1, scan.scale.exponent - 1)
    guard let series = BoxPolynomial(scan, center: edge, bits: bits) else { return nil }
    let (a, b) = (Swift.max(low - 1, -1), Swift.min(high + 1, 1))
    guard series.value(Ball(exactly: a).rounded(to: bits)).isNegative,
      series.value(Ball(exactly: b).rounded(to: bits)).isPositive
    else { return nil }
    return series.mode(between: a, and: b)
  }

  /// The mode of a point that is alone in its island: within h/8 of it (`SampleGrid`).
  func mode(isolated index: Int) -> Mode? {
    let center = scan.sample.point(index)
    return inBalls { BoxPolynomial(scan, center: center, bits: $0)?.mode(between: -1, and: 1) }
  }

  /// At growing precision until accurate enough, or to the limit of precision, or the budget's end.
  private func inBalls(_ attempt: (Int) -> (location: Ball, density: Ball)?) -> Mode? {
    var best: Mode?
    var bits = Swift.max(128, 10 * digits / 3 + 64)
    while !scan.budget.isExhausted {
      let found = withPrecision(bits) { attempt(bits).map { finish($0.location, $0.density, bits: bits) } }
      if let found {
        best = found
        if isAccurate(found) { break }
      }
      if bits >= Swift.max(scan.maximumBits, 4 * digits + 256) { break }
      bits *= 2
    }
    return best
  }

  private func finish(_ location: Ball, _ density: Ball, bits: Int) -> Mode {
    let factor =
      Ball.sqrt(Ball(scan.scale.beta, bits: bits) / (Ball.pi(bits: bits) * 2)) / Ball(total, bits: bits)
    return Mode(location: location, height: density * factor)
  }

  /// Both enclosures have a relative width below 10^-digits/4; for the location relative to the larger of |t| and h.
  private func isAccurate(_ mode: Mode) -> Bool {
    let tolerance = Ball.pow(Ball(10, bits: 64), -digits).scaled(by: -2)
    let h = 1 / Ball.sqrt(Ball(scan.scale.beta, bits: 64))
    let size = Ball.max(Ball.abs(mode.location.center), h)
    return mode.location.radius <= (tolerance * size).magnitudeBelow
      && mode.height.radius <= (tolerance * mode.height.center).magnitudeBelow
  }

  // MARK: Doubles

  /// By the polynomial of the box that holds the bracket, order 16.
  ///
  /// In the bracket F rises. With p(z) the computed polynomial, |p - f| <= e on [-1, 1] (rounding of Horner's rule
  /// included as in `DoubleCells`): if p(z - δ) < -e and p(z + δ) > e, the zero lies between. The density at z is
  /// d_0 - ρ Σ c_k z^(k+1)/(k+1); at the zero it exceeds that by at most ρ δ max|f| <= 2 ρ δ² max|f'|.
  private func inDoubles(_ from: CrossingTally.Place, _ to: CrossingTally.Place) -> Mode? {
    guard from.position == to.position, let table = scan.tables.last, let density else { return nil }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 16) { c -> Mode? in
      let (errors, center) = scan.grid.boxes.withUnsafeBufferPointer { boxes in
        (
          scan.translate16(table, from.position, boxes, c),
          densityAtCenter(density, table, from.position, boxes)
        )
      }
      var (size0, size1) = (0.0, 0.0)
      for k in 0..<16 {
        size0 += c[k].magnitude
        size1 += Double(k) * c[k].magnitude
      }
      let e = (errors.value + 0x1p-46 * size0) * (1 + 0x1p-40)
      func p(_ z: Double) -> Double { stride(from: 15, through: 0, by: -1).reduce(0) { $0 * z + c[$1] } }
      func slope(_ z: Double) -> Double {
        stride(from: 15, through: 1, by: -1).reduce(0) { $0 * z + Double($1) * c[$1] }
      }
      var (low, high) = (from.z, to.z)
      var z = (low + high) / 2
      for _ in 0..<60 {
        let value = p(z)
        if value < 0 { low = z } else { high = z }
        let next = z - value / slope(z)
        let step = next > low && next < high ? next : (low + high) / 2
        if (step - z).magnitude < 0x1p-54 { break }
        z = step
      }
      var delta = Swift.max(2 * e / slope(z).magnitude, 0x1p-53)
      // Within the bracket, where it is known that F rises.
      while delta < 1, z - delta >= from.z, z + delta <= to.z {
        if p(z - delta) < -e, p(z + delta) > e {
          let bits = 192
          let offset = Ball(center: Ball(exactly: z), radius: Ball(exactly: delta).magnitude)
          let t =
            Ball(scan.grid.center(of: from.position, scan.scale), bits: bits)
            + offset.rounded(to: bits).scaled(by: scan.scale.exponent - 1)
          let rho = scan.scale.rho.upperDouble
          let middle =
            center.value
            - scan.scale.rho.estimate
            * stride(from: 15, through: 0, by: -1).reduce(0) { ($0 + c[$1] / Double($1 + 1)) * z }
          let spread =
            center.error + rho * errors.value + 0x1p-45 * (center.value.magnitude + size0)
            + 2 * rho * delta * delta * (size1 + errors.slope)
          let d = Ball(
            center: Ball(exactly: middle).rounded(to: bits),
            radius: Ball(exactly: spread * (1 + 0x1p-30)).magnitude)
          return withPrecision(bits) { finish(t, d, bits: bits) }
        }
        delta *= 2
      }
      return nil
    }
  }

  private func densityAtCenter(
    _ density: DensityTable, _ table: TranslationTable, _ position: Int,
    _ boxes: UnsafeBufferPointer<SampleGrid.Box>
  ) -> (value: Double, error: Double) {
    var (sum, error) = (0.0, 0.0)
    for b in scan.window(position, density.reach, boxes) {
      let m = position - boxes[b].position + density.reach
      let (low, high) = density.rows[m]
      sum += (low * scan.moments.low[b]).sum() + (high * scan.moments.high[b]).sum()
      error += boxes[b].mass * density.errors[m]
    }
    return (sum, (error + scan.totalMass * (table.farValue + 0x1p-900)) * (1 + 0x1p-30))
  }
}

/// The series of a box as functions of z, in balls.
struct BoxPolynomial {
  let series: BoxSeries
  let scale: KernelScale
  let center: Rational
  let bits: Int
  private let slopes: [Ball]

  init?(_ scan: ModeScan, center: Rational, bits: Int) {
    guard let series = BoxSeries(scan.sample, scan.scale, center: center, bits: bits) else { return nil }
    (self.series, self.center, self.bits, scale) = (series, center, bits, scan.scale)
    slopes = (1..<series.coefficients.count).map { series.coefficients[$0] * $0 }
  }

  /// F at z in [-1, 1], up to a positive factor.
  func value(_ z: Ball) -> Ball {
    Ball.polynomial(series.coefficients, at: z) + Ball(center: Ball(0, bits: bits), radius: series.valueError)
  }

  func slope(_ z: Ball) -> Ball {
    Ball.polynomial(slopes, at: z) + Ball(center: Ball(0, bits: bits), radius: series.slopeError)
  }

  /// Σ ω e^(-x²/2) at z: the z-derivative is -ρ times the value above.
  func density(_ z: Ball) -> Ball {
    let rho = scale.rho(bits: bits)
    let integrals = [Ball(0, bits: bits)] + series.coefficients.enumerated().map { $1 / ($0 + 1) }
    let tail = Ball(center: Ball(0, bits: bits), radius: series.valueError)
    return series.density - rho * (Ball.polynomial(integrals, at: z) + tail * z)
  }

  /// The one zero of F between `low` and `high`, where F rises from - to +, and the density there.
  func mode(between low: Double, and high: Double) -> (location: Ball, density: Ball)? {
    var (a, b) = (Ball(exactly: low).rounded(to: bits), Ball(exactly: high).rounded(to: bits))
    // Narrow first: the slope of a wide z is not enclosed sharply.
    while !slope(.hull(a, b)).isPositive {
      let middle = ((a + b).scaled(by: -1)).center
      let sign = value(middle)
      guard sign.isNonZero, (b - a).magnitude.exponent > -bits else { return nil }
      if sign.isNegative { a = middle } else { b = middle }
    }
    let z = IntervalNewton().refine(
      IsolatedZero(lower: a, upper: b, direction: .rising), of: value, derivative: slope, bits: bits)
    guard z.isFinite else { return nil }
    let t = Ball(center, bits: bits) + z.scaled(by: scale.exponent - 1)
    return (t, density(z))
  }
}
