import Foundation
import Vlasov

/// The ode group: covariance flows of Gaussian data by validated integration, with 15 certain digits, against the study's
/// Euler loop in NumPy (2000 steps of 0.01) in one run; samples of both alternate.
///
/// 100 starts: Σ11 and Σ22 on a grid, Σ12 = 1/4. A has a negative definite symmetric part, so that solutions are global.
enum ODEBench {
  /// Σ' = V Σ A Σ + transpose, or 2 V Σ (I + 2 B Σ)^-1 A Σ + transpose, on Σ11, Σ12, Σ22.
  private struct Covariance: VectorField {
    let a: Matrix<Rational>
    let b: Matrix<Rational>?
    let v: Matrix<Rational>
    var dimension: Int { 3 }

    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      let s = Matrix<T>(rows: 2, columns: 2, [x[0], x[1], x[1], x[2]])
      let (vs, aligned): (Matrix<T>, Matrix<T>) = (v.lifted() * s, a.lifted() * s)
      var k = vs * aligned
      if let b {
        let tilt: Matrix<T> = .identity(2) + (b.lifted() * s).scaled(by: 2)
        k = (vs * tilt.solve(aligned)).scaled(by: 2)
      }
      let sum = k + k.transpose
      return [sum[0, 0], sum[0, 1], sum[1, 1]]
    }
  }

  private static let a = Matrix<Rational>([[-1, Rational(1, 2)], [Rational(-1, 3), Rational(-1, 2)]])
  private static let b = Matrix<Rational>([[1, Rational(1, 2)], [Rational(1, 2), 1]])
  private static let general = Matrix<Rational>([[1, Rational(1, 4)], [Rational(-1, 5), Rational(3, 4)]])
  private static let starts = (0..<100).map {
    [Rational(5 + 2 * ($0 / 10), 10), Rational(1, 4), Rational(5 + 2 * ($0 % 10), 10)]
  }
  private static let digits = 15

  private static func ours(_ field: Covariance) throws -> (ns: Double, ends: [[Double]], steps: Int) {
    let begin = cpuTime()
    var ends: [[Double]] = []
    var steps = 0
    try withPrecision(64) {
      var integrator = TaylorIntegrator(field)
      integrator.options.keepsDenseOutput = false
      for start in starts {
        let flow = integrator.solve(from: 0, start.map { Ball($0) }, to: 20)
        guard flow.isComplete, flow.end.allSatisfy({ $0.certainDecimal(digits: digits) != nil }) else {
          throw BenchError("a trajectory lacks digits")
        }
        ends.append(flow.end.map(\.estimate))
        steps += flow.steps
      }
    }
    return (cpuTime() - begin, ends, steps)
  }

  /// The peer's process, which answers a line of JSON with a line of JSON.
  private final class Peer {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init() throws {
      process.executableURL = URL(fileURLWithPath: ".venv-bench/bin/python")
      process.arguments = ["Benchmarks/peers_ode.py"]
      process.environment = environment.merging(["OPENBLAS_NUM_THREADS": "1"]) { $1 }
      process.standardInput = input
      process.standardOutput = output
      do { try process.run() } catch { throw BenchError("the peer of ode does not start: \(error)") }
    }

    deinit { process.terminate() }

    func sample(_ kind: String, _ v: Matrix<Rational>) throws -> (ns: Double, ends: [[Double]]) {
      func rows(_ m: Matrix<Rational>) -> [[Double]] { (0..<2).map { m.row($0).map(\.double) } }
      let job: [String: Any] = [
        "kind": kind, "A": rows(a), "B": rows(b), "V": rows(v), "steps": 2000, "h": 0.01,
        "starts": starts.map { s in [[s[0].double, s[1].double], [s[1].double, s[2].double]] },
      ]
      input.fileHandleForWriting.write(try JSONSerialization.data(withJSONObject: job) + Data("\n".utf8))
      var answer = Data()
      while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != 10 {
        answer.append(byte)
      }
      guard let report = try JSONSerialization.jsonObject(with: answer) as? [String: Any],
        let ns = report["ns"] as? Double, let ends = report["ends"] as? [[[Double]]]
      else { throw BenchError("the peer of ode printed no report") }
      return (ns, ends.map { [$0[0][0], $0[0][1], $0[1][1]] })
    }
  }

  static func run() throws {
    let rounds = environment["BENCH_ROUNDS"].flatMap(Int.init) ?? 5
    let peer = try Peer()
    if !json {
      print("100 trajectories, 15 certain digits      steps         ours   NumPy Euler    ratio   target")
    }
    for (kind, name, v) in [
      ("softmax", "softmax, V = I", Matrix<Rational>.identity(2)), ("softmax", "softmax, any V", general),
      ("l2", "L2, V = I", .identity(2)), ("l2", "L2, any V", general),
    ] {
      let field = Covariance(a: a, b: kind == "l2" ? b : nil, v: v)
      let (first, other) = (try ours(field), try peer.sample(kind, v))
      // Euler's method is off by O(h).
      let error = zip(first.ends, other.ends).flatMap { zip($0, $1).map { abs($0 - $1) } }.max() ?? .infinity
      guard error < 0.01 else { throw BenchError("end points of \(name) differ by \(error)") }
      var (own, theirs, ratios): ([Double], [Double], [Double]) = ([], [], [])
      for _ in 0..<rounds {
        let (x, y) = (try ours(field).ns, try peer.sample(kind, v).ns)
        own.append(x)
        theirs.append(y)
        ratios.append(x / y)
      }
      show(name, first.steps, median(own), median(theirs), median(ratios))
    }
  }

  private static func show(_ name: String, _ steps: Int, _ ours: Double, _ peer: Double, _ ratio: Double) {
    if json {
      print(
        "{\"group\":\"ode\",\"work\":\"\(name)\",\"digits\":\(digits),\"ours_ns\":\(Int(ours)),\"peer\":\"numpy\","
          + "\"peer_ns\":\(Int(peer)),\"ratio\":\(String(format: "%.4f", ratio)),\"target\":1}")
      return
    }
    let columns = [
      padded(name, 36), aligned("\(steps)", 8), String(format: "%8.1f ms", ours / 1e6),
      String(format: "%9.1f ms", peer / 1e6), String(format: "%7.3f", ratio), "  1.000",
    ]
    print(columns.joined(separator: "  "))
  }
}
