import VlasovAnalysis

/// Prints an expression as plain text, which `Parser` reads back to an equal expression unless it contains a
/// binder (sum, integral, root, supremum), an interval or infinity.
public struct TextPrinter: Sendable {
  /// Expressions of more nodes print as `...`.
  public static let largestSize = 2_000_000

  public init() {}

  public func print(_ e: Expression) -> String {
    e.node.size > TextPrinter.largestSize ? "..." : TextRun(symbols: BoundSymbols(of: e)).piece(e).text
  }
}

extension Expression: CustomStringConvertible {
  /// The plain text of the expression.
  public var description: String { TextPrinter().print(self) }
}

/// How tightly a piece of text holds together.
private enum Level: Int, Comparable {
  case sum, sign, product, power, atom
  static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
}

private struct TextRun {
  struct Piece {
    var text: String
    var level: Level
  }

  let symbols: BoundSymbols

  /// The text in parentheses unless it holds together at least as tightly as `level`.
  private func text(_ e: Expression, _ level: Level) -> String {
    let p = piece(e)
    return p.level >= level ? p.text : "(\(p.text))"
  }

  func piece(_ e: Expression) -> Piece {
    let x = e.operands
    switch e.operation {
    case .number(let q): return number(q)
    case .constant(let c): return Piece(text: c == .infinity ? "inf" : c.rawValue, level: .atom)
    case .variable(let v): return Piece(text: v.name, level: .atom)
    case .index(let n): return index(n)
    case .interval: return Piece(text: "[\(text(x[0], .sum)), \(text(x[1], .sum))]", level: .atom)
    case .sum: return Piece(text: "\(text(x[0], .sum)) + \(text(x[1], .product))", level: .sum)
    case .difference: return Piece(text: "\(text(x[0], .sum)) - \(text(x[1], .product))", level: .sum)
    case .product: return Piece(text: "\(text(x[0], .product))*\(text(x[1], .power))", level: .product)
    case .quotient: return Piece(text: "\(text(x[0], .product))/\(text(x[1], .power))", level: .product)
    case .negation:
      // -0 is the number 0, so that the sign of a product that starts with 0 must stand outside.
      let shown = startsWithZero(x[0]) ? "(\(piece(x[0]).text))" : text(x[0], .product)
      return Piece(text: "-\(shown)", level: .sign)
    case .power(let n):
      let exponent = index(n)
      let shown = exponent.level == .atom ? exponent.text : "(\(exponent.text))"
      return Piece(text: "\(text(x[0], .atom))^\(shown)", level: .power)
    case .realPower: return Piece(text: "\(text(x[0], .atom))^\(text(x[1], .atom))", level: .power)
    case .call(.lambertWMinus, _): return call(Function.lambertWMinus.name, [text(x[0], .sum), "-1"])
    case .call(let f, let n):
      return call(f.name, n.map { index($0).text } + x.map { text($0, .sum) })
    case .series(let s):
      let (n, inside) = symbols.index()
      return binder("sum", inside, s.body(n, x), "\(n) = \(s.first)..inf")
    case .supremum(let s):
      let (n, inside) = symbols.index()
      return binder("sup", inside, s.body(n, x), "\(n) = \(s.first)..inf")
    case .integral(let f): return overInterval("integral", f, x)
    case .root(let f): return overInterval("root", f, x)
    case .undefined(let reason): return Piece(text: "undefined(\(reason))", level: .atom)
    }
  }

  private func startsWithZero(_ e: Expression) -> Bool {
    var e = e
    while e.operation == .product || e.operation == .quotient { e = e.operands[0] }
    return e.number?.isZero ?? false
  }

  private func call(_ name: String, _ arguments: [String]) -> Piece {
    Piece(text: "\(name)(\(arguments.joined(separator: ", ")))", level: .atom)
  }

  private func overInterval(_ name: String, _ f: FunctionBinder, _ x: [Expression]) -> Piece {
    let (u, inside) = symbols.variable()
    let ends = "\(text(x[x.count - 2], .sum))..\(text(x[x.count - 1], .sum))"
    return binder(name, inside, f.body(u, x), "\(u) = \(ends)")
  }

  private func binder(_ name: String, _ inside: BoundSymbols, _ body: Expression, _ range: String) -> Piece {
    let shown = body.node.size > TextPrinter.largestSize ? "..." : TextRun(symbols: inside).piece(body).text
    return call(name, [shown, range])
  }

  private func index(_ n: Index) -> Piece {
    if let value = n.value { return Piece(text: "\(value)", level: value < 0 ? .sign : .atom) }
    return Piece(text: n.description, level: n.offset == 0 ? .atom : .sum)
  }

  private func number(_ q: Rational) -> Piece {
    let text = ExactText.of(q)
    let level: Level = text.contains("/") ? .product : .atom
    return Piece(text: text, level: q.signum < 0 ? .sign : level)
  }
}

/// Exact texts of rationals.
enum ExactText {
  private static let shortBits = 100
  private static let decimalDigits = 30

  /// `3`, `-1/3`; numbers with long numerators or denominators as a decimal when that is short (`1e-40`).
  static func of(_ q: Rational) -> String {
    if q.width > shortBits, let decimal = q.terminatingDecimal(maximumDigits: decimalDigits) {
      return decimal
    }
    return q.description
  }

  /// A decimal when it is short, else as `of`: `0.1`, `1/3`.
  static func decimal(_ q: Rational) -> String { q.terminatingDecimal(maximumDigits: 20) ?? of(q) }
}
