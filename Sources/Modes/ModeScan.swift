import VlasovEnclosures
import VlasovNumbers

/// One pass over all boxes: the signs of F along the line, by the cheapest tables that decide, then by balls.
struct ModeScan: Sendable {
  let sample: Sample
  let scale: KernelScale
  let grid: SampleGrid
  let moments: BoxMoments
  /// Tables of growing order and reach.
  let tables: [TranslationTable]
  /// Σ ω, rounded up.
  let totalMass: Double
  let maximumBits: Int
  /// The exact answer for two points; nil for more, and where it takes more precision than allowed.
  private let twoAtomModes: Int?
  let threads: Int
  let budget: Budget

  /// What the boxes of one task came to.
  private struct Part: Sendable {
    var stretches: [Stretch] = []
    /// Where in `stretches` a run starts.
    var runStarts: [Int] = []
    var cells = 0
    var escalations = 0
    var highestBits = 53
    var isComplete = true
  }

  /// A piece of a run.
  private struct Segment: Sendable {
    var first: Int
    var last: Int
    var startsRun: Bool
  }

  struct Result: Sendable {
    var count: ModeCount
    var brackets: [Item]
  }

  /// - Parameter usesDoubles: false sends every box to the balls.
  init(
    _ sample: Sample, beta: Rational, maximumBits: Int, threads: Int, usesDoubles: Bool = true
  ) throws {
    let sample = sample.normalised
    self.sample = sample
    twoAtomModes = sample.distinct == 2 ? try Self.twoAtomRule(sample, beta) : nil
    // One mode of two points that are close to a tie needs no more precision; two have to be told apart.
    self.maximumBits =
      switch twoAtomModes {
      case 1: Swift.min(maximumBits, 512)
      case 2: Swift.max(maximumBits, 4096)
      default: maximumBits
      }
    self.threads = threads
    budget = Budget.current
    scale = try KernelScale(beta: beta)
    grid = SampleGrid(sample, scale, threads: threads)
    moments = BoxMoments(grid, weights: sample.weights, threads: threads)
    let (scale, error) = (scale, moments.error)
    let isCovered = usesDoubles && grid.offsetError <= SampleGrid.largestOffsetError
    tables = isCovered ? TableCache.tables(scale).map { $0.with(momentError: error) } : []
    totalMass = sample.totalMass
  }

  /// The count, and the intervals in which F changes from - to +.
  ///
  /// - Throws: `BudgetExhausted`.
  func run(keepsBrackets: Bool) throws -> Result {
    let segments = segments()
    var tasks: [Range<Int>] = []
    var (start, size) = (0, 0)
    for (i, segment) in segments.enumerated() {
      size += segment.last - segment.first + 1
      if size >= 128 || i == segments.count - 1 {
        tasks.append(start..<i + 1)
        (start, size) = (i + 1, 0)
      }
    }
    let ranges = tasks
    let parts = Chunks.map(ranges.count, threads: threads) { part(segments[ranges[$0]]) }
    guard parts.allSatisfy(\.isComplete) else { throw BudgetExhausted() }

    var tally = CrossingTally(keepsBrackets: keepsBrackets)
    for part in parts {
      var next = 0
      for i in 0...part.stretches.count {
        while next < part.runStarts.count, part.runStarts[next] == i {
          tally.startRun()
          next += 1
        }
        if i < part.stretches.count { tally.add(part.stretches[i]) }
      }
    }
    tally.finish()
    return result(tally, parts)
  }

  /// The counts, with those points that are alone, and the exact rules for one and two points.
  private func result(_ tally: CrossingTally, _ parts: [Part]) -> Result {
    let alone = grid.isolated.count
    let most = sample.distinct
    var count = ModeCount(
      lower: Swift.max(1, tally.lower + alone),
      upper: tally.isUnbounded ? most : Swift.min(most, tally.upper + alone), count: sample.count,
      distinct: most, unresolved: tally.unresolved.map { interval($0.from, $0.to) },
      boxes: grid.runs.reduce(alone) { $0 + $1.count }, cells: parts.reduce(alone) { $0 + $1.cells },
      escalations: parts.reduce(0) { $0 + $1.escalations },
      highestBits: parts.reduce(53) { Swift.max($0, $1.highestBits) })
    var brackets = tally.brackets.map { Item.bracket($0.from, $0.to) }
    if let modes = twoAtomModes, !count.isDecided {
      (count.lower, count.upper, count.unresolved, count.highestBits) = (modes, modes, [], 0)
      if modes == 1 { brackets = [.whole] }
    }
    return Result(count: count, brackets: brackets)
  }

