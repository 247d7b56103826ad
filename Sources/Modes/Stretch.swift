import VlasovNumbers

/// A part of a box, in the order of the line, on which something about the sign of F is known.
///
/// z = -1, 1 are the box's edges.
struct Stretch: Sendable {
  var position: Int
  /// The sign of F throughout; 0 where it may change.
  var sign: Int8
  /// For sign 0: F has at most this many zeros here, counted with multiplicity (`unknown`: no bound).
  var zeros: Int32 = 0
  /// For sign 0: not resolved at the highest precision (else F is certainly monotone).
  var isUnresolved = false
  var from: Double
  var to: Double
  /// The ends of very small cells, where they are no doubles.
  var exactFrom: Rational?
  var exactTo: Rational?

  static let unknown = Int32.max
}

/// What a box came to.
enum BoxOutcome {
  /// The cells of the box told apart.
  case done
  /// Neither the value nor the slope is above the error bounds at some cell's middle: more precision is needed.
  case noise
}
