import TestSupport
import Testing

@testable import VlasovTheory

@Suite struct CoreGridTests {
  private func axis(_ name: String, _ text: String, in record: Record = CoreFormula.record) throws -> Axis {
    try Axis(#require(record.parameter(name)), parsing: text)
  }

  private func texts(_ axis: Axis) -> [String] { (0..<axis.count).map { axis.value($0).text } }

  private func grid(_ text: String, _ record: Record = CoreFormula.record, output: String = "sum") throws
    -> Grid
  {
    try Grid(record, output: output, ReferenceValue(text, "").parameterTexts)
  }

  @Test(arguments: [
    ("0:1/3", ["0", "0.5", "1"]), ("1:2/4", ["1", "4/3", "5/3", "2"]), ("1/3:1/2/2", ["1/3", "0.5"]),
    ("-1:1/5", ["-1", "-0.5", "0", "0.5", "1"]), ("1,2,5", ["1", "2", "5"]), ("7", ["7"]),
    (" 1 , 2 ", ["1", "2"]),
    ("2,1,2", ["2", "1", "2"]), ("[1,2],3", ["[1,2]", "3"]), ("1+/-0.1,2", ["1+/-0.1", "2"]),
    ("0:1/2", ["0", "1"]),
    ("1e-3:2e-3/2", ["0.001", "0.002"]),
    ("0:1/1e1", ["0", "1/9", "2/9", "1/3", "4/9", "5/9", "2/3", "7/9", "8/9", "1"]),
    ("0:1/ 3 ", ["0", "0.5", "1"]), ("min(1,2),3", ["min(1,2)", "3"]),
  ])
  func values(_ text: String, _ expected: [String]) throws { #expect(texts(try axis("x", text)) == expected) }

  /// Ends may be expressions; the count follows the last top-level slash, and both ends are exact.
  @Test(arguments: [
    ("0:pi/3", 3, "0", "pi"), ("0:pi/2/5", 5, "0", "pi/2"), ("sqrt(2):2*pi/4", 4, "sqrt(2)", "2*pi"),
    ("-pi/4:(pi/4)/9", 9, "-pi/4", "pi/4"), ("exp(-1):exp(1/3)/7", 7, "exp(-1)", "exp(1/3)"),
  ])
  func expressionsAsEnds(_ text: String, _ count: Int, _ low: String, _ high: String) throws {
    let axis = try axis("x", text)
    #expect(axis.count == count)
    let (a, b) = (RealParameterBall.ball(low), RealParameterBall.ball(high))
    for i in 0..<count {
      guard case .real(let x) = axis.value(i) else {
        Issue.record("not a real")
        continue
      }
      let expected = a + (b - a) * i / (count - 1)
      #expect(x.ball.overlaps(expected) && x.ball.radius <= .power2(-110), "\(text) at \(i)")
      // The text reads back to the same number.
      #expect(RealParameterBall.ball(x.text).overlaps(expected))
    }
  }

  /// A million points, exactly spaced, without making them all.
  @Test func largeRanges() throws {
    let axis = try axis("x", "1/7:3/1000001")
    #expect(axis.count == 1_000_001)
    for i in [0, 1, 499_999, 1_000_000] {
      guard case .real(let x) = axis.value(i) else { continue }
      #expect(x.rational == Rational(1, 7) + Rational(20, 7) * Rational(i, 1_000_000))
    }
    #expect(try self.axis("x", "0:1/1e6").count == 1_000_000)
    #expect(try self.axis("x", "0:1/1000000000").count == 1_000_000_000)
  }

  @Test func integers() throws {
    #expect(texts(try axis("n", "1:10/4", in: CoreKinds.record)) == ["1", "4", "7", "10"])
    #expect(texts(try axis("n", "1e1,1e3", in: CoreKinds.record)) == ["10", "1000"])
    #expect(try axis("n", "1:1e6/1e6", in: CoreKinds.record).count == 1_000_000)
    #expect(texts(try axis("k", "-4:4/3", in: CoreKinds.record)) == ["-4", "0", "4"])
    #expect(texts(try axis("N", "2,inf,1e2", in: CoreKinds.record)) == ["2", "inf", "100"])
    #expect(texts(try axis("kind", "MH,SA", in: CoreKinds.record)) == ["MH", "SA"])
    #expect(texts(try axis("rows", "[[1,2],[3,4]]", in: CoreKinds.record)) == ["[[1,2],[3,4]]"])
  }

  @Test(arguments: [
    ("x", "1:1/3", "empty or reversed"), ("x", "2:1/3", "empty or reversed"),
    ("x", "pi:3/3", "empty or reversed"),
    ("x", "pi:pi/3", "empty or reversed"), ("x", "1:2/1", "at least 2"), ("x", "1:2/0", "at least 2"),
    ("x", "1:2/-3", "at least 2"), ("x", "1:2", "a:b/count"), ("x", "1:2/1.5", "not an integer"),
    ("x", "1:2/x", "not an integer"), ("x", "1:2/", "not an integer"), ("x", "1:2/1 0", "not an integer"),
    ("x", "1:2/1e10", "10^9"), ("x", "1:2/99999999999999999999", "not an integer"), ("x", "", "empty value"),
    ("x", "1,,2", "empty value"), ("x", "1,", "empty value"), ("x", ":2/3", "position 1"),
    ("x", "1:/3", "position 1"), ("x", "1:2:3/4", "x=2:3"),
    ("x", "[1,2]:3/4", "ends of a range"), ("x", "1:2/3,4", "not an integer"), ("x", "1,y", "x=y"),
    ("n", "1:10/5", "not integers"),
    ("n", "5:1/2", "empty or reversed"), ("n", "3:3/2", "empty or reversed"),
    ("n", "1.5:2/2", "not an integer"),
    ("N", "2:inf/3", "needs numbers"), ("kind", "SA:MH/2", "a range needs numbers"),
    ("kind", "XX", "kind in {SA, MH}"),
  ])
  func refused(_ name: String, _ text: String, _ part: String) throws {
    let record = name == "x" ? CoreFormula.record : CoreKinds.record
    let error = try #require(throws: InputError.self, "\(text)") { try axis(name, text, in: record) }
    #expect(error.parameter == name && error.message.contains(part), "\(error)")
  }

  /// The axis named last runs fastest.
  @Test func order() throws {
    let grid = try grid("x=5:7/3 y=1/4,1/2")
    #expect(grid.count == 6 && grid.varyingNames == ["x", "y"])
    let rows = try (0..<6).map { try grid.arguments(row: $0).texts.map(\.text).joined(separator: " ") }
    #expect(
      rows
        == ["5 0.25", "5 0.5", "6 0.25", "6 0.5", "7 0.25", "7 0.5"].map {
          $0.replacing("0.25", with: "1/4").replacing("0.5", with: "1/2")
        })
    let other = try self.grid("y=1/4,1/2 x=5:7/3")
    #expect(try (0..<6).map { try other.arguments(row: $0)["x"]?.text } == ["5", "6", "7", "5", "6", "7"])
    #expect(other.strides == [3, 1] && other.axis("x") == 1 && other.axis("q") == nil)
    #expect(other.position(0, row: 4) == 1 && other.position(1, row: 4) == 1)
  }

  /// Defaults fill every row; a single value does not vary.
  @Test func defaults() throws {
    let grid = try grid("x=5")
    #expect(grid.count == 1 && grid.varyingNames.isEmpty)
    #expect(try grid.arguments(row: 0).texts.map(\.text) == ["5", "1/2"])
  }

  @Test(arguments: [
    ("y=1/2", "missing parameter x"), ("x=1:2/2 x=3", "given more than once"),
    ("x=1:2/2 q=3", "unknown parameter q"),
    ("x=1:2/2 t=1", "taken by check only"),
  ])
  func malformedGrids(_ text: String, _ part: String) throws {
    let error = try #require(throws: InputError.self) { try grid(text) }
    #expect(error.message.contains(part), "\(error)")
  }

  @Test func parameterOfAnotherOutput() throws {
    let error = try #require(throws: InputError.self) {
      try grid("n=1,2 rows=[[1,2]]", CoreKinds.record, output: "first")
    }
    #expect(error.message.contains("does not go with output=first"), "\(error)")
    #expect(try grid("n=1,2 M=1:2/3", CoreKinds.record, output: "first").count == 6)
  }

