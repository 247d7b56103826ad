import CMPFR

/// Functions of one double with a proved error, made of `+ - *`, integer operations and tables; the C library's
/// functions are not used, since nobody guarantees their errors.
///
/// **Faithful** means: with r the result, pred(r) <= f(x) <= succ(r), where pred(∞) is the largest double and
/// succ(0) = 2^-1074. So moving the result to its neighbours bounds f(x).
///
/// **Lemma.** Let v be real, r = RN(v) normal and |f - v| <= 0.45 u |v|, u = 2^-53. Then pred(r) <= f <= succ(r).
/// *Proof.* Let 2^k <= |r| < 2^(k+1), ulp = 2^(k-52), so |v| <= 2^(k+1) and |f - v| <= 0.45 ulp, while
/// |v - r| <= 0.5 ulp: f is within 0.95 ulp of r. That settles it unless |r| = 2^k, where the neighbour on the
/// side of 0 is only 0.5 ulp away; then v is at most 0.25 ulp on that side, |v| <= 2^k (1 + u) and so
/// |f - v| <= 0.226 ulp. □
enum DoubleKernel {
  /// u = 2^-53, the relative error of one operation.
  static let unit = 0x1p-53
}

/// Doubles computed once with MPFR and never freed: reading an entry is one load.
struct DoubleTable: @unchecked Sendable {
  private let entries: UnsafePointer<Double>
  let count: Int

  /// - Parameter body: writes the entries, `count` of them.
  init(count: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    body(memory)
    (entries, self.count) = (UnsafePointer(memory), count)
  }

  /// The index must be in range: the kernels prove it.
  @inline(__always) subscript(_ index: Int) -> Double { entries[index] }

  /// The pointer to the entries from `index` on.
  @inline(__always) func row(_ index: Int) -> UnsafePointer<Double> { entries + index }
}

extension DoubleTable {
  /// Bits of the intermediate results: all errors of the tables' computation are below 2^-240 relative.
  static let workingBits = 320

  /// The value that `body` writes, as RN(value) and RN(value - RN(value)).
  static func split(_ body: (MPFRPointer) -> Void) -> (high: Double, low: Double) {
    withTemporary(bits: workingBits) { z in
      body(z)
      let high = mpfr_get_d(z, MPFR_RNDN)
      _ = mpfr_sub_d(z, z, high, MPFR_RNDN)
      return (high, mpfr_get_d(z, MPFR_RNDN))
    }
  }

  /// The same with the first part rounded to a multiple of 2^`place`.
  static func split(toPlace place: Int, _ body: (MPFRPointer) -> Void) -> (high: Double, low: Double) {
    withTemporary(bits: workingBits) { z in
      body(z)
      return withTemporary(bits: workingBits) { t in
        _ = mpfr_mul_2si(t, z, -place, MPFR_RNDN)
        _ = mpfr_rint(t, t, MPFR_RNDN)
        _ = mpfr_mul_2si(t, t, place, MPFR_RNDN)
        let high = mpfr_get_d(t, MPFR_RNDN)
        _ = mpfr_sub(z, z, t, MPFR_RNDN)
        return (high, mpfr_get_d(z, MPFR_RNDN))
      }
    }
  }
}
