import VlasovSimulation
import VlasovSymbols

/// Trajectories and leaders of hardmax attention.
public enum HardmaxLeaders: Theorem {
  public static let record = Record(
    id: "clustering.hardmax-leaders",
    title: "Trajectories and leaders of hardmax attention",
    statement: """
      $x_i^{k+1}=x_i^k+\\frac\\alpha{1+\\alpha}\\bigl(\\frac1{|C_i|}\\sum_{j\\in C_i}x_j^k-x_i^k\\bigr)$, \
      $C_i=\\{j:\\langle Bx_i,x_j\\rangle=\\max_l\\langle Bx_i,x_l\\rangle\\}$, $B\\succ0$: all tokens move at once, and $i$ is \
      among the $l$. A leader has $C_i=\\{i\\}$ and never moves. A token whose $C_i$ stays one leader $\\ell$ obeys \
      $x_i^k-\\ell=(1+\\alpha)^{-k}(x_i^0-\\ell)$.
      """,
    source: Source(
      Paper(
        key: "alcalde2024clustering",
        title: "Clustering in pure-attention hardmax transformers and its role in sentiment analysis",
        authors: ["A. Alcalde", "G. Fantuzzi", "E. Zuazua"], year: 2024, arxiv: "2407.01602"),
      "hardmax dynamics and leaders", .reconstructed),
    parameters: [
      ParameterSpec("points", symbol: "x^0", .points, "the tokens, as rows"),
      ParameterSpec("alpha", symbol: "\\alpha", .real(.positive), "step of the residual connection"),
      ParameterSpec("steps", symbol: "k", .integer(minimum: 0), "number of steps"),
      ParameterSpec(
        "token", symbol: "i", .integer(minimum: 0), requiredBy: ["position"], acceptedBy: nil,
        "index of the token, from zero"),
      ParameterSpec(
        "coordinate", symbol: "c", .integer(minimum: 0), requiredBy: ["position"], acceptedBy: nil,
        "index of the coordinate, from zero"),
      ParameterSpec(
        "B", symbol: "B", .matrix, requiredBy: [], acceptedBy: nil,
        "symmetric positive definite matrix; the identity when not given"),
    ],
    outputs: [
      OutputSpec("position", symbol: "x^k_{ic}", "a coordinate of a token after k steps"),
      OutputSpec(
        "leaders", symbol: "\\{i:C_i=\\{i\\}\\}", .word,
        "the indices of the leaders after k steps, as a JSON array"),
    ],
    method: """
      Rational input: integers over one denominator, every comparison exact, ties included. Otherwise balls; a comparison that \
      they do not separate is undecided.
      """,
    notes: [
      "Ties are real and matter: a token is drawn to the mean of all that attain the maximum.",
      "Two tokens at one place are not leaders, as each has the other in its C_i.",
      "The number of digits of the common denominator grows in proportion to the number of steps.",
    ],
    crossCheck: CrossCheck(
      simulates: "the iteration in floating point, ties up to 10^-12", law: "roundoff",
      defaultParameters: "points=[[2,0],[1,1/4],[0,1]] alpha=1 steps=5 token=1 coordinate=0", run: crossCheck),
    references: [
      ReferenceValue(
        "points=[[2,0],[1,1/4],[0,1]] alpha=1 steps=5 token=1 coordinate=0", "1.96875"),
      ReferenceValue(
        "points=[[2,0],[1,1/4],[0,1]] alpha=1 steps=5 token=1 coordinate=1", "0.0078125"),
      ReferenceValue("points=[[2,0],[1,1/4],[0,1]] alpha=1 steps=0 output=leaders", "[0,2]"),
    ],
    related: ["clustering.polarised-mode-rate", "clustering.cone-collapse-rate"])

  public static func validate(_ p: Arguments) throws {
    let points = p.rows("points") ?? []
    let dimension = points.first?.count ?? 0
    func demand(_ name: String, below count: Int, _ what: String) throws {
      guard case .integer(let index)? = p[name], index >= Integer(count) else { return }
      throw InputError(
        parameter: name, value: "\(index)", domain: "0 <= \(name) < \(count)",
        "\(name)=\(index) is outside the domain 0 <= \(name) < \(count): there are \(count) \(what)")
    }
    try demand("token", below: points.count, "tokens")
    try demand("coordinate", below: dimension, "coordinates")
    guard let b = p.rows("B") else { return }
    guard b.count == dimension else {
      throw InputError(
        parameter: "B", value: p["B"]?.text, domain: "a matrix of order \(dimension)",
        "B has \(b.count) rows, but the points have \(dimension) coordinates")
    }
    try PositiveDefiniteMatrix(p, "B").validate()
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard case .integer(let steps)? = p["steps"], case .real(let alpha)? = p["alpha"],
      let rows = p.rows("points")
    else { return .undecided("no points") }
    let metric = p.rows("B")
    if let points = rows.rationals, let alpha = alpha.rational,
      let matrix = metric.map(\.rationals) ?? .some([])
    {
      var tokens = ExactHardmax(points, metric: matrix, alpha: alpha)
      try tokens.run(steps)
      return try answer(
        p, output, leaders: { try tokens.leaders }, position: { .exact(tokens.position($0, $1)) })
    }
    var tokens = BallHardmax(rows, metric: metric, alpha: alpha.ball)
    do {
      try tokens.run(steps)
      return try answer(
        p, output, leaders: { try tokens.leaders }, position: { .real(tokens.points[$0][$1]) })
    } catch let tie as Undecided { return .undecided(tie.reason) }
  }

  private static func answer(
    _ p: Arguments, _ output: String, leaders: () throws -> [Int], position: (Int, Int) -> Value
  ) rethrows -> Value {
    guard output == "position" else {
      return .word("[" + (try leaders()).map(String.init).joined(separator: ",") + "]")
    }
    guard case .integer(let token)? = p["token"], case .integer(let coordinate)? = p["coordinate"],
      let i = token.asInt, let c = coordinate.asInt
    else { return .undecided("no token") }
    return position(i, c)
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard context.output == "position" else {
      throw InputError(
        parameter: "output", value: context.output, domain: "position",
        "output=\(context.output): only position is simulated")
    }
    let (i, c) = (try context.integer("token"), try context.integer("coordinate"))
    let steps = try context.integer("steps")
    guard let points = p.rows("points"), points.count <= 200, steps <= 10_000 else {
      throw InputError(
        parameter: "points", value: nil, domain: "at most 200 points and 10000 steps",
        "more than 200 points or 10000 steps are too many for a simulation")
    }
    let size = points.joined().reduce(1) { max($0, abs($1)) }
    // A step moves towards a mean: it does not enlarge what rounding has left.
    return try context.confront(law: .roundoff(bound: 1e-14 * size * Double(steps + 1))) {
      var tokens = HardmaxTokens(points: points, alpha: p.alpha, metric: p.rows("B"))
      tokens.run(steps: steps)
      return [SizedObservation(size: Double(points.count), simulated: tokens.points[i][c])]
    }
  }
}

extension [[RealParameter]] {
  /// The rows, when all entries are rational.
  var rationals: [[Rational]]? {
    var rows: [[Rational]] = []
    for row in self {
      let values = row.compactMap(\.rational)
      guard values.count == row.count else { return nil }
      rows.append(values)
    }
    return rows
  }
}
