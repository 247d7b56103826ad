import VlasovAnalysis

/// Right-hand sides of the tests.
enum ODE {
  /// y' = λ y.
  struct Linear: VectorField {
    var dimension: Int { 1 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] { [p[0] * x[0]] }
  }

  /// y' = y^n.
  struct Power: VectorField {
    let exponent: Int
    var dimension: Int { 1 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] { [T.pow(x[0], exponent)] }
  }

  struct Rotation: VectorField {
    var dimension: Int { 2 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] { [-x[1], x[0]] }
  }

  /// x' = x (α - β y), y' = y (δ x - γ).
  struct LotkaVolterra: VectorField {
    var dimension: Int { 2 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      [x[0] * (p[0] - p[1] * x[1]), x[1] * (p[2] * x[0] - p[3])]
    }
  }

  /// θ'' = -sin θ.
  struct Pendulum: VectorField {
    var dimension: Int { 2 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] { [x[1], -T.sin(x[0])] }
  }

  /// Polynomials of degree 2 or 3 in n variables and t.
  struct Polynomials: VectorField {
    let terms: [[(coefficient: Rational, powers: [Int])]]
    var dimension: Int { terms.count }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      terms.map { component in
        component.reduce(T(0)) { sum, term in
          sum + zip([t] + x, term.powers).reduce(T(term.coefficient)) { $0 * T.pow($1.0, $1.1) }
        }
      }
    }

    init(dimension: Int, random: inout SeededGenerator) {
      terms = (0..<dimension).map { _ in
        (0..<4).map { _ in
          var powers = Array(repeating: 0, count: dimension + 1)
          for _ in 0..<Int.random(in: 0...3, using: &random) {
            powers[Int.random(in: 0...dimension, using: &random)] += 1
          }
          return (random.thousandth(-900...900), powers)
        }
      }
    }
  }

  /// A field that uses every function of the ladder; finite near the points of the tests.
  struct Everything: VectorField {
    var dimension: Int { 4 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      let (a, b, c, d) = (x[0], x[1], x[2], x[3])
      let u = T.exp(a / 3) - T.expm1(b / 4) + T.log(2 + c * c) - T.log1p(d * d)
      let v = T.sqrt(3 + a) + T.sin(b + t) * T.cos(c) - T.atan(d) + T.asin(a / 5)
      let w =
        T.tan(a / 4) + T.acos(b / 5) + T.sinh(c / 3) - T.cosh(d / 3) + T.tanh(a) + T.pow(2 + b * b, c / 7)
      let z = T.atanh(a / 7) + T.asinh(b) + T.acosh(3 + c) + T.pow(d - 3, -3) + T.pi / (4 + a) + p[0] * t
      return [u / 5, v / 5, w / 7, z / 7 - T.exp(p[0]) / 3]
    }
  }

  /// Σ' = V Σ A Σ + transpose, on the upper triangle, row by row.
  struct Softmax: VectorField {
    let a: Matrix<Rational>
    let v: Matrix<Rational>
    var dimension: Int { a.rows * (a.rows + 1) / 2 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      let s = ODE.symmetric(x, a.rows)
      let k: Matrix<T> = v.lifted() * s * (a.lifted() * s)
      return ODE.upper(k + k.transpose)
    }
  }

  /// R' = V R (R^T A R), whose Σ = R R^T solves `Softmax`.
  struct SoftmaxFactor: VectorField {
    let a: Matrix<Rational>
    let v: Matrix<Rational>
    let rank: Int
    var dimension: Int { a.rows * rank }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      let r = Matrix<T>(rows: a.rows, columns: rank, x)
      let k: Matrix<T> = v.lifted() * r * (r.transpose * (a.lifted() * r))
      return k.entries
    }
  }

  /// The flow of L2 attention: Σ' = 2 V Σ (I + 2 B Σ)^-1 A Σ + transpose.
  struct L2: VectorField {
    let a: Matrix<Rational>
    let b: Matrix<Rational>
    let v: Matrix<Rational>
    var dimension: Int { a.rows * (a.rows + 1) / 2 }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      let s = ODE.symmetric(x, a.rows)
      let m: Matrix<T> = Matrix<T>.identity(a.rows) + (b.lifted() * s).scaled(by: 2)
      let k = (v.lifted() * s * m.solve(a.lifted() * s)).scaled(by: 2)
      return ODE.upper(k + k.transpose)
    }
  }

  static func symmetric<T>(_ x: [T], _ n: Int) -> Matrix<T> {
    func place(_ i: Int, _ j: Int) -> Int { i <= j ? i * n - i * (i - 1) / 2 + j - i : place(j, i) }
    return Matrix(rows: n, columns: n) { x[place($0, $1)] }
  }

  static func upper<T>(_ s: Matrix<T>) -> [T] {
    (0..<s.rows).flatMap { i in (i..<s.rows).map { s[i, $0] } }
  }

  /// f with time running backwards.
  struct Reversed<F: VectorField>: VectorField {
    let field: F
    var dimension: Int { field.dimension }
    func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
      field.derivative(-t, x, p).map { -$0 }
    }
  }
}

func balls(_ values: [Rational]) -> [Ball] { values.map { Ball($0) } }
