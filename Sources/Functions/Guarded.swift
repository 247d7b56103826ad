import Foundation

/// A value behind a lock that the thread sanitizer understands: of `Synchronization.Mutex` it sees nothing, and
/// reports races that are none.
final class Guarded<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = NSLock()

  init(_ value: Value) { self.value = value }

  func withLock<R>(_ body: (inout Value) throws -> R) rethrows -> R {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
