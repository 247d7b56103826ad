/// How many terms of its series each special function in an expression needs, and how many bits cancel.
///
/// All of it in Doubles: the numbers are hints.
struct TermCount {
  /// Precision of the sums.
  let bits: Int
  private(set) var terms = 0
  /// Bits below one of the smallest value of a special function.
  private(set) var lost = 0
  private var seen: Set<Expression> = []

  init(bits: Int) { self.bits = bits }

  /// - Parameter ranges: balls for the variables.
  mutating func add(_ e: Expression, _ ranges: [String: Ball] = [:]) {
    guard seen.insert(e).inserted else { return }
    let x = e.operands
    for operand in x { add(operand, ranges) }
    func ball(_ e: Expression) -> Ball {
      (try? withPrecision(64) { try e.evaluate(Ball.self, variables: ranges) }) ?? .indeterminate
    }
    switch e.operation {
    case .call(let f, let n):
      let arguments = x.map { ball($0) }.map { max(abs($0.lowerDouble), abs($0.upperDouble)) }
      guard arguments.allSatisfy(\.isFinite), let count = count(f, n, arguments) else { return }
      terms = max(terms, count)
      if let value = ball(e).exponent { lost = max(lost, -value) }
    case .series(let s):
      let parameters = x.map { ball($0) }
      let count = withPrecision(bits) { Self.outcome(s, parameters) }
      terms = max(terms, count)
      // The functions inside, at the first terms and in the middle.
      let k = e.unusedIndexName
      let body = s.body(k, x)
      for index in [s.first, s.first + 1, s.first + count / 2] {
        if let at = try? body.substituting([:], indices: [k: index]) { add(at, ranges) }
      }
    case .supremum(let s):
      let k = e.unusedIndexName
      if let at = try? s.body(k, x).substituting([:], indices: [k: s.first]) { add(at, ranges) }
      terms = max(terms, 8)
    case .integral(let f):
      let ends = x.suffix(2).map { ball($0) }
      let u = e.unusedVariableName
      add(f.body(u, x), ranges.merging([u: Ball.hull(ends[0], ends[1])]) { $1 })
    default: return
    }
  }

  private static func outcome(_ s: SeriesBinder, _ x: [Ball]) -> Int {
    func open(_ term: some SeriesTerm) -> Int { Summation().sum(term, from: s.first, x).terms }
    return open(s.term)
  }

  /// Nil for functions that are no series.
  private func count(_ f: Function, _ n: [Index], _ x: [Double]) -> Int? {
    let order = Double(n.first?.value ?? 0).magnitude
    switch f {
    case .besselI:
      let z = x[0] * x[0] / 4
      return count { z / (($0 + 1) * ($0 + 1 + order)) }
    case .besselClifford: return count { x[0] / (($0 + 1) * ($0 + 1 + order)) }
    case .besselIRatio:
      let z = x[1] * x[1] / 4
      return count { z / (($0 + 1) * ($0 + 1 + x[0])) }
    case .hyp0f1: return count { x[1] / (($0 + 1) * ($0 + x[0])) }
    case .hyp1f1: return count { ($0 + x[0]) * x[2] / (($0 + 1) * ($0 + x[1])) }
    case .hyp2f1:
      guard x[3] < 1 else { return nil }
      return count { ($0 + x[0]) * ($0 + x[1]) * x[3] / (($0 + 1) * ($0 + x[2])) }
    case .exprel, .ein, .ei, .e1: return count { x[0] / ($0 + 2) }
    case .erf, .erfc: return count { x[0] * x[0] / ($0 + 1) }
    case .mills: return count { x[0] * x[0] / (2 * ($0 + 1)) }
    case .gammaQ: return Int(order) + 1
    default: return nil
    }
  }

  private static let most = 100_000

  /// Terms until the rest is below 2^-bits, for a series with these ratios that starts with 1.
  private func count(_ ratio: (Double) -> Double) -> Int {
    var (k, size) = (0, 0.0)
    while k < Self.most {
      let r = ratio(Double(k))
      if size < -Double(bits) - 4, r < 0.5 { break }
      size += r > 0 ? Self.log2(r) : -Double(bits) - 8
      k += 1
    }
    return k + 2
  }

  /// At least the logarithm, by a tenth at most.
  private static func log2(_ x: Double) -> Double { Double(x.exponent) + x.significand - 1 + 0.0861 }
}
