import VlasovEnclosures
import VlasovNumbers
import VlasovSimulation

/// Counts the modes of the kernel density estimator P(t) = (√β/(W√(2π))) Σ ω_i e^(-β(t - X_i)²/2), W = Σ ω, with proof.
///
/// The modes are the changes of F(t) = Σ ω_i (t - X_i) e^(-β(t - X_i)²/2), a negative multiple of P', from - to +. They
/// all lie within a bandwidth h = β^(-1/2) of some X_i: elsewhere F' < 0. The line there is cut into boxes
/// (`SampleGrid`), in each F is a Taylor polynomial with an error bound (`TranslationTable` in doubles, `BoxSeries` in
/// balls), and the box is cut into cells in which F has one sign or is monotone (`DoubleCells`, `BallCells`); then the
/// changes of sign are added up (`CrossingTally`).
public struct ModeCounter: Sendable {
  /// Where the precision of the ball route stops.
  public var maximumBits: Int
  /// All cores when nil.
  public var threads: Int?

  public init(maximumBits: Int = 4096, threads: Int? = nil) {
    self.maximumBits = Swift.max(64, maximumBits)
    self.threads = threads
  }

  var threadCount: Int { Swift.max(1, threads ?? Parallel.defaultThreads) }

  /// The number of modes of `sample` at inverse squared bandwidth `beta` = h^-2.
  ///
  /// One distinct point has one mode; two are decided by `TwoAtomRule`, ties included.
  ///
  /// - Throws: `SampleError` for beta <= 0 or beyond 2^±1000; `BudgetExhausted`.
  public func count(_ sample: Sample, beta: Rational) throws -> ModeCount {
    try count(sample, beta: beta, keepsBrackets: false).count
  }

  /// The count, and for each mode that was isolated an interval with exact ends that contains no other mode: F is
  /// negative at its lower end and positive at its upper one (between two points in a tie: at the points).
  public func intervals(
    _ sample: Sample, beta: Rational
  ) throws -> (count: ModeCount, intervals: [ModeCount.Interval]) {
    let result = try count(sample, beta: beta, keepsBrackets: true)
    return (result.count, result.brackets)
  }

  /// As `intervals`, rounded outwards to doubles: disjoint as far as doubles tell the modes apart.
  public func brackets(
    _ sample: Sample, beta: Rational
  ) throws -> (count: ModeCount, brackets: [ClosedRange<Double>]) {
    let result = try count(sample, beta: beta, keepsBrackets: true)
    return (result.count, result.brackets.map { $0.lower.double.nextDown...$0.upper.double.nextUp })
  }

  func count(
    _ sample: Sample, beta: Rational, keepsBrackets: Bool
  ) throws -> (count: ModeCount, brackets: [ModeCount.Interval]) {
    let scan = try ModeScan(sample, beta: beta, maximumBits: maximumBits, threads: threadCount)
    let result = try scan.run(keepsBrackets: keepsBrackets)
    guard keepsBrackets else { return (result.count, []) }
    return (result.count, scan.items(result).map { scan.interval($0) })
  }

  /// The count, and every mode enclosed with its height to about `digits` significant digits (of the location: relative
  /// to the larger of its size and the bandwidth).
  ///
  /// - Throws: `SampleError` for beta <= 0 or beyond 2^±1000; `BudgetExhausted`.
  public func modes(_ sample: Sample, beta: Rational, digits: Int) throws -> ModeList {
    let scan = try ModeScan(sample, beta: beta, maximumBits: maximumBits, threads: threadCount)
    let result = try scan.run(keepsBrackets: true)
    let items = scan.items(result)
    let refinement = ModeRefinement(scan, digits: Swift.max(1, digits))
    let budget = Budget.current
    let center = scan.sample.centerOfSymmetry
    let modes = Chunks.map(items.count, threads: threadCount) { i -> Mode? in
      Budget.$current.withValue(budget) {
        guard var mode = refinement.mode(items[i]) else { return nil }
        // The interval holds one zero of F, and the centre is one.
        let interval = scan.interval(items[i])
        if let center, interval.lower <= center, center <= interval.upper {
          mode.location = Ball(center, bits: mode.location.bits)
        }
        return mode
      }
    }
    guard !modes.contains(where: { $0 == nil }) else { throw BudgetExhausted() }
    return ModeList(count: result.count, modes: modes.compactMap { $0 })
  }
}
