import Testing

@testable import VlasovTheory

/// What the records of the expectations promise, and that the shown formulas are those evaluated.
@Suite struct KDEExpectationRecordTests {
  /// Names in order, what an output does not need in brackets.
  private func signature(_ r: Record) -> String {
    let parameters = r.parameters.map { $0.requiredBy.map { _ in "[\($0.name)]" } ?? $0.name }
    return "\(r.id) \(parameters.joined(separator: " ")) | \(r.outputs.map(\.name).joined(separator: " "))"
  }

  @Test func signatures() {
    #expect(
      Catalogue.kdeExpectations.map { signature($0.record) } == [
        "kde.moments beta t [i] [j] | moment s11 s12 s22 tau2 det",
        "kde.proxy-intensity [n] beta [t] | modes valleys difference limit",
        "kde.proxy-count n beta [L] | modes window",
        "kde.edgeworth-third [n] beta [t] [L] | intensity k30 k21 k12 k03 count",
      ])
  }

  @Test func sources() {
    for record in Catalogue.kdeExpectations.map({ $0.record }) {
      #expect(record.source.paper.arxiv == "2412.09080")
      #expect((record.source.standing == .corrected) == (record.source.slip != nil), "\(record.id)")
      #expect(record.crossCheck != nil && !record.notes.isEmpty)
      for other in record.related { #expect((try? Catalogue.standard.theorem(other)) != nil, "\(other)") }
    }
  }

  /// The shown formula, evaluated as an expression, gives the reference digits.
  @Test func shownFormulas() throws {
    var compared = 0
    for theorem in Catalogue.kdeExpectations {
      for reference in theorem.record.references {
        let output = try theorem.record.output(named: reference.outputName).name
        let given = reference.parameterTexts.filter { $0.name != "output" }
        let formula = try #require(theorem.symbolic(output))
        guard case .formula(let e) = formula else { continue }
        #expect(!e.latex.contains("undefined"), "\(theorem.record.id) \(output)")
        // The sum over l is named, not spelt out; the default window is a choice of parameters.
        if output == "moment"
          || (theorem.record.id == "kde.proxy-count" && output == "modes" && given.count < 3)
        {
          continue
        }
        let value = try withPrecision(260) {
          var reals: [String: Ball] = [:]
          for (name, text) in given { reals[name] = try RealParameter(parsing: text).ball }
          return try e.evaluate(Ball.self, variables: reals)
        }
        let digits = reference.value.filter(\.isNumber).drop { $0 == "0" }.count
        #expect(
          value.certainDecimal(digits: digits) == reference.value,
          "\(theorem.record.id) \(reference.parameters)")
        compared += 1
      }
    }
    #expect(compared == 22)
  }

  /// The intensities off the real line are the sums of their Taylor series at a real point.
  @Test func complexReadings() throws {
    func compare(_ density: some Function1) throws {
      try withPrecision(120) {
        let (n, beta) = (Ball(300), Ball(8))
        let h = Ball(Rational(1, 16))
        let jet = density(
          Jet(variable: Ball(1), order: 44), [Jet(constant: n), Jet(constant: beta)])
        // Σ a_k (ih)^k
        var (re, im, power) = (Ball(0), Ball(0), Ball(1))
        for k in 0...44 {
          let term = jet.coefficient(k) * power * ((k / 2) % 2 == 0 ? 1 : -1)
          if k % 2 == 0 { re += term } else { im += term }
          power = power * h
        }
        let z = density(
          Complex(re: Ball(1), im: h), [Complex(real: n), Complex(real: beta)])
        let imaginary = try #require(z.imaginary)
        let tolerance = Ball(Rational(1, 1 << 50))
        for gap in [z.re - re, imaginary - im] {
          #expect(gap.isBelow(tolerance) && (-gap).isBelow(tolerance), "\(gap.shortDescription)")
        }
        #expect(z.re.accuracyBits > 80)
      }
    }
    try compare(ProxyIntensity.Density())
    try compare(EdgeworthThird.Density())
  }
}
