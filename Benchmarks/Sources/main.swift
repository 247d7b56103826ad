import Foundation

// BENCH_GROUP=kernel or retrieval runs one group, by default both. `serve` as an argument makes this executable a
// peer of the kernel group: the other link mode is measured so.

do {
  if CommandLine.arguments.dropFirst().first == "serve" {
    KernelServer.run()
  } else {
    let group = environment["BENCH_GROUP"].flatMap { $0.isEmpty ? nil : $0 }
    guard group == nil || group == "kernel" || group == "retrieval" else {
      throw BenchError("BENCH_GROUP is kernel or retrieval")
    }
    if group != "retrieval" { try Kernel.run() }
    if group != "kernel" { try Retrieval.run() }
  }
} catch {
  FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
  exit(1)
}
