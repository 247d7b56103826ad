import CMPFR
import VlasovNumbers

/// Matrix products at high precision with half as many products of midpoints: S. Winograd, "A new algorithm
/// for inner products", 1968.
///
/// With one unit for each row x of the first matrix and each column y of the second, midpoints are exactly
/// integers, and for the pairs of neighbouring places
///
///     x_0 y_0 + x_1 y_1 = (x_0 + y_1)(x_1 + y_0) - x_0 x_1 - y_0 y_1,
///
/// where the sums of x_0 x_1 over a row and of y_0 y_1 over a column are found once. All of this is exact; an
/// entry is rounded once, and its radius is Σ |x| s + r |y| + r s by `DotPlan`.
struct IntegerMatrixProduct {
  /// Below these sizes scalar products are faster; measured.
  private static let leastBits = 1000
  private static let leastSize = 12

  private let rows: Int
  private let inner: Int
  private let columns: Int
  /// The units of the rows, then those of the columns, as exponents.
  private var units: [Int] = []

  /// nil when an operand is indeterminate, or when scalar products are taken to be faster: for small
  /// matrices, low precision, entries of a line that differ much in size, or lines of different widths.
  init?(_ a: [Ball], _ b: [Ball], _ rows: Int, _ inner: Int, _ columns: Int, isForced: Bool) {
    (self.rows, self.inner, self.columns) = (rows, inner, columns)
    let bits = a.first?.bits ?? 0
    let least = IntegerMatrixProduct.leastSize
    if !isForced, bits < IntegerMatrixProduct.leastBits || min(rows, columns) < least || inner < 2 {
      return nil
    }
    guard a.allSatisfy(\.isFinite), b.allSatisfy(\.isFinite) else { return nil }
    let rowLines = (0..<rows).map { i in a[(i * inner)..<((i + 1) * inner)] }
    let columnEntries = MatrixProduct.transposed(b, inner, columns)
    let columnLines = (0..<columns).map { j in columnEntries[(j * inner)..<((j + 1) * inner)] }
    var (narrow, wide) = (Int.max, 0)
    for line in rowLines + columnLines {
      var (top, unit) = (Int.min, Int.max)
      for ball in line {
        guard let e = ball.exponent else { continue }
        top = max(top, e)
        unit = min(unit, e - ball.bits)
      }
      if top == Int.min { (top, unit) = (0, 0) } else { narrow = min(narrow, top - unit) }
      wide = max(wide, top - unit)
      units.append(unit)
    }
    if wide > 1 << 24 || (!isForced && (wide > bits + bits / 8 + 64 || narrow < wide - wide / 4)) {
      return nil
    }
  }

  /// Integers that are cleared together.
  private final class Table {
    let start: UnsafeMutablePointer<__mpz_struct>
    let count: Int

    init(_ count: Int) {
      self.count = count
      start = .allocate(capacity: max(1, count))
      for i in 0..<count { __gmpz_init(start + i) }
    }

    deinit {
      for i in 0..<count { __gmpz_clear(start + i) }
      start.deallocate()
    }
  }

  /// The integers x/2^unit of a line.
  private func read(_ line: UnsafePointer<BallPointer>, unit: Int, into z: UnsafeMutablePointer<__mpz_struct>)
  {
    for l in 0..<inner {
      let m = line[l].mid
      if m.pointee._mpfr_exp == MPFRExponent.zero { continue }
      let e = mpfr_get_z_2exp(z + l, m)
      __gmpz_mul_2exp(z + l, z + l, UInt(e - unit))
    }
  }

  /// Σ x_0 x_1 over the pairs of a line.
  private func addPairs(_ x: UnsafeMutablePointer<__mpz_struct>, to sum: UnsafeMutablePointer<__mpz_struct>) {
    for l in stride(from: 0, to: inner - 1, by: 2) { __gmpz_addmul(sum, x + l, x + (l + 1)) }
  }

  /// All entries, row by row; indeterminate from where the budget is spent.
  func entries(_ a: [Ball], _ b: [Ball], bits: Int) -> [Ball] {
    let columnEntries = MatrixProduct.transposed(b, inner, columns)
    let (left, right) = (Table(inner), Table(inner * columns))
    let (sums, work) = (Table(1 + columns), Table(3))
    var result: [Ball] = []
    result.reserveCapacity(rows * columns)
    a.withPointers { x in
      columnEntries.withPointers { y in
        for j in 0..<columns {
          read(y + j * inner, unit: units[rows + j], into: right.start + j * inner)
          addPairs(right.start + j * inner, to: sums.start + (1 + j))
        }
        for i in 0..<rows {
          if Budget.isExhausted { return }
          __gmpz_set_ui(sums.start, 0)
          for l in 0..<inner { __gmpz_set_ui(left.start + l, 0) }
          read(x + i * inner, unit: units[i], into: left.start)
          addPairs(left.start, to: sums.start)
          for j in 0..<columns {
            let sum = work.start
            let column = right.start + j * inner
            __gmpz_add(sum, sums.start, sums.start + (1 + j))
            __gmpz_neg(sum, sum)
            for l in stride(from: 0, to: inner - 1, by: 2) {
              __gmpz_add(work.start + 1, left.start + l, column + (l + 1))
              __gmpz_add(work.start + 2, left.start + (l + 1), column + l)
              __gmpz_addmul(sum, work.start + 1, work.start + 2)
            }
            if inner % 2 == 1 { __gmpz_addmul(sum, left.start + (inner - 1), column + (inner - 1)) }
            let radius = DotPlan.radius(Dot.Vector(x + i * inner), Dot.Vector(y + j * inner), inner)
            result.append(
              .make(bits) { z in
                let t = mpfr_set_z_2exp(z.mid, sum, units[i] + units[rows + j], MPFR_RNDN)
                BallKernel.finish(z, radius + BallKernel.roundingError(t, z))
              })
          }
        }
      }
    }
    let missing = rows * columns - result.count
    return missing == 0 ? result : result + Array(repeating: .indeterminate(bits: bits), count: missing)
  }
}
