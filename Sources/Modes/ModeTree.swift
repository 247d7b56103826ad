import VlasovEnclosures
import VlasovNumbers

/// The modes of one sample at several bandwidths, and which of them are one path.
///
/// As the bandwidth h grows, modes of a Gaussian kernel estimator on the line move continuously and disappear in pairs
/// with valleys; none appears (total positivity of the kernel). So a mode at h' continues, as h falls, to a mode at every
/// smaller h: to exactly one, unless it splits in two where F, F', F'' vanish together, as in symmetric samples; it is not
/// linked beyond.
///
/// **Links are proved.** Let [a, b] contain one mode at h' and one at h < h', and let F(a; ·) < 0 < F(b; ·) for all
/// bandwidths between (`BandwidthRange`). The path cannot leave [a, b], so it joins the two. Where no such [a, b] is found,
/// a bandwidth in between is tried; where that fails too, the mode starts a new branch and is marked. With equal counts at
/// h' and h the count is the same at all bandwidths between: no mode is born, none splits, and paths do not cross, so that
/// the order decides. Both need all modes of both bandwidths: nothing is linked to a count that is undecided.
public struct ModeTree: Sendable {
  /// The modes at one bandwidth.
  public struct Level: Sendable {
    public var bandwidth: Rational
    public var count: ModeCount
    public var modes: [Mode]
    /// The number of each mode's branch, from 1.
    public var branches: [Int]
  }

  /// In the order of falling bandwidths.
  public var levels: [Level]
  /// The numbers of branches that end at a larger bandwidth than proved, because a link was not decided.
  public var undecided: [Int]

  /// The counts do not decrease as the bandwidth falls: a theorem, checked. Undecided where counts are.
  public var isMonotone: Verdict {
    var verdict = Verdict.proved
    for (a, b) in zip(levels, levels.dropFirst()) {
      if a.count.lower > b.count.upper { return .refuted }
      if a.count.upper > b.count.lower { verdict = .undecided }
    }
    return verdict
  }
}

extension ModeCounter {
  /// The mode tree over the given bandwidths.
  ///
  /// - Parameters:
  ///   - bandwidths: positive, in any order.
  ///   - digits: the accuracy of the modes.
  ///   - progress: called after each bandwidth.
  /// - Throws: as `modes`; `SampleError` for a bandwidth that is not positive.
  public func tree(
    _ sample: Sample, bandwidths: [Rational], digits: Int, progress: (Int) -> Void = { _ in }
  ) throws -> ModeTree {
    if let bad = bandwidths.first(where: { $0.signum <= 0 }) {
      throw SampleError("bandwidth=\(bad): bandwidth > 0")
    }
    let linking = ModeLinking(counter: self, sample: sample.normalised, digits: digits)
    var tree = ModeTree(levels: [], undecided: [])
    var next = 1
    for (i, h) in bandwidths.sorted(by: >).enumerated() {
      let list = try modes(sample, beta: 1 / (h * h), digits: digits)
      var branches = [Int?](repeating: nil, count: list.modes.count)
      if let last = tree.levels.last {
        let links = try linking.links(
          ModeLinking.Level(bandwidth: last.bandwidth, count: last.count, modes: last.modes),
          ModeLinking.Level(bandwidth: h, count: list.count, modes: list.modes))
        for (j, link) in links.enumerated() {
          if let link { branches[link] = last.branches[j] } else { tree.undecided.append(last.branches[j]) }
        }
      }
      let numbers = branches.map { branch in
        branch
          ?? {
            defer { next += 1 }
            return next
          }()
      }
      tree.levels.append(
        ModeTree.Level(bandwidth: h, count: list.count, modes: list.modes, branches: numbers))
      progress(i + 1)
    }
    return tree
  }
}

/// Proves which modes of two bandwidths are one path.
struct ModeLinking: Sendable {
  let counter: ModeCounter
  let sample: Sample
  let digits: Int

  struct Level: Sendable {
    var bandwidth: Rational
    /// All modes are listed: the proofs need that there are no others.
    var isComplete: Bool
    var modes: [Mode]

