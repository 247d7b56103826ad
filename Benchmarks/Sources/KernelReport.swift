import Foundation

/// The samples of one work at one precision.
struct KernelLine {
  let work: String
  let bits: Int
  let target: Double?
  let samples: [String: [WorkSample]]

  func time(_ peer: String) -> Double? { samples[peer].map { median($0.map(\.ns)) } }

  /// The median of the ratios of neighbouring samples.
  func ratio(_ name: String, to peer: String) -> Double? {
    guard let ours = samples[name], let theirs = samples[peer] else { return nil }
    return median(zip(ours, theirs).map { $0.ns / $1.ns })
  }

  /// Our radius over C Arb's.
  var radiusRatio: Double? {
    guard let ours = samples["ours"]?.first?.radius, let theirs = samples["arb"]?.first?.radius else {
      return nil
    }
    return exp2(ours - theirs)
  }

  var meetsTarget: Bool? {
    guard let target, let ratio = ratio("ours", to: "arb") else { return nil }
    return ratio <= target
  }

  /// All peers computed the same number.
  func checkValues() throws {
    guard let value = samples["ours"]?.first?.value else {
      throw BenchError("\(work) at \(bits): nothing measured")
    }
    for (peer, list) in samples {
      let other = list[0].value
      guard abs(value - other) <= 1e-9 * abs(value) else {
        throw BenchError("\(work) at \(bits) bits: \(value) is \(other) in \(peer)")
      }
    }
  }
}

/// Prints the kernel group as a table or as JSON lines, and writes `Benchmarks/kernel.md` when BENCH_WRITE=1.
final class KernelReport {
  private var lines: [KernelLine] = []
  private static let peers = ["arb", "mpfr", "python-flint", "mpmath"]
  private var otherMode: String { linkMode == "static" ? "dynamic" : "static" }

  private var columns: [String] {
    [
      "work", "bits", "reading", "ours ns", "to arb", "target", "\(otherMode) ns", "to arb", "radius/arb",
      "arb ns",
      "mpfr ns", "flint ns", "mpmath ns",
    ]
  }

  func head() {
    if json { return }
    print("kernel, \(linkMode) MPFR and GMP; ns of CPU time an operation, medians of alternating samples")
    print(row(columns))
  }

  func show(_ line: KernelLine) {
    lines.append(line)
    if json {
      for peer in KernelReport.peers {
        for (name, mode) in [("ours", linkMode), ("other", otherMode)] {
          guard let ours = line.time(name), let theirs = line.time(peer),
            let ratio = line.ratio(name, to: peer)
          else {
            continue
          }
          let target = peer == "arb" ? line.target.map { "\($0)" } ?? "null" : "null"
          print(
            "{\"group\":\"kernel\",\"work\":\"\(line.work)\",\"bits\":\(line.bits),\"link\":\"\(mode)\","
              + String(
                format: "\"ours_ns\":%.3f,\"peer\":\"%@\",\"peer_ns\":%.3f,", ours, peer as NSString, theirs)
              + String(format: "\"ratio\":%.4f,", ratio) + "\"target\":\(target)}")
        }
      }
    } else {
      print(row(cells(line)))
    }
  }

  private func cells(_ line: KernelLine) -> [String] {
    func number(_ x: Double?, _ format: String) -> String { x.map { String(format: format, $0) } ?? "-" }
    func time(_ peer: String) -> String {
      guard let t = line.time(peer) else { return "-" }
      return String(format: t < 100 ? "%.1f" : "%.0f", t)
    }
    let mark = line.meetsTarget == false ? "!" : ""
    return [
      line.work, "\(line.bits)", Ours.reading(line.bits), time("ours"),
      number(line.ratio("ours", to: "arb"), "%.2f") + mark, number(line.target, "%.1f"), time("other"),
      number(line.ratio("other", to: "arb"), "%.2f"), number(line.radiusRatio, "%.2g"), time("arb"),
      time("mpfr"),
      time("python-flint"), time("mpmath"),
    ]
  }

  private func row(_ cells: [String]) -> String {
    let widths = [15, 5, 10, 10, 7, 7, 11, 7, 11, 10, 10, 10, 10]
    return zip(cells, widths).enumerated().map { i, cell in
      i == 0 ? padded(cell.0, cell.1) : aligned(cell.0, cell.1)
    }.joined(separator: " ")
  }

  func finish() throws {
    let missed = lines.filter { $0.meetsTarget == false }
    let aimed = lines.filter { $0.meetsTarget != nil }
    if !json { print("\(aimed.count - missed.count) of \(aimed.count) targets met") }
    guard environment["BENCH_WRITE"] == "1" else { return }
    try markdown(aimed.count, missed).write(toFile: "Benchmarks/kernel.md", atomically: true, encoding: .utf8)
  }

  private func markdown(_ aimed: Int, _ missed: [KernelLine]) -> String {
    var text = """
      # Kernel benchmark

      Made by `make bench BENCH_GROUP=kernel BENCH_WRITE=1`; `docs/kernel.md` says how to read it.

      \(MachineFacts.markdown(linkMode))

      ns of CPU time an operation (for `dot` a term, for `horner` a step), medians of alternating samples. Ratios
      are ours to C Arb, below 1 means faster; `!` marks a target that was missed (\(aimed - missed.count) of
      \(aimed) met). The main columns are the \(linkMode) link mode, the other is \(otherMode). `radius/arb` is the
      radius of the last result over Arb's.


      """
    text += "| \(columns.joined(separator: " | ")) |\n|\(String(repeating: "---|", count: columns.count))\n"
    for line in lines { text += "| \(cells(line).joined(separator: " | ")) |\n" }
    return text
  }
}
