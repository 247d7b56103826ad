import CVectors

/// The vector instructions in use by `AttentionField`.
///
/// Results of one level are the same bits on every machine that has it; the levels differ in the last bits, as only
/// `avx2` fuses multiplications and additions on x86-64.
public enum VectorLevel: String, Sendable, CaseIterable {
  /// What the compiler may assume: SSE2 on x86-64, NEON on arm64.
  case portable
  /// AVX2 with fused multiply-adds.
  case avx2

  /// The best one that this processor has.
  public static let best: VectorLevel = cvectors_best() == Int32(CVECTORS_AVX2) ? .avx2 : .portable

  /// Those that this processor has.
  public static let available: [VectorLevel] = best == .portable ? [.portable] : [.portable, .avx2]

  var number: Int32 { Int32(self == .avx2 ? CVECTORS_AVX2 : CVECTORS_PORTABLE) }

  /// exp of every number, by the kernel's own exponential: relative error below 2^-52 from -708 to 709, 0 below -708.
  /// Above 709 it means nothing.
  public func exponentials(_ numbers: [Double]) -> [Double] {
    var out = numbers
    out.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      cvectors_exp(number, base, base, buffer.count)
    }
    return out
  }

  /// Computes the exponentials of the same numbers again and again: the kernel's own rate, for benchmarks.
  public func runExponentials(_ numbers: [Double], repeats: Int) {
    var out = numbers
    numbers.withUnsafeBufferPointer { numbers in
      out.withUnsafeMutableBufferPointer { buffer in
        guard let from = numbers.baseAddress, let to = buffer.baseAddress else { return }
        for _ in 0..<repeats { cvectors_exp(number, from, to, buffer.count) }
      }
    }
  }

  /// Runs about `count` multiply-adds in registers and returns their number: the processor's own rate, for benchmarks.
  public func runMultiplyAdds(_ count: Int) -> Int {
    let rounds = max(1, count / 96)
    _ = cvectors_multiply_adds(number, rounds)
    return 96 * rounds
  }
}
