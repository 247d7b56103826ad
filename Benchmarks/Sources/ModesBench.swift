import Foundation
import Vlasov

/// Certified mode counts of the portable samples: against SciPy's estimate on a grid, one core against two, and how the
/// time grows.
enum ModesBench {
  private struct GridReport: Decodable {
    let ns: Double
    let modes: Int
  }

  static func run() throws {
    try againstGrid()
    try threads()
    try growth()
  }

  /// Sorting and counting, from an array of doubles in memory: seconds and the count.
  private static func measure(
    _ numbers: [Double], _ beta: Int, threads: Int, rounds: Int
  ) throws -> (seconds: Double, count: ModeCount) {
    var best = Double.infinity
    var count: ModeCount?
    for _ in 0..<rounds {
      let start = wallTime()
      let sample = try Sample(doubles: numbers, threads: threads)
      count = try ModeCounter(threads: threads).count(sample, beta: Rational(beta))
      best = min(best, (wallTime() - start) / 1e9)
    }
    guard let count else { throw BenchError("no rounds") }
    return (best, count)
  }

  /// n = 10^5, beta = 10^4 on 1201 points; the target is a twentieth of the time.
  private static func againstGrid() throws {
    let (n, beta) = (100_000, 10_000)
    let ours = try measure(Sample.irwinHallNumbers(seed: 1, count: n), beta, threads: 1, rounds: 5)
    for points in [1201, 12_001] {
      let peer = try peer(n, beta, points)
      show(
        "n=1e5 beta=1e4", "scipy gaussian_kde \(points) points", ours.seconds, peer.ns / 1e9, target: 0.05,
        "\(ours.count.modes ?? -1) modes, the grid shows \(peer.modes)")
    }
  }

  /// n = 10^6, as a library call and as a command with its start and the making of the sample.
  private static func threads() throws {
    let numbers = Sample.irwinHallNumbers(seed: 1, count: 1_000_000)
    for beta in [10_000, 1_000_000] {
      // By turns, as the machine's mood changes.
      var (one, two) = try (
        measure(numbers, beta, threads: 1, rounds: 1), measure(numbers, beta, threads: 2, rounds: 1)
      )
      for _ in 0..<24 {
        one.seconds = min(one.seconds, try measure(numbers, beta, threads: 1, rounds: 1).seconds)
        two.seconds = min(two.seconds, try measure(numbers, beta, threads: 2, rounds: 1).seconds)
      }
      var (whole1, whole2) = (Double.infinity, Double.infinity)
      for _ in 0..<12 {
        whole1 = min(whole1, try madeAndCounted(beta, threads: 1))
        whole2 = min(whole2, try madeAndCounted(beta, threads: 2))
      }
      show(
        "ih12:1:1e6 beta=\(beta) two threads", "one thread", whole2, whole1, target: 1 / 1.8,
        "the making of the sample included")
      let note =
        "\(one.count.modes ?? -1) modes, \(one.count.escalations) of \(one.count.cells) cells escalated"
      show("n=1e6 beta=\(beta) two threads", "one thread", two.seconds, one.seconds, target: 1 / 1.8, note)
      let limit = 3.0
      let command = try command(beta, threads: 1)
      show(
        "vlasov modes n=1e6 beta=\(beta)", "limit 3 s", command.seconds, limit, target: 1,
        "peak \(command.mebibytes) MiB (limit 1024)")
    }
  }

  /// Seconds from the sample's text to its count.
  private static func madeAndCounted(_ beta: Int, threads: Int) throws -> Double {
    let start = wallTime()
    let sample = try Sample.irwinHall(seed: 1, count: 1_000_000, threads: threads)
    _ = try ModeCounter(threads: threads).count(sample, beta: Rational(beta))
    return (wallTime() - start) / 1e9
  }

  private static func growth() throws {
    for (n, betas) in [
      (10_000, [10_000]), (100_000, [10_000]),
      (1_000_000, [100, 10_000, 1_000_000, 100_000_000, 10_000_000_000]),
      (10_000_000, [10_000]),
    ] {
      let numbers = Sample.irwinHallNumbers(seed: 1, count: n)
      for beta in betas {
        let result = try measure(numbers, beta, threads: 1, rounds: n > 1_000_000 ? 2 : 3)
        show(
          "n=\(n) beta=\(beta)", "", result.seconds, nil, target: nil,
          "\(result.count.modes ?? -1) modes, \(result.count.boxes) boxes, \(result.count.cells) cells, "
            + "\(result.count.escalations) escalated")
      }
    }
  }

  private static func show(
    _ work: String, _ peer: String, _ ours: Double, _ other: Double?, target: Double?, _ note: String
  ) {
    let ratio = other.map { ours / $0 }
    if json {
      print(
        "{\"group\":\"modes\",\"work\":\"\(work)\",\"ours_ns\":\(Int(ours * 1e9)),\"peer\":\"\(peer)\","
          + "\"peer_ns\":\(other.map { "\(Int($0 * 1e9))" } ?? "null"),"
          + "\"ratio\":\(ratio.map { String(format: "%.4f", $0) } ?? "null"),"
          + "\"target\":\(target.map { String(format: "%.3f", $0) } ?? "null"),\"note\":\"\(note)\"}")
    } else {
      let columns = [
        padded(work, 34), String(format: "%10.4f s", ours), padded(peer, 32),
        other.map { String(format: "%9.4f s", $0) } ?? padded("", 11),
        ratio.map { String(format: "%7.4f", $0) } ?? padded("", 7),
        padded(target.map { String(format: "%.3f", $0) } ?? "", 6), note,
      ]
      print(columns.joined(separator: "  "))
    }
  }

  private static func peer(_ n: Int, _ beta: Int, _ points: Int) throws -> GridReport {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ".venv-bench/bin/python")
    process.arguments = ["Benchmarks/peers_modes.py", "\(n)", "\(beta)", "\(points)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(GridReport.self, from: data)
  }

  /// The whole command, with its largest resident size.
  private static func command(_ beta: Int, threads: Int) throws -> (seconds: Double, mebibytes: Int) {
    var seconds = Double.infinity
    for _ in 0..<3 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: ".build/release/vlasov")
      process.arguments = ["modes", "ih12:1:1e6", "--beta", "\(beta)", "--threads", "\(threads)"]
      process.standardOutput = FileHandle.nullDevice
      let start = wallTime()
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw BenchError("vlasov modes exited \(process.terminationStatus)")
      }
      seconds = min(seconds, (wallTime() - start) / 1e9)
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return (seconds, usage.ru_maxrss / 1024)
  }
}
