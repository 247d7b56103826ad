extension MatrixStatement {
  public var text: String { claims.map(\.text).joined(separator: "; ") }

  public var members: [(String, JSONValue)] {
    let data = names.order.map { name, value -> JSONValue in
      switch value {
      case .matrix(let m): .array([.string(name), .matrix(m)])
      case .number(let q): .array([.string(name), .string(q.description)])
      }
    }
    return [("let", .array(data)), ("claims", .array(claims.map { .object($0.members) }))]
  }

  public var coqLibraries: [String] { ["Matrices"] }

  public func coq(_ hints: Hints) throws -> CoqTheorem {
    let data = names.order.map { name, value in
      switch value {
      case .matrix(let m): "let \(name) := \(CoqText.matrix(m)) in"
      case .number(let q): "let \(name) := \(q) in"
      }
    }
    let parts = try claims.map { try $0.coq(hints) }
    let claim = parts.map(\.statement).joined(separator: " /\\\n  ")
    let statement = (data + [claim]).joined(separator: "\n  ")
    let steps = parts.map { "- \($0.proof)" }.joined(separator: ".\n")
    let proof =
      parts.count == 1
      ? "cbv zeta. \(parts[0].proof)" : "cbv zeta. refine \(Self.conjunction(parts.count)).\n\(steps)"
    return CoqTheorem(statement: statement, proof: proof)
  }

  /// `(conj _ (conj _ _))`: an open proof of each of `count` claims.
  private static func conjunction(_ count: Int) -> String {
    count == 1 ? "_" : "(conj _ \(conjunction(count - 1)))"
  }
}

extension MatrixClaim {
  var text: String {
    switch self {
    case .equal(let a, let b): "\(a.text) = \(b.text)"
    case .trace(let a, let q): "tr(\(a.text)) = \(q.text)"
    case .determinant(let a, let q): "det(\(a.text)) = \(q.text)"
    case .definite(let a, _): "\(a.text) is positive definite"
    case .semidefinite(let a, _): "\(a.text) is positive semidefinite"
    case .notSemidefinite(let a, _): "\(a.text) is not positive semidefinite"
    case .threshold(let t):
      "\((t.start - .product(.named(t.variable), t.direction)).text) stops being positive definite at one \(t.variable) in "
        + "[\(t.bracket.lower), \(t.bracket.upper)]"
        + (t.value.map { ", and \($0.expression) in [\($0.bounds.lower), \($0.bounds.upper)]" } ?? "")
    case .rank(let a, let f): "\(a.text) has rank \(f.rank)"
    case .inertia(let a, let f):
      "\(a.text) has \(f.positive.count) positive, \(f.negative.count) negative and \(f.zero) zero eigenvalues"
    case .enclosure(let e, let bounds): "\(e) in [\(bounds.lower), \(bounds.upper)]"
    }
  }

