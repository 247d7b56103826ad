import Synchronization
import Vlasov

/// A run of a verb inside another program: where its output and messages go, how far it is, and how it is stopped.
package final class CallHost: Sendable {
  /// Nil in the command line tool. Sinks and progress remember the call that they were made in.
  @TaskLocal static var current: CallHost?

  private struct State {
    var output: [UInt8] = []
    var messages: [UInt8] = []
    var done = 0
    var total = 0
  }

  package let cancellation: Cancellation
  private let state = Mutex(State())

  package init(_ cancellation: Cancellation = Cancellation()) {
    self.cancellation = cancellation
  }

  /// What the tool would print on standard output.
  package var output: [UInt8] { state.withLock { $0.output } }
  /// Error objects of docs/schema.json, one a line: what the tool says on standard error.
  package var messages: [UInt8] { state.withLock { $0.messages } }
  /// How many pieces are done, of how many; 0 of 0 when they cannot be counted.
  package var progress: (done: Int, total: Int) { state.withLock { ($0.done, $0.total) } }

  package func start(total: Int) { state.withLock { ($0.done, $0.total) = (0, total) } }
  package func advance(by n: Int) { state.withLock { $0.done += n } }

  /// Ends the run at the next piece of output once it is cancelled.
  func add(output bytes: [UInt8]) throws {
    if cancellation.isMarked { throw CallStopped() }
    state.withLock { $0.output += bytes }
  }

  func add(message: JSON) {
    state.withLock { s in
      message.append(to: &s.messages)
      s.messages.append(UInt8(ascii: "\n"))
    }
  }

  /// A line for the reader, without the tool's name.
  func note(_ text: String) {
    var message = Substring(text)
    for prefix in ["vlasov: ", "error: "] where message.hasPrefix(prefix) {
      message = message.dropFirst(prefix.count)
    }
    add(message: ErrorReporter.json(InputError(String(message))))
  }

  /// An object on a line of its own.
  package func add(object: JSON) throws {
    var line = object.bytes
    line.append(UInt8(ascii: "\n"))
    try add(output: line)
  }

  package func report(_ error: InputError) { add(message: ErrorReporter.json(error)) }

  /// Runs `body` for this call; the status is that of an interrupted program when it was cancelled.
  package func run(_ body: () throws -> Int32) -> Int32 {
    Self.$current.withValue(self) {
      Cancellation.$current.withValue(cancellation) {
        var status: Int32
        do {
          status = try body()
        } catch {
          status = ErrorReporter(arguments: []).status(reporting: error)
        }
        if cancellation.isMarked { status = ExitStatus.interrupted }
        return status
      }
    }
  }
}

/// The caller stopped the run.
struct CallStopped: Error {}
