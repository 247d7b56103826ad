import Foundation
import Vlasov

/// The quadrature group: Kac-Rice window integrals ∫_{-L}^{L} λ_0 dt against `acb.integral` of python-flint with the
/// same integrand, relative tolerance and digits, in one run; samples of both alternate.
///
/// The nodes of the rules are kept by both sides: the first sample of each, which computes them, is not counted.
enum QuadratureBench {
  /// λ_0(n, β, t); p = (n, β). See `peers_quadrature.py` for the peer's.
  struct Intensity: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ t: T, _ p: [T]) -> T {
      let (n, beta) = (p[0], p[1])
      let (a, b) = (1 + beta, 1 + 2 * beta)
      let square = T.pow(t, 2)
      let (first, second) = (T.exp(-(beta * square) / (2 * a)), T.exp(-(beta * square) / b))
      let (rootA, rootB) = (T.sqrt(a), T.sqrt(b))
      let mean = t / (a * rootA) * first
      let meanSlope = (a - beta * square) / (a * a * rootA) * first
      let m20 = (square + b) / (b * b * rootB) * second
      let m11 = t * ((1 - beta) * b - beta * square) / (T.pow(b, 3) * rootB) * second
      let top =
        b * b * (1 + 2 * beta + 3 * beta * beta) + 2 * beta * (beta - 1) * b * square
        + beta * beta * square * square
      let m02 = top / (T.pow(b, 4) * rootB) * second
      let s11 = m20 - mean * mean
      let s12 = m11 - mean * meanSlope
      let s22 = m02 - meanSlope * meanSlope
      let c = s12 / s11
      let (s1, tau) = (T.sqrt(s11), T.sqrt(s22 - s12 * c))
      let level = T.sqrt(n) * mean / s1
      let eta = T.sqrt(n) * (meanSlope - c * mean) / tau
      let norm = T.sqrt(2 * T.pi)
      let tail = T.erfc(-eta / T.sqrt(2)) / 2
      return tau / s1 * T.exp(-level * level / 2) / norm * (T.exp(-eta * eta / 2) / norm + eta * tail)
    }
  }

  private static let works: [(n: Int, beta: Int, end: Rational, value: String)] = [
    (1000, 100, 3, "7.21703792534720063054374079004058183017556096"),
    (10_000, 1000, Rational(13, 4), "34.0859045505434166931277895936265186648168754"),
    (1_000_000, 10_000, Rational(17, 4), "116.567820482203143581922399321444406299287631"),
  ]

  /// One integral, to `digits` digits.
  private static func ours(_ n: Int, _ beta: Int, _ end: Rational, digits: Int) throws -> (
    ns: Double, value: Ball
  ) {
    let start = cpuTime()
    let value = withPrecision(Precision.bits(forDigits: digits) + 4) {
      Ball.integral(Intensity(), [Ball(n), Ball(beta)], from: Ball(-end), to: Ball(end))
    }
    let time = cpuTime() - start
    guard value.accuracyBits >= Precision.bits(forDigits: digits) else {
      throw BenchError("an integral of \(value.accuracyBits) bits")
    }
    return (time, value)
  }

  /// The peer's process, which answers `n,beta,numerator,denominator,digits` with a line of JSON.
  private final class Peer {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init() throws {
      process.executableURL = URL(fileURLWithPath: ".venv-bench/bin/python")
      process.arguments = ["Benchmarks/peers_quadrature.py"]
      process.standardInput = input
      process.standardOutput = output
      do { try process.run() } catch { throw BenchError("the peer of quadrature does not start: \(error)") }
    }

    deinit { process.terminate() }

    func sample(_ n: Int, _ beta: Int, _ end: Rational, digits: Int) throws -> (ns: Double, value: Ball) {
      let line = "\(n),\(beta),\(end.numerator),\(end.denominator),\(digits)\n"
      input.fileHandleForWriting.write(Data(line.utf8))
      var answer = Data()
      while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != 10 {
        answer.append(byte)
      }
      guard let report = try JSONSerialization.jsonObject(with: answer) as? [String: Any],
        let ns = report["ns"] as? Double, let text = report["value"] as? String,
        let reached = report["digits"] as? Int, reached >= digits - 2, let value = Rational(decimal: text)
      else { throw BenchError("the peer of quadrature printed no report, or too few digits") }
      return (ns, Ball(value, bits: 1024))
    }
  }

  static func run() throws {
    let rounds = environment["BENCH_ROUNDS"].flatMap(Int.init) ?? 7
    let peer = try Peer()
    if !json {
      print("work                          digits         ours  acb.integral    ratio   target")
    }
    for digits in [50, 200] {
      for (n, beta, end, text) in works {
        let (_, mine) = try ours(n, beta, end, digits: digits)
        let (_, theirs) = try peer.sample(n, beta, end, digits: digits)
        // Both are the reference value, to all its digits, and agree with each other to those asked.
        let reference = Ball(center: Ball(Rational(decimal: text) ?? 0, bits: 256), radius: .power2(-138))
        let gap = (mine - theirs).magnitude
        guard mine.overlaps(reference), theirs.overlaps(reference),
          gap <= theirs.magnitude.scaled(by: 8 - Precision.bits(forDigits: digits))
        else { throw BenchError("values of the integral \(n), \(beta) disagree") }
        var (own, other, ratios): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<rounds {
          let a = try ours(n, beta, end, digits: digits).ns
          let b = try peer.sample(n, beta, end, digits: digits).ns
          own.append(a)
          other.append(b)
          ratios.append(a / b)
        }
        show("I0(\(n), \(beta), \(end.double))", digits, median(own), median(other), median(ratios))
      }
    }
  }

  private static func show(_ work: String, _ digits: Int, _ ours: Double, _ peer: Double, _ ratio: Double) {
    if json {
      print(
        "{\"group\":\"quadrature\",\"work\":\"\(work)\",\"digits\":\(digits),\"ours_ns\":\(Int(ours)),"
          + "\"peer\":\"acb.integral\",\"peer_ns\":\(Int(peer)),\"ratio\":\(String(format: "%.4f", ratio)),"
          + "\"target\":0.5}")
      return
    }
    let columns = [
      padded(work, 28), String(format: "%6d", digits), String(format: "%9.2f ms", ours / 1e6),
      String(format: "%9.2f ms", peer / 1e6), String(format: "%7.3f", ratio), "   0.500",
    ]
    print(columns.joined(separator: "  "))
  }
}
