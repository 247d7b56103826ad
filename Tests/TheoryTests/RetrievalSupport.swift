import Testing

@testable import VlasovTheory

/// Shared steps of the tests of this theme.
enum Retrieval: ThemeTests {
  static let theme = "retrieval"
}

/// A second route to the Bessel functions: Miller's backward recurrence, normalised by
/// e^x = I_0(x) + 2 Σ_{n>=1} I_n(x). Neither a power series nor Bessel–Clifford functions occur.
enum Miller {
  /// I_0(x), ..., I_count(x) for x > 0, to a relative 2^-bits.
  ///
  /// With p_{L+1} = 0, p_L = 1 and p_{n-1} = p_{n+1} + (2n/x) p_n, the relative error of p_n e^x/(p_0 + 2Σp_n) is about
  /// (I_L/K_L)(K_n/I_n), below (x/2)^(2L-2n) (n!/L!)², or that of the missing terms of e^x; L makes both tiny.
  static func bessel(_ x: Ball, count: Int, bits: Int) -> [Ball] {
    let working = bits + 64
    return withPrecision(working) {
      let x = x.rounded(to: working)
      // log2(x/2), also where x is below the range of Double.
      let half =
        x.estimate > 1e-300 ? Double.log(x.estimate / 2) / Double.log(2.0) : Double((x.exponent ?? 0) - 1)
      var last = count
      var drop = 0.0
      while drop > -Double(bits + 60) {
        last += 1
        drop += half - Double.log(Double(last)) / Double.log(2.0)
      }
      let reciprocal = 2 / x
      var (above, here) = (Ball(0), Ball(1))
      var kept: [Ball] = []
      var sum = Ball(0)
      for n in stride(from: last, through: 1, by: -1) {
        if n <= count { kept.append(here) }
        sum += here
        (above, here) = (here, above + reciprocal * n * here)
      }
      kept.append(here)
      let scale = Ball.exp(x) / (here + 2 * sum)
      // The truncation is not in the balls: widen them by its bound.
      return kept.reversed().map {
        let value = $0 * scale
        return Ball(center: value, radius: value.magnitude.scaled(by: -bits - 30))
      }
    }
  }

  /// The retrieval profile from Miller's recurrence alone: ψ_c(y) = sqrt(c/y) I_1(2 sqrt(cy)), 0 < s < 1.
  ///
  /// `weight` replaces ω_n. Modes are summed until n² (β/2)^n/n! and ω_n make them negligible.
  static func profile(
    s: Ball, beta: Ball, m: Ball, t: Ball, lambda: Ball, bits: Int,
    weight: ((Int) -> Ball)? = nil
  ) -> Ball {
    withPrecision(bits + 32) {
      let e = lambda.isZero ? s : Ball.expm1(lambda * s) / Ball.expm1(lambda)
      let y = -Ball.log(e)
      let k = lambda.isZero ? Ball(1) : lambda * Ball.exp(lambda * s) / Ball.expm1(lambda)
      let count = modes(beta.estimate, m.estimate, bits: bits, gaussian: weight == nil)
      let bessel = bessel(beta, count: count, bits: bits + 32)
      let q = -(Ball.pow(.pi / m, 2) / 2)
      var sum = Ball(0)
      for n in 1...count {
        let omega = weight?(n) ?? Ball.exp(q * (n * n))
        let a = bessel[n] * (n * n)
        let c = a * t
        let lost = max(0, (sum.exponent ?? 0) - (omega * c).magnitude.exponent)
        let precision = max(64, bits + 32 - lost)
        let root = Ball.sqrt((c * y).rounded(to: precision))
        let psi =
          Ball.sqrt((c / y).rounded(to: precision)) * Miller.bessel(2 * root, count: 1, bits: precision)[1]
        sum += omega * psi
      }
      return k * sum
    }
  }

  /// Modes beyond which ω_n n² (β/2)^n/n! is below 2^-bits of the first.
  static func modes(_ beta: Double, _ m: Double, bits: Int, gaussian: Bool = true) -> Int {
    var n = 2
    var log = 0.0
    let g = gaussian ? Double.pi * Double.pi / (2 * m * m) : 0
    while true {
      log += Double.log(beta / 2 / Double(n))
      let size = log + 2 * Double.log(Double(n)) - g * Double(n * n)
      if size < -Double(bits + 40) * Double.log(2.0), Double(n) > beta { return n }
      n += 1
    }
  }
}
