/// A right-hand side as a list of instructions, each of which makes one function of time, given by its Taylor
/// coefficients, from functions made before.
///
/// The instructions come in three parts: those of f itself; a few more functions that derivatives need; and those of the
/// derivative of f in a direction v that moves with the flow (the variational equation v' = f_x v).
struct Tape: Sendable {
  /// A number that does not depend on time.
  enum Constant: Hashable, Sendable {
    case rational(Rational)
    case pi, undefined
    case parameter(Int)
    case sum(Int, Int)
    case difference(Int, Int)
    case product(Int, Int)
    case quotient(Int, Int)
    case negation(Int)
    case power(Int, Int)
    case function(ElementaryFunction, Int)
  }

  /// z = z(t), from slots of functions (unlabelled, or named by a letter) and of constants (`c`).
  enum Instruction: Hashable, Sendable {
    case time
    case state(Int)
    case constant(c: Int)
    case sum(Int, Int)
    case difference(Int, Int)
    case negation(Int)
    /// c x
    case scale(c: Int, Int)
    /// c + x
    case shift(c: Int, Int)
    case product(Int, Int)
    case square(Int)
    case reciprocal(Int)
    /// The coefficients k x_k, those of t x'(t): not a function that instructions may use freely.
    case weighted(Int)
    /// z' = x' y, z(0) = F(x(0)), where y = F'(x) and w = `weighted(x)`.
    case integral(ElementaryFunction, x: Int, w: Int, y: Int)
    /// z' = x' z, z(0) = F(u(0)).
    case exponential(ElementaryFunction, of: Int, x: Int, w: Int)
    /// z' = x' y and z' = -x' y for the other one, y, of the pair.
    case sine(x: Int, w: Int, y: Int)
    case cosine(x: Int, w: Int, y: Int)
    /// x - x(0) + F(u(0)).
    case adjusted(ElementaryFunction, of: Int, x: Int)
  }

  let dimension: Int
  private(set) var constants: [Constant] = []
  private(set) var instructions: [Instruction] = []
  /// The slot of each component of f; nil when it is 0.
  private(set) var outputs: [Int?] = []
  /// Instructions of f, of its helpers, and of the derivative.
  private(set) var primal = 0..<0
  private(set) var helpers = 0..<0
  private(set) var tangent = 0..<0
  /// The slot of the i-th component of v, and of v'; nil when it is 0.
  private(set) var directions: [Int] = []
  private(set) var slopes: [Int?] = []

  private var constantPlaces: [Constant: Int] = [:]
  private var slotPlaces: [Instruction: Int] = [:]
  private var oscillations: [Int: Int] = [:]

  private enum Place {
    case constant(Int)
    case slot(Int)
  }

  /// Slot 0 is t, slot i the i-th component of x; `outputs` may use `RecordedNumber.input` and `.parameter`.
  init(dimension: Int, outputs recorded: [RecordedNumber]) {
    self.dimension = dimension
    _ = slot(.time)
    for i in 0..<dimension { _ = slot(.state(i)) }
    var places: [ObjectIdentifier: Place] = [:]
    outputs = recorded.map { number in
      let place = record(number.node, &places)
      if case .constant(let c) = place {
        if case .rational(let value) = constants[c], value.isZero { return nil }
        return slot(.constant(c: c))
      }
      guard case .slot(let s) = place else { return nil }
      return s
    }
    primal = 0..<instructions.count
    differentiate()
    constantPlaces = [:]
    slotPlaces = [:]
    oscillations = [:]
  }

  // MARK: Recording

  private mutating func constant(_ value: Constant) -> Int {
    if let known = constantPlaces[value] { return known }
    constants.append(value)
    constantPlaces[value] = constants.count - 1
    return constants.count - 1
  }

  private mutating func slot(_ instruction: Instruction) -> Int {
    if let known = slotPlaces[instruction] { return known }
    instructions.append(instruction)
    slotPlaces[instruction] = instructions.count - 1
    return instructions.count - 1
  }

