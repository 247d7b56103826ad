import VlasovSimulation
import VlasovSymbols

/// Steps that the cross-checks of the theme share.
extension FloatMatrix {
  /// The nearest floats.
  init(_ matrix: Matrix<Rational>) {
    self.init(rows: matrix.rows, columns: matrix.columns, matrix.entries.map(\.double))
  }
}

extension CrossCheck.Context {
  /// An exact matrix, or a vector as a column, as floats.
  func floats(_ name: String) throws -> FloatMatrix {
    guard let matrix = arguments.exactMatrix(name) else {
      throw InputError(parameter: name, "\(name) has no value here")
    }
    return FloatMatrix(matrix)
  }

  /// The entry of a simulated matrix that the output under test names.
  ///
  /// - Throws: `InputError` when the output is the whole matrix, or has no such entry.
  func entry(of matrix: FloatMatrix) throws -> Double {
    let place = OutputPlace(output)
    guard !place.isWhole else {
      throw InputError(
        parameter: "output", value: output, "output=\(output) is not one number: name an entry of it")
    }
    let entries = Matrix<Double>(rows: matrix.rows, columns: matrix.columns, matrix.entries)
    return try place.entry(of: entries)
  }
}

/// The float side of softmax attention with V = v I.
struct ScalarValueSimulation {
  let attention: GaussianAttention
  let sigma0: FloatMatrix
  let time: Double

  init(_ context: CrossCheck.Context) {
    let a = context.arguments.exactMatrix("A") ?? .zero(1, 1)
    let v: Double
    if case .real(let x)? = context.arguments["v"] { v = x.lifted(Double.self) } else { v = 1 }
    attention = GaussianAttention(
      .softmax, score: FloatMatrix(a), value: FloatMatrix.identity(a.rows).adding(v - 1, .identity(a.rows)))
    sigma0 = FloatMatrix(context.arguments.exactMatrix("Sigma0") ?? .zero(1, 1))
    if case .real(let t)? = context.arguments["t"] { time = t.lifted(Double.self) } else { time = 0 }
  }
}
