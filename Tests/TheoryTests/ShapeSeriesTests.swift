import TestSupport
import Testing

@testable import VlasovTheory

/// The enclosures that the shape results rest on: moments, Ψ and F over points, ranges and parameter intervals.
@Suite struct ShapeSeriesTests {
  private struct Setting {
    var beta: Rational
    var m: Rational
    var t: Rational
    var lambda: Rational
    var text: String { "beta=\(beta) M=\(m) t=\(t) lambda=\(lambda)" }
  }

  private func setting(_ random: inout SeededGenerator) -> Setting {
    Setting(
      beta: Rational(random.int(1...120), 10), m: Rational(random.int(4...160), 4),
      t: Rational(random.int(1...300), random.element(of: [100, 1000, 100_000])),
      lambda: Rational(random.int(1...120), 10))
  }

  private func series(_ s: Setting, bits: Int) -> StationarySeries? {
    withPrecision(bits) {
      StationarySeries(beta: Ball(s.beta), m: Ball(s.m), t: Ball(s.t), lambda: Ball(s.lambda), bits: bits)
    }
  }

  private func bessel(_ s: Setting, bits: Int) -> BesselShape {
    withPrecision(bits + 32) {
      BesselShape(beta: Ball(s.beta), m: Ball(s.m), t: Ball(s.t), lambda: Ball(s.lambda), bits: bits)
    }
  }

  /// |a - b| <= 2^-bits |a|: agreement with a route whose balls do not contain their truncation.
  private func expectClose(_ a: Ball, _ b: Ball, bits: Int, _ what: String) {
    #expect((a - b).magnitude <= a.magnitude.scaled(by: -bits), "\(what): \(a.dump) and \(b.dump)")
  }

