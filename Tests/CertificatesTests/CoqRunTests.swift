import Foundation
import Testing
import Vlasov

/// Theorems as printed, through the Coq kernel.
@Suite(.enabled(if: Coq.isReady, "coqc or the library compiled by make proofs is missing: not run"))
struct CoqRunTests {
  @Test func theoremsPass() throws {
    let certificates = [
      try certificate("clustering.force-inflection", "beta=2"),
      try certificate("clustering.boolean-barrier", "n=4"),
      try certificate("clustering.noisy-quartic", "d=3 beta=1"),
      try certificate("clustering.noisy-linear-threshold", "d=3 beta=1", claim: "K > 1"),
      try certificate("clustering.noisy-tricritical-beta", "d=3"),
    ]
    let run = try Coq.run(CoqPrinter().file(certificates, theme: "Tests"))
    #expect(run.status == 0, "\(run.output)")
  }

  @Test func aWrongDigitIsRefused() throws {
    let text = try CoqPrinter().theorem(certificate("clustering.force-inflection", "beta=2"))
    let shifted = text.replacing("0.6748", with: "0.6749")
    #expect(shifted != text)
    #expect(try Coq.run(CoqPrinter.header + "\n" + shifted).status != 0)
  }
}

enum Coq {
  static let library = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent(".build-proofs").path

  static var isReady: Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/coqc")
      && FileManager.default.fileExists(atPath: library + "/Strict.vo")
  }

  static func run(_ text: String) throws -> (status: Int32, output: String) {
    let folder = NSTemporaryDirectory() + "coq-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try text.write(toFile: folder + "/T.v", atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/coqc")
    process.arguments = ["-w", "none", "-Q", library, "Vlasov", folder + "/T.v"]
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}
