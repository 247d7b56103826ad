import Foundation
import Vlasov

/// The retrieval table by the library function behind `vlasov table`, against peers measured in the same run.
enum Retrieval {
  private static let work = "profile beta=1 lambda=1 M=8 t=1/4:7/2/14 s=0.02:0.98/800"
  private static let parameters = work.split(separator: " ").dropFirst().map {
    part -> (name: String, text: String) in
    let pair = part.split(separator: "=", maxSplits: 1)
    return (String(pair[0]), String(pair[1]))
  }

  /// Every enclosure of the table, from parsing the ranges on; fails if one row lacks its digits.
  private static func enclosures(digits: Int, threads: Int) throws -> [Ball] {
    let theorem = try Catalogue.standard.theorem("retrieval.profile")
    let grid = try Grid(theorem.record, output: "S", parameters)
    let table = Table(theorem, grid: grid, digits: digits, threads: threads)
    let rows = table.enclosures(0..<grid.count).compactMap { $0 }
    guard rows.count == 14 * 800 else {
      throw InputError("\(14 * 800 - rows.count) rows without an enclosure")
    }
    guard rows.allSatisfy({ $0.accuracyBits > Precision.bits(forDigits: digits) }) else {
      throw InputError("an enclosure is too wide")
    }
    return rows
  }

  /// One peer's median CPU time, and a value to compare with ours.
  private static func peer(_ name: String, digits: Int, rounds: Int, check: [Ball]) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ".venv-bench/bin/python")
    process.arguments = ["Benchmarks/peers.py", "\(digits)", name, "\(rounds)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard let report = try JSONSerialization.jsonObject(with: data) as? [String: Any],
      let time = report["ns"] as? Double
    else { throw InputError("peer \(name) printed no report") }
    if let row = report["row"] as? Int, let text = report["value"] as? String,
      let value = Rational(decimal: text)
    {
      // The peer's 30 digits must agree with our enclosure.
      let ours = check[row]
      let gap = (ours - Ball(value, bits: 256)).magnitudeBall
      guard gap.isBelow(ours * Ball(Rational(1, 1_000_000_000)) * Ball(Rational(1, 1_000_000_000))) else {
        throw InputError("peer \(name) disagrees in row \(row)")
      }
    }
    return time
  }

  static func run() throws {
    let report = RetrievalReport()
    report.head()
    let targets: [(digits: Int, peers: [(String, Double?, Int)])] = [
      (
        50,
        [
          ("python-float", 0.1, 3), ("flint-obvious", 0.05, 3), ("flint-best-poly", 0.5, 5),
          ("flint-best-mat", 1, 5),
        ]
      ),
      (1000, [("flint-obvious", 0.2, 1), ("flint-best-poly", 1, 3), ("flint-best-mat", 1, 3)]),
    ]
    for (digits, peers) in targets {
      let check = try enclosures(digits: digits, threads: 1)
      let ours = median(
        try (0..<(digits < 100 ? 9 : 3)).map { _ in
          let start = cpuTime()
          _ = try enclosures(digits: digits, threads: 1)
          return cpuTime() - start
        })
      for (name, target, rounds) in peers {
        let time = try peer(name, digits: digits, rounds: rounds, check: check)
        report.show(
          RetrievalLine(
            work: "14x800 enclosures", digits: digits, ours: ours, peer: name, peerTime: time, target: target)
        )
      }
      let text = median(
        (0..<3).map { _ in
          let start = cpuTime()
          _ = check.map { $0.certainDecimal(digits: digits) }
          return cpuTime() - start
        })
      report.show(
        RetrievalLine(
          work: "14x800 text", digits: digits, ours: text, peer: "enclosures", peerTime: ours, target: nil))
    }
    let single = median(try (0..<3).map { _ in try wall(threads: 1) })
    let double = median(try (0..<3).map { _ in try wall(threads: 2) })
    report.show(
      RetrievalLine(
        work: "two threads (wall)", digits: 1000, ours: double, peer: "one thread", peerTime: single,
        target: 1 / 1.8))
    try command(digits: 50, report)
  }

  private static func wall(threads: Int) throws -> Double {
    let start = wallTime()
    _ = try enclosures(digits: 1000, threads: threads)
    return wallTime() - start
  }

  /// The whole command `vlasov table`, text and process included, against the float loop's computation alone.
  private static func command(digits: Int, _ report: RetrievalReport) throws {
    let times = try (0..<3).map { _ in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: ".build/release/vlasov")
      process.arguments =
        ["table", "retrieval.profile", "--digits", "\(digits)", "--format", "csv", "-o", "/dev/null"]
        + parameters.map { "\($0.name)=\($0.text)" }
      let start = wallTime()
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw InputError("vlasov table exited \(process.terminationStatus)")
      }
      return wallTime() - start
    }
    let float = try peer("python-float", digits: digits, rounds: 3, check: [])
    report.show(
      RetrievalLine(
        work: "vlasov table (wall)", digits: digits, ours: median(times), peer: "python-float",
        peerTime: float,
        target: nil))
  }
}
