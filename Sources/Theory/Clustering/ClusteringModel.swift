import VlasovSymbols

/// Self-attention on the sphere, and what its closed forms share.
///
/// Tokens x_1, ..., x_n on S^(d-1), P_x y = y - <x,y>x, inverse temperature β >= 0, Q = K = V = I:
/// - SA: x_i' = P_{x_i}(Z_i^-1 Σ_j e^(β<x_i,x_j>) x_j), Z_i = Σ_k e^(β<x_i,x_k>), self term included;
/// - USA: x_i' = P_{x_i}(n^-1 Σ_j e^(β<x_i,x_j>) x_j), with no factor e^-β.
///
/// An overlap is <x_i,x_j>, a gap is 1 - overlap. Closed forms take gaps: they keep their digits where overlaps
/// are close to 1.
enum ClusteringModel {
  static let paper = Paper(
    key: "geshkovski2025mathematical", title: "A mathematical perspective on Transformers",
    authors: ["B. Geshkovski", "C. Letrouit", "Y. Polyanskiy", "P. Rigollet"], year: 2025, arxiv: "2312.10794"
  )

  /// How exponential integrals are written.
  enum Form {
    /// By Ei and E_1: nothing cancels for large β; singular at β = 0.
    case decaying
    /// By the entire function Ein and logarithms: regular at β = 0; cancels for large β.
    case entire

    /// The form that keeps its digits.
    init(_ beta: Ball) { self = (beta - 1).isPositive ? .decaying : .entire }
  }

  /// Ei(βx) - Ei(βy) for x, y > 0, with Ei(x) = γ_E + log x - Ein(-x).
  static func eiDifference<T: SpecialAnalytic>(_ beta: T, _ x: T, _ y: T, _ form: Form) -> T {
    switch form {
    case .decaying: T.ei(beta * x) - T.ei(beta * y)
    case .entire: T.log(x / y) + T.ein(-(beta * y)) - T.ein(-(beta * x))
    }
  }

  /// E_1(βx) - E_1(βy) for x, y > 0, with E_1(x) = Ein(x) - γ_E - log x.
  static func e1Difference<T: SpecialAnalytic>(_ beta: T, _ x: T, _ y: T, _ form: Form) -> T {
    switch form {
    case .decaying: T.e1(beta * x) - T.e1(beta * y)
    case .entire: T.log(y / x) + T.ein(beta * x) - T.ein(beta * y)
    }
  }
}

/// The passage of a common overlap u from 1 - `start` to 1 - `end`, where u' is proportional to
/// e^(βu) (1 - u)(u + a).
///
/// By 1/((1-u)(u+a)) = (1/(1-u) + 1/(u+a))/(1+a) the two integrals that every speed needs are elementary (β = 0) or
/// exponential integrals (substitute s = β(1-u) and s = β(u+a)).
struct OverlapPassage<T: SpecialAnalytic> {
  let beta: T
  /// a > 0: the overlaps stay above -a.
  let shift: T
  /// The gaps 1 - u, `start` > `end` > 0.
  let start: T
  let end: T
  let form: ClusteringModel.Form

  /// T_0 = (1+a)/2 ∫ du/((1-u)(u+a))
  var neutral: T {
    let top = 1 + shift
    return T.log((top - end) / (top - start) * (start / end)) / 2
  }

  /// e^β (1+a)/2 ∫ e^(-βu) du/((1-u)(u+a))
  var weighted: T {
    let top = 1 + shift
    let near = ClusteringModel.eiDifference(beta, start, end, form)
    let far = ClusteringModel.e1Difference(beta, top - start, top - end, form)
    return (near + T.exp(beta * top) * far) / 2
  }
}

/// A condition on a parameter that depends on others; where it fails the parameter is outside its domain.
struct DomainCondition: Sendable {
  let parameter: String
  let text: String
  /// The outputs it belongs to; nil means all.
  var outputs: Set<String>?
  let comparison: @Sendable (Lifted<Expression>) -> Comparison

  init(
    _ parameter: String, _ text: String, outputs: Set<String>? = nil,
    _ comparison: @escaping @Sendable (Lifted<Expression>) -> Comparison
  ) {
    self.parameter = parameter
    self.text = text
    self.outputs = outputs
    self.comparison = comparison
  }

  /// As `check` lists it.
  var hypothesis: Hypothesis { Hypothesis(text, .reported, outputs: outputs, comparison) }

  /// Throws `InputError` where the condition is refuted, `Undecided` where it is not decided.
  func demand(_ p: Arguments) throws {
    let decision = try comparison(p.lifted(to: Expression.self)).decide(
      maximumBits: min(65536, Budget.current.maximumBits))
    switch decision.verdict {
    case .proved: return
    case .undecided: throw Undecided("\(parameter) touches the boundary of the domain \(text)")
    case .refuted:
      let value = p[parameter]?.text ?? ""
      let bound = decision.rhs.isExact ? "" : ", right side \(decision.rhs.shortDescription)"
      throw InputError(
        parameter: parameter, value: value, domain: text,
        "\(parameter)=\(value) is outside the domain \(text)\(bound)")
    }
  }
}

