import CMPFR
import VlasovEnclosures
import VlasovNumbers

/// Inclusion of one function in one reading: the result of random operands contains the function's value at
/// points of the operands.
struct FunctionCheck<R: FuzzedReading>: Check {
  let function: Function<R>
  var name: String { function.name }
  var reading: String { R.readingName }

  func run(_ w: Workspace, _ tally: inout Tally) {
    let bits = R.fixedBits ?? w.generator.precision(upTo: function.cost.maximumBits)
    withPrecision(bits) {
      for _ in 0..<function.cost.callsPerCase { call(bits, w, &tally) }
    }
  }

  /// One call of the function, checked at several points.
  private func call(_ bits: Int, _ w: Workspace, _ tally: inout Tally) {
    let operands = function.domains.map { domain in
      let own = w.generator.oneIn(4) ? w.generator.precision(upTo: bits) : bits
      return R(operand: w.operand(domain, bits: own))
    }
    if let range = function.parameters { w.parameter = w.generator.parameter(in: range) }
    for (i, x) in operands.enumerated() { x.withSet { w.points[i].fill(from: $0, &w.generator) } }
    w.operandCount = operands.count
    let result = function.apply(Operands(x: operands, n: w.parameter))
    tally.results += 1
    result.withSet { set in
      if case .indeterminate = set {
        tally.indeterminate += 1
        return
      }
      let count = operands.count
      let total = (0..<count).reduce(1) { $0 * w.points[$1].count }
      for k in 0..<min(total, function.cost.points) {
        // Every combination of the points, or a random choice of them after the two extreme ones.
        var rest = k
        for i in 0..<count {
          let points = w.points[i]
          let (quotient, digit) = rest.quotientAndRemainder(dividingBy: points.count)
          rest = quotient
          let choice =
            total <= function.cost.points
            ? digit : k < 2 ? min(k, points.count - 1) : w.generator.below(points.count)
          w.arguments[i] = points[choice]
        }
        guard let failure = misses(set, bits, w, &tally) else { continue }
        tally.fail(
          check: self,
          """
            operands   \(operands.map(\.exactDump).joined(separator: "\n             "))
            parameter  \(function.parameters == nil ? "none" : "\(w.parameter)")
            result     \(result.exactDump)
            at         \((0..<count).map { exactText(w.arguments[$0]) }.joined(separator: "\n             "))
            \(failure)
          """)
        return
      }
    }
  }

  /// nil when the set contains the function's value at the current arguments, else what is true instead.
  private func misses(_ set: SetView, _ bits: Int, _ w: Workspace, _ tally: inout Tally) -> String? {
    switch function.truth {
    case .value(let route):
      switch route(w, bits + 48) {
      case .unknown:
        tally.unknown += 1
        return nil
      case .singular:
        tally.checks += 1
        return "true value none: the function is not defined there"
      case .bounds:
        tally.checks += 1
        return w.bounds.areMissed(by: set) ? "true value \(w.bounds.description)" : nil
      }
    case .inverse(let increasing, let f):
      return missesInverse(set, bits, w, &tally, increasing, f)
    }
  }

  /// For g the inverse of a monotone f: y = g(x) lies in [a, b] when x lies between f(a) and f(b).
  private func missesInverse(
    _ set: SetView, _ bits: Int, _ w: Workspace, _ tally: inout Tally, _ increasing: Bool,
    _ f: (Bounds, NumberPointer, Int) -> Outcome
  ) -> String? {
    let ends = w.points[Workspace.maximumOperands - 1]
    ends.fill(from: set, &w.generator)
    tally.checks += 1
    for i in 0..<min(ends.count, 2) {
      // The ends were rounded inwards: only a gap that survives one more neighbour is a failure.
      let end = ends[i]
      if ends.count > 1 { i == 0 ? mpfr_nextbelow(end) : mpfr_nextabove(end) }
      guard f(w.bounds, end, bits + 48) == .bounds else { continue }
      let top = w.bounds.isExact ? w.bounds.low.pointer : w.bounds.high.pointer
      let mustBeBelow = (i == 0) == increasing
      let (x, value) = (w.arguments[0], w.bounds)
      let isWrong = mustBeBelow ? mpfr_greater_p(value.low.pointer, x) != 0 : mpfr_less_p(top, x) != 0
      // An exact result must be met from both sides.
      let isOff = ends.count == 1 && (mpfr_greater_p(value.low.pointer, x) != 0 || mpfr_less_p(top, x) != 0)
      if isWrong || isOff { return "inverse at the end \(exactText(end)) is \(value.description)" }
    }
    return nil
  }
}
