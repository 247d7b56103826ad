/// A matrix, row by row; a vector is a matrix of one column.
///
/// Sizes that do not fit are programming errors: whoever reads matrices from a user compares their sizes
/// first.
@frozen public struct Matrix<Scalar: MatrixScalar>: Sendable {
  public let rows: Int
  public let columns: Int
  /// The entries, row by row.
  public private(set) var entries: [Scalar]

  // MARK: Making matrices

  /// The matrix of these entries, row by row.
  public init(rows: Int, columns: Int, _ entries: [Scalar]) {
    precondition(rows >= 0 && columns >= 0 && entries.count == rows * columns, "size of a matrix")
    self.rows = rows
    self.columns = columns
    self.entries = entries
  }

  /// The matrix whose entry (i, j), counted from 0, is `entry(i, j)`.
  public init(rows: Int, columns: Int, entry: (Int, Int) throws -> Scalar) rethrows {
    self.rows = rows
    self.columns = columns
    var entries: [Scalar] = []
    entries.reserveCapacity(rows * columns)
    for i in 0..<rows {
      for j in 0..<columns { entries.append(try entry(i, j)) }
    }
    self.entries = entries
  }

  /// The matrix of these rows, all of one length.
  public init(_ rows: [[Scalar]]) {
    self.init(rows: rows.count, columns: rows.first?.count ?? 0, rows.flatMap { $0 })
  }

  /// The column vector of these entries.
  public init(column: [Scalar]) { self.init(rows: column.count, columns: 1, column) }

  /// The diagonal matrix of these entries.
  public init(diagonal: [Scalar]) {
    self.init(rows: diagonal.count, columns: diagonal.count) { $0 == $1 ? diagonal[$0] : Scalar(0) }
  }

  /// The identity.
  public static func identity(_ size: Int) -> Matrix {
    Matrix(rows: size, columns: size) { Scalar($0 == $1 ? 1 : 0) }
  }

  public static func zero(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, Array(repeating: Scalar(0), count: rows * columns))
  }

  // MARK: Reading matrices

  /// The entry in row i and column j, counted from 0.
  @inlinable public subscript(i: Int, j: Int) -> Scalar {
    get { entries[i * columns + j] }
    set { setEntry(i * columns + j, newValue) }
  }

  @usableFromInline mutating func setEntry(_ place: Int, _ value: Scalar) { entries[place] = value }

  public var isSquare: Bool { rows == columns }
  public func row(_ i: Int) -> [Scalar] { Array(entries[(i * columns)..<((i + 1) * columns)]) }
  public func column(_ j: Int) -> [Scalar] { (0..<rows).map { self[$0, j] } }
  public var diagonal: [Scalar] { (0..<Swift.min(rows, columns)).map { self[$0, $0] } }

  /// The block of these rows and columns.
  public func block(_ i: Range<Int>, _ j: Range<Int>) -> Matrix {
    Matrix(rows: i.count, columns: j.count) { self[i.lowerBound + $0, j.lowerBound + $1] }
  }

  /// Entry by entry.
  public func map<T: MatrixScalar>(_ change: (Scalar) throws -> T) rethrows -> Matrix<T> {
    Matrix<T>(rows: rows, columns: columns, try entries.map(change))
  }

  // MARK: Operations

  public var transpose: Matrix { Matrix(rows: columns, columns: rows) { self[$1, $0] } }

  /// The sum of the diagonal.
  public var trace: Scalar { diagonal.reduce(Scalar(0)) { $0 + $1 } }

  /// (X + X^T)/2.
  public var symmetricPart: Matrix { (self + transpose).scaled(by: Scalar(1) / Scalar(2)) }

  /// Every entry times `factor`.
  public func scaled(by factor: Scalar) -> Matrix { map { $0 * factor } }

  public static func + (a: Matrix, b: Matrix) -> Matrix { combine(a, b, +) }
  public static func - (a: Matrix, b: Matrix) -> Matrix { combine(a, b, -) }
  public static prefix func - (a: Matrix) -> Matrix { a.map { -$0 } }
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columns == b.rows, "sizes of a product")
    return Scalar.product(a, b)
  }

  private static func combine(_ a: Matrix, _ b: Matrix, _ operation: (Scalar, Scalar) -> Scalar) -> Matrix {
    precondition(a.rows == b.rows && a.columns == b.columns, "sizes of a sum")
    return Matrix(rows: a.rows, columns: a.columns, zip(a.entries, b.entries).map(operation))
  }

  /// X with A X = B: exact, rounded or enclosed as the entries are. Indeterminate where the entries' type can
  /// say so when A is singular or cannot be proved invertible.
  public func solve(_ right: Matrix) -> Matrix {
    precondition(isSquare && right.rows == rows, "sizes of a linear system")
    return Scalar.solution(self, right)
  }

  /// A^-1, see `solve`.
  public var inverse: Matrix { solve(.identity(rows)) }
}

