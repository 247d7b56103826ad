import Testing

@testable import VlasovTheory

/// What the records promise: ids, parameters as in the calls, outputs, formulas that print.
@Suite struct CausalRecordTests {
  private var records: [Record] { Catalogue.causal.map { $0.record } }

  /// Names in order, a star for what only `check` takes, the default after an equals sign.
  private func signature(_ r: Record) -> String {
    let parameters = r.parameters.map {
      $0.name + ($0.onlyForCheck ? "*" : "") + ($0.defaultText.map { "=\($0)" } ?? "")
    }
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
      for other in r.related {
        #expect((try? Catalogue.standard.theorem(other)) != nil, "\(r.id) -> \(other)")
      }
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
        for p in theorem.record.parameters
        where !p.onlyForCheck && p.name != "beta" && theorem.record.id != "causal.frozen-window" {
          #expect(e.latex.contains(p.symbol), "\(theorem.record.id): no \(p.symbol) in \(e.latex)")
        }
      }
    }
    #expect(printed["causal.renyi-constant C"] == "\\int_{0}^{\\infty} e^{-2 \\operatorname{Ein}(u)} \\, du")
    #expect(
      printed["causal.force-peak tau"]
        == "\\arctan\\left(\\sqrt{\\frac{1 + \\sqrt{1 + 4 \\beta^{2}}}{2 \\beta^{2}}}\\right)")
  }

  /// The shown formula, evaluated as an expression, gives the reference digits.
  @Test func formulasEvaluate() throws {
    for theorem in Catalogue.causal {
      for reference in theorem.record.references {
        let output = try theorem.record.output(named: reference.outputName).name
        let given = reference.parameterTexts.filter { $0.name != "output" }
        guard let e = shown(theorem, given, output) else { continue }
        let value = try withPrecision(260) {
          var reals: [String: Ball] = [:]
          for (name, text) in given { reals[name] = try RealParameter(parsing: text).ball }
          return try e.evaluate(Ball.self, variables: reals)
        }
        let digits = reference.value.filter(\.isNumber).drop { $0 == "0" }.count
        #expect(
          value.certainDecimal(digits: digits) == reference.value,
          "\(theorem.record.id) \(reference.parameters)")
      }
    }
  }

  /// The formula over symbols, its integers replaced by numbers; nil where it is no finite expression.
  private func shown(
    _ theorem: any Theorem.Type, _ given: [(name: String, text: String)], _ output: String
  ) -> Expression? {
    let integers = given.compactMap { p in Int(p.text).map { (p.name, $0) } }
    let symbols = Lifted<Expression>(
      reals: Dictionary(uniqueKeysWithValues: given.map { ($0.name, .variable($0.name)) }),
      integers: Dictionary(uniqueKeysWithValues: integers))
    switch theorem {
    case is StrongRenyiCount.Type:
      return symbols.integer("n") == nil ? nil : StrongRenyiCount.formula(symbols)
    case let closed as any ClosedForm.Type: return closed.formula(symbols, output: output)
    case let ordered as any OrderedForm.Type: return ordered.formula(symbols, output: output)
    default: return nil
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
