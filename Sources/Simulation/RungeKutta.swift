/// What a component of a state vector must be able to do: one real, or several reals in SIMD lanes.
protocol StateComponent: Sendable {
  static var zeroState: Self { get }
  /// `self + factor * direction`.
  func adding(_ factor: Double, _ direction: Self) -> Self
}

extension Double: StateComponent {
  static var zeroState: Double { 0 }

  @inline(__always) func adding(_ factor: Double, _ direction: Double) -> Double { self + factor * direction }
}

extension SIMD8<Double>: StateComponent {
  static var zeroState: SIMD8<Double> { SIMD8(repeating: 0) }

  @inline(__always) func adding(_ factor: Double, _ direction: SIMD8<Double>) -> SIMD8<Double> {
    self + direction * factor
  }
}

/// The classical fourth-order Runge-Kutta method for an autonomous system y' = f(y), with its work space: one
/// allocation for a whole simulation.
///
/// Only the task that made it may use it.
final class RungeKutta<Component: StateComponent> {
  let count: Int
  /// The state, read and written by the owner between steps.
  let state: UnsafeMutablePointer<Component>
  private let stage: UnsafeMutablePointer<Component>
  private let total: UnsafeMutablePointer<Component>
  private let slope: UnsafeMutablePointer<Component>

  init(count: Int) {
    self.count = count
    state = .allocate(capacity: 4 * count)
    state.initialize(repeating: .zeroState, count: 4 * count)
    stage = state + count
    total = stage + count
    slope = total + count
  }

  deinit { state.deallocate() }

  /// One step of size `h`; `derivative(y, dy)` writes f(y) to dy.
  @inline(__always)
  func step(
    _ h: Double,
    _ derivative: (UnsafePointer<Component>, UnsafeMutablePointer<Component>) -> Void
  ) {
    derivative(UnsafePointer(state), slope)
    for i in 0..<count {
      total[i] = state[i].adding(h / 6, slope[i])
      stage[i] = state[i].adding(h / 2, slope[i])
    }
    derivative(UnsafePointer(stage), slope)
    for i in 0..<count {
      total[i] = total[i].adding(h / 3, slope[i])
      stage[i] = state[i].adding(h / 2, slope[i])
    }
    derivative(UnsafePointer(stage), slope)
    for i in 0..<count {
      total[i] = total[i].adding(h / 3, slope[i])
      stage[i] = state[i].adding(h, slope[i])
    }
    derivative(UnsafePointer(stage), slope)
    for i in 0..<count { state[i] = total[i].adding(h / 6, slope[i]) }
  }

  /// The state as an array.
  var values: [Component] { Array(UnsafeBufferPointer(start: state, count: count)) }
}
