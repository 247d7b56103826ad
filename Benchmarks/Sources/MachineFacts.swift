import Foundation

/// What the figures depend on.
enum MachineFacts {
  static func markdown(_ linkMode: String) -> String {
    let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
      .split(separator: "\n").first { $0.hasPrefix("model name") }?
      .split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    return """
      | machine | |
      |---|---|
      | processor | \(cpu ?? "unknown"), \(ProcessInfo.processInfo.activeProcessorCount) cores |
      | libraries | \(output(".build-peers/mpfr", "version")); \(output(".build-peers/arb", "version")) |
      | compiler | \(output("/usr/bin/env", "swift", "--version")) |
      | link mode of the main columns | \(linkMode) |
      | python | \(python) |
      """
  }

  private static var python: String {
    output(
      ".venv-bench/bin/python", "-c",
      "import sys, flint, mpmath; print('Python', sys.version.split()[0] + ', python-flint', flint.__version__ + '"
        + ", FLINT', flint.__FLINT_VERSION__ + ', mpmath', mpmath.__version__, 'on', mpmath.libmp.BACKEND)")
  }

  /// The first line that a command prints.
  private static func output(_ command: String, _ arguments: String...) -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: command)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return "unknown" }
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").first.map(String.init) ?? "unknown"
  }
}
