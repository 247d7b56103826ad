import TestSupport
import Testing

@testable import VlasovTheory

/// Tables of the profile: the shared enclosures against the plain formula, row by row.
@Suite struct ShapeTableTests {
  private func grid(_ text: String) throws -> Grid {
    try Grid(Profile.record, output: "S", ReferenceValue(text, "").parameterTexts)
  }

  private func table(_ text: String, digits: Int, threads: Int = 2) throws -> Table {
    Table(Profile.self, grid: try grid(text), digits: digits, threads: threads)
  }

  /// The formula at a row, without the plan.
  private func formula(_ table: Table, _ row: Int, digits: Int) throws -> Ball {
    let p = try table.grid.arguments(row: row)
    return try withPrecision(Precision.bits(forDigits: digits) + 64) {
      guard case .real(let x) = try Profile.value(p, output: "S") else { return 0 }
      return x
    }
  }

  /// Shared enclosures overlap the formula, which is narrower, at random rows; returns how many rows were shared.
  private func compare(_ text: String, digits: Int, samples: Int, seed: UInt64) throws -> Int {
    let table = try table(text, digits: digits)
    var random = SeededGenerator(seed: seed)
    var shared = 0
    let count = table.grid.count
    let all = table.enclosures(0..<count)
    #expect(all.count == count)
    for _ in 0..<samples {
      let row = random.int(0...(count - 1))
      guard let x = all[row] else { continue }
      shared += 1
      let other = try formula(table, row, digits: digits)
      let what = "\(text) row \(row) digits \(digits)"
      #expect(x.overlaps(other), "\(what): \(x.dump) and \(other.dump)")
      #expect(x.accuracyBits >= Precision.bits(forDigits: digits), "\(what): \(x.accuracyBits)")
    }
    return shared
  }

  @Test(arguments: [15, 50, 300]) func overlapsTheFormula(_ digits: Int) throws {
    let samples = digits > 100 ? 60 : 200
    for (k, text) in [
      "s=1/40:1/40 beta=1,2,9/2 M=8 t=1/10,1,7 lambda=1",
      "s=1,1/2,1e-3,1e-30,1e-300,0.999999999999,1-1e-40,sqrt(2)/2 beta=1/3,6 M=5/2,40 t=1/7,3/2 lambda=-3,-1/2000,0,1e-9,1/2000,2,30",
      "lambda=-5:40/10 s=1/9:1/5 beta=1/10,30 M=2,400 t=1e-13,1e-3",
    ].enumerated() {
      let shared = try compare(text, digits: digits, samples: samples, seed: UInt64(10 + k))
      #expect(shared > samples / 2, "\(text): \(shared) of \(samples)")
    }
  }

  /// Random grids with random decimals.
  @Test func randomGrids() throws {
    var random = SeededGenerator(seed: 20)
    for round in 0..<12 {
      func list(_ body: (inout SeededGenerator) -> String) -> String {
        (0..<random.int(1...4)).map { _ in body(&random) }.joined(separator: ",")
      }
      let s = list { "\($0.int(1...1000))e-\($0.element(of: [3, 3, 3, 20]))" }
      let beta = list { "\($0.int(1...90))/10" }
      let m = list { "\($0.int(5...400))/5" }
      let t = list { "\($0.int(1...400))/100" }
      let lambda = list { "\($0.int(-40...90))/10" }
      let text = "t=\(t) s=\(s) lambda=\(lambda) M=\(m) beta=\(beta)"
      _ = try compare(text, digits: [15, 50, 120][round % 3], samples: 20, seed: UInt64(100 + round))
    }
  }

  /// The finished rows are those of `eval`: same digits, same status.
  @Test(arguments: [15, 50]) func rowsAreThoseOfEval(_ digits: Int) throws {
    let text = "s=0,1/100,1/3,1,3/2 beta=-1,1 M=8 t=0,1 lambda=-1,0,1"
    let table = try table(text, digits: digits)
    let rows = table.rows(0..<table.grid.count)
    #expect(rows.map(\.index) == Array(0..<60))
    for row in rows {
      let p = try table.grid.arguments(row: row.index)
      do {
        let answer = try Evaluator(digits: digits).evaluate(Profile.self, p, output: "S")
        #expect(row.answer?.value == answer.value && row.answer?.status == answer.status, "\(p.texts)")
        #expect(row.error == nil && row.answer?.digits == answer.digits)
      } catch let error as InputError {
        #expect(row.answer == nil && row.error?.message == error.message, "\(p.texts)")
        #expect(row.error?.parameter == "s" || row.error?.parameter == "beta")
      }
    }
    // 30 rows have beta = -1; of the other 30, two fifths have s = 0 or s = 3/2.
    #expect(rows.filter { $0.error != nil }.count == 30 + 12)
    #expect(rows.filter { $0.answer?.value == "0" && $0.answer?.status == .exact }.count == 9)
  }

