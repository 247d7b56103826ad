import Foundation
import Vlasov
import VlasovTool

/// The caller's columns.
struct TableColumns {
  let lower: UnsafeMutablePointer<Double>?
  let upper: UnsafeMutablePointer<Double>?
  let status: UnsafeMutablePointer<Int8>?
  let capacity: Int64
}

/// A request for a table as doubles.
struct TableRequest {
  private let id: String
  private let pairs: [(name: String, text: String)]
  private let digits: Int?
  private let seconds: Double?
  private let bits: Int?
  private let threads: Int?

  /// - Throws: `InputError` for what is no request.
  init(_ text: String) throws {
    let request = try Request(
      text, keys: ["id", "parameters", "output", "digits", "max-seconds", "max-bits", "threads"])
    id = try request.required("id")
    pairs = try request.parameters() + (request.text("output").map { [("output", $0)] } ?? [])
    digits = try request.integer("digits", 1...100_000)
    bits = try request.integer("max-bits", 64...(1 << 31))
    threads = try request.integer("threads", 1...1024)
    seconds = try request.seconds()
  }

  func run(_ columns: TableColumns, in host: CallHost) throws -> (rows: Int, status: Int32) {
    guard columns.capacity >= 0, columns.capacity == 0 || (columns.lower != nil && columns.upper != nil)
    else {
      throw InputError(parameter: "capacity", value: "\(columns.capacity)", "capacity: no room for the rows")
    }
    // Sixteen digits decide the nearest doubles.
    return Embedding.table(
      id: id, pairs: pairs, digits: digits ?? 16, seconds: seconds, bits: bits,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, capacity: Int(columns.capacity),
      in: host
    ) { row, answer in
      let (lower, upper) = Self.bounds(answer)
      columns.lower?[row] = lower
      columns.upper?[row] = upper
      columns.status?[row] = Self.code(answer?.status ?? .refused)
    }
  }

  private static func bounds(_ answer: Answer?) -> (Double, Double) {
    guard let answer, answer.status != .refused else { return (.nan, .nan) }
    if let ball = answer.ball { return (ball.lowerDouble, ball.upperDouble) }
    let isInfinite = answer.status == .exact && answer.value == "inf"
    return isInfinite ? (.infinity, .infinity) : (.nan, .nan)
  }

  private static func code(_ status: Status) -> Int8 {
    switch status {
    case .certified, .exact: 0
    case .refused: 1
    case .undecided: 2
    case .simulated, .heuristic: 3
    }
  }
}
