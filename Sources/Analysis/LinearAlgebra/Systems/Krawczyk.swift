/// A map F: R^n -> R^n with parameters, written once and read as numbers, balls and their derivatives.
public protocol VectorFunction: Sendable {
  /// n.
  var dimension: Int { get }
  /// F(x; p), n values, without branches on values.
  func callAsFunction<T: MatrixScalar & Analytic>(_ x: [T], _ p: [T]) -> [T]
}

/// Proves that a system F(x) = 0 has a solution near a start, exactly one in a box, and encloses it.
///
/// **Theorem** (Krawczyk; S. M. Rump's inflation chooses the box). Let F be C^1 on the box X, J an enclosure
/// of its Jacobian over X, y in X and C any matrix, and K = y - C F(y) + (I - C J)(X - y). If K lies in the
/// interior of X, then F has exactly one zero in X, it lies in K, and J holds regular matrices only. *Proof:*
/// for x in X the mean value theorem gives x - C F(x) in K, row by row, so g(x) = x - C F(x) maps X into
/// itself and has a fixed point in K (Brouwer). With the half widths d of X, |I - C J'| d < d for every J' in
/// J, since the width of K is below that of X; so I - C J' is a contraction in the norm max |v_i|/d_i and C
/// and J' are regular: fixed points are zeros, and two of them would be moved closer by a contraction. ∎
///
/// Doubles and midpoints only choose y, C and X. When parameters are wide balls the theorem holds for each of
/// their members, and the box holds the zeros of all.
public struct Krawczyk<F: VectorFunction>: Sendable {
  public let function: F
  public let parameters: [Ball]
  /// Newton steps in rounded arithmetic that improve the start.
  public var maximumApproximateSteps = 60
  /// Attempts to prove a box, each inflated from the last.
  public var maximumInflations = 20
  /// Steps that narrow the proved box.
  public var maximumRefinements = 40

  public init(_ function: F, parameters: [Ball] = []) {
    (self.function, self.parameters) = (function, parameters)
  }

  /// A proved zero.
  public struct Zero: Sendable {
    /// The enclosure of the zero.
    public let point: [Ball]
    /// The box in which it is the only zero.
    public let uniqueIn: [Ball]
    /// The Jacobian over `point`.
    public let jacobian: Matrix<Ball>
  }

  public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The floating iteration left the domain or met a singular Jacobian.
    case noConvergence(step: Int)
    /// No box around the approximate zero satisfied the theorem: a degenerate zero, wide parameters or too
    /// few bits.
    case notProved(bits: Int)
    case budgetExhausted

