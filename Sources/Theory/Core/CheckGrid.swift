import VlasovSymbols

extension Theorem {
  /// Decides a result at every point of a grid: a finite "for all", over the values of each parameter, which may be
  /// intervals.
  ///
  /// A line is proved when it is at every point, refuted when it is at every point (a claim: at one point), else undecided,
  /// with the points where it holds and fails. Points that the budget leaves out are undecided.
  ///
  /// - Throws: `InputError` for more than 100000 points, and what `validate` throws.
  public static func check(
    over grid: Grid, claims: [Claim] = [], subdivision: Subdivision = Subdivision(),
    budget: Budget = Budget(),
    threads: Int = 1
  ) throws -> CheckResult {
    let most = 100_000
    guard grid.count <= most else {
      let sets = grid.axes.filter { $0.count > 1 }.map { "\($0.name) (\($0.count))" }.joined(separator: ", ")
      throw InputError(
        parameter: grid.varyingNames.first, domain: "at most \(most) points",
        "check takes at most \(most) points, not \(grid.count): \(sets)")
    }
    var rows: [Arguments] = []
    for row in 0..<grid.count {
      // Points that there is no time for are missing below; the first one gives the lines that say so.
      if row > 0, budget.isExhausted { break }
      let p = try grid.arguments(row: row)
      try validate(p)
      for claim in claims { try claim.validate(p) }
      rows.append(p)
    }
    guard grid.count > 1 else {
      return check(rows[0], output: grid.output, claims: claims, subdivision: subdivision, budget: budget)
    }
    let clock = ContinuousClock()
    let start = clock.now
    let results = Collected<CheckResult?>(count: rows.count)
    let output = grid.output
    let known = rows
    Table.parallel(known.count, threads: threads) { k in
      let isLate = k > 0 && budget.isExhausted
      results.set(
        k,
        isLate
          ? nil
          : check(known[k], output: output, claims: claims, subdivision: subdivision, budget: budget))
    }
    let points = GridLines(grid, (0..<grid.count).map { $0 < rows.count ? results[$0] : nil })
    var result = CheckResult(
      id: record.id, arguments: rows[0], hypotheses: points.lines, bits: points.bits,
      seconds: (clock.now - start).seconds)
    result.parameters = rows[0].texts.map { name, text in
      (name, grid.axis(name).flatMap { grid.axes[$0].count > 1 ? grid.axes[$0].text : nil } ?? text)
    }
    return result
  }
}

/// The lines of a check at every point, joined.
private struct GridLines {
  let grid: Grid
  let results: [CheckResult?]
  private(set) var lines: [HypothesisResult] = []

  var bits: Int { results.compactMap { $0?.bits }.max() ?? 0 }

  init(_ grid: Grid, _ results: [CheckResult?]) {
    (self.grid, self.results) = (grid, results)
    // The same question at every point: its kind and its number among the lines of that kind, which points outside the
    // domain lack.
    var order: [String] = []
    var found: [String: [(row: Int, line: HypothesisResult)]] = [:]
    for (row, result) in results.enumerated() {
      var counts: [HypothesisResult.Kind: Int] = [:]
      for line in result?.hypotheses ?? [] {
        let number = counts[line.kind, default: 0]
        counts[line.kind] = number + 1
        let key = "\(line.kind.rawValue) \(number)"
        if found[key] == nil { order.append(key) }
        found[key, default: []].append((row, line))
      }
    }
    let kinds: [HypothesisResult.Kind] = [.domain, .hypothesis, .claim]
    let sorted = kinds.flatMap { kind in order.filter { $0.hasPrefix(kind.rawValue) } }
    let missing = results.indices.filter { results[$0] == nil }
    lines = sorted.compactMap { found[$0].map { joined($0, missing: missing) } }
  }

