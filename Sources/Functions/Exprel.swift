import Foundation

/// exprel(x) = (e^x - 1)/x = ∫_0^1 e^{ux} du, entire, positive and increasing on the real line, 1 at x = 0.
///
/// **At an exact point** other than 0, `expm1` loses nothing, so the quotient has two roundings.
///
/// **On a ball**, the logarithmic derivative is the mean of u under the density e^{ux} on [0, 1]: it lies in
/// (0, 1), and for x < 0 it is at most 1/|x|, the mean of the same density on [0, ∞). So, with r the radius
/// and σ that bound on the ball, |exprel(x)/exprel(m) - 1| <= e^{rσ} - 1.
extension Ball {
  public static func exprel(_ x: Ball) -> Ball {
    propagate(x) { value in
      let r = x.radius
      let spread = x.isNegative ? r.dividedUp(by: x.magnitudeBelow) : r
      return value.magnitude * expm1Bound(spread <= r ? spread : r)
    } wide: {
      ends(x, exprelAtPoint)
    } at: {
      exprelAtPoint($0)
    }
  }

  private static func exprelAtPoint(_ x: Ball) -> Ball {
    if x.isZero { return Ball(1, bits: x.bits) }
    let wide = x.rounded(to: x.bits + 8)
    return (expm1(wide) / wide).rounded(to: x.bits)
  }
}

/// The Taylor coefficients c_k = ∫_0^1 u^k e^{ux} du/k!.
///
/// **At an exact point** one of two ways, neither of which divides by a small number:
/// - |x| above 2 (count + 1): up by c_{k+1} = (e^x/(k+1)! - c_k)/x, where one of the two terms is at most half
///   of the other.
/// - Else c_K = (e^x/(K+1)!) Σ_j (-x)^j/((K+2)...(K+1+j)) for the highest K, by repeated integration by parts,
///   then down by c_k = e^x/(k+1)! - x c_{k+1}. For x < 0 all terms are positive. For x > 0 the terms of
///   c_k = Σ_{j>=k} (-x)^(j-k) e_j, e_j = e^x/(j+1)!, add up to at most e^x e_k in absolute value, while
///   c_k >= e_k (k+1)/(x+k+1) roughly: so about log2(e^x (x+1)) bits are lost, and added beforehand.
///
/// **On a ball**, c_k increases in x, and its logarithmic derivative is the mean of u under the density
/// u^k e^{ux} on [0, 1]: in (0, 1), and for x < 0 at most (k+1)/|x|, the mean on [0, ∞).
extension Ball {
  public static func exprelTaylor(_ x: Ball, count: Int) -> [Ball] {
    guard x.isFinite, count > 1 else {
      return x.isFinite ? [exprel(x)] : Array(repeating: x, count: Swift.max(count, 1))
    }
    if x.isExact { return exprelTaylor(at: x, count: count) }
    let r = x.radius
    let relative = x.isNegative ? r.dividedUp(by: x.magnitudeBelow) * Magnitude(count) : r
    guard relative <= .power2(-8) || r <= .power2(-8) else {
      return zip(exprelTaylor(at: x.lowerEdge, count: count), exprelTaylor(at: x.upperEdge, count: count))
        .map { hull($0, $1) }
    }
    // The bound (k+1)/|x| is taken at the largest k.
    let spread = expm1Bound(relative <= r ? relative : r)
    return exprelTaylor(at: x.center, count: count).map {
      Ball(center: $0, radius: $0.magnitude * spread)
    }
  }

  private static func exprelTaylor(at x: Ball, count: Int) -> [Ball] {
    let bits = x.bits + 12 + (Int.bitWidth - count.leadingZeroBitCount)
    if !(x.magnitudeBelow <= Magnitude(2 * count + 2)) {
      return exprelUpwards(x.rounded(to: bits), count).map { $0.rounded(to: x.bits) }
    }
    let lost = x.isPositive ? Int(x.estimate * 1.4427) + Swift.max(0, x.exponent ?? 0) : 0
    return exprelDownwards(x.rounded(to: bits + lost), count).map { $0.rounded(to: x.bits) }
  }

  private static func exprelDownwards(_ x: Ball, _ count: Int) -> [Ball] {
    let e = exp(x)
    var factor = e / factorial(count, bits: x.bits)
    var c = [factor * SeriesKernel.sum(TermRatio(over: .index(plus: count)), at: -x, bits: x.bits)]
    for k in stride(from: count - 2, through: 0, by: -1) {
      // From e^x/(k+2)! to e^x/(k+1)!.
      factor = factor * (k + 2)
      c.append(factor - x * c[c.count - 1])
    }
    return c.reversed()
  }

  private static func exprelUpwards(_ x: Ball, _ count: Int) -> [Ball] {
    var factor = exp(x)
    var c = [expm1(x) / x]
    for k in 1..<count {
      factor = factor / k
      c.append((factor - c[k - 1]) / x)
    }
    return c
  }
}

extension Jet where Base: SpecialAnalytic {
  @inlinable public static func exprel(_ x: Jet) -> Jet {
    let c = Base.exprelTaylor(x.value, count: x.taylorCount)
    return x.compose { c[$0] }
  }

  @inlinable public static func exprelTaylor(_ x: Jet, count: Int) -> [Jet] {
    x.composeEach(Base.exprelTaylor(x.value, count: count + x.taylorCount - 1), count: count)
  }
}

extension Double {
  /// As for balls, but where that cancels by c_k = (1/(k+1)!) Σ_j x^j (k+1)/(j! (j+k+1)).
  public static func exprelTaylor(_ x: Double, count: Int) -> [Double] {
    var c = [exprel(x)]
    var factor = Foundation.exp(x)
    if Swift.abs(x) > Double(2 * count + 2) {
      for k in stride(from: 1, to: count, by: 1) {
        factor /= Double(k)
        c.append((factor - c[k - 1]) / x)
      }
      return c
    }
    if x > 0.5 {
      var inverse = 1.0
      for k in stride(from: 1, to: count, by: 1) {
        inverse /= Double(k)
        let m = Double(k)
        c.append(inverse * positiveSum({ x / $0 }, weight: { 1 / ($0 + m + 1) }))
      }
      return c
    }
    c = Array(repeating: 0, count: Swift.max(count, 1))
    let top = Double(count)
    var scale = factor / factorial(Index(count))
    let last = positiveSum({ -x / (top + $0) }, weight: { _ in 1 })
    c[c.count - 1] = scale * last
    for k in stride(from: count - 2, through: 0, by: -1) {
      scale *= Double(k + 2)
      c[k] = scale - x * c[k + 1]
    }
    return c
  }

  /// Σ_j weight(j) Π_{i<=j} ratio(i).
  private static func positiveSum(
    _ ratio: (Double) -> Double, weight: (Double) -> Double
  ) -> Double {
    var (t, sum, j) = (1.0, weight(0), 0.0)
    while Swift.abs(t) > Swift.abs(sum) * 1e-18, j < 10_000 {
      j += 1
      t *= ratio(j)
      sum += t * weight(j)
    }
    return sum
  }

  public static func exprel(_ x: Double) -> Double {
    x == 0 ? 1 : x == .infinity ? x : Foundation.expm1(x) / x
  }
}
