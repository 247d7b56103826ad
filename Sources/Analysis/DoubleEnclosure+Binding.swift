/// Binders on Double enclosures, by way of `Ball` at 64 bits: so a formula of the catalogue has this reading, too.
extension DoubleEnclosure: Binding {
  public static func sum<S: SeriesTerm>(_ series: S, from first: Int, _ x: [Self]) -> Self {
    throughBalls { .sum(series, from: first, x.map(\.ball)) }
  }

  public static func integral<F: Function1>(_ f: F, _ p: [Self], from a: Self, to b: Self) -> Self {
    throughBalls { .integral(f, p.map(\.ball), from: a.ball, to: b.ball) }
  }

  public static func root<F: Function1>(_ f: F, _ p: [Self], between a: Self, and b: Self) -> Self {
    throughBalls { .root(f, p.map(\.ball), between: a.ball, and: b.ball) }
  }

  fileprivate static func throughBalls(_ value: () -> Ball) -> Self { Self(withPrecision(bits, value)) }
}

extension DoubleEnclosure: Ordered {
  public static func supremum<S: SequenceTerm>(_ s: S, from first: Int, _ x: [Self]) -> Self {
    throughBalls { .supremum(s, from: first, x.map(\.ball)) }
  }
}
