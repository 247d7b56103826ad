/// The working precision in bits, task-local and scoped by `withPrecision`.
///
/// It is read when a constant or a literal is made; values that exist keep their own precision.
public enum Precision {
  /// The working precision of the current task; child tasks inherit it.
  @TaskLocal public static var bits: Int = 128

  /// The smallest working precision.
  public static let minimum = 2

  /// The largest working precision: a number then takes 256 MiB.
  public static let maximum = 1 << 31

  /// The nearest precision between `minimum` and `maximum`.
  public static func clamped(_ bits: Int) -> Int { min(max(bits, minimum), maximum) }

  /// The smallest p with 2^p >= 10^n, held between `minimum` and `maximum`.
  public static func bits(forDigits n: Int) -> Int {
    if n <= 0 { return minimum }
    if n >= maximum { return maximum }
    // floor(2^96 log2 10). The product is below n log2 10 by less than n 2^-96 <= 2^-65, and the distance of
    // n log2 10 from the integers exceeds that for all n here (it is above 2^-40), so adding 1 to its floor
    // is the ceiling.
    let log: UInt128 = 263_190_258_962_436_467_100_402_834_429
    return clamped(Int((UInt128(n) * log) >> 96) + 1)
  }
}

/// Runs `body` at a working precision of `bits`, held between `Precision.minimum` and `Precision.maximum`.
public func withPrecision<R>(_ bits: Int, _ body: () throws -> R) rethrows -> R {
  try Precision.$bits.withValue(Precision.clamped(bits), operation: body)
}

/// Runs `body` at a working precision of `bits`, held between `Precision.minimum` and `Precision.maximum`;
/// the tasks that `body` starts inherit it.
public func withPrecision<R>(
  _ bits: Int, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> R
) async rethrows -> R {
  try await Precision.$bits.withValue(Precision.clamped(bits), operation: body)
}
