import CMPFR
import VlasovNumbers

/// Balls as sets: inclusion, order, union, intersection; and the functions that choose, `min`, `max`, `abs`.
///
/// Questions are answered exactly, by the sign of a sum of a few dyadic numbers: `mpfr_sum` is correctly
/// rounded and does not mind how far apart the exponents are. Only a radius outside MPFR's range of exponents
/// is rounded, in the direction that leaves a certain answer certain.
extension Ball {
  /// Every element of `other` lies in `self`: |m - m'| + r' <= r.
  public func contains(_ other: Ball) -> Bool {
    guard isFinite else { return true }
    guard other.isFinite else { return false }
    return Ball.signOfGap(self, other, (other.radius, 1, MPFR_RNDU), (radius, -1, MPFR_RNDD)) <= 0
  }

  /// The balls have an element in common: |m - m'| <= r + r'.
  public func overlaps(_ other: Ball) -> Bool {
    guard isFinite, other.isFinite else { return true }
    return Ball.signOfGap(self, other, (radius, -1, MPFR_RNDU), (other.radius, -1, MPFR_RNDU)) <= 0
  }

  /// Certain order: every element of `self` is below every element of `other`.
  public func isBelow(_ other: Ball) -> Bool {
    isFinite && other.isFinite && Ball.compareCenters(self, other) < 0 && !overlaps(other)
  }

  /// `value` is an element: |m d - n| <= r d for value = n/d (false when n or d has 2^28 bits or more).
  public func contains(_ value: Rational) -> Bool {
    guard isFinite else { return true }
    let (n, d) = (value.numerator, value.denominator)
    guard Swift.max(n.bitWidth, d.bitWidth) < 1 << 28 else { return false }
    // A shift keeps the products within the range of exponents.
    let shift = Swift.max(0, (exponent ?? 0) / 2)
    return read { x in
      withTemporary(bits: x.bits + d.bitWidth) { scaledMid in
        _ = mpfr_div_2ui(scaledMid, x.mid, UInt(shift), MPFR_RNDN)
        _ = d.withPointer { mpfr_mul_z(scaledMid, scaledMid, $0, MPFR_RNDN) }
        return withTemporary(bits: Swift.max(n.bitWidth, 2)) { top in
          _ = n.withPointer { mpfr_set_z_2exp(top, $0, -shift, MPFR_RNDN) }
          return withTemporary(bits: 32 + d.bitWidth) { scaledRad in
            x.pointee.rad.scaled(by: -shift).write(to: scaledRad, MPFR_RNDD)
            _ = d.withPointer { mpfr_mul_z(scaledRad, scaledRad, $0, MPFR_RNDD) }
            let (m, q) = (scaledMid.pointee, top.pointee)
            let above = mpfr_cmp3(scaledMid, top, 1) >= 0
            return Ball.signOfSum([
              above ? m : m.negated, above ? q.negated : q, scaledRad.pointee.negated,
            ]) <= 0
          }
        }
      }
    }
  }

  // MARK: Lattice

  public static func hull(_ a: Ball, _ b: Ball) -> Ball {
    let bits = Swift.max(a.bits, b.bits)
    guard let x = a.ends, let y = b.ends else { return .indeterminate(bits: bits) }
    return .between(least(x.low, y.low), greatest(x.high, y.high), bits: bits)
  }

  /// The common part (rounded outwards), `nil` when the balls are disjoint.
  public static func intersection(_ a: Ball, _ b: Ball) -> Ball? {
    if !a.overlaps(b) { return nil }
    guard let x = a.ends else { return b }
    guard let y = b.ends else { return a }
    return .between(
      greatest(x.low, y.low), least(x.high, y.high), bits: Swift.max(a.bits, b.bits))
  }

  static func least(_ a: Ball, _ b: Ball) -> Ball { compareCenters(a, b) <= 0 ? a : b }
  static func greatest(_ a: Ball, _ b: Ball) -> Ball { compareCenters(a, b) >= 0 ? a : b }

  // MARK: Choices

  public static func min(_ a: Ball, _ b: Ball) -> Ball {
    let bits = Swift.max(a.bits, b.bits)
    guard a.isFinite, b.isFinite else { return .indeterminate(bits: bits) }
    if a.isBelow(b) { return a.raised(to: bits) }
    if b.isBelow(a) { return b.raised(to: bits) }
    guard let x = a.ends, let y = b.ends else { return .indeterminate(bits: bits) }
    return .between(least(x.low, y.low), least(x.high, y.high), bits: bits)
  }

  public static func max(_ a: Ball, _ b: Ball) -> Ball { -min(-a, -b) }

  /// The same ball with `bits` bits, not fewer than it has.
  private func raised(to bits: Int) -> Ball { self.bits == bits ? self : rounded(to: bits) }

  /// {|x|}.
  public static func abs(_ a: Ball) -> Ball {
    if a.isNonNegative { return a }
    if a.isNonPositive { return -a }
    return .between(Ball(0, bits: a.bits), a.magnitudeBall, bits: a.bits)
  }

  // MARK: Exact comparison

  /// The order of the midpoints, which must be numbers.
  private static func compareCenters(_ a: Ball, _ b: Ball) -> Int {
    a.read { x in b.read { y in Int(mpfr_cmp3(x.mid, y.mid, 1).signum()) } }
  }

  private typealias SignedRadius = (size: Magnitude, sign: Int32, mode: mpfr_rnd_t)

  /// The sign of |mid a - mid b| ± r ± s.
  private static func signOfGap(_ a: Ball, _ b: Ball, _ r: SignedRadius, _ s: SignedRadius) -> Int {
    a.read { x in
      b.read { y in
        withTemporary(bits: 32) { first in
          r.size.write(to: first, r.mode)
          first.pointee._mpfr_sign = r.sign
          return withTemporary(bits: 32) { second in
            s.size.write(to: second, s.mode)
            second.pointee._mpfr_sign = s.sign
            let above = compareCenters(a, b) >= 0
            return signOfSum([
              above ? x.pointee.mid : x.pointee.mid.negated, above ? y.pointee.mid.negated : y.pointee.mid,
              first.pointee, second.pointee,
            ])
          }
        }
      }
    }
  }

  /// The exact sign of a sum of numbers, of which one may be infinite; the limbs are only read.
  private static func signOfSum(_ terms: [__mpfr_struct]) -> Int {
    var terms = terms
    return terms.withUnsafeMutableBufferPointer { buffer in
      let table = buffer.indices.map { i in buffer.baseAddress.map { $0 + i } }
      // Rounded away from zero, so that no non-zero sum becomes zero.
      return withTemporary(bits: 2) { sum in
        _ = mpfr_sum(sum, table, UInt(table.count), MPFR_RNDA)
        return Int(mpfr_sgn(sum).signum())
      }
    }
  }
}

extension __mpfr_struct {
  /// The negative, with the same limbs.
  fileprivate var negated: __mpfr_struct {
    var copy = self
    copy._mpfr_sign = -_mpfr_sign
    return copy
  }
}
