import TestSupport
import Testing

@testable import VlasovTheory

/// Softmax attention with V = v I: closed forms, blow-up, decay, ranks.
@Suite struct GaussianScalarValueTests: ThemeTests {
  static let theme = "gaussian"

  static let sig2 = "[[3/2,1/3],[1/3,5/4]]"
  static let aq2 = "[[-1/7,3/14],[1/14,-1/14]]"

  static func sides(_ id: String, _ parameters: String) throws -> Matrix<Rational> {
    let call = try call(id, parameters)
    guard case .exactMatrix(let matrix) = try call.theorem.value(call.arguments, output: call.output) else {
      Issue.record("\(id) \(parameters) is no exact matrix")
      return .zero(1, 1)
    }
    return matrix
  }

  // MARK: The covariance

  /// Σ' = v ΣSΣ, by the exact derivative of the inverse: Σ(t)^-1 is affine in t.
  @Test func inverseIsAffine() throws {
    let a = try #require(
      try Self.call("scalar-value-closed-form", "Sigma0=\(Self.sig2) A=\(Self.aq2) t=1").arguments
        .exactMatrix("A"))
    let s = a + a.transpose
    for (v, t) in [("1", "1/2"), ("-3", "3/5"), ("2/3", "10")] {
      let sigma = try Self.sides(
        "scalar-value-closed-form", "Sigma0=\(Self.sig2) A=\(Self.aq2) v=\(v) t=\(t)")
      let start = try Self.sides("scalar-value-closed-form", "Sigma0=\(Self.sig2) A=\(Self.aq2) v=\(v) t=0")
      let vt = try #require(Rational(decimal: v)) * #require(Rational(decimal: t))
      #expect(sigma.inverse == start.inverse - s.scaled(by: vt))
      #expect(sigma.isPositiveDefinite)
    }
  }

  /// Irrational t: the balls hold the rational value at a t nearby, and the rank of singular data stays.
  @Test func ballsAndRationals() throws {
    let data = "Sigma0=\(Self.sig2) A=\(Self.aq2)"
    let exact = try Self.ball("scalar-value-closed-form", "\(data) t=2 output=Sigma[2,1]")
    let balls = try Self.ball("scalar-value-closed-form", "\(data) t=[2,2+10^-60] output=Sigma[1,2]")
    Self.expectSame(exact, balls)
    let interval = try Self.answer("scalar-value-closed-form", "\(data) t=[1.9,2.1] output=Sigma[1,2]")
    #expect(try #require(interval.ball).contains(exact))
    let root = try Self.answer("scalar-value-closed-form", "\(data) t=sqrt(2)")
    #expect(root.status == .certified && root.matrix?.entries.count == 4)
    #expect(root.matrix?.entries.allSatisfy { $0.digits == 30 } ?? false)
    let singular = try Self.sides(
      "scalar-value-closed-form",
      "Sigma0=[[1,1,0],[1,2,1],[0,1,1]] A=[[2,1/2,1/3],[1/2,2,1/2],[1/3,1/2,2]] v=-1 t=1")
    #expect(singular.rank == 2 && singular.isPositiveSemidefinite)
  }

  @Test func semigroup() throws {
    let data = "A=\(Self.aq2) v=2"
    let half = try Self.sides("scalar-value-closed-form", "Sigma0=\(Self.sig2) \(data) t=1/3")
    let text = "[[\(half[0, 0]),\(half[0, 1])],[\(half[1, 0]),\(half[1, 1])]]"
    let twice = try Self.sides("scalar-value-closed-form", "Sigma0=\(text) \(data) t=1/5")
    #expect(twice == (try Self.sides("scalar-value-closed-form", "Sigma0=\(Self.sig2) \(data) t=8/15")))
  }

  @Test func dimensionOne() throws {
    // Σ = s/(1 - 2 a v t s)
    let answer = try Self.answer("scalar-value-closed-form", "Sigma0=2 A=1/8 v=1 t=1")
    #expect(answer.status == .exact && answer.value == "[[4]]")
    #expect(try Self.answer("blow-up-time", "Sigma0=2 A=1/8").value == "2")
    #expect(try Self.answer("blow-up-time", "Sigma0=2 A=-1/8").value == "inf")
    #expect(try Self.answer("blow-up-time", "Sigma0=0 A=1").value == "inf")
    try Self.expectRefusal("scalar-value-closed-form", "Sigma0=2 A=1/8 t=2", "blows up in [2")
    #expect(try Self.answer("blow-up-shape", "Sigma0=2 A=1/8").value == "[[4]]")
  }

  // MARK: Before and after the blow-up

  @Test func existence() throws {
    let data = "Sigma0=\(Self.sig2) A=\(Self.aq2)"
    for (t, verdict) in [
      ("7.61", Verdict.proved), ("7.6120975", .proved), ("7.6120976", .refuted), ("100", .refuted),
    ] {
      #expect(try Self.verdict("scalar-value-closed-form", "\(data) t=\(t)", "t < t*") == verdict, "\(t)")
    }
    try Self.expectRefusal(
      "scalar-value-closed-form", "\(data) t=9", "blows up in [7.61209755182, 7.61209755183], before t=9")
    try Self.expectRefusal("scalar-value-closed-form", "\(data) t=pi*3", "blows up in [7.6120975518")
    try Self.expectRefusal("anisotropy", "\(data) t=8", "blows up")
    try Self.expectRefusal("scalar-value-closed-form", "\(data) v=0 t=1", "v != 0")
    // Both sides of t*, by balls.
    let doubt = try Self.answer("scalar-value-closed-form", "\(data) t=[7,8]")
    #expect(doubt.status == .undecided, "\(doubt)")
    // Invertible beyond t*, and still refused: S is indefinite with t* = 1 here, and the matrix at t = 2 is regular.
    try Self.expectRefusal(
      "scalar-value-closed-form", "Sigma0=[[1,0],[0,1]] A=[[1/2,0],[0,-1]] t=2", "blows up in [1")
    #expect(
      try Self.answer("scalar-value-closed-form", "Sigma0=[[1,0],[0,1]] A=[[1/2,0],[0,-1]] v=-1 t=1/4").status
        == .exact)
  }

  /// Singular data: only the range counts. On the range of e1 S = -2, so there is no blow-up although S has 2.
  @Test func blowUpOnTheRange() throws {
    let a = "A=[[-1,0],[0,1]]"
    #expect(try Self.answer("blow-up-time", "Sigma0=[[1,0],[0,0]] \(a)").value == "inf")
    #expect(try Self.answer("blow-up-time", "Sigma0=[[1,0],[0,3]] \(a)").value == "1/6")
    #expect(try Self.answer("blow-up-time", "Sigma0=[[1,0],[0,3]] \(a) v=-2").value == "0.25")
    let irrational = try Self.ball("blow-up-time", "Sigma0=[[1,0],[0,3]] \(a) v=sqrt(2)")
    Self.expectSame(
      irrational,
      try Self.ball("blow-up-time", "Sigma0=[[2,0],[0,18]] A=[[-1,0],[0,1]] v=1/(6*sqrt(2))") * 0 + irrational
    )
  }

  @Test func shapeAtBlowUp() throws {
    // The limit is Σ0 itself times t*/... when all eigenvalues are one: Σ0 = I, S = 2I: Σ = I/(1 - 2t).
    #expect(
      try Self.answer("blow-up-shape", "Sigma0=[[1,0],[0,1]] A=[[1,0],[0,1]]").value == "[[0.5,0],[0,0.5]]")
    // A double irrational eigenvalue: two copies of the golden ratio.
    let golden = "A=[[1/2,1/2,0,0],[1/2,0,0,0],[0,0,1/2,1/2],[0,0,1/2,0]]"
    let unit = "[[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]"
    let double = try Self.ball("blow-up-shape", "Sigma0=\(unit) \(golden) output=limit[1,1]")
    let single = try Self.ball(
      "blow-up-shape", "Sigma0=[[1,0],[0,1]] A=[[1/2,1/2],[1/2,0]] output=limit[1,1]")
    Self.expectSame(double, single)
    // The route by balls, for a v that is a narrow interval.
    let exact = try Self.answer("blow-up-shape", "Sigma0=[[1,0],[0,3]] A=[[-1,0],[0,1]] v=1")
    #expect(exact.value == "[[0,0],[0,0.5]]")
    let balls = try Self.ball(
      "blow-up-shape", "Sigma0=[[1,0],[0,3]] A=[[-1,0],[0,1]] v=[1,1+10^-60] output=limit[2,2]")
    #expect(balls.contains(Rational(1, 2)))
    try Self.expectRefusal("blow-up-shape", "Sigma0=[[1,0],[0,3]] A=[[-1,0],[0,-1]]", "t* < inf")
    try Self.expectRefusal(
      "blow-up-shape", "Sigma0=[[1,0],[0,0]] A=[[1,0],[0,1]]", "Sigma0 positive definite")
  }

  /// Entries between indices that nothing couples are 0, not merely small.
  @Test func exactZeros() throws {
    let unit = "[[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]"
    let golden = "A=[[1/2,1/2,0,0],[1/2,0,0,0],[0,0,1/2,1/2],[0,0,1/2,0]]"
    let shape = try Self.answer("blow-up-shape", "Sigma0=\(unit) \(golden)")
    #expect(shape.status == .certified && shape.matrix?.entries[2].value == "0", "\(shape)")
    let slower = try Self.answer(
      "blow-up-shape", "Sigma0=\(unit) A=[[1/2,1/2,0,0],[1/2,0,0,0],[0,0,1/2,0],[0,0,0,-1]]")
    #expect(slower.status == .certified && slower.matrix?.entries[10].value == "0", "\(slower)")
    let sigma = try Self.answer(
      "scalar-value-closed-form", "Sigma0=[[1,0],[0,2]] A=[[-1,0],[0,-1]] t=sqrt(2)")
    #expect(sigma.status == .certified && sigma.matrix?.entries[1].value == "0", "\(sigma)")
    let mean = try Self.answer("mean-closed-form", "Sigma0=[[1,0],[0,2]] A=[[-1,0],[0,-1]] alpha0=[1,0] t=1")
    #expect(mean.status == .certified && mean.matrix?.entries[1].value == "0", "\(mean)")
  }

  // MARK: The mean

  @Test func mean() throws {
    let data = "Sigma0=\(Self.sig2) A=[[-1/7,1/7],[1/7,-1/14]] alpha0=[1,1/2]"
    // The Mahalanobis law, from the mean and the covariance themselves.
    for t in ["1/2", "3"] {
      let x = try (1...2).map {
        try Self.ball("mean-closed-form", "\(data) t=\(t) output=alpha[\($0)]", digits: 60)
      }
      let sigma = try Self.sides(
        "scalar-value-closed-form", "Sigma0=\(Self.sig2) A=[[-1/7,1/7],[1/7,-1/14]] t=\(t)")
      let p: Matrix<Ball> = sigma.inverse.lifted()
      let alpha = Matrix(column: x)
      let square = (alpha.transpose * p * alpha)[0, 0]
      Self.expectSame(
        square, try Self.ball("mean-closed-form", "\(data) t=\(t) output=mahalanobis"), digits: 30)
    }
    try Self.expectRefusal(
      "mean-closed-form", "Sigma0=\(Self.sig2) A=\(Self.aq2) alpha0=[1,1/2] t=1",
      "A = A^T: not symmetric: entry [2,1] is 1/14, entry [1,2] is 3/14")
    #expect(try Self.answer("mean-closed-form", "\(data) t=0").value == "[1,0.5]")
    #expect(
      try Self.answer(
        "mean-closed-form", "Sigma0=\(Self.sig2) A=\(Self.aq2) alpha0=[0,0] t=1 output=mahalanobis"
      ).value == "0")
    // Not diagonalisable: Σ0 = e1 e1^T, S_12 = 1. (I - tX)^(-1/2) α0 = (1 + t/2 ..., by hand: α1 + t/2 α2.
    let nilpotent = try Self.ball(
      "mean-closed-form", "Sigma0=[[1,0],[0,0]] A=[[0,1/2],[1/2,0]] alpha0=[1,2] t=3 output=alpha[1]")
    Self.expectSame(nilpotent, withPrecision(200) { Ball.exp(Ball(3)) * 4 })
    try Self.expectRefusal(
      "mean-closed-form", "Sigma0=[[1,0],[0,0]] A=[[0,1/2],[1/2,0]] alpha0=[1,2] t=3 output=mahalanobis",
      "Sigma0 positive definite")
  }

  // MARK: Decay

  @Test func decay() throws {
    let data = "Sigma0=\(Self.sig2) A=[[-25/16,5/8],[5/8,-1/4]]"
    let limit = try Self.sides("decay-limit", data)
    let rate = try Self.sides("decay-limit", "\(data) output=rate")
    for t in [1, 10, 1000] {
      let sigma = try Self.sides("scalar-value-closed-form", "\(data) t=\(t)")
      #expect((sigma - limit).isPositiveSemidefinite)
      #expect((rate.scaled(by: Rational(1, t)) - (sigma - limit)).isPositiveSemidefinite)
    }
    #expect(limit.rank == 1)
    // Nothing decays when S = 0, everything when S < 0.
    #expect(
      try Self.answer("decay-limit", "Sigma0=\(Self.sig2) A=[[0,1],[-1,0]]").value == "[[1.5,1/3],[1/3,1.25]]"
    )
    #expect(
      try Self.answer("decay-limit", "Sigma0=\(Self.sig2) A=[[0,1],[-1,0]] output=rate").value
        == "[[0,0],[0,0]]")
    #expect(try Self.answer("decay-limit", "Sigma0=\(Self.sig2) A=[[-1,1],[-1,-1]]").value == "[[0,0],[0,0]]")
    #expect(
      try Self.answer("decay-limit", "Sigma0=\(Self.sig2) A=[[1,1],[-1,1]] v=-1 output=rank").value == "0")
    // t Σ(t) -> (2 v)^-1 I for S = -2I.
    #expect(
      try Self.answer("decay-limit", "Sigma0=\(Self.sig2) A=[[-1,1],[-1,-1]] v=4 output=rate").value
        == "[[0.125,0],[0,0.125]]")
    let irrational = try Self.ball(
      "decay-limit", "Sigma0=\(Self.sig2) A=[[-1,1],[-1,-1]] v=sqrt(2) output=rate[1,1]")
    Self.expectSame(irrational, withPrecision(200) { 1 / (2 * Ball.sqrt(Ball(2))) })
    try Self.expectRefusal("decay-limit", "Sigma0=\(Self.sig2) A=\(Self.aq2)", "v S negative semidefinite")
    try Self.expectRefusal(
      "decay-limit", "Sigma0=[[1,0],[0,0]] A=[[-1,0],[0,-1]]", "Sigma0 positive definite")
  }

  // MARK: Anisotropy

  @Test func anisotropy() throws {
    let round = "Sigma0=[[1,0],[0,1]] A=[[-1,0],[0,-1]]"
    #expect(try Self.answer("anisotropy", "\(round) t=5").value == "2")
    Self.expectSame(try Self.ball("anisotropy", "\(round) t=5 output=cond"), 1, digits: 29)
    // Diagonal data: eigenvalues 1/(1 + 2t), 3/(1 - 6·t·0.1...).
    let data = "Sigma0=[[1,0,0],[0,3,0],[0,0,0]] A=[[-1,0,0],[0,0,0],[0,0,5]] t=1"
    #expect(try Self.answer("anisotropy", "\(data) output=pr").value == "50/41")
    #expect(try Self.ball("anisotropy", "\(data) output=cond").contains(Rational(9)))
    #expect(try Self.ball("anisotropy", "\(data) output=stable").contains(Rational(10, 9)))
    #expect(try Self.answer("anisotropy", "\(data) output=shape").value == "[[0.1,0,0],[0,0.9,0],[0,0,0]]")
    try Self.expectRefusal("anisotropy", "Sigma0=[[0,0],[0,0]] A=[[1,0],[0,1]] t=1", "Sigma0 != 0")
    // pr -> 1 at the blow-up.
    let late = try Self.ball("anisotropy", "Sigma0=\(Self.sig2) A=\(Self.aq2) t=7.61209755 output=pr")
    #expect(late.isBelow(Ball(Rational(10_001, 10_000))))
  }

  // MARK: Ranks

  @Test func ranks() throws {
    for (a, inertia, rank) in [
      ("[[1/2,0,0,0],[0,1/2,0,0],[0,0,-1/2,0],[0,0,0,0]]", "[2,1,1]", "2"),
      ("[[1/2,0,0],[0,1/2,0],[0,0,1/2]]", "[3,0,0]", "0"), ("[[0,1/2],[1/2,0]]", "[1,1,0]", "1"),
      ("[[0,1],[-1,0]]", "[0,0,2]", "2"), ("7", "[1,0,0]", "0"),
    ] {
      #expect(try Self.answer("isotropic-rank", "A=\(a) output=inertia").value == inertia)
      #expect(try Self.answer("isotropic-rank", "A=\(a)").value == rank)
    }
    #expect(try Self.answer("isotropic-rank", "A=[[0,1],[1,-1]] output=slope").value == "2")
    #expect(try Self.answer("isotropic-rank", "A=[[0,1],[1,1]] output=slope").value == "0")
    try Self.expectRefusal("isotropic-rank", "A=[[1,0],[0,1]] output=slope", "indefinite")
    try Self.expectRefusal("isotropic-rank", "A=[[1,0,0],[0,1,0],[0,0,-1]] output=slope", "d = 2")
    try Self.expectRefusal("isotropic-rank", "A=[[1,1],[1,0]] output=slope", "A[2,2] != 0")
    // An isotropic line is a fixed point: x^T S x = 0 for x = (1, m).
    let m = try Self.ball("isotropic-rank", "A=[[1,2],[1,-1]] output=slope")
    #expect((1 + 3 * m - m * m).contains(Rational(0)))
  }

  // MARK: Cross-checks

  @Test(arguments: [
    ("scalar-value-closed-form", ""), ("scalar-value-closed-form", "output=trace"),
    ("mean-closed-form", ""), ("mean-closed-form", "output=mahalanobis"), ("blow-up-time", ""),
    ("blow-up-shape", ""), ("decay-limit", ""), ("decay-limit", "output=rate[1,1]"),
    ("anisotropy", ""), ("anisotropy", "output=stable"), ("anisotropy", "output=cond"),
    ("anisotropy", "output=shape[1,2]"), ("isotropic-rank", "output=slope"),
  ])
  func crossCheck(_ id: String, _ parameters: String) throws {
    let report = try Self.crossCheck(id, parameters: parameters)
    #expect(report.verdict == .agrees, "\(report)")
    let distorted = try Self.crossCheck(id, parameters: parameters) { $0 * 1.001 }
    #expect(distorted.verdict == .disagrees, "\(distorted)")
  }

  @Test(arguments: [("decay-limit", "rank"), ("isotropic-rank", "maxrank"), ("isotropic-rank", "inertia[1]")])
  func counts(_ id: String, _ output: String) throws {
    #expect(try Self.crossCheck(id, output: output).verdict == .agrees)
    #expect(try Self.crossCheck(id, output: output) { $0 + 1 }.verdict == .disagrees)
  }
}
