import CMPFR
import VlasovNumbers

/// A power series with non-negative coefficients, prepared for evaluation at many points u in [0, 1).
///
/// The coefficients are stored once as truncated fixed-point numbers with the unit 2^(scale - 64 limbs); a
/// value is then one Horner sweep over machine words, without an allocation or a normalisation per step. The
/// partial sums from the top are small, so the sweep starts with few limbs and takes more as it descends
/// (falling precision).
///
/// Error: write H_k = Σ_{j>=k} q_j u^(j-k) and h_k for the computed value. A step
/// `h_k = trunc(q_k) + trunc(trunc(u) h_{k+1})` cuts off less than one unit three times (the coefficient, u
/// to the limbs of h_{k+1}, the product), and the error of h_{k+1} is multiplied by u < 1. All cuts are
/// downwards, hence 0 <= H_0 - h_0 <= 3 K units, and no carry leaves the limbs that hold H_k's bound.
///
/// Radii: if every coefficient's radius is at most ρ times its midpoint, they change the value by at most ρ H_0, which
/// is far less than the sum of the radii when u is small. So ρ is made from the largest coefficient, and only larger
/// relative radii are added up.
public struct FixedPointPolynomial: Sendable {
  /// Total limbs, and for each coefficient the limbs that H_k needs (non-increasing in k).
  private let limbs: Int
  private let widths: [Int]
  private let offsets: [Int]
  private let words: [UInt]
  /// The fixed-point numbers are fractions of 2^scale.
  private let scale: Int
  /// Bound of everything left out: truncations, radii above `relative`, the series' remainder.
  private let slack: Magnitude
  /// Bound of the other radii, each relative to its midpoint.
  private let relative: Magnitude

  /// - Parameters:
  ///   - coefficients: enclosures of q_0, q_1, ..., all finite; their lower ends must not be negative.
  ///   - remainder: a bound of Σ_{k>=K} q_k over the coefficients that are left out.
  ///   - bits: wanted relative precision of values near Σ q_k.
  /// - Returns: `nil` when a coefficient is not certainly non-negative and finite.
  public init?(coefficients: [Ball], remainder: Magnitude, bits: Int) {
    guard bits > 0, !coefficients.isEmpty, coefficients.allSatisfy({ $0.isNonNegative }) else { return nil }
    var total = Magnitude.zero
    var above = [Magnitude](repeating: .zero, count: coefficients.count)
    var radii = remainder
    let relative = Self.relativeRadius(coefficients)
    for (k, q) in coefficients.enumerated().reversed() {
      total = total + q.magnitude
      above[k] = total
      if !(q.radius.dividedUp(by: q.magnitudeBelow) <= relative) { radii = radii + q.radius }
    }
    guard total.isFinite, !total.isZero, radii.isFinite else { return nil }
    scale = total.exponent
    limbs = (bits + 63) >> 6
    var widths: [Int] = []
    var offsets: [Int] = []
    var words: [UInt] = []
    let size = limbs
    for (k, q) in coefficients.enumerated() {
      // H_k < 2^exponent, so it has this many bits above the unit 2^(scale - 64 limbs).
      let width = Swift.max(1, Swift.min(size, (64 * size + above[k].exponent - scale + 63) >> 6))
      widths.append(width)
      offsets.append(words.count)
      words.append(contentsOf: Self.truncated(q, unit: scale - 64 * size, limbs: width))
    }
    self.widths = widths
    self.offsets = offsets
    self.words = words
    // The midpoints are truncated by less than a unit; 3 K more units for the sweep.
    self.relative = relative
    slack = radii + Magnitude(4 * coefficients.count + 4).scaled(by: scale - 64 * size)
  }

  /// Four times the relative radius of the largest coefficient.
  private static func relativeRadius(_ coefficients: [Ball]) -> Magnitude {
    var largest = coefficients[0]
    for q in coefficients where largest.magnitudeBelow <= q.magnitudeBelow { largest = q }
    let radius = largest.radius.dividedUp(by: largest.magnitudeBelow)
    return radius <= .power2(-16) ? radius.scaled(by: 2) : .zero
  }

  /// floor(q / 2^unit) for q's non-negative part of the midpoint, as little-endian limbs.
  private static func truncated(_ q: Ball, unit: Int, limbs: Int) -> [UInt] {
    q.read { x in
      guard mpfr_sgn(x.mid) > 0 else { return [UInt](repeating: 0, count: limbs) }
      var result = [UInt](repeating: 0, count: limbs)
      writeFixed(x.mid, unit: unit, limbs: limbs) { result = Array($0) }
      return result
    }
  }

