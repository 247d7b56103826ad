/// One run of `Quadrature.taylor` between exact ends.
struct TaylorQuadrature {
  /// The reals from a + (b - a) k/2^depth to a + (b - a)(k + 1)/2^depth.
  struct Piece {
    var k: Integer = 0
    var depth = 0
    /// The integral over the piece, and the truncation error in it, from the coarse pass.
    var value = Ball(0, bits: 64)
    var error = Magnitude.infinity

    var halves: (Piece, Piece) {
      (Piece(k: k << 1, depth: depth + 1), Piece(k: (k << 1) + 1, depth: depth + 1))
    }
  }

  let method: Quadrature
  let expansion: TaylorExpansion
  let target: Int
  let working: Int
  let a: Ball
  let length: Ball
  let maximumOrder: Int
  let maximumDepth: Int
  /// Bits by which the position of the interval exceeds its length, as far as they are carried along.
  let offset: Int
  private(set) var evaluations = 0

  static let coarseOrder = 8
  static let coarsePieces = 512

  /// The integral from `a` to `b`, which are exact.
  init(method: Quadrature, expansion: @escaping TaylorExpansion, target: Int, from a: Ball, to b: Ball) {
    self.method = method
    self.expansion = expansion
    self.target = target
    working = target + method.guardBits
    let wide = Swift.max(working, a.bits, b.bits)
    self.a = a.rounded(to: wide)
    // Rounded, if at all, to a ball that contains the true length: so is every frame below.
    length = b.rounded(to: wide) - a.rounded(to: wide)
    let ratio = Swift.max(a.exponent ?? 0, b.exponent ?? 0) - (length.exponent ?? 0)
    offset = Swift.min(Swift.max(0, ratio), 4 * target)
    maximumOrder = (Swift.min(Swift.max(0, method.order ?? target * 2 / 5 + 8), 1 << 20) + 1) / 2 * 2
    maximumDepth = method.maximumDepth ?? 2 * target + 64
  }

  mutating func run() -> Quadrature.Outcome {
    withPrecision(working) {
      if length.isZero {
        // Nothing to integrate, but the integrand has to be defined.
        let value = midpointValue(Piece()) * 0
        return outcome(value, 0, nil, value.isFinite ? .converged : .undefined)
      }
      var pieces = [Piece()]
      if let stop = coarsen(&pieces) { return stop }
      // The size of the integral, and what the parameters' widths leave undecided whatever the method does.
      var scale = Magnitude.zero
      var inherent = Magnitude.zero
      for piece in pieces {
        let middle = midpointValue(piece)
        guard middle.isFinite else { return failure(.undefined, pieces.count, piece) }
        let estimate = middle * frame(piece).w * 2
        inherent = inherent + estimate.radius
        scale = scale + (piece.error.isFinite ? piece.value : estimate).center.magnitude
      }
      let tolerance = Magnitude.max2(scale.scaled(by: -target - 2), inherent.scaled(by: -4))
      return refine(pieces, tolerance: tolerance)
    }
  }
}

// MARK: Expansions

extension TaylorQuadrature {
  /// Midpoint and half width of a piece at the precision in force: balls that contain the true ones.
  private func frame(_ piece: Piece) -> (m: Ball, w: Ball) {
    let p = Precision.bits
    let l = length.rounded(to: p)
    let t = Ball(piece.k + piece.k + 1, bits: p)
    return (a.rounded(to: p) + (l * t).scaled(by: -piece.depth - 1), l.scaled(by: -piece.depth - 1))
  }

  private mutating func midpointValue(_ piece: Piece) -> Ball {
    evaluations += 1
    return expansion(frame(piece).m, 0)[0]
  }

  /// A_K 2 w^(K+1)/(K+1) with A_K enclosed on the whole piece, for K = 0, 2, ..., order, while it is finite.
  ///
  /// The precision need only tell the piece from its neighbours.
  private mutating func remainders(_ piece: Piece, order: Int) -> [Ball] {
    evaluations += 1
    return withPrecision((piece.depth + offset + 103) / 64 * 64) {
      let (m, w) = frame(piece)
      let coefficients = quietly { expansion(m + Ball.hull(-w, w), order) }
      let square = w * w
      var power = w * 2
      var terms: [Ball] = []
      for k in stride(from: 0, through: Swift.min(order, coefficients.count - 1), by: 2) {
        let term = coefficients[k] * power / (k + 1)
        guard term.isFinite else { break }
        terms.append(term)
        power = power * square
      }
      return terms
    }
  }

  /// Σ_{j<order even} 2 a_j w^(j+1)/(j+1) with the coefficients at the midpoint.
  private mutating func polynomial(_ piece: Piece, below order: Int) -> Ball {
    if order == 0 { return 0 }
    evaluations += 1
    return withPrecision(Precision.bits + piece.depth + offset) {
      let (m, w) = frame(piece)
      let coefficients = expansion(m, order - 1)
      let square = w * w
      var sum = Ball(0)
      for j in stride(from: order - 2, through: 0, by: -2) where j < coefficients.count {
        sum = sum * square + coefficients[j] / (j + 1)
      }
      return sum * w * 2
    }
  }
}