  /// S_1, S_2, ... and sup a_n against Bessel functions from Miller's recurrence, mode by mode.
  @Test func moments() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<25 {
      let s = setting(&random)
      let bits = random.int(40...500)
      let table = try #require(
        withPrecision(bits + 64) { MomentTable(beta: Ball(s.beta), m: Ball(s.m), bits: bits) })
      let other = bessel(s, bits: bits + 60)
      let found = table.moments(40)
      #expect(found.count >= 40)
      for j in [1, 2, 3, 7, 20, 40] {
        let sum = withPrecision(bits + 92) {
          zip(other.rates, other.weights).reduce(Ball(0)) { $0 + $1.1 * Ball.pow($1.0, j) }
        }
        #expect(found[j - 1].overlaps(sum), "\(s.text) j=\(j) bits=\(bits)")
        #expect(found[j - 1].accuracyBits > bits - 8, "\(s.text) j=\(j) bits=\(bits)")
      }
      let largest = other.rates.dropFirst().reduce(other.rates[0]) { Ball.max($0, $1) }
      #expect(table.largest.overlaps(largest) && table.largest.accuracyBits > bits - 8, "\(s.text)")
    }
  }

  /// Moments over intervals of β and M contain those of the parameters inside.
  @Test func momentsOverIntervals() throws {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<10 {
      let s = setting(&random)
      let width = Rational(random.int(1...100), random.element(of: [1000, 100_000]))
      try withPrecision(128) {
        let beta = Ball.hull(Ball(s.beta), Ball(s.beta * (1 + width)))
        let m = Ball.hull(Ball(s.m), Ball(s.m * (1 + width)))
        let wide = try #require(MomentTable(beta: beta, m: m, bits: 128), "\(s.text)")
        for k in 0...3 {
          let u = 1 + width * Rational(k, 3)
          let v = 1 + width * Rational((2 * k) % 3, 3)
          let point = try #require(MomentTable(beta: Ball(s.beta * u), m: Ball(s.m * v), bits: 128))
          for j in [0, 1, 5, 20] {
            #expect(wide.moments(21)[j].overlaps(point.moments(21)[j]), "\(s.text) j=\(j + 1)")
          }
          #expect(wide.largest.overlaps(point.largest), "\(s.text)")
        }
      }
    }
  }

  /// Ψ^(j), F, F_Y and F_t at points.
  @Test func points() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<20 {
      let s = setting(&random)
      let shape = try #require(series(s, bits: 200))
      let other = bessel(s, bits: 260)
      for _ in 0..<3 {
        let y = Ball(Rational(random.int(1...2000), random.element(of: [100, 1000, 1_000_000])), bits: 200)
        let what = "\(s.text) Y=\(y.dump)"
        withPrecision(200) {
          let psi = other.psi(y.rounded(to: 292))
          for j in 0...2 { expectClose(shape.psi(j, y), psi[j], bits: 185, "\(what) j=\(j)") }
          let f = other.stationarity(y.rounded(to: 292))
          let scale = psi[0].magnitude + psi[1].magnitude * Magnitude(1 + Int(Double.exp(y.estimate)))
          #expect((shape.value(y) - f.value).magnitude <= scale.scaled(by: -150), "\(what)")
          #expect((shape.derivative(y) - f.slope).magnitude <= scale.scaled(by: -140), "\(what)")
          // t ∂_t = 1 + Y ∂_Y on Ψ, because ψ_c(y) = c C_1(cy).
          let time = Ball(s.t)
          for j in 0...2 {
            let derivative = (Ball(j + 1) * shape.psi(j, y) + y * shape.psi(j + 1, y)) / time
            expectClose(shape.psiByTime(j, y), derivative, bits: 180, "\(what) j=\(j)")
          }
          let growth = Ball.exp(y) / Ball.expm1(Ball(s.lambda))
          let byTime = shape.byTime(y)
          let (d0, d1, d2) = (shape.psiByTime(0, y), shape.psiByTime(1, y), shape.psiByTime(2, y))
          #expect(byTime.value.overlaps((1 + growth) * d1 - d0), "\(what)")
          #expect(byTime.derivative.overlaps(growth * d1 + (1 + growth) * d2 - d1), "\(what)")
          // F_YY as the quotient of differences of F_Y.
          let h = Ball(1).scaled(by: -60)
          let quotient = (shape.derivative(y + h) - shape.derivative(y - h)) / (2 * h)
          let second = shape.secondDerivative(y)
          #expect(
            (second - quotient).magnitude <= second.magnitude.scaled(by: -40) + scale.scaled(by: -60),
            "\(what)")
        }
      }
    }
  }

  /// Over a range of Y, and over intervals of the parameters, every enclosure contains the values inside.
  @Test func ranges() throws {
    var random = SeededGenerator(seed: 4)
    for round in 0..<60 {
      let s = setting(&random)
      let width = round % 2 == 0 ? Rational(0) : Rational(1, random.element(of: [100, 10_000]))
      var inside = s
      inside.beta = s.beta * (1 + width * Rational(random.int(0...8), 8))
      inside.t = s.t * (1 + width * Rational(random.int(0...8), 8))
      inside.lambda = s.lambda * (1 + width * Rational(random.int(0...8), 8))
      let exact = try #require(series(inside, bits: 200))
      try withPrecision(100) {
        func range(_ x: Rational) -> Ball { .hull(Ball(x), Ball(x * (1 + width))) }
        let shape = try #require(
          StationarySeries(
            beta: range(s.beta), m: Ball(s.m), t: range(s.t), lambda: range(s.lambda), bits: 100))
        let low = Rational(random.int(0...1000), random.element(of: [100, 1000, 100_000]))
        let high = low + Rational(random.int(0...1000), random.element(of: [100, 1000, 1_000_000_000]))
        let set = Ball.hull(Ball(low), Ball(high))
        let y = withPrecision(200) { Ball(low + (high - low) * Rational(random.int(0...16), 16)) }
        func contains(_ f: (StationarySeries, Ball) -> Ball, _ name: String) {
          let (all, one) = (f(shape, set), withPrecision(200) { f(exact, y) })
          #expect(all.overlaps(one), "\(name) \(inside.text) [\(low), \(high)] at \(y.dump)")
          #expect(all.isFinite && one.isFinite, "\(name)")
        }
        contains({ $0.value($1) }, "F")
        contains({ $0.derivative($1) }, "F_Y")
        contains({ $0.secondDerivative($1) }, "F_YY")
        contains({ $0.byTime($1).value }, "F_t")
        contains({ $0.byTime($1).derivative }, "F_Yt")
        for j in 0...3 { contains({ $0.psi(j, $1) }, "psi \(j)") }
      }
    }
  }

  /// F > 0 from `positiveFrom` on, F keeps its sign up to `nonZeroUpTo`, by Bessel functions.
  @Test func endsOfTheSearch() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<15 {
      let s = setting(&random)
      let shape = try #require(series(s, bits: 128))
      let other = bessel(s, bits: 150)
      try withPrecision(128) {
        let last = try #require(shape.positiveFrom(), "\(s.text)")
        for factor in [Rational(1), Rational(101, 100), Rational(3, 2), 4] {
          #expect(other.stationarity((last * Ball(factor)).center).value.isPositive, "\(s.text)")
        }
        let first = try #require(try CriticalPoints(shape: shape).nonZeroUpTo(), "\(s.text)")
        let signs = [Rational(1, 1000), Rational(1, 3), 1].map {
          other.stationarity((first * Ball($0)).center).value.isPositive
        }
        #expect(Set(signs).count == 1, "\(s.text)")
        #expect(signs[0] == shape.value(0).isPositive, "\(s.text)")
      }
    }
  }

  /// The sign pattern is that of the Taylor coefficients, G_k = Σ_n ω_n (...) summed mode by mode.
  @Test func patternOfTaylorCoefficients() throws {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<15 {
      var s = setting(&random)
      // t sup a_n of at most a hundred or so: the pattern then has a few hundred signs at most.
      let largest = try Retrieval.ball("eigenvalue", "beta=\(s.beta) output=sup", digits: 5).upperDouble
      s.t = Rational(random.int(1...1000), 10) / Rational(Int(largest.rounded(.up)))
      let shape = try #require(series(s, bits: 200))
      let pattern = try withPrecision(200) { try CriticalPoints(shape: shape).pattern() }
      guard case .certified(let negative)? = pattern else {
        Issue.record("\(s.text): no pattern")
        continue
      }
      let other = bessel(s, bits: 240)
      withPrecision(272) {
        let q = (0...(negative.count + 1)).map { k in
          zip(other.rates, other.weights).reduce(Ball(0)) {
            $0 + $1.1 * Ball.pow($1.0 * Ball(s.t), k + 1) / Ball.factorial(k + 1)
          }
        }
        let r = 1 / (Ball.exp(Ball(s.lambda)) - 1)
        for k in negative.indices {
          let sum = (0...k).reduce(Ball(0)) { $0 + Ball.binomial(k, $1) * q[$1 + 1] }
          #expect((q[k + 1] - q[k] + r * sum).isNegative == negative[k], "\(s.text) k=\(k)")
        }
      }
      #expect(negative.last == false)
    }
  }
}
