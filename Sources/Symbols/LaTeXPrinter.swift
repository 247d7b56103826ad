import VlasovAnalysis

/// Prints an expression in LaTeX (for math mode, with amsmath).
///
/// Quotients are fractions, sums and integrals are written out with their general term, parentheses appear
/// only where the structure needs them, and grow with tall contents.
public struct LaTeXPrinter: Sendable {
  /// Expressions of more nodes print as an ellipsis.
  public static let largestSize = 200_000

  public init() {}

  public func print(_ e: Expression) -> String {
    e.node.size > LaTeXPrinter.largestSize ? "\\ldots" : LaTeXRun(symbols: BoundSymbols(of: e)).piece(e).text
  }

  public func print(_ c: Comparison) -> String { "\(print(c.lhs)) \(c.relation.latex) \(print(c.rhs))" }
}

extension Expression {
  /// The expression in LaTeX.
  public var latex: String { LaTeXPrinter().print(self) }
}

/// How tightly a piece of LaTeX holds together.
private enum Level: Int, Comparable {
  case sum, sign, product, power, atom
  static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
}

private struct LaTeXRun {
  struct Piece {
    var text: String
    var level: Level
    /// The text ends with the open body of a sum or supremum, which would swallow what follows.
    var isOpen = false
    /// The text starts with a digit: juxtaposition would join it to a number in front.
    var startsWithDigit: Bool { text.first?.isNumber ?? false }
    var isTall: Bool { ["\\frac", "\\sum", "\\int", "\\binom", "\\sup"].contains { text.contains($0) } }

    var inParentheses: String { isTall ? "\\left(\(text)\\right)" : "(\(text))" }
  }

  let symbols: BoundSymbols

  /// The piece in parentheses unless it holds together at least as tightly as `level`.
  private func part(_ e: Expression, _ level: Level, followed: Bool = false) -> Piece {
    let p = piece(e)
    return p.level >= level && !(followed && p.isOpen) ? p : Piece(text: p.inParentheses, level: .atom)
  }

  func piece(_ e: Expression) -> Piece {
    let x = e.operands
    switch e.operation {
    case .number(let q): return LaTeXRun.number(q)
    case .constant(let c): return Piece(text: LaTeXRun.constant(c), level: .atom)
    case .variable(let v): return Piece(text: v.latex, level: .atom)
    case .index(let n): return index(n)
    case .interval:
      return Piece(text: "\\left[\(piece(x[0]).text),\\, \(piece(x[1]).text)\\right]", level: .atom)
    case .sum: return additive(x, "+")
    case .difference: return additive(x, "-")
    case .product: return product(x[0], x[1])
    case .quotient: return Piece(text: "\\frac{\(piece(x[0]).text)}{\(piece(x[1]).text)}", level: .product)
    case .negation:
      let p = part(x[0], .product)
      return Piece(text: "-\(p.text)", level: .sign, isOpen: p.isOpen)
    case .power(let n): return power(x[0], index(n).text, n.value ?? 0)
    case .realPower: return power(x[0], piece(x[1]).text, 0)
    case .call(let f, let n): return call(f, n, x)
    case .series(let s):
      let (n, inside) = symbols.index()
      return bigOperator("\\sum_{\(LaTeXSymbol.of(n))=\(s.first)}^{\\infty}", s.body(n, x), inside)
    case .supremum(let s):
      let (n, inside) = symbols.index()
      return bigOperator("\\sup_{\(LaTeXSymbol.of(n)) \\ge \(s.first)}", s.body(n, x), inside)
    case .integral(let f): return integral(f, x)
    case .root(let f): return root(f, x)
    case .undefined: return Piece(text: "\\text{undefined}", level: .atom)
    }
  }

  // MARK: Arithmetic

  private func additive(_ x: [Expression], _ sign: String) -> Piece {
    let (a, b) = (part(x[0], .sum, followed: true), part(x[1], .product))
    return Piece(text: "\(a.text) \(sign) \(b.text)", level: .sum, isOpen: b.isOpen)
  }

  /// Numbers stand in front; a dot separates factors that juxtaposition would run together.
  private func product(_ first: Expression, _ second: Expression) -> Piece {
    let swapped = second.number != nil && first.number == nil
    let (x, y) = swapped ? (second, first) : (first, second)
    let a = part(x, .product, followed: true)
    // The factors of a product on the right need no parentheses: multiplication is associative.
    let b = part(y, .product)
    let dot = b.startsWithDigit || (x.number != nil && y.number != nil)
    return Piece(text: "\(a.text) \(dot ? "\\cdot " : "")\(b.text)", level: .product, isOpen: b.isOpen)
  }

