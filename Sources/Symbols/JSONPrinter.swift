import VlasovAnalysis

/// Prints an expression as a tree of nested JSON arrays, for programs that evaluate it:
///
/// `["num","1/3"]`, `["const","pi"]`, `["var","x"]`, `["index","n",1]`, `["+",a,b]` (also `-`, `*`, `/`), `["neg",a]`,
/// `["^",a,n]` for an integer n, `["pow",a,b]`, `["call","besseli",[n],[x]]`, `["sum","k",first,body]`,
/// `["sup","k",first,body]`, `["integral","u",low,high,body]`, `["root","u",low,high,body]`.
/// An integer argument n is a number or an `index`; the lower branch of Lambert's function has the integer -1.
public struct JSONPrinter: Sendable {
  public init() {}

  public func print(_ e: Expression) -> String { JSONRun(symbols: BoundSymbols(of: e)).text(e) }

  /// A JSON string.
  public static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      default:
        if scalar.value >= 0x20, scalar.value != 0x7F {
          out.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return out + "\""
  }
}

private struct JSONRun {
  let symbols: BoundSymbols

  func text(_ e: Expression) -> String {
    let x = e.operands
    switch e.operation {
    case .number(let q): return list("num", [JSONPrinter.quoted(q.description)])
    case .constant(let c): return list("const", [JSONPrinter.quoted(c == .infinity ? "inf" : c.rawValue)])
    case .variable(let v): return list("var", [JSONPrinter.quoted(v.name)])
    case .index(let n): return index(n)
    case .interval: return list("interval", x.map(text))
    case .sum: return list("+", x.map(text))
    case .difference: return list("-", x.map(text))
    case .product: return list("*", x.map(text))
    case .quotient: return list("/", x.map(text))
    case .negation: return list("neg", x.map(text))
    case .power(let n): return list("^", [text(x[0]), index(n)])
    case .realPower: return list("pow", x.map(text))
    case .call(.lambertWMinus, _): return call(.lambertW, ["-1"], x)
    case .call(let f, let n): return call(f, n.map(index), x)
    case .series(let s):
      let (k, inside) = symbols.index()
      return list("sum", [JSONPrinter.quoted(k), "\(s.first)", JSONRun(symbols: inside).text(s.body(k, x))])
    case .supremum(let s):
      let (k, inside) = symbols.index()
      return list("sup", [JSONPrinter.quoted(k), "\(s.first)", JSONRun(symbols: inside).text(s.body(k, x))])
    case .integral(let f): return overInterval("integral", f, x)
    case .root(let f): return overInterval("root", f, x)
    case .undefined(let reason): return list("undefined", [JSONPrinter.quoted(reason)])
    }
  }

  private func list(_ head: String, _ items: [String]) -> String {
    "[\(([JSONPrinter.quoted(head)] + items).joined(separator: ","))]"
  }

  private func call(_ f: Function, _ indices: [String], _ x: [Expression]) -> String {
    let arguments = x.map(text).joined(separator: ",")
    return list(
      "call", [JSONPrinter.quoted(f.name), "[\(indices.joined(separator: ","))]", "[\(arguments)]"])
  }

  private func overInterval(_ name: String, _ f: FunctionBinder, _ x: [Expression]) -> String {
    let (u, inside) = symbols.variable()
    let ends = [text(x[x.count - 2]), text(x[x.count - 1])]
    return list(name, [JSONPrinter.quoted(u)] + ends + [JSONRun(symbols: inside).text(f.body(u, x))])
  }

  private func index(_ n: Index) -> String {
    guard let symbol = n.symbol else { return "\(n.offset)" }
    return list("index", [JSONPrinter.quoted(symbol), "\(n.offset)"])
  }
}
