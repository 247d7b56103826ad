import VlasovAnalysis

/// A series Σ_{n>=first} a_n(x) as a leaf of an expression; the operands are x.
public struct SeriesBinder: Sendable, Hashable {
  public let term: any SeriesTerm
  public let first: Int

  public static func == (a: SeriesBinder, b: SeriesBinder) -> Bool {
    a.first == b.first && erased(a.term) == erased(b.term)
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(first)
    hasher.combine(erased(term))
  }
}

/// A supremum sup_{n>=first} a_n(x); the operands are x.
public struct SupremumBinder: Sendable, Hashable {
  public let term: any SequenceTerm
  public let first: Int

  public static func == (a: SupremumBinder, b: SupremumBinder) -> Bool {
    a.first == b.first && erased(a.term) == erased(b.term)
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(first)
    hasher.combine(erased(term))
  }
}

/// A function of one variable under an integral sign or in an equation f = 0; the operands are its
/// parameters, then the two ends of the interval.
public struct FunctionBinder: Sendable, Hashable {
  public let function: any Function1

  public static func == (a: FunctionBinder, b: FunctionBinder) -> Bool {
    erased(a.function) == erased(b.function)
  }
  public func hash(into hasher: inout Hasher) { hasher.combine(erased(function)) }
}

/// Values of types known only at run time are equal when their types and values are.
private func erased(_ value: any Hashable) -> AnyHashable { AnyHashable(value) }
