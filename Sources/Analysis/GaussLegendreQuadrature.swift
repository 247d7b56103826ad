import Foundation

/// One run of `Quadrature.gaussLegendre` between exact ends.
struct GaussLegendreQuadrature<F: Function1> {
  /// The reals from a + (b - a) k/2^depth to a + (b - a)(k + 1)/2^depth.
  private struct Piece {
    var k: Integer = 0
    var depth = 0
    /// Which ellipse to try first, an index of `logarithms`.
    var hint = 3

    var left: Piece { Piece(k: k << 1, depth: depth + 1, hint: Swift.min(hint + 1, 4)) }
    var right: Piece { Piece(k: (k << 1) + 1, depth: depth + 1, hint: Swift.min(hint + 1, 4)) }
  }

  /// A piece with its rule, no rule (0 nodes) where the integral is negligible, and a bound of the error.
  private struct Part {
    var piece: Piece
    var nodes: Int
    var error: Magnitude
    /// log of the bound over the usual size of f, as a part of log of the factor by which the rule must reduce it.
    var growth = 0.0
  }

  let method: Quadrature
  let function: F
  let parameters: [Ball]
  let target: Int
  let working: Int
  let a: Ball
  let length: Ball
  let maximumDepth: Int
  /// Bits by which the position of the interval exceeds its length, as far as they are carried along.
  let offset: Int
  private let doubleParameters: [DoubleRectangle]
  /// Doubles did not do (their range, or their precision), balls did: they are used from then on.
  private var needsBalls = false
  /// About log2 of the mean of |f|.
  private var usualSize = 0.0
  private var evaluations = 0

  /// log ρ of the ellipses that are tried.
  private static var logarithms: [Double] { [0.25, 0.375, 0.55, 0.8, 1.2, 1.75, 2.5, 3.6, 5] }

  init(method: Quadrature, function: F, parameters: [Ball], target: Int, from a: Ball, to b: Ball) {
    (self.method, self.function, self.target) = (method, function, target)
    working = target + method.guardBits
    self.parameters = parameters
    let wide = Swift.max(working, a.bits, b.bits)
    self.a = a.rounded(to: wide)
    // Rounded, if at all, to a ball that contains the true length.
    length = b.rounded(to: wide) - a.rounded(to: wide)
    let ratio = Swift.max(a.exponent ?? 0, b.exponent ?? 0) - (length.exponent ?? 0)
    offset = Swift.min(Swift.max(0, ratio), 4 * target)
    maximumDepth = method.maximumDepth ?? target + 64
    doubleParameters = parameters.map { DoubleRectangle(Complex(real: DoubleEnclosure($0))) }
  }

  mutating func run() -> Quadrature.Outcome {
    withPrecision(working) {
      if length.isZero {
        // Nothing to integrate, but the integrand has to be defined.
        evaluations += 1
        let value = function.taylor(a, order: 0, parameters)[0] * 0
        return outcome(value, 0, nil, value.isFinite ? .converged : .undefined)
      }
      guard isReadable() else { return failure(.undefined, 1, Piece()) }
      return subdivide(tolerance: tolerance())
    }
  }

  /// The longest rule: with more nodes, cutting is better.
  private var maximumNodes: Int { working / 2 + 40 }

  /// 1, 2, ..., 8, 9, 10, ..., 16, 18, ...: steps of an eighth, so that rules are found again.
  private static func rounded(_ nodes: Double) -> Int {
    let n = Swift.max(2, Int(nodes.rounded(.up)))
    let step = Swift.max(1, 1 << (Int.bitWidth - n.leadingZeroBitCount - 4))
    return (n + step - 1) / step * step
  }
}

// MARK: Bounds

extension GaussLegendreQuadrature {
  /// Midpoint and half width of a piece at the precision in force: balls that contain the true ones.
  private func frame(_ piece: Piece) -> (m: Ball, w: Ball) {
    let p = Precision.bits
    let l = length.rounded(to: p)
    let t = Ball(piece.k + piece.k + 1, bits: p)
    return (a.rounded(to: p) + (l * t).scaled(by: -piece.depth - 1), l.scaled(by: -piece.depth - 1))
  }

  /// The precision that tells a piece from its neighbours.
  private func boundBits(_ piece: Piece) -> Int { (piece.depth + offset + 103) / 64 * 64 }

  private func sizeInDoubles(_ z: Complex<DoubleEnclosure>) -> Magnitude {
    let value = function(DoubleRectangle(z), doubleParameters).z
    guard value.isFinite else { return .infinity }
    let size = DoubleEnclosure.abs(value.re) + DoubleEnclosure.abs(value.im)
    return size.isFinite ? Ball(exactly: size.upper).magnitude : .infinity
  }

