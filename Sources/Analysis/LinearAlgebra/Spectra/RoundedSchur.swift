/// Approximate eigenvalues and eigenvectors of any square matrix, without any promise: Schur's form by the QR
/// algorithm with complex shifts, then back substitution.
struct RoundedSchur<Real: RoundedReal> {
  typealias Number = RoundedComplex<Real>

  private let size: Int
  /// log2 of the unit of rounding.
  private let unit: Double
  /// Upper triangular at the end.
  private var t: [Number]
  /// The rows of q^H: the transformations applied so far.
  private var q: [Number]

  /// The eigenvalues and, in the columns of the matrix, eigenvectors; nil when the iteration did not settle
  /// or the budget was spent.
  static func eigenvectors(_ matrix: Matrix<Number>, bits: Int) -> (
    values: [Number], vectors: Matrix<Number>
  )? {
    var schur = RoundedSchur(matrix, bits: bits)
    guard schur.reduce(), schur.iterate() else { return nil }
    return (schur.values, schur.vectors)
  }

  private init(_ matrix: Matrix<Number>, bits: Int) {
    size = matrix.rows
    unit = -Double(bits)
    t = matrix.entries
    q = Matrix<Number>.identity(matrix.rows).entries
  }

  /// A rotation of the rows i and k that makes (a, b) to (r, 0), and the same of the columns.
  private struct Rotation {
    let i: Int
    let k: Int
    let c: Number
    let s: Number

    init?(_ i: Int, _ k: Int, _ a: Number, _ b: Number) {
      if b.log2 == -.infinity { return nil }
      let e =
        Number(a.re, b.re).exponent > Number(a.im, b.im).exponent
        ? Number(a.re, b.re).exponent : Number(a.im, b.im).exponent
      let (x, y) = (a.scaled(by: -e), b.scaled(by: -e))
      let square = x.re * x.re + x.im * x.im + y.re * y.re + y.im * y.im
      let r = Real.sqrt(square)
      (self.i, self.k) = (i, k)
      c = Number(x.re / r, x.im / r)
      s = Number(y.re / r, y.im / r)
    }
  }

  private mutating func turnRows(_ g: Rotation, from first: Int) {
    let (cc, cs) = (g.c.conjugate, g.s.conjugate)
    for j in first..<size {
      let (x, y) = (t[g.i * size + j], t[g.k * size + j])
      t[g.i * size + j] = cc * x + cs * y
      t[g.k * size + j] = g.c * y - g.s * x
    }
  }

  private mutating func turnColumns(_ g: Rotation, through last: Int) {
    let (cc, cs) = (g.c.conjugate, g.s.conjugate)
    for j in 0...last {
      let (x, y) = (t[j * size + g.i], t[j * size + g.k])
      t[j * size + g.i] = x * g.c + y * g.s
      t[j * size + g.k] = y * cc - x * cs
    }
  }

  private mutating func remember(_ g: Rotation) {
    let (cc, cs) = (g.c.conjugate, g.s.conjugate)
    for j in 0..<size {
      let (x, y) = (q[g.i * size + j], q[g.k * size + j])
      q[g.i * size + j] = cc * x + cs * y
      q[g.k * size + j] = g.c * y - g.s * x
    }
  }

  /// To Hessenberg's form.
  private mutating func reduce() -> Bool {
    for column in stride(from: 0, to: size - 2, by: 1) {
      if Budget.isExhausted { return false }
      for row in stride(from: size - 1, to: column + 1, by: -1) {
        guard
          let g = Rotation(row - 1, row, t[(row - 1) * size + column], t[row * size + column])
        else { continue }
        turnRows(g, from: column)
        t[row * size + column] = Number(0)
        turnColumns(g, through: size - 1)
        remember(g)
      }
    }
    return true
  }

  private mutating func iterate() -> Bool {
    var high = size - 1
    var tries = 0
    while high > 0 {
      if Budget.isExhausted { return false }
      // The block without a negligible subdiagonal entry that ends at `high`.
      var low = high
      while low > 0 {
        let below = t[low * size + low - 1].log2
        let beside = Swift.max(t[low * size + low].log2, t[(low - 1) * size + low - 1].log2)
        if below.isNaN || beside.isNaN { return false }
        if below == -.infinity || below <= beside + unit || (beside == -.infinity && below < unit - 1000) {
          t[low * size + low - 1] = Number(0)
          break
        }
        low -= 1
      }
      if low == high {
        high -= 1
        tries = 0
        continue
      }
      tries += 1
      if tries > 300 { return false }
      step(low, high, exceptional: tries % 11 == 10)
    }
    return true
  }

  private mutating func step(_ low: Int, _ high: Int, exceptional: Bool) {
    let shift = exceptional ? t[high * size + high] + t[high * size + high - 1] : wilkinsonShift(high)
    for i in low...high { t[i * size + i] = t[i * size + i] - shift }
    var rotations: [Rotation] = []
    for i in low..<high {
      guard let g = Rotation(i, i + 1, t[i * size + i], t[(i + 1) * size + i]) else { continue }
      turnRows(g, from: i)
      t[(i + 1) * size + i] = Number(0)
      rotations.append(g)
    }
    for g in rotations {
      turnColumns(g, through: Swift.min(g.k, high))
      remember(g)
    }
    for i in low...high { t[i * size + i] = t[i * size + i] + shift }
  }

  /// The eigenvalue of the last 2x2 block that is nearer to its last entry.
  private func wilkinsonShift(_ high: Int) -> Number {
    let (a, b) = (t[(high - 1) * size + high - 1], t[(high - 1) * size + high])
    let (c, d) = (t[high * size + high - 1], t[high * size + high])
    let half = (a - d).scaled(by: -1)
    let product = b * c
    let root = (half * half + product).squareRoot
    let (plus, minus) = (half + root, half - root)
    let larger = plus.log2 >= minus.log2 ? plus : minus
    return larger.log2 == -.infinity ? d : d - product / larger
  }

  private var values: [Number] { (0..<size).map { t[$0 * size + $0] } }

  /// Q y for the eigenvectors y of the triangular form, scaled to largest entries of about 1.
  private var vectors: Matrix<Number> {
    let scale = t.reduce(-Double.infinity) { Swift.max($0, $1.log2) }
    let least = scale.isFinite ? Int((scale + unit).rounded(.up)) : 0
    var columns: [[Number]] = []
    for k in 0..<size {
      var y = [Number](repeating: Number(0), count: size)
      y[k] = Number(1)
      for i in stride(from: k - 1, through: 0, by: -1) {
        var sum = t[i * size + k]
        for j in stride(from: i + 1, to: k, by: 1) { sum = sum + t[i * size + j] * y[j] }
        var divisor = t[k * size + k] - t[i * size + i]
        if divisor.log2 < Double(least) { divisor = Number(1).scaled(by: least) }
        y[i] = sum / divisor
      }
      let top = y.reduce(-Double.infinity) { Swift.max($0, $1.log2) }
      columns.append(top.isFinite ? y.map { $0.scaled(by: -Int(top.rounded())) } : y)
    }
    // q holds Q^H row by row.
    return Matrix(rows: size, columns: size) { i, k in
      (0...k).reduce(Number(0)) { $0 + q[$1 * size + i].conjugate * columns[k][$1] }
    }
  }
}
