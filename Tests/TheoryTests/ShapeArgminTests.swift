import TestSupport
import Testing

@testable import VlasovTheory

@Suite struct ShapeArgminTests {
  private static let cases = [
    "beta=1 M=8 t=1 lambda=1", "beta=2 M=8 t=2/5 lambda=1", "beta=1/3 M=5/2 t=3 lambda=7/2",
    "beta=4 M=40 t=1/30 lambda=2",
    "beta=8 M=3 t=1e-4 lambda=10", "beta=1 M=8 t=4 lambda=3", "beta=1 M=8 t=12 lambda=10",
  ]

  private func shape(_ call: String, bits: Int) throws -> BesselShape {
    let p = try Retrieval.call("argmin", call).arguments
    return withPrecision(bits + 32) {
      let x = p.lifted(to: Ball.self)
      return BesselShape(beta: x.beta, m: x.M, t: x.t, lambda: x.lambda, bits: bits)
    }
  }

  /// S_min and S_max are the profile's formula at s_min and s_max, also by Bessel functions from Miller's recurrence.
  @Test(arguments: cases) func valuesAreTheProfile(_ call: String) throws {
    let count = try #require(try Shape.certificate(call)).count
    for kind in ["min", "max"].prefix(count) {
      let s = try Retrieval.ball("argmin", "\(call) output=s_\(kind)")
      let value = try Retrieval.ball("argmin", "\(call) output=S_\(kind)")
      let p = try Retrieval.call("argmin", call).arguments
      let (formula, miller) = withPrecision(260) {
        let x = p.lifted(to: Ball.self)
        let at = Lifted(reals: ["s": s, "beta": x.beta, "M": x.M, "t": x.t, "lambda": x.lambda])
        return (
          Profile.formula(at, output: "S"),
          Miller.profile(s: s, beta: x.beta, m: x.M, t: x.t, lambda: x.lambda, bits: 220)
        )
      }
      Retrieval.expectSame(value, formula, digits: 45, "\(call) \(kind)")
      #expect((value - miller).magnitude <= value.magnitude.scaled(by: -150), "\(call) \(kind)")
    }
  }