  private func sizeInBalls(_ z: ComplexBall) -> Magnitude {
    function(z, parameters.atWorkingPrecision.map { Complex(real: $0) }).magnitude
  }

  /// The complex reading is finite at some point of the interval.
  private mutating func isReadable() -> Bool {
    withPrecision(96) {
      quietly {
        for k in [1, 2, 5] {
          let x = a.rounded(to: 96) + length.rounded(to: 96) * k / 7
          evaluations += 1
          if sizeInBalls(Complex(re: x, im: Ball(0))).isFinite { return true }
        }
        return false
      }
    }
  }

  /// A bound of |f| on a set of reals.
  private func size(_ x: Ball) -> Magnitude {
    if !needsBalls, Precision.bits <= 64 {
      let size = sizeInDoubles(Complex(real: DoubleEnclosure(x)))
      if size.isFinite { return size }
    }
    return sizeInBalls(Complex(real: x))
  }

  /// f is finite on the real piece: if not, it is finite on no ellipse, or on one that many cuts have covered.
  private mutating func isFinite(_ piece: Piece) -> Bool {
    evaluations += 1
    return withPrecision(boundBits(piece)) {
      quietly {
        let (m, w) = frame(piece)
        return size(m + Ball.hull(-w, w)).isFinite
      }
    }
  }

  /// The bound on the ellipse of `piece`.
  private mutating func bound(_ piece: Piece, rho: Double) -> Magnitude? {
    let bits = boundBits(piece)
    return withPrecision(bits) {
      quietly {
        let (m, w) = frame(piece)
        if !needsBalls {
          let doubles = EllipseBound<DoubleEnclosure>(
            m: DoubleEnclosure(m), w: DoubleEnclosure(w), part: { $0 }, size: sizeInDoubles)
          if let size = doubles.bound(rho: rho, &evaluations) { return size }
          // Only if the middle fails in doubles, and not in balls, is it the doubles' fault.
          let middle = Complex(re: m, im: Ball(0))
          let thin = Complex(re: DoubleEnclosure(m), im: 0)
          evaluations += 2
          if bits <= 64, sizeInDoubles(thin).isFinite || !sizeInBalls(middle).isFinite { return nil }
          if bits <= 64 { needsBalls = true }
        }
        let balls = EllipseBound<Ball>(m: m, w: w, part: { Ball($0, bits: bits) }, size: sizeInBalls)
        return balls.bound(rho: rho, &evaluations)
      }
    }
  }

  /// The shortest rule found with an error below `share`, if any has at most `maximumNodes` nodes.
  private mutating func rule(_ piece: inout Piece, share: Magnitude) -> Part? {
    guard isFinite(piece) else { return nil }
    let half = withPrecision(64) { frame(piece).w.magnitude }
    var best = attempt(piece, piece.hint, half: half, share: share)
    // What the growth of f off the axis costs, as a part of all digits, says where to look for a shorter rule.
    if let found = best {
      if found.growth < 0.12 {
        climb(&piece, &best, by: 1, half: half, share: share)
      } else if found.growth > 0.3 {
        climb(&piece, &best, by: -1, half: half, share: share)
      }
    } else {
      climb(&piece, &best, by: -1, half: half, share: share)
    }
    guard let best, best.nodes <= maximumNodes else { return nil }
    return best
  }

  /// Tries larger or smaller ellipses while that shortens the rule (or one of them while none is found), and leaves
  /// the best one as the hint.
  private mutating func climb(
    _ piece: inout Piece, _ best: inout Part?, by step: Int, half: Magnitude, share: Magnitude
  ) {
    let start = piece.hint
    var j = start + step
    while Self.logarithms.indices.contains(j), best?.nodes != 0, best != nil || j >= start - 1 {
      if let found = attempt(piece, j, half: half, share: share), found.nodes < best?.nodes ?? Int.max {
        (best, piece.hint) = (found, j)
        if step > 0, found.growth > 0.12 { break }
      } else if best != nil {
        break
      }
      j += step
    }
  }

  private mutating func attempt(
    _ piece: Piece, _ index: Int, half: Magnitude, share: Magnitude
  ) -> Part? {
    let logarithm = Self.logarithms[index]
    // A short dyadic number.
    let rho = (Foundation.exp(logarithm) * 1024).rounded() / 1024
    guard let size = bound(piece, rho: rho) else { return nil }
    let trivial = (size * half).scaled(by: 1)
    if trivial <= share { return Part(piece: piece, nodes: 0, error: trivial) }
    return withPrecision(64) {
      let ratio = Ball(exactly: rho)
      let factor = (Ball(64) / (15 * (1 - 1 / (ratio * ratio)))).magnitude * size * half
      let missing = share.isZero ? Double(4 * working) : factor.logarithm2 - share.logarithm2
      let nodes = Self.rounded(Swift.max(1, missing * Foundation.log(2.0) / (2 * logarithm) + 0.01))
      guard nodes <= 4 * maximumNodes else { return nil }
      let error = factor * (1 / Ball.pow(ratio, Index(2 * nodes))).magnitude
      let growth = (size.logarithm2 - usualSize) / Swift.max(1, missing)
      return Part(piece: piece, nodes: nodes, error: error, growth: growth)
    }
  }
}