  var members: [(String, JSONValue)] {
    func claim(_ kind: String, _ rest: [(String, JSONValue)]) -> [(String, JSONValue)] {
      [("claim", .string(kind))] + rest
    }
    switch self {
    case .equal(let a, let b): return claim("equal", [("left", a.json), ("right", b.json)])
    case .trace(let a, let q): return claim("trace", [("matrix", a.json), ("value", .string(q.text))])
    case .determinant(let a, let q):
      return claim("determinant", [("matrix", a.json), ("value", .string(q.text))])
    case .definite(let a, let d): return claim("definite", [("matrix", a.json), ("decomposition", d.json)])
    case .semidefinite(let a, let d):
      return claim("semidefinite", [("matrix", a.json), ("decomposition", d.json)])
    case .notSemidefinite(let a, let x):
      return claim("not-semidefinite", [("matrix", a.json), ("witness", .rationals(x))])
    case .threshold(let t):
      let value: [(String, JSONValue)] =
        t.value.map {
          [
            ("expression", .tree($0.expression)),
            ("bounds", .array([.string($0.bounds.lower), .string($0.bounds.upper)])),
          ]
        } ?? []
      return claim(
        "threshold",
        [
          ("variable", .string(t.variable)), ("start", t.start.json), ("direction", t.direction.json),
          ("lower", .string(t.bracket.lower)), ("upper", .string(t.bracket.upper)),
          ("decomposition", t.decomposition.json), ("startDecomposition", t.startDecomposition.json),
          ("witness", .rationals(t.witness)),
        ] + value)
    case .rank(let a, let f):
      return claim(
        "rank",
        [
          ("matrix", a.json), ("rank", .integer(f.rank)), ("left", .matrix(f.left)),
          ("right", .matrix(f.right)),
          ("leftInverse", .matrix(f.leftInverse)), ("rightInverse", .matrix(f.rightInverse)),
        ])
    case .inertia(let a, let f):
      let zeros = [Rational](repeating: 0, count: f.zero)
      return claim(
        "inertia",
        [
          ("matrix", a.json), ("positive", .integer(f.positive.count)),
          ("negative", .integer(f.negative.count)),
          ("zero", .integer(f.zero)), ("congruence", .matrix(f.congruence)), ("inverse", .matrix(f.inverse)),
          ("diagonal", .rationals(f.positive + f.negative + zeros)),
        ])
    case .enclosure(let e, let bounds):
      return claim(
        "enclosure",
        [("expression", .tree(e)), ("lower", .string(bounds.lower)), ("upper", .string(bounds.upper))])
    }
  }

  /// The claim and its proof in Coq; the goal has the statement's data written out.
  func coq(_ hints: Hints) throws -> (statement: String, proof: String) {
    let certify = "certify \(hints.terms) \(hints.bits)"
    switch self {
    case .equal(let a, let b): return ("(\(a.coq) = \(b.coq))%M", "matrix_identity")
    case .trace(let a, let q): return ("trace \(a.inCoq) = \(q.text)", "matrix_identity")
    case .determinant(let a, let q): return ("determinant \(a.inCoq) = \(q.text)", "matrix_identity")
    case .definite(let a, let d): return ("positive_definite \(a.inCoq)", "definite \(d.coq)")
    case .semidefinite(let a, let d): return ("positive_semidefinite \(a.inCoq)", "definite \(d.coq)")
    case .notSemidefinite(let a, let x):
      return ("~ positive_semidefinite \(a.inCoq)", "not_semidefinite \(CoqText.rationals(x))")
    case .threshold(let t):
      let (name, bracket) = (t.variable, t.bracket)
      let threshold = "threshold \(t.start.inCoq) \(t.direction.inCoq) \(name)"
      let data = "\(t.decomposition.coq) \(t.startDecomposition.coq) \(CoqText.rationals(t.witness))"
      guard let (e, bounds) = t.value else {
        return (
          "(exists \(name), \(bracket.lower) <= \(name) <= \(bracket.upper) /\\\n    \(threshold))",
          "threshold_in \(data)"
        )
      }
      return (
        "(exists \(name), \(threshold) /\\\n    \(bounds.lower) <= \(try CoqPrinter().print(e)) <= \(bounds.upper))",
        "threshold_value (\(bracket.lower)) (\(bracket.upper)) \(data); \(certify)"
      )
    case .rank(let a, let f):
      let factors = [f.left, f.right, f.leftInverse, f.rightInverse].map { CoqText.rationals($0) }
      return ("rank \(a.inCoq) \(f.rank)", "has_rank \(factors.joined(separator: " "))")
    case .inertia(let a, let f):
      let data =
        [f.congruence, f.inverse].map { CoqText.rationals($0) }
        + [f.positive, f.negative].map { CoqText.rationals($0) }
      return (
        "inertia \(a.inCoq) \(f.positive.count) \(f.negative.count) \(f.zero)",
        "has_inertia \(data.joined(separator: " "))"
      )
    case .enclosure(let e, let bounds):
      return ("\(bounds.lower) <= \(try CoqPrinter().print(e)) <= \(bounds.upper)", certify)
    }
  }
}
