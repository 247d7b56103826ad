import VlasovNumbers

/// An expression as q + Σ c_i e_i with rational numbers q and c_i: what remains when equal parts cancel.
///
/// Equal parts are merged only when they contain no interval: every occurrence of an interval is a real of
/// its own, so its terms stay apart.
struct LinearForm {
  private(set) var constant: Rational = 0
  private(set) var terms: [Expression: Rational] = [:]
  private(set) var intervals: [(interval: Expression, coefficient: Rational)] = []
  /// A part that contains an interval inside a nonlinear operation.
  private(set) var isNonlinear = false
  /// Rational arithmetic ran out of its bound.
  private var overflow = false

  /// Larger trees are not taken apart.
  private static let largestSize = 100_000

  /// Nil when the numbers grow too long or the tree is too large.
  init?(_ e: Expression) {
    guard e.node.size <= LinearForm.largestSize else { return nil }
    add(e, 1)
    if overflow { return nil }
    terms = terms.filter { !$0.value.isZero }
  }

  /// The terms cancel: a rational number, wherever the parts are defined.
  var rational: Rational? { terms.isEmpty && intervals.isEmpty && !isNonlinear ? constant : nil }

  private mutating func add(_ e: Expression, _ weight: Rational) {
    if let q = e.rationalValue {
      let value = ExactValue.product(q, weight).flatMap { ExactValue.sum(constant, $0) }
      if let value { constant = value } else { overflow = true }
      return
    }
    let x = e.operands
    switch e.operation {
    case .sum:
      add(x[0], weight)
      add(x[1], weight)
    case .difference:
      add(x[0], weight)
      add(x[1], -weight)
    case .negation: add(x[0], -weight)
    case .product:
      if let q = x[0].rationalValue { return addScaled(x[1], ExactValue.product(weight, q)) }
      if let q = x[1].rationalValue { return addScaled(x[0], ExactValue.product(weight, q)) }
      addTerm(e, weight)
    case .quotient:
      if let q = x[1].rationalValue, !q.isZero { return addScaled(x[0], ExactValue.quotient(weight, q)) }
      addTerm(e, weight)
    case .interval: intervals.append((e, weight))
    default: addTerm(e, weight)
    }
  }

  private mutating func addScaled(_ e: Expression, _ weight: Rational?) {
    if let weight { add(e, weight) } else { overflow = true }
  }

  private mutating func addTerm(_ e: Expression, _ weight: Rational) {
    if e.containsInterval {
      isNonlinear = true
    } else if let s = ExactValue.sum(terms[e] ?? 0, weight) {
      terms[e] = s
    } else {
      overflow = true
    }
  }
}
