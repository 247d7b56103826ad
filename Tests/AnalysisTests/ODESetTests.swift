import Testing
import VlasovAnalysis

/// Boxes of initial values and parameters, the flow and its reverse, dense output.
@Suite struct ODESetTests {
  func inside(_ center: Rational, _ radius: Magnitude) -> Ball { Ball(center: Ball(center), radius: radius) }

  /// Solutions from the box's corners, its centre and random members end in the enclosure of the box.
  @Test func wideBoxesContainTheirMembers() {
    var random = SeededGenerator(seed: 11)
    for (field, center, time) in [
      (ODE.Pendulum() as any VectorField, [Rational(1), Rational(1, 2)], Rational(5)),
      (
        ODE.Softmax(a: Matrix([[-1, 1], [0, -2]]), v: Matrix([[1, Rational(1, 2)], [0, 1]])),
        [1, Rational(1, 5), 2], 3
      ),
      (ODE.Power(exponent: 2), [1], Rational(1, 2)),
    ] {
      for exponent in [-4, -8, -20, -60] {
        withPrecision(80) { check(field, center, time, exponent, &random) }
      }
    }
  }

  private func check(
    _ field: some VectorField, _ center: [Rational], _ time: Rational, _ exponent: Int,
    _ random: inout SeededGenerator
  ) {
    let box = center.map { inside($0, .power2(exponent)) }
    let y = TaylorIntegrator(field).solve(from: 0, box, to: Ball(time))
    guard y.isComplete else {
      // Only wide boxes may be too wide.
      #expect(exponent >= -8, "\(y.status)")
      return
    }
    for _ in 0..<6 {
      let member = center.map { c -> Ball in
        let k = Int.random(in: -2...2, using: &random)
        return Ball(c) + Ball(Rational(k, 2)).scaled(by: exponent)
      }
      let z = TaylorIntegrator(field).solve(from: 0, member, to: Ball(time))
      for (a, b) in zip(y.end, z.end) { #expect(a.contains(b), "2^\(exponent): \(a) \(b)") }
      // Along the way too.
      let t = Ball(time * random.thousandth(0...1000))
      for (a, b) in zip(y.value(at: t), z.value(at: t)) { #expect(a.overlaps(b)) }
    }
    // To first order the result is no wider than it must be.
    if exponent <= -20 {
      for x in y.end { #expect(x.radius <= .power2(exponent + 5), "2^\(exponent): \(x)") }
    }
  }

  @Test func parametersAsIntervals() {
    withPrecision(80) {
      // y' = rate y for all rate in [-1 - 2^-7, -1 + 2^-7]: y(4) is in e^(-4 ± 2^-5).
      let rate = inside(-1, .power2(-7))
      let y = TaylorIntegrator(ODE.Linear(), parameters: [rate]).solve(from: 0, [1], to: 4)
      let exact = Ball.exp(rate * 4)
      #expect(y.isComplete && y.end.count == 1)
      #expect(y.end[0].contains(exact.center) && y.end[0].radius <= exact.radius.scaled(by: 1))
      for k in -4...4 {
        #expect(y.end[0].contains(Ball.exp(4 * (Ball(-1) + Ball(Rational(k, 512)))).center))
      }
      #expect(y.value(at: 2)[0].contains(Ball.exp(-2)))
    }
  }

  @Test func fieldsThereAndBack() {
    for seed in 1...25 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed)
      let field = ODE.Polynomials(dimension: Int.random(in: 1...3, using: &random), random: &random)
      let bits = Int.random(in: 40...260, using: &random)
      withPrecision(bits) {
        let x0 = (0..<field.dimension).map { _ in Ball(random.thousandth(-1000...1000)) }
        let t = Ball(random.thousandth(-700...700))
        let there = TaylorIntegrator(field).solve(from: 0, x0, to: t)
        guard there.isComplete else { return }
        let back = TaylorIntegrator(field).solve(from: t, there.end, to: 0)
        let mirrored = TaylorIntegrator(ODE.Reversed(field: field)).solve(from: 0, x0, to: -t)
        for i in x0.indices {
          #expect(there.end[i].overlaps(mirrored.end[i]), "seed \(seed)")
          #expect(there.end[i].radius <= .power2(10 - bits), "seed \(seed): \(there.end[i])")
          if back.isComplete { #expect(back.end[i].overlaps(x0[i]), "seed \(seed)") }
        }
      }
    }
  }

  @Test func precisionsAgree() {
    // The same solution at many precisions, orders and guard bits: enclosures of one point.
    let field = ODE.Everything()
    var ends: [[Ball]] = []
    for (bits, order) in [(30, nil), (64, 12), (100, nil), (110, 40), (150, nil), (150, 25), (400, nil)] {
      withPrecision(bits) {
        var integrator = TaylorIntegrator(field, parameters: [Ball(Rational(3, 11), bits: 500)])
        integrator.options.order = order
        let x0 = [Rational(1, 3), Rational(-1, 2), Rational(2, 5), Rational(1, 4)].map { Ball($0, bits: 500) }
        let y = integrator.solve(from: 0, x0, to: Ball(Rational(3, 2), bits: 500))
        #expect(y.isComplete, "\(y.status)")
        for x in y.end { #expect(x.accuracyBits >= bits - 8, "\(bits): \(x)") }
        ends.append(y.end)
      }
    }
    for a in ends {
      for b in ends { #expect(zip(a, b).allSatisfy { $0.overlaps($1) }) }
    }
  }

  @Test func denseOutput() {
    for bits in [60, 200] {
      withPrecision(bits) {
        let start = Ball(Rational(1, 3))
        for end in [Ball(20), Ball(-20)] {
          let y = TaylorIntegrator(ODE.Rotation()).solve(from: start, [1, 0], to: end)
          let span = end - start
          for k in 0...40 {
            let s = span * k / 40
            let x = y.value(at: start + s)
            #expect(x[0].overlaps(.cos(s)) && x[1].overlaps(.sin(s)), "\(k)")
            #expect(x[0].radius <= .power2(8 - bits), "\(k): \(x[0])")
          }
          // A set of times, over several steps and within one.
          let wide = y.value(at: Ball(center: start + span / 2, radius: .power2(-1)))
          for k in -4...4 { #expect(wide[0].overlaps(.cos(span / 2 + Ball(Rational(k, 8))))) }
          #expect(wide[0].isFinite && wide[0].radius <= Magnitude(2))
          #expect(!y.value(at: end + span / 10)[0].isFinite && !y.value(at: start - span / 10)[0].isFinite)
          #expect(zip(y.value(at: end), y.end).allSatisfy { $0.overlaps($1) })
        }
        var plain = TaylorIntegrator(ODE.Rotation())
        plain.options.keepsDenseOutput = false
        let y = plain.solve(from: start, [1, 0], to: 20)
        #expect(y.isComplete && !y.value(at: 10)[0].isFinite)
      }
    }
  }

  @Test func timesAsBalls() {
    withPrecision(80) {
      // All end times in [1, 3], and in a box around 0.
      let y = TaylorIntegrator(ODE.Linear(), parameters: [1]).solve(
        from: 0, [1], to: Ball(center: 2, radius: Magnitude(1)))
      #expect(y.isComplete)
      for k in 4...12 { #expect(y.end[0].contains(Ball.exp(Ball(Rational(k, 4))).center)) }
      let z = TaylorIntegrator(ODE.Linear(), parameters: [1])
        .solve(from: 0, [1], to: Ball(center: 0, radius: .power2(-3)))
      #expect(z.isComplete && z.end[0].contains(Rational(1)))
      #expect(z.end[0].contains(Ball.exp(Ball(Rational(1, 8))).center))
      #expect(z.end[0].contains(Ball.exp(Ball(Rational(-1, 8))).center) && z.end[0].radius <= .power2(-2))
    }
  }

  /// In factor form R R^T is the solution of the flow, to many digits and in many dimensions.
  @Test func factorForm() {
    for (bits, d, r) in [(100, 3, 2), (210, 4, 3), (340, 6, 5)] {
      withPrecision(bits) {
        let a = Matrix<Rational>(rows: d, columns: d) {
          Rational((3 * ($0 + 1) + 5 * ($1 + 1)) % 7 - 3, 7 * d)
        }
        let v = Matrix<Rational>(rows: d, columns: d) {
          ($0 == $1 ? 1 : 0) + Rational((2 * ($0 + 1) + $1 + 1) % 5 - 2, 10 * d)
        }
        let r0 = Matrix<Rational>(rows: d, columns: r) { Rational(($0 * r + $1) * 7 % 11 - 5, 10) }
        let y = TaylorIntegrator(ODE.SoftmaxFactor(a: a, v: v, rank: r)).solve(
          from: 0, balls(r0.entries), to: 1)
        #expect(y.isComplete && y.end.allSatisfy { $0.radius <= .power2(10 - bits) })
        if d > 4 { return }
        let sigma: Matrix<Rational> = r0 * r0.transpose
        let z = TaylorIntegrator(ODE.Softmax(a: a, v: v)).solve(from: 0, balls(ODE.upper(sigma)), to: 1)
        let end = Matrix(rows: d, columns: r, y.end)
        let square: Matrix<Ball> = end * end.transpose
        for (p, q) in zip(ODE.upper(square), z.end) { #expect(p.overlaps(q)) }
      }
    }
  }
}
