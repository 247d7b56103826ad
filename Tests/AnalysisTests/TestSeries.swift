import VlasovAnalysis

/// Σ z^n/n!, the exponential function when it starts at 0.
///
/// Tail: the ratio of two terms after the n-th is at most z/(n + 2).
struct ExponentialSeries: SeriesTerm {
  var variables: Int { 1 }
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T { .pow(x[0], n) / .factorial(n) }
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    let ratio = x[0] / T(n + 2)
    return Majorant(bound: term(Index(n + 1), x) / (1 - ratio), ratios: [ratio])
  }
}

/// Σ z^n = 1/(1 - z).
struct GeometricSeries: SeriesTerm {
  var variables: Int { 1 }
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T { .pow(x[0], n) }
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    Majorant(bound: .pow(x[0], n + 1) / (1 - x[0]), ratios: [x[0]])
  }
}

/// Σ_{k>=0} c^{k+1} y^k/(k! (k+1)!) = c C_1(c y), in two variables, with the bound (B3) of its tail.
struct BesselSeries: SeriesTerm {
  var variables: Int { 2 }
  func term<T: SpecialAnalytic>(_ k: Index, _ x: [T]) -> T {
    .pow(x[0], k + 1) * .pow(x[1], k) / (.factorial(k) * .factorial(k + 1))
  }
  func tail<T: SpecialAnalytic>(after k: Int, _ x: [T]) -> Majorant<T> {
    let ratio = x[0] * x[1] / T((k + 2) * (k + 3))
    return Majorant(bound: term(Index(k + 1), x) / (1 - ratio), ratios: [ratio])
  }
}

/// Σ_{n>=1} (e^{-w n²} (n + 1)/n!) z^n: z is a variable, w >= 0 a parameter that must not vary.
struct WeightedSeries: SeriesTerm {
  var variables: Int { 1 }
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T {
    .exp(-x[1] * T(n) * T(n)) * T(n + 1) * .pow(x[0], n) / .factorial(n)
  }
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    let ratio = x[0] * T(n + 3) / T((n + 2) * (n + 2))
    return Majorant(bound: term(Index(n + 1), x) / (1 - ratio), ratios: [ratio])
  }
}

/// Σ cos(π n²)/2^n z-free: all terms of odd index vanish when `odd` is 0. Used for vanishing terms.
struct SparseSeries: SeriesTerm {
  var variables: Int { 1 }
  /// z^(n) for n a multiple of 7, else 0.
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T {
    (n.value ?? 1) % 7 == 0 ? .pow(x[0], n) : 0
  }
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    Majorant(bound: .pow(x[0], n + 1) / (1 - x[0]), ratios: [x[0]])
  }
}

/// n² I_n(β), n >= 1. From (n+1)β < 2n² on it decreases, because I_{n+1}/I_n < β/(2(n+1)).
struct BesselModes: SequenceTerm {
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T { T(n) * T(n) * .besselI(n, x[0]) }
  func bound<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    Majorant(
      bound: term(Index(n + 1), x), ratios: [x[0] * T(n + 2) / T(2 * (n + 1) * (n + 1))])
  }
}

/// x - x^n/2 for 0 < x < 1, n >= 0: the supremum x is not attained.
struct Approaching: SequenceTerm {
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T { x[0] - .pow(x[0], n) / 2 }
  func bound<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    Majorant(bound: x[0], ratios: [x[0]])
  }
}
