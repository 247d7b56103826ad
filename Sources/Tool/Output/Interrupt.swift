import Dispatch
import Foundation
import Synchronization

/// Signals: an interrupt ends the program at once, with whole rows only and no half-written file.
enum Interrupt {
  /// The output in use.
  static let sink = Mutex<WeakSink?>(nil)
  private static let count = Atomic<Int>(0)
  private nonisolated(unsafe) static var sources: [any DispatchSourceSignal] = []

  /// Called once, before anything else runs.
  static func install() {
    // A reader that goes away is noticed by the failing write.
    signal(SIGPIPE, SIG_IGN)
    let queue = DispatchQueue(label: "vlasov.signals", attributes: .concurrent)
    sources = [(SIGINT, ExitStatus.interrupted), (SIGTERM, ExitStatus.terminated)].map { number, status in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { end(status) }
      source.resume()
      return source
    }
  }

  private static func end(_ status: Int32) {
    // A second signal does not wait for a reader that is stuck.
    if count.add(1, ordering: .relaxed).oldValue > 0 { _exit(status) }
    if StandardError.isTerminal { StandardError.raw("\r\u{1B}[K") }
    guard let sink = sink.withLock({ $0?.sink }) else { _exit(status) }
    sink.stop { _exit(status) }
  }
}
