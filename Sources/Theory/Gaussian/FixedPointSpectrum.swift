import VlasovSymbols

/// Stability of the fixed points of the softmax flow: how fast new directions grow or decay.
public enum FixedPointSpectrum: Theorem {
  public static let record = Record(
    id: "gaussian.fixed-point-spectrum",
    title: "Linearisation at fixed points of the softmax flow",
    statement: """
      A covariance $\\Sigma_*=RR^T$ of rank $r<d$ with $R^TAR=0$ is a fixed point of $\\Sigma'=V\\Sigma A\\Sigma+\\Sigma A^T\\Sigma V^T$. \
      The rank-raising eigenvalues of its linearisation are $\\nu_i+\\nu_j$, $i\\le j$, where $\\nu$ are the $d-r$ eigenvalues of \
      $V\\Sigma_*A$ on $\\mathbb R^d/\\mathrm{range}\\,\\Sigma_*$: the roots of $\\det(zI-V\\Sigma_*A)/z^r$. The transverse exponent is \
      $2\\max\\mathrm{Re}\\,\\nu$. For $d=2$, $\\Sigma_*=uu^T$ the spectrum is $\\{0,u^T(A+A^T)Vu,2u^TAVu\\}$.
      """,
    source: Source(GaussianModel.unifiedPerspective, "fixed points of the covariance equation", .derived),
    parameters: [
      ParameterSpec(
        "Sigma", symbol: "\\Sigma_*", .exactMatrix(.semidefinite), "fixed point, of rank between 1 and d-1"),
      .queryKey,
      ParameterSpec("V", symbol: "V", .exactMatrix(.square), "value matrix"),
    ],
    outputs: [
      OutputSpec("exponent", symbol: "2\\max\\mathrm{Re}\\,\\nu", "transverse exponent"),
      OutputSpec(
        "tangential", symbol: "u^T(A+A^T)Vu", "eigenvalue that turns the line span(u) (d = 2, rank 1)"),
    ],
    hypotheses: [
      Hypothesis(
        "Sigma A Sigma = 0",
        deciding: { p in
          let (sigma, a, _) = try matrices(p)
          return .verdict((sigma * a * sigma).entries.allSatisfy(\.isZero) ? .proved : .refuted)
        }),
      Hypothesis(
        "0 < rank Sigma < d",
        deciding: { p in
          let (sigma, _, _) = try matrices(p)
          let rank = sigma.rank
          return .verdict(
            0 < rank && rank < sigma.rows ? .proved : .refuted, "rank \(rank), d = \(sigma.rows)")
        }),
      Hypothesis(
        "d = 2", outputs: ["tangential"],
        deciding: { p in
          let d = try matrices(p).sigma.rows
          return .verdict(d == 2 ? .proved : .refuted, "d = \(d)")
        }),
    ],
    method: """
      The characteristic polynomial over the rationals, divided by z^r; its squarefree factors; enclosed roots. The sign of the \
      largest real part is decided exactly (Routh's table, Sturm's theorem), and a rational exponent is found exactly.
      """,
    notes: [
      "exponent < 0: every small perturbation that raises the rank decays; exponent > 0: the fixed point is unstable; exponent 0 decides nothing.",
      "For d = 2, rank 1 both exponent < 0 and tangential < 0 are needed for the ray of fixed points through Sigma to attract its neighbours (the third eigenvalue is 0, along the ray).",
      "Directions inside the range of Sigma give r(r+1)/2 zero eigenvalues. For d > 2r some nu are 0 and exponent >= 0.",
      "Isotropy R^T A R = 0 is necessary too when (R, V R) has rank 2r.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "growth of a small transverse perturbation under the equation linearised by differences, in floating point",
      law: "roundoff and differences: |difference| <= 1e-6 (1 + |exponent|), for a real simple leading nu",
      defaultParameters: "Sigma=[[1,2],[2,4]] A=[[4,1/3],[-7/3,0]] V=[[1,1/2],[-1/3,2]] output=exponent",
      run: crossCheck),
    references: GaussianFlowReferences.fixedPointSpectrum,
    related: ["gaussian.isotropic-rank", "gaussian.general-ode"])

  static func matrices(_ p: Arguments) throws -> (
    sigma: Matrix<Rational>, a: Matrix<Rational>, v: Matrix<Rational>
  ) {
    _ = try p.demandSizes("A", "V", like: "Sigma")
    guard let sigma = p.exactMatrix("Sigma"), let a = p.exactMatrix("A"), let v = p.exactMatrix("V") else {
      throw InputError(parameter: "Sigma", value: nil, "Sigma, A and V are needed")
    }
    return (sigma, a, v)
  }

