import VlasovSymbols

/// What a result gives on a piece of its parameters.
enum PieceValue: Sendable {
  /// All values lie from the lower edge of `low` to the upper edge of `high`.
  case real(low: Ball, high: Ball)
  case exact(Rational)
  case infinite
  case word(String)
  /// Nowhere on the piece there is a value: why.
  case none(String)
  /// Not known; `isFinal` when smaller pieces do not help.
  case open(String, isFinal: Bool)

  var enclosure: (low: Ball, high: Ball)? {
    switch self {
    case .real(let low, let high): return (low, high)
    case .exact(let q):
      let x = Ball(q)
      return (x, x)
    default: return nil
    }
  }

  /// The width of the enclosure as a radius; nil when there is none.
  var radius: Magnitude? { enclosure.map { Ball.hull($0.low, $0.high).radius } }
}

/// The values of an output on pieces of a box of parameters.
///
/// On a piece the result's own enclosure is met with two of first order, where the output has a closed form f that every
/// reading understands and its jets over the piece X, which enclose f and its derivatives D_i there, are finite (f is then
/// analytic on X):
/// - f is monotone in each x_i whose D_i has a sign, so its extremes over X are those over the ends of these x_i;
/// - if no D_i has a sign, f(x) lies in f(c) + Σ D_i (X_i - c_i) for a point c of X (mean value theorem along the
///   segment from c to x, which lies in X).
struct PieceValues: Sendable {
  let theorem: any Theorem.Type
  let output: String
  /// Parameters whose domain, and hypotheses which, must be decided on every piece: the others hold on the whole box.
  let openDomains: [ParameterSpec]
  let openHypotheses: [Hypothesis]

  /// The value on a piece at a working precision.
  func value(_ box: ParameterBox, bits: Int) -> PieceValue {
    for spec in openDomains {
      guard let x = box.arguments[spec.name] else { continue }
      switch spec.membership(x) {
      case .proved: continue
      // The domain's own line says so.
      case .refuted: return .open("outside the domain \(spec.domainText)", isFinal: true)
      case .undecided: return .open("touches the boundary of the domain \(spec.domainText)", isFinal: false)
      }
    }
    for h in openHypotheses {
      switch (try? h.decide(box.arguments))?.verdict ?? .undecided {
      case .proved: continue
      case .refuted: return .none("needs \(h.text)")
      case .undecided: return .open("cannot decide \(h.text)", isFinal: false)
      }
    }
    return withPrecision(bits) {
      let plain = plainValue(box.arguments)
      guard !box.isPoint, case .real(let low, let high) = plain else { return plain }
      let sharp = firstOrder(box, (low, high))
      return .real(low: sharp.low, high: sharp.high)
    }
  }

  private func plainValue(_ p: Arguments) -> PieceValue {
    do {
      switch try theorem.value(p, selecting: output) {
      case .real(let x):
        return x.isFinite ? .real(low: x, high: x) : .open("no enclosure", isFinal: false)
      case .exact(let q): return .exact(q)
      case .integer(let n): return .exact(Rational(n))
      case .counted(let n?, _): return .exact(Rational(n))
      case .counted(nil, let count): return .real(low: Ball(count.lower), high: Ball(count.upper))
      case .matrix, .exactMatrix:
        return .open("a whole matrix is no number: name an entry, \(output)[i,j]", isFinal: true)
      case .infinite: return .infinite
      case .word(let word), .explained(let word, _): return .word(word)
      case .estimate: return .open("the value is an estimate, which proves nothing", isFinal: true)
      case .undecided(let why): return .open(why, isFinal: false)
      }
    } catch let refusal as Refusal {
      return .none("needs \(refusal.inequality)")
    } catch let error as InputError {
      // Outside a domain, which has its own line in `check`, or a limit of the computation (an interval where it takes
      // rationals only): not a proof that there is no value.
      return .open(error.message, isFinal: true)
    } catch is BudgetExhausted {
      return .open("time budget exhausted", isFinal: true)
    } catch {
      return .open("\(error)", isFinal: false)
    }
  }

  // MARK: First order

  private func firstOrder(_ box: ParameterBox, _ plain: (low: Ball, high: Ball)) -> (low: Ball, high: Ball) {
    guard let form = theorem as? any ClosedForm.Type, case .formula? = theorem.symbolic(output),
      box.places.allSatisfy({ $0.indices.isEmpty })
    else { return plain }
    var rising: Set<Int> = []
    var falling: Set<Int> = []
    var slopes: [(index: Int, slope: Ball)] = []
    for (i, segment) in box.segments.enumerated() where !segment.isPoint {
      let slope = derivative(form, box.arguments, box.places[i].parameter)
      guard slope.isFinite, !Budget.isExhausted else { return plain }
      if slope.isNonNegative {
        rising.insert(i)
      } else if slope.isNonPositive {
        falling.insert(i)
      } else {
        slopes.append((i, slope))
      }
    }
    if rising.isEmpty, falling.isEmpty { return centered(box, slopes, plain) }
    let moved = box.segments.indices.filter { rising.contains($0) || falling.contains($0) }
    func face(_ isUpper: (Int) -> Bool) -> (low: Ball, high: Ball)? {
      let face = moved.reduce(box) { face, i in
        let s = box.segments[i]
        return face.replacing(i, by: Segment(point: isUpper(i) ? s.high : s.low))
      }
      let known = plainValue(face.arguments).enclosure
      // A face has fewer intervals, so this ends.
      return face.isPoint ? known : known.map { firstOrder(face, $0) }
    }
    guard let least = face({ falling.contains($0) }), let most = face({ rising.contains($0) }) else {
      return plain
    }
    return (Ball.later(plain.low, least.low), Ball.earlier(plain.high, most.high))
  }

  /// The mean value form.
  private func centered(
    _ box: ParameterBox, _ slopes: [(index: Int, slope: Ball)], _ plain: (low: Ball, high: Ball)
  ) -> (low: Ball, high: Ball) {
    let center = box.center
    guard let at = plainValue(center.arguments).enclosure else { return plain }
    var spread = Ball.hull(at.low, at.high)
    for (i, slope) in slopes {
      spread = spread + slope * (box.segments[i].value.ball - center.segments[i].value.ball)
    }
    guard spread.isFinite else { return plain }
    return (Ball.later(plain.low, spread), Ball.earlier(plain.high, spread))
  }

  private func derivative(_ form: any ClosedForm.Type, _ p: Arguments, _ name: String) -> Ball {
    func open<F: ClosedForm>(_: F.Type) -> Ball {
      let jet = F.formula(Lifted<Jet<Ball>>(p, variable: name), output: output)
      // Finite slopes alone do not show that f is defined: that of log u is u'/u for a negative u, too.
      guard jet.isFinite else { return .indeterminate }
      // A formula that does not use the parameter is a constant jet.
      return jet.isConstant ? 0 : jet.coefficient(1)
    }
    return open(form)
  }
}

extension Ball {
  /// Of two balls the one with the greater lower edge.
  static func later(_ a: Ball, _ b: Ball) -> Ball { (b.lowerEdge - a.lowerEdge).isPositive ? b : a }
  /// Of two balls the one with the smaller upper edge.
  static func earlier(_ a: Ball, _ b: Ball) -> Ball { (a.upperEdge - b.upperEdge).isPositive ? b : a }
}
