import Foundation
import Synchronization
import Testing
import Vlasov

@testable import VlasovTool

/// `verify --all` and `verify --theme`.
@Suite struct VerifyAllTests {
  // MARK: The run

  private static func record(
    _ name: String, _ run: @escaping @Sendable (CrossCheck.Context) throws -> CrossCheckReport
  ) -> Record {
    let paper = Paper(key: "k", title: "T", authors: ["A. Author"], year: 2000, arxiv: "0001.00001")
    return Record(
      id: "test.\(name)", title: name, statement: "$1$", source: Source(paper, "-", .derived),
      outputs: [OutputSpec("v", symbol: "v", "value")],
      crossCheck: CrossCheck(simulates: "nothing", law: "none", defaultParameters: "", run: run))
  }

  private enum Slow: Theorem {
    static let record = VerifyAllTests.record("slow") { context in
      usleep(300_000)
      return Confrontation.compare(count: context.threads, with: context.threads)
    }
    static func value(_ p: Arguments, output: String) throws -> Value { .integer(1) }
    static func symbolic(_ output: String) -> DefiningFormula? { nil }
  }

  private enum Wrong: Theorem {
    static let record = VerifyAllTests.record("wrong") { _ in Confrontation.compare(count: 3, with: 1) }
    static func value(_ p: Arguments, output: String) throws -> Value { .integer(1) }
    static func symbolic(_ output: String) -> DefiningFormula? { nil }
  }

  private enum Refused: Theorem {
    static let record = VerifyAllTests.record("refused") { context in
      _ = try context.closedForm([:])
      return Confrontation.compare(count: 1, with: 1)
    }
    static func value(_ p: Arguments, output: String) throws -> Value { throw Refusal("x > 0") }
    static func symbolic(_ output: String) -> DefiningFormula? { nil }
  }

  private enum Stopped: Theorem {
    static let record = VerifyAllTests.record("stopped") { _ in throw SimulationError.stopped }
    static func value(_ p: Arguments, output: String) throws -> Value { .integer(1) }
    static func symbolic(_ output: String) -> DefiningFormula? { nil }
  }

  private static let mixed: [any Theorem.Type] = [Slow.self, Wrong.self, Refused.self, Stopped.self]

  private func outcomes(_ theorems: [any Theorem.Type], threads: Int) throws -> [VerifyOutcome] {
    let seen = Mutex<[VerifyOutcome]>([])
    let run = VerifyRun(theorems: theorems, seed: 1, threads: threads, budget: { Budget(seconds: 20) })
    try run.run { outcome in seen.withLock { $0.append(outcome) } }
    return seen.withLock { $0 }
  }

