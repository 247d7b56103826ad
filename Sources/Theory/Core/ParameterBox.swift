import VlasovSymbols

/// Where an interval stands among the parameters: a real parameter, or an entry of a vector or of rows.
struct IntervalPlace: Sendable, Hashable {
  let parameter: String
  /// Empty for a real parameter; else the indices of the entry, from zero.
  var indices: [Int] = []

  /// `beta`, `c[1]`, `W[0][2]`.
  var name: String { parameter + indices.map { "[\($0)]" }.joined() }
}

/// A piece of an interval: part number `position` of the 2^level parts that repeated halving makes.
struct Segment: Sendable {
  let low: RealParameter
  let high: RealParameter
  let isPoint: Bool
  private(set) var level = 0
  private(set) var position: UInt64 = 0

  /// Halving ends here: positions fit a word, and doubles choose the middle of irrational ends.
  static let deepest = 48

  init(_ low: RealParameter, _ high: RealParameter) {
    (self.low, self.high, isPoint) = (low, high, false)
  }

  init(point: RealParameter) { (low, high, isPoint) = (point, point, true) }

  /// The interval as a parameter.
  var value: RealParameter {
    isPoint ? low : RealParameter(.interval(low.lifted(Expression.self), high.lifted(Expression.self)))
  }

  /// A rational strictly between the ends: the midpoint when they are rational, else near it.
  var middle: RealParameter? {
    if isPoint { return nil }
    if let a = low.rational, let b = high.rational { return a < b ? RealParameter((a + b) / 2) : nil }
    let guess = withPrecision(128) { (low.ball + high.ball) / 2 }.estimate
    guard let q = Rational(exactly: guess) else { return nil }
    let m = RealParameter(q)
    guard low.decide(.less, bound: m) == .proved, high.decide(.greater, bound: m) == .proved else {
      return nil
    }
    return m
  }

  var halves: (Segment, Segment)? {
    guard level < Self.deepest, let middle else { return nil }
    var (left, right) = (Segment(low, middle), Segment(middle, high))
    (left.level, right.level) = (level + 1, level + 1)
    (left.position, right.position) = (2 * position, 2 * position + 1)
    return (left, right)
  }

  /// The place of the lower end among all pieces.
  var order: UInt64 { position << UInt64(Self.deepest - level) }
}

/// All values of the interval parameters: a product of segments. The other parameters are fixed.
struct ParameterBox: Sendable {
  /// The parameters, with these segments as intervals.
  private(set) var arguments: Arguments
  let places: [IntervalPlace]
  private(set) var segments: [Segment]
  /// The segments before any halving.
  let whole: [Segment]

  /// The box of the intervals among the parameters. An interval inside an expression is not cut: it stays whole.
  init(_ p: Arguments) {
    var places: [IntervalPlace] = []
    var segments: [Segment] = []
    func add(_ x: RealParameter, _ name: String, _ indices: [Int]) {
      guard let segment = x.segment else { return }
      places.append(IntervalPlace(parameter: name, indices: indices))
      segments.append(segment)
    }
    for name in p.order {
      switch p[name] {
      case .real(let x)?: add(x, name, [])
      case .vector(let entries)?: for (i, x) in entries.enumerated() { add(x, name, [i]) }
      case .rows(let rows)?:
        for (i, row) in rows.enumerated() { for (j, x) in row.enumerated() { add(x, name, [i, j]) } }
      default: break
      }
    }
    (arguments, self.places, self.segments, whole) = (p, places, segments, segments)
  }

  /// Nothing varies.
  var isPoint: Bool { segments.allSatisfy(\.isPoint) }

  func replacing(_ i: Int, by segment: Segment) -> ParameterBox {
    var copy = self
    copy.segments[i] = segment
    copy.arguments = arguments.replacing(places[i], by: segment.value)
    return copy
  }

  /// The corner with the upper ends of the segments in `upper` and the lower ends of the others.
  func corner(_ isUpper: (Int) -> Bool) -> ParameterBox {
    segments.indices.reduce(self) { box, i in
      let s = segments[i]
      return s.isPoint ? box : box.replacing(i, by: Segment(point: isUpper(i) ? s.high : s.low))
    }
  }

  /// A point inside; an end where a segment has no rational between its ends.
  var center: ParameterBox {
    segments.indices.reduce(self) { box, i in
      let s = segments[i]
      return s.isPoint ? box : box.replacing(i, by: Segment(point: s.middle ?? s.low))
    }
  }

  /// The segment to halve: relatively widest, by its share of the given interval times its weight.
  func widest(_ weights: [Double]) -> Int? {
    segments.indices.filter { !segments[$0].isPoint }.max { i, j in
      share(i, weights) < share(j, weights)
    }
  }

  private func share(_ i: Int, _ weights: [Double]) -> Double {
    (weights.indices.contains(i) ? weights[i] : 1)
      * Double(sign: .plus, exponent: -segments[i].level, significand: 1)
  }

  /// Both halves of the relatively widest segment; nil at the resolution, 2^-resolution of the given interval.
  func halves(_ weights: [Double], resolution: Int) -> (ParameterBox, ParameterBox)? {
    guard let i = widest(weights), segments[i].level < resolution, let (a, b) = segments[i].halves else {
      return nil
    }
    return (replacing(i, by: a), replacing(i, by: b))
  }

  /// `beta in [1,2], u0 in [0,0.5]`
  var description: String {
    zip(places, segments).map {
      "\($0.name) \($1.isPoint ? "=" : "in") \($1.isPoint ? $1.low.text : "[\($1.low.text), \($1.high.text)]")"
    }
    .joined(separator: ", ")
  }
}

extension RealParameter {
  /// The ends of an interval; nil for a number.
  fileprivate var segment: Segment? {
    guard isInterval else { return nil }
    let e = lifted(Expression.self)
    guard case .interval = e.operation else { return nil }
    return Segment(RealParameter(e.operands[0]), RealParameter(e.operands[1]))
  }
}

extension Arguments {
  fileprivate func replacing(_ place: IntervalPlace, by x: RealParameter) -> Arguments {
    switch self[place.parameter] {
    case .vector(var entries)?:
      entries[place.indices[0]] = x
      return replacing(place.parameter, by: .vector(entries))
    case .rows(var rows)?:
      rows[place.indices[0]][place.indices[1]] = x
      return replacing(place.parameter, by: .rows(rows))
    default: return replacing(place.parameter, by: .real(x))
    }
  }
}