// MARK: Passes

extension TaylorQuadrature {
  /// Cuts the piece with the largest error until the errors are small against the sum, at low precision.
  private mutating func coarsen(_ pieces: inout [Piece]) -> Quadrature.Outcome? {
    measure(&pieces[0])
    while pieces.count < Swift.min(TaylorQuadrature.coarsePieces, method.maximumSubintervals) {
      var (worst, size, error) = (0, Magnitude.zero, Magnitude.zero)
      for (i, piece) in pieces.enumerated() {
        if pieces[worst].error <= piece.error { worst = i }
        size = size + piece.value.magnitude
        error = error + piece.error
      }
      if error <= size.scaled(by: -6) { return nil }
      let piece = pieces[worst]
      if Budget.isExhausted { return failure(.budgetExhausted, pieces.count, piece) }
      if !piece.error.isFinite {
        if !midpointValue(piece).isFinite { return failure(.undefined, pieces.count, piece) }
        if piece.depth >= maximumDepth { return failure(.subdivisionLimit, pieces.count, piece) }
      } else if piece.depth >= maximumDepth {
        return nil
      }
      var (left, right) = piece.halves
      measure(&left)
      measure(&right)
      pieces[worst] = left
      pieces.insert(right, at: worst + 1)
    }
    return nil
  }

  private mutating func measure(_ piece: inout Piece) {
    let terms = remainders(piece, order: TaylorQuadrature.coarseOrder)
    guard let best = narrowest(terms) else { return }
    let sum = withPrecision(64) { quietly { polynomial(piece, below: 2 * best) + terms[best] } }
    guard sum.isFinite else { return }
    piece.value = sum
    piece.error = terms[best].radius
  }

  private func narrowest(_ terms: [Ball]) -> Int? {
    terms.indices.min { !(terms[$1].radius <= terms[$0].radius) }
  }

  /// Cuts each piece until some order has an error below its share of `tolerance`, and then adds all pieces
  /// up.
  ///
  /// The subdivision is settled first, at low precision, so that a failure costs little.
  private mutating func refine(_ start: [Piece], tolerance: Magnitude) -> Quadrature.Outcome {
    var stack = Array(start.reversed())
    var done: [(piece: Piece, order: Int, remainder: Ball)] = []
    var status = Quadrature.Status.converged
    while let piece = stack.popLast() {
      let count = done.count + stack.count + 1
      if Budget.isExhausted { return failure(.budgetExhausted, count, piece) }
      let share = tolerance.scaled(by: -piece.depth)
      let terms = promisingRemainders(piece, share)
      if let k = terms.firstIndex(where: { $0.radius <= share }) {
        done.append((piece, 2 * k, terms[k]))
      } else if piece.depth < maximumDepth, count < method.maximumSubintervals {
        let (left, right) = piece.halves
        stack.append(right)
        stack.append(left)
      } else if let k = narrowest(terms) {
        status = .subdivisionLimit
        done.append((piece, 2 * k, terms[k]))
      } else {
        return failure(.subdivisionLimit, count, piece)
      }
    }
    var sum = Ball(0)
    var worst = 0
    for (i, part) in done.enumerated() {
      if Budget.isExhausted { return failure(.budgetExhausted, done.count, part.piece) }
      sum += polynomial(part.piece, below: part.order) + part.remainder
      if !sum.isFinite { return failure(.undefined, done.count, part.piece) }
      if done[worst].remainder.radius <= part.remainder.radius { worst = i }
    }
    return outcome(sum, done.count, interval(done[worst].piece, done[worst].remainder.radius), status)
  }

  /// The remainder terms up to the order that seems to be needed; only a few when no order seems to suffice.
  private mutating func promisingRemainders(_ piece: Piece, _ share: Magnitude) -> [Ball] {
    let first = Swift.min(TaylorQuadrature.coarseOrder, maximumOrder)
    let terms = remainders(piece, order: first)
    guard terms.count == first / 2 + 1, terms.count > 2, let last = terms.last, !(last.radius <= share) else {
      return terms
    }
    // The bits gained per pair of orders.
    let gain = Double(terms[terms.count - 3].radius.exponent - last.radius.exponent) / 2
    let missing = Double(last.radius.exponent - share.exponent)
    let limit = Double(maximumOrder - first) / 2
    guard gain > 0, missing / gain < 1.25 * limit || share.isZero else { return terms }
    let pairs = share.isZero ? limit : Swift.min(limit, (1.1 * missing / gain + 2).rounded(.up))
    return remainders(piece, order: first + 2 * Int(pairs))
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
