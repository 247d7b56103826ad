import Foundation
import Synchronization

/// The case that each worker is at, so that a crash or a hang can be repeated.
public enum Progress {
  private static let limit = 64
  private static let none = UInt64.max
  // Plain memory that is never freed: a signal handler may read it.
  private nonisolated(unsafe) static let cases: UnsafeMutablePointer<Atomic<UInt64>> = memory(none)
  private nonisolated(unsafe) static let starts: UnsafeMutablePointer<Atomic<UInt64>> = memory(0)

  private static func memory(_ value: UInt64) -> UnsafeMutablePointer<Atomic<UInt64>> {
    let pointer = UnsafeMutablePointer<Atomic<UInt64>>.allocate(capacity: limit)
    for i in 0..<limit { (pointer + i).initialize(to: Atomic(value)) }
    return pointer
  }

  static func note(worker: Int, case number: UInt64?, at time: UInt64) {
    guard worker < limit else { return }
    starts[worker].store(time, ordering: .relaxed)
    cases[worker].store(number ?? none, ordering: .relaxed)
  }

  /// The cases that have been at work for longer than that.
  static func cases(longerThan seconds: Double) -> [UInt64] {
    let now = DispatchTime.now().uptimeNanoseconds
    return (0..<limit).compactMap { worker in
      let (number, start) = (cases[worker].load(ordering: .relaxed), starts[worker].load(ordering: .relaxed))
      return number != none && now > start && Double(now - start) > seconds * 1e9 ? number : nil
    }
  }

  /// On a trap or an invalid access, prints the cases at work before the process dies.
  public static func reportCrashes() {
    _ = cases
    for code in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      signal(code) { code in
        Progress.printCases()
        signal(code, SIG_DFL)
        raise(code)
      }
    }
  }

  /// Writes the numbers with nothing but `write`.
  private static func printCases() {
    put("fuzz: crashed; the cases at work, one of them at fault (repeat with FUZZ_CASE=, same FUZZ_SEED=):\n")
    for worker in 0..<limit {
      var rest = cases[worker].load(ordering: .relaxed)
      if rest == none { continue }
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
        var i = 23
        buffer[i] = 10
        repeat {
          i -= 1
          buffer[i] = UInt8(48 + rest % 10)
          rest /= 10
        } while rest > 0
        _ = write(2, buffer.baseAddress.map { $0 + i }, 24 - i)
      }
    }
  }

  private static func put(_ text: StaticString) { _ = write(2, text.utf8Start, text.utf8CodeUnitCount) }
}
