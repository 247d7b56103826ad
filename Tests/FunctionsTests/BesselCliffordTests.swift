import Testing
import VlasovFunctions

/// C_n(z) term by term in ball arithmetic: another algorithm than the kernel's rectangular splitting.
private func directSeries(_ n: Int, _ z: Ball, bits: Int) -> Ball {
  let size = abs(z.estimate)
  let working = bits + Int(3 * size.squareRoot()) + 40 + n
  let w = z.rounded(to: max(working, z.bits))
  var term = Ball(1, bits: working)
  for k in stride(from: 2, through: n, by: 1) { term = term / k }
  var sum = term
  let goal = (term.exponent ?? 0) - working
  var k = 1
  while true {
    term = term * w / k / (k + n)
    sum += term
    k += 1
    // Later ratios are below size/(k (k+n)) < 1/2, so the tail is below the last term.
    if Double(k) * Double(k + n) > 2 * size + 1, (term.exponent ?? Int.min) < goal { break }
  }
  return Ball(center: sum, radius: term.magnitude)
}

@Suite struct BesselCliffordTests {
  @Test func agreesWithTheDirectSeries() {
    var samples = Samples(seed: 1)
    for _ in 0..<600 {
      let bits = samples.bits(most: 1500)
      let n = samples.int(0...1) == 0 ? samples.int(0...3) : samples.int(0...200)
      let z = samples.real(bits: bits, low: -40, high: 13)
      let (ball, point) = samples.ball(around: z, widest: 4)
      let value = Ball.besselClifford(n, ball)
      let reference = directSeries(n, point, bits: bits + 30)
      expectOverlap(value, reference, "C_\(n)(\(ball.dump)) at \(point.dump)")
      #expect(reference.accuracyBits > bits)
      if ball.isExact { #expect(value.accuracyBits >= bits - 3 || !z.isPositive, "C_\(n)(\(z.dump))") }
    }
  }

  @Test func losesNothingForNegativeArguments() {
    var samples = Samples(seed: 2)
    for _ in 0..<200 {
      let bits = samples.int(30...800)
      let n = samples.int(0...30)
      let z = -samples.positive(bits: bits, low: -10, high: 14)
      #expect(Ball.besselClifford(n, z).accuracyBits >= bits - 10, "C_\(n)(\(z.dump))")
    }
  }

  @Test func agreesWithTheDirectSeriesAtHighPrecision() {
    var samples = Samples(seed: 3)
    for _ in 0..<12 {
      let bits = samples.int(2000...6000)
      let n = samples.int(0...20)
      let z = samples.real(bits: bits, low: -4, high: 8)
      expectOverlap(
        .besselClifford(n, z), directSeries(n, z, bits: bits + 20), "C_\(n)(\(z.dump))")
    }
  }

  /// C_{n-1}(z) - z C_{n+1}(z) = n C_n(z) (DLMF 10.29.1).
  @Test func satisfiesTheRecurrence() {
    var samples = Samples(seed: 4)
    for _ in 0..<300 {
      let bits = samples.bits(most: 4000)
      let n = samples.int(1...60)
      // For negative arguments the cancellation costs 3 sqrt |z| bits.
      let z =
        samples.int(0...1) == 0
        ? samples.real(bits: bits, low: -200, high: 16) : samples.positive(bits: bits, low: 0, high: 30)
      let (ball, _) = samples.ball(around: z, widest: 0)
      let left = Ball.besselClifford(n - 1, ball) - ball * .besselClifford(n + 1, ball)
      expectOverlap(left, .besselClifford(n, ball) * n, "n = \(n), z = \(ball.dump)")
    }
  }

  /// The trapezoidal rule for (2π)^-1 ∫ e^{x cos θ} cos nθ dθ with N nodes gives Σ_m I_{n+mN}(x) exactly, and
  /// I_j(x) <= (x/2)^j/j! e^{x²/(4(j+1))}.
  @Test func agreesWithTheIntegralRepresentation() {
    for (n, x, nodes) in [
      (0, Rational(1), 60), (1, 1, 60), (3, Rational(7, 2), 70), (10, Rational(20, 3), 90),
    ] {
      let bits = 200
      let b = Ball(x, bits: bits)
      var sum = Ball(0, bits: bits)
      for j in 0..<nodes {
        let angle = Ball.pi(bits: bits) * (2 * j) / nodes
        sum += Ball.exp(b * Ball.cos(angle)) * Ball.cos(angle * n)
      }
      // Twice the first alias bounds all of them, as its successors are far smaller.
      let alias = nodes - n
      let bound = Ball.pow(b / 2, alias) * Ball.exp(b * b / 4) / Ball.factorial(Index(alias)) * 8
      let reference = Ball(center: sum / nodes, radius: bound.magnitude)
      let value = Ball.besselI(n, b)
      expectOverlap(value, reference, "I_\(n)(\(x))")
      #expect(reference.accuracyBits > 150)
    }
  }

  @Test func containsTheValuesOnWideBalls() {
    var samples = Samples(seed: 5)
    for _ in 0..<200 {
      let n = samples.int(0...5)
      let low = samples.int(-300...300)
      let high = low + samples.int(1...300)
      let ball = Ball.hull(Ball(low, bits: 80), Ball(high, bits: 80)) / 7
      let value = Ball.besselClifford(n, ball)
      #expect(value.isFinite)
      for i in 0...8 {
        let point = (Ball(low, bits: 120) * (8 - i) + Ball(high, bits: 120) * i) / 56
        expectOverlap(value, .besselClifford(n, point), "C_\(n) on [\(low)/7, \(high)/7], point \(i)")
      }
      // For positive arguments the hull of the end values, and no more.
      if low >= 0 {
        let ends = Ball.hull(
          .besselClifford(n, Ball(low, bits: 80) / 7), .besselClifford(n, Ball(high, bits: 80) / 7))
        #expect(value.radius.estimate <= ends.radius.estimate * 1.001)
      }
    }
  }

  @Test func isThinOnThinBalls() {
    // C_n'/C_n <= 1/sqrt z: a relative error of 2^-100 in z = 10^8 costs 10^4 2^-100.
    let z = Ball(center: Ball(100_000_000, bits: 200), radius: .power2(26 - 100))
    #expect(Ball.besselClifford(0, z).accuracyBits > 84)
    let around = Ball(center: Ball(0, bits: 200), radius: .power2(-150))
    #expect(Ball.besselClifford(3, around).accuracyBits > 148)
  }

  @Test func referenceDigits() {
    // mpmath 1.4: hyp0f1(n + 1, z)/n!
    let digits: [(Int, Rational, String)] = [
      (0, Rational(1, 4), "1.266065877752008335598244625214717537607670311354962207"),
      (1, Rational(1, 4), "1.130318207984970054415392055219726614657799243242184019"),
      (1, 3, "3.468649618760533141431482020292705510416734629587055639"),
      (3, Rational(-50, 7), "0.01541120656190450217691440960385842204672479286818672512"),
      (0, -2000, "0.06499501205678178586194706713943194752901334109911532415"),
      (7, 12345, "3.688014203885816497563535094800440249122047176983716069e+80"),
      (40, Rational(1, 1000), "1.225647332592530368733673827056827077263027430134611824e-48"),
      (2, 1_000_000, "3.459008439301908263105097503210584977822094878318708929e+860"),
      (250, -30000, "-8.704541146533929529744565660518290759080794884583202543e-562"),
      (1000, 500, "4.094793961010493130050354419455806628727549880604193356e-2568"),
    ]
    for (n, z, text) in digits { expectDigits(.besselClifford(n, Ball(z, bits: 256)), text, "C_\(n)(\(z))") }
  }

  @Test func modifiedBesselDigits() {
    // mpmath 1.4: besseli
    let digits: [(Int, Rational, String)] = [
      (1, 1, "0.5651591039924850272076960276098633073288996216210920095"),
      (5, 2, "0.009825679323131702320807050639648063467327774744304204563"),
      (0, -3, "4.880792585865024085611235546021319249424328856405997616"),
      (3, Rational(-7, 2), "-1.826392581597974334370947552641352560637049565912254930"),
      (2, 100, "1052384319324310573895597942339008755979480.736444148150"),
      (50, Rational(1, 3), "4.070044437346710653127310248015786347940102780249396860e-104"),
      (10, 700, "1.424076399929082122877513637028227537666068555046869282e+302"),
    ]
    for (n, x, text) in digits { expectDigits(.besselI(n, Ball(x, bits: 256)), text, "I_\(n)(\(x))") }
    // The eigenvalues n² I_n(β) of the attention kernel e^{β cos θ}.
    expectDigits(.besselI(1, Ball(1, bits: 256)), "0.56515910399248502720769602760986330732889962162109")
    expectDigits(.besselI(5, Ball(2, bits: 256)) * 25, "0.24564198307829255802017626599120158668319436860761")
  }

  @Test func modifiedBesselOnBalls() {
    var samples = Samples(seed: 6)
    for _ in 0..<300 {
      let bits = samples.bits(most: 800)
      let n = samples.int(0...20)
      let x = samples.real(bits: bits, low: -20, high: 8)
      let (ball, point) = samples.ball(around: x, widest: 3)
      let value = Ball.besselI(n, ball)
      let half = point.rounded(to: point.bits + bits + 200).scaled(by: -1)
      let reference = Ball.pow(half, n) * directSeries(n, half * half, bits: bits + 30)
      expectOverlap(value, reference, "I_\(n)(\(ball.dump)) at \(point.dump)")
      if ball.isExact { #expect(value.isZero || value.accuracyBits >= bits - 1, "I_\(n)(\(ball.dump))") }
    }
  }

  @Test func exactAndUndefinedArguments() {
    #expect(Ball.besselClifford(0, Ball(0, bits: 64)).contains(Rational(1)))
    #expect(Ball.besselClifford(3, Ball(0, bits: 64)).contains(Rational(1, 6)))
    #expect(Ball.besselI(2, Ball(0, bits: 64)).isZero)
    #expect(!Ball.besselClifford(Index(symbol: "n"), Ball(1, bits: 64)).isFinite)
    #expect(!Ball.besselClifford(-1, Ball(1, bits: 64)).isFinite)
    #expect(!Ball.besselI(-1, Ball(1, bits: 64)).isFinite)
    #expect(!Ball.besselClifford(0, .indeterminate).isFinite)
    #expect(Double.besselClifford(Index(symbol: "n"), 1).isNaN)
  }

  @Test func refusesAstronomicalArguments() {
    let log = FailureLog()
    FailureLog.$current.withValue(log) {
      #expect(!Ball.besselClifford(0, Ball(1, bits: 64).scaled(by: 100)).isFinite)
    }
    #expect(log.message?.hasSuffix("too many terms") == true)
  }

  @Test func stopsWhenTheBudgetIsSpent() {
    let budget = Budget()
    budget.cancel()
    Budget.$current.withValue(budget) {
      #expect(!Ball.besselClifford(0, Ball(100_000_000, bits: 64)).isFinite)
    }
  }

  @Test func largeArguments() {
    // I_0(2 sqrt z) e^{-2 sqrt z} (4π sqrt z)^{1/2} = 1 + 1/(16 sqrt z) + O(1/z) (DLMF 10.40.1).
    let root = Ball(1_000_00, bits: 128)
    let scaled =
      Ball.besselClifford(0, root * root) * .exp(root * -2) * .sqrt(.pi(bits: 128) * root * 4)
    let expected = Ball(1, bits: 128) + Ball(1, bits: 128) / (root * 16)
    #expect(abs((scaled - expected).estimate) < 1e-10)
    #expect(scaled.accuracyBits > 100)
  }
}
