/// Approximate inverses, without any promise: what preconditioning needs.
enum ApproximateInverse {
  /// An approximate inverse of the midpoints of a square matrix, with about `bits` correct bits, as exact
  /// balls; nil when none was found. The entries should be of size about 1 (see `Equilibration`).
  ///
  /// From an inverse in Doubles by Newton's iteration R <- R + R (I - A R), which squares the residual;
  /// matrices that Doubles cannot invert are eliminated at `bits` bits.
  static func inverse(_ a: Matrix<Ball>, bits: Int) -> Matrix<Ball>? {
    let center = a.center
    guard center.isFinite else { return nil }
    let stop = { Budget.isExhausted }
    let doubles = a.map(\.estimate).eliminated(.identity(a.rows), stop: stop)
    var inverse: Matrix<Ball>
    if let doubles, doubles.entries.allSatisfy(\.isFinite),
      let start = refined(doubles.map { Ball(exactly: $0) }, center, bits)
    {
      inverse = start
    } else {
      let floats = center.map { Midpoint($0.rounded(to: bits).center) }
      let identity = Matrix<Midpoint>.identity(a.rows).map { Midpoint($0.ball.rounded(to: bits)) }
      guard let result = floats.eliminated(identity, stop: stop) else { return nil }
      inverse = Matrix(rows: a.rows, columns: a.rows, result.entries.map(\.ball))
    }
    return inverse.isFinite ? inverse : nil
  }

  private static func refined(_ start: Matrix<Ball>, _ a: Matrix<Ball>, _ bits: Int) -> Matrix<Ball>? {
    var inverse = start
    var work = 64
    for _ in 0..<64 {
      if Budget.isExhausted { return nil }
      let residual =
        Matrix.identity(a.rows, bits: work) - (a.rounded(to: work).center * inverse).rounded(to: work)
      let size = residual.infinityNorm
      guard size.isFinite, size.exponent < -3 else { return nil }
      let known = -size.exponent
      if known >= bits { return inverse }
      work = Swift.min(bits + 16, 2 * known + 16)
      let correction = inverse * residual.center
      inverse = (inverse.rounded(to: work) + correction.rounded(to: work)).center
      // The new residual is the square of the old one up to rounding.
      if 2 * known >= bits { return inverse }
    }
    return nil
  }
}

/// A floating-point number of any precision: the midpoint of a ball, for approximations.
struct Midpoint: MatrixScalar {
  let ball: Ball

  init(_ ball: Ball) { self.ball = ball }
  init(_ value: Int) { ball = Ball(value) }
  init(_ value: Rational) { ball = Ball(value).center }
  static func + (a: Midpoint, b: Midpoint) -> Midpoint { Midpoint((a.ball + b.ball).center) }
  static func - (a: Midpoint, b: Midpoint) -> Midpoint { Midpoint((a.ball - b.ball).center) }
  static func * (a: Midpoint, b: Midpoint) -> Midpoint { Midpoint((a.ball * b.ball).center) }
  static func / (a: Midpoint, b: Midpoint) -> Midpoint { Midpoint((a.ball / b.ball).center) }
  static prefix func - (a: Midpoint) -> Midpoint { Midpoint(-a.ball) }

  /// The size on a scale that no exponent leaves: exponent plus leading digits.
  static func pivotWeight(_ x: Midpoint) -> Double {
    guard x.ball.isFinite, let e = x.ball.exponent else { return 0 }
    return 1e10 + Double(e) + x.ball.scaled(by: -e).estimate.magnitude
  }
}

/// Powers of two by which rows and columns are multiplied so that the largest entries are about 1.
struct Equilibration {
  let rows: [Int]
  let columns: [Int]

  init(_ a: Matrix<Ball>) {
    func exponent(_ line: some Sequence<Ball>, _ shift: (Int) -> Int) -> Int {
      line.enumerated().compactMap { place, x in x.exponent.map { $0 + shift(place) } }.max() ?? 0
    }
    let byRow = (0..<a.rows).map { -exponent(a.row($0)) { _ in 0 } }
    rows = byRow
    columns = (0..<a.columns).map { -exponent(a.column($0)) { byRow[$0] } }
  }

  func callAsFunction(_ a: Matrix<Ball>) -> Matrix<Ball> {
    Matrix(rows: a.rows, columns: a.columns) { a[$0, $1].scaled(by: rows[$0] + columns[$1]) }
  }
}
