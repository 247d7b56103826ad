import Foundation

/// Integrals over infinite intervals: a cut, and a proved bound of what lies beyond it.
extension Quadrature {
  /// ∫_a^∞ f(u; p) du.
  ///
  /// - Parameter tail: for every exact T > a that it is given, a **proved** upper bound of |∫_T^∞ f(u; p) du|, for all
  ///   parameters in their balls; indeterminate where it knows none. It should decrease in T.
  ///
  /// The method looks for a cut T = a + R, R a power of two and then some halvings, where the tail is below the last
  /// bit of the integral, integrates over [a, T], and adds the bound at T to the radius. When no cut is found whose
  /// tail is that small, the status is `subdivisionLimit` and the enclosure still holds, with the tail of the farthest
  /// cut in its radius.
  public func integral<F: Function1>(
    of f: F, _ p: [Ball], from a: Ball, tail: (_ cut: Ball) -> Ball, bits: Int? = nil
  ) -> Outcome {
    let wanted = Precision.clamped(
      bits ?? p.reduce(Swift.max(Precision.bits, a.bits)) { Swift.max($0, $1.bits) })
    guard a.isFinite else { return undefinedOutcome(wanted) }
    // The cuts are measured from the centre of a, which need not be exact.
    let start = a.center
    return cutting(wanted) { r in
      let cut = (start.rounded(to: wanted + guardBits + cutBits(start)) + r).center
      // Of a cut within the ball of a the tail's bound need not speak.
      return a.isBelow(cut) ? tail(cut) : .indeterminate
    } over: { r, bits in
      let cut = (start.rounded(to: wanted + guardBits + cutBits(start)) + r).center
      return integral(of: f, p, from: a, to: cut, bits: bits)
    }
  }

  /// ∫_{-∞}^∞ f(u; p) du.
  ///
  /// - Parameters:
  ///   - center: where the integrand is large; exact.
  ///   - tail: for every exact R > 0 that it is given, a **proved** upper bound of |∫ f(u; p) du| over |u - c| > R, c
  ///     the centre; see above.
  public func integral<F: Function1>(
    of f: F, _ p: [Ball], around center: Ball, tail: (_ distance: Ball) -> Ball, bits: Int? = nil
  ) -> Outcome {
    let wanted = Precision.clamped(
      bits ?? p.reduce(Swift.max(Precision.bits, center.bits)) { Swift.max($0, $1.bits) })
    guard center.isExact else { return undefinedOutcome(wanted) }
    return cutting(wanted) { r in
      tail(r)
    } over: { r, bits in
      // Ends that are rounded stay balls that contain c ± R.
      let c = center.rounded(to: wanted + guardBits + cutBits(center))
      return integral(of: f, p, from: c - r, to: c + r, bits: bits)
    }
  }

  /// Bits in which a + R is exact for the cuts R that are tried.
  private func cutBits(_ a: Ball) -> Int { a.bits + Swift.max(0, (a.exponent ?? 0).magnitude.asInt) + 64 }

  private func undefinedOutcome(_ bits: Int) -> Outcome {
    Outcome(
      enclosure: .indeterminate(bits: bits), subintervals: 0, evaluations: 0, worst: nil, status: .undefined)
  }

  /// Chooses R, first coarsely by the size of the integral; see `integral(of:from:tail:)`.
  private func cutting(
    _ bits: Int, tail: (Ball) -> Ball, over integral: (_ r: Ball, _ bits: Int) -> Outcome
  ) -> Outcome {
    func bound(_ r: Ball) -> Magnitude {
      let value = withPrecision(64) { quietly { tail(r) } }
      // A bound that may be negative is none.
      return value.isFinite ? value.magnitude : .infinity
    }
    // The integral's size, from a cut that moves out until the tail is small beside it.
    var (scale, spent) = (Magnitude.zero, 0)
    var isKnown = false
    let farthest = 4 * bits + 256
    // The nearest cut with the smallest tail so far.
    var (cut, least) = (Ball(1, bits: 64), Magnitude.infinity)
    var exponent = 0
    while exponent <= farthest, !isKnown, !least.isZero {
      if Budget.isExhausted { break }
      let r = Ball(1, bits: 64).scaled(by: exponent)
      let size = bound(r)
      if size.isFinite, !(least <= size.scaled(by: 1)) {
        (cut, least) = (r, size)
        let coarse = integral(r, 32)
        spent += coarse.evaluations
        if coarse.status == .budgetExhausted { return coarse }
        scale = coarse.enclosure.isFinite ? coarse.enclosure.center.magnitude : .zero
        isKnown = size <= scale.scaled(by: -4)
      }
      exponent += exponent < 8 ? 1 : exponent / 4
    }
    let goal = scale.scaled(by: -bits - 3)
    if isKnown {
      while !(bound(cut) <= goal), cut.exponent ?? 0 < farthest, !Budget.isExhausted {
        cut = cut.scaled(by: 1)
      }
      // Some halvings between the last two powers of two: a shorter interval is cheaper.
      var step = cut.scaled(by: -2)
      for _ in 0..<4 where bound(cut) <= goal {
        let nearer = cut - step
        if bound(nearer) <= goal { cut = nearer.center }
        step = step.scaled(by: -1)
      }
    }
    var outcome = integral(cut, bits)
    let rest = bound(cut)
    outcome.evaluations += spent
    outcome.enclosure =
      rest.isFinite ? Ball(center: outcome.enclosure, radius: rest) : .indeterminate(bits: bits)
    if outcome.status == .converged, !(rest <= goal) { outcome.status = .subdivisionLimit }
    return outcome
  }
}

extension UInt {
  fileprivate var asInt: Int { Int(Swift.min(self, UInt(Int.max / 4))) }
}
