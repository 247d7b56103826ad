import CMPFR
import VlasovEnclosures
import VlasovNumbers

/// Other ways to the special functions, on exact balls of a precision well above that under test. They rest on
/// MPFR's functions and on series of positive terms with a geometric tail, not on the algorithms they check.
enum Routes {
  /// (e^x - 1)/x by MPFR's expm1.
  static func exprel(_ x: [Ball], _: Int) -> Ball {
    x[0].isZero ? Ball(1) : .rounded(x[0]) { mpfr_expm1($0, $1, $2) } / x[0]
  }

  /// Ein(x) = gamma + log|x| - Ei(-x), Ei by MPFR.
  static func ein(_ x: [Ball], _: Int) -> Ball {
    if x[0].isZero { return x[0] }
    let size = Ball.rounded(.abs(x[0])) { mpfr_log($0, $1, $2) }
    return Ball.eulerGamma + size - .rounded(-x[0]) { mpfr_eint($0, $1, $2) }
  }

  /// E1(x) = -Ei(-x).
  static func e1(_ x: [Ball], _: Int) -> Ball {
    x[0].isPositive ? -Ball.rounded(-x[0]) { mpfr_eint($0, $1, $2) } : .indeterminate
  }

  /// Q(k, y) = e^-y sum_{j<k} y^j/j!, term by term.
  static func gammaQ(_ x: [Ball], _ k: Int) -> Ball {
    guard x[0].isNonNegative, k > 0 else { return .indeterminate }
    var term = Ball(1, bits: x[0].bits)
    var sum = term
    for j in stride(from: 1, to: k, by: 1) {
      term = term * x[0] / j
      sum += term
    }
    return .rounded(-x[0]) { mpfr_exp($0, $1, $2) } * sum
  }

  /// C_n(z) = sum z^k/(k! (n + k)!).
  static func besselClifford(_ x: [Ball], _ n: Int) -> Ball { cliffordSum(x[0], n) }

  /// I_n(x) = (x/2)^n C_n(x^2/4).
  static func besselI(_ x: [Ball], _ n: Int) -> Ball {
    Ball.pow(x[0] / 2, Index(n)) * cliffordSum(x[0] * x[0] / 4, n)
  }

  /// The series by its terms, for |z| up to 2^14. Once |z|/((k + 2)(n + k + 2)) is
  /// certainly below 1/2, all that follows is at most twice the next term.
  private static func cliffordSum(_ z: Ball, _ n: Int) -> Ball {
    guard (z.exponent ?? 0) <= 14, n >= 0 else { return .indeterminate }
    let bits = z.bits
    var term = Ball(1, bits: bits) / Ball(Integer.factorial(n), bits: bits)
    var sum = term
    let size = z.magnitude
    for k in 0..<100_000 {
      term = term * z / Ball((k + 1) * (n + k + 1), bits: bits)
      let ratio = size.dividedUp(by: Magnitude((k + 2) * (n + k + 2)).scaled(by: -1))
      if ratio <= .power2(-1), term.magnitude <= .power2((sum.exponent ?? 0) - bits) || term.isZero {
        return Ball(center: sum, radius: term.magnitude.scaled(by: 1))
      }
      sum += term
    }
    return .indeterminate
  }
}
