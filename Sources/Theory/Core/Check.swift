import VlasovSymbols

/// One line of `check`: an inequality, both sides enclosed, and the verdict.
public struct HypothesisResult: Sendable {
  public enum Kind: String, Sendable { case domain, hypothesis, claim }

  public let text: String
  public let kind: Kind
  /// Short decimal enclosures of the two sides; empty when a side is not a number.
  public let lhs: String
  public let rhs: String
  /// A short enclosure of rhs - lhs (of lhs - rhs for >=): positive when the inequality holds with room.
  public let margin: String
  public let verdict: Verdict
  /// Why it is undecided, and where it holds and fails.
  public internal(set) var reason: String?
  /// For parameters that vary: where it holds, fails or is undecided; empty when it is the same throughout.
  public internal(set) var subranges: [SubRange] = []
  /// The sides as numbers.
  let sides: Sides?

  init(
    text: String, kind: Kind, lhs: String, rhs: String, margin: String, verdict: Verdict, reason: String?,
    subranges: [SubRange] = []
  ) {
    (self.text, self.kind, self.lhs, self.rhs, self.margin) = (text, kind, lhs, rhs, margin)
    (self.verdict, self.reason, self.subranges, sides) = (verdict, reason, subranges, nil)
  }

  init(text: String, kind: Kind, sides: Sides?, verdict: Verdict, reason: String?, subranges: [SubRange] = [])
  {
    (self.text, self.kind, self.sides, self.verdict) = (text, kind, sides, verdict)
    (self.reason, self.subranges) = (reason, subranges)
    lhs = sides?.lhs.shortDescription ?? ""
    rhs = sides?.rhs.shortDescription ?? ""
    margin = sides?.margin.shortDescription ?? ""
  }

  /// The line of a question that was cut into pieces.
  init(_ text: String, _ kind: Kind, _ verdict: Verdict, _ pieces: [Piece], reason: String?) {
    let all = pieces.map(\.answer.sides)
    let sides = all.contains { $0 == nil } ? nil : all.compactMap { $0 }
    let hull = sides?.first.map { first in (sides ?? []).dropFirst().reduce(first, Sides.hull) }
    let verdicts = Set(pieces.map(\.answer.verdict))
    guard !pieces[0].box.places.isEmpty, verdicts.count > 1 || verdict == .undecided else {
      self.init(text: text, kind: kind, sides: hull, verdict: verdict, reason: reason)
      return
    }
    let report = RangeReport(pieces)
    let why = [report.text, reason].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "; ")
    self.init(
      text: text, kind: kind, sides: hull, verdict: verdict, reason: why, subranges: report.subranges)
  }
}

/// The outcome of `check`: the conclusion is the Kleene conjunction of the lines.
public struct CheckResult: Sendable {
  public let id: String
  public let arguments: Arguments
  /// The parameters as they were asked, ranges included.
  public internal(set) var parameters: [(name: String, text: String)]
  public let hypotheses: [HypothesisResult]
  public let bits: Int
  public let seconds: Double

  init(id: String, arguments: Arguments, hypotheses: [HypothesisResult], bits: Int, seconds: Double) {
    (self.id, self.arguments, self.hypotheses) = (id, arguments, hypotheses)
    (self.bits, self.seconds, parameters) = (bits, seconds, arguments.texts)
  }

  public var verdict: Verdict { hypotheses.reduce(.proved) { $0 && $1.verdict } }
}

extension Record {
  /// The domain of every given parameter as hypothesis lines.
  func domainLines(_ p: Arguments) -> [HypothesisResult] {
    parameters.compactMap { spec in
      guard let value = p[spec.name] else { return nil }
      switch spec.kind {
      case .word, .rows, .vector, .matrix, .points, .exactVector, .exactVectors, .exactMatrix, .exactMatrices,
        .sample:
        return nil
      case .real(let d) where d.lower == nil && d.upper == nil: return nil
      default: break
      }
      let verdict = spec.membership(value)
      let parts = verdict == .undecided ? DomainParts(spec, value) : nil
      return HypothesisResult(
        text: spec.domainText, kind: .domain, lhs: value.text, rhs: "", margin: "", verdict: verdict,
        reason: verdict == .undecided ? spec.doubt(value) : nil, subranges: parts?.subranges ?? [])
    }
  }

  /// The hypotheses that apply to an output at these parameters.
  func applicable(_ p: Arguments, output: String) -> [Hypothesis] {
    let output = OutputPlace(output).name
    return hypotheses.filter { h in
      (h.outputs?.contains(output) ?? true) && h.needs.allSatisfy { p.has($0) }
    }
  }

