import VlasovSimulation

/// Float simulations behind the shape results: the Volterra–Hardy equation is integrated for every Fourier mode
/// and the simulated profile is searched on its grid; no Bessel closed form is involved.
enum ShapeCrossCheck {
  private static func profile(_ p: Lifted<Double>, time: Double? = nil) throws -> VolterraProfile {
    let modes = try RetrievalModes(beta: p.beta, decoder: .soft(vocabulary: p.M))
    return VolterraProfile(modes: modes, time: time ?? p.t, lambda: p.lambda)
  }

  /// Number of extrema of the simulated profile on [1/200, 1].
  static let count = CrossCheck(
    simulates: "Volterra-Hardy equation for every mode (midpoint rule, RK4), extrema of the profile on a grid of [1/200, 1]",
    law: "equal integers (a feature narrower than the grid is missed)",
    defaultParameters: "beta=1 M=8 t=4 lambda=3"
  ) { context in
    let grid = try profile(context.parameters).grid(from: 1.0 / 200, cells: 800, threads: context.threads)
    return Confrontation.compare(
      count: grid.criticalPoints.count, with: Int(try context.closedForm([:]).rounded()))
  }

  /// Position of the first interior minimum of the simulated profile.
  static let minimum = CrossCheck(
    simulates: "Volterra-Hardy equation for every mode, minimum of the profile by interpolation on a grid of [1/100, 1]",
    law: "O(cells^-2): extrapolated from four grids, within 4 uncertainties",
    defaultParameters: "beta=1 M=8 t=1 lambda=1"
  ) { context in
    let system = try profile(context.parameters)
    let data = try [200, 400, 800, 1600].map { cells in
      let grid = try system.grid(from: 1.0 / 100, cells: cells, threads: context.threads)
      let first = grid.criticalPoints.first { $0.kind == .minimum }
      return SizedObservation(size: Double(cells), simulated: first?.position ?? .nan)
    }
    return try Confrontation.compare(
      data, with: CertifiedValue(value: try context.closedForm([:])), law: .power(order: 2, next: 4, noise: 1e-11))
  }

  /// At 99.9 percent of the fold time the simulated profile has an extremum pair that is gone at 100.1 percent.
  static let fold = CrossCheck(
    simulates: "number of extrema of the simulated profile just below and just above the fold time",
    law: "equal integers: two extrema fewer above than below",
    defaultParameters: "beta=1 M=8 lambda=3"
  ) { context in
    let t = try context.closedForm([:])
    func extrema(_ factor: Double) throws -> Int {
      try profile(context.parameters, time: factor * t).grid(from: 1.0 / 200, cells: 800, threads: context.threads)
        .criticalPoints.count
    }
    return Confrontation.compare(count: try extrema(0.999) - extrema(1.001), with: 2)
  }

  /// The superposition at one position.
  static let multiHead = CrossCheck(
    simulates: "Volterra-Hardy equation for every head and mode (midpoint rule, RK4)",
    law: "O(cells^-2): extrapolated from four grids, within 4 uncertainties",
    defaultParameters: "heads=[[1,1/5,3],[-2,1/2,1/4]] t=3/2 M=8 s=1/4"
  ) { context in
    let p = context.parameters
    let rows = p.rows("heads") ?? []
    let heads = try rows.map { row in
      let modes = try RetrievalModes(beta: row[1], decoder: .soft(vocabulary: p.M), scale: row[0])
      return VolterraProfile.Head(modes: modes, lambda: row[2])
    }
    let data = try VolterraProfile(heads: heads, time: p.t).values(
      at: p.s, cells: [100, 200, 400, 800], threads: context.threads)
    return try Confrontation.compare(
      data, with: CertifiedValue(value: try context.closedForm([:])), law: .power(order: 2, next: 4, noise: 1e-11))
  }
}
