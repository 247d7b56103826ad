import VlasovEnclosures
import VlasovFunctions
import VlasovNumbers

/// Whole expressions: the value of a random tree at random operands has a point in common with the tree's value
/// in balls of four times the precision and 200 bits more, at points of the operands. Two readings of the same
/// expression are thereby compared with each other, too.
struct ExpressionCheck<R: FuzzedReading>: Check {
  let name: String
  let functions: [Function<R>]
  /// The same list in balls.
  let balls: [Function<Ball>]
  let depth: Int
  var reading: String { R.readingName }

  static func all(elementary: [Function<R>], special: [Function<R>]) -> [any Check] {
    let field = [Function<R>](elementary.prefix(4))
    let ballsElementary: [Function<Ball>] = Registry.elementary()
    let ballsSpecial: [Function<Ball>] = special.isEmpty ? [] : Registry.special()
    var list: [any Check] = [
      ExpressionCheck(
        name: "expression, field", functions: field, balls: Array(ballsElementary.prefix(4)), depth: 6),
      ExpressionCheck(
        name: "expression, elementary", functions: elementary, balls: ballsElementary, depth: 4),
    ]
    if !special.isEmpty {
      list.append(
        ExpressionCheck(
          name: "expression, special", functions: elementary + special, balls: ballsElementary + ballsSpecial,
          depth: 3))
    }
    return list
  }

  func run(_ w: Workspace, _ tally: inout Tally) {
    let bits = R.fixedBits ?? w.generator.precision(upTo: 1000)
    let domain = Domain.line.exponents(-4...4, rare: -40...6).near(.quarterTurn)
    for _ in 0..<4 {
      let tree = Tree.random(functions, depth: depth, &w.generator)
      // Half of the trees have thin operands, whose results say more.
      let limit = w.generator.oneIn(2) ? 2 : bits / 2
      let operands = (0..<2).map { _ in
        var x = w.operand(domain, bits: bits)
        if x.accuracyBits < limit { x = x.center }
        return R(operand: x)
      }
      for (i, x) in operands.enumerated() { x.withSet { w.points[i].fill(from: $0, &w.generator) } }
      let result = withPrecision(bits) { tree.evaluate(functions, operands) }
      tally.results += 1
      result.withSet { set in
        if case .indeterminate = set {
          tally.indeterminate += 1
          return
        }
        for choice in [(0, 1), (3, 3)] {
          let work = 4 * bits + 200
          let x = [(0, choice.0), (1, choice.1)].map { i, k in
            let p = w.points[i][k < w.points[i].count ? k : 0]
            return Ball(bits: max(work, p.pointee._mpfr_prec)) { mpfrCopy($0, p) }
          }
          let truth = withPrecision(work) { tree.evaluate(balls, x) }
          guard w.bounds.set(truth) == .bounds else {
            tally.unknown += 1
            continue
          }
          tally.checks += 1
          guard w.bounds.areMissed(by: set) else { continue }
          tally.fail(
            check: self,
            """
              expression \(tree.text(functions))
              precision  \(bits)
              x0         \(operands[0].exactDump)
              x1         \(operands[1].exactDump)
              result     \(result.exactDump)
              at x0      \(x[0].exactDump)
              at x1      \(x[1].exactDump)
              true value \(truth.exactDump)
            """)
          return
        }
      }
    }
  }
}
