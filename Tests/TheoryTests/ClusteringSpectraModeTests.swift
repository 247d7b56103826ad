import Testing

@testable import VlasovTheory

/// Spectra of aligned and polarised states.
@Suite struct ClusteringSpectraModeTests {
  @Test(
    arguments: [
      ("[2,0.7,-0.5]", 0, "-1.3", "1"), ("[2,0.7,-0.5]", 1, "1.3", "0"), ("[2,0.7,-0.5]", 2, "2.5", "0"),
      // Tokens drift apart where λ_k < 0; ties and zeros are marginal.
      ("[-1,-2]", 0, "1", "0"), ("[1,1]", 0, "0", "0"), ("[0,-1]", 0, "0", "0"), ("[1,-5,-7]", 0, "-1", "1"),
      ("[1,1-2^-300]", 0, nil, "1"), ("[sqrt(2),-sqrt(2)]", 0, nil, "1"), ("[pi,pi]", 1, nil, "0"),
      ("[pi,3]", 0, nil, "1"), ("[pi,22/7]", 0, nil, "0"), ("[[1,2],0.5]", 0, nil, "1"),
      ("[[1,2],3]", 0, nil, "0"),
    ] as [(String, Int, String?, String)]) func pure(
      _ lambdas: String, _ k: Int, _ leading: String?, _ stable: String
    )
    throws
  {
    let call = "lambdas=\(lambdas) k=\(k) n=4"
    #expect(try Overlap.answer("pure-mode-spectrum", "\(call) output=stable").value == stable, "\(call)")
    let value = try Overlap.answer("pure-mode-spectrum", call)
    if let leading { #expect(value.value == leading && value.status == .exact, "\(call)") }
    let rate = try Overlap.answer("pure-mode-spectrum", "\(call) output=rate")
    if let a = value.ball, let b = rate.ball { #expect((a + b).containsZero, "\(call)") }
  }

  @Test func pureIntervals() throws {
    // max(0, [0.5,0.6]) - [1,2]: each eigenvalue enters once.
    let answer = try Overlap.answer("pure-mode-spectrum", "lambdas=[[1,2],[0.5,0.6]] k=0 n=3")
    let ball = try #require(answer.ball)
    #expect(ball.contains(Rational(-3, 2)) && ball.contains(Rational(-2, 5)))
    #expect(!ball.contains(Rational(-151, 100)) && !ball.contains(Rational(-39, 100)))
    let doubt = try Overlap.answer("pure-mode-spectrum", "lambdas=[[1,2],[1,2]] k=0 n=3 output=stable")
    #expect(doubt.status == .undecided && doubt.exitCode == 2)
    let equal = try Overlap.answer(
      "pure-mode-spectrum", "lambdas=[sqrt(2)+sqrt(3),sqrt(5+2*sqrt(6))] k=0 n=3 output=stable")
    #expect(equal.status == .undecided)
  }

  @Test func badInput() {
    for (call, name) in [
      ("lambdas=[1,2] k=2 n=4", "k"), ("lambdas=[1,2] k=-1 n=4", "k"), ("lambdas=[1,2] k=1e30 n=4", "k"),
      ("lambdas=[1] k=0 n=4", "lambdas"), ("lambdas=[1,2] k=0 n=1", "n"), ("lambdas=1 k=0 n=4", "lambdas"),
    ] { Overlap.expectInputError("pure-mode-spectrum", call, name) }
    for (call, name) in [
      ("lambdas=[0,1] beta=1 n_plus=1 n_minus=1", "lambdas"),
      ("lambdas=[1,-1] beta=1 n_plus=1 n_minus=1", "lambdas"),
      ("lambdas=[-1] beta=1 n_plus=1 n_minus=1", "lambdas"),
      ("lambdas=[-1,1] beta=0 n_plus=1 n_minus=1", "beta"),
      ("lambdas=[-1,1] beta=1 n_plus=0 n_minus=1", "n_plus"),
      ("lambdas=[-1,1] beta=1 n_plus=1 n_minus=0", "n_minus"),
    ] { Overlap.expectInputError("polarised-mode-rate", call, name) }
  }

  // MARK: Polarised

  static func leading(_ call: String) throws -> Ball { try Overlap.ball("polarised-mode-rate", call) }

  /// Balanced: λ_l - μT, -T(μ + λ_l), -μT with T = tanh βμ.
  @Test(arguments: [
    ("-1.5", ["-0.4", "0.3"], "0.8"), ("-2", ["-1", "-1.9"], "3"), ("-1", ["0"], "1/3"),
    ("-1", ["0.9", "-0.5"], "1"),
    ("-sqrt(2)", ["-pi/4", "1/5"], "2"), ("-1", ["1"], "40"), ("-1", ["-2"], "1"),
    ("-1e-20", ["1e-21"], "1e10"),
  ]) func balanced(_ first: String, _ others: [String], _ beta: String) throws {
    for n in [1, 2, 5] {
      let call =
        "lambdas=[\(([first] + others).joined(separator: ","))] beta=\(beta) n_plus=\(n) n_minus=\(n)"
      let value = try Self.leading(call)
      let expected = try withPrecision(400) {
        let mu = -(try RealParameter(parsing: first).ball)
        let t = Ball.tanh(try RealParameter(parsing: beta).ball * mu)
        var values = n > 1 ? [-mu * t] : []
        for other in others {
          let lambda = try RealParameter(parsing: other).ball
          values += [lambda - mu * t, -t * (mu + lambda)]
        }
        return values.dropFirst().reduce(values[0]) { .max($0, $1) }
      }
      Overlap.expectSame(value, expected, digits: 35, call)
      let stable = try Overlap.answer("polarised-mode-rate", call + " output=stable").value
      #expect(stable == (expected.isNegative ? "1" : "0"), "\(call)")
    }
  }

  /// Unbalanced: the formula with Z_± and A_± as in the statement.
  @Test(arguments: [
    ("[-1.5,-0.4,0.3]", "0.8", 3, 1), ("[-1.5,-0.4,0.3]", "0.8", 1, 3), ("[-1,0.2]", "0.1", 5, 1),
    ("[-1,-3,0.5]", "2", 7, 2), ("[-2,0]", "1/7", 4, 3), ("[-1,0]", "3", 1, 1000), ("[-1/3,1/3]", "5", 2, 9),
    ("[-1,-1+2^-90]", "1", 3, 2), ("[-1,0]", "1", 1, 2),
  ]) func unbalanced(_ lambdas: String, _ beta: String, _ plus: Int, _ minus: Int) throws {
    let call = "lambdas=\(lambdas) beta=\(beta) n_plus=\(plus) n_minus=\(minus)"
    let entries = try Overlap.call("polarised-mode-rate", call).arguments.vector("lambdas") ?? []
    let expected = try withPrecision(600) {
      let mu = -entries[0].ball
      let up = Ball.exp(try RealParameter(parsing: beta).ball * mu)
      let down = 1 / up
      let (zPlus, zMinus) = (plus * down + minus * up, minus * down + plus * up)
      let (aPlus, aMinus) = (
        mu * (minus * up - plus * down) / zPlus, mu * (plus * up - minus * down) / zMinus
      )
      var values: [Ball] = []
      if plus > 1 { values.append(-aPlus) }
      if minus > 1 { values.append(-aMinus) }
      for lambda in entries.dropFirst().map(\.ball) {
        let (p, q) = (lambda * (plus * down) / zPlus - aPlus, lambda * (minus * down) / zMinus - aMinus)
        let (r, s) = (lambda * (minus * up) / zPlus, lambda * (plus * up) / zMinus)
        values.append((p + q) / 2 + Ball.sqrt((p - q) * (p - q) / 4 + r * s))
      }
      return values.dropFirst().reduce(values[0]) { .max($0, $1) }
    }
    let value = try Self.leading(call)
    #expect(
      value.overlaps(expected) && value.accuracyBits > 110,
      "\(call): \(value.shortDescription), \(expected.shortDescription)")
    let stable = try Overlap.answer("polarised-mode-rate", call + " output=stable").value
    #expect(stable == (expected.isNegative ? "1" : "0"), "\(call)")
  }

  /// λ_l = -μ exactly: a zero mode.
  @Test func zeroModes() throws {
    for (lambdas, beta, plus, minus) in [
      ("[-1,-1]", "1", 2, 2), ("[-1,-1,-1]", "1/3", 1, 1), ("[-sqrt(2),-sqrt(2),-0.1]", "2", 3, 2),
      ("[-pi,-pi]", "1", 1, 4),
    ] {
      let call = "lambdas=\(lambdas) beta=\(beta) n_plus=\(plus) n_minus=\(minus)"
      let answer = try Overlap.answer("polarised-mode-rate", call)
      #expect(answer.value == "0" && answer.status == .exact, "\(call): \(answer.value)")
      #expect(try Overlap.answer("polarised-mode-rate", call + " output=stable").value == "0")
    }
    // A zero mode beside an unstable one.
    let both = try Self.leading("lambdas=[-1,-1,3] beta=1 n_plus=2 n_minus=2")
    Overlap.expectSame(
      both, withPrecision(300) { 3 - Ball.tanh(1) }, digits: 35, "zero and unstable")
    // Unbalanced enough, deviations of the large cluster grow.
    #expect(try Self.leading("lambdas=[-1,-1] beta=0.1 n_plus=9 n_minus=1").isPositive)
  }

  /// Large βμ: nothing overflows, and the small part survives where the large ones cancel: λ = μ gives 2μE/(1+E).
  @Test func largeExponents() throws {
    let value = try Self.leading("lambdas=[-1,1] beta=1e6 n_plus=2 n_minus=2")
    let expected = withPrecision(400) {
      let e = Ball.exp(-2_000_000)
      return 2 * e / (1 + e)
    }
    Overlap.expectSame(value, expected, digits: 35, "lambda = mu")
    let answer = try Overlap.answer(
      "polarised-mode-rate", "lambdas=[-1,1] beta=1e6 n_plus=2 n_minus=2 output=stable")
    #expect(answer.value == "0")
    for (call, sign) in [
      ("lambdas=[-3,-1] beta=1e12 n_plus=5 n_minus=7", -1),
      ("lambdas=[-1e9,-1] beta=1e9 n_plus=1 n_minus=1e30", -1),
      ("lambdas=[-1,1-1e-30] beta=1e6 n_plus=2 n_minus=3", -1),
      ("lambdas=[-1,1+1e-30] beta=1e6 n_plus=2 n_minus=3", 1),
      ("lambdas=[-1,-1-1e-30] beta=1e6 n_plus=2 n_minus=3", 1),
      ("lambdas=[-1,0.1] beta=1e-6 n_plus=2 n_minus=3", 1),
    ] {
      let leading = try Self.leading(call)
      #expect(sign > 0 ? leading.isPositive : leading.isNegative, "\(call): \(leading.shortDescription)")
      #expect(
        try Overlap.answer("polarised-mode-rate", call + " output=stable").value == (sign > 0 ? "0" : "1"),
        "\(call)")
    }
  }

