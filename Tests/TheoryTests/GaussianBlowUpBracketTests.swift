import Testing

@testable import VlasovTheory

/// Brackets of the blow-up time for general V and A, against other routes to the time.
@Suite struct GaussianBlowUpBracketTests: ThemeTests {
  static let theme = "gaussian"
  typealias I = FlowInstance

  /// The bracket that `general-ode` answers with at time t; nil when it refuses nothing.
  static func bracket(
    _ sigma: Matrix<Rational>, _ a: Matrix<Rational>, _ v: Matrix<Rational>, t: String, digits: Int = 15
  ) throws -> (low: Double, high: Double)? {
    let call = "kind=softmax Sigma0=\(sigma.json) A=\(a.json) V=\(v.json) t=\(t)"
    let answer = try answer("general-ode", call, digits: digits, seconds: 20)
    guard answer.status == .refused else { return nil }
    let parts = (answer.reason ?? "").split { "[], ".contains($0) }.compactMap { Double($0) }.suffix(2)
    try #require(parts.count == 2, "\(answer.reason ?? "")")
    return (parts[parts.startIndex], parts[parts.startIndex + 1])
  }

  static func number(_ random: inout RandomStream, _ most: Int = 8) -> Rational {
    Rational(Int(random.next() % UInt64(2 * most + 1)) - most, 4)
  }

  /// A rotating profile: V has complex eigenvalues, S ≺ 0. t* from the integral of 1/ψ.
  @Test func rankOneData() throws {
    let sigma: Matrix<Rational> = Matrix([[9, Rational(3, 4)], [Rational(3, 4), Rational(1, 16)]])
    let a: Matrix<Rational> = Matrix([
      [Rational(-3, 2), Rational(3, 44)], [Rational(-1, 6), Rational(-1, 11)],
    ])
    let v: Matrix<Rational> = Matrix([
      [Rational(-3, 11), Rational(1, 7)], [Rational(-1, 11), Rational(-2, 5)],
    ])
    let (low, high) = try #require(try Self.bracket(sigma, a, v, t: "1/4"))
    let exact = try Self.ball(
      "rank-one-flow", "u0=[3,1/4] A=\(a.json) V=\(v.json) output=tstar", digits: 20
    ).estimate
    #expect(low <= exact && exact <= high && high - low < 1e-8, "[\(low), \(high)] \(exact)")
  }

