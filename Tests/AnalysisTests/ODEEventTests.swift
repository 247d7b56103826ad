import Testing
import VlasovAnalysis

/// Events, blow-up, and integrations that cannot reach their end.
@Suite struct ODEEventTests {
  struct Component: EventFunction {
    let index: Int
    let level: Rational
    func value<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> T { x[index] - T(level) }
  }

  struct Radius: EventFunction {
    let square: Rational
    func value<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> T {
      x[0] * x[0] + x[1] * x[1] - T(square)
    }
  }

  @Test(arguments: [53, 100, 300])
  func crossings(bits: Int) {
    withPrecision(bits) {
      let rotation = TaylorIntegrator(ODE.Rotation())
      // cos t = 1/2 first at π/3; forwards and backwards.
      for direction in [1, -1] {
        let e = rotation.firstZero(
          of: Component(index: 0, level: Rational(1, 2)), from: 0, [1, 0], to: Ball(10 * direction))
        #expect(e.outcome == .zero)
        #expect(e.time?.overlaps(Ball.pi / 3 * direction) == true)
        #expect((e.time?.accuracyBits ?? 0) > bits - 6, "\(String(describing: e.time))")
        #expect(e.state?[1].overlaps(Ball.sqrt(3) / 2 * direction) == true)
      }
      // sin t = 0 after the start: at π.
      let half = rotation.firstZero(
        of: Component(index: 1, level: 0), from: 0, [1, 0], to: 10, skipping: Ball(Rational(1, 10)))
      #expect(half.outcome == .zero && half.time?.overlaps(Ball.pi) == true)
      // Many turns later: 1.0001 is never reached.
      let never = rotation.firstZero(
        of: Component(index: 0, level: Rational(10001, 10000)), from: 0, [1, 0], to: 30)
      #expect(never.outcome == .none && never.time == nil)
      // The circle is touched all the time.
      #expect(rotation.firstZero(of: Radius(square: 1), from: 0, [1, 0], to: 30).outcome == .unclear)
      // cos t = 1 is touched at 2π, not crossed.
      let touch = rotation.firstZero(
        of: Component(index: 0, level: 1), from: 0, [1, 0], to: 10, skipping: 1)
      #expect(touch.outcome == .unclear)
      #expect(touch.time.map { ($0 - 2 * .pi).magnitude <= .power2(-20) } == true)
      // Just after the end.
      let late = rotation.firstZero(
        of: Component(index: 0, level: 0), from: 0, [1, 0], to: Ball(Rational(157, 100)))
      #expect(late.outcome == .none)
    }
  }

  @Test func pendulumPeriod() {
    withPrecision(120) {
      // 4 K(1/4) from θ0 = π/3: θ' returns to 0 after half of it.
      let half = Ball(Rational(decimal: "3.371500709625192085742407315598153979001601788282") ?? 0)
      let e = TaylorIntegrator(ODE.Pendulum()).firstZero(
        of: Component(index: 1, level: 0), from: 0, [Ball.pi / 3, 0], to: 5, skipping: Ball(Rational(1, 4)))
      #expect(e.outcome == .zero)
      #expect(e.time.map { ($0 - half).magnitude <= .power2(-110) } == true)
      #expect(e.state?[0].overlaps(-.pi / 3) == true)
    }
  }

