import VlasovSymbols

/// The part of a mode's retrieval mass that comes from the first fraction x of the prompt.
public enum GreenMass: ClosedForm {
  public static let record = Record(
    id: "retrieval.green-mass",
    title: "Mass of the Green function",
    statement: "$m_a(t;x)=\\int_0^x g_a(t,1;s)\\,ds=\\sum_{k\\ge0}\\frac{c^{k+1}}{(k+1)!}Q(k+1,Y_\\lambda(x)"
      + ")$, $c=at$, $Q(k+1,Y)=e^{-Y}\\sum_{j\\le k}Y^j/j!$; in particular $\\int_0^1 "
      + "g_a(t,1;s)\\,ds=e^{at}-1$ for every $\\lambda$.",
    source: Source(
      RetrievalModel.paper, "from proposition (prop:Bessel), as k(1,s) ds = d exp(-Y)", .derived),
    parameters: [.rate, .time, .fraction, .lambda],
    outputs: [OutputSpec("m", symbol: "m_a(t;x)", "the mass of the first fraction x")],
    notes: [
      "Conservation: the whole mass exp(a t) - 1 does not depend on lambda; the bias only moves it.",
      "Beyond the paper.",
    ],
    crossCheck: CrossCheck(
      simulates: "the integrated Volterra-Hardy equation: exact cell masses in position, Runge-Kutta in time",
      law: RetrievalSimulation.cellLaw.text,
      defaultParameters: "a=13/10 t=1 x=1/3 lambda=1"
    ) { try simulate($0) },
    references: [
      ReferenceValue("a=1 t=1 x=1/2 lambda=1", "0.955115721050745012194632931002413587382745453"),
      ReferenceValue("a=2 t=1/2 x=1/10 lambda=0", "0.406843334377003500376541382885143552078566804"),
      ReferenceValue("a=3 t=1 x=1 lambda=2", "19.0855369231876677409285296545817178969879078"),
    ],
    related: ["retrieval.green-function", "retrieval.mass-share"])

  /// m = Σ_k c^(k+1)/(k+1)! Q(k+1, Y_λ(x)).
  ///
  /// Proof: k_λ(1, s) ds = d(e^-Y), so m = ∫_{Y(x)}^∞ ψ_c(y) e^-y dy, and ∫_Y^∞ y^k e^-y dy = k! Q(k+1, Y).
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    .sum(GreenMassTerm(), from: 0, [p.a * p.t, RetrievalModel.age(1, p.x, p.lambda)])
  }

  /// Exactly 0 at t = 0.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    p.isExactly("t", 0) ? .exact(0) : .real(formula(p.lifted(to: Ball.self), output: output))
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let p = c.parameters
    let equation = VolterraHardy(rate: p.a, time: p.t, lambda: p.lambda)
    let observations = try equation.masses(upTo: p.x, cells: RetrievalSimulation.cells, threads: c.threads)
    return try Confrontation.compare(
      observations, with: RetrievalSimulation.certified(c.closedForm([:])), law: RetrievalSimulation.cellLaw)
  }
}

/// c^(k+1)/(k+1)! Q(k+1, Y) over x = [c, Y]; c may vary.
struct GreenMassTerm: SeriesTerm {
  var variables: Int { 1 }

  func term<T: SpecialAnalytic>(_ k: Index, _ x: [T]) -> T {
    T.pow(x[0], k + 1) / T.factorial(k + 1) * T.gammaQ(k + 1, x[1])
  }

  /// 0 <= Q <= 1 and (k+2+i)! >= (k+2)! i!, so Σ_{j>k} c^(j+1)/(j+1)! Q(j+1, Y) is dominated, coefficient by
  /// coefficient in c, by c^(k+2)/(k+2)! e^c.
  func tail<T: SpecialAnalytic>(after k: Int, _ x: [T]) -> Majorant<T> {
    let next = Index(k + 2)
    return Majorant(bound: T.pow(x[0], next) / T.factorial(next) * T.exp(x[0]), ratios: [])
  }
}
