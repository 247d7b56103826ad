/// Makes certificates: statements about results that somebody else's program proves.
public struct Certifier: Sendable {
  /// Significant digits of end-points.
  public var digits: Int
  public var budget: Budget

  public init(digits: Int = 40, budget: Budget = Budget()) {
    (self.digits, self.budget) = (digits, budget)
  }

  /// Digits of integrals, whose proof is costly.
  public static let integralDigits = 20

  /// The certificate for an output at parameters.
  ///
  /// - Parameters:
  ///   - output: an output's name, or an entry's.
  ///   - claim: what to state instead of an enclosure.
  ///   - name: by default made from the id and the output.
  /// - Throws: `Uncertifiable` for kinds out of reach, `InputError`, `Refusal` when a hypothesis or the claim is
  ///   refuted, `Undecided`.
  public func certificate(
    for theorem: any Theorem.Type, _ p: Arguments, output: String, claim: CertificateClaim? = nil,
    name: String? = nil
  ) throws -> Certificate {
    let record = theorem.record
    let proposal: Proposal
    do {
      proposal = try Budget.$current.withValue(budget) {
        try self.proposal(theorem, p, output: output, claim: claim)
      }
    } catch let error as EvaluationError {
      throw Uncertifiable("\(error)")
    }
    let isDefault = record.outputs.first?.name == output
    return Certificate(
      name: name ?? Self.name(record.id + (isDefault ? "" : "." + output)), id: record.id, output: output,
      parameters: p.texts, digits: digits(of: proposal.statement), statement: proposal.statement,
      hints: proposal.hints, source: Self.source(record.source), checkers: proposal.checkers)
  }

