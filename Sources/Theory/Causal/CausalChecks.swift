import VlasovSimulation
import VlasovSymbols

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
