import Foundation
import Vlasov

/// The clustering group: the table of tricritical inverse temperatures, and closed forms with exponential integrals at a
/// thousand digits, against python-flint in one run; samples of both alternate.
///
/// Constants and tables are kept by both sides: the first sample of each is not counted.
enum ClusteringBench {
  /// A closed form; `arguments` are the peer's, numerator and denominator.
  private struct Form {
    let id: String
    let parameters: String
    let arguments: [[Int]]
  }

  private static let forms = [
    Form(
      id: "orthogonal-time", parameters: "n=4 beta=1 gamma=9/10", arguments: [[4, 1], [1, 1], [1, 10]]),
    Form(
      id: "orthogonal-time", parameters: "n=32 beta=30 gamma=999/1000",
      arguments: [[32, 1], [30, 1], [1, 1000]]),
    Form(
      id: "orthogonal-rate-constant", parameters: "kind=USA n=4 beta=1", arguments: [[4, 1], [1, 1]]),
    Form(
      id: "acute-collapse-bound", parameters: "n=8 beta=4 c0=0 c1=99/100",
      arguments: [[8, 1], [4, 1], [1, 100]]),
    Form(id: "cap-collapse-time", parameters: "beta=2 u0=1/2 c=1", arguments: [[2, 1], [1, 2], [1, 1]]),
    Form(
      id: "phase-curve", parameters: "n=32 delta=1/1000 beta=5 output=t",
      arguments: [[32, 1], [5, 1], [1, 1000]]),
    Form(
      id: "two-cluster-merger", parameters: "kind=USA beta=5 u0=-1/2 u1=99/100",
      arguments: [[5, 1], [-1, 2], [99, 100]]),
  ]

  /// Parsed once: reading the parameters is not measured.
  private struct Call {
    let theorem: any Theorem.Type
    let arguments: Arguments
    let output: String

    init(_ form: Form) throws {
      theorem = try Catalogue.standard.theorem("clustering." + form.id)
      let reading = ReferenceValue(form.parameters, "")
      output = try theorem.record.output(named: reading.outputName).name
      let given = reading.parameterTexts.filter { $0.name != "output" }
      arguments = try theorem.record.arguments(given, output: output)
    }

    /// The enclosure at the precision with which the driver starts for so many digits.
    func sample(digits: Int) throws -> (ns: Double, values: [Ball]) {
      let start = cpuTime()
      let value = try withPrecision(Precision.bits(forDigits: digits) + 30) {
        try theorem.value(arguments, output: output)
      }
      let time = cpuTime() - start
      guard case .real(let ball) = value, ball.accuracyBits >= Precision.bits(forDigits: digits) else {
        throw BenchError("\(theorem.record.id) lacks digits")
      }
      return (time, [ball])
    }
  }

  /// The table for d = 2..64 by the function behind `vlasov table`, its decimal text included.
  private static func table(digits: Int) throws -> (ns: Double, values: [Ball]) {
    let start = cpuTime()
    let theorem = try Catalogue.standard.theorem("clustering.noisy-tricritical-beta")
    let grid = try Grid(theorem.record, output: "beta", [(name: "d", text: "2:64/63")])
    let rows = Table(theorem, grid: grid, digits: digits, threads: 1).rows(0..<grid.count)
    let time = cpuTime() - start
    let values = rows.compactMap { $0.answer?.status == .certified ? $0.answer?.ball : nil }
    guard values.count == 63 else { throw BenchError("a row of the table lacks digits") }
    return (time, values)
  }

  /// The peer's process, which answers a line of JSON with a line of JSON.
  private final class Peer {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init() throws {
      process.executableURL = URL(fileURLWithPath: ".venv-bench/bin/python")
      process.arguments = ["Benchmarks/peers_clustering.py"]
      process.standardInput = input
      process.standardOutput = output
      do { try process.run() } catch { throw BenchError("the peer of clustering does not start: \(error)") }
    }

