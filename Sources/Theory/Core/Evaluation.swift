import Dispatch
import VlasovSymbols

extension Budget {
  /// What is left of the time, at most `limit` seconds; a moment when nothing is left.
  fileprivate func seconds(upTo limit: Double) -> Double {
    guard let deadline else { return limit }
    let now = DispatchTime.now().uptimeNanoseconds
    return deadline > now ? min(limit, Double(deadline - now) * 1e-9) : 1e-9
  }
}

/// Drives a computation through growing precisions until the digits asked for are certain.
///
/// Ziv's strategy: the enclosure at one precision either rounds to the digits asked, or tells how many bits
/// it lacked. Requests beyond a thousand digits climb in steps of eight, so that a budget that ends early
/// still leaves certain digits at little cost.
public struct Evaluator: Sendable {
  public var digits: Int
  public var budget: Budget
  /// How interval parameters are cut into pieces.
  public var subdivision: Subdivision

  public init(digits: Int = 50, budget: Budget = Budget(), subdivision: Subdivision = Subdivision()) {
    self.digits = digits
    self.budget = budget
    self.subdivision = subdivision
  }

  /// Evaluates one output; throws `InputError` for out-of-domain, missing or conflicting parameters only.
  public func evaluate(_ theorem: any Theorem.Type, _ p: Arguments, output: String) throws -> Answer {
    // Threads of simulations come here, too.
    ThreadCaches.freeAtThreadEnd()
    let record = theorem.record
    var doubt: String?
    for spec in record.parameters {
      guard let value = p[spec.name] else { continue }
      switch spec.membership(value) {
      case .proved: continue
      case .refuted:
        throw InputError(
          parameter: spec.name, value: value.text, domain: spec.domainText,
          "\(spec.name)=\(value.text) is outside the domain \(spec.domainText)")
      case .undecided:
        let parts = DomainParts(spec, value).map { ": " + RangeReport($0.subranges, isComplete: true).text }
        doubt =
          "\(spec.name)=\(value.text) touches the boundary of the domain \(spec.domainText)\(parts ?? "")"
      }
    }
    let blank = Answer(
      id: record.id, arguments: p, output: output, status: .undecided, value: "", digits: 0, vacuous: false,
      reason: doubt, bits: 0, seconds: 0)
    if doubt != nil { return blank }
    let clock = ContinuousClock()
    let start = clock.now
    var answer = try Budget.$current.withValue(budget) {
      var blank = blank
      blank.vacuous = theorem.isVacuous(p, output: OutputPlace(output).name) == .proved
      let box = ParameterBox(p)
      let required = record.applicable(p, output: output).filter { $0.role == .required }
      // Hypotheses presuppose that the parameters fit together.
      if !required.isEmpty {
        do { try theorem.validate(p) } catch let open as Undecided {
          blank.reason = open.reason
          return blank
        }
      }
      for h in required {
        let (line, _) = record.decide(h, box, subdivision)
        if line.verdict == .proved { continue }
        var refusal = blank
        refusal.status = line.verdict == .refuted ? .refused : .undecided
        let isOpen = line.lhs.isEmpty || !line.subranges.isEmpty
        let why = isOpen ? line.reason ?? "" : "left side \(line.lhs), right side \(line.rhs)"
        let claim = line.verdict == .refuted ? "needs \(h.text)" : "cannot decide \(h.text)"
        refusal.reason = why.isEmpty ? claim : "\(claim): \(why)"
        return refusal
      }
      let isVector = record.outputs.first { $0.name == output }?.kind == .vector
      let answer = try climb(blank, isVector: isVector) { try theorem.value(p, selecting: output) }
      return box.places.isEmpty ? answer : sharpened(answer, theorem, box)
    }
    answer.seconds = (clock.now - start).seconds
    return answer
  }

  /// The answer for interval parameters once their pieces are asked, where that helps.
  private func sharpened(_ first: Answer, _ theorem: any Theorem.Type, _ box: ParameterBox) -> Answer {
    let isEnclosure = first.status == .certified && first.ball != nil && first.digits < digits
    let isOpen = first.status == .undecided && first.modeCount == nil
    guard isEnclosure || isOpen, !Budget.isExhausted else { return first }
    // As many bits as the width of the enclosure lets matter, and some more.
    let known = first.ball?.accuracyBits ?? 0
    let bits = min(max(SmallBall.bits, min(known, 1 << 20) + 64), budget.maximumBits)
    var search = RangeEnclosure(
      PieceValues(theorem: theorem, output: first.output, openDomains: [], openHypotheses: []), subdivision,
      bits: bits)
    var answer = first
    answer.bits = max(first.bits, bits)
    let seconds = Budget.current.seconds(upTo: subdivision.secondsOfSharpening)
    let outcome = Budget.$current.withValue(
      Budget(seconds: seconds, maximumBits: budget.maximumBits, cancellation: budget.cancellation)
    ) {
      search.enclose(box, known: isEnclosure ? first.ball : nil)
    }
    switch outcome {
    case .real(let x):
      guard x.isFinite else { return first }
      (answer.reason, answer.value) = (nil, "")
      if x.isExact, let text = x.certainDigits(limit: digits).text { return exactBall(&answer, x, text) }
      if let text = x.certainDecimal(digits: digits) { return certified(&answer, x, text) }
      return enclosure(&answer, x)
    case .word(let word): (answer.status, answer.value, answer.reason) = (.exact, word, nil)
    case .infinite: (answer.status, answer.value, answer.reason) = (.exact, "inf", nil)
    case .none(let why): (answer.status, answer.reason) = (.refused, why)
    case .open(let why): if isOpen, !why.isEmpty { answer.reason = why }
    }
    return answer
  }

