import Testing
import VlasovEnclosures

@testable import FuzzSupport

/// The short form of the soundness programme, and tests that it finds what is wrong.
@Suite struct ShortFuzzTests {
  @Test func nothingFails() async {
    // A fixed seed and a fixed number of cases: `make fuzz` draws new ones for a given time.
    var campaign = Campaign(seed: 20_261_130, seconds: 600, threads: 2)
    campaign.maximumCases = 8000
    let summary = await campaign.run()
    #expect(summary.failures.isEmpty, "\(summary.failures.joined(separator: "\n"))")
    #expect(summary.total.checks > 20_000)
    print("fuzz: \(summary.sentence)")
  }

  @Test func everyCheckRuns() {
    let workspace = Workspace()
    for (i, check) in Registry.checks().enumerated() {
      var tally = Tally()
      for n in 0..<6 {
        workspace.generator = Generator(seed: 1, number: UInt64(6 * i + n))
        check.run(workspace, &tally)
      }
      #expect(tally.results > 0 && tally.failures == 0, "\(check.name) in \(check.reading)")
    }
  }

  /// Runs a wrong function until it is caught.
  private func failures(_ function: Function<Ball>) async -> [String] {
    nonisolated(unsafe) let check = FunctionCheck(function: function)
    var campaign = Campaign(seed: 7, seconds: 600, threads: 1)
    campaign.maximumCases = 20_000
    campaign.maximumFailures = 1
    return await campaign.run { [check] }.failures
  }

  @Test func findsALostRoundingError() async {
    let found = await failures(Function("exp", on: .line, .mpfr(mpfrExp)) { Ball.exp($0).center })
    #expect(found.count > 0)
    #expect(found.first?.contains("FUZZ_SEED=7 FUZZ_CASE=") == true)
  }

  @Test func findsALostRadius() async {
    let found = await failures(Function("a", .cheap, on: .line, .mpfr(mpfrSame)) { $0.center })
    #expect(found.count > 0)
  }

  /// Half of a rounding error too little.
  @Test func findsATightRadius() async {
    let found = await failures(
      Function("sqrt", .cheap, on: .positive, .mpfr(mpfrRoot)) {
        let y = Ball.sqrt($0)
        return y.isFinite ? Ball(center: y.center, radius: y.radius.scaled(by: -1)) : y
      })
    #expect(found.count > 0)
  }

  @Test func findsAValueAtAPole() async {
    let found = await failures(
      Function("1/a", .cheap, on: .line, .mpfr(mpfrReciprocal)) {
        $0.containsZero ? Ball(center: Ball(0, bits: $0.bits), radius: .power2(1000)) : 1 / $0
      })
    #expect(found.first?.contains("not defined") == true)
  }

  /// The logarithm as the inverse of MPFR's exponential.
  private static func log(_ f: @escaping (Ball) -> Ball) -> Function<Ball> {
    Function(
      "log", on: .positive,
      .inverse(increasing: true) { bounds, x, bits in bounds.round(bits) { mpfrExp($0, x, $1) } }, f)
  }

  @Test func findsAWrongInverse() async {
    #expect(await failures(Self.log { Ball.log($0) + Ball(1, bits: 2) }).count > 0)
    var campaign = Campaign(seed: 7, seconds: 600, threads: 1)
    campaign.maximumCases = 500
    let right = await campaign.run { [FunctionCheck(function: Self.log(Ball.log))] }
    #expect(right.failures.isEmpty, "\(right.failures)")
  }

  @Test func aCaseRepeatsAlone() async {
    let wrong: @Sendable () -> [any Check] = {
      [FunctionCheck(function: Function("exp", on: .line, .mpfr(mpfrExp)) { Ball.exp($0).center })]
    }
    var campaign = Campaign(seed: 3, seconds: 600, threads: 2)
    campaign.maximumCases = 2000
    let all = await campaign.run(wrong)
    let text = all.failures.first ?? ""
    let number = text.split(separator: "FUZZ_CASE=").last.flatMap { UInt64($0) }
    let one = await Campaign(seed: 3, seconds: 10, threads: 1, caseNumber: number).run(wrong)
    #expect(one.failures.contains(text))
  }
}
