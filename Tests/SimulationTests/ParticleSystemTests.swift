import Foundation
import Testing

@testable import VlasovSimulation

@Suite struct ParticleSystemTests {
  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  private func equiangular(_ n: Int) -> [Double] {
    (0..<n * n).map { $0 % (n + 1) == 0 ? 1 : 0 }
  }

  private func overlap(_ state: [Double], _ d: Int) -> Double {
    (0..<d).reduce(0) { $0 + state[$1] * state[d + $1] }
  }

  /// beta = 0 from orthogonal tokens: the overlap is (e^{2t} - 1)/(e^{2t} + n - 1).
  @Test(arguments: [ParticleSystem.Kind.sa, .usa])
  func orthogonalTokensWithoutTemperature(kind: ParticleSystem.Kind) throws {
    for n in [2, 5, 33] {
      let run = try ParticleSystem(kind: kind, beta: 0).run(
        points: equiangular(n), dimension: n, time: 1.2, method: .adaptive(tolerance: 1e-12))
      let growth = exp(2.4)
      #expect(abs(overlap(run.state, n) - (growth - 1) / (growth + Double(n - 1))) < 1e-10)
      #expect(run.status == .finished && run.time == 1.2 && run.violations.isEmpty)
    }
  }

  /// Theory's hitting times of 0.9: n = 4, beta = 1.
  @Test(arguments: [(ParticleSystem.Kind.sa, 2.1156316772781927887), (.usa, 1.1206159009175486782)])
  func orthogonalTokensHitOnTime(kind: ParticleSystem.Kind, time: Double) throws {
    let system = ParticleSystem(kind: kind, beta: 1)
    let adaptive = try system.run(
      points: equiangular(4), dimension: 4, time: time, method: .adaptive(tolerance: 1e-13))
    let fixed = try system.run(points: equiangular(4), dimension: 4, time: time, method: .fixed(steps: 400))
    #expect(abs(overlap(adaptive.state, 4) - 0.9) < 1e-11)
    #expect(abs(overlap(fixed.state, 4) - 0.9) < 1e-10)
  }

  /// Order 4 of equal steps, order 5 of the pair: halving the step divides the error by 2^order.
  @Test func orders() throws {
    let points = ParticleSystem.uniformPoints(count: 12, dimension: 3, seed: 31)
    let system = ParticleSystem(kind: .sa, beta: 2)
    func error(_ tableau: RungeKuttaTableau, _ steps: Int, _ exact: [Double]) throws -> Double {
      let flow = try system.flow(points: points, dimension: 3, threads: 1)
      let pair = EmbeddedRungeKutta(tableau, count: points.count)
      for (i, x) in points.enumerated() { pair.state[i] = x }
      pair.start(flow.velocity)
      for _ in 0..<steps {
        pair.attempt(2 / Double(steps), flow.velocity)
        _ = flow.project(pair.trial)
        pair.accept()
      }
      return distance(Array(UnsafeBufferPointer(start: pair.state, count: pair.count)), exact)
    }
    let exact = try system.run(
      points: points, dimension: 3, time: 2, method: .adaptive(tolerance: 1e-13)
    ).state
    for (tableau, order) in [(RungeKuttaTableau.classical, 4.0), (.dormandPrince, 5)] {
      let errors = try [16, 32, 64].map { try error(tableau, $0, exact) }
      for (coarse, fine) in zip(errors, errors.dropFirst()) {
        #expect(abs(log2(coarse / fine) - order) < 0.4, "order \(log2(coarse / fine)), expected \(order)")
      }
    }
  }