  /// Gives `body` the limbs of floor(m / 2^unit), m > 0; higher limbs than asked must vanish.
  private static func writeFixed(
    _ m: MPFRPointer, unit: Int, limbs: Int, _ body: (UnsafeMutableBufferPointer<UInt>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UInt.self, capacity: limbs) { out in
      out.initialize(repeating: 0)
      let size = (m.pointee._mpfr_prec + 63) >> 6
      let source = UnsafePointer(m.pointee._mpfr_d!)
      // m = source * 2^(exp - 64 size); shift right by s bits to reach the unit.
      let s = unit - (m.pointee._mpfr_exp - 64 * size)
      let skip = s >> 6
      let shift = UInt(s & 63)
      for i in 0..<limbs {
        let j = i + skip
        let low = j >= 0 && j < size ? UInt(source[j]) >> shift : 0
        let next = j + 1
        let high = shift > 0 && next >= 0 && next < size ? UInt(source[next]) << (64 - shift) : 0
        out[i] = low | high
      }
      body(out)
    }
  }

  /// Σ q_k u^k over all k >= 0 at u = mid(y) / 2^exponent, where 0 <= u < 1.
  ///
  /// - Parameter spread: a bound of the relative change of the value over the ball `y`, whose radius is not used
  ///   otherwise.
  public func value(atCenterOf y: Ball, exponent: Int, bits: Int, spread: Magnitude = .zero) -> Ball {
    y.read { x in
      guard x.isFinite, mpfr_sgn(x.mid) >= 0, mpfr_zero_p(x.mid) != 0 || x.pointee.mid._mpfr_exp <= exponent
      else { return .indeterminate(bits: bits) }
      return withUnsafeTemporaryAllocation(of: UInt.self, capacity: 4 * limbs) { scratch in
        scratch.initialize(repeating: 0)
        let h = scratch.baseAddress!
        let u = h + limbs
        let product = h + 2 * limbs
        if mpfr_zero_p(x.mid) == 0 {
          Self.writeFixed(x.mid, unit: exponent - 64 * limbs, limbs: limbs) {
            u.update(from: $0.baseAddress!, count: limbs)
          }
        }
        sweep(h, u, product)
        return ball(from: h, bits: bits, spread: spread)
      }
    }
  }

  private func sweep(
    _ h: UnsafeMutablePointer<UInt>, _ u: UnsafeMutablePointer<UInt>, _ p: UnsafeMutablePointer<UInt>
  ) {
    words.withUnsafeBufferPointer { words in
      widths.withUnsafeBufferPointer { widths in
        var k = widths.count - 1
        var at = words.count - widths[k]
        h.update(from: words.baseAddress! + at, count: widths[k])
        while k > 0 {
          let l = widths[k]
          let top = u + (limbs - l)
          k -= 1
          let width = widths[k]
          at -= width
          let q = words.baseAddress! + at
          switch l {
          case 1: MultiWord.step1(h, top, q, width)
          case 2: MultiWord.step2(h, top, q, width)
          case 3: MultiWord.step3(h, top, q, width)
          default:
            __gmpn_mul_n(p, h, top, l)
            MultiWord.add(h, p + l, l, q, width)
          }
        }
      }
    }
  }

  /// The midpoints' value is at most |mid| + error; the radii multiply it by at most 1 + relative, and the ball by at
  /// most 1 + spread.
  private func ball(from h: UnsafeMutablePointer<UInt>, bits: Int, spread: Magnitude) -> Ball {
    var size = limbs
    while size > 0, h[size - 1] == 0 { size -= 1 }
    return .make(bits) { z in
      var view = __mpz_struct(_mp_alloc: Int32(limbs), _mp_size: Int32(size), _mp_d: h)
      let t = mpfr_set_z_2exp(z.mid, &view, scale - 64 * limbs, MPFR_RNDN)
      let error = slack + BallKernel.roundingError(t, z)
      let change = relative + spread + relative * spread
      BallKernel.finish(z, error + (Magnitude.upper(z.mid) + error) * change)
    }
  }
}

/// Straight-line multiword steps of the Horner sweep: h <- q + high(h * u).
private enum MultiWord {
  typealias Words = UnsafeMutablePointer<UInt>

  /// h[0..<width] <- p[0..<l] + q[0..<width], l <= width; the sum fits by construction.
  @inline(__always)
  static func add(_ h: Words, _ p: Words, _ l: Int, _ q: UnsafePointer<UInt>, _ width: Int) {
    var carry = __gmpn_add_n(h, p, q, l)
    var i = l
    while i < width {
      let (s, o) = q[i].addingReportingOverflow(carry)
      h[i] = s
      carry = o ? 1 : 0
      i += 1
    }
  }

