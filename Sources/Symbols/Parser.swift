import VlasovAnalysis

/// Reads expressions: exact decimals, `+ - * / ^`, parentheses, constants, functions, and the variables that
/// the caller allows.
///
/// `^` binds tightest and to the right, then the signs, then `*` and `/`, then `+` and `-`: `-2^2` is -4,
/// `2^-5` is 1/32, `2^3^2` is 512. A decimal is exact: `0.1` is one tenth.
public struct Parser: Sendable {
  /// The variables that may occur; they hide constants of the same name.
  public let variables: [String: Variable]

  public init(variables: [Variable] = []) {
    self.variables = Dictionary(variables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Throws: `ParseError`.
  public func parse(_ text: String) throws -> Expression { try parse(text, offset: 0) }

  /// Parses a part of a text that starts after `offset` characters.
  func parse(_ text: String, offset: Int) throws -> Expression {
    var run = ParserRun(lexer: try Lexer(text, offset: offset), variables: variables)
    return try run.whole()
  }
}

extension Expression {
  /// Reads an expression; see `Parser`.
  /// - Throws: `ParseError`.
  public init(parsing text: String, variables: [Variable] = []) throws {
    self = try Parser(variables: variables).parse(text)
  }
}

/// Recursive descent over one text.
private struct ParserRun {
  var lexer: Lexer
  let variables: [String: Variable]
  private var nesting = 0

  /// Parentheses and exponents nested deeper are refused, so that the recursion cannot overflow the stack.
  private static let maximumNesting = 200
  private static let operand = "a number, a name or `(`"

  init(lexer: Lexer, variables: [String: Variable]) {
    self.lexer = lexer
    self.variables = variables
  }

  mutating func whole() throws -> Expression {
    let value = try sum()
    guard lexer.token == .end else { throw lexer.expected("an operator or the end") }
    return value
  }

  /// Takes the current token when it is this sign.
  private mutating func take(_ sign: Unicode.Scalar) throws -> Bool {
    guard lexer.token == .sign(UInt8(ascii: sign)) else { return false }
    try lexer.advance()
    return true
  }

  /// Refuses a tree too deep to walk, at the operator that made it so.
  private func checked(_ value: Expression, _ start: Lexer) throws -> Expression {
    if case .undefined(let reason) = value.operation {
      throw ParseError(position: start.position, found: reason, expected: "a shorter expression")
    }
    return value
  }

  private mutating func sum() throws -> Expression {
    var value = try product()
    while true {
      let start = lexer
      if try take("+") {
        value = try checked(value + product(), start)
      } else if try take("-") {
        value = try checked(value - product(), start)
      } else {
        return value
      }
    }
  }

  private mutating func product() throws -> Expression {
    var value = try signed()
    while true {
      let start = lexer
      if try take("*") {
        value = try checked(value * signed(), start)
      } else if try take("/") {
        value = try checked(value / signed(), start)
      } else {
        return value
      }
    }
  }

  private mutating func signed() throws -> Expression {
    var negative = false
    while true {
      if try take("-") {
        negative.toggle()
      } else if try !take("+") {
        break
      }
    }
    nesting += 1
    guard nesting <= ParserRun.maximumNesting else {
      throw lexer.expected("at most \(ParserRun.maximumNesting) nested parentheses and exponents")
    }
    defer { nesting -= 1 }
    let value = try power()
    return negative ? -value : value
  }

  private mutating func power() throws -> Expression {
    let base = try atom()
    guard try take("^") else { return base }
    let start = lexer
    let exponent = try signed()
    if let q = exponent.rationalValue, q.isInteger,
      q.magnitude > Rational(Int(Expression.largestIntegerExponent))
    {
      throw start.expected("an exponent of at most 1e15 in size")
    }
    return try checked(Expression.pow(base, exponent), start)
  }

  private mutating func atom() throws -> Expression {
    switch lexer.token {
    case .number(let q):
      try lexer.advance()
      return Expression(q)
    case .name(let name):
      return try named(name)
    case .sign(UInt8(ascii: "(")):
      try lexer.advance()
      let value = try sum()
      guard try take(")") else { throw lexer.expected("an operator or `)`") }
      return value
    default:
      throw lexer.expected(ParserRun.operand)
    }
  }

  private mutating func named(_ name: String) throws -> Expression {
    let start = lexer
    if let variable = variables[name] {
      try lexer.advance()
      return .make(.variable(variable))
    }
    if let function = Function(name: name) {
      try lexer.advance()
      guard try take("(") else { throw lexer.expected("`(` after \(name)") }
      return try call(function, start)
    }
    if let constant = Expression.Constant(rawValue: name), constant != .infinity {
      try lexer.advance()
      return .make(.constant(constant))
    }
    if ["nan", "inf", "infinity"].contains(name.lowercased()) {
      throw lexer.expected("a finite real number")
    }
    let names = variables.isEmpty ? "" : variables.keys.sorted().prefix(20).joined(separator: ", ") + ", "
    throw lexer.expected("a number, \(names)pi, e, euler or a function")
  }

  private mutating func call(_ function: Function, _ start: Lexer) throws -> Expression {
    var arguments: [(value: Expression, start: Lexer)] = []
    repeat {
      let begin = lexer
      arguments.append((try sum(), begin))
    } while try take(",")
    guard lexer.token == .sign(UInt8(ascii: ")")) else { throw lexer.expected("an operator, `,` or `)`") }
    var function = function
    if function == .lambertW, arguments.count == 2 {
      function = try branch(arguments.removeLast())
    }
    let wanted = function.indexCount + function.argumentCount
    guard arguments.count == wanted || (function.isVariadic && arguments.count > wanted) else {
      throw ParseError(
        position: start.position,
        found: "\(function.name) with \(arguments.count) argument\(arguments.count == 1 ? "" : "s")",
        expected: function.isVariadic ? "two or more" : "\(wanted)")
    }
    if let general = function.ofRealOrder, index(arguments[0].value) == nil { function = general }
    try lexer.advance()
    let indices = try arguments.prefix(function.indexCount).map { value, start in
      guard let n = index(value) else { throw start.expected("an integer in \(function.name)") }
      return n
    }
    let reals = arguments.dropFirst(function.indexCount).map(\.value)
    if function.isVariadic {
      return try reals.dropFirst().reduce(reals[0]) {
        try checked(.make(.call(function, []), [$0, $1]), start)
      }
    }
    return try checked(.make(.call(function, indices), reals), start)
  }

  /// The function of a branch of Lambert's W, 0 or -1.
  private func branch(_ argument: (value: Expression, start: Lexer)) throws -> Function {
    switch argument.value.rationalValue {
    case 0: return .lambertW
    case -1: return .lambertWMinus
    default: throw argument.start.expected("the branch 0 or -1 in lambertw")
    }
  }

  /// An integer argument: a constant integer, or a variable plus a constant.
  private func index(_ e: Expression) -> Index? {
    if let n = e.integerOrder { return n }
    if case .variable(let v) = e.operation { return Index(symbol: v.name) }
    if e.operation == .sum || e.operation == .difference, case .variable(let v) = e.operands[0].operation,
      let n = e.operands[1].integerOrder?.value
    {
      return Index(symbol: v.name) + (e.operation == .sum ? n : -n)
    }
    return nil
  }
}