  @Test(arguments: [53, 120, 200])
  func blowUpOfPowers(bits: Int) {
    withPrecision(bits) {
      for p in [2, 4] {
        // y' = y^p from 1/2: t* = 2^(p-1)/(p - 1); bounds that are off by a factor converge to it.
        let exact = Rational(1 << (p - 1), p - 1)
        let b = TaylorIntegrator(ODE.Power(exponent: p)).blowUp(from: 0, [Ball(Rational(1, 2))], limit: 100) {
          s in
          let left = PowerGrowth.remaining(s.state[0], rate: 1, power: Rational(p))
          return (left / 2, left * 2)
        }
        #expect(b.outcome == .blowsUp)
        #expect(b.time?.contains(exact) == true, "\(p)")
        #expect(
          (b.time?.accuracyBits ?? 0) >= bits - 4,
          "\(p): \(String(describing: b.time)) \(b.trajectory.status)")
      }
      let none = TaylorIntegrator(ODE.Power(exponent: 2)).blowUp(from: 0, [-1], limit: 50) { s in
        s.state[0].isPositive ? (0, 1 / s.state[0]) : nil
      }
      #expect(none.outcome == .existsUntilLimit && none.time == nil)
    }
  }

  /// With V = I the blow-up is that of (I - t Σ0 S)^-1, bounded by the norms of Σ.
  @Test func blowUpOfAttention() {
    withPrecision(100) {
      let a = Matrix<Rational>([[Rational(1, 2), 0], [0, Rational(1, 4)]])
      let flow = TaylorIntegrator(ODE.Softmax(a: a, v: .identity(2)))
      let b = flow.blowUp(from: 0, [1, 0, 1], limit: 10) { s in
        let (x, y) = (s.state[0], s.state[2])
        guard x.isPositive, y.isPositive else { return nil }
        // tr Σ' = tr Σ S Σ is between (tr Σ)²/4 and (tr Σ)².
        let trace = x + y
        return (
          PowerGrowth.remaining(trace, rate: 1), PowerGrowth.remaining(trace, rate: Ball(Rational(1, 4)))
        )
      }
      #expect(b.outcome == .blowsUp && b.time?.contains(Rational(1)) == true)
      #expect((b.time?.accuracyBits ?? 0) >= 96)
    }
  }

  // MARK: What cannot go on

  @Test(arguments: [53, 150])
  func stopsBeforeABlowUp(bits: Int) {
    withPrecision(bits) {
      let y = TaylorIntegrator(ODE.Power(exponent: 2)).solve(from: 0, [1], to: 2)
      #expect(!y.isComplete)
      #expect(y.reached.isBelow(Ball(1).upperEdge) || y.reached.overlaps(1))
      #expect(y.reached.lowerDouble > 0.99 && y.steps < 10_000, "\(y.reached) \(y.status)")
      // What was enclosed is true: y = 1/(1 - t).
      #expect(y.end[0].overlaps(1 / (1 - y.reached)) || !(1 - y.reached).isPositive)
      #expect(y.value(at: Ball(Rational(1, 2)))[0].contains(Rational(2)))
    }
  }

  /// y' = -1/y from 1 reaches 0 at t = 1/2.
  struct Falling: VectorField {
    var dimension: Int { 1 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] { [-1 / x[0]] }
  }

  /// y' = 1/(t - 1), and y' = log(1 - t) √(…).
  struct Pole: VectorField {
    var dimension: Int { 1 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      [T.log(1 - t) + x[0] * 0]
    }
  }

  @Test func singularitiesOnTheWay() {
    withPrecision(80) {
      let y = TaylorIntegrator(Falling()).solve(from: 0, [1], to: 1)
      #expect(
        !y.isComplete && y.reached.lowerDouble > 0.49 && y.reached.upperDouble < 0.51,
        "\(y.status) \(y.reached)")
      let z = TaylorIntegrator(Pole()).solve(from: 0, [1], to: 3)
      #expect(
        !z.isComplete && z.reached.lowerDouble > 0.99 && z.reached.upperDouble < 1.01,
        "\(z.status) \(z.reached)")
      let start = TaylorIntegrator(Falling()).solve(from: 0, [0], to: 1)
      #expect(start.steps == 0 && start.end[0].isZero)
      guard case .stopped(.undefined) = start.status else {
        Issue.record("\(start.status)")
        return
      }
    }
  }

  @Test func criterionBudgetAndSteps() {
    withPrecision(80) {
      let y = TaylorIntegrator(ODE.Rotation()).solve(from: 0, [1, 0], to: 1000) { $0.time.lowerDouble > 5 }
      #expect(y.status == .stopped(.criterion) && y.reached.upperDouble < 20)
      #expect(y.end[0].overlaps(.cos(y.reached)))
      var few = TaylorIntegrator(ODE.Rotation())
      few.options.maximumSteps = 3
      let z = few.solve(from: 0, [1, 0], to: 1000)
      #expect(z.status == .stopped(.stepLimit) && z.steps == 3 && z.end[0].overlaps(.cos(z.reached)))
      Budget.$current.withValue(Budget(seconds: 0.05)) {
        let x = TaylorIntegrator(ODE.Rotation()).solve(from: 0, [1, 0], to: Ball(1_000_000_000))
        #expect(x.status == .stopped(.budgetExhausted) && x.end[0].isFinite)
      }
    }
  }

  /// Where an integration stops near a singularity, its state is still the one at the time it gives.
  @Test(arguments: [-200, 0, 200])
  func stateAtTheLastTime(scale: Int) {
    withPrecision(100) {
      // y = 1/(1 - t), and y = √(1 - 2t).
      let one = Ball(1, bits: 1000)
      let start = Ball(1).scaled(by: scale)
      let end = Ball(2).scaled(by: -scale)
      let growing = TaylorIntegrator(ODE.Power(exponent: 2)).solve(from: 0, [start], to: end)
      #expect(!growing.isComplete && growing.steps > 20)
      let left = one.scaled(by: -scale) - growing.reached
      #expect((growing.end[0] * left).contains(Rational(1)))
      let falling = TaylorIntegrator(ODE.Power(exponent: -1)).solve(from: 0, [-1], to: -1)
      #expect(!falling.isComplete && falling.steps > 20)
      #expect((.pow(falling.end[0], 2) - 2 * falling.reached).contains(Rational(1)))
    }
  }

  @Test func badData() {
    withPrecision(80) {
      for (x0, t) in [
        ([Ball(1)], Ball(1)), ([1, 2, 3], 1), ([1, .indeterminate], 1), ([1, 0], .indeterminate),
      ] {
        let y = TaylorIntegrator(ODE.Rotation()).solve(from: 0, x0, to: t)
        guard case .stopped(.invalid) = y.status else {
          Issue.record("\(y.status)")
          continue
        }
      }
      let none = TaylorIntegrator(ODE.Rotation()).solve(from: 3, [1, 0], to: 3)
      #expect(none.isComplete && none.steps == 0 && none.end[0].contains(Rational(1)) && none.end[0].isExact)
      #expect(none.value(at: 3)[0].contains(Rational(1)))
      // An equilibrium, and the origin.
      let rest = TaylorIntegrator(ODE.Pendulum()).solve(from: 0, [0, 0], to: 100)
      #expect(
        rest.isComplete && rest.end.allSatisfy { $0.contains(Rational(0)) && $0.radius <= .power2(-60) })
      // Too wide to be followed through a singularity.
      let wide = TaylorIntegrator(ODE.Power(exponent: -1)).solve(
        from: 0, [Ball(center: 1, radius: Magnitude(2))], to: 1)
      #expect(!wide.isComplete)
    }
  }
}
