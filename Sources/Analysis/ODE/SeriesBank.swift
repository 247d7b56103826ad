/// The Taylor coefficients of all functions of a tape, in one reading, up to a largest order.
///
/// Each instruction gives its coefficient of order k from those of its operands up to order k and its own below k, by
/// the power series identity in its documentation. So with balls every coefficient encloses the true one.
final class SeriesBank<S: TaylorScalar> {
  let tape: Tape
  let bits: Int
  /// The largest order of a coefficient.
  let order: Int
  private let stride: Int
  private let memory: UnsafeMutablePointer<S>
  private let constants: [S]

  /// Read at the working precision.
  init(_ tape: Tape, parameters: [S], order: Int, bits: Int) {
    (self.tape, self.order, self.bits) = (tape, order, bits)
    stride = order + 2
    let count = tape.instructions.count * stride
    memory = .allocate(capacity: max(1, count))
    memory.initialize(repeating: 0, count: count)
    var values: [S] = []
    for constant in tape.constants {
      let value: S =
        switch constant {
        case .rational(let value): S(value)
        case .pi: S.pi
        case .undefined: S.indeterminate
        case .parameter(let i): parameters[i]
        case .sum(let a, let b): values[a] + values[b]
        case .difference(let a, let b): values[a] - values[b]
        case .product(let a, let b): values[a] * values[b]
        case .quotient(let a, let b): values[a] / values[b]
        case .negation(let a): -values[a]
        case .power(let a, let n): S.pow(values[a], n)
        case .function(let f, let a): f(values[a])
        }
      values.append(value)
    }
    constants = values
  }

  deinit {
    memory.deinitialize(count: tape.instructions.count * stride)
    memory.deallocate()
  }

  /// The coefficients of a slot; valid while the bank lives.
  @inline(__always) func series(_ slot: Int) -> UnsafeMutablePointer<S> { memory + slot * stride }

  func magnitude(ofConstant c: Int) -> Magnitude { constants[c].magnitude }

  /// Makes the series of the solution with these initial values: the coefficients of order 0, ..., `order` of all
  /// functions of f and its helpers, and one more of the states; false when the budget ran out.
  func solve(time: S, state: [S], helpers: Bool = false) -> Bool {
    let t = series(0)
    t[0] = time
    if order > 0 { t[1] = 1 }
    for i in 0..<tape.dimension { series(i + 1)[0] = state[i] }
    for k in 0...order {
      if Budget.isExhausted { return false }
      for z in tape.primal { evaluate(z, k) }
      for i in 0..<tape.dimension { integrate(i + 1, tape.outputs[i], k) }
    }
    if helpers {
      for k in 0...order {
        for z in tape.helpers { evaluate(z, k) }
      }
    }
    return true
  }

  /// Makes the series of the variational equation with v(0) the j-th unit vector; `solve` was called with helpers.
  func solveVariation(direction j: Int) {
    for i in 0..<tape.dimension { series(tape.directions[i])[0] = i == j ? 1 : 0 }
    for k in 0...order {
      for z in tape.tangent { evaluate(z, k) }
      for i in 0..<tape.dimension { integrate(tape.directions[i], tape.slopes[i], k) }
    }
  }

  /// x_{k+1} = f_k/(k + 1).
  private func integrate(_ state: Int, _ slope: Int?, _ k: Int) {
    let x = series(state)
    if let slope {
      x[k + 1] = series(slope)[k] / (k + 1)
    } else {
      x[k + 1] = 0
    }
  }

  @inline(__always) private func dot(
    _ n: Int, _ a: UnsafeMutablePointer<S>, _ b: UnsafeMutablePointer<S>
  ) -> S {
    S.dot(n, a, b, step: -1, bits: bits)
  }

  private func evaluate(_ slot: Int, _ k: Int) {
    let z = series(slot)
    switch tape.instructions[slot] {
    case .time, .state: break
    case .constant(let c): z[k] = k == 0 ? constants[c] : 0
    case .sum(let x, let y): z[k] = series(x)[k] + series(y)[k]
    case .difference(let x, let y): z[k] = series(x)[k] - series(y)[k]
    case .negation(let x): z[k] = -series(x)[k]
    case .scale(let c, let x): z[k] = constants[c] * series(x)[k]
    case .shift(let c, let x): z[k] = k == 0 ? constants[c] + series(x)[0] : series(x)[k]
    case .product(let x, let y): z[k] = dot(k + 1, series(x), series(y) + k)
    case .square(let x): z[k] = square(series(x), k)
    case .reciprocal(let x):
      z[k] = k == 0 ? 1 / series(x)[0] : -(z[0] * dot(k, series(x) + 1, z + (k - 1)))
    case .weighted(let x): z[k] = series(x)[k] * k
    case .integral(let f, let x, let w, let y):
      z[k] = k == 0 ? f(series(x)[0]) : chain(w, series(y), k)
    case .exponential(let f, let u, _, let w):
      z[k] = k == 0 ? f(series(u)[0]) : chain(w, z, k)
    case .sine(let x, let w, let y): z[k] = k == 0 ? S.sin(series(x)[0]) : chain(w, series(y), k)
    case .cosine(let x, let w, let y): z[k] = k == 0 ? S.cos(series(x)[0]) : -chain(w, series(y), k)
    case .adjusted(let f, let u, let x): z[k] = k == 0 ? f(series(u)[0]) : series(x)[k]
    }
  }

  /// The coefficient of order k > 0 of z with z' = x' y: Σ_{1<=j<=k} j x_j y_{k-j}/k.
  private func chain(_ weighted: Int, _ y: UnsafeMutablePointer<S>, _ k: Int) -> S {
    dot(k, series(weighted) + 1, y + (k - 1)) / k
  }

  /// Each mixed product once, and the square of the middle one.
  private func square(_ x: UnsafeMutablePointer<S>, _ k: Int) -> S {
    if k == 0 { return S.pow(x[0], 2) }
    let twice = dot((k + 1) / 2, x, x + k).scaled(by: 1)
    return k % 2 == 1 ? twice : twice + S.pow(x[k / 2], 2)
  }
}
