import Testing

@testable import VlasovTheory

/// Results on layers, Riccati flows and limits.
enum Layer: ThemeTests {
  static let theme = "gaussian"

  static let sig2 = "[[3/2,1/3],[1/3,5/4]]"
  static let sig3 = "[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]]"
  static let aq2 = "[[-1/7,3/14],[1/14,-1/14]]"
  static let bq2 = "[[2,1/2],[1/2,2]]"
  static let vp2 = "[[3/2,1/2],[1/2,2]]"
  static let vq2 = "[[21/20,1/10],[-1/10,19/20]]"
  static let wq2 = "[[7/10,0],[-1/5,3/5]]"
  /// Bq(2) + Nq(2)
  static let bn2 = "[[2,5/4],[-1/4,2]]"
  /// Nq(2) - Bq(2)
  static let nb2 = "[[-2,1/4],[-5/4,-2]]"

  /// The certified matrix.
  static func matrix(
    _ id: String, _ parameters: String, digits: Int = 40, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Matrix<Ball> {
    let answer = try answer(id, parameters, digits: digits)
    #expect(
      answer.exitCode == 0, "\(id) \(parameters): \(answer.reason ?? "")", sourceLocation: sourceLocation)
    let matrix = try #require(answer.matrix)
    return Matrix(rows: matrix.rows, columns: matrix.columns, matrix.entries.map(\.ball))
  }

  /// Entry by entry the same numbers, up to 10^-digits.
  static func expectSame(
    _ a: Matrix<Ball>, _ b: Matrix<Ball>, digits: Int = 30, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(a.rows == b.rows && a.columns == b.columns, sourceLocation: sourceLocation)
    for (x, y) in zip(a.entries, b.entries) {
      let gap = x - y
      let small = gap.containsZero && gap.magnitude <= .power2(-digits * 3)
      #expect(
        small, "\(x.shortDescription) and \(y.shortDescription): \(gap.shortDescription)",
        sourceLocation: sourceLocation)
    }
  }

  static func rationals(_ text: String) throws -> Matrix<Rational> {
    let spec = ParameterSpec("M", symbol: "M", .exactMatrix(.rectangular), "")
    guard case .matrices(let found, _) = try spec.read(text) else { throw InputError(text) }
    return found[0]
  }

  /// A rational from `1/3` or `1e-30`.
  static func rational(_ text: String) -> Rational { (try? RealParameter(parsing: text))?.rational ?? 0 }

  /// Rationals k/8 between -limit and limit.
  static func randomMatrix(_ d: Int, _ stream: inout SeededStream, limit: Int = 8) -> Matrix<Rational> {
    Matrix(rows: d, columns: d) { _, _ in Rational(stream.next(from: -limit, to: limit), 8) }
  }

  static func text(_ m: Matrix<Rational>) -> String {
    "["
      + (0..<m.rows).map { "[" + m.row($0).map(\.description).joined(separator: ",") + "]" }.joined(
        separator: ",") + "]"
  }
}

/// A small seeded generator for instances.
struct SeededStream {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func next(from low: Int, to high: Int) -> Int { low + Int(bits() % UInt64(high - low + 1)) }
}
