import Testing

@testable import VlasovTheory

/// Shared steps of the tests of the constants, predictors and exact small cases of the theme kde.
enum KDEConstant: ThemeTests {
  static let theme = "kde"
  static let seed: UInt64 = 20_241_209

  /// The full estimate of a heuristic output.
  static func estimate(_ id: String, _ parameters: String) throws -> Double {
    let answer = try answer(id, parameters)
    #expect(answer.status == .heuristic && answer.ball == nil && answer.lower == nil)
    return try #require(answer.estimate)
  }
}
