import CMPFR
import VlasovEnclosures

/// What one worker needs to make operands and to check results, allocated once.
final class Workspace {
  var generator = Generator(seed: 0, number: 0)
  let bounds = Bounds()
  static let maximumOperands = 5
  let points = (0..<maximumOperands).map { _ in Points() }
  /// The current point of each operand.
  let arguments: UnsafeMutablePointer<NumberPointer>
  var operandCount = 0
  /// The integer parameter of the current function.
  var parameter = 0
  private let center = Number()
  private let landmark = Number()
  private let gap = Number(bits: 32)

  init() {
    arguments = .allocate(capacity: Workspace.maximumOperands)
    arguments.initialize(repeating: center.pointer, count: Workspace.maximumOperands)
  }

  deinit { arguments.deallocate() }

  // MARK: Operands

  /// A random ball of `bits` bits near the domain.
  func operand(_ domain: Domain, bits: Int) -> Ball {
    let domain = generator.oneIn(10) ? Domain.line : domain
    let anchor = drawCenter(domain, bits: bits)
    let center = Ball(bits: bits) { [x = self.center.pointer] z in mpfr_set(z, x, MPFR_RNDN) }
    guard let radius = drawRadius(bits, anchor) else { return center }
    return Ball(center: center, radius: radius)
  }

  /// Writes the midpoint; true when it was drawn next to a landmark.
  private func drawCenter(_ domain: Domain, bits: Int) -> Bool {
    let x = center.pointer
    center.setPrecision(bits)
    let choice = generator.below(16)
    switch choice {
    case 0: mpfr_set_zero(x, generator.oneIn(2) ? 1 : -1)
    case 1...5 where !domain.landmarks.isEmpty:
      landmark.setPrecision(bits + 64)
      generator.element(of: domain.landmarks).write(to: landmark.pointer, &generator)
      _ = mpfr_set(x, landmark.pointer, MPFR_RNDN)
      if generator.oneIn(2) {
        // A few neighbours away.
        let steps = generator.int(1...3)
        let up = generator.oneIn(2)
        for _ in 0..<steps { up ? mpfr_nextabove(x) : mpfr_nextbelow(x) }
      } else if generator.oneIn(2), x.isRegular {
        // Some way off, on a scale of its own.
        gap.setPrecision(32)
        let scale = x.pointee._mpfr_exp - generator.int(1...max(2, bits))
        _ = mpfr_set_si_2exp(gap.pointer, generator.oneIn(2) ? 1 : -1, scale, MPFR_RNDN)
        _ = mpfr_add(x, x, gap.pointer, MPFR_RNDN)
      }
      return true
    default:
      let exponents = choice == 6 ? domain.rareExponents : domain.exponents
      drawMantissa(x, bits: bits)
      x.pointee._mpfr_exp = generator.int(exponents)
      x.pointee._mpfr_sign = domain.isPositive || generator.oneIn(2) ? 1 : -1
      if domain.isUnit, x.pointee._mpfr_exp > 0 { x.pointee._mpfr_exp = 0 }
    }
    return false
  }

  /// Limbs of a normalised mantissa: random ones, or patterns in which carries and roundings go wrong.
  private func drawMantissa(_ x: NumberPointer, bits: Int) {
    guard let limbs = x.pointee._mpfr_d else { return }
    let count = (bits + 63) >> 6
    let pattern = generator.below(8)
    for i in 0..<count {
      switch pattern {
      case 0: limbs[i] = UInt.max
      case 1, 2: limbs[i] = 0
      case 3: limbs[i] = generator.oneIn(2) ? UInt.max : 0
      default: limbs[i] = UInt(generator.next())
      }
    }
    let unit = UInt(1) << UInt(64 * count - bits)
    if pattern == 2 { limbs[0] |= unit }
    limbs[0] &= ~(unit - 1)
    limbs[count - 1] |= 1 << 63
  }

  /// The radius to go with the midpoint just drawn; nil for an exact operand.
  private func drawRadius(_ bits: Int, _ anchored: Bool) -> Magnitude? {
    let x = center.pointer
    let e = x.isRegular ? x.pointee._mpfr_exp : 0
    let mantissa = generator.oneIn(4) ? 1 << 31 : Int(1 << 31 | (generator.next() & 0x7FFF_FFFF))
    func size(_ exponent: Int) -> Magnitude { Magnitude(mantissa).scaled(by: exponent - 32) }
    switch generator.below(10) {
    case 0...2: return nil
    case 3...5: return size(e - bits + generator.int(-2...12))
    case 6: return size(e - generator.int(0...max(2, bits + 8)))
    case 7: return size(e + generator.int(-3...3))
    case 8:
      // The end meets the landmark (or 0), or stays short of it by less than a unit of the radius.
      gap.setPrecision(32)
      let mode = generator.oneIn(2) ? MPFR_RNDU : MPFR_RNDD
      if anchored {
        _ = mpfr_sub(gap.pointer, x, landmark.pointer, MPFR_RNDA)
        if mpfr_zero_p(gap.pointer) != 0 { return size(e - bits) }
      } else {
        _ = mpfr_set(gap.pointer, x, MPFR_RNDA)
      }
      _ = mpfr_abs(gap.pointer, gap.pointer, MPFR_RNDN)
      if mode == MPFR_RNDD, gap.pointer.isRegular { mpfr_nextbelow(gap.pointer) }
      guard gap.pointer.isRegular else { return nil }
      return Magnitude(Int(gap.pointer.topLimb >> 32)).scaled(by: gap.pointer.pointee._mpfr_exp - 32)
    default: return size(generator.int(-64...16))
    }
  }
}
