import Testing

@testable import VlasovTheory

/// What `verify` makes of a cross-check, and the themes of a catalogue.
@Suite struct CoreVerifyTests {
  @Test func themes() throws {
    let catalogue = Catalogue.standard
    #expect(catalogue.themes.starts(with: ["retrieval", "causal", "kde", "clustering"]))
    #expect(try catalogue.theorems(ofThemes: catalogue.themes).count == catalogue.theorems.count)
    let two = try catalogue.theorems(ofThemes: ["kde", "causal", "kde"])
    #expect(Set(two.map { $0.record.theme }) == ["kde", "causal"])
    #expect(Set(two.map { $0.record.id }).count == two.count)
    #expect(two.first?.record.theme == "causal", "in the order of the catalogue")
    #expect { try catalogue.theorems(ofThemes: ["kde", "nothing"]) } throws: { error in
      let error = error as? InputError
      return error?.value == "nothing" && error?.message.contains("causal, kde") == true
    }
  }

  /// A simulation that outlasts its budget is not a wrong parameter.
  @Test func theBudgetEnds() throws {
    let theorem = try Catalogue.standard.theorem("clustering.orthogonal-time")
    let spent = Budget(seconds: 0.2)
    spent.cancel()
    #expect(throws: BudgetExhausted.self) {
      try theorem.verify([], output: "T", seed: 1, threads: 1, budget: spent)
    }
  }
}
