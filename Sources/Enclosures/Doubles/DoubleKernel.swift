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
enum DoubleKernel {}

/// Doubles computed at the first use and never freed.
struct DoubleTable: @unchecked Sendable {
  private let entries: UnsafePointer<Double>

  /// - Parameter body: writes the entries, `count` of them.
  init(count: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    body(memory)
    entries = UnsafePointer(memory)
  }

  /// The entries from `index` on, which must be in range: the kernels prove it.
  @inline(__always) func row(_ index: Int) -> UnsafePointer<Double> { entries + index }
}