  public static func validate(_ p: Arguments) throws { _ = try matrices(p) }
  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  /// det(zI - V Σ* A)/z^r; the division is exact, as range Σ* is in the kernel of V Σ* A.
  static func transversePolynomial(_ sigma: Matrix<Rational>, _ a: Matrix<Rational>, _ v: Matrix<Rational>)
    -> RationalPolynomial
  {
    RationalPolynomial(Array((v * sigma * a).characteristicPolynomial.dropFirst(sigma.rank)))
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let (sigma, a, v) = try matrices(p)
    if output == "tangential" { return .exact(((a + a.transpose) * v * sigma).trace) }
    let polynomial = transversePolynomial(sigma, a, v)
    guard let sign = polynomial.signOfLargestRealPart else { return .undecided("no transverse direction") }
    if sign == 0 { return .exact(0) }
    let roots = polynomial.roots()
    guard let first = roots.first else { return .undecided("no enclosure of the roots") }
    let largest = roots.dropFirst().reduce(first.value.re) { Ball.max($0, $1.value.re) }
    if let exact = rational(polynomial, roots, largest) { return .exact(2 * exact) }
    return .real(2 * largest)
  }

  /// The largest real part when it belongs to a rational root, all others being certainly to its left.
  private static func rational(_ p: RationalPolynomial, _ roots: [PolynomialRoot], _ largest: Ball)
    -> Rational?
  {
    let top = roots.filter { $0.value.re.overlaps(largest) }
    guard top.count == 1, top[0].isReal, let candidate = candidate(p, in: largest), p(candidate).isZero else {
      return nil
    }
    return candidate
  }

  /// n/D for an integer n, if there is one in the ball: D clears the denominators of the monic p, and a rational root's
  /// denominator divides it. Nil when n is not a moderate number.
  private static func candidate(_ p: RationalPolynomial, in x: Ball) -> Rational? {
    var common = Rational(1)
    for c in p.monic.coefficients { common = common * Rational((c * common).denominator) }
    let n = (x * Ball(common)).estimate.rounded()
    guard n.magnitude < 0x1p52 else { return nil }
    let value = Rational(Int(n)) / common
    return x.contains(value) ? value : nil
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let sigma = FloatMatrix(p.matrix("Sigma"))
    let attention = GaussianAttention(value: p.matrix("V"), score: p.matrix("A"))
    let d = sigma.rows
    let closed = try context.certified()
    let scale = sigma.frobeniusNorm
    func derivative(_ x: FloatMatrix) -> FloatMatrix {
      let h = 1e-4 * scale / max(x.frobeniusNorm, 1e-300)
      // The equation is quadratic: central differences are exact but for rounding.
      let (up, down) = (
        attention.covarianceDerivative(sigma.adding(h, x)),
        attention.covarianceDerivative(sigma.adding(-h, x))
      )
      return (1 / (2 * h)) * (up - down)
    }
    let system = sigma.symmetricEigensystem
    let isTangential = context.output == "tangential"
    // The projection away from the range, and a direction that turns it.
    let kernel = system.values.indices.filter { system.values[$0] < 1e-10 * scale }
    let away = FloatMatrix(rows: d, columns: d) { i, j in
      kernel.reduce(0) { $0 + system.vectors[i, $1] * system.vectors[j, $1] }
    }
    var x = isTangential ? away * sigma.adding(1, .identity(d)) : away
    if isTangential {
      let turn = FloatMatrix(rows: 2, columns: 2) { $0 == $1 ? 0 : $0 == 0 ? -1.0 : 1.0 } * sigma
      x = turn + turn.transpose
      let slope = derivative(x)
      let rate = (x.transpose * slope).trace / (x.transpose * x).trace
      return try Confrontation.compare(
        [SizedObservation(size: 1, simulated: rate)], with: closed,
        law: .roundoff(bound: 1e-6 * (1 + abs(closed.value))))
    }
    var rates: [Double] = []
    let h = 0.02 / max(1, derivative(x).frobeniusNorm / x.frobeniusNorm)
    for _ in 0..<2 {
      var growth = 0.0
      for _ in 0..<2000 {
        func slope(_ y: FloatMatrix) -> FloatMatrix { away * derivative(y) * away }
        let (a1, n0) = (slope(x), x.frobeniusNorm)
        let a2 = slope(x.adding(h / 2, a1))
        let a3 = slope(x.adding(h / 2, a2))
        let a4 = slope(x.adding(h, a3))
        x = x.adding(h / 6, a1.adding(2, a2).adding(2, a3).adding(1, a4))
        let n1 = x.frobeniusNorm
        growth += Double.log(n1 / n0)
        x = (1 / n1) * x
      }
      rates.append(growth / (2000 * h))
    }
    return try Confrontation.compare(
      [SizedObservation(size: 1, simulated: rates[1])], with: closed,
      law: .roundoff(bound: 1e-6 * (1 + abs(closed.value))))
  }
}
