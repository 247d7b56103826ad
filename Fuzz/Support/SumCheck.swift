import VlasovEnclosures
import VlasovNumbers

/// The sums that kernels are checked against, by the operators.
enum Sums {
  /// Σ a_i b_i.
  static func dot(_ a: [Ball], _ b: [Ball]) -> Ball { zip(a, b).reduce(Ball(0)) { $0 + $1.0 * $1.1 } }

  /// Σ a_i x^i at the first number of the second array.
  static func polynomial(_ c: [Ball], _ x: [Ball]) -> Ball { c.reversed().reduce(Ball(0)) { $0 * x[0] + $1 } }
}

/// Kernels over arrays: scalar products and polynomials, against the operators of balls at more than twice the
/// precision, on points of the operands.
struct SumCheck<R: FuzzedReading>: Check {
  let name: String
  /// The exact value's enclosure from the points of both arrays.
  let terms: ([Ball], [Ball]) -> Ball
  let apply: ([R], [R]) -> R
  var reading: String { R.readingName }

  func run(_ w: Workspace, _ tally: inout Tally) {
    let bits = R.fixedBits ?? w.generator.precision(upTo: 2000)
    let count = w.generator.int(1...(1 << w.generator.int(0...6)))
    let wide = w.generator.oneIn(4)
    let domain = Domain.line.exponents(wide ? -200...200 : -4...4, rare: -2000...2000)
    func array() -> ([R], [[Ball]]) {
      var (operands, points): ([R], [[Ball]]) = ([], [])
      for _ in 0..<count {
        let own = w.generator.oneIn(8) ? w.generator.precision(upTo: bits) : bits
        let x = R(operand: w.operand(domain, bits: own))
        x.withSet { w.points[0].fill(from: $0, &w.generator) }
        operands.append(x)
        points.append(
          (0..<w.points[0].count).map { i in
            let p = w.points[0][i]
            return Ball(bits: max(2 * bits + 200, p.pointee._mpfr_prec)) { mpfrCopy($0, p) }
          })
      }
      return (operands, points)
    }
    let (a, b) = (array(), array())
    if (a.1 + b.1).contains(where: \.isEmpty) { return }
    let result = withPrecision(bits) { apply(a.0, b.0) }
    tally.results += 1
    result.withSet { set in
      if case .indeterminate = set {
        tally.indeterminate += 1
        return
      }
      for k in 0..<6 {
        // All lower ends, all upper ends, then points at random.
        func choose(_ points: [[Ball]]) -> [Ball] {
          points.map { $0[min(k < 2 ? k : w.generator.below(4), $0.count - 1)] }
        }
        let (x, y) = (choose(a.1), choose(b.1))
        let truth = withPrecision(2 * bits + 200) { terms(x, y) }
        guard w.bounds.set(truth) == .bounds else {
          tally.unknown += 1
          continue
        }
        tally.checks += 1
        guard w.bounds.areMissed(by: set) else { continue }
        tally.fail(
          check: self,
          """
            first      \(a.0.map(\.exactDump).joined(separator: "\n             "))
            second     \(b.0.map(\.exactDump).joined(separator: "\n             "))
            result     \(result.exactDump)
            true value \(truth.exactDump)
          """)
        return
      }
    }
  }
}
