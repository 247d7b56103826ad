import Foundation

/// What a run of the soundness programme came to.
public struct Summary: Sendable {
  public struct Line: Sendable {
    public let name: String
    public let reading: String
    public var tally = Tally()
  }

  public let seed: UInt64
  public let seconds: Double
  public let threads: Int
  public let lines: [Line]
  /// Artefacts, each with the command that repeats it.
  public let failures: [String]

  public var total: Tally { lines.reduce(into: Tally()) { $0.add($1.tally) } }

  /// The table of results.
  public var table: String {
    let head =
      Summary.row(["operation", "reading", "results", "indeterminate", "checks", "failures", "seconds"])
    let rows = lines.map { Summary.row(line: $0) }
    let sum = total
    return ([head] + rows + [Summary.row(line: Line(name: "all", reading: "", tally: sum))]).joined(
      separator: "\n")
  }

  /// One sentence with the figures that matter.
  public var sentence: String {
    let sum = total
    return "\(sum.checks) inclusion checks, \(sum.failures) failures, \(sum.indeterminate) of \(sum.results) "
      + "results indeterminate; seed \(seed), \(String(format: "%.1f", seconds)) s, \(threads) threads"
  }

  private static func row(line: Line) -> String {
    let t = line.tally
    let share =
      t.results == 0 ? "-" : String(format: "%.1f %%", 100 * Double(t.indeterminate) / Double(t.results))
    return row([
      line.name, line.reading, "\(t.results)", share, "\(t.checks)", "\(t.failures)",
      String(format: "%.1f", t.seconds),
    ])
  }

  private static func row(_ columns: [String]) -> String {
    let widths = [24, 14, 12, 14, 12, 9, 8]
    return zip(columns, widths).enumerated().map { i, column in
      let space = String(repeating: " ", count: max(0, column.1 - column.0.count))
      return i < 2 ? column.0 + space : space + column.0
    }.joined(separator: " ")
  }
}