  /// Evaluates any computation of a value with certain digits; throws the `InputError` that it throws.
  public func evaluate(id: String, _ computation: () throws -> Value) throws -> Answer {
    let blank = Answer(
      id: id, arguments: Arguments([:], order: []), output: "value", status: .undecided, value: "", digits: 0,
      vacuous: false, bits: 0, seconds: 0)
    let clock = ContinuousClock()
    let start = clock.now
    var answer = try Budget.$current.withValue(budget) { try climb(blank, computation) }
    answer.seconds = (clock.now - start).seconds
    return answer
  }

  private static let guardBits = 30
  /// How often an undecided outcome may repeat, with twice the precision each time. An interval parameter's own width
  /// soon hides what precision adds.
  private static let stalls = (exact: 8, interval: 2)

  /// - Parameter isVector: a matrix of one column is shown as a vector.
  private func climb(
    _ blank: Answer, isVector: Bool = false, _ computation: () throws -> Value
  ) throws -> Answer {
    var answer = blank
    var best: Ball?
    var entries = MatrixDigits(isVector: isVector)
    var goals = [digits]
    while goals[0] > 2000 { goals.insert(goals[0] / 8, at: 0) }
    var goal = goals.removeFirst()
    var bits = Precision.bits(forDigits: goal) + Self.guardBits
    var stalls = 0
    while true {
      if bits > budget.maximumBits {
        if budget.maximumBits > answer.bits {
          bits = budget.maximumBits
        } else {
          return finish(&answer, best, entries, "precision limit of \(budget.maximumBits) bits reached")
        }
      }
      let log = FailureLog()
      let outcome: Value
      do {
        outcome = try withPrecision(bits) { try FailureLog.$current.withValue(log) { try computation() } }
      } catch let refusal as Refusal {
        answer.status = .refused
        answer.reason = refusal.inequality
        return answer
      } catch let malformed as InputError {
        throw malformed
      } catch is BudgetExhausted {
        return finish(&answer, best, entries, "time budget exhausted at \(bits) bits")
      } catch {
        return finish(&answer, best, entries, "\(error)")
      }
      answer.bits = bits
      switch outcome {
      case .exact(let q): return exact(&answer, q)
      case .integer(let n): return exact(&answer, Rational(n))
      case .word(let w):
        (answer.status, answer.value) = (.exact, w)
        return answer
      case .explained(let w, let why):
        (answer.status, answer.value, answer.reason) = (.exact, w, why)
        return answer
      case .infinite:
        (answer.status, answer.value) = (.exact, "inf")
        return answer
      case .estimate(let x, let digits, let note): return estimate(&answer, x, digits, note)
      case .counted(let number, let count):
        answer.bits = count.highestBits
        answer.modeCount = count
        if let number { return exact(&answer, Rational(number)) }
        // More precision was tried inside.
        (answer.lower, answer.upper) = ("\(count.lower)", "\(count.upper)")
        return finish(&answer, nil, count.reason ?? "")
      case .undecided(let why):
        if budget.isExhausted { return finish(&answer, best, entries, "time budget exhausted: \(why)") }
        stalls += 1
        let limit = blank.arguments.hasInterval ? Self.stalls.interval : Self.stalls.exact
        if stalls > limit { return finish(&answer, best, entries, why) }
        bits *= 2
      case .exactMatrix(let matrix):
        return MatrixAnswer.exact(answer, matrix, isVector: isVector, digits: digits)
      case .matrix(let matrix):
        let improved = entries.meet(matrix)
        stalls = improved ? 0 : stalls + 1
        let open = entries.open(goal)
        if open.isEmpty {
          guard let next = goals.first else { return entries.certified(answer, digits: digits) }
          goal = next
          goals.removeFirst()
          bits = Precision.bits(forDigits: goal) + Self.guardBits
          continue
        }
        if blank.arguments.hasInterval, stalls >= 1, entries.isFinite {
          return entries.enclosure(answer, digits: digits)
        }
        if let near = entries.onlyNearZero(open, goal) { return finish(&answer, nil, entries, near) }
        if budget.isExhausted {
          return finish(&answer, nil, entries, reason(log, "time budget exhausted at \(bits) bits"))
        }
        if stalls > 10 || bits > 64 * Precision.bits(forDigits: goal) + 40_000 {
          return finish(&answer, nil, entries, reason(log, "undecided at \(bits) bits"))
        }
        bits += entries.missingBits(open, goal) ?? bits
      case .real(let x):
        let improved = x.isFinite && (best.map { x.radius <= $0.radius } ?? true)
        if x.isFinite, improved || best == nil {
          // An enclosure that no longer shrinks while precision doubles is limited by its input.
          if let old = best, !(x.radius.scaled(by: 1) <= old.radius) { stalls += 1 } else { stalls = 0 }
          best = x
        } else {
          stalls += 1
        }
        if x.isExact {
          let ends = x.certainDigits(limit: digits)
          if ends.isExact, let text = ends.text { return exactBall(&answer, x, text) }
        }
        if let text = x.certainDecimal(digits: goal) {
          guard let next = goals.first else { return certified(&answer, x, text) }
          goal = next
          goals.removeFirst()
          bits = Precision.bits(forDigits: goal) + Self.guardBits
          continue
        }
        if blank.arguments.hasInterval, stalls >= 1, let best { return enclosure(&answer, best) }
        if budget.isExhausted {
          return finish(&answer, best, entries, reason(log, "time budget exhausted at \(bits) bits"))
        }
        if stalls > 10 || bits > 64 * Precision.bits(forDigits: goal) + 40_000 {
          return finish(&answer, best, entries, reason(log, "undecided at \(bits) bits"))
        }
        let missing = Precision.bits(forDigits: goal) + 8 - min(x.accuracyBits, 1 << 40)
        bits += x.isFinite && x.accuracyBits > 0 ? max(32, missing + 16) : bits
      }
    }
  }

