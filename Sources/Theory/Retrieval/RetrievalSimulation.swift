import VlasovSimulation
import VlasovSymbols

/// What the float cross-checks of this theme share.
enum RetrievalSimulation {
  /// Sizes whose doubling shows the order of convergence.
  static let cells = [100, 200, 400, 800]

  /// The Volterra scheme's law: C h² + D h³ + ... in the cell width h.
  static let cellLaw = ErrorLaw.power(order: 2, next: 3)

  /// A certified number as the float side sees it.
  static func certified(_ value: Double) -> CertifiedValue {
    CertifiedValue(value: value, halfWidth: abs(value) * Double.ulpOfOne)
  }

  /// The Fourier modes with their Bessel functions from quadrature.
  static func modes(_ p: Lifted<Double>) throws -> RetrievalModes {
    try RetrievalModes(beta: p.beta, decoder: .soft(vocabulary: p.M))
  }

  /// The simulated profile at the parameters t and λ.
  static func profile(_ p: Lifted<Double>) throws -> VolterraProfile {
    VolterraProfile(modes: try modes(p), time: p.t, lambda: p.lambda)
  }
}

/// Derivatives at s = 1 of a simulated profile, from its values at s = 1 - h, 1 - 2h, ...
///
/// With g(x) = S(1 - x), polynomials through the nearest points give
/// g(0) = 3g(h) - 3g(2h) + g(3h) + O(h³), g'(0) = (-5g(h) + 8g(2h) - 3g(3h))/(2h) + O(h²) and
/// g''(0) = (3g(h) - 8g(2h) + 7g(3h) - 2g(4h))/h² + O(h²). Every value is simulated on cells of width h/8, whose
/// own error is of the same order or smaller.
struct SimulatedEnd {
  var modes: RetrievalModes
  var lambda: Double
  var spacing: Double

  /// Reciprocals of the spacings h of a study.
  static let sizes: [Double] = [64, 128, 256, 512]

  private func values(_ count: Int, time: Double) throws -> [Double] {
    let profile = VolterraProfile(modes: modes, time: time, lambda: lambda)
    return try (1...count).map { j in
      try profile.value(at: 1 - Double(j) * spacing, cells: 8 * j, threads: 1)
    }
  }

  /// S_t(1).
  func value(time: Double) throws -> Double {
    let g = try values(3, time: time)
    return 3 * g[0] - 3 * g[1] + g[2]
  }

  /// S_t'(1).
  func slope(time: Double) throws -> Double {
    let g = try values(3, time: time)
    return (5 * g[0] - 8 * g[1] + 3 * g[2]) / (2 * spacing)
  }

  /// S_t''(1).
  func curvature(time: Double) throws -> Double {
    let g = try values(4, time: time)
    return (3 * g[0] - 8 * g[1] + 7 * g[2] - 2 * g[3]) / (spacing * spacing)
  }

  /// The time at which the slope vanishes: slope(t)/t is nearly linear in t.
  func criticalTime() throws -> Double {
    let scale = 1 / (modes.modes.map(\.rate).max() ?? 1)
    return try SimulatedEnd.zero(from: scale / 4, scale / 2) { try slope(time: $0) / $0 }
  }

  /// A zero by the secant method, to about the rounding of f.
  static func zero(from first: Double, _ second: Double, _ f: (Double) throws -> Double) rethrows -> Double {
    var (x, y) = (first, second)
    var (fx, fy) = (try f(x), try f(y))
    for _ in 0..<40 {
      guard fx != fy else { break }
      let next = y - fy * (y - x) / (fy - fx)
      (x, fx) = (y, fy)
      (y, fy) = (next, try f(next))
      if abs(y - x) <= 1e-14 * abs(y) { break }
    }
    return y
  }
}

extension Arguments {
  /// A real parameter that is certainly this rational number.
  func isExactly(_ name: String, _ value: Rational) -> Bool {
    if case .real(let x)? = self[name] { return x.rational == value }
    return false
  }
}