  /// The boundary 2βμ = |log(n_+/n_-)|.
  @Test func imbalance() throws {
    func stable(_ beta: String, _ plus: Int, _ minus: Int) throws -> String {
      try Overlap.answer(
        "polarised-mode-rate", "lambdas=[-1,-0.5] beta=\(beta) n_plus=\(plus) n_minus=\(minus) output=stable"
      ).value
    }
    #expect(try stable("log(3)/2+1e-20", 3, 1) == "1" && stable("log(3)/2-1e-20", 3, 1) == "0")
    #expect(try stable("log(3)/2+1e-20", 2, 6) == "1" && stable("log(3)/2-1e-20", 2, 6) == "0")
    #expect(try stable("log(3)/2", 3, 1) == "0")
  }

  @Test func polarisedIntervals() throws {
    for (box, points) in [
      (
        "lambdas=[-1.5,[-0.4,-0.3],0.1] beta=0.8",
        ["lambdas=[-1.5,-0.4,0.1] beta=0.8", "lambdas=[-1.5,-0.3,0.1] beta=0.8"]
      ),
      (
        "lambdas=[-1,[-0.2,0.3]] beta=2",
        ["lambdas=[-1,-0.2] beta=2", "lambdas=[-1,0] beta=2", "lambdas=[-1,0.3] beta=2"]
      ),
      (
        "lambdas=[[-1.1,-1],-0.5] beta=[1,1.2]", ["lambdas=[-1.1,-0.5] beta=1", "lambdas=[-1,-0.5] beta=1.2"]
      ),
      ("lambdas=[[-1.1,-0.9],[-1.1,-0.9]] beta=1", ["lambdas=[-1.1,-0.9] beta=1", "lambdas=[-1,-1] beta=1"]),
    ] {
      for counts in ["n_plus=2 n_minus=2", "n_plus=3 n_minus=1"] {
        let whole = try Overlap.answer("polarised-mode-rate", "\(box) \(counts)")
        let enclosure = try #require(whole.ball, "\(box)")
        for point in points {
          let value = try Overlap.answer("polarised-mode-rate", "\(point) \(counts)").ball ?? 0
          #expect(enclosure.overlaps(value), "\(box) \(counts): \(enclosure.shortDescription) at \(point)")
        }
      }
    }
    let proved = "lambdas=[[-1.1,-1],[-0.5,0.1]] beta=[1,1.2] n_plus=2 n_minus=2 output=stable"
    #expect(try Overlap.answer("polarised-mode-rate", proved).value == "1")
    let open = try Overlap.answer(
      "polarised-mode-rate", "lambdas=[-1,[0.7,0.8]] beta=1 n_plus=2 n_minus=2 output=stable")
    #expect(open.status == .undecided)
    let sign = try Overlap.answer("polarised-mode-rate", "lambdas=[[-1,1],1] beta=1 n_plus=1 n_minus=1")
    #expect(sign.status == .undecided && sign.reason?.contains("negative") == true)
  }

