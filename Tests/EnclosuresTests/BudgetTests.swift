import Testing
import VlasovEnclosures

@Suite struct BudgetTests {
  @Test func noLimit() {
    for seconds in [nil, 0, -1, Double.nan, .infinity, 1e300] as [Double?] {
      let budget = Budget(seconds: seconds)
      #expect(budget.deadline == nil && !budget.isExhausted)
    }
    #expect(!Budget.isExhausted && Budget.current.deadline == nil)
    #expect(throws: Never.self) { try Budget.check() }
  }

  @Test func deadline() async throws {
    #expect(!Budget(seconds: 3600).isExhausted)
    let budget = Budget(seconds: 1e-6, maximumBits: 100)
    #expect(budget.maximumBits == 100 && budget.deadline != nil)
    try await Budget.$current.withValue(budget) {
      try await Task.sleep(for: .milliseconds(2))
      #expect(Budget.isExhausted)
      #expect(throws: BudgetExhausted.self) { try Budget.check() }
    }
    #expect(!Budget.isExhausted, "the budget ends with its scope")
  }

  @Test func cancellation() {
    let budget = Budget()
    budget.cancel()
    #expect(budget.isExhausted)
    Budget.$current.withValue(budget) { #expect(Budget.isExhausted) }
  }

  /// Child tasks inherit the budget, so that cancelling reaches them.
  @Test func childTasks() async {
    let budget = Budget()
    let seen = await Budget.$current.withValue(budget) {
      await withTaskGroup(of: Bool.self) { group in
        budget.cancel()
        group.addTask { Budget.isExhausted }
        return await group.next() ?? false
      }
    }
    #expect(seen)
  }
}

@Suite struct FailureLogTests {
  @Test func keepsTheFirstMessage() {
    let log = FailureLog()
    #expect(log.message == nil)
    FailureLog.$current.withValue(log) {
      _ = Ball.log(Ball(center: 0, radius: .power2(-2)))
      _ = Ball.sqrt(-1)
    }
    #expect(log.message == "log of [-0.250000, 0.250000]")
  }

  /// What is indeterminate already is not blamed on the operation that meets it.
  @Test func ignoresIndeterminateOperands() {
    let log = FailureLog()
    FailureLog.$current.withValue(log) {
      for y in [
        Ball.log(.indeterminate), .sqrt(.indeterminate), 1 / Ball.indeterminate, .indeterminate / Ball(0),
      ] {
        #expect(!y.isFinite)
      }
    }
    #expect(log.message == nil)
  }

  @Test func isOptional() {
    #expect(FailureLog.current == nil)
    #expect(!Ball.log(-1).isFinite)
  }
}
