import Dispatch
import Synchronization
import VlasovEnclosures

/// A bounded run of the soundness programme.
///
/// Case n of a run draws everything from the seed and n, first the check that it exercises. Worker k of t runs the
/// cases k, k + t, ..., so a case is the same whatever the number of threads, and can be repeated alone.
public struct Campaign: Sendable {
  public var seed: UInt64
  public var seconds: Double
  public var threads: Int
  /// Only checks whose name or reading contains the text.
  public var only: String?
  /// One case alone.
  public var caseNumber: UInt64?
  /// The run stops after this many cases, if it is not stopped before.
  public var maximumCases = UInt64.max
  /// The run stops at this many failures.
  public var maximumFailures = 10
  /// The budget of a case, after which its results are indeterminate; after ten times that it counts as stuck.
  public static let caseSeconds = 3.0

  public init(
    seed: UInt64, seconds: Double, threads: Int, only: String? = nil, caseNumber: UInt64? = nil
  ) {
    (self.seed, self.seconds, self.threads) = (seed, seconds, max(1, threads))
    (self.only, self.caseNumber) = (only, caseNumber)
  }

  var checks: [any Check] {
    Registry.checks().filter { check in
      only.map { check.name.contains($0) || check.reading.contains($0) } ?? true
    }
  }

  /// What a case exercises.
  public func name(ofCase number: UInt64) -> String {
    let list = checks
    if list.isEmpty { return "nothing" }
    var generator = Generator(seed: seed, number: number)
    let check = list[generator.below(list.count)]
    return "\(check.name) in \(check.reading)"
  }

  /// The cases that have been at work for ten times the budget of a case: loops that do not heed it.
  public var stuckCases: [String] {
    Progress.cases(longerThan: 10 * Campaign.caseSeconds).map {
      "\(name(ofCase: $0))\n  again      \(command($0))"
    }
  }

  /// Runs all workers and returns what they found.
  public func run() async -> Summary { await run { checks } }

  func run(_ makeChecks: @escaping @Sendable () -> [any Check]) async -> Summary {
    let start = DispatchTime.now().uptimeNanoseconds
    let shared = Shared(
      deadline: start + UInt64(seconds * 1e9), workers: threads, maximumFailures: maximumFailures)
    let tallies = await withTaskGroup(of: [Tally].self) { group in
      for worker in 0..<threads {
        group.addTask { work(worker, makeChecks(), shared) }
      }
      return await group.reduce(into: [[Tally]]()) { $0.append($1) }
    }
    let checks = makeChecks()
    let lines = checks.indices.map { i in
      var line = Summary.Line(name: checks[i].name, reading: checks[i].reading)
      for tally in tallies { line.tally.add(tally[i]) }
      return line
    }
    return Summary(
      seed: seed, seconds: Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9, threads: threads,
      lines: lines, failures: shared.failures.withLock { $0 })
  }

  private func work(_ worker: Int, _ checks: [any Check], _ shared: Shared) -> [Tally] {
    var tallies = checks.map { _ in Tally() }
    guard !checks.isEmpty else { return tallies }
    let workspace = Workspace()
    var number = caseNumber ?? UInt64(worker)
    while caseNumber != nil ? worker == 0 : number < maximumCases && shared.goesOn {
      workspace.generator = Generator(seed: seed, number: number)
      let index = workspace.generator.below(checks.count)
      let start = DispatchTime.now().uptimeNanoseconds
      Progress.note(worker: worker, case: number, at: start)
      Budget.$current.withValue(Budget(seconds: Campaign.caseSeconds)) {
        checks[index].run(workspace, &tallies[index])
      }
      tallies[index].seconds += Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
      if !tallies[index].artefacts.isEmpty {
        shared.record(tallies[index].artefacts.map { $0 + "\n  again      \(command(number))" })
        tallies[index].artefacts = []
      }
      if caseNumber != nil { break }
      number &+= UInt64(threads)
    }
    Progress.note(worker: worker, case: nil, at: 0)
    return tallies
  }

  /// The command that repeats one case.
  func command(_ number: UInt64) -> String {
    let filter = only.map { " FUZZ_ONLY='\($0)'" } ?? ""
    return "make fuzz FUZZ_SEED=\(seed) FUZZ_CASE=\(number)\(filter)"
  }

  /// What the workers share.
  private final class Shared: Sendable {
    let deadline: UInt64
    let maximumFailures: Int
    let failures = Mutex<[String]>([])
    private let stopped = Atomic<Bool>(false)

    init(deadline: UInt64, workers: Int, maximumFailures: Int) {
      (self.deadline, self.maximumFailures) = (deadline, maximumFailures)
    }

    var goesOn: Bool {
      !stopped.load(ordering: .relaxed) && DispatchTime.now().uptimeNanoseconds < deadline
    }

    func record(_ artefacts: [String]) {
      let count = failures.withLock { list in
        list += artefacts
        return list.count
      }
      if count >= maximumFailures { stopped.store(true, ordering: .relaxed) }
    }
  }
}