  /// The bounds of a row bracket the value.
  @Test func boundsBracketTheValue() throws {
    let table = try table("s=1/20:1/20 beta=2 M=8 t=1 lambda=1", digits: 20)
    for row in table.rows(0..<20) {
      let answer = try #require(row.answer)
      let (low, value, high) = try (
        #require(Rational(decimal: answer.lower ?? "")), #require(Rational(decimal: answer.value)),
        #require(Rational(decimal: answer.upper ?? ""))
      )
      let exact = try formula(table, row.index, digits: 40)
      #expect(Ball(low, bits: 200).isBelow(exact) && exact.isBelow(Ball(high, bits: 200)))
      // The value is the rounded one: it may leave the bounds by half a unit only.
      #expect(
        (value - low).magnitude < Rational(1, 1_000_000_000_000)
          && (high - value).magnitude < Rational(1, 1_000_000_000_000))
    }
  }

  @Test func threadsDoNotChangeTheRows() throws {
    let text = "s=1/50:1/50 beta=1,3/2 M=8 t=1,2 lambda=0,1"
    let texts = try [1, 2, 5].map { threads in
      var all: [String] = []
      try table(text, digits: 30, threads: threads).run { rows in
        all += rows.map {
          "\($0.index) \($0.answer?.value ?? "-") \($0.answer?.lower ?? "") \($0.answer?.upper ?? "")"
        }
        return true
      }
      return all
    }
    #expect(texts[0].count == 400)
    #expect(texts[0] == texts[1] && texts[1] == texts[2])
  }

  @Test func rowsComeInOrderAndCanBeStopped() throws {
    let table = try table("s=1/500:1/500 beta=1 M=8 t=1 lambda=1", digits: 15, threads: 3)
    var seen: [Int] = []
    table.run { rows in
      seen += rows.map(\.index)
      return true
    }
    #expect(seen == Array(0..<500))
    var count = 0
    table.run { rows in
      count += rows.count
      return count < 20
    }
    #expect(count >= 20 && count < 500)
    struct Stop: Error {}
    #expect(throws: Stop.self) { try table.run { _ in throw Stop() } }
  }

  /// Blocks may come in any order and cut the grid anywhere.
  @Test func blocksAreIndependent() throws {
    let text = "s=1/30:1/30 beta=1,2 M=8 t=1,3 lambda=1"
    let whole = try table(text, digits: 25).rows(0..<120).map { $0.answer?.value }
    let pieces = try table(text, digits: 25)
    for range in [90..<120, 0..<1, 1..<50, 50..<90] {
      #expect(pieces.rows(range).map { $0.answer?.value } == Array(whole[range]))
    }
  }

  /// More columns than the cache keeps: 300 times, then the first ones again.
  @Test func manyColumns() throws {
    let table = try table("t=1/300:1/300 s=1/3,1/2 beta=1 M=8 lambda=1", digits: 15, threads: 2)
    let first = table.rows(0..<40).map { $0.answer?.value }
    let middle = table.rows(40..<600)
    #expect(middle.allSatisfy { $0.answer?.status == .certified })
    #expect(table.rows(0..<40).map { $0.answer?.value } == first)
    for row in [0, 1, 39, 40, 299, 300, 511, 512, 513, 599] {
      let other = try formula(table, row, digits: 15)
      let x = try #require(table.enclosures(row..<(row + 1))[0])
      #expect(x.overlaps(other), "row \(row)")
    }
    // Many β as well: every one is a table of moments of its own.
    let betas = try self.table("beta=1/10:3/280 s=1/2 M=8 t=1 lambda=1", digits: 15)
    for row in [0, 255, 256, 279] {
      #expect(
        try #require(betas.enclosures(row..<(row + 1))[0]).overlaps(try formula(betas, row, digits: 15)))
    }
  }

  /// More nodes than the cache keeps.
  @Test func manyNodes() throws {
    let table = try table("s=1/34000:1/34000 beta=1 M=8 t=1 lambda=1", digits: 15, threads: 2)
    var last: Ball?
    var decreasing = 0
    for start in stride(from: 0, to: 34_000, by: 8192) {
      let block = table.enclosures(start..<min(34_000, start + 8192))
      for (offset, x) in block.enumerated() {
        let value = try #require(x, "row \(start + offset)")
        if let last, value.isBelow(last) { decreasing += 1 }
        last = value
      }
    }
    // The profile falls up to its minimum at s = 0.25927... and rises from there.
    #expect(decreasing == 8815 - 1, "\(decreasing)")
    for row in [0, 32_767, 32_768, 33_999] {
      #expect(
        try #require(table.enclosures(row..<(row + 1))[0]).overlaps(try formula(table, row, digits: 15)))
    }
  }

  /// Interval parameters, t = 0 and points far beyond the shared range go through the driver.
  @Test func rowsThatCannotBeShared() throws {
    let table = try table("s=[0.4,0.6],1/2,exp(-20000),exp(-5000) beta=1 M=8 t=0,1 lambda=1", digits: 15)
    let shared = table.enclosures(0..<8).map { $0 != nil }
    #expect(shared == [false, false, false, true, false, false, false, true])
    let rows = table.rows(0..<8)
    #expect(rows.map { $0.answer?.exitCode } == [Int32?](repeating: 0, count: 8))
    let whole = try #require(rows[1].answer?.ball)
    #expect(try whole.contains(#require(rows[3].answer?.ball)))
    let far = try #require(rows[5].answer?.ball)
    #expect(try far.overlaps(formula(table, 5, digits: 15)))
  }

  @Test func explicitRows() throws {
    let texts = [
      [("s", "1/2"), ("t", "1")], [("s", "2"), ("t", "1")], [("s", "x"), ("t", "1")], [("s", "1/2")],
      [("s", "1/2"), ("t", "1"), ("t", "2")], [("s", "1/2"), ("q", "1")], [("s", "1/3"), ("t", "1/2")],
    ].map { $0.map { (name: $0.0, text: $0.1) } }
    let shared = [("beta", "1"), ("M", "8"), ("lambda", "1")].map { (name: $0.0, text: $0.1) }
    let grid = Grid(Profile.record, output: "S", rows: texts, shared: shared)
    #expect(
      grid.count == 7 && grid.axes.isEmpty && Set(grid.varyingNames) == ["s", "t", "beta", "M", "lambda"])
    let rows = Table(Profile.self, grid: grid, digits: 20, threads: 2).rows(0..<7)
    #expect(rows.map { $0.answer?.value != nil } == [true, false, false, false, false, false, true])
    #expect(rows[0].answer?.value == "1.2655236928023349733")
    #expect(rows[1].error?.message.contains("outside the domain") ?? false)
    #expect(
      rows[2].error?.parameter == "s" && rows[3].error?.message.contains("missing parameter t") ?? false)
    #expect(rows[4].error?.message.contains("more than once") ?? false)
    #expect(rows[5].error?.message.contains("unknown parameter q") ?? false)
    let one = try Retrieval.answer("profile", "s=1/3 beta=1 M=8 t=1/2 lambda=1", digits: 20)
    #expect(rows[6].answer?.value == one.value)
    let empty = Table(
      Profile.self, grid: Grid(Profile.record, output: "S", rows: [], shared: shared), digits: 20)
    var calls = 0
    empty.run { _ in
      calls += 1
      return true
    }
    #expect(calls == 0)
  }

  /// Large t sup a_n: Ψ spans many powers of two within one segment, also near s = 1.
  @Test func largeRates() throws {
    for digits in [15, 50] {
      let table = try table(
        "s=1/1000,1/10,9/10,0.99,0.9999,1 beta=4 M=20 t=1,30,1000 lambda=2", digits: digits)
      let all = table.enclosures(0..<18)
      for row in 0..<18 {
        let x = try #require(all[row], "row \(row)")
        #expect(x.overlaps(try formula(table, row, digits: digits)), "row \(row)")
      }
    }
  }

  /// The time of a row bounds shared work too: nothing hangs, rows say that they are undecided.
  @Test func budgetOfSharedWork() throws {
    let grid = try grid("s=1/2 beta=1e7 M=1e9 t=1e-9 lambda=1")
    let clock = ContinuousClock()
    let start = clock.now
    let rows = Table(Profile.self, grid: grid, digits: 15, secondsPerRow: 0.2).rows(0..<1)
    #expect(rows[0].answer?.status == .undecided)
    #expect(clock.now - start < .seconds(20))
  }
}
