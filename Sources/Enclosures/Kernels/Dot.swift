import CMPFR
import VlasovNumbers

/// Scalar products of vectors of balls.
///
/// **Method** (the fixed-point accumulator of F. Johansson, "Faster arbitrary-precision dot product and
/// matrix multiplication", ARITH 2019). One pass over exponents finds E with |m_a m_b| < 2^E for all pairs of
/// midpoints, and R likewise for all products in the radius. Positive and negative products of midpoints are
/// added up apart, truncated to multiples of u = 2^(S - 64 h), S = E + 2 + ceil(log2(N + 1)) for N terms, in
/// h limbs, so neither sum overflows. There are as many limbs as the wanted bits ask for below E, or below
/// the radius when that is larger.
///
/// **Error.** A product of which something is cut is short by less than 4 u: less than u by the final cut,
/// less than u for each operand of which only the leading limbs enter, and less than u for the low part of a
/// product that was not computed (`DotAccumulator.add`). In the radius, Σ |m_a| r_b + |m_b| r_a + r_a r_b is
/// added up in words, each product rounded up.
///
/// So the error is about N 2^(E - bits), relative to the largest product and not to each partial sum.
public enum Dot {
  /// A vector of balls in memory, `step` places apart.
  struct Vector {
    var start: UnsafePointer<BallPointer>
    var step: Int

    @inline(__always) init(_ start: UnsafePointer<BallPointer>, step: Int = 1) {
      (self.start, self.step) = (start, step)
    }

    @inline(__always) subscript(_ i: Int) -> BallPointer { start[i &* step] }
  }

  /// Longer sums are cut into pieces, so that words do not overflow.
  static let pieceLength = 1 << 20

  /// z = Σ a_i b_i for i < n, or `initial` + that sum, at the precision of z; operands of any precisions. `z`
  /// may be an operand.
  static func dot(
    _ z: BallPointer, adding initial: BallPointer? = nil, _ a: Vector, _ b: Vector, count n: Int,
    negated: Bool = false
  ) {
    if n > pieceLength { return piecewise(z, adding: initial, a, b, count: n, negated: negated) }
    guard let plan = DotPlan(initial, a, b, n, bits: z.bits) else { return BallKernel.setIndeterminate(z) }
    if plan.limbs == 0 { return plan.writeRadius(z, initial, a, b, n) }
    if initial == nil, ShortDot.dot(z, plan, a, b, n, negated: negated) { return }
    Limbs.withScratch(plan.scratchLimbs) { memory in
      var sum = DotAccumulator(plan, memory)
      if sum.addAll(initial, a, b, n, negated: negated) {
        sum.write(z)
      } else {
        BallKernel.setIndeterminate(z)
      }
    }
  }

  private static func piecewise(
    _ z: BallPointer, adding initial: BallPointer?, _ a: Vector, _ b: Vector, count n: Int, negated: Bool
  ) {
    let sum = Ball.make(z.bits) { s in
      if let initial { BallKernel.set(s, initial) }
      for first in stride(from: 0, to: n, by: pieceLength) {
        if Budget.isExhausted { return BallKernel.setIndeterminate(s) }
        let x = Vector(a.start + first * a.step, step: a.step)
        let y = Vector(b.start + first * b.step, step: b.step)
        dot(s, adding: s, x, y, count: min(pieceLength, n - first), negated: negated)
      }
    }
    sum.read { BallKernel.set(z, $0) }
  }
}

extension Ball {
  /// Σ a_i b_i over the common length of the arrays, with `bits` bits (by default the largest precision of
  /// the operands), with one rounding; see `Dot` for the error. An empty sum is 0.
  public static func dot(_ a: [Ball], _ b: [Ball], bits: Int? = nil) -> Ball {
    let n = Swift.min(a.count, b.count)
    return a.withPointers { x in
      b.withPointers { y in
        let precision =
          bits
          ?? (0..<n).reduce(2) { Swift.max($0, x[$1].bits, y[$1].bits) }
        return .make(precision) { Dot.dot($0, Dot.Vector(x), Dot.Vector(y), count: n) }
      }
    }
  }
}

extension [Ball] {
  /// Calls `body` with the addresses of the balls, valid during the call.
  func withPointers<R>(_ body: (UnsafePointer<BallPointer>) throws -> R) rethrows -> R {
    try withExtendedLifetime(self) {
      try withUnsafeTemporaryAllocation(of: BallPointer.self, capacity: Swift.max(1, count)) { table in
        let start = table.baseAddress.unsafelyUnwrapped
        withUnsafeBufferPointer { balls in
          for i in 0..<balls.count { (start + i).initialize(to: balls[i].pointer) }
        }
        return try body(UnsafePointer(start))
      }
    }
  }
}
