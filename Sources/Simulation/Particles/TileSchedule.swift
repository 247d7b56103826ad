import Dispatch
import Foundation

/// How the tokens are cut into tiles, and the pairs of tiles into tasks. It depends on n and d alone, and every tile's
/// sums are added up in one order, so the threads do not show in the result.
///
/// The tiles form 2^k groups of equally many. In round r = 1, ..., 2^k - 1 the groups g and g xor r meet, each group once:
/// the tasks of a round touch different sums. Round 1 also meets each group with itself.
struct TileSchedule: Sendable, Equatable {
  /// A tile of 96 tokens and their exponentials, 72 KiB, stays in the second cache; the panels of its passes in the first.
  static let mostRows = 96

  /// Rows of a full tile, a multiple of 4.
  let tileRows: Int
  /// n rounded up to a multiple of 4.
  let paddedCount: Int
  let tiles: Int
  let groups: Int
  let tilesPerGroup: Int

  init(count: Int, dimension: Int) {
    let least = (count + Self.mostRows - 1) / Self.mostRows
    // A pair of tiles takes about 10 + 1.2 d microseconds; a task is worth a thread from about 50 on.
    let worth = Double(least) * ((10 + 1.2 * Double(dimension)) / 50).squareRoot()
    var groups = 1
    while groups < 32 && Double(2 * groups) <= min(worth, Double(least)) { groups *= 2 }
    // Two groups have one task.
    self.groups = groups < 4 ? 1 : groups
    let perGroup = (least + self.groups - 1) / self.groups
    tileRows = max(4, (count + 4 * perGroup * self.groups - 1) / (4 * perGroup * self.groups) * 4)
    paddedCount = (count + 3) / 4 * 4
    tiles = (paddedCount + tileRows - 1) / tileRows
    tilesPerGroup = perGroup
  }

  /// The most threads that can work at once.
  var mostThreads: Int { max(1, groups / 2) }

  func start(_ tile: Int) -> Int { tile * tileRows }
  func rows(_ tile: Int) -> Int { min(tileRows, paddedCount - start(tile)) }

  /// The tiles of a group; the last groups may have fewer, or none.
  func tiles(ofGroup group: Int) -> Range<Int> {
    min(tiles, group * tilesPerGroup)..<min(tiles, (group + 1) * tilesPerGroup)
  }

  /// Calls `pair(worker, I, J)` for all pairs I <= J of tiles; no two calls that run at once share a tile, and those of
  /// a tile come in one order.
  func forEachPair(workers: Int, _ pair: @Sendable (Int, Int, Int) -> Void) {
    if groups == 1 {
      meet(tiles(ofGroup: 0)) { pair(0, $0, $1) }
      return
    }
    let workers = min(workers, mostThreads)
    if workers <= 1 {
      for meeting in meetings { run(meeting) { pair(0, $0, $1) } }
      return
    }
    let board = Board(meetings, groups: groups)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      while let meeting = board.claim() {
        run(meeting) { pair(worker, $0, $1) }
        board.finish(meeting)
      }
    }
  }

  private struct Meeting: Sendable {
    var round: Int
    var first: Int
    var second: Int
  }

  private var meetings: [Meeting] {
    (1..<groups).flatMap { round in
      (0..<groups).filter { $0 < $0 ^ round }.map { Meeting(round: round, first: $0, second: $0 ^ round) }
    }
  }

  private func run(_ meeting: Meeting, _ pair: (Int, Int) -> Void) {
    let (first, second) = (tiles(ofGroup: meeting.first), tiles(ofGroup: meeting.second))
    if meeting.round == 1 {
      meet(first, pair)
      meet(second, pair)
    }
    for i in first {
      for j in second { pair(i, j) }
    }
  }

  private func meet(_ group: Range<Int>, _ pair: (Int, Int) -> Void) {
    for i in group {
      for j in i..<group.upperBound { pair(i, j) }
    }
  }

  /// Hands out the meetings in order; one waits until both groups have had theirs of the round before. Whoever holds the
  /// earliest meeting that is not over never waits, so all come to an end.
  private final class Board: @unchecked Sendable {
    private let condition = NSCondition()
    private let meetings: [Meeting]
    private var next = 0
    private var roundsOver: [Int]

    init(_ meetings: [Meeting], groups: Int) {
      self.meetings = meetings
      roundsOver = Array(repeating: 0, count: groups)
    }

    func claim() -> Meeting? {
      condition.lock()
      defer { condition.unlock() }
      guard next < meetings.count else { return nil }
      let meeting = meetings[next]
      next += 1
      while min(roundsOver[meeting.first], roundsOver[meeting.second]) < meeting.round - 1 {
        condition.wait()
      }
      return meeting
    }

    func finish(_ meeting: Meeting) {
      condition.lock()
      roundsOver[meeting.first] = meeting.round
      roundsOver[meeting.second] = meeting.round
      condition.broadcast()
      condition.unlock()
    }
  }

  /// Calls `body(worker, index)` for all indices below `count`, at most `workers` at once; whoever is free takes the next.
  static func spread(_ count: Int, workers: Int, _ body: @Sendable (Int, Int) -> Void) {
    let workers = min(workers, count)
    if workers <= 1 {
      for index in 0..<count { body(0, index) }
    } else {
      let tickets = Tickets(count)
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        while let index = tickets.next() { body(worker, index) }
      }
    }
  }

  private final class Tickets: @unchecked Sendable {
    private let lock = NSLock()
    private let count: Int
    private var taken = 0

    init(_ count: Int) { self.count = count }

    func next() -> Int? {
      lock.withLock {
        guard taken < count else { return nil }
        taken += 1
        return taken - 1
      }
    }
  }
}
