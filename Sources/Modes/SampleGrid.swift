import VlasovNumbers

/// A sample cut into islands and boxes.
///
/// **Islands.** Consecutive points more than `gap` bandwidths apart start a new island: what one island contributes
/// in the neighbourhood of another is a tail. An island of one point X with weight ω >= 2^-80 Σ ω is not boxed: it has
/// exactly one mode, within h/8 of X. *Proof.* All others are more than 12 bandwidths from [X - h, X + h], and there
/// |g| <= 12 e^-72 and |g'| <= 144 e^-72 < 2^-96: they contribute at most 2^-16 ω. g itself has the sign of x and at
/// least the size min(g(1/8), g(1)) > 0.12 for 1/8 <= |x| <= 1, and g' > 0.97 for |x| <= 1/8. So F rises through one zero
/// in |x| <= 1/8 and has none up to |x| = 1. ∎
///
/// **Boxes.** In an island, box j is origin + [j w, (j+1) w). Positions number the boxes of all islands, with a jump of
/// more than any table's reach between islands. For an island `onGrid` the origin is 0: X/w is exact (w is a power of
/// two), so j = ⌊X/w⌋ is exact, and y = 2(X/w - j) - 1 is within 2^-52 of its true value (X/w - j is exact for X >= 0,
/// else rounded by at most 2^-54). Where the points are only rounded to doubles, y may be off by 2^-52 |X|/w more; if
/// that exceeds 2^-24, or X/w is beyond the doubles, the origin is the island's first point and the differences are
/// taken exactly. (An X/w that underflows is off by at most 2^-1074.)
struct SampleGrid: Sendable {
  /// An island with at least two points.
  struct Island: Sendable {
    /// Position of the box number `firstBox`.
    var base: Int
    /// ⌊X/w⌋ of the first point: an integer, exact.
    var firstBox: Double
    /// nil for the origin 0.
    var origin: Rational?
  }

  /// A box with points in it.
  struct Box: Sendable {
    var position: Int
    /// Its points are those from here to the next box's start, in `offsets`.
    var start: Int32
    var end: Int32
    /// Σ ω, rounded up.
    var mass: Double
  }

  /// Adjacent boxes that together cover all points within a bandwidth of the sample in their part of the line.
  struct Run: Sendable {
    var first: Int
    var last: Int
    var count: Int { last - first + 1 }
  }

  static let gap = 13
  /// Larger errors are not covered by the tables' proof: then no box may be decided in doubles.
  static let largestOffsetError = 0x1p-24
  /// Positions jump by more than any table's reach from island to island.
  static let jump = 1 << 10

  var islands: [Island] = []
  var boxes: [Box] = []
  var runs: [Run] = []
  /// Indices of the points that are alone in their island: each is one mode (`isolated`).
  var isolated: [Int32] = []
  /// y of the points of boxes, in the order of the sample; unused for isolated points.
  var offsets: [Double]
  /// Bound of the errors of `offsets`; see `largestOffsetError`.
  var offsetError = 0x1p-52

  /// The island that holds a position.
  func island(at position: Int) -> Island {
    var (low, high) = (0, islands.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if islands[middle].base - Self.jump / 2 <= position { low = middle } else { high = middle - 1 }
    }
    return islands[low]
  }

  /// The centre of a box, exactly.
  func center(of position: Int, _ scale: KernelScale) -> Rational {
    let island = island(at: position)
    let number = (Rational(exactly: island.firstBox) ?? 0) + Rational(position - island.base)
    return (island.origin ?? 0) + KernelScale.scaled(number * 2 + 1, scale.exponent - 1)
  }
}

/// A box as the points are read in order: where it starts, its number, and the ends of its points.
private struct BoxRecord {
  var start: Int
  var number: Double
  /// X/w - number of the first and the last point, in [0, 1].
  var first: Double
  var last: Double
  var startsIsland: Bool
}

extension SampleGrid {
  init(_ sample: Sample, _ scale: KernelScale, threads: Int) {
    let n = sample.distinct
    let points = sample.points
    let perWidth = Double(sign: .plus, exponent: -scale.exponent, significand: 1)
    // 13 h in the unit w, rounded up; w <= h/2 and h/w = 1/(2ρ) < 4.
    let isRounded = sample.exactPoints != nil
    let perBandwidth = 1 / (2 * scale.rho.lowerDouble) * (1 + 0x1p-40)
    let wide = Double(Self.gap) * perBandwidth * (1 + 0x1p-40)
    offsets = []
    let size = Swift.max(points[0].magnitude, points[n - 1].magnitude) * perWidth
    if isRounded { offsetError = 0x1p-52 + size * 0x1p-52 }
    guard size.isFinite, offsetError <= Self.largestOffsetError else {
      boxExactly(sample, scale, wide: wide)
      return
    }
    let slack = isRounded ? offsetError : 0
    let chunks = n < 1 << 14 ? 1 : 4 * threads
    let reach = perBandwidth + 0x1p-20
    var made: [[BoxRecord]] = []
    offsets = [Double](unsafeUninitializedCapacity: n) { buffer, filled in
      let place = SharedPointer(buffer.baseAddress!)
      made = Chunks.map(chunks, threads: threads) { c in
        points.withUnsafeBufferPointer { points in
          Self.records(
            points, n * c / chunks..<n * (c + 1) / chunks, perWidth: perWidth, wide: wide, slack: slack,
            into: place.pointer)
        }
      }
      filled = n
    }
    assemble(
      made, count: n, weights: sample.weights, totalMass: sample.totalMass, bandwidth: reach, origin: nil)
  }

