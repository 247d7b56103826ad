import Foundation
import Testing
import VlasovSimulation

@Suite struct CausalAttentionTests {
  @Test(arguments: [
    (2, 1, 1, 0.39346934028736657640), (5, 2, 3, 0.17041612333908904090), (10, 4, 2, 0.072827943446520690266),
  ])
  func leaderPropagator(token: Int, source: Int, time: Double, value: Double) throws {
    let propagator = LeaderPropagator(token: token, source: source, time: time)
    try expectDecides(
      propagator.values(steps: [16, 32, 64, 128]), value, law: .power(order: 4, next: 5), relative: 1e-4)
    for beta in [0.0, 1, 6] {
      let data = try propagator.nonlinearValues(beta: beta, sizes: [16, 32, 64, 128])
      try expectDecides(data, value, law: .power(order: 2, next: 4), relative: 1e-3)
    }
  }

  @Test func leaderStaysAndFollowersDoNotPull() throws {
    #expect(try LeaderPropagator(token: 1, source: 1, time: 5).value(steps: 10) == 1)
    #expect(try LeaderPropagator(token: 2, source: 5, time: 5).value(steps: 10) == 0)
  }

  /// Two tokens by the circle model: the angle after the passage time of the quadrature is the end angle.
  @Test func circleModelPassesOnTime() throws {
    let time = try TwoTokenPassage(beta: 1, start: 1, end: 0.1).simpson(panels: 400)
    let final = try CausalCircle(beta: 1).run(initial: [0, 1], time: time, steps: 400)
    #expect(final[0] == 0 && abs(final[1] - 0.1) < 1e-9)
  }

  /// d = 2: the sphere model and the circle model are the same motion.
  @Test func sphereIsCircle() throws {
    let angles = [0.3, 2.1, -1.4, 0.9]
    let circle = try CausalCircle(beta: 2).run(initial: angles, time: 3, steps: 600)
    let sphere = try CausalSphere(beta: 2).run(
      initial: angles.map { [cos($0), sin($0)] }, time: 3, steps: 600)
    for (angle, point) in zip(circle, sphere) {
      #expect(abs(point[0] - cos(angle)) < 1e-9 && abs(point[1] - sin(angle)) < 1e-9)
    }
  }

