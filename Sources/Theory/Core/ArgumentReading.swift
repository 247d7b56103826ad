import VlasovModes
import VlasovSymbols

extension Record {
  /// The output that is asked for: by name, or the first.
  public func output(named name: String?) throws -> OutputSpec {
    guard let first = outputs.first else {
      throw InputError(
        parameter: nil, value: nil, "\(id) is a card: it is listed and shown, and has no value")
    }
    guard let name else { return first }
    let place = OutputPlace(name)
    if let found = outputs.first(where: { $0.name == place.name }) {
      return place.isWhole ? found : try place.entry(of: found)
    }
    let names = outputs.map(\.name).joined(separator: ", ")
    throw InputError(
      parameter: "output", value: name, domain: "one of \(names)",
      "output=\(name): \(id) has the outputs \(names)")
  }

  /// Reads `name=value` texts: every given name known and given once, every required one present, every
  /// value well-formed. Domains are decided separately.
  ///
  /// - Parameter forCheck: also takes the parameters that only `check` uses.
  public func arguments(
    _ given: [(name: String, text: String)], output: String, forCheck: Bool = false
  ) throws -> Arguments {
    var texts: [String: String] = [:]
    for (name, text) in given {
      guard let spec = parameter(name) else {
        let known = parameters.map(\.name).joined(separator: ", ")
        let list = known.isEmpty ? "takes no parameters" : "has the parameters \(known)"
        throw InputError(
          parameter: name, value: text, domain: known, "unknown parameter \(name): \(id) \(list)")
      }
      if spec.onlyForCheck && !forCheck {
        throw InputError(parameter: name, value: text, "parameter \(name) of \(id) is taken by check only")
      }
      if !spec.onlyForCheck && !spec.isAccepted(by: output) {
        throw InputError(
          parameter: name, value: text, "parameter \(name) does not go with output=\(output) of \(id)")
      }
      guard texts.updateValue(text, forKey: name) == nil else {
        throw InputError(parameter: name, value: text, "parameter \(name) is given more than once")
      }
    }
    var values: [String: ArgumentValue] = [:]
    for spec in parameters {
      if let text = texts[spec.name] ?? (spec.isAccepted(by: output) ? spec.defaultText : nil) {
        values[spec.name] = try spec.read(text)
      } else if spec.isRequired(by: output) {
        throw InputError(
          parameter: spec.name, value: nil, domain: spec.domainText,
          "missing parameter \(spec.name) of \(id) (\(spec.summary); \(spec.domainText))")
      }
    }
    return Arguments(values, order: parameters.map(\.name))
  }
}

extension ParameterSpec {
  /// Reads the text of one value; throws `InputError` when it is malformed.
  public func read(_ text: String) throws -> ArgumentValue {
    let text = text.trimmed
    switch kind {
    case .real: return .real(try readReal(text))
    case .integer: return .integer(try readInteger(text))
    case .integerOrInfinity: return text == "inf" ? .infinity : .integer(try readInteger(text))
    case .word(let words):
      guard words.contains(text) else {
        throw InputError(parameter: name, value: text, domain: domainText, "\(name)=\(text): \(domainText)")
      }
      return .word(text)
    case .rows(let columns): return .rows(try readRows(text, columns))
    case .vector: return .vector(try readVector(text))
    case .matrix: return .rows(try readMatrix(text))
    case .points: return .rows(try readPoints(text))
    case .exactVector, .exactVectors, .exactMatrix, .exactMatrices: return try readMatrices(text)
    case .sample: return .sample(try readSample(text), text: text)
    }
  }

  private func readReal(_ text: String) throws -> RealParameter {
    do {
      return try RealParameter(parsing: text)
    } catch {
      throw InputError(parameter: name, value: text, domain: domainText, "\(name)=\(text): \(error)")
    }
  }

  private func readInteger(_ text: String) throws -> Integer {
    // Integers accept 1e4 and other exact decimal forms of an integer.
    let value = Integer(text) ?? Rational(decimal: text).flatMap { $0.isInteger ? $0.numerator : nil }
    if let value { return value }
    if let real = try? RealParameter(parsing: text), let q = real.rational, q.isInteger { return q.numerator }
    throw InputError(
      parameter: name, value: text, domain: domainText, "\(name)=\(text): not an integer; \(domainText)")
  }

  private func readSample(_ text: String) throws -> Sample {
    do {
      return try Sample(parsing: text)
    } catch let error as SampleError {
      throw InputError(parameter: name, value: text, domain: domainText, "\(name)=\(text): \(error)")
    }
  }

  private func malformed(_ text: String, _ why: String) -> InputError {
    InputError(parameter: name, value: text, domain: domainText, "\(name)=\(text): \(why); \(domainText)")
  }

  private func readVector(_ text: String) throws -> [RealParameter] {
    let cells = try RowText.entries(text) { _ in malformed(text, "expected a JSON array of reals") }
    guard !cells.isEmpty else { throw malformed(text, "no entries") }
    return try cells.enumerated().map { try readEntry($1, "entry \($0)", of: text) }
  }

  private func readMatrix(_ text: String) throws -> [[RealParameter]] {
    try readTable(text) { $0.count }
  }