  /// Nil when the limit of precision does not decide.
  private static func twoAtomRule(_ sample: Sample, _ beta: Rational) throws -> Int? {
    let distance = sample.point(1) - sample.point(0)
    let modes = TwoAtomRule.modes(
      squaredHalfDistance: beta * distance * distance / 4, weights: sample.weight(0), sample.weight(1))
    if modes == nil { try Budget.check() }
    return modes
  }

  /// Where a mode was found.
  enum Item: Sendable {
    case bracket(CrossingTally.Place, CrossingTally.Place)
    /// Near a point that is alone in its island.
    case isolated(Int)
    /// The only mode, between the first point and the last one.
    case whole
  }

  /// All modes found, in ascending order.
  func items(_ result: Result) -> [Item] {
    let all = result.brackets + grid.isolated.map { Item.isolated(Int($0)) }
    if grid.isolated.isEmpty { return all }
    return all.map { ($0, interval($0).lower) }.sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// An interval that contains the mode and no other one.
  func interval(_ item: Item) -> ModeCount.Interval {
    switch item {
    case .bracket(let from, let to): return interval(from, to)
    case .isolated(let i):
      let x = sample.point(i)
      return ModeCount.Interval(lower: x - scale.width, upper: x + scale.width)
    case .whole:
      return ModeCount.Interval(lower: sample.point(0), upper: sample.point(sample.distinct - 1))
    }
  }

  private func segments() -> [Segment] {
    var segments: [Segment] = []
    segments.reserveCapacity(grid.runs.count)
    for run in grid.runs {
      for first in stride(from: run.first, through: run.last, by: 64) {
        segments.append(
          Segment(first: first, last: Swift.min(first + 63, run.last), startsRun: first == run.first))
      }
    }
    return segments
  }

  private func part(_ segments: ArraySlice<Segment>) -> Part {
    var part = Part()
    part.stretches.reserveCapacity(1024)
    grid.boxes.withUnsafeBufferPointer { boxes in
      for segment in segments {
        if segment.startsRun { part.runStarts.append(part.stretches.count) }
        if budget.isExhausted {
          part.isComplete = false
          return
        }
        for position in segment.first...segment.last where part.isComplete {
          decide(position, boxes, &part)
        }
      }
    }
    return part
  }

  /// Appends the stretches of one box.
  private func decide(_ position: Int, _ boxes: UnsafeBufferPointer<SampleGrid.Box>, _ part: inout Part) {
    for table in tables {
      let outcome = withUnsafeTemporaryAllocation(of: Double.self, capacity: 16) { c -> BoxOutcome in
        let errors =
          table.order == 8
          ? translate8(table, position, boxes, c) : translate16(table, position, boxes, c)
        return DoubleCells.append(
          UnsafeBufferPointer(rebasing: c[..<table.order]), position: position, valueError: errors.value,
          slopeError: errors.slope, to: &part.stretches, cells: &part.cells)
      }
      if case .done = outcome { return }
    }
    decideByBalls(position, &part)
  }

  private func decideByBalls(_ position: Int, _ part: inout Part) {
    Budget.$current.withValue(budget) {
      let center = grid.center(of: position, scale)
      var bits = Swift.min(SmallBall.bits, maximumBits)
      while !budget.isExhausted {
        guard let series = BoxSeries(sample, scale, center: center, bits: bits) else { break }
        part.highestBits = Swift.max(part.highestBits, bits)
        let cells = part.cells
        let work = BallCells(series: series, position: position, bits: bits, isLast: bits >= maximumBits)
        if case .done = work.append(to: &part.stretches, cells: &part.cells) {
          part.escalations += part.cells - cells
          break
        }
        bits = Swift.min(2 * bits, maximumBits)
      }
      if budget.isExhausted { part.isComplete = false }
    }
  }

  // MARK: Places

  /// The interval between two places, exactly.
  func interval(_ from: CrossingTally.Place, _ to: CrossingTally.Place) -> ModeCount.Interval {
    ModeCount.Interval(lower: point(from), upper: point(to))
  }

  /// c + σ z
  func point(_ place: CrossingTally.Place) -> Rational {
    grid.center(of: place.position, scale) + KernelScale.scaled(place.exactly, scale.exponent - 1)
  }
}
