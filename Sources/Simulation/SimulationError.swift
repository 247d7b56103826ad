/// Why a simulation gave no number.
public enum SimulationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A parameter is outside the engine's domain.
  case invalidParameter(name: String, requirement: String)
  /// The caller's `stop` closure returned true.
  case stopped

  public var description: String {
    switch self {
    case .invalidParameter(let name, let requirement): "\(name): must be \(requirement)"
    case .stopped: "stopped before the simulation ended"
    }
  }
}

/// A closure that an engine polls; once it returns true the engine throws `SimulationError.stopped`.
public typealias StopCondition = @Sendable () -> Bool

func require(_ condition: Bool, _ name: String, _ requirement: String) throws {
  guard condition else { throw SimulationError.invalidParameter(name: name, requirement: requirement) }
}

func checkStop(_ stop: StopCondition?) throws {
  if let stop, stop() { throw SimulationError.stopped }
}