  /// Operands first, without recursion: expressions may be deep.
  private mutating func record(
    _ root: RecordedNode, _ places: inout [ObjectIdentifier: Place]
  ) -> Place {
    var stack = [root]
    while let node = stack.last {
      if places[ObjectIdentifier(node)] != nil {
        stack.removeLast()
        continue
      }
      let missing = node.operands.filter { places[ObjectIdentifier($0)] == nil }
      if missing.isEmpty {
        places[ObjectIdentifier(node)] = emit(
          node, node.operands.map { places[ObjectIdentifier($0)] ?? .slot(0) })
        stack.removeLast()
      } else {
        stack += missing
      }
    }
    return places[ObjectIdentifier(root)] ?? .slot(0)
  }

  private mutating func emit(_ node: RecordedNode, _ operands: [Place]) -> Place {
    switch node.operation {
    case .rational(let value): return .constant(constant(.rational(value)))
    case .pi: return .constant(constant(.pi))
    case .undefined: return .constant(constant(.undefined))
    case .parameter(let i): return .constant(constant(.parameter(i)))
    case .input(let i): return .slot(i)
    case .sum: return sum(operands[0], operands[1])
    case .difference: return sum(operands[0], negative(operands[1]), subtrahend: operands[1])
    case .product: return product(operands[0], operands[1])
    case .quotient: return product(operands[0], reciprocal(operands[1]), divisor: operands[1])
    case .negation: return negative(operands[0])
    case .power(_, let n): return power(operands[0], n)
    case .function(let f, _): return apply(f, operands[0])
    }
  }

  /// a + b; as a difference when b = -`subtrahend`.
  private mutating func sum(_ a: Place, _ b: Place, subtrahend: Place? = nil) -> Place {
    switch (a, b) {
    case (.constant(let x), .constant(let y)):
      if case .constant(let z)? = subtrahend { return .constant(constant(.difference(x, z))) }
      return .constant(constant(.sum(x, y)))
    case (.constant(let c), .slot(let x)), (.slot(let x), .constant(let c)):
      return .slot(slot(.shift(c: c, x)))
    case (.slot(let x), .slot(let y)):
      if case .slot(let z)? = subtrahend { return .slot(slot(.difference(x, z))) }
      return .slot(slot(.sum(x, y)))
    }
  }

  private mutating func negative(_ a: Place) -> Place {
    switch a {
    case .constant(let c): .constant(constant(.negation(c)))
    case .slot(let x): .slot(slot(.negation(x)))
    }
  }

  /// a b; as a quotient when b = 1/`divisor`.
  private mutating func product(_ a: Place, _ b: Place, divisor: Place? = nil) -> Place {
    switch (a, b) {
    case (.constant(let x), .constant(let y)):
      if case .constant(let z)? = divisor { return .constant(constant(.quotient(x, z))) }
      return .constant(constant(.product(x, y)))
    case (.constant(let c), .slot(let x)), (.slot(let x), .constant(let c)):
      if case .rational(let value) = constants[c], value == 1 { return .slot(x) }
      return .slot(slot(.scale(c: c, x)))
    case (.slot(let x), .slot(let y)):
      return .slot(slot(x == y ? .square(x) : .product(min(x, y), max(x, y))))
    }
  }

  private mutating func reciprocal(_ a: Place) -> Place {
    switch a {
    case .constant(let c):
      let one = constant(.rational(1))
      return .constant(constant(.quotient(one, c)))
    case .slot(let x): return .slot(slot(.reciprocal(x)))
    }
  }

  private mutating func power(_ a: Place, _ n: Int) -> Place {
    guard case .slot = a else {
      guard case .constant(let c) = a else { return a }
      return .constant(constant(.power(c, n)))
    }
    let size = n.magnitude
    if size == 0 { return .constant(constant(.rational(1))) }
    var result = a
    var bit = (1 as UInt) << UInt(UInt.bitWidth - 1 - size.leadingZeroBitCount)
    while bit > 1 {
      bit >>= 1
      result = product(result, result)
      if size & bit != 0 { result = product(result, a) }
    }
    return n > 0 ? result : reciprocal(result)
  }

