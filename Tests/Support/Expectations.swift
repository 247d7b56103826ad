import CMPFR
import Testing
import VlasovEnclosures
import VlasovNumbers

/// Assertions whose failures show both enclosures and how to repeat them.
extension Ball {
  /// For failure messages: readable, and every bit of it.
  public var artefact: String { "\(shortDescription) = \(dump)" }
}

/// The ball contains the exact value.
public func expectInclusion(
  _ ball: Ball, of value: Rational, _ what: @autoclosure () -> String, seed: UInt64,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  if ball.includes(value) { return }
  let gap = (ball.exactCenter - value).magnitude - ball.radius.exactValue
  Issue.record(
    """
    \(what()): the ball misses the exact value
      ball  \(ball.artefact)
      value \(Ball(value, bits: ball.bits + 64).artefact)
      gap   \(gap.double)
      seed  \(seed)
    """, sourceLocation: sourceLocation)
}

/// The ball has a point in common with bounds of the true value that are far tighter than the ball's rounding.
public func expectInclusion(
  _ ball: Ball, of value: RealBounds, _ what: @autoclosure () -> String, seed: UInt64,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  if !ball.isFinite { return }
  // Ends of the ball, outwards, with more bits than matter.
  let bits = mpfr_get_prec(value.lower.pointer) + ball.bits + 64
  let (low, high, radius) = (Real(bits: bits), Real(bits: bits), Real(bits: 64))
  let r = ball.radius
  _ = mpfr_set_ui_2exp(radius.pointer, UInt(r.mantissa), r.isZero ? 0 : r.exponent - 32, MPFR_RNDU)
  ball.withMidpoint { m in
    _ = mpfr_sub(low.pointer, m, radius.pointer, MPFR_RNDD)
    _ = mpfr_add(high.pointer, m, radius.pointer, MPFR_RNDU)
  }
  if mpfr_lessequal_p(low.pointer, value.upper.pointer) != 0,
    mpfr_lessequal_p(value.lower.pointer, high.pointer) != 0
  {
    return
  }
  Issue.record(
    """
    \(what()): the ball misses the true value
      ball  \(ball.artefact)
      value in [\(value.lower), \(value.upper)]
      seed  \(seed)
    """, sourceLocation: sourceLocation)
}

/// The two enclosures have a point in common.
public func expectOverlap(
  _ a: Ball, _ b: Ball, _ what: @autoclosure () -> String, seed: UInt64,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  if !a.isFinite || !b.isFinite { return }
  if a.lowerRational <= b.upperRational, b.lowerRational <= a.upperRational { return }
  Issue.record(
    "\(what()): disjoint enclosures\n  \(a.artefact)\n  \(b.artefact)\n  seed \(seed)",
    sourceLocation: sourceLocation)
}
