import VlasovSymbols

/// The values of an output over a box of parameters, enclosed sharply.
///
/// The box is cut into pieces that cover it, and the hull of the pieces' enclosures encloses every value. The piece that
/// determines an end of the hull is cut next, until the hull exceeds the values attained at points by little, or the limits
/// of `Subdivision` end it: the hull is sound at any time.
struct RangeEnclosure {
  enum Outcome {
    case real(Ball)
    case infinite
    case word(String)
    /// No value on the whole box.
    case none(String)
    /// Not enclosed: where and why, or what is where.
    case open(String)
  }

  let values: PieceValues
  let subdivision: Subdivision
  let bits: Int
  private var asked = 0

  private struct Part {
    var box: ParameterBox
    var value: PieceValue
    var low: Ball
    var high: Ball
  }

  init(_ values: PieceValues, _ subdivision: Subdivision, bits: Int) {
    (self.values, self.subdivision, self.bits) = (values, subdivision, bits)
  }

  /// - Parameter known: an enclosure of all values, if there is one.
  mutating func enclose(_ box: ParameterBox, known: Ball?) -> Outcome {
    let weights = Subdivision.weights(box) { piece in
      values.value(piece, bits: bits).radius.map { Ball(center: 0, radius: $0).upperDouble }
    }
    let root = ask(box)
    var parts: [Part]
    if let (low, high) = root.enclosure {
      parts = [Part(box: box, value: root, low: low, high: high)]
    } else {
      switch cover(box, root, weights) {
      case .parts(let found): parts = found
      case .outcome(let outcome): return known.map { .real($0) } ?? outcome
      }
    }
    // Values attained: the least upper and the greatest lower bound of them.
    var attained: (least: Ball, most: Ball)?
    func visit(_ point: ParameterBox) {
      guard let (low, high) = ask(point).enclosure else { return }
      attained = (Ball.earlier(attained?.least ?? high, high), Ball.later(attained?.most ?? low, low))
    }
    for point in corners(box) + [box.center] { visit(point) }
    var (isLowDone, isHighDone, isTurnOfLow) = (false, false, false)
    while asked < subdivision.piecesOfEnclosure, !Budget.isExhausted {
      let (a, b) = extremes(parts)
      guard let attained else { break }
      let tolerance = self.tolerance(parts[a].low, parts[b].high)
      isLowDone = isLowDone || !(attained.least.upperEdge - parts[a].low.lowerEdge - tolerance).isPositive
      isHighDone = isHighDone || !(parts[b].high.upperEdge - attained.most.lowerEdge - tolerance).isPositive
      if isLowDone, isHighDone { break }
      isTurnOfLow.toggle()
      let k = isLowDone ? b : isHighDone || isTurnOfLow ? a : b
      guard let (left, right) = parts[k].box.halves(weights, resolution: Segment.deepest / 2) else {
        if k == a { isLowDone = true }
        if k == b { isHighDone = true }
        continue
      }
      let parent = parts[k]
      parts[k] = part(left, parent)
      parts.append(part(right, parent))
      visit(left.center)
      visit(right.center)
    }
    let (a, b) = extremes(parts)
    // The rounded edges were compared, so these bound all parts; the ends of the balls themselves need not.
    let hull = Ball.hull(parts[a].low.lowerEdge, parts[b].high.upperEdge)
    return .real(known.flatMap { Ball.intersection($0, hull) } ?? hull)
  }

  private mutating func ask(_ box: ParameterBox) -> PieceValue {
    asked += 1
    return values.value(box, bits: bits)
  }

  /// A half, with what is known of the whole where that is better.
  private mutating func part(_ box: ParameterBox, _ parent: Part) -> Part {
    let value = ask(box)
    guard let (low, high) = value.enclosure else {
      return Part(box: box, value: parent.value, low: parent.low, high: parent.high)
    }
    return Part(
      box: box, value: value, low: Ball.later(parent.low, low), high: Ball.earlier(parent.high, high))
  }

  /// The parts with the least lower and the greatest upper edge.
  private func extremes(_ parts: [Part]) -> (Int, Int) {
    var (a, b) = (0, 0)
    for k in parts.indices.dropFirst() {
      if (parts[a].low.lowerEdge - parts[k].low.lowerEdge).isPositive { a = k }
      if (parts[k].high.upperEdge - parts[b].high.upperEdge).isPositive { b = k }
    }
    return (a, b)
  }

