import VlasovNumbers

/// Truncated power series with ball coefficients, lowest first.
///
/// Missing coefficients count as 0; each result has exactly `length` coefficients with `bits` bits, all of
/// them indeterminate when the budget is spent.
public enum PowerSeries {
  /// From this length on a reciprocal is by Newton's iteration.
  static let newtonLength = 64

  /// a b mod x^length.
  public static func product(_ a: [Ball], _ b: [Ball], length: Int, bits: Int) -> [Ball] {
    PolynomialProduct.product(a, b, length: length, bits: bits)
  }

  /// 1/a mod x^length; indeterminate when a_0 may be 0.
  ///
  /// From a b = 1: b_k = -(Σ_{1<=j<=k} a_j b_{k-j})/a_0. For long series the lower half by this, and then
  /// with a b = 1 + x^m e mod x^2m the next m coefficients are those of -b e, an identity of the true series.
  public static func reciprocal(_ a: [Ball], length: Int, bits: Int) -> [Ball] {
    guard length > 0 else { return [] }
    guard let first = a.first else { return Array(repeating: .indeterminate(bits: bits), count: length) }
    if length < newtonLength {
      let inverse = 1 / first.rounded(to: Swift.max(first.bits, bits))
      return recurrence([inverse.rounded(to: bits)], a, length, bits) { k, sum in -(sum * inverse) }
    }
    let half = (length + 1) / 2
    let low = reciprocal(a, length: half, bits: bits)
    let error = Array(product(a, low, length: length, bits: bits)[half...])
    return low + product(low, error, length: length - half, bits: bits).map { -$0 }
  }

  /// a/b mod x^length; indeterminate when b_0 may be 0.
  public static func quotient(_ a: [Ball], _ b: [Ball], length: Int, bits: Int) -> [Ball] {
    product(a, reciprocal(b, length: length, bits: bits), length: length, bits: bits)
  }

  /// exp(a) mod x^length: from y' = a' y, k y_k = Σ_{1<=j<=k} j a_j y_{k-j}.
  public static func exponential(_ a: [Ball], length: Int, bits: Int) -> [Ball] {
    guard length > 0 else { return [] }
    let start = Ball.exp((a.first ?? Ball(0, bits: bits)).rounded(to: bits))
    return recurrence([start], derivative(a), length, bits) { k, sum in sum / k }
  }

  /// log(a) mod x^length, for a_0 > 0: the integral of a'/a.
  public static func logarithm(_ a: [Ball], length: Int, bits: Int) -> [Ball] {
    guard length > 0 else { return [] }
    let first = a.first ?? Ball(0, bits: bits)
    let slope = Array(derivative(a).dropFirst())
    let ratio = quotient(slope, a, length: length - 1, bits: bits)
    return [Ball.log(first.rounded(to: bits))] + ratio.enumerated().map { $1 / ($0 + 1) }
  }

  /// The coefficients j a_j: those of x a'.
  private static func derivative(_ a: [Ball]) -> [Ball] { a.enumerated().map { $1 * $0 } }

  /// y_k = next(k, Σ_{1<=j<=k} a_j y_{k-j}) for k = 1, 2, ...
  private static func recurrence(
    _ start: [Ball], _ a: [Ball], _ length: Int, _ bits: Int, _ next: (Int, Ball) -> Ball
  ) -> [Ball] {
    var y = start
    y.reserveCapacity(length)
    a.withPointers { x in
      // The balls made so far stay alive in y.
      withUnsafeTemporaryAllocation(of: BallPointer.self, capacity: length) { table in
        let known = table.baseAddress.unsafelyUnwrapped
        known.initialize(to: start[0].pointer)
        for k in stride(from: 1, to: length, by: 1) {
          if k % 16 == 0, Budget.isExhausted {
            y = Array(repeating: .indeterminate(bits: bits), count: length)
            return
          }
          let count = Swift.min(k, a.count - 1)
          let sum = Ball.make(bits) { z in
            if count <= 0 { return BallKernel.set(z, 0) }
            Dot.dot(z, Dot.Vector(x + 1), Dot.Vector(known + (k - 1), step: -1), count: count)
          }
          y.append(next(k, sum).rounded(to: bits))
          (known + k).initialize(to: y[k].pointer)
        }
      }
    }
    return y
  }
}
