import VlasovNumbers

/// Adds up the sign changes of F from - to + along the line.
///
/// In a run of boxes, every point between two neighbouring stretches of certain sign lies in cells where F is monotone
/// (adjacent ones in the same direction: at a common end F' has one sign), or in unresolved cells. Without the latter,
/// opposite signs have exactly one zero between them and equal signs none. With them, let k bound the zeros between:
/// the sign changes from - to + are at least one if the left sign is - and the right one +, else at least none; and at
/// most ⌊k/2⌋ more for equal signs, ⌊(k - 1)/2⌋ more for opposite ones. Where a side's sign is not known, at most
/// ⌈k/2⌉.
///
/// Between runs F' < 0 everywhere (all samples are more than a bandwidth away), so no run loses a change at its ends.
struct CrossingTally {
  /// A place, by box and z.
  struct Place {
    var position: Int
    /// The nearest double, if `exact` is given.
    var z: Double
    var exact: Rational?

    var exactly: Rational { exact ?? Rational(exactly: z) ?? 0 }
  }

  private(set) var lower = 0
  private(set) var upper = 0
  /// The upper bound is not known.
  private(set) var isUnbounded = false
  /// The intervals between a stretch of sign - and the next one, of sign +.
  private(set) var brackets: [(from: Place, to: Place)] = []
  private(set) var unresolved: [(from: Place, to: Place)] = []
  let keepsBrackets: Bool

  private var sign: Int8?
  private var end = Place(position: 0, z: 0)
  /// Zeros allowed since the last certain sign, by unresolved cells and monotone ones between them.
  private var zeros = 0
  private var hasUnresolved = false

  init(keepsBrackets: Bool) { self.keepsBrackets = keepsBrackets }

  mutating func startRun() {
    close(right: nil)
    sign = nil
  }

  mutating func add(_ s: Stretch) {
    let from = Place(position: s.position, z: s.from, exact: s.exactFrom)
    if s.sign == 0 {
      zeros = s.zeros == Stretch.unknown || zeros == .max ? .max : zeros + Int(s.zeros)
      if s.isUnresolved {
        hasUnresolved = true
        unresolved.append((from, Place(position: s.position, z: s.to, exact: s.exactTo)))
      }
      return
    }
    if !hasUnresolved {
      if sign == -1, s.sign == 1 {
        lower += 1
        upper += 1
        if keepsBrackets { brackets.append((end, from)) }
      }
      zeros = 0
    } else {
      close(right: s.sign)
    }
    sign = s.sign
    end = Place(position: s.position, z: s.to, exact: s.exactTo)
  }

  mutating func finish() { close(right: nil) }

  private mutating func close(right: Int8?) {
    defer { (zeros, hasUnresolved) = (0, false) }
    guard hasUnresolved else { return }
    if zeros == .max { isUnbounded = true }
    let k = zeros == .max ? 0 : zeros
    guard let left = sign, let right else {
      upper += (k + 1) / 2
      return
    }
    let certain = left == -1 && right == 1 ? 1 : 0
    lower += certain
    upper += certain + (left == right ? k / 2 : Swift.max(0, k - 1) / 2)
  }
}
