import VlasovSymbols

/// `OUTPUT REL EXPR`: the value of a result compared with an exact real.
///
/// A claim says that the value exists and stands in the relation, for all values of interval parameters. It is refuted by
/// one point where the value provably does not, or where the result provably has no value.
public struct Claim: Sendable {
  enum Bound: Sendable {
    case real(Expression)
    case infinity
    case word(String)
  }

  /// `kappa > 0.006`, as given.
  public let text: String
  /// The output that is compared.
  public let output: String
  public let relation: Relation
  let bound: Bound

  static let grammar = "OUTPUT REL EXPR with REL one of > >= < <= ="

  /// Reads a claim about a result.
  ///
  /// - Parameters:
  ///   - output: what `value` means.
  /// - Throws: `InputError` when it is malformed or names an unknown output.
  public init(parsing text: String, of record: Record, output: String) throws {
    let text = text.trimmed
    func fail(_ why: String, domain: String = Claim.grammar) -> InputError {
      InputError(parameter: "--claim", value: text, domain: domain, "--claim '\(text)': \(why)")
    }
    guard let (place, relation) = Self.relation(in: text) else {
      throw fail("expected \(Self.grammar)")
    }
    let name = String(text[..<place.lowerBound]).trimmed
    let rest = String(text[place.upperBound...]).trimmed
    let names = record.outputs.map(\.name)
    let known = names.contains("value") ? names : names + ["value"]
    let wanted = name == "value" && !names.contains(name) ? output : name
    let part = OutputPlace(wanted)
    guard let whole = record.outputs.first(where: { $0.name == part.name }) else {
      throw fail(
        "\(name.isEmpty ? "no output" : name) is not an output of \(record.id) (\(known.joined(separator: ", ")))",
        domain: known.joined(separator: ", "))
    }
    let spec = part.isWhole ? whole : try part.entry(of: whole)
    if spec.kind.hasEntries {
      throw fail("\(spec.name) has entries: name one, \(spec.name)\(spec.kind == .vector ? "[i]" : "[i,j]")")
    }
    guard !rest.isEmpty else { throw fail("nothing to compare with; expected \(Self.grammar)") }
    (self.text, self.output, self.relation) = (text, spec.name, relation)
    if spec.kind == .word {
      guard relation == .equal else { throw fail("\(spec.name) is a word: only = compares it") }
      bound = .word(rest)
    } else if rest == "inf" {
      bound = .infinity
    } else {
      bound = .real(try Self.expression(rest, record, fail))
    }
  }

  private static func relation(in text: String) -> (Range<String.Index>, Relation)? {
    for (i, c) in zip(text.indices, text) where c == "<" || c == ">" || c == "=" {
      let next = text.index(after: i)
      let isDouble = next < text.endIndex && text[next] == "="
      let end = isDouble ? text.index(after: next) : next
      switch c {
      case "<": return (i..<end, isDouble ? .lessOrEqual : .less)
      case ">": return (i..<end, isDouble ? .greaterOrEqual : .greater)
      default: return (i..<end, .equal)
      }
    }
    return nil
  }

  private static func expression(
    _ text: String, _ record: Record, _ fail: (String, String) -> InputError
  ) throws -> Expression {
    let variables = record.parameters.compactMap { p -> Variable? in
      switch p.kind {
      case .real, .integer, .integerOrInfinity: Variable(p.name, latex: p.symbol)
      default: nil
      }
    }
    do {
      let e = try Parser(variables: variables).parse(text)
      // A constant without a value is found here.
      if e.freeVariables.isEmpty { _ = try RealParameter(parsing: text) }
      return e
    } catch {
      throw fail("\(error)", grammar)
    }
  }

  /// Throws `InputError` when the claim speaks of a parameter that is not given.
  public func validate(_ p: Arguments) throws {
    guard case .real(let e) = bound else { return }
    for name in e.freeVariables.sorted() {
      switch p[name] {
      case .real?, .integer?: continue
      default:
        throw InputError(
          parameter: "--claim", value: text, domain: Self.grammar,
          "--claim '\(text)': the parameter \(name) has no value here")
      }
    }
  }

