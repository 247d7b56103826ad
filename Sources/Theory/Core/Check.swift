import VlasovSymbols

/// One line of `check`: an inequality, both sides enclosed, and the verdict.
public struct HypothesisResult: Sendable {
  public let text: String
  /// Short decimal enclosures of the two sides; empty when a side is not a number.
  public let lhs: String
  public let rhs: String
  /// A short enclosure of rhs - lhs (of lhs - rhs for >=): positive when the inequality holds with room.
  public let margin: String
  public let verdict: Verdict
  /// Why it is undecided.
  public let reason: String?
}

/// The outcome of `check`: the conclusion is the Kleene conjunction of the lines.
public struct CheckResult: Sendable {
  public let id: String
  public let arguments: Arguments
  public let hypotheses: [HypothesisResult]
  public let bits: Int
  public let seconds: Double

  public var verdict: Verdict { hypotheses.reduce(.proved) { $0 && $1.verdict } }
}

extension Record {
  /// The domain of every given parameter as hypothesis lines.
  func domainLines(_ p: Arguments) -> [HypothesisResult] {
    parameters.compactMap { spec in
      guard let value = p[spec.name] else { return nil }
      switch spec.kind {
      case .word, .rows, .vector, .matrix, .points, .sample: return nil
      case .real(let d) where d.lower == nil && d.upper == nil: return nil
      default: break
      }
      let verdict = spec.membership(value)
      let reason = verdict == .undecided ? "\(spec.name)=\(value.text) touches the boundary" : nil
      return HypothesisResult(
        text: spec.domainText, lhs: value.text, rhs: "", margin: "", verdict: verdict, reason: reason)
    }
  }

  /// The hypotheses that apply to an output at these parameters.
  func applicable(_ p: Arguments, output: String) -> [Hypothesis] {
    hypotheses.filter { h in
      (h.outputs?.contains(output) ?? true) && h.needs.allSatisfy { p.has($0) }
    }
  }

  func decide(_ h: Hypothesis, _ p: Arguments) -> (HypothesisResult, bits: Int) {
    do {
      let decision = try h.comparison(p.lifted(to: Expression.self)).decide(
        maximumBits: min(4096, Budget.current.maximumBits))
      let result = HypothesisResult(
        text: h.text, lhs: decision.lhs.shortDescription, rhs: decision.rhs.shortDescription,
        margin: decision.margin.shortDescription, verdict: decision.verdict,
        reason: decision.verdict == .undecided ? "undecided at \(decision.bits) bits" : nil)
      return (result, decision.bits)
    } catch {
      let result = HypothesisResult(
        text: h.text, lhs: "", rhs: "", margin: "", verdict: .undecided, reason: "\(error)")
      return (result, 0)
    }
  }
}

extension Theorem {
  /// Decides whether the result applies at the parameters: its domain and all its hypotheses.
  public static func check(_ p: Arguments, output: String, budget: Budget = Budget()) -> CheckResult {
    let clock = ContinuousClock()
    let start = clock.now
    return Budget.$current.withValue(budget) {
      var lines = record.domainLines(p)
      var bits = 64
      // A hypothesis may only make sense inside the domain.
      if lines.allSatisfy({ $0.verdict != .refuted }) {
        for h in record.applicable(p, output: output) {
          let (line, reached) = record.decide(h, p)
          bits = max(bits, reached)
          lines.append(line)
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
