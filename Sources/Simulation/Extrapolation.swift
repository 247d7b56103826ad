/// The value at infinite size of numbers that obey v_N = v + C N^-p + D N^-q + ... (p < q), with an uncertainty, and
/// the order of convergence that the numbers show.
///
/// **Deterministic numbers** carry no noise, so a least-squares scatter would not be an error. Two successive sizes
/// give the Richardson extrapolant E_j = (v_{j+1} - r v_j) / (1 - r), r = (N_j / N_{j+1})^p, which is free of C and has
/// the error e_j = D' N_j^-q + .... The value is the last extrapolant, and its uncertainty u is |E_last - E_previous|:
/// when the next term dominates, |e_last| = u / ((N_{j+1} / N_j)^q - 1), a third of u or less for doubled sizes and
/// q >= 2. With more sizes, u is at least the previous such difference scaled by N^-q, so that an accidental
/// coincidence of two extrapolants cannot pass for accuracy; and u contains the rounding noise of the data, amplified
/// by the extrapolation.
///
/// The order comes from the successive differences of three sizes: |v_0 - v_1| / |v_1 - v_2| =
/// (N_0^-x - N_1^-x) / (N_1^-x - N_2^-x), increasing in x. With four sizes or more the error of the last order is at
/// most its distance from the one before (the orders approach p like N^{p-q}); the interval is four times that, within
/// 0.25 and 0.5 (next terms need not be smooth: a last step of another length, say), and plus or minus 0.5 with three
/// sizes (enough to tell p from its neighbours); rounding noise widens it.
///
/// **Monte Carlo numbers** (a standard error at some size) are fitted by v + C N^-p + D N^-q with weighted least squares:
/// with the next term in the model, the propagated standard error of v is honest also when the first sizes are small.
/// It is multiplied by sqrt(chi^2 / degrees of freedom) when there are more than three sizes and that factor exceeds 1.
/// The order: the set of x for which v + C N^-x fits with chi^2(x) at most its minimum + 16 (four standard deviations;
/// for three sizes this is Fieller's exact interval), widened by 0.5 for the next term, as above.
///
/// A law O(N^-p) is an upper bound: faster convergence does not contradict it. The order is consistent unless its
/// interval lies below p.
public struct Extrapolation: Sendable, Equatable {
  public var value: Double
  public var uncertainty: Double
  /// nil where noise hides the order.
  public var observedOrder: Double?
  public var orderInterval: ClosedRange<Double>
  public var orderIsConsistent: Bool

  /// Extrapolates at least three observations of different sizes.
  public init(_ observations: [SizedObservation], order: Double, next: Double, noise: Double = 1e-13) throws {
    let sorted = observations.sorted { $0.size < $1.size }
    try require(sorted.count >= 3, "sizes", "at least three")
    try require(order > 0 && next > order, "order", "positive and below the next order")
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      try require(left.size > 0 && left.size < right.size, "sizes", "positive and different")
    }
    let sizes = sorted.map(\.size)
    let values = sorted.map(\.simulated)
    let rounding = observations.reduce(0) { max($0, noise * abs($1.simulated), $1.rounding) }
    if sorted.contains(where: { $0.standardError > 0 }) {
      // A size without scatter still needs a finite weight.
      let floor = max(rounding, 1e-9 * sorted.reduce(0) { max($0, $1.standardError) })
      let errors = sorted.map { max($0.standardError, floor) }
      self = NoisyFit(sizes: sizes, values: values, errors: errors).extrapolate(order: order, next: next)
    } else {
      self = Self.richardson(sizes, values, order: order, next: next, rounding: rounding)
    }
  }

  init(
    value: Double, uncertainty: Double, observedOrder: Double?, orderInterval: ClosedRange<Double>,
    order: Double
  ) {
    self.value = value
    self.uncertainty = uncertainty
    self.observedOrder = observedOrder
    self.orderInterval = orderInterval
    orderIsConsistent = order <= orderInterval.upperBound
  }

  private static func richardson(
    _ sizes: [Double], _ values: [Double], order: Double, next: Double, rounding: Double
  ) -> Extrapolation {
    let count = sizes.count
    let extrapolants = (0..<count - 1).map { j in
      let ratio = exponentiate(sizes[j] / sizes[j + 1], order)
      return (values[j + 1] - ratio * values[j]) / (1 - ratio)
    }
    var uncertainty = abs(extrapolants[count - 2] - extrapolants[count - 3])
    if count >= 4 {
      let earlier = abs(extrapolants[count - 3] - extrapolants[count - 4])
      uncertainty = max(uncertainty, earlier * exponentiate(sizes[count - 3] / sizes[count - 2], next))
    }
    let ratio = exponentiate(sizes[count - 2] / sizes[count - 1], order)
    uncertainty += rounding * (1 + ratio) / (1 - ratio)

    let orders = (0..<count - 2).map {
      observedOrder(Array(sizes[$0..<$0 + 3]), Array(values[$0..<$0 + 3]), rounding: rounding)
    }
    guard let last = orders[count - 3] else {
      return Extrapolation(
        value: extrapolants[count - 2], uncertainty: uncertainty, observedOrder: nil,
        orderInterval: -.infinity ... .infinity, order: order)
    }
    var halfWidth = 0.5
    if count >= 4, let previous = orders[count - 4] {
      halfWidth = min(max(4 * abs(last.order - previous.order), 0.25), 0.5)
    }
    return Extrapolation(
      value: extrapolants[count - 2], uncertainty: uncertainty, observedOrder: last.order,
      orderInterval: last.low - halfWidth...last.high + halfWidth, order: order)
  }

  /// The order that three values show, and its range when every value moves by `rounding`; nil when the differences
  /// are rounding noise.
  private static func observedOrder(
    _ sizes: [Double], _ values: [Double], rounding: Double
  ) -> (order: Double, low: Double, high: Double)? {
    let (first, second) = (abs(values[0] - values[1]), abs(values[1] - values[2]))
    let noise = 2 * rounding
    guard first > 2 * noise, second > 2 * noise else { return nil }
    func order(_ quotient: Double) -> Double {
      var (low, high) = (-16.0, 64.0)
      for _ in 0..<80 {
        let x = (low + high) / 2
        let predicted =
          (exponentiate(sizes[1] / sizes[0], x) - 1) / (1 - exponentiate(sizes[1] / sizes[2], x))
        // At x = 0 both differences vanish; the limit is the quotient of the logarithms.
        let limit = logarithm(sizes[1] / sizes[0]) / logarithm(sizes[2] / sizes[1])
        if (x == 0 ? limit : predicted) < quotient { low = x } else { high = x }
      }
      return low
    }
    return (
      order(first / second), order((first - noise) / (second + noise)),
      order((first + noise) / (second - noise))
    )
  }
}
