import Testing

@testable import VlasovTheory

@Suite struct GaussianDiscreteLayerTests {
  static let id = "discrete-layer"

  @Test(arguments: [
    ("y0=1999/1000 n=60", "0.0083796274799046907940502387891449350862336538396111"),
    ("y0=1/2 n=1000", "0.00049640730741361102540392752798678908400098859432184"),
    ("y0=-1/2 n=6", "-2.6984319393296801244521122216606461494948796775198e+61"),
  ])
  func longOrbits(_ parameters: String, _ digits: String) throws {
    let answer = try Layer.answer(Self.id, parameters + " output=y", digits: 50)
    #expect(answer.ball?.certainDecimal(digits: 50) == digits, "\(answer)")
  }

  /// Rational orbits step by step, to the length where balls take over.
  @Test func againstRationals() throws {
    for start in [Rational(1, 3), Rational(19, 10), Rational(-2, 7), Rational(5, 2), Rational(1999, 1000)] {
      var y = start
      for n in 0...7 {
        let ball = try Layer.ball(Self.id, "y0=\(start) n=\(n) output=y", digits: 40)
        #expect(ball.contains(y) && ball.accuracyBits > 130, "y0=\(start) n=\(n)")
        y = y * (1 - y) * (1 - y)
      }
    }
  }

  @Test func exactOrbits() throws {
    for (parameters, value) in [
      ("y0=1 n=0", "1"), ("y0=1 n=1", "0"), ("y0=1 n=1e12", "0"), ("y0=2 n=1e12", "2"), ("y0=0 n=5", "0"),
      ("y0=1/2 n=1", "0.125"), ("y0=3 n=1", "12"),
    ] {
      let answer = try Layer.answer(Self.id, parameters + " output=y")
      #expect(answer.status == .exact && answer.value == value, "\(parameters): \(answer.value)")
    }
  }

  /// An irrational preimage of 1 goes to 0, which no enclosure proves: no digit is printed. Its decimal is no preimage.
  @Test func preimages() throws {
    let root = "(2+((25-3*sqrt(69))/2)^(1/3)+((25+3*sqrt(69))/2)^(1/3))/3"
    let one = try Layer.ball(Self.id, "y0=\(root) n=1 output=y", digits: 30)
    #expect(one.contains(Rational(1)))
    let zero = try Layer.answer(Self.id, "y0=\(root) n=2 output=y", digits: 20, seconds: 2)
    #expect(zero.status == .undecided && zero.value.isEmpty, "\(zero)")
    let near = try Layer.ball(Self.id, "y0=1.7548776662466927 n=2 output=y", digits: 20)
    #expect(near.isPositive)
  }

  /// 1/y_n = 2n + (3/2) ln n + O(1): the remainder settles.
  @Test func asymptotics() throws {
    func rest(_ n: Int) throws -> Double {
      let y = try Layer.ball(Self.id, "y0=1/2 n=\(n) output=y", digits: 20).estimate
      return 1 / y - 2 * Double(n) - 1.5 * Double.log(Double(n))
    }
    let (a, b, c) = (try rest(1000), try rest(4000), try rest(16000))
    #expect(abs(b - a) < 0.02 && abs(c - b) < abs(b - a) / 2, "\(a) \(b) \(c)")
  }

