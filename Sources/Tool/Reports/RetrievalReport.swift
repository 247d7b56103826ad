import Vlasov

/// The retrieval profile at a glance: the thresholds, and for each time what the conditions say and what the
/// profile does.
struct RetrievalReport: Sendable {
  /// An interior minimum: where, and the value there.
  struct Minimum: Sendable {
    let position: Answer
    let value: Answer
  }

  struct Row: Sendable {
    let time: ArgumentValue
    /// t sup a_n <= min(3 - sqrt(3), 2 (1 - exp(-lambda))), the paper's condition.
    let paper: CheckResult
    /// t <= t_level1, the sharper condition.
    let sharper: CheckResult
    let count: Answer
    let shape: Answer
    let certificate: Answer
    let minima: [Minimum]
    let slope: Answer

    var answers: [Answer] {
      [count, shape, certificate, slope] + minima.flatMap { [$0.position, $0.value] }
    }
  }

  let parameters: [(name: String, text: String)]
  let critical: Answer
  let paper: Answer
  let sharper: Answer
  let rows: [Row]
  let digits: Int

  var thresholds: [(name: String, answer: Answer, meaning: String)] {
    [
      ("t_crit", critical, "the slope at the end of the prompt changes sign"),
      ("t_paper", paper, "the paper's condition holds up to here"),
      ("t_level1", sharper, "the sharper condition holds up to here"),
    ]
  }

  /// Something is undecided or has fewer digits than asked.
  var isUndecided: Bool {
    let answers = thresholds.map(\.answer) + rows.flatMap(\.answers)
    let verdicts = rows.flatMap { [$0.paper.verdict, $0.sharper.verdict] }
    return answers.contains { $0.status == .undecided } || verdicts.contains(.undecided)
  }
}

extension RetrievalReport {
  static let defaults = [("beta", "1"), ("lambda", "1"), ("M", "8"), ("t", "1/4,1/2,1,3/2,2,5")]

  /// Computes the report at the given parameters, the defaults for the others; times in parallel.
  ///
  /// - Throws: `InputError` for unknown, malformed or out-of-domain parameters.
  init(
    _ given: [(name: String, text: String)], digits: Int, limits: LimitOptions, progress: Progress? = nil
  ) throws {
    let names = Self.defaults.map(\.0)
    for (k, (name, text)) in given.enumerated() {
      guard names.contains(name) else {
        let known = names.joined(separator: ", ")
        throw InputError(
          parameter: name, value: text, domain: known,
          "unknown parameter \(name): the report has the parameters \(known)")
      }
      if given[..<k].contains(where: { $0.name == name }) {
        throw InputError(parameter: name, value: text, "parameter \(name) is given more than once")
      }
    }
    let texts = Self.defaults.map { name, text in
      (name: name, text: given.first { $0.name == name }?.text ?? text)
    }
    let model = Array(texts.prefix(3))
    let desk = Desk(model: model, digits: digits, limits: limits)
    let times = try desk.times(texts[3].text)
    self.digits = digits
    parameters = texts
    let first = try Workers.map(3, threads: limits.workers) { k in
      switch k {
      case 0: try desk.value("retrieval.t-crit", "t_crit")
      case 1: try desk.value("retrieval.smallness-time", "t_paper")
      default: try desk.value("retrieval.smallness-time", "t_level1")
      }
    }
    (critical, paper, sharper) = (first[0], first[1], first[2])
    rows = try Workers.map(times.count, threads: limits.workers) { k in
      defer { progress?.advance() }
      return try desk.row(times[k])
    }
  }
}

/// Asks the catalogue for the report's entries.
private struct Desk: Sendable {
  let model: [(name: String, text: String)]
  let digits: Int
  let seconds: Double
  let bits: Int
  /// Times are computed by threads, which do not inherit it.
  private let cancellation = Cancellation.current

  init(model: [(name: String, text: String)], digits: Int, limits: LimitOptions) {
    self.model = model
    self.digits = digits
    seconds = limits.seconds
    bits = limits.bits
  }

  private var budget: Budget { Budget(seconds: seconds, maximumBits: bits, cancellation: cancellation) }

  /// The times: a value, a list or a range.
  func times(_ text: String) throws -> [ArgumentValue] {
    let record = try Catalogue.standard.theorem("retrieval.u-shape-certificate").record
    guard let spec = record.parameter("t") else { return [] }
    let axis = try Axis(spec, parsing: text)
    guard axis.count <= 10_000 else {
      throw InputError(parameter: "t", value: text, "a report has at most 10000 times; use `vlasov table`")
    }
    return (0..<axis.count).map(axis.value)
  }

  /// The parameters that the output of a result takes, from the model and `more`.
  private func arguments(
    _ record: Record, _ output: String, _ more: [(name: String, text: String)], forCheck: Bool
  ) throws -> Arguments {
    let known = (model + more).filter { entry in
      record.parameter(entry.name).map { $0.isTaken(by: output) || (forCheck && $0.onlyForCheck) } ?? false
    }
    return try record.arguments(known, output: output, forCheck: forCheck)
  }

  func value(_ id: String, _ output: String, _ more: [(name: String, text: String)] = []) throws -> Answer {
    let theorem = try Catalogue.standard.theorem(id)
    let p = try arguments(theorem.record, output, more, forCheck: false)
    return try Evaluator(digits: digits, budget: budget).evaluate(theorem, p, output: output)
  }

  private func check(_ id: String, _ output: String, _ more: [(name: String, text: String)]) throws
    -> CheckResult
  {
    let theorem = try Catalogue.standard.theorem(id)
    let p = try arguments(theorem.record, output, more, forCheck: true)
    return theorem.check(p, output: output, budget: budget)
  }

  func row(_ time: ArgumentValue) throws -> RetrievalReport.Row {
    let t = [(name: "t", text: time.text)]
    let count = try value("retrieval.u-shape-certificate", "count", t)
    // Simple zeros alternate, and the profile falls at first: of m critical points (m + 1)/2 are minima.
    let minima = count.status == .exact ? ((Int(count.value) ?? 0) + 1) / 2 : 0
    return try RetrievalReport.Row(
      time: time,
      paper: check("retrieval.smallness-time", "t_paper", t),
      sharper: check("retrieval.smallness-time", "t_level1", t),
      count: count,
      shape: value("retrieval.u-shape-certificate", "verdict", t),
      certificate: value("retrieval.u-shape-certificate", "certificate", t),
      minima: (0..<minima).map { k in
        let place = t + [(name: "index", text: String(k + 1))]
        return try RetrievalReport.Minimum(
          position: value("retrieval.argmin", "s_min", place),
          value: value("retrieval.argmin", "S_min", place))
      },
      slope: value("retrieval.endpoint-slope", "slope", t))
  }
}
