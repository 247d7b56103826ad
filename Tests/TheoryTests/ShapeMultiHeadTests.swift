import TestSupport
import Testing

@testable import VlasovTheory

@Suite struct ShapeMultiHeadTests {
  private static let authors =
    "heads=[[1,1/5,3],[-27.519314453632965,1/5,1/4],[-1.5515192155322617,1/2,1/4],[3.9262326774050965e-06,3,2]] t=3/2 M=8"

  @Test(arguments: ["3", "0", "-2", "1/4"]) func oneHeadIsTheProfile(_ lambda: String) throws {
    for s in ["1/7", "1/1000", "1", "1e-9"] {
      let head = try Retrieval.ball("multi-head", "heads=[[1,2/3,\(lambda)]] t=3/2 M=8 s=\(s)")
      let profile = try Retrieval.ball("profile", "s=\(s) beta=2/3 M=8 t=3/2 lambda=\(lambda)")
      Retrieval.expectSame(head, profile, digits: 49, "lambda=\(lambda) s=\(s)")
    }
  }

  @Test func weightsSuperpose() throws {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<8 {
      let heads = (0..<3).map { _ in
        (
          v: Rational(random.int(-50...50), 7), beta: Rational(random.int(1...40), 10),
          lambda: Rational(random.int(-30...60), 10)
        )
      }
      let s = Rational(random.int(1...99), 100)
      let text = heads.map { "[\($0.v),\($0.beta),\($0.lambda)]" }.joined(separator: ",")
      let whole = try Retrieval.ball("multi-head", "heads=[\(text)] t=3/2 M=8 s=\(s)")
      let sum = try withPrecision(260) {
        try heads.reduce(Ball(0)) { sum, head in
          let one = try Retrieval.ball(
            "profile", "s=\(s) beta=\(head.beta) M=8 t=3/2 lambda=\(head.lambda)", digits: 65)
          return sum + Ball(head.v) * one
        }
      }
      #expect(whole.overlaps(sum) && (whole - sum).magnitude <= .power2(-150), "\(text) s=\(s)")
    }
  }

  @Test(arguments: [
    "s=1/4", "output=s_min", "output=s_min index=2", "output=S_max", "output=s_max", "output=S_min index=2",
  ])
  func configurationIsItsHeads(_ rest: String) throws {
    let named = try Retrieval.answer("multi-head", "config=authors-double-well \(rest)", digits: 40)
    let explicit = try Retrieval.answer("multi-head", "\(Self.authors) \(rest)", digits: 40)
    #expect(named.status == .certified && named.value == explicit.value)
  }

  /// The formula that `show` prints, summed over the heads, is the profile; the equation vanishes at its extrema.
  @Test func shownFormulas() throws {
    let rows = [
      ("1", "1/5", "3"), ("-27.519314453632965", "1/5", "1/4"),
      ("-1.5515192155322617", "1/2", "1/4"), ("3.9262326774050965e-06", "3", "2"),
    ]
    func sum(_ term: Expression, at s: Ball) throws -> Ball {
      try rows.reduce(Ball(0)) { sum, row in
        func ball(_ text: String) throws -> Ball { try RealParameter(parsing: text).ball }
        return try sum
          + term.evaluate(
            Ball.self,
            variables: [
              "v_h": ball(row.0), "beta_h": ball(row.1), "lambda_h": ball(row.2), "s": s, "t": ball("3/2"),
              "M": ball("8"),
            ])
      }
    }
    try withPrecision(250) {
      guard case .rowSum("h", let term)? = MultiHead.symbolic("S") else {
        Issue.record("S is not a sum over the heads")
        return
      }
      let value = try Retrieval.ball("multi-head", "config=authors-double-well s=1/4")
      Retrieval.expectSame(try sum(term, at: Ball(Rational(1, 4))), value, digits: 45, "S(1/4)")
      for output in ["s_min", "s_max"] {
        guard case .rowSumVanishes("h", let slope)? = MultiHead.symbolic(output) else {
          Issue.record("\(output) has no equation over the heads")
          continue
        }
        let s = try Retrieval.ball("multi-head", "config=authors-double-well output=\(output)", digits: 60)
        let here = try sum(slope, at: s)
        #expect(here.containsZero && here.magnitude <= .power2(-120), "\(output): \(here.shortDescription)")
        // The slope is not small elsewhere.
        let elsewhere = try sum(slope, at: s + Ball(Rational(1, 100)))
        #expect(elsewhere.isNonZero && !(elsewhere.magnitude <= .power2(-30)))
      }
    }
  }

