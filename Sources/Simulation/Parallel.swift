import Dispatch
import Foundation

/// Independent tasks on all cores, with results in index order whatever the schedule.
public enum Parallel {
  /// The number of cores in use when `threads` is nil.
  public static var defaultThreads: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// `[body(0), ..., body(count - 1)]`, computed by at most `threads` threads.
  ///
  /// Each index is computed once, alone; folding the returned array from left to right therefore gives the same
  /// bits for every number of threads.
  ///
  /// - Parameters:
  ///   - threads: nil means all cores; values below 1 count as 1.
  ///   - stop: polled before each index.
  /// - Throws: `SimulationError.stopped`, or the error of the lowest index that failed.
  public static func map<Result: Sendable>(
    count: Int, threads: Int? = nil, stop: StopCondition? = nil,
    body: @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    let count = max(0, count)
    let workers = min(max(1, threads ?? defaultThreads), count)
    if workers <= 1 {
      return try (0..<count).map { index in
        try checkStop(stop)
        return try body(index)
      }
    }
    let board = Board<Result>(count: count)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while let index = board.claim() {
        do {
          try checkStop(stop)
          board.finish(index, try body(index))
        } catch {
          board.fail(index, error)
        }
      }
    }
    return try board.collect()
  }

  /// Splits `total` samples into consecutive chunks of `chunk` (the last may be shorter), maps the ranges on all
  /// cores, and returns the results in order. The chunks depend on `total` and `chunk` only.
  public static func mapChunks<Result: Sendable>(
    total: Int, chunk: Int, threads: Int? = nil, stop: StopCondition? = nil,
    body: @Sendable (Range<Int>) throws -> Result
  ) throws -> [Result] {
    let size = max(1, chunk)
    let total = max(0, total)
    let count = total / size + (total % size == 0 ? 0 : 1)
    return try map(count: count, threads: threads, stop: stop) { index in
      try body(index * size..<min(total, (index + 1) * size))
    }
  }

  /// Work still to hand out, and results already in; every access holds the lock.
  private final class Board<Result: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var next = 0
    private var results: [Result?]
    private var failure: (index: Int, error: any Error)?

    init(count: Int) {
      results = Array(repeating: nil, count: count)
    }

    func claim() -> Int? {
      lock.withLock {
        guard next < results.count, failure == nil else { return nil }
        defer { next += 1 }
        return next
      }
    }

    func finish(_ index: Int, _ result: Result) {
      lock.withLock { results[index] = result }
    }

    func fail(_ index: Int, _ error: any Error) {
      lock.withLock {
        if let known = failure, known.index < index { return }
        failure = (index, error)
      }
    }

    func collect() throws -> [Result] {
      if let failure { throw failure.error }
      return results.compactMap { $0 }
    }
  }
}