  /// `\sin^{2}(x)` for named functions, else the base in parentheses unless it is an atom without exponent.
  private func power(_ base: Expression, _ exponent: String, _ n: Int) -> Piece {
    if n > 0, case .call(let f, _) = base.operation, let name = LaTeXRun.powerNames[f] {
      return Piece(text: "\(name)^{\(exponent)}\(argument(base.operands))", level: .power)
    }
    let p = piece(base)
    let bare = p.level == .atom && !p.isOpen && !p.text.contains("^")
    return Piece(text: "\(bare ? p.text : p.inParentheses)^{\(exponent)}", level: .power)
  }

  private func index(_ n: Index) -> Piece {
    guard let symbol = n.symbol else {
      return Piece(text: "\(n.offset)", level: n.offset < 0 ? .sign : .atom)
    }
    let s = LaTeXSymbol.of(symbol)
    if n.offset == 0 { return Piece(text: s, level: .atom) }
    return Piece(text: n.offset > 0 ? "\(s) + \(n.offset)" : "\(s) - \(n.offset.magnitude)", level: .sum)
  }

  /// Integers, fractions, and powers of ten for long decimals.
  static func number(_ q: Rational) -> Piece {
    let sign = q.signum < 0 ? "-" : ""
    let level: (Level) -> Level = { q.signum < 0 ? .sign : $0 }
    let text = ExactText.of(q.magnitude)
    if let e = text.firstIndex(of: "e") {
      let exponent = text[text.index(after: e)...].drop { $0 == "+" }
      let mantissa = text[..<e]
      let scale = mantissa == "1" ? "" : "\(mantissa) \\cdot "
      return Piece(text: "\(sign)\(scale)10^{\(exponent)}", level: level(.product))
    }
    if let slash = text.firstIndex(of: "/") {
      let (top, bottom) = (text[..<slash], text[text.index(after: slash)...])
      return Piece(text: "\(sign)\\frac{\(top)}{\(bottom)}", level: level(.product))
    }
    return Piece(text: sign + text, level: level(.atom))
  }

  private static func constant(_ c: Expression.Constant) -> String {
    switch c {
    case .pi: "\\pi"
    case .e: "e"
    case .euler: "\\gamma_{\\mathrm{E}}"
    case .infinity: "\\infty"
    }
  }

  // MARK: Functions

  private static let powerNames: [Function: String] = [
    .log: "\\log", .sin: "\\sin", .cos: "\\cos", .tan: "\\tan", .sinh: "\\sinh", .cosh: "\\cosh",
    .tanh: "\\tanh",
  ]

  private static let names: [Function: String] = [
    .asin: "\\arcsin", .acos: "\\arccos", .atan: "\\arctan", .asinh: "\\operatorname{arsinh}",
    .acosh: "\\operatorname{arcosh}", .atanh: "\\operatorname{artanh}", .ein: "\\operatorname{Ein}",
    .ei: "\\operatorname{Ei}", .exprel: "\\operatorname{exprel}", .e1: "E_{1}", .besselI: "I",
    .besselClifford: "C", .gammaQ: "Q", .min: "\\min",
    .max: "\\max", .besselIReal: "I", .besselCliffordReal: "C", .erf: "\\operatorname{erf}",
    .erfc: "\\operatorname{erfc}", .inverseErfc: "\\operatorname{erfc}^{-1}",
    .mills: "\\operatorname{Mills}", .gamma: "\\Gamma", .digamma: "\\psi", .beta: "\\mathrm{B}",
    .lambertW: "W_{0}", .lambertWMinus: "W_{-1}", .wrightOmega: "\\omega",
  ]

  private func argument(_ x: [Expression]) -> String {
    Piece(text: x.map { piece($0).text }.joined(separator: ", "), level: .sum).inParentheses
  }

