import VlasovAnalysis

/// The value of a real parameter: an exact real given by a constant expression, re-evaluated at each
/// precision; or an interval of reals.
public struct RealParameter: Sendable, Hashable, CustomStringConvertible {
  private enum Content: Hashable {
    case rational(Rational)
    /// A constant, or an interval leaf.
    case expression(Expression)
  }

  private let content: Content
  private let givenText: String?

  private init(_ content: Content, text: String?) {
    self.content = content
    givenText = text
  }

  public init(_ value: Int) { self.init(.rational(Rational(value)), text: nil) }
  public init(_ value: Rational) { self.init(.rational(value), text: nil) }

  /// A constant expression. It is not checked: an undefined one evaluates to the indeterminate value.
  public init(_ e: Expression) {
    self.init(e.rationalValue.map { .rational($0) } ?? .expression(e), text: nil)
  }

  /// Reads `1/3`, `0.1`, `sqrt(2)`, ..., an interval `[0.99, 1.01]`, or `1+/-0.01`; see `Parser`.
  ///
  /// - Throws: `ParseError` for a malformed text; `UndefinedValue` when the value or an end is undefined or
  ///   cannot be evaluated, or when the ends are in the wrong order.
  public init(parsing text: String) throws {
    if let q = PlainNumber.read(text) {
      self.init(.rational(q), text: text)
      return
    }
    let trimmed = ParameterText(text)
    let value = try trimmed.value()
    if case .interval = value.operation {
      self.init(.expression(value), text: trimmed.text)
    } else {
      // A decimal or quotient is its own value; everything else keeps its form.
      self.init(value.number.map { .rational($0) } ?? .expression(value), text: trimmed.text)
    }
  }

  /// The text it was read from, else an exact text of the value.
  public var text: String {
    if let givenText { return givenText }
    switch content {
    case .rational(let q): return ExactText.decimal(q)
    case .expression(let e): return e.description
    }
  }

  public var description: String { text }

  /// An interval of reals, not one real.
  public var isInterval: Bool {
    if case .expression(let e) = content { return e.containsInterval }
    return false
  }

  /// The constant; nil for an interval.
  public var expression: Expression? { isInterval ? nil : symbol }

  /// The exact value when it is recognised as rational.
  public var rational: Rational? {
    switch content {
    case .rational(let q): q
    case .expression(let e): e.rationalValue
    }
  }

  private var symbol: Expression {
    switch content {
    case .rational(let q): Expression(q)
    case .expression(let e): e
    }
  }

  // MARK: Readings

  /// The enclosure at the current precision; the hull of an interval.
  public var ball: Ball { lifted(Ball.self) }

  /// The parameter in a reading: a constant there. An interval is its hull in set readings, its midpoint as a
  /// Double, and an interval leaf as an expression; a jet gets a constant of its base.
  ///
  /// A reading that cannot hold the value (an interval in a reading without sets, a function beyond its rung)
  /// gets its indeterminate value.
  public func lifted<T: Analytic>(_ type: T.Type = T.self) -> T {
    switch content {
    case .rational(let q): return T(q)
    case .expression(let e):
      if let same = e as? T { return same }
      if let constant = Reading.constant(of: self, type) { return constant }
      return (try? e.evaluate(type)) ?? Reading.indeterminate(type)
    }
  }

  // MARK: Decisions

  /// Compares with a constant: exact for rationals, square roots and equal expressions, else by balls.
  ///
  /// An interval is compared throughout: proved when the relation holds for all its elements, refuted when
  /// for none.
  public func decide(_ relation: Relation, bound: Expression, maximumBits: Int = 4096) -> Verdict {
    if let a = rational, let b = bound.rationalValue {
      let sign = a == b ? 0 : a < b ? 1 : -1
      return relation.verdict(margin: SignRange(exactly: relation.isReversed ? -sign : sign))
    }
    let decision = try? Comparison(symbol, relation, bound).decide(maximumBits: maximumBits)
    return decision?.verdict ?? .undecided
  }

