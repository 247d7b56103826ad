import Foundation
import Vlasov

/// One cross-check in any form.
struct VerifyPage {
  let record: Record
  let check: CrossCheck
  let output: OutputSpec
  let result: VerifyResult

  private var report: CrossCheckReport { result.report }

  func text(_ format: Format, quiet: Bool) -> String {
    switch format {
    case .text where quiet: return report.verdict.rawValue + "\n"
    case .text: return plain
    case .json: return json.text + "\n"
    case .csv: return sheet.csv
    case .markdown: return sheet.markdown + "\n**\(report.verdict.rawValue)** (simulated)\n"
    case .latex: return latex
    }
  }

  private var latex: String {
    LaTeXText.page(
      [
        "\(record.id), \(output.name) \(ShownAnswer.words(result.arguments.texts)): simulated; "
          + report.verdict.rawValue,
        "simulates: \(check.simulates); law: \(report.law)", "vlasov \(Version.current)",
      ], sheet.latex)
  }

  private var plain: String {
    var text =
      "\(report.verdict.rawValue): \(record.id) \(ShownAnswer.words(result.arguments.texts)) (simulated)\n"
    func add(_ name: String, _ value: String) { text += "  " + name.padded(to: 16) + value + "\n" }
    add("simulates", check.simulates)
    add("law", report.law)
    add("statistic", Self.short(report.statistic))
    add("standard error", Self.short(report.standardError))
    if let order = report.observedOrder {
      let range = report.orderInterval.map {
        " in [\(Self.short($0.lowerBound)), \(Self.short($0.upperBound))]"
      }
      add("order", Self.short(order) + (range ?? ""))
    }
    if let intercept = report.intercept { add("extrapolated", Self.short(intercept)) }
    if let resolution = report.resolution {
      add("would reject", "a relative error of \(Self.short(resolution))")
    }
    for rate in report.rates {
      add("rate", rate.quantity)
      add("  fitted", Self.fitted(rate))
      add("  certified", Self.relation(rate) + Self.short(rate.certified) + ": " + rate.verdict.rawValue)
      add("  law", rate.fit.law)
      if let resolution = rate.resolution {
        add("  would reject", "a relative error of \(Self.short(resolution))")
      }
    }
    if let seed = report.seed { add("seed", "\(seed)") }
    if !report.details.isEmpty {
      text += details.headedText.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
    return text
  }

  /// Six significant digits are enough for floats of a simulation.
  static func short(_ x: Double) -> String {
    guard x.isFinite, x != 0 else { return x == 0 ? "0" : "\(x)" }
    return JSON.shortest(Double(Self.rounded(x)) ?? x)
  }

  private static func rounded(_ x: Double) -> String { String(format: "%.6g", x) }

  private static func fitted(_ rate: RateFit) -> String {
    let interval = rate.fit.interval
    return "\(precise(rate.fit.slope)) in [\(precise(interval.lowerBound)), \(precise(interval.upperBound))]"
  }

  /// Ten digits: intervals of fits may be narrow.
  private static func precise(_ x: Double) -> String {
    JSON.shortest(Double(String(format: "%.10g", x)) ?? x)
  }

  private static func relation(_ rate: RateFit) -> String {
    switch rate.relation {
    case .equal: ""
    case .atLeast: "at least "
    case .atMost: "at most "
    }
  }

  /// The simulated numbers.
  private var details: Sheet {
    var sheet = Sheet(
      ["size", "simulated", "standardError", "closedForm", "difference"],
      latex: ["size", "simulated", "standard error", "closed form", "difference"])
    for row in report.details { sheet.add(cells(row)) }
    return sheet
  }

  private func cells(_ row: CrossCheckReport.Row) -> [String] {
    [row.size, row.simulated, row.standardError, row.closedForm, row.difference].map { JSON.shortest($0) }
  }

  /// The simulated numbers, then the fitted rates: what is fitted, in columns of its own, with the ends of the interval.
  private var sheet: Sheet {
    guard !report.rates.isEmpty else { return details }
    let columns = ["rate", "lower", "upper"]
    var sheet = Sheet(details.headers + columns, latex: details.latexHeaders + columns)
    for row in report.details { sheet.add(cells(row) + ["", "", ""]) }
    for rate in report.rates {
      let (slope, interval) = (rate.fit.slope, rate.fit.interval)
      let numbers = [slope, rate.certified, slope - rate.certified, interval.lowerBound, interval.upperBound]
        .map { JSON.shortest($0) }
      sheet.add(["", numbers[0], "", numbers[1], numbers[2], rate.quantity, numbers[3], numbers[4]])
    }
    return sheet
  }

  var json: JSON {
    var pairs: [(String, JSON)] = [
      ("schema", .integer(JSON.schemaVersion)), ("id", .string(record.id)),
      ("parameters", .pairs(result.arguments.texts)), ("output", .string(output.name)),
      ("status", .string(Status.simulated.rawValue)), ("simulates", .string(check.simulates)),
      ("statistic", .number(report.statistic)), ("standardError", .number(report.standardError)),
      ("law", .string(report.law)), ("seed", report.seed.map { .unsigned($0) } ?? .null),
      ("verdict", .string(report.verdict.rawValue)),
    ]
    if let order = report.observedOrder { pairs.append(("observedOrder", .number(order))) }
    if let range = report.orderInterval {
      pairs.append(("orderInterval", .array([.number(range.lowerBound), .number(range.upperBound)])))
    }
    if let intercept = report.intercept { pairs.append(("extrapolated", .number(intercept))) }
    if let resolution = report.resolution { pairs.append(("resolution", .number(resolution))) }
    if !report.rates.isEmpty { pairs.append(("rates", .array(report.rates.map(Self.json)))) }
    let details = report.details.map { row -> JSON in
      .object([
        ("size", .number(row.size)), ("simulated", .number(row.simulated)),
        ("standardError", .number(row.standardError)), ("closedForm", .number(row.closedForm)),
        ("difference", .number(row.difference)),
      ])
    }
    pairs += [
      ("details", .array(details)), ("source", record.source.json),
      ("provenance", Provenance.json(bits: nil, seconds: result.seconds, seed: report.seed)),
    ]
    return .object(pairs)
  }

  private static func json(_ rate: RateFit) -> JSON {
    var pairs: [(String, JSON)] = [
      ("quantity", .string(rate.quantity)), ("fitted", .number(rate.fit.slope)),
      (
        "interval",
        .array([.number(rate.fit.interval.lowerBound), .number(rate.fit.interval.upperBound)])
      ),
      ("relation", .string(rate.relation.rawValue)), ("certified", .number(rate.certified)),
      ("law", .string(rate.fit.law)), ("verdict", .string(rate.verdict.rawValue)),
    ]
    if let resolution = rate.resolution { pairs.append(("resolution", .number(resolution))) }
    return .object(pairs)
  }
}