extension [DomainCondition] {
  /// All conditions of an output.
  func demand(_ p: Arguments, output: String) throws {
    for condition in self where condition.outputs?.contains(output) ?? true { try condition.demand(p) }
  }
}

/// Which point of an interval parameter is taken: what an exact parameter is, at all three.
enum End: Sendable {
  case lower, upper, whole

  var opposite: End {
    switch self {
    case .lower: .upper
    case .upper: .lower
    case .whole: .whole
    }
  }
}

extension Arguments {
  /// A real parameter at an end of its interval.
  func ball(_ name: String, _ end: End = .whole) -> Ball {
    switch self[name] {
    case .integer(let n)?: return Ball(n)
    case .real(let x)?:
      guard x.isInterval else { return x.ball }
      switch end {
      case .whole: return x.ball
      case .lower: return x.ends.lower
      case .upper: return x.ends.upper
      }
    default: return .indeterminate
    }
  }

  /// 1 - x for a real parameter x, formed exactly before it is rounded.
  func gap(_ name: String, _ end: End = .whole) -> Ball {
    guard case .real(let x)? = self[name], !x.isInterval else { return 1 - ball(name, end) }
    return RealParameter(1 - x.lifted(Expression.self)).ball
  }

  /// Whether two real parameters are the same number for certain.
  func areEqual(_ a: String, _ b: String) -> Bool {
    guard case .real(let x)? = self[a], case .real(let y)? = self[b] else { return false }
    return !x.isInterval && x.decide(.equal, bound: y) == .proved
  }

  func word(_ name: String) -> String? {
    if case .word(let w)? = self[name] { w } else { nil }
  }

  /// A value that is monotone in its interval parameters, from its values at the lower and upper ends of the answer.
  func monotone(_ value: (End) throws -> Ball?) rethrows -> Ball? {
    guard hasInterval else { return try value(.whole) }
    guard let low = try value(.lower), let high = try value(.upper) else { return nil }
    return .hull(low, high)
  }
}

/// The zero of a continuously differentiable function that increases strictly on (0, ∞) from negative to positive values.
struct IncreasingZero {
  let value: (Ball) -> Ball
  let derivative: (Ball) -> Ball

  /// Encloses the zero: signs at powers of 2 isolate it, as the function is monotone, and Newton's method refines it.
  /// Nil when the signs are not decided at the working precision.
  func solve() throws -> Ball? {
    let most = 4 * Precision.bits + 64
    var upper = Ball(1)
    var lower: Ball?
    var isFound = false
    for _ in 0..<most {
      try Budget.check()
      guard let sign = sign(upper) else {
        upper = upper * 2
        continue
      }
      if sign > 0 {
        isFound = true
        break
      }
      lower = upper
      upper = upper * 2
    }
    guard isFound else { return nil }
    var below = lower ?? upper / 2
    if lower == nil {
      for _ in 0..<most {
        try Budget.check()
        let sign = sign(below)
        if sign == -1 {
          lower = below
          break
        }
        if sign == 1 { upper = below }
        below = below / 2
      }
    }
    guard let lower else { return nil }
    let zero = IsolatedZero(lower: lower, upper: upper, direction: .rising)
    return IntervalNewton().refine(zero, of: value, derivative: derivative)
  }

  private func sign(_ x: Ball) -> Int? {
    for bits in Set([96, Precision.bits]).sorted() where bits <= Precision.bits {
      let y = withPrecision(bits) { value(x.rounded(to: bits)) }
      if y.isPositive { return 1 }
      if y.isNegative { return -1 }
    }
    return nil
  }
}

extension ParameterSpec {
  /// SA or USA.
  static let attention = ParameterSpec(
    "kind", symbol: "\\mathrm{kind}", .word(["SA", "USA"]), default: "SA",
    "softmax normalised (SA) or unnormalised (USA)")
  /// The number of tokens, at least 2.
  static let tokens = ParameterSpec("n", symbol: "n", .integer(minimum: 2), "number of tokens")
  /// β >= 0.
  static let temperature = ParameterSpec(
    "beta", symbol: "\\beta", .real(.nonNegative), "inverse temperature")
  /// The common overlap at time 0.
  static let startOverlap = ParameterSpec(
    "gamma0", symbol: "\\gamma_0", .real(.belowOne), default: "0", "common overlap at time 0")
}

extension Domain {
  /// (-∞, 1)
  static let belowOne = Domain(upper: .open("1"))
  /// (0, 1)
  static let openUnit = Domain(lower: .open("0"), upper: .open("1"))
}
