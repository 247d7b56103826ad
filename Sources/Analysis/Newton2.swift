/// Newton's method for two equations in two unknowns: proves and encloses a regular zero near a start.
///
/// **Theorem** (Krawczyk; Rump's inflation chooses the box). Let F be C^1 on the box X, J an enclosure of
/// its Jacobian over X, y in X and C any regular 2x2 matrix, and K(X) = y - C F(y) + (I - C J)(X - y). If
/// K(X) lies in the interior of X then F has exactly one zero in X, it lies in K(X), and F's Jacobian is
/// regular there. Every zero of F in X lies in K(X) anyway.
///
/// *Proof.* g(x) = x - C F(x) maps X into K(X) by the mean value theorem row by row, so a zero x = g(x)
/// lies in K(X), and Brouwer's theorem gives a fixed point of g in X when K(X) is part of X. If K(X) is in
/// the interior of X, then |I - C J'| d < d for the half widths d of X and every J' in J (the centre of
/// K(X) cannot undo the excess of its width over that of X), so I - C J' is a contraction in the norm max
/// |v_i|/d_i, and C and J' are regular: every fixed point is a zero, and x - x' = (I - C J')(x - x') for
/// two zeros leaves x = x'. ∎
///
/// Doubles only choose y and C. If F carries a range of parameters the theorem holds for each of them, and
/// the box contains the zeros for all.
public struct Newton2: Sendable, Hashable {
  /// Floating steps that improve the start before the proof is tried.
  public var maximumApproximateSteps = 60
  /// Tries of the proof, each on a box made of the last try's result and inflated.
  public var maximumInflations = 30
  /// Steps that narrow the proved box.
  public var maximumRefinements = 100
  public var guardBits = 16

  public init() {}

  /// A function of two variables, as a map of balls.
  public typealias Map = (Ball, Ball) -> (Ball, Ball)
  /// The rows of the Jacobian: ((∂F1/∂x, ∂F1/∂y), (∂F2/∂x, ∂F2/∂y)).
  public typealias Jacobian = (Ball, Ball) -> ((Ball, Ball), (Ball, Ball))

  /// A box that holds exactly one zero, which is regular.
  public struct Zero: Sendable {
    public let x: Ball
    public let y: Ball
    /// The larger box in which the zero is proved to be unique.
    public let uniqueIn: (x: Ball, y: Ball)
  }

  public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The floating iteration left the domain, met a singular Jacobian or did not settle.
    case noConvergence
    /// No box around the approximate zero satisfied the theorem: the zero may be degenerate, the parameters
    /// too wide, or the precision too low.
    case notProved
    case budgetExhausted

    public var description: String {
      switch self {
      case .noConvergence: "Newton's iteration did not converge from the start given"
      case .notProved: "no box around the approximate zero could be certified"
      case .budgetExhausted: "budget exhausted"
      }
    }
  }

  /// Proves and encloses the zero that Newton's method finds from `start`.
  ///
  /// - Parameters:
  ///   - map, jacobian: interval extensions of F and of its derivative, evaluated at the precision in force.
  ///   - start: an approximate zero.
  ///   - bits: the relative accuracy wanted of both coordinates; the current `Precision.bits` when nil.
  public func solve(
    _ map: Map, jacobian: Jacobian, start: (x: Double, y: Double), bits: Int? = nil
  ) -> Result<Zero, Failure> {
    quietly {
      certify(map, jacobian, start, Precision.clamped(bits ?? Precision.bits))
    }
  }
}

extension Newton2 {
  fileprivate struct Point {
    var x: Ball
    var y: Ball

    var isFinite: Bool { x.isFinite && y.isFinite }
  }

  /// A 2x2 matrix of exact balls, for the preconditioner.
  fileprivate struct Matrix {
    var a: Ball, b: Ball, c: Ball, d: Ball

    /// The midpoint inverse, rounded: any regular matrix is sound.
    init?(invertingMidpointsOf j: ((Ball, Ball), (Ball, Ball))) {
      let (p, q, r, s) = (j.0.0.center, j.0.1.center, j.1.0.center, j.1.1.center)
      let determinant = (p * s - q * r).center
      guard determinant.isFinite, !determinant.isZero else { return nil }
      a = (s / determinant).center
      b = (-q / determinant).center
      c = (-r / determinant).center
      d = (p / determinant).center
      guard a.isFinite, b.isFinite, c.isFinite, d.isFinite else { return nil }
    }

    func times(_ v: (Ball, Ball)) -> (Ball, Ball) { (a * v.0 + b * v.1, c * v.0 + d * v.1) }
  }

  private func certify(
    _ map: Map, _ jacobian: Jacobian, _ start: (x: Double, y: Double), _ bits: Int
  ) -> Result<Zero, Failure> {
    let working = bits + guardBits
    let first = Swift.min(working, 128)
    var point = Point(x: Ball(exactly: start.x), y: Ball(exactly: start.y))
    var fallback = Failure.notProved
    // A proof at low precision suffices, except for zeros that only more precision separates.
    for p in first < working ? [first, working] : [working] {
      let attempt = withPrecision(p) { () -> Result<Zero, Failure> in
        guard let better = approximate(map, jacobian, point) else { return .failure(.noConvergence) }
        point = better
        return prove(map, jacobian, point)
      }
      switch attempt {
      case .success(let box): return .success(narrow(map, jacobian, box, bits: bits))
      case .failure(let failure): fallback = failure
      }
      if Budget.isExhausted { return .failure(.budgetExhausted) }
    }
    return .failure(fallback)
  }

