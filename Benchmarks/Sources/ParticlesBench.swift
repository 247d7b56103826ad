import Foundation
import Vlasov

/// One evaluation of the velocities of SA for n tokens on the sphere: against the arithmetic bound at the processor's own
/// rates, and against NumPy.
///
/// The bound is n²/2 exponentials and 3/2 n² d multiply-adds, what the symmetry of the kernel leaves; beside it the one
/// without symmetry in its usual short form, n² exponentials and n² d multiply-adds.
enum ParticlesBench {
  private static let beta = 1.0

  private struct PeerReport: Decodable {
    let ns: Double
    let rows: Int
  }

  private struct Rates {
    /// Per second and core.
    var multiplyAdds: Double
    var exponentials: Double

    func symmetric(_ n: Int, _ d: Int) -> Double {
      Double(n * n) * (1.5 * Double(d) / multiplyAdds + 0.5 / exponentials)
    }

    func plain(_ n: Int, _ d: Int) -> Double {
      Double(n * n) * (Double(d) / multiplyAdds + 1 / exponentials)
    }
  }

  static func run() throws {
    let rates = measureRates()
    if !json {
      print(
        String(
          format: "%@: %.1f multiply-adds and %.2f exponentials a nanosecond on one core",
          VectorLevel.best.rawValue,
          rates.multiplyAdds / 1e9, rates.exponentials / 1e9))
      print(
        "CPU time for one thread, the clock for two; NumPy with as many threads. Targets: bound 2, NumPy 3.")
      print(
        padded("work", 22), padded("threads", 8), "      ours", "  / bound", "/ n^2(d+exp)", "     NumPy",
        "NumPy / ours", " largest difference")
    }
    for d in [2, 3, 16, 64, 256] {
      for n in [1000, 4000, 10_000] { try compare(n, d, rates) }
    }
  }

  /// Registers only, and numbers in the first cache; the best of many short runs.
  private static func measureRates() -> Rates {
    let numbers = (0..<1024).map { -10 * Double($0) / 1024 }
    var rates = Rates(multiplyAdds: 0, exponentials: 0)
    for _ in 0..<200 {
      var start = cpuTime()
      let count = VectorLevel.best.runMultiplyAdds(10_000_000)
      rates.multiplyAdds = max(rates.multiplyAdds, Double(count) / (cpuTime() - start) * 1e9)
      start = cpuTime()
      VectorLevel.best.runExponentials(numbers, repeats: 1000)
      rates.exponentials = max(rates.exponentials, 1000 * 1024 / (cpuTime() - start) * 1e9)
    }
    return rates
  }

  private static func compare(_ n: Int, _ d: Int, _ rates: Rates) throws {
    let points = ParticleSystem.uniformPoints(count: n, dimension: d, seed: 1)
    let directory = FileManager.default.temporaryDirectory
    let input = directory.appendingPathComponent(
      "vlasov-particles-\(ProcessInfo.processInfo.processIdentifier)")
    let output = input.appendingPathExtension("out")
    defer {
      try? FileManager.default.removeItem(at: input)
      try? FileManager.default.removeItem(at: output)
    }
    try points.withUnsafeBytes { Data($0) }.write(to: input)
    for threads in [1, 2] where threads <= ProcessInfo.processInfo.activeProcessorCount {
      let field = try AttentionField(count: n, dimension: d, beta: beta, threads: threads)
      let clock = threads == 1 ? cpuTime : wallTime
      var (best, velocities) = (Double.infinity, [Double]())
      // By turns with the peer, as the machine's mood changes.
      var peer: PeerReport?
      for _ in 0..<(n > 4000 ? 1 : 2) {
        let begin = wallTime()
        var rounds = 0
        while rounds < 3 || (wallTime() - begin < 0.4e9 && rounds < 500) {
          let start = clock()
          velocities = try field.velocities(.sa, at: points)
          best = min(best, (clock() - start) / 1e9)
          rounds += 1
        }
        let seen = try self.peer(input, n, d, output, threads)
        if seen.ns < peer?.ns ?? .infinity { peer = seen }
      }
      guard let peer else { throw BenchError("no rounds") }
      let theirs = try Data(contentsOf: output).withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
      guard theirs.count == velocities.count else {
        throw BenchError("the peer printed \(theirs.count) numbers")
      }
      let difference = zip(velocities, theirs).reduce(0) { max($0, abs($1.0 - $1.1)) }
      // Sums of n terms on both sides.
      guard difference <= Double(4 * n) * 0x1p-53 else {
        throw BenchError("n=\(n) d=\(d): off by \(difference)")
      }
      show(n, d, threads, best, rates, peer, difference)
    }
  }

  private static func show(
    _ n: Int, _ d: Int, _ threads: Int, _ ours: Double, _ rates: Rates, _ peer: PeerReport,
    _ difference: Double
  ) {
    let bound = rates.symmetric(n, d) / Double(threads)
    let plain = rates.plain(n, d) / Double(threads)
    let theirs = peer.ns / 1e9
    defer { fflush(nil) }
    if json {
      print(
        "{\"group\":\"particles\",\"work\":\"n=\(n) d=\(d) threads=\(threads)\",\"ours_ns\":\(Int(ours * 1e9)),"
          + "\"bound_ns\":\(Int(bound * 1e9)),\"peer\":\"numpy\",\"peer_ns\":\(Int(peer.ns)),"
          + "\"ratio\":\(String(format: "%.4f", ours / theirs)),\"over_bound\":\(String(format: "%.3f", ours / bound)),"
          + "\"difference\":\(difference)}")
    } else {
      print(
        padded("n=\(n) d=\(d)", 22), padded("\(threads)", 8), String(format: "%7.2f ms", ours * 1e3),
        String(format: "%9.2f", ours / bound), String(format: "%12.2f", ours / plain),
        String(format: "%7.1f ms", theirs * 1e3), String(format: "%12.2f", theirs / ours),
        String(format: "%19.1e", difference), " rows \(peer.rows)")
    }
  }

  private static func peer(_ input: URL, _ n: Int, _ d: Int, _ output: URL, _ threads: Int) throws
    -> PeerReport
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ".venv-bench/bin/python")
    process.arguments = [
      "Benchmarks/peers_particles.py", input.path, "\(n)", "\(d)", "\(beta)", output.path, "1",
      threads == 1 ? "cpu" : "wall",
    ]
    process.environment = environment.merging(["OPENBLAS_NUM_THREADS": "\(threads)"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(PeerReport.self, from: data)
  }
}
