import Testing

@testable import VlasovTheory

/// Energies, collapse, hemispheres, concentration, synchronisation and the splay state.
@Suite struct ClusteringOverlapCollapseTests {
  /// The bound of 1/c': p = (n, β, 1 for SA).
  struct Delay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ c: T, _ p: [T]) -> T {
      let (n, beta) = (p[0], p[1])
      let normalised = 1 + (n - 1) * T.exp(beta * (1 - c))
      let plain = n * T.exp(-(beta * c))
      return (p[2] * normalised + (1 - p[2]) * plain) / (2 * (1 - c * c))
    }
  }

  @Test(arguments: ["SA", "USA"]) func acuteQuadrature(_ kind: String) throws {
    for (n, beta, a, b) in [(2, "0", "0", "1/2"), (5, "1/3", "0", "3/4"), (8, "12", "1/10", "9/10")] {
      let value = try Overlap.ball("acute-collapse-bound", "kind=\(kind) n=\(n) beta=\(beta) c0=\(a) c1=\(b)")
      try withPrecision(220) {
        let other = Ball.integral(
          Delay(), [Ball(n), try RealParameter(parsing: beta).ball, kind == "SA" ? 1 : 0],
          from: try RealParameter(parsing: a).ball, to: try RealParameter(parsing: b).ball)
        Overlap.expectSame(value, other, digits: 35, "\(kind) \(n) \(beta)")
      }
    }
    // For two tokens it is the time itself.
    let bound = try Overlap.ball("acute-collapse-bound", "kind=\(kind) n=2 beta=3 c0=0.1 c1=0.999")
    let time = try Overlap.ball("orthogonal-time", "kind=\(kind) n=2 beta=3 gamma0=0.1 gamma=0.999")
    Overlap.expectSame(bound, time, digits: 35, kind)
    #expect(try Overlap.answer("acute-collapse-bound", "kind=\(kind) n=3 beta=1 c0=0.5 c1=0.5").value == "0")
    for (call, name) in [
      ("c0=0.5 c1=0.4", "c1"), ("c0=-0.1 c1=0.4", "c0"), ("c0=0 c1=1", "c1"), ("c0=1 c1=1", "c0"),
    ] { Overlap.expectInputError("acute-collapse-bound", "kind=\(kind) n=3 beta=1 \(call)", name) }
  }

  /// e^(βx)(1 - x²)^((d-3)/2), for odd d: the first coordinate of a uniform point, not normalised.
  struct Coordinate: Function1 {
    let power: Int
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
      T.exp(p[0] * x) * T.pow(1 - x * x, power)
    }
  }

  @Test func energyQuadrature() throws {
    for (d, beta) in [(3, 1), (5, 1), (5, 40), (11, 3)] {
      let value = try Overlap.ball("energy-uniform", "beta=\(beta) d=\(d)")
      withPrecision(200) {
        let integrand = Coordinate(power: (d - 3) / 2)
        let mean =
          Ball.integral(integrand, [Ball(beta)], from: -1, to: 1)
          / Ball.integral(integrand, [0], from: -1, to: 1)
        Overlap.expectSame(value, mean / (2 * beta), digits: 35, "d=\(d) beta=\(beta)")
      }
    }
    // Between 1/(2β) and e^(β²/(2d))/(2β), below a cluster; tiny and huge β.
    for beta in ["1e-30", "1/2", "7", "1e4"] {
      let uniform = try Overlap.ball("energy-uniform", "beta=\(beta) d=4")
      let cluster = try Overlap.ball("energy-uniform", "beta=\(beta) output=cluster")
      #expect(uniform.isBelow(cluster))
    }
    #expect(try Overlap.answer("energy-uniform", "beta=1 d=1e12").exitCode == 0)
  }

  @Test func clusterEnergies() throws {
    // Four orthogonal clusters of equal mass: the equiangular energy of four tokens.
    let tokens = try Overlap.ball("energy-uniform", "beta=3 n=2 rho=-1/3 output=equiangular")
    let clusters = try Overlap.ball(
      "energy-uniform", "beta=3 p=[1/2,1/2] G=[[1,-1/3],[-1/3,1]] output=clusters")
    Overlap.expectSame(tokens, clusters, digits: 35, "two clusters")
    let one = try Overlap.ball("energy-uniform", "beta=3 p=[1/3,2/3] G=[[1,1],[1,1]] output=clusters")
    Overlap.expectSame(
      one, try Overlap.ball("energy-uniform", "beta=3 output=cluster"), digits: 35, "one cluster")
    #expect(
      try Overlap.answer(
        "energy-uniform", "beta=3 p=[1/2,1/2] G=[[1,sqrt(2)/2],[sqrt(2)/2,1]] output=clusters"
      ).exitCode == 0)
    func reject(_ p: String, _ g: String, _ name: String, _ text: String) {
      Overlap.expectInputError("energy-uniform", "beta=1 p=\(p) G=\(g) output=clusters", name, contains: text)
    }
    let identity = "[[1,0],[0,1]]"
    reject("[1/2,1/3]", identity, "p", "sum is 5/6")
    reject("[3/2,-1/2]", identity, "p", "entry 1")
    reject("[1]", identity, "G", "rows")
    reject("[]", identity, "p", "no entries")
    reject("1/2", identity, "p", "JSON array")
    reject("[1/2,x]", identity, "p", "entry 1")
    reject("[1/2,1/2]", "[[1,0],[0]]", "G", "row 1")
    reject("[1/2,1/2]", "[[1,0]]", "G", "row 0")
    reject("[1/2,1/2]", "[[1,2],[2,1]]", "G", "entry (0,1)")
    reject("[1/2,1/2]", "[[1,0],[1/2,1]]", "G", "entry (1,0)")
    reject("[1/2,1/2]", "[[1,0],[0,2]]", "G", "entry (1,1)")
    reject("[1/3,1/3,1/3]", "[[1,-3/5,-3/5],[-3/5,1,-3/5],[-3/5,-3/5,1]]", "G", "semidefinite")
    reject("[1/3,1/3,1/3]", "[[1,1,0],[1,1,1/9],[0,1/9,1]]", "G", "semidefinite")
    reject("[[1]]", identity, "p", "entry 0")
    Overlap.expectInputError(
      "energy-uniform", "beta=1 n=3 rho=-0.6 output=equiangular", "rho", contains: "-1/(n-1)")
    Overlap.expectInputError("energy-uniform", "beta=0 d=3", "beta")
    Overlap.expectInputError("energy-uniform", "beta=1 d=1", "d")
    Overlap.expectInputError("energy-uniform", "beta=1", "d")
    // A parameter that the output does not read is accepted, and checked.
    #expect(try Overlap.answer("energy-uniform", "beta=1 d=3 rho=0.5").exitCode == 0)
    Overlap.expectInputError("energy-uniform", "beta=1 d=3 rho=2", "rho")
  }

  @Test func semidefinite() throws {
    func definiteness(_ rows: [[Int]]) throws -> Verdict {
      try .ofDefiniteness(.semidefinite, rows.map { $0.map { RealParameter($0) } }) { _ in .undecided }
    }
    #expect(try definiteness([[1, 1, 0], [1, 1, 0], [0, 0, 1]]) == .proved)
    #expect(try definiteness([[1, 1], [1, 0]]) == .refuted)
    #expect(try definiteness([[0, 0], [0, -1]]) == .refuted)
    #expect(Matrix<Ball>([[1, 0], [0, 1]]).isPositiveSemidefinite == .proved)
    #expect(Matrix<Ball>([[1, 2], [2, 1]]).isPositiveSemidefinite == .refuted)
    #expect(Matrix<Ball>([[1, 1], [1, 1]]).isPositiveSemidefinite != .refuted)
  }

  @Test func cone() throws {
    // κ at r_0 = 1 is 1 (SA), e^β (USA); n does not matter.
    #expect(try Overlap.answer("cone-collapse-rate", "beta=5 r0=1").value == "1")
    let a = try Overlap.ball("cone-collapse-rate", "kind=USA beta=2 r0=1")
    withPrecision(200) { Overlap.expectSame(a, Ball.exp(2), digits: 35, "r0=1") }
    let ratio =
      try Overlap.ball("cone-collapse-rate", "kind=USA beta=2 r0=0.3")
      / Overlap.ball("cone-collapse-rate", "kind=SA beta=2 r0=0.3")
    withPrecision(200) { Overlap.expectSame(ratio, Ball.exp(2), digits: 35, "USA/SA") }
    for (call, name) in [
      ("beta=1 r0=0", "r0"), ("beta=1 r0=1.01", "r0"), ("beta=-1 r0=1", "beta"),
      ("beta=1 output=paper_rate", "n"),
      ("beta=1", "r0"), ("beta=1 r0=0.5 n=1", "n"),
    ] { Overlap.expectInputError("cone-collapse-rate", call, name) }
  }

  /// Cover's recursion C(n+1, d) = C(n, d) + C(n, d-1) for 2^n p.
  @Test func hemisphere() throws {
    for n in 1...24 {
      for d in 1...14 {
        let p = try d >= n ? 1 : HemisphereProbability.probability(n, d)
        let q = try d >= n + 1 ? 1 : HemisphereProbability.probability(n + 1, d)
        let r = try d == 1 ? 0 : d - 1 >= n ? 1 : HemisphereProbability.probability(n, d - 1)
        #expect(2 * q == p + r, "n=\(n) d=\(d)")
      }
    }
    #expect(try HemisphereProbability.probability(40, 20) == Rational(1, 2))
    #expect(try Overlap.answer("hemisphere-probability", "n=5 d=1e30").value == "1")
    #expect(try Overlap.answer("hemisphere-probability", "n=5 d=1").value == "0.0625")
    #expect(try Overlap.answer("hemisphere-probability", "n=1e30 d=2").status == .undecided)
    Overlap.expectInputError("hemisphere-probability", "n=0 d=2", "n")
    Overlap.expectInputError("hemisphere-probability", "n=2 d=0", "d")
  }

  @Test func concentration() throws {
    // d = 3: the first coordinate is uniform on [-1, 1].
    let tail = try Overlap.answer("high-dim-concentration", "n=2 d=3 eps=1/4 output=initial_tail")
    let uniform = try #require(tail.ball)
    #expect(uniform.contains(Rational(3, 4)))
    // bound(horizon) = ε
    let call = "n=3 d=1e9 beta=2"
    let horizon = try Overlap.ball("high-dim-concentration", "\(call) eps=0.3 output=horizon", digits: 60)
    let low = try Overlap.ball(
      "high-dim-concentration", "\(call) t=\(horizon.lowerDecimal(digits: 50)) output=bound")
    withPrecision(200) { #expect((low * 10 / 3 - 1).magnitude <= .power2(-120)) }
    let vacuous = try Overlap.answer("high-dim-concentration", "n=2 d=1000 output=probability")
    #expect(vacuous.value == "0" && vacuous.vacuous && vacuous.status == .exact)
    #expect(try Overlap.answer("high-dim-concentration", "n=2 d=100 beta=1 eps=0.1 output=horizon").vacuous)
    // Exactly at the edge: d = 8^64 and 80^64.
    let edge = Integer(8).power(64)
    #expect(try Overlap.answer("high-dim-concentration", "n=2 d=\(edge) output=probability").value == "0")
    #expect(
      try Overlap.answer("high-dim-concentration", "n=2 d=\(edge + 1) output=probability").exitCode == 0)
    let far = Integer(80).power(64)
    #expect(try Overlap.answer("high-dim-concentration", "n=2 d=\(far) eta=0.1 output=exceeds").value == "0")
    #expect(
      try Overlap.answer("high-dim-concentration", "n=2 d=\(far + 1) eta=0.1 output=exceeds").value == "1")
    #expect(
      try Overlap.answer("high-dim-concentration", "n=2 d=1e12 eps=1e-5 output=initial_tail").exitCode == 0)
    for (more, name) in [
      ("d=1 eps=0.1", "d"), ("d=9 eps=1", "eps"), ("d=9 eps=0", "eps"), ("d=9", "eps"),
      ("d=9 output=exceeds eta=1", "eta"), ("d=9 output=bound beta=1", "t"),
      ("d=9 output=bound beta=1 t=-1", "t"),
    ] { Overlap.expectInputError("high-dim-concentration", "n=2 \(more)", name) }
  }

  @Test func synchronization() throws {
    let id = "synchronization-conditions"
    func clause(_ k: Int, _ call: String) throws -> String {
      try Overlap.answer(id, "\(call) clause=\(k) output=clause").value
    }
    #expect(try clause(1, "d=3 n=9 beta=0") == "1" && clause(1, "d=3 n=9 beta=-1e-9") == "0")
    #expect(try clause(1, "d=2 n=9 beta=1") == "0")
    #expect(try clause(2, "d=2 n=9 beta=1") == "1" && clause(2, "d=2 n=9 beta=1.0000001") == "0")
    #expect(try clause(3, "d=2 n=20 beta=40.6") == "1" && clause(3, "d=3 n=20 beta=40.6") == "0")
    #expect(try clause(4, "d=2 n=20 beta=-0.16") == "0" && clause(4, "d=2 n=20 beta=-0.1599") == "1")
    #expect(try clause(5, "d=2 n=3 beta=-2/3") == "0" && clause(5, "d=2 n=3 beta=-0.6667") == "1")
    #expect(try clause(5, "d=3 n=3 beta=-1") == "0" && clause(6, "d=7 n=7 beta=0") == "1")
    #expect(try clause(6, "d=6 n=7 beta=0") == "0")
    #expect(try Overlap.answer(id, "d=2 n=9 beta=[0.9,1.1] clause=2").status == .undecided)
    let verdict = try Overlap.answer(id, "d=5 n=4 beta=2 output=verdict")
    #expect(verdict.value == "proved-sync" && verdict.reason == "clauses that hold: 1, 6")
    let quoted = try Overlap.answer(id, "d=2 n=9 beta=-0.1 output=verdict")
    #expect(quoted.value == "proved-sync" && quoted.reason == "clauses that hold: 4 (quoted)")
    // One clause that holds is enough, whatever the others.
    #expect(try Overlap.answer(id, "d=2 n=9 beta=[0.9,1.1] output=verdict").value == "proved-sync")
    #expect(try Overlap.answer(id, "d=2 n=3 beta=[-0.7,-0.6] output=verdict").status == .undecided)
    for (call, name) in [
      ("d=1 n=3 beta=1 clause=1", "d"), ("d=2 n=1 beta=1 clause=1", "n"),
      ("d=2 n=3 beta=1 clause=7", "clause"),
      ("d=2 n=3 beta=1 clause=0", "clause"), ("d=2 n=3 beta=1", "clause"),
    ] { Overlap.expectInputError(id, call, name) }
  }

  /// (1/β) Σ_l [(m+ln)² I_|m+ln|(β) - (ln)² I_|ln|(β)], |l| <= 40.
  @Test func splayBesselSeries() throws {
    for (n, m, beta) in [(5, 1, 3), (5, 2, -2), (2, 1, 1), (3, 1, -4), (8, 4, 2), (9, 7, 5)] {
      let value = try Overlap.ball("splay-spectrum", "n=\(n) m=\(m) beta=\(beta)")
      withPrecision(220) {
        var sum = Ball(0)
        for l in -60...60 {
          let (k, q) = (abs(m + l * n), abs(l * n))
          sum += k * k * Ball.besselI(k, Ball(beta)) - q * q * Ball.besselI(q, Ball(beta))
        }
        Overlap.expectSame(value, sum / beta, digits: 30, "n=\(n) m=\(m) beta=\(beta)")
      }
      let mirrored = try Overlap.ball("splay-spectrum", "n=\(n) m=\(n - m) beta=\(beta)")
      Overlap.expectSame(value, mirrored, digits: 35, "symmetry")
    }
    for (call, value) in [
      ("n=2 m=1 beta=0", "1"), ("n=7 m=1 beta=0", "0.5"), ("n=7 m=6 beta=0", "0.5"), ("n=7 m=3 beta=0", "0"),
      ("n=4 m=2 beta=-3/2", "-1.5"), ("n=3 m=1 beta=-2/3", "0"), ("n=3 m=2 beta=-2/3", "0"),
    ] { #expect(try Overlap.answer("splay-spectrum", call).value == value, "\(call)") }
    // The exact rates are limits of the sum.
    for (n, m) in [(2, 1), (3, 1), (3, 2), (4, 2), (7, 1), (7, 3)] {
      let near = try Overlap.ball("splay-spectrum", "n=\(n) m=\(m) beta=1e-40")
      let at = try Overlap.ball("splay-spectrum", "n=\(n) m=\(m) beta=0")
      #expect((near - at).magnitude <= .power2(-120), "n=\(n) m=\(m)")
    }
    Overlap.expectInputError("splay-spectrum", "n=5 m=5 beta=1", "m")
    Overlap.expectInputError("splay-spectrum", "n=5 m=0 beta=1", "m")
    Overlap.expectInputError("splay-spectrum", "n=1 m=1 beta=1", "n")
  }

  /// On both sides of the threshold the largest rate changes its sign.
  @Test func splayThresholds() throws {
    for n in [3, 5, 7, 9, 11, 13] {
      let root = try Overlap.ball("splay-threshold", "n=\(n)", digits: 30)
      for (beta, isStable) in [(root - Ball(exactly: 1e-9), true), (root + Ball(exactly: 1e-9), false)] {
        let rates = try (1...n / 2).map { try SplayMode(n: n, m: $0).rate(beta) }
        #expect(isStable ? rates.allSatisfy(\.isNegative) : rates.contains(where: \.isPositive), "n=\(n)")
      }
    }
    for n in ["4", "12"] { Overlap.expectInputError("splay-threshold", "n=\(n)", "n", contains: "odd") }
    for n in ["1", "2", "15"] { Overlap.expectInputError("splay-threshold", "n=\(n)", "n") }
  }

  @Test func inflection() throws {
    for beta in ["1e-20", "1/3", "17", "1e40"] {
      let x = try Overlap.ball("force-inflection", "beta=\(beta)", digits: 60)
      try withPrecision(400) {
        let b = try RealParameter(parsing: beta).ball
        #expect((Ball.cos(x) / (b * Ball.pow(Ball.sin(x), 2)) - 1).magnitude <= .power2(-60), "\(beta)")
      }
    }
    Overlap.expectInputError("force-inflection", "beta=0", "beta")
  }
}
