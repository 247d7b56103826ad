/// The Bessel-Clifford function and I_n of small balls, by `SmallSeriesKernel` where it reaches, else by `Ball`.
/// The bounds of what a radius can change are those of `Ball.besselClifford`.
extension SmallBall {
  /// C_n(z) = Σ_{k>=0} z^k/(k! (k+n)!) for an integer n >= 0.
  ///
  /// Natively for 0 <= n <= 10000, thin z below 2^10 and sums n! C_n(|z|) below 2^15; for z < 0 only where the
  /// terms cancel little, |z| <= 4 (n + 1): the error is then about 2^-128 of C_n(|z|) <= e^4 C_n(0).
  public static func besselClifford(_ n: Index, _ z: SmallBall) -> SmallBall {
    guard let order = n.value, (0...10_000).contains(order), let value = native(order, z) else {
      return SmallBall(Ball.besselClifford(n, z.ball))
    }
    return value
  }

  private static func native(_ n: Int, _ z: SmallBall) -> SmallBall? {
    let r = z.radius
    if z.isExact {
      guard !z.isNegative || z.magnitude <= Magnitude(4 * (n + 1)) else { return nil }
      return besselSum(n, z).map { dividedByFactorial($0, n) }
    }
    // A thin ball that does not reach 0.
    guard r.exponent < Swift.min(z.magnitude.exponent, 0) - 21 else { return nil }
    guard z.isPositive || z.magnitude <= Magnitude(4 * (n + 1)), let sum = besselSum(n, z.center) else {
      return nil
    }
    // With σ = 1/(n+1): |C_n(x)/C_n(m) - 1| <= e^{rσ} - 1 for m > 0; |n! C_n(x) - n! C_n(m)| <= r σ for m < 0.
    let u = r.dividedUp(by: SmallBall(n + 1).magnitudeBelow)
    let spread = z.isPositive ? sum.magnitude * Ball.expm1Bound(u) : u
    return dividedByFactorial(SmallBall(center: sum, radius: spread), n)
  }

  /// n! C_n(z) at an exact point.
  private static func besselSum(_ n: Int, _ z: SmallBall) -> SmallBall? {
    SmallSeriesKernel.sum(TermRatio(over: .index(), .index(plus: n)), at: z)
  }

  private static func dividedByFactorial(_ x: SmallBall, _ n: Int) -> SmallBall {
    n <= 20 ? x / (1...Swift.max(n, 1)).reduce(1, &*) : x / factorial(Index(n))
  }

  /// I_n(x) = (x/2)^n C_n(x²/4) for an integer n >= 0.
  ///
  /// Natively for thin x with 2^-8 <= |x| < 2^5 and n <= 32; the relative rounding errors of x²/4, of the power
  /// and of the sum add up to about (|x|/2 + n + 4) 2^-128. For x > 0, I_n'/I_n = I_{n+1}/I_n + n/x <= 1 + n/x.
  public static func besselI(_ n: Index, _ x: SmallBall) -> SmallBall {
    let e = x.magnitude.exponent
    guard let order = n.value, (0...32).contains(order), (-7...5).contains(e), x.radius.exponent < e - 21
    else {
      return SmallBall(Ball.besselI(n, x.ball))
    }
    let m = x.center
    let half = m / 2
    let c = besselClifford(n, half * half)
    let size = order == 0 ? c : pow(half, order) * c
    if x.isExact { return size }
    let growth = Magnitude(order).dividedUp(by: x.magnitudeBelow) + .power2(0)
    return SmallBall(center: size, radius: size.magnitude * Ball.expm1Bound(x.radius * growth))
  }
}
