/// One step: the series of the solution from the point c, the derivative of the flow, and the set it acts on.
struct FlowStep<S: TaylorScalar>: FlowPiece {
  /// The components that are shown; the others are parameters.
  let dimension: Int
  /// The precision of the coefficients.
  let bits: Int
  let start: Ball
  let length: Magnitude
  let isBackward: Bool
  let reachesBack: Bool
  /// For each component the coefficients of its polynomial.
  let coefficients: [[S]]
  /// Bounds of what follows, for times up to `length`.
  let tails: [Magnitude]
  let jacobian: FlowJacobian
  let set: ErrorSet

  var end: Ball { isBackward ? start - length.ball : start + length.ball }

  var span: Ball {
    let h = isBackward ? -length.ball : length.ball
    // Series converge on both sides; the first piece reaches back a little, for a start that is known as a ball.
    return .hull(reachesBack ? -h : start.isZero ? -h.scaled(by: -10) : Ball(0, bits: 64), h)
  }

  /// Encloses the solution from c.
  func centers(at tau: S) -> [S] {
    zip(coefficients, tails).map { c, tail in S(center: FlowStep.polynomial(c, tau), radius: tail) }
  }

  func value(at tau: Ball) -> [Ball] {
    let time = S(rounding: tau, bits: bits)
    let spread = set.extents(under: jacobian.matrix(at: time.small))
    return zip(coefficients, tails).enumerated().prefix(dimension).map { i, pair in
      let center = FlowStep.polynomial(pair.0, time)
      return Ball(center: center.full, radius: pair.1 + spread[i])
    }
  }

  /// By Horner's rule; over a set of times by the mean value theorem.
  private static func polynomial(_ c: [S], _ tau: S) -> S {
    func horner(_ x: S, _ coefficient: (Int) -> S, _ last: Int) -> S {
      var sum = coefficient(last)
      for k in stride(from: last - 1, through: 0, by: -1) { sum = sum * x + coefficient(k) }
      return sum
    }
    let last = c.count - 1
    if tau.radius.isZero { return horner(tau, { c[$0] }, last) }
    let middle = horner(tau.center, { c[$0] }, last)
    let slope = horner(tau, { c[$0 + 1] * ($0 + 1) }, last - 1)
    return S(center: middle, radius: slope.magnitude * tau.radius)
  }
}

/// The derivative of the flow with respect to the initial values, over a set of them, as series in time.
struct FlowJacobian: Sendable {
  /// Bits of the derivative that its remainder must leave, so that errors do not grow by it over many steps.
  private static var accuracy: Int { 16 }

  private let dimension: Int
  /// The coefficient of order k at k n n + i n + j.
  private let coefficients: [SmallBall]
  private let count: Int
  private let tails: [Magnitude]

  /// nil when no bound of the remainder could be found, or only a useless one.
  init?(_ bank: SeriesBank<SmallBall>, order: Int, radius: Magnitude) {
    let n = bank.tape.dimension
    dimension = n
    count = order + 2
    var bounds = TailBounds(bank.tape, order: order, radius: radius)
    guard bounds.solution(bank) != nil, bounds.helpers(bank) else { return nil }
    var series = Array(repeating: SmallBall.zero, count: count * n * n)
    var remainders = Array(repeating: Magnitude.zero, count: n * n)
    for j in 0..<n {
      if Budget.isExhausted { return nil }
      bank.solveVariation(direction: j)
      guard let tails = bounds.variation(bank) else { return nil }
      for i in 0..<n {
        let column = bank.series(bank.tape.directions[i])
        var size = Magnitude(1)
        var power = Magnitude(1)
        for k in 0..<count {
          series[(k * n + i) * n + j] = column[k]
          size = .max2(size, column[k].magnitude * power)
          power = power * radius
        }
        guard tails[i] <= size.scaled(by: -FlowJacobian.accuracy) else { return nil }
        remainders[i * n + j] = tails[i]
      }
    }
    coefficients = series
    tails = remainders
  }

  /// Row by row, for all times in the ball.
  func matrix(at tau: SmallBall) -> [SmallBall] {
    let size = dimension * dimension
    var result = Array(coefficients[((count - 1) * size)...])
    for k in stride(from: count - 2, through: 0, by: -1) {
      for i in 0..<size { result[i] = result[i] * tau + coefficients[k * size + i] }
    }
    return zip(result, tails).map { SmallBall(center: $0, radius: $1) }
  }
}
