import VlasovSymbols

/// Tables of the profile share their work: the modes of one (β, M) give the moments S_j, these give for one t a
/// power series in Y, and one (s, λ) gives Y and the factor k. A row is then one Horner sweep in fixed point.
extension Profile: Tabulated {
  public static func plan(_ grid: Grid, bits: Int) -> (any TablePlan)? {
    let names = ["s", "lambda", "beta", "M", "t"]
    let axes = names.compactMap { grid.axis($0) }
    guard axes.count == names.count, bits <= 1 << 20 else { return nil }
    return ProfilePlan(grid: grid, axes: axes, bits: bits)
  }
}

/// Caches of one table, and the current block's rows resolved to them. `prepare` is the only writer and never
/// runs beside `value`: that makes the unchecked conformance safe.
private final class ProfilePlan: TablePlan, @unchecked Sendable {
  /// Y_λ(s) and k_λ(1, s).
  private struct Node: Sendable {
    let age: Ball
    let factor: Ball
    let exponent: Int
  }

  fileprivate static let lowestExponent = -5
  fileprivate static let highestExponent = 14
  private static let maximumNodes = 1 << 15
  private static let maximumColumns = 256

  private let grid: Grid
  /// Axes of s, λ, β, M, t.
  private let axes: [Int]
  private let bits: Int
  /// Precision of nodes and coefficients.
  private let working: Int
  private var nodeIndex: [Int: Int] = [:]
  private var nodes: [Node?] = []
  private var columnIndex: [Int: Int] = [:]
  private var columns: [ProfileColumn?] = []
  private var tables: [Int: MomentTable?] = [:]
  private var rules: [Int: AgeRule?] = [:]
  private var firstRow = 0
  private var rowNodes: [Int] = []
  private var rowColumns: [Int] = []

  init(grid: Grid, axes: [Int], bits: Int) {
    (self.grid, self.axes, self.bits) = (grid, axes, bits)
    working = (bits + 14 + 63) & ~63
  }

  private func position(_ k: Int, _ row: Int) -> Int { grid.position(axes[k], row: row) }
  private func count(_ k: Int) -> Int { grid.axes[axes[k]].count }
  private func nodeKey(_ row: Int) -> Int { position(0, row) * count(1) + position(1, row) }
  private func tableKey(_ row: Int) -> Int { position(2, row) * count(3) + position(3, row) }
  private func columnKey(_ row: Int) -> Int { tableKey(row) * count(4) + position(4, row) }

  /// A parameter of a row as a ball, if it is an exact real certainly inside its domain.
  private func ball(_ k: Int, _ row: Int) -> Ball? {
    let axis = grid.axes[axes[k]]
    guard case .real(let x) = axis.value(position(k, row)), !x.isInterval,
      grid.record.parameter(axis.name)?.membership(.real(x)) == .proved
    else { return nil }
    return x.ball
  }

  func prepare(_ rows: Range<Int>, parallel: (Int, @Sendable (Int) -> Void) -> Void) {
    if nodes.count > Self.maximumNodes { (nodeIndex, nodes) = ([:], []) }
    if columns.count > Self.maximumColumns { (columnIndex, columns, tables) = ([:], [], [:]) }
    firstRow = rows.lowerBound
    rowNodes = []
    rowColumns = []
    var (newNodes, newColumns): ([Int], [Int]) = ([], [])
    var last = (key: -1, index: 0)
    for row in rows {
      rowNodes.append(Self.index(nodeKey(row), &nodeIndex, nodes.count, &newNodes, row))
      let key = columnKey(row)
      // Consecutive rows mostly share their column.
      if key != last.key { last = (key, Self.index(key, &columnIndex, columns.count, &newColumns, row)) }
      rowColumns.append(last.index)
    }
    withPrecision(working) {
      prepareNodes(newNodes, parallel)
      for row in newColumns { columns.append(column(row)) }
      prepareSegments(parallel)
    }
  }

