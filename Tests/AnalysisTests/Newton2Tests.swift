import Testing
import VlasovAnalysis

@Suite struct Newton2Tests {
  /// x² + y² = c, x y = 1.
  func circle(_ c: Rational) -> (Newton2.Map, Newton2.Jacobian) {
    (
      { x, y in (x * x + y * y - Ball(c), x * y - 1) },
      { x, y in ((x * 2, y * 2), (y, x)) }
    )
  }

  @Test func circleAndHyperbola() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<30 {
      let c = random.thousandth(2200...9000)
      let bits = Int.random(in: 32...2000, using: &random)
      let (map, jacobian) = circle(c)
      // x ± y = √(c ± 2).
      let (plus, minus) = ((c + 2).double.squareRoot(), (c - 2).double.squareRoot())
      let start = (x: (plus + minus) / 2 + 0.01, y: (plus - minus) / 2 - 0.01)
      try withPrecision(bits) {
        let zero = try Newton2().solve(map, jacobian: jacobian, start: start).get()
        let (p, m) = withPrecision(bits + 40) { (Ball.sqrt(Ball(c + 2)), Ball.sqrt(Ball(c - 2))) }
        #expect(zero.x.overlaps((p + m) / 2) && zero.y.overlaps((p - m) / 2))
        #expect(zero.x.accuracyBits >= bits - 3 && zero.y.accuracyBits >= bits - 3)
        #expect(zero.uniqueIn.x.contains((p + m) / 2) && zero.uniqueIn.y.contains((p - m) / 2))
      }
    }
  }

  @Test func transcendentalSystem() throws {
    // e^x + y = 2, x + sin y = 1/2; y = 2 - e^x leaves one equation, solved by `IntervalNewton`.
    try withPrecision(256) {
      let zero = try Newton2().solve(
        { x, y in (.exp(x) + y - 2, x + .sin(y) - Ball(Rational(1, 2))) },
        jacobian: { x, y in ((.exp(x), 1), (1, .cos(y))) }, start: (0, 0.5)
      ).get()
      let one = IntervalNewton().solve(
        in: zero.uniqueIn.x, of: { $0 + .sin(2 - .exp($0)) - Ball(Rational(1, 2)) },
        derivative: { 1 - .exp($0) * .cos(2 - .exp($0)) }
      ).zero
      #expect(one.map { $0.overlaps(zero.x) } == true)
      #expect(zero.x.accuracyBits > 250 && zero.y.accuracyBits > 250)
    }
  }

  @Test func zeroAtTheOrigin() throws {
    try withPrecision(200) {
      let zero = try Newton2().solve(
        { x, y in (.sin(x) + y, x - y * y * y) }, jacobian: { x, y in ((.cos(x), 1), (1, -3 * y * y)) },
        start: (0.1, 0.1)
      ).get()
      #expect(zero.x.containsZero && zero.y.containsZero)
      #expect(zero.x.upperDouble < 1e-60 && zero.y.upperDouble < 1e-60)
    }
  }

  @Test func parameterRange() throws {
    // All c in [2.9, 3.1].
    let c = Ball.hull(Ball(Rational(29, 10), bits: 64), Ball(Rational(31, 10), bits: 64))
    let zero = try Newton2().solve(
      { x, y in (x * x + y * y - c, x * y - 1) }, jacobian: { x, y in ((x * 2, y * 2), (y, x)) },
      start: (1.618, 0.618)
    ).get()
    for k in 0...10 {
      let value = Rational(29, 10) + Rational(k, 50)
      let (p, m) = (Ball.sqrt(Ball(value + 2)), Ball.sqrt(Ball(value - 2)))
      #expect(zero.x.contains((p + m) / 2) && zero.y.contains((p - m) / 2))
    }
    #expect(zero.x.upperDouble - zero.x.lowerDouble < 0.2)
  }

  @Test func couplingOfTheCoordinates() throws {
    // x = y², y = c for all c in [-1/4, 1/4]: at the midpoint the Jacobian is the identity, and only its
    // off-diagonal entry over the box knows that x reaches 1/16. The transposed system tests the other one.
    let c = Ball.hull(Ball(Rational(-1, 4)), Ball(Rational(1, 4)))
    let zero = try Newton2().solve(
      { x, y in (x - y * y, y - c) }, jacobian: { _, y in ((1, -2 * y), (0, 1)) }, start: (0, 0)
    ).get()
    #expect(zero.x.contains(Rational(1, 16)) && zero.y.contains(Rational(-1, 4)))
    let other = try Newton2().solve(
      { x, y in (x - c, y - x * x) }, jacobian: { x, _ in ((1, 0), (-2 * x, 1)) }, start: (0, 0)
    ).get()
    #expect(other.y.contains(Rational(1, 16)) && other.x.contains(Rational(1, 4)))
  }

  @Test func failuresAreNamed() {
    // c = 2: the curves touch at (1, 1), a degenerate zero.
    let (map, jacobian) = circle(2)
    switch Newton2().solve(map, jacobian: jacobian, start: (1.2, 0.9)) {
    case .success: Issue.record("a degenerate zero was certified")
    case .failure(let reason): #expect(reason == .notProved || reason == .noConvergence)
    }
    // c = 1: no real zero.
    let (empty, slope) = circle(1)
    switch Newton2().solve(empty, jacobian: slope, start: (1.2, 0.9)) {
    case .success: Issue.record("a zero that does not exist was certified")
    case .failure(let reason): #expect(reason == .noConvergence)
    }
    switch Newton2().solve(
      { _, _ in (.indeterminate, .indeterminate) },
      jacobian: { _, _ in ((.indeterminate, .indeterminate), (.indeterminate, .indeterminate)) },
      start: (0, .nan))
    {
    case .success: Issue.record("nothing was certified")
    case .failure(let reason): #expect(reason == .noConvergence)
    }
    let cancelled = Budget()
    cancelled.cancel()
    let stopped = Budget.$current.withValue(cancelled) {
      Newton2().solve(circle(3).0, jacobian: circle(3).1, start: (1.6, 0.6))
    }
    if case .failure(.budgetExhausted) = stopped {} else { Issue.record("the budget was ignored") }
  }
}
