import Foundation
import Testing

/// The interpreter of the project's virtual environment, with python-flint.
enum PythonProcess {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  static var interpreter: String {
    (ProcessInfo.processInfo.environment["VLASOV_VENV"] ?? root + "/.venv") + "/bin/python"
  }

  /// Runs the interpreter in `proofs-checks/arb`, with files for the streams, which hold any amount of text.
  static func run(_ arguments: [String], input: String = "") throws -> (status: Int32, output: String) {
    try #require(
      FileManager.default.isExecutableFile(atPath: interpreter),
      "no \(interpreter): python3 -m venv .venv && .venv/bin/pip install -r Tests/requirements.txt")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (inputFile, outputFile) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("out"))
    try Data(input.utf8).write(to: inputFile)
    try Data().write(to: outputFile)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: interpreter)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: root + "/proofs-checks/arb")
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    let output = try FileHandle(forWritingTo: outputFile)
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = output
    process.standardError = output
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: outputFile), as: UTF8.self)
    return (process.terminationStatus, text)
  }
}