  /// The index of a key; a new key is numbered after the `known` ones and its row noted.
  private static func index(
    _ key: Int, _ table: inout [Int: Int], _ known: Int, _ new: inout [Int], _ row: Int
  ) -> Int {
    if let i = table[key] { return i }
    table[key] = known + new.count
    new.append(row)
    return known + new.count - 1
  }

  private func prepareNodes(_ rows: [Int], _ parallel: (Int, @Sendable (Int) -> Void) -> Void) {
    for row in rows where rules[position(1, row)] == nil {
      rules[position(1, row)] = .some(ball(1, row).map { AgeRule($0) })
    }
    let found = Collected<Node?>(count: rows.count)
    // Task-local values do not reach the workers by themselves.
    parallel(rows.count) { i in found.set(i, withPrecision(self.working) { self.node(rows[i]) }) }
    for i in rows.indices { nodes.append(found[i]) }
  }

  private func node(_ row: Int) -> Node? {
    guard let s = ball(0, row), let rule = rules[position(1, row)] ?? nil else { return nil }
    var (age, factor) = rule.values(s)
    guard age.isFinite, factor.isFinite else { return nil }
    if !age.isNonNegative, !age.isPositive, age.center.isNegative {
      // At s = 1 rounding may leave a midpoint just below 0: recentre at 0.
      age = Ball(center: Ball(0, bits: working), radius: age.magnitude)
    }
    let exponent = max(Self.lowestExponent, age.exponent ?? Self.lowestExponent)
    guard exponent <= Self.highestExponent else { return nil }
    return Node(age: age, factor: factor, exponent: exponent)
  }

  private func column(_ row: Int) -> ProfileColumn? {
    let key = tableKey(row)
    if tables[key] == nil {
      let parameters = ball(2, row).flatMap { beta in ball(3, row).map { (beta, $0) } }
      tables[key] = .some(parameters.flatMap { MomentTable(beta: $0.0, m: $0.1, bits: working) })
    }
    guard let table = tables[key] ?? nil, let t = ball(4, row), t.isPositive else { return nil }
    return ProfileColumn(table: table, t: t, bits: bits)
  }

  /// The segments of the columns that the block's nodes fall into; one column's share its coefficients.
  private func prepareSegments(_ parallel: (Int, @Sendable (Int) -> Void) -> Void) {
    var wanted: [Int: [Int]] = [:]
    for (i, j) in zip(rowNodes, rowColumns) {
      if let node = nodes[i], let column = columns[j], column.claim(node.exponent) {
        wanted[j, default: []].append(node.exponent)
      }
    }
    let work = wanted.compactMap { j, exponents in columns[j].map { (column: $0, exponents: exponents) } }
    let budget = Budget.current
    parallel(work.count) { i in
      Budget.$current.withValue(budget) {
        withPrecision(self.working) { work[i].column.build(work[i].exponents) }
      }
    }
  }

  func value(row: Int) -> Ball? {
    let i = row - firstRow
    guard let node = nodes[rowNodes[i]], let column = columns[rowColumns[i]],
      var x = column.psi(node.age, node.exponent, bits: working)
    else { return nil }
    x *= node.factor
    return x.accuracyBits >= bits && x.isFinite ? x : nil
  }
}

/// Y and k for one λ.
private struct AgeRule: Sendable {
  let lambda: Ball
  /// 1/(e^λ - 1) when λ is comfortably positive.
  let r: Ball?

  init(_ lambda: Ball) {
    self.lambda = lambda
    let plain = (lambda - Ball(Rational(1, 1000))).isPositive && (Ball(1 << 20) - lambda).isPositive
    r = plain ? 1 / Ball.expm1(lambda) : nil
  }

  /// With e = e^(λs) - 1: Y = -log(re) and k = λr(1 + e).
  func values(_ s: Ball) -> (age: Ball, factor: Ball) {
    guard let r else {
      return (RetrievalModel.age(1, s, lambda), RetrievalModel.graphon(1, s, lambda))
    }
    let x = lambda * s
    // Above 1/64 the subtraction costs less than 7 of the working precision's spare bits.
    let e = (x.exponent ?? 0) > -6 ? Ball.exp(x) - 1 : Ball.expm1(x)
    return (-Ball.log(r * e), lambda * r * (1 + e))
  }
}

