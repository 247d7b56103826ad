extension Certifier {
  /// A comparison, at one point or over the range of an interval parameter.
  func comparison(
    _ theorem: any Theorem.Type, _ p: Arguments, output: String, _ claim: CertificateClaim
  ) throws -> Proposal {
    // Domains and hypotheses, and that both sides have values.
    _ = try value(theorem, p, output: output, digits: 5)
    if case .output(let name) = claim.right { _ = try value(theorem, p, output: name, digits: 5) }
    let (variables, symbolic) = try Self.variables(p)
    let left = CoqPrinter.prepared(try ResultFormula.expression(theorem, symbolic, output: output))
    try compareWithValue(left, theorem, p, output, variables)
    let right: Expression
    switch claim.right {
    case .output(let name):
      right = CoqPrinter.prepared(try ResultFormula.expression(theorem, symbolic, output: name))
      try compareWithValue(right, theorem, p, name, variables)
    case .expression(let e): right = try ResultFormula.substituting(e, symbolic)
    }
    guard variables.isEmpty else {
      let depth = try RangeDecision(left, claim.relation, right, variables[0]).depth(claim.text)
      let range = Dictionary(uniqueKeysWithValues: variables.map { ($0.name, $0.ball) })
      var hints = self.hints(left, right, bits: 60, ranges: range)
      hints.degree = max(10, depth + 3)
      let statement = Statement.range(variables, .comparison(left, claim.relation, right))
      return Proposal(statement, hints, checkers: checkers(statement))
    }
    let decision = try Comparison(left, claim.relation, right).decide()
    switch decision.verdict {
    case .refuted:
      throw Refusal(
        "the claim \(claim.text) is refuted: left side \(decision.lhs.shortText), right side \(decision.rhs.shortText)"
      )
    case .undecided:
      throw Undecided(
        "cannot decide the claim \(claim.text): \(decision.reason ?? "at \(decision.bits) bits")")
    case .proved: break
    }
    if decision.isExact && (left.rationalValue == nil || right.rationalValue == nil) {
      throw Uncertifiable("both sides of \(claim.text) are equal: no interval arithmetic decides it")
    }
    let statement = Statement.comparison(left, claim.relation, right)
    return Proposal(
      statement, hints(left, right, bits: max(decision.bits, 53)), checkers: checkers(statement))
  }

  /// An enclosure of all values over the range of an interval parameter.
  func rangeEnclosure(_ theorem: any Theorem.Type, _ p: Arguments, output: String) throws -> Proposal {
    let answer = try value(theorem, p, output: output, digits: digits)
    let (variables, symbolic) = try Self.variables(p)
    let e = CoqPrinter.prepared(try ResultFormula.expression(theorem, symbolic, output: output))
    try compareWithValue(e, theorem, p, output, variables)
    guard let ball = answer.ball, let bounds = Bounds(widened: ball) else {
      throw Uncertifiable("\(output) is \(answer.value)")
    }
    let range = Dictionary(uniqueKeysWithValues: variables.map { ($0.name, $0.ball) })
    var hints = self.hints(e, bits: 60, ranges: range)
    hints.degree = 10
    let statement = Statement.range(variables, .enclosure(e, bounds))
    return Proposal(statement, hints, checkers: checkers(statement))
  }

  /// Throws `Uncertifiable` when the formula is not the result's value at the ends and in the middle of a range.
  private func compareWithValue(
    _ e: Expression, _ theorem: any Theorem.Type, _ p: Arguments, _ output: String,
    _ variables: [RangeVariable]
  ) throws {
    var points: [[String: Expression]] = [[:]]
    if let v = variables.first { points = [v.lower, v.upper, (v.lower + v.upper) / 2].map { [v.name: $0] } }
    for point in points {
      var q = p
      for (name, x) in point { q = q.replacing(name, by: .real(RealParameter(x))) }
      guard let known = try value(theorem, q, output: output, digits: 15).ball else { continue }
      let x = try withPrecision(128) { try e.substituting(point).evaluate(Ball.self) }
      guard !x.isFinite || x.overlaps(known) else { throw Uncertifiable(Self.otherFormula) }
    }
  }

  /// The interval parameters as variables, and the parameters with those variables in their place.
  ///
  /// - Throws: `Uncertifiable` when there is more than one, or one that is no single real.
  private static func variables(_ p: Arguments) throws -> ([RangeVariable], Arguments) {
    var (variables, symbolic): ([RangeVariable], Arguments) = ([], p)
    for name in p.order {
      switch p[name] {
      case .real(let x)? where x.isInterval:
        let interval = x.lifted(Expression.self)
        guard interval.operation == .interval else {
          throw Uncertifiable("\(name)=\(x.text) is more than one interval")
        }
        variables.append(RangeVariable(name, interval.operands[0], interval.operands[1]))
        symbolic = symbolic.replacing(name, by: .real(RealParameter(.variable(name))))
      case .rows(let rows)? where rows.joined().contains(where: \.isInterval):
        throw Uncertifiable("intervals inside \(name)")
      case .vector(let entries)? where entries.contains(where: \.isInterval):
        throw Uncertifiable("intervals inside \(name)")
      default: continue
      }
    }
    guard variables.count <= 1 else { throw Uncertifiable("more than one parameter is an interval") }
    return (variables, symbolic)
  }
}

