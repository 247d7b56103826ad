import Foundation
import Testing
import Vlasov

/// The record of certified counts, and samples as parameters. Reference counts are in the record.
@Suite struct KDECertifiedCountTests {
  private let theorem = CertifiedCount.self

  private func answer(_ given: [(String, String)], output: String = "modes", bits: Int = 1 << 26) throws
    -> Answer
  {
    let p = try theorem.record.arguments(given.map { (name: $0.0, text: $0.1) }, output: output)
    return try Evaluator(digits: 10, budget: Budget(seconds: 30, maximumBits: bits)).evaluate(
      theorem, p, output: output)
  }

  @Test func aCountIsExact() throws {
    let found = try answer([("sample", "[-1,0,1]"), ("beta", "25/4")])
    #expect(found.value == "3" && found.status == .exact && found.exitCode == 0)
    #expect(found.lower == "3" && found.upper == "3")
    #expect(found.modeCount?.isDecided == true && found.modeCount?.distinct == 3)
    #expect(found.arguments.texts.map(\.text) == ["[-1,0,1]", "25/4", "4096"])
  }

  @Test func otherOutputs() throws {
    for (output, value) in [("lo", "9"), ("hi", "9"), ("distinct", "1000")] {
      #expect(try answer([("sample", "ih12:1:1000"), ("beta", "100")], output: output).value == value)
    }
    // The weights of repeats count, the number of distinct points does not.
    #expect(try answer([("sample", "[2,2,0,2]"), ("beta", "1")], output: "distinct").value == "2")
  }

  /// Too little precision for a comb: a range, the places of the doubt, no retries.
  @Test func undecided() throws {
    let found = try answer([("sample", "comb:101"), ("beta", "1/4"), ("maxPrec", "64")])
    #expect(found.status == .undecided && found.exitCode == 2 && found.value.isEmpty)
    let count = try #require(found.modeCount)
    #expect(count.lower <= 53 && 53 <= count.upper && count.lower < count.upper)
    #expect(found.lower == "\(count.lower)" && found.upper == "\(count.upper)")
    let reason = try #require(found.reason)
    #expect(reason.hasPrefix("undecided {\(count.lower), ") && reason.contains("near ["))
    // The budget bounds the precision as well, and bounds are values.
    #expect(try answer([("sample", "comb:101"), ("beta", "1/4")], bits: 64).status == .undecided)
    let lower = try answer([("sample", "comb:101"), ("beta", "1/4"), ("maxPrec", "64")], output: "lo")
    #expect(lower.status == .exact && lower.value == "\(count.lower)")
  }

  @Test func rangesInWords() throws {
    let decided = try ModeCounter().count(.comb(count: 3), beta: 1)
    func count(_ lower: Int, _ upper: Int) -> ModeCount {
      var count = decided
      (count.lower, count.upper) = (lower, upper)
      return count
    }
    #expect(count(1, 2).rangeText == "undecided {1, 2}")
    #expect(count(1, 5).rangeText == "undecided {1, ..., 5}")
  }

  /// Decimal ends enclose the exact ones, and tell them apart.
  @Test func intervalsAsDecimals() throws {
    let pairs = [
      (Rational(1, 3), Rational(2, 3)), (Rational(1, 3), Rational(1, 3) + Rational(1, 1 << 60)),
      (Rational(-2, 3), 0),
      (Rational(5), Rational(5)), (Rational(Integer(10).power(40)), Rational(Integer(10).power(40) + 1)),
    ]
    for (a, b) in pairs {
      let (low, high) = ModeCount.Interval(lower: a, upper: b).decimals
      let lower = try #require(Rational(decimal: low))
      let upper = try #require(Rational(decimal: high))
      #expect(lower <= a && b <= upper)
      #expect(a == b || upper - lower < (b - a) * 2, "[\(low), \(high)]")
    }
  }

