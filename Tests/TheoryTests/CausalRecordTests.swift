import Testing
@testable import VlasovTheory

/// What the records promise: ids, parameters as in the calls, outputs, formulas that print.
@Suite struct CausalRecordTests {
  private var records: [Record] { Catalogue.causal.map { $0.record } }

  /// Names in order, a star for what only `check` takes, the default after an equals sign.
  private func signature(_ r: Record) -> String {
    let parameters = r.parameters.map { $0.name + ($0.onlyForCheck ? "*" : "") + ($0.defaultText.map { "=\($0)" } ?? "") }
    return "\(r.id) \(parameters.joined(separator: " ")) | \(r.outputs.map(\.name).joined(separator: " "))"
  }

  @Test func signatures() {
    #expect(
      records.map(signature) == [
        "causal.force-peak beta | tau h_max",
        "causal.strong-center-lifetime beta c epsilon k T* | T_star",
        "causal.frozen-window beta c epsilon N* | N_h N_g N_suff",
        "causal.strong-renyi-count d delta n=inf | E",
        "causal.renyi-constant  | C",
        "causal.renyi-count-circle delta | R",
        "causal.leader-propagator k j t | P",
        "causal.two-token-time beta phi0 phi1 | T",
        "causal.sequential-energy  | ",
      ])
  }

  @Test func sources() {
    for r in records {
      #expect(r.source.paper.arxiv == "2411.04990")
      #expect((r.source.standing == .corrected) == (r.source.slip != nil), "\(r.id)")
      for other in r.related { #expect((try? Catalogue.standard.theorem(other)) != nil, "\(r.id) -> \(other)") }
    }
    let corrected = records.filter { $0.source.standing == .corrected }.map(\.id)
    #expect(corrected == ["causal.frozen-window", "causal.strong-renyi-count"])
  }

  @Test func formulasPrint() {
    var printed: [String: String] = [:]
    for theorem in Catalogue.causal {
      for output in theorem.record.outputs {
        guard case .formula(let e)? = theorem.symbolic(output.name) else {
          Issue.record("\(theorem.record.id) has no formula")
          continue
        }
        printed["\(theorem.record.id) \(output.name)"] = e.latex
        #expect(!e.latex.contains("undefined"))
        for p in theorem.record.parameters where !p.onlyForCheck && p.name != "beta" && theorem.record.id != "causal.frozen-window" {
          #expect(e.latex.contains(p.symbol), "\(theorem.record.id): no \(p.symbol) in \(e.latex)")
        }
      }
    }
    #expect(printed["causal.renyi-constant C"] == "\\int_{0}^{\\infty} e^{-2 \\operatorname{Ein}(u)} \\, du")
    #expect(
      printed["causal.force-peak tau"]
        == "\\arctan\\left(\\sqrt{\\frac{1 + \\sqrt{1 + 4 \\beta^{2}}}{2 \\beta^{2}}}\\right)")
  }

  /// The printed formula of a closed form, evaluated, is its value.
  @Test func formulasEvaluate() throws {
    for theorem in Catalogue.causal {
      for reference in theorem.record.references where theorem.record.id != "causal.renyi-constant" {
        let output = try theorem.record.output(named: reference.outputName)
        let given = reference.parameterTexts.filter { $0.name != "output" && $0.text != "inf" }
        guard case .formula(let e)? = theorem.symbolic(output.name), theorem.record.id != "causal.renyi-count-circle",
          theorem.record.id != "causal.strong-renyi-count" || given.count == 3
        else { continue }
        let value = try withPrecision(220) {
          var reals: [String: Ball] = [:]
          var indices: [String: Int] = [:]
          for (name, text) in given {
            reals[name] = try RealParameter(parsing: text).ball
            if let n = Int(text) { indices[name] = n }
          }
          return try e.evaluate(Ball.self, variables: reals, indices: indices)
        }
        let digits = reference.value.filter(\.isNumber).drop { $0 == "0" }.count
        #expect(value.certainDecimal(digits: digits) == reference.value, "\(theorem.record.id) \(reference.parameters)")
      }
    }
  }

  @Test func cardHasNoValue() throws {
    let card = try Catalogue.standard.theorem("causal.sequential-energy")
    #expect(card.record.isCard && card.symbolic("E") == nil)
    #expect(throws: InputError.self) { try card.record.output(named: nil) }
    #expect(throws: InputError.self) { try card.value(Arguments([:], order: []), output: "E") }
  }

  /// A doubtful vacuity is not called vacuous, and other results never are.
  @Test func vacuity() throws {
    #expect(try !Causal.answer("strong-center-lifetime", "beta=4 c=[3,3.2] epsilon=1/2 k=5").vacuous)
    #expect(try !Causal.answer("force-peak", "beta=1").vacuous)
  }
}