  /// `retrieval_t_crit`
  static func name(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  static func source(_ source: Source) -> String {
    "\(source.paper.shortCitation), \(source.locator)"
  }

  private func digits(of statement: Statement) -> Int {
    if case .enclosure(let e, _) = statement { return self.digits(for: e) }
    return digits
  }

  func digits(for e: Expression) -> Int {
    e.containsIntegral ? min(digits, Self.integralDigits) : digits
  }

  private func proposal(
    _ theorem: any Theorem.Type, _ p: Arguments, output: String, claim: CertificateClaim?
  ) throws -> Proposal {
    if claim == nil, let source = CertificateSources.of(theorem.record.id) {
      return try source.proposal(p, output: output, digits: digits)
    }
    if let claim { return try comparison(theorem, p, output: output, claim) }
    if p.hasInterval { return try rangeEnclosure(theorem, p, output: output) }
    if case .equation(let a, let b)? = theorem.symbolic(output) {
      let equation = try Self.equation(a, b, p)
      return try root(equation, ball(theorem, p, output: output, digits: digits + 5))
    }
    return try enclosure(theorem, p, output: output)
  }

  // MARK: Enclosures

  private func enclosure(_ theorem: any Theorem.Type, _ p: Arguments, output: String) throws -> Proposal {
    let e = CoqPrinter.prepared(try ResultFormula.expression(theorem, p, output: output))
    if case .root(let f) = e.operation {
      let u = e.unusedVariableName
      let equation = Equation(variable: u, left: f.body(u, e.operands), right: 0)
      let ends = e.operands.suffix(2)
      return try root(
        equation, ball(theorem, p, output: output, digits: digits + 5),
        given: (ends.first ?? 0, ends.last ?? 0))
    }
    let digits = digits(for: e)
    let answer = try value(theorem, p, output: output, digits: digits + 3)
    if let exact = e.rationalValue {
      if let ball = answer.ball, !ball.overlaps(Ball(exact)) { throw Uncertifiable(Self.otherFormula) }
      return Proposal(.exact(e, exact), Hints(terms: 0, bits: 64), checkers: checkers(.exact(e, exact)))
    }
    guard let ball = answer.ball else { throw Uncertifiable("\(output) is \(answer.value)") }
    if e.hasInfiniteIntegral {
      // No set reading of the formula: only the result's own value, which the checker confirms or not.
      guard let bounds = Bounds(ball, digits: digits) else { throw Undecided("too few digits") }
      let bits = Int(Double(digits) * 3.33) + 32
      return Proposal(.enclosure(e, bounds), Hints(terms: 0, bits: bits), checkers: [.arb])
    }
    let (bounds, bits) = try Self.bounds(e, digits: digits, overlapping: ball)
    if let proposal = try implicit(e, bounds, bits: bits) { return proposal }
    let statement = Statement.enclosure(e, bounds)
    return Proposal(statement, hints(e, bits: bits), checkers: checkers(statement))
  }

  /// The value as `eval` finds it, all hypotheses decided.
  ///
  /// - Throws: `Refusal` or `Undecided` when it has none.
  func value(_ theorem: any Theorem.Type, _ p: Arguments, output: String, digits: Int) throws -> Answer {
    let answer = try Evaluator(digits: digits, budget: budget).evaluate(theorem, p, output: output)
    switch answer.status {
    case .certified, .exact: return answer
    case .refused: throw Refusal(answer.reason ?? "refused")
    case .undecided: throw Undecided(answer.reason ?? "undecided")
    case .simulated, .heuristic: throw Uncertifiable("\(output) is \(answer.status.rawValue)")
    }
  }

  /// The enclosure of a value that is no word and no infinity.
  private func ball(_ theorem: any Theorem.Type, _ p: Arguments, output: String, digits: Int) throws -> Ball {
    let answer = try value(theorem, p, output: output, digits: digits)
    guard let ball = answer.ball else { throw Uncertifiable("\(output) is \(answer.value)") }
    return ball
  }

  /// Decimal ends around the value of a constant expression, and the bits at which it lies between them.
  ///
  /// - Parameter known: an enclosure by other means, which must meet the expression's value.
  static func bounds(_ e: Expression, digits: Int, overlapping known: Ball? = nil) throws -> (Bounds, Int) {
    var bits = Int(Double(digits) * 3.33) + 24
    let limit = 8 * bits + 4000
    while true {
      let x = try withPrecision(bits) { try e.evaluate(Ball.self) }
      if x.isFinite, let known, !x.overlaps(known) {
        throw Uncertifiable(Self.otherFormula)
      }
      if let bounds = Bounds(x, digits: digits) { return (bounds, bits) }
      bits += max(32, bits / 4)
      guard bits <= limit, !Budget.isExhausted else {
        throw Undecided("the formula has no enclosure of \(digits) digits at \(bits) bits")
      }
    }
  }

  static let otherFormula = "the formula that `show` prints is not the one at these parameters"

  /// - Parameter bits: the precision at which our own enclosure is narrow enough.
  func hints(_ e: Expression..., bits: Int, ranges: [String: Ball] = [:]) -> Hints {
    var count = TermCount(bits: bits + 24)
    for e in e { count.add(e, ranges) }
    let precision = bits + 24 + count.lost
    if count.lost > 0 {
      count = TermCount(bits: precision)
      for e in e { count.add(e, ranges) }
    }
    guard e.contains(where: \.containsIntegral) else { return Hints(terms: count.terms, bits: precision) }
    // Integrals cost much more with every bit: no more of them than the digits need.
    return Hints(terms: count.terms, bits: bits, degree: 16, fuel: 2000, width: bits - 22)
  }

  // MARK: Checkers

  /// The checkers that take a statement: Coq when all of it has a text there.
  func checkers(_ statement: Statement) -> [Checker] {
    Checker.allCases.filter { $0 != .coq || (try? CoqTheorem(statement, Hints(terms: 0, bits: 64))) != nil }
  }
}

extension Expression {
  fileprivate var hasInfiniteIntegral: Bool {
    var found = false
    visitNodes { node in
      if case .integral = node.operation,
        node.operands.contains(where: { $0.operation == .constant(.infinity) })
      {
        found = true
      }
    }
    return found
  }
}