extension Magnitude {
  /// log2, for choices only.
  fileprivate var logarithm2: Double {
    isZero ? -1e18 : Double(exponent - 32) + Foundation.log2(Double(mantissa))
  }
}

// MARK: Choices

extension GaussLegendreQuadrature {
  /// The error that does not matter: about the last bit of the integral, or less than what the parameters' widths leave
  /// undecided. A choice: nothing depends on it but the radius.
  private mutating func tolerance() -> Magnitude {
    let scale = scale()
    usualSize = scale.logarithm2 - length.magnitude.logarithm2
    // Near the ends of the range of doubles their bounds are of no use.
    needsBalls = usualSize.magnitude > 800 || length.magnitude.logarithm2.magnitude > 800
    let floor = scale.scaled(by: -target - 2)
    let widths = parameters.contains { !$0.isExact && $0.accuracyBits < target - 16 }
    guard widths else { return floor }
    return withPrecision(64) {
      let l = length.rounded(to: 64)
      var inherent = Magnitude.zero
      for k in 0..<8 {
        evaluations += 1
        let value = quietly {
          function(a.rounded(to: 64) + l * (2 * k + 1) / 16, parameters.atWorkingPrecision)
        }
        if value.isFinite { inherent = inherent + value.radius }
      }
      return Magnitude.max2(floor, (inherent * l.magnitude).scaled(by: -7))
    }
  }

  /// The size of the integral: |∫f|, but not much less than ∫|f|.
  private mutating func scale() -> Magnitude {
    let sums = sumsInDoubles() ?? (scaleInBalls(), .zero)
    let absolute = peakScale(known: Magnitude.max2(sums.signed, sums.absolute))
    return Magnitude.max2(sums.signed, absolute.scaled(by: -16))
  }

  /// ∫|f| at least roughly, when `known` may have missed a narrow peak: pieces with the largest bound of |f| on the real
  /// line are cut until the values at their midpoints, or `known`, are not far below the bounds.
  private mutating func peakScale(known: Magnitude) -> Magnitude {
    var pieces: [(piece: Piece, bound: Magnitude, value: Magnitude)] = []
    func measured(_ run: inout Self, _ piece: Piece) -> (Piece, Magnitude, Magnitude) {
      run.evaluations += 2
      return withPrecision(run.boundBits(piece)) {
        quietly {
          let (m, w) = run.frame(piece)
          let width = w.magnitude.scaled(by: 1)
          let middle = run.size(m)
          return (
            piece, run.size(m + Ball.hull(-w, w)) * width, middle.isFinite ? middle * width : .zero
          )
        }
      }
    }
    pieces.append(measured(&self, Piece()))
    while true {
      var (worst, bound, value) = (0, Magnitude.zero, Magnitude.zero)
      for (i, part) in pieces.enumerated() {
        if pieces[worst].bound <= part.bound { worst = i }
        bound = bound + part.bound
        value = value + part.value
      }
      let best = Magnitude.max2(known, value)
      let piece = pieces[worst].piece
      if bound <= best.scaled(by: 12) || pieces.count >= 128 || piece.depth >= 64 || Budget.isExhausted {
        return best
      }
      let (left, right) = (measured(&self, piece.left), measured(&self, piece.right))
      pieces[worst] = left
      pieces.append(right)
    }
  }

