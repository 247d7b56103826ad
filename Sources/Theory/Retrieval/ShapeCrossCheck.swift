import VlasovSimulation

/// Float simulations behind the shape results: the Volterra–Hardy equation is integrated for every Fourier mode
/// and the simulated profile is searched on its grid; no Bessel closed form is involved.
enum ShapeCrossCheck {
  /// Grids whose doubling shows the order of convergence.
  private static let cells = [200, 400, 800, 1600]
  private static let gridLaw = ErrorLaw.power(order: 2, next: 4, noise: 1e-11)
  private static let gridText = "O(cells^-2): extrapolated from several grids, within 4 uncertainties"

  /// The extremum that an output and index speak about, on each grid; `nan` where there is none.
  private static func extrema(
    _ context: CrossCheck.Context, of profile: VolterraProfile, from start: Double, startsWithMinimum: Bool
  ) throws -> [SizedObservation] {
    let wanted: GridCritical.Point.Kind = context.output.hasSuffix("min") ? .minimum : .maximum
    let index = context.parameters.integer("index") ?? 1
    return try cells.map { size in
      let points = try profile.grid(from: start, cells: size, threads: context.threads).criticalPoints
      if startsWithMinimum, points.first?.kind != .minimum {
        throw InputError("the first minimum is not among the positions that are simulated, [\(start), 1)")
      }
      let chosen = points.filter { $0.kind == wanted }
      let point = chosen.indices.contains(index - 1) ? chosen[index - 1] : nil
      let seen = context.output.hasPrefix("s") ? point?.position : point?.value
      return SizedObservation(size: Double(size), simulated: seen ?? .nan)
    }
  }

  private static func confront(_ data: [SizedObservation], _ context: CrossCheck.Context) throws
    -> CrossCheckReport
  {
    try Confrontation.compare(
      data, with: RetrievalSimulation.certified(context.closedForm([:])), law: gridLaw)
  }

  /// Number of extrema of the simulated profile on [1/200, 1].
  static let count = CrossCheck(
    simulates:
      "Volterra-Hardy equation for every mode (midpoint rule, RK4), extrema of the profile on a grid of [1/200, 1]",
    law: "equal integers (a feature narrower than the grid is missed)",
    defaultParameters: "beta=1 M=8 t=4 lambda=3"
  ) { context in
    guard context.output == "count" else {
      throw InputError(
        parameter: "output", value: context.output, "the simulation counts: only output=count is compared")
    }
    let grid = try RetrievalSimulation.profile(context.parameters).grid(
      from: 1.0 / 200, cells: 800, threads: context.threads)
    return Confrontation.compare(
      count: grid.criticalPoints.count, with: Int(try context.closedForm([:]).rounded()))
  }

  /// Position or value of an interior minimum or maximum of the simulated profile.
  static let extremum = CrossCheck(
    simulates:
      "Volterra-Hardy equation for every mode, extrema of the profile by interpolation on a grid of [1/100, 1]",
    law: gridText,
    defaultParameters: "beta=1 M=8 t=1 lambda=1"
  ) { context in
    // S falls from infinity at s = 0: its first extremum is a minimum.
    let data = try extrema(
      context, of: RetrievalSimulation.profile(context.parameters), from: 1.0 / 100, startsWithMinimum: true)
    return try confront(data, context)
  }

  /// The time and place at which the largest interior slope of the simulated profile vanishes.
  static let fold = CrossCheck(
    simulates:
      "time at which the largest slope of the simulated profile on [1/200, 1] falls to 0, and its position",
    law: gridText,
    defaultParameters: "beta=1 M=8 lambda=3"
  ) { context in
    let p = context.parameters
    let modes = try RetrievalSimulation.modes(p)
    func profile(_ time: Double) -> VolterraProfile {
      VolterraProfile(modes: modes, time: time, lambda: p.lambda)
    }
    // The first of growing times at which a coarse grid shows no extremum is just after the fold.
    let low = 2 * (1 - Double.exp(-p.lambda)) * modes.moment(1) / modes.moment(2)
    var high = 1.05 * low
    while high < 1000 * low, try !profile(high).grid(from: 1.0 / 200, cells: 100).criticalPoints.isEmpty {
      high *= 1.05
    }
    let seen = try profile(low).folds(
      bracket: low * (1 + 1e-9)...high * 1.02, from: 1.0 / 200, cells: [50, 100, 200, 400],
      threads: context.threads)
    return try confront(seen.map { context.output == "t_fold" ? $0.time : $0.position }, context)
  }

  /// The superposition at one position, or an extremum of it.
  static let multiHead = CrossCheck(
    simulates: "Volterra-Hardy equation for every head and mode (midpoint rule, RK4)",
    law: gridText,
    defaultParameters: "heads=[[1,1/5,3],[-2,1/2,1/4]] t=3/2 M=8 s=1/4"
  ) { context in
    let (rows, t, m) = try MultiHead.setting(context.parameters)
    let heads = try rows.map { row in
      let modes = try RetrievalModes(beta: row[1], decoder: .soft(vocabulary: m), scale: row[0])
      return VolterraProfile.Head(modes: modes, lambda: row[2])
    }
    let profile = VolterraProfile(heads: heads, time: t)
    let data =
      context.output == "S"
      ? try profile.values(
        at: context.parameters.s, cells: RetrievalSimulation.cells, threads: context.threads)
      : try extrema(context, of: profile, from: 1.0 / 1000, startsWithMinimum: false)
    return try confront(data, context)
  }
}
