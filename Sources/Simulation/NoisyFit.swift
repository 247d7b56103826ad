/// Weighted least squares of sums of powers of 1 / N to numbers with standard errors; see `Extrapolation`.
struct NoisyFit {
  let sizes: [Double]
  let values: [Double]
  let errors: [Double]

  /// The constant term of v + sum of C_i N^-x_i, its propagated standard error, and chi^2. Needs no more exponents
  /// than sizes - 1.
  func fit(_ exponents: [Double]) -> (value: Double, error: Double, chiSquared: Double) {
    // Modified Gram-Schmidt on the weighted columns N^-x_i, then the constant column last: what is left of it is
    // orthogonal to all others, so v is one quotient.
    var columns = exponents.map { exponent in
      zip(sizes, errors).map { exponentiate($0 / sizes[0], -exponent) / $1 }
    }
    columns.append(errors.map { 1 / $0 })
    var residual = zip(values, errors).map { $0 / $1 }
    var last = (value: 0.0, square: 0.0)
    for i in columns.indices {
      for j in 0..<i { remove(columns[j], from: &columns[i]) }
      last.square = dot(columns[i], columns[i])
      last.value = remove(columns[i], from: &residual)
    }
    return (last.value, 1 / last.square.squareRoot(), dot(residual, residual))
  }

  func extrapolate(order: Double, next: Double) -> Extrapolation {
    let best = fit([order, next])
    let freedom = Double(sizes.count - 3)
    let inflation = freedom > 0 ? max(1, (best.chiSquared / freedom).squareRoot()) : 1
    let grid = (1...640).map { Double($0) / 40 }
    let scan = grid.map { fit([$0]).chiSquared }
    var least = 0
    for i in scan.indices where scan[i] < scan[least] { least = i }
    let level = scan[least] + 16
    var (low, high) = (least, least)
    while low > 0, scan[low - 1] <= level { low -= 1 }
    while high < grid.count - 1, scan[high + 1] <= level { high += 1 }
    let lowest = low == 0 ? -Double.infinity : grid[low - 1] - 0.5
    let highest = high == grid.count - 1 ? Double.infinity : grid[high + 1] + 0.5
    return Extrapolation(
      value: best.value, uncertainty: best.error * inflation,
      observedOrder: lowest.isFinite && highest.isFinite ? grid[least] : nil,
      orderInterval: lowest...highest, order: order)
  }

  private func dot(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Removes the component along `direction`, and returns its coefficient.
  @discardableResult
  private func remove(_ direction: [Double], from vector: inout [Double]) -> Double {
    let coefficient = dot(direction, vector) / dot(direction, direction)
    for i in vector.indices { vector[i] -= coefficient * direction[i] }
    return coefficient
  }
}
