import VlasovSymbols

/// A part of the parameters on which a verdict holds.
///
/// Parts that are proved or refuted are printed rounded inwards, undecided ones outwards: what the text says is true.
public struct SubRange: Sendable {
  public let verdict: Verdict
  /// The names that vary, each with `[a, b]`, a number or a list.
  public let parameters: [(name: String, text: String)]

  init(_ verdict: Verdict, _ parameters: [(name: String, text: String)]) {
    self.verdict = verdict
    self.parameters = parameters
  }

  /// `beta in [1, 1.5]`, `d in 2..9`, `beta = 1`.
  public var description: String {
    parameters.map { name, text in
      let isSet = text.hasPrefix("[") || text.hasPrefix("(") || text.contains("..") || text.contains(",")
      return "\(name) \(isSet ? "in" : "=") \(text)"
    }.joined(separator: ", ")
  }
}

/// Decimal ends of parts of an interval.
struct PartText {
  /// The given interval.
  let whole: Segment
  /// A power of ten below 2^-21 of the width: half of the narrowest piece of the standard resolution.
  private let unit: Rational

  init(_ whole: Segment) {
    self.whole = whole
    let width = withPrecision(128) { whole.high.ball - whole.low.ball }.upperDouble
    var exponent = 25
    if width > 0, width.isFinite { exponent = Int((21 * 0.30103 - Double.log10(width)).rounded(.up)) }
    let size = Rational(10).power(min(max(exponent, -300), 350)) ?? 1
    unit = 1 / size
  }

  /// `[a, b]`, `a` when both ends print alike; nil when inward rounding leaves nothing.
  func text(from first: Segment, to last: Segment, inward: Bool) -> String? {
    let isFirst = first.order == 0
    let isLast = last.order + (1 << UInt64(Segment.deepest - last.level)) == 1 << UInt64(Segment.deepest)
    if first.isPoint { return exact(first.low) }
    let low = isFirst ? nil : first.low.rational.map { rounded($0, up: inward) }
    let high = isLast ? nil : last.high.rational.map { rounded($0, up: !inward) }
    if let low, let high, low > high { return nil }
    // Rounding outwards never leaves the given interval, rounding inwards never crosses its other end.
    let (a, b) = (whole.low.rational, whole.high.rational)
    if inward, let low, high == nil, let b, low > b { return nil }
    if inward, let high, low == nil, let a, high < a { return nil }
    let left = low.flatMap { q in a.map { q < $0 } ?? false ? nil : q }
    let right = high.flatMap { q in b.map { q > $0 } ?? false ? nil : q }
    let texts = (left.map(decimal) ?? whole.low.text, right.map(decimal) ?? whole.high.text)
    return texts.0 == texts.1 ? texts.0 : "[\(texts.0), \(texts.1)]"
  }

  private func exact(_ x: RealParameter) -> String { x.text }

  private func rounded(_ q: Rational, up: Bool) -> Rational {
    let steps = q / unit
    return Rational(up ? steps.ceiling : steps.floor) * unit
  }

  private func decimal(_ q: Rational) -> String { RealParameter(q).text }
}

extension Double {
  /// For the size of printed units only.
  fileprivate static func log10(_ x: Double) -> Double {
    Double(x.exponent) * 0.30103 + Double.log(x.significand) * 0.43429448190325182
  }
}

/// Pieces joined where neighbours say the same.
struct JoinedPieces<Label: Hashable & Sendable>: Sendable {
  /// Sub-ranges in order, for one interval; for several, the largest piece of each label.
  private(set) var parts: [(label: Label, parameters: [(name: String, text: String)])] = []
  private(set) var isComplete = true

  /// - Parameter outward: labels whose parts are rounded outwards (for several intervals: their hull is taken).
  init(_ pieces: [(box: ParameterBox, label: Label)], outward: Label) {
    guard let first = pieces.first else { return }
    if first.box.segments.count == 1 {
      join(pieces, outward)
    } else {
      summarise(pieces, outward)
    }
  }

  private mutating func join(_ pieces: [(box: ParameterBox, label: Label)], _ outward: Label) {
    let sorted = pieces.sorted { $0.box.segments[0].order < $1.box.segments[0].order }
    let text = PartText(sorted[0].box.whole[0])
    let name = sorted[0].box.places[0].name
    var start = 0
    for k in sorted.indices where k + 1 == sorted.count || sorted[k + 1].label != sorted[k].label {
      let label = sorted[k].label
      if let range = text.text(
        from: sorted[start].box.segments[0], to: sorted[k].box.segments[0], inward: label != outward)
      {
        parts.append((label, [(name, range)]))
      }
      start = k + 1
    }
  }

  private mutating func summarise(_ pieces: [(box: ParameterBox, label: Label)], _ outward: Label) {
    isComplete = false
    var labels: [Label] = []
    for piece in pieces where !labels.contains(piece.label) { labels.append(piece.label) }
    for label in labels {
      let mine = pieces.filter { $0.label == label }.map(\.box)
      guard let largest = mine.min(by: { $0.depth < $1.depth }) else { continue }
      let texts = largest.places.indices.map { i -> (name: String, text: String)? in
        let segments = label == outward ? mine.map { $0.segments[i] } : [largest.segments[i]]
        guard let first = segments.min(by: { $0.order < $1.order }),
          let last = segments.max(by: { $0.end < $1.end }),
          let text = PartText(largest.whole[i]).text(from: first, to: last, inward: label != outward)
        else { return nil }
        return (largest.places[i].name, text)
      }
      let known = texts.compactMap { $0 }
      if known.count == texts.count { parts.append((label, known)) }
    }
  }
}

extension Segment {
  fileprivate var end: UInt64 { order + (1 << UInt64(Segment.deepest - level)) }
}

extension ParameterBox {
  /// How often it was halved.
  fileprivate var depth: Int { segments.reduce(0) { $0 + $1.level } }
}

/// Where a comparison holds, fails or is open, in one line.
struct RangeReport: Sendable {
  let subranges: [SubRange]
  let text: String

  /// At most this many parts of a kind are named.
  private static let most = 3

  /// - Parameters:
  ///   - isComplete: the parts cover everything; else they are examples.
  ///   - isHull: of incomplete parts, the open one is the hull of all.
  init(_ subranges: [SubRange], isComplete: Bool, isHull: Bool = true) {
    self.subranges = subranges
    var sentences: [String] = []
    for (verdict, word) in [(Verdict.proved, "holds"), (.refuted, "fails"), (.undecided, "undecided")] {
      let mine = subranges.filter { $0.verdict == verdict }
      if mine.isEmpty { continue }
      var named = mine.prefix(Self.most).map(\.description).joined(separator: " and ")
      if mine.count > Self.most { named += " and \(mine.count - Self.most) more" }
      let how = isComplete ? "for" : verdict == .undecided && isHull ? "within" : "for example for"
      sentences.append("\(word) \(how) \(named)")
    }
    text = sentences.joined(separator: ", ")
  }

  init(_ pieces: [Piece]) {
    let joined = JoinedPieces(pieces.map { ($0.box, $0.answer.verdict) }, outward: .undecided)
    self.init(joined.parts.map { SubRange($0.label, $0.parameters) }, isComplete: joined.isComplete)
  }
}
