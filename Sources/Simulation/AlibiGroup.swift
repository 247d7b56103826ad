/// Work space for eight prompts of `AlibiParticles` at a time, and the moments gathered so far.
final class AlibiGroup {
  typealias Lanes = SIMD8<Double>

  private(set) var moments: [SampleMoments]
  private let plan: AlibiPlan
  private let method: RungeKutta<Lanes>
  private let sines: UnsafeMutablePointer<Lanes>
  private let cosines: UnsafeMutablePointer<Lanes>
  private let pulls: UnsafeMutablePointer<Lanes>
  private var start: [Lanes]
  private var scores: [Lanes]
  private var powers: [Lanes]

  init(_ plan: AlibiPlan) {
    self.plan = plan
    let tokens = plan.system.tokens
    moments = Array(repeating: SampleMoments(), count: plan.modes.count + 1)
    method = RungeKutta(count: tokens)
    sines = .allocate(capacity: 3 * tokens)
    sines.initialize(repeating: .zero, count: 3 * tokens)
    cosines = sines + tokens
    pulls = cosines + tokens
    start = Array(repeating: .zero, count: tokens)
    scores = Array(repeating: .zero, count: plan.modes.count)
    powers = Array(repeating: .zero, count: plan.highestMode + 1)
  }

  deinit { sines.deallocate() }

  /// The group of samples with this index.
  func run(_ index: Int) {
    for mode in scores.indices { scores[mode] = .zero }
    switch plan.control {
    case .initialAnswer: runPrompts(index)
    case .rotatedSource: runRotations(index)
    }
  }

  /// Eight independent prompts, a sample each.
  private func runPrompts(_ index: Int) {
    let last = plan.system.tokens - 1
    var sources = SIMD8<Int>(repeating: 0)
    for lane in 0..<8 {
      var stream = stream(8 * index + lane)
      for j in 0...last { start[j][lane] = stream.angle() }
      sources[lane] = source(&stream)
    }
    let answer = evolve(muted: nil)
    if plan.source == .all {
      for i in 0..<last {
        score(answer, start[i], 1 / Double(last))
        score(start[last], start[i], -1 / Double(last))
      }
    } else {
      var original = Lanes.zero
      for lane in 0..<8 { original[lane] = start[sources[lane]][lane] }
      score(answer, original, 1)
      score(start[last], original, -1)
    }
    for lane in 0..<8 { record { scores[$0][lane] } }
  }

  /// One prompt with seven rotations of its source, and, in the last lane, without the pull of the source.
  private func runRotations(_ index: Int) {
    let last = plan.system.tokens - 1
    var stream = stream(index)
    for j in 0...last { start[j] = Lanes(repeating: stream.angle()) }
    let muted = source(&stream)
    for lane in 0..<7 { start[muted][lane] += 2 * Double.pi * Double(lane) / 7 }
    let answer = evolve(muted: muted)
    score(answer, start[muted], 1.0 / 7)
    score(Lanes(repeating: answer[7]), start[muted], -1.0 / 7)
    record { mode in (0..<7).reduce(0) { $0 + scores[mode][$1] } }
  }

  private func stream(_ sample: Int) -> RandomStream {
    RandomStream(
      seed: plan.seed, stream: UInt64(sample), domain: UInt32(truncatingIfNeeded: plan.system.tokens))
  }

  /// The 0-based index of the source token.
  private func source(_ stream: inout RandomStream) -> Int {
    if case .token(let token) = plan.source { return token - 1 }
    guard let place = plan.place else { return 0 }
    return place.lower - 1 + (stream.uniform() < place.fraction ? 1 : 0)
  }

  /// Adds weight cos n(answer - source) to the score of every mode n, by the recurrence of the Chebyshev polynomials.
  private func score(_ answer: Lanes, _ source: Lanes, _ weight: Double) {
    var cosine1 = Lanes.zero
    for lane in 0..<8 { cosine1[lane] = cosine(answer[lane] - source[lane]) }
    powers[0] = Lanes(repeating: 1)
    if plan.highestMode >= 1 { powers[1] = cosine1 }
    for n in stride(from: 2, through: plan.highestMode, by: 1) {
      powers[n] = 2 * cosine1 * powers[n - 1] - powers[n - 2]
    }
    for (index, mode) in plan.modes.enumerated() { scores[index] += powers[mode.number] * weight }
  }

