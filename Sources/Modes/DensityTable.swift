import VlasovEnclosures

/// The rows that turn the moments of a box into Σ ω e^(-x²/2) at the centre of another one: Σ_l S_l μ_l with
/// S_l = ψ_l(Δ) ρ^l/l! (notation and error terms of `TranslationTable`).
///
/// Leaving out l >= 16 costs at most K Σ √(l!) ρ^l/l! e^(-Δ²/4) per unit of mass, less than D_0 e^(-Δ²/4) of the table
/// for F: every term is below the one there with k = 0. Beyond M the density is at most e^(-R²/2) <= R e^(-R²/2).
struct DensityTable: Sendable {
  static let order = BoxMoments.order
  let reach: Int
  /// S for m = -M, ..., M.
  let rows: [(SIMD8<Double>, SIMD8<Double>)]
  /// Errors per unit of mass at m = -M, ..., M.
  let errors: [Double]

  /// - Parameter table: the table for F of the same order, whose truncation bounds hold here.
  init(scale: KernelScale, table: TranslationTable, momentError: Double) {
    reach = table.reach
    let rho = SmallBall(scale.rho)
    let u = 0x1p-53
    var rows: [(SIMD8<Double>, SIMD8<Double>)] = []
    var errors: [Double] = []
    for m in -reach...reach {
      let psi = TranslationTable.hermite(rho * SmallBall(2 * m), count: Self.order)
      var factor: SmallBall = 1
      var row = [Double](repeating: 0, count: Self.order)
      var (size, rounding) = (0.0, 0.0)
      for l in 0..<Self.order {
        if l > 0 { factor = factor * rho / l }
        let ball = psi[l] * factor
        row[l] = ball.estimate
        size += row[l].magnitude
        rounding += u * row[l].magnitude + ball.radius.estimateAbove
      }
      rows.append((SIMD8(row[0..<8]), SIMD8(row[8..<16])))
      let terms = Double((2 * reach + 1) * Self.order)
      errors.append(
        1.01 * (table.truncation[m + reach] + rounding + (momentError + (terms + 2) * u) * size))
    }
    (self.rows, self.errors) = (rows, errors)
  }
}
