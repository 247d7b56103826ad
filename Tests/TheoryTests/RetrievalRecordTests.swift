import Testing

@testable import VlasovTheory

@Suite struct RetrievalRecordTests {
  /// Names, order and optional parameters of the public calls.
  static let calls: [(id: String, parameters: String, outputs: String)] = [
    ("eigenvalue", "n beta", "a_n sup nstar"),
    ("mode-crossover", "n", "beta_x"),
    ("green-function", "a t sigma s lambda", "g"),
    ("green-mass", "a t x lambda", "m"),
    ("profile", "s beta M t lambda", "S"),
    ("soft-accuracy", "s beta M t N lambda", "L"),
    ("hard-accuracy-coefficient", "s beta M t lambda", "H"),
    ("endpoint-slope", "beta M t lambda", "slope value"),
    ("t-crit", "beta M lambda", "t_crit"),
    ("smallness-time", "beta lambda M", "t_paper t_level1"),
    ("fold-lambda", "beta M", "lambda_fold"),
    ("mass-share", "x beta M t lambda", "P"),
    ("finite-n-propagator", "N i a t lambda", "NC"),
    ("mean-field", "", ""),
  ]

  @Test(arguments: calls) func publicCall(_ id: String, _ parameters: String, _ outputs: String) throws {
    let record = try Catalogue.standard.theorem("retrieval." + id).record
    #expect(record.parameters.filter { !$0.onlyForCheck }.map(\.name).joined(separator: " ") == parameters)
    #expect(record.outputs.map(\.name).joined(separator: " ") == outputs)
    #expect(record.parameters.allSatisfy { $0.defaultText == nil })
  }

  @Test func relatedResultsExist() throws {
    for record in Catalogue.retrieval.map({ $0.record }) {
      for id in record.related {
        #expect(throws: Never.self, "\(record.id) -> \(id)") { try Catalogue.standard.theorem(id) }
      }
    }
  }

  @Test func idsAreUnique() {
    let ids = Catalogue.retrieval.map { $0.record.id }
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.hasPrefix("retrieval.") })
  }

  @Test func everyOutputIsShown() {
    for theorem in Catalogue.retrieval where !theorem.record.isCard {
      for output in theorem.record.outputs {
        guard let symbolic = theorem.symbolic(output.name) else {
          Issue.record("\(theorem.record.id) shows nothing for \(output.name)")
          continue
        }
        #expect(symbolic.expressions.allSatisfy { !$0.latex.isEmpty })
      }
    }
  }

  @Test func meanFieldIsACard() throws {
    let record = MeanField.record
    #expect(record.isCard && !record.statement.isEmpty && record.parameters.isEmpty)
    #expect(throws: InputError.self) { try record.output(named: nil) }
    #expect(MeanField.symbolic("value") == nil)
    #expect(throws: InputError.self) { try MeanField.value(Arguments([:], order: []), output: "value") }
  }

  @Test func everyRecordIsComplete() {
    for record in Catalogue.retrieval.map({ $0.record }) {
      #expect(
        !record.title.isEmpty && !record.statement.isEmpty && !record.source.locator.isEmpty, "\(record.id)")
      #expect(!record.related.isEmpty, "\(record.id)")
      #expect(record.isCard || !record.references.isEmpty, "\(record.id)")
      // Statements are text with balanced LaTeX math.
      #expect(record.statement.filter { $0 == "$" }.count % 2 == 0, "\(record.id)")
      #expect(
        record.statement.filter { $0 == "{" }.count == record.statement.filter { $0 == "}" }.count,
        "\(record.id)")
    }
  }
}
