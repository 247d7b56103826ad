import Vlasov

/// The modes of a sweep over bandwidths as a tree: each carries the number of its branch.
struct ModesBranches {
  /// Branches of which it is not decided how they continue at smaller bandwidths.
  let undecided: [Int]
  private let levels: [Rational: (level: ModeTree.Level, seconds: Double)]

  /// Bandwidths whose modes are kept at once.
  private static let largestSweep = 10_000

  /// Nil when no modes are listed, or inverse squares are given (whose roots need not be rational).
  init?(_ task: ModesTask, _ bandwidths: Bandwidths, _ progress: Progress) throws {
    guard bandwidths.isSweep, bandwidths.givesBandwidths, let digits = task.digits,
      bandwidths.count <= Self.largestSweep
    else { return nil }
    let values = try (0..<bandwidths.count).compactMap { try bandwidths.entry($0).h }
    let clock = ContinuousClock()
    var (last, seconds) = (clock.now, [Double]())
    let limit = task.seconds * Double(values.count)
    let tree = try Budget.$current.withValue(Budget(seconds: limit, maximumBits: task.counter.maximumBits)) {
      try task.counter.tree(task.input.sample, bandwidths: values, digits: digits) { _ in
        seconds.append((clock.now - last).inSeconds)
        last = clock.now
        progress.advance()
      }
    }
    undecided = tree.undecided
    levels = Dictionary(
      zip(tree.levels, seconds).map { ($0.bandwidth, ($0, $1)) }, uniquingKeysWith: { first, _ in first })
  }

  /// What the tree knows at a bandwidth.
  func result(_ k: Int, _ entry: Bandwidths.Entry, _ order: inout ScaleSpaceOrder) -> ModesResult? {
    guard let h = entry.h, let (level, seconds) = levels[h] else { return nil }
    let modes = zip(level.modes, level.branches).map { ListedMode(mode: $0, branch: $1) }
    return ModesResult(
      index: k, entry: entry, count: level.count, modes: modes, seconds: seconds,
      isMonotone: order.add(entry.beta, level.count))
  }
}
