import VlasovNumbers

/// Bounds of the radii of a product of ball matrices: Σ_l |x_il| s_lj + r_il (|y_lj| + s_lj).
struct ProductRadii {
  private let columns: Int
  private var bounds: [Magnitude]

  subscript(_ i: Int, _ j: Int) -> Magnitude { bounds[i * columns + j] }

  /// nil when all balls are exact.
  init?(_ a: [Ball], _ b: [Ball], rows: Int, inner: Int, columns: Int) {
    self.columns = columns
    let r = ScaledBounds(a.map(\.radius), rows: rows, columns: inner, byRow: true)
    let s = ScaledBounds(b.map(\.radius), rows: inner, columns: columns, byRow: false)
    if r.isZero && s.isZero { return nil }
    bounds = Array(repeating: .zero, count: rows * columns)
    if !s.isZero {
      let x = ScaledBounds(
        a.map { ball in ball.read { Magnitude.upper($0.mid) } }, rows: rows, columns: inner, byRow: true)
      add(x, s, rows, inner)
    }
    if !r.isZero {
      add(r, ScaledBounds(b.map(\.magnitude), rows: inner, columns: columns, byRow: false), rows, inner)
    }
  }

  private mutating func add(_ x: ScaledBounds, _ y: ScaledBounds, _ rows: Int, _ inner: Int) {
    var line = [Double](repeating: 0, count: columns)
    // Each of the n roundings of a sum and of a product is below 2^-53; Doubles below 2^-1000 were rounded up
    // to that.
    let factor = 1 + Double(inner + 2) * 0x1p-50
    for i in 0..<rows {
      x.values.withUnsafeBufferPointer { x in
        y.values.withUnsafeBufferPointer { y in
          line.withUnsafeMutableBufferPointer { line in
            for j in 0..<columns { line[j] = 0 }
            for l in 0..<inner {
              let factor = x[i &* inner &+ l]
              if factor == 0 { continue }
              let start = y.baseAddress.unsafelyUnwrapped + l &* columns
              for j in 0..<columns { line[j] += factor * start[j] }
            }
          }
        }
      }
      for j in 0..<columns where x.exponents[i] != nil && y.exponents[j] != nil {
        // Products below the range of Doubles vanish in the sum: n 2^-1000 is more than all of them.
        let sum = line[j] * factor + Double(inner) * 0x1p-1000
        bounds[i * columns + j] =
          bounds[i * columns + j]
          + Magnitude.upper(sum).scaled(by: (x.exponents[i] ?? 0) + (y.exponents[j] ?? 0))
      }
    }
  }
}

/// Bounds as Doubles in [0, 1], each line with its own power of two.
private struct ScaledBounds {
  /// nil for a line of zeros.
  private(set) var exponents: [Int?]
  private(set) var values: [Double]
  let isZero: Bool

  init(_ bounds: [Magnitude], rows: Int, columns: Int, byRow: Bool) {
    isZero = bounds.allSatisfy(\.isZero)
    exponents = Array(repeating: nil, count: byRow ? rows : columns)
    values = Array(repeating: 0, count: bounds.count)
    if isZero { return }
    var tops = Array(repeating: Int.min, count: exponents.count)
    for i in 0..<rows {
      for j in 0..<columns where !bounds[i * columns + j].isZero {
        let line = byRow ? i : j
        tops[line] = max(tops[line], bounds[i * columns + j].exponent)
      }
    }
    for line in tops.indices where tops[line] > Int.min { exponents[line] = tops[line] }
    for i in 0..<rows {
      for j in 0..<columns {
        let bound = bounds[i * columns + j]
        if bound.isZero { continue }
        let power = bound.exponent - 32 - (exponents[byRow ? i : j] ?? 0)
        values[i * columns + j] =
          power < -990 ? 0x1p-950 : Double(sign: .plus, exponent: power, significand: Double(bound.mantissa))
      }
    }
  }
}

extension Magnitude {
  /// >= x for a non-negative Double; infinite for what is not a number.
  static func upper(_ x: Double) -> Magnitude {
    if x == 0 { return .zero }
    guard x.isFinite, x >= 0x1p-1022 else { return x >= 0 && x < 1 ? .power2(-1022) : .infinity }
    return .ceiling(x.significandBitPattern | 1 << 52, unit: x.exponent + 12)
  }
}
