import Foundation
import Synchronization

/// Signals: an interrupt ends the program at once, with whole rows only and no half-written file.
enum Interrupt {
  /// The output in use.
  static let sink = Mutex<WeakSink?>(nil)
  private static let count = Atomic<Int>(0)
  private static let statuses: [Int32: Int32] = [
    SIGINT: ExitStatus.interrupted, SIGTERM: ExitStatus.terminated,
  ]

  /// Called once, before any thread exists: all inherit the mask, and one thread of its own waits for the
  /// signals, so that busy workers cannot delay them.
  static func install() {
    // A reader that goes away is noticed by the failing write.
    signal(SIGPIPE, SIG_IGN)
    var waited = sigset_t()
    sigemptyset(&waited)
    for number in statuses.keys {
      signal(number, SIG_DFL)
      sigaddset(&waited, number)
    }
    pthread_sigmask(SIG_BLOCK, &waited, nil)
    let set = waited
    Thread.detachNewThread {
      while true {
        var set = set
        var number: Int32 = 0
        guard sigwait(&set, &number) == 0, let status = statuses[number] else { continue }
        // A second signal ends a run whose reader is stuck at once, the first one after a moment.
        if count.add(1, ordering: .relaxed).oldValue > 0 { _exit(status) }
        Thread.detachNewThread { end(status) }
        Thread.detachNewThread {
          usleep(patience)
          _exit(status)
        }
      }
    }
  }

  /// Microseconds that a reader has to take the last whole rows.
  private static let patience: UInt32 = 2_000_000

  private static func end(_ status: Int32) {
    if StandardError.isTerminal { StandardError.raw("\r\u{1B}[K") }
    guard let sink = sink.withLock({ $0?.sink }) else { _exit(status) }
    sink.stop { _exit(status) }
  }
}