  private func call(_ f: Function, _ n: [Index], _ x: [Expression]) -> Piece {
    switch f {
    case .exp: return Piece(text: "e^{\(piece(x[0]).text)}", level: .power)
    case .expm1: return Piece(text: "e^{\(piece(x[0]).text)} - 1", level: .sum)
    case .exprel where x[0].node.size <= 8:
      // The argument stands twice: only for short ones.
      return Piece(text: "\\frac{e^{\(piece(x[0]).text)} - 1}{\(piece(x[0]).text)}", level: .product)
    case .log1p: return Piece(text: "\\log\(argument([.make(.sum, [1, x[0]])]))", level: .atom)
    case .sqrt: return Piece(text: "\\sqrt{\(piece(x[0]).text)}", level: .atom)
    case .abs: return Piece(text: "\\left|\(piece(x[0]).text)\\right|", level: .atom)
    case .factorial:
      let p = index(n[0])
      return Piece(text: "\(p.level == .atom ? p.text : "(\(p.text))")!", level: .power)
    case .binomial: return Piece(text: "\\binom{\(index(n[0]).text)}{\(index(n[1]).text)}", level: .atom)
    case .besselI, .besselClifford:
      return Piece(text: "\(LaTeXRun.names[f] ?? "")_{\(index(n[0]).text)}\(argument(x))", level: .atom)
    case .expIntegral: return Piece(text: "E_{\(index(n[0]).text)}\(argument(x))", level: .atom)
    case .besselIReal, .besselCliffordReal:
      let order = "\(LaTeXRun.names[f] ?? "")_{\(piece(x[0]).text)}"
      return Piece(text: order + argument([x[1]]), level: .atom)
    case .besselIRatio:
      let top = "I_{\(piece(x[0]).text) + 1}\(argument([x[1]]))"
      return Piece(text: "\\frac{\(top)}{I_{\(piece(x[0]).text)}\(argument([x[1]]))}", level: .product)
    case .lgamma: return Piece(text: "\\log \\Gamma\(argument(x))", level: .product)
    case .betainc:
      return Piece(text: "I_{\(piece(x[2]).text)}\(argument(Array(x[..<2])))", level: .atom)
    case .hyp0f1: return hypergeometric([], [x[0]], x[1])
    case .hyp1f1: return hypergeometric([x[0]], [x[1]], x[2])
    case .hyp2f1: return hypergeometric([x[0], x[1]], [x[2]], x[3])
    case .hyp3f2AtOne: return hypergeometric(Array(x[..<3]), Array(x[3...]), 1)
    case .gammaQ:
      let p = Piece(text: "\(index(n[0]).text), \(piece(x[0]).text)", level: .sum)
      return Piece(text: "Q\(p.inParentheses)", level: .atom)
    default:
      return Piece(
        text: "\(LaTeXRun.powerNames[f] ?? LaTeXRun.names[f] ?? f.name)\(argument(x))", level: .atom)
    }
  }

  /// {}_pF_q(a; b; z).
  private func hypergeometric(_ a: [Expression], _ b: [Expression], _ z: Expression) -> Piece {
    func list(_ e: [Expression]) -> String { e.map { piece($0).text }.joined(separator: ", ") }
    let inside = Piece(text: "\(list(a)); \(list(b)); \(piece(z).text)", level: .sum).inParentheses
    return Piece(text: "{}_{\(a.count)}F_{\(b.count)}\(inside)", level: .atom)
  }

  // MARK: Binders

  private func bigOperator(_ head: String, _ body: Expression, _ inside: BoundSymbols) -> Piece {
    let run = LaTeXRun(symbols: inside)
    let term = body.node.size > LaTeXPrinter.largestSize ? "\\ldots" : run.part(body, .product).text
    return Piece(text: "\(head) \(term)", level: .product, isOpen: true)
  }

  private func integral(_ f: FunctionBinder, _ x: [Expression]) -> Piece {
    let (u, inside) = symbols.variable()
    let ends = x.suffix(2).map { piece($0).text }
    let body = bigOperator("\\int_{\(ends[0])}^{\(ends[1])}", f.body(u, x), inside).text
    return Piece(text: "\(body) \\, d\(LaTeXSymbol.of(u))", level: .product, isOpen: true)
  }

  private func root(_ f: FunctionBinder, _ x: [Expression]) -> Piece {
    let (u, inside) = symbols.variable()
    let ends = x.suffix(2).map { piece($0).text }.joined(separator: ",\\, ")
    let body = f.body(u, x)
    let equation =
      body.node.size > LaTeXPrinter.largestSize ? "\\ldots" : LaTeXRun(symbols: inside).piece(body).text
    return Piece(
      text: "\\operatorname{root}_{\(LaTeXSymbol.of(u)) \\in (\(ends))} \\left(\(equation)\\right)",
      level: .atom)
  }
}
