import VlasovSymbols

/// The superposition S(s) = Σ_h v_h k_h(s) Ψ_h(Y_h(s)) and its first two derivatives in s.
///
/// With q = λ/(1 - e^(-λs)) = 1/(s exprel(-λs)): k' = λk, Y' = -q and q' = -q(q - λ), hence per head
/// S' = vk(λΨ - qΨ') and S'' = vk(λ²Ψ + q(q - 3λ)Ψ' + q²Ψ'').
struct MultiHeadShape: Sendable {
  struct Head: Sendable {
    let weight: Ball
    let lambda: Ball
    let series: StationarySeries
  }

  let heads: [Head]

  /// `nil` when the modes of a head cannot be bounded.
  init?(rows: [[Ball]], t: Ball, m: Ball, bits: Int) {
    var heads: [Head] = []
    for row in rows {
      guard let series = StationarySeries(beta: row[1], m: m, t: t, lambda: row[2], bits: bits) else {
        return nil
      }
      heads.append(Head(weight: row[0], lambda: row[2], series: series))
    }
    self.heads = heads
  }

  /// Y_h(s) clipped to [0, ∞), where it lies for s <= 1.
  private func age(_ head: Head, _ s: Ball) -> Ball {
    let y = RetrievalModel.age(1, s, head.lambda)
    guard y.isFinite, !y.isNonNegative else { return y }
    return Ball.hull(Ball(0, bits: y.bits), Ball.max(y.upperEdge, Ball(0, bits: y.bits)))
  }

  private func rate(_ head: Head, _ s: Ball) -> Ball { 1 / (s * Ball.exprel(-(head.lambda * s))) }

  func value(_ s: Ball) -> Ball {
    heads.reduce(Ball(0)) { sum, h in
      sum + h.weight * RetrievalModel.graphon(1, s, h.lambda) * h.series.psi(0, age(h, s))
    }
  }

  func derivative(_ s: Ball) -> Ball {
    heads.reduce(Ball(0)) { sum, h in
      let y = age(h, s)
      let inner = h.lambda * h.series.psi(0, y) - rate(h, s) * h.series.psi(1, y)
      return sum + h.weight * RetrievalModel.graphon(1, s, h.lambda) * inner
    }
  }

  func secondDerivative(_ s: Ball) -> Ball {
    heads.reduce(Ball(0)) { sum, h in
      let y = age(h, s)
      let q = rate(h, s)
      let inner =
        h.lambda * h.lambda * h.series.psi(0, y) + q * (q - 3 * h.lambda) * h.series.psi(1, y)
        + q * q * h.series.psi(2, y)
      return sum + h.weight * RetrievalModel.graphon(1, s, h.lambda) * inner
    }
  }

  /// S' on a set: the mean value form intersected with the plain one, since the heads nearly cancel.
  func derivativeOnSet(_ s: Ball) -> Ball {
    let plain = derivative(s)
    guard s.isFinite, !s.isExact, s.accuracyBits < 24 else { return plain }
    let centered = derivative(s.center) + secondDerivative(s) * (s - s.center)
    return Ball.intersection(plain, centered) ?? plain
  }
}