  @Test func divergence() throws {
    for y0 in ["3", "-1", "2.0001"] {
      let answer = try Layer.answer(Self.id, "y0=\(y0) n=1000 output=y")
      #expect(
        answer.status == .undecided && answer.reason?.contains("diverges") ?? false, "\(answer.reason ?? "")")
    }
    let matrix = try Layer.answer(Self.id, "Sigma0=1 A=1 V=1 h=1 n=1000")
    #expect(
      matrix.status == .undecided && matrix.reason?.contains("diverges") ?? false, "\(matrix.reason ?? "")")
  }

  // MARK: Covariances

  /// Exact layers in the covariance form.
  @Test func againstCovarianceForm() throws {
    let (sigma, a, v) = (
      try Layer.rationals(Layer.sig2), try Layer.rationals(Layer.aq2), try Layer.rationals(Layer.vq2)
    )
    let h = Rational(-2, 3)
    var exact = sigma
    for n in 0...7 {
      let found = try Layer.matrix(
        Self.id, "Sigma0=\(Layer.sig2) A=\(Layer.aq2) V=\(Layer.vq2) h=-2/3 n=\(n)")
      for (x, q) in zip(found.entries, exact.entries) { #expect(x.contains(q), "n=\(n)") }
      let map = Matrix.identity(2) + (v * exact * a).scaled(by: h)
      exact = map * exact * map.transpose
    }
  }

  /// V = vI and A symmetric: eigenvalues decouple. Diagonal matrices show them, and off the diagonal exact zeros.
  @Test func decoupling() throws {
    let n = 50
    let sigma = try Layer.matrix(
      Self.id, "Sigma0=[[2,0],[0,3]] A=[[-1/4,0],[0,-1/2]] V=[[1,0],[0,1]] h=1 n=\(n)")
    for (i, y0, scale) in [(0, "1/2", 4), (1, "3/2", 2)] {
      let y = try Layer.ball(Self.id, "y0=\(y0) n=\(n) output=y", digits: 45)
      Layer.expectSame(sigma[i, i], y * scale, digits: 38)
    }
    #expect(sigma[0, 1].isZero && sigma[1, 0].isZero)
  }

  @Test func longRuns() throws {
    let sigma = try Layer.matrix(
      Self.id, "Sigma0=\(Layer.sig2) A=[[-1,0],[0,-1/2]] V=\(Layer.vp2) h=1/8 n=300", digits: 30)
    #expect(sigma.symmetricPart.isPositiveDefinite == .proved)
    let real = try Layer.matrix(
      Self.id, "Sigma0=\(Layer.sig2) A=\(Layer.aq2) V=\(Layer.vq2) h=sqrt(2)/4 n=3", digits: 30)
    #expect(real[0, 0].isPositive)
  }

  @Test func singularStart() throws {
    // Σ_0 = uu^T: u⁺ = u + hVu (u^T A u).
    let sigma = try Layer.matrix(Self.id, "Sigma0=[[1,2],[2,4]] A=\(Layer.aq2) V=\(Layer.vq2) h=1/2 n=9")
    #expect((sigma[0, 0] * sigma[1, 1] - sigma[0, 1] * sigma[1, 0]).containsZero)
    let rank = try Layer.answer(
      Self.id, "Sigma0=[[1,2],[2,4]] A=\(Layer.aq2) V=\(Layer.vq2) h=1/2 n=9 output=rank")
    #expect(rank.value == "1" && rank.status == .exact)
  }

  /// y = 1 lowers the rank at once; 1/2 and 3/2 never do.
  @Test func ranks() throws {
    let identity = "V=[[1,0],[0,1]] h=1"
    for (parameters, rank) in [
      ("Sigma0=[[2,0],[0,1]] A=[[-1/2,0],[0,-1/4]] \(identity) n=0", "2"),
      ("Sigma0=[[2,0],[0,1]] A=[[-1/2,0],[0,-1/4]] \(identity) n=40", "1"),
      ("Sigma0=[[2,0],[0,1]] A=[[-1/2,0],[0,-1]] \(identity) n=40", "0"),
      ("Sigma0=[[2,0],[0,3]] A=[[-1/4,0],[0,-1/2]] \(identity) n=40", "2"),
      ("Sigma0=[[0,0],[0,0]] A=[[-1/4,0],[0,-1/2]] \(identity) n=40", "0"),
      ("Sigma0=\(Layer.sig2) A=\(Layer.aq2) V=\(Layer.vq2) h=1/4 n=25", "2"),
    ] {
      let answer = try Layer.answer(Self.id, parameters + " output=rank")
      #expect(
        answer.value == rank && answer.status == .exact,
        "\(parameters): \(answer.value) \(answer.reason ?? "")")
    }
  }

  /// A layer without attention or step changes nothing.
  @Test func trivialLayers() throws {
    for parameters in ["A=[[0,0],[0,0]] h=1 n=1e9", "A=\(Layer.aq2) h=0 n=1e9", "A=\(Layer.aq2) h=1 n=0"] {
      let sigma = try Layer.matrix(Self.id, "Sigma0=\(Layer.sig2) V=\(Layer.vq2) \(parameters)")
      #expect(sigma[0, 1].contains(Rational(1, 3)) && sigma[0, 0].contains(Rational(3, 2)))
    }
  }

  @Test func badInput() {
    Layer.expectInputError(Self.id, "y0=1 n=-1 output=y", parameter: "n")
    Layer.expectInputError(Self.id, "y0=1 n=1/2 output=y", parameter: "n")
    Layer.expectInputError(Self.id, "Sigma0=\(Layer.sig2) A=1 V=\(Layer.vq2) h=1 n=1", parameter: "A")
    Layer.expectInputError(
      Self.id, "Sigma0=[[1,2],[2,1]] A=\(Layer.aq2) V=\(Layer.vq2) h=1 n=1", parameter: "Sigma0")
    Layer.expectInputError(
      Self.id, "Sigma0=[[1,2],[0,1]] A=\(Layer.aq2) V=\(Layer.vq2) h=1 n=1", parameter: "Sigma0")
    Layer.expectInputError(Self.id, "y0=1 n=3 h=1 output=y", parameter: "h")
  }

  @Test func simulation() throws {
    for output in ["Sigma", "Sigma[1,2]", "y"] {
      let fair = try Layer.crossCheck(Self.id, parameters: "output=\(output)")
      #expect(fair.verdict == .agrees, "\(output): \(fair)")
      let foul = try Layer.crossCheck(Self.id, parameters: "output=\(output)") { $0 * (1 + 1e-3) }
      #expect(foul.verdict == .disagrees, "\(output)")
    }
  }
}
