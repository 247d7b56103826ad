/// Counting and locating zeros and critical points of a Double function on a fine grid: the float side of certified
/// counts and arg-minima. Nothing is proved; a feature narrower than the grid is missed.
public enum GridCritical {
  /// A local extremum.
  public struct Point: Sendable, Equatable {
    public enum Kind: String, Sendable { case minimum, maximum }
    public var kind: Kind
    public var position: Double
    public var value: Double

    public init(kind: Kind, position: Double, value: Double) {
      self.kind = kind
      self.position = position
      self.value = value
    }
  }

  /// The sign changes of `f` between consecutive points of the uniform grid on [from, to], each bisected to
  /// neighbouring Doubles; a grid point where `f` is 0 belongs to the interval on its left.
  public static func zeros(
    from start: Double, to end: Double, cells: Int, of f: (Double) -> Double
  ) -> [Double] {
    guard start.isFinite, end.isFinite, start < end else { return [] }
    let cells = max(1, cells)
    var found: [Double] = []
    var left = start
    var leftValue = f(start)
    for i in 1...cells {
      let right = start + (end - start) * Double(i) / Double(cells)
      let rightValue = f(right)
      if (leftValue < 0 && rightValue >= 0) || (leftValue > 0 && rightValue <= 0) {
        found.append(bisect(left, right, rising: leftValue < 0, f))
      }
      // After an exact zero, the next sign is compared with the one before it.
      if rightValue != 0 { leftValue = rightValue } else { leftValue = -leftValue }
      left = right
    }
    return found
  }

  /// The local extrema of `f` on the uniform grid of [from, to], ends excluded.
  public static func criticalPoints(
    from start: Double, to end: Double, cells: Int, of f: (Double) -> Double
  ) -> [Point] {
    let cells = max(1, cells)
    let positions = (0...cells).map { start + (end - start) * Double($0) / Double(cells) }
    return criticalPoints(positions: positions, values: positions.map(f))
  }

  /// The local extrema of a function given on increasing positions, ends excluded.
  ///
  /// A turn counts when the values fall and then rise (or the reverse) by more than `noise`; nil means 16 roundings of
  /// the largest value. Each extremum is refined by the polynomial through the nearest five points (a parabola through
  /// three near the ends): error O(h^4) in the spacing.
  public static func criticalPoints(
    positions: [Double], values: [Double], noise: Double? = nil
  ) -> [Point] {
    guard positions.count == values.count, values.count >= 3 else { return [] }
    let noise = noise ?? 8 * Double.ulpOfOne * values.reduce(0) { max($0, abs($1)) }
    var points: [Point] = []
    var direction = 0
    // The extreme value since the last turn, in the current direction (both, until there is one).
    var (highest, lowest) = (0, 0)
    for i in 1..<values.count {
      if values[i] > values[highest] { highest = i }
      if values[i] < values[lowest] { lowest = i }
      if direction >= 0, values[i] < values[highest] - noise {
        if direction > 0 { points.append(refine(positions, values, highest, .maximum)) }
        direction = -1
        lowest = i
      } else if direction <= 0, values[i] > values[lowest] + noise {
        if direction < 0 { points.append(refine(positions, values, lowest, .minimum)) }
        direction = 1
        highest = i
      }
    }
    return points
  }

  /// The zero of `f` between two points where its sign differs.
  private static func bisect(
    _ left: Double, _ right: Double, rising: Bool, _ f: (Double) -> Double
  ) -> Double {
    var (low, high) = (left, right)
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return high }
      let value = f(middle)
      if rising ? value < 0 : value > 0 { low = middle } else { high = middle }
    }
  }

  private static func refine(
    _ positions: [Double], _ values: [Double], _ index: Int, _ kind: Point.Kind
  ) -> Point {
    let last = positions.count - 1
    let reach = min(2, index, last - index)
    guard reach >= 1 else {
      return Point(kind: kind, position: positions[index], value: values[index])
    }
    let scale = max(positions[index + 1] - positions[index], positions[index] - positions[index - 1])
    let nodes = (-reach...reach).map { (positions[index + $0] - positions[index]) / scale }
    let coefficients = interpolate(nodes, (-reach...reach).map { values[index + $0] - values[index] })
    // The vertex of the parabola part, then Newton on the derivative; both stay between the neighbours.
    let (low, high) = (nodes[reach - 1], nodes[reach + 1])
    var u = 0.0
    for _ in 0..<50 {
      let slope = evaluate(coefficients, u, order: 1)
      let curvature = evaluate(coefficients, u, order: 2)
      guard curvature != 0, (slope / curvature).isFinite else { break }
      let next = min(max(u - slope / curvature, low), high)
      if abs(next - u) <= 0x1p-52 {
        u = next
        break
      }
      u = next
    }
    return Point(
      kind: kind, position: positions[index] + scale * u,
      value: values[index] + evaluate(coefficients, u, order: 0))
  }

  /// Coefficients, lowest first, of the interpolation polynomial (Newton's divided differences, expanded).
  private static func interpolate(_ nodes: [Double], _ values: [Double]) -> [Double] {
    let count = nodes.count
    var differences = values
    for level in 1..<count {
      for i in stride(from: count - 1, through: level, by: -1) {
        differences[i] = (differences[i] - differences[i - 1]) / (nodes[i] - nodes[i - level])
      }
    }
    var coefficients = [differences[count - 1]]
    for i in stride(from: count - 2, through: 0, by: -1) {
      // coefficients * (x - nodes[i]) + differences[i]
      var product = [0.0] + coefficients
      for j in coefficients.indices { product[j] -= nodes[i] * coefficients[j] }
      product[0] += differences[i]
      coefficients = product
    }
    return coefficients
  }

  /// The derivative of the given order at `u`.
  private static func evaluate(_ coefficients: [Double], _ u: Double, order: Int) -> Double {
    var sum = 0.0
    for j in stride(from: coefficients.count - 1, through: order, by: -1) {
      var factor = coefficients[j]
      for k in 0..<order { factor *= Double(j - k) }
      sum = sum * u + factor
    }
    return sum
  }
}