  /// On the profile itself, S indefinite: g' = 2g².
  @Test func exactProfile() throws {
    let v = Matrix<Rational>(diagonal: [1, Rational(1, 2)])
    let (low, high) = try #require(
      try Self.bracket(Matrix(diagonal: [1, 0]), Matrix(diagonal: [1, -1]), v, t: "1"))
    #expect(low <= 0.5 && 0.5 <= high && high - low < 1e-8, "[\(low), \(high)]")
  }

  static let cases: [(sigma: Matrix<Rational>, a: [[Rational]], v: [[Rational]])] = [
    // S indefinite
    (
      I.sig(2), [[1, Rational(1, 2)], [Rational(1, 4), Rational(-1, 2)]],
      [[2, Rational(1, 2)], [Rational(-1, 4), Rational(1, 2)]]
    ),
    (
      I.sig(3),
      [
        [1, Rational(1, 2), 0], [Rational(1, 4), Rational(-1, 2), Rational(1, 4)],
        [0, Rational(1, 2), Rational(1, 2)],
      ],
      [[2, Rational(1, 2), 0], [Rational(-1, 4), Rational(1, 2), Rational(1, 4)], [Rational(1, 8), 0, -1]]
    ),
    // V indefinite, A far from symmetric
    (I.sig(2), [[1, 3], [-3, 1]], [[1, Rational(1, 2)], [Rational(-1, 4), Rational(-1, 2)]]),
  ]

  @Test(arguments: 0..<3) func simulated(place: Int) throws {
    let (sigma, a, v) = Self.cases[place]
    let (low, high) = try #require(try Self.bracket(sigma, Matrix(a), Matrix(v), t: "10"), "case \(place)")
    let floats = GaussianAttention(
      .softmax, score: FloatMatrix(Matrix<Rational>(a)), value: FloatMatrix(Matrix<Rational>(v)))
    let time = try #require(
      floats.blowUp(from: FloatMatrix(sigma), resolution: 64, trace: 1e8)?.time)
    #expect(low < time + 1e-6 * time && time - 1e-6 * time < high, "[\(low), \(high)] \(time)")
    #expect(high - low < 1e-6 * high, "[\(low), \(high)]")
  }

  /// Every certificate at random states, and where these have grown to, bounds the simulated remaining time; none speaks where
  /// the simulation goes on.
  @Test(arguments: [2, 3]) func randomCertificates(d: Int) throws {
    let count = try Self.check(d: d, stream: UInt64(70 + d), trials: 16)
    #expect(count.forms > 0 && count.traps > 0, "\(count)")
  }

  static func check(d: Int, stream: UInt64, trials: Int) throws -> (forms: Int, traps: Int) {
    var random = RandomStream(seed: seed, stream: stream)
    var (forms, traps) = (0, 0)
    for trial in 0..<trials {
      let place: Comment = "seed \(seed), stream \(stream), d=\(d), trial \(trial)"
      let root = Matrix<Rational>(rows: d, columns: d) { _, _ in number(&random) }
      var a = Matrix<Rational>(rows: d, columns: d) { _, _ in number(&random, 4) }
      if trial % 2 == 0 { a = a * a.transpose + (a - a.transpose).scaled(by: Rational(1, 2)) }
      let v = Matrix<Rational>(rows: d, columns: d) { _, _ in number(&random, 4) }
      let floats = GaussianAttention(.softmax, score: FloatMatrix(a), value: FloatMatrix(v))
      var states = [root * root.transpose]
      for trace in [1e3, 1e6] {
        guard
          let grown = floats.blowUp(
            from: FloatMatrix(states[0]), resolution: 12, trace: trace, maxSteps: 4000)?.covariance
        else { continue }
        let entries = grown.entries.map { Rational(exactly: $0) ?? 0 }
        states.append(Matrix(rows: d, columns: d, entries).symmetricPart)
      }
      let model = CovarianceModel(
        kind: .softmax, heads: [CovarianceHead(value: v, score: a)], feedForward: nil)
      let certificates = withPrecision(128) {
        BlowUpFunctional.all(value: v, score: a, isRankOne: false)
      }
      for state in states where !state.isZero {
        let run = floats.blowUp(
          from: FloatMatrix(state), resolution: 12, trace: 1e4 * max(1e3, state.trace.double), maxSteps: 4000)
        let time = run?.time ?? .infinity
        withPrecision(128) {
          let sigma = state.lifted(to: Ball.self)
          for form in certificates {
            let above = form.above(sigma)
            guard above.isFinite else { continue }
            forms += 1
            #expect(time < above.upperDouble * 1.001, place)
          }
          if let (low, high) = BlowUpTrap(model, near: sigma)?.remaining(sigma) {
            traps += 1
            #expect(low.lowerDouble < time * 1.001 && time < high.upperDouble * 1.001, place)
          }
        }
      }
    }
    return (forms, traps)
  }

  /// Random rank-one starts: the bracket holds t* = ∫ dϑ/ψ, and a flow that is global is never said to blow up.
  @Test func randomRankOne() throws {
    let count = try Self.checkRankOne(stream: 75, trials: 14)
    #expect(count.brackets > 1 && count.global > 1, "\(count)")
  }

  static func checkRankOne(stream: UInt64, trials: Int) throws -> (brackets: Int, open: Int, global: Int) {
    var random = RandomStream(seed: seed, stream: stream)
    var (brackets, open, global) = (0, 0, 0)
    for trial in 0..<trials {
      let u = Matrix<Rational>(rows: 2, columns: 1) { _, _ in Self.number(&random) + Rational(1, 8) }
      let a = Matrix<Rational>(rows: 2, columns: 2) { _, _ in Self.number(&random, 4) }
      let v = Matrix<Rational>(rows: 2, columns: 2) { _, _ in Self.number(&random, 4) }
      let call = "u0=[\(u[0, 0]),\(u[1, 0])] A=\(a.json) V=\(v.json) output=tstar"
      let exact = try Self.answer("rank-one-flow", call, digits: 20, seconds: 5)
      let isGlobal = exact.value == "inf"
      guard isGlobal || exact.ball?.isFinite ?? false else { continue }
      let time = exact.ball?.estimate ?? 0
      let found = try Self.bracket(u * u.transpose, a, v, t: isGlobal ? "3" : "\(2 * time)")
      if isGlobal {
        global += 1
        #expect(found == nil, "seed \(seed) trial \(trial): \(call)")
      } else if let (low, high) = found {
        brackets += 1
        #expect(
          low <= time * (1 + 1e-13) && time * (1 - 1e-13) <= high, "seed \(seed) trial \(trial): \(call)")
      } else {
        open += 1
      }
    }
    return (brackets, open, global)
  }

  /// Decay (V ≻ 0, S ≺ 0) and the isospectral flow (V skew, A = aI) are global: no certificate at any state.
  @Test func globalFlowsHaveNoCertificate() {
    let cases = [
      (-(I.bq(3) + I.nq(3)), I.vp(3)), (-(I.bq(2) + I.nq(2)), I.vp(2)),
      (Matrix<Rational>.identity(2), I.nq(2)),
      (Matrix<Rational>.identity(3), I.nq(3)),
    ]
    withPrecision(128) {
      for (a, v) in cases {
        let forms = BlowUpFunctional.all(value: v, score: a, isRankOne: false)
        let model = CovarianceModel(
          kind: .softmax, heads: [CovarianceHead(value: v, score: a)], feedForward: nil)
        for i in 0..<v.rows {
          for size in [1, 1000, 1_000_000] {
            var sigma = I.sig(v.rows)
            sigma[i, i] = sigma[i, i] + Rational(size)
            let balls = sigma.lifted(to: Ball.self)
            #expect(
              forms.allSatisfy { !$0.above(balls).isFinite }
                && BlowUpTrap(model, near: balls)?.remaining(balls) == nil)
          }
        }
      }
    }
  }
}