extension RangeVariable {
  /// All values.
  var ball: Ball {
    let (a, b) = (
      (try? lower.evaluate(Ball.self)) ?? .indeterminate, (try? upper.evaluate(Ball.self)) ?? .indeterminate
    )
    return Ball.hull(a, b)
  }
}

/// Decides a comparison over a range of one variable by halving it.
struct RangeDecision {
  private let (left, right): (Expression, Expression)
  private let relation: Relation
  private let variable: RangeVariable

  private let deepest: Int

  init(
    _ left: Expression, _ relation: Relation, _ right: Expression, _ variable: RangeVariable,
    deepest: Int = 12
  ) {
    self.deepest = deepest
    (self.left, self.relation, self.right, self.variable) = (left, relation, right, variable)
  }

  /// How often the range must be halved.
  ///
  /// - Throws: `Refusal` for a point where it fails, `Undecided`.
  func depth(_ text: String) throws -> Int {
    guard let low = variable.lower.rationalValue, let high = variable.upper.rationalValue else {
      throw Uncertifiable("the ends of the range are not rational")
    }
    return try depth(low, high, 0, text)
  }

  private func depth(_ low: Rational, _ high: Rational, _ level: Int, _ text: String) throws -> Int {
    let piece = withPrecision(128) { Ball.hull(Ball(low), Ball(high)) }
    if verdict(piece) == .proved { return level }
    let middle = (low + high) / 2
    for point in [low, middle, high] where verdict(withPrecision(256) { Ball(point) }) == .refuted {
      throw Refusal("the claim \(text) is refuted at \(variable.name) = \(point)")
    }
    guard level < deepest, !Budget.isExhausted else {
      throw Undecided("cannot decide the claim \(text) for \(variable.name) in [\(low), \(high)]")
    }
    return max(try depth(low, middle, level + 1, text), try depth(middle, high, level + 1, text))
  }

  private func verdict(_ x: Ball) -> Verdict {
    withPrecision(x.bits) {
      guard let a = try? left.evaluate(Ball.self, variables: [variable.name: x]),
        let b = try? right.evaluate(Ball.self, variables: [variable.name: x]), a.isFinite, b.isFinite
      else { return .undecided }
      return relation.verdict(a, b)
    }
  }
}

extension Bounds {
  /// Short decimals around a set, a hundredth of its width away.
  init?(widened x: Ball) {
    guard x.isFinite, let low = x.lowerEdge.exactRational, let high = x.upperEdge.exactRational, low < high
    else { return nil }
    let room = (high - low) / 100
    let wide = withPrecision(256) { Ball.hull(Ball(low - room), Ball(high + room)) }
    self.init(wide, digits: 6, widest: .max)
  }
}

extension Ball {
  fileprivate var shortText: String { certainDecimal(digits: 12) ?? intervalText(digits: 6) }
}
