import VlasovSimulation
import VlasovSymbols

/// The scalar flows to which three attentions reduce in one dimension and for tied keys.
public enum ScalarFlow: ClosedForm {
  public static let record = Record(
    id: "gaussian.scalar-flow",
    title: "Scalar covariance flows of three attentions",
    statement: """
      $f_t(y_0)$ for $y_0>0$, $c\\ne0$. Softmax, $\\dot y=2cy^2$: $f_t(y)=y/(1-2cty)$ for $2cty<1$. L2, \
      $\\dot y=4cy^2/(1+2y)$: $f_t(y)=1/(2\\omega(e))$, $e=\\frac12(1/y-2\\ln y-4ct)-\\ln2$, with Wright's $\\omega+\\ln\\omega=e$. \
      Sinkhorn ($\\varepsilon=1$), $\\dot y=(\\sqrt{1+4c^2y^2}-1)/c$: $\\theta=\\mathrm{arsinh}(2|c|y)$ obeys \
      $\\theta-\\coth\\frac\\theta2=\\theta_0-\\coth\\frac{\\theta_0}2+2t\\,\\mathrm{sgn}\\,c$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective,
      "covariance flows of softmax, L2 and Sinkhorn attention in one dimension", .derived),
    parameters: [
      TiedKeys.kind,
      ParameterSpec("y0", symbol: "y_0", .real(.positive), "start"),
      ParameterSpec("c", symbol: "c", .real(.real), "coefficient, not 0"),
      ParameterSpec("t", symbol: "t", .real(.real), "time, of any sign"),
    ],
    outputs: [OutputSpec("y", symbol: "f_t(y_0)", "the solution at time t")],
    hypotheses: [
      Hypothesis("2 c t y0 < 1 (softmax)") { p in
        guard case .word("softmax")? = p["kind"] else { return .verdict(.proved, "no bound for this kind") }
        if let y0 = p.rational("y0"), let c = p.rational("c"), let t = p.rational("t"), 2 * c * t * y0 == 1 {
          return .verdict(.refuted, "2 c t y0 = 1: t is the time of blow-up")
        }
        let q = p.lifted(to: Ball.self)
        return .sides(2 * q.c * q.t * q.y0, .less, 1)
      }
    ],
    method: """
      Softmax: rational. L2: Wright's omega. Sinkhorn: the root theta of theta - coth(theta/2) = z in a bracket that holds for \
      every z, by interval Newton.
      """,
    notes: [
      """
      d = 1, covariance s: softmax y = s, c = va. L2 y = bs, c = va/b. Sinkhorn with value v and regularisation eps: y = s, \
      c = a/eps, and v t for t.
      """,
      "For c < 0 and large t: 1/(2|c|t) for softmax and Sinkhorn, 1/(4|c|t) for L2.",
      "L2 and Sinkhorn have no blow-up, forwards or backwards; see gaussian.growth-constants.",
    ],
    crossCheck: CrossCheck(
      simulates: "the differential equation by Runge-Kutta in log y", law: "error O(step^4)",
      defaultParameters: "kind=l2 y0=1 c=1/4 t=1/2", run: crossCheck),
    references: [
      ReferenceValue(
        "kind=l2 y0=1 c=1/4 t=1/2 output=y", "1.186833708275656376651797442817820121121177277311"),
      ReferenceValue(
        "kind=l2 y0=1/2 c=-3/4 t=10 output=y", "0.03730114069218568536477337277596847496716972829699"),
      ReferenceValue(
        "kind=sinkhorn y0=1 c=1/4 t=1/2 output=y", "1.3028121208490251011572514217778516227214039031175"),
      ReferenceValue(
        "kind=sinkhorn y0=1/2 c=-3/4 t=2 output=y", "0.206384325249548443228816749903514990232191315092"),
    ],
    related: ["gaussian.tied-keys", "gaussian.growth-constants", "gaussian.heat-limit"])

  public static func validate(_ p: Arguments) throws {
    guard case .real(let c)? = p["c"] else { return }
    switch c.decide(.equal, bound: 0) {
    case .proved:
      throw InputError(
        parameter: "c", value: c.text, domain: "c != 0", "c=\(c.text) is outside the domain c != 0")
    case .undecided where !c.isInterval: throw Undecided("whether c=\(c.text) is 0")
    default: return
    }
  }

  // MARK: Formulas

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    flow(p.word("kind") ?? "softmax", p.y0, p.c, p.t)
  }

  static func flow<T: Binding>(_ kind: String, _ y: T, _ c: T, _ t: T) -> T {
    switch kind {
    case "l2": l2(y, c, t)
    case "sinkhorn": sinkhorn(y, c, t)
    default: y / (1 - 2 * c * t * y)
    }
  }

  /// With z = 1/(2y): z' = -2cz/(1 + z), that is (z + ln z)' = -2c.
  private static func l2<T: Binding>(_ y: T, _ c: T, _ t: T) -> T {
    1 / (2 * T.wrightOmega(1 / (2 * y) - T.log(2 * y) - 2 * c * t))
  }

  /// By θ' = 2 sgn(c) (cosh θ - 1)/cosh θ.
  private static func sinkhorn<T: Binding>(_ y: T, _ c: T, _ t: T) -> T {
    let size = T.sqrt(c * c)
    return T.sinh(angle(level(T.asinh(2 * size * y)) + 2 * t * c / size)) / (2 * size)
  }

  /// θ - coth(θ/2), coth(θ/2) = 1 + 2/(e^θ - 1) = 1 - 2e^-θ/(e^-θ - 1).
  static func level<T: SpecialAnalytic>(_ theta: T) -> T {
    theta - 1 + 2 * T.exp(-theta) / T.expm1(-theta)
  }

  /// θ - coth(θ/2) - z, as an equation for θ.
  struct Level: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ theta: T, _ p: [T]) -> T { level(theta) - p[0] }
  }

  /// The θ > 0 with θ - coth(θ/2) = z, any real z.
  ///
  /// The left side g increases from -∞ to ∞. By max(1, 2/θ) < coth(θ/2) < 1 + 2/θ the zero lies between
  /// a = √2 e^{arsinh(z/√8)}, where a - 2/a = z, and b = √2 e^{arsinh((1+z)/√8)}, where b - 1 - 2/b = z. At the ends of
  /// (a/2, 2b) the signs are certain with room: g(a/2) < a/2 - 4/a = z - a/2 - 2/a and g(2b) > 2b - 1 - 1/b = z + b + 1/b.
  static func angle<T: Binding>(_ z: T) -> T {
    let (two, eight) = (T.sqrt(2), T.sqrt(8))
    let a = two * T.exp(T.asinh(z / eight))
    let b = two * T.exp(T.asinh((1 + z) / eight))
    return T.root(Level(), [z], between: a / 2, and: 2 * b)
  }

  /// Exactly y0 at t = 0; a rational for softmax.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    let (y0, c, t) = (p.rational("y0"), p.rational("c"), p.rational("t"))
    if let t, t.isZero { return y0.map { .exact($0) } ?? .real(p.lifted(to: Ball.self).y0) }
    if case .word("softmax")? = p["kind"], let y0, let c, let t {
      return GaussianModel.answer(y0 / (1 - 2 * c * t * y0))
    }
    return .reading {
      formula(p.lifted(to: SmallBall.self), output: output)
    } ball: {
      formula(p.lifted(to: Ball.self), output: output)
    }
  }

  /// Both sides for every kind are in the statement; no one formula stands for all.
  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  // MARK: Simulation

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let kind = p.word("kind") ?? ""
    let (c, time) = (p.c, p.t)
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      // In log y, whose speed stays bounded where y grows or decays exponentially.
      [32, 64, 128, 256].map { steps in
        let u = rungeKutta(from: Double.log(p.y0), time: time, steps: steps) { u in
          let y = Double.exp(u)
          switch kind {
          case "softmax": return 2 * c * y
          case "l2": return 4 * c * y / (1 + 2 * y)
          default: return 4 * c * y / (1 + (1 + 4 * c * c * y * y).squareRoot())
          }
        }
        return SizedObservation(size: Double(steps), simulated: Double.exp(u))
      }
    }
  }

  /// The classical method for one autonomous equation.
  private static func rungeKutta(
    from start: Double, time: Double, steps: Int, _ f: (Double) -> Double
  ) -> Double {
    let h = time / Double(steps)
    var u = start
    for _ in 0..<steps {
      let a = f(u)
      let b = f(u + h / 2 * a)
      let c = f(u + h / 2 * b)
      u += h / 6 * (a + 2 * b + 2 * c + f(u + h * c))
    }
    return u
  }
}