  /// The verdict and the sides for a value on a piece.
  func compare(_ value: PieceValue, _ p: Arguments, bits: Int) -> PieceAnswer {
    switch value {
    case .none(let why): return PieceAnswer(verdict: .refuted, reason: "no value: \(why)", bits: bits)
    case .open(let why, let isFinal):
      return PieceAnswer(verdict: .undecided, reason: why, isFinal: isFinal, bits: bits)
    case .word(let word):
      guard case .word(let other) = bound else {
        return PieceAnswer(
          verdict: .undecided, reason: "the value is the word \(word)", isFinal: true, bits: bits)
      }
      return PieceAnswer(
        verdict: word == other ? .proved : .refuted, reason: "the value is \(word)", bits: bits)
    case .infinite:
      if case .real(let e) = bound, !right(e, p, bits).isFinite { return Self.openRight(bits) }
      return PieceAnswer(verdict: infinite, reason: "the value is inf", bits: bits)
    case .exact(let q): return compare(q, p, bits)
    case .real(let low, let high): return compare(low, high, p, bits)
    }
  }

  /// +inf against the bound.
  private var infinite: Verdict {
    guard case .infinity = bound else {
      return relation == .greater || relation == .greaterOrEqual ? .proved : .refuted
    }
    return relation == .less || relation == .greater ? .refuted : .proved
  }

  /// Exactly where the right side is recognised as exact.
  private func compare(_ value: Rational, _ p: Arguments, _ bits: Int) -> PieceAnswer {
    guard case .real(let e) = bound else {
      let x = withPrecision(bits) { Ball(value) }
      return compare(x, x, p, bits)
    }
    var variables: [String: RealParameter] = [:]
    for name in e.freeVariables {
      switch p[name] {
      case .real(let x)?: variables[name] = x
      case .integer(let n)?: variables[name] = RealParameter(Rational(n))
      default: continue
      }
    }
    guard let decision = try? Comparison(Expression(value), relation, e).decide(variables: variables) else {
      return Self.openRight(bits)
    }
    return PieceAnswer(
      verdict: decision.verdict,
      sides: Sides(lhs: decision.lhs, rhs: decision.rhs, margin: decision.margin),
      bits: max(bits, decision.bits))
  }

  private func compare(_ low: Ball, _ high: Ball, _ p: Arguments, _ bits: Int) -> PieceAnswer {
    let hull = Ball.hull(low, high)
    switch bound {
    case .word:
      return PieceAnswer(verdict: .undecided, reason: "the value is a number", isFinal: true, bits: bits)
    case .infinity:
      let verdict: Verdict = relation == .less || relation == .lessOrEqual ? .proved : .refuted
      return PieceAnswer(verdict: verdict, reason: "the value is finite", radius: hull.radius, bits: bits)
    case .real(let e):
      let right = self.right(e, p, bits)
      guard right.isFinite else { return Self.openRight(bits) }
      let isLower = relation == .less || relation == .lessOrEqual
      // The end of the value's range that decides, and the one that refutes.
      let (worst, best) = isLower ? (high, low) : (low, high)
      var verdict = Verdict.undecided
      if relation == .equal {
        if relation.verdict(low, right) == .proved, relation.verdict(high, right) == .proved {
          verdict = .proved
        }
        if Relation.greater.verdict(low, right) == .proved || Relation.less.verdict(high, right) == .proved {
          verdict = .refuted
        }
      } else if relation.verdict(worst, right) == .proved {
        verdict = .proved
      } else if relation.verdict(best, right) == .refuted {
        verdict = .refuted
      }
      let margin = relation == .greater || relation == .greaterOrEqual ? hull - right : right - hull
      return PieceAnswer(
        verdict: verdict, sides: Sides(lhs: hull, rhs: right, margin: margin), radius: hull.radius, bits: bits
      )
    }
  }

  /// The right side on a piece.
  private func right(_ e: Expression, _ p: Arguments, _ bits: Int) -> Ball {
    withPrecision(bits) { (try? e.evaluate(Ball.self, variables: Self.balls(p))) ?? .indeterminate }
  }

  private static func openRight(_ bits: Int) -> PieceAnswer {
    PieceAnswer(verdict: .undecided, reason: "the right side has no enclosure", bits: bits)
  }

  private static func balls(_ p: Arguments) -> [String: Ball] {
    var balls: [String: Ball] = [:]
    for (name, value) in p.values {
      switch value {
      case .real(let x): balls[name] = x.ball
      case .integer(let n): balls[name] = Ball(n)
      default: continue
      }
    }
    return balls
  }
}