  @Test(
    "what is refused",
    arguments: [
      ("[]", "1", "sample=[]: the sample is empty"),
      ("[1,nan]", "1", "entry 2: `nan` is not a finite number"),
      ("nothing", "1", "expected [x1,x2,...]"), ("comb:3", "0", "outside the domain beta > 0"),
      ("comb:3", "-2", "beta > 0"),
      ("comb:3", "sqrt(2)", "not one rational number"), ("comb:3", "[1,2]", "not one rational number"),
      ("comb:3", "1e400", "2^1000"),
    ])
  func refused(_ sample: String, _ beta: String, _ says: String) {
    do {
      let found = try answer([("sample", sample), ("beta", beta)])
      Issue.record("\(found.value) \(found.reason ?? "")")
    } catch {
      #expect(error is InputError)
      #expect("\(error)".contains(says), "\(error)")
    }
  }

  /// Scale space: the count does not decrease with beta. Random small samples, every pair of neighbours.
  @Test func countsAreMonotone() throws {
    let counter = ModeCounter()
    for seed in 1...6 as ClosedRange<UInt64> {
      let sample = try Sample.irwinHall(seed: seed, count: 40)
      var last = 0
      for k in 0...12 {
        let count = try counter.count(sample, beta: Rational(1 << k))
        #expect(count.isDecided && count.lower >= last && count.upper <= 40, "seed \(seed), beta 2^\(k)")
        last = count.upper
      }
    }
  }

  // MARK: Samples as parameters

  @Test func aSampleIsNoNumber() throws {
    let p = try theorem.record.arguments([("sample", "comb:3"), ("beta", "4")], output: "modes")
    #expect(p.sample("sample")?.points == [0, 1, 2])
    #expect(p.sample("beta") == nil && p.rational("beta") == 4 && p.rational("sample") == nil)
    #expect(!p.hasInterval)
    let lifted = p.lifted(to: Double.self)
    #expect(lifted.beta == 4)
    #expect(!lifted.has("sample"))
    #expect(p.replacing("beta", by: .integer(9)).sample("sample")?.count == 3)
    let spec = try #require(theorem.record.parameter("sample"))
    #expect(spec.domainText == "sample = [x1,x2,...], file:PATH, ih12:SEED:N or comb:N")
    #expect(spec.membership(try spec.read("[1]")) == .proved)
  }

  @Test func samplesInTablesAndChecks() throws {
    let grid = try Grid(theorem.record, output: "modes", [("sample", "[0,1]"), ("beta", "1:9/3")])
    #expect(grid.count == 3 && grid.varyingNames == ["beta"])
    let rows = Table(theorem, grid: grid, digits: 10).rows(0..<3)
    // Two equal atoms: two modes from beta > 4 on.
    #expect(rows.map { $0.answer?.value } == ["1", "2", "2"])
    let p = try theorem.record.arguments([("sample", "comb:3"), ("beta", "4")], output: "modes")
    let check = theorem.check(p, output: "modes")
    #expect(check.verdict == .proved && check.hypotheses.map(\.text).first == "beta > 0")
  }

  @Test func aFileIsRelativeToTheFolder() throws {
    let path = NSTemporaryDirectory() + "vlasov-\(UUID().uuidString).csv"
    try Data("x\n0\n# one\n1/2\n\n2\n".utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let found = try answer([("sample", "file:" + path), ("beta", "100")])
    #expect(found.value == "3")
    #expect(found.arguments.texts.first?.text == "file:" + path)
  }
}

extension KDECertifiedCountTests {
  /// Mean shift is another way to the modes; a count that is off by one is told.
  @Test(arguments: [
    ("sample=ih12:1:1000 beta=100", "modes"), ("sample=[-1,0,1] beta=25/4", "hi"),
    ("sample=ih12:7:300 beta=1000", "lo"), ("sample=[2,2,0,2] beta=1", "distinct"),
  ])
  func meanShift(_ parameters: String, _ output: String) throws {
    for (shift, agrees) in [(0.0, true), (1.0, false), (-1.0, false)] {
      let report = try KDEConstant.crossCheck(
        "certified-count", output: output, parameters: parameters, distorted: { $0 + shift })
      #expect(report.verdict == (agrees ? .agrees : .disagrees), "\(parameters) \(output) \(shift)")
    }
  }
}
