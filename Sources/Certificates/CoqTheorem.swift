extension CoqTheorem {
  /// The theorem that a statement is in Coq, with its proof.
  ///
  /// - Throws: `Uncertifiable` for what has no text there.
  init(_ statement: Statement, _ hints: Hints) throws {
    do {
      self = try Self.make(statement, hints)
      if let reason = Self.withoutLemma(self.statement) { throw Uncertifiable(reason) }
    } catch let error as Unprintable {
      throw Uncertifiable(error.reason)
    }
  }

  /// Why no lemma bounds what a printed statement holds: those on sums take positive terms made of powers, exponentials and
  /// Bessel functions.
  static func withoutLemma(_ text: String) -> String? {
    let isOpen = text.contains("Series (fun") && ["GammaQ", "sin (", "cos ("].contains(where: text.contains)
    return isOpen ? "the Coq library bounds sums of positive terms of Bessel functions only" : nil
  }

  private static func make(_ statement: Statement, _ hints: Hints) throws -> CoqTheorem {
    let coq = CoqPrinter()
    switch statement {
    case .enclosure(let e, let bounds):
      return CoqTheorem(
        statement: "\(bounds.lower) <=\n  \(try coq.print(e))\n  <= \(bounds.upper)", proof: proof([e], hints)
      )
    case .comparison(let a, let relation, let b):
      return CoqTheorem(statement: try comparison(a, relation, b), proof: proof([a, b], hints))
    case .range(let variables, let conclusion): return try range(variables, conclusion, hints)
    case .root(let root): return try self.root(root, hints)
    case .exact(let e, let value):
      guard e.isArithmetic else {
        throw Uncertifiable("its value is exact, \(value), for a reason that is not arithmetic of rationals")
      }
      return CoqTheorem(
        statement: "\(try coq.print(e)) = \(try coq.print(Expression(value)))", proof: "first [lra | field]")
    case .implicit(let w): return try implicit(w, hints)
    case .special(let s): return try s.coq(hints)
    }
  }

  private static func comparison(_ a: Expression, _ relation: Relation, _ b: Expression) throws -> String {
    let coq = CoqPrinter()
    return try "\(coq.print(a))\n  \(relation.symbol) \(coq.print(b))"
  }

  private static func proof(_ sides: [Expression], _ hints: Hints) -> String {
    guard sides.contains(where: \.containsIntegral) else { return "certify \(hints.terms) \(hints.bits)" }
    return
      "certify_integral \(hints.terms) \(hints.bits) \(hints.degree ?? 16) \(hints.fuel ?? 2000) \(hints.width ?? 68)"
  }

  private static func range(
    _ variables: [RangeVariable], _ conclusion: Statement.Conclusion, _ hints: Hints
  ) throws -> CoqTheorem {
    guard variables.count == 1 else { throw Uncertifiable("a range of more than one parameter") }
    let coq = CoqPrinter()
    let (x, v) = (CoqPrinter.name(variables[0].name), variables[0])
    let inside: String
    switch conclusion {
    case .enclosure:
      // How far to cut is decided for comparisons only.
      throw Uncertifiable("an enclosure over a range has no proof script: state a claim over it")
    case .comparison(let a, let relation, let b): inside = try comparison(a, relation, b)
    }
    return CoqTheorem(
      statement:
        "forall \(x), \(try coq.print(v.lower)) <= \(x) <= \(try coq.print(v.upper)) ->\n  \(inside)",
      proof: "intros \(x) H. certify_range \(x) \(hints.terms) \(hints.bits) \(hints.degree ?? 10)")
  }

  private static func root(_ root: RootStatement, _ hints: Hints) throws -> CoqTheorem {
    let coq = CoqPrinter()
    let x = CoqPrinter.name(root.variable)
    // A name for the other root.
    let y = x == "y" ? "z" : "y"
    let other = [root.variable: Expression.variable(y)]
    func equation(_ a: Expression, _ b: Expression) throws -> String {
      try "\(coq.print(a)) = \(coq.print(b))"
    }
    let ends = try (coq.atom(root.bracket.lower), coq.atom(root.bracket.upper))
    let statement = try """
    exists \(x), \(root.bounds.lower) <= \(x) <= \(root.bounds.upper) /\\
      \(equation(root.left, root.right)) /\\
      (forall \(y), \(coq.print(root.bracket.lower)) <= \(y) <= \(coq.print(root.bracket.upper)) ->
        \(equation(root.left.substituting(other), root.right.substituting(other))) -> \(y) = \(x))
    """
    if case .call(.besselIRatio, _) = root.left.operation, root.left.operands[1] == .variable(root.variable) {
      return CoqTheorem(statement: statement, proof: "root_BesselRatio \(hints.terms) \(hints.bits)")
    }
    let f = root.right.rationalValue == 0 ? root.left : root.left - root.right
    guard !f.hasUnprovedDerivative, let derivative = f.derivative(by: root.variable) else {
      throw Uncertifiable("the library does not prove the derivative of the equation")
    }
    let (coarseTerms, coarseBits) = (hints.coarseTerms ?? hints.terms, hints.coarseBits ?? 53)
    let proof = try """
    certify_root (fun \(x) => \(coq.print(f)))
      (fun \(x) => \(coq.print(derivative)))
      \(ends.0) \(ends.1) \(hints.terms) \(hints.bits) \(coarseTerms) \(coarseBits)
    """
    return CoqTheorem(statement: statement, proof: proof)
  }

  private static func implicit(_ s: ImplicitStatement, _ hints: Hints) throws -> CoqTheorem {
    let coq = CoqPrinter()
    let w = CoqPrinter.name(s.variable)
    let statement = try """
    forall \(w), 0 <= \(w) -> \(w) * exp \(w) = \(coq.print(s.argument)) ->
      \(s.bounds.lower) <= \(coq.print(s.expression)) <= \(s.bounds.upper)
    """
    return CoqTheorem(
      statement: statement,
      proof: "certify_lambert \(s.solution.lower) \(s.solution.upper) \(hints.terms) \(hints.bits)")
  }
}

extension Expression {
  /// Functions whose derivatives the lemmas in Coq do not have.
  var hasUnprovedDerivative: Bool {
    var found = false
    visitNodes { node in
      switch node.operation {
      case .call(.asinh, _), .call(.acosh, _), .call(.atanh, _), .call(.ei, _), .call(.e1, _), .integral,
        .series, .supremum, .call(.besselI, _), .call(.besselClifford, _):
        found = true
      default: break
      }
    }
    return found
  }

  /// Only rational numbers and + - * / and integer powers.
  fileprivate var isArithmetic: Bool {
    var isRational = true
    visitNodes { node in
      switch node.operation {
      case .number, .sum, .difference, .product, .quotient, .negation, .power: break
      default: isRational = false
      }
    }
    return isRational
  }
}
