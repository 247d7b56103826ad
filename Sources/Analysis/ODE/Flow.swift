/// An integration made ready: the tape of a right-hand side, and its data.
struct Flow {
  let tape: Tape
  let options: TaylorOptions
  /// Initial values of the components, and of the parameters that are followed as components.
  let initial: [Ball]
  /// How many of them are components.
  let dimension: Int
  let parameters: [Ball]
  /// The precision asked for, and that of the work.
  let wanted: Int
  let bits: Int
  /// What is wrong with the data.
  let problem: String?

  init<F: VectorField>(_ field: F, parameters: [Ball], options: TaylorOptions, initial: [Ball]) {
    self.options = options
    self.parameters = parameters
    dimension = field.dimension
    wanted = Precision.bits
    bits = Precision.clamped(wanted + max(0, options.guardBits))
    // A parameter that is known to half of the bits or less varies notably.
    let threshold = bits / 2
    let varying = parameters.indices.filter {
      parameters[$0].isFinite && parameters[$0].accuracyBits < threshold
    }
    let count = field.dimension
    let numbers = parameters.indices.map { i -> RecordedNumber in
      if let k = varying.firstIndex(of: i) { return .input(count + k + 1) }
      // Zeros and units simplify the tape.
      for n in [0, 1, -1] where parameters[i].isExact && (parameters[i] - Ball(n)).isZero {
        return RecordedNumber(n)
      }
      return .parameter(i)
    }
    self.initial = initial + varying.map { parameters[$0] }
    guard initial.count == count, count > 0 else {
      problem = "\(initial.count) initial values for \(count) components"
      tape = Tape(dimension: 0, outputs: [])
      return
    }
    let slopes = field.derivative(.input(0), (0..<count).map { .input($0 + 1) }, numbers)
    guard slopes.count == count else {
      problem = "a right-hand side of \(slopes.count) components instead of \(count)"
      tape = Tape(dimension: 0, outputs: [])
      return
    }
    problem =
      self.initial.allSatisfy(\.isFinite) ? nil : "initial values that are not finite"
    tape = Tape(
      dimension: count + varying.count, outputs: slopes + varying.map { _ in RecordedNumber(0) })
  }

  func solve(from t0: Ball, to t1: Ball, until stop: ((any FlowPiece, FlowState) -> Bool)?) -> Trajectory {
    if bits <= SmallBall.bits {
      // Small balls have 128 bits anyway; literals too.
      return withPrecision(SmallBall.bits) { FlowRun<SmallBall>(self, from: t0, to: t1, until: stop).run() }
    }
    return withPrecision(bits) { FlowRun<Ball>(self, from: t0, to: t1, until: stop).run() }
  }

  /// The initial data as the only thing that is known.
  func stuck(at t0: Ball, _ stop: Trajectory.Stop) -> Trajectory {
    Trajectory(
      end: Array(initial.prefix(dimension)), reached: t0, status: .stopped(stop), steps: 0, start: t0,
      initial: Array(initial.prefix(dimension)), pieces: [])
  }
}