  private func joined(_ points: [(row: Int, line: HypothesisResult)], missing: [Int]) -> HypothesisResult {
    let first = points[0].line
    let kind = first.kind
    let verdicts = points.map(\.line.verdict)
    var verdict = Verdict.undecided
    if missing.isEmpty, verdicts.allSatisfy({ $0 == .proved }) { verdict = .proved }
    if missing.isEmpty, verdicts.allSatisfy({ $0 == .refuted }) { verdict = .refuted }
    if kind == .claim, verdicts.contains(.refuted) { verdict = .refuted }
    let varies = Set(verdicts).count > 1 || !missing.isEmpty
    let ranges = varies ? subranges(points, missing) : []
    let shown = points.first { $0.line.verdict == .refuted } ?? points.first { $0.line.verdict == .undecided }
    var reasons = varies ? [RangeReport(ranges, isComplete: isLine, isHull: false).text] : []
    if let shown, verdict != .proved, let why = shown.line.reason {
      reasons.append("at \(place(shown.row)): \(why)")
    }
    if !missing.isEmpty { reasons.append("time budget exhausted") }
    let reason = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    let text = kind == .claim ? claimText(first.text) : first.text
    if kind == .domain {
      return HypothesisResult(
        text: text, kind: kind, lhs: axisText(first), rhs: "", margin: "", verdict: verdict, reason: reason,
        subranges: ranges)
    }
    let sides = points.map(\.line.sides)
    let hull = sides.dropFirst().reduce(sides[0]) { a, b in a.flatMap { a in b.map { Sides.hull(a, $0) } } }
    return HypothesisResult(
      text: text, kind: kind, sides: hull, verdict: verdict, reason: reason, subranges: ranges)
  }

  private var varying: [Int] { grid.axes.indices.filter { grid.axes[$0].count > 1 } }
  private var isLine: Bool { varying.count == 1 }

  /// ` for all beta in [1,2]` of the points becomes that of the grid.
  private func claimText(_ text: String) -> String {
    let head = text.components(before: " for all ")
    let sets = grid.axes.compactMap { axis -> String? in
      let first = Arguments([axis.name: axis.value(0)], order: [axis.name])
      return axis.count > 1 || first.hasInterval ? "\(axis.name) in \(axis.text)" : nil
    }
    return head + " for all " + sets.joined(separator: ", ")
  }

  /// A domain's line shows the parameter as it was given.
  private func axisText(_ line: HypothesisResult) -> String {
    let axis = grid.axes.first { axis in
      axis.count > 1 && grid.record.parameter(axis.name)?.domainText == line.text
    }
    return axis?.text ?? line.lhs
  }

  private func place(_ row: Int) -> String {
    varying.map { "\(grid.axes[$0].name)=\(grid.axes[$0].value(grid.position($0, row: row)).text)" }
      .joined(separator: " ")
  }

  /// Runs of equal verdicts along the only axis that varies; the first point of each verdict on more axes.
  private func subranges(_ points: [(row: Int, line: HypothesisResult)], _ missing: [Int]) -> [SubRange] {
    var verdicts = [Int: Verdict](uniqueKeysWithValues: points.map { ($0.row, $0.line.verdict) })
    for row in missing { verdicts[row] = .undecided }
    let rows = verdicts.keys.sorted()
    guard isLine, let axis = varying.first.map({ grid.axes[$0] }) else {
      return [Verdict.proved, .refuted, .undecided].compactMap { verdict in
        rows.first { verdicts[$0] == verdict }.map { row in
          SubRange(
            verdict,
            varying.map { k in
              (grid.axes[k].name, grid.axes[k].value(grid.position(k, row: row)).text)
            })
        }
      }
    }
    var found: [SubRange] = []
    var start = 0
    for k in rows.indices
    where k + 1 == rows.count || rows[k + 1] != rows[k] + 1 || verdicts[rows[k + 1]] != verdicts[rows[k]] {
      let (a, b) = (axis.value(rows[start]).text, axis.value(rows[k]).text)
      let text = start == k ? a : k == start + 1 ? "\(a), \(b)" : "\(a)..\(b)"
      found.append(SubRange(verdicts[rows[k]] ?? .undecided, [(axis.name, text)]))
      start = k + 1
    }
    return found
  }
}

extension String {
  fileprivate func components(before separator: String) -> String {
    firstRange(of: separator).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
