import CMPFR
import VlasovNumbers

/// sin, cos and tan. Thin balls use a mean value bound; wide ones the ends and the extrema between them.
extension Ball {
  /// Arguments with a larger exponent are not reduced modulo π (that would take π to millions of bits): the
  /// result is then [-1, 1].
  static let largestReducedExponent = 1 << 20

  /// Wider balls than 2^-16 are evaluated by ends and extrema.
  private static let wideExponent = -16

  private var trigonometricKind: TrigonometricKind {
    read { x in
      if !x.isFinite { return .indeterminate }
      if x.pointee.mid._mpfr_exp > Ball.largestReducedExponent || x.pointee.rad.exponent > 3 {
        return .everything
      }
      return x.pointee.rad.exponent > Ball.wideExponent ? .wide : .thin
    }
  }

  private enum TrigonometricKind { case thin, wide, everything, indeterminate }

  private static func unitInterval(bits: Int) -> Ball {
    Ball(center: Ball(0, bits: bits), radius: .power2(0))
  }

  public static func sin(_ x: Ball) -> Ball {
    oscillation(x, ElementaryKernel.sin, { mpfr_sin($0, $1, $2) }, quarterTurns: 1, spread: sineSpread)
  }

  public static func cos(_ x: Ball) -> Ball {
    oscillation(
      x, ElementaryKernel.cos, { mpfr_cos($0, $1, $2) }, quarterTurns: 0, spread: cosineSpread)
  }

  /// sin x and cos x, for little more than the cost of one when the ball is thin.
  public static func sinCos(_ x: Ball) -> (sin: Ball, cos: Ball) {
    guard case .thin = x.trigonometricKind else { return (sin(x), cos(x)) }
    return x.read { a in
      let (s, c) = (BallBuffer.make(bits: a.bits), BallBuffer.make(bits: a.bits))
      guard let (first, second) = ElementaryKernel.sinCos(s.pointer, c.pointer, a.mid) else {
        return (sin(x), cos(x))
      }
      BallKernel.finish(s.pointer, first + sineSpread(x))
      BallKernel.finish(c.pointer, second + cosineSpread(x))
      return (Ball(s), Ball(c))
    }
  }

  /// |sin x - sin m| <= r.
  private static func sineSpread(_ x: Ball) -> Magnitude { x.radius }

  /// |cos x - cos m| <= |sin m| |sin h| + |cos m| (1 - cos h) <= min(|m|, 1) r + r^2/2.
  private static func cosineSpread(_ x: Ball) -> Magnitude {
    x.isExact ? .zero : x.centerSizeUpToOne * x.radius + (x.radius * x.radius).scaled(by: -1)
  }

  /// sin or cos, whose extrema (-1)^k are at (k + quarterTurns/2) π; `spread` serves thin balls.
  private static func oscillation(
    _ x: Ball, _ kernel: ElementaryKernel.Kernel, _ f: MPFRFunction, quarterTurns: Int,
    spread: (Ball) -> Magnitude
  ) -> Ball {
    switch x.trigonometricKind {
    case .indeterminate: return x
    case .everything: return unitInterval(bits: x.bits)
    case .thin:
      let bound = spread(x)
      return atCenter(x, kernel, f, spread: { _ in bound })
    case .wide:
      guard let (low, high) = x.ends else { return unitInterval(bits: x.bits) }
      let ends = hull(
        atCenter(low, kernel, f, spread: { _ in .zero }), atCenter(high, kernel, f, spread: { _ in .zero }))
      let first = halfTurns(low, quarterTurns).floorBelow
      let last = halfTurns(high, quarterTurns).floorAbove
      guard let first, let last, let passed = (last - first).asInt else { return unitInterval(bits: x.bits) }
      if passed > 1 { return unitInterval(bits: x.bits) }
      let extremum = Ball(last.isOdd ? -1 : 1, bits: x.bits)
      return clippedToUnit(passed == 0 ? ends : hull(ends, extremum)).rounded(to: x.bits)
    }
  }

  private static func clippedToUnit(_ x: Ball) -> Ball {
    intersection(x, unitInterval(bits: x.bits)) ?? x
  }

  /// x/π - quarterTurns/2 for an exact x, to about 64 bits after the point.
  private static func halfTurns(_ x: Ball, _ quarterTurns: Int) -> Ball {
    let bits = 64 + Swift.max(0, x.exponent ?? 0)
    return x / pi(bits: Swift.max(bits, x.bits)) - Ball(quarterTurns, bits: 64) / 2
  }

  /// The floor of the lower end.
  private var floorBelow: Integer? { lowerEdge.exactFloor }
  /// The floor of the upper end.
  private var floorAbove: Integer? { upperEdge.exactFloor }

  private var exactFloor: Integer? {
    guard isFinite else { return nil }
    return read { x in Integer(unsafeWriting: { _ = mpfr_get_z($0, x.mid, MPFR_RNDD) }) }
  }

  /// With t = tan m and T >= tan r: |tan(m + h) - t| = |tan h| (1 + t^2)/|1 - t tan h|
  /// <= T (1 + t^2)/(1 - |t| T) for |h| <= r, and there is no pole when |t| T < 1. T = r + r^3 for r <= 1.
  /// A wide ball: increasing between two poles (k + 1/2) π.
  public static func tan(_ x: Ball) -> Ball {
    let f: MPFRFunction = { mpfr_tan($0, $1, $2) }
    switch x.trigonometricKind {
    case .indeterminate: return x
    case .everything: return undefined("tan", x)
    case .thin:
      let r = x.radius
      let bound = r + r * r * r
      let result = atCenter(
        x, ElementaryKernel.tan, f,
        spread: { z in
          let t = size(z)
          return (bound * (.power2(0) + t * t)).dividedUp(by: Magnitude.power2(0).minusDown(t * bound))
        })
      return result.isFinite ? result : undefined("tan", x)
    case .wide:
      guard let (low, high) = x.ends, let first = halfTurns(low, 1).floorBelow,
        let last = halfTurns(high, 1).floorAbove, first == last
      else { return undefined("tan", x) }
      return increasing(x, ElementaryKernel.tan, f)
    }
  }
}
