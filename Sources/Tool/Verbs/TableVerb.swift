import ArgumentParser
import Vlasov

/// `vlasov table`: many values, one row each.
struct TableVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Evaluate a result over ranges, lists or the rows of a CSV file.",
    usage: "vlasov table ID name=range ... [--from FILE] [output=NAME] [options]",
    discussion: """
      A range a:b/count is count points, both ends included, exactly spaced; a
      list is 1,2,5; [a,b]/count is count intervals that cover [a,b], each a row
      with an enclosure of all its values (a certified band of a curve).
      Several of them make a grid, the last named runs fastest.
      --from FILE.csv takes rows of parameters under a header of their names;
      - is standard input. Rows are computed on all cores and appear in order;
      a refused row keeps its place with status and reason.
      --format latex gives a booktabs tabular whose numbers stand in siunitx
      columns, aligned and with every digit; it is written when all rows are known.

      EXAMPLES
        vlasov table retrieval.t-crit beta=1:3/21 lambda=1 M=8
        vlasov table retrieval.t-crit beta=1,2,3 lambda=1 M=8 --format latex
        vlasov table clustering.phase-curve n=32 delta=0.001 beta=[0,9]/18 \\
          output=t --format csv
        vlasov table retrieval.profile s=1/100:1/100 beta=1 M=8 t=1 lambda=1 \\
          --format csv -o profile.csv
        vlasov table retrieval.t-crit lambda=1 --from parameters.csv

      EXIT STATUS
        0    every row has a value
        2    some row is refused or undecided
        64   malformed input
        130  interrupted; only whole rows were written
      """)

  @Argument(
    help: ArgumentHelp(
      "The id of a result, and name=value, name=range or name=list.", valueName: "id and name=range"),
    completion: IDCompletion.kind)
  var words: [String] = []

  @Option(
    help: ArgumentHelp("Take rows of parameters from a CSV file; - for standard input.", valueName: "FILE"),
    completion: .file(extensions: ["csv"]))
  var from: String?

  @Flag(help: "A column that says what each row rests on: enclosed, arb-checked or coq-checked.")
  var trust = false

  @Option(
    help: ArgumentHelp(
      "Where --trust finds certificates (\(TrustIndex.defaultFolder)).", valueName: "FOLDER"),
    completion: .directory)
  var certificates: String?

  @OptionGroup var numbers: NumberOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var limits: LimitOptions

  func perform() throws -> Int32 {
    let assignments = try Assignments(words)
    let theorem = try Catalogue.standard.theorem(assignments.id)
    let run = try from.map { try fromFile($0, theorem, assignments) } ?? overGrid(theorem, assignments)
    run.progress.end()
    guard let reason = run.firstReason else { return ExitStatus.success }
    if !format.quiet {
      let total = run.total
      StandardError.line("vlasov: \(run.withoutValue) of \(total) rows without a value; \(reason)")
    }
    return ExitStatus.undecided
  }

  static let defaultDigits = 20

  private func trustIndex() throws -> TrustIndex? {
    guard trust || certificates != nil else { return nil }
    return try TrustIndex(folder: certificates ?? TrustIndex.defaultFolder)
  }

  private func start(_ sink: OutputSink, total: Int?) -> TableRun {
    TableRun(
      sink: sink, digits: numbers.digits ?? Self.defaultDigits, limits: limits,
      progress: Progress("rows", total: total, quiet: format.quiet))
  }

  // MARK: Grids

  private func overGrid(_ theorem: any Theorem.Type, _ assignments: Assignments) throws -> TableRun {
    let record = theorem.record
    let grids = try self.grids(record, assignments)
    let sink = try format.sink(wholeOnly: format.format == .latex)
    let names = AnswerColumns.names(of: try grids.map { try $0.grid.arguments(row: 0).texts })
    var run = start(sink, total: grids.map(\.grid.count).reduce(0, +))
    for (k, (output, grid)) in grids.enumerated() {
      let formatter = try self.formatter(record, output, grid, names)
      try sink.write(formatter.head(isFirst: k == 0))
      run.restart()
      try run.run(theorem, grid, formatter)
      try run.end(formatter, isFirst: k == 0)
    }
    try sink.finish()
    return run
  }

  /// A matrix has no column of its own in a table for readers.
  private func requireCells(_ output: OutputSpec) throws {
    guard output.kind.hasEntries, ![.json, .csv].contains(format.format) else { return }
    let entry = "output=\(output.name)" + (output.kind == .vector ? "[1]" : "[1,2]")
    throw InputError(
      parameter: "output", value: output.name, domain: "one entry, or --format json or csv",
      "output=\(output.name) is a \(output.kind.rawValue): name one entry (\(entry)), or take --format json or csv"
    )
  }

  private func grids(_ record: Record, _ assignments: Assignments) throws -> [(
    output: OutputSpec, grid: Grid
  )] {
    guard assignments.asksForAllOutputs else {
      let output = try record.output(named: assignments.output)
      try requireCells(output)
      return [(output, try Grid(record, output: output.name, assignments.parameters))]
    }
    _ = try record.output(named: nil)
    var found: [(OutputSpec, Grid)] = []
    var reason: InputError?
    for output in record.outputs {
      try requireCells(output)
      do {
        found.append((output, try Grid(record, output: output.name, assignments.parameters)))
      } catch let error as InputError {
        reason = reason ?? error
      }
    }
    if found.isEmpty, let reason { throw reason }
    return found
  }

  private func formatter(_ record: Record, _ output: OutputSpec, _ grid: Grid, _ names: [String]) throws
    -> RowFormatter
  {
    let varying = grid.varyingNames
    let texts = try grid.arguments(row: 0).texts
    let widths = varying.map { name in grid.axis(name).map { Self.width(grid.axes[$0]) } ?? 0 }
    return RowFormatter(
      record: record, output: output, format: format.format, style: numbers.numbers, quiet: format.quiet,
      names: names, varying: varying, fixed: texts.filter { !varying.contains($0.name) }, widths: widths,
      trust: try trustIndex())
  }

  /// The width of a column: from its first few hundred values and its last.
  private static func width(_ axis: Axis) -> Int {
    let sample = Array(0..<min(axis.count, 300)) + [axis.count - 1]
    return sample.map { axis.value($0).text.count }.max() ?? 0
  }

  // MARK: Files

  private func fromFile(_ path: String, _ theorem: any Theorem.Type, _ assignments: Assignments) throws
    -> TableRun
  {
    let record = theorem.record
    if assignments.asksForAllOutputs {
      throw InputError(
        parameter: "output", value: "all", "output=all does not go with --from; name one output")
    }
    let output = try record.output(named: assignments.output)
    try requireCells(output)
    let shared = assignments.parameters
    var file = try ParameterFile(path, record, output: output.name, shared: shared)
    let sink = try format.sink(wholeOnly: format.format == .latex)
    var run = start(sink, total: file.count)
    var formatter: RowFormatter?
    // Pieces grow, so that the first rows of a pipe appear soon.
    var limit = max(16, run.threads)
    while true {
      let rows = try file.rows(limit)
      if rows.isEmpty && formatter != nil { break }
      let form = try formatter ?? self.formatter(record, output, file.names, shared, rows)
      if formatter == nil { try sink.write(form.head(isFirst: true)) }
      formatter = form
      if rows.isEmpty { break }
      let grid = Grid(record, output: output.name, rows: rows, shared: shared)
      try run.run(theorem, grid, form, explicit: rows)
      limit = min(limit * 2, 4096)
    }
    if let formatter { try run.end(formatter, isFirst: true) }
    try sink.finish()
    return run
  }

  private func formatter(
    _ record: Record, _ output: OutputSpec, _ header: [String], _ shared: [(name: String, text: String)],
    _ rows: [[(name: String, text: String)]]
  ) throws -> RowFormatter {
    let defaults = record.parameters.filter { spec in
      spec.isTaken(by: output.name) && spec.defaultText != nil && !header.contains(spec.name)
        && !shared.contains { $0.name == spec.name }
    }
    let fixed = shared + defaults.map { (name: $0.name, text: $0.defaultText ?? "") }
    let widths = header.map { name in
      rows.compactMap { $0.first { $0.name == name }?.text.count }.max() ?? 0
    }
    return RowFormatter(
      record: record, output: output, format: format.format, style: numbers.numbers, quiet: format.quiet,
      names: header + fixed.map(\.name), varying: header, fixed: fixed, widths: widths,
      trust: try trustIndex())
  }
}
