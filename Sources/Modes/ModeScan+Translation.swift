/// Taylor coefficients of F in a box from the moments of the boxes within reach.
extension ModeScan {
  /// The occupied boxes within reach of a position.
  @inline(__always)
  func window(
    _ position: Int, _ reach: Int, _ boxes: UnsafeBufferPointer<SampleGrid.Box>
  ) -> Range<Int> {
    @inline(__always) func first(from p: Int) -> Int {
      var (low, high) = (0, boxes.count)
      while low < high {
        let middle = (low + high) / 2
        if boxes[middle].position < p { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return first(from: position - reach)..<first(from: position + reach + 1)
  }

  /// c = Σ T μ over the boxes within reach, order 8, and the error bounds.
  func translate8(
    _ table: TranslationTable, _ position: Int, _ boxes: UnsafeBufferPointer<SampleGrid.Box>,
    _ c: UnsafeMutableBufferPointer<Double>
  ) -> (value: Double, slope: Double) {
    var sum = SIMD8<Double>.zero
    var (e0, e1) = (0.0, 0.0)
    table.entries.withUnsafeBufferPointer { entries in
      for b in window(position, table.reach, boxes) {
        let m = position - boxes[b].position + table.reach
        let mu = moments.low[b]
        let columns = entries.baseAddress! + 8 * m
        for l in 0..<8 { sum += columns[l] * mu[l] }
        e0 += boxes[b].mass * table.valueErrors[m]
        e1 += boxes[b].mass * table.slopeErrors[m]
      }
    }
    for k in 0..<8 { c[k] = sum[k] }
    return errors(table, e0, e1)
  }

  func translate16(
    _ table: TranslationTable, _ position: Int, _ boxes: UnsafeBufferPointer<SampleGrid.Box>,
    _ c: UnsafeMutableBufferPointer<Double>
  ) -> (value: Double, slope: Double) {
    var (low, high) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var (e0, e1) = (0.0, 0.0)
    table.entries.withUnsafeBufferPointer { entries in
      for b in window(position, table.reach, boxes) {
        let m = position - boxes[b].position + table.reach
        let (first, second) = (moments.low[b], moments.high[b])
        let columns = entries.baseAddress! + 32 * m
        for l in 0..<8 {
          low += columns[2 * l] * first[l]
          high += columns[2 * l + 1] * first[l]
        }
        for l in 0..<8 {
          low += columns[16 + 2 * l] * second[l]
          high += columns[17 + 2 * l] * second[l]
        }
        e0 += boxes[b].mass * table.valueErrors[m]
        e1 += boxes[b].mass * table.slopeErrors[m]
      }
    }
    for k in 0..<8 { (c[k], c[k + 8]) = (low[k], high[k]) }
    return errors(table, e0, e1)
  }

  /// With what lies beyond reach. The sums of non-negative terms are within 2^-40 of their values; products that
  /// underflow (weights are at most 2) are covered by 2^-900 per unit of mass.
  @inline(__always)
  private func errors(_ table: TranslationTable, _ e0: Double, _ e1: Double) -> (Double, Double) {
    let growth = 1 + 0x1p-20
    return (
      (e0 + totalMass * (table.farValue + 0x1p-900)) * growth,
      (e1 + totalMass * (table.farSlope + 0x1p-900)) * growth
    )
  }
}
