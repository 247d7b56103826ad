import CMPFR
import VlasovNumbers

/// A closed interval `mid ± rad` on MPFR with a word-size radius: the set reading of a real number.
///
/// Inclusion is the contract: if x lies in the operand balls then f(x) lies in the result ball. A result
/// carries the larger precision of its operands; constants and literals are made at `Precision.bits`. An
/// undefined or unbounded operation gives the indeterminate ball, which propagates.
public struct Ball: Enclosing, @unchecked Sendable {
  // A ball is immutable once shared: in-place operations copy a buffer that is not uniquely referenced.
  @usableFromInline var buffer: BallBuffer

  init(_ buffer: BallBuffer) { self.buffer = buffer }

  @inline(__always) var pointer: BallPointer { buffer.pointer }

  /// A new ball written by `body`, which gets a zero of the given precision.
  @inline(__always)
  static func make(_ bits: Int, _ body: (BallPointer) -> Void) -> Ball {
    let buffer = BallBuffer.make(bits: bits)
    body(buffer.pointer)
    return Ball(buffer)
  }

  /// Keeps `self`'s buffer alive while `body` reads it.
  @inline(__always) func read<R>(_ body: (BallPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(buffer) { try body(buffer.pointer) }
  }

  @inline(__always) mutating func makeUnique() {
    if _slowPath(!isKnownUniquelyReferenced(&buffer)) { self = rounded(to: bits) }
  }

  /// The precision of the midpoint in bits.
  public var bits: Int { read { $0.bits } }

  // MARK: Making balls

  public init(integerLiteral value: Int) { self.init(value, bits: Precision.bits) }

  public init(_ value: Int) { self.init(value, bits: Precision.bits) }

  /// The ball of an integer at the given precision; exact when it fits.
  public init(_ value: Int, bits: Int) { self = .make(bits) { BallKernel.set($0, value) } }

  public init(_ value: Rational) { self.init(value, bits: Precision.bits) }

  public init(_ value: Rational, bits: Int) {
    self = .make(bits) { z in
      let t = value.withPointer { mpfr_set_q(z.mid, $0, MPFR_RNDN) }
      BallKernel.finish(z, BallKernel.roundingError(t, z))
    }
  }

  public init(_ value: Integer, bits: Int? = nil) {
    self = .make(bits ?? Precision.bits) { z in
      let t = value.withPointer { mpfr_set_z(z.mid, $0, MPFR_RNDN) }
      BallKernel.finish(z, BallKernel.roundingError(t, z))
    }
  }

  /// A symbolic index has no numerical value: indeterminate.
  public init(_ index: Index) {
    self = index.value.map { Ball($0, bits: Precision.bits) } ?? .indeterminate
  }

  /// The exact value of a Double, at 53 bits or the working precision; NaN and infinities give the
  /// indeterminate ball.
  public init(exactly value: Double) {
    self = .make(Swift.max(53, Precision.bits)) { z in
      _ = mpfr_set_d(z.mid, value, MPFR_RNDN)
      BallKernel.finish(z, .zero)
    }
  }

  /// `center ± radius`, the radius rounded up.
  public init(center: Ball, radius: Magnitude) {
    self = .make(center.bits) { z in
      center.read { BallKernel.set(z, $0) }
      BallKernel.finish(z, z.pointee.rad + radius)
    }
  }

  public static var indeterminate: Ball { indeterminate(bits: Precision.bits) }

  /// The whole line, at the given precision.
  public static func indeterminate(bits: Int) -> Ball { .make(bits) { BallKernel.setIndeterminate($0) } }

  /// The indeterminate ball; the first such event of an evaluation is kept for the answer's explanation.
  public static func undefined(_ operation: String, _ operand: Ball) -> Ball {
    if operand.isFinite { FailureLog.current?.record("\(operation) of \(operand.shortDescription)") }
    return .indeterminate(bits: operand.bits)
  }

  /// The same set rounded outwards to another precision.
  public func rounded(to bits: Int) -> Ball { .make(bits) { z in read { BallKernel.set(z, $0) } } }

  // MARK: Constants

  public static var pi: Ball { pi(bits: Precision.bits) }

  public static func pi(bits: Int) -> Ball {
    .make(bits) { z in BallKernel.finish(z, BallKernel.roundingError(mpfr_const_pi(z.mid, MPFR_RNDN), z)) }
  }

  /// Euler's constant γ.
  public static var eulerGamma: Ball {
    .make(Precision.bits) { z in
      BallKernel.finish(z, BallKernel.roundingError(mpfr_const_euler(z.mid, MPFR_RNDN), z))
    }
  }

  /// log 2.
  public static var log2: Ball {
    .make(Precision.bits) { z in
      BallKernel.finish(z, BallKernel.roundingError(mpfr_const_log2(z.mid, MPFR_RNDN), z))
    }
  }
}
