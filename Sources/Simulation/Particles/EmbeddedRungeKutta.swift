/// Coefficients of an explicit Runge-Kutta method whose last stage is taken at the new point, and so is the first of the
/// next step; and of the difference to an embedded method of lower order.
struct RungeKuttaTableau: Sendable {
  /// Row s - 1 holds the coefficients of stage s = 1, ..., the last row those of the new point.
  let rows: [[Double]]
  /// The estimate of the local error is h Σ_s error_s k_s.
  let error: [Double]
  /// The estimate is O(h^estimateOrder); the local error one order smaller.
  let estimateOrder: Int

  /// The classical method of order 4. With k_5 at the new point, b + c (e_5 - e_4) has order 3 for every c, as k_4 and k_5
  /// agree in Σ_j a_sj = 1 and Σ_j a_sj c_j = 1/2; c = 1/10.
  static let classical = RungeKuttaTableau(
    rows: [[1.0 / 2], [0, 1.0 / 2], [0, 0, 1], [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]],
    error: [0, 0, 0, -0.1, 0.1], estimateOrder: 4)

  /// Dormand and Prince's pair of orders 5 and 4, "A family of embedded Runge-Kutta formulae", J. Comp. Appl. Math. 6 (1980).
  static let dormandPrince = RungeKuttaTableau(
    rows: [
      [1.0 / 5],
      [3.0 / 40, 9.0 / 40],
      [44.0 / 45, -56.0 / 15, 32.0 / 9],
      [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
      [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
      [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ],
    error: [
      71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40,
    ], estimateOrder: 5)
}

/// An embedded pair for y' = f(y) with its work space. `slopes` at index 0 is f(state).
///
/// Only the task that made it may use it.
final class EmbeddedRungeKutta {
  let count: Int
  let tableau: RungeKuttaTableau
  private(set) var state: UnsafeMutablePointer<Double>
  /// The new point of the last attempt.
  private(set) var trial: UnsafeMutablePointer<Double>
  /// The estimate of its local error.
  let error: UnsafeMutablePointer<Double>
  private var slopes: [UnsafeMutablePointer<Double>]
  private let memory: UnsafeMutablePointer<Double>

  typealias Derivative = (UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void

  init(_ tableau: RungeKuttaTableau, count: Int) {
    (self.tableau, self.count) = (tableau, count)
    let stages = tableau.error.count
    memory = .allocate(capacity: (3 + stages) * count)
    memory.initialize(repeating: 0, count: (3 + stages) * count)
    (state, trial, error) = (memory, memory + count, memory + 2 * count)
    let first = memory + 3 * count
    slopes = (0..<stages).map { first + $0 * count }
  }

  deinit { memory.deallocate() }

  func start(_ derivative: Derivative) { derivative(UnsafePointer(state), slopes[0]) }

  /// f at the start of the step.
  var slope: UnsafePointer<Double> { UnsafePointer(slopes[0]) }

  /// Fills `trial` and `error` for a step of size h. The last call of `derivative` is at `trial`.
  func attempt(_ h: Double, _ derivative: Derivative) {
    for (index, row) in tableau.rows.enumerated() {
      trial.update(from: state, count: count)
      add(row, h, to: trial)
      derivative(UnsafePointer(trial), slopes[index + 1])
    }
    error.update(repeating: 0, count: count)
    add(tableau.error, h, to: error)
  }

  /// Makes the trial the state, and its slope the first; the owner may since have moved it along directions on which f
  /// does not depend.
  func accept() {
    swap(&state, &trial)
    slopes.swapAt(0, slopes.count - 1)
  }

  @inline(__always)
  private func add(_ factors: [Double], _ h: Double, to target: UnsafeMutablePointer<Double>) {
    for (stage, factor) in factors.enumerated() where factor != 0 {
      let (scale, slope) = (h * factor, slopes[stage])
      for i in 0..<count { target[i] += scale * slope[i] }
    }
  }
}
