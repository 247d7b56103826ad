import VlasovEnclosures
import VlasovModes
import VlasovNumbers

/// Certified mode counts of small samples of many shapes, against signs of F summed directly in balls.
///
/// At the ends of each mode's interval F must be negative and positive; the changes of sign from - to + over a fine grid
/// are at most the upper bound of the count; the intervals are disjoint, and as many as the count.
struct ModeCheck: Check {
  var name: String { "mode count" }
  var reading: String { "Double and Ball" }

  func run(_ w: Workspace, _ tally: inout Tally) {
    let points = Self.points(&w.generator)
    let weights: [Rational]? =
      w.generator.oneIn(3)
      ? points.map { _ in Rational(1 + w.generator.below(50), 1 + w.generator.below(9)) } : nil
    // Around the spacing's scale.
    let (low, high) = (points.min() ?? 0, points.max() ?? 0)
    let spacing = (high - low) / Rational(points.count) + (high == low ? 1 : 0)
    let factor = Rational(1 + w.generator.below(4000), 1 + w.generator.below(400))
    let beta = factor / (spacing * spacing)
    guard
      let sample = try? Sample(
        numbers: points.map { .rational($0) }, weights: weights?.map { .rational($0) }, threads: 1),
      let result = try? ModeCounter(maximumBits: 512, threads: 1).intervals(sample, beta: beta)
    else {
      tally.unknown += 1
      return
    }
    tally.results += 1
    let count = result.count
    if !count.isDecided { tally.indeterminate += 1 }
    var complaint: String?
    func sign(_ t: Rational) -> Int {
      let f = withPrecision(640) {
        zip(points, weights ?? points.map { _ in 1 }).reduce(Ball(0)) { sum, term in
          let x = t - term.0
          return sum + Ball(x * term.1) * Ball.exp(Ball(-beta * x * x / 2))
        }
      }
      return f.isPositive ? 1 : f.isNegative ? -1 : 0
    }
    if count.isDecided, sample.distinct > 2, result.intervals.count != count.lower {
      complaint = "\(result.intervals.count) intervals"
    }
    for (i, interval) in result.intervals.enumerated() where sample.distinct > 2 {
      tally.checks += 1
      if sign(interval.lower) > 0 || sign(interval.upper) < 0 {
        complaint = "signs at the ends of \(interval)"
      }
      if i > 0, result.intervals[i - 1].upper > interval.lower {
        complaint = "\(result.intervals[i - 1]) and \(interval) overlap"
      }
    }
    let steps = 60 + w.generator.below(60)
    var (last, changes) = (-1, 0)
    for k in 0...steps {
      let s = sign(low - spacing + (high - low + 2 * spacing) * Rational(k, steps))
      if s == 1, last == -1 { changes += 1 }
      if s != 0 { last = s }
    }
    tally.checks += 1
    if changes > count.upper { complaint = "\(changes) changes of sign on a grid" }
    guard let complaint else { return }
    tally.fail(
      check: self,
      """
        points   \(points)
        weights  \(weights.map { "\($0)" } ?? "1")
        beta     \(beta)
        count    \(count)
        problem  \(complaint)
      """)
  }

  private static func points(_ g: inout Generator) -> [Rational] {
    let n = 1 + g.below(30)
    let shift = g.oneIn(4) ? Rational(g.below(1 << 30), 7) * Rational(Integer(1) << g.below(80)) : 0
    let unit = Rational(1, 1 + g.below(300))
    let shape = g.below(5)
    return (0..<n).map { i in
      let x: Rational
      switch shape {
      case 0: x = Rational(g.below(4001) - 2000) * unit
      case 1: x = Rational(i) * unit
      case 2: x = Rational(i * i) * unit
      case 3: x = Rational(g.below(4) * 1000 + g.below(9)) * unit
      default: x = Rational(g.below(2001) - 1000, 1000) * Rational(Integer(1) << g.below(12))
      }
      return x + shift
    }
  }
}
