import VlasovAnalysis

/// An expression has no text in Coq: why.
public struct Unprintable: Error, Sendable, CustomStringConvertible {
  public let reason: String
  public var description: String { reason }
}

/// Prints an expression as Gallina, over Coq's reals and the definitions of `proofs-checks/coq`.
///
/// The text means what the expression means wherever the expression is defined. Coq's functions are total: the
/// logarithm and the square root of a negative number are 0 there, x/0 is some number. So a text is only to be
/// used for expressions that are known to be defined.
public struct CoqPrinter: Sendable {
  /// Longer trees are refused.
  public static let largestSize = 20_000

  public init() {}

  /// - Throws: `Unprintable` for what has no name in Coq.
  public func print(_ e: Expression) throws -> String { try CoqRun(of: e).piece(e).text }

  /// As an argument of a function, in parentheses where needed.
  public func atom(_ e: Expression) throws -> String { try CoqRun(of: e).text(e, .atom) }

  /// A name for a variable that Coq does not use itself.
  public static func name(_ variable: String) -> String {
    reserved.contains(variable) ? variable + "_" : variable
  }

  /// Names that variables of results may have and that mean something in Coq.
  private static let reserved: Set<String> = [
    "R", "S", "O", "N", "Z", "Q", "PI", "E1", "C", "U", "L", "P", "T", "W", "exp", "ln", "sin", "cos", "tan",
    "sqrt", "pow", "lt", "le", "gt", "ge", "eq", "not", "and", "or", "true", "false", "fun", "forall",
    "exists",
    "in", "let", "match", "at", "as", "if", "then", "else", "end", "with", "return", "using", "where", "fix",
    "cofix", "by", "Type", "Prop", "Set", "SProp", "I", "IF",
  ]
}

/// How tightly a piece of Coq text holds together.
private enum Level: Int, Comparable {
  case sum, sign, product, power, application, atom
  static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
}

private struct CoqRun {
  struct Piece {
    var text: String
    var level: Level
  }

  let symbols: BoundSymbols
  /// What a bound index counts from: the Coq variable starts at 0.
  var starts: [String: Int] = [:]

  init(of e: Expression) throws {
    guard e.node.size <= CoqPrinter.largestSize else {
      throw Unprintable(reason: "the formula has more than \(CoqPrinter.largestSize) operations")
    }
    symbols = BoundSymbols(of: e)
  }

  private init(_ symbols: BoundSymbols, _ starts: [String: Int]) {
    (self.symbols, self.starts) = (symbols, starts)
  }

  /// The text in parentheses unless it holds together at least as tightly as `level`.
  func text(_ e: Expression, _ level: Level) throws -> String { Self.text(try piece(e), level) }

  private static func text(_ p: Piece, _ level: Level) -> String { p.level >= level ? p.text : "(\(p.text))" }

  func piece(_ e: Expression) throws -> Piece {
    let x = e.operands
    switch e.operation {
    case .number(let q): return number(q)
    case .constant(let c): return try constant(c)
    case .variable(let v): return Piece(text: CoqPrinter.name(v.name), level: .atom)
    case .index(let n): return Piece(text: "INR \(Self.text(try natural(n), .atom))", level: .application)
    case .interval: throw Unprintable(reason: "an interval is no real number")
    case .sum: return Piece(text: try "\(first(x[0])) + \(text(x[1], .product))", level: .sum)
    case .difference: return Piece(text: try "\(first(x[0])) - \(text(x[1], .product))", level: .sum)
    case .product: return Piece(text: try "\(text(x[0], .product)) * \(text(x[1], .power))", level: .product)
    case .quotient: return Piece(text: try "\(text(x[0], .product)) / \(text(x[1], .power))", level: .product)
    case .negation: return Piece(text: try "- \(text(x[0], .power))", level: .sign)
    case .power(let n): return try power(x[0], n)
    case .realPower: return try realPower(x[0], x[1])
    case .call(let f, let n): return try call(f, n, x, e)
    case .series(let s): return try series(s, x)
    case .supremum(let s):
      let (n, inside) = symbols.index()
      return try overIndices("Supremum", n, inside, s.first, s.body(n, x))
    case .integral(let f): return try integral(f, x)
    case .root: throw Unprintable(reason: "a root inside a formula has no name in Coq")
    case .undefined(let reason): throw Unprintable(reason: reason)
    }
  }

  /// The first term of a sum: a sign may stand in front of it.
  private func first(_ e: Expression) throws -> String { try text(e, .sum) }

  // MARK: Numbers

  private func number(_ q: Rational) -> Piece {
    if q.isInteger { return Piece(text: q.numerator.description, level: q.signum < 0 ? .sign : .atom) }
    let text = "\(q.magnitude.numerator) / \(q.denominator)"
    return q.signum < 0 ? Piece(text: "- (\(text))", level: .sign) : Piece(text: text, level: .product)
  }

