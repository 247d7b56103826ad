import VlasovSymbols

/// The profile of self-similar decay and blow-up of the softmax flow.
public enum SelfSimilarProfile: Theorem {
  public static let record = Record(
    id: "gaussian.self-similar-profile",
    title: "Self-similar profile of the softmax flow",
    statement: """
      Let $B=B^T\\succ0$ and let every eigenvalue of $V$ have a positive real part. Then $V\\Sigma B\\Sigma+\\Sigma B\\Sigma V^T=\\Sigma$ has \
      exactly one positive definite solution $\\hat\\Sigma$; $\\hat\\Sigma/(t+t_0)$ solves the softmax flow with $A=-B$, and \
      $\\hat\\Sigma/(t^*-t)$ that with $A=B$.
      """,
    source: Source(GaussianModel.unifiedPerspective, "covariance equation", .derived),
    parameters: [
      ParameterSpec("V", symbol: "V", .exactMatrix(.square), "value matrix, eigenvalues with Re > 0"),
      ParameterSpec("B", symbol: "B", .exactMatrix(.definite), "B = -A (decay) or B = A (blow-up)"),
    ],
    outputs: [OutputSpec("profile", symbol: "\\hat\\Sigma", .matrix, "the positive definite solution")],
    hypotheses: [
      Hypothesis(
        "every eigenvalue of V has a positive real part",
        deciding: { p in
          let v = try matrices(p).v
          return .verdict(
            RationalPolynomial(v.characteristicPolynomial).reflected.isHurwitz ? .proved : .refuted)
        })
    ],
    method: """
      An approximation S by Newton steps, then the certificate: with X the solution of V X + X V^T = S, exp(-eta) X <= S B S <= \
      exp(eta) X (Cholesky) proves exp(-eta) S <= profile <= exp(eta) S.
      """,
    notes: [
      "Proof of the certificate. L(X) = V X + X V^T has a positive linear inverse, which does not expand Thompson's metric d(X, Y) = max |log spec(X^-1 Y)|; X -> B^-1 # X halves it (# the geometric mean), and Y B Y = X if and only if Y = B^-1 # X. So Phi(S) = B^-1 # L^-1(S) contracts by 1/2, its fixed point is the profile, and d(S B S, X) <= eta gives d(S, Phi(S)) <= eta/2, hence d(S, profile) <= eta.",
      "V = vI: (2vB)^-1, and in general (2VB)^-1 when that is symmetric and solves the equation; then the answer is exact.",
      "That the profile attracts every Sigma0 > 0 is a conjecture.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "t Sigma(t) of the softmax flow with A = -B from the identity, by Runge-Kutta steps in floating point",
      law: "error O(1/t)",
      defaultParameters: "V=[[3/2,1/2],[1/2,2]] B=[[2,1/2],[1/2,2]] output=profile[1,2]",
      run: crossCheck),
    references: GaussianFlowReferences.selfSimilarProfile,
    related: ["gaussian.psd-value-decay", "gaussian.blow-up-general", "gaussian.ff-equilibrium"])

  static func matrices(_ p: Arguments) throws -> (v: Matrix<Rational>, b: Matrix<Rational>) {
    _ = try p.demandSizes("V", like: "B")
    guard let v = p.exactMatrix("V"), let b = p.exactMatrix("B") else {
      throw InputError(parameter: "V", value: nil, "V and B are needed")
    }
    return (v, b)
  }

  public static func validate(_ p: Arguments) throws { _ = try matrices(p) }
  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  /// V Σ B Σ + Σ B Σ V^T - Σ
  static func residual<T: MatrixScalar>(_ sigma: Matrix<T>, _ v: Matrix<T>, _ b: Matrix<T>) -> Matrix<T> {
    let half = v * sigma * (b * sigma)
    return half + half.transpose - sigma
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let (v, b) = try matrices(p)
    if let exact = (v * b).scaled(by: 2).solving(.identity(v.rows)), exact.isPositiveDefinite,
      residual(exact, v, b).entries.allSatisfy(\.isZero)
    {
      return .exactMatrix(exact)
    }
    let bits = Precision.bits
    return try withPrecision(bits + 64) {
      let (v, b) = (v.lifted(to: Ball.self), b.lifted(to: Ball.self))
      guard let near = try approximation(v, b, bits: bits) else {
        return .undecided("no approximation of the profile was found")
      }
      guard let radius = certificate(near, v, b, bits: bits) else {
        return .undecided("the approximation could not be certified")
      }
      return .matrix(
        Matrix(rows: v.rows, columns: v.rows) { i, j in
          let size = Ball.sqrt(near[i, i] * near[j, j])
          return Ball(center: near[i, j], radius: (radius * size).magnitude)
        })
    }
  }

