import VlasovSymbols

/// Causal self-attention on the sphere, and the pieces its closed forms share.
///
/// Tokens x_k on S^(d-1) move by x_k' = P_{x_k}(Z_k^-1 Σ_{j<=k} e^(β<Qx_k,Kx_j>) V x_j) with
/// Z_k = Σ_{j<=k} e^(β<Qx_k,Kx_j>), self term included, P_x y = y - <x,y>x. For d = 2 and Q = K = V = I the angles
/// obey φ_k' = Z_k^-1 Σ_{j<k} h(φ_j - φ_k), Z_k = Σ_{j<=k} e^(β(cos(φ_k - φ_j) - 1)). Distances are angles.
enum CausalModel {
  static let paper = Paper(
    key: "karagodin2024clustering", title: "Clustering in Causal Attention Masking",
    authors: ["N. Karagodin", "Y. Polyanskiy", "P. Rigollet"], year: 2024, arxiv: "2411.04990",
    venue: "Advances in Neural Information Processing Systems (NeurIPS)")

  /// e^(β(cos x - 1)), the weight of a token at distance x, without the cancellation of cos x - 1 near 0.
  static func weight<T: Analytic>(_ beta: T, _ x: T) -> T {
    T.exp(-(2 * beta * T.pow(T.sin(T(Rational(1, 2)) * x), 2)))
  }

  /// h(x) = e^(β(cos x - 1)) sin x, the force between two tokens at distance x.
  static func force<T: Analytic>(_ beta: T, _ x: T) -> T { weight(beta, x) * T.sin(x) }

  /// g(x) = h'(x) = e^(β(cos x - 1)) (cos x - β sin² x).
  static func slope<T: Analytic>(_ beta: T, _ x: T) -> T {
    weight(beta, x) * (T.cos(x) - beta * T.pow(T.sin(x), 2))
  }

  /// The distance τ_β where h is largest on [0, π].
  ///
  /// g(τ) = 0 is a quadratic equation for cos τ, whose root u in (0, 1) has sin² τ = u/β; hence
  /// tan² τ = 1/(βu) = (1 + √(1 + 4β²))/(2β²), in which nothing cancels (acos u loses half the digits for
  /// large β).
  static func forcePeak<T: Analytic>(_ beta: T) -> T {
    T.atan(T.sqrt((1 + discriminant(beta)) / (2 * T.pow(beta, 2))))
  }

  /// h(τ_β) = √(u/β) e^(β(u - 1)): with D = √(1 + 4β²), u = 2β/(1 + D) and β(1 - u) = u/(1 + u).
  static func largestForce<T: Analytic>(_ beta: T) -> T {
    let d = discriminant(beta)
    return T.sqrt(2 / (1 + d)) * T.exp(-(2 * beta / (1 + 2 * beta + d)))
  }

  private static func discriminant<T: Analytic>(_ beta: T) -> T { T.sqrt(1 + 4 * T.pow(beta, 2)) }
}

extension ParameterSpec {
  /// The separation c, in units of β^(-1/2).
  static let separation = ParameterSpec(
    "c", symbol: "c", .real(.positive), "separation in units of beta^(-1/2)")
  /// The tolerance ε, in units of β^(-1/2).
  static let tolerance = ParameterSpec(
    "epsilon", symbol: "\\varepsilon", .real(.positive), "tolerance in units of beta^(-1/2)")
  /// A separation as an angle.
  static let angularSeparation = ParameterSpec(
    "delta", symbol: "\\delta", .real(.positive), "separation, an angle in radians")
}

extension RealParameter {
  /// Thin balls for the ends of an interval; twice the ball of a constant.
  ///
  /// The hull of an interval is wider than the interval by the rounding of a ball's radius, so that its edges may
  /// leave the domain; the ends do not.
  var ends: (lower: Ball, upper: Ball) {
    let e = lifted(Expression.self)
    guard case .interval = e.operation else {
      return isInterval ? (ball.lowerEdge, ball.upperEdge) : (ball, ball)
    }
    return (RealParameter(e.operands[0]).ball, RealParameter(e.operands[1]).ball)
  }
}

extension ClosedForm {
  /// The value of an output that increases in the parameters `increasing` and decreases in all others: for
  /// interval parameters, from their ends.
  static func monotoneValue(_ p: Arguments, output: String, increasing: Set<String>) -> Value {
    func at(_ isUpper: (String) -> Bool) -> Ball {
      var reals: [String: Ball] = [:]
      for (name, value) in p.values {
        guard case .real(let x) = value else { continue }
        reals[name] = isUpper(name) ? x.ends.upper : x.ends.lower
      }
      return formula(Lifted(reals: reals), output: output)
    }
    let least = at { !increasing.contains($0) }
    return .real(p.hasInterval ? .hull(least, at { increasing.contains($0) }) : least)
  }
}
