/// How the time of a particle system advances.
public enum StepMethod: Sendable, Equatable {
  /// The classical Runge-Kutta method of order 4 in equal steps; 4 fields a step.
  case fixed(steps: Int)
  /// Dormand and Prince's pair 5(4), 6 fields a step, with steps such that the estimated local error of every token stays
  /// below the tolerance (at least 1e-13). Being explicit, it takes about rate t/3 steps at least.
  case adaptive(tolerance: Double, maxSteps: Int = 1_000_000)
}

/// What happened along a run.
public struct ParticleRun: Sendable, Equatable {
  public enum Status: String, Sendable {
    case finished
    /// The observer ended it.
    case observed
    /// `maxSteps` were not enough.
    case stepLimit
    /// No step was small enough: the tolerance cannot be met in Double.
    case stalled
  }

  /// A check that failed: the amount was above what rounding and the local error explain.
  public struct Violation: Sendable, Equatable {
    public enum Kind: String, Sendable {
      /// The energy decreased.
      case energy
      /// |x_i| moved away from 1 before the projection.
      case norm
    }

    public var kind: Kind
    public var time: Double
    public var amount: Double
    public var allowed: Double
  }

  public var status: Status
  /// The time reached.
  public var time: Double
  /// Coordinates row by row, or angles.
  public var state: [Double]
  public var steps = 0
  public var rejected = 0
  /// Evaluations of the attention field.
  public var fields = 0
  /// The energy (1/(2 beta)) ∬ e^{beta <x, V y>} dμ dμ over e^{|beta| |V|}, at the start and at the end; at beta = 0
  /// (1/2) ∬ <x, V y> dμ dμ.
  public var scaledEnergy: (start: Double, end: Double) = (0, 0)
  /// The largest ||x_i| - 1| before a projection.
  public var largestNormDrift = 0.0
  /// The largest estimate of a token's local error in a step.
  public var largestLocalError = 0.0
  /// The first failure of each kind; none in a sound run.
  public var violations: [Violation] = []

  public static func == (a: ParticleRun, b: ParticleRun) -> Bool {
    a.status == b.status && a.time == b.time && a.state == b.state && a.steps == b.steps
      && a.rejected == b.rejected && a.fields == b.fields && a.scaledEnergy == b.scaledEnergy
      && a.largestNormDrift == b.largestNormDrift && a.largestLocalError == b.largestLocalError
      && a.violations == b.violations
  }

  mutating func note(_ kind: Violation.Kind, time: Double, amount: Double, allowed: Double) {
    // Written so that NaN is a violation.
    if amount <= allowed || violations.contains(where: { $0.kind == kind }) { return }
    violations.append(Violation(kind: kind, time: time, amount: amount, allowed: allowed))
  }
}