  private func reason(_ log: FailureLog, _ text: String) -> String {
    log.message.map { "\(text): \($0)" } ?? text
  }

  private func exact(_ answer: inout Answer, _ q: Rational) -> Answer {
    answer.status = .exact
    answer.value = q.terminatingDecimal(maximumDigits: max(digits, 1)) ?? q.description
    answer.digits = digits
    answer.ball = Ball(q, bits: Precision.bits(forDigits: digits) + 64)
    (answer.lower, answer.upper) = (answer.value, answer.value)
    return answer
  }

  /// A heuristic number: digits and the word, no bounds.
  private func estimate(_ answer: inout Answer, _ x: Ball, _ shown: Int, _ note: String) -> Answer {
    let center = x.center
    guard center.isFinite else { return finish(&answer, nil, "no estimate: \(note)") }
    let count = max(1, min(shown, digits))
    (answer.status, answer.reason) = (.heuristic, note)
    answer.value =
      center.isZero ? "0" : center.certainDecimal(digits: count) ?? center.intervalText(digits: count)
    answer.estimate = center.estimate
    return answer
  }

  private func exactBall(_ answer: inout Answer, _ x: Ball, _ text: String) -> Answer {
    (answer.status, answer.value, answer.digits, answer.ball) = (.exact, text, digits, x)
    (answer.lower, answer.upper) = (text, text)
    return answer
  }

  private func bounds(_ answer: inout Answer, _ x: Ball, _ shown: Int) {
    answer.ball = x
    answer.lower = x.lowerDecimal(digits: shown)
    answer.upper = x.upperDecimal(digits: shown)
  }

  private func certified(_ answer: inout Answer, _ x: Ball, _ text: String) -> Answer {
    (answer.status, answer.value, answer.digits) = (.certified, text, digits)
    bounds(&answer, x, digits + 3)
    return answer
  }

  /// An interval parameter went in: the answer is the whole enclosure.
  private func enclosure(_ answer: inout Answer, _ x: Ball) -> Answer {
    answer.status = .certified
    let certain = x.certainDigits(limit: digits)
    answer.digits = min(certain.count, digits)
    let shown = min(digits, max(certain.count, 0) + 6)
    answer.value = x.intervalText(digits: shown)
    bounds(&answer, x, shown)
    answer.reason = "encloses every value for the given interval"
    return answer
  }

  /// The certain digits reached, and why there are no more.
  private func finish(_ answer: inout Answer, _ best: Ball?, _ entries: MatrixDigits, _ why: String) -> Answer
  {
    entries.isEmpty ? finish(&answer, best, why) : entries.unfinished(answer, why, digits: digits)
  }

  private func finish(_ answer: inout Answer, _ best: Ball?, _ why: String) -> Answer {
    answer.status = .undecided
    answer.reason = why
    guard let x = best else { return answer }
    let certain = x.certainDigits(limit: digits)
    if let text = certain.text {
      answer.value = text
      answer.digits = min(certain.count, digits)
    } else if let e = x.magnitudeBall.exponent, x.isFinite {
      // Above log10 2 for positive e and below it for negative e: 10^power >= 2^e.
      let power = Int((Double(e) * (e < 0 ? 0.30102999 : 0.30103)).rounded(.up))
      answer.reason = "|x| < 1e\(power), sign undecided; \(why)"
    }
    bounds(&answer, x, max(answer.digits + 3, 6))
    return answer
  }
}
