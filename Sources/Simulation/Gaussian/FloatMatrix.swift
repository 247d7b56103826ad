/// A dense matrix of doubles, row by row; a vector is a matrix of one column.
///
/// For the small matrices of the Gaussian simulations: nothing here is certified. Sizes that do not fit are programming
/// errors.
public struct FloatMatrix: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// The entries, row by row.
  public private(set) var entries: [Double]

  // MARK: Making matrices

  /// The matrix of these entries, row by row.
  public init(rows: Int, columns: Int, _ entries: [Double]) {
    precondition(rows >= 0 && columns >= 0 && entries.count == rows * columns, "size of a matrix")
    (self.rows, self.columns, self.entries) = (rows, columns, entries)
  }

  /// The matrix whose entry (i, j), counted from 0, is `entry(i, j)`.
  public init(rows: Int, columns: Int, entry: (Int, Int) -> Double) {
    var entries: [Double] = []
    entries.reserveCapacity(rows * columns)
    for i in 0..<rows {
      for j in 0..<columns { entries.append(entry(i, j)) }
    }
    self.init(rows: rows, columns: columns, entries)
  }

  /// The matrix of these rows, all of one length.
  public init(_ rows: [[Double]]) {
    self.init(rows: rows.count, columns: rows.first?.count ?? 0, rows.flatMap { $0 })
  }

  /// The column vector of these entries.
  public init(column: [Double]) { self.init(rows: column.count, columns: 1, column) }

  /// The diagonal matrix of these entries.
  public init(diagonal: [Double]) {
    self.init(rows: diagonal.count, columns: diagonal.count) { $0 == $1 ? diagonal[$0] : 0 }
  }

  public static func identity(_ size: Int) -> FloatMatrix {
    FloatMatrix(rows: size, columns: size) { $0 == $1 ? 1 : 0 }
  }

  public static func zero(_ rows: Int, _ columns: Int) -> FloatMatrix {
    FloatMatrix(rows: rows, columns: columns, Array(repeating: 0, count: rows * columns))
  }

  // MARK: Reading matrices

  /// The entry in row i and column j, counted from 0.
  public subscript(i: Int, j: Int) -> Double {
    get { entries[i * columns + j] }
    set { entries[i * columns + j] = newValue }
  }

  public var isSquare: Bool { rows == columns }
  public var isFinite: Bool { entries.allSatisfy(\.isFinite) }
  public func row(_ i: Int) -> [Double] { Array(entries[(i * columns)..<((i + 1) * columns)]) }
  public func column(_ j: Int) -> [Double] { (0..<rows).map { self[$0, j] } }
  public var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }
  public var trace: Double { diagonal.reduce(0, +) }

  public var transpose: FloatMatrix { FloatMatrix(rows: columns, columns: rows) { self[$1, $0] } }

  /// (X + X^T)/2.
  public var symmetricPart: FloatMatrix {
    precondition(isSquare, "size of a matrix")
    return FloatMatrix(rows: rows, columns: columns) { (self[$0, $1] + self[$1, $0]) / 2 }
  }

  /// The square root of the sum of the squares of the entries.
  public var frobeniusNorm: Double { entries.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// The largest modulus of an entry of the difference; NaN if one is.
  public func distance(_ other: FloatMatrix) -> Double {
    (self - other).entries.reduce(0) { abs($1) > $0 || $1.isNaN ? abs($1) : $0 }
  }

  // MARK: Operations

  public static func + (a: FloatMatrix, b: FloatMatrix) -> FloatMatrix { a.adding(1, b) }
  public static func - (a: FloatMatrix, b: FloatMatrix) -> FloatMatrix { a.adding(-1, b) }
  public static prefix func - (a: FloatMatrix) -> FloatMatrix { -1 * a }
  public static func += (a: inout FloatMatrix, b: FloatMatrix) { a = a + b }

  /// `self + factor * other`.
  public func adding(_ factor: Double, _ other: FloatMatrix) -> FloatMatrix {
    precondition(rows == other.rows && columns == other.columns, "size of a matrix")
    var sum = self
    for i in entries.indices { sum.entries[i] += factor * other.entries[i] }
    return sum
  }

  public static func * (factor: Double, a: FloatMatrix) -> FloatMatrix {
    FloatMatrix(rows: a.rows, columns: a.columns, a.entries.map { factor * $0 })
  }

  /// The product: rows · columns · inner size multiply-adds.
  public static func * (a: FloatMatrix, b: FloatMatrix) -> FloatMatrix {
    precondition(a.columns == b.rows, "size of a matrix")
    let (n, m, inner) = (a.rows, b.columns, a.columns)
    let entries = [Double](unsafeUninitializedCapacity: n * m) { product, count in
      a.entries.withUnsafeBufferPointer { a in
        b.entries.withUnsafeBufferPointer { b in
          for i in 0..<n {
            for j in 0..<m {
              var sum = 0.0
              for k in 0..<inner { sum += a[i * inner + k] * b[k * m + j] }
              product[i * m + j] = sum
            }
          }
        }
      }
      count = n * m
    }
    return FloatMatrix(rows: n, columns: m, entries)
  }
}