/// Entries of matrices, with the algorithms that suit them.
public protocol MatrixScalar: Field {
  /// The product of matrices whose sizes fit.
  static func product(_ a: Matrix<Self>, _ b: Matrix<Self>) -> Matrix<Self>
  /// X with A X = B, for sizes that fit.
  static func solution(_ a: Matrix<Self>, _ b: Matrix<Self>) -> Matrix<Self>
  /// How good a pivot of elimination this is: 0 for a number that may vanish, the larger the better. Only the
  /// order of elimination depends on it.
  static func pivotWeight(_ x: Self) -> Double
}

extension MatrixScalar {
  public static func product(_ a: Matrix<Self>, _ b: Matrix<Self>) -> Matrix<Self> { a.plainProduct(b) }

  /// Gaussian elimination, see `Matrix.eliminated`.
  public static func solution(_ a: Matrix<Self>, _ b: Matrix<Self>) -> Matrix<Self> {
    a.eliminated(b, stop: { false }) ?? b
  }

  public static func pivotWeight(_ x: Self) -> Double { 1 }
}

extension Matrix {
  /// The product by its definition.
  func plainProduct(_ b: Matrix) -> Matrix {
    Matrix(rows: rows, columns: b.columns) { i, j in
      if columns == 0 { return Scalar(0) }
      var sum = self[i, 0] * b[0, j]
      for k in stride(from: 1, to: columns, by: 1) { sum = sum + self[i, k] * b[k, j] }
      return sum
    }
  }

  /// Gaussian elimination, each time with the row of the best pivot. A weight of 0 everywhere leaves the
  /// division by what may be 0 to the type. nil when `stop` says so.
  func eliminated(_ b: Matrix, stop: () -> Bool) -> Matrix? {
    let size = rows
    var left = (0..<size).map { row($0) }
    var right = (0..<size).map { b.row($0) }
    for k in 0..<size {
      if stop() { return nil }
      let weights = (k..<size).map { Scalar.pivotWeight(left[$0][k]) }
      var best = k
      for i in k..<size where weights[i - k] > weights[best - k] { best = i }
      left.swapAt(k, best)
      right.swapAt(k, best)
      for i in stride(from: k + 1, to: size, by: 1) {
        let factor = left[i][k] / left[k][k]
        for j in stride(from: k + 1, to: size, by: 1) { left[i][j] = left[i][j] - factor * left[k][j] }
        for j in 0..<b.columns { right[i][j] = right[i][j] - factor * right[k][j] }
      }
    }
    for k in stride(from: size - 1, through: 0, by: -1) {
      for j in 0..<b.columns {
        var x = right[k][j]
        for i in stride(from: k + 1, to: size, by: 1) { x = x - left[k][i] * right[i][j] }
        right[k][j] = x / left[k][k]
      }
    }
    return Matrix(rows: size, columns: b.columns, right.flatMap { $0 })
  }
}

extension Matrix: Equatable where Scalar: Equatable {}
extension Matrix: Hashable where Scalar: Hashable {}

extension Matrix where Scalar == Rational {
  /// The same matrix in another type of entries, at the working precision.
  public func lifted<T: MatrixScalar>(to _: T.Type = T.self) -> Matrix<T> { map { T($0) } }
}
