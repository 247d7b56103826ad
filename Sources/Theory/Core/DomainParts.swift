import VlasovSymbols

/// The parts of an interval inside and outside a domain, found by comparing ends.
struct DomainParts {
  let subranges: [SubRange]
  /// The closed hull of the part inside.
  let clipped: RealParameter?

  /// Nil unless the value is an interval whose ends can be told from the domain's bounds.
  init?(_ spec: ParameterSpec, _ value: ArgumentValue) {
    guard case .real(let domain) = spec.kind, case .real(let x) = value,
      case .interval = x.lifted(Expression.self).operation
    else { return nil }
    let ends = x.lifted(Expression.self).operands.map { RealParameter($0) }
    guard let low = Self.cut(ends, domain.lowerBound, isLower: true),
      let high = Self.cut(ends, domain.upperBound, isLower: false)
    else { return nil }
    var parts: [SubRange] = []
    func add(_ verdict: Verdict, _ text: String?) {
      if let text { parts.append(SubRange(verdict, [(spec.name, text)])) }
    }
    add(.refuted, low.outside)
    let (a, b) = (low.end.text, high.end.text)
    add(
      .proved,
      a == b
        ? (low.isOpen || high.isOpen ? nil : a)
        : "\(low.isOpen ? "(" : "[")\(a), \(b)\(high.isOpen ? ")" : "]")")
    add(.refuted, high.outside)
    subranges = parts
    let (l, h) = (low.end.lifted(Expression.self), high.end.lifted(Expression.self))
    clipped = a == b ? low.end : RealParameter(.interval(l, h))
  }

  /// An end of the part inside, and the text of the part beyond it.
  private static func cut(_ ends: [RealParameter], _ bound: Domain.Bound?, isLower: Bool) -> (
    end: RealParameter, isOpen: Bool, outside: String?
  )? {
    let (near, far) = isLower ? (ends[0], ends[1]) : (ends[1], ends[0])
    guard let bound else { return (near, false, nil) }
    let limit = RealParameter(bound.value)
    let beyond: Relation = isLower ? .less : .greater
    // The near end is inside, on the bound, or beyond it; the far end must not be beyond it.
    if near.decide(isLower ? .greater : .less, bound: bound.value) == .proved { return (near, false, nil) }
    if near.decide(.equal, bound: bound.value) == .proved {
      return (near, !bound.isClosed, bound.isClosed ? nil : near.text)
    }
    guard near.decide(beyond, bound: bound.value) == .proved,
      far.decide(beyond, bound: bound.value) == .refuted
    else { return nil }
    let edge = bound.isClosed ? ")" : "]"
    let outside =
      isLower
      ? "[\(near.text), \(limit.text)\(edge)"
      : "\(bound.isClosed ? "(" : "[")\(limit.text), \(near.text)]"
    return (limit, !bound.isClosed, outside)
  }
}

extension ParameterSpec {
  /// Why it is undecided whether a value lies in the domain.
  func doubt(_ value: ArgumentValue) -> String {
    let parts = DomainParts(self, value).map { RangeReport($0.subranges, isComplete: true).text }
    return "\(name)=\(value.text) touches the boundary" + (parts.map { ": \($0)" } ?? "")
  }
}

extension Record {
  /// The parameters with every interval cut to the closed hull of its part inside the domain.
  func clipped(_ p: Arguments) -> Arguments {
    parameters.reduce(p) { p, spec in
      guard let value = p[spec.name], spec.membership(value) == .undecided,
        let inside = DomainParts(spec, value)?.clipped
      else { return p }
      return p.replacing(spec.name, by: .real(inside))
    }
  }
}
