/// How far the expansions go, chosen to make the work per unit of time small.
struct StepPlan {
  let order: Int
  let variationalOrder: Int

  /// With terms that fall like (h/ρ)^k, the order N reaches a relative 2^-bits for h = ρ 2^(-bits/N), and the
  /// derivative of the flow a relative 2^-24 with the order 24 N/bits.
  init(_ flow: Flow) {
    let (tape, bits) = (flow.tape, Double(flow.bits))
    // Nanoseconds of a term of a convolution, and of another operation, roughly.
    let isSmall = flow.bits <= SmallBall.bits
    let term = isSmall ? 5 : 12 + bits / 100
    let other = isSmall ? 15 : 60 + bits / 20
    func products(_ range: Range<Int>) -> Double {
      Double(range.reduce(0) { $0 + (tape.instructions[$1].isConvolution ? 1 : 0) })
    }
    let primal = (products: products(tape.primal), all: Double(tape.primal.count))
    let tangent = (products: products(tape.tangent), all: Double(tape.tangent.count))
    func work(_ count: (products: Double, all: Double), _ n: Double, _ term: Double, _ other: Double)
      -> Double
    {
      count.products * n * n / 2 * term + count.all * n * other
    }
    func low(_ n: Int) -> Int { flow.options.variationalOrder ?? max(4, Int(24 * Double(n) / bits) + 2) }
    var best = (order: 4, cost: Double.infinity)
    for n in stride(from: 4, through: 8 + flow.bits, by: 1) {
      let m = Double(low(n))
      let variation =
        work(primal, m, 5, 15) + Double(tape.dimension) * work(tangent, m, 5, 15)
      let whole = work(primal, Double(n), term, other) + variation
      let cost = Double.log(whole) + bits / Double(n) * Double.log(2)
      if cost < best.cost { best = (n, cost) }
    }
    order = max(2, flow.options.order ?? best.order)
    variationalOrder = max(2, low(order))
  }
}
