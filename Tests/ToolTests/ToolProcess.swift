import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// What a run of the tool left behind.
struct ToolResult {
  /// The exit status; 256 + the signal when one ended the process.
  let status: Int
  let output: String
  let error: String
  /// Peak resident memory in KiB, as seen every 2 ms.
  let peakMemory: Int

  var lines: [String] {
    output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
  var errorLines: [String] { error.split(separator: "\n").map(String.init) }

  /// The only line of the output.
  var line: String {
    let shown = output.hasSuffix("\n") ? String(output.dropLast()) : output
    return shown.contains("\n") ? "\(lines.count) lines: \(shown)" : shown
  }

  /// The objects of the output, one a line.
  var objects: [[String: Any]] { lines.compactMap(Self.object) }

  static func object(_ line: String) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
  }
}

/// A run of the built executable, with standard input and output in files.
final class ToolProcess {
  let pid: pid_t
  private let outputPath: String
  private let errorPath: String

  /// The executable next to the test bundle.
  static let executable: String = {
    let here = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    var folder = here.deletingLastPathComponent()
    // The bundle may lie some folders deeper than the product.
    for _ in 0..<4 {
      let candidate = folder.appendingPathComponent("vlasov").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    return here.deletingLastPathComponent().appendingPathComponent("vlasov").path
  }()

  init(
    _ arguments: [String], input: String? = nil, folder: String? = nil,
    program: String = ToolProcess.executable
  ) throws {
    let stem = NSTemporaryDirectory() + "vlasov-\(UUID().uuidString)"
    (outputPath, errorPath) = (stem + ".out", stem + ".err")
    let inputPath = input == nil ? "/dev/null" : stem + ".in"
    if let input { try Data(input.utf8).write(to: URL(fileURLWithPath: inputPath)) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var command = [program] + arguments
    if let folder { command = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + command }
    var words = command.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, command[0], &actions, nil, &words, environ)
    if input != nil { unlink(inputPath) }
    guard code == 0 else {
      throw Failure(description: "cannot start \(program): \(String(cString: strerror(code)))")
    }
    pid = id
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  var outputSize: Int {
    ((try? FileManager.default.attributesOfItem(atPath: outputPath))?[.size] as? Int) ?? 0
  }

  func send(_ signal: Int32) { kill(pid, signal) }

  func wait() -> ToolResult {
    var status: Int32 = 0
    var peak = 0
    while true {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid || (ended < 0 && errno != EINTR) { break }
      peak = max(peak, residentPeak)
      usleep(2000)
    }
    let signal = Int(status & 0x7F)
    defer {
      unlink(outputPath)
      unlink(errorPath)
    }
    return ToolResult(
      status: signal == 0 ? Int(status >> 8) & 0xFF : 256 + signal, output: Self.text(outputPath),
      error: Self.text(errorPath), peakMemory: peak)
  }

  /// The high-water mark of the program so far in KiB. What `wait4` reports begins with that of the process that started it.
  private var residentPeak: Int {
    guard let text = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return 0 }
    let line = String(decoding: text, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }

  private static func text(_ path: String) -> String {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

/// Runs the tool to its end.
func vlasov(_ arguments: String..., input: String? = nil, folder: String? = nil) throws -> ToolResult {
  try ToolProcess(arguments, input: input, folder: folder).wait()
}

/// Runs the tool on words separated by spaces.
func vlasov(line: String, input: String? = nil, folder: String? = nil) throws -> ToolResult {
  try ToolProcess(line.split(separator: " ").map(String.init), input: input, folder: folder).wait()
}

/// A folder that goes away with the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "vlasov-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ text: String? = nil) throws -> String {
    let file = path + "/" + name
    if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }
    return file
  }

  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
  }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// The folder of the package.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path