  /// F changes its sign across Y_*, by 1e-40 to either side, in the direction of the kind.
  @Test(arguments: cases) func signChangesByBesselFunctions(_ call: String) throws {
    let shape = try shape(call, bits: 240)
    for kind in ["min", "max"].prefix(try #require(try Shape.certificate(call)).count) {
      let s = try Retrieval.ball("argmin", "\(call) output=s_\(kind)")
      let y = shape.age(s).center
      let step = withPrecision(260) { Ball.pow(Ball(10), -40) }
      let (below, above) = (shape.stationarity((y - step).center), shape.stationarity((y + step).center))
      #expect(below.value.isNonZero && above.value.isNonZero, "\(call)")
      #expect(
        below.value.isNegative == (kind == "min") && above.value.isPositive == (kind == "min"),
        "\(call) \(kind)")
      #expect(below.slope.isPositive == (kind == "min"), "\(call) \(kind)")
    }
  }

  /// The value at the minimum is below its neighbours, that at the maximum above.
  @Test func localExtremaOfTheProfile() throws {
    for (call, kinds) in [("beta=1 M=8 t=4 lambda=3", ["min", "max"]), ("beta=1 M=8 t=1 lambda=1", ["min"])] {
      for kind in kinds {
        let s = try Retrieval.answer("argmin", "\(call) output=s_\(kind)", digits: 12).value
        let value = try Retrieval.ball("argmin", "\(call) output=S_\(kind)")
        for shift in ["-1/1000", "+1/1000"] {
          let near = try Retrieval.ball("profile", "s=\(s)\(shift) \(call)")
          #expect(kind == "min" ? value.isBelow(near) : near.isBelow(value), "\(call) \(kind) \(shift)")
        }
      }
    }
  }

  @Test func doubleWell() throws {
    let call = "beta=30 M=4 t=6284/10000000000000000 lambda=6"
    func value(_ output: String, _ index: Int) throws -> Ball {
      try Retrieval.ball("argmin", "\(call) output=\(output) index=\(index)", digits: 40)
    }
    let (s1, s2, top) = try (value("s_min", 1), value("s_min", 2), value("s_max", 1))
    #expect(s1.isBelow(top) && top.isBelow(s2) && s2.isBelow(1))
    let (v1, v2, v) = try (value("S_min", 1), value("S_min", 2), value("S_max", 1))
    #expect(v1.isBelow(v) && v2.isBelow(v))
  }

  @Test(arguments: [
    ("beta=1 M=8 t=1 lambda=1 index=2", "1 interior minima"),
    ("beta=1 M=8 t=1 lambda=1 output=s_max", "0 interior maxima"),
    ("beta=1 M=8 t=4 lambda=3 output=S_max index=2", "1 interior maxima"),
    ("beta=1 M=8 t=5 lambda=3", "0 interior minima"),
    ("beta=30 M=4 t=6284e-16 lambda=6 index=3", "2 interior minima"),
    ("beta=1 M=8 t=1 lambda=1 index=1e30", "1 interior minima"),
  ])
  func indexBeyondTheNumber(_ call: String, _ number: String) throws {
    let answer = try Retrieval.answer("argmin", call)
    #expect(answer.status == .refused && answer.exitCode == 1 && answer.value.isEmpty && answer.ball == nil)
    #expect(answer.reason?.contains(number) ?? false, "\(answer.reason ?? "")")
    // `check` refutes what `eval` refuses.
    #expect(try Retrieval.check("argmin", call).verdict == .refuted)
  }

  @Test func checkCountsMinimaAndMaxima() throws {
    let double = "beta=30 M=4 t=6284e-16 lambda=6"
    for rest in ["index=1", "index=2", "output=s_max", "output=S_max index=1", "output=S_min index=2"] {
      #expect(try Retrieval.check("argmin", "\(double) \(rest)").verdict == .proved, "\(rest)")
    }
    #expect(try Retrieval.check("argmin", "\(double) output=s_max index=2").verdict == .refuted)
    #expect(try Retrieval.check("argmin", "beta=1 M=8 t=[1,3] lambda=1").verdict == .undecided)
  }

  @Test(arguments: ["lambda=0", "lambda=-1"]) func needsPositiveBias(_ lambda: String) throws {
    let answer = try Retrieval.answer("argmin", "beta=1 M=8 t=1 \(lambda)")
    #expect(answer.status == .refused && answer.reason?.contains("lambda > 0") ?? false)
    #expect(throws: InputError.self) { try Retrieval.answer("argmin", "beta=1 M=8 t=1 lambda=1 index=0") }
    #expect(throws: InputError.self) { try Retrieval.answer("argmin", "beta=1 M=8 t=0 lambda=1") }
  }

  /// s_* ~ t S_2/(2 λ S_1) as t -> 0, with S_2/S_1 from t_crit = 2(1 - e^-λ) S_1/S_2.
  @Test(arguments: ["1", "3/2", "1/10"]) func smallTimes(_ lambda: String) throws {
    let critical = try Retrieval.ball("t-crit", "beta=1 M=8 lambda=\(lambda)", digits: 330)
    let slope = withPrecision(1200) {
      let l = RealParameterBall.ball(lambda)
      return (1 - Ball.exp(-l)) / (l * critical)
    }
    // The relative correction is of the order t Y_*, and Y_* grows like log 1/t.
    var corrections: [Double] = []
    for exponent in [3, 6, 9, 30, 300] {
      let s = try Retrieval.ball("argmin", "beta=1 M=8 t=1e-\(exponent) lambda=\(lambda)", digits: 330)
      let error = withPrecision(1200) { s * Ball.pow(Ball(10), exponent) / slope - 1 }
      corrections.append(
        withPrecision(1200) { error * Ball.pow(Ball(10), exponent) }.estimate / Double(exponent))
    }
    #expect(corrections.allSatisfy { abs($0) < 3 && abs($0) > 0.003 }, "\(corrections)")
  }

  @Test func smallTimeDigits() throws {
    #expect(try Retrieval.answer("argmin", "beta=1 M=8 t=1e-3 lambda=1", digits: 5).value == "0.00025708")
  }

  /// As t rises to t_crit the minimum goes to the end of the prompt.
  @Test func closeToTheCriticalTime() throws {
    for (t, distance) in [("2.457488980", 1e-8), ("2.45748898032825561249121608", 1e-25)] {
      let s = try Retrieval.ball("argmin", "beta=1 M=8 t=\(t) lambda=1", digits: 40)
      let gap = (1 - s).estimate
      #expect(gap > 0 && gap < distance, "\(gap)")
    }
  }

  @Test func digitsAgreeAcrossPrecisions() throws {
    for output in ["s_min", "S_min"] {
      let call = "beta=1 M=8 t=1 lambda=1 output=\(output)"
      let short = try Retrieval.answer("argmin", call, digits: 50)
      let long = try Retrieval.answer("argmin", call, digits: 200)
      #expect(long.digits == 200 && long.status == .certified)
      #expect(try #require(long.ball).certainDecimal(digits: 50) == short.value)
      let other = try #require(short.ball)
      #expect(try other.overlaps(#require(long.ball)))
    }
  }

  /// The last of 120 digits by Bessel functions.
  @Test func manyDigitsByBesselFunctions() throws {
    let call = "beta=1 M=8 t=1 lambda=1"
    let s = try Retrieval.ball("argmin", call, digits: 120)
    let shape = try shape(call, bits: 500)
    let y = shape.age(s).center
    let step = withPrecision(500) { Ball.pow(Ball(10), -118) }
    #expect(shape.stationarity((y - step).center).value.isNegative)
    #expect(shape.stationarity((y + step).center).value.isPositive)
  }

  @Test func intervalsEnclose() throws {
    let wide = try Retrieval.answer("argmin", "beta=[0.999,1.001] M=8 t=[0.999,1.001] lambda=1")
    #expect(wide.status == .certified)
    let ball = try #require(wide.ball)
    #expect(ball.upperDouble - ball.lowerDouble < 0.01)
    for (beta, t) in [
      ("0.999", "0.999"), ("1.001", "0.999"), ("1", "1.0003"), ("0.9995", "1.001"), ("1.001", "1.001"),
    ] {
      #expect(ball.contains(try Retrieval.ball("argmin", "beta=\(beta) M=8 t=\(t) lambda=1", digits: 15)))
    }
  }
}

enum RealParameterBall {
  /// The enclosure of a constant text.
  static func ball(_ text: String) -> Ball { (try? RealParameter(parsing: text))?.ball ?? .indeterminate }
}
