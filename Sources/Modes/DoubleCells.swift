/// Cuts a box into cells on which a Taylor polynomial with error bounds has one sign, or one direction.
///
/// f(z) = Σ c_k z^k ± `valueError`, f'(z) = Σ k c_k z^(k-1) ± `slopeError` for |z| <= 1. On the cell |z - m| <= r let
/// q_k be the coefficients re-centred at m.
/// - if |q_0| > Σ_{k>=1} |q_k| r^k + E_0, f has the sign of q_0 on the cell;
/// - if |q_1| > Σ_{k>=2} k |q_k| r^(k-1) + E_1, f is monotone on it.
///
/// **Rounding.** The q_k come from at most p rounds of additions of products with m, |m| <= 1: each is within
/// γ_{2p+1} Σ_j C(j,k) |c_j| |m|^(j-k) (Higham, §5.3), p < 16, so Σ_k |error of q_k| r^k <= γ_{33} Σ |c_k| (|m| + r)^k
/// <= γ_{33} Σ |c_k| as |m| + r <= 1, and for the slope γ_{33} Σ k |c_k|. The sums in the tests err by less than
/// γ_{40} of their values, at most Σ |c_k| (1 + ...) again. E_0 = valueError + 2^-46 Σ |c_k|, E_1 = slopeError +
/// 2^-46 Σ k |c_k|, computed with a relative error below 2^-48, cover all of it: 2^-46 = 128 u.
struct DoubleCells {
  /// Deeper cells need more precision anyway.
  static let maximumDepth = 44

  /// Appends the stretches of a box, or nothing when it must be decided at a higher precision.
  ///
  /// - Parameters:
  ///   - c: c_0, ..., c_p, p < 16.
  ///   - cells: counts the cells.
  @inline(__always)
  static func append(
    _ c: UnsafeBufferPointer<Double>, position: Int, valueError: Double, slopeError: Double,
    to stretches: inout [Stretch], cells: inout Int
  ) -> BoxOutcome {
    var (size0, size1) = (0.0, 0.0)
    for k in 0..<c.count {
      size0 += c[k].magnitude
      size1 += Double(k) * c[k].magnitude
    }
    let e0 = (valueError + 0x1p-46 * size0) * (1 + 0x1p-40)
    let e1 = (slopeError + 0x1p-46 * size1) * (1 + 0x1p-40)
    // The whole box, without re-centring: nearly all boxes end here. NaN compares false and ends as noise.
    let (value, slope) = (c[0].magnitude, c[1].magnitude)
    if value > (size0 - value) + e0 {
      cells += 1
      stretches.append(Stretch(position: position, sign: c[0] > 0 ? 1 : -1, from: -1, to: 1))
      return .done
    }
    if slope > (size1 - slope) + e1 {
      cells += 1
      stretches.append(Stretch(position: position, sign: 0, zeros: 1, from: -1, to: 1))
      return .done
    }
    if !(value > e0 || slope > e1) { return .noise }
    return cut(c, position: position, e0: e0, e1: e1, to: &stretches, cells: &cells)
  }

  private static func cut(
    _ c: UnsafeBufferPointer<Double>, position: Int, e0: Double, e1: Double, to stretches: inout [Stretch],
    cells: inout Int
  ) -> BoxOutcome {
    let start = stretches.count
    // Halves still to look at, the leftmost last.
    var stack = [(m: 0.5, depth: 1), (m: -0.5, depth: 1)]
    var q = [Double](repeating: 0, count: c.count)
    var found = 0
    while let (m, depth) = stack.popLast() {
      let r = Double(sign: .plus, exponent: -depth, significand: 1)
      for k in 0..<c.count { q[k] = c[k] }
      for j in 0..<c.count - 1 {
        for k in stride(from: c.count - 2, through: j, by: -1) { q[k] += m * q[k + 1] }
      }
      // `power` is r^(k-1) in round k.
      var (rest0, rest1, power) = (0.0, 0.0, 1.0)
      for k in 1..<c.count {
        if k > 1 { rest1 += Double(k) * q[k].magnitude * power }
        rest0 += q[k].magnitude * power * r
        power *= r
      }
      let hasSign = q[0].magnitude > rest0 + e0
      if hasSign || q[1].magnitude > rest1 + e1 {
        found += 1
        let sign: Int8 = hasSign ? (q[0] > 0 ? 1 : -1) : 0
        if let last = stretches.last, stretches.count > start, last.sign == sign {
          stretches[stretches.count - 1].to = m + r
        } else {
          stretches.append(
            Stretch(position: position, sign: sign, zeros: hasSign ? 0 : 1, from: m - r, to: m + r))
        }
      } else if depth >= maximumDepth || !(q[0].magnitude > e0 || q[1].magnitude > e1) {
        stretches.removeSubrange(start...)
        return .noise
      } else {
        stack.append((m + r / 2, depth + 1))
        stack.append((m - r / 2, depth + 1))
      }
    }
    cells += found
    return .done
  }
}