    public var description: String {
      switch self {
      case .noConvergence(let step): "Newton's iteration from the start given failed at step \(step)"
      case .notProved(let bits): "no box around the approximate zero could be certified at \(bits) bits"
      case .budgetExhausted: "budget exhausted"
      }
    }
  }

  /// Proves and encloses the zero that Newton's method finds from `start`, at the working precision.
  public func solve(near start: [Double]) -> Result<Zero, Failure> {
    solve(from: start.map { Ball(exactly: $0) })
  }

  /// The same from the midpoints of `start`.
  public func solve(from start: [Ball]) -> Result<Zero, Failure> {
    precondition(start.count == function.dimension, "size of the start")
    let bits = Precision.bits
    let work = bits + 24
    return quietly {
      withPrecision(work) {
        let first = start.map { $0.center.rounded(to: work).center }
        if function.dimension == 0 {
          return .success(Zero(point: [], uniqueIn: [], jacobian: .zero(0, 0)))
        }
        return approximate(first, work).flatMap { prove($0, work, bits) }
      }
    }
  }

  /// F over a box.
  func value(_ x: [Ball]) -> Matrix<Ball> { Matrix(column: function(x, parameters)) }

  /// The Jacobian over a box: column j from the jets with one variable, x_j.
  public func jacobian(_ x: [Ball]) -> Matrix<Ball> {
    let n = function.dimension
    let p = parameters.map { Jet(constant: $0) }
    var columns: [[Ball]] = []
    for j in 0..<n {
      let jets = x.indices.map { $0 == j ? Jet(variable: x[$0], order: 1) : Jet(constant: x[$0]) }
      columns.append(function(jets, p).map { $0.isConstant ? Ball(0) : $0.coefficient(1) })
    }
    return Matrix(rows: n, columns: n) { columns[$1][$0] }
  }

  private func approximate(_ start: [Ball], _ work: Int) -> Result<[Ball], Failure> {
    var x = start
    var last = Magnitude.infinity
    for step in 0..<maximumApproximateSteps {
      if Budget.isExhausted { return .failure(.budgetExhausted) }
      let move = jacobian(x).center.solve(value(x).center).center
      guard move.isFinite else { return .failure(.noConvergence(step: step)) }
      x = zip(x, move.entries).map { ($0 - $1).rounded(to: work).center }
      let size = move.largestMagnitude
      let scale = Matrix(column: x).largestMagnitude
      let small = size <= scale.scaled(by: 8 - work) || size.isZero
      // At the end rounding keeps the steps from shrinking.
      if small || (size <= scale.scaled(by: -work / 2) && last <= size) { return .success(x) }
      last = size
    }
    return .success(x)
  }

  private func prove(_ y: [Ball], _ work: Int, _ bits: Int) -> Result<Zero, Failure> {
    let n = function.dimension
    guard let inverse = ApproximateInverse.inverse(jacobian(y), bits: 64) else {
      return .failure(.noConvergence(step: maximumApproximateSteps))
    }
    let newton = inverse * value(y)
    guard newton.isFinite else { return .failure(.notProved(bits: work)) }
    /// K for the box X.
    func image(_ box: [Ball]) -> [Ball] {
      let defect = Matrix.identity(n, bits: work) - inverse * jacobian(box)
      let offset = Matrix(column: zip(box, y).map { $0 - $1 })
      let k = defect * offset - newton
      return zip(y, k.entries).map { $0 + $1 }
    }
    var box = zip(y, newton.entries).map { Ball(center: $0, radius: $1.magnitude) }
    for _ in 0..<maximumInflations {
      if Budget.isExhausted { return .failure(.budgetExhausted) }
      let inflated = box.map { x -> Ball in
        let least = Magnitude.max2(x.magnitude, .power2(-2 * work)).scaled(by: 8 - work)
        return Ball(center: x, radius: x.radius.scaled(by: -2) + least)
      }
      let result = image(inflated)
      guard result.allSatisfy(\.isFinite) else { return .failure(.notProved(bits: work)) }
      if zip(inflated, result).allSatisfy({ $0.isInInterior($1) }) {
        return .success(narrow(result, around: y, unique: widest(y, inflated, image, bits), image, bits))
      }
      box = zip(box, result).map { Ball.hull($0, $1) }
    }
    return .failure(.notProved(bits: work))
  }

  /// The largest of a few boxes around y that satisfies the theorem too: its only zero is the one of the
  /// proved box, which lies inside.
  private func widest(_ y: [Ball], _ proved: [Ball], _ image: ([Ball]) -> [Ball], _ bits: Int) -> [Ball] {
    for power in [3, 6, 12, 24, bits / 2] {
      if Budget.isExhausted { break }
      let box = y.map { Ball(center: $0, radius: (Magnitude(1) + $0.magnitude).scaled(by: -power)) }
      let result = image(box)
      if zip(box, result).allSatisfy({ $0.isInInterior($1) }),
        zip(box, proved).allSatisfy({ $0.contains($1) })
      {
        return box
      }
    }
    return proved
  }

  /// K of a box with y that holds the zero holds it again.
  private func narrow(
    _ box: [Ball], around y: [Ball], unique: [Ball], _ image: ([Ball]) -> [Ball], _ bits: Int
  ) -> Zero {
    var box = box
    for _ in 0..<maximumRefinements {
      if Budget.isExhausted { break }
      let next = zip(box, image(zip(box, y).map { Ball.hull($0, $1) })).map {
        Ball.intersection($0, $1) ?? $0
      }
      let (old, new) = (
        box.reduce(.zero) { Magnitude.max2($0, $1.radius) },
        next.reduce(.zero) { Magnitude.max2($0, $1.radius) }
      )
      box = next
      if old.scaled(by: -1) <= new { break }
    }
    let point = box.map { $0.rounded(to: bits) }
    return Zero(point: point, uniqueIn: unique, jacobian: jacobian(box).rounded(to: bits))
  }
}

extension Ball {
  /// Every element of `other` lies in the interior of `self`.
  func isInInterior(_ other: Ball) -> Bool {
    isFinite && other.isFinite && lowerEdgeInside.isBelow(other) && other.isBelow(upperEdgeInside)
  }

  /// Ends rounded inwards enough to be certain: elements of the ball.
  private var lowerEdgeInside: Ball { center - Ball(center: Ball(0, bits: 64), radius: radius).upperEdge }
  private var upperEdgeInside: Ball { center + Ball(center: Ball(0, bits: 64), radius: radius).upperEdge }
}