/// Decides one claim over a box of parameters.
struct ClaimSearch: Sendable {
  let claim: Claim
  let values: PieceValues
  let subdivision: Subdivision

  /// Precision beyond which a piece, and an exact point, is not tried again.
  private static let most = (piece: 1024, point: 4096)

  func ask(_ box: ParameterBox, _ parent: PieceAnswer?) -> PieceAnswer {
    let limit = min(box.isPoint ? Self.most.point : Self.most.piece, Budget.current.maximumBits)
    var bits = min(parent?.bits ?? SmallBall.bits, limit)
    var answer = claim.compare(values.value(box, bits: bits), box.arguments, bits: bits)
    // A piece that became narrower than the one it was cut from is limited by its width, not by the precision.
    var before = box.isPoint ? nil : parent?.radius
    while answer.verdict == .undecided, !answer.isFinal, bits < limit, !Budget.isExhausted {
      if !box.isPoint, let before, let now = answer.radius,
        now + now.scaled(by: -1) <= before + before.scaled(by: -2)
      {
        break
      }
      before = answer.radius
      bits = min(2 * bits, limit)
      var more = claim.compare(values.value(box, bits: bits), box.arguments, bits: bits)
      if let last = before, let now = more.radius, !(now.scaled(by: 1) <= last), !box.isPoint {
        more.bits = answer.bits
        answer = more
        break
      }
      answer = more
    }
    return answer
  }

  /// The claim's line of `check`.
  func decide(_ box: ParameterBox) -> (HypothesisResult, bits: Int) {
    let weights = Subdivision.weights(box) { piece in
      values.value(piece, bits: SmallBall.bits).radius.map { Ball(center: 0, radius: $0).upperDouble }
    }
    let pieces = subdivision.pieces(of: box, weights: weights, settled: { $1 }, ask)
    let refuted = pieces.first { $0.answer.verdict == .refuted }
    let open = pieces.filter { $0.answer.verdict == .undecided }
    let verdict: Verdict = refuted != nil ? .refuted : open.isEmpty ? .proved : .undecided
    let text = claim.text + Self.quantifier(box)
    if verdict == .undecided, !box.isPoint, let witness = witness(box, open) {
      return (witness.line(text), witness.answer.bits)
    }
    let line = HypothesisResult(
      text, .claim, verdict, pieces, reason: reason(verdict, refuted ?? open.first, box))
    return (line, pieces.map(\.answer.bits).max() ?? 0)
  }

  private func reason(_ verdict: Verdict, _ piece: Piece?, _ box: ParameterBox) -> String? {
    guard verdict != .proved, let piece else { return nil }
    if box.isPoint {
      return piece.answer.reason ?? (verdict == .undecided ? "undecided at \(piece.answer.bits) bits" : nil)
    }
    guard verdict == .undecided else { return piece.answer.reason }
    let budget = Budget.isExhausted ? "time budget exhausted" : nil
    let value = piece.answer.sides.map { "the value there is in \($0.lhs.shortDescription)" }
    return [piece.answer.reason ?? value, budget].compactMap { $0 }.joined(separator: "; ")
  }

  /// A point where the claim fails: a corner of the box, or of an open piece.
  private func witness(_ box: ParameterBox, _ open: [Piece]) -> Piece? {
    let boxes = [box] + open.prefix(4).map(\.box)
    for piece in boxes {
      for point in [piece.corner { _ in false }, piece.corner { _ in true }, piece.center] {
        if Budget.isExhausted { return nil }
        let answer = ask(point, nil)
        if answer.verdict == .refuted { return Piece(box: point, answer: answer) }
      }
    }
    return nil
  }

  /// ` for all beta in [1,2]`
  static func quantifier(_ box: ParameterBox) -> String {
    box.places.isEmpty ? "" : " for all \(box.description)"
  }
}

extension Piece {
  /// The line of a claim that fails at this point.
  fileprivate func line(_ text: String) -> HypothesisResult {
    let parameters = zip(box.places, box.segments).map { (name: $0.name, text: $1.low.text) }
    let found = SubRange(.refuted, parameters)
    var line = HypothesisResult(text, .claim, .refuted, [self], reason: answer.reason)
    line.subranges = [found]
    line.reason = ["fails for \(found.description)", answer.reason].compactMap { $0 }.joined(separator: ": ")
    return line
  }
}
