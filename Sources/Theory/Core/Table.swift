import Dispatch
import Synchronization
import VlasovSymbols

/// Shared work of a table's rows: prepared for a block of rows, then read row by row.
///
/// A result offers one when its rows have much in common (the retrieval profile folds its Fourier modes once
/// per time into a power series). A row that the plan cannot serve is `nil` and goes through the driver.
public protocol TablePlan: Sendable {
  /// Computes what the rows need; `parallel(n, body)` runs body(0), ..., body(n - 1) on all workers.
  func prepare(_ rows: Range<Int>, parallel: (Int, @Sendable (Int) -> Void) -> Void)
  /// An enclosure of the row's value, relatively narrower than 2^-bits; called concurrently after `prepare`.
  func value(row: Int) -> Ball?
}

/// A theorem whose tables share work between rows.
public protocol Tabulated: Theorem {
  /// `nil` when this grid cannot be shared (unusual parameters).
  static func plan(_ grid: Grid, bits: Int) -> (any TablePlan)?
}

/// One row of a table.
public struct TableRow: Sendable {
  public let index: Int
  public let answer: Answer?
  /// The row's parameters were malformed.
  public let error: InputError?
}

/// Computes the rows of a grid on all workers and hands them over in order.
public struct Table: Sendable {
  public let theorem: any Theorem.Type
  public let grid: Grid
  public let digits: Int
  public let threads: Int
  public let secondsPerRow: Double
  public let maximumBits: Int
  private let plan: (any TablePlan)?

  /// Rows are computed by threads, which do not inherit it.
  private let cancellation: Cancellation?
  /// Guard bits that a shared enclosure must have; plans work with more, so that almost every value rounds at once.
  private static let guardBits = 6

  public init(
    _ theorem: any Theorem.Type, grid: Grid, digits: Int, threads: Int = 1, secondsPerRow: Double = 60,
    maximumBits: Int = 1 << 26
  ) {
    self.theorem = theorem
    self.grid = grid
    self.digits = digits
    self.threads = max(1, threads)
    self.secondsPerRow = secondsPerRow
    self.maximumBits = maximumBits
    cancellation = Cancellation.current
    plan = (theorem as? any Tabulated.Type)?.plan(
      grid, bits: Precision.bits(forDigits: digits) + Self.guardBits)
  }

  /// Enclosures of a block of rows, each relatively narrower than 10^-digits; `nil` where a row must go
  /// through the driver (refused, undecided, or without a plan).
  public func enclosures(_ rows: Range<Int>) -> [Ball?] {
    guard let plan else { return [Ball?](repeating: nil, count: rows.count) }
    // Shared work may take what its rows may take together.
    let budget = Budget(
      seconds: secondsPerRow * Double(rows.count), maximumBits: maximumBits, cancellation: cancellation)
    Budget.$current.withValue(budget) {
      plan.prepare(rows) { Self.parallel($0, threads: threads, $1) }
    }
    return map(rows) { plan.value(row: $0) }
  }

  /// The finished rows of a block: digits, bounds, status.
  public func rows(_ rows: Range<Int>) -> [TableRow] {
    let shared = enclosures(rows)
    return map(rows) { row in finished(row, shared[row - rows.lowerBound]) }
  }

  /// Runs the whole table in blocks; `emit` gets whole rows in order and may stop the run by returning false.
  public func run(_ emit: ([TableRow]) throws -> Bool) rethrows {
    var next = 0
    var block = threads
    while next < grid.count {
      let end = min(grid.count, next + block)
      let start = DispatchTime.now().uptimeNanoseconds
      guard try emit(rows(next..<end)) else { return }
      // Blocks grow until one takes about a fifth of a second: rows appear as they come, memory stays flat.
      if DispatchTime.now().uptimeNanoseconds - start < 100_000_000 { block = min(block * 2, 8192) }
      next = end
    }
  }

  private func finished(_ row: Int, _ enclosure: Ball?) -> TableRow {
    do {
      let p = try grid.arguments(row: row)
      if let x = enclosure, let text = x.certainDecimal(digits: digits) {
        let answer = Answer(
          id: theorem.record.id, arguments: p, output: grid.output, status: .certified, value: text,
          lower: x.lowerDecimal(digits: digits + 3), upper: x.upperDecimal(digits: digits + 3),
          digits: digits,
          vacuous: false, ball: x, bits: x.bits, seconds: 0)
        return TableRow(index: row, answer: answer, error: nil)
      }
      let budget = Budget(
        seconds: secondsPerRow, maximumBits: maximumBits, cancellation: cancellation)
      let answer = try Evaluator(digits: digits, budget: budget).evaluate(theorem, p, output: grid.output)
      return TableRow(index: row, answer: answer, error: nil)
    } catch let error as InputError {
      return TableRow(index: row, answer: nil, error: error)
    } catch {
      return TableRow(index: row, answer: nil, error: InputError("\(error)"))
    }
  }

  private func map<R: Sendable>(_ rows: Range<Int>, _ body: @Sendable (Int) -> R) -> [R] {
    let size = max(1, min(64, rows.count / (4 * threads)))
    let chunks = (rows.count + size - 1) / size
    let results = Mutex<[[R]]>([[R]](repeating: [], count: chunks))
    Self.parallel(chunks, threads: threads) { c in
      let part = (rows.lowerBound + c * size)..<min(rows.upperBound, rows.lowerBound + (c + 1) * size)
      let values = part.map(body)
      results.withLock { $0[c] = values }
    }
    return results.withLock { $0 }.flatMap { $0 }
  }

  /// Runs body(0..<n) on `threads` workers that take the next index when free.
  static func parallel(_ n: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    if threads == 1 || n <= 1 {
      for i in 0..<n { body(i) }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, n)) { _ in
      ThreadCaches.freeAtThreadEnd()
      while true {
        let i = next.add(1, ordering: .relaxed).oldValue
        if i >= n { return }
        body(i)
      }
    }
  }
}

/// Results of parallel work by index.
final class Collected<Element: Sendable>: Sendable {
  private let storage: Mutex<[Element?]>

  init(count: Int) { storage = Mutex([Element?](repeating: nil, count: count)) }
  func set(_ i: Int, _ value: Element) { storage.withLock { $0[i] = value } }
  subscript(i: Int) -> Element {
    storage.withLock {
      guard let value = $0[i] else { preconditionFailure("index \(i) was not computed") }
      return value
    }
  }
}
