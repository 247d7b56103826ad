/// One line of the table of results: a kind of check that is run again and again on random operands.
protocol Check {
  var name: String { get }
  var reading: String { get }
  /// One case, drawn from `workspace.generator` alone.
  func run(_ workspace: Workspace, _ tally: inout Tally)
}

/// What the cases of one check came to.
public struct Tally: Sendable {
  /// Results of the function under test, and how many of them said nothing.
  public var results = 0
  public var indeterminate = 0
  /// Inclusions that were decided, and points about which the independent route said nothing.
  public var checks = 0
  public var unknown = 0
  public var failures = 0
  public var seconds = 0.0
  /// Artefacts of the current case.
  var artefacts: [String] = []

  mutating func fail(check: some Check, _ text: String) {
    failures += 1
    artefacts.append("\(check.name) in \(check.reading)\n\(text)")
  }

  mutating func add(_ other: Tally) {
    results += other.results
    indeterminate += other.indeterminate
    checks += other.checks
    unknown += other.unknown
    failures += other.failures
    seconds += other.seconds
  }
}
