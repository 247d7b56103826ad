import VlasovSymbols

/// The values of one parameter of a table: one value, a list, an exactly spaced range, or bands that cover an interval.
public struct Axis: Sendable {
  public let name: String
  /// As it was given.
  public let text: String
  private let values: Values

  private enum Values: Sendable {
    case list([ArgumentValue])
    case rationalRange(Rational, step: Rational, count: Int)
    case realRange(Expression, Expression, count: Int)
    case integerRange(Integer, step: Integer, count: Int)
    /// `count` closed intervals of equal width; neighbours share an end, so that they cover the whole.
    case bands(Expression, Expression, count: Int)
  }

  public var count: Int {
    switch values {
    case .list(let v): v.count
    case .rationalRange(_, _, let n), .realRange(_, _, let n), .integerRange(_, _, let n),
      .bands(_, _, let n):
      n
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
    case .bands(let a, let b, let n):
      func end(_ i: Int) -> Expression {
        if i == 0 { return a }
        if i == n { return b }
        let cut = a + (b - a) * Expression(Rational(i, n))
        return cut.rationalValue.map { Expression($0) } ?? cut
      }
      return .real(RealParameter(band: end(i), end(i + 1)))
    }
  }

  /// Reads a value, `a:b/count`, `[a,b]/count` or `v1,v2,...`.
  ///
  /// `[a,b]/count` is `count` closed intervals of equal width that cover [a, b].
  /// A range is `count` points including both ends, exactly spaced; the count follows the last `/` outside
  /// brackets. Throws `InputError` for a reversed or empty range and for malformed values.
  public init(_ spec: ParameterSpec, parsing text: String) throws {
    (name, self.text) = (spec.name, text.trimmed)
    func fail(_ why: String) -> InputError {
      InputError(parameter: spec.name, value: text, domain: spec.domainText, "\(spec.name)=\(text): \(why)")
    }
    let isWhole =
      switch spec.kind {
      case .rows, .vector, .matrix, .points, .exactVector, .exactVectors, .exactMatrix, .exactMatrices,
        .sample:
        true
      default: false
      }
    if case .real = spec.kind, let bands = try Self.bands(spec, text, fail) {
      values = bands
      return
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

  /// `[a,b]/count`; nil when the text is something else.
  private static func bands(_ spec: ParameterSpec, _ text: String, _ fail: (String) -> InputError) throws
    -> Values?
  {
    let text = text.trimmed
    guard text.first == "[", let slash = topLevel("/", in: text).last, topLevel(",", in: text).isEmpty,
      topLevel(":", in: text).isEmpty
    else { return nil }
    let head = String(text[..<slash]).trimmed
    guard head.last == "]" else { return nil }
    let countText = text[text.index(after: slash)...]
    guard let n = count(String(countText).trimmed) else {
      throw fail("the count \(countText) is not an integer")
    }
    guard n >= 1 else { throw fail("\(head)/\(n): at least 1 interval") }
    guard n <= 1_000_000_000 else { throw fail("at most 10^9 intervals") }
    guard case .real(let x) = try spec.read(head), case .interval = x.lifted(Expression.self).operation else {
      throw fail("the interval has no width to be cut")
    }
    let ends = x.lifted(Expression.self).operands
    return .bands(ends[0], ends[1], count: n)
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

extension RealParameter {
  /// The interval between two constants, written as it is read: `[a,b]`.
  fileprivate init(band a: Expression, _ b: Expression) {
    let interval = RealParameter(.interval(a, b))
    let text = "[\(RealParameter(a).text),\(RealParameter(b).text)]"
    self = (try? RealParameter(parsing: text)) ?? interval
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

  /// The product grid of `name=text` parameters, each a value, list, range or bands.
  ///
  /// - Parameter forCheck: also takes the parameters that only `check` uses.
  public init(
    _ record: Record, output: String, _ given: [(name: String, text: String)], forCheck: Bool = false
  ) throws {
    self.record = record
    self.output = output
    // Reports unknown, repeated and missing names before anything is computed.
    let names = given.map { (name: $0.name, text: $0.text) }
    axes = try Self.axes(record, output, names, forCheck)
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

  private static func axes(
    _ record: Record, _ output: String, _ given: [(name: String, text: String)], _ forCheck: Bool
  ) throws -> [Axis] {
    var seen: Set<String> = []
    var axes: [Axis] = []
    for (name, text) in given {
      guard let spec = record.parameter(name) else {
        _ = try record.arguments([(name, text)], output: output, forCheck: forCheck)
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
      axes.map { ($0.name, $0.value(0).text) }, output: output, forCheck: forCheck)
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
