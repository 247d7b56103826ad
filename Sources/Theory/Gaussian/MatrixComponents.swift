import VlasovSymbols

/// The finest common block structure of square matrices of one size: indices are joined where some matrix has an entry that is
/// not 0. Sums, products, inverses and functions of matrices with this structure have it too, so entries between components
/// are exactly 0, which no enclosure of a whole matrix would say.
struct MatrixComponents {
  /// The indices of each component, ascending, in the order of their first index.
  let groups: [[Int]]
  private let size: Int

  init(_ matrices: [Matrix<Rational>]) {
    let size = matrices.first?.rows ?? 0
    var label = Array(0..<size)
    for matrix in matrices {
      for i in 0..<size {
        for j in 0..<size where !matrix[i, j].isZero && label[i] != label[j] {
          let (keep, drop) = (min(label[i], label[j]), max(label[i], label[j]))
          for k in label.indices where label[k] == drop { label[k] = keep }
        }
      }
    }
    groups = Set(label).sorted().map { root in label.indices.filter { label[$0] == root } }
    self.size = size
  }

  /// The block of one component.
  static func block<T>(_ matrix: Matrix<T>, _ group: [Int]) -> Matrix<T> {
    Matrix(rows: group.count, columns: group.count) { matrix[group[$0], group[$1]] }
  }

  /// The matrix with these blocks and 0 elsewhere.
  func assembled<T>(_ block: ([Int]) throws -> Matrix<T>) rethrows -> Matrix<T> {
    var whole = Matrix<T>.zero(size, size)
    for group in groups {
      let part = try block(group)
      for (a, i) in group.enumerated() {
        for (b, j) in group.enumerated() { whole[i, j] = part[a, b] }
      }
    }
    return whole
  }
}

extension Arguments {
  /// The sign of a real parameter; nil when it is not decided.
  func sign(_ name: String) -> Int? {
    if let q = rational(name) { return q.signum }
    guard case .real(let x)? = self[name] else { return nil }
    if x.decide(.greater, bound: Expression(0)) == .proved { return 1 }
    return x.decide(.less, bound: Expression(0)) == .proved ? -1 : nil
  }
}
