import VlasovAnalysis

/// A constant expression that has no value, or none that could be found.
public struct UndefinedValue: Error, Sendable, Hashable, CustomStringConvertible {
  public let message: String
  public var description: String { message }
}

/// Decides whether a constant expression has a value, and names the operation that has none.
enum Definedness {
  /// Precision beyond which an operation that still touches the end of its domain is given up.
  private static let maximumBits = 1 << 14

  /// - Throws: `UndefinedValue` or `EvaluationError`.
  static func check(_ e: Expression) throws {
    if e.rationalValue != nil { return }
    var bits = 64
    while true {
      var evaluation = Evaluation<Ball>(variables: [:], indices: [:])
      let fault = try withPrecision(bits) { try firstFault(e, &evaluation) }
      guard let fault else { return }
      if fault.isCertain { throw UndefinedValue(message: "\(fault.text) is undefined") }
      bits *= 4
      if bits > maximumBits || Budget.isExhausted {
        throw UndefinedValue(message: "\(fault.text) cannot be evaluated")
      }
    }
  }

  private struct Fault {
    var text: String
    var isCertain: Bool
  }

  /// The first operation without a value although its operands have one; nil when all is well.
  private static func firstFault(_ e: Expression, _ evaluation: inout Evaluation<Ball>) throws -> Fault? {
    if try evaluation.value(e).isFinite { return nil }
    for operand in e.operands {
      if let fault = try firstFault(operand, &evaluation) { return fault }
    }
    var values: [Ball] = []
    for operand in e.operands { values.append(try evaluation.value(operand)) }
    return Fault(text: text(e), isCertain: isOutside(e, values))
  }

  /// The operands certainly lie outside the operation's domain.
  private static func isOutside(_ e: Expression, _ x: [Ball]) -> Bool {
    func isZero(_ i: Int) -> Bool { e.operands[i].rationalValue?.isZero ?? x[i].isZero }
    switch e.operation {
    case .quotient: return isZero(1)
    case .power(let n): return (n.value ?? 0) < 0 && isZero(0)
    case .realPower: return x[0].isNegative || (isZero(0) && x[1].isNonPositive)
    case .call(let f, let n):
      guard let a = x.first else { return n.contains { ($0.value ?? 0) < 0 } }
      switch f {
      case .log, .e1: return a.isNonPositive || isZero(0)
      case .ei: return isZero(0)
      case .sqrt: return a.isNegative
      case .log1p: return (a + 1).isNonPositive
      case .asin, .acos: return (a - 1).isPositive || (a + 1).isNegative
      case .acosh: return (a - 1).isNegative
      case .atanh: return (a - 1).isNonNegative || (a + 1).isNonPositive
      case .besselI, .besselClifford: return n.contains { ($0.value ?? 0) < 0 }
      case .gammaQ: return n.contains { ($0.value ?? 1) < 1 }
      default: return isOutside(f, n, e.operands, x)
      }
    default: return false
    }
  }

  /// The same for the special functions of real arguments, `x` without an empty list.
  private static func isOutside(_ f: Function, _ n: [Index], _ e: [Expression], _ x: [Ball]) -> Bool {
    func isPole(_ i: Int) -> Bool { e[i].rationalValue.map { $0.isInteger && $0.signum <= 0 } ?? false }
    switch f {
    case .expIntegral:
      let order = n.first?.value ?? 0
      return order < 0 || x[0].isNegative || (order < 2 && x[0].isNonPositive)
    case .besselIReal, .besselIRatio: return x[0].isNegative || x[1].isNegative
    case .besselCliffordReal: return x[0].isNegative
    case .inverseErfc: return x[0].isNonPositive || (x[0] - 2).isNonNegative
    case .gamma, .digamma: return isPole(0)
    case .lgamma: return x[0].isNonPositive
    case .beta: return x[0].isNonPositive || x[1].isNonPositive
    case .betainc:
      return x[0].isNonPositive || x[1].isNonPositive || x[2].isNegative || (x[2] - 1).isPositive
    case .lambertW: return (x[0] * Ball.exp(1) + 1).isNegative
    case .lambertWMinus: return x[0].isNonNegative || (x[0] * Ball.exp(1) + 1).isNegative
    case .hyp0f1: return isPole(0)
    case .hyp1f1: return isPole(1)
    case .hyp2f1:
      let excess = x[2] - x[0] - x[1]
      return isPole(2) || (x[3] - 1).isPositive || (e[3].rationalValue == 1 && excess.isNonPositive)
    case .hyp3f2AtOne:
      return isPole(3) || isPole(4) || (x[3] + x[4] - x[0] - x[1] - x[2]).isNonPositive
    default: return false
    }
  }

  /// `log of -1`, `division by 0`, `0^-1`.
  private static func text(_ e: Expression) -> String {
    switch e.operation {
    case .quotient: return "division by \(short(e.operands[1]))"
    case .call(let f, let n):
      let operands = n.map(\.description) + e.operands.map { short($0) }
      return "\(f.name) of \(operands.joined(separator: ", "))"
    default: return short(e)
    }
  }

  private static func short(_ e: Expression) -> String {
    let text = e.description
    return text.count <= 60 ? text : "\(text.prefix(57))..."
  }
}
