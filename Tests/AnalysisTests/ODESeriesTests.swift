import Testing

@testable import VlasovAnalysis

/// The tape against jets: Taylor coefficients of solutions by Picard's iteration on jets.
@Suite struct ODESeriesTests {
  /// x_0..x_order of the solution: each iteration makes one more coefficient right.
  static func byJets<F: VectorField>(
    _ field: F, time: Ball, state: [Ball], parameters: [Ball], order: Int
  ) -> [[Ball]] {
    var x = state.map { [$0] }
    for k in 0..<order {
      let jets = x.compactMap { Jet(coefficients: $0) }
      let t = Jet(variable: time, order: k)
      let f = field.derivative(t, jets, parameters.map { Jet(constant: $0) })
      for i in x.indices { x[i].append(f[i].coefficient(k) / (k + 1)) }
    }
    return x
  }

  static func tape<F: VectorField>(_ field: F, parameters: [Ball], state: [Ball]) -> Tape {
    Flow(field, parameters: parameters, options: TaylorOptions(), initial: state).tape
  }

  func compare<F: VectorField>(
    _ field: F, state: [Ball], parameters: [Ball] = [], order: Int, seed: UInt64 = 0
  ) {
    let time = Ball(Rational(1, 7))
    let reference = Self.byJets(field, time: time, state: state, parameters: parameters, order: order + 1)
    let tape = Self.tape(field, parameters: parameters, state: state)
    let full = SeriesBank(tape, parameters: parameters, order: order, bits: Precision.bits)
    let small = SeriesBank(tape, parameters: parameters.map { SmallBall($0) }, order: order, bits: 128)
    #expect(full.solve(time: time, state: state))
    #expect(small.solve(time: SmallBall(time), state: state.map { SmallBall($0) }))
    for i in state.indices {
      for k in 0...(order + 1) {
        let (a, b, c) = (full.series(i + 1)[k], small.series(i + 1)[k].ball, reference[i][k])
        #expect(a.overlaps(c) && b.overlaps(c), "component \(i), order \(k), seed \(seed): \(a) \(b) \(c)")
        #expect(a.isFinite && a.radius <= Magnitude.power2(-Precision.bits / 2), "order \(k): \(a)")
      }
    }
  }

  @Test func everyFunction() {
    withPrecision(160) {
      compare(
        ODE.Everything(), state: balls([Rational(1, 3), Rational(-1, 2), Rational(2, 5), Rational(1, 4)]),
        parameters: [Ball(Rational(3, 11))], order: 12)
    }
  }

  @Test func randomPolynomials() {
    for seed in 1...20 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed)
      let field = ODE.Polynomials(dimension: Int.random(in: 1...4, using: &random), random: &random)
      withPrecision(Int.random(in: 100...400, using: &random)) {
        let state = (0..<field.dimension).map { _ in Ball(random.thousandth(-1000...1000)) }
        compare(field, state: state, order: Int.random(in: 2...20, using: &random), seed: seed)
      }
    }
  }

  @Test func attention() {
    let a = Matrix<Rational>([[1, Rational(1, 2)], [Rational(-1, 3), 2]])
    let v = Matrix<Rational>([[1, Rational(1, 4)], [0, Rational(3, 4)]])
    let b = Matrix<Rational>([[2, 1], [1, 1]])
    withPrecision(200) {
      let state = balls([1, Rational(1, 4), 2])
      compare(ODE.Softmax(a: a, v: v), state: state, order: 10)
      compare(ODE.L2(a: a, b: b, v: v), state: state, order: 10)
      compare(ODE.SoftmaxFactor(a: a, v: v, rank: 2), state: state + [1], order: 10)
    }
  }

  /// The variational series against difference quotients, exact to second order in a tiny shift.
  @Test func variation() {
    withPrecision(400) {
      let state = balls([Rational(1, 3), Rational(-1, 2), Rational(2, 5), Rational(1, 4)])
      let parameters = [Ball(Rational(3, 11))]
      let tape = Self.tape(ODE.Everything(), parameters: parameters, state: state)
      let bank = SeriesBank(tape, parameters: parameters, order: 8, bits: 400)
      #expect(bank.solve(time: 0, state: state, helpers: true))
      let shift = Ball(1).scaled(by: -150)
      for j in 0..<4 {
        bank.solveVariation(direction: j)
        var (high, low) = (state, state)
        high[j] = high[j] + shift
        low[j] = low[j] - shift
        let above = Self.byJets(ODE.Everything(), time: 0, state: high, parameters: parameters, order: 9)
        let below = Self.byJets(ODE.Everything(), time: 0, state: low, parameters: parameters, order: 9)
        for i in 0..<4 {
          for k in 0...9 {
            let quotient = (above[i][k] - below[i][k]) / (2 * shift)
            let near = Ball(center: quotient, radius: .power2(-220))
            #expect(near.overlaps(bank.series(tape.directions[i])[k]), "\(i) \(j) \(k)")
          }
        }
      }
    }
  }

  /// The bounds of what is cut off against the coefficients that follow, for all functions.
  @Test func tails() {
    withPrecision(300) {
      let state = balls([Rational(1, 3), Rational(-1, 2), Rational(2, 5), Rational(1, 4)])
      let parameters = [Ball(Rational(3, 11))]
      let long = Self.byJets(ODE.Everything(), time: 0, state: state, parameters: parameters, order: 30)
      let tape = Self.tape(ODE.Everything(), parameters: parameters, state: state)
      for (order, radius) in [(4, -3), (8, -2), (12, -1), (12, -3)] {
        let bank = SeriesBank(tape, parameters: parameters, order: order, bits: 300)
        #expect(bank.solve(time: 0, state: state, helpers: true))
        let r = Magnitude.power2(radius)
        var bounds = TailBounds(tape, order: order, radius: r)
        guard let tails = bounds.solution(bank) else {
          Issue.record("no bound for order \(order), radius 2^\(radius)")
          continue
        }
        for i in 0..<4 {
          let truth = (order + 2...30).reduce(Ball(0)) { $0 + Ball.abs(long[i][$1]).scaled(by: radius * $1) }
          #expect(
            truth.upperEdge.magnitude <= tails[i].scaled(by: 0),
            "order \(order): \(truth) \(tails[i].estimate)")
          // Not much larger either.
          #expect(tails[i] <= truth.magnitude.scaled(by: 12), "order \(order): \(truth) \(tails[i].estimate)")
        }
        let hasHelpers = bounds.helpers(bank)
        bank.solveVariation(direction: 0)
        let variation = bounds.variation(bank)
        #expect(hasHelpers && variation != nil)
      }
    }
  }

  @Test func constantsAndZeros() {
    struct Plain: VectorField {
      var dimension: Int { 3 }
      func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
        [0, T.exp(p[0]) * 2, 0 * x[1] + t + x[2] * 0 - t + 1]
      }
    }
    withPrecision(100) {
      let y = TaylorIntegrator(Plain(), parameters: [0]).solve(from: 1, [5, 6, 7], to: 4)
      #expect(y.isComplete && y.end[0].contains(Rational(5)) && y.end[1].contains(Rational(12)))
      #expect(y.end[2].contains(Rational(10)) && y.end.allSatisfy { $0.accuracyBits > 90 })
    }
  }
}
