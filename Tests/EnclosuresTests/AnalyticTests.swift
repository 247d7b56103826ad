import Foundation
import Testing
import VlasovEnclosures
import VlasovNumbers

@Suite struct AnalyticTests {
  // MARK: Index

  @Test func indices() {
    let n = Index(symbol: "n")
    #expect("\(n) \(n + 1) \(n - 2) \(n + 1 - 1) \(Index(5) + 3)" == "n n+1 n-2 n 8")
    #expect(n.value == nil && (Index(5) - 7).value == -2)
    #expect("\(Index(symbol: "n", offset: Int.min))" == "n-9223372036854775808")
    #expect(Index(3) == Index(2) + 1 && n + 1 != n)
  }

  /// An index beyond a word has no value instead of a wrong one.
  @Test func indexOverflow() {
    #expect((Index(Int.max) + 1).value == nil && (Index(Int.min) - 1).value == nil)
    #expect(!Ball.pow(2, Index(Int.max) + 1).isFinite)
  }

  // MARK: Default definitions

  /// A reading that has only what the protocol demands.
  private struct Plain: Analytic {
    var x: Double
    init(x: Double) { self.x = x }
    init(integerLiteral value: Int) { x = Double(value) }
    init(_ value: Int) { x = Double(value) }
    init(_ value: Rational) { x = value.double }
    init(_ index: Index) { x = Double(index) }
    static var pi: Plain { Plain(x: .pi) }
    static func + (a: Plain, b: Plain) -> Plain { Plain(x: a.x + b.x) }
    static func - (a: Plain, b: Plain) -> Plain { Plain(x: a.x - b.x) }
    static func * (a: Plain, b: Plain) -> Plain { Plain(x: a.x * b.x) }
    static func / (a: Plain, b: Plain) -> Plain { Plain(x: a.x / b.x) }
    static prefix func - (a: Plain) -> Plain { Plain(x: -a.x) }
    static func pow(_ a: Plain, _ n: Index) -> Plain { Plain(x: .pow(a.x, n)) }
    static func exp(_ a: Plain) -> Plain { Plain(x: .exp(a.x)) }
    static func expm1(_ a: Plain) -> Plain { Plain(x: .expm1(a.x)) }
    static func log(_ a: Plain) -> Plain { Plain(x: .log(a.x)) }
    static func log1p(_ a: Plain) -> Plain { Plain(x: .log1p(a.x)) }
    static func sqrt(_ a: Plain) -> Plain { Plain(x: .sqrt(a.x)) }
    static func sin(_ a: Plain) -> Plain { Plain(x: .sin(a.x)) }
    static func cos(_ a: Plain) -> Plain { Plain(x: .cos(a.x)) }
    static func atan(_ a: Plain) -> Plain { Plain(x: .atan(a.x)) }
    static func asin(_ a: Plain) -> Plain { Plain(x: .asin(a.x)) }
  }

  /// The default definitions against the C library's functions, to a few units of the last place.
  @Test func defaultDefinitions() {
    let cases: [(String, (Plain) -> Plain, (Double) -> Double)] = [
      ("tan", { .tan($0) }, { tan($0) }), ("acos", { .acos($0) }, { acos($0) }),
      ("sinh", { .sinh($0) }, { sinh($0) }), ("cosh", { .cosh($0) }, { cosh($0) }),
      ("tanh", { .tanh($0) }, { tanh($0) }), ("atanh", { .atanh($0) }, { atanh($0) }),
      ("pow 3", { .pow($0, 3) }, { $0 * $0 * $0 }),
    ]
    for (name, plain, reference) in cases {
      for x in [-0.75, -0.1, -1e-3, 1e-3, 0.25, 0.5] {
        let (value, expected) = (plain(Plain(x: x)).x, reference(x))
        #expect(abs(value - expected) <= 4e-15 * max(1e-3, abs(expected)), "\(name)(\(x))")
      }
      // Nothing cancels near 0 (but acos, which does not vanish there).
      let tiny = plain(Plain(x: 1e-12)).x
      #expect(abs(tiny / reference(1e-12) - 1) < 1e-14, "\(name) near 0")
    }
    #expect(abs(Plain.pow(Plain(x: 2), Plain(x: 0.5)).x - 2.0.squareRoot()) < 1e-15)
  }
}