  /// Decides a hypothesis for all values of the interval parameters: proved when it holds on all pieces, refuted when
  /// it fails on all.
  func decide(_ h: Hypothesis, _ box: ParameterBox, _ subdivision: Subdivision = Subdivision()) -> (
    HypothesisResult, bits: Int
  ) {
    var reached = 0
    func ask(_ box: ParameterBox, _: PieceAnswer?) -> PieceAnswer {
      let answer = decide(h, box.arguments)
      reached = max(reached, answer.bits)
      return answer
    }
    let weights = Subdivision.weights(box) { piece in
      decide(h, piece.arguments).sides.map { Ball(center: 0, radius: $0.margin.radius).upperDouble }
    }
    let pieces = subdivision.pieces(of: box, weights: weights, settled: { $0 && $1 }, ask)
    let verdicts = Set(pieces.map(\.answer.verdict))
    let verdict = verdicts.count == 1 ? pieces[0].answer.verdict : .undecided
    let open = pieces.first { $0.answer.verdict == .undecided }
    // How far precision went says nothing about a range.
    let reason = box.isPoint ? pieces[0].answer.reason : open?.answer.sides == nil ? open?.answer.reason : nil
    let budget = verdict == .undecided && Budget.isExhausted ? "time budget exhausted" : nil
    let why = [reason, budget].compactMap { $0 }.joined(separator: "; ")
    return (HypothesisResult(h.text, .hypothesis, verdict, pieces, reason: why.isEmpty ? nil : why), reached)
  }

  /// A hypothesis at parameters that are not cut.
  private func decide(_ h: Hypothesis, _ p: Arguments) -> PieceAnswer {
    do { return try h.decide(p) } catch {
      return PieceAnswer(verdict: .undecided, reason: "\(error)", bits: 0)
    }
  }
}

extension Hypothesis {
  /// Precision beyond which a decision is not tried.
  private static let mostBits = 4096

  /// The verdict at parameters that are not cut.
  func decide(_ p: Arguments) throws -> PieceAnswer {
    let limit = min(Self.mostBits, Budget.current.maximumBits)
    switch question {
    case .comparison(let comparison):
      let decision = try comparison(p.lifted(to: Expression.self)).decide(maximumBits: limit)
      return PieceAnswer(
        verdict: decision.verdict,
        sides: Sides(lhs: decision.lhs, rhs: decision.rhs, margin: decision.margin),
        reason: decision.verdict == .undecided ? "undecided at \(decision.bits) bits" : nil,
        bits: decision.bits)
    case .computation(let finding): return try decide(by: finding, p, limit)
    }
  }

  private func decide(
    by finding: (Arguments) throws -> Finding, _ p: Arguments, _ limit: Int
  ) throws -> PieceAnswer {
    var bits = min(64, limit)
    while true {
      let answer: PieceAnswer
      switch try withPrecision(bits, { try finding(p) }) {
      case .verdict(let verdict, let why): answer = PieceAnswer(verdict: verdict, reason: why, bits: bits)
      case .sides(let a, let relation, let b, let known):
        let found = a.isFinite && b.isFinite ? relation.verdict(a, b) : .undecided
        let verdict = known == .undecided ? found : known
        let margin = relation == .greater || relation == .greaterOrEqual ? a - b : b - a
        answer = PieceAnswer(
          verdict: verdict, sides: Sides(lhs: a, rhs: b, margin: margin),
          reason: verdict == .undecided ? "undecided at \(bits) bits" : nil, bits: bits)
      }
      let isDecided = answer.verdict != .undecided
      if isDecided || bits >= limit || Budget.isExhausted || p.hasInterval { return answer }
      bits = min(2 * bits, limit)
    }
  }
}

extension Theorem {
  /// Decides whether the result applies at the parameters: its domain, all its hypotheses, and claims about its value.
  ///
  /// Interval parameters are cut into pieces; see `Subdivision` and `Claim`.
  public static func check(
    _ p: Arguments, output: String, claims: [Claim] = [], subdivision: Subdivision = Subdivision(),
    budget: Budget = Budget()
  ) -> CheckResult {
    let clock = ContinuousClock()
    let start = clock.now
    return Budget.$current.withValue(budget) {
      var lines = record.domainLines(p)
      var bits = 64
      let isOutside = lines.contains { $0.verdict == .refuted }
      // A hypothesis may only make sense inside the domain.
      if !isOutside {
        let box = ParameterBox(record.clipped(p))
        var open: [Hypothesis] = []
        for h in record.applicable(p, output: output) {
          let (line, reached) = record.decide(h, box, subdivision)
          bits = max(bits, reached)
          lines.append(line)
          if h.role == .required, line.verdict != .proved { open.append(h) }
        }
        let domains = record.parameters.filter { spec in
          p[spec.name].map { spec.membership($0) != .proved } ?? false
        }
        let values = PieceValues(
          theorem: self, output: output, openDomains: domains, openHypotheses: open)
        for claim in claims {
          let (line, reached) = ClaimSearch(claim: claim, values: values, subdivision: subdivision).decide(
            box)
          bits = max(bits, reached)
          lines.append(line)
        }
      } else {
        lines += claims.map {
          HypothesisResult(
            text: $0.text, kind: .claim, lhs: "", rhs: "", margin: "", verdict: .refuted,
            reason: "no value outside the domain")
        }
      }
      return CheckResult(
        id: record.id, arguments: p, hypotheses: lines, bits: bits, seconds: (clock.now - start).seconds)
    }
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
