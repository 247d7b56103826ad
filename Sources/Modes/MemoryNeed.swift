import Foundation

/// Refuses work that needs more memory than there is, before the system ends the process.
struct MemoryNeed {
  /// Bytes a number while a sample is read and sorted.
  var bytesANumber: Int
  /// Bytes of memory.
  var limit: Int = Self.available

  /// The largest sample: indices of numbers fit 32 bits.
  static let largestCount = 1 << 31

  /// The memory of the machine, or of the control group that the process is in.
  static let available: Int = {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let files = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
    let limits = files.compactMap { path -> Int? in
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
      return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return limits.reduce(machine, min)
  }()

  /// - Throws: `SampleError` that says what `count` numbers need.
  func allow(_ count: Int, isEstimate: Bool = false) throws {
    let about = isEstimate ? "about " : ""
    guard count <= Self.largestCount else {
      throw SampleError("\(about)\(count) numbers: a sample has at most 2^31 (\(Self.largestCount)) numbers")
    }
    let need = count * bytesANumber
    guard need <= limit else {
      throw SampleError(
        "\(about)\(count) numbers need \(Self.gigabytes(need)) GB of memory, and there are \(Self.gigabytes(limit)) GB"
      )
    }
  }

  private static func gigabytes(_ bytes: Int) -> String {
    let tenths = (Double(bytes) / 1e8).rounded()
    return "\(tenths / 10)"
  }
}