  /// Functions by the differential equations they satisfy.
  private mutating func apply(_ f: ElementaryFunction, _ a: Place) -> Place {
    guard case .slot(let x) = a else {
      guard case .constant(let c) = a else { return a }
      return .constant(constant(.function(f, c)))
    }
    let w = slot(.weighted(x))
    let one = Place.constant(constant(.rational(1)))
    func place(_ y: Place) -> Int {
      if case .slot(let s) = y { return s }
      return x
    }
    switch f {
    case .exp: return .slot(slot(.exponential(.exp, of: x, x: x, w: w)))
    case .expm1:
      let e = slot(.exponential(.exp, of: x, x: x, w: w))
      return .slot(slot(.adjusted(.expm1, of: x, x: e)))
    case .log: return .slot(slot(.integral(.log, x: x, w: w, y: slot(.reciprocal(x)))))
    case .log1p:
      let y = place(reciprocal(sum(one, a)))
      return .slot(slot(.integral(.log1p, x: x, w: w, y: y)))
    case .sqrt:
      // √x = e^(log(x)/2), with the constant term √x(0).
      let half = constant(.rational(Rational(1, 2)))
      let l = slot(.scale(c: half, slot(.integral(.log, x: x, w: w, y: slot(.reciprocal(x))))))
      return .slot(slot(.exponential(.sqrt, of: x, x: l, w: slot(.weighted(l)))))
    case .sin, .cos:
      let first = oscillations[x] ?? oscillation(x, w)
      return .slot(f == .sin ? first : first + 1)
    case .atan:
      let y = place(reciprocal(sum(one, product(a, a))))
      return .slot(slot(.integral(.atan, x: x, w: w, y: y)))
    case .asin:
      let square = product(sum(one, negative(a)), sum(one, a))
      let y = place(reciprocal(apply(.sqrt, square)))
      return .slot(slot(.integral(.asin, x: x, w: w, y: y)))
    }
  }

  private mutating func oscillation(_ x: Int, _ w: Int) -> Int {
    let first = instructions.count
    instructions.append(.sine(x: x, w: w, y: first + 1))
    instructions.append(.cosine(x: x, w: w, y: first))
    oscillations[x] = first
    return first
  }

  // MARK: The variational equation

  private mutating func differentiate() {
    // The squares of reciprocals first, so that they are made once for all directions.
    var squares: [Int: Int] = [:]
    for z in primal {
      if case .reciprocal = instructions[z] { squares[z] = slot(.square(z)) }
    }
    helpers = primal.upperBound..<instructions.count
    directions = (0..<dimension).map { i in
      instructions.append(.state(i))
      return instructions.count - 1
    }
    var derivative: [Int?] = Array(repeating: nil, count: helpers.upperBound)
    for z in primal { derivative[z] = slope(of: instructions[z], at: z, derivative, squares) }
    slopes = outputs.map { $0.flatMap { derivative[$0] } }
    tangent = helpers.upperBound..<instructions.count
  }

  private mutating func slope(
    of instruction: Instruction, at z: Int, _ d: [Int?], _ squares: [Int: Int]
  ) -> Int? {
    func times(_ x: Int, _ dy: Int?) -> Instruction? { dy.map { .product(x, $0) } }
    switch instruction {
    case .time, .constant, .weighted: return nil
    case .state(let i): return directions[i]
    case .sum(let x, let y): return total(d[x], d[y])
    case .difference(let x, let y):
      if let a = d[x], let b = d[y] { return slot(.difference(a, b)) }
      return d[x] ?? d[y].map { slot(.negation($0)) }
    case .negation(let x): return d[x].map { slot(.negation($0)) }
    case .scale(let c, let x): return d[x].map { slot(.scale(c: c, $0)) }
    case .shift(_, let x): return d[x]
    case .product(let x, let y):
      return total(times(y, d[x]).map { slot($0) }, times(x, d[y]).map { slot($0) })
    case .square(let x): return times(x, d[x]).map { slot($0) }.map { slot(.sum($0, $0)) }
    case .reciprocal(let x):
      // -z² x'
      return squares[z].flatMap { times($0, d[x]) }.map { slot($0) }.map { slot(.negation($0)) }
    case .integral(_, let x, _, let y): return times(y, d[x]).map { slot($0) }
    case .exponential(_, _, let x, _): return times(z, d[x]).map { slot($0) }
    case .sine(let x, _, let y): return times(y, d[x]).map { slot($0) }
    case .cosine(let x, _, let y): return times(y, d[x]).map { slot($0) }.map { slot(.negation($0)) }
    case .adjusted(_, _, let x): return d[x]
    }
  }

  private mutating func total(_ a: Int?, _ b: Int?) -> Int? {
    guard let a, let b else { return a ?? b }
    return slot(.sum(a, b))
  }
}
