import VlasovModes
import VlasovSymbols

/// A real bound of a domain: exact text, e.g. `0`, `1`, `pi`.
public struct Domain: Sendable {
  public enum Edge: Sendable {
    case open(String)
    case closed(String)
  }
  public let lower: Edge?
  public let upper: Edge?
  /// The bounds as exact reals, read once.
  let lowerBound: Bound?
  let upperBound: Bound?

  struct Bound: Sendable {
    let value: Expression
    let rational: Rational?
    let isClosed: Bool

    /// Bounds are written by result files: a malformed one is a programming error.
    init(_ edge: Edge) {
      let text: String
      switch edge {
      case .open(let t): (text, isClosed) = (t, false)
      case .closed(let t): (text, isClosed) = (t, true)
      }
      guard let x = try? RealParameter(parsing: text), let e = x.expression else {
        preconditionFailure("malformed domain bound \(text)")
      }
      (value, rational) = (e, x.rational)
    }
  }

  public init(lower: Edge? = nil, upper: Edge? = nil) {
    self.lower = lower
    self.upper = upper
    lowerBound = lower.map { Bound($0) }
    upperBound = upper.map { Bound($0) }
  }

  public static let real = Domain()
  public static let positive = Domain(lower: .open("0"))
  public static let nonNegative = Domain(lower: .closed("0"))
  /// (0, 1]
  public static let position = Domain(lower: .open("0"), upper: .closed("1"))

  /// `x > 0`, `0 < x <= 1`, `x real`.
  public func text(_ name: String) -> String {
    switch (lower, upper) {
    case (nil, nil): "\(name) real"
    case (.open(let a)?, nil): "\(name) > \(a)"
    case (.closed(let a)?, nil): "\(name) >= \(a)"
    case (nil, .open(let b)?): "\(name) < \(b)"
    case (nil, .closed(let b)?): "\(name) <= \(b)"
    case (let a?, let b?): "\(Self.left(a)) \(name) \(Self.right(b))"
    }
  }

  private static func left(_ e: Edge) -> String {
    switch e {
    case .open(let a): "\(a) <"
    case .closed(let a): "\(a) <="
    }
  }

  private static func right(_ e: Edge) -> String {
    switch e {
    case .open(let b): "< \(b)"
    case .closed(let b): "<= \(b)"
    }
  }
}

/// A parameter of a result: its public name, its symbol in formulas, and what values it takes.
public struct ParameterSpec: Sendable {
  public enum Kind: Sendable {
    case real(Domain)
    /// An integer in `minimum...maximum` (either may be missing).
    case integer(minimum: Int?, maximum: Int? = nil)
    /// As `integer(minimum:)`, or the word `inf`.
    case integerOrInfinity(minimum: Int)
    case word([String])
    /// Rows of reals with named columns, as a JSON array of arrays.
    case rows(columns: [String])
    /// Reals, as a JSON array.
    case vector
    /// A square matrix of reals, as a JSON array of its rows.
    case matrix
    /// Points of one dimension: a JSON array of rows of equal length.
    case points
    /// A vector of rationals: a JSON array, or a bare number in dimension 1.
    case exactVector
    /// A list of such vectors; in dimension 1 an array of numbers.
    case exactVectors
    /// A matrix of rationals: a JSON array of its rows, or a bare number for a 1 by 1 matrix. Its shape is decided exactly
    /// when it is read.
    case exactMatrix(MatrixShape)
    /// A list of such matrices; one matrix stands for a list of one, an array of numbers for 1 by 1 matrices.
    case exactMatrices(MatrixShape)
    /// A finite sample of exact numbers, as `Sample(parsing:)` reads it.
    case sample
  }

