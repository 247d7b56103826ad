import Foundation
import Vlasov

struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Whatever takes a work and a precision and answers with a sample.
protocol KernelPeer {
  var name: String { get }
  func sample(_ work: String, _ bits: Int) throws -> WorkSample?
}

/// This executable: the reading that serves the precision.
final class Ours: KernelPeer {
  let name = "ours"
  private var small: [Int: KernelSampler<SmallBall>] = [:]
  private var balls: [Int: KernelSampler<Ball>] = [:]

  /// The reading that the driver picks at the precision.
  static func reading(_ bits: Int) -> String { bits <= 128 ? "SmallBall" : "Ball" }

  func sample(_ work: String, _ bits: Int) -> WorkSample? {
    if Ours.reading(bits) == "SmallBall" {
      let sampler = small[bits] ?? KernelSampler<SmallBall>(bits)
      small[bits] = sampler
      return sampler.sample(work)
    }
    let sampler = balls[bits] ?? KernelSampler<Ball>(bits)
    balls[bits] = sampler
    return sampler.sample(work)
  }
}

/// A process on the line protocol of `peers/timing.h`.
final class ProcessPeer: KernelPeer {
  let name: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  init(_ name: String, _ path: String, _ arguments: [String] = []) throws {
    self.name = name
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    do { try process.run() } catch { throw BenchError("peer \(name) does not start: \(error)") }
  }

  deinit { process.terminate() }

  func sample(_ work: String, _ bits: Int) throws -> WorkSample? {
    input.fileHandleForWriting.write(Data("\(work),\(bits)\n".utf8))
    var line = Data()
    while true {
      let byte = output.fileHandleForReading.readData(ofLength: 1)
      guard let code = byte.first else { throw BenchError("peer \(name) ended") }
      if code == 10 { break }
      line.append(code)
    }
    guard let report = try JSONSerialization.jsonObject(with: line) as? [String: Any] else {
      throw BenchError("peer \(name) printed no report")
    }
    guard let ns = report["ns"] as? Double, let value = report["value"] as? Double else { return nil }
    return WorkSample(ns: ns, value: value, radius: report["log2radius"] as? Double)
  }
}

/// Serves this executable's own works on the line protocol.
enum KernelServer {
  static func run() {
    let ours = Ours()
    while let line = readLine() {
      let parts = line.split(separator: ",")
      guard parts.count == 2, let bits = Int(parts[1]) else { continue }
      let sample = ours.sample(String(parts[0]), bits)
      let text =
        sample.map { sample in
          let radius = sample.radius.map { String(format: "%.4f", $0) } ?? "null"
          return String(format: "%.3f,\"value\":%.17g,\"log2radius\":", sample.ns, sample.value) + radius
        } ?? "null"
      print("{\"work\":\"\(parts[0])\",\"bits\":\(bits),\"ns\":\(text)}")
      fflush(nil)
    }
  }
}
