import Testing

@testable import VlasovTheory

/// Shared steps of the tests of the expectations of kernel density estimators.
enum KDEExpectation: ThemeTests {
  static let theme = "kde"
  static let seed: UInt64 = 20_241_209

  /// The report of the cross-check, every closed form distorted.
  static func crossCheck(
    _ id: String, _ parameters: String, seed: UInt64? = nil, threads: Int = 2,
    distorted: @escaping @Sendable (Double) -> Double = { $0 }
  ) throws -> CrossCheckReport {
    try crossCheck(id, parameters: parameters, seed: seed, threads: threads, distorted: distorted)
  }

  static func expectExact(
    _ id: String, _ parameters: String, _ value: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let answer = try answer(id, parameters)
    #expect(
      answer.status == .exact && answer.value == value,
      "\(id) \(parameters): \(answer.status) \(answer.value)",
      sourceLocation: sourceLocation)
  }

  /// Both enclose the same number, known to `digits` digits by both, or to 10^-digits of `scale`.
  static func expectSame(
    _ a: Ball, _ b: Ball, digits: Int, scale: Ball? = nil, _ comment: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let size = (scale ?? a).magnitude
    let allowed = size * Magnitude.power2(-Precision.bits(forDigits: digits))
    #expect(
      a.overlaps(b) && a.radius <= allowed && b.radius <= allowed,
      "\(comment): \(a.dump) and \(b.dump)", sourceLocation: sourceLocation)
  }

  /// |value/limit - 1| < tolerance, certainly.
  static func expectNear(
    _ value: Ball, _ limit: Ball, tolerance: Rational, _ comment: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let ratio = value / limit - 1
    #expect(
      (Ball(tolerance) - ratio).isPositive && (ratio + Ball(tolerance)).isPositive,
      "\(comment): ratio - 1 = \(ratio.shortDescription)", sourceLocation: sourceLocation)
  }
}
