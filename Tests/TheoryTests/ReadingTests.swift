import TestSupport
import Testing

@testable import VlasovTheory

/// Every formula of the catalogue in every set reading: one formula, one truth.
@Suite struct ReadingTests {
  /// A formula of the catalogue at the parameters of a reference.
  struct Case: Sendable, CustomTestStringConvertible {
    let theorem: any Theorem.Type
    let parameters: String
    let arguments: Arguments
    let output: String
    var testDescription: String { "\(theorem.record.id) \(parameters)" }
  }

  static let cases: [Case] = Catalogue.standard.theorems.flatMap { theorem in
    theorem.record.references.compactMap { reference in
      let given = reference.parameterTexts.filter { $0.name != "output" }
      guard let output = try? theorem.record.output(named: reference.outputName).name,
        let arguments = try? theorem.record.arguments(given, output: output)
      else { return nil }
      return Case(theorem: theorem, parameters: reference.parameters, arguments: arguments, output: output)
    }
  }

  private func value<T: Ordered>(_ c: Case, _: T.Type) -> T? {
    if let form = c.theorem as? any ClosedForm.Type {
      return form.formula(c.arguments.lifted(to: T.self), output: c.output)
    }
    if let form = c.theorem as? any OrderedForm.Type {
      return form.formula(c.arguments.lifted(to: T.self), output: c.output)
    }
    return nil
  }

  /// Small balls, Double enclosures and balls of 300 bits have a point in common, and the small ones are tight.
  @Test func setReadingsOverlap() {
    var compared = 0
    for c in Self.cases {
      guard let fine = withPrecision(300, { value(c, Ball.self) }), fine.isFinite else { continue }
      compared += 1
      if let small = withPrecision(128, { value(c, SmallBall.self) }), small.isFinite {
        expectOverlap(small.ball, fine, "\(c.testDescription) in small balls", seed: 0)
        #expect(small.ball.accuracyBits > 60, "\(c.testDescription): \(small.ball.shortDescription)")
      } else {
        Issue.record("\(c.testDescription): no small ball")
      }
      if let double = withPrecision(64, { value(c, DoubleEnclosure.self) }), double.isFinite {
        expectOverlap(double.ball, fine, "\(c.testDescription) in Double enclosures", seed: 0)
      }
    }
    #expect(compared > 60)
  }

  /// The driver takes small balls for few digits: the digits are those of many.
  @Test(arguments: cases) func fewDigits(_ c: Case) throws {
    let evaluator = { (digits: Int) in
      try Evaluator(digits: digits, budget: Budget(seconds: 60)).evaluate(
        c.theorem, c.arguments, output: c.output)
    }
    let few = try evaluator(12)
    guard few.status == .certified, let ball = few.ball else { return }
    let many = try evaluator(60)
    let fine = try #require(many.ball)
    expectOverlap(ball, fine, c.testDescription, seed: 0)
    #expect(few.value == fine.certainDecimal(digits: 12), "\(c.testDescription)")
  }

  /// Whatever Double enclosures or small balls decide of a hypothesis, balls do not contradict.
  @Test func verdictsAgree() throws {
    var (decided, seen) = (0, 0)
    for c in Self.cases {
      for h in c.theorem.record.applicable(c.arguments, output: c.output) {
        guard let comparison = try? h.comparison(c.arguments.lifted(to: Expression.self)) else { continue }
        let truth = try comparison.decide().verdict
        for quick in [verdict(comparison, DoubleEnclosure.self), verdict(comparison, SmallBall.self)] {
          seen += 1
          if quick == .undecided { continue }
          decided += 1
          #expect(truth == quick || truth == .undecided, "\(c.testDescription): \(h.text)")
        }
      }
    }
    #expect(seen > 50 && decided * 10 > seen * 8, "\(decided) of \(seen)")
  }

  private func verdict<T: Ordered & Enclosing>(_ c: Comparison, _: T.Type) -> Verdict {
    guard let a = try? c.lhs.evaluate(T.self), let b = try? c.rhs.evaluate(T.self), a.isFinite, b.isFinite
    else { return .undecided }
    let room = b - a
    switch c.relation {
    case .less: return room.isPositive ? .proved : (-room).isNonNegative ? .refuted : .undecided
    case .lessOrEqual: return room.isNonNegative ? .proved : room.isNegative ? .refuted : .undecided
    case .greater: return room.isNegative ? .proved : room.isNonNegative ? .refuted : .undecided
    case .greaterOrEqual: return (-room).isNonNegative ? .proved : room.isPositive ? .refuted : .undecided
    case .equal: return room.isNonZero ? .refuted : .undecided
    }
  }
}