  /// A symmetric matrix near the profile, exact entries: the contraction in floating point, then Newton steps with the
  /// inverse of the derivative frozen. Nothing is proved here.
  private static func approximation(_ v: Matrix<Ball>, _ b: Matrix<Ball>, bits: Int) throws -> Matrix<Ball>? {
    let d = v.rows
    let (value, key) = (float(v), float(b))
    let root = key.squareRoot
    let back = root.inverse
    var sigma = FloatMatrix.identity(d)
    let kronecker = FloatMatrix(rows: d * d, columns: d * d) { p, q in
      let (i, j, k, l) = (p / d, p % d, q / d, q % d)
      return (j == l ? value[i, k] : 0) + (i == k ? value[j, l] : 0)
    }
    for _ in 0..<80 {
      let x = FloatMatrix(rows: d, columns: d, kronecker.solve(FloatMatrix(column: sigma.entries)).entries)
      sigma = back * (root * x.symmetricPart * root).squareRoot * back
    }
    guard sigma.isFinite else { return nil }
    let places = CovarianceSet.places(d)
    let slope = FloatMatrix(rows: places.count, columns: places.count) { row, column in
      let (k, l) = places[column]
      var unit = FloatMatrix.zero(d, d)
      unit[k, l] = 1
      unit[l, k] = 1
      let half = value * unit * key * sigma + value * sigma * key * unit
      let (i, j) = places[row]
      return half[i, j] + half[j, i] - unit[i, j]
    }
    let inverse = slope.inverse
    guard inverse.isFinite else { return nil }
    let correction = Matrix(
      rows: places.count, columns: places.count, inverse.entries.map { Ball(exactly: $0) })
    var near = Matrix(rows: d, columns: d, sigma.symmetricPart.entries.map { Ball(exactly: $0) })
    for _ in 0..<(bits / 16 + 8) {
      try Budget.check()
      let rest = residual(near.rounded(to: bits + 64), v, b)
      let change = correction * Matrix(column: places.map { rest[$0.0, $0.1].center })
      for ((i, j), x) in zip(places, change.entries) {
        let entry = (near[i, j].rounded(to: bits + 64) - x).center
        near[i, j] = entry
        near[j, i] = entry
      }
      let size = SoftmaxCovarianceFlow.norm(near)
      if change.entries.allSatisfy({ $0.magnitude <= size.scaled(by: -bits - 32) }) { break }
    }
    return near.isFinite ? near : nil
  }

  private static func float(_ m: Matrix<Ball>) -> FloatMatrix {
    FloatMatrix(rows: m.rows, columns: m.columns, m.entries.map(\.estimate))
  }

  /// e^η - 1 for an η that the certificate proves.
  private static func certificate(_ s: Matrix<Ball>, _ v: Matrix<Ball>, _ b: Matrix<Ball>, bits: Int) -> Ball?
  {
    guard s.isPositiveDefinite == .proved else { return nil }
    let x = Matrix<Ball>.lyapunov(v, s).symmetricPart
    let y = (s * b * s).symmetricPart
    guard x.isFinite else { return nil }
    for k in stride(from: bits + 16, through: 4, by: -16) {
      if Budget.isExhausted { return nil }
      let eta = Ball(1).scaled(by: -k)
      let (low, high) = (Ball.exp(-eta), Ball.exp(eta))
      if (x.scaled(by: high) - y).isPositiveDefinite == .proved,
        (y - x.scaled(by: low)).isPositiveDefinite == .proved
      {
        return Ball.expm1(eta)
      }
    }
    return nil
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let attention = GaussianAttention(value: p.matrix("V"), score: -p.matrix("B"))
    let d = attention.dimension
    guard let place = context.entry(rows: d, columns: d) else {
      throw InputError(
        parameter: "output", value: context.output, "verify needs one entry: output=profile[i,j]")
    }
    return try context.confront(law: .power(order: 1, next: 2, noise: 1e-10)) {
      // Σ(2t) from Σ(t): steps in proportion to t.
      var (sigma, time) = (attention.covariance(from: .identity(d), time: 1, steps: 256), 1.0)
      var rows: [SizedObservation] = []
      for _ in 0..<13 {
        sigma = attention.covariance(from: sigma, time: time, steps: 256)
        time *= 2
        if time > 200 {
          rows.append(SizedObservation(size: time, simulated: time * sigma[place.row, place.column]))
        }
      }
      return rows
    }
  }
}
