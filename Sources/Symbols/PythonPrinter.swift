import VlasovAnalysis

/// Prints an expression as Python text: `value(TEXT)` is a ball of python-flint at `ctx.prec` bits.
///
/// The names come from `proofs-checks/arb/readings.py` (`from readings import *`): `q("1/3")` an exact rational, `pi`,
/// `e`, `euler`, `inf`, the functions under their names of the text grammar, and the binders
/// `series(lambda n: ..., first)`, `supremum(lambda n: ..., first)`, `integral(lambda u: ..., low, high)` and
/// `root(lambda u: ..., low, high)`. They build a tree, which `value` evaluates with bounds for tails, ends and
/// derivatives of its own. Plain Python integers are integer arguments and exponents; everything real goes through `q`.
/// A free variable prints as `variable("name")`, to which `value(TEXT, name=arb(..))` gives a value.
public struct PythonPrinter: Sendable {
  public init() {}

  public func print(_ e: Expression) -> String {
    e.node.size > TextPrinter.largestSize ? "..." : PythonRun(symbols: BoundSymbols(of: e)).text(e, .sum)
  }
}

/// How tightly a piece of text holds together.
private enum Level: Int {
  case sum, product, sign, power, atom
}

private struct PythonRun {
  let symbols: BoundSymbols
  /// The variables that a binder around gives values to.
  var bound: Set<String> = []

  /// The text in parentheses unless it holds together at least as tightly as `level`.
  func text(_ e: Expression, _ level: Level) -> String {
    let (text, own) = piece(e)
    return own.rawValue >= level.rawValue ? text : "(\(text))"
  }

  private func piece(_ e: Expression) -> (String, Level) {
    let x = e.operands
    switch e.operation {
    case .number(let q): return ("q(\"\(q.description)\")", .atom)
    case .constant(let c): return (c == .infinity ? "inf" : c.rawValue, .atom)
    case .variable(let v): return (bound.contains(v.name) ? v.name : "variable(\"\(v.name)\")", .atom)
    case .index(let n): return index(n)
    case .interval: return ("interval(\(list(x)))", .atom)
    case .sum: return ("\(text(x[0], .sum)) + \(text(x[1], .product))", .sum)
    case .difference: return ("\(text(x[0], .sum)) - \(text(x[1], .product))", .sum)
    case .product: return ("\(text(x[0], .product))*\(text(x[1], .sign))", .product)
    case .quotient: return ("\(text(x[0], .product))/\(text(x[1], .sign))", .product)
    case .negation: return ("-\(text(x[0], .sign))", .sign)
    case .power(let n):
      let (exponent, level) = index(n)
      return ("\(text(x[0], .atom))**\(level == .atom ? exponent : "(\(exponent))")", .power)
    case .realPower: return ("\(text(x[0], .atom))**\(text(x[1], .atom))", .power)
    case .call(.lambertWMinus, _): return ("lambertw(-1, \(list(x)))", .atom)
    case .call(let f, let n):
      return (
        "\(name(f))(\((n.map { index($0).0 } + x.map { text($0, .sum) }).joined(separator: ", ")))", .atom
      )
    case .series(let s):
      let (n, inside) = symbols.index()
      return binder("series", n, inside, s.body(n, x), "\(s.first)")
    case .supremum(let s):
      let (n, inside) = symbols.index()
      return binder("supremum", n, inside, s.body(n, x), "\(s.first)")
    case .integral(let f): return overInterval("integral", f, x)
    case .root(let f): return overInterval("root", f, x)
    case .undefined(let reason): return ("undefined(\(JSONPrinter.quoted(reason)))", .atom)
    }
  }

  /// Three names are Python's own.
  private func name(_ f: Function) -> String {
    switch f {
    case .abs, .min, .max: "\(f.name)_"
    default: f.name
    }
  }

  private func list(_ x: [Expression]) -> String { x.map { text($0, .sum) }.joined(separator: ", ") }

  private func overInterval(_ name: String, _ f: FunctionBinder, _ x: [Expression]) -> (String, Level) {
    let (u, inside) = symbols.variable()
    return binder(name, u, inside, f.body(u, x), list(Array(x.suffix(2))))
  }

  private func binder(
    _ name: String, _ symbol: String, _ inside: BoundSymbols, _ body: Expression, _ rest: String
  ) -> (String, Level) {
    let run = PythonRun(symbols: inside, bound: bound.union([symbol]))
    return ("\(name)(lambda \(symbol): \(run.text(body, .sum)), \(rest))", .atom)
  }

  private func index(_ n: Index) -> (String, Level) {
    guard let symbol = n.symbol else { return ("\(n.offset)", n.offset < 0 ? .sign : .atom) }
    if n.offset == 0 { return (symbol, .atom) }
    return ("\(symbol) \(n.offset < 0 ? "-" : "+") \(n.offset.magnitude)", .sum)
  }
}
