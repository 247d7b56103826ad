import VlasovAnalysis

extension Expression: SpecialAnalytic {
  public static var eulerGamma: Expression { make(.constant(.euler)) }
  public static func exprel(_ x: Expression) -> Expression { call(.exprel, [], x) }
  public static func besselClifford(_ n: Index, _ z: Expression) -> Expression {
    call(.besselClifford, [n], z)
  }
  public static func besselI(_ n: Index, _ x: Expression) -> Expression { call(.besselI, [n], x) }
  public static func gammaQ(_ k: Index, _ y: Expression) -> Expression { call(.gammaQ, [k], y) }
  public static func ein(_ x: Expression) -> Expression { call(.ein, [], x) }
  public static func ei(_ x: Expression) -> Expression { call(.ei, [], x) }
  public static func e1(_ x: Expression) -> Expression { call(.e1, [], x) }
  public static func factorial(_ n: Index) -> Expression { call(.factorial, [n]) }
  public static func binomial(_ n: Index, _ k: Index) -> Expression { call(.binomial, [n, k]) }
}

extension Expression: Binding {
  public static func sum<S: SeriesTerm>(_ series: S, from first: Int, _ x: [Expression]) -> Expression {
    make(.series(SeriesBinder(term: series, first: first)), x)
  }
  public static func integral<F: Function1>(
    _ f: F, _ p: [Expression], from a: Expression, to b: Expression
  ) -> Expression {
    make(.integral(FunctionBinder(function: f)), p + [a, b])
  }
  public static func root<F: Function1>(
    _ f: F, _ p: [Expression], between a: Expression, and b: Expression
  ) -> Expression {
    make(.root(FunctionBinder(function: f)), p + [a, b])
  }
}

extension Expression: Ordered {
  public static func min(_ a: Expression, _ b: Expression) -> Expression { call(.min, [], a, b) }
  public static func max(_ a: Expression, _ b: Expression) -> Expression { call(.max, [], a, b) }
  public static func abs(_ a: Expression) -> Expression { call(.abs, [], a) }
  public static func supremum<S: SequenceTerm>(_ s: S, from first: Int, _ x: [Expression]) -> Expression {
    make(.supremum(SupremumBinder(term: s, first: first)), x)
  }
}
