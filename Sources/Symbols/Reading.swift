import Foundation
import VlasovAnalysis

/// Calls of functions and binders in a reading that is known only at run time to climb that far on the ladder.
///
/// Each returns nil when the reading `T` does not reach the rung that the call needs.
enum Reading {
  static func call<T: Analytic>(_ f: Function, _ n: [Index], _ x: [T]) -> T? {
    if x.count == 1, n.isEmpty {
      if let double = x[0] as? Double, let value = double.value(of: f) { return value as? T }
      if let value = elementary(f, x[0]) { return value }
    }
    switch f {
    case .abs, .min, .max:
      guard let type = T.self as? any Ordered.Type else { return nil }
      return ordered(type, f, x)
    default:
      guard let type = T.self as? any SpecialAnalytic.Type else { return nil }
      return special(type, f, n, x)
    }
  }

  private static func elementary<T: Analytic>(_ f: Function, _ x: T) -> T? {
    switch f {
    case .exp: T.exp(x)
    case .expm1: T.expm1(x)
    case .log: T.log(x)
    case .log1p: T.log1p(x)
    case .sqrt: T.sqrt(x)
    case .sin: T.sin(x)
    case .cos: T.cos(x)
    case .tan: T.tan(x)
    case .asin: T.asin(x)
    case .acos: T.acos(x)
    case .atan: T.atan(x)
    case .sinh: T.sinh(x)
    case .cosh: T.cosh(x)
    case .tanh: T.tanh(x)
    case .asinh: T.asinh(x)
    case .acosh: T.acosh(x)
    case .atanh: T.atanh(x)
    default: nil
    }
  }

  private static func special<S: SpecialAnalytic, T>(_: S.Type, _ f: Function, _ n: [Index], _ x: [T]) -> T? {
    guard let x = x as? [S], n.count == f.indexCount, x.count == f.argumentCount else { return nil }
    let value: S
    switch f {
    case .exprel: value = S.exprel(x[0])
    case .ein: value = S.ein(x[0])
    case .ei: value = S.ei(x[0])
    case .e1: value = S.e1(x[0])
    case .besselI: value = S.besselI(n[0], x[0])
    case .besselClifford: value = S.besselClifford(n[0], x[0])
    case .gammaQ: value = S.gammaQ(n[0], x[0])
    case .expIntegral: value = S.expIntegral(n[0], x[0])
    case .besselIReal: value = S.besselI(order: x[0], x[1])
    case .besselCliffordReal: value = S.besselClifford(order: x[0], x[1])
    case .besselIRatio: value = S.besselIRatio(order: x[0], x[1])
    case .erf: value = S.erf(x[0])
    case .erfc: value = S.erfc(x[0])
    case .mills: value = S.mills(x[0])
    case .inverseErfc: value = S.inverseErfc(x[0])
    case .gamma: value = S.gamma(x[0])
    case .lgamma: value = S.lgamma(x[0])
    case .digamma: value = S.digamma(x[0])
    case .beta: value = S.beta(x[0], x[1])
    case .betainc: value = S.betainc(x[0], x[1], x[2])
    case .lambertW: value = S.lambertW(x[0])
    case .lambertWMinus: value = S.lambertWMinus(x[0])
    case .wrightOmega: value = S.wrightOmega(x[0])
    case .hyp0f1: value = S.hyp0f1(x[0], x[1])
    case .hyp1f1: value = S.hyp1f1(x[0], x[1], x[2])
    case .hyp2f1: value = S.hyp2f1(x[0], x[1], x[2], x[3])
    case .hyp3f2AtOne: value = S.hyp3f2AtOne(x[0], x[1], x[2], x[3], x[4])
    case .factorial: value = S.factorial(n[0])
    case .binomial: value = S.binomial(n[0], n[1])
    default: return nil
    }
    return value as? T
  }

  private static func ordered<S: Ordered, T>(_: S.Type, _ f: Function, _ x: [T]) -> T? {
    guard let x = x as? [S], x.count == f.argumentCount else { return nil }
    switch f {
    case .abs: return S.abs(x[0]) as? T
    case .min: return S.min(x[0], x[1]) as? T
    case .max: return S.max(x[0], x[1]) as? T
    default: return nil
    }
  }

