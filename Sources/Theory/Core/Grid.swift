import VlasovSymbols

/// The values of one parameter of a table: one value, a list, or an exactly spaced range.
public struct Axis: Sendable {
  public let name: String
  private let values: Values

  private enum Values: Sendable {
    case list([ArgumentValue])
    case rationalRange(Rational, step: Rational, count: Int)
    case realRange(Expression, Expression, count: Int)
    case integerRange(Integer, step: Integer, count: Int)
  }

  public var count: Int {
    switch values {
    case .list(let v): v.count
    case .rationalRange(_, _, let n), .realRange(_, _, let n), .integerRange(_, _, let n): n
    }
  }

  public func value(_ i: Int) -> ArgumentValue {
    switch values {
    case .list(let v): return v[i]
    case .integerRange(let a, let step, _): return .integer(a + step * Integer(i))
    case .rationalRange(let a, let step, _): return .real(RealParameter(a + step * Rational(i)))
    case .realRange(let a, let b, let n):
      let weight = Expression(Rational(i, n - 1))
      return .real(RealParameter(a + (b - a) * weight))
    }
  }

  /// Reads a value, `a:b/count` or `v1,v2,...`.
  ///
  /// A range is `count` points including both ends, exactly spaced; the count follows the last `/` outside
  /// brackets. Throws `InputError` for a reversed or empty range and for malformed values.
  public init(_ spec: ParameterSpec, parsing text: String) throws {
    name = spec.name
    func fail(_ why: String) -> InputError {
      InputError(parameter: spec.name, value: text, domain: spec.domainText, "\(spec.name)=\(text): \(why)")
    }
    let isWhole =
      switch spec.kind {
      case .rows, .vector, .matrix, .points, .sample: true
      default: false
      }
    guard !isWhole, let colon = Self.topLevel(":", in: text).first else {
      let parts = isWhole ? [text] : RowText.split(text)
      if parts.isEmpty || parts.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
        throw fail("an empty value")
      }
      values = .list(try parts.map { try spec.read($0) })
      return
    }
    let tail = String(text[text.index(after: colon)...])
    guard let slash = Self.topLevel("/", in: tail).last else { throw fail("a range is written a:b/count") }
    let countText = tail[tail.index(after: slash)...]
    guard let n = Self.count(String(countText).trimmed) else {
      throw fail("the count \(countText) is not an integer")
    }
    guard n >= 2 else { throw fail("a range needs a count of at least 2") }
    guard n <= 1_000_000_000 else { throw fail("a range has at most 10^9 points") }
    let low = try spec.read(String(text[..<colon]))
    let high = try spec.read(String(tail[..<slash]))
    switch (low, high) {
    case (.integer(let a), .integer(let b)):
      guard a < b else { throw fail("the range is empty or reversed") }
      guard let (step, rest) = (b - a).quotientAndRemainder(dividingBy: Integer(n - 1)), rest.isZero else {
        throw fail("\(n) equally spaced points between \(a) and \(b) are not integers")
      }
      values = .integerRange(a, step: step, count: n)
    case (.real(let a), .real(let b)):
      guard let x = a.expression, let y = b.expression else { throw fail("the ends of a range are numbers") }
      if let p = a.rational, let q = b.rational {
        guard p < q else { throw fail("the range is empty or reversed") }
        values = .rationalRange(p, step: (q - p) * Rational(1, n - 1), count: n)
      } else {
        guard a.decide(.less, bound: y) == .proved else { throw fail("the range is empty or reversed") }
        values = .realRange(x, y, count: n)
      }
    default: throw fail("a range needs numbers")
    }
  }

  private static func count(_ text: String) -> Int? {
    guard let q = Rational(decimal: text), q.isInteger else { return nil }
    return q.numerator.asInt
  }

  private static func topLevel(_ c: Character, in text: String) -> [String.Index] {
    var depth = 0
    return text.indices.filter { i in
      if text[i] == "[" || text[i] == "(" { depth += 1 }
      if text[i] == "]" || text[i] == ")" { depth -= 1 }
      return depth == 0 && text[i] == c
    }
  }
}

/// The rows of a table: the product of axes (the last named runs fastest), or explicit rows.
public struct Grid: Sendable {
  public let record: Record
  public let output: String
  /// Axes in the order given; empty for explicit rows.
  public let axes: [Axis]
  /// Strides of the axes in the row number.
  public let strides: [Int]
  private let explicitRows: [[(name: String, text: String)]]
  public let count: Int

  /// The product grid of `name=text` parameters, each a value, list or range.
  public init(_ record: Record, output: String, _ given: [(name: String, text: String)]) throws {
    self.record = record
    self.output = output
    // Reports unknown, repeated and missing names before anything is computed.
    let names = given.map { (name: $0.name, text: $0.text) }
    axes = try Self.axes(record, output, names)
    var strides = [Int](repeating: 1, count: axes.count)
    var total = 1
    for i in axes.indices.reversed() {
      strides[i] = total
      let (product, overflow) = total.multipliedReportingOverflow(by: axes[i].count)
      guard !overflow, product <= 1_000_000_000_000 else {
        throw InputError("the table has more than 10^12 rows")
      }
      total = product
    }
    self.strides = strides
    count = total
    explicitRows = []
  }

  /// Explicit rows (from a file), each with `name=text` parameters; `shared` goes to every row.
  public init(
    _ record: Record, output: String, rows: [[(name: String, text: String)]],
    shared: [(name: String, text: String)]
  ) {
    self.record = record
    self.output = output
    axes = []
    strides = []
    explicitRows = rows.map { $0 + shared }
    count = rows.count
  }

  private static func axes(_ record: Record, _ output: String, _ given: [(name: String, text: String)]) throws
    -> [Axis]
  {
    var seen: Set<String> = []
    var axes: [Axis] = []
    for (name, text) in given {
      guard let spec = record.parameter(name) else {
        _ = try record.arguments([(name, text)], output: output)
        continue
      }
      let axis = try Axis(spec, parsing: text)
      if !seen.insert(name).inserted {
        throw InputError(parameter: name, value: text, "parameter \(name) is given more than once")
      }
      axes.append(axis)
    }
    // The first row shows whether something is missing or does not go with the output.
    _ = try record.arguments(
      axes.map { ($0.name, $0.value(0).text) }, output: output)
    return axes
  }

  /// The names that vary from row to row, in the order given.
  public var varyingNames: [String] {
    if axes.isEmpty {
      return record.parameters.map(\.name).filter { n in
        explicitRows.contains { $0.contains { $0.name == n } }
      }
    }
    return axes.filter { $0.count > 1 }.map(\.name)
  }

  public func position(_ axis: Int, row: Int) -> Int { row / strides[axis] % axes[axis].count }

  /// The index of the axis of a parameter.
  public func axis(_ name: String) -> Int? { axes.firstIndex { $0.name == name } }

  /// The parameters of a row; throws `InputError` for a malformed explicit row.
  public func arguments(row: Int) throws -> Arguments {
    if axes.isEmpty, !explicitRows.isEmpty {
      return try record.arguments(explicitRows[row], output: output)
    }
    var values: [String: ArgumentValue] = [:]
    for (k, axis) in axes.enumerated() { values[axis.name] = axis.value(position(k, row: row)) }
    for spec in record.parameters where values[spec.name] == nil && spec.isAccepted(by: output) {
      if let text = spec.defaultText { values[spec.name] = try spec.read(text) }
    }
    return Arguments(values, order: record.parameters.map(\.name))
  }
}
