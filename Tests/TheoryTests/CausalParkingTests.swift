import Testing

@testable import VlasovTheory

/// Rényi's parking mean, his constant, and the number of centres on the circle.
@Suite struct CausalParkingTests {
  /// m on [0, 4] in closed form; x a thin ball inside a piece.
  private func closedForm(_ x: Rational) -> Ball {
    let y = Ball(x)
    if x < 1 { return 0 }
    if x <= 2 { return 1 }
    if x <= 3 { return 3 - 2 / (y - 1) }
    return Thirds()(y, [])
  }

  /// m on [3, 4].
  struct Thirds: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
      let rest: T = 1 + 3 * (x - 3)
      return 1 + 2 / (x - 1) * (rest - 2 * T.log(x - 2))
    }
  }

  @Test func closedForms() throws {
    var random = RandomStream(seed: 1, stream: 2)
    var points: [Rational] = [0, Rational(1, 2), 1, 2, 3, 4, Rational(4001, 1000), Rational(1999, 1000)]
    points += (0..<60).map { _ in random.rational(0, 4, over: 1009) }
    for bits in [64, 200, 900] {
      for x in points where x <= 4 {
        try withPrecision(bits) {
          let value = try RenyiParking.value(Ball(x))
          let other = withPrecision(bits + 100) { closedForm(x) }
          #expect(
            value.overlaps(other) && (value.isExact || value.accuracyBits > bits - 10),
            "x=\(x) at \(bits) bits")
        }
      }
    }
    // m(4) = 11/3 - (4/3) log 2
    let four = try withPrecision(300) { try RenyiParking.value(4) }
    let exact = withPrecision(400) { Ball(Rational(11, 3)) - Ball.log(2) * 4 / 3 }
    Causal.expectSame(four, exact, digits: 85, "m(4)")
  }

  /// One piece further by rigorous quadrature of the last closed form: ∫_0^3 m = 4 - 2 log 2.
  @Test func quadratureOfTheRenewalEquation() throws {
    for x in [Rational(41, 10), Rational(9, 2), Rational(49, 10)] {
      try withPrecision(200) {
        let last = Ball(x - 1)
        let integral = 4 - 2 * Ball.log(2) + Ball.integral(Thirds(), [], from: 3, to: last)
        Causal.expectSame(try RenyiParking.value(Ball(x)), 1 + 2 * integral / last, digits: 55, "m(\(x))")
      }
    }
  }

  /// Further out: the float march of the renewal equation.
  @Test func floatMarch() throws {
    for x in [5.3, 7.75, 12.5, 20] {
      let value = try withPrecision(80) { try RenyiParking.value(Ball(exactly: x)) }
      let marched = try ParkingMean(length: x).value(cells: 2000)
      #expect(abs(value.estimate - marched) < 1e-5, "m(\(x))")
    }
  }

  /// At x = 2, 3, ... the pieces meet; at 1 the mean jumps.
  @Test func breakPoints() throws {
    try withPrecision(200) {
      let tiny = Ball(Rational(1, 1)).scaled(by: -180).magnitude
      for n in 2...8 {
        let around = try RenyiParking.value(Ball(center: Ball(n), radius: tiny))
        let exact = try RenyiParking.value(Ball(n))
        #expect(around.contains(exact) && around.accuracyBits > 170, "x=\(n)")
      }
      let jump = try RenyiParking.value(Ball(center: Ball(1), radius: tiny))
      #expect(jump.contains(Rational(0)) && jump.contains(Rational(1)) && !jump.contains(Rational(11, 10)))
      #expect(
        try RenyiParking.value(Ball(1)).contains(Rational(1))
          && !RenyiParking.value(Ball(1)).contains(Rational(0)))
    }
  }

  /// Every piece's statement about what lies beyond it, and the Cauchy bound of what it leaves out.
  @Test func asymptotesAndRemainders() throws {
    let constant = try withPrecision(400) { try RenyiParking.constant() }
    var random = RandomStream(seed: 2, stream: 2)
    var coarse = withPrecision(20) { RenyiParking.Pieces() }
    var fine = withPrecision(400) { RenyiParking.Pieces() }
    for n in 1...25 {
      guard let piece = coarse.next(), let sharp = fine.next() else {
        Issue.record("no piece \(n)")
        return
      }
      let slope = Ball(center: sharp.asymptote.slope, radius: sharp.asymptote.deviation)
      #expect(slope.overlaps(constant), "C from piece \(n)")
      try withPrecision(400) {
        let x = Ball(Rational(n) + random.rational(0, 12))
        let value = try RenyiParking.value(x)
        #expect((slope * (x + 1) - 1).overlaps(value), "beyond piece \(n)")
      }
      #expect(piece.coefficients.count < sharp.coefficients.count)
      for (a, b) in zip(piece.coefficients, sharp.coefficients) { #expect(a.overlaps(b)) }
      let omitted = sharp.coefficients[piece.coefficients.count...].reduce(Magnitude.zero) {
        $0 + $1.magnitude
      }
      #expect(omitted <= piece.remainder, "piece \(n)")
    }
  }

  @Test func monotone() throws {
    var last = Ball(0)
    for i in 1...200 {
      let value = try withPrecision(100) { try RenyiParking.value(Ball(Rational(i, 16))) }
      #expect(!value.isBelow(last))
      last = value
    }
  }

  // MARK: The constant

  /// Route 2: ∫_0^T e^(-2 Ein) by rigorous quadrature. Beyond T, Ein(t) = log t + γ + E_1(t) gives
  /// ∫_T^∞ in e^(-2γ)/T [e^(-2 E_1(T)), 1].
  @Test func constantByQuadrature() throws {
    let bits = 190
    let (value, other) = try withPrecision(bits) {
      let end = Ball(130)
      let head = Ball.integral(RenyiConstant.Density(), [], from: 0, to: end)
      let tail = Ball.exp(-2 * Ball.eulerGamma) / end
      return (try RenyiParking.constant(), head + .hull(tail * Ball.exp(-2 * Ball.e1(end)), tail))
    }
    Causal.expectSame(value, other, digits: 50, "C")
  }

  @Test func constantToManyDigits() throws {
    let long = try Causal.answer("renyi-constant", "", digits: 200)
    #expect(long.status == .certified && long.digits == 200)
    #expect(long.value.hasPrefix("0.747597920253411435178730943830178173024786264074228"))
    var last: Ball?
    for bits in [10, 40, 100, 333, 700] {
      let value = try withPrecision(bits) { try RenyiParking.constant() }
      #expect(value.accuracyBits > bits - 8, "\(bits) bits")
      if let last { #expect(last.overlaps(value)) }
      last = value
    }
    #expect(long.seconds < 20)
  }

  @Test func constantRefusesParameters() {
    Causal.expectInputError("renyi-constant", "delta=1", parameter: "delta")
  }

  // MARK: The count on the circle

  @Test func exactCounts() throws {
    for (delta, value) in [
      ("pi", "1"), ("4", "1"), ("100", "1"), ("[4,5]", "1"), ("3", "2"), ("2*pi/3", "2"), ("pi-1e-40", "2"),
      ("[2.5,3]", "2"),
    ] {
      let answer = try Causal.answer("renyi-count-circle", "delta=\(delta)")
      #expect(answer.status == .exact && answer.value == value, "delta=\(delta): \(answer)")
    }
    // R(π/2) = 1 + m(3) = 3; below 2π/3 more than 2.
    Causal.expectSame(
      try Causal.ball("renyi-count-circle", "delta=pi/2"), Ball(3, bits: 300), digits: 50, "delta=pi/2")
    #expect((try Causal.ball("renyi-count-circle", "delta=2*pi/3-1e-20") - 2).isPositive)
  }

  /// Closed forms for 2π/5 <= δ < 2π/3.
  @Test func countsInClosedForm() throws {
    var random = RandomStream(seed: 3, stream: 2)
    for _ in 0..<20 {
      let delta = Rational(5, 4) + random.rational(0, 1, over: 1000) * Rational(84, 100)
      let value = try Causal.ball("renyi-count-circle", "delta=\(delta)")
      withPrecision(300) {
        let x = 2 * Ball.pi / Ball(delta) - 1
        let mean = (x - 3).isNegative ? 3 - 2 / (x - 1) : Thirds()(x, [])
        #expect((4 - x).isNonNegative)
        Causal.expectSame(value, 1 + mean, digits: 50, "delta=\(delta)")
      }
    }
  }

  /// R = C 2π/δ + superexponentially small: exactly so to 50 digits for small δ, at no cost.
  @Test func smallSeparations() throws {
    let c = try withPrecision(300) { try RenyiParking.constant() }
    for delta in ["1/20", "1/1000", "1e-9", "1e-300", "1e-5000"] {
      let answer = try Causal.answer("renyi-count-circle", "delta=\(delta)", digits: 30)
      #expect(answer.status == .certified && answer.seconds < 10)
      try withPrecision(300) {
        let x = try RealParameter(parsing: delta).ball
        #expect(
          (try #require(answer.ball) / (c * 2 * .pi / x) - 1).magnitude <= .power2(-100), "delta=\(delta)")
      }
    }
  }

  @Test func intervals() throws {
    for (interval, points) in [
      ("[0.99,1.01]", ["0.99", "1", "1.01"]), ("[0.5,2]", ["0.5", "1", "2"]), ("[3,4]", ["3", "pi", "4"]),
      ("[0.01,4]", ["0.01", "1", "4"]), ("[1e-30,1]", ["1e-30", "1e-9", "1"]),
      ("1.5+/-0.1", ["1.4", "pi/2", "1.6"]),
    ] {
      let answer = try Causal.answer("renyi-count-circle", "delta=\(interval)")
      let whole = try #require(answer.ball)
      for point in points {
        Causal.expectEnclosed(
          try Causal.ball("renyi-count-circle", "delta=\(point)", digits: 20), in: whole,
          "\(interval) \(point)")
      }
    }
    // The mean is monotone: the enclosure is no wider than its ends.
    let whole = try Causal.ball("renyi-count-circle", "delta=[0.5,2]")
    #expect(
      (whole.upperEdge - (try Causal.ball("renyi-count-circle", "delta=1/2"))).magnitude <= .power2(-20))
  }

  @Test func wrongParameters() {
    Causal.expectInputError("renyi-count-circle", "delta=0", parameter: "delta")
    Causal.expectInputError("renyi-count-circle", "delta=-1", parameter: "delta")
    Causal.expectInputError("renyi-count-circle", "", parameter: "delta")
    Causal.expectInputError("renyi-count-circle", "delta=1,2", parameter: "delta")
  }

  @Test func budgetIsRespected() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let answer = try Causal.answer("renyi-constant", "", digits: 20_000, seconds: 1)
    #expect(answer.status == .undecided && clock.now - start < .seconds(6))
  }
}
