extension Statement {
  /// What the JSON form holds of the statement.
  var members: [(String, JSONValue)] {
    switch self {
    case .enclosure(let e, let bounds): bounds.members + [("expression", .tree(e))]
    case .comparison(let a, let relation, let b): Self.comparison(a, relation, b)
    case .range(let variables, let conclusion):
      [("variables", Self.variables(variables))] + conclusion.members
    case .root(let root): root.members
    case .exact(let e, let value): [("expression", .tree(e)), ("value", .string(value.description))]
    case .implicit(let w):
      w.bounds.members + [
        ("variable", .string(w.variable)), ("argument", .tree(w.argument)),
        ("expression", .tree(w.expression)),
      ]
    case .special(let s): s.members
    }
  }

  fileprivate static func comparison(_ a: Expression, _ relation: Relation, _ b: Expression) -> [(
    String, JSONValue
  )] {
    [("left", .tree(a)), ("relation", .string(relation.symbol)), ("right", .tree(b))]
  }

  private static func variables(_ variables: [RangeVariable]) -> JSONValue {
    .array(
      variables.map {
        .object([("name", .string($0.name)), ("lower", .tree($0.lower)), ("upper", .tree($0.upper))])
      })
  }

  /// The statement in words; `output` names what its expression is.
  func text(of output: String) -> String {
    switch self {
    case .enclosure(_, let bounds): "\(output) in \(bounds.text)"
    case .comparison(let a, let relation, let b): "\(a) \(relation.symbol) \(b)"
    case .range(let variables, let conclusion):
      "for all \(variables.map(\.text).joined(separator: ", ")): \(conclusion.text(of: output))"
    case .root(let root):
      "\(output) in \(root.bounds.text), the only root of \(root.left) = \(root.right) for \(root.variable) in "
        + "[\(root.bracket.lower), \(root.bracket.upper)]"
    case .exact(_, let value): "\(output) = \(value)"
    case .implicit(let w):
      "\(output) in \(w.bounds.text), with \(w.variable) >= 0 and \(w.variable) exp(\(w.variable)) = \(w.argument)"
    case .special(let s): s.text
    }
  }
}

extension Statement.Conclusion {
  fileprivate var members: [(String, JSONValue)] {
    switch self {
    case .enclosure(let e, let bounds): bounds.members + [("expression", .tree(e))]
    case .comparison(let a, let relation, let b): Statement.comparison(a, relation, b)
    }
  }

  fileprivate func text(of output: String) -> String {
    switch self {
    case .enclosure(_, let bounds): "\(output) in \(bounds.text)"
    case .comparison(let a, let relation, let b): "\(a) \(relation.symbol) \(b)"
    }
  }
}

extension Bounds {
  fileprivate var members: [(String, JSONValue)] {
    [("lower", .string(lower)), ("upper", .string(upper))]
  }

  fileprivate var text: String { "[\(lower), \(upper)]" }
}

extension RangeVariable {
  fileprivate var text: String { "\(name) in [\(lower), \(upper)]" }
}

extension RootStatement {
  fileprivate var members: [(String, JSONValue)] {
    var members = bounds.members + [("variable", .string(variable))]
    if right.rationalValue == 0 {
      members.append(("expression", .tree(left)))
    } else {
      members += [("left", .tree(left)), ("right", .tree(right))]
    }
    return members + [("bracket", .array([.tree(bracket.lower), .tree(bracket.upper)]))]
  }
}

extension Relation {
  /// `=` as certificates write it, not `==`.
  var symbol: String { self == .equal ? "=" : rawValue }
}
