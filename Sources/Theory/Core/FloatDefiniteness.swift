/// A proof of positive definiteness by Cholesky's method in floating point, for matrices where exact elimination is slow.
///
/// Let u = 2^-53, A the matrix, B the floats nearest to the entries of 2^k A (k such that the largest diagonal entry is in
/// [1/8, 1/2]), and let the method succeed on C = fl(B - cI). Then, for n u < 1/100:
/// 1. Rounding: |2^k A - B| <= u |B| + 2^-1074 entrywise, so ‖2^k A - B‖ <= u ‖B‖_F + n 2^-1074; and C = B - cI + F with
///    F diagonal, ‖F‖ <= u max C_ii + 2^-1074 <= 2u.
/// 2. The computed R satisfies R^T R = C + E with |E_ij| <= γ |R^T| |R| + underflow, γ = (n+1)u/(1 - (n+1)u) (Higham, Accuracy
///    and Stability, Theorem 10.3). By Cauchy's inequality (|R^T| |R|)_ij <= ‖r_i‖ ‖r_j‖, and ‖r_i‖² <= C_ii/(1 - γ) from the
///    diagonal of the same bound, so ‖E‖ <= γ/(1 - γ) tr C <= 1.1 (n+1) u tr C. Underflow adds at most n 2^-1074 (1 + max R) to
///    an entry, n² 2^-1073 in norm.
/// 3. R^T R is semidefinite, hence the least eigenvalue of 2^k A is at least c - ‖E‖ - ‖F‖ - ‖2^k A - B‖.
///
/// With c = 2(n + 3)u tr B + 2u ‖B‖_F + 4u all of these together are below c: tr C <= tr B, the factors 2 leave room for the
/// rounding of c itself, and 4u covers F and every power of 2.
struct FloatDefiniteness {
  private let matrix: Matrix<Rational>

  init(_ matrix: Matrix<Rational>) { self.matrix = matrix }

  /// Smaller matrices are eliminated exactly.
  private static let smallest = 12

  /// Whether the matrix, which is symmetric, is proved to be positive definite.
  var isProved: Bool {
    let n = matrix.rows
    guard n >= Self.smallest, n < 1 << 20, matrix.diagonal.allSatisfy({ $0.signum > 0 }) else { return false }
    let top = matrix.diagonal.max() ?? 1
    // top < 2^(power - 1), and at least 2^(power - 3).
    let power = top.numerator.bitWidth - top.denominator.bitWidth + 2
    let scale =
      power >= 0
      ? Rational(numerator: 1, denominator: Integer(1) << power) : Rational(Integer(1) << -power)
    guard let scale else { return false }
    var b = matrix.entries.map { ($0 * scale).double }
    let trace = (0..<n).reduce(0.0) { $0 + b[$1 * n + $1] }
    let norm = b.reduce(0.0) { $0 + $1 * $1 }.squareRoot()
    let u = 0x1p-53
    let shift = 2 * Double(n + 3) * u * trace + 2 * u * norm + 4 * u
    guard shift.isFinite else { return false }
    for i in 0..<n { b[i * n + i] -= shift }
    return Self.hasCholeskyFactor(&b, n)
  }

  /// Cholesky's method, row by row: the factor replaces the lower triangle.
  private static func hasCholeskyFactor(_ b: inout [Double], _ n: Int) -> Bool {
    b.withUnsafeMutableBufferPointer { b in
      for i in 0..<n {
        if Budget.isExhausted { return false }
        for j in 0...i {
          var sum = b[i * n + j]
          for k in 0..<j { sum -= b[i * n + k] * b[j * n + k] }
          if j < i {
            b[i * n + j] = sum / b[j * n + j]
          } else {
            guard sum > 0, sum.isFinite else { return false }
            b[i * n + i] = sum.squareRoot()
          }
        }
      }
      return true
    }
  }
}