/// Ψ(Y) = Σ_k S_{k+1} t^(k+1) Y^k/(k!(k+1)!) for one (β, M, t), as fixed-point polynomials in Y/2^e on the
/// segments 2^(e-1) <= Y < 2^e.
private final class ProfileColumn: @unchecked Sendable {
  private let table: MomentTable
  private let t: Ball
  private let bits: Int
  /// t sup a_n, rounded up.
  private let rate: Magnitude
  /// By exponent, from the lowest one.
  private var segments = [FixedPointPolynomial?](
    repeating: nil, count: ProfilePlan.highestExponent - ProfilePlan.lowestExponent + 1)
  private var claimed: UInt64 = 0
  private var coefficients: [Ball] = []
  private var factor: Ball

  init(table: MomentTable, t: Ball, bits: Int) {
    (self.table, self.t, self.bits) = (table, t, bits)
    rate = (t * table.largest).magnitude
    factor = t
  }

  /// True once for every segment.
  func claim(_ exponent: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(exponent - ProfilePlan.lowestExponent)
    defer { claimed |= bit }
    return claimed & bit == 0
  }

  /// Prepares segments; one thread at a time works on a column.
  func build(_ exponents: [Int]) {
    for e in exponents { segments[e - ProfilePlan.lowestExponent] = polynomial(e) }
    (coefficients, factor) = ([], t)
  }

  /// S_{k+1} t^(k+1)/(k!(k+1)!), kept while segments are built.
  private func coefficient(_ k: Int) -> Ball? {
    while coefficients.count <= k {
      let j = coefficients.count
      if j > 0 { factor = factor * t / (j * (j + 1)) }
      let moments = table.moments(max(48, j + 1))
      guard moments.count > j else { return nil }
      coefficients.append(moments[j] * factor)
    }
    return coefficients[k]
  }

  /// The coefficients S_{k+1} t^(k+1) 2^(ek)/(k!(k+1)!); consecutive ones have a ratio of at most
  /// q_k = t sup a 2^e/((k+1)(k+2)), so once q_K <= 1/2 the rest is at most twice the first omitted one.
  private func polynomial(_ exponent: Int) -> FixedPointPolynomial? {
    // Ψ grows like e^(2 sqrt(cY)): by 2^(0.86 sqrt(c 2^e)) from 2^(e-1) to 2^e, by 2^(2.9 sqrt(c 2^e)) from 0. Keep
    // that many bits more.
    let growth = exponent > ProfilePlan.lowestExponent ? 0.86 : 2.9
    let spread = growth * Double.sqrt(rate.estimate * Double.exp(Double(exponent) * 0.6931472))
    guard spread < 4000 else { return nil }
    let limbs = (bits + 14 + Int(spread) + 63) >> 6
    let scaledRate = rate.scaled(by: exponent)
    var scaled: [Ball] = []
    var top = Int.min
    var k = 0
    while true {
      guard let q = coefficient(k)?.scaled(by: exponent * k), let e = q.exponent else { return nil }
      top = max(top, e)
      let ratio = scaledRate.estimate / (Double(k + 1) * Double(k + 2))
      if e < top - 64 * limbs - 6, ratio < 0.49 {
        return FixedPointPolynomial(
          coefficients: scaled, remainder: q.magnitude.scaled(by: 1), bits: 64 * limbs)
      }
      scaled.append(q)
      k += 1
    }
  }

  /// Ψ over the ball `y`: Ψ' <= (c/2)Ψ with c = t sup a_n, because C_2 <= C_1/2; so moving by r changes Ψ by at
  /// most the factor e^(cr/2), and e^x - 1 <= x + x² for x <= 1.
  func psi(_ y: Ball, _ exponent: Int, bits: Int) -> Ball? {
    guard let p = segments[exponent - ProfilePlan.lowestExponent] else { return nil }
    let x = (rate * y.radius).scaled(by: -1)
    guard x <= Magnitude.power2(-1) else { return nil }
    return p.value(atCenterOf: y, exponent: exponent, bits: bits, spread: x + x * x)
  }
}
