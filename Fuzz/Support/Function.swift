import VlasovEnclosures

/// What a function takes: its operands and an integer parameter.
struct Operands<T> {
  var x: [T]
  var n: Int
  subscript(i: Int) -> T { x[i] }
}

/// How much work one call is: it sets how many calls make a case, and up to which precision.
enum Cost {
  case cheap, elementary, special

  var callsPerCase: Int {
    switch self {
    case .cheap: return 64
    case .elementary: return 6
    case .special: return 1
    }
  }

  /// How many points of the operands are checked per call.
  var points: Int {
    switch self {
    case .cheap: return 16
    case .elementary: return 8
    case .special: return 3
    }
  }

  var maximumBits: Int { self == .special ? 2000 : 4000 }
}

/// A function of the ladder in one reading, with the route that checks it and the operands that try it.
struct Function<T> {
  let name: String
  let cost: Cost
  let domains: [Domain]
  /// The range of the integer parameter, for functions that have one.
  let parameters: ClosedRange<Int>?
  let truth: Truth
  let apply: (Operands<T>) -> T

  /// A function of one operand.
  init(_ name: String, _ cost: Cost = .elementary, on domain: Domain, _ truth: Truth, _ f: @escaping (T) -> T)
  {
    self.init(name, cost, on: [domain], nil, truth) { f($0[0]) }
  }

  /// A function of two operands.
  init(
    _ name: String, _ cost: Cost = .elementary, on a: Domain, _ b: Domain, _ truth: Truth,
    _ f: @escaping (T, T) -> T
  ) {
    self.init(name, cost, on: [a, b], nil, truth) { f($0[0], $0[1]) }
  }

  /// A function of an integer and one operand.
  init(
    _ name: String, _ cost: Cost = .elementary, _ n: ClosedRange<Int>, on domain: Domain, _ truth: Truth,
    _ f: @escaping (Index, T) -> T
  ) {
    self.init(name, cost, on: [domain], n, truth) { f(Index($0.n), $0[0]) }
  }

  /// A function of any operands.
  init(
    _ name: String, _ cost: Cost, on domains: [Domain], _ parameters: ClosedRange<Int>?, _ truth: Truth,
    _ apply: @escaping (Operands<T>) -> T
  ) {
    (self.name, self.cost, self.domains, self.parameters) = (name, cost, domains, parameters)
    (self.truth, self.apply) = (truth, apply)
  }
}
