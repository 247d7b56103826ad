/// A real variable: its ASCII name, and how formulas print it.
///
/// Two variables are the same when their names are.
public struct Variable: Sendable, Hashable {
  public let name: String
  /// LaTeX symbol, e.g. `\beta`.
  public let latex: String

  /// - Parameter latex: by default made from the name: `beta` gives `\beta`, `t1` gives `t_{1}`.
  public init(_ name: String, latex: String? = nil) {
    self.name = name
    self.latex = latex ?? LaTeXSymbol.of(name)
  }

  public static func == (a: Variable, b: Variable) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// LaTeX for ASCII names.
enum LaTeXSymbol {
  private static let greek: Set<String> = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta",
    "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
  ]

  /// `beta` is `\beta`, `x` is `x`, `sigma0` and `sigma_0` are `\sigma_{0}`, `tmax` is `\mathrm{tmax}`.
  static func of(_ name: String) -> String {
    if greek.contains(name) { return "\\" + name }
    if name.count == 1, name.allSatisfy(\.isLetter) { return name }
    let parts = name.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty {
      return "\(of(String(parts[0])))_{\(subscriptText(String(parts[1])))}"
    }
    let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
    if digits > 0, digits < name.count {
      return "\(of(String(name.dropLast(digits))))_{\(name.suffix(digits))}"
    }
    return "\\mathrm{\(name.replacing("_", with: "\\_"))}"
  }

  private static func subscriptText(_ text: String) -> String {
    text.allSatisfy(\.isNumber) ? text : of(text)
  }
}