  /// Of one head, the critical points above 1/1000 are those of retrieval.argmin.
  @Test func oneHeadsCriticalPoints() throws {
    for (beta, lambda, t, kinds) in [
      ("1", "1", "1", ["min"]), ("1", "3", "4", ["min", "max"]), ("2", "5/2", "3/5", ["min"]),
    ] {
      for kind in kinds {
        for output in ["s_\(kind)", "S_\(kind)"] {
          let head = try Retrieval.ball(
            "multi-head", "heads=[[1,\(beta),\(lambda)]] t=\(t) M=8 output=\(output)", digits: 40)
          let single = try Retrieval.ball(
            "argmin", "beta=\(beta) M=8 t=\(t) lambda=\(lambda) output=\(output)", digits: 40)
          Retrieval.expectSame(head, single, digits: 39, "beta=\(beta) lambda=\(lambda) t=\(t) \(output)")
        }
      }
      // A negative weight turns minima into maxima.
      let mirrored = try Retrieval.ball(
        "multi-head", "heads=[[-2,\(beta),\(lambda)]] t=\(t) M=8 output=S_max", digits: 40)
      let value = try Retrieval.ball(
        "argmin", "beta=\(beta) M=8 t=\(t) lambda=\(lambda) output=S_min", digits: 40)
      Retrieval.expectSame(mirrored, -2 * value, digits: 39, "mirrored")
    }
  }

