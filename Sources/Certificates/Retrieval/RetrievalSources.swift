extension CertificateSources {
  static let retrieval: [any CertificateSource.Type] = [ModeCrossoverCertificate.self]
}

/// Where (n+1)² I_{n+1} meets n² I_n: the ratio of the two functions, which increases, is n²/(n+1)².
enum ModeCrossoverCertificate: CertificateSource {
  static let id = "retrieval.mode-crossover"

  static func checkers(for output: String) throws -> [Checker] { [.coq, .arb] }
  static func kind(for output: String) throws -> String { "root" }

  static func proposal(_ p: Arguments, output: String, digits: Int) throws -> Proposal {
    guard case .integer(let n)? = p["n"] else { throw Uncertifiable("n is no integer") }
    let certifier = Certifier(digits: digits, budget: Budget.current)
    let theorem = try Catalogue.standard.theorem(id)
    let answer = try certifier.value(theorem, p, output: output, digits: digits + 5)
    guard let ball = answer.ball else { throw Uncertifiable("\(output) is \(answer.value)") }
    let order = Rational(n)
    let ratio = order * order / ((order + 1) * (order + 1))
    let equation = Certifier.Equation(
      variable: "beta", left: .besselIRatio(order: Expression(order), .variable("beta")),
      right: Expression(ratio))
    return try certifier.root(equation, ball)
  }
}