  /// stable against the sign of leading, at random parameters.
  @Test func stableIsTheSignOfLeading() throws {
    let seed: UInt64 = 40_11
    var random = RandomStream(seed: seed, stream: 0)
    for _ in 0..<60 {
      let d = 2 + random.integer(below: 3)
      let lambdas = (0..<d).map { l in
        let value = random.integer(below: 300) - 150
        return "\(l == 0 ? -abs(value) - 1 : value)/100"
      }
      let (plus, minus) = (1 + random.integer(below: 4), 1 + random.integer(below: 4))
      let call =
        "lambdas=[\(lambdas.joined(separator: ","))] beta=\(1 + random.integer(below: 300))/100 n_plus=\(plus) n_minus=\(minus)"
      let leading = try Self.leading(call)
      let stable = try Overlap.answer("polarised-mode-rate", call + " output=stable").value
      #expect(stable == (leading.isNegative ? "1" : "0"), "seed \(seed): \(call)")
    }
  }

  // MARK: Simulation

  @Test(arguments: [
    ("pure-mode-spectrum", ""), ("pure-mode-spectrum", "lambdas=[2,0.7,-0.5] k=1 n=3 output=rate"),
    ("pure-mode-spectrum", "lambdas=[-1,-0.5] k=0 n=3"),
    ("pure-mode-spectrum", "lambdas=[2,1] k=0 n=3 output=stable"),
    ("polarised-mode-rate", ""),
    ("polarised-mode-rate", "lambdas=[-1.5,-0.4,0.3] beta=0.8 n_plus=2 n_minus=2"),
    ("polarised-mode-rate", "lambdas=[-1,-2,0.5] beta=0.5 n_plus=1 n_minus=1"),
    ("polarised-mode-rate", "lambdas=[-1,0.2] beta=0.2 n_plus=5 n_minus=1"),
    ("polarised-mode-rate", "lambdas=[-1,0] beta=1 n_plus=2 n_minus=3"),
    ("polarised-mode-rate", "lambdas=[-1,0.9] beta=1 n_plus=2 n_minus=2 output=stable"),
  ]) func simulated(_ id: String, _ parameters: String) throws {
    let report = try Overlap.crossCheck(id, parameters)
    #expect(report.verdict == .agrees, "\(id) \(parameters): \(report)")
  }

