import VlasovSymbols

/// The fold: where an interior minimum and maximum of the profile merge after the recency slope is lost.
public enum Fold: Theorem {
  public static let record = Record(
    id: "retrieval.fold",
    title: "Fold of the interior minimum",
    statement: "$t_{\\mathrm{fold}}=\\max_{Y>0}T(Y)$, where $T(Y)$ solves $F(Y;T(Y))=0$, provided it exceeds "
      + "$T(0)=t_{\\mathrm{crit}}$; there $F=F_Y=0$.",
    source: Source(RetrievalModel.paper, "beyond theorem U-shape", .derived),
    parameters: [
      .beta, .vocabulary, .lambda,
      ParameterSpec(
        "t", symbol: "t", .real(.positive), onlyForCheck: true, "time compared with the fold time"),
    ],
    outputs: [
      OutputSpec("t_fold", symbol: "t_{\\mathrm{fold}}", "the fold time"),
      OutputSpec("s_fold", symbol: "s_{\\mathrm{fold}}", "the fold position"),
    ],
    hypotheses: [
      Hypothesis("lambda > 0") { .greater($0.lambda, 0) },
      Hypothesis("sup T > t_crit", .reported) {
        .greater(try latest($0), TCrit.formula($0, output: "t_crit"))
      },
      Hypothesis("t < sup T", .reported, needs: ["t"]) { .less($0.t, try latest($0)) },
    ],
    method:
      "The maximiser of T is found in floating point; the pair (Y, t) with F = F_Y = 0 is certified by a "
      + "two-dimensional Krawczyk test. It is the maximum of T because F(Y; t_fold) > 0 for every other Y: strict "
      + "convexity near the fold, isolation elsewhere.",
    notes: [
      "lambda > lambda_fold(beta, M) suffices for a fold; otherwise its absence is certified just above t_crit."
    ],
    crossCheck: ShapeCrossCheck.fold,
    references: [
      ReferenceValue("beta=1 M=8 lambda=3 output=t_fold", "4.47083005780207243841869674592433662628571005"),
      ReferenceValue("beta=1 M=8 lambda=3 output=s_fold", "0.586902949173177969521506393752008107014803209"),
      ReferenceValue("beta=1 M=8 lambda=10 output=t_fold", "14.1269437117160865949473944319304507992617445"),
      ReferenceValue("beta=1 M=8 lambda=10 output=s_fold", "0.279225112756605407119678315631982862401830779"),
      ReferenceValue("beta=2 M=16 lambda=4 output=t_fold", "1.31127989764224474434495480673489385736094341"),
      ReferenceValue("beta=2 M=16 lambda=4 output=s_fold", "0.510884352385246559821402671965688363499703615"),
    ],
    related: ["retrieval.fold-lambda", "retrieval.t-crit", "retrieval.u-shape-certificate"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try value(p.lifted(to: Ball.self), output: output)
  }

  /// sup T: an enclosure of t_fold, or t_crit when there is no fold.
  private static func latest(_ p: Lifted<Expression>) throws -> Expression {
    for bits in [128, 256, 512] {
      try Budget.check()
      do {
        let outcome = try withPrecision(bits) {
          let reals = try ["beta": p.beta, "M": p.M, "lambda": p.lambda].mapValues {
            try $0.evaluate(Ball.self)
          }
          return try value(Lifted(reals: reals), output: "t_fold")
        }
        if case .real(let t) = outcome, let a = Rational(decimal: t.lowerDecimal(digits: bits / 3)),
          let b = Rational(decimal: t.upperDecimal(digits: bits / 3))
        {
          return .interval(Expression(a), Expression(b))
        }
      } catch is Refusal {
        return TCrit.formula(p, output: "t_crit")
      }
    }
    throw Undecided("sup T was not enclosed")
  }

  private static func value(_ x: Lifted<Ball>, output: String) throws -> Value {
    guard let table = MomentTable(beta: x.beta, m: x.M, bits: Precision.bits) else {
      return .undecided("the Fourier modes could not be bounded")
    }
    let moments = table.moments(2)
    guard moments.count >= 2 else { throw BudgetExhausted() }
    let tCrit = 2 * RetrievalModel.saturation(x.lambda) * moments[0] / moments[1]
    guard let isThere = try exists(x, table, tCrit) else {
      return .undecided("whether T'(0) > 0, near lambda_fold")
    }
    if !isThere {
      throw Refusal("a fold above t_crit: no critical point is left at t = (1 + 2^-20) t_crit")
    }
    guard let start = maximiser(x.lambda.estimate, table, tCrit) else {
      return .undecided("no approximate fold was found")
    }
    let solution = Newton2().solve(
      { y, t in
        let f = StationarySeries(table: table, t: t, lambda: x.lambda)
        return (f.value(y), f.derivative(y))
      },
      jacobian: { y, t in
        let f = StationarySeries(table: table, t: t, lambda: x.lambda)
        let byTime = f.byTime(y)
        return ((f.derivative(y), byTime.value), (f.secondDerivative(y), byTime.derivative))
      }, start: start)
    switch solution {
    case .failure(let failure): return .undecided(failure.description)
    case .success(let zero):
      guard zero.uniqueIn.x.isPositive else { return .undecided("the fold found is not certainly at Y > 0") }
      guard (zero.y - tCrit).isPositive else { return .undecided("t_fold against t_crit") }
      let shape = StationarySeries(table: table, t: zero.y, lambda: x.lambda)
      guard try isMaximum(shape, zero.x) else {
        return .undecided("whether the fold found is the latest one")
      }
      return .real(output == "t_fold" ? zero.y : shape.position(zero.x))
    }
  }

  /// Whether T exceeds T(0) = t_crit somewhere: true when λ > λ_fold, else decided just above t_crit. Nil when neither
  /// is certain: a fold may be too near t_crit to be seen above it.
  private static func exists(_ x: Lifted<Ball>, _ table: MomentTable, _ tCrit: Ball) throws -> Bool? {
    let s = table.moments(3)
    guard s.count >= 3 else { throw BudgetExhausted() }
    // T'(0) > 0 iff r < r_* = 1 - (2/3) S_1 S_3/S_2².
    let threshold = 1 - 2 * s[0] * s[2] / (3 * s[1] * s[1])
    let slope = threshold - 1 / Ball.expm1(x.lambda)
    if slope.isPositive { return true }
    let absent: Bool? = (-slope).isNonNegative ? false : nil
    let above = (tCrit * (1 + Ball(1).scaled(by: -20))).center
    guard (above - tCrit).isPositive else {
      throw Undecided("whether a fold exists above t_crit: t_crit is too wide")
    }
    let points = CriticalPoints(shape: StationarySeries(table: table, t: above, lambda: x.lambda))
    // Signs of the Taylor coefficients may settle it without isolation (certificates C2 and C1).
    if case .certified(let negative)? = try points.pattern(), !negative.contains(true) { return absent }
    let (zeros, reason) = try points.zeros()
    guard let zeros else { throw Undecided("whether a fold exists above t_crit: \(reason)") }
    return zeros.isEmpty ? absent : true
  }

  /// Whether T(Y) < t for every Y other than the fold's `y`; false when that is not certain.
  ///
  /// As F increases through 0 in t at T(Y), this says F(Y; t) > 0. It holds on a box around the fold where F_YY > 0,
  /// because F = F_Y = 0 at the fold; that box has F > 0 at its ends, F(0; t) > 0 since t > t_crit, and F > 0 from
  /// `positiveFrom` on: no zero of F on either side of the box leaves only positive values there.
  private static func isMaximum(_ shape: StationarySeries, _ y: Ball) throws -> Bool {
    guard let first = try CriticalPoints(shape: shape).nonZeroUpTo(), let last = shape.positiveFrom() else {
      return false
    }
    var box = y
    var radius = y.magnitude.scaled(by: -2)
    repeat {
      try Budget.check()
      box = Ball(center: y, radius: radius)
      radius = radius.scaled(by: -1)
      if radius <= y.radius { return false }
    } while !(box.isPositive && shape.secondDerivative(box).isPositive)
    for (a, b) in [(first, box.lowerEdge), (box.upperEdge, last)] where a.isBelow(b) {
      let outcome = RootIsolation().zeros(
        of: { shape.value($0) }, derivative: { shape.derivative($0) }, from: a, to: b)
      try Budget.check()
      guard outcome.isComplete else { return false }
      guard outcome.zeros.isEmpty else { throw Undecided("a later fold than the one found exists") }
    }
    return true
  }

  /// An approximate maximiser (Y, T(Y)) over 0 < Y <= λ + 8, in low precision arithmetic: only a start.
  private static func maximiser(_ lambda: Double, _ table: MomentTable, _ tCrit: Ball) -> (
    x: Double, y: Double
  )? {
    withPrecision(64) {
      let low = Ball(exactly: lambda)
      let unit = tCrit.estimate
      guard unit > 0, unit.isFinite else { return nil }
      // T(Y), where the quotient Ψ'/Ψ, which increases in t, passes 1/(1 + r e^Y): regula falsi (Illinois), with
      // t_crit as the unit of time.
      func time(_ y: Double) -> Double {
        let point = Ball(exactly: y)
        func excess(_ t: Double) -> Double {
          let f = StationarySeries(table: table, t: Ball(exactly: t), lambda: low)
          return (f.value(point) / f.psi(0, point)).estimate
        }
        var (a, b) = (0x1p-20 * unit, 2 * unit)
        var (fa, fb) = (excess(a), excess(b))
        while b < 0x1p60 * unit, fb < 0 { (a, fa, b, fb) = (b, fb, 2 * b, excess(2 * b)) }
        guard fa < 0, fb > 0 else { return 0 }
        var t = b
        var lastWasAbove = false
        for step in 0..<40 {
          let next = b - fb * (b - a) / (fb - fa)
          guard next > a, next < b, Swift.abs(next - t) > 1e-12 * t else { break }
          t = next
          let f = excess(t)
          // An end that is kept twice gets half its weight.
          if f > 0 {
            (b, fb) = (t, f)
            if step > 0, lastWasAbove { fa /= 2 }
          } else {
            (a, fa) = (t, f)
            if step > 0, !lastWasAbove { fb /= 2 }
          }
          lastWasAbove = f > 0
        }
        return t
      }
      let count = 60
      let step = (lambda + 8) / Double(count)
      guard step.isFinite, step > 0 else { return nil }
      var best = (y: 0.0, t: 0.0)
      for k in 1...count {
        if Budget.isExhausted { return nil }
        let y = Double(k) * step
        let t = time(y)
        if t > best.t { best = (y, t) }
      }
      // Golden section around the best grid point.
      var (a, b) = (max(best.y - step, step / 64), best.y + step)
      for _ in 0..<30 {
        let c = b - 0.618 * (b - a)
        let d = a + 0.618 * (b - a)
        if time(c) > time(d) { b = d } else { a = c }
      }
      let y = (a + b) / 2
      return (y, time(y))
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    ShapeSymbols.stationarity(Lifted<Expression>(symbolsOf: record, output: output))
  }
}
