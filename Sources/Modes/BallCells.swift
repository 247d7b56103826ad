import VlasovEnclosures
import VlasovNumbers

/// Cuts a box into cells by its Taylor series in balls; the tests of `DoubleCells`, with bounds as magnitudes.
///
/// A cell |z - m| <= r = 2^-depth carries the coefficients Q_k = q_k r^k of F in v = (z - m)/r. Its halves have
/// Q'_j = 2^-j Σ_k C(k, j) Q_k (±1/2)^(k-j). Deep cells need few terms: those from some k on with a sum
/// D = Σ 2^k |Q_k| far below the error bounds are dropped. Since C(k, j) <= 2^k, D bounds what they contribute to the
/// value, the v-derivative and every re-centred coefficient, in the cell and in all cells inside it.
struct BallCells {
  let series: BoxSeries
  let position: Int
  let bits: Int
  /// Report cells that noise hides as unresolved, instead of giving up.
  let isLast: Bool

  private struct Cell {
    var middle: Rational
    var depth: Int
    var coefficients: [Ball]
    var dropped: Magnitude
  }

  /// Appends the stretches of the box; nothing when more precision is needed, or the budget ends.
  func append(to stretches: inout [Stretch], cells: inout Int) -> BoxOutcome {
    let start = stretches.count
    let budget = Budget.current
    var stack = [
      Cell(middle: 0, depth: 0, coefficients: series.coefficients, dropped: .zero)
    ]
    var found = 0
    while let cell = stack.popLast() {
      let q = cell.coefficients
      let valueError = series.valueError + cell.dropped
      let slopeError = series.slopeError.scaled(by: -cell.depth) + cell.dropped
      let (value, slope) = (q[0].magnitudeBelow, q[1].magnitudeBelow)
      if isAbove(value, rest(q, derivative: 0) + valueError) {
        found += 1
        append(stretch(cell, sign: q[0].isPositive ? 1 : -1), to: &stretches, from: start)
      } else if isAbove(slope, rest(q, derivative: 1) + slopeError) {
        found += 1
        append(stretch(cell, sign: 0, zeros: 1), to: &stretches, from: start)
      } else if isAbove(value, valueError) || isAbove(slope, slopeError), cell.depth < bits,
        !budget.isExhausted
      {
        stack.append(half(cell, right: true))
        stack.append(half(cell, right: false))
      } else if isLast {
        found += 1
        var unresolved = stretch(cell, sign: 0, zeros: Stretch.unknown)
        unresolved.isUnresolved = true
        let highest = stride(from: 1, to: Swift.min(9, q.count), by: 1).first {
          let error = series.coefficientError($0).scaled(by: -$0 * cell.depth) + cell.dropped
          return isAbove(q[$0].magnitudeBelow, rest(q, derivative: $0) + error)
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

  private func half(_ cell: Cell, right: Bool) -> Cell {
    var q = cell.coefficients
    for j in 0..<q.count - 1 {
      for k in stride(from: q.count - 2, through: j, by: -1) {
        let step = q[k + 1].scaled(by: -1)
        q[k] = right ? q[k] + step : q[k] - step
      }
    }
    for j in 1..<q.count { q[j] = q[j].scaled(by: -j) }
    let shift = KernelScale.scaled(1, -cell.depth - 1)
    var next = Cell(
      middle: right ? cell.middle + shift : cell.middle - shift, depth: cell.depth + 1, coefficients: q,
      dropped: cell.dropped)
    drop(&next)
    return next
  }

  /// Drops the last terms as long as that adds little to the error bounds.
  private func drop(_ cell: inout Cell) {
    let value = series.valueError + cell.coefficients[0].radius
    let slope = series.slopeError.scaled(by: -cell.depth) + cell.coefficients[1].radius
    let limit = (value <= slope ? value : slope).scaled(by: -16)
    var sum = Magnitude.zero
    var count = cell.coefficients.count
    while count > 4 {
      let more = sum + cell.coefficients[count - 1].magnitude.scaled(by: count - 1)
      if !(more <= limit) { break }
      sum = more
      count -= 1
    }
    cell.coefficients.removeSubrange(count...)
    cell.dropped = cell.dropped + sum
  }

  private func stretch(_ cell: Cell, sign: Int8, zeros: Int32 = 0) -> Stretch {
    // Exact: a rounded end may lie beyond the next zero.
    let half = KernelScale.scaled(1, -cell.depth)
    let (from, to) = (cell.middle - half, cell.middle + half)
    return Stretch(
      position: position, sign: sign, zeros: zeros, from: from.double, to: to.double,
      exactFrom: Rational(exactly: from.double) == from ? nil : from,
      exactTo: Rational(exactly: to.double) == to ? nil : to)
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
      stretches[stretches.count - 1].exactTo = next.exactTo
    } else {
      stretches.append(next)
    }
  }

  /// Σ_{k>d} C(k, d) |Q_k|
  private func rest(_ q: [Ball], derivative d: Int) -> Magnitude {
    var sum = Magnitude.zero
    var binomial = 1.0
    for k in stride(from: d + 1, to: q.count, by: 1) {
      binomial = binomial * Double(k) / Double(k - d)
      // Rounded up: the quotients are within 2^-50 k of the binomial coefficient.
      let factor = d == 0 ? Magnitude.power2(0) : Ball(exactly: binomial * (1 + 0x1p-30)).magnitude
      sum = sum + q[k].magnitude * factor
    }
    return sum
  }

  private func isAbove(_ a: Magnitude, _ b: Magnitude) -> Bool { !(a <= b) }
}
