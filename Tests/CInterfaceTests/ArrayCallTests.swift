import Foundation
import TestSupport
import Testing
import Vlasov

@testable import VlasovCInterface

@Suite struct ArrayCallTests {
  // MARK: Modes

  private func modes(_ x: [Double], _ weights: [Double]? = nil, _ text: String) -> CallResult {
    CallResult.of { countModes(x, weights, Int64(x.count), text, nil, nil, $0, $1) }
  }

  @Test func countsAsTheCounter() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20 {
      let x = (0..<Int.random(in: 1...300, using: &generator)).map { _ in
        Double.random(in: -2...2, using: &generator)
      }
      let beta = Int.random(in: 1...2000, using: &generator)
      let result = modes(x, nil, #"{"beta":\#(beta),"threads":2}"#)
      let expected = try ModeCounter().count(try Sample(doubles: x), beta: Rational(beta))
      #expect(result.status == 0)
      #expect(result.objects.first?["modes"] as? Int == expected.modes)
    }
  }

  /// Weights count as repetitions.
  @Test func weights() {
    let weighted = modes([0, 3, 10], [2, 1, 1], #"{"bandwidth":"1/2","digits":20}"#)
    let repeated = modes([0, 3, 10, 0], nil, #"{"bandwidth":"1/2","digits":20}"#)
    #expect(weighted.status == 0)
    #expect(weighted.objects.first?["list"] as? NSArray == repeated.objects.first?["list"] as? NSArray)
  }

  @Test func sweep() {
    let result = modes([0, 1, 5], nil, #"{"sweep":"1/10:4/5"}"#)
    #expect(result.objects.compactMap { $0["modes"] as? Int }.last == 1 && result.objects.count == 5)
  }

  @Test(
    arguments: [
      ([0, Double.nan], nil, #"{"beta":1}"#, "array[1]"), ([], nil, #"{"beta":1}"#, "empty"),
      ([0, 1], [1, 0], #"{"beta":1}"#, "weights[1]"), ([0, 1], nil, #"{"beta":0}"#, "beta"),
      ([0, 1], nil, "{}", "bandwidth"), ([0, 1], nil, #"{"beta":1,"bandwidth":1}"#, "exclude"),
      ([0, 1], nil, #"{"beta":1,"digits":0}"#, "digits"), ([0, 1], nil, #"{"beta":1,"colour":2}"#, "colour"),
      ([0, 1], nil, #"{"beta":1,"threads":"many"}"#, "threads"),
      ([0, 1], nil, #"{"beta":1,"max-seconds":-1}"#, "max-seconds"),
    ] as [([Double], [Double]?, String, String)])
  func malformedModes(_ x: [Double], _ weights: [Double]?, _ text: String, _ complaint: String) {
    let result = modes(x, weights, text)
    #expect(result.status == 64)
    #expect(result.message.contains(complaint), "\(result.message)")
  }

  // MARK: Tables

  @Test func rowsEncloseTheValues() throws {
    let n = 21
    var (lower, upper) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
    var status = [Int8](repeating: 9, count: n)
    var rows: Int64 = 0
    let text = #"{"id":"clustering.force-inflection","parameters":{"beta":"1/2:10/21"}}"#
    let code = table(text, &lower, &upper, &status, Int64(n), &rows, nil, nil, nil)
    #expect(code == 0 && rows == 21)
    let theorem = try Catalogue.standard.theorem("clustering.force-inflection")
    let output = try theorem.record.output(named: nil)
    let grid = try Grid(theorem.record, output: output.name, [("beta", "1/2:10/21")])
    for k in 0..<n {
      let answer = try Evaluator(digits: 40).evaluate(
        theorem, try grid.arguments(row: k), output: output.name)
      let ball = try #require(answer.ball)
      #expect(lower[k] <= ball.lowerDouble && ball.upperDouble <= upper[k], "row \(k)")
      #expect(upper[k] - lower[k] <= 4 * upper[k].ulp)
      #expect(status[k] == 0)
    }
  }

  @Test func rowsWithoutAValue() {
    var (lower, upper, status) = ([0.0, 0, 0], [0.0, 0, 0], [Int8](repeating: 9, count: 3))
    var rows: Int64 = 0
    let text = #"{"id":"retrieval.t-crit","parameters":{"beta":"1,-1,2","lambda":1,"M":8}}"#
    let code = table(text, &lower, &upper, &status, 3, &rows, nil, nil, nil)
    #expect(code == 2 && rows == 3)
    #expect(status == [0, 1, 0])
    #expect(lower[1].isNaN && upper[1].isNaN && lower[2] > 0)
  }

  /// Too little room: the number of rows, and nothing is touched.
  @Test func askingForTheSize() {
    var (lower, upper) = ([7.0], [7.0])
    var rows: Int64 = 0
    let text = #"{"id":"retrieval.t-crit","parameters":{"beta":"1:2/1000000","lambda":1,"M":8}}"#
    #expect(table(text, &lower, &upper, nil, 1, &rows, nil, nil, nil) == 0)
    #expect(rows == 1_000_000 && lower == [7] && upper == [7])
  }

  @Test(arguments: [
    (
      #"{"id":"gaussian.scalar-value-closed-form","parameters":{"t":"1,2","A":"[[1]]","Sigma0":"[[1]]"},"output":"Sigma"}"#,
      "Sigma[1]"
    ),
    (#"{"parameters":{}}"#, "id"), (#"{"id":"retrieval.t-crit","verb":"table"}"#, "verb"),
  ])
  func malformedTables(_ text: String, _ complaint: String) {
    var (lower, upper, rows) = ([0.0], [0.0], Int64(0))
    let result = CallResult.of { _, error in table(text, &lower, &upper, nil, 1, &rows, nil, nil, error) }
    #expect(result.status == 64)
    #expect(result.message.contains(complaint), "\(result.message)")
  }
}
