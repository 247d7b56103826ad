import Synchronization
import Vlasov

/// What a program that has the tool inside it can ask: any verb by its words, and the two calls that must be quick
/// without the parsing of a command line.
package enum Embedding {
  package static var version: String { Version.current }

  /// A verb, as on the command line.
  ///
  /// - Returns: the exit status of the tool.
  package static func run(words: [String], in host: CallHost) -> Int32 {
    host.run {
      if words.contains("-") {
        throw InputError(value: "-", "standard input is for the command line: name a file")
      }
      return Tool.perform(words)
    }
  }

  /// `eval` with --format json.
  ///
  /// - Parameters:
  ///   - pairs: parameters, and `output`.
  ///   - digits, seconds, bits: those of the tool when nil.
  package static func evaluate(
    id: String, pairs: [(name: String, text: String)], digits: Int?, seconds: Double?, bits: Int?,
    in host: CallHost
  ) -> Int32 {
    host.run {
      let budget = {
        Budget(seconds: seconds ?? LimitOptions.defaultSeconds, maximumBits: bits ?? LimitOptions.defaultBits)
      }
      let assignments = try Assignments(id: id, pairs: pairs)
      let theorem = try Catalogue.standard.theorem(id)
      let evaluations = try Budget.$current.withValue(budget()) {
        try assignments.evaluations(of: theorem.record)
      }
      let answers = try EvalVerb.answers(
        theorem, evaluations, digits: digits ?? EvalVerb.defaultDigits, style: .digits, budget: budget)
      let source = encodedSource(theorem.record)
      for answer in answers {
        try host.add(object: answer.json(source: source))
      }
      return answers.map(\.answer.exitCode).max() ?? ExitStatus.success
    }
  }

  /// The sources of the results asked for so far: encoding one takes as long as reading the parameters.
  private static let sources = Mutex<[String: JSON]>([:])

  private static func encodedSource(_ record: Record) -> JSON {
    sources.withLock { known in
      if let source = known[record.id] { return source }
      let source = JSON.encoded(record.source.json.bytes)
      known[record.id] = source
      return source
    }
  }

  /// `modes` with --format json on a sample at hand.
  ///
  /// - Parameters:
  ///   - beta, bandwidth, sweep: one of them, as for the verb.
  ///   - digits: lists the modes; nil counts them only.
  package static func countModes(
    _ sample: Sample, beta: String?, bandwidth: String?, sweep: String?, digits: Int?, seconds: Double?,
    bits: Int?, threads: Int?, in host: CallHost
  ) -> Int32 {
    host.run {
      let bandwidths = try Bandwidths(beta: beta, bandwidth: bandwidth, sweep: sweep)
      let input = ModesInput(name: "array", sample: sample)
      let task = ModesTask(
        input: input,
        counter: ModeCounter(maximumBits: bits ?? ModesVerb.defaultBits, threads: threads), digits: digits,
        seconds: seconds ?? LimitOptions.defaultSeconds)
      let writer = ModesWriter(
        input: input, bandwidths: bandwidths, lists: digits != nil, digits: digits ?? ModesVerb.defaultDigits,
        style: .digits, format: .json, quiet: true, readingSeconds: 0)
      return try task.run(bandwidths, writer, try OutputSink(path: nil, wholeOnly: false), quiet: true)
    }
  }

  /// Rows of a grid as doubles: `emit` gets the answer of each row, nil for one that is refused.
  ///
  /// - Returns: how many rows the grid has; none is computed when there are more than `capacity`.
  package static func table(
    id: String, pairs: [(name: String, text: String)], digits: Int?, seconds: Double?, bits: Int?,
    threads: Int, capacity: Int, in host: CallHost, emit: (_ row: Int, _ answer: Answer?) -> Void
  ) -> (rows: Int, status: Int32) {
    var count = 0
    let status = host.run {
      let assignments = try Assignments(id: id, pairs: pairs)
      let theorem = try Catalogue.standard.theorem(id)
      let output = try theorem.record.output(named: assignments.output)
      guard output.kind == .real || output.kind == .integer else {
        let hint =
          output.kind.hasEntries ? ": name one entry, such as output=\(output.name)[1]" : ", no number"
        throw InputError(
          parameter: "output", value: output.name, domain: "one number",
          "output=\(output.name) is a \(output.kind.rawValue)\(hint)")
      }
      let grid = try Grid(theorem.record, output: output.name, assignments.parameters)
      count = grid.count
      guard count <= capacity else { return ExitStatus.success }
      host.start(total: count)
      var isWhole = true
      let table = Table(
        theorem, grid: grid, digits: digits ?? TableVerb.defaultDigits, threads: threads,
        secondsPerRow: seconds ?? LimitOptions.defaultSeconds, maximumBits: bits ?? LimitOptions.defaultBits)
      try table.run { block in
        if host.cancellation.isMarked { throw CallStopped() }
        for row in block {
          let status = row.answer?.status ?? .refused
          if status == .refused || status == .undecided { isWhole = false }
          emit(row.index, row.answer)
        }
        host.advance(by: block.count)
        return true
      }
      return isWhole ? ExitStatus.success : ExitStatus.undecided
    }
    return (count, status)
  }
}
