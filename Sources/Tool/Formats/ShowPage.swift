import Vlasov

/// A result's record as a page.
struct ShowPage {
  /// An output's formula, or the equation that defines it.
  struct Formula {
    let output: String
    let symbol: String
    /// An equation whose solution the output comes from, instead of an expression that it equals.
    let isEquation: Bool
    let body: String
    let latexBody: String

    init(_ output: OutputSpec, _ formula: DefiningFormula) {
      (self.output, symbol) = (output.name, output.latexSymbol)
      switch formula {
      case .formula(let e): (isEquation, body, latexBody) = (false, e.description, e.latex)
      case .equation(let a, let b):
        (isEquation, body, latexBody) = (
          true, "\(a.description) = \(b.description)", "\(a.latex) = \(b.latex)"
        )
      case .rowSum(let i, let e):
        (isEquation, body, latexBody) = (false, Self.rowSum(i, e), Self.latexRowSum(i, e))
      case .rowSumVanishes(let i, let e):
        (isEquation, body, latexBody) = (true, "\(Self.rowSum(i, e)) = 0", "\(Self.latexRowSum(i, e)) = 0")
      }
    }

    private static func rowSum(_ index: String, _ term: Expression) -> String {
      "sum over \(index) of (\(term))"
    }

    private static func latexRowSum(_ index: String, _ term: Expression) -> String {
      "\\sum_{\(index)} \\left(\(term.latex)\\right)"
    }

    var plain: String { Self.plain([self]) }
    var latex: String { Self.latex([self]) }

    /// `t_crit = ...`; outputs that come from one equation share a line: `t_fold, s_fold: ... = ...`.
    static func plain(_ group: [Formula]) -> String {
      group.map(\.output).joined(separator: ", ") + (group[0].isEquation ? ": " : " = ") + group[0].body
    }

    static func latex(_ group: [Formula]) -> String {
      group.map(\.symbol).joined(separator: ",\\ ") + (group[0].isEquation ? ":\\quad " : " = ")
        + group[0].latexBody
    }
  }

  let record: Record
  let formulas: [Formula]
  /// What can be certified, by output.
  let certificates: [(output: String, value: Certifiability)]

  init(_ theorem: any Theorem.Type) {
    record = theorem.record
    formulas = theorem.record.outputs.compactMap { output in
      theorem.symbolic(output.name).map { Formula(output, $0) }
    }
    certificates = theorem.record.outputs.map {
      ($0.name, Certifier.certifiability(of: theorem, output: $0.name))
    }
  }

  /// The formulas, those of one equation together.
  var groups: [[Formula]] {
    var groups: [[Formula]] = []
    for formula in formulas {
      if formula.isEquation, let last = groups.indices.last, groups[last][0].isEquation,
        groups[last][0].body == formula.body
      {
        groups[last].append(formula)
      } else {
        groups.append([formula])
      }
    }
    return groups
  }

  /// A command that gives a value: the first reference, else the parameters by name.
  var reproduce: String? {
    guard !record.isCard else { return nil }
    let words: [String]
    if let reference = record.references.first {
      words = reference.parameterTexts.map { "\($0.name)=\(ShellText.quoted($0.text))" }
    } else {
      let first = record.outputs[0].name
      words = record.parameters.filter { !$0.onlyForCheck && $0.isNeeded(by: first) }
        .map { "\($0.name)=\($0.defaultText ?? "...")" }
    }
    return (["vlasov eval \(record.id)"] + words).joined(separator: " ")
  }

  /// What a parameter's line says beside its domain.
  func remark(_ p: ParameterSpec) -> String {
    var words = p.summary
    if let value = p.defaultText { words += " (default \(value))" }
    if p.onlyForCheck {
      words += " (taken by check)"
    } else if let needed = p.requiredBy {
      let names = record.outputs.map(\.name).filter(needed.contains)
      words += names.isEmpty ? " (optional)" : " (for output \(names.joined(separator: ", ")))"
    }
    return words
  }

  func remark(_ h: Hypothesis) -> String {
    var notes: [String] = []
    if let outputs = h.outputs {
      notes.append(
        "for output " + record.outputs.map(\.name).filter(outputs.contains).joined(separator: ", "))
    }
    if h.role == .reported { notes.append("reported by check") }
    return notes.isEmpty ? h.text : "\(h.text) (\(notes.joined(separator: "; ")))"
  }

  // MARK: Text

  var text: String {
    var text = "\(record.id)\n\(record.title)\(record.isCard ? " (card: shown, no value)" : "")\n"
    func section(_ name: String, _ lines: [String]) {
      guard !lines.isEmpty else { return }
      text += "\n\(name)\n" + lines.map { "  \($0)\n" }.joined()
    }
    let source = record.source
    section("Statement", [record.statement])
    section("Source", source.lines)
    section("Parameters", Self.table(record.parameters.map { [$0.name, $0.domainText, remark($0)] }))
    section(
      "Outputs",
      Self.table(
        record.outputs.enumerated().map { k, o in
          [o.name, o.summary + (k == 0 && record.outputs.count > 1 ? " (default)" : "")]
        }))
    section("Hypotheses", record.hypotheses.map(remark))
    section("Formula", groups.map(Formula.plain))
    section("LaTeX", groups.map(Formula.latex))
    section("Method", record.method.map { [$0] } ?? [])
    section("Notes", record.notes)
    if let check = record.crossCheck {
      section(
        "Cross-check",
        [check.simulates, "law: \(check.law)", "vlasov verify \(record.id)"])
    }
    section("Certificates", Self.table(certificates.map { [$0.output, $0.value.text] }))
    section("Reference digits", Self.table(record.references.map { [$0.parameters, $0.value] }))
    section("Related", record.related)
    section("Reproduce", reproduce.map { [$0] } ?? [])
    return text
  }

