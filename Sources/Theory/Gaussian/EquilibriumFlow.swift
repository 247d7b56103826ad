import VlasovAnalysis

/// Where the flow from diag(1, ..., 1, 0, ..., 0) of rank r settles, in floating point: it proposes, and proves nothing.
///
/// At full rank the unknown is Σ. Below, the factor R of Σ = R R^T first moves by R' = WR + VR(R^T A R), which keeps the rank, until
/// Σ is nearly at rest (R itself may go on turning, which costs Σ its last digits); then the flow goes on in the chart
/// [I; Y] S [I; Y]^T of `EquilibriumSystem`, with f = C S' C^T + ...: S' = f_11 and Y' S + Y S' = f_21.
struct EquilibriumFlow {
  let w: Matrix<Double>
  let v: Matrix<Double>
  let a: Matrix<Double>
  let rank: Int
  var maximumSteps = 60_000

  enum Outcome {
    /// S and Y, and the rows of Σ in the order of the chart.
    case settled(s: Matrix<Double>, y: Matrix<Double>, order: [Int])
    /// Why there is none.
    case none(String)
  }

  private var size: Int { w.rows }

  private static func norm(_ x: Matrix<Double>) -> Double {
    x.entries.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  func run() throws -> Outcome {
    if Self.norm(w) == 0 && Self.norm(v) * Self.norm(a) == 0 {
      return .none("the flow does not move: every matrix is an equilibrium")
    }
    if rank == size { return try chartFlow(.identity(size), .zero(0, size), Array(0..<size)) }
    var r = Matrix<Double>(rows: size, columns: rank) { $0 == $1 ? 1 : 0 }
    let why = try follow(
      &r, step: 0.2, rest: 1e-4, covariance: { $0 * $0.transpose },
      speed: { r in w * r + v * (r * (r.transpose * a * r)) },
      derivative: { r, speed in speed * r.transpose + r * speed.transpose })
    if let why { return .none(why) }
    let order = Self.rowOrder(r)
    let rows = order.map { r.row($0) }
    let top = Matrix(Array(rows[..<rank]))
    let low = Matrix(rows: size - rank, columns: rank, rows[rank...].flatMap { $0 })
    // Y = R_2 R_1^-1, S = R_1 R_1^T
    let y = top.transpose.solve(low.transpose).transpose
    return try chartFlow(top * top.transpose, y, order)
  }

  private func chartFlow(_ s: Matrix<Double>, _ y: Matrix<Double>, _ order: [Int]) throws -> Outcome {
    let (d, r) = (size, rank)
    func moved(_ m: Matrix<Double>) -> [Double] { order.flatMap { i in order.map { m[i, $0] } } }
    let parameters = moved(w) + moved(v) + moved(a)
    let system = EquilibriumSystem(size: d, rank: r)
    /// S and Y, one above the other.
    func parts(_ x: Matrix<Double>) -> (Matrix<Double>, Matrix<Double>) {
      (x.block(0..<r, 0..<r), x.block(r..<d, 0..<r))
    }
    func blocks(_ x: Matrix<Double>) -> (Matrix<Double>, Matrix<Double>) {
      let (s, y) = parts(x)
      let f = system(system.unknowns(s, y), parameters)
      let first = r * (r + 1) / 2
      let (top, _) = system.chart(f)
      return (top, Matrix(rows: d - r, columns: r, Array(f[first...])))
    }
    var x = Matrix(rows: d, columns: r, s.entries + y.entries)
    let why = try follow(
      &x, step: 0.5, rest: 1e-13,
      covariance: { x in
        let (s, y) = parts(x)
        let c = Matrix(rows: d, columns: r, Matrix<Double>.identity(r).entries + y.entries)
        return c * s * c.transpose
      },
      speed: { x in
        let (s, y) = parts(x)
        let (f1, f2) = blocks(x)
        let turn = s.transpose.solve((f2 - y * f1).transpose).transpose
        return Matrix(rows: d, columns: r, f1.entries + turn.entries)
      },
      derivative: { x, _ in
        let (f1, f2) = blocks(x)
        return Matrix(rows: d, columns: r, f1.entries + f2.entries)
      })
    if let why { return .none(why) }
    let (end, low) = parts(x)
    return .settled(s: end, y: low, order: order)
  }

  /// Runge-Kutta with steps of `step` over a bound of the derivative, until that of Σ is at rest, relatively. Why not, or nil.
  private func follow(
    _ x: inout Matrix<Double>, step: Double, rest: Double, covariance: (Matrix<Double>) -> Matrix<Double>,
    speed: (Matrix<Double>) -> Matrix<Double>, derivative: (Matrix<Double>, Matrix<Double>) -> Matrix<Double>
  ) throws -> String? {
    let (nw, nva) = (Self.norm(w), Self.norm(v) * Self.norm(a))
    for count in 0..<maximumSteps {
      if count % 64 == 0 { try Budget.check() }
      let sigma = Self.norm(covariance(x))
      guard sigma < 1e12 else { return "the flow from the start grows beyond 1e12" }
      guard sigma > 1e-12 else { return "the flow from the start tends to 0" }
      let rate = 2 * nw + 4 * nva * sigma
      let k1 = speed(x)
      if Self.norm(derivative(x, k1)) <= rest * rate * sigma { return nil }
      let h = step / rate
      let k2 = speed(x + k1.scaled(by: h / 2))
      let k3 = speed(x + k2.scaled(by: h / 2))
      let k4 = speed(x + k3.scaled(by: h))
      x = x + (k1 + k4 + (k2 + k3).scaled(by: 2)).scaled(by: h / 6)
    }
    return "the flow from the start did not settle within \(maximumSteps) steps"
  }

  /// The rows, with r independent ones first: each time the one farthest from the span of those before.
  private static func rowOrder(_ factor: Matrix<Double>) -> [Int] {
    func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    var rest = (0..<factor.rows).map { factor.row($0) }
    var order: [Int] = []
    for _ in 0..<factor.columns {
      let free = rest.indices.filter { !order.contains($0) }
      guard let best = free.max(by: { dot(rest[$0], rest[$0]) < dot(rest[$1], rest[$1]) }) else { break }
      order.append(best)
      let axis = rest[best]
      let square = dot(axis, axis)
      if square == 0 { break }
      for i in free {
        let share = dot(rest[i], axis) / square
        rest[i] = zip(rest[i], axis).map { $0 - share * $1 }
      }
    }
    return order + (0..<factor.rows).filter { !order.contains($0) }
  }
}
