import VlasovSymbols

/// The kinetic model of causal attention with ALiBi bias, and the pieces its closed forms share.
///
/// Notation: β inverse temperature, λ ALiBi slope, M vocabulary size, t time, s in (0, 1] the position of
/// the source token. All formulas are uniform in λ (λ = 0 and λ < 0 included) because they use
/// exprel(x) = (e^x - 1)/x, which is entire and positive.
enum RetrievalModel {
  static let paper = Paper(
    key: "duerinckx2026kinetic",
    title: "Kinetic theory for Transformers and the lost-in-the-middle phenomenon",
    authors: ["M. Duerinckx", "B. Geshkovski", "S. Rossi"], year: 2026, arxiv: "2605.09213")

  /// a_n(β) = n² I_n(β), the growth rate of the n-th Fourier mode.
  static func eigenvalue<T: SpecialAnalytic>(_ n: Index, _ beta: T) -> T {
    T.pow(T(n), 2) * T.besselI(n, beta)
  }

  /// The decoder's weight ω_n = exp(-π² n²/(2M²)).
  static func weight<T: Analytic>(_ n: Index, _ m: T) -> T {
    T.exp(-(T.pow(T.pi * T(n), 2) / (2 * T.pow(m, 2))))
  }

  /// The graphon k_λ(σ, s) = λ e^(-λ(σ-s))/(1 - e^(-λσ)), written e^(λ(s-σ))/(σ exprel(-λσ)).
  static func graphon<T: SpecialAnalytic>(_ sigma: T, _ s: T, _ lambda: T) -> T {
    T.exp(lambda * (s - sigma)) / (sigma * T.exprel(-(lambda * sigma)))
  }

  /// Y = log((e^(λσ) - 1)/(e^(λs) - 1)), written λ(σ-s) + log(σ exprel(-λσ)/(s exprel(-λs))): nothing
  /// overflows for large λ, and λ = 0 gives log(σ/s).
  static func age<T: SpecialAnalytic>(_ sigma: T, _ s: T, _ lambda: T) -> T {
    lambda * (sigma - s)
      + T.log(sigma * T.exprel(-(lambda * sigma)) / (s * T.exprel(-(lambda * s))))
  }

  /// ψ_c(y) = Σ_k c^(k+1) y^k/(k!(k+1)!) = c C_1(cy) = sqrt(c/y) I_1(2 sqrt(cy)).
  static func psi<T: SpecialAnalytic>(_ c: T, _ y: T) -> T { c * T.besselClifford(1, c * y) }

  /// The moment S_j = Σ_n ω_n a_n^j.
  static func moment<T: Binding>(_ j: Int, beta: T, m: T) -> T {
    .sum(MomentTerm(power: j), from: 1, [beta, m])
  }

  /// 1 - e^(-λ), without cancellation for small λ.
  static func saturation<T: Analytic>(_ lambda: T) -> T { -T.expm1(-lambda) }

  /// sup_n a_n(β).
  static func largestEigenvalue<T: Ordered>(_ beta: T) -> T {
    .supremum(EigenvalueSequence(), from: 1, [beta])
  }
}

/// Bounds of the modes after the n-th.
///
/// From k!(n+k)! >= k! n! (n+1)^k: I_m(β) <= (β/2)^m/m! exp(β²/(4(m+1))). Hence for all m > n
/// a_m <= b_m := m² (β/2)^m/m! exp(β²/(4(n+2))), and b_{m+1}/b_m = (β/2)(m+1)/m² decreases in m, so it is
/// at most ρ = (β/2)(n+2)/(n+1)². If ρ < 1 then a_m <= b ρ^(m-n-1) with b = b_{n+1}.
struct ModeBound<T: SpecialAnalytic> {
  let first: T
  let ratio: T

  init(after n: Int, beta: T) {
    let m = Index(n + 1)
    let half = beta / 2
    let square = T.pow(T(m), 2)
    first = square * T.pow(half, m) / T.factorial(m) * T.exp(T.pow(beta, 2) / T(4 * (n + 2)))
    ratio = half * T(n + 2) / square
  }
}

/// ω_n a_n^j over x = [β, M].
struct MomentTerm: SeriesTerm {
  let power: Int
  var variables: Int { 0 }

  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T {
    RetrievalModel.weight(n, x[1]) * T.pow(RetrievalModel.eigenvalue(n, x[0]), power)
  }

  /// Σ_{m>n} ω_m a_m^j <= ω_{n+1} b^j/(1 - ρ^j), as ω decreases.
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    let b = ModeBound(after: n, beta: x[0])
    let bound =
      RetrievalModel.weight(Index(n + 1), x[1]) * T.pow(b.first, power) / (1 - T.pow(b.ratio, power))
    return Majorant(bound: bound, ratios: [b.ratio])
  }
}

/// ω_n ψ_{a_n t}(Y) over x = [t, Y, β, M]; t and Y may vary.
struct ProfileTerm: SeriesTerm {
  var variables: Int { 2 }

  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T {
    RetrievalModel.weight(n, x[3]) * RetrievalModel.psi(RetrievalModel.eigenvalue(n, x[2]) * x[0], x[1])
  }

  /// ψ_c(y) <= c e^(cy/2) coefficient by coefficient ((k+1)! >= 2^k), and c_m <= t b ρ^(m-n-1) <= t b, so
  /// Σ_{m>n} ω_m ψ_{c_m}(Y) <= ω_{n+1} t b e^(t b Y/2)/(1 - ρ): a power series in t and Y with
  /// non-negative coefficients that dominates every one of them.
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    let b = ModeBound(after: n, beta: x[2])
    let c = x[0] * b.first
    let bound = RetrievalModel.weight(Index(n + 1), x[3]) * c * T.exp(c * x[1] / 2) / (1 - b.ratio)
    return Majorant(bound: bound, ratios: [b.ratio])
  }
}

/// a_n(β) over x = [β].
struct EigenvalueSequence: SequenceTerm {
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T { RetrievalModel.eigenvalue(n, x[0]) }

  func bound<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    let b = ModeBound(after: n, beta: x[0])
    return Majorant(bound: b.first, ratios: [b.ratio])
  }
}

extension ParameterSpec {
  static let beta = ParameterSpec("beta", symbol: "\\beta", .real(.positive), "inverse temperature")
  static let lambda = ParameterSpec("lambda", symbol: "\\lambda", .real(.real), "ALiBi slope")
  static let vocabulary = ParameterSpec("M", symbol: "M", .real(.positive), "vocabulary size")
  static let position = ParameterSpec("s", symbol: "s", .real(.position), "position of the source token")
}
