import CMPFR
import VlasovEnclosures
import VlasovNumbers

/// A set of reals as the checks see it: exact numbers, valid during a call.
enum SetView {
  /// Nothing is known.
  case indeterminate
  case ball(UnsafePointer<__mpfr_struct>, Magnitude)
  case interval(UnsafePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>)
}

/// A set reading of the ladder that can be fuzzed. A new reading conforms and gets its line in `Registry`.
protocol FuzzedReading: Analytic {
  /// What the table of results calls it.
  static var readingName: String { get }
  /// The working precision of a reading that has only one.
  static var fixedBits: Int? { get }
  /// An operand near the ball. It need not be the same set: the checks take its points from `withSet`.
  init(operand ball: Ball)
  /// Shows the set exactly.
  func withSet<R>(_ body: (SetView) -> R) -> R
  /// Every bit, for the artefact of a failure.
  var exactDump: String { get }
}

extension Ball: FuzzedReading {
  static var readingName: String { "Ball" }
  static var fixedBits: Int? { nil }
  init(operand ball: Ball) { self = ball }
  @inline(__always) func withSet<R>(_ body: (SetView) -> R) -> R {
    let radius = self.radius
    return withMidpoint { m in
      body(mpfr_number_p(m) != 0 && radius.isFinite ? .ball(m, radius) : .indeterminate)
    }
  }
  var exactDump: String { "\(dump)  (\(shortDescription))" }
}

extension SmallBall: FuzzedReading {
  static var readingName: String { "SmallBall" }
  static var fixedBits: Int? { SmallBall.bits }
  /// A midpoint near MPFR's least number is left out: as a ball it is rounded outwards, and points of that need
  /// not be points of the operand.
  init(operand ball: Ball) {
    let isTiny = (ball.exponent ?? 0) < -(1 << 29)
    self.init(isTiny ? Ball(center: Ball(0, bits: ball.bits), radius: ball.radius) : ball)
  }
  @inline(__always) func withSet<R>(_ body: (SetView) -> R) -> R { ball.withSet(body) }
  var exactDump: String { "\(ball.dump)  (\(shortDescription))" }
}

extension DoubleEnclosure: FuzzedReading {
  static var readingName: String { "Double" }
  static var fixedBits: Int? { 53 }
  init(operand ball: Ball) { self.init(ball) }
  func withSet<R>(_ body: (SetView) -> R) -> R {
    if isIndeterminate { return body(.indeterminate) }
    let (low, high) = (Number(bits: 53), Number(bits: 53))
    _ = mpfr_set_d(low.pointer, lower, MPFR_RNDN)
    _ = mpfr_set_d(high.pointer, upper, MPFR_RNDN)
    return withExtendedLifetime((low, high)) { body(.interval(low.pointer, high.pointer)) }
  }
  var exactDump: String {
    "[\(lower), \(upper)] = bits [0x\(String(lower.bitPattern, radix: 16)), 0x\(String(upper.bitPattern, radix: 16))]"
  }
}

/// The points of an operand at which a function is enclosed by another route: both ends, the midpoint, and one
/// at random; only the number itself when the operand is exact.
final class Points {
  private let numbers: UnsafeMutablePointer<__mpfr_struct>
  private let offset = Number(bits: 64)
  private(set) var count = 1

  init() {
    numbers = .allocate(capacity: 4)
    for i in 0..<4 { mpfr_init2(numbers + i, 512) }
  }

  deinit {
    for i in 0..<4 { mpfr_clear(numbers + i) }
    numbers.deallocate()
  }

  @inline(__always) subscript(i: Int) -> NumberPointer { numbers + i }

  @inline(__always) private func setPrecision(_ i: Int, _ bits: Int) {
    if numbers[i]._mpfr_prec != bits { mpfr_set_prec(numbers + i, bits) }
  }

  /// Points that certainly lie in the set: exact ends where that needs few bits, else ends rounded inwards.
  func fill(from set: SetView, _ generator: inout Generator) {
    switch set {
    case .indeterminate: count = 0
    case .ball(let center, let radius):
      if radius.isZero {
        count = 1
        copy(center, to: 0)
        return
      }
      count = 4
      let exponent = center.pointee._mpfr_exp
      let precision = center.pointee._mpfr_prec
      var bits = 64
      if exponent > Int.min + 3 {
        let span = max(exponent, radius.exponent) &+ 1 &- min(exponent &- precision, radius.exponent &- 53)
        bits = max(precision, min(span, precision &+ 400))
      }
      for i in 0..<4 { setPrecision(i, bits) }
      setOffset(UInt(radius.mantissa), radius.exponent &- 32)
      _ = mpfr_sub(numbers + 0, center, offset.pointer, MPFR_RNDU)
      _ = mpfr_add(numbers + 1, center, offset.pointer, MPFR_RNDD)
      _ = mpfr_set(numbers + 2, center, MPFR_RNDN)
      // A multiple of 2^-20 of the radius, on either side.
      let part = generator.next()
      setOffset(UInt(radius.mantissa) &* UInt(part & 0xF_FFFF), radius.exponent &- 52)
      if part >> 63 == 0 {
        _ = mpfr_add(numbers + 3, center, offset.pointer, MPFR_RNDD)
      } else {
        _ = mpfr_sub(numbers + 3, center, offset.pointer, MPFR_RNDU)
      }
    case .interval(let low, let high):
      let (isBelow, isAbove) = (mpfr_inf_p(low) == 0, mpfr_inf_p(high) == 0)
      guard isBelow, isAbove else {
        // A half-line: its end.
        count = isBelow || isAbove ? 1 : 0
        if count == 1 { copy(isBelow ? low : high, to: 0) }
        return
      }
      let isPoint = mpfr_equal_p(low, high) != 0
      count = isPoint ? 1 : 4
      copy(low, to: 0)
      if isPoint { return }
      copy(high, to: 1)
      // low + (high - low) t, which stays inside when both roundings are downwards and t < 1.
      let bits = max(low.pointee._mpfr_prec, high.pointee._mpfr_prec) &+ 64
      for i in 2...3 {
        let x = numbers + i
        setPrecision(i, bits)
        _ = mpfr_sub(x, high, low, MPFR_RNDD)
        let t = i == 2 ? 1 << 19 : generator.below(1 << 20)
        _ = mpfr_mul_ui(x, x, UInt(t), MPFR_RNDD)
        _ = mpfr_div_2ui(x, x, 20, MPFR_RNDD)
        _ = mpfr_add(x, x, low, MPFR_RNDD)
      }
    }
  }

  private func setOffset(_ mantissa: UInt, _ exponent: Int) {
    _ = mpfr_set_ui_2exp(offset.pointer, mantissa, exponent, MPFR_RNDD)
  }

  private func copy(_ x: ConstantNumberPointer, to i: Int) {
    setPrecision(i, x.pointee._mpfr_prec)
    _ = mpfr_set(numbers + i, x, MPFR_RNDN)
  }
}
