import VlasovSimulation
import VlasovSymbols

extension CrossCheck.Context {
  /// Simulated numbers of several sizes against the value under test, which is computed first: parameters that it
  /// refuses are not simulated.
  func confront(law: ErrorLaw, _ observations: () throws -> [SizedObservation]) throws -> CrossCheckReport {
    let closed = try certified()
    return try Confrontation.compare(observations(), with: closed, law: law)
  }

  /// A Monte Carlo mean against the value under test, up to a bias relative to it.
  func confront(relativeBias: Double = 0, _ estimate: () throws -> SampleEstimate) throws -> CrossCheckReport
  {
    let closed = try certified()
    return try Confrontation.compare(estimate(), with: closed, bias: relativeBias * abs(closed.value))
  }

  /// The value under test as a simulation sees it: a Double.
  func certified() throws -> CertifiedValue {
    let value = try closedForm([:])
    guard abs(value) < 1e250 else {
      throw InputError("the value is too large for a simulation in floating point")
    }
    return CertifiedValue(value: value, halfWidth: abs(value) * 0x1p-52)
  }

  /// An integer parameter of moderate size.
  func integer(_ name: String) throws -> Int {
    guard let n = parameters.integer(name), n < 1 << 40 else {
      throw InputError(parameter: name, value: nil, "\(name) is too large for a simulation")
    }
    return n
  }

  /// The end of the time budget, for engines that run on threads of their own.
  var stop: StopCondition {
    let budget = Budget.current
    return { budget.isExhausted }
  }
}

/// Measurements on the particle engine of the circle, with frozen tokens.
enum CausalProbe {
  /// The angle of one token that starts at `angle` among frozen tokens, after a short time.
  static func displaced(
    _ beta: Double, from angle: Double, by frozen: [CausalCircle.Frozen], time: Double
  ) throws -> Double {
    let model = CausalCircle(beta: beta, frozen: frozen)
    return try model.run(initial: [angle], time: time, steps: 4)[0]
  }

  /// The pair force at distance `angle`: the speed of a token under a frozen one of weight 1/size, over a time
  /// 1/size. The weight enters the normalisation and the token moves while it is timed: error O(1/size).
  static func force(_ beta: Double, _ angle: Double, size: Double) throws -> Double {
    let pull = CausalCircle.Frozen(angle: angle, weight: 1 / size)
    return try displaced(beta, from: 0, by: [pull], time: 1 / size) * size * size
  }

  /// The weight a at which a token held by a frozen one of weight 1 at distance `near` starts to move towards a
  /// frozen one of weight a at distance `far`, on the other side. At this a it rests: no truncation error.
  static func criticalForceWeight(_ beta: Double, near: Double, far: Double) throws -> Double {
    try criticalWeight { weight in
      let frozen = [
        CausalCircle.Frozen(angle: -near), CausalCircle.Frozen(angle: far, weight: weight),
      ]
      return try displaced(beta, from: 0, by: frozen, time: 1) > 0
    }
  }

  /// The weight a at which a token midway between two frozen ones of weight 1/2 at distance `near`, and two of
  /// weight a/2 at distance `far`, loses its stability, seen at a distance `offset`: error O(offset²).
  static func criticalSlopeWeight(_ beta: Double, near: Double, far: Double, offset: Double) throws -> Double
  {
    try criticalWeight { weight in
      let frozen = [-1.0, 1].flatMap { side in
        [
          CausalCircle.Frozen(angle: side * near, weight: 0.5),
          CausalCircle.Frozen(angle: side * far, weight: weight / 2),
        ]
      }
      return try displaced(beta, from: offset, by: frozen, time: 1) > offset
    }
  }

  /// The weight, between e^-100 and e^600, from which on `leaves` is true.
  private static func criticalWeight(_ leaves: (Double) throws -> Bool) rethrows -> Double {
    var (low, high) = (-100.0, 600.0)
    for _ in 0..<70 {
      let middle = (low + high) / 2
      if try leaves(Double.exp(middle)) { high = middle } else { low = middle }
    }
    return Double.exp((low + high) / 2)
  }
}
