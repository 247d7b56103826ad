import Dispatch
import Synchronization

/// What a computation may spend: a deadline and a largest working precision, checked cooperatively.
///
/// Every loop whose length depends on the input asks `Budget.isExhausted` and, when it is, returns an
/// indeterminate value (operators, formulas) or throws `BudgetExhausted` (algorithms). Task-local, so that
/// concurrent evaluations have their own.
public final class Budget: Sendable {
  @TaskLocal public static var current = Budget()

  /// Monotonic nanoseconds; `nil` means no limit.
  public let deadline: UInt64?
  public let maximumBits: Int
  /// Whoever may stop the work beside the clock.
  public let cancellation: Cancellation?
  private let cancelled = Atomic<Bool>(false)

  /// - Parameters:
  ///   - seconds: wall-clock limit from now; `nil` or 0 for none.
  ///   - maximumBits: the largest working precision the driver may choose.
  ///   - cancellation: that of the current scope when not given. Threads do not inherit a scope: work that is shared among
  ///     threads hands it on.
  public init(
    seconds: Double? = nil, maximumBits: Int = 1 << 26, cancellation: Cancellation? = Cancellation.current
  ) {
    self.cancellation = cancellation
    if let seconds, seconds > 0, seconds < 1e9 {
      deadline = DispatchTime.now().uptimeNanoseconds + UInt64(seconds * 1e9)
    } else {
      deadline = nil
    }
    self.maximumBits = maximumBits
  }

  public func cancel() { cancelled.store(true, ordering: .relaxed) }

  public var isExhausted: Bool {
    if cancelled.load(ordering: .relaxed) { return true }
    if let cancellation, cancellation.isRequested { return true }
    guard let deadline else { return false }
    return DispatchTime.now().uptimeNanoseconds >= deadline
  }

  /// Whether the current scope's budget is spent. Costs a clock reading: ask every few microseconds of work.
  public static var isExhausted: Bool { current.isExhausted }

  public static func check() throws {
    if isExhausted { throw BudgetExhausted() }
  }
}

/// The time or the precision of the current `Budget` ran out.
public struct BudgetExhausted: Error, Sendable {
  public init() {}
}

/// Remembers the first operation that gave an indeterminate ball, so that an answer can say why it is
/// undecided ("log of [-0.3, 0.2]") although operators never throw.
public final class FailureLog: Sendable {
  @TaskLocal public static var current: FailureLog?
  private let first = Mutex<String?>(nil)

  public init() {}
  public var message: String? { first.withLock { $0 } }
  /// Keeps `text` unless something was recorded before.
  public func record(_ text: @autoclosure () -> String) {
    first.withLock { if $0 == nil { $0 = text() } }
  }
}
