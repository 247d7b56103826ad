import Vlasov

/// Streams the rows of tables into a sink and counts those without a value.
struct TableRun {
  let sink: OutputSink
  let threads: Int
  let digits: Int
  let secondsPerRow: Double
  let maximumBits: Int
  let progress: Progress
  /// Rows of the current table.
  private(set) var rows = 0
  /// Rows of all tables.
  private(set) var total = 0
  private(set) var withoutValue = 0
  private(set) var firstReason: String?
  /// A LaTeX table waits for its end: its columns depend on every row.
  private var latexRows: [RowFormatter.LaTeXRow] = []

  init(sink: OutputSink, digits: Int, limits: LimitOptions, progress: Progress) {
    self.sink = sink
    self.digits = digits
    self.progress = progress
    threads = limits.workers
    secondsPerRow = limits.seconds
    maximumBits = limits.bits
  }

  /// Starts counting rows anew (the table of another output).
  mutating func restart() { rows = 0 }

  /// Computes and writes the rows of one grid, numbered on from those before.
  mutating func run(
    _ theorem: any Theorem.Type, _ grid: Grid, _ formatter: RowFormatter,
    explicit: [[(name: String, text: String)]] = []
  ) throws {
    let first = rows
    let table = Table(
      theorem, grid: grid, digits: digits, threads: threads, secondsPerRow: secondsPerRow,
      maximumBits: maximumBits)
    try table.run { block in
      let texts: @Sendable (TableRow) -> [(name: String, text: String)] = { row in
        if explicit.indices.contains(row.index) { return explicit[row.index] + formatter.fixed }
        return (try? grid.arguments(row: row.index))?.texts ?? []
      }
      if formatter.format == .latex {
        latexRows += try pieces(of: block) { rows in
          rows.map { formatter.latexRow($0, given: $0.answer == nil ? texts($0) : []) }
        }.joined()
      } else {
        for piece in try formatted(block, formatter, first, texts) { try sink.write(piece) }
        try sink.flush()
      }
      count(block)
      progress.advance(by: block.count)
      return true
    }
    rows = first + grid.count
    total += grid.count
  }

  /// Ends a table.
  mutating func end(_ formatter: RowFormatter, isFirst: Bool) throws {
    guard formatter.format == .latex else { return }
    try sink.write(formatter.latexTable(latexRows, isFirst: isFirst))
    latexRows = []
  }

  private mutating func count(_ block: [TableRow]) {
    for row in block {
      let status = row.answer?.status ?? .refused
      guard status == .refused || status == .undecided else { continue }
      withoutValue += 1
      if firstReason == nil {
        firstReason =
          "row \(rows + row.index + 1): \(row.answer?.reason ?? row.error?.message ?? status.rawValue)"
      }
    }
  }

  /// Formats a block in pieces on all workers; each piece is whole rows.
  private func formatted(
    _ block: [TableRow], _ formatter: RowFormatter, _ first: Int,
    _ texts: @escaping @Sendable (TableRow) -> [(name: String, text: String)]
  ) throws -> [[UInt8]] {
    try pieces(of: block) { rows in
      var out: [UInt8] = []
      out.reserveCapacity(1 << 15)
      for row in rows {
        formatter.append(
          row, index: first + row.index + 1, given: row.answer == nil ? texts(row) : [], to: &out)
      }
      return out
    }
  }

  /// Works on the pieces of a block on all workers.
  private func pieces<R: Sendable>(
    of block: [TableRow], _ body: @escaping @Sendable (ArraySlice<TableRow>) throws -> R
  ) throws -> [R] {
    // A piece is a page or so of memory: small enough to be reused, large enough to share among workers.
    let size = 64
    return try Workers.map((block.count + size - 1) / size, threads: threads) { k in
      try body(block[(k * size)..<min(block.count, (k + 1) * size)])
    }
  }
}