  @Test(arguments: [
    ("pure-mode-spectrum", "", 1.0001), ("polarised-mode-rate", "", 1.0001),
    // stable = 1 told as 0
    ("pure-mode-spectrum", "output=stable", 0),
    ("polarised-mode-rate", "lambdas=[-1,-0.5] beta=1 n_plus=2 n_minus=2 output=stable", 0),
  ]) func distorted(_ id: String, _ parameters: String, _ factor: Double) throws {
    let report = try Overlap.crossCheck(id, parameters, factor: factor)
    #expect(report.verdict == .disagrees, "\(id) \(parameters)")
  }

  /// A perturbed polarised state returns at the leading rate: the slope of the logarithm of its distance to ±e_1.
  @Test func decay() throws {
    for (plus, minus) in [(2, 2), (3, 1)] {
      let leading = try Self.leading("lambdas=[-1.5,-0.4,-0.2] beta=0.8 n_plus=\(plus) n_minus=\(minus)")
        .estimate
      let model = SymmetricAttention(eigenvalues: [-1.5, -0.4, -0.2], beta: 0.8)
      var random = RandomStream(seed: 7, stream: 0)
      let start = (0..<plus + minus).map { i in
        // Near a rotation, with a random part.
        let sign = i < plus ? 1.0 : -1
        return SphereTokens.unit([sign, 1e-3 * (sign + 0.3 * random.normal()), 3e-4 * random.normal()])
      }
      func distance(_ points: [[Double]]) -> Double {
        points.reduce(0) { $0 + $1[1] * $1[1] + $1[2] * $1[2] }.squareRoot()
      }
      let early = model.run(start, time: 12, steps: 600)
      let late = model.run(early, time: 2, steps: 100)
      let slope = Double.log(distance(late) / distance(early)) / 2
      #expect(abs(slope - leading) < 5e-3 * abs(leading), "\(plus) and \(minus): \(slope), \(leading)")
    }
  }
}