  private func record(_ correlation: (Int) -> Double) {
    var combined = 0.0
    for (index, mode) in plan.modes.enumerated() {
      let value = Double(plan.system.tokens) * correlation(index)
      moments[index].add(value)
      combined += mode.weight * value
    }
    moments[plan.modes.count].add(combined)
  }

  /// The last token's angle at the final time, from `start`; the last lane does not feel the token `muted`.
  private func evolve(muted: Int?) -> Lanes {
    let tokens = plan.system.tokens
    for j in 0..<tokens {
      method.state[j] = start[j]
      pulls[j] = Lanes(repeating: plan.relative[j])
    }
    if let muted { pulls[muted][7] = 0 }
    let step = plan.system.time / Double(plan.steps)
    let beta = plan.system.beta
    // exp(beta cos) is the square, `squarings` times over, of a Taylor polynomial on [-1/2, 1/2]: degree 10, error
    // below 2e-11 before squaring.
    var squarings = 0
    var reduced = beta
    while reduced > 0.5 {
      reduced /= 2
      squarings += 1
    }
    plan.inverseTotal.withUnsafeBufferPointer { inverseTotal in
      for _ in 0..<plan.steps {
        method.step(step) { angles, velocity in
          for j in 0..<tokens {
            (sines[j], cosines[j]) = sineAndCosine(angles[j])
          }
          velocity[0] = .zero
          for j in 1..<tokens {
            let (sineJ, cosineJ) = (sines[j], cosines[j])
            var force = Lanes.zero
            for k in 0..<j {
              let sineDifference = sines[k] * cosineJ - cosines[k] * sineJ
              let cosineDifference = cosines[k] * cosineJ + sines[k] * sineJ
              var weight = smallExponential(cosineDifference * reduced)
              for _ in 0..<squarings { weight *= weight }
              force += (weight * sineDifference) * pulls[k]
            }
            velocity[j] = force * (beta * inverseTotal[j])
          }
        }
      }
    }
    return method.state[tokens - 1]
  }

  /// The Taylor polynomial of exp of degree 10.
  @inline(__always)
  private func smallExponential(_ x: Lanes) -> Lanes {
    var sum = Lanes(repeating: 1 / 3_628_800)
    sum = sum * x + 1 / 362_880
    sum = sum * x + 1 / 40_320
    sum = sum * x + 1 / 5_040
    sum = sum * x + 1 / 720
    sum = sum * x + 1 / 120
    sum = sum * x + 1 / 24
    sum = sum * x + 1 / 6
    sum = sum * x + 0.5
    sum = sum * x + 1
    return sum * x + 1
  }

  /// Sine and cosine, to 1e-13 for angles of a few turns: Taylor polynomials at an eighth of the reduced angle, then
  /// three doublings.
  @inline(__always)
  private func sineAndCosine(_ angle: Lanes) -> (Lanes, Lanes) {
    let turns = (angle * (0.5 / Double.pi)).rounded(.toNearestOrEven)
    let x = (angle - turns * (2 * Double.pi)) * 0.125
    let square = x * x
    var sum = Lanes(repeating: -1 / 39_916_800)
    sum = sum * square + 1 / 362_880
    sum = sum * square - 1 / 5_040
    sum = sum * square + 1 / 120
    sum = sum * square - 1 / 6
    var sine = x + x * square * sum
    sum = Lanes(repeating: -1 / 3_628_800)
    sum = sum * square + 1 / 40_320
    sum = sum * square - 1 / 720
    sum = sum * square + 1 / 24
    // 1 - cos, which the doublings keep accurate.
    var complement = square * (0.5 - square * sum)
    for _ in 0..<3 {
      let doubled = 2 * sine * sine
      sine = 2 * sine * (1 - complement)
      complement = doubled
    }
    return (sine, 1 - complement)
  }
}
