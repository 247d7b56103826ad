/// An output, or an entry of one: `Sigma`, `Sigma[1,2]`, `alpha[1]`. Entries are counted from 1.
struct OutputPlace: Sendable {
  /// The output's name.
  let name: String
  /// As written between the brackets; nil for the whole output.
  private let entry: String?

  init(_ text: String) {
    guard text.hasSuffix("]"), let open = text.firstIndex(of: "[") else {
      (name, entry) = (text, nil)
      return
    }
    name = String(text[..<open])
    entry = String(text[text.index(after: open)..<text.index(before: text.endIndex)])
  }

  var isWhole: Bool { entry == nil }

  private func failure(_ why: String, domain: String) -> InputError {
    let text = "\(name)[\(entry ?? "")]"
    return InputError(parameter: "output", value: text, domain: domain, "output=\(text): \(why)")
  }

  /// The indices between the brackets; nil when they are not positive integers.
  var indices: [Int]? {
    let parts = (entry ?? "").split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int(String($0).trimmed) }
    return numbers.count == parts.count && numbers.allSatisfy { $0 >= 1 } ? numbers : nil
  }

  /// The output that the entry is.
  ///
  /// - Throws: `InputError` when the output has no entries, or other indices name them.
  func entry(of whole: OutputSpec) throws -> OutputSpec {
    let wanted = whole.kind == .vector ? "\(name)[i]" : "\(name)[i,j]"
    let domain = "\(wanted), counted from 1"
    guard whole.kind.hasEntries else {
      throw failure("\(name) is one value and has no entries", domain: name)
    }
    guard let indices, indices.count == (whole.kind == .vector ? 1 : 2) else {
      throw failure("an entry of the \(whole.kind.rawValue) \(name) is \(domain)", domain: domain)
    }
    let place = indices.map(String.init).joined(separator: ",")
    let symbol = whole.symbol.isEmpty ? "" : "\\left[\(whole.symbol)\\right]_{\(place)}"
    return OutputSpec("\(name)[\(place)]", symbol: symbol, "entry [\(place)] of \(whole.summary)")
  }

  /// The row and column, from 0, of the entry in a matrix of a size.
  private func position(_ rows: Int, _ columns: Int) throws -> (row: Int, column: Int) {
    let indices = indices ?? []
    let (i, j) = (indices.first ?? 0, indices.count > 1 ? indices[1] : 1)
    guard i >= 1, i <= rows, j >= 1, j <= columns else {
      let size = indices.count == 1 ? "has \(rows) entries" : "is \(rows) by \(columns)"
      throw failure("\(name) \(size)", domain: "indices from 1 to the size")
    }
    return (i - 1, j - 1)
  }

  func entry<T: MatrixScalar>(of matrix: Matrix<T>) throws -> T {
    let (i, j) = try position(matrix.rows, matrix.columns)
    return matrix[i, j]
  }

  func entry<T>(of list: [T]) throws -> T { list[try position(list.count, 1).row] }

  /// The entry of a value.
  ///
  /// - Throws: `InputError` when the value has no such entry.
  func entry(of value: Value) throws -> Value {
    guard !isWhole else { return value }
    switch value {
    case .matrix(let matrix): return .real(try entry(of: matrix))
    case .exactMatrix(let matrix): return .exact(try entry(of: matrix))
    default: return value
    }
  }
}

extension Theorem {
  /// The value of an output or of one of its entries; see `value(_:output:)`.
  static func value(_ p: Arguments, selecting output: String) throws -> Value {
    let place = OutputPlace(output)
    return try place.entry(of: value(p, output: place.name))
  }
}