  // MARK: Constants and sets

  static func eulerGamma<T: Analytic>(_: T.Type) -> T? {
    func open<S: SpecialAnalytic>(_: S.Type) -> T? { S.eulerGamma as? T }
    guard let type = T.self as? any SpecialAnalytic.Type else { return nil }
    return open(type)
  }

  /// Everything between a and b: their hull, or the midpoint in Doubles.
  static func interval<T: Analytic>(_ a: T, _ b: T) -> T? {
    func hull<S: Enclosing>(_: S.Type) -> T? {
      guard let a = a as? S, let b = b as? S else { return nil }
      return S.hull(a, b) as? T
    }
    if let a = a as? Expression, let b = b as? Expression { return Expression.interval(a, b) as? T }
    if T.self is Double.Type { return (a + b) / 2 }
    guard let type = T.self as? any Enclosing.Type else { return nil }
    return hull(type)
  }

  /// What the reading has for an undefined value.
  static func indeterminate<T: Analytic>(_: T.Type) -> T {
    func open<S: Enclosing>(_: S.Type) -> T? { S.indeterminate as? T }
    if let type = T.self as? any Enclosing.Type, let value = open(type) { return value }
    return T(0) / T(0)
  }

  /// The parameter read in the base of a reading that adds to its constants.
  static func constant<T: Analytic>(of p: RealParameter, _: T.Type) -> T? {
    func open<E: ConstantExtension>(_: E.Type) -> T? { E(constant: p.lifted(E.Base.self)) as? T }
    guard let type = T.self as? any ConstantExtension.Type else { return nil }
    return open(type)
  }

  // MARK: Binders

  static func series<T: Analytic>(_ s: SeriesBinder, _ x: [T]) -> T? {
    func open<B: Binding>(_: B.Type, _ term: some SeriesTerm) -> T? {
      (x as? [B]).flatMap { B.sum(term, from: s.first, $0) as? T }
    }
    guard let type = T.self as? any Binding.Type else { return nil }
    return open(type, s.term)
  }

  static func integral<T: Analytic>(_ f: FunctionBinder, _ x: [T]) -> T? {
    func open<B: Binding>(_: B.Type, _ f: some Function1) -> T? {
      guard let x = x as? [B], x.count >= 2 else { return nil }
      return B.integral(f, Array(x.dropLast(2)), from: x[x.count - 2], to: x[x.count - 1]) as? T
    }
    guard let type = T.self as? any Binding.Type else { return nil }
    return open(type, f.function)
  }

  static func root<T: Analytic>(_ f: FunctionBinder, _ x: [T]) -> T? {
    func open<B: Binding>(_: B.Type, _ f: some Function1) -> T? {
      guard let x = x as? [B], x.count >= 2 else { return nil }
      return B.root(f, Array(x.dropLast(2)), between: x[x.count - 2], and: x[x.count - 1]) as? T
    }
    guard let type = T.self as? any Binding.Type else { return nil }
    return open(type, f.function)
  }

  static func supremum<T: Analytic>(_ s: SupremumBinder, _ x: [T]) -> T? {
    func open<B: Ordered>(_: B.Type, _ term: some SequenceTerm) -> T? {
      (x as? [B]).flatMap { B.supremum(term, from: s.first, $0) as? T }
    }
    guard let type = T.self as? any Ordered.Type else { return nil }
    return open(type, s.term)
  }
}

/// A reading whose constants are the values of another one, which may stand higher on the ladder.
protocol ConstantExtension: Analytic {
  associatedtype Base: Analytic
  init(constant: Base)
}

extension Jet: ConstantExtension {}

extension Double {
  /// The C library's functions where the generic expansions overflow or cancel.
  fileprivate func value(of f: Function) -> Double? {
    switch f {
    case .tan: Foundation.tan(self)
    case .acos: Foundation.acos(self)
    case .sinh: Foundation.sinh(self)
    case .cosh: Foundation.cosh(self)
    case .tanh: Foundation.tanh(self)
    case .asinh: Foundation.asinh(self)
    case .acosh: Foundation.acosh(self)
    case .atanh: Foundation.atanh(self)
    case .abs: magnitude
    default: nil
    }
  }
}
