import Foundation
import Vlasov

/// The linalg group: rigorous eigenvalues of symmetric matrices and products of matrices of balls against python-flint's
/// `acb_mat.eig` and `arb_mat` products in one run; samples of both alternate.
enum LinearAlgebraBench {
  private enum Work {
    /// Eigenvalues of a symmetric matrix of this size, to so many digits.
    case eigenvalues(size: Int, digits: Int)
    /// The square of a matrix of this size at so many bits.
    case product(size: Int, bits: Int)

    var title: String {
      switch self {
      case .eigenvalues(let size, let digits): "symmetric eigenvalues \(size)x\(size), \(digits) digits"
      case .product(let size, let bits): "product \(size)x\(size), \(bits) bits"
      }
    }

    var request: String {
      switch self {
      case .eigenvalues(let size, let digits): "eig,\(size),\(digits)\n"
      case .product(let size, let bits): "product,\(size),\(bits)\n"
      }
    }

    var peer: String {
      switch self {
      case .eigenvalues: "acb_mat.eig"
      case .product: "arb_mat"
      }
    }
  }

  private static let works: [Work] = [
    .eigenvalues(size: 8, digits: 50), .eigenvalues(size: 32, digits: 50), .product(size: 100, bits: 256),
  ]

  /// One sample: its time and the enclosures of the eigenvalues, or of the trace.
  private static func ours(_ work: Work) throws -> (ns: Double, values: [Ball]) {
    switch work {
    case .eigenvalues(let size, let digits):
      // The peer has as many guard bits.
      let bits = Precision.bits(forDigits: digits) + 10
      let matrix = Matrix<Ball>(rows: size, columns: size) { i, j in
        Ball(Rational(1, i + j + 1) + (i == j ? Rational(i) : 0), bits: bits)
      }
      let start = cpuTime()
      let values = withPrecision(bits) { matrix.symmetricEigenvalues() }
      let time = cpuTime() - start
      guard values.allSatisfy({ $0.accuracyBits >= Precision.bits(forDigits: digits) }) else {
        throw BenchError("too few digits of an eigenvalue")
      }
      return (time, values)
    case .product(let size, let bits):
      let matrix = Matrix<Ball>(rows: size, columns: size) {
        Ball(Rational(7 * $0 + 3, $0 + $1 + 1), bits: bits)
      }
      let start = cpuTime()
      let square = matrix * matrix
      let time = cpuTime() - start
      return (time, [square.trace])
    }
  }

  /// The peer's process, which answers a request with a line of JSON.
  private final class Peer {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init() throws {
      process.executableURL = URL(fileURLWithPath: ".venv-bench/bin/python")
      process.arguments = ["Benchmarks/peers_linalg.py"]
      process.standardInput = input
      process.standardOutput = output
      do { try process.run() } catch { throw BenchError("the peer of linalg does not start: \(error)") }
    }

    deinit { process.terminate() }

    func sample(_ work: Work) throws -> (ns: Double, values: [Ball]) {
      input.fileHandleForWriting.write(Data(work.request.utf8))
      var answer = Data()
      while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != 10 {
        answer.append(byte)
      }
      guard let report = try JSONSerialization.jsonObject(with: answer) as? [String: Any],
        let ns = report["ns"] as? Double, let texts = report["values"] as? [String]
      else { throw BenchError("the peer of linalg printed no report") }
      return (ns, texts.compactMap { Rational(decimal: $0) }.map { Ball($0, bits: 512) })
    }
  }

  static func run() throws {
    let rounds = environment["BENCH_ROUNDS"].flatMap(Int.init) ?? 7
    let peer = try Peer()
    if !json {
      print("work                                             ours          peer    ratio   target")
    }
    for work in works {
      let (mine, theirs) = (try ours(work).values, try peer.sample(work).values)
      // The peer's midpoints, to 45 digits.
      guard mine.count == theirs.count,
        zip(mine, theirs).allSatisfy({ x, y in
          (x - y).magnitude <= (y.magnitude + .power2(-10)).scaled(by: -149)
        })
      else { throw BenchError("results of \(work.title) disagree") }
      var (own, other, ratios): ([Double], [Double], [Double]) = ([], [], [])
      for _ in 0..<rounds {
        let a = try ours(work).ns
        let b = try peer.sample(work).ns
        own.append(a)
        other.append(b)
        ratios.append(a / b)
      }
      show(work, median(own), median(other), median(ratios))
    }
  }

  private static func show(_ work: Work, _ ours: Double, _ peer: Double, _ ratio: Double) {
    if json {
      print(
        "{\"group\":\"linalg\",\"work\":\"\(work.title)\",\"ours_ns\":\(Int(ours)),\"peer\":\"\(work.peer)\","
          + "\"peer_ns\":\(Int(peer)),\"ratio\":\(String(format: "%.4f", ratio)),\"target\":1}")
      return
    }
    let columns = [
      padded(work.title, 42), String(format: "%8.3f ms", ours / 1e6), String(format: "%8.3f ms", peer / 1e6),
      String(format: "%7.3f", ratio), "   1.000",
    ]
    print(columns.joined(separator: "  "))
  }
}
