import Foundation
import Synchronization
import Vlasov

/// How one of many cross-checks ended.
struct VerifyOutcome: Sendable {
  enum Kind: Sendable {
    case finished(VerifyResult)
    /// No comparison came about, and why.
    case failed(String)
  }

  let theorem: any Theorem.Type
  let output: String
  let kind: Kind
  let seconds: Double

  /// The verdict of the comparison, or `failed`.
  var verdict: String {
    switch kind {
    case .finished(let result): result.report.verdict.rawValue
    case .failed: "failed"
    }
  }

  var report: CrossCheckReport? {
    if case .finished(let result) = kind { result.report } else { nil }
  }

  var reason: String? {
    if case .failed(let reason) = kind { reason } else { nil }
  }
}

/// Many cross-checks at their default parameters, several at once, reported in their order.
struct VerifyRun: Sendable {
  /// Results that have a cross-check.
  let theorems: [any Theorem.Type]
  let seed: UInt64
  let threads: Int
  /// A budget that starts now, for each cross-check.
  let budget: @Sendable () -> Budget

  private struct Board {
    var next = 0
    var finished: [Int: VerifyOutcome] = [:]
    var reported = 0
    var failure: (any Error)?
  }

  /// Calls `report` with one outcome after the other, as soon as it and all before it are known.
  ///
  /// A cross-check has the threads that are left when fewer of them than threads are to come; its numbers do not depend on
  /// them.
  ///
  /// - Throws: what `report` throws; nothing is started after that.
  func run(_ report: @escaping @Sendable (VerifyOutcome) throws -> Void) throws {
    let board = Mutex(Board())
    let workers = max(1, min(threads, theorems.count))
    @Sendable func work() {
      ThreadCaches.freeAtThreadEnd()
      while true {
        let claimed: Int? = board.withLock { b in
          guard b.failure == nil, b.next < theorems.count else { return nil }
          defer { b.next += 1 }
          return b.next
        }
        guard let index = claimed else { return }
        let left = theorems.count - index
        let outcome = check(theorems[index], threads: max(1, threads / min(workers, left)))
        board.withLock { b in
          b.finished[index] = outcome
          while b.failure == nil, let ready = b.finished.removeValue(forKey: b.reported) {
            b.reported += 1
            do { try report(ready) } catch { b.failure = error }
          }
        }
      }
    }
    if workers == 1 {
      work()
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { _ in work() }
    }
    if let failure = board.withLock({ $0.failure }) { throw failure }
  }

  private func check(_ theorem: any Theorem.Type, threads: Int) -> VerifyOutcome {
    let clock = ContinuousClock()
    let start = clock.now
    let defaults = ReferenceValue(theorem.record.crossCheck?.defaultParameters ?? "", "")
    let output = defaults.outputName ?? theorem.record.outputs.first?.name ?? ""
    let kind: VerifyOutcome.Kind
    do {
      kind = .finished(
        try theorem.verify([], output: output, seed: seed, threads: threads, budget: budget()))
    } catch {
      kind = .failed(Self.reason(error))
    }
    return VerifyOutcome(
      theorem: theorem, output: output, kind: kind, seconds: (clock.now - start) / .seconds(1))
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let refusal as Refusal: "refused: \(refusal.inequality)"
    case let doubt as Undecided: "undecided: \(doubt.reason)"
    case is BudgetExhausted: "the time budget is exhausted; raise --max-seconds"
    default: StandardError.oneLine("\(error)")
    }
  }
}
