import CMPFR
import VlasovNumbers

/// Products of polynomials with ball coefficients, lowest first.
public enum PolynomialProduct {
  /// The ways to multiply.
  enum Method { case dots, substitution }

  /// The first `length` coefficients (all, by default) of a b with `bits` bits; empty when a or b is.
  ///
  /// Short products and those whose coefficients differ much in size are by scalar products (`Dot`), long
  /// ones by Kronecker's substitution on exact integers. The radii are those of the naive sums
  /// Σ |a_i| r_j + r_i |b_j| + r_i r_j but for a factor 1 + 2^-16 and roundings.
  public static func product(_ a: [Ball], _ b: [Ball], length: Int? = nil, bits: Int) -> [Ball] {
    product(a, b, length: length, bits: bits, method: nil)
  }

  static func product(_ a: [Ball], _ b: [Ball], length: Int?, bits: Int, method: Method?) -> [Ball] {
    let full = a.isEmpty || b.isEmpty ? 0 : a.count + b.count - 1
    let wanted = Swift.max(0, length ?? full)
    let n = Swift.min(wanted, full)
    let (x, y) = (Array(a.prefix(n)), Array(b.prefix(n)))
    var result: [Ball]?
    if method != .dots, n > 0,
      let plan = KroneckerPlan(x, y, isForced: method == .substitution)
    {
      result = plan.product(x, y, length: n, bits: bits)
    }
    let coefficients = result ?? byDots(x, y, length: n, bits: bits)
    if wanted == n { return coefficients }
    return coefficients + Array(repeating: Ball(0, bits: bits), count: wanted - n)
  }

  /// c_k = Σ a_i b_{k-i}.
  private static func byDots(_ a: [Ball], _ b: [Ball], length: Int, bits: Int) -> [Ball] {
    a.withPointers { x in
      b.withPointers { y in
        (0..<length).map { k in
          let first = Swift.max(0, k - (b.count - 1))
          let last = Swift.min(k, a.count - 1)
          return .make(bits) { z in
            if k % 16 == 15, Budget.isExhausted { return BallKernel.setIndeterminate(z) }
            Dot.dot(
              z, Dot.Vector(x + first), Dot.Vector(y + (k - first), step: -1), count: last - first + 1)
          }
        }
      }
    }
  }
}
