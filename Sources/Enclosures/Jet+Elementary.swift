import VlasovNumbers

/// Elementary functions of jets: the recurrences that follow from each function's differential equation,
/// with constant terms computed by `Base` itself so that what it computes without cancellation stays so.
extension Jet {
  /// u^n. The constant term is the base's own power, which on a set knows that even powers are not negative.
  ///
  /// A linear jet, and a symbolic n, use the binomial series; else repeated multiplication, which needs no
  /// division by the constant term.
  @inlinable public static func pow(_ x: Jet, _ n: Index) -> Jet {
    if x.isFlat { return x.flat(Base.pow(x.value, n)) }
    guard let m = n.value, x.stored.count > 2 else { return binomialPower(x, n) }
    if m == 0 { return x.flat(Base.pow(x.value, n)) }
    var result = x
    let exponent = m.magnitude
    var bit = (1 as UInt) << UInt(UInt.bitWidth - 1 - exponent.leadingZeroBitCount)
    while bit > 1 {
      bit >>= 1
      result = square(result)
      if exponent & bit != 0 { result = result * x }
    }
    if m < 0 { result = 1 / result }
    return Jet(stored: [Base.pow(x.value, n)] + result.stored.dropFirst(), order: result.order)
  }

  /// Σ_k n(n-1)...(n-k+1)/k! c_0^(n-k) h^k.
  @inlinable static func binomialPower(_ x: Jet, _ n: Index) -> Jet {
    let full = x.compose { k in
      if let m = n.value, m >= 0, k > m { return 0 }
      var c = Base.pow(x.value, n - k)
      for i in 0..<k { c = c * Base(n - i) / Base(i + 1) }
      return c
    }
    guard x.stored.count == 2, let m = n.value, m >= 0, m < full.order else { return full }
    return Jet(stored: Array(full.stored.prefix(m + 1)), order: full.order)
  }

  /// Each mixed product is computed once, and a middle term is a square.
  @inlinable static func square(_ x: Jet) -> Jet {
    let c = x.stored
    let last = min(x.order, 2 * c.count - 2)
    let result = (0...last).map { k -> Base in
      var sum: Base?
      for j in stride(from: max(0, k - c.count + 1), to: (k + 1) / 2, by: 1) {
        let product = c[j] * c[k - j]
        sum = sum.map { $0 + product } ?? product
      }
      sum = sum.map { $0 + $0 }
      if k % 2 == 1 { return sum ?? 0 }
      let middle = Base.pow(c[k / 2], 2)
      return sum.map { $0 + middle } ?? middle
    }
    return Jet(stored: result, order: x.order)
  }

  /// e' = e u'.
  @inlinable public static func exp(_ x: Jet) -> Jet { exponential(x, Base.exp(x.value)) }

  /// e^u - 1: only the constant term differs from e^u.
  @inlinable public static func expm1(_ x: Jet) -> Jet {
    let e = exp(x)
    return Jet(stored: [Base.expm1(x.value)] + e.stored.dropFirst(), order: e.order)
  }

  /// value e^(u - u_0): k e_k = Σ_j j u_j e_(k-j).
  @inlinable static func exponential(_ x: Jet, _ value: Base) -> Jet {
    if x.isFlat { return x.flat(value) }
    let du = x.weighted
    return series(value, order: x.order) { k, e in convolution(du, e, k, from: 1) / Base(k) }
  }

  @inlinable public static func log(_ x: Jet) -> Jet { logarithm(of: x, value: Base.log(x.value)) }

  @inlinable public static func log1p(_ x: Jet) -> Jet {
    logarithm(of: 1 + x, value: Base.log1p(x.value))
  }

  /// u l' = u': k l_k = (k u_k - Σ_(1<=j<k) j l_j u_(k-j)) / u_0.
  @inlinable static func logarithm(of u: Jet, value: Base) -> Jet {
    if u.isFlat { return u.flat(value) }
    var dl = [Base(0)]
    return series(value, order: u.order) { k, _ in
      let known = convolution(dl, u.stored, k, from: 1)
      let next = (k < u.stored.count ? u.stored[k] * Base(k) - known : -known) / u.value
      dl.append(next)
      return next / Base(k)
    }
  }