  /// The boxes of a range of points; the first may continue the previous range's last.
  private static func records(
    _ points: UnsafeBufferPointer<Double>, _ range: Range<Int>, perWidth: Double, wide: Double, slack: Double,
    into offsets: UnsafeMutablePointer<Double>
  ) -> [BoxRecord] {
    var records: [BoxRecord] = []
    records.reserveCapacity(Swift.min(range.count, 4096))
    var current = Double.nan
    for i in range {
      let scaled = points[i] * perWidth
      let number = scaled.rounded(.down)
      let part = scaled - number
      (offsets + i).initialize(to: 2 * part - 1)
      // A difference that overflows starts an island.
      let starts = i == 0 || !((points[i] - points[i - 1]) * perWidth * (1 - 0x1p-50) - slack <= wide)
      if starts || number != current || i == range.lowerBound {
        records.append(BoxRecord(start: i, number: number, first: part, last: part, startsIsland: starts))
        current = number
      } else {
        records[records.count - 1].last = part
      }
    }
    return records
  }

  /// Joins the records of consecutive ranges into boxes, islands and runs.
  private mutating func assemble(
    _ made: [[BoxRecord]], count n: Int, weights: [Double]?, totalMass: Double, bandwidth: Double,
    origin: Rational?
  ) {
    var records: [BoxRecord] = []
    records.reserveCapacity(made.reduce(0) { $0 + $1.count })
    for list in made {
      for (i, record) in list.enumerated() {
        if i == 0, let last = records.last, !record.startsIsland, last.number == record.number {
          records[records.count - 1].last = record.last
        } else {
          records.append(record)
        }
      }
    }
    boxes.reserveCapacity(records.count)
    let lightest = totalMass * 0x1p-80
    var next = (runs.last?.last ?? 0) + Self.jump
    for (i, record) in records.enumerated() {
      let end = i + 1 < records.count ? records[i + 1].start : n
      let isLast = i + 1 == records.count || records[i + 1].startsIsland
      if record.startsIsland {
        if isLast, end == record.start + 1, (weights?[record.start] ?? 1) >= lightest {
          isolated.append(Int32(record.start))
          continue
        }
        next = (runs.last?.last ?? next) + Self.jump
        islands.append(Island(base: next, firstBox: record.number, origin: origin))
      }
      // A difference of integers below 2^40: exact.
      let position = next + Int(record.number - islands[islands.count - 1].firstBox)
      let mass =
        weights.map { w in w[record.start..<end].reduce(0, +) * (1 + 0x1p-20) } ?? Double(end - record.start)
      boxes.append(Box(position: position, start: Int32(record.start), end: Int32(end), mass: mass))
      let first = position + Int((record.first - bandwidth).rounded(.down))
      let last = position + Int((record.last + bandwidth).rounded(.down))
      if let run = runs.last, first <= run.last + 1 {
        runs[runs.count - 1].last = Swift.max(run.last, last)
      } else {
        runs.append(Run(first: first, last: last))
      }
    }
  }

  /// Islands with their first points as origins; all differences are rational.
  private mutating func boxExactly(_ sample: Sample, _ scale: KernelScale, wide: Double) {
    let n = sample.distinct
    offsets = [Double](repeating: 0, count: n)
    offsetError = 0x1p-52
    let reach = 1 / (2 * scale.rho.lowerDouble) * (1 + 0x1p-40) + 0x1p-20
    var start = 0
    while start < n {
      let origin = sample.point(start)
      var end = start + 1
      var scaled = [0.0]
      while end < n {
        let distance = KernelScale.scaled(sample.point(end) - origin, -scale.exponent).double
        // Rounded to nearest: both are within 2^-53 of their sizes.
        guard distance - scaled[scaled.count - 1] - distance * 0x1p-51 <= wide else { break }
        scaled.append(distance)
        end += 1
      }
      offsetError = Swift.max(offsetError, 0x1p-52 + scaled[scaled.count - 1] * 0x1p-51)
      var records: [BoxRecord] = []
      for (i, q) in scaled.enumerated() {
        let number = q.rounded(.down)
        offsets[start + i] = 2 * (q - number) - 1
        if i > 0, records[records.count - 1].number == number {
          records[records.count - 1].last = q - number
        } else {
          records.append(
            BoxRecord(
              start: start + i, number: number, first: q - number, last: q - number, startsIsland: i == 0))
        }
      }
      assemble(
        [records], count: end, weights: sample.weights, totalMass: sample.totalMass,
        bandwidth: reach + scaled[scaled.count - 1] * 0x1p-51, origin: origin)
      start = end
    }
  }
}

/// A pointer that threads write through at different places.
struct SharedPointer<T>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<T>
  init(_ pointer: UnsafeMutablePointer<T>) { self.pointer = pointer }
}