  /// ASCII name on the command line.
  public let name: String
  /// LaTeX symbol.
  public let symbol: String
  public let kind: Kind
  /// Text used when the parameter is not given.
  public let defaultText: String?
  /// The outputs that need this parameter; `nil` means all of them. Other outputs accept and ignore it
  /// when it is in `acceptedBy`, and refuse it otherwise.
  public let requiredBy: Set<String>?
  /// The outputs that accept the parameter without needing it; `nil` means all.
  public let acceptedBy: Set<String>?
  /// Only `check` takes it (the quantity a conclusion speaks about).
  public let onlyForCheck: Bool
  public let summary: String

  public init(
    _ name: String, symbol: String, _ kind: Kind, default defaultText: String? = nil,
    requiredBy: Set<String>? = nil, acceptedBy: Set<String>? = [], onlyForCheck: Bool = false,
    _ summary: String
  ) {
    self.name = name
    self.symbol = symbol
    self.kind = kind
    self.defaultText = defaultText
    self.requiredBy = requiredBy
    self.acceptedBy = acceptedBy
    self.onlyForCheck = onlyForCheck
    self.summary = summary
  }

  /// - Parameter output: the name of an output, or an entry of it.
  func isRequired(by output: String) -> Bool {
    let output = OutputPlace(output).name
    return !onlyForCheck && defaultText == nil && (requiredBy?.contains(output) ?? true)
  }

  func isAccepted(by output: String) -> Bool {
    let output = OutputPlace(output).name
    return requiredBy?.contains(output) ?? true || acceptedBy?.contains(output) ?? true
  }

  /// The domain in words: `beta > 0`, `n >= 1 (integer)`, `kind in {SA, MH}`.
  public var domainText: String {
    switch kind {
    case .real(let domain): return domain.text(name)
    case .integer(let low, let high): return Self.integerText(name, low, high)
    case .integerOrInfinity(let low): return "\(name) >= \(low) (integer) or inf"
    case .word(let words): return "\(name) in {\(words.joined(separator: ", "))}"
    case .rows(let columns): return "\(name) = [[\(columns.joined(separator: ","))], ...]"
    case .vector: return "\(name) = [a, b, ...]"
    case .matrix: return "\(name) = [[a, b, ...], ...] (square)"
    case .points: return "\(name) = [[a, b, ...], ...] (rows of equal length)"
    case .exactVector: return "\(name) = [a, b, ...] (rationals)"
    case .exactVectors: return "\(name) = [[a, b, ...], ...] (vectors of rationals)"
    case .exactMatrix(let shape): return "\(name) = [[a, b, ...], ...] (\(shape.text), rationals)"
    case .exactMatrices(let shape):
      return "\(name) = [[[a, b, ...], ...], ...] or one matrix (\(shape.text), rationals)"
    case .sample: return "\(name) = \(Sample.textDomain)"
    }
  }

  private static func integerText(_ name: String, _ low: Int?, _ high: Int?) -> String {
    switch (low, high) {
    case (let a?, let b?): "\(a) <= \(name) <= \(b) (integer)"
    case (let a?, nil): "\(name) >= \(a) (integer)"
    case (nil, let b?): "\(name) <= \(b) (integer)"
    case (nil, nil): "\(name) integer"
    }
  }
}

/// One of the values a result offers.
public struct OutputSpec: Sendable {
  public enum Kind: String, Sendable {
    case real, integer, word, vector, matrix

    /// The value has entries, which `output=NAME[i,j]` cuts out.
    public var hasEntries: Bool { self == .vector || self == .matrix }
  }
  public let name: String
  /// LaTeX symbol of the value.
  public let symbol: String
  public let kind: Kind
  public let summary: String

  /// A real output.
  public init(_ name: String, symbol: String, _ summary: String) {
    self.init(name, symbol: symbol, .real, summary)
  }

  public init(_ name: String, symbol: String, _ kind: Kind, _ summary: String) {
    self.name = name
    self.symbol = symbol
    self.kind = kind
    self.summary = summary
  }
}

extension ParameterSpec {
  /// t >= 0, as several themes take it.
  static let time = ParameterSpec("t", symbol: "t", .real(.nonNegative), "time (depth)")
}
