import Testing

@testable import VlasovTheory

/// What the records promise: ids, parameters as in the calls, outputs, sources, slips.
@Suite struct KDEConstantRecordTests {
  private var records: [Record] { Catalogue.kdeDeterministic.map { $0.record } }

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
        "kde.mammen-fixed-interval a* b* | middle upper",
        "kde.mammen-critical r a* b* | modes",
        "kde.mammen-two-thirds c a b | coefficient",
        "kde.main-theorem n beta c* t* | leading outer inner next composite composite0",
        "kde.shot-noise Lambda | m upper infinity",
        "kde.shot-noise-c4  | c4",
        "kde.expected-n2 beta | modes",
        "kde.deterministic-facts r* | rstar tstar",
        "kde.two-atoms d w1=1 w2=1 | Lstar modes",
        "kde.three-atom-threshold w=1 d* | x t",
        "kde.tail-certificate sample beta a | bound V",
      ])
  }

  @Test func sources() {
    for r in records {
      #expect(r.source.paper.arxiv == "2412.09080")
      #expect((r.source.standing == .corrected) == (r.source.slip != nil), "\(r.id)")
      #expect(!r.notes.isEmpty || r.method != nil, "\(r.id)")
    }
    #expect(
      records.filter { $0.source.standing == .corrected }.map(\.id) == [
        "kde.mammen-fixed-interval", "kde.mammen-critical", "kde.tail-certificate",
      ])
  }

  /// Every output has a formula, except estimates and algorithms.
  @Test func formulas() {
    var without: [String] = []
    for theorem in Catalogue.kdeDeterministic {
      for output in theorem.record.outputs {
        if let formula = theorem.symbolic(output.name) {
          for e in formula.expressions { #expect(!e.latex.contains("undefined") && !e.latex.isEmpty) }
        } else {
          without.append("\(theorem.record.id) \(output.name)")
        }
      }
    }
    #expect(
      without == [
        "kde.main-theorem next", "kde.main-theorem composite", "kde.main-theorem composite0",
        "kde.shot-noise m",
        "kde.two-atoms modes", "kde.tail-certificate bound", "kde.tail-certificate V",
      ])
  }
}