  /// d = 3, five tokens, random Q and K: late distances to the leader grow like 1, 2, 3, 4, and token 2 closes in like
  /// e^{-t/2}.
  @Test func lateDistancesAreLinearInTheIndex() throws {
    var stream = RandomStream(seed: 31, stream: 0)
    func matrix() -> [[Double]] { (0..<3).map { _ in (0..<3).map { _ in stream.normal() } } }
    let model = CausalSphere(beta: 1, query: matrix(), key: matrix())
    let start = CausalSphere.randomPoints(count: 5, dimension: 3, seed: 8)
    let early = try model.run(initial: start, time: 24, steps: 1200)
    let late = try model.run(initial: early, time: 24, steps: 1200)
    func gap(_ points: [[Double]]) -> Double {
      zip(points[1], points[0]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    #expect(abs(gap(late) / gap(early) / exp(-12) - 1) < 5e-3)
    for (index, ratio) in CausalSphere.leaderDistances(late).enumerated() {
      #expect(abs(ratio - Double(index + 1)) < 0.02 * Double(index + 1), "\(index): \(ratio)")
    }
    #expect(late[0] == start[0] || zip(late[0], start[0]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test(arguments: [(4, 3, 0.5, 4211.85859079739546691), (1, 1, 0.1, 5.07419375761547784596)])
  func passageTimes(beta: Double, start: Double, end: Double, value: Double) throws {
    let passage = TwoTokenPassage(beta: beta, start: start, end: end)
    let law = ErrorLaw.power(order: 4, next: 5)
    try expectDecides(passage.passageTimes(steps: [0.2, 0.1, 0.05]), value, law: law, relative: 1e-4)
    try expectDecides(
      passage.rescaledPassageTimes(steps: [0.04, 0.02, 0.01, 0.005]), value, law: law, relative: 1e-4)
    try expectDecides(
      passage.simpsons(panels: [50, 100, 200]), value, law: .power(order: 4, next: 6), relative: 1e-4)
  }

  @Test func metastablePassage() throws {
    let passage = TwoTokenPassage(beta: 9, start: 2, end: 0.01)
    let value = 42732.389404150889885
    try expectDecides(
      passage.passageTimes(steps: [0.4, 0.2, 0.1]), value, law: .power(order: 4, next: 5), relative: 1e-8)
    #expect(throws: SimulationError.self) { try passage.passageTime(step: 0.1, maxSteps: 1000) }
    // Far beyond any simulation in physical time.
    let frozen = TwoTokenPassage(beta: 60, start: 3, end: 0.5)
    let data = try frozen.rescaledPassageTimes(steps: [0.002, 0.001, 0.0005, 0.00025])
    let exact = FloatQuadrature.gaussLegendre(from: 0.5, to: 3, points: 20, panels: 60) { phi in
      (1 + exp(60 * (1 - cos(phi)))) / sin(phi)
    }
    try expectDecides(data, exact, law: .power(order: 4, next: 5), relative: 1e-4)
  }

  @Test func forcePeak() throws {
    for (beta, tau, peak) in [
      (1.0, 0.90455689430238136, 0.53656266317428036), (64, 0.12483667005373095, 0.075668398955497585),
    ] {
      let points = GridCritical.criticalPoints(from: 0, to: Double.pi, cells: 4000) { PairForce.h(beta, $0) }
      #expect(points.map(\.kind) == [.maximum])
      #expect(abs(points[0].position - tau) < 1e-7 && abs(points[0].value - peak) < 1e-12)
      #expect(abs(PairForce.g(beta, tau)) < 1e-13 * beta)
    }
  }

  @Test func strongCentreLifetime() throws {
    let trials = StrongCentreTrials(beta: 64, c: 4, epsilon: 0.1, token: 5)
    #expect(abs(trials.lifetime - 52.705116568105050558) < 1e-11)
    let runs = try trials.run(trials: 24, seed: 41)
    let report = try Confrontation.compare(runs, seed: 41)
    #expect(report.verdict == .agrees && report.statistic > 1e-3)
    #expect(try trials.run(trials: 24, threads: 1, seed: 41) == trials.run(trials: 24, threads: 3, seed: 41))
    // Far beyond its life time the centre is swallowed.
    let weak = StrongCentreTrials(beta: 64, c: 2, epsilon: 0.1, token: 5)
    let long = try CausalCircle(beta: 64).run(
      initial: Array(repeating: 2 * 1.2 / 8, count: 4) + [0], time: 200 * weak.lifetime, steps: 4000)
    #expect(abs(long[4]) > 0.1 * 2 / 8)
  }

  @Test func frozenWindow() throws {
    let trials = FrozenWindowTrials(beta: 14, c: 6.5, epsilon: 0.1, moving: 6)
    #expect(abs(trials.window - 3762.8061718023218763) < 1e-8)
    #expect(trials.frozenCount == 3)
    let runs = try trials.run(trials: 12, seed: 42)
    let report = try Confrontation.compare(runs, seed: 42)
    #expect(report.verdict == .agrees && report.statistic > 1e-6, "\(report)")
    #expect(throws: SimulationError.self) {
      try FrozenWindowTrials(beta: 14, c: 6.5, epsilon: 0.1, moving: 4000).run(trials: 1, seed: 1)
    }
  }

  @Test func refusesBadInput() {
    #expect(throws: SimulationError.self) { try CausalCircle(beta: 1).run(initial: [0], time: 1, steps: 0) }
    #expect(throws: SimulationError.self) { try CausalSphere(beta: 1).run(initial: [], time: 1, steps: 1) }
    #expect(throws: SimulationError.self) {
      try CausalSphere(beta: 1, query: [[1]]).run(initial: [[1, 0]], time: 1, steps: 1)
    }
    #expect(throws: SimulationError.self) {
      try TwoTokenPassage(beta: 1, start: 1, end: 2).simpson(panels: 4)
    }
    #expect(throws: SimulationError.self) {
      try StrongCentreTrials(beta: 1, c: 4, epsilon: 0.1, token: 5).run(trials: 1, seed: 1)
    }
    #expect(throws: SimulationError.stopped) {
      try CausalCircle(beta: 1).run(initial: [0, 1], time: 1, steps: 10, stop: { true })
    }
  }
}
