/// The Fourier modes of the interaction exp(beta cos) seen by a decoder: rates a_n = n^2 I_n(beta) and read-out
/// weights omega_n, for "Kinetic theory for Transformers and the lost-in-the-middle phenomenon" (arXiv 2605.09213).
///
/// Every I_n comes from `BesselQuadrature`, none from a Bessel series.
public struct RetrievalModes: Sendable, Equatable {
  /// How the answer is read off the angle of the last token.
  public enum Decoder: Sendable, Equatable {
    /// Soft score: omega_n = exp(-pi^2 n^2 / (2 M^2)) (equation "Sb-def").
    case soft(vocabulary: Double)
    /// Nearest codeword: omega_n = sin(pi n / M) / (pi n) (derived, formal).
    case hard(vocabulary: Double)
    /// Every mode counts once.
    case unit
  }

  /// One mode: its number n >= 1, its weight omega_n, its rate a_n.
  public struct Mode: Sendable, Equatable {
    public var number: Int
    public var weight: Double
    public var rate: Double

    public init(number: Int, weight: Double, rate: Double) {
      self.number = number
      self.weight = weight
      self.rate = rate
    }
  }

  public var modes: [Mode]

  /// These modes.
  public init(modes: [Mode]) {
    self.modes = modes
  }

  /// All modes of exp(beta cos) that matter in Double: past the largest a_n the rates fall superexponentially, and
  /// the list ends where omega_n a_n is below 1e-18 of the largest one.
  ///
  /// - Parameter scale: multiplies every weight (a head's signed weight).
  public init(beta: Double, decoder: Decoder, scale: Double = 1) throws {
    let peak = try BesselQuadrature.largestEigenvalue(beta).mode
    var largest = 0.0
    modes = []
    var n = 1
    while true {
      let rate = try BesselQuadrature.eigenvalue(n, beta).value
      try require(rate.isFinite, "beta", "small enough for Double")
      let size = decoder.bound(n) * rate
      largest = max(largest, size)
      if n > peak, size <= 1e-18 * largest { break }
      modes.append(Mode(number: n, weight: scale * decoder.weight(n), rate: rate))
      n += 1
    }
  }

  /// The moment S_j = sum of omega_n a_n^j.
  public func moment(_ j: Int) -> Double {
    var sum = CompensatedSum()
    for mode in modes { sum.add(mode.weight * exponentiate(mode.rate, Double(j))) }
    return sum.value
  }
}

extension RetrievalModes.Decoder {
  func weight(_ n: Int) -> Double {
    switch self {
    case .soft(let vocabulary):
      let ratio = Double.pi * Double(n) / vocabulary
      return exponential(-ratio * ratio / 2)
    case .hard(let vocabulary):
      return sine(Double.pi * Double(n) / vocabulary) / (Double.pi * Double(n))
    case .unit:
      return 1
    }
  }

  /// A decreasing bound on |weight|.
  func bound(_ n: Int) -> Double {
    switch self {
    case .hard: 1 / (Double.pi * Double(n))
    default: weight(n)
    }
  }
}
