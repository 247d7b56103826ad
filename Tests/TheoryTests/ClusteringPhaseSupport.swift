import Testing

@testable import VlasovTheory

/// Shared steps of the tests of the phases of the theme clustering.
enum ClusteringPhase: ThemeTests {
  static let theme = "clustering"
  static let seed: UInt64 = 20_250_510

  /// The enclosure over an interval parameter contains the values at its points.
  static func expectEncloses(
    _ id: String, _ interval: String, _ points: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let whole = try ball(id, interval, digits: 12)
    for point in points {
      let value = try ball(id, point, digits: 25)
      #expect(whole.isFinite && whole.overlaps(value), "\(id) \(point)", sourceLocation: sourceLocation)
    }
  }
}