  /// s s = u: s_k = (u_k - Σ_(1<=j<k) s_j s_(k-j)) / (2 s_0).
  @inlinable public static func sqrt(_ x: Jet) -> Jet {
    let root = Base.sqrt(x.value)
    if x.isFlat { return x.flat(root) }
    let twice = root + root
    return series(root, order: x.order) { k, s in
      var rest = x.stored.count > k ? x.stored[k] : nil
      for j in stride(from: 1, to: (k + 1) / 2, by: 1) {
        let product = s[j] * s[k - j]
        let both = product + product
        rest = rest.map { $0 - both } ?? -both
      }
      if k % 2 == 0 {
        let middle = Base.pow(s[k / 2], 2)
        rest = rest.map { $0 - middle } ?? -middle
      }
      return (rest ?? 0) / twice
    }
  }

  @inlinable public static func sin(_ x: Jet) -> Jet { sinCos(x).sin }
  @inlinable public static func cos(_ x: Jet) -> Jet { sinCos(x).cos }

  /// Both at once: s' = c u', c' = -s u'.
  @inlinable public static func sinCos(_ x: Jet) -> (sin: Jet, cos: Jet) {
    oscillation(x, Base.sin(x.value), Base.cos(x.value)) { -$0 }
  }

  @inlinable public static func sinh(_ x: Jet) -> Jet {
    oscillation(x, Base.sinh(x.value), Base.cosh(x.value)) { $0 }.sin
  }

  @inlinable public static func cosh(_ x: Jet) -> Jet {
    oscillation(x, Base.sinh(x.value), Base.cosh(x.value)) { $0 }.cos
  }

  /// s' = c u' and c' = `sign`(s u') from the given constant terms.
  @inlinable static func oscillation(
    _ x: Jet, _ s0: Base, _ c0: Base, _ sign: (Base) -> Base
  ) -> (sin: Jet, cos: Jet) {
    if x.isFlat { return (x.flat(s0), x.flat(c0)) }
    let du = x.weighted
    var c = [c0]
    let s = series(s0, order: x.order) { k, s in
      let next = convolution(du, c, k, from: 1) / Base(k)
      c.append(sign(convolution(du, s, k, from: 1) / Base(k)))
      return next
    }
    return (s, Jet(stored: c, order: x.order))
  }

  /// t' = w u' with w = 1 + t^2, w_0 = 1/cos^2.
  @inlinable public static func tan(_ x: Jet) -> Jet {
    slopeOfSquare(x, Base.tan(x.value), Base.pow(Base.cos(x.value), -2)) { $0 }
  }

  /// t' = w u' with w = 1 - t^2, w_0 = 1/cosh^2 (1 - t_0^2 would cancel).
  @inlinable public static func tanh(_ x: Jet) -> Jet {
    slopeOfSquare(x, Base.tanh(x.value), Base.pow(Base.cosh(x.value), -2)) { -$0 }
  }

  /// t' = w u' with w' = `sign`(t^2)', from the constant terms of t and w.
  @inlinable static func slopeOfSquare(
    _ x: Jet, _ t0: Base, _ w0: Base, _ sign: (Base) -> Base
  ) -> Jet {
    if x.isFlat { return x.flat(t0) }
    let du = x.weighted
    var w = [w0]
    return series(t0, order: x.order) { k, t in
      let next = convolution(du, w, k, from: 1) / Base(k)
      let all = t + [next]
      w.append(sign(convolution(all, all, k, from: 0)))
      return next
    }
  }

  @inlinable public static func atan(_ x: Jet) -> Jet {
    x.chain(value: Base.atan(x.value)) { 1 / (1 + square($0)) }
  }

  @inlinable public static func asin(_ x: Jet) -> Jet {
    x.chain(value: Base.asin(x.value)) { 1 / sqrt((1 - $0) * (1 + $0)) }
  }

  @inlinable public static func acos(_ x: Jet) -> Jet {
    x.chain(value: Base.acos(x.value)) { -1 / sqrt((1 - $0) * (1 + $0)) }
  }

  @inlinable public static func atanh(_ x: Jet) -> Jet {
    x.chain(value: Base.atanh(x.value)) { 1 / ((1 - $0) * (1 + $0)) }
  }
}
