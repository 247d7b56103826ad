import VlasovSymbols

/// Reads exact vectors and matrices: nested JSON arrays whose entries are exact text, bare or in quotes.
struct ExactMatrixText {
  /// The text without quotes, and without white space next to brackets and commas.
  let text: String
  private let bytes: [UInt8]

  init(_ given: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(given.utf8.count)
    var isApart = false
    for byte in given.utf8 {
      if Self.isBlank(byte) || byte == UInt8(ascii: "\"") {
        isApart = true
        continue
      }
      // A gap inside an entry stays: `1 0` is not 10.
      if isApart, let last = bytes.last, !Self.isMark(last), !Self.isMark(byte) { bytes.append(32) }
      isApart = false
      bytes.append(byte)
    }
    self.bytes = bytes
    text = String(decoding: bytes, as: UTF8.self)
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")
  }
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  /// The beginning of a long text.
  static func abbreviated(_ text: String) -> String {
    text.utf8.count <= 100 ? text : String(text.prefix(60)) + "..."
  }

  // MARK: Brackets

  private indirect enum Node {
    case leaf(Range<Int>)
    case list([Node], Range<Int>)

    var isList: Bool { if case .list = self { true } else { false } }
    var items: [Node] { if case .list(let items, _) = self { items } else { [] } }
    var range: Range<Int> {
      switch self {
      case .leaf(let range), .list(_, let range): range
      }
    }
  }

  private static let deepest = 4

  /// The whole text as nested lists.
  private func parse() throws -> Node {
    var place = 0
    let node = try parse(&place, depth: 0)
    guard place == bytes.count else {
      throw MatrixProblem("`\(shown(place..<bytes.count))` follows the last bracket")
    }
    return node
  }

  private func parse(_ place: inout Int, depth: Int) throws -> Node {
    let start = place
    guard place < bytes.count, bytes[place] == UInt8(ascii: "[") else {
      // An entry: up to a comma or a bracket outside parentheses.
      var depth = 0
      while place < bytes.count {
        let byte = bytes[place]
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if depth <= 0, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "[") {
          break
        }
        place += 1
      }
      return .leaf(start..<place)
    }
    guard depth < Self.deepest else { throw MatrixProblem("brackets are nested too deeply") }
    place += 1
    var items: [Node] = []
    if place < bytes.count, bytes[place] == UInt8(ascii: "]") {
      place += 1
      return .list([], start..<place)
    }
    while true {
      items.append(try parse(&place, depth: depth + 1))
      guard place < bytes.count else { throw MatrixProblem("a bracket `[` is not closed") }
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "]") { return .list(items, start..<place) }
      guard byte == UInt8(ascii: ",") else {
        throw MatrixProblem("expected a comma or `]` before `\(shown((place - 1)..<bytes.count))`")
      }
    }
  }

  private func shown(_ range: Range<Int>) -> String {
    Self.shortened(String(decoding: bytes[range], as: UTF8.self))
  }

  private static func shortened(_ text: String) -> String {
    text.utf8.count <= 40 ? text : String(text.prefix(30)) + "..."
  }

  // MARK: Entries

  private func entry(_ node: Node, _ place: String) throws -> Rational {
    let text = String(decoding: bytes[node.range], as: UTF8.self)
    func problem(_ why: String) -> MatrixProblem {
      MatrixProblem("\(place) is \(text.isEmpty ? "empty" : Self.shortened(text))\(why)")
    }
    if let x = Rational(decimal: text) { return x }
    if text.isEmpty { throw problem("") }
    switch text.lowercased() {
    case "nan", "+nan", "-nan", "inf", "-inf", "+inf", "infinity", "-infinity":
      throw problem(", not a finite number")
    case "null", "none", "true", "false": throw problem(", not a number")
    default: break
    }
    do {
      let x = try RealParameter(parsing: text)
      if x.isInterval { throw problem(", an interval; an entry is one rational number") }
      guard let q = x.rational else { throw problem(", which is not recognised as rational") }
      return q
    } catch let error as MatrixProblem {
      throw error
    } catch {
      throw problem(": \(error)")
    }
  }

  private func column(_ node: Node, _ of: String = "") throws -> Matrix<Rational> {
    guard node.isList else { return Matrix(column: [try entry(node, "entry [1]\(of)")]) }
    guard !node.items.isEmpty else { throw MatrixProblem("no entries\(of)") }
    return Matrix(column: try node.items.enumerated().map { try entry($1, "entry [\($0 + 1)]\(of)") })
  }

  private func matrix(_ node: Node, _ shape: MatrixShape, _ of: String = "") throws -> Matrix<Rational> {
    var result: Matrix<Rational>
    if node.isList {
      let rows = node.items
      guard let first = rows.first else { throw MatrixProblem("no rows\(of)") }
      guard first.isList else { throw MatrixProblem("expected rows [[a, b, ...], ...]\(of)") }
      let width = first.items.count
      guard width > 0 else { throw MatrixProblem("row 1\(of) has no entries") }
      var entries: [Rational] = []
      entries.reserveCapacity(rows.count * width)
      for (i, row) in rows.enumerated() {
        guard row.isList else { throw MatrixProblem("row \(i + 1)\(of) is \(shown(row.range)), not a list") }
        guard row.items.count == width else {
          throw MatrixProblem(
            "row \(i + 1)\(of) has \(row.items.count) \(row.items.count == 1 ? "entry" : "entries") instead of \(width)"
          )
        }
        for (j, item) in row.items.enumerated() {
          entries.append(try entry(item, "entry [\(i + 1),\(j + 1)]\(of)"))
        }
      }
      result = Matrix(rows: rows.count, columns: width, entries)
    } else {
      result = Matrix(rows: 1, columns: 1, [try entry(node, "entry [1,1]\(of)")])
    }
    do {
      try shape.demand(result)
    } catch let problem as MatrixProblem where !of.isEmpty {
      throw MatrixProblem("\(of.dropFirst(4)): \(problem.message)")
    }
    return result
  }

  // MARK: Parameters

  /// A list of entries; equally one column or one row of a matrix, as files of arrays come.
  func vector() throws -> Matrix<Rational> {
    let node = try parse()
    let rows = node.items
    let places = rows.first?.items.count ?? 0
    guard rows.allSatisfy(\.isList), places > 0 else { return try column(node) }
    guard rows.count == 1 || rows.allSatisfy({ $0.items.count == 1 }) else {
      throw MatrixProblem("\(rows.count) rows: expected one list of entries, one row or one column")
    }
    let matrix = try matrix(node, .rectangular)
    return Matrix(column: matrix.entries)
  }

  func vectors() throws -> [Matrix<Rational>] {
    let node = try parse()
    guard node.isList else { return [try column(node)] }
    guard !node.items.isEmpty else { throw MatrixProblem("no vectors") }
    return try node.items.enumerated().map { try column($1, " of vector \($0 + 1)") }
  }

  func matrix(_ shape: MatrixShape) throws -> Matrix<Rational> { try matrix(parse(), shape) }

  func matrices(_ shape: MatrixShape) throws -> [Matrix<Rational>] {
    let node = try parse()
    guard node.isList else { return [try matrix(node, shape)] }
    guard !node.items.isEmpty else { throw MatrixProblem("no matrices") }
    // One matrix: all items are rows of numbers.
    let isOne = node.items.allSatisfy { $0.isList && !$0.items.contains(where: \.isList) }
    if isOne { return [try matrix(node, shape)] }
    return try node.items.enumerated().map { try matrix($1, shape, " of matrix \($0 + 1)") }
  }
}
