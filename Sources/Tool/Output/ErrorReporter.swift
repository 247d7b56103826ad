import ArgumentParser
import Foundation
import Vlasov

/// Turns any error into one line on standard error, a JSON object after it in JSON mode, and an exit status.
struct ErrorReporter {
  private let json: Bool

  /// JSON mode is read off the raw arguments, since they may be what is wrong.
  init(arguments: [String]) {
    json =
      arguments.contains("--format=json")
      || zip(arguments, arguments.dropFirst()).contains { $0 == "--format" && $1 == "json" }
  }

  func status(reporting error: any Error) -> Int32 {
    switch error {
    case is BrokenPipe:
      return ExitStatus.brokenPipe
    case is CallStopped:
      return ExitStatus.interrupted
    case let error as InputError:
      report(error)
      return ExitStatus.usage
    case let refusal as Refusal:
      report(InputError("refused: \(refusal.inequality)"))
      return ExitStatus.refuted
    case let doubt as Undecided:
      report(InputError("undecided: \(doubt.reason)"))
      return ExitStatus.undecided
    case is BudgetExhausted:
      report(InputError("undecided: the time budget is exhausted; raise --max-seconds"))
      return ExitStatus.undecided
    default:
      return parsing(error)
    }
  }

  /// Help, version and completion scripts go to standard output; usage errors are one line.
  private func parsing(_ error: any Error) -> Int32 {
    let code = VlasovCommand.exitCode(for: error)
    if code == .success {
      let text = VlasovCommand.fullMessage(for: error)
      do {
        let sink = try OutputSink(path: nil, wholeOnly: false)
        try sink.write(text.hasSuffix("\n") ? text : text + "\n")
        try sink.finish()
        return ExitStatus.success
      } catch {
        return error is BrokenPipe ? ExitStatus.brokenPipe : ExitStatus.usage
      }
    }
    let message = VlasovCommand.message(for: error)
    report(InputError(message.isEmpty ? "\(error)" : message))
    return ExitStatus.usage
  }

  private func report(_ error: InputError) {
    if let host = CallHost.current { return host.add(message: Self.json(error)) }
    StandardError.line("vlasov: error: \(error.message)")
    if json { StandardError.raw(Self.json(error).text + "\n") }
  }

  /// `{schema, error: {parameter, value, domain, message}}`; what does not apply is null.
  static func json(_ error: InputError) -> JSON {
    .object([
      ("schema", .integer(JSON.schemaVersion)),
      (
        "error",
        .object([
          ("parameter", .text(error.parameter)), ("value", .text(error.value)),
          ("domain", .text(error.domain)),
          ("message", .string(error.message)),
        ])
      ),
    ])
  }
}

/// Lines on standard error.
enum StandardError {
  /// Longer messages (an expression of a megabyte echoed back) lose their middle.
  private static let longestLine = 1000

  /// One line: line breaks and control characters in what the user gave do not break it.
  static func line(_ text: String) {
    if let host = CallHost.current { return host.note(oneLine(text)) }
    raw(oneLine(text) + "\n")
  }

  static func oneLine(_ text: String) -> String {
    var shown = ""
    var lastWasSpace = false
    for scalar in text.unicodeScalars {
      let isSpace = scalar.properties.generalCategory == .control || scalar.properties.isWhitespace
      if !(isSpace && lastWasSpace) { shown.unicodeScalars.append(isSpace ? " " : scalar) }
      lastWasSpace = isSpace
    }
    guard shown.count > longestLine else { return shown }
    return shown.prefix(longestLine * 2 / 3) + " ... " + shown.suffix(longestLine / 3)
  }

  static func raw(_ text: String) {
    FileHandle.standardError.writeQuietly(Array(text.utf8))
  }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

extension FileHandle {
  /// Writes without raising on a closed descriptor.
  func writeQuietly(_ bytes: [UInt8]) { try? Descriptor.write(bytes, to: fileDescriptor) }
}
