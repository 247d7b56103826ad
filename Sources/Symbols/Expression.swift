@_exported import VlasovAnalysis

/// A symbolic expression: the reading of a formula that keeps its tree.
///
/// Running a generic formula on expressions yields the formula itself, to be printed, compared or evaluated in
/// another reading. Operators normalise lightly: arithmetic on rational numbers, `0 + x`, `1 x`, `x/1`, `x^1`,
/// and signs, which move out of products and quotients (`a + (-b)` becomes `a - b`). None of these rules
/// changes where the expression is defined; in particular neither `0 x` nor `x - x` nor `x^0` is simplified.
///
/// Two expressions are equal when their normalised trees are. Equal expressions denote the same real, unless
/// they contain an interval leaf (`containsInterval`).
public struct Expression: Hashable, Sendable {
  /// What a node is. Operands are in `operands`.
  public enum Operation: Hashable, Sendable {
    case number(Rational)
    case constant(Constant)
    case variable(Variable)
    /// A symbolic integer, as a real.
    case index(Index)
    /// An unknown real between its two operands; every occurrence is a real of its own.
    case interval
    case sum, difference, product, quotient, negation
    /// An integer power of the operand.
    case power(Index)
    /// A real power: base, exponent.
    case realPower
    /// A function call: the integer arguments here, the real ones as operands.
    case call(Function, [Index])
    case series(SeriesBinder)
    case integral(FunctionBinder)
    case root(FunctionBinder)
    case supremum(SupremumBinder)
    /// No expression: the reason.
    case undefined(String)
  }

  /// Named constants. `infinity` only stands at the ends of integrals and in displayed values.
  public enum Constant: String, Sendable, Hashable, CaseIterable {
    case pi, e, euler, infinity
  }

  /// A node with what is worth computing once; immutable.
  final class Node: Sendable {
    let operation: Operation
    let operands: [Expression]
    let hash: Int
    let depth: Int
    /// The number of nodes of the tree (shared parts counted each time), saturating.
    let size: Int
    let containsInterval: Bool
    /// The exact value, when it is r √q for rational r and q.
    let surd: Surd?

    init(_ operation: Operation, _ operands: [Expression]) {
      self.operation = operation
      self.operands = operands
      var hasher = Hasher()
      hasher.combine(operation)
      var (depth, size, interval) = (0, 1, operation == .interval)
      for operand in operands {
        let node = operand.node
        hasher.combine(node.hash)
        depth = Swift.max(depth, node.depth)
        size = Swift.min(size + node.size, Node.largestSize)
        interval = interval || node.containsInterval
      }
      (self.depth, self.size, hash, containsInterval) = (depth + 1, size, hasher.finalize(), interval)
      surd = interval ? nil : ExactValue.of(operation, operands)
    }

    static let largestSize = 1 << 60
  }

  let node: Node

  private init(node: Node) { self.node = node }

  /// Operations nested deeper than this give an undefined expression, so that no walk overflows the stack.
  ///
  /// A sum of n terms is n deep when it is built term by term, log n deep when it is built by halves.
  public static let maximumDepth = 300

  /// The node as it is, without normalisation. An undefined operand makes the whole undefined.
  static func make(_ operation: Operation, _ operands: [Expression] = []) -> Expression {
    for operand in operands {
      if case .undefined = operand.operation { return operand }
      if operand.node.depth >= maximumDepth {
        return make(.undefined("an expression nested deeper than \(maximumDepth) operations"))
      }
    }
    return Expression(node: Node(operation, operands))
  }

  public var operation: Operation { node.operation }
  public var operands: [Expression] { node.operands }

  /// How deep operations are nested; 1 for a leaf.
  public var depth: Int { node.depth }

  /// An interval leaf occurs: the expression is a set of reals.
  public var containsInterval: Bool { node.containsInterval }

  // MARK: Leaves

  public static func variable(_ name: String, latex: String? = nil) -> Expression {
    make(.variable(Variable(name, latex: latex)))
  }

  /// The base of natural logarithms.
  public static var e: Expression { make(.constant(.e)) }

  /// +∞ as an end of an integral or a displayed value; it has no value in set readings.
  public static var infinity: Expression { make(.constant(.infinity)) }

  /// An unknown real between two constants. Every occurrence counts as a real of its own.
  public static func interval(_ lower: Expression, _ upper: Expression) -> Expression {
    make(.interval, [lower, upper])
  }

  /// A call kept by name; undefined when the numbers of arguments are wrong.
  public static func call(_ function: Function, _ indices: [Index] = [], _ arguments: Expression...)
    -> Expression
  {
    guard indices.count == function.indexCount, arguments.count == function.argumentCount else {
      return make(.undefined("\(function.name) with wrong arguments"))
    }
    return make(.call(function, indices), arguments)
  }

  /// The number, for a number leaf.
  var number: Rational? {
    if case .number(let q) = node.operation { return q }
    return nil
  }

  // MARK: Equality

  public static func == (a: Expression, b: Expression) -> Bool {
    var known: Set<Pair> = []
    return equal(a, b, &known)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(node.hash) }

  private struct Pair: Hashable {
    let a: ObjectIdentifier
    let b: ObjectIdentifier
  }

  /// Pairs of large nodes found equal are remembered, so that shared parts are compared once.
  private static func equal(_ a: Expression, _ b: Expression, _ known: inout Set<Pair>) -> Bool {
    let (x, y) = (a.node, b.node)
    if x === y { return true }
    guard x.hash == y.hash, x.size == y.size, x.operation == y.operation,
      x.operands.count == y.operands.count
    else { return false }
    let pair = Pair(a: ObjectIdentifier(x), b: ObjectIdentifier(y))
    if x.size > 64, known.contains(pair) { return true }
    for (p, q) in zip(x.operands, y.operands) where !equal(p, q, &known) { return false }
    if x.size > 64 { known.insert(pair) }
    return true
  }
}