  private static func table(_ rows: [[String]]) -> [String] {
    guard let first = rows.first else { return [] }
    var sheet = Sheet([String](repeating: "", count: first.count))
    for row in rows { sheet.add(row) }
    return sheet.text.split(separator: "\n").map(String.init)
  }

  // MARK: JSON

  var json: JSON {
    var pairs: [(String, JSON)] = [
      ("schema", .integer(JSON.schemaVersion)), ("id", .string(record.id)), ("title", .string(record.title)),
      ("card", .boolean(record.isCard)), ("statement", .string(record.statement)),
      ("source", record.source.json),
      ("parameters", .array(record.parameters.map(parameter))),
      ("outputs", .array(record.outputs.map(output))),
      (
        "hypotheses",
        .array(
          record.hypotheses.map {
            .object([("text", .string($0.text)), ("required", .boolean($0.role == .required))])
          })
      ),
    ]
    if let method = record.method { pairs.append(("method", .string(method))) }
    pairs.append(("notes", .array(record.notes.map { .string($0) })))
    if let check = record.crossCheck {
      pairs.append(
        ("crossCheck", .object([("simulates", .string(check.simulates)), ("law", .string(check.law))])))
    }
    pairs += [
      (
        "references",
        .array(
          record.references.map {
            .object([("parameters", .pairs($0.parameterTexts)), ("value", .string($0.value))])
          })
      ),
      ("related", .array(record.related.map { .string($0) })),
    ]
    if let reproduce { pairs.append(("reproduce", .string(reproduce))) }
    return .object(pairs)
  }

  private func parameter(_ p: ParameterSpec) -> JSON {
    var pairs: [(String, JSON)] = [
      ("name", .string(p.name)), ("symbol", .string(p.symbol)), ("domain", .string(p.domainText)),
      ("summary", .string(p.summary)), ("default", .text(p.defaultText)),
      ("onlyForCheck", .boolean(p.onlyForCheck)),
    ]
    if let needed = p.requiredBy {
      pairs.append(
        ("requiredBy", .array(record.outputs.map(\.name).filter(needed.contains).map { .string($0) })))
    }
    return .object(pairs)
  }

  private func output(_ o: OutputSpec) -> JSON {
    var pairs: [(String, JSON)] = [
      ("name", .string(o.name)), ("symbol", .string(o.symbol)), ("kind", .string(o.kind.rawValue)),
      ("summary", .string(o.summary)),
    ]
    if let formula = formulas.first(where: { $0.output == o.name }) {
      pairs += [("formula", .string(formula.plain)), ("latex", .string(formula.latex))]
    }
    if let found = certificates.first(where: { $0.output == o.name })?.value {
      var certificate: [(String, JSON)] = [
        ("checkers", .array(found.checkers.map { .string($0.rawValue) })), ("kind", .string(found.kind)),
      ]
      if let reason = found.reason { certificate.append(("reason", .string(reason))) }
      pairs.append(("certificates", .object(certificate)))
    }
    return .object(pairs)
  }

  // MARK: LaTeX and Markdown

  /// A paragraph for a paper that loads amsmath.
  var latex: String {
    var text = "\\paragraph{\(LaTeXText.escaped(record.title))} \(record.statement)\n"
    let source = record.source
    text += "(\(LaTeXText.escaped(source.paper.shortCitation)), \(LaTeXText.escaped(source.locator)); "
    text += "\(source.standing.rawValue).)\n"
    for group in groups { text += "\\[\n  \(Formula.latex(group))\n\\]\n" }
    return LaTeXText.page(["\(record.id), vlasov \(Version.current)"], text)
  }

  var markdown: String {
    var text =
      "## \(record.title)\n\n`\(record.id)`\(record.isCard ? " (card)" : "")\n\n\(record.statement)\n\n"
    text += record.source.lines.map { "- \($0)\n" }.joined()
    if !formulas.isEmpty {
      text += "\n" + groups.map { "$$\(Formula.latex($0))$$\n" }.joined(separator: "\n")
    }
    if !record.parameters.isEmpty {
      var sheet = Sheet(["parameter", "domain", "meaning"])
      for p in record.parameters { sheet.add(["`\(p.name)`", "`\(p.domainText)`", remark(p)]) }
      text += "\n" + sheet.markdown
    }
    if !record.hypotheses.isEmpty {
      text += "\nHypotheses\n\n" + record.hypotheses.map { "- `\(remark($0))`\n" }.joined()
    }
    if let method = record.method { text += "\n\(method)\n" }
    if !record.notes.isEmpty { text += "\n" + record.notes.map { "- \($0)\n" }.joined() }
    if !record.references.isEmpty {
      var sheet = Sheet(["parameters", "value"])
      for r in record.references { sheet.add(["`\(r.parameters)`", "`\(r.value)`"]) }
      text += "\n" + sheet.markdown
    }
    if let reproduce { text += "\n    \(reproduce)\n" }
    return text
  }
}

extension Source {
  /// The paper, the place in it, and the slip where there is one.
  var lines: [String] {
    var lines = [paper.title, paper.shortCitation, "\(locator) (\(standing.rawValue))"]
    if let slip { lines.append("corrected: \(slip)") }
    return lines
  }
}

extension OutputSpec {
  /// The symbol of the value; a word for outputs that have none.
  var latexSymbol: String { symbol.isEmpty ? "\\mathrm{\(LaTeXText.escaped(name))}" : symbol }
}
