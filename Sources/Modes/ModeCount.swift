import VlasovEnclosures
import VlasovNumbers

/// The certified number of modes of a Gaussian kernel density estimator.
public struct ModeCount: Sendable {
  /// lower <= number of modes <= upper, always.
  public var lower: Int
  public var upper: Int
  /// Observations and distinct points.
  public var count: Int
  public var distinct: Int
  /// Intervals in which zeros of P' could not be separated, with exact ends, in ascending order.
  public var unresolved: [Interval]
  /// Boxes that can hold modes, cells into which they were cut, cells that needed more than double precision.
  public var boxes: Int
  public var cells: Int
  public var escalations: Int
  /// The highest working precision used; 53 when doubles decided everything, 0 when exact arithmetic did.
  public var highestBits: Int

  /// An interval with exact ends.
  public struct Interval: Sendable {
    public var lower: Rational
    public var upper: Rational

    public init(lower: Rational, upper: Rational) {
      self.lower = lower
      self.upper = upper
    }
  }

  public var isDecided: Bool { lower == upper }
  /// The number of modes, when it is decided.
  public var modes: Int? { isDecided ? lower : nil }
}

/// A mode of a Gaussian kernel density estimator P: an interval in which P' changes from + to - exactly once.
public struct Mode: Sendable {
  /// The interval: it contains the mode and no other one; P' > 0 left of the mode in it, and P' < 0 right of it.
  public var location: Ball
  /// The density P at the mode.
  public var height: Ball

  public init(location: Ball, height: Ball) {
    self.location = location
    self.height = height
  }
}

/// The modes of an estimator, in ascending order, beside the count that was certified.
public struct ModeList: Sendable {
  public var count: ModeCount
  /// Every mode, when the count is decided; else those that were isolated.
  public var modes: [Mode]

  public init(count: ModeCount, modes: [Mode]) {
    self.count = count
    self.modes = modes
  }
}
