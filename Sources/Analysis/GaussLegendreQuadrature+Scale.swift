/// How large the integral is, and so what error does not matter: choices, of which nothing has to be proved.
extension GaussLegendreQuadrature {
  /// The error that does not matter: about the last bit of the integral, or less than what the parameters' widths, and
  /// cancellation, leave undecided. A choice: nothing depends on it but the radius.
  mutating func tolerance() -> Magnitude {
    let scale = scale()
    usualSize = scale.logarithm2 - length.magnitude.logarithm2
    // Near the ends of the range of doubles their bounds are of no use.
    needsBalls = usualSize.magnitude > 800 || length.magnitude.logarithm2.magnitude > 800
    let floor = scale.scaled(by: -target - 2)
    let widths = parameters.contains { !$0.isExact && $0.accuracyBits < target - 16 }
    // A function that doubles cannot tell from 0 may cancel, and be known to an absolute error only.
    guard widths || needsBalls else { return floor }
    // At the precision of the sums: the radii of a lower one would pass for those of the parameters.
    let bits = working + offset
    return withPrecision(bits) {
      let l = length.rounded(to: bits)
      var inherent = Magnitude.zero
      for k in 0..<8 {
        evaluations += 1
        let value = quietly {
          function(a.rounded(to: bits) + l * (2 * k + 1) / 16, parameters.atWorkingPrecision)
        }
        if value.isFinite { inherent = inherent + value.radius }
      }
      return Magnitude.max2(floor, (inherent * l.magnitude).scaled(by: -7))
    }
  }

  /// The size of the integral: |∫f|, but not much less than ∫|f|.
  private mutating func scale() -> Magnitude {
    let sums = sumsInDoubles()
    needsBalls = sums == nil
    let (signed, absolute) = sums ?? (scaleInBalls(), .zero)
    let known = peakScale(known: Magnitude.max2(signed, absolute))
    return Magnitude.max2(signed, known.scaled(by: -16))
  }

  /// ∫|f| at least roughly, when `known` may have missed a narrow peak: pieces with the largest upper bound of |f| on
  /// the real line are cut until the lower bounds, or `known`, are not far below the upper ones.
  private mutating func peakScale(known: Magnitude) -> Magnitude {
    var pieces = [areas(Piece())]
    while true {
      var (worst, upper, lower) = (0, Magnitude.zero, Magnitude.zero)
      for (i, part) in pieces.enumerated() {
        if pieces[worst].upper <= part.upper { worst = i }
        upper = upper + part.upper
        lower = lower + part.lower
      }
      let best = Magnitude.max2(known, lower)
      let piece = pieces[worst].piece
      if upper <= best.scaled(by: 12) || pieces.count >= 128 || piece.depth >= 64 || Budget.isExhausted {
        return best
      }
      pieces[worst] = areas(piece.left)
      pieces.append(areas(piece.right))
    }
  }

  /// About the least and the greatest |f| on a real piece, times its length.
  private mutating func areas(_ piece: Piece) -> (piece: Piece, lower: Magnitude, upper: Magnitude) {
    evaluations += 1
    return withPrecision(boundBits(piece)) {
      quietly {
        let (m, w) = frame(piece)
        let (low, high) = sizes(m + Ball.hull(-w, w))
        let width = w.magnitude.scaled(by: 1)
        return (piece, low * width, high * width)
      }
    }
  }

  /// |∫f| and ∫|f| by an adaptive sum in floating point; nil near the ends of its range.
  private func sumsInDoubles() -> (signed: Magnitude, absolute: Magnitude)? {
    let p = parameters.map(\.estimate)
    let (low, high) = (a.estimate, (a + length).estimate)
    guard low.isFinite, high.isFinite else { return nil }
    let rule = GaussLegendre.ten
    func sums(_ x: Double, _ y: Double) -> (signed: Double, absolute: Double) {
      let (m, w) = (x + (y - x) / 2, (y - x) / 2)
      return rule.nodes.reduce(into: (0, 0)) { sum, node in
        let value = node.weight * w * function(m + w * node.x, p)
        sum.0 += value
        sum.1 += Swift.abs(value)
      }
    }
    var stack = [(low, high, sums(low, high))]
    var (signed, absolute) = (0.0, 0.0)
    var size = stack[0].2.absolute
    var count = 0
    while let (x, y, rough) = stack.popLast() {
      let middle = x + (y - x) / 2
      let (left, right) = (sums(x, middle), sums(middle, y))
      let fine = (left.signed + right.signed, left.absolute + right.absolute)
      guard fine.0.isFinite, fine.1.isFinite else { return nil }
      count += 1
      size = Swift.max(size, absolute + fine.1)
      if Swift.abs(fine.0 - rough.signed) <= 1e-5 * size || count >= 100 || middle == x || middle == y {
        signed += fine.0
        absolute += fine.1
      } else {
        stack.append((middle, y, right))
        stack.append((x, middle, left))
      }
    }
    guard absolute > 1e-290, absolute < 1e290 else { return nil }
    return (Ball(exactly: signed).magnitude, Ball(exactly: absolute).magnitude)
  }

  /// ∫|f| by 64 values in balls, for integrands beyond the range or the precision of doubles.
  private mutating func scaleInBalls() -> Magnitude {
    let bits = 128 + offset
    return withPrecision(bits) {
      let l = length.rounded(to: bits)
      var sum = Magnitude.zero
      for k in 0..<64 {
        evaluations += 1
        let value = quietly {
          function(a.rounded(to: bits) + l * (2 * k + 1) / 128, parameters.atWorkingPrecision)
        }
        if value.isFinite { sum = sum + (value.center.isZero ? value : value.center).magnitude }
      }
      return (sum * l.magnitude).scaled(by: -6)
    }
  }
}
