import Vlasov

/// Ranks of the limits of random collapsing covariances: certified, beside what the float scheme says.
struct RankReport: Sendable {
  /// What was found for one d.
  struct Dimension: Sendable {
    let dimension: Int
    let rows: Int
    let certified: [LimitRank]
    let outcomes: [RankExperiment.Outcome]

    /// How many instances have each certified rank.
    func certifiedCount(_ rank: Int) -> Int { certified.filter { $0.exact == rank }.count }
    /// How many have each float rank.
    func simulatedCount(_ rank: Int) -> Int { outcomes.filter { $0.floatRank == rank }.count }
    func count(_ flag: ProjectedEuler.Flag) -> Int { outcomes.filter { $0.flag == flag }.count }
    /// Instances for which only bounds are certified.
    var open: Int { certified.filter { $0.exact == nil }.count }
    /// Instances whose float rank is the certified one.
    var agreeing: Int { zip(certified, outcomes).filter { $0.exact == $1.floatRank }.count }
    /// The ranks that occur, ascending.
    var ranks: [Int] {
      (0...dimension).filter { certifiedCount($0) > 0 || simulatedCount($0) > 0 }
    }
  }

  /// With the defaults filled in.
  let parameters: [(name: String, text: String)]
  let count: Int
  let seed: UInt64
  let dimensions: [Dimension]

  /// Some rank is not certain.
  var isUndecided: Bool { dimensions.contains { $0.open > 0 } }
}

extension RankReport {
  static let countRange = 1...1_000_000
  static let defaultCount = 100

  private static let specs = [
    ParameterSpec("d", symbol: "d", .integer(minimum: 1, maximum: 64), default: "2:6/5", "dimension"),
    ParameterSpec(
      "V", symbol: "V", .word(RankExperiment.Value.allCases.map(\.rawValue)), default: "identity",
      "value matrix"),
    ParameterSpec("rows", symbol: "k", .integer(minimum: 0, maximum: 64), default: "floor(d/2)", "rows of Q"),
    ParameterSpec("step", symbol: "h", .real(.positive), default: "1/100", "step of the scheme"),
    ParameterSpec(
      "steps", symbol: "n", .integer(minimum: 1, maximum: 1_000_000), default: "2000", "its steps"),
    ParameterSpec(
      "threshold", symbol: "c", .real(.positive), default: "1/100",
      "eigenvalues above it count in the float rank"),
  ]

  /// Computes the report at the given parameters, the defaults for the others; instances in parallel.
  ///
  /// - Throws: `InputError` for unknown, malformed or out-of-domain parameters; `Undecided` when a dimension takes longer than
  ///   the limit.
  init(
    _ given: [(name: String, text: String)], count: Int, seed: UInt64, limits: LimitOptions,
    progress: Progress? = nil
  ) throws {
    let choice = try Choice(given)
    self.count = count
    self.seed = seed
    parameters = choice.parameters
    dimensions = try choice.dimensions.map { d in
      let experiment = try choice.experiment(d, seed: seed)
      let seconds = limits.seconds
      let budget = Budget(seconds: seconds)
      let found = try Workers.map(count, threads: limits.workers) { index in
        if budget.isExhausted {
          throw Undecided("d=\(d): not done after \(seconds) seconds (--max-seconds)")
        }
        let instance = experiment.instance(index)
        let rank = try Self.certify(instance)
        defer { progress?.advance() }
        return (rank, experiment.outcome(instance))
      }
      return Dimension(
        dimension: d, rows: experiment.rows, certified: found.map(\.0), outcomes: found.map(\.1))
    }
  }

  /// The exact rank, from the instance's own numbers.
  private static func certify(_ instance: RankExperiment.Instance) throws -> LimitRank {
    guard let query = Matrix<Rational>(exactly: instance.query),
      let value = Matrix<Rational>(exactly: instance.value),
      let covariance = Matrix<Rational>(exactly: instance.covariance),
      let rank = LimitRank(query: query, value: value, covariance: covariance)
    else { throw Undecided("instance \(instance.index): Sigma0 is not positive definite") }
    return rank
  }

