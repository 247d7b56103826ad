import Foundation
import Vlasov

/// What is known at one bandwidth.
struct ModesResult: Sendable {
  /// From 0.
  let index: Int
  let entry: Bandwidths.Entry
  let count: ModeCount
  /// In ascending order; empty unless they were asked for.
  let modes: [ListedMode]
  let seconds: Double
  /// The count fits those of the bandwidths before: it does not increase with the bandwidth.
  let isMonotone: Bool
}

/// A mode, with the branch of a mode tree that it lies on when there is one.
struct ListedMode: Sendable {
  let mode: Mode
  var branch: Int?
}

/// Counts the modes at every bandwidth, in order.
struct ModesTask {
  let input: ModesInput
  let counter: ModeCounter
  /// The digits of the modes that are to be listed; nil for the count alone.
  let digits: Int?
  /// Time limit for one bandwidth.
  let seconds: Double

  /// Samples from which a single count may take long enough to say so.
  private static let longCount = 200_000

  func run(_ bandwidths: Bandwidths, _ writer: ModesWriter, _ sink: OutputSink, quiet: Bool) throws -> Int32 {
    let progress = Progress("bandwidths", total: bandwidths.count, quiet: quiet)
    let waiting = Progress("counting modes of \(input.sample.count) numbers", total: nil, quiet: quiet)
    if !bandwidths.isSweep, input.sample.count >= Self.longCount { waiting.announce() }
    defer { waiting.end() }
    let tree = try ModesBranches(self, bandwidths, progress)
    var order = ScaleSpaceOrder()
    var status = ExitStatus.success
    try sink.write(writer.head)
    var held: [ModesResult] = []
    for k in 0..<bandwidths.count {
      let entry = try bandwidths.entry(k)
      let result = try tree?.result(k, entry, &order) ?? result(k, entry, &order)
      waiting.end()
      if writer.holdsRows { held.append(result) } else { try sink.write(writer.row(result)) }
      if bandwidths.isSweep { try sink.flush() }
      if !result.count.isDecided { status = ExitStatus.undecided }
      if !result.isMonotone {
        status = ExitStatus.undecided
        StandardError.line(
          "vlasov: the counts at \(entry.text) and at another bandwidth contradict each other")
      }
      if tree == nil { progress.advance() }
    }
    progress.end()
    if let undecided = tree?.undecided, !undecided.isEmpty {
      status = ExitStatus.undecided
      let names = undecided.map(String.init).joined(separator: ", ")
      StandardError.line("vlasov: undecided: how branch \(names) continues")
    }
    if writer.holdsRows { try sink.write(writer.sweepTable(held)) }
    try sink.write(writer.foot(isMonotone: order.isMonotone))
    try sink.finish()
    return status
  }

  private func result(_ k: Int, _ entry: Bandwidths.Entry, _ order: inout ScaleSpaceOrder) throws
    -> ModesResult
  {
    let clock = ContinuousClock()
    let start = clock.now
    let list: ModeList
    do {
      list = try Budget.$current.withValue(Budget(seconds: seconds, maximumBits: counter.maximumBits)) {
        guard let digits else {
          return ModeList(count: try counter.count(input.sample, beta: entry.beta), modes: [])
        }
        return try counter.modes(input.sample, beta: entry.beta, digits: digits)
      }
    } catch let error as SampleError {
      throw InputError(parameter: "--beta", value: entry.betaText, "\(entry.text): \(error)")
    }
    return ModesResult(
      index: k, entry: entry, count: list.count, modes: list.modes.map { ListedMode(mode: $0) },
      seconds: (clock.now - start).inSeconds, isMonotone: order.add(entry.beta, list.count))
  }
}

/// The counts so far, against the theorem that they do not increase with the bandwidth (the Gaussian kernel is totally
/// positive).
struct ScaleSpaceOrder {
  private var counts: [(beta: Rational, lower: Int, upper: Int)] = []
  private(set) var isMonotone = true

  /// Whether the count fits all others.
  mutating func add(_ beta: Rational, _ count: ModeCount) -> Bool {
    let fits = counts.allSatisfy { other in
      if other.beta == beta { return other.lower <= count.upper && count.lower <= other.upper }
      return other.beta < beta ? other.lower <= count.upper : count.lower <= other.upper
    }
    if !fits { isMonotone = false }
    // A sweep in one direction needs its extremes only; a long list keeps its last counts.
    if counts.count >= 1000 { counts.removeFirst(500) }
    counts.append((beta, count.lower, count.upper))
    return fits
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