    init(bandwidth: Rational, count: ModeCount, modes: [Mode]) {
      (self.bandwidth, self.modes) = (bandwidth, modes)
      isComplete = count.modes == modes.count
    }
  }

  /// How many bandwidths may be put in between, one inside the other.
  static let maximumDepth = 10

  /// For each mode of the larger bandwidth, the index of the mode at the smaller one that it continues to; nil where
  /// that is not decided.
  func links(_ large: Level, _ small: Level, depth: Int = 0) throws -> [Int?] {
    try Budget.check()
    guard large.isComplete, small.isComplete else { return large.modes.map { _ in nil } }
    // With equal numbers of modes the order decides: paths do not cross.
    if large.modes.count == small.modes.count { return Array(small.modes.indices) }
    let range = BandwidthRange(sample: sample)
    let budget = Budget.current
    var found = Chunks.map(large.modes.count, threads: counter.threadCount) { i -> Int? in
      Budget.$current.withValue(budget) { direct(i, large, small, range) }
    }
    guard found.contains(where: { $0 == nil }), depth < Self.maximumDepth else { return found }
    let h = (large.bandwidth + small.bandwidth) / 2
    let list = try counter.modes(sample, beta: 1 / (h * h), digits: digits)
    let middle = Level(bandwidth: h, count: list.count, modes: list.modes)
    let first = try links(large, middle, depth: depth + 1)
    let second = try links(middle, small, depth: depth + 1)
    for i in found.indices where found[i] == nil { found[i] = first[i].flatMap { second[$0] } }
    return found
  }

  /// The mode nearest to mode `i`, if an interval around both proves the link.
  private func direct(_ i: Int, _ large: Level, _ small: Level, _ range: BandwidthRange) -> Int? {
    let target = large.modes[i].location.estimate
    let places = small.modes.map { $0.location.estimate }
    var j = BoxSeries.firstIndex(places, from: target)
    if j == places.count || j > 0 && target - places[j - 1] < places[j] - target { j -= 1 }
    guard j >= 0 else { return nil }
    let (low, high) = (1 / (large.bandwidth * large.bandwidth), 1 / (small.bandwidth * small.bandwidth))
    let (beta1, beta2) = (low.double.nextDown, high.double.nextUp)
    let h = large.bandwidth.double
    // Between this pair and the neighbours on each side.
    let left = Swift.max(
      j > 0 ? small.modes[j - 1].location.upperDouble : -.infinity,
      i > 0 ? large.modes[i - 1].location.upperDouble : -.infinity)
    let right = Swift.min(
      j + 1 < small.modes.count ? small.modes[j + 1].location.lowerDouble : .infinity,
      i + 1 < large.modes.count ? large.modes[i + 1].location.lowerDouble : .infinity)
    let inner = (
      Swift.min(small.modes[j].location.lowerDouble, large.modes[i].location.lowerDouble),
      Swift.max(small.modes[j].location.upperDouble, large.modes[i].location.upperDouble)
    )
    guard left < inner.0, inner.1 < right,
      edge(from: inner.0, to: Swift.max(left, inner.0 - 2 * h), beta1, beta2, range, sign: -1),
      edge(from: inner.1, to: Swift.min(right, inner.1 + 2 * h), beta1, beta2, range, sign: 1)
    else { return nil }
    return j
  }

  /// Some point between has the sign at all bandwidths between.
  private func edge(
    from inner: Double, to outer: Double, _ beta1: Double, _ beta2: Double, _ range: BandwidthRange, sign: Int
  ) -> Bool {
    let candidates = (1...12).map { inner + (outer - inner) * Double($0) / 13 }
      .filter { $0 != inner && $0 != outer }
    let scored = candidates.map { t -> (t: Double, score: Double) in
      let values = [beta1, (beta1 + beta2) / 2, beta2].map { b in
        range.enclosure(at: t, from: b, to: b).estimate * Double(sign)
      }
      return (t, values.min() ?? 0)
    }
    guard let best = scored.max(by: { $0.score < $1.score }), best.score > 0 else { return false }
    return range.sign(at: best.t, from: beta1, to: beta2) == sign
  }
}
