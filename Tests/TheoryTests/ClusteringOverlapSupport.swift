import Testing

@testable import VlasovTheory

/// Shared steps of the tests of energies, equiangular tokens, collapse and synchronisation.
enum Overlap: ThemeTests {
  static let theme = "clustering"
  static let seed: UInt64 = 20_261_130

  static func expectInputError(
    _ id: String, _ parameters: String, _ parameter: String, contains text: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectInputError(
      id, parameters, parameter: parameter, contains: text, sourceLocation: sourceLocation)
  }

  /// The report of the cross-check, the closed form distorted by a factor.
  static func crossCheck(_ id: String, _ given: String = "", factor: Double = 1) throws -> CrossCheckReport {
    try crossCheck(id, parameters: given) { $0 * factor }
  }
}
