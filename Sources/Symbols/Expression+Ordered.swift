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
  public static func expIntegral(_ n: Index, _ x: Expression) -> Expression { call(.expIntegral, [n], x) }
  public static func besselClifford(order nu: Expression, _ z: Expression) -> Expression {
    nu.integerOrder.map { besselClifford($0, z) } ?? call(.besselCliffordReal, [], nu, z)
  }
  public static func besselI(order nu: Expression, _ x: Expression) -> Expression {
    nu.integerOrder.map { besselI($0, x) } ?? call(.besselIReal, [], nu, x)
  }
  public static func besselIRatio(order nu: Expression, _ x: Expression) -> Expression {
    call(.besselIRatio, [], nu, x)
  }
  public static func erf(_ x: Expression) -> Expression { call(.erf, [], x) }
  public static func erfc(_ x: Expression) -> Expression { call(.erfc, [], x) }
  public static func mills(_ x: Expression) -> Expression { call(.mills, [], x) }
  public static func inverseErfc(_ x: Expression) -> Expression { call(.inverseErfc, [], x) }
  public static func gamma(_ x: Expression) -> Expression { call(.gamma, [], x) }
  public static func lgamma(_ x: Expression) -> Expression { call(.lgamma, [], x) }
  public static func digamma(_ x: Expression) -> Expression { call(.digamma, [], x) }
  public static func beta(_ a: Expression, _ b: Expression) -> Expression { call(.beta, [], a, b) }
  public static func betainc(_ a: Expression, _ b: Expression, _ x: Expression) -> Expression {
    call(.betainc, [], a, b, x)
  }
  public static func lambertW(_ x: Expression) -> Expression { call(.lambertW, [], x) }
  public static func lambertWMinus(_ x: Expression) -> Expression { call(.lambertWMinus, [], x) }
  public static func wrightOmega(_ x: Expression) -> Expression { call(.wrightOmega, [], x) }
  public static func hyp0f1(_ b: Expression, _ z: Expression) -> Expression { call(.hyp0f1, [], b, z) }
  public static func hyp1f1(_ a: Expression, _ b: Expression, _ z: Expression) -> Expression {
    call(.hyp1f1, [], a, b, z)
  }
  public static func hyp2f1(_ a: Expression, _ b: Expression, _ c: Expression, _ z: Expression) -> Expression
  {
    call(.hyp2f1, [], a, b, c, z)
  }
  public static func hyp3f2AtOne(
    _ a: Expression, _ b: Expression, _ c: Expression, _ d: Expression, _ e: Expression
  ) -> Expression {
    call(.hyp3f2AtOne, [], a, b, c, d, e)
  }
  /// Beyond the value the coefficients have no name in the grammar.
  public static func lgammaTaylor(_ x: Expression, count: Int) -> [Expression] {
    (0..<count).map { k in
      k == 0 ? lgamma(x) : k == 1 ? digamma(x) : make(.undefined("a derivative of the digamma function"))
    }
  }
  public static func factorial(_ n: Index) -> Expression { call(.factorial, [n]) }
  public static func binomial(_ n: Index, _ k: Index) -> Expression { call(.binomial, [n, k]) }
}

extension Expression {
  /// The index, when the expression is recognised as an integer of moderate size or is a symbolic one.
  var integerOrder: Index? {
    if case .index(let n) = operation { return n }
    guard let q = rationalValue, q.isInteger, let n = q.numerator.asInt, n.magnitude <= 1 << 40 else {
      return nil
    }
    return Index(n)
  }
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
