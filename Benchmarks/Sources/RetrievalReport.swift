import Foundation

/// One comparison of the retrieval group.
struct RetrievalLine {
  let work: String
  let digits: Int
  let ours: Double
  let peer: String
  let peerTime: Double
  let target: Double?
  var ratio: Double { ours / peerTime }
}

/// Prints the retrieval group as a table or as JSON lines.
struct RetrievalReport {
  func head() {
    if json { return }
    print(
      "work                    digits          ours     peer                        peer       ratio   target"
    )
  }

  func show(_ line: RetrievalLine) {
    let target = line.target.map { String(format: "%.3f", $0) }
    if json {
      print(
        "{\"group\":\"retrieval\",\"work\":\"\(line.work)\",\"digits\":\(line.digits),"
          + "\"ours_ns\":\(Int(line.ours)),\"peer\":\"\(line.peer)\",\"peer_ns\":\(Int(line.peerTime)),"
          + "\"ratio\":\(String(format: "%.4f", line.ratio)),\"target\":\(target ?? "null")}")
    } else {
      let columns = [
        padded(line.work, 22), String(format: "%6d", line.digits),
        String(format: "%12.2f ms", line.ours / 1e6),
        padded(line.peer, 18), String(format: "%12.2f ms", line.peerTime / 1e6),
        String(format: "%8.4f", line.ratio), target ?? "",
      ]
      print(columns.joined(separator: "  "))
    }
  }
}