  private func readPoints(_ text: String) throws -> [[RealParameter]] {
    let rows = try readTable(text) { $0[0].count }
    guard !rows[0].isEmpty else { throw malformed(text, "row 0 has no entries") }
    return rows
  }

  /// Rows of one length, which the cells tell.
  private func readTable(_ text: String, width: ([[String]]) -> Int) throws -> [[RealParameter]] {
    let cells = try RowText.parse(text) { malformed(text, $0) }
    guard !cells.isEmpty else { throw malformed(text, "no rows") }
    let width = width(cells)
    return try cells.enumerated().map { i, row in
      guard row.count == width else {
        throw malformed(text, "row \(i) has \(row.count) entries instead of \(width)")
      }
      return try row.enumerated().map { try readEntry($1, "entry (\(i),\($0))", of: text) }
    }
  }

  /// One entry of a vector or a matrix; `place` counts from zero.
  private func readEntry(_ entry: String, _ place: String, of text: String) throws -> RealParameter {
    do {
      return try RealParameter(parsing: entry)
    } catch {
      throw malformed(text, "\(place) is \(entry.trimmed): \(error)")
    }
  }

  private func readMatrices(_ text: String) throws -> ArgumentValue {
    do {
      let reader = ExactMatrixText(text)
      let found: [Matrix<Rational>]
      switch kind {
      case .exactVectors: found = try reader.vectors()
      case .exactMatrix(let shape): found = [try reader.matrix(shape)]
      case .exactMatrices(let shape): found = try reader.matrices(shape)
      default: found = [try reader.vector()]
      }
      return .matrices(found, text: reader.text)
    } catch let problem as MatrixProblem {
      let shown = ExactMatrixText.abbreviated(text)
      throw InputError(
        parameter: name, value: shown, domain: domainText,
        "\(name)=\(shown): \(problem.message); \(domainText)")
    }
  }

  private func readRows(_ text: String, _ columns: [String]) throws -> [[RealParameter]] {
    func fail(_ why: String) -> InputError { malformed(text, why) }
    let cells = try RowText.parse(text, fail)
    guard !cells.isEmpty else { throw fail("no rows") }
    return try cells.map { row in
      guard row.count == columns.count else {
        throw fail("a row has \(row.count) entries instead of \(columns.count)")
      }
      return try row.map(readReal)
    }
  }

  /// Whether a value lies in the domain: proved, refuted (certainly outside) or undecided (touches).
  public func membership(_ value: ArgumentValue) -> Verdict {
    switch (kind, value) {
    case (.real(let domain), .real(let x)): return domain.contains(x)
    case (.integer(let low, let high), .integer(let n)):
      if let low, n < Integer(low) { return .refuted }
      if let high, n > Integer(high) { return .refuted }
      return .proved
    case (.integerOrInfinity(let low), .integer(let n)): return n < Integer(low) ? .refuted : .proved
    default: return .proved
    }
  }
}

extension Domain {
  func contains(_ x: RealParameter) -> Verdict {
    var verdict = Verdict.proved
    if let a = lowerBound {
      if let q = x.rational, let r = a.rational {
        verdict = q > r || a.isClosed && q == r ? .proved : .refuted
      } else {
        verdict = x.decide(a.isClosed ? .greaterOrEqual : .greater, bound: a.value)
      }
    }
    if let b = upperBound {
      if let q = x.rational, let r = b.rational {
        verdict = verdict && (q < r || b.isClosed && q == r ? .proved : .refuted)
      } else {
        verdict = verdict && x.decide(b.isClosed ? .lessOrEqual : .less, bound: b.value)
      }
    }
    return verdict
  }
}

/// Splits `[[a,b],[c,d]]` into cells; entries are expressions, bare or in JSON quotes.
enum RowText {
  static func parse(_ text: String, _ fail: (String) -> InputError) throws -> [[String]] {
    let outer = try inner(text, fail)
    return try split(outer).map { try entries($0, fail) }
  }

  /// Splits `[a,b,c]` into entries.
  static func entries(_ text: String, _ fail: (String) -> InputError) throws -> [String] {
    try split(inner(text, fail)).map(unquoted)
  }

  private static func inner(_ text: String, _ fail: (String) -> InputError) throws -> String {
    let t = text.trimmed
    guard t.hasPrefix("["), t.hasSuffix("]"), t.count >= 2 else {
      throw fail("expected a JSON array of rows")
    }
    return String(t.dropFirst().dropLast())
  }

  private static func unquoted(_ s: String) -> String {
    let t = s.trimmed
    return t.count >= 2 && t.hasPrefix("\"") && t.hasSuffix("\"") ? String(t.dropFirst().dropLast()) : t
  }

  /// Splits at commas outside brackets and parentheses.
  static func split(_ text: String) -> [String] {
    var parts: [String] = []
    var current = ""
    var depth = 0
    for c in text {
      if c == "[" || c == "(" { depth += 1 }
      if c == "]" || c == ")" { depth -= 1 }
      if c == "," && depth == 0 {
        parts.append(current)
        current = ""
      } else {
        current.append(c)
      }
    }
    if !current.trimmed.isEmpty || !parts.isEmpty { parts.append(current) }
    return parts
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    // Most texts have no spaces.
    if utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return self }
    let head = drop(while: \.isWhitespace)
    return String(head.reversed().drop(while: \.isWhitespace).reversed())
  }
}
