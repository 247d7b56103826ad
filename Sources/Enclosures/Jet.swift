import VlasovNumbers

/// A truncated Taylor polynomial Σ_{k<=order} c_k t^k with c_k = f^(k)/k!: the reading of a formula that
/// gives its derivatives.
///
/// Every operation is the power series operation modulo t^(order+1), so over balls each coefficient of the
/// result encloses the true Taylor coefficient (a polynomial identity in the coefficients of the operands).
/// A constant has no truncation: it takes the order of its partner. Two variable jets of different orders
/// give the smaller order, beyond which the result is not known.
///
/// Constants and literals are made in `Base` at the working precision, as everywhere.
@frozen public struct Jet<Base: Analytic>: Analytic {
  /// The leading coefficients, at least one; the others up to `order` are exact zeros.
  @usableFromInline let stored: [Base]
  /// The largest power of t that is known; `Int.max` for a constant.
  public let order: Int

  @inlinable init(stored: [Base], order: Int) {
    self.stored = stored
    self.order = order
  }

  // MARK: Making jets

  /// The variable at `value`: value + t.
  @inlinable public init(variable value: Base, order: Int) {
    self.init(stored: order > 0 ? [value, 1] : [value], order: max(order, 0))
  }

  /// A constant, of every order.
  @inlinable public init(constant value: Base) { self.init(stored: [value], order: Int.max) }

  /// The jet of the given coefficients c_0, c_1, ..., of order `coefficients.count - 1`; nil without any.
  @inlinable public init?(coefficients: [Base]) {
    if coefficients.isEmpty { return nil }
    self.init(stored: coefficients, order: coefficients.count - 1)
  }

  @inlinable public init(integerLiteral value: Int) { self.init(constant: Base(value)) }
  @inlinable public init(_ value: Int) { self.init(constant: Base(value)) }
  @inlinable public init(_ value: Rational) { self.init(constant: Base(value)) }
  @inlinable public init(_ index: Index) { self.init(constant: Base(index)) }
  @inlinable public static var pi: Jet { Jet(constant: Base.pi) }

  // MARK: Reading jets

  /// Whether the jet is a constant, which takes the order of whatever it is combined with.
  @inlinable public var isConstant: Bool { order == Int.max }

  /// c_0, the value of the function.
  @inlinable public var value: Base { stored[0] }

  /// c_0, ..., c_order; only c_0 for a constant.
  @inlinable public var coefficients: [Base] {
    isConstant || stored.count > order
      ? stored : stored + Array(repeating: Base(0), count: order + 1 - stored.count)
  }

  /// c_k = f^(k)/k!; indeterminate (0/0) when k is negative or beyond the order.
  @inlinable public func coefficient(_ k: Int) -> Base {
    if k < 0 || k > order { return Base(0) / Base(0) }
    return k < stored.count ? stored[k] : Base(0)
  }

  /// The k-th derivative k! c_k; indeterminate (0/0) when k is negative or beyond the order.
  @inlinable public func derivative(_ k: Int) -> Base {
    var result = coefficient(k)
    if k < stored.count {
      for i in stride(from: 2, through: k, by: 1) { result = result * Base(i) }
    }
    return result
  }

  /// The jet cut to a smaller order (of a larger one, the jet itself; of a constant, a jet of that order).
  @inlinable public func truncated(to newOrder: Int) -> Jet {
    let kept = max(0, min(order, newOrder))
    return Jet(stored: kept < stored.count ? Array(stored.prefix(kept + 1)) : stored, order: kept)
  }

  /// Every coefficient times `factor`.
  @inlinable public func scaled(by factor: Base) -> Jet {
    Jet(stored: stored.map { $0 * factor }, order: order)
  }

  // MARK: Field operations

  @inlinable public static func + (a: Jet, b: Jet) -> Jet { combine(a, b, +) { $0 } }
  @inlinable public static func - (a: Jet, b: Jet) -> Jet { combine(a, b, -) { -$0 } }
  @inlinable public static prefix func - (a: Jet) -> Jet {
    Jet(stored: a.stored.map { -$0 }, order: a.order)
  }

  /// Coefficient by coefficient; `alone` is what becomes of a coefficient of b that has no partner.
  @inlinable static func combine(
    _ a: Jet, _ b: Jet, _ both: (Base, Base) -> Base, _ alone: (Base) -> Base
  ) -> Jet {
    let order = min(a.order, b.order)
    let last = min(order, max(a.stored.count, b.stored.count) - 1)
    let c = (0...last).map { k in
      if k >= b.stored.count { return a.stored[k] }
      return k < a.stored.count ? both(a.stored[k], b.stored[k]) : alone(b.stored[k])
    }
    return Jet(stored: c, order: order)
  }

