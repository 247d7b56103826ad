import VlasovEnclosures

/// Cuts a box into cells by its Taylor series in balls; the tests of `DoubleCells`, with bounds as magnitudes.
struct BallCells {
  let series: BoxSeries
  let position: Int
  let bits: Int
  /// Report cells that noise hides as unresolved, instead of giving up.
  let isLast: Bool

  private let c: [Ball]

  init(series: BoxSeries, position: Int, bits: Int, isLast: Bool) {
    self.series = series
    self.position = position
    self.bits = bits
    self.isLast = isLast
    c = series.coefficients
  }

  /// Appends the stretches of the box; nothing when more precision is needed, or the budget ends.
  func append(to stretches: inout [Stretch], cells: inout Int) -> BoxOutcome {
    let start = stretches.count
    let budget = Budget.current
    var stack = [(m: Ball(0, bits: bits), depth: 0)]
    var found = 0
    while let (m, depth) = stack.popLast() {
      let q = recentred(at: m)
      let (value, slope) = (q[0].magnitudeBelow, q[1].magnitudeBelow)
      let r = -depth
      if isAbove(value, rest(q, derivative: 0, r) + series.valueError) {
        found += 1
        append(cell(m, depth, sign: q[0].isPositive ? 1 : -1), to: &stretches, from: start)
      } else if isAbove(slope, rest(q, derivative: 1, r) + series.slopeError) {
        found += 1
        append(cell(m, depth, sign: 0, zeros: 1), to: &stretches, from: start)
      } else if isAbove(value, series.valueError) || isAbove(slope, series.slopeError), depth < bits,
        !budget.isExhausted
      {
        // An exact dyadic number: the middle has depth bits, and the precision is larger.
        let half = Ball(1, bits: 64).scaled(by: -depth - 1)
        stack.append((m + half, depth + 1))
        stack.append((m - half, depth + 1))
      } else if isLast {
        found += 1
        var unresolved = cell(m, depth, sign: 0, zeros: Stretch.unknown)
        unresolved.isUnresolved = true
        let highest = (1...Swift.min(8, c.count - 1)).first {
          isAbove(q[$0].magnitudeBelow, rest(q, derivative: $0, r) + series.coefficientError($0))
        }
        if let highest { unresolved.zeros = Int32(highest) }
        append(unresolved, to: &stretches, from: start)
      } else {
        stretches.removeSubrange(start...)
        return .noise
      }
    }
    cells += found
    return .done
  }

  private func cell(_ m: Ball, _ depth: Int, sign: Int8, zeros: Int32 = 0) -> Stretch {
    // Ends of very small cells are rounded outwards.
    let half = Ball(1, bits: 64).scaled(by: -depth)
    return Stretch(
      position: position, sign: sign, zeros: zeros, from: (m - half).lowerDouble, to: (m + half).upperDouble)
  }

  /// Joins stretches of one kind.
  private func append(_ next: Stretch, to stretches: inout [Stretch], from start: Int) {
    if let last = stretches.last, stretches.count > start, last.sign == next.sign,
      last.isUnresolved == next.isUnresolved
    {
      if next.isUnresolved, last.zeros != .max, next.zeros != .max {
        stretches[stretches.count - 1].zeros += next.zeros
      } else {
        stretches[stretches.count - 1].zeros = Swift.max(last.zeros, next.zeros)
      }
      stretches[stretches.count - 1].to = next.to
    } else {
      stretches.append(next)
    }
  }

  /// The coefficients at m.
  private func recentred(at m: Ball) -> [Ball] {
    var q = c
    if m.isZero { return q }
    for j in 0..<q.count - 1 {
      for k in stride(from: q.count - 2, through: j, by: -1) { q[k] = q[k] + m * q[k + 1] }
    }
    return q
  }

  /// Σ_{k>d} C(k, d) |q_k| r^(k-d) with r = 2^`exponent`.
  private func rest(_ q: [Ball], derivative d: Int, _ exponent: Int) -> Magnitude {
    var sum = Magnitude.zero
    var binomial = 1.0
    for k in stride(from: d + 1, to: q.count, by: 1) {
      binomial = binomial * Double(k) / Double(k - d)
      // Rounded up: the quotient above is within 2^-50 k of the binomial coefficient.
      let factor = Ball(exactly: binomial * (1 + 0x1p-30)).magnitude
      sum = sum + (q[k].magnitude * factor).scaled(by: exponent * (k - d))
    }
    return sum
  }

  private func isAbove(_ a: Magnitude, _ b: Magnitude) -> Bool { !(a <= b) }
}