  private func constant(_ c: Expression.Constant) throws -> Piece {
    switch c {
    case .pi: return Piece(text: "PI", level: .atom)
    case .e: return Piece(text: "exp 1", level: .application)
    case .euler: throw Unprintable(reason: "Euler's constant has no definition in the Coq library")
    case .infinity: throw Unprintable(reason: "infinity is no real number")
    }
  }

  /// An integer argument or exponent, as a natural number.
  private func natural(_ n: Index) throws -> Piece {
    if let value = n.value {
      guard value >= 0 else { throw Unprintable(reason: "the integer argument \(value) is negative") }
      guard value <= 5000 else {
        throw Unprintable(reason: "the integer argument \(value) is too large for Coq")
      }
      return Piece(text: "\(value)", level: .atom)
    }
    guard let symbol = n.symbol, let start = starts[symbol] else {
      throw Unprintable(reason: "the integer \(n) has no value")
    }
    let offset = start + n.offset
    guard offset >= 0 else { throw Unprintable(reason: "the integer \(n) starts below 0") }
    return offset == 0
      ? Piece(text: symbol, level: .atom) : Piece(text: "\(symbol) + \(offset)", level: .sum)
  }

  /// As `natural`, in its own scope where one is needed.
  private func index(_ n: Index) throws -> String { Self.text(try natural(n), .atom) }

  // MARK: Powers

  private func power(_ base: Expression, _ n: Index) throws -> Piece {
    if let value = n.value, value < 0 {
      return Piece(text: try "1 / \(Self.text(power(base, Index(-value)), .power))", level: .product)
    }
    return Piece(text: try "\(text(base, .atom)) ^ \(index(n))", level: .power)
  }

  /// Half-integers through the square root, which is right at 0. `Rpower` is not: the base must be positive.
  private func realPower(_ base: Expression, _ exponent: Expression) throws -> Piece {
    if case .constant(.e) = base.operation {
      return Piece(text: try "exp \(text(exponent, .atom))", level: .application)
    }
    if let q = exponent.rationalValue, q.denominator == 2, let p = q.numerator.asInt {
      return try power(.sqrt(base), Index(p))
    }
    guard Self.isPositive(base) else {
      throw Unprintable(reason: "a real power of a base that is not known to be positive")
    }
    return Piece(text: try "Rpower \(text(base, .atom)) \(text(exponent, .atom))", level: .application)
  }

  private static func isPositive(_ e: Expression) -> Bool {
    if case .call(.exp, _) = e.operation { return true }
    return CoqPrinter.isPositive(e)
  }

  // MARK: Functions

  private static let names: [Function: String] = [
    .exp: "exp", .log: "ln", .sqrt: "sqrt", .sin: "sin", .cos: "cos", .tan: "tan", .asin: "asin",
    .acos: "acos",
    .atan: "atan", .sinh: "sinh", .cosh: "cosh", .tanh: "tanh", .asinh: "arcsinh", .acosh: "arccosh",
    .atanh: "arctanh", .abs: "Rabs", .min: "Rmin", .max: "Rmax", .exprel: "exprel", .ein: "Ein", .e1: "E1",
    .besselI: "BesselI", .besselClifford: "BesselClifford", .besselIRatio: "BesselRatio", .erf: "Erf",
    .erfc: "Erfc", .gammaQ: "GammaQ", .hyp0f1: "Hypergeometric0F1", .hyp1f1: "Hypergeometric1F1",
    .hyp2f1: "Hypergeometric2F1",
  ]

  private func call(_ f: Function, _ n: [Index], _ x: [Expression], _ e: Expression) throws -> Piece {
    switch f {
    case .expm1: return Piece(text: try "exp \(text(x[0], .atom)) - 1", level: .sum)
    case .log1p: return try apply("ln", ["(1 + \(text(x[0], .product)))"])
    case .factorial:
      if n[0].value != nil, let q = e.rationalValue { return number(q) }
      return try apply("INR", ["(fact \(index(n[0])))"])
    case .binomial, .gamma:
      if let q = e.rationalValue { return number(q) }
      throw Unprintable(reason: "\(f.name) has no name in the Coq library")
    case .mills:
      let y = try text(x[0], .atom)
      return Piece(text: "sqrt (PI / 2) * exp (\(y) ^ 2 / 2) * Erfc (\(y) / sqrt 2)", level: .product)
    case .besselI:
      // I_-n = I_n.
      let order = n[0].value.map { Index(abs($0)) } ?? n[0]
      return try apply("BesselI", [index(order), text(x[0], .atom)])
    case .ei:
      throw Unprintable(reason: "Ei by itself needs Euler's constant, which the Coq library does not define")
    default:
      guard let name = Self.names[f] else {
        throw Unprintable(reason: "\(f.name) has no name in the Coq library")
      }
      try check(f, x)
      return try apply(name, n.map(index) + x.map { try text($0, .atom) })
    }
  }