    deinit { process.terminate() }

    func sample(_ work: String, digits: Int, _ arguments: [[Int]] = []) throws -> (ns: Double, values: [Ball])
    {
      let job: [String: Any] = ["work": work, "digits": digits, "arguments": arguments]
      input.fileHandleForWriting.write(try JSONSerialization.data(withJSONObject: job) + Data("\n".utf8))
      var answer = Data()
      while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != 10 {
        answer.append(byte)
      }
      guard let report = try JSONSerialization.jsonObject(with: answer) as? [String: Any],
        let ns = report["ns"] as? Double, let texts = report["values"] as? [String],
        let reached = report["digits"] as? Int, reached >= digits
      else { throw BenchError("the peer of clustering printed no report, or too few digits, for \(work)") }
      let values = texts.compactMap { Rational(decimal: $0) }.map {
        Ball($0, bits: Precision.bits(forDigits: digits) + 64)
      }
      return (ns, values)
    }
  }

  /// Both sides enclose the same numbers: the middles of the peer's, known to `digits` digits, meet ours.
  private static func demandAgreement(_ ours: [Ball], _ theirs: [Ball], digits: Int, _ work: String) throws {
    let agree =
      ours.count == theirs.count
      && zip(ours, theirs).allSatisfy { a, b in
        let width = b.magnitude.scaled(by: 4 - Precision.bits(forDigits: digits))
        return a.overlaps(Ball(center: b, radius: width))
      }
    guard agree else { throw BenchError("values of \(work) disagree") }
  }

  static func run() throws {
    let rounds = environment["BENCH_ROUNDS"].flatMap(Int.init) ?? 15
    let peer = try Peer()
    if !json {
      print("work                                digits         ours  python-flint    ratio   target")
    }
    func compare(
      _ work: String, digits: Int, target: Double, _ ours: () throws -> (ns: Double, values: [Ball]),
      _ theirs: () throws -> (ns: Double, values: [Ball])
    ) throws {
      try demandAgreement(ours().values, theirs().values, digits: digits, work)
      var (own, other, ratios): ([Double], [Double], [Double]) = ([], [], [])
      for _ in 0..<rounds {
        let (a, b) = (try ours().ns, try theirs().ns)
        own.append(a)
        other.append(b)
        ratios.append(a / b)
      }
      show(work, digits, median(own), median(other), median(ratios), target)
    }
    for (digits, target) in [(50, 1.0), (1000, 0.5)] {
      try compare("noisy-tricritical-beta d=2:64/63", digits: digits, target: target) {
        try table(digits: digits)
      } _: {
        try peer.sample("tricritical", digits: digits)
      }
    }
    for form in forms {
      let call = try Call(form)
      let beta = form.parameters.split(separator: " ").first { $0.hasPrefix("beta") } ?? ""
      try compare("\(form.id) \(beta)", digits: 1000, target: 1) {
        try call.sample(digits: 1000)
      } _: {
        try peer.sample(form.id, digits: 1000, form.arguments)
      }
    }
  }

  private static func show(
    _ work: String, _ digits: Int, _ ours: Double, _ peer: Double, _ ratio: Double, _ target: Double
  ) {
    if json {
      print(
        "{\"group\":\"clustering\",\"work\":\"\(work)\",\"digits\":\(digits),\"ours_ns\":\(Int(ours)),"
          + "\"peer\":\"python-flint\",\"peer_ns\":\(Int(peer)),\"ratio\":\(String(format: "%.4f", ratio)),"
          + "\"target\":\(target)}")
      return
    }
    let columns = [
      padded(work, 34), String(format: "%6d", digits), String(format: "%9.3f ms", ours / 1e6),
      String(format: "%9.3f ms", peer / 1e6), String(format: "%7.3f", ratio), String(format: "%7.3f", target),
    ]
    print(columns.joined(separator: "  "))
  }
}
