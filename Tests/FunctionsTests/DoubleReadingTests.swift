import Testing
import VlasovFunctions

/// The Double readings against the balls.
@Suite struct DoubleReadingTests {
  private func check(
    _ value: Double, _ ball: Ball, _ tolerance: Double, _ what: @autoclosure () -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let exact = ball.estimate
    #expect(
      value == exact || abs(value - exact) <= tolerance * abs(exact), "\(what()): \(value), not \(exact)",
      sourceLocation: sourceLocation)
  }

  private func ball(_ x: Double) -> Ball { Ball(exactly: x).rounded(to: 128) }

  @Test func besselClifford() {
    var samples = Samples(seed: 51)
    for _ in 0..<2000 {
      let n = samples.int(0...40)
      let z = Double.random(in: -4...8, using: &samples)
      let x = powerOfTen(z) * (samples.int(0...3) == 0 ? -1 : 1)
      // Where C_n oscillates only the error against its amplitude is small.
      if x < 0, -x > Double(n + 1) { continue }
      let exact = Ball.besselClifford(n, ball(x))
      if exact.estimate.isInfinite || abs(exact.estimate) < 1e-300 { continue }
      check(Double.besselClifford(n, x), exact, 2e-14 * max(1, abs(x).squareRoot() / 50), "C_\(n)(\(x))")
    }
    for (n, y) in [(0, 100.0), (3, 57), (2, 4000)] {
      let exact = Ball.besselClifford(n, ball(-y)).estimate
      let amplitude = 1 / Double.pow(y, Double(n) / 2 + 0.25)
      #expect(abs(Double.besselClifford(n, -y) - exact) < 1e-14 * amplitude, "C_\(n)(-\(y))")
    }
    #expect(Double.besselClifford(0, 1e12) == .infinity && Double.besselClifford(0, .nan).isNaN)
    #expect(Double.besselClifford(-1, 1).isNaN)
  }

  @Test func besselI() {
    var samples = Samples(seed: 52)
    for _ in 0..<2000 {
      let n = samples.int(0...300)
      let x = Double.random(in: -500...500, using: &samples)
      let exact = Ball.besselI(n, ball(x))
      if abs(exact.estimate) < 1e-290 { continue }
      check(Double.besselI(n, x), exact, n > 170 ? 5e-12 : 1e-13, "I_\(n)(\(x))")
    }
    for (n, x) in [(1, 1.0), (2, 0.1), (5, 2), (0, 3)] {
      check(Double.besselI(n, x), Ball.besselI(n, ball(x)), 1e-15, "I_\(n)(\(x))")
    }
    #expect(Double.besselI(0, 0) == 1 && Double.besselI(4, 0) == 0 && Double.besselI(0, 1000) == .infinity)
  }

  @Test func exprelAndItsDerivatives() {
    var samples = Samples(seed: 53)
    for _ in 0..<1000 {
      let x =
        samples.int(0...1) == 0
        ? Double.random(in: -3...3, using: &samples) : Double.random(in: -900...600, using: &samples)
      check(.exprel(x), .exprel(ball(x)), 1e-15, "exprel(\(x))")
      let count = samples.int(1...30)
      let c = Double.exprelTaylor(x, count: count)
      let exact = Ball.exprelTaylor(ball(x), count: count)
      #expect(c.count == count)
      for m in c.indices where abs(exact[m].estimate) > 1e-280 {
        check(c[m], exact[m], 1e-12, "c_\(m)(\(x)) of \(count)")
      }
    }
    #expect(Double.exprel(0) == 1 && Double.exprel(.infinity) == .infinity && Double.exprel(-.infinity) == 0)
  }

  @Test func gammaQ() {
    var samples = Samples(seed: 54)
    for _ in 0..<1000 {
      let k = samples.int(1...400)
      let y = Double.random(in: 0...900, using: &samples)
      let exact = Ball.gammaQ(k, ball(y))
      if exact.estimate < 1e-290 { continue }
      check(.gammaQ(k, y), exact, y > 700 ? 3e-12 : 3e-13, "Q(\(k), \(y))")
    }
    for y in [-0.5, -3, -10] { check(.gammaQ(3, y), .gammaQ(3, ball(y)), 1e-12, "Q(3, \(y))") }
    check(.gammaQ(3, -705), .gammaQ(3, ball(-705)), 1e-11, "Q(3, -705)")
    check(.gammaQ(1 << 40, 2), Ball(1, bits: 64), 1e-15, "Q(2^40, 2)")
    #expect(Double.gammaQ(2, .infinity) == 0 && Double.gammaQ(0, 1).isNaN)
  }

  @Test func exponentialIntegrals() {
    var samples = Samples(seed: 55)
    for _ in 0..<1500 {
      let x = powerOfTen(Double.random(in: -6...2.8, using: &samples))
      check(.e1(x), .e1(ball(x)), 2e-14, "E1(\(x))")
      // Near the zero of Ei only the absolute error is small.
      let ei = Ball.ei(ball(x)).estimate
      #expect(abs(Double.ei(x) - ei) <= 3e-14 * max(abs(ei), 1), "Ei(\(x))")
      check(.ein(x), .ein(ball(x)), 3e-14, "Ein(\(x))")
      check(.ein(-x), .ein(ball(-x)), 3e-14, "Ein(-\(x))")
    }
    #expect(Double.e1(-1).isNaN && Double.ei(0).isNaN && Double.ei(1e4) == .infinity && Double.ein(0) == 0)
    check(.eulerGamma, .eulerGamma, 1e-16, "γ")
  }
}

private func powerOfTen(_ x: Double) -> Double { Double.pow(10, x) }
