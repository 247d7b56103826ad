import Testing
import VlasovAnalysis

@Suite struct ODEClosedFormTests {
  /// The solution is complete, meets the reference and has nearly all bits asked for.
  func expect(
    _ y: Trajectory, _ reference: [Ball], lost: Int = 4, bits: Int = Precision.bits,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(y.isComplete, "\(y.status)", sourceLocation: sourceLocation)
    for (a, b) in zip(y.end, reference) {
      #expect(a.overlaps(b), "\(a) \(b)", sourceLocation: sourceLocation)
      #expect(a.accuracyBits >= bits - lost, "\(a)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [24, 53, 112, 128, 200, 333, 700])
  func exponential(bits: Int) {
    withPrecision(bits) {
      for rate in [Rational(1), -2, Rational(1, 3), 0] {
        let y = TaylorIntegrator(ODE.Linear(), parameters: [Ball(rate, bits: bits + 32)])
          .solve(from: 0, [1], to: Ball(Rational(7, 3), bits: bits + 32))
        expect(y, [withPrecision(bits + 40) { Ball.exp(Ball(rate * Rational(7, 3))) }], lost: 5)
      }
    }
  }

  @Test(arguments: [53, 100, 333])
  func nearBlowUp(bits: Int) {
    // y' = y², y(0) = 1: y = 1/(1 - t).
    withPrecision(bits) {
      for k in [1, 4, 10, 20] {
        let t = 1 - Rational(1, 1 << k)
        let y = TaylorIntegrator(ODE.Power(exponent: 2)).solve(from: 0, [1], to: Ball(t))
        expect(y, [Ball(1 << k)], lost: k + 6)
      }
      let back = TaylorIntegrator(ODE.Power(exponent: 2)).solve(from: 0, [1], to: -1000)
      expect(back, [Ball(Rational(1, 1001))], lost: 6)
      // y' = y³: y = 1/√(1 - 2 t); y' = 1/y: y = √(1 + 2 t).
      expect(
        TaylorIntegrator(ODE.Power(exponent: 3)).solve(from: 0, [1], to: Ball(Rational(3, 8))), [2], lost: 6)
      expect(TaylorIntegrator(ODE.Power(exponent: -1)).solve(from: 0, [1], to: 4), [3], lost: 6)
      expect(
        TaylorIntegrator(ODE.Power(exponent: -1)).solve(from: 0, [3], to: Ball(Rational(-31, 8))),
        [Ball.sqrt(Ball(Rational(5, 4)))], lost: 6)
    }
  }

  /// A hundred turns: the error grows with the time, not exponentially.
  @Test(arguments: [53, 100, 200])
  func rotation(bits: Int) {
    withPrecision(bits) {
      let t = Ball(628)
      let y = TaylorIntegrator(ODE.Rotation()).solve(
        from: 0, [Ball(Rational(3, 5)), Ball(Rational(4, 5))], to: t)
      let (c, s) = withPrecision(bits + 20) { (Ball.cos(628), Ball.sin(628)) }
      expect(y, [(c * 3 - s * 4) / 5, (s * 3 + c * 4) / 5], lost: 8)
    }
  }

  /// A wide box turns rigidly: its hull stays within a factor √2 of its size.
  @Test func rotationOfABox() {
    withPrecision(60) {
      let box = [Ball(center: 1, radius: .power2(-10)), Ball(center: 0, radius: .power2(-10))]
      let y = TaylorIntegrator(ODE.Rotation()).solve(from: 0, box, to: 100)
      #expect(y.isComplete)
      for x in y.end { #expect(x.radius <= Magnitude.power2(-10) + Magnitude.power2(-11)) }
      #expect(y.end[0].overlaps(.cos(100)) && y.end[1].overlaps(.sin(100)))
    }
  }

  @Test func lotkaVolterra() {
    // δ x - γ log x + β y - α log y is constant.
    for bits in [60, 180] {
      withPrecision(bits) {
        let p = balls([Rational(2, 3), Rational(4, 3), 1, 1])
        func invariant(_ x: [Ball]) -> Ball { x[0] - .log(x[0]) + p[1] * x[1] - p[0] * .log(x[1]) }
        let x0 = balls([Rational(9, 10), Rational(9, 10)])
        let y = TaylorIntegrator(ODE.LotkaVolterra(), parameters: p).solve(from: 0, x0, to: 50)
        #expect(y.isComplete)
        let (before, after) = (invariant(x0), invariant(y.end))
        #expect(before.overlaps(after))
        #expect(after.accuracyBits > bits - 14, "\(after)")
      }
    }
  }

  @Test func pendulum() {
    // Released at rest from θ0, after a quarter of the period K(sin²(θ0/2)) the angle is 0 and θ' = -2 sin(θ0/2).
    withPrecision(100) {
      // K(1/4), from θ0 = π/3.
      let quarter = Ball(Rational(decimal: "1.685750354812596042871203657799076989500800894141089044") ?? 0)
      let y = TaylorIntegrator(ODE.Pendulum()).solve(from: 0, [Ball.pi / 3, 0], to: quarter)
      #expect(y.isComplete)
      #expect(y.end[0].containsZero && y.end[0].radius <= .power2(-90))
      #expect(y.end[1].overlaps(-1) && y.end[1].accuracyBits > 90)
    }
  }

  /// V = I: Σ(t) = (I - t Σ0 S)^-1 Σ0 with S = A + A^T.
  @Test(arguments: [(100, 2), (100, 3), (333, 2), (333, 3)])
  func riccati(bits: Int, size: Int) {
    withPrecision(bits) {
      let a = Matrix<Rational>(rows: size, columns: size) {
        Rational((3 * ($0 + 1) + 5 * ($1 + 1)) % 7 - 3, 7 * size)
      }
      let sigma = Matrix<Rational>(rows: size, columns: size) {
        ($0 == $1 ? 1 : 0) + Rational(1, $0 + $1 + 2)
      }
      for t in [Rational(1, 2), -1] {
        let y = TaylorIntegrator(ODE.Softmax(a: a, v: .identity(size)))
          .solve(from: 0, balls(ODE.upper(sigma)), to: Ball(t))
        let inverse: Matrix<Rational> = .identity(size) - (sigma * (a + a.transpose)).scaled(by: t)
        let exact: Matrix<Rational> = inverse.solve(sigma)
        expect(y, withPrecision(bits + 40) { balls(ODE.upper(exact)) }, lost: 8)
      }
    }
  }

  /// y' = -1000 (y - cos t): stiff, but contracting.
  struct Stiff: VectorField {
    var dimension: Int { 1 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      [-1000 * (x[0] - T.cos(t))]
    }
  }

  @Test func stiffContraction() {
    for bits in [60, 150] {
      withPrecision(bits) {
        let y = TaylorIntegrator(Stiff()).solve(from: 0, [0], to: 2)
        // (λ² cos t + λ sin t)/(λ² + 1) - λ²/(λ² + 1) e^{-λ t}
        let exact = (1_000_000 * Ball.cos(2) + 1000 * Ball.sin(2)) / 1_000_001
        expect(y, [Ball(center: exact, radius: .power2(-2000))], lost: 6)
      }
    }
  }

  @Test func thirtyAndHundredDigits() {
    for digits in [30, 100] {
      withPrecision(Precision.bits(forDigits: digits) + 10) {
        let y = TaylorIntegrator(ODE.Power(exponent: 2)).solve(from: 0, [Ball(Rational(1, 3))], to: 2)
        #expect(y.end[0].certainDecimal(digits: digits) == "1." + String(repeating: "0", count: digits - 1))
      }
    }
  }
}