  @Test func hugeGrids() throws {
    #expect(try grid("x=5:7/1e6 y=0:1/1e6").count == 1_000_000_000_000)
    for text in ["x=5:7/1e6 y=0:1/1000001", "x=5:7/1e9 y=0:1/1e9"] {
      let error = try #require(throws: InputError.self) { try grid(text) }
      #expect(error.message.contains("10^12"), "\(error)")
    }
    let last = try grid("x=5:7/1e6 y=0:1/1e6").arguments(row: 999_999_999_999)
    #expect(last["x"]?.text == "7" && last["y"]?.text == "1")
  }

  /// Rows of a table without a plan go through the driver, in order, with refused rows in place.
  @Test func tableWithoutAPlan() throws {
    let grid = try grid("x=1/5,1,-1,2 y=1/2")
    let table = Table(CoreFormula.self, grid: grid, digits: 10, threads: 2)
    #expect(table.enclosures(0..<4).allSatisfy { $0 == nil })
    let rows = table.rows(0..<4)
    #expect(rows.map { $0.answer?.status } == [.refused, .certified, nil, .certified])
    #expect(rows[2].error?.parameter == "x")
    #expect(try rows[1].answer?.value == Core.answer(CoreFormula.self, "x=1", digits: 10).value)
  }
}
