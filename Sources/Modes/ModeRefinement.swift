import VlasovAnalysis
import VlasovEnclosures
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
  private func mode(from: CrossingTally.Place, to: CrossingTally.Place) -> Mode? {
    // An end at the edge of a box belongs to the box inside.
    var (from, to) = (from, to)
    if from.z == 1, from.exact == nil { from = CrossingTally.Place(position: from.position + 1, z: -1) }
    if to.z == -1, to.exact == nil { to = CrossingTally.Place(position: to.position - 1, z: 1) }
    let (first, last) = (from, to)
    // Ends that are no doubles are exact at this precision.
    let size = Swift.max(first.exactly.denominator.bitWidth, last.exactly.denominator.bitWidth)
    let start = first.exact == nil && last.exact == nil ? inDoubles(first, last) : nil
    let found = inBalls(start, leastBits: size + 64, near: scan.point(first)) { bits in
      // The first box at whose right edge F is positive holds the zero.
      for position in first.position...last.position {
        guard let box = BoxPolynomial(scan, center: scan.grid.center(of: position, scan.scale), bits: bits)
        else { return nil }
        let low = position == first.position ? first.exactly : -1
        let high = position == last.position ? last.exactly : 1
        if position < last.position {
          let edge = box.value(Ball(1, bits: bits))
          if edge.isNegative { continue }
          if !edge.isPositive {
            return aroundEdge(box, low, position + 1 == last.position ? last.exactly : 1, bits)
          }
        }
        return box.mode(between: Ball(low, bits: bits), and: Ball(high, bits: bits))
      }
      return nil
    }
    return found ?? (scan.budget.isExhausted ? nil : coarse(first, last))
  }

  /// The bracket itself, for a mode that no precision within the limit narrows.
  private func coarse(_ first: CrossingTally.Place, _ last: CrossingTally.Place) -> Mode? {
    let interval = scan.interval(first, last)
    let size = KernelScale.scaled(interval.upper - interval.lower, -scan.scale.exponent)
    let bits =
      Swift.max(scan.maximumBits, 256) + extraBits(near: interval.lower)
      + Swift.max(0, size.denominator.bitWidth - size.numerator.bitWidth)
    return withPrecision(bits) {
      var density: Ball?
      for position in first.position...last.position {
        guard let box = BoxPolynomial(scan, center: scan.grid.center(of: position, scan.scale), bits: bits)
        else { return nil }
        let low = position == first.position ? first.exactly : -1
        let high = position == last.position ? last.exactly : 1
        let part = box.density(.hull(Ball(low, bits: bits), Ball(high, bits: bits)))
        density = density.map { .hull($0, part) } ?? part
      }
      let location = Ball.hull(Ball(interval.lower, bits: bits), Ball(interval.upper, bits: bits))
      return density.map { finish(location, $0, bits: bits) }
    }
  }

  /// Bits by which the position of a place exceeds the bandwidth: what a ball around it needs beyond those for z.
  private func extraBits(near place: Rational) -> Int {
    let size = place.numerator.bitWidth - place.denominator.bitWidth + 1
    return Swift.max(0, size - scan.scale.exponent)
  }

  /// The mode in an interval at whose ends F is certainly negative and positive, from the series of a small box around.
  private func mode(in location: Ball, bits: Int) -> (location: Ball, density: Ball)? {
    guard let center = Rational(exactly: location.estimate) else { return nil }
    let offset = location - Ball(center, bits: location.bits)
    let (low, high) = (offset.lowerEdge, offset.upperEdge)
    // The interval lies within 2^-halvings σ of the double.
    let sigma = scan.scale.exponent - 1
    var halvings = 0
    while halvings < bits, offset.magnitude <= .power2(sigma - halvings - 1) { halvings += 1 }
    guard halvings > 0, let box = BoxPolynomial(scan, center: center, bits: bits, halvings: halvings) else {
      return nil
    }
    return box.mode(between: low.scaled(by: halvings - sigma), and: high.scaled(by: halvings - sigma))
  }

  /// The mode at, or very near, the right edge of a box: by the series at that edge. F rises from z = `low` in the box to
  /// z = `high` in the next one.
  private func aroundEdge(
    _ box: BoxPolynomial, _ low: Rational, _ high: Rational, _ bits: Int
  ) -> (location: Ball, density: Ball)? {
    let edge = box.center + KernelScale.scaled(1, scan.scale.exponent - 1)
    guard let series = BoxPolynomial(scan, center: edge, bits: bits) else { return nil }
    let (a, b) = (Swift.max(low - 1, -1), Swift.min(high + 1, 1))
    let (left, right) = (Ball(a, bits: bits), Ball(b, bits: bits))
    guard series.value(left).isNegative, series.value(right).isPositive else { return nil }
    return series.mode(between: left, and: right)
  }

  /// The mode of a point that is alone in its island: within h/8 of it (`SampleGrid`).
  func mode(isolated index: Int) -> Mode? {
    let center = scan.sample.point(index)
    return inBalls(nil, leastBits: 64, near: center) {
      BoxPolynomial(scan, center: center, bits: $0)?.mode(between: -1, and: 1)
    }
  }

  /// At growing precision until accurate enough, or to the limit of precision, or the budget's end.
  ///
  /// - Parameters:
  ///   - start: what is known already; F changes its sign over its location.
  ///   - leastBits: the precision to begin with, at least.
  ///   - place: where the mode is, roughly.
  ///   - attempt: from nothing.
  private func inBalls(
    _ start: Mode?, leastBits: Int, near place: Rational, _ attempt: (Int) -> (location: Ball, density: Ball)?
  ) -> Mode? {
    var best = start
    if let start, isAccurate(start) { return start }
    let extra = extraBits(near: place)
    var bits = Swift.max(128, 10 * digits / 3 + 64, leastBits) + extra
    while !scan.budget.isExhausted {
      let found = withPrecision(bits) { () -> Mode? in
        let near = best.flatMap { mode(in: $0.location, bits: bits) }
        return (near ?? attempt(bits)).map { finish($0.location, $0.density, bits: bits) }
      }
      if let found {
        best = found
        if isAccurate(found) { break }
      }
      if bits >= Swift.max(scan.maximumBits, 4 * digits + 256) + extra { break }
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

  /// In the first box at whose right edge F is certainly positive.
  private func inDoubles(_ from: CrossingTally.Place, _ to: CrossingTally.Place) -> Mode? {
    guard let table = scan.tables.last, let density else { return nil }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 16) { c -> Mode? in
      for position in from.position...to.position {
        let (errors, center) = scan.grid.boxes.withUnsafeBufferPointer { boxes in
          (
            scan.translate16(table, position, boxes, c),
            densityAtCenter(density, table, position, boxes)
          )
        }
        let edge = c.reduce(0, +)
        let size = c.reduce(0) { $0 + $1.magnitude }
        let e = (errors.value + 0x1p-46 * size) * (1 + 0x1p-40)
        let low = position == from.position ? from.z : -1
        let high = position == to.position ? to.z : 1
        if position < to.position {
          if edge < -e { continue }
          if !(edge > e) { return nil }
        }
        return inDoubles(position, low, high, UnsafeBufferPointer(c), errors, center)
      }
      return nil
    }
  }

  /// By the polynomial of the box, order 16; F rises from z = `left` to z = `right`.
  ///
  /// In the bracket F rises. With p(z) the computed polynomial, |p - f| <= e on [-1, 1] (rounding of Horner's rule
  /// included as in `DoubleCells`): if p(z - δ) < -e and p(z + δ) > e, the zero lies between; z ± δ as rounded, that is
  /// within 2^-53, which is added to δ. The density at z is
  /// d_0 - ρ Σ c_k z^(k+1)/(k+1); at the zero it exceeds that by at most ρ δ max|f| <= 2 ρ δ² max|f'|.
  private func inDoubles(
    _ position: Int, _ left: Double, _ right: Double, _ c: UnsafeBufferPointer<Double>,
    _ errors: (value: Double, slope: Double), _ center: (value: Double, error: Double)
  ) -> Mode? {
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
    var (low, high) = (left, right)
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
    while delta < 1, z - delta >= left, z + delta <= right {
      if p(z - delta) < -e, p(z + delta) > e { break }
      delta *= 2
    }
    guard delta < 1, z - delta >= left, z + delta <= right else { return nil }
    delta = (delta + 0x1p-53).nextUp
    let boxCenter = scan.grid.center(of: position, scan.scale)
    let bits = 192 + extraBits(near: boxCenter)
    let offset = Ball(center: Ball(exactly: z), radius: Ball(exactly: delta).magnitude)
    let t =
      Ball(boxCenter, bits: bits) + offset.rounded(to: bits).scaled(by: scan.scale.exponent - 1)
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
  let halvings: Int
  private let slopes: [Ball]

  init?(_ scan: ModeScan, center: Rational, bits: Int, halvings: Int = 0) {
    guard
      let series = BoxSeries(scan.sample, scan.scale, center: center, bits: bits, halvings: halvings)
    else { return nil }
    (self.series, self.center, self.bits, scale) = (series, center, bits, scan.scale)
    self.halvings = halvings
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
    let rho = scale.rho(bits: bits).scaled(by: -halvings)
    let integrals = [Ball(0, bits: bits)] + series.coefficients.enumerated().map { $1 / ($0 + 1) }
    let tail = Ball(center: Ball(0, bits: bits), radius: series.valueError)
    return series.density - rho * (Ball.polynomial(integrals, at: z) + tail * z)
  }

  /// The one zero of F between `low` and `high`, where F rises from - to +, and the density there.
  func mode(between low: Ball, and high: Ball) -> (location: Ball, density: Ball)? {
    var (a, b) = (low.rounded(to: bits).lowerEdge, high.rounded(to: bits).upperEdge)
    // Narrow first: the slope of a wide z is not enclosed sharply.
    while !slope(.hull(a, b)).isPositive {
      guard (b - a).magnitude.exponent > -bits, !Budget.isExhausted else { return nil }
      let middle = ((a + b).scaled(by: -1)).center
      let sign = value(middle)
      if sign.isNegative {
        a = middle
      } else if sign.isPositive {
        b = middle
      } else {
        // The middle may be the zero itself: from both sides.
        let (left, right) = (((a + middle).scaled(by: -1)).center, ((middle + b).scaled(by: -1)).center)
        let (isLeft, isRight) = (value(left).isNegative, value(right).isPositive)
        guard isLeft || isRight else { return nil }
        if isLeft { a = left }
        if isRight { b = right }
      }
    }
    let z = IntervalNewton().refine(
      IsolatedZero(lower: a, upper: b, direction: .rising), of: value, derivative: slope, bits: bits)
    guard z.isFinite else { return nil }
    let t = Ball(center, bits: bits) + z.scaled(by: scale.exponent - 1 - halvings)
    return (t, density(z))
  }
}
