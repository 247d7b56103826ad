import Testing

@testable import VlasovTheory

/// Shared steps of the tests of this theme.
enum Retrieval {
  /// The parsed call `id name=value ... [output=...]`.
  static func call(
    _ id: String, _ parameters: String, forCheck: Bool = false
  ) throws -> (theorem: any Theorem.Type, arguments: Arguments, output: String) {
    let theorem = try Catalogue.standard.theorem("retrieval." + id)
    let reading = ReferenceValue(parameters, "")
    let output = try theorem.record.output(named: reading.outputName).name
    let given = reading.parameterTexts.filter { $0.name != "output" }
    return (theorem, try theorem.record.arguments(given, output: output, forCheck: forCheck), output)
  }

  static func answer(_ id: String, _ parameters: String, digits: Int = 30, seconds: Double = 60) throws
    -> Answer
  {
    let call = try call(id, parameters)
    return try Evaluator(digits: digits, budget: Budget(seconds: seconds))
      .evaluate(call.theorem, call.arguments, output: call.output)
  }

  /// The certified value with about `digits` digits.
  static func ball(_ id: String, _ parameters: String, digits: Int = 50) throws -> Ball {
    let answer = try answer(id, parameters, digits: digits)
    #expect(answer.exitCode == 0, "\(id) \(parameters): \(answer.reason ?? "")")
    return try #require(answer.ball)
  }

  static func check(_ id: String, _ parameters: String) throws -> CheckResult {
    let call = try call(id, parameters, forCheck: true)
    return call.theorem.check(call.arguments, output: call.output, budget: Budget(seconds: 20))
  }

  /// The report of the cross-check at its default parameters, the closed form distorted.
  static func crossCheck(
    _ id: String, output: String? = nil, parameters: String = "",
    distorted: @escaping @Sendable (Double) -> Double = { $0 }
  ) throws -> CrossCheckReport {
    let theorem = try Catalogue.standard.theorem("retrieval." + id)
    let check = try #require(theorem.record.crossCheck)
    let output = try theorem.record.output(named: output).name
    let given = ReferenceValue(parameters, "").parameterTexts
    let texts = theorem.record.completed(given, from: check.defaultParameters, output: output)
    let arguments = try theorem.record.arguments(texts, output: output)
    let value = try Evaluator(digits: 20).evaluate(theorem, arguments, output: output)
    let ball = try #require(value.ball)
    let context = CrossCheck.Context(
      arguments: arguments, parameters: arguments.lifted(to: Double.self), output: output, seed: 20_260_509,
      threads: 2,
      closedForm: { _ in distorted(ball.estimate) })
    return try check.run(context)
  }

  /// Both enclose the same number: they overlap, and each is narrower than 10^-digits relatively.
  static func expectSame(
    _ a: Ball, _ b: Ball, digits: Int, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let wanted = Precision.bits(forDigits: digits)
    #expect(
      a.overlaps(b) && a.accuracyBits >= wanted && b.accuracyBits >= wanted,
      "\(comment): \(a.shortDescription) and \(b.shortDescription), difference \((a - b).shortDescription)",
      sourceLocation: sourceLocation)
  }
}

/// A second route to the Bessel functions: Miller's backward recurrence, normalised by
/// e^x = I_0(x) + 2 Σ_{n>=1} I_n(x). Neither a power series nor Bessel–Clifford functions occur.
enum Miller {
  /// I_0(x), ..., I_count(x) for x > 0, to a relative 2^-bits.
  ///
  /// With p_{L+1} = 0, p_L = 1 and p_{n-1} = p_{n+1} + (2n/x) p_n, the relative error of p_n e^x/(p_0 + 2Σp_n) is about
  /// (I_L/K_L)(K_n/I_n), below (x/2)^(2L-2n) (n!/L!)², or that of the missing terms of e^x; L makes both tiny.
  static func bessel(_ x: Ball, count: Int, bits: Int) -> [Ball] {
    let working = bits + 64
    return withPrecision(working) {
      let x = x.rounded(to: working)
      // log2(x/2), also where x is below the range of Double.
      let half =
        x.estimate > 1e-300 ? Double.log(x.estimate / 2) / Double.log(2.0) : Double((x.exponent ?? 0) - 1)
      var last = count
      var drop = 0.0
      while drop > -Double(bits + 60) {
        last += 1
        drop += half - Double.log(Double(last)) / Double.log(2.0)
      }
      let reciprocal = 2 / x
      var (above, here) = (Ball(0), Ball(1))
      var kept: [Ball] = []
      var sum = Ball(0)
      for n in stride(from: last, through: 1, by: -1) {
        if n <= count { kept.append(here) }
        sum += here
        (above, here) = (here, above + reciprocal * n * here)
      }
      kept.append(here)
      let scale = Ball.exp(x) / (here + 2 * sum)
      // The truncation is not in the balls: widen them by its bound.
      return kept.reversed().map {
        let value = $0 * scale
        return Ball(center: value, radius: value.magnitude.scaled(by: -bits - 30))
      }
    }
  }

  /// The retrieval profile from Miller's recurrence alone: ψ_c(y) = sqrt(c/y) I_1(2 sqrt(cy)), 0 < s < 1.
  ///
  /// `weight` replaces ω_n. Modes are summed until n² (β/2)^n/n! and ω_n make them negligible.
  static func profile(
    s: Ball, beta: Ball, m: Ball, t: Ball, lambda: Ball, bits: Int,
    weight: ((Int) -> Ball)? = nil
  ) -> Ball {
    withPrecision(bits + 32) {
      let e = lambda.isZero ? s : Ball.expm1(lambda * s) / Ball.expm1(lambda)
      let y = -Ball.log(e)
      let k = lambda.isZero ? Ball(1) : lambda * Ball.exp(lambda * s) / Ball.expm1(lambda)
      let count = modes(beta.estimate, m.estimate, bits: bits, gaussian: weight == nil)
      let bessel = bessel(beta, count: count, bits: bits + 32)
      let q = -(Ball.pow(.pi / m, 2) / 2)
      var sum = Ball(0)
      for n in 1...count {
        let omega = weight?(n) ?? Ball.exp(q * (n * n))
        let a = bessel[n] * (n * n)
        let c = a * t
        let lost = max(0, (sum.exponent ?? 0) - (omega * c).magnitude.exponent)
        let precision = max(64, bits + 32 - lost)
        let root = Ball.sqrt((c * y).rounded(to: precision))
        let psi =
          Ball.sqrt((c / y).rounded(to: precision)) * Miller.bessel(2 * root, count: 1, bits: precision)[1]
        sum += omega * psi
      }
      return k * sum
    }
  }

  /// Modes beyond which ω_n n² (β/2)^n/n! is below 2^-bits of the first.
  static func modes(_ beta: Double, _ m: Double, bits: Int, gaussian: Bool = true) -> Int {
    var n = 2
    var log = 0.0
    let g = gaussian ? Double.pi * Double.pi / (2 * m * m) : 0
    while true {
      log += Double.log(beta / 2 / Double(n))
      let size = log + 2 * Double.log(Double(n)) - g * Double(n * n)
      if size < -Double(bits + 40) * Double.log(2.0), Double(n) > beta { return n }
      n += 1
    }
  }
}