  /// The first takes longest, and is still reported first.
  @Test(arguments: [1, 2, 4, 9]) func outcomesComeInOrder(_ threads: Int) throws {
    let found = try outcomes(Self.mixed, threads: threads)
    #expect(
      found.map { $0.theorem.record.id } == ["test.slow", "test.wrong", "test.refused", "test.stopped"])
    #expect(found.map(\.verdict) == ["agrees", "disagrees", "failed", "failed"])
    #expect(
      found.map { $0.reason ?? "" } == [
        "", "", "refused: x > 0", "the time budget is exhausted; raise --max-seconds",
      ])
    var totals = VerifyLines.Totals()
    for outcome in found { totals.add(outcome) }
    #expect(totals == VerifyLines.Totals(agree: 1, disagree: 1, failed: 2) && !totals.isSuccess)
  }

  /// One cross-check alone has all threads; many share them.
  @Test func threadsAreShared() throws {
    func given(_ count: Int, _ threads: Int) throws -> [Double] {
      try outcomes([any Theorem.Type](repeating: Slow.self, count: count), threads: threads)
        .compactMap { $0.report?.details.first?.simulated }
    }
    #expect(try given(1, 6) == [6])
    #expect(try given(2, 6) == [3, 6])
    #expect(try given(3, 2) == [1, 1, 2])
  }

  /// The first failure to write ends the run.
  @Test func aWriterThatFailsEndsTheRun() throws {
    struct Full: Error {}
    let started = Mutex(0)
    let run = VerifyRun(
      theorems: [any Theorem.Type](repeating: Wrong.self, count: 500), seed: 1, threads: 2,
      budget: {
        started.withLock { $0 += 1 }
        return Budget()
      })
    #expect(throws: Full.self) { try run.run { _ in throw Full() } }
    #expect(started.withLock { $0 } < 10)
  }

  // MARK: The lines

  @Test(arguments: Format.allCases) func linesInEveryForm(_ format: Format) throws {
    let lines = VerifyLines(format: format, seed: 9, width: 12)
    let found = try outcomes(Self.mixed, threads: 4)
    let shown = found.map(lines.line)
    #expect(shown.allSatisfy { $0.hasSuffix("\n") && $0.filter { $0 == "\n" }.count == 1 })
    let foot = lines.foot(VerifyLines.Totals(agree: 1, disagree: 1, failed: 2), seconds: 1.25)
    switch format {
    case .text:
      #expect(lines.head.hasPrefix("id            statistic     verdict    seconds"))
      #expect(shown[1].hasPrefix("test.wrong    2             disagrees  0.0"))
      #expect(shown[2].hasSuffix("refused: x > 0\n"))
      #expect(foot == "1 agree, 1 disagree, 2 failed, 1.2 s, seed 9\n" || foot.contains("1.3 s"))
    case .csv:
      #expect(Fields.split(String(lines.head.dropLast())).count == 6)
      for line in shown { #expect(Fields.split(String(line.dropLast())).count == 6, "\(line)") }
      #expect(foot.isEmpty)
    case .json:
      #expect(lines.head.isEmpty)
      let objects = try (shown + [foot]).map { try #require(ToolResult.object($0)) }
      #expect(objects.map { $0["verdict"] as? String } == ["agrees", "disagrees", "failed", "failed", nil])
      #expect(objects[4]["failed"] as? Int == 2)
    case .markdown: #expect(lines.head.hasPrefix("| id |") && foot.contains("2 failed"))
    case .latex: #expect(lines.head.contains("tabular") && foot.contains("\\end{tabular}"))
    }
  }

  // MARK: The tool

  @Test func aThemeIsVerified() throws {
    let run = try vlasov(line: "verify --theme causal")
    #expect(run.status == 0, "\(run.output)\(run.error)")
    #expect(run.error.isEmpty)
    let ids = Catalogue.standard.theorems.map { $0.record }.filter {
      $0.theme == "causal" && $0.crossCheck != nil
    }.map(\.id)
    #expect(run.lines.first?.hasPrefix("id ") == true)
    #expect(run.lines.dropFirst().dropLast().map { String($0.prefix { $0 != " " }) } == ids)
    #expect(run.lines.dropFirst().dropLast().allSatisfy { $0.contains(" agrees ") })
    #expect(run.lines.last?.hasPrefix("\(ids.count) agree, 0 disagree, 0 failed, ") == true)
  }

  @Test func theThreadsDoNotDecideTheNumbers() throws {
    func rows(_ threads: Int) throws -> [[String]] {
      let run = try vlasov(line: "verify --theme causal --seed 3 --format csv --threads \(threads)")
      #expect(run.status == 0, "\(run.output)\(run.error)")
      // All but the seconds.
      return run.lines.map { line in Fields.split(line).enumerated().filter { $0.offset != 4 }.map(\.element)
      }
    }
    #expect(try rows(1) == (try rows(3)))
  }

  /// A budget too small for a simulation is a failed line, and fails the run.
  @Test func aFailedCheckFailsTheRun() throws {
    let run = try vlasov(line: "verify --theme causal --max-seconds 0.000001 --format json")
    #expect(run.status == 1)
    let objects = run.objects
    #expect(objects.dropLast().contains { $0["verdict"] as? String == "failed" && $0["reason"] is String })
    #expect((objects.last?["failed"] as? Int ?? 0) > 0)
  }

  @Test(arguments: [
    ("verify retrieval.t-crit --all", "--all"), ("verify --all beta=1", "--all"),
    ("verify --theme causal causal.force-peak", "--theme"), ("verify --theme nothing", "retrieval, causal"),
    ("verify --theme causal,,kde", "unknown theme"), ("verify --theme", "--theme"),
    ("verify --all --seed -1", "--seed"), ("verify --all --threads 0", "--threads"),
  ]) func badInputIsOneLine(_ line: String, _ part: String) throws {
    let run = try vlasov(line: line)
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1 && run.error.contains(part), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  /// An interrupt leaves whole lines.
  @Test func anInterruptLeavesWholeLines() throws {
    let process = try ToolProcess(["verify", "--all", "--format", "csv", "--threads", "1"])
    for _ in 0..<1500 where process.outputSize < 100 { usleep(20_000) }
    process.send(SIGINT)
    let run = process.wait()
    #expect(run.status == 130)
    #expect(run.output.hasSuffix("\n") && run.lines.count >= 2)
    #expect(run.lines.allSatisfy { Fields.split($0).count == 6 })
    #expect(run.error.isEmpty)
  }
}