  @inlinable public static func * (a: Jet, b: Jet) -> Jet {
    let order = min(a.order, b.order)
    let last = min(order, a.stored.count + b.stored.count - 2)
    return Jet(stored: (0...last).map { convolution(a.stored, b.stored, $0, from: 0) }, order: order)
  }

  /// q_k = (a_k - Σ_{j>=1} b_j q_{k-j}) / b_0.
  @inlinable public static func / (a: Jet, b: Jet) -> Jet {
    let order = min(a.order, b.order)
    if b.stored.count == 1 {
      return Jet(stored: a.stored.prefix(max(order, order &+ 1)).map { $0 / b.value }, order: order)
    }
    return series(a.value / b.value, order: order) { k, q in
      let known = convolution(b.stored, q, k, from: 1)
      return (k < a.stored.count ? a.stored[k] - known : -known) / b.value
    }
  }

  // MARK: Building blocks of power series

  /// Σ_{j>=first} a_j b_{k-j} over the indices that both have.
  @inlinable static func convolution(_ a: [Base], _ b: [Base], _ k: Int, from first: Int) -> Base {
    let low = max(first, k - b.count + 1)
    let high = min(k, a.count - 1)
    if low > high { return Base(0) }
    var sum = a[low] * b[k - low]
    for j in stride(from: low + 1, through: high, by: 1) { sum = sum + a[j] * b[k - j] }
    return sum
  }

  /// The jet with constant term `first` whose k-th coefficient is found from those before it.
  @inlinable static func series(_ first: Base, order: Int, _ next: (Int, [Base]) -> Base) -> Jet {
    var c = [first]
    for k in stride(from: 1, through: order, by: 1) { c.append(next(k, c)) }
    return Jet(stored: c, order: order)
  }

  /// j c_j: the coefficients of t f'(t).
  @inlinable var weighted: [Base] { stored.indices.map { stored[$0] * Base($0) } }

  /// Whether nothing but the constant term is stored: then f(jet) is f(value).
  @inlinable var isFlat: Bool { stored.count == 1 }

  @inlinable func flat(_ value: Base) -> Jet { Jet(stored: [value], order: order) }

  /// f(self), from the Taylor coefficients of f at `value`: f(self) = Σ_m outer(m) h^m, h = self - value.
  ///
  /// `outer` is asked for m = 0, 1, ... in this order, up to the order of the jet (0 only for a constant).
  /// Over balls, `outer(m)` must enclose f^(m)(x)/m! for every x in `value`.
  @inlinable public func compose(outer coefficient: (Int) -> Base) -> Jet {
    if isFlat { return flat(coefficient(0)) }
    let outer = (0...order).map(coefficient)
    if stored.count == 2 {
      var power = stored[1]
      return Jet.series(outer[0], order: order) { k, _ in
        if k > 1 { power = power * stored[1] }
        return outer[k] * power
      }
    }
    // Horner: R_m = outer(m) + h R_(m+1), needed modulo t^(order - m + 1) only.
    var r = [outer[order]]
    for m in stride(from: order - 1, through: 0, by: -1) {
      r = [outer[m]] + (1...(order - m)).map { Jet.convolution(stored, r, $0, from: 1) }
    }
    return Jet(stored: r, order: order)
  }

  /// f(self), from the value f(c_0) and the derivative: f(self)' = f'(self) self'.
  ///
  /// `derivative` gets the jet with one order less.
  @inlinable public func chain(value: Base, derivative: (Jet) -> Jet) -> Jet {
    if isFlat { return flat(value) }
    let slope = derivative(truncated(to: order - 1))
    let known = min(order, slope.isConstant ? order : slope.order + 1)
    let du = weighted
    let last = min(known, stored.count + slope.stored.count - 2)
    return Jet(
      stored: [value]
        + stride(from: 1, through: last, by: 1).map {
          Jet.convolution(du, slope.stored, $0, from: 1) / Base($0)
        }, order: known)
  }
}

extension Jet where Base == Ball {
  /// The jet of upper bounds of the coefficients' magnitudes (exact balls): what a majorant reads.
  public var absoluteJet: Jet { Jet(stored: stored.map(\.magnitudeBall), order: order) }

  /// Whether every coefficient is bounded.
  public var isFinite: Bool { stored.allSatisfy(\.isFinite) }
}
