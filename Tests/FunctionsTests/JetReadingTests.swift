import Testing
import VlasovFunctions

/// The jet readings, against derivatives by other routes.
@Suite struct JetReadingTests {
  private let bits = 200

  private func x(_ n: Int, _ d: Int) -> Ball { Ball(Rational(n, d), bits: bits) }

  /// The jet of f(c_0 + c_1 t + ...) from its Taylor coefficients at c_0, by powers: another route than Horner.
  private func composed(_ outer: [Ball], _ inner: [Ball]) -> [Ball] {
    let zero = Ball(0, bits: bits)
    var sum = inner.map { _ in zero }
    var power = sum
    power[0] = Ball(1, bits: bits)
    for c in outer.prefix(inner.count) {
      for k in sum.indices { sum[k] += c * power[k] }
      power = power.indices.map { k in
        (0...k).reduce(zero) { $1 == 0 ? $0 : $0 + inner[$1] * power[k - $1] }
      }
    }
    return sum
  }

  private func expectJet(_ jet: Jet<Ball>, _ expected: [Ball], _ what: String) {
    #expect(jet.order == expected.count - 1, "\(what)")
    for k in expected.indices {
      expectOverlap(jet.coefficient(k), expected[k], "\(what), coefficient \(k)")
      #expect(jet.coefficient(k).accuracyBits > bits - 40, "\(what), coefficient \(k)")
    }
  }

  private var inner: [Ball] { [x(1, 3), x(-2, 1), x(5, 7), x(1, 9), x(-3, 4), x(1, 2)] }

  @Test func besselCliffordDifferentiatesToTheNextOrder() {
    for n in [0, 1, 4] {
      for start in [x(1, 3), x(-7, 2), x(0, 1), x(40, 1)] {
        let outer = (0..<6).map { k in
          Ball.besselClifford(n + k, start) / Ball(Integer.factorial(k), bits: bits)
        }
        let variable = Jet<Ball>.besselClifford(n, Jet(variable: start, order: 5))
        for k in 0..<6 { expectOverlap(variable.coefficient(k), outer[k], "C_\(n) at \(start.dump), \(k)") }
        var u = inner
        u[0] = start
        let jet = Jet<Ball>.besselClifford(n, Jet(coefficients: u) ?? 0)
        expectJet(jet, composed(outer, u), "C_\(n)")
      }
    }
  }

  /// z y'' + (n+1) y' - y = 0, coefficient by coefficient, on long jets (which use the recurrence).
  @Test func besselCliffordSatisfiesItsEquation() {
    for (n, start) in [(0, x(1, 3)), (3, x(100, 1)), (2, x(0, 1)), (1, x(-5, 1))] {
      let y = Jet<Ball>.besselClifford(n, Jet(variable: start, order: 30)).coefficients
      for k in 0..<28 {
        // z = start + t
        let second = start * y[k + 2] * ((k + 1) * (k + 2)) + y[k + 1] * (k * (k + 1))
        expectOverlap(second + y[k + 1] * ((n + 1) * (k + 1)), y[k], "order \(n), coefficient \(k)")
        #expect(y[k].accuracyBits > bits - 12 || !start.isNonNegative, "order \(n), coefficient \(k)")
      }
    }
  }

  @Test func besselIOfJets() {
    // I_n' = (I_{n-1} + I_{n+1})/2
    let start = x(7, 3)
    let jet = Jet<Ball>.besselI(3, Jet(variable: start, order: 2))
    expectOverlap(jet.value, .besselI(3, start), "I_3")
    expectOverlap(jet.derivative(1), (.besselI(2, start) + .besselI(4, start)) / 2, "I_3'")
    let second = (Ball.besselI(1, start) + .besselI(3, start) * 2 + .besselI(5, start)) / 4
    expectOverlap(jet.derivative(2), second, "I_3''")
    #expect(Jet<Ball>.besselI(2, Jet(constant: start)).isConstant)
  }

  @Test func exprelOfJets() {
    for start in [x(1, 3), x(0, 1), x(-50, 1), x(30, 1), x(300, 1)] {
      let outer = Ball.exprelTaylor(start, count: 6)
      expectJet(.exprel(Jet(variable: start, order: 5)), outer, "exprel")
      var u = inner
      u[0] = start
      let jet = Jet<Ball>.exprel(Jet(coefficients: u) ?? 0)
      expectJet(jet, composed(outer, u), "exprel")
      // u exprel(u) = e^u - 1
      let product = jet * (Jet(coefficients: u) ?? 0)
      let reference = Jet<Ball>.expm1(Jet(coefficients: u) ?? 0)
      for k in 0..<6 {
        expectOverlap(product.coefficient(k), reference.coefficient(k), "\(start.dump), \(k)")
      }
    }
    // A variable ball that contains 0.
    let around = Ball(center: Ball(0, bits: bits), radius: .power2(-20))
    let jet = Jet<Ball>.exprel(Jet(variable: around, order: 8))
    for k in 0...8 {
      #expect(jet.coefficient(k).contains(Rational(numerator: 1, denominator: Integer.factorial(k + 1)) ?? 0))
      #expect(jet.coefficient(k).accuracyBits > 17)
    }
  }

