import VlasovSymbols

/// The inverse temperature at which mode n + 1 overtakes mode n.
public enum ModeCrossover: ClosedForm {
  public static let record = Record(
    id: "retrieval.mode-crossover",
    title: "Crossover of two neighbouring modes",
    statement: "$\\beta_n^\\times$ is the only $\\beta>0$ with $a_n(\\beta)=a_{n+1}(\\beta)$, that is "
      + "$I_{n+1}(\\beta)/I_n(\\beta)=(n/(n+1))^2$; $a_n>a_{n+1}$ if and only if $\\beta<\\beta_n^\\times$.",
    source: Source(
      RetrievalModel.paper, "from a_n = n^2 I_n; beyond the paper: I_{n+1}/I_n increases from 0 to 1",
      .derived),
    parameters: [
      ParameterSpec("n", symbol: "n", .integer(minimum: 1), "number of the lower mode"),
      ParameterSpec(
        "beta", symbol: "\\beta", .real(.positive), onlyForCheck: true, "inverse temperature to compare"),
    ],
    outputs: [OutputSpec("beta_x", symbol: "\\beta_n^{\\times}", "the crossover")],
    hypotheses: [
      Hypothesis("beta < beta_n^x, that is a_{n+1} < a_n", .reported, needs: ["beta"]) { comparison($0) }
    ],
    notes: [
      "Mode n is the fastest of all exactly for beta between the crossovers of n - 1 and n (a_n is "
        + "log-concave in n).",
      "Observed, not proved: beta_n^x = n(n+1)/2 + 1/4 + o(1).",
    ],
    crossCheck: CrossCheck(
      simulates: "bisection on a_{n+1} - a_n with Bessel functions from quadrature",
      law: "roundoff: error of the two quadratures over the slope",
      defaultParameters: "n=2"
    ) { try simulate($0) },
    references: [
      ReferenceValue("n=1", "1.0444568621077741736747561953286035413091068075922"),
      ReferenceValue("n=2", "3.1654344427005677136020036696951162330477472635489"),
      ReferenceValue("n=5", "15.236276728520544774730498415680774295193434464247"),
    ],
    related: ["retrieval.eigenvalue", "retrieval.endpoint-slope"])

  /// The zero of (n+1)² I_{n+1} - n² I_n between n(n+1)/2 and n(n+1)/2 + 1.
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let low = p.n * (p.n + 1) / 2
    return .root(CrossoverEquation(mode: p.index("n")), [], between: low, and: low + 1)
  }

  /// The two forms of the hypothesis are equivalent. The crossover itself decides intervals of β sharply; where
  /// isolating it as a root takes long, the two rates are compared.
  private static func comparison(_ p: Lifted<Expression>) -> Comparison {
    let n = p.index("n")
    if n.offset <= 32 { return .less(p.beta, formula(p, output: "beta_x")) }
    return .less(RetrievalModel.eigenvalue(n + 1, p.beta), RetrievalModel.eigenvalue(n, p.beta))
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard let n = p.lifted(to: Ball.self).integer("n"), n < 1 << 31 else { throw Undecided("n is too large") }
    guard let zero = BesselQuotient(mode: n).crossover() else {
      return .undecided("no certain change of sign of a_{n+1} - a_n next to the approximate crossover")
    }
    return .real(zero)
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let n = c.parameters.integer("n") ?? 0
    let low = Double(n) * Double(n + 1) / 2
    func gap(_ beta: Double) throws -> FloatEstimate {
      let (a, b) = (try BesselQuadrature.eigenvalue(n, beta), try BesselQuadrature.eigenvalue(n + 1, beta))
      return FloatEstimate(value: b.value - a.value, error: a.error + b.error)
    }
    var (left, right) = (low, low + 1)
    while true {
      let middle = left + (right - left) / 2
      if middle <= left || middle >= right { break }
      if try gap(middle).value < 0 { left = middle } else { right = middle }
    }
    // Where the computed gap changes sign, the true one is within its error of 0.
    let step = 1e-5 * left
    let slope = (try gap(left + step).value - gap(left - step).value) / (2 * step)
    let bound = 2 * (try gap(left)).error / slope + (right - left)
    let estimate = FloatEstimate(value: left, error: bound)
    return try Confrontation.compare(estimate, with: RetrievalSimulation.certified(c.closedForm([:])))
  }
}

/// ((n+1)² I_{n+1}(β) - n² I_n(β))/(β/2)^n = (n+1)² (β/2) C_{n+1}(β²/4) - n² C_n(β²/4); dividing by (β/2)^n
/// does not move the zero.
struct CrossoverEquation: Function1 {
  let mode: Index

  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
    let z = T.pow(x, 2) / 4
    let upper = T.pow(T(mode + 1), 2) * (x / 2) * T.besselClifford(mode + 1, z)
    return upper - T.pow(T(mode), 2) * T.besselClifford(mode, z)
  }
}

/// r(x) = I_{n+1}(x)/I_n(x), and where it equals (n/(n+1))².
///
/// **Lemma.** r increases on (0, ∞), from 0 to 1. *Proof.* With I_n' = I_{n+1} + (n/x) I_n and
/// I_{n+1}' = I_n - ((n+1)/x) I_{n+1}, r' = 1 - r² - (2n+1) r/x. Products of two Bessel functions have the power series
/// given at `PeakMode`; adding those of I_n², I_{n+1}² and I_n I_{n+1},
/// I_n² r' = Σ_k (x/2)^(2n+2k) (2n+1)(2n+2k)!/(2 k! (n+k)! (n+1+k)! (2n+1+k)!) > 0. ∎
///
/// So r - (n/(n+1))² has one zero, and two signs enclose it.
struct BesselQuotient {
  let mode: Int

  private func callAsFunction(_ x: Ball) -> Ball {
    let z = x * x / 4
    return x / 2 * Ball.besselClifford(Index(mode + 1), z) / Ball.besselClifford(Index(mode), z)
  }

  /// The zero at the current precision, by Newton's method on midpoints with growing precision; `nil` when the
  /// signs on its two sides are not certain.
  func crossover() -> Ball? {
    let n = Rational(mode)
    let start = n * (n + 1) / 2 + Rational(1, 4)
    let target = (n / (n + 1)).power(2) ?? 0
    // r' is about n/x² = 4/n³ there: the sign of r - target is known to 2^-p only for x to 2^-p n³/4.
    let loss = 3 * (Int.bitWidth - mode.leadingZeroBitCount) + 16
    let full = Precision.bits + loss
    var x = Ball(start, bits: full)
    var bits = min(full, 64 + loss)
    var steps = 0
    while true {
      let next = withPrecision(bits) { step(x.rounded(to: bits).center, Ball(target)) }
      if Budget.isExhausted || !next.isFinite || steps > 200 { return nil }
      let change = (next - x).magnitude
      x = next
      steps += 1
      // The start may be far from the zero; once half of the bits agree, a step doubles them.
      if !(change <= x.magnitude.scaled(by: (loss - bits) / 2)) { continue }
      if bits == full { break }
      bits = min(full, 2 * bits - loss)
    }
    return withPrecision(full) {
      let zero = Ball(center: x, radius: x.magnitude.scaled(by: -Precision.bits + loss + 2))
      let isBelow = self(zero.lowerEdge).isBelow(Ball(target))
      return isBelow && Ball(target).isBelow(self(zero.upperEdge)) ? zero : nil
    }
  }

  private func step(_ x: Ball, _ target: Ball) -> Ball {
    let r = self(x)
    let slope = 1 - r * r - r * (2 * mode + 1) / x
    return (x - (r - target) / slope).center
  }
}