  @inline(__always)
  static func step1(_ h: Words, _ u: Words, _ q: UnsafePointer<UInt>, _ width: Int) {
    let high = h[0].multipliedFullWidth(by: u[0]).high
    let (s, o) = q[0].addingReportingOverflow(high)
    h[0] = s
    propagate(h, q, 1, width, o ? 1 : 0)
  }

  @inline(__always)
  static func step2(_ h: Words, _ u: Words, _ q: UnsafePointer<UInt>, _ width: Int) {
    let (h0, h1, u0, u1) = (h[0], h[1], u[0], u[1])
    let a = h0.multipliedFullWidth(by: u0).high
    let b = h1.multipliedFullWidth(by: u0)
    let c = h0.multipliedFullWidth(by: u1)
    let d = h1.multipliedFullWidth(by: u1)
    // column 1: a + low(b) + low(c)
    let (s1, o1) = a.addingReportingOverflow(b.low)
    let o2 = s1.addingReportingOverflow(c.low).overflow
    let carry1: UInt = (o1 ? 1 : 0) &+ (o2 ? 1 : 0)
    // column 2: low(d) + high(b) + high(c) + carry
    let (t1, p1) = d.low.addingReportingOverflow(b.high)
    let (t2, p2) = t1.addingReportingOverflow(c.high)
    let (t3, p3) = t2.addingReportingOverflow(carry1)
    let t4 = d.high &+ (p1 ? 1 : 0) &+ (p2 ? 1 : 0) &+ (p3 ? 1 : 0)
    let (r0, c0) = q[0].addingReportingOverflow(t3)
    let (r1, c1) = q[1].addingReportingOverflow(t4)
    let (r2, c2) = r1.addingReportingOverflow(c0 ? 1 : 0)
    h[0] = r0
    h[1] = r2
    propagate(h, q, 2, width, (c1 ? 1 : 0) &+ (c2 ? 1 : 0))
  }

  /// acc(3 words) += x * y
  @inline(__always)
  private static func accumulate(_ acc: inout (UInt, UInt, UInt), _ x: UInt, _ y: UInt) {
    let p = x.multipliedFullWidth(by: y)
    let (s0, o0) = acc.0.addingReportingOverflow(p.low)
    let (s1, o1) = acc.1.addingReportingOverflow(p.high)
    let (s2, o2) = s1.addingReportingOverflow(o0 ? 1 : 0)
    acc = (s0, s2, acc.2 &+ (o1 ? 1 : 0) &+ (o2 ? 1 : 0))
  }

  @inline(__always)
  static func step3(_ h: Words, _ u: Words, _ q: UnsafePointer<UInt>, _ width: Int) {
    let (h0, h1, h2) = (h[0], h[1], h[2])
    let (u0, u1, u2) = (u[0], u[1], u[2])
    var acc: (UInt, UInt, UInt) = (h0.multipliedFullWidth(by: u0).high, 0, 0)
    accumulate(&acc, h1, u0)
    accumulate(&acc, h0, u1)
    acc = (acc.1, acc.2, 0)
    accumulate(&acc, h2, u0)
    accumulate(&acc, h1, u1)
    accumulate(&acc, h0, u2)
    acc = (acc.1, acc.2, 0)
    accumulate(&acc, h2, u1)
    accumulate(&acc, h1, u2)
    let r0 = acc.0
    acc = (acc.1, acc.2, 0)
    accumulate(&acc, h2, u2)
    let (s0, c0) = q[0].addingReportingOverflow(r0)
    let (x1, c1) = q[1].addingReportingOverflow(acc.0)
    let (s1, d1) = x1.addingReportingOverflow(c0 ? 1 : 0)
    let (x2, c2) = q[2].addingReportingOverflow(acc.1)
    let (s2, d2) = x2.addingReportingOverflow((c1 ? 1 : 0) &+ (d1 ? 1 : 0))
    h[0] = s0
    h[1] = s1
    h[2] = s2
    propagate(h, q, 3, width, (c2 ? 1 : 0) &+ (d2 ? 1 : 0))
  }

  @inline(__always)
  private static func propagate(
    _ h: Words, _ q: UnsafePointer<UInt>, _ from: Int, _ width: Int, _ carry: UInt
  ) {
    var carry = carry
    var i = from
    while i < width {
      let (s, o) = q[i].addingReportingOverflow(carry)
      h[i] = s
      carry = o ? 1 : 0
      i += 1
    }
  }
}
