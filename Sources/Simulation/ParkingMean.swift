/// The mean m(x) of Renyi's parking problem by marching its renewal equation m(x + 1) = 1 + (2 / x) int_0^x m with the
/// trapezoidal rule on a grid of width h = 1 / cells; m = 0 on [0, 1). The engine knows neither the constant nor the
/// closed forms of the first pieces. The jump at 1 and the kinks at 2, 3, ... are grid points, so the error is
/// C h^2 + D h^4 + ... (Source of the problem: "Clustering in Causal Attention Masking", arXiv 2411.04990.)
public struct ParkingMean: Sendable, Equatable {
  /// Length x >= 0 of the street, in cars.
  public var length: Double

  public init(length: Double) {
    self.length = length
  }

  /// m(x), on `cells` >= 8 cells per unit of length.
  public func value(cells: Int) throws -> Double {
    try require(cells >= 8, "cells", "at least 8")
    try require(length >= 0 && length * Double(cells) <= 1e7, "x", "in [0, 1e7 / cells]")
    if length < 1 { return 0 }
    let piece = Int(length)
    let last = (piece + 1) * cells
    let width = 1 / Double(cells)
    var means = [Double](repeating: 0, count: last + 1)
    var integrals = means
    means[cells] = 1
    for i in cells + 1...last {
      means[i] = 1 + 2 * integrals[i - cells] / (Double(i - cells) * width)
      integrals[i] = integrals[i - 1] + (means[i - 1] + means[i]) * width / 2
    }
    // Read between grid points by the interpolation polynomial of degree 5 on nodes of the piece that holds x.
    let place = length * Double(cells)
    let first = min(max(Int(place) - 2, piece * cells), last - 5)
    var value = 0.0
    for i in 0...5 {
      var basis = 1.0
      for j in 0...5 where j != i { basis *= (place - Double(first + j)) / Double(i - j) }
      value += basis * means[first + i]
    }
    return value
  }

  /// `value` for several numbers of cells.
  public func values(cells: [Int]) throws -> [SizedObservation] {
    try cells.map { SizedObservation(size: Double($0), simulated: try value(cells: $0)) }
  }

  /// (m(x) + 1) / (x + 1) for several numbers of cells: Renyi's constant up to a superexponentially small error in x
  /// (below 1e-30 from x = 30 on).
  public func constants(cells: [Int]) throws -> [SizedObservation] {
    try cells.map {
      SizedObservation(size: Double($0), simulated: (try value(cells: $0) + 1) / (length + 1))
    }
  }
}