  private func tolerance(_ low: Ball, _ high: Ball) -> Ball {
    let width = (high.upperEdge - low.lowerEdge).magnitudeBall.scaled(by: -subdivision.sharpness)
    let size = Ball.hull(low, high).magnitudeBall.scaled(by: -40)
    return (width - size).isPositive ? width : size
  }

  /// The corners of the box; for more than three intervals only the two extreme ones.
  private func corners(_ box: ParameterBox) -> [ParameterBox] {
    let n = box.segments.count
    if n > 3 { return [box.corner { _ in false }, box.corner { _ in true }] }
    return (0..<(1 << n)).map { bits in box.corner { bits >> $0 & 1 == 1 } }
  }

  // MARK: Without an enclosure at once

  private enum Cover {
    case parts([Part])
    case outcome(Outcome)
  }

  /// Cuts the box until all pieces have values of one kind.
  ///
  /// A real value that has no enclosure on a narrowest piece ends the search. Values that jump (words, integers, infinity)
  /// are followed to the resolution everywhere, to say what is where.
  private mutating func cover(
    _ box: ParameterBox, _ root: PieceValue, _ weights: [Double]
  ) -> Cover {
    var waiting = [(box, root)]
    var known: [(box: ParameterBox, value: PieceValue)] = []
    var open: [(box: ParameterBox, why: String)] = []
    var isOver = false
    while let (piece, value) = waiting.popLast() {
      guard case .open(let why, let isFinal) = value else {
        known.append((piece, value))
        continue
      }
      isOver = isOver || asked >= subdivision.piecesOfEnclosure / 2 || Budget.isExhausted
      guard !isFinal, !isOver, let (a, b) = piece.halves(weights, resolution: subdivision.resolution) else {
        open.append((piece, why))
        let jumps = known.isEmpty || known.contains { $0.value.label != nil }
        isOver = isOver || isFinal || !jumps
        continue
      }
      waiting.append((b, ask(b)))
      waiting.append((a, ask(a)))
    }
    let reals = known.compactMap { box, value in
      value.enclosure.map { Part(box: box, value: value, low: $0.low, high: $0.high) }
    }
    if open.isEmpty, reals.count == known.count { return .parts(reals) }
    if open.isEmpty, let label = known[0].value.label, known.allSatisfy({ $0.value.label == label }) {
      return .outcome(known[0].value.outcome)
    }
    // Nothing found anywhere: the pieces add nothing to the reason that the whole box gave.
    return .outcome(.open(known.isEmpty ? "" : report(known, open)))
  }

  /// `6 for beta in [1, 1.5], 7 for beta in [1.6, 2], undecided for ...`
  private func report(
    _ known: [(box: ParameterBox, value: PieceValue)], _ open: [(box: ParameterBox, why: String)]
  ) -> String {
    let none = "\u{0}"
    let labelled =
      known.map { (box: $0.box, label: $0.value.label ?? "a value") }
      + open.map { (box: $0.box, label: none) }
    let joined = JoinedPieces(labelled, outward: none)
    var texts = joined.parts.prefix(8).map { label, parameters in
      let place = SubRange(.undecided, parameters).description
      let word = joined.isComplete ? "for" : label == none ? "within" : "for example for"
      return "\(label == none ? "undecided" : label) \(word) \(place)"
    }
    if joined.parts.count > 8 { texts.append("and \(joined.parts.count - 8) more") }
    return ([texts.joined(separator: ", ")] + (open.first.map { [$0.why] } ?? [])).joined(separator: "; ")
  }
}

extension PieceValue {
  /// What a value that jumps is called; nil for a real that varies.
  fileprivate var label: String? {
    switch self {
    case .real: nil
    case .exact(let q): q.terminatingDecimal(maximumDigits: 30) ?? q.description
    case .infinite: "inf"
    case .word(let word): word
    case .none(let why): "no value (\(why))"
    case .open: nil
    }
  }

  fileprivate var outcome: RangeEnclosure.Outcome {
    switch self {
    case .real(let low, let high): .real(.hull(low, high))
    case .exact(let q): .real(Ball(q))
    case .infinite: .infinite
    case .word(let word): .word(word)
    case .none(let why): .none(why)
    case .open(let why, _): .open(why)
    }
  }
}
