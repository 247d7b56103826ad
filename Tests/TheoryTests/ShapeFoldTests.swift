import TestSupport
import Testing

@testable import VlasovTheory

@Suite struct ShapeFoldTests {
  private static let cases = [
    (beta: "1", m: "8", lambda: "3"), ("2", "16", "4"), ("1/2", "5/2", "2"), ("3", "8", "20"),
    ("5", "32", "7/4"),
    ("20", "200", "5"), ("1/1000", "3", "8"), ("1", "8", "60"), ("30", "300", "4"),
  ]

  /// F = F_Y = 0 at (s_fold, t_fold), by Bessel functions from Miller's recurrence, with F_YY > 0.
  @Test(arguments: cases) func residual(_ beta: String, _ m: String, _ lambda: String) throws {
    let call = "beta=\(beta) M=\(m) lambda=\(lambda)"
    let t = try Retrieval.ball("fold", call, digits: 50)
    let s = try Retrieval.ball("fold", "\(call) output=s_fold", digits: 50)
    let shape = withPrecision(280) {
      BesselShape(
        beta: RealParameterBall.ball(beta), m: RealParameterBall.ball(m), t: t.center,
        lambda: RealParameterBall.ball(lambda), bits: 240)
    }
    let y = shape.age(s).center
    let scale = shape.psi(y)[0].magnitude
    let f = shape.stationarity(y)
    #expect(f.value.magnitude <= scale.scaled(by: -140), "\(call): \(f.value.shortDescription)")
    #expect(f.slope.magnitude <= scale.scaled(by: -140), "\(call): \(f.slope.shortDescription)")
    let step = withPrecision(260) { Ball(Rational(1, 1000)) }
    #expect(shape.stationarity((y + step).center).slope.isPositive, "\(call)")
    #expect(shape.stationarity((y - step).center).slope.isNegative, "\(call)")
  }

  /// The profile itself has S' = S'' = 0 there, by Taylor coefficients in s.
  @Test func profileDerivatives() throws {
    let t = try Retrieval.ball("fold", "beta=1 M=8 lambda=3", digits: 40)
    let s = try Retrieval.ball("fold", "beta=1 M=8 lambda=3 output=s_fold", digits: 40)
    withPrecision(200) {
      let constants: [String: Jet<Ball>] = [
        "beta": 1, "M": 8, "lambda": 3, "t": Jet(constant: t), "s": Jet(variable: s, order: 3),
      ]
      let jet = Profile.formula(Lifted(reals: constants), output: "S")
      #expect(jet.coefficient(1).containsZero && jet.coefficient(1).magnitude <= .power2(-100))
      #expect(jet.coefficient(2).containsZero && jet.coefficient(2).magnitude <= .power2(-100))
      #expect(jet.coefficient(3).isNonZero)
    }
  }

