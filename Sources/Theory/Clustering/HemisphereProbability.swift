import VlasovSimulation
import VlasovSymbols

/// The probability that random points lie in one open hemisphere.
public enum HemisphereProbability: Theorem {
  public static let record = Record(
    id: "clustering.hemisphere-probability",
    title: "Points in a common hemisphere",
    statement: """
      $n$ independent uniform points of $\\mathbb S^{d-1}$ (or with any centrally symmetric law in general position) lie in \
      one open hemisphere with probability $p_{n,d}=2^{-(n-1)}\\sum_{k=0}^{d-1}\\binom{n-1}k$.
      """,
    source: Source(ClusteringModel.paper, "Wendel's theorem, as the paper quotes it", .stated),
    parameters: [
      ParameterSpec("n", symbol: "n", .integer(minimum: 1), "number of points"),
      ParameterSpec("d", symbol: "d", .integer(minimum: 1), "dimension of the space"),
    ],
    outputs: [OutputSpec("p", symbol: "p_{n,d}", "the probability, an exact rational")],
    method: "The binomial sum in integers, from the shorter side.",
    notes: [
      "1 if and only if d >= n, and 1/2 for n = 2d.",
      "With clustering.cone-collapse-rate it bounds the probability of exponential collapse from below, for every beta.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "random points on the circle or the sphere; some plane through d - 1 of them has all others on one side",
      law: "Monte Carlo: 4 standard errors", defaultParameters: "n=7 d=3", run: crossCheck),
    references: [
      ReferenceValue("n=7 d=3", "0.34375"),
      ReferenceValue("n=32 d=8", "0.0016634464263916015625"),
    ],
    related: ["clustering.cone-collapse-rate", "clustering.synchronization-conditions"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .integer(let n)? = p["n"], case .integer(let d)? = p["d"] else {
      return .undecided("no integers")
    }
    if n <= d { return .exact(1) }
    guard let count = n.asInt, count <= largestCount, let dimension = d.asInt else {
      throw Undecided("the exact fraction has more than \(largestCount) bits")
    }
    return .exact(try probability(count, dimension))
  }

  /// Larger numbers of points are not summed.
  private static let largestCount = 1 << 20

  /// For d < n; the sum of all binomials is 2^(n-1), so the shorter of the two sides is summed.
  static func probability(_ n: Int, _ d: Int) throws -> Rational {
    let isUpper = 2 * d > n
    var (term, sum) = (Integer(1), Integer(1))
    // The upper side has the binomials of k = 0, ..., n-1-d.
    let last = isUpper ? n - 1 - d : d - 1
    for k in stride(from: 1, through: last, by: 1) {
      if k % 64 == 0 { try Budget.check() }
      term = (term * Integer(n - k)).quotientAndRemainder(dividingBy: Integer(k))?.quotient ?? 0
      sum = sum + term
    }
    let part = Rational(numerator: sum, denominator: Integer(2).power(n - 1)) ?? 0
    return isUpper ? 1 - part : part
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (n, d) = (try context.integer("n"), try context.integer("d"))
    guard d == 2 || d == 3, n <= 64 else {
      throw InputError(
        parameter: "d", value: "\(d)", domain: "d = 2 or 3, n <= 64",
        "d=\(d), n=\(n): simulated for d = 2, 3 and n <= 64 only")
    }
    return try context.confront {
      try SampleEstimate.mean(
        samples: 200_000, seed: context.seed, threads: context.threads, stop: context.stop
      ) { random in
        // Only directions matter: normal vectors need no normalisation.
        let points = (0..<n).map { _ in
          SIMD3(random.normal(), random.normal(), d == 3 ? random.normal() : 0)
        }
        return isInHemisphere(points, isPlanar: d == 2) ? 1 : 0
      }
    }
  }

  /// In general position a common hemisphere can be turned until d - 1 of the points lie on its boundary.
  private static func isInHemisphere(_ points: [SIMD3<Double>], isPlanar: Bool) -> Bool {
    if points.count < (isPlanar ? 2 : 3) { return true }
    for (i, x) in points.enumerated() {
      let partners: [(Int, SIMD3<Double>)] =
        isPlanar
        ? [(-1, SIMD3(0, 0, 1))] : points.enumerated().dropFirst(i + 1).map { ($0.offset, $0.element) }
      for (j, y) in partners {
        let normal = SIMD3(
          x.y * y.z - x.z * y.y, x.z * y.x - x.x * y.z, x.x * y.y - x.y * y.x)
        var sides = (below: false, above: false)
        for (k, z) in points.enumerated() where k != i && k != j {
          if (normal * z).sum() > 0 { sides.above = true } else { sides.below = true }
        }
        if !(sides.below && sides.above) { return true }
      }
    }
    return false
  }
}