  /// S' by the formula is the slope of the superposition, by Taylor coefficients of the single profiles.
  @Test func derivatives() throws {
    let rows: [[Rational]] = [
      [1, Rational(1, 5), 3], [-2, Rational(1, 2), Rational(1, 4)], [Rational(1, 3), 2, -1],
    ]
    try withPrecision(200) {
      let shape = try #require(
        MultiHeadShape(rows: rows.map { $0.map { Ball($0) } }, t: Ball(Rational(3, 2)), m: 8, bits: 200))
      for s in [Rational(1, 100), Rational(1, 3), Rational(9, 10)] {
        let jet = rows.reduce(Jet<Ball>(constant: 0)) { sum, row in
          let p: [String: Jet<Ball>] = [
            "beta": Jet(row[1]), "lambda": Jet(row[2]), "t": Jet(Rational(3, 2)), "M": 8,
            "s": Jet(variable: Ball(s), order: 2),
          ]
          return sum + Jet(row[0]) * Profile.formula(Lifted(reals: p), output: "S")
        }
        Retrieval.expectSame(shape.value(Ball(s)), jet.derivative(0), digits: 50, "S")
        Retrieval.expectSame(shape.derivative(Ball(s)), jet.derivative(1), digits: 48, "S'")
        Retrieval.expectSame(shape.secondDerivative(Ball(s)), jet.derivative(2), digits: 48, "S''")
      }
    }
  }

  /// Enclosures over ranges of s contain the values inside.
  @Test func rangesEnclose() throws {
    var random = SeededGenerator(seed: 5)
    try withPrecision(128) {
      let rows = [
        [Ball(1), Ball(Rational(1, 5)), Ball(3)], [Ball(-2), Ball(Rational(1, 2)), Ball(Rational(1, 4))],
      ]
      let shape = try #require(MultiHeadShape(rows: rows, t: Ball(Rational(3, 2)), m: 8, bits: 128))
      for _ in 0..<60 {
        let low = Rational(random.int(1...990), 1000)
        let high = low + (1 - low) * Rational(random.int(0...100), random.element(of: [100, 1000, 100_000]))
        let set = Ball.hull(Ball(low), Ball(high))
        let point = Ball(low + (high - low) * Rational(random.int(0...64), 64))
        for f in [shape.value, shape.derivative, shape.secondDerivative, shape.derivativeOnSet] {
          let (range, value) = (f(set), f(point))
          #expect(
            range.overlaps(value) && (!range.isNonZero || value.isNonZero),
            "[\(low), \(high)] at \(point.dump)")
        }
      }
    }
  }

  @Test(arguments: [
    ("t=1 M=8 s=1", "heads"), ("heads=[[1,1,1]] M=8 s=1", "t"), ("heads=[[1,1,1]] t=1 s=1", "M"),
    ("config=authors-double-well t=1 s=1", "t"), ("config=authors-double-well M=8 s=1", "M"),
    ("config=authors-double-well heads=[[1,1,1]] s=1", "heads"), ("config=nobody s=1", "config"),
    ("config=authors-double-well", "s"), ("config=authors-double-well s=1/2 index=1", "index"),
    ("config=authors-double-well output=s_min s=1/2", "s"),
    ("config=authors-double-well output=s_min index=0", "index"),
    ("heads=[[1,1]] t=1 M=8 s=1", "heads"), ("heads=[[1,1,1,1]] t=1 M=8 s=1", "heads"),
    ("heads=[] t=1 M=8 s=1", "heads"),
    ("heads=[[]] t=1 M=8 s=1", "heads"), ("heads=[[1,1,1] t=1 M=8 s=1", "heads"),
    ("heads=1,1,1 t=1 M=8 s=1", "heads"),
    ("heads=[[1,1,1],] t=1 M=8 s=1", "heads"), ("heads=[[1,x,1]] t=1 M=8 s=1", "heads"),
    ("heads=[[1,,1]] t=1 M=8 s=1", "heads"), ("heads=[[1,1,1]] t=0 M=8 s=1", "t"),
    ("heads=[[1,1,1]] t=1 M=8 s=2", "s"),
  ])
  func malformed(_ call: String, _ parameter: String) throws {
    let error = try #require(throws: InputError.self, "\(call)") { try Retrieval.answer("multi-head", call) }
    #expect(error.parameter == parameter, "\(error)")
  }

  @Test(arguments: ["0", "-1", "-1e-30"]) func betaMustBePositive(_ beta: String) throws {
    let answer = try Retrieval.answer("multi-head", "heads=[[1,1,1],[1,\(beta),1]] t=1 M=8 s=1")
    #expect(answer.status == .refused && answer.reason?.contains("beta > 0") ?? false, "\(answer)")
    let check = try Retrieval.check("multi-head", "heads=[[1,1,1],[1,\(beta),1]] t=1 M=8 s=1")
    #expect(check.verdict == .refuted)
  }

  @Test func betaThatTouchesZero() throws {
    let call = "heads=[[1,1,1],[1,[-0.1,1],1]] t=1 M=8 s=1"
    #expect(try Retrieval.answer("multi-head", call).status == .undecided)
    #expect(try Retrieval.check("multi-head", call).verdict == .undecided)
    #expect(try Retrieval.check("multi-head", "heads=[[1,1,1],[1,1e-9,1]] t=1 M=8 s=1").verdict == .proved)
  }

  /// Cells may be expressions, intervals and quoted text.
  @Test func cells() throws {
    let plain = try Retrieval.answer("multi-head", "heads=[[1,1/5,3],[-2,1/2,1/4]] t=3/2 M=8 s=1/4")
    let spelled = try Retrieval.answer(
      "multi-head", "heads=[[\"1\",0.2,sqrt(9)],[-(1+1),\"1/2\",0.25]] t=3/2 M=8 s=1/4")
    #expect(plain.status == .certified && plain.value == spelled.value)
    let wide = try Retrieval.answer("multi-head", "heads=[[[0.9,1.1],1/5,3],[-2,1/2,1/4]] t=3/2 M=8 s=1/4")
    #expect(try wide.status == .certified && #require(wide.ball).contains(#require(plain.ball)))
  }

  @Test func manyHeads() throws {
    let text = "[" + (1...400).map { "[1/400,1,\($0)/100]" }.joined(separator: ",") + "]"
    let answer = try Retrieval.answer("multi-head", "heads=\(text) t=1 M=8 s=1/2", digits: 10)
    #expect(answer.status == .certified, "\(answer.reason ?? "")")
  }

  @Test(arguments: [("output=s_min index=3", "2 in"), ("output=S_max index=2", "1 in")])
  func indexBeyondTheNumber(_ rest: String, _ number: String) throws {
    let answer = try Retrieval.answer("multi-head", "config=authors-double-well \(rest)")
    #expect(answer.status == .refused && answer.reason?.contains(number) ?? false, "\(answer)")
  }
}
