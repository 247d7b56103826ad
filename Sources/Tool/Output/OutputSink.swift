import Foundation
import Synchronization
import Vlasov

/// Standard output's reader is gone: end without a word.
struct BrokenPipe: Error {}

/// Unbuffered writing to a file descriptor.
enum Descriptor {
  /// Writes all bytes; throws `BrokenPipe`, or `POSIXFailure` for any other failure.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
    try bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let n = Foundation.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
        if n >= 0 {
          done += n
        } else if errno == EPIPE {
          throw BrokenPipe()
        } else if errno != EINTR && errno != EAGAIN {
          throw POSIXFailure(code: errno)
        }
      }
    }
  }
}

/// A failed system call.
struct POSIXFailure: Error, CustomStringConvertible {
  let code: Int32
  var description: String { String(cString: strerror(code)) }
}

/// Where a verb's output goes: standard output, or a file.
///
/// A file that must be whole is written under a temporary name and renamed at the end; a table streams whole
/// rows into the file itself. Writes gather in blocks of 64 KiB. What is handed over in one call is never
/// split by an interrupt.
final class OutputSink: Sendable {
  private struct State {
    var descriptor: Int32
    var buffer: [UInt8] = []
    var temporary: String?
  }

  /// Takes the place of standard output.
  private let host: CallHost?

  private static let blockSize = 1 << 16
  private let name: String
  private let target: String?
  private let state: Mutex<State>

  /// - Parameters:
  ///   - path: a file, or nil for standard output.
  ///   - wholeOnly: the file appears only when it is complete.
  /// - Throws: `InputError` when the file cannot be written.
  init(path: String?, wholeOnly: Bool) throws {
    host = path == nil ? CallHost.current : nil
    guard let path else {
      (name, target) = ("standard output", nil)
      state = Mutex(State(descriptor: STDOUT_FILENO))
      if host != nil { return }
      Interrupt.sink.withLock { $0 = nil }
      register()
      return
    }
    name = path
    // A link is followed: its target is replaced, not the link.
    let resolved = realpath(path, nil)
    let real = resolved.map { String(cString: $0) } ?? path
    free(resolved)
    var info = stat()
    let exists = stat(real, &info) == 0
    let isRegular = exists && info.st_mode & S_IFMT == S_IFREG
    if exists && access(real, W_OK) != 0 { throw Self.failure(path, errno) }
    if wholeOnly && (!exists || isRegular) {
      let temporary = Self.temporaryName(for: real)
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw Self.failure(path, errno) }
      if isRegular { fchmod(descriptor, info.st_mode & 0o777) }
      target = real
      state = Mutex(State(descriptor: descriptor, temporary: temporary))
    } else {
      let descriptor = open(real, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw Self.failure(path, errno) }
      target = nil
      state = Mutex(State(descriptor: descriptor))
    }
    register()
  }

  /// An unfinished file that was to be whole disappears.
  deinit {
    state.withLock { s in
      if let temporary = s.temporary { unlink(temporary) }
      if s.descriptor != STDOUT_FILENO && s.descriptor >= 0 { close(s.descriptor) }
    }
  }

  private func register() { Interrupt.sink.withLock { $0 = WeakSink(sink: self) } }

  private static func temporaryName(for path: String) -> String {
    let url = URL(fileURLWithPath: path)
    let name = ".\(url.lastPathComponent.prefix(100)).\(getpid()).part"
    return url.deletingLastPathComponent().appendingPathComponent(name).path
  }

  private static func failure(_ path: String, _ code: Int32) -> InputError {
    InputError(parameter: "--out", value: path, "cannot write \(path): \(POSIXFailure(code: code))")
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws {
    try state.withLock { s in
      s.buffer += bytes
      if s.buffer.count >= Self.blockSize { try drain(&s) }
    }
  }

  /// Hands everything to the system.
  func flush() throws { try state.withLock { try drain(&$0) } }

  /// Completes the output: the file gets its name.
  func finish() throws {
    try state.withLock { s in
      try drain(&s)
      guard let temporary = s.temporary, let target else { return }
      guard rename(temporary, target) == 0 else { throw Self.failure(name, errno) }
      s.temporary = nil
    }
  }

  private func drain(_ s: inout State) throws {
    defer { s.buffer.removeAll(keepingCapacity: true) }
    if let host { return try host.add(output: s.buffer) }
    do {
      try Descriptor.write(s.buffer, to: s.descriptor)
    } catch let failure as POSIXFailure {
      throw InputError(parameter: "--out", value: name, "cannot write \(name): \(failure)")
    }
  }

  /// Ends the output at the last whole piece: rows already handed over are written, a temporary file goes.
  /// Keeps the lock, so that nothing follows.
  func stop(then end: () -> Never) -> Never {
    state.withLock { s in
      if let temporary = s.temporary { unlink(temporary) } else { try? drain(&s) }
      end()
    }
  }
}

/// A sink that may already be gone.
struct WeakSink: Sendable {
  private(set) weak var sink: OutputSink?
  init(sink: OutputSink) { self.sink = sink }
}