  /// Domains on which the definitions in Coq are the functions.
  private func check(_ f: Function, _ x: [Expression]) throws {
    func ball(_ e: Expression) -> Ball? {
      guard e.freeVariables.isEmpty else { return nil }
      return try? withPrecision(128) { try e.evaluate(Ball.self) }
    }
    switch f {
    case .hyp2f1:
      guard let z = ball(x[3]), (z - 1).isNegative, (z + 1).isPositive else {
        throw Unprintable(
          reason: "2F1 is defined by its series, and its argument is not known to be within (-1, 1)")
      }
    case .besselIRatio:
      guard let nu = ball(x[0]), nu.isNonNegative else {
        throw Unprintable(reason: "the order of a ratio of Bessel functions is not known to be >= 0")
      }
    default: break
    }
  }

  private func apply(_ name: String, _ arguments: [String]) throws -> Piece {
    Piece(text: ([name] + arguments).joined(separator: " "), level: .application)
  }

  // MARK: Binders

  private func series(_ s: SeriesBinder, _ x: [Expression]) throws -> Piece {
    let (n, inside) = symbols.index()
    return try overIndices("Series", n, inside, s.first, s.body(n, x))
  }

  private func overIndices(
    _ name: String, _ n: String, _ inside: BoundSymbols, _ first: Int, _ body: Expression
  )
    throws -> Piece
  {
    let run = CoqRun(inside, starts.merging([n: first]) { $1 })
    return try apply(name, ["(fun \(n) : nat => \(run.piece(body).text))"])
  }

  private func integral(_ f: FunctionBinder, _ x: [Expression]) throws -> Piece {
    let ends = x.suffix(2)
    for end in ends where end.operation == .constant(.infinity) {
      throw Unprintable(reason: "an integral to infinity")
    }
    let (u, inside) = symbols.variable()
    let body = try CoqRun(inside, starts).piece(f.body(u, x)).text
    return try apply("RInt", ["(fun \(u) => \(body))"] + ends.map { try text($0, .atom) })
  }
}

extension CoqPrinter {
  /// The expression with functions that Coq has no definition of replaced where an identity allows it; the rest stays.
  ///
  /// Ei a - Ei b, 0 < a, b, is the integral of e^u/u from b to a, which needs no Euler constant. I_{ν+m}(x)/I_ν(x), real
  /// ν >= 0, is a product of m ratios of neighbours.
  public static func prepared(_ e: Expression) -> Expression {
    var known: [Expression: Expression] = [:]
    return rewritten(e, &known)
  }

  /// Unknown for expressions with variables, which then stay as they are.
  fileprivate static func isPositive(_ e: Expression) -> Bool {
    guard e.freeVariables.isEmpty, let x = try? withPrecision(128, { try e.evaluate(Ball.self) }) else {
      return false
    }
    return x.isFinite && x.isPositive
  }

  private static func rewritten(_ e: Expression, _ known: inout [Expression: Expression]) -> Expression {
    if e.operands.isEmpty { return e }
    if let found = known[e] { return found }
    let x = e.operands.map { rewritten($0, &known) }
    var result = x == e.operands ? e : Expression.make(e.operation, x)
    if case .difference = e.operation, case .call(.ei, _) = x[0].operation,
      case .call(.ei, _) = x[1].operation, isPositive(x[0].operands[0]), isPositive(x[1].operands[0])
    {
      result = .integral(ExponentialQuotient(), [], from: x[1].operands[0], to: x[0].operands[0])
    }
    if case .quotient = e.operation, let product = besselRatios(x[0], x[1]) { result = product }
    known[e] = result
    return result
  }

  /// Orders that differ by more are left alone.
  private static let longestProduct = 64

  private static func besselRatios(_ upper: Expression, _ lower: Expression) -> Expression? {
    guard case .call(.besselIReal, _) = upper.operation, case .call(.besselIReal, _) = lower.operation,
      upper.operands[1] == lower.operands[1], let mu = upper.operands[0].rationalValue,
      let nu = lower.operands[0].rationalValue, nu.signum >= 0, (mu - nu).isInteger,
      let m = (mu - nu).numerator.asInt, m >= 1, m <= longestProduct
    else { return nil }
    return (1..<m).reduce(.besselIRatio(order: Expression(nu), upper.operands[1])) { product, j in
      product * .besselIRatio(order: Expression(nu + Rational(j)), upper.operands[1])
    }
  }
}

/// e^u/u
struct ExponentialQuotient: Function1 {
  func callAsFunction<T: SpecialAnalytic>(_ u: T, _ p: [T]) -> T { .exp(u) / u }
}

extension Expression {
  /// An integral occurs that is not a difference of exponential integrals.
  public var containsIntegral: Bool {
    var found = false
    visitNodes { node in
      if case .integral(let f) = node.operation, !(f.function is ExponentialQuotient) { found = true }
    }
    return found
  }
}
