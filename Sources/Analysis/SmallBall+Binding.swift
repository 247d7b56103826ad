/// Binders on small balls: sums in their own arithmetic, the others by way of `Ball` at 128 bits.
extension SmallBall: Binding {
  /// See `SmallSummation`; when it finds no bound, `Summation` decides.
  public static func sum<S: SeriesTerm>(_ series: S, from first: Int, _ x: [SmallBall]) -> SmallBall {
    if let sum = SmallSummation().sum(series, from: first, x) { return sum }
    return withPrecision(bits) { SmallBall(Ball.sum(series, from: first, x.map(\.ball))) }
  }

  public static func integral<F: Function1>(
    _ f: F, _ p: [SmallBall], from a: SmallBall, to b: SmallBall
  ) -> SmallBall {
    withPrecision(bits) { SmallBall(Ball.integral(f, p.map(\.ball), from: a.ball, to: b.ball)) }
  }

  public static func root<F: Function1>(
    _ f: F, _ p: [SmallBall], between a: SmallBall, and b: SmallBall
  ) -> SmallBall {
    withPrecision(bits) { SmallBall(Ball.root(f, p.map(\.ball), between: a.ball, and: b.ball)) }
  }
}

extension SmallBall: Ordered {
  public static func supremum<S: SequenceTerm>(_ s: S, from first: Int, _ x: [SmallBall]) -> SmallBall {
    withPrecision(bits) { SmallBall(Ball.supremum(s, from: first, x.map(\.ball))) }
  }
}
