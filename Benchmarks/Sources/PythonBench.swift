import Foundation
import Vlasov

/// What one evaluation costs through the Python package, against the same call in Swift: look-up, reading of the parameters,
/// evaluation. Both in the dynamic link mode, which is that of the package.
enum PythonBench {
  private struct Report: Decodable {
    /// Microseconds of one evaluation, by name.
    let evaluations: [String: Double]
    /// Seconds to count the modes of a million numbers: from an array, and by the tool from a .npy file.
    let modes: [Double]
  }

  /// As in python/benchmarks/overhead.py.
  private static let cases: [(name: String, id: String, parameters: [(name: String, text: String)])] = [
    ("hemisphere-probability", "clustering.hemisphere-probability", [("n", "7"), ("d", "3")]),
    ("cone-collapse-rate", "clustering.cone-collapse-rate", [("beta", "1"), ("r0", "1/2")]),
    ("t-crit", "retrieval.t-crit", [("beta", "1"), ("M", "8"), ("lambda", "1")]),
  ]

  static func run() throws {
    guard linkMode == "dynamic" || environment["BENCH_GROUP"] == "python" else {
      print("python: BENCH_GROUP=python in the dynamic link mode")
      return
    }
    // Before and after Python: the machine's mood changes.
    let before = try cases.map { try microseconds($0.id, $0.parameters) }
    let python = try report()
    let after = try cases.map { try microseconds($0.id, $0.parameters) }
    for (k, item) in cases.enumerated() {
      guard let whole = python.evaluations[item.name] else { throw BenchError("no \(item.name) from Python") }
      let swift = (before[k] + after[k]) / 2
      print(
        String(
          format: "%@ 50 digits: Python %.1f us, Swift %.1f us, above it %.1f us (limit 50)", item.name,
          whole, swift,
          whole - swift))
    }
    print(
      String(
        format: "modes of 10^6 numbers: array in Python %.3f s, tool %.3f s, ratio %.3f (limit 1.05)",
        python.modes[0],
        python.modes[1], python.modes[0] / python.modes[1]))
  }

  private static func microseconds(_ id: String, _ parameters: [(name: String, text: String)]) throws
    -> Double
  {
    var times: [Double] = []
    for _ in 0..<3000 {
      let start = wallTime()
      let theorem = try Catalogue.standard.theorem(id)
      let output = try theorem.record.output(named: nil).name
      let arguments = try theorem.record.arguments(parameters, output: output)
      let answer = try Evaluator(digits: 50, budget: Budget(seconds: 60)).evaluate(
        theorem, arguments, output: output)
      times.append((wallTime() - start) / 1000)
      if answer.digits != 50 && answer.status != .exact { throw BenchError("\(id): \(answer.status)") }
    }
    return median(times)
  }

  private static func report() throws -> Report {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: environment["BENCH_PYTHON"] ?? ".venv-python/bin/python")
    process.arguments = ["python/benchmarks/overhead.py", "--json", "--tool", ".build/release/vlasov"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(Report.self, from: data)
  }
}
