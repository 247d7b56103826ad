import CMPFR
import VlasovEnclosures
import VlasovFunctions
import VlasovNumbers

/// Taylor coefficients over a ball X against divided differences: for x_0, ..., x_k in X there is a t in X with
/// f[x_0, ..., x_k] = f^(k)(t)/k!, which the k-th coefficient of the jet of f over X must contain. The divided
/// difference needs values of f alone, at a higher precision, so nothing of the jet enters it.
struct JetCheck: Check {
  let function: Function<Jet<Ball>>
  let value: Function<Ball>
  var name: String { function.name }
  var reading: String { "Jet<Ball>" }

  static func all() -> [any Check] {
    let jets: [Function<Jet<Ball>>] = Registry.elementary() + Registry.special()
    let values: [Function<Ball>] = Registry.elementary() + Registry.special()
    return zip(jets, values).filter { $0.0.domains.count == 1 }.map { JetCheck(function: $0, value: $1) }
  }

  func run(_ w: Workspace, _ tally: inout Tally) {
    let bits = w.generator.precision(upTo: 300)
    var domain = function.domains[0]
    domain.rareExponents = -20...6
    for _ in 0..<4 {
      let operand = w.operand(domain, bits: bits)
      // Moderate exponents: a divided difference loses the ratio of midpoint to radius at every order.
      guard !operand.isExact, operand.radius.exponent.magnitude < 2000,
        (operand.exponent ?? 0).magnitude < 2000
      else { continue }
      if let range = function.parameters { w.parameter = w.generator.parameter(in: range) }
      let order = w.generator.int(0...3)
      let jet = withPrecision(bits) {
        function.apply(Operands(x: [Jet(variable: operand, order: order)], n: w.parameter))
      }
      operand.withSet { w.points[0].fill(from: $0, &w.generator) }
      let scale = max(0, (operand.exponent ?? 0) - operand.radius.exponent)
      let work = 2 * bits + 200 + (order + 1) * (scale + max(0, -operand.radius.exponent) + 24)
      let x = (0...3).map { i in
        Ball(bits: max(work, w.points[0][i].pointee._mpfr_prec)) { mpfrCopy($0, w.points[0][i]) }
      }
      var differences = withPrecision(work) {
        x.map { value.apply(Operands(x: [$0], n: w.parameter)) }
      }
      for k in 0...order {
        if k > 0 {
          for i in 0...(3 - k) { differences[i] = (differences[i + 1] - differences[i]) / (x[i + k] - x[i]) }
        }
        let coefficient = jet.coefficient(k)
        tally.results += 1
        guard coefficient.isFinite else {
          tally.indeterminate += 1
          continue
        }
        // The first difference of every order.
        guard w.bounds.set(differences[0]) == .bounds else {
          tally.unknown += 1
          continue
        }
        tally.checks += 1
        guard coefficient.withSet({ w.bounds.areMissed(by: $0) }) else { continue }
        tally.fail(
          check: self,
          """
            operand    \(operand.exactDump)
            parameter  \(function.parameters == nil ? "none" : "\(w.parameter)")
            order      \(k) of \(order)
            result     \(coefficient.exactDump)
            difference \(differences[0].exactDump)
          """)
        break
      }
    }
  }
}

/// Copies a number into one of at least its precision.
func mpfrCopy(_ z: NumberPointer, _ x: NumberPointer) -> Int32 { mpfr_set(z, x, MPFR_RNDN) }
