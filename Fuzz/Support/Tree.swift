import VlasovEnclosures
import VlasovNumbers

/// A random expression over the functions of a list, to be read in every reading.
indirect enum Tree {
  case variable(Int)
  case integer(Int)
  case rational(Int, Int)
  case pi
  /// The function at an index of the list, with its integer parameter.
  case call(Int, Int, [Tree])

  /// Small trees are as likely as large ones; a leaf is a variable as often as a constant.
  static func random<T>(_ functions: [Function<T>], depth: Int, _ g: inout Generator) -> Tree {
    if depth == 0 || g.oneIn(6) {
      switch g.below(8) {
      case 0: return .pi
      case 1, 2: return .integer(g.int(-9...9))
      case 3: return .rational(g.int(-99...99), g.int(1...99))
      default: return .variable(g.below(2))
      }
    }
    // Every other node is one of the four operations, which lead the list.
    let index = g.oneIn(2) ? g.below(4) : g.below(functions.count)
    let function = functions[index]
    let parameter = function.parameters.map { min(max(g.parameter(in: $0), -9), 9) } ?? 0
    let children = function.domains.map { domain in
      let child = random(functions, depth: depth - 1, &g)
      // Mostly inside the domain, so that most expressions have a value.
      let wrapper = g.oneIn(4) ? nil : domain.isUnit ? "sin" : domain.isPositive ? "exp" : nil
      guard let wrapper, let index = functions.firstIndex(where: { $0.name == wrapper }) else { return child }
      return .call(index, 0, [child])
    }
    return .call(index, parameter, children)
  }

  func evaluate<T: Analytic>(_ functions: [Function<T>], _ variables: [T]) -> T {
    switch self {
    case .variable(let i): return variables[i]
    case .integer(let n): return T(n)
    case .rational(let n, let d): return T(Rational(n, d))
    case .pi: return T.pi
    case .call(let i, let n, let children):
      return functions[i].apply(Operands(x: children.map { $0.evaluate(functions, variables) }, n: n))
    }
  }

  func text<T>(_ functions: [Function<T>]) -> String {
    switch self {
    case .variable(let i): return "x\(i)"
    case .integer(let n): return "\(n)"
    case .rational(let n, let d): return "\(n)/\(d)"
    case .pi: return "pi"
    case .call(let i, let n, let children):
      let parameter = functions[i].parameters == nil ? [] : ["\(n)"]
      return
        "[\(functions[i].name)](\((parameter + children.map { $0.text(functions) }).joined(separator: ", ")))"
    }
  }
}
