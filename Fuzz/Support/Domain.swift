import CMPFR

/// A point near which functions change their method, or stop having a value.
enum Landmark {
  /// An integer of the range.
  case integer(ClosedRange<Int>)
  /// i/2^k: the boundaries of tables and of argument reductions.
  case tablePoint
  /// k pi/2.
  case quarterTurn
  /// n/d.
  case rational(Int, Int)
  /// -1/e, the branch point of Lambert's W.
  case minusInverseE

  /// Writes the number, rounded to nearest.
  func write(to x: NumberPointer, _ generator: inout Generator) {
    switch self {
    case .integer(let range): _ = mpfr_set_si(x, generator.int(range), MPFR_RNDN)
    case .tablePoint:
      let k = generator.int(1...12)
      let i = generator.int(-(2 << k)...(2 << k))
      _ = mpfr_set_si_2exp(x, i, -k, MPFR_RNDN)
    case .quarterTurn:
      mpfr_const_pi(x, MPFR_RNDN)
      let k = generator.int(-(1 << generator.int(1...12))...(1 << generator.int(1...12)))
      _ = mpfr_mul_si(x, x, k, MPFR_RNDN)
      _ = mpfr_div_2ui(x, x, 1, MPFR_RNDN)
    case .rational(let n, let d):
      _ = mpfr_set_si(x, n, MPFR_RNDN)
      _ = mpfr_div_si(x, x, d, MPFR_RNDN)
    case .minusInverseE:
      _ = mpfr_set_si(x, -1, MPFR_RNDN)
      _ = mpfr_exp(x, x, MPFR_RNDN)
      _ = mpfr_neg(x, x, MPFR_RNDN)
    }
  }
}

/// Where the operands of a function are drawn from. One operand in ten is drawn from the whole line instead, so
/// that arguments outside the domain occur.
struct Domain {
  /// The exponents of most midpoints, and of the rare tiny and huge ones.
  var exponents = -12...6
  var rareExponents = -400...400
  var isPositive = false
  /// Midpoints are reduced below 1 in size.
  var isUnit = false
  var landmarks: [Landmark] = [.integer(-8...8), .tablePoint]

  static let line = Domain()
  static let positive = Domain(isPositive: true)
  static let unit = Domain(
    exponents: -8...0, isUnit: true, landmarks: [.rational(1, 1), .rational(-1, 1), .tablePoint])

  func exponents(_ common: ClosedRange<Int>, rare: ClosedRange<Int>) -> Domain {
    var copy = self
    (copy.exponents, copy.rareExponents) = (common, rare)
    return copy
  }

  func near(_ landmarks: Landmark...) -> Domain {
    var copy = self
    copy.landmarks += landmarks
    return copy
  }
}
