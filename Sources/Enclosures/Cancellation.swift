import Synchronization

/// A request to stop, shared by all the work of one call; every `Budget` made within its scope obeys it.
///
/// Open, so that a host can ask its own user (an interrupt key) when the work looks.
open class Cancellation: @unchecked Sendable {
  @TaskLocal public static var current: Cancellation?
  private let requested = Atomic<Bool>(false)

  public init() {}

  public final func request() { requested.store(true, ordering: .relaxed) }

  /// Whether the work is to stop; asked by all its threads, every few microseconds.
  open var isRequested: Bool { isMarked }

  /// Whether `request` was called.
  public final var isMarked: Bool { requested.load(ordering: .relaxed) }
}