  @Test func gammaQOfJets() {
    for k in [1, 2, 7] {
      for start in [x(5, 3), x(0, 1), x(-2, 1)] {
        let jet = Jet<Ball>.gammaQ(k, Jet(variable: start, order: 6))
        // Q = e^-y Σ_{j<k} y^j/j!
        let y = Jet<Ball>(variable: start, order: 6)
        var sum: Jet<Ball> = Jet(constant: Ball(0, bits: bits))
        for j in 0..<k { sum = sum + .pow(y, j) / Jet(constant: Ball(Integer.factorial(j), bits: bits)) }
        let reference = .exp(-y) * sum
        for i in 0...6 {
          expectOverlap(jet.coefficient(i), reference.coefficient(i), "Q(\(k), \(start.dump)), \(i)")
          #expect(jet.coefficient(i).isFinite)
        }
      }
    }
  }

  @Test func exponentialIntegralsOfJets() {
    let variable = Jet<Ball>(variable: x(4, 3), order: 6)
    let ein = Jet<Ball>.ein(variable)
    let ei = Jet<Ball>.ei(variable)
    let e1 = Jet<Ball>.e1(variable)
    let log = Jet<Ball>.log(variable) + Jet(constant: withPrecision(bits) { Ball.eulerGamma })
    let difference = ein - log
    let mirrored = log - Jet<Ball>.ein(-variable)
    for k in 0...6 {
      expectOverlap(e1.coefficient(k), difference.coefficient(k), "E1, \(k)")
      expectOverlap(ei.coefficient(k), mirrored.coefficient(k), "Ei, \(k)")
      #expect(ein.coefficient(k).accuracyBits > bits - 20)
    }
    // At 0, Ein(t) = Σ (-1)^(k+1) t^k/(k k!).
    let zero = Jet<Ball>.ein(Jet(variable: Ball(0, bits: bits), order: 9))
    for k in 1...9 {
      let exact =
        Rational(numerator: k % 2 == 1 ? 1 : -1, denominator: Integer.factorial(k) * Integer(k)) ?? 0
      #expect(zero.coefficient(k).contains(exact) && zero.coefficient(k).accuracyBits > bits - 20)
    }
    #expect(!Jet<Ball>.ei(Jet(variable: x(0, 1), order: 2)).value.isFinite)
  }

  /// Jets of jets: mixed second derivatives of C_1(uv) and exprel(uv).
  @Test func nestedJets() {
    typealias Twice = Jet<Jet<Ball>>
    let (u, v) = (x(3, 2), x(2, 5))
    let inner = Jet<Ball>(variable: v, order: 2)
    let outer = Twice(variable: Jet(constant: u), order: 2)
    let product = outer * Twice(constant: inner)
    let z = u * v
    // ∂_u ∂_v f(uv) = f'(uv) + uv f''(uv)
    let c = Twice.besselClifford(1, product)
    let mixed = c.coefficient(1).coefficient(1)
    expectOverlap(mixed, .besselClifford(2, z) + z * .besselClifford(3, z), "C_1(uv)")
    let e = Twice.exprel(product).coefficient(1).coefficient(1)
    let t = Ball.exprelTaylor(z, count: 3)
    expectOverlap(e, t[1] + z * t[2] * 2, "exprel(uv)")
    #expect(mixed.accuracyBits > bits - 20 && e.accuracyBits > bits - 20)
  }

  @Test func constants() {
    #expect(Jet<Ball>.factorial(5).value.contains(Rational(120)) && Jet<Ball>.factorial(5).isConstant)
    #expect(Jet<Ball>.binomial(5, 2).value.contains(Rational(10)))
    #expect(Jet<Ball>.eulerGamma.isConstant)
    #expect(Jet<Ball>.exprel(Jet(constant: x(1, 2))).isConstant)
    #expect(Jet<Ball>.besselClifford(2, Jet(constant: x(1, 2))).isConstant)
  }

  @Test func doublesHaveTheSameJets() {
    let d = Jet<Double>(variable: 0.7, order: 4)
    let b = Jet<Ball>(variable: Ball(exactly: 0.7).rounded(to: 128), order: 4)
    let pairs: [(Jet<Double>, Jet<Ball>)] = [
      (.besselClifford(2, d), .besselClifford(2, b)), (.exprel(d), .exprel(b)),
      (.gammaQ(3, d), .gammaQ(3, b)),
      (.ein(d), .ein(b)), (.ei(d), .ei(b)), (.e1(d), .e1(b)), (.besselI(1, d), .besselI(1, b)),
    ]
    for (i, (x, y)) in pairs.enumerated() {
      for k in 0...4 {
        let exact = y.coefficient(k).estimate
        #expect(abs(x.coefficient(k) - exact) <= 1e-12 * max(abs(exact), 0.01), "pair \(i), coefficient \(k)")
      }
    }
  }
}
