import VlasovAnalysis

/// The symbols of bound variables while an expression is printed: each binder gets a name that occurs neither
/// free in the whole expression nor in a binder around it.
struct BoundSymbols {
  private var used: Set<String>

  init(of e: Expression) {
    var used = e.freeVariables
    e.visitNodes { if case .variable(let v) = $0.operation { used.insert(v.latex) } }
    self.used = used
  }

  /// A name for the running index of a sum or supremum.
  func index() -> (symbol: String, inside: BoundSymbols) { fresh(["n", "m", "k", "j", "l", "i"]) }

  /// A name for the variable of an integral or a root.
  func variable() -> (symbol: String, inside: BoundSymbols) { fresh(["u", "v", "w", "x", "y", "z"]) }

  private func fresh(_ names: [String]) -> (String, BoundSymbols) {
    var number = 0
    while true {
      for name in names {
        let candidate = number == 0 ? name : "\(name)\(number)"
        if used.contains(candidate) { continue }
        var inside = self
        inside.used.insert(candidate)
        return (candidate, inside)
      }
      number += 1
    }
  }
}

extension SeriesBinder {
  /// The general term at a symbolic index.
  public func body(_ symbol: String, _ x: [Expression]) -> Expression { term.term(Index(symbol: symbol), x) }
}

extension SupremumBinder {
  public func body(_ symbol: String, _ x: [Expression]) -> Expression { term.term(Index(symbol: symbol), x) }
}

extension FunctionBinder {
  /// The function at a symbol, with the operands of the node as parameters and ends.
  public func body(_ symbol: String, _ operands: [Expression]) -> Expression {
    function(.variable(symbol), Array(operands.dropLast(2)))
  }
}

extension Expression {
  /// A name for the index or the variable that opens a binder: it does not occur free in the expression.
  public var unusedIndexName: String { BoundSymbols(of: self).index().symbol }
  public var unusedVariableName: String { BoundSymbols(of: self).variable().symbol }
}