  /// Newton's method on midpoints at the precision in force; nil when it does not settle.
  private func approximate(_ map: Map, _ jacobian: Jacobian, _ start: Point) -> Point? {
    let p = Precision.bits
    var z = Point(x: start.x.rounded(to: p).center, y: start.y.rounded(to: p).center)
    var last = Magnitude.infinity
    for _ in 0..<maximumApproximateSteps {
      if Budget.isExhausted || !z.isFinite { return nil }
      guard let inverse = Matrix(invertingMidpointsOf: jacobian(z.x, z.y)) else { return nil }
      let step = inverse.times(map(z.x, z.y))
      let next = Point(x: (z.x - step.0).center, y: (z.y - step.1).center)
      guard next.isFinite else { return nil }
      let size = step.0.center.magnitude + step.1.center.magnitude
      let scale = next.x.magnitude + next.y.magnitude + .power2(-p)
      z = next
      // Settled: a tiny step, or a small one that rounding or parameters keep from shrinking further.
      if size <= scale.scaled(by: -p + 8) || size <= scale.scaled(by: -20) && last <= size.scaled(by: 1) {
        return z
      }
      last = size
    }
    return nil
  }

  /// One Krawczyk step around `y`; nil when something is undefined.
  private func krawczyk(_ map: Map, _ jacobian: Jacobian, _ box: Point, around y: Point) -> Point? {
    let j = jacobian(box.x, box.y)
    guard let c = Matrix(invertingMidpointsOf: j) else { return nil }
    let step = c.times(map(y.x, y.y))
    let (dx, dy) = (box.x - y.x, box.y - y.y)
    // I - C J, entry by entry.
    let e11 = 1 - (c.a * j.0.0 + c.b * j.1.0)
    let e12 = -(c.a * j.0.1 + c.b * j.1.1)
    let e21 = -(c.c * j.0.0 + c.d * j.1.0)
    let e22 = 1 - (c.c * j.0.1 + c.d * j.1.1)
    let image = Point(x: y.x - step.0 + (e11 * dx + e12 * dy), y: y.y - step.1 + (e21 * dx + e22 * dy))
    return image.isFinite ? image : nil
  }

  private func prove(_ map: Map, _ jacobian: Jacobian, _ start: Point) -> Result<Zero, Failure> {
    let p = Precision.bits
    let tiny = (start.x.magnitude + start.y.magnitude).scaled(by: -p + 4) + .power2(-4 * p)
    var box = start
    for k in 0..<maximumInflations {
      if Budget.isExhausted { return .failure(.budgetExhausted) }
      // Inflate by a quarter and a little; after a while faster, for wide parameters.
      let factor = k < 8 ? -2 : 0
      box = Point(
        x: Ball(center: box.x, radius: box.x.radius.scaled(by: factor) + tiny),
        y: Ball(center: box.y, radius: box.y.radius.scaled(by: factor) + tiny))
      let y = Point(x: box.x.center, y: box.y.center)
      guard let image = krawczyk(map, jacobian, box, around: y) else { return .failure(.notProved) }
      if box.x.containsStrictly(image.x), box.y.containsStrictly(image.y) {
        return .success(Zero(x: image.x, y: image.y, uniqueIn: (box.x, box.y)))
      }
      box = image
    }
    return .failure(.notProved)
  }

  /// Narrows a proved box: every zero in it lies in its Krawczyk image too.
  private func narrow(_ map: Map, _ jacobian: Jacobian, _ zero: Zero, bits: Int) -> Zero {
    let full = bits + guardBits
    var box = Point(x: zero.x, y: zero.y)
    var floor = 64
    // Below these widths a coordinate that is 0 or nearly 0 is accurate enough in the absolute sense.
    let smallest = (x: zero.x.radius.scaled(by: -2 * bits), y: zero.y.radius.scaled(by: -2 * bits))
    for _ in 0..<maximumRefinements {
      if Budget.isExhausted { break }
      let done = (x: box.x.radius <= smallest.x, y: box.y.radius <= smallest.y)
      let accuracy = Swift.min(
        done.x ? bits : box.x.accuracyBits, done.y ? bits : box.y.accuracyBits)
      if accuracy >= bits { break }
      let p = Swift.min(full, Swift.max(floor, 2 * Swift.min(accuracy, bits) + guardBits + 16))
      let before = box
      withPrecision(p) {
        let wide = Point(x: box.x.rounded(to: p), y: box.y.rounded(to: p))
        let y = Point(x: wide.x.center, y: wide.y.center)
        guard let image = krawczyk(map, jacobian, wide, around: y),
          let x = Ball.intersection(before.x, image.x), let z = Ball.intersection(before.y, image.y)
        else { return }
        box = Point(x: x, y: z)
      }
      let narrower =
        !done.x && box.x.radius.scaled(by: 1) <= before.x.radius
        || !done.y && box.y.radius.scaled(by: 1) <= before.y.radius
      if narrower { continue }
      // Little or no progress: more precision may help, until it is the parameters' own width that shows.
      if p == full { break }
      floor = 2 * p
    }
    return Zero(x: box.x.rounded(to: bits), y: box.y.rounded(to: bits), uniqueIn: zero.uniqueIn)
  }
}
