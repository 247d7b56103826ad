import CMPFR
import Testing
import VlasovFunctions

/// MPFR's correctly rounded functions as an independent route.
enum MPFRReference {
  typealias Function =
    @Sendable (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t) -> Int32

  /// f at an exact point, with half a unit of the last of `bits` bits as radius.
  static func value(_ f: Function, _ x: Ball, bits: Int) -> Ball {
    x.withMidpoint { x in Ball(bits: bits) { f($0, x, MPFR_RNDN) } }
  }

  static let gamma: Function = { mpfr_gamma($0, $1, $2) }
  static let lgamma: Function = { mpfr_lngamma($0, $1, $2) }
  static let digamma: Function = { mpfr_digamma($0, $1, $2) }
  static let erf: Function = { mpfr_erf($0, $1, $2) }
  static let erfc: Function = { mpfr_erfc($0, $1, $2) }
}

extension Samples {
  /// A precision below 1000, and now and then up to 4000.
  mutating func usualBits() -> Int { int(0...29) == 0 ? int(1000...4000) : bits(most: 1000) }
}

/// That `ball`, the reading of f on `argument`, contains f(point) for a point in the argument, and is nearly as
/// accurate as its precision when the argument is that point.
func expectReading(
  _ ball: Ball, _ reference: Ball, exact: Bool, lost: Int = 3, _ what: @autoclosure () -> String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    ball.overlaps(reference), "\(what()): \(ball.dump), not \(reference.dump)", sourceLocation: sourceLocation
  )
  if exact {
    #expect(
      ball.isFinite && ball.accuracyBits >= ball.bits - lost,
      "\(what()): \(ball.accuracyBits) of \(ball.bits) bits", sourceLocation: sourceLocation)
  }
}