  /// The estimate of the local error has the order that it says, and is above the true error of a step.
  @Test func errorEstimates() throws {
    let points = ParticleSystem.uniformPoints(count: 9, dimension: 4, seed: 32)
    let system = ParticleSystem(kind: .sa, beta: 3)
    for tableau in [RungeKuttaTableau.classical, .dormandPrince] {
      var estimates: [Double] = []
      for h in [0.1, 0.05, 0.025] {
        let flow = try system.flow(points: points, dimension: 4, threads: 1)
        let pair = EmbeddedRungeKutta(tableau, count: points.count)
        for (i, x) in points.enumerated() { pair.state[i] = x }
        pair.start(flow.velocity)
        pair.attempt(h, flow.velocity)
        estimates.append(flow.largest(pair.error, at: pair.state))
        _ = flow.project(pair.trial)
        let exact = try system.run(
          points: points, dimension: 4, time: h, method: .adaptive(tolerance: 1e-13)
        ).state
        let trial = Array(UnsafeBufferPointer(start: pair.trial, count: pair.count))
        #expect(distance(trial, exact) < estimates[estimates.count - 1])
      }
      for (coarse, fine) in zip(estimates, estimates.dropFirst()) {
        #expect(abs(log2(coarse / fine) - Double(tableau.estimateOrder)) < 0.4)
      }
    }
  }

  /// The global error follows the tolerance.
  @Test func toleranceIsKept() throws {
    let points = ParticleSystem.uniformPoints(count: 20, dimension: 3, seed: 33)
    let system = ParticleSystem(kind: .usa, beta: 3)
    let exact = try system.run(points: points, dimension: 3, time: 0.5, method: .adaptive(tolerance: 1e-13))
    for tolerance in [1e-5, 1e-8, 1e-11] {
      let run = try system.run(
        points: points, dimension: 3, time: 0.5, method: .adaptive(tolerance: tolerance))
      #expect(distance(run.state, exact.state) < 300 * tolerance)
      #expect(run.largestLocalError <= tolerance && run.steps < exact.steps)
      #expect(run.fields == 1 + 6 * (run.steps + run.rejected))
    }
  }

  @Test(arguments: [ParticleSystem.Kind.sa, .usa])
  func circleIsSphere(kind: ParticleSystem.Kind) throws {
    let angles = [0.3, 2.1, -1.4, 0.9, 3.0]
    let system = ParticleSystem(kind: kind, beta: 2, weights: [1, 2, 0.5, 1, 3])
    let circle = try system.run(angles: angles, time: 1, method: .adaptive(tolerance: 1e-12))
    let sphere = try system.run(
      points: angles.flatMap { [cos($0), sin($0)] }, dimension: 2, time: 1,
      method: .adaptive(tolerance: 1e-12))
    #expect(distance(circle.state.flatMap { [cos($0), sin($0)] }, sphere.state) < 1e-9)
    #expect(circle.violations.isEmpty && sphere.violations.isEmpty)
    #expect(abs(circle.scaledEnergy.end - sphere.scaledEnergy.end) < 1e-9)
    // One field by its definition.
    let flow = try system.run(angles: angles, time: 1e-7, method: .fixed(steps: 1)).state
    let total = 7.5
    for (i, angle) in angles.enumerated() {
      let weights = zip(angles, [1, 2, 0.5, 1, 3.0]).map { $1 / total * exp(2 * cos($0 - angle)) }
      let force = zip(angles, weights).reduce(0) { $0 + $1.1 * sin($1.0 - angle) }
      let velocity = kind == .sa ? force / weights.reduce(0, +) : force
      #expect(abs((flow[i] - angle) / 1e-7 - velocity) < 1e-5)
    }
  }

