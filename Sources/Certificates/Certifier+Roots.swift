extension Certifier {
  /// An equation with one unknown.
  struct Equation {
    let variable: String
    let left: Expression
    let right: Expression

    var difference: Expression { right.rationalValue == 0 ? left : left - right }
  }

  /// The equation that defines an output, its parameters put in.
  ///
  /// - Throws: `Uncertifiable` when it has no or several unknowns.
  static func equation(_ left: Expression, _ right: Expression, _ p: Arguments) throws -> Equation {
    let (a, b) = try (
      ResultFormula.substituting(left, p, mayStayOpen: true),
      ResultFormula.substituting(right, p, mayStayOpen: true)
    )
    let unknowns = a.freeVariables.union(b.freeVariables).sorted()
    guard unknowns.count == 1 else {
      throw Uncertifiable("its equation has \(unknowns.count) unknowns (\(unknowns.joined(separator: ", ")))")
    }
    return Equation(variable: unknowns[0], left: CoqPrinter.prepared(a), right: CoqPrinter.prepared(b))
  }

  /// The root near a value that is known to many digits, unique in a bracket.
  ///
  /// - Parameter given: a bracket that comes with the equation; else one is sought around the value.
  func root(
    _ equation: Equation, _ value: Ball, given: (lower: Expression, upper: Expression)? = nil
  ) throws -> Proposal {
    guard !p(equation) else { throw Uncertifiable("an integral in an equation") }
    guard let bounds = Bounds(value, digits: digits) else { throw Undecided("the root has too few digits") }
    let f = equation.difference
    guard let low = Rational(decimal: bounds.lower), let high = Rational(decimal: bounds.upper) else {
      throw Uncertifiable("a root at 0")
    }
    let (bits, isIncreasing) = try signs(f, equation.variable, low, high)
    if let ratio = ratioRoot(equation, value) {
      let statement = Statement.root(
        RootStatement(
          variable: equation.variable, left: equation.left, right: equation.right, bracket: ratio,
          bounds: bounds))
      let hints = hints(f, bits: bits, ranges: [equation.variable: withPrecision(bits) { Ball(high) }])
      return Proposal(statement, hints, checkers: checkers(statement))
    }
    guard let derivative = f.derivative(by: equation.variable) else {
      throw Uncertifiable("its equation has no symbolic derivative")
    }
    let brackets = given.map { [$0] } ?? Self.brackets(around: value)
    for bracket in brackets {
      let variable = RangeVariable(equation.variable, bracket.lower, bracket.upper)
      let relation: Relation = isIncreasing ? .greater : .less
      guard (try? RangeDecision(derivative, relation, 0, variable, deepest: 8).depth("")) != nil else {
        continue
      }
      var hints = hints(f, bits: bits, ranges: [equation.variable: withPrecision(bits) { Ball(high) }])
      let coarse = self.hints(derivative, bits: 40, ranges: [equation.variable: variable.ball])
      (hints.coarseTerms, hints.coarseBits) = (coarse.terms, min(coarse.bits, 100))
      let statement = Statement.root(
        RootStatement(
          variable: equation.variable, left: equation.left, right: equation.right, bracket: bracket,
          bounds: bounds))
      return Proposal(statement, hints, checkers: checkers(statement))
    }
    throw Uncertifiable("the derivative of its equation has no constant sign that is proved around the root")
  }

  private func p(_ e: Equation) -> Bool { e.left.containsIntegral || e.right.containsIntegral }

  /// The bits at which the signs at both ends are clear, and whether the left one is negative.
  private func signs(_ f: Expression, _ x: String, _ low: Rational, _ high: Rational) throws -> (Int, Bool) {
    var bits = Int(Double(digits) * 3.33) + 32
    let limit = 8 * bits + 4000
    while bits <= limit, !Budget.isExhausted {
      let (a, b) = try withPrecision(bits) {
        (
          try f.evaluate(Ball.self, variables: [x: Ball(low)]),
          try f.evaluate(Ball.self, variables: [x: Ball(high)])
        )
      }
      if a.isFinite, b.isFinite {
        if a.isNegative, b.isPositive { return (bits, true) }
        if a.isPositive, b.isNegative { return (bits, false) }
        if (a.isPositive && b.isPositive) || (a.isNegative && b.isNegative) {
          throw Uncertifiable("its equation has no change of sign at the value")
        }
      }
      bits += max(32, bits / 4)
    }
    throw Undecided("the signs of its equation are not decided")
  }

  /// The ratio of Bessel functions increases on [0, infinity): the root is unique there. The bracket goes to twice the
  /// value.
  private func ratioRoot(_ e: Equation, _ value: Ball) -> (lower: Expression, upper: Expression)? {
    guard case .call(.besselIRatio, _) = e.left.operation, case .variable = e.left.operands[1].operation,
      e.left.operands[0].freeVariables.isEmpty, e.right.freeVariables.isEmpty, value.isPositive,
      let high = value.upperEdge.exactRational
    else { return nil }
    return (0, Expression(Rational(high.ceiling) * 2))
  }

  /// Intervals around a value, wide ones first, with short ends.
  private static func brackets(around x: Ball) -> [(lower: Expression, upper: Expression)] {
    guard let middle = x.center.exactRational else { return [] }
    let size = middle.magnitude
    let factors: [Rational] = [
      Rational(1), Rational(3, 4), Rational(1, 2), Rational(1, 4), Rational(1, 10), Rational(1, 100),
      Rational(1, 1000),
    ]
    return factors.compactMap { factor in
      let room = size * factor
      guard let unit = power(of: room) else { return nil }
      let (a, b) = (((middle - room) / unit).floor, ((middle + room) / unit).ceiling)
      return (Expression(Rational(a) * unit), Expression(Rational(b) * unit))
    }
  }

  /// A power of ten at most a tenth of x.
  private static func power(of x: Rational) -> Rational? {
    guard x.signum > 0 else { return nil }
    var unit: Rational = 1
    while unit * 10 > x { unit = unit / 10 }
    while unit * 100 <= x { unit = unit * 10 }
    return unit
  }

  // MARK: Lambert's W

  /// A statement about the solution of w e^w = X, for a formula with one value of Lambert's function.
  func implicit(_ e: Expression, _ bounds: Bounds, bits: Int) throws -> Proposal? {
    var calls: Set<Expression> = []
    e.visitNodes { if case .call(.lambertW, _) = $0.operation { calls.insert($0) } }
    guard let call = calls.first else { return nil }
    let argument = call.operands[0]
    guard calls.count == 1, argument.freeVariables.isEmpty else { throw Uncertifiable("several values of W") }
    let x = try withPrecision(bits) { try argument.evaluate(Ball.self) }
    guard x.isNonNegative else { throw Uncertifiable("W of a number that is not known to be >= 0") }
    let (solution, solutionBits) = try Self.bounds(call, digits: bounds.digitCount + 5)
    let statement = Statement.implicit(
      ImplicitStatement(
        variable: "w", argument: argument, expression: e.replacing(call, by: .variable("w")), bounds: bounds,
        solution: solution))
    return Proposal(
      statement, hints(argument, bits: max(bits, solutionBits)), checkers: checkers(statement))
  }
}

extension Bounds {
  /// Digits of the longer end.
  var digitCount: Int {
    func count(_ text: String) -> Int {
      text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }.count
    }
    return max(count(lower), count(upper))
  }
}
