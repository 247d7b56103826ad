/// Whether an output has certificates, of which kind and for whom; as `show` says it.
public struct Certifiability: Sendable {
  /// Empty when there are none.
  public let checkers: [Checker]
  /// `enclosure`, `series`, `integral`, `root`, ...; empty when there are none.
  public let kind: String
  /// Why a checker is missing.
  public let reason: String?

  /// `Coq and Arb (enclosure)`, `none: it has no formula`.
  public var text: String {
    guard !checkers.isEmpty else { return "none: \(reason ?? "")" }
    let names = checkers.map { $0 == .coq ? "Coq" : "Arb" }.joined(separator: " and ")
    return "\(names) (\(kind))" + (reason.map { "; not Coq: \($0)" } ?? "")
  }
}

extension Certifier {
  /// The certificates of an output, at the parameters of the result's reference digits; other parameters may have fewer.
  public static func certifiability(of theorem: any Theorem.Type, output: String) -> Certifiability {
    do {
      if let source = CertificateSources.of(theorem.record.id) {
        let checkers = try source.checkers(for: output)
        return Certifiability(checkers: checkers, kind: try source.kind(for: output), reason: nil)
      }
      let (kind, expressions) = try example(theorem, output)
      do {
        var reason: String?
        for e in expressions { reason = try reason ?? CoqTheorem.withoutLemma(CoqPrinter().print(e)) }
        if kind == "root", expressions.contains(where: \.hasUnprovedDerivative) {
          reason = "the library does not prove the derivative of the equation"
        }
        return Certifiability(checkers: reason == nil ? [.coq, .arb] : [.arb], kind: kind, reason: reason)
      } catch let error as Unprintable {
        return Certifiability(checkers: [.arb], kind: kind, reason: error.reason)
      }
    } catch let error as Uncertifiable {
      return Certifiability(checkers: [], kind: "", reason: error.reason)
    } catch {
      return Certifiability(checkers: [], kind: "", reason: "\(error)")
    }
  }

  /// The kind and the expressions that its statement needs, at example parameters.
  private static func example(_ theorem: any Theorem.Type, _ output: String) throws -> (String, [Expression])
  {
    guard let defining = theorem.symbolic(output) else {
      throw Uncertifiable(ResultFormula.without(theorem, output))
    }
    guard let p = parameters(theorem.record, output) else {
      throw Uncertifiable("no example of its parameters is known")
    }
    if case .equation(let a, let b) = defining {
      let equation = try Self.equation(a, b, p)
      return ("root", try forRoot(equation))
    }
    let e = CoqPrinter.prepared(try ResultFormula.expression(theorem, p, output: output))
    if let known = e.rationalValue { return ("exact", [e, Expression(known)]) }
    if case .root(let f) = e.operation {
      let u = e.unusedVariableName
      return ("root", try forRoot(Equation(variable: u, left: f.body(u, e.operands), right: 0)))
    }
    var (kind, w): (String, Expression?) = ("enclosure", nil)
    e.visitNodes { node in
      switch node.operation {
      case .series, .supremum: if kind == "enclosure" { kind = "series" }
      case .call(.lambertW, _): w = node
      default: break
      }
    }
    if e.containsIntegral { kind = "integral" }
    guard let w else { return (kind, [e]) }
    return ("implicit", [w.operands[0], e.replacing(w, by: .variable("w"))])
  }

  private static func forRoot(_ e: Equation) throws -> [Expression] {
    if e.left.containsIntegral || e.right.containsIntegral {
      throw Uncertifiable("an integral in an equation")
    }
    guard let derivative = e.difference.derivative(by: e.variable) else {
      throw Uncertifiable("its equation has no symbolic derivative")
    }
    return [e.left, e.right, derivative]
  }

  /// Parameters of reference digits: of the output, else of another one if they serve.
  private static func parameters(_ record: Record, _ output: String) -> Arguments? {
    var examples: [Arguments] = []
    for reference in record.references {
      let texts = reference.parameterTexts
      let given = texts.filter { $0.name != "output" }
      let named = texts.first { $0.name == "output" }?.text ?? record.outputs.first?.name
      guard let p = try? record.arguments(given, output: output), !p.hasInterval else { continue }
      if named == output { return p }
      examples.append(p)
    }
    return examples.first
  }
}
