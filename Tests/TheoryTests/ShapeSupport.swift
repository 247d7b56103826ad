import Testing

@testable import VlasovTheory

/// Second routes for the shape results. No moment and no power series in Y occurs: every mode has its own Bessel
/// functions, from Miller's recurrence in balls or from quadrature in Double.
struct BesselShape {
  let rates: [Ball]
  let weights: [Ball]
  let t: Ball
  let lambda: Ball
  let bits: Int

  /// Modes are kept until they are below 2^-bits of the first; the balls do not contain the rest.
  init(beta: Ball, m: Ball, t: Ball, lambda: Ball, bits: Int) {
    let count = Miller.modes(beta.estimate, m.estimate, bits: bits)
    let bessel = Miller.bessel(beta, count: count, bits: bits + 32)
    (rates, weights) = withPrecision(bits + 32) {
      let q = -(Ball.pow(.pi / m, 2) / 2)
      return ((1...count).map { bessel[$0] * ($0 * $0) }, (1...count).map { Ball.exp(q * ($0 * $0)) })
    }
    (self.t, self.lambda, self.bits) = (t, lambda, bits)
  }

  /// Ψ, Ψ', Ψ'' at Y > 0: ψ_c^(j)(y) = (c/y)^((j+1)/2) I_{j+1}(2 sqrt(cy)).
  func psi(_ y: Ball) -> [Ball] {
    withPrecision(bits + 32) {
      var sums = [Ball(0), Ball(0), Ball(0)]
      for (rate, weight) in zip(rates, weights) {
        let c = rate * t
        let root = Ball.sqrt(c / y)
        let bessel = Miller.bessel(2 * Ball.sqrt(c * y), count: 3, bits: bits)
        for j in 0...2 { sums[j] += weight * Ball.pow(root, j + 1) * bessel[j + 1] }
      }
      return sums
    }
  }

  /// F(Y) = (1 + r e^Y)Ψ' - Ψ and F_Y, with r = 1/(e^λ - 1).
  func stationarity(_ y: Ball) -> (value: Ball, slope: Ball) {
    withPrecision(bits + 32) {
      let p = psi(y)
      let growth = Ball.exp(y) / (Ball.exp(lambda) - 1)
      return ((1 + growth) * p[1] - p[0], growth * p[1] + (1 + growth) * p[2] - p[1])
    }
  }

  /// Y = log((e^λ - 1)/(e^(λs) - 1)).
  func age(_ s: Ball) -> Ball {
    withPrecision(bits + 32) { Ball.log((Ball.exp(lambda) - 1) / (Ball.exp(lambda * s) - 1)) }
  }
}

/// F in Double with exponentially scaled Bessel functions from the trapezoidal rule on
/// e^-x I_n(x) = π^-1 ∫_0^π e^(x(cos u - 1)) cos(nu) du.
struct FloatShape {
  let rates: [Double]
  let weights: [Double]
  let t: Double
  let lambda: Double
  private static let nodes = 192
  private static let cosines = (0...nodes).map { Double.cos(.pi * Double($0) / Double(nodes)) }

  init(beta: Double, m: Double, t: Double, lambda: Double) throws {
    let modes = try RetrievalModes(beta: beta, decoder: .soft(vocabulary: m)).modes
    (rates, weights) = (modes.map(\.rate), modes.map(\.weight))
    (self.t, self.lambda) = (t, lambda)
  }

  /// e^-x I_1(x) and e^-x I_2(x), by cos 2u = 2 cos² u - 1.
  private static func scaled(_ x: Double) -> (one: Double, two: Double) {
    if x < 0.5 {
      // Series: the quadrature of I_2 would cancel.
      let (z, e) = (x * x / 4, Double.exp(-x))
      let one = x / 2 * (1 + z / 2 + z * z / 12 + z * z * z / 144 + z * z * z * z / 2880)
      let two = x * x / 8 * (1 + z / 3 + z * z / 24 + z * z * z / 360 + z * z * z * z / 8640)
      return (e * one, e * two)
    }
    var (one, two) = (0.0, 0.0)
    for (k, c) in cosines.enumerated() {
      let weight = (k == 0 || k == nodes ? 0.5 : 1) * Double.exp(x * (c - 1))
      one += weight * c
      two += weight * (2 * c * c - 1)
    }
    return (one / Double(nodes), two / Double(nodes))
  }

  /// e^-g F(Y) with the largest growth g = 2 sqrt(c_max Y) taken out; F(0) from the limits of ψ.
  func value(_ y: Double) -> Double {
    let r = 1 / (Double.exp(lambda) - 1)
    let largest = 2 * Double.sqrt((rates.max() ?? 0) * t * y)
    var sum = 0.0
    for (rate, weight) in zip(rates, weights) {
      let c = rate * t
      if y == 0 {
        sum += weight * ((1 + r) * c * c / 2 - c)
        continue
      }
      let x = 2 * Double.sqrt(c * y)
      let (one, two) = Self.scaled(x)
      let root = Double.sqrt(c / y)
      sum += weight * Double.exp(x - largest) * ((1 + r * Double.exp(y)) * root * root * two - root * one)
    }
    return sum
  }

  /// Sign changes of F on a grid that is fine near 0, up to where r e^Y dominates.
  func signChanges(points: Int = 600) -> Int {
    let s1 = zip(rates, weights).reduce(0) { $0 + $1.0 * $1.1 } * t
    let s2 = zip(rates, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 } * t * t / 2
    let last = 1.2 * Double.log((2 + s1 / s2) * (Double.exp(lambda) - 1) + 2) + 4
    let signs = (0...points).map { k in
      let u = Double(k) / Double(points)
      return value(last * u * u * u * u) > 0
    }
    return zip(signs, signs.dropFirst()).filter { $0 != $1 }.count
  }
}

enum Shape {
  /// The certified count, certificate and verdict, or `nil` when undecided.
  static func certificate(_ parameters: String, seconds: Double = 20) throws -> (
    count: Int, certificate: String
  )? {
    let id = "u-shape-certificate"
    let count = try Retrieval.answer(id, "\(parameters) output=count", digits: 5, seconds: seconds)
    let certificate = try Retrieval.answer(
      id, "\(parameters) output=certificate", digits: 5, seconds: seconds)
    #expect(count.status == certificate.status, "\(parameters)")
    guard count.status == .exact else {
      #expect(
        count.status == .undecided && count.value.isEmpty && !(count.reason ?? "").isEmpty, "\(parameters)")
      return nil
    }
    return (try #require(Int(count.value)), certificate.value)
  }

  /// A decimal with `digits` digits near factor * t_crit.
  static func time(_ factor: Double, beta: String, m: String, lambda: String, digits: Int = 12) throws
    -> String
  {
    let critical = try Retrieval.ball("t-crit", "beta=\(beta) M=\(m) lambda=\(lambda)", digits: 30)
    let time = withPrecision(120) { critical * Ball(exactly: factor) }
    return try #require(time.certainDecimal(digits: digits))
  }
}