  /// Clusters with integer masses move as that many tokens.
  @Test(arguments: [ParticleSystem.Kind.sa, .usa])
  func weightsAreRepetitions(kind: ParticleSystem.Kind) throws {
    let points = ParticleSystem.uniformPoints(count: 5, dimension: 4, seed: 34)
    let masses = [3, 1, 2, 5, 1]
    let repeated = masses.enumerated().flatMap { index, mass in
      (0..<mass).flatMap { _ in points[4 * index..<4 * index + 4] }
    }
    let method = StepMethod.adaptive(tolerance: 1e-12)
    let clusters = try ParticleSystem(kind: kind, beta: 2, weights: masses.map { Double($0) }).run(
      points: points, dimension: 4, time: 1, method: method)
    let tokens = try ParticleSystem(kind: kind, beta: 2).run(
      points: repeated, dimension: 4, time: 1, method: method)
    var row = 0
    for (index, mass) in masses.enumerated() {
      #expect(
        distance(
          Array(tokens.state[4 * row..<4 * row + 4]), Array(clusters.state[4 * index..<4 * index + 4]))
          < 1e-10)
      row += mass
    }
    #expect(abs(clusters.scaledEnergy.end - tokens.scaledEnergy.end) < 1e-11)
  }

  /// The energy increases and the norms are kept, for all models, tolerances and temperatures.
  @Test func soundRunsHaveNoViolations() throws {
    let seed: UInt64 = 35
    var random = RandomStream(seed: seed, stream: 0)
    for beta in [0, 1e-3, 1, 9, 60, -4] {
      for kind in [ParticleSystem.Kind.sa, .usa] {
        for d in [2, 3, 10] {
          let system = ParticleSystem(
            kind: kind, beta: beta, weights: (0..<30).map { _ in random.uniform() },
            value: d == 3 ? .diagonal([1, -0.5, 0.3]) : .identity)
          let points = ParticleSystem.uniformPoints(count: 30, dimension: d, seed: seed)
          for method in [
            StepMethod.adaptive(tolerance: 1e-9), .adaptive(tolerance: 1e-3), .fixed(steps: 300),
          ] {
            let time = kind == .sa ? 4 : 4 * exp(-abs(beta))
            let run = try system.run(points: points, dimension: d, time: time, method: method, threads: 1)
            #expect(
              run.violations.isEmpty && run.status == .finished,
              "seed \(seed), beta \(beta), \(kind), d \(d), \(method): \(run.violations)")
            #expect(run.scaledEnergy.end >= run.scaledEnergy.start)
          }
        }
      }
    }
  }

  /// Time backwards: the energy decreases, and the check says so.
  @Test(arguments: [ParticleSystem.Kind.sa, .usa])
  func wrongSignIsCaught(kind: ParticleSystem.Kind) throws {
    let points = ParticleSystem.uniformPoints(count: 10, dimension: 3, seed: 36)
    for method in [StepMethod.adaptive(tolerance: 1e-8), .adaptive(tolerance: 1e-3), .fixed(steps: 50)] {
      let flow = try ParticleSystem(kind: kind, beta: 2).flow(
        points: points, dimension: 3, threads: 1, direction: -1)
      var integrator = try FlowIntegrator(flow, method)
      let run = try integrator.integrate(from: points, time: 0.5, stop: nil, observe: nil)
      #expect(run.violations.map(\.kind) == [.energy])
    }
  }

  /// NaN in any place is the largest error and drift.
  @Test func notANumberStays() throws {
    for place in [0, 4, 8] {
      let flow = TokenFlow(try AttentionField(count: 3, dimension: 3, beta: 1), .sa, direction: 1)
      var numbers: [Double] = [1, 0, 0, 0, 1, 0, 0, 0, 1]
      numbers[place] = .nan
      numbers.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        #expect(flow.largest(base, at: base).isNaN && flow.project(base).isNaN)
      }
    }
  }

  /// A velocity that is not tangent moves the norms further than the local error, and the check says so.
  @Test func lostTangencyIsCaught() throws {
    final class Radial: TokenFlow {
      override func velocity(_ y: UnsafePointer<Double>, _ dy: UnsafeMutablePointer<Double>) {
        super.velocity(y, dy)
        for i in 0..<stateCount { dy[i] += 1e-3 * y[i] }
      }
    }
    let points = ParticleSystem.uniformPoints(count: 10, dimension: 3, seed: 37)
    let field = try AttentionField(count: 10, dimension: 3, beta: 2)
    for method in [StepMethod.adaptive(tolerance: 1e-8), .fixed(steps: 50)] {
      var integrator = try FlowIntegrator(Radial(field, .sa, direction: 1), method)
      let run = try integrator.integrate(from: points, time: 0.5, stop: nil, observe: nil)
      #expect(run.violations.map(\.kind) == [.norm])
    }
  }

  /// USA at beta = 12: the rates e^12 of the collapsed cluster and the first motion of far tokens, in one run.
  @Test func stiffUsa() throws {
    let run = try ParticleSystem(kind: .usa, beta: 12).run(
      angles: [0, 1.5], time: 0.2, method: .adaptive(tolerance: 1e-9))
    #expect(run.status == .finished && run.violations.isEmpty)
    #expect(abs(run.state[0] - run.state[1]) < 1e-8 && abs(run.state[0] - 0.75) < 1e-8)
    #expect(run.steps > 5000 && run.steps < 20_000)
  }

  /// SA on a plateau: two far clusters at beta = 40 stay for a long time, in large steps.
  @Test func plateauTakesLargeSteps() throws {
    let run = try ParticleSystem(kind: .sa, beta: 40).run(
      points: [1, 0, 1, 1e-3, -1, 1e-3, -1, 0], dimension: 2, time: 1000, method: .adaptive(tolerance: 1e-6))
    #expect(run.status == .finished && run.steps < 1000 && run.violations.isEmpty)
    #expect(abs(run.state[0] - 1) < 1e-6 && abs(run.state[6] + 1) < 1e-6)
  }

  @Test func limitsAndObservers() throws {
    let points = ParticleSystem.uniformPoints(count: 6, dimension: 3, seed: 38)
    let system = ParticleSystem(kind: .sa, beta: 1)
    let short = try system.run(
      points: points, dimension: 3, time: 5, method: .adaptive(tolerance: 1e-12, maxSteps: 7))
    #expect(short.status == .stepLimit && short.steps + short.rejected == 7 && short.time < 5)
    var times: [Double] = []
    let observed = try system.run(
      points: points, dimension: 3, time: 5, method: .fixed(steps: 50),
      observe: { time, _ in
        times.append(time)
        return times.count < 10
      })
    #expect(observed.status == .observed && times.count == 10 && observed.time == 1)
    #expect(
      try system.run(points: points, dimension: 3, time: 0, method: .adaptive(tolerance: 1e-6)).steps == 0)
    #expect(throws: SimulationError.stopped) {
      _ = try system.run(points: points, dimension: 3, time: 1, method: .fixed(steps: 2), stop: { true })
    }
    for method in [StepMethod.fixed(steps: 0), .adaptive(tolerance: 0), .adaptive(tolerance: .nan)] {
      #expect(throws: SimulationError.self) {
        _ = try system.run(points: points, dimension: 3, time: 1, method: method)
      }
    }
    #expect(throws: SimulationError.self) {
      _ = try system.run(points: [0, 0, 1, 0], dimension: 2, time: 1, method: .fixed(steps: 1))
    }
    #expect(throws: SimulationError.self) {
      _ = try system.run(points: points, dimension: 3, time: -1, method: .fixed(steps: 1))
    }
    #expect(throws: SimulationError.self) {
      _ = try system.run(points: [1, 2], dimension: 1, time: 1, method: .fixed(steps: 1))
    }
  }

  /// The energy of the uniform measure: sinh(beta)/(2 beta²) for d = 3; and the standard error has the size of the law.
  @Test func uniformEnergy() throws {
    for beta in [0.5, 2, 8] {
      let estimate = try ParticleSystem.uniformEnergy(
        beta: beta, dimension: 3, tokens: 500, sets: 20, seed: 40)
      let exact = sinh(beta) / (2 * beta * beta)
      #expect(abs(estimate.mean - exact) < 4 * estimate.standardError)
      // The variance of e^{beta u}, over 20 * 500 * 499 / 2 pairs.
      let variance = sinh(2 * beta) / (2 * beta) - sinh(beta) * sinh(beta) / (beta * beta)
      let expected = (variance / (10 * 500 * 499)).squareRoot() / (2 * beta)
      #expect(estimate.standardError > 0.5 * expected && estimate.standardError < 2 * expected)
    }
  }

  @Test func runsAreBitIdenticalForAnyThreads() throws {
    let points = ParticleSystem.uniformPoints(count: 1000, dimension: 3, seed: 39)
    let system = ParticleSystem(kind: .usa, beta: 4)
    let runs = try [1, 2, 3].map {
      try system.run(points: points, dimension: 3, time: 0.1, method: .adaptive(tolerance: 1e-8), threads: $0)
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }
}
