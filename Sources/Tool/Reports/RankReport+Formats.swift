import Vlasov

extension RankReport {
  func page(_ format: Format, seconds: Double) -> String {
    switch format {
    case .text: text
    case .json: json(seconds: seconds).text + "\n"
    case .csv: sheet.csv
    case .markdown:
      "## Ranks of limits: \(title)\n\n" + notes.map { $0 + "\n\n" }.joined() + sheet.markdown
        + "\n" + flags.markdown
    case .latex:
      LaTeXText.page(
        ["ranks of limits, \(title); vlasov \(Version.current)"] + notes, sheet.latex + "\n" + flags.latex)
    }
  }

  private func parameter(_ name: String) -> String { parameters.first { $0.name == name }?.text ?? "" }

  private var title: String {
    "A = -Q^T Q, rows = \(parameter("rows")), V = \(parameter("V")), \(count) instances a dimension, seed \(seed)"
  }

  /// What each column is worth.
  private var notes: [String] {
    [
      "certified: the rank of every limit point, exact over the rationals (V + V^T positive definite: d - rank Q)",
      "simulated: eigenvalues above \(parameter("threshold")) where projected Euler stopped "
        + "(step \(parameter("step")), at most \(parameter("steps")) steps); no proof",
    ]
  }

  // MARK: Tables

  /// A line for each rank that occurs.
  private var sheet: Sheet {
    var sheet = Sheet(["d", "rank", "certified", "simulated"])
    for d in dimensions {
      for rank in d.ranks {
        sheet.add([d.dimension, rank, d.certifiedCount(rank), d.simulatedCount(rank)].map(String.init))
      }
      if d.open > 0 { sheet.add([String(d.dimension), "bounds only", String(d.open), ""]) }
    }
    return sheet
  }

  /// A line for each dimension: how the scheme ended, and how often its rank is the certified one.
  private var flags: Sheet {
    var sheet = Sheet(["d", "simulated = certified", "flag converged", "diverged", "horizon"])
    for d in dimensions {
      sheet.add([
        String(d.dimension), "\(d.agreeing) of \(d.outcomes.count)", String(d.count(.converged)),
        String(d.count(.diverged)), String(d.count(.horizon)),
      ])
    }
    return sheet
  }

  private var text: String {
    "Ranks of limits: \(title)\n\n" + notes.map { $0 + "\n" }.joined() + "\n" + sheet.headedText
      + "\nThe scheme's own flags\n\n" + flags.headedText
  }

  // MARK: JSON

  private func json(seconds: Double) -> JSON {
    .object([
      ("schema", .integer(JSON.schemaVersion)), ("report", .string("ranks")),
      ("parameters", .pairs(parameters)),
      ("count", .integer(count)), ("dimensions", .array(dimensions.map(json))),
      ("provenance", Provenance.json(bits: nil, seconds: seconds, seed: seed)),
    ])
  }

  private func json(_ d: Dimension) -> JSON {
    .object([
      ("d", .integer(d.dimension)), ("rows", .integer(d.rows)),
      (
        "certified",
        .object([
          ("status", .string(d.open > 0 ? "undecided" : "exact")), ("ranks", histogram(d, d.certifiedCount)),
          ("boundsOnly", .integer(d.open)),
        ])
      ),
      (
        "simulated",
        .object([
          ("status", .string("simulated")), ("ranks", histogram(d, d.simulatedCount)),
          (
            "flags",
            .object(
              [ProjectedEuler.Flag.converged, .diverged, .horizon].map {
                ($0.rawValue, .integer(d.count($0)))
              })
          ),
        ])
      ),
      ("agreeing", .integer(d.agreeing)),
    ])
  }

  private func histogram(_ d: Dimension, _ number: (Int) -> Int) -> JSON {
    .array(
      d.ranks.filter { number($0) > 0 }.map { rank in
        .object([("rank", .integer(rank)), ("instances", .integer(number(rank)))])
      })
  }
}
