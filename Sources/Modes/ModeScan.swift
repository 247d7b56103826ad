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
  /// The exact answer for two points.
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
    // One mode of two points that are close to a tie needs no more precision.
    self.maximumBits = twoAtomModes == 1 ? Swift.min(maximumBits, 512) : maximumBits
    self.threads = threads
    budget = Budget.current
    scale = try KernelScale(beta: beta)
    grid = SampleGrid(sample, scale, threads: threads)
    moments = BoxMoments(grid, weights: sample.weights, threads: threads)
    let (scale, error) = (scale, moments.error)
    let isCovered = usesDoubles && grid.offsetError <= SampleGrid.largestOffsetError
    let shapes = isCovered ? [(order: 8, radius: 7), (order: 16, radius: 9)] : []
    tables = shapes.map {
      TranslationTable(scale: scale, order: $0.order, radius: $0.radius, momentError: error)
    }
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
      if size >= 512 || i == segments.count - 1 {
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

  private static func twoAtomRule(_ sample: Sample, _ beta: Rational) throws -> Int {
    let distance = sample.point(1) - sample.point(0)
    let modes = TwoAtomRule.modes(
      squaredHalfDistance: beta * distance * distance / 4, weights: sample.weight(0), sample.weight(1))
    guard let modes else { throw BudgetExhausted() }
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
      for first in stride(from: run.first, through: run.last, by: 256) {
        segments.append(
          Segment(first: first, last: Swift.min(first + 255, run.last), startsRun: first == run.first))
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
      while true {
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

  /// The occupied boxes within reach of a position.
  @inline(__always)
  func window(
    _ position: Int, _ reach: Int, _ boxes: UnsafeBufferPointer<SampleGrid.Box>
  ) -> Range<Int> {
    @inline(__always) func first(from p: Int) -> Int {
      var (low, high) = (0, boxes.count)
      while low < high {
        let middle = (low + high) / 2
        if boxes[middle].position < p { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return first(from: position - reach)..<first(from: position + reach + 1)
  }

  /// c = Σ T μ over the boxes within reach, order 8, and the error bounds.
  func translate8(
    _ table: TranslationTable, _ position: Int, _ boxes: UnsafeBufferPointer<SampleGrid.Box>,
    _ c: UnsafeMutableBufferPointer<Double>
  ) -> (value: Double, slope: Double) {
    var sum = SIMD8<Double>.zero
    var (e0, e1) = (0.0, 0.0)
    table.entries.withUnsafeBufferPointer { entries in
      for b in window(position, table.reach, boxes) {
        let m = position - boxes[b].position + table.reach
        let mu = moments.low[b]
        let columns = entries.baseAddress! + 8 * m
        for l in 0..<8 { sum += columns[l] * mu[l] }
        e0 += boxes[b].mass * table.valueErrors[m]
        e1 += boxes[b].mass * table.slopeErrors[m]
      }
    }
    for k in 0..<8 { c[k] = sum[k] }
    return errors(table, e0, e1)
  }

  func translate16(
    _ table: TranslationTable, _ position: Int, _ boxes: UnsafeBufferPointer<SampleGrid.Box>,
    _ c: UnsafeMutableBufferPointer<Double>
  ) -> (value: Double, slope: Double) {
    var (low, high) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var (e0, e1) = (0.0, 0.0)
    table.entries.withUnsafeBufferPointer { entries in
      for b in window(position, table.reach, boxes) {
        let m = position - boxes[b].position + table.reach
        let (first, second) = (moments.low[b], moments.high[b])
        let columns = entries.baseAddress! + 32 * m
        for l in 0..<8 {
          low += columns[2 * l] * first[l]
          high += columns[2 * l + 1] * first[l]
        }
        for l in 0..<8 {
          low += columns[16 + 2 * l] * second[l]
          high += columns[17 + 2 * l] * second[l]
        }
        e0 += boxes[b].mass * table.valueErrors[m]
        e1 += boxes[b].mass * table.slopeErrors[m]
      }
    }
    for k in 0..<8 { (c[k], c[k + 8]) = (low[k], high[k]) }
    return errors(table, e0, e1)
  }

  /// With what lies beyond reach. The sums of non-negative terms are within 2^-40 of their values; products that
  /// underflow (weights are at most 2) are covered by 2^-900 per unit of mass.
  @inline(__always)
  private func errors(_ table: TranslationTable, _ e0: Double, _ e1: Double) -> (Double, Double) {
    let growth = 1 + 0x1p-20
    return (
      (e0 + totalMass * (table.farValue + 0x1p-900)) * growth,
      (e1 + totalMass * (table.farSlope + 0x1p-900)) * growth
    )
  }

  // MARK: Places

  /// The interval between two places, exactly.
  func interval(_ from: CrossingTally.Place, _ to: CrossingTally.Place) -> ModeCount.Interval {
    ModeCount.Interval(lower: point(from), upper: point(to))
  }

  /// c + σ z
  func point(_ place: CrossingTally.Place) -> Rational {
    grid.center(of: place.position, scale)
      + KernelScale.scaled(Rational(exactly: place.z) ?? 0, scale.exponent - 1)
  }
}

extension Sample {
  /// Σ ω, rounded up.
  var totalMass: Double { weights.map { $0.reduce(0, +) * (1 + 0x1p-20) } ?? Double(count) }

  /// Weights scaled by a power of two, so that the largest is in [1, 2): the modes stay.
  var normalised: Sample {
    guard let weights, let largest = weights.max(), largest > 0 else { return self }
    let shift = -Int(largest.exponent)
    if shift == 0 { return self }
    let scaled = weights.map { Double(sign: .plus, exponent: shift, significand: $0) }
    // A power of two scales doubles exactly, unless the result is subnormal.
    let isExact = exactWeights == nil && scaled.allSatisfy(\.isNormal)
    return Sample(
      points: points, exactPoints: exactPoints, weights: scaled,
      exactWeights: isExact ? nil : (0..<weights.count).map { KernelScale.scaled(weight($0), shift) },
      count: count)
  }
}
