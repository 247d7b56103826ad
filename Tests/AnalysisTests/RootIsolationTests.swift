import Testing
import VlasovAnalysis

@Suite struct RootIsolationTests {
  /// Each of the exact zeros, given in increasing order, lies in its own isolating interval.
  func expectZeros(
    _ outcome: RootIsolation.Outcome, _ zeros: [Rational], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.isComplete, sourceLocation: sourceLocation)
    #expect(outcome.zeros.count == zeros.count, sourceLocation: sourceLocation)
    for (found, zero) in zip(outcome.zeros, zeros) {
      let (a, b) = (Rational(exactly: found.lower), Rational(exactly: found.upper))
      #expect(a <= zero && zero <= b, "\(zero) not in \(a)...\(b)", sourceLocation: sourceLocation)
    }
    for (x, y) in zip(outcome.zeros, outcome.zeros.dropFirst()) {
      #expect(Rational(exactly: x.upper) <= Rational(exactly: y.lower), sourceLocation: sourceLocation)
    }
  }

  func isolate(
    _ f: Polynomial, _ a: Rational, _ b: Rational, bits: Int = 128, method: RootIsolation = RootIsolation()
  ) -> RootIsolation.Outcome {
    let slope = f.derivative
    return withPrecision(bits) {
      method.zeros(of: { f($0) }, derivative: { slope($0) }, from: Ball(a), to: Ball(b))
    }
  }

  @Test func randomPolynomialsAtRandomPrecisions() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<60 {
      var zeros = Set<Rational>()
      for _ in 0..<Int.random(in: 1...7, using: &random) { zeros.insert(random.thousandth(-3000...3000)) }
      let sorted = zeros.sorted()
      let bits = Int.random(in: 100...1000, using: &random)
      let outcome = isolate(Polynomial(zeros: sorted), -4, Rational(41, 10), bits: bits)
      expectZeros(outcome, sorted)
      // The largest zero of a monic polynomial is rising, and the directions alternate.
      for (k, zero) in outcome.zeros.reversed().enumerated() {
        #expect(zero.direction == (k % 2 == 0 ? .rising : .falling))
      }
      // A part of the interval holds the zeros of that part only.
      let cut = random.thousandth(-2000...2000) + Rational(1, 3000)
      expectZeros(isolate(Polynomial(zeros: sorted), -4, cut, bits: bits), sorted.filter { $0 < cut })
    }
  }

  @Test func zerosAtDyadicPointsAreCountedOnce() {
    // Every bisection point of the first four levels is a zero.
    let zeros = (1...15).map { Rational($0, 16) }
    expectZeros(isolate(Polynomial(zeros: zeros), 0, 1), zeros)
    expectZeros(isolate(Polynomial(zeros: [Rational(1, 2)]), 0, 1), [Rational(1, 2)])
    // All places where the method would cut [0, 1], in the order it tries them.
    let cuts = [
      Rational(45, 256), Rational(89, 256), Rational(27, 64), Rational(1, 2), Rational(151, 256),
      Rational(173, 256),
    ]
    expectZeros(isolate(Polynomial(zeros: cuts), 0, 1, bits: 200), cuts)
  }

  @Test func zerosAtTheEnds() {
    // Exact zeros at both ends are found as points.
    let outcome = isolate(Polynomial(zeros: [0, Rational(1, 4), 1]), 0, 1)
    expectZeros(outcome, [0, Rational(1, 4), 1])
    #expect(outcome.zeros.first?.upper.isZero == true)
    // The direction at an end is that of the derivative.
    #expect(outcome.zeros.map(\.direction) == [.rising, .falling, .rising])
    // An end that is not exact: the outermost point of its ball counts, so the zero is inside.
    expectZeros(isolate(Polynomial(zeros: [Rational(1, 3)]), Rational(1, 3), 1), [Rational(1, 3)])
  }

  @Test func endPointThatIsNotExactlyZeroStaysUndecided() {
    // sin has a zero at π, which no ball decides: neither found nor denied.
    let outcome = withPrecision(128) {
      let pi = Ball.pi(bits: 400).center.rounded(to: 400)
      return RootIsolation().zeros(
        of: { .sin($0) + (pi - .pi(bits: 400)) }, derivative: { .cos($0) }, from: 1, to: pi)
    }
    #expect(outcome.zeros.isEmpty)
    #expect(outcome.undecided.count == 1)
    #expect(outcome.undecided.first.map { $0.upper.upperDouble > 3.14159 } == true)
  }

  @Test func closeZerosNeedPrecision() {
    let gap = Rational(numerator: 1, denominator: Integer(1) << 100) ?? 0
    let third = Rational(1, 3)
    let f = Polynomial(zeros: [third, third + gap])
    let coarse = isolate(f, 0, 1, bits: 128)
    #expect(!coarse.isComplete && coarse.zeros.isEmpty)
    // What is undecided contains both zeros and is one interval.
    #expect(coarse.undecided.count == 1)
    if let left = coarse.undecided.first {
      #expect(Rational(exactly: left.lower) < third && third + gap < Rational(exactly: left.upper))
      #expect(left.reason == .flat || left.reason == .narrow)
    }
    expectZeros(isolate(f, 0, 1, bits: 400), [third, third + gap])
  }

  @Test func doubleZerosAreUndecidedAndOthersFound() {
    for bits in [64, 128, 300] {
      let f = Polynomial(zeros: [Rational(-1, 2), Rational(1, 3), Rational(1, 3), Rational(3, 4)])
      let outcome = isolate(f, -1, 1, bits: bits)
      #expect(outcome.zeros.count == 2)
      #expect(outcome.undecided.count == 1)
      if let left = outcome.undecided.first {
        #expect(Rational(exactly: left.lower) < Rational(1, 3))
        #expect(Rational(1, 3) < Rational(exactly: left.upper))
        #expect((left.upper - left.lower).upperDouble < 1e-4)
        #expect(!left.containsZero)
      }
    }
    // A triple zero changes sign: undecided, but its existence is certain.
    let triple = isolate(Polynomial(zeros: [Rational(1, 3), Rational(1, 3), Rational(1, 3)]), -1, 1)
    #expect(triple.zeros.isEmpty && triple.undecided.count == 1)
    #expect(triple.undecided.first?.containsZero == true)
    // x^2 at an end point, exactly zero there.
    let atEnd = isolate(Polynomial(zeros: [0, 0]), 0, 1)
    #expect(atEnd.zeros.isEmpty && atEnd.undecided.count == 1)
    #expect(atEnd.undecided.first?.containsZero == true)
  }

  @Test func noZeros() {
    expectZeros(isolate(Polynomial([Rational(1, 1_000_000), 0, 1]), -1, 1), [])
    let cosine = withPrecision(64) {
      RootIsolation().zeros(
        of: { .cos($0) + 1001 / 1000 }, derivative: { -.sin($0) }, from: -20, to: 20)
    }
    expectZeros(cosine, [])
  }

  @Test func chebyshev() {
    // T_n from its recurrence; the zeros are cos((2k - 1)π/2n).
    for n in [5, 12, 25] {
      var (a, b) = (Polynomial([1]), Polynomial([0, 1]))
      for _ in 1..<n {
        var next = [Rational](repeating: 0, count: b.coefficients.count + 1)
        for (k, c) in b.coefficients.enumerated() { next[k + 1] += 2 * c }
        for (k, c) in a.coefficients.enumerated() { next[k] -= c }
        (a, b) = (b, Polynomial(next))
      }
      let outcome = isolate(b, -1, 1, bits: 256)
      #expect(outcome.isComplete && outcome.zeros.count == n)
      for (k, zero) in outcome.zeros.enumerated() {
        let exact = withPrecision(256) { Ball.cos(.pi * (2 * (n - k) - 1) / (2 * n)) }
        #expect(zero.interval.contains(exact))
      }
    }
  }

  @Test func transcendental() {
    // sin has 31 zeros kπ in [-50, 50].
    let outcome = withPrecision(200) {
      RootIsolation().zeros(of: { .sin($0) }, derivative: { .cos($0) }, from: -50, to: 50)
    }
    // 0 is a bisection point of [-50, 50].
    #expect(outcome.isComplete && outcome.zeros.count == 31)
    for (k, zero) in outcome.zeros.enumerated() {
      #expect(zero.interval.contains(Ball.pi(bits: 300) * (k - 15)))
      #expect(zero.direction == ((k - 15) % 2 == 0 ? .rising : .falling))
    }
  }

  @Test func parameterRanges() {
    // x^2 - c for all c in [1.9, 2.1]: one zero for every c, and the interval holds all of them.
    let c = Ball.hull(Ball(Rational(19, 10), bits: 64), Ball(Rational(21, 10), bits: 64))
    let outcome = RootIsolation().zeros(of: { $0 * $0 - c }, derivative: { $0 * 2 }, from: 0, to: 3)
    #expect(outcome.isComplete && outcome.zeros.count == 1)
    #expect(outcome.zeros.first?.interval.contains(Ball.hull(.sqrt(c), .sqrt(c))) == true)
    // c in [-0.1, 0.1]: no zero, one or two, so nothing may be claimed near 0.
    let around = Ball.hull(Ball(Rational(-1, 10), bits: 64), Ball(Rational(1, 10), bits: 64))
    let open = RootIsolation().zeros(of: { $0 * $0 - around }, derivative: { $0 * 2 }, from: -1, to: 1)
    #expect(!open.isComplete && open.zeros.isEmpty)
    if let left = open.undecided.first, let right = open.undecided.last {
      #expect(left.lower.lowerDouble < -0.3162 && right.upper.upperDouble > 0.3162)
    }
  }

  @Test func undefinedFunctions() {
    // log is not defined on the left half: what is left is reported, and the zero at 1 is found.
    let outcome = RootIsolation().zeros(of: { .log($0) }, derivative: { 1 / $0 }, from: -1, to: 2)
    #expect(outcome.zeros.count == 1 && !outcome.isComplete)
    #expect(outcome.undecided.allSatisfy { $0.upper.upperDouble <= 0.2 })
    let never = RootIsolation().zeros(
      of: { _ in .indeterminate }, derivative: { _ in .indeterminate }, from: 0, to: 1)
    #expect(never.zeros.isEmpty && never.undecided.map(\.reason) == [.undefined])
    let unbounded = RootIsolation().zeros(of: { $0 }, derivative: { _ in 1 }, from: 0, to: .indeterminate)
    #expect(unbounded.zeros.isEmpty && !unbounded.isComplete)
  }

  @Test func limitsAreReported() {
    var method = RootIsolation()
    method.maximumEvaluations = 20
    let f = Polynomial(zeros: (1...9).map { Rational($0, 10) })
    let outcome = isolate(f, 0, 1, method: method)
    #expect(!outcome.isComplete && outcome.undecided.contains { $0.reason == .budget })
    let cancelled = Budget()
    cancelled.cancel()
    let stopped = Budget.$current.withValue(cancelled) { isolate(f, 0, 1) }
    #expect(stopped.zeros.isEmpty && stopped.undecided.count == 1)
    #expect(stopped.undecided.first?.reason == .budget)
  }
}