  /// |∫f| and ∫|f| by an adaptive sum in floating point; nil near the ends of its range.
  private func sumsInDoubles() -> (signed: Magnitude, absolute: Magnitude)? {
    let p = parameters.map(\.estimate)
    let (low, high) = (a.estimate, (a + length).estimate)
    guard low.isFinite, high.isFinite else { return nil }
    let rule = GaussLegendre.ten
    func sums(_ x: Double, _ y: Double) -> (signed: Double, absolute: Double) {
      let (m, w) = (x + (y - x) / 2, (y - x) / 2)
      return rule.nodes.reduce(into: (0, 0)) { sum, node in
        let value = node.weight * w * function(m + w * node.x, p)
        sum.0 += value
        sum.1 += Swift.abs(value)
      }
    }
    var stack = [(low, high, sums(low, high))]
    var (signed, absolute) = (0.0, 0.0)
    var size = stack[0].2.absolute
    var count = 0
    while let (x, y, rough) = stack.popLast() {
      let middle = x + (y - x) / 2
      let (left, right) = (sums(x, middle), sums(middle, y))
      let fine = (left.signed + right.signed, left.absolute + right.absolute)
      guard fine.0.isFinite, fine.1.isFinite else { return nil }
      count += 1
      size = Swift.max(size, absolute + fine.1)
      if Swift.abs(fine.0 - rough.signed) <= 1e-5 * size || count >= 100 || middle == x || middle == y {
        signed += fine.0
        absolute += fine.1
      } else {
        stack.append((middle, y, right))
        stack.append((x, middle, left))
      }
    }
    guard absolute > 1e-290, absolute < 1e290 else { return nil }
    return (Ball(exactly: signed).magnitude, Ball(exactly: absolute).magnitude)
  }

  /// ∫|f| by 64 values in balls, for integrands beyond the range or the precision of doubles.
  private mutating func scaleInBalls() -> Magnitude {
    let bits = 128 + offset
    return withPrecision(bits) {
      let l = length.rounded(to: bits)
      var sum = Magnitude.zero
      for k in 0..<64 {
        evaluations += 1
        let value = quietly {
          function(a.rounded(to: bits) + l * (2 * k + 1) / 128, parameters.atWorkingPrecision)
        }
        if value.isFinite { sum = sum + (value.center.isZero ? value : value.center).magnitude }
      }
      return (sum * l.magnitude).scaled(by: -6)
    }
  }
}

// MARK: Passes

extension GaussLegendreQuadrature {
  /// Settles the subdivision by the bounds alone, so that a failure costs little, and then adds the rules up.
  private mutating func subdivide(tolerance: Magnitude) -> Quadrature.Outcome {
    let share = tolerance.scaled(by: -6)
    var stack = [Piece()]
    var done: [Part] = []
    while var piece = stack.popLast() {
      let count = done.count + stack.count + 1
      if Budget.isExhausted { return failure(.budgetExhausted, count, piece) }
      if let part = rule(&piece, share: share) {
        done.append(part)
      } else if piece.depth < maximumDepth, count < method.maximumSubintervals {
        stack.append(piece.right)
        stack.append(piece.left)
      } else {
        return failure(.subdivisionLimit, count, piece)
      }
    }
    var sum = Ball(0)
    var worst = 0
    for (i, part) in done.enumerated() {
      if part.nodes > 0 {
        guard let value = value(part) else { return failure(.budgetExhausted, done.count, part.piece) }
        if !value.isFinite { return failure(.undefined, done.count, part.piece) }
        sum += value
      }
      sum = Ball(center: sum, radius: part.error)
      if done[worst].error <= part.error { worst = i }
    }
    return outcome(sum, done.count, interval(done[worst].piece, done[worst].error), .converged)
  }

  /// w Σ w_i (f(m + w x_i) + f(m - w x_i)); nil when the budget is spent.
  private mutating func value(_ part: Part) -> Ball? {
    guard let rule = GaussLegendreRule.rule(count: part.nodes, bits: working) else { return nil }
    // A few bits of the position are the guard bits' business.
    let extra = part.piece.depth + offset
    return withPrecision(extra <= 10 ? working : working + extra) {
      let (m, w) = frame(part.piece)
      let p = parameters.atWorkingPrecision
      var values: [Ball] = []
      values.reserveCapacity(rule.nodes.count)
      for node in rule.nodes {
        if Budget.isExhausted { return nil }
        let step = w * node
        if node.isZero {
          values.append(function(m, p))
          evaluations += 1
        } else {
          values.append(function(m + step, p) + function(m - step, p))
          evaluations += 2
        }
      }
      return (Ball.dot(rule.weights, values, bits: working) * w).rounded(to: working)
    }
  }

  private func interval(_ piece: Piece, _ error: Magnitude) -> Quadrature.Subinterval {
    let (m, w) = frame(piece)
    return Quadrature.Subinterval(lower: (m - w).center, upper: (m + w).center, error: error)
  }

  private func failure(_ status: Quadrature.Status, _ count: Int, _ piece: Piece) -> Quadrature.Outcome {
    outcome(.indeterminate, count, interval(piece, .infinity), status)
  }

  private func outcome(
    _ value: Ball, _ count: Int, _ worst: Quadrature.Subinterval?, _ status: Quadrature.Status
  ) -> Quadrature.Outcome {
    Quadrature.Outcome(
      enclosure: value, subintervals: count, evaluations: evaluations, worst: worst, status: status)
  }
}
