import Foundation
import Testing
import Vlasov

@testable import VlasovCertificates

/// The certificate of a command line.
func certificate(
  _ id: String, _ parameters: String, output: String? = nil, claim: String? = nil, digits: Int = 40
) throws -> Certificate {
  let theorem = try Catalogue.standard.theorem(id)
  let record = theorem.record
  let name = try record.output(named: output).name
  let given = parameters.split(separator: " ").map { word in
    let parts = word.split(separator: "=", maxSplits: 1)
    return (name: String(parts[0]), text: String(parts[1]))
  }
  let claim = try claim.map { try CertificateClaim(parsing: $0, of: record, output: name) }
  let asked = claim?.output ?? name
  return try Certifier(digits: digits).certificate(
    for: theorem, record.arguments(given, output: asked), output: asked, claim: claim)
}

@Suite struct CertifierTests {
  @Test func enclosure() throws {
    let c = try certificate("clustering.force-inflection", "beta=2", digits: 50)
    #expect(
      try CoqPrinter().theorem(c).hasSuffix(
        """
        Theorem clustering_force_inflection :
          0.67488884558600638016466496731217443187564353140608 <=
          atan (sqrt ((1 + sqrt 17) / 8))
          <= 0.67488884558600638016466496731217443187564353140609.
        Proof. certify 0 214. Qed.

        """))
    #expect(c.statement.kind == "enclosure" && c.checkers == [.coq, .arb])
  }

  /// Ends are outward, at most three units of the last digit apart, and around the value.
  @Test(arguments: [
    ("retrieval.t-crit", "beta=1 lambda=1 M=8"), ("clustering.noisy-quartic", "d=3 beta=1"),
    ("clustering.cone-collapse-rate", "beta=30 r0=1/2"), ("kde.shot-noise-c4", ""),
  ])
  func ends(_ id: String, _ parameters: String) throws {
    for digits in [5, 20, 60] {
      guard case .enclosure(let e, let bounds) = try certificate(id, parameters, digits: digits).statement
      else {
        Issue.record("no enclosure")
        continue
      }
      let (low, high) = (
        try #require(Rational(decimal: bounds.lower)), try #require(Rational(decimal: bounds.upper))
      )
      let x = try withPrecision(400) { try e.evaluate(Ball.self) }
      #expect(withPrecision(400) { (x - Ball(low)).isPositive && (Ball(high) - x).isPositive })
      let relative = (high - low) / low.magnitude
      #expect(relative <= 30 * (Rational(10).power(-digits) ?? 0))
    }
  }

  @Test func comparisons() throws {
    let c = try certificate(
      "retrieval.smallness-time", "beta=1 lambda=1 M=8", claim: "t_level1 > t_paper")
    #expect(c.statement.kind == "comparison")
    #expect(throws: Refusal.self) {
      try certificate("retrieval.smallness-time", "beta=1 lambda=1 M=8", claim: "t_level1 < t_paper")
    }
    #expect(throws: InputError.self) {
      try certificate("retrieval.smallness-time", "beta=1 lambda=1", claim: "t_paper = 2")
    }
    let range = try certificate("clustering.noisy-linear-threshold", "d=3 beta=[1,2]", claim: "K > 1")
    #expect(range.statement.kind == "range")
    #expect(try CoqPrinter().theorem(range).contains("forall beta, 1 <= beta <= 2 ->"))
    #expect(throws: Refusal.self) {
      try certificate("clustering.noisy-linear-threshold", "d=3 beta=[1,2]", claim: "K > 13/10")
    }
  }

  @Test func roots() throws {
    let tricritical = try certificate("clustering.noisy-tricritical-beta", "d=3")
    #expect(tricritical.statement.kind == "root")
    let crossover = try certificate("retrieval.mode-crossover", "n=1")
    #expect(try CoqPrinter().theorem(crossover).contains("BesselRatio 1 beta = 1 / 4"))
    let heat = try certificate("gaussian.heat-limit", "kind=sinkhorn s0=1 t=1 eps=1", output: "s")
    #expect(heat.checkers == [.arb])
    let barrier = try certificate("clustering.boolean-barrier", "n=4")
    #expect(try CoqPrinter().theorem(barrier).contains("forall w, 0 <= w -> w * exp w = 16 ->"))
  }

  @Test func namesAreUnique() throws {
    let c = try certificate("clustering.force-inflection", "beta=2", digits: 5)
    #expect(
      Certificate.uniquelyNamed([c, c]).map(\.name) == [
        "clustering_force_inflection_1", "clustering_force_inflection_2",
      ])
    #expect(Certificate.uniquelyNamed([c]).map(\.name) == ["clustering_force_inflection"])
  }

  @Test func commentsHaveNoStrings() {
    #expect(!CoqPrinter.comment("a \"b\" (* c *)").contains { $0 == "\"" })
  }

  /// Every output at the parameters of its reference digits has a certificate, or says in words why not.
  @Test func catalogue() throws {
    var made = 0
    for theorem in Catalogue.standard.theorems {
      let record = theorem.record
      for reference in record.references {
        let texts = reference.parameterTexts
        let output = try record.output(named: texts.first { $0.name == "output" }?.text)
        guard let p = try? record.arguments(texts.filter { $0.name != "output" }, output: output.name) else {
          continue
        }
        let promised = Certifier.certifiability(of: theorem, output: OutputNameOfEntry.name(output.name))
        do {
          let c = try Certifier(digits: 10, budget: Budget(seconds: 5)).certificate(
            for: theorem, p, output: output.name)
          if c.checkers.contains(.coq) { _ = try CoqPrinter().theorem(c) }
          #expect(!promised.checkers.isEmpty, "\(record.id) \(output.name)")
          let object = try JSONSerialization.jsonObject(with: Data(c.json.text.utf8)) as? [String: Any]
          #expect(object?["kind"] as? String == c.statement.kind)
          made += 1
        } catch let error as Uncertifiable {
          #expect(!error.reason.isEmpty)
        } catch is Undecided {
        } catch let error as Refusal {
          #expect(!error.inequality.isEmpty)
        }
      }
    }
    #expect(made > 100)
  }
}

enum OutputNameOfEntry {
  static func name(_ text: String) -> String { String(text.prefix { $0 != "[" }) }
}