  @Test(arguments: cases) func countsOnBothSides(_ beta: String, _ m: String, _ lambda: String) throws {
    let call = "beta=\(beta) M=\(m) lambda=\(lambda)"
    let t = try Retrieval.ball("fold", call, digits: 40)
    let critical = try Retrieval.ball("t-crit", call, digits: 40)
    #expect(critical.isBelow(t), "\(call)")
    for (factor, count) in [(Rational(999_999, 1_000_000), 2), (Rational(1_000_001, 1_000_000), 0)] {
      let text = try #require(withPrecision(200) { t * Ball(factor) }.certainDecimal(digits: 20))
      let found = try Shape.certificate("\(call) t=\(text)")
      #expect(found?.count == count, "\(call) t=\(text): \(String(describing: found))")
    }
    // The pair of critical points merges at s_fold.
    let before = try #require(
      withPrecision(200) { t * Ball(Rational(999_999, 1_000_000)) }.certainDecimal(digits: 20))
    let s = try Retrieval.ball("fold", "\(call) output=s_fold", digits: 15)
    let minimum = try Retrieval.ball("argmin", "\(call) t=\(before)", digits: 15)
    let maximum = try Retrieval.ball("argmin", "\(call) t=\(before) output=s_max", digits: 15)
    #expect(minimum.isBelow(s) && s.isBelow(maximum), "\(call)")
  }

  /// No fold for λ <= log 4; the refusal says that no critical point is left.
  @Test(arguments: ["1/100", "1", "1.3", "log(4)", "1.47"]) func noFold(_ lambda: String) throws {
    let answer = try Retrieval.answer("fold", "beta=1 M=8 lambda=\(lambda)")
    #expect(answer.status == .refused && answer.exitCode == 1 && answer.value.isEmpty, "\(answer)")
    #expect(answer.reason?.contains("fold above t_crit") ?? false, "\(answer.reason ?? "")")
    let check = try Retrieval.check("fold", "beta=1 M=8 lambda=\(lambda)")
    #expect(check.verdict == .refuted)
    #expect(check.hypotheses.first { $0.text == "lambda > 0" }?.verdict == .proved)
  }

  @Test(arguments: ["0", "-1"]) func needsPositiveBias(_ lambda: String) throws {
    let answer = try Retrieval.answer("fold", "beta=1 M=8 lambda=\(lambda)")
    #expect(answer.status == .refused && answer.reason?.contains("lambda > 0") ?? false)
    #expect(try Retrieval.check("fold", "beta=1 M=8 lambda=\(lambda)").verdict == .refuted)
  }

  @Test func check() throws {
    #expect(try Retrieval.check("fold", "beta=1 M=8 lambda=3").verdict == .proved)
    #expect(try Retrieval.check("fold", "beta=1 M=8 lambda=3 t=4.4708300578").verdict == .proved)
    #expect(try Retrieval.check("fold", "beta=1 M=8 lambda=3 t=4.4708300579").verdict == .refuted)
    #expect(try Retrieval.check("fold", "beta=1 M=8 lambda=3 t=[4,5]").verdict == .undecided)
    #expect(throws: InputError.self) { try Retrieval.answer("fold", "beta=1 M=8 lambda=3 t=1") }
  }

  /// Just above λ_fold(1, 8) = 1.47226955... the fold leaves the end of the prompt.
  @Test func justAboveTheThreshold() throws {
    for (lambda, distance) in [("1.48", 0.05), ("1.4724", 1e-3)] {
      let t = try Retrieval.ball("fold", "beta=1 M=8 lambda=\(lambda)", digits: 20)
      let s = try Retrieval.ball("fold", "beta=1 M=8 lambda=\(lambda) output=s_fold", digits: 20)
      let critical = try Retrieval.ball("t-crit", "beta=1 M=8 lambda=\(lambda)", digits: 20)
      #expect(critical.isBelow(t))
      #expect((1 - s).estimate < distance && (1 - s).isPositive, "\((1 - s).estimate)")
    }
  }

  /// t_fold is where the retention curve T is largest: F(Y; t_fold) > 0 away from the fold, by Bessel functions.
  @Test func isTheMaximumOfTheRetentionCurve() throws {
    for (beta, m, lambda) in [("1", "8", "3"), ("2", "16", "4")] {
      let t = try Retrieval.ball("fold", "beta=\(beta) M=\(m) lambda=\(lambda)", digits: 20).center
      let shape = withPrecision(160) {
        BesselShape(
          beta: RealParameterBall.ball(beta), m: RealParameterBall.ball(m), t: t,
          lambda: RealParameterBall.ball(lambda), bits: 128)
      }
      for k in 1...60 {
        let y = withPrecision(160) { Ball(Rational(k, 8)) }
        #expect(shape.stationarity(y).value.isPositive, "Y = \(k)/8")
      }
    }
  }

  @Test func intervals() throws {
    let answer = try Retrieval.answer("fold", "beta=[0.99999,1.00001] M=8 lambda=3")
    #expect(answer.status == .certified, "\(answer.reason ?? "")")
    let ball = try #require(answer.ball)
    for beta in ["0.99999", "1", "1.00001"] {
      #expect(ball.contains(try Retrieval.ball("fold", "beta=\(beta) M=8 lambda=3", digits: 15)))
    }
    #expect(ball.upperDouble - ball.lowerDouble < 0.01)
    // A wide interval without a fold is not refused wrongly, nor answered.
    #expect(try Retrieval.answer("fold", "beta=[1,2] M=8 lambda=1", seconds: 10).status != .certified)
    // Across λ_fold(1, 8) = 1.4722695558... some values have a fold, too near t_crit to be seen above it.
    #expect(try Retrieval.answer("fold", "beta=1 M=8 lambda=1.4722696", digits: 10).status == .certified)
    let across = try Retrieval.answer("fold", "beta=1 M=8 lambda=[1.4722695,1.4722696]", seconds: 5)
    #expect(across.status == .undecided, "\(across)")
  }
}