  /// The parameters, read.
  private struct Choice: Sendable {
    let parameters: [(name: String, text: String)]
    let dimensions: [Int]
    private let value: RankExperiment.Value
    private let rows: Int?
    private let scheme: ProjectedEuler
    private let threshold: Double

    init(_ given: [(name: String, text: String)]) throws {
      let known = RankReport.specs.map(\.name)
      for (k, (name, text)) in given.enumerated() {
        guard known.contains(name) else {
          let names = known.joined(separator: ", ")
          throw InputError(
            parameter: name, value: text, domain: names,
            "unknown parameter \(name): the report has the parameters \(names)")
        }
        if given[..<k].contains(where: { $0.name == name }) {
          throw InputError(parameter: name, value: text, "parameter \(name) is given more than once")
        }
      }
      parameters = RankReport.specs.map { spec in
        (spec.name, given.first { $0.name == spec.name }?.text ?? spec.defaultText ?? "")
      }
      let texts = parameters
      func spec(_ k: Int) -> (ParameterSpec, String) { (RankReport.specs[k], texts[k].text) }

      dimensions = try Self.integers(spec(0))
      value = try Self.word(spec(1))
      let hasRows = given.contains { $0.name == "rows" }
      rows = hasRows ? (try Self.integers(spec(2), most: 1)[0]) : nil
      var scheme = ProjectedEuler()
      scheme.step = try Self.positive(spec(3))
      scheme.maxSteps = try Self.integers(spec(4), most: 1)[0]
      self.scheme = scheme
      threshold = try Self.positive(spec(5))
      if let rows, let least = dimensions.min(), rows > least {
        throw InputError(
          parameter: "rows", value: texts[2].text, domain: "0 <= rows <= d",
          "rows=\(texts[2].text): Q has at most d=\(least) rows")
      }
    }

    func experiment(_ d: Int, seed: UInt64) throws -> RankExperiment {
      var experiment = try RankExperiment(dimension: d, rows: rows, value: value, seed: seed)
      experiment.scheme = scheme
      experiment.threshold = threshold
      return experiment
    }

    private static func fail(_ spec: ParameterSpec, _ text: String) -> InputError {
      InputError(
        parameter: spec.name, value: text, domain: spec.domainText,
        "\(spec.name)=\(text): the domain is \(spec.domainText)")
    }

    /// A value, a list or a range of integers.
    private static func integers(_ spec: (ParameterSpec, String), most: Int = 64) throws -> [Int] {
      let (spec, text) = spec
      guard case .integer(let low, let high) = spec.kind else { return [] }
      let axis = try Axis(spec, parsing: text)
      guard axis.count <= most else {
        throw InputError(
          parameter: spec.name, value: text,
          "\(spec.name)=\(text): at most \(most == 1 ? "one value" : "\(most) values")")
      }
      return try (0..<axis.count).map { k in
        guard case .integer(let n) = axis.value(k), let n = n.asInt, n >= low ?? n, n <= high ?? n else {
          throw fail(spec, text)
        }
        return n
      }
    }

    private static func word(_ spec: (ParameterSpec, String)) throws -> RankExperiment.Value {
      guard case .word(let word) = try spec.0.read(spec.1), let value = RankExperiment.Value(rawValue: word)
      else { throw fail(spec.0, spec.1) }
      return value
    }

    /// A positive rational, to the nearest double.
    private static func positive(_ spec: (ParameterSpec, String)) throws -> Double {
      guard case .real(let x) = try spec.0.read(spec.1), let x = x.rational?.double, x > 0, x.isFinite else {
        let (name, text) = (spec.0.name, spec.1)
        throw InputError(
          parameter: name, value: text, domain: "a rational number > 0",
          "\(name)=\(text): the domain is the rational numbers > 0")
      }
      return x
    }
  }
}