  public func decide(_ relation: Relation, bound: RealParameter, maximumBits: Int = 4096) -> Verdict {
    decide(relation, bound: bound.symbol, maximumBits: maximumBits)
  }
}

/// The commonest texts, `8`, `0.25` and `1/3`, read without the parser, with the value that it gives.
enum PlainNumber {
  /// Digits with at most one point or bar between them, few enough for machine integers; nil for anything else.
  static func read(_ text: String) -> Rational? {
    let digits = 18
    guard text.utf8.count <= digits else { return nil }
    var (first, second, scale) = (0, 0, 1)
    var separator: UInt8 = 0
    var last: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if separator == 0 {
          first = first * 10 + Int(byte - UInt8(ascii: "0"))
        } else {
          second = second * 10 + Int(byte - UInt8(ascii: "0"))
          scale *= 10
        }
      case UInt8(ascii: "."), UInt8(ascii: "/"):
        guard separator == 0, last != 0 else { return nil }
        separator = byte
      default: return nil
      }
      last = byte
    }
    guard last >= UInt8(ascii: "0") else { return nil }
    switch separator {
    case 0: return Rational(first)
    case UInt8(ascii: "."):
      return Rational(
        numerator: Integer(first) * Integer(scale) + Integer(second), denominator: Integer(scale))
    default: return second == 0 ? nil : Rational(numerator: Integer(first), denominator: Integer(second))
    }
  }
}

/// A parameter's text: a constant, `[a, b]` or `m+/-r`.
private struct ParameterText {
  /// On one line, without surrounding spaces.
  let text: String
  /// How many characters were removed in front.
  private let leading: Int

  init(_ given: String) {
    // Most texts have no spaces.
    if given.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      (text, leading) = (given, 0)
      return
    }
    let head = given.prefix(while: \.isWhitespace)
    let rest = given[head.endIndex...]
    text = String(rest.reversed().drop(while: \.isWhitespace).reversed().map { $0.isNewline ? " " : $0 })
    leading = head.count
  }

  func value() throws -> Expression {
    if text.first == "[" { return try bracketed() }
    if text.utf8.contains(UInt8(ascii: "+")), let middle = text.firstRange(of: "+/-") {
      let m = try part(text[..<middle.lowerBound])
      let r = try part(text[middle.upperBound...])
      guard RealParameter(r).decide(.greaterOrEqual, bound: 0) != .refuted else {
        throw UndefinedValue(message: "the radius \(r) is negative")
      }
      return try interval(m - r, m + r)
    }
    return try part(text[...])
  }

  private func bracketed() throws -> Expression {
    let start = text.index(after: text.startIndex)
    guard let comma = comma(from: start) else {
      throw ParseError(
        position: end, found: "no comma in \(ParseError.quoted(text))", expected: "an interval `[a, b]`")
    }
    guard text.last == "]" else { throw ParseError(position: end, found: "the end", expected: "`]`") }
    let low = try part(text[start..<comma])
    let high = try part(text[text.index(after: comma)..<text.index(before: text.endIndex)])
    return try interval(low, high)
  }

  private var end: Int { leading + text.count + 1 }

  /// The first comma outside parentheses.
  private func comma(from start: String.Index) -> String.Index? {
    var depth = 0
    return text[start...].indices.first { i in
      switch text[i] {
      case "(": depth += 1
      case ")": depth -= 1
      default: break
      }
      return depth == 0 && text[i] == ","
    }
  }

  /// A constant expression with a value.
  private func part(_ part: Substring) throws -> Expression {
    let before = text[..<part.startIndex].count
    let e = try Parser().parse(String(part), offset: leading + before)
    try Definedness.check(e)
    return e
  }

  private func interval(_ low: Expression, _ high: Expression) throws -> Expression {
    switch try Comparison.less(low, high).decide().verdict {
    case .proved, .undecided: return .interval(low, high)
    case .refuted:
      if low == high || RealParameter(low).decide(.equal, bound: high) == .proved { return low }
      throw UndefinedValue(message: "the interval [\(low), \(high)] has its ends in the wrong order")
    }
  }
}
