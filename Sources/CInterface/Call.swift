import Foundation
import Vlasov
import VlasovTool

/// One call from C: runs the work where the caller can stop it, and hands the texts over.
struct Call {
  typealias Poll = @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Int32

  let poll: Poll?
  let context: UnsafeMutableRawPointer?
  let output: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  let error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?

  /// The status of a stopped call, as after an interrupt.
  private static let stopped: Int32 = 130

  /// Between two questions to the caller.
  static let pause: UInt64 = 100_000_000

  /// Runs short work on the calling thread; the caller is asked while the work looks at its budget.
  func runHere(_ body: (CallHost) -> Int32) -> Int32 {
    let cancellation = poll.map { AskingCancellation($0, context) } ?? Cancellation()
    let host = CallHost(cancellation)
    return finish(host, body(host))
  }

  /// Runs work of any length on a thread of its own, with the stack of a main thread, and asks the caller meanwhile.
  func runApart(_ body: @escaping (CallHost) -> Int32) -> Int32 {
    let host = CallHost()
    let work = Work(body: body)
    let thread = Thread { work.run(host) }
    thread.stackSize = 8 << 20
    thread.start()
    while work.done.wait(timeout: .now() + .nanoseconds(Int(Self.pause))) == .timedOut {
      let progress = host.progress
      if let poll, !host.cancellation.isMarked,
        poll(context, Int64(progress.done), Int64(progress.total)) != 0
      {
        host.cancellation.request()
      }
    }
    return finish(host, work.status)
  }

  /// The closure's captures are the caller's pointers, which outlive the call.
  private final class Work: @unchecked Sendable {
    let body: (CallHost) -> Int32
    let done = DispatchSemaphore(value: 0)
    private(set) var status: Int32 = 0

    init(body: @escaping (CallHost) -> Int32) { self.body = body }

    func run(_ host: CallHost) {
      ThreadCaches.freeAtThreadEnd()
      status = body(host)
      done.signal()
    }
  }

  private func finish(_ host: CallHost, _ status: Int32) -> Int32 {
    let wasStopped = host.cancellation.isMarked
    output?.pointee = Self.text(wasStopped ? [] : host.output)
    let messages = host.messages
    error?.pointee = messages.isEmpty || wasStopped ? nil : Self.text(messages)
    // The caller may stop what has just ended: it is told so all the same.
    return wasStopped ? Self.stopped : status
  }

  /// A copy that ends with 0, to be freed by the caller.
  private static func text(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    guard let copy = malloc(bytes.count + 1) else { return nil }
    bytes.withUnsafeBytes {
      if let base = $0.baseAddress { copy.copyMemory(from: base, byteCount: bytes.count) }
    }
    copy.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
    return copy.bindMemory(to: CChar.self, capacity: bytes.count + 1)
  }

  /// The text of a C string; nil for NULL.
  static func string(_ text: UnsafePointer<CChar>?) throws -> String {
    guard let text else { throw InputError(parameter: "request", "the request is NULL") }
    guard let string = String(validatingCString: text) else {
      throw InputError(parameter: "request", "the request is not UTF-8")
    }
    return string
  }
}

/// Asks the caller, on the thread of the call and at most ten times a second.
final class AskingCancellation: Cancellation, @unchecked Sendable {
  private let poll: Call.Poll
  private let context: UnsafeMutableRawPointer?
  private let thread = pthread_self()
  /// Only the calling thread reads and writes it.
  private var next = DispatchTime.now().uptimeNanoseconds + Call.pause

  init(_ poll: Call.Poll, _ context: UnsafeMutableRawPointer?) {
    (self.poll, self.context) = (poll, context)
  }

  override var isRequested: Bool {
    if isMarked { return true }
    guard pthread_equal(thread, pthread_self()) != 0 else { return false }
    let now = DispatchTime.now().uptimeNanoseconds
    guard now >= next else { return false }
    next = now + Call.pause
    if poll(context, 0, 0) != 0 { request() }
    return isMarked
  }
}
