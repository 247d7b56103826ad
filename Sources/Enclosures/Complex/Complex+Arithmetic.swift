import VlasovNumbers

/// Field operations and integer powers, by the formulas in the parts.
extension Complex {
  @inlinable public static func + (a: Complex, b: Complex) -> Complex {
    guard let y = a.imaginary else { return Complex(a.re + b.re, imaginary: b.imaginary) }
    guard let v = b.imaginary else { return Complex(a.re + b.re, imaginary: y) }
    return Complex(re: a.re + b.re, im: y + v)
  }

  @inlinable public static func - (a: Complex, b: Complex) -> Complex {
    guard let v = b.imaginary else { return Complex(a.re - b.re, imaginary: a.imaginary) }
    guard let y = a.imaginary else { return Complex(re: a.re - b.re, im: -v) }
    return Complex(re: a.re - b.re, im: y - v)
  }

  @inlinable public static prefix func - (a: Complex) -> Complex {
    Complex(-a.re, imaginary: a.imaginary.map { -$0 })
  }

  @inlinable public static func * (a: Complex, b: Complex) -> Complex {
    guard let y = a.imaginary else { return b.scaled(by: a.re) }
    guard let v = b.imaginary else { return a.scaled(by: b.re) }
    return Complex(re: a.re * b.re - y * v, im: a.re * v + y * b.re)
  }

  /// `factor` z for a real factor.
  @inlinable public func scaled(by factor: Part) -> Complex {
    Complex(re * factor, imaginary: imaginary.map { $0 * factor })
  }

  /// z / `divisor` for a real divisor.
  @inlinable func divided(by divisor: Part) -> Complex {
    Complex(re / divisor, imaginary: imaginary.map { $0 / divisor })
  }

  /// a/b = a conj(b)/|b|²; indeterminate when 0 is in b (or the square of its modulus is not certainly positive).
  @inlinable public static func / (a: Complex, b: Complex) -> Complex {
    if b.isReal { return a.divided(by: b.re) }
    let square = b.squaredModulus
    guard square.isPositive else { return undefined("division by 0:", b) }
    return (a * b.conjugate).divided(by: square)
  }

  /// z²: x² - y² from the squares, which know that they are not negative.
  @inlinable static func square(_ z: Complex) -> Complex {
    guard let y = z.imaginary else { return Complex(real: Part.pow(z.re, Index(2))) }
    let product = z.re * y
    return Complex(re: Part.pow(z.re, Index(2)) - Part.pow(y, Index(2)), im: product + product)
  }

  /// z^n by repeated multiplication; a negative n divides.
  @inlinable public static func pow(_ z: Complex, _ n: Index) -> Complex {
    guard let m = n.value, z.isFinite else { return .indeterminate }
    if z.isReal { return Complex(real: Part.pow(z.re, n)) }
    if m == 0 { return 1 }
    var result = z
    let exponent = m.magnitude
    var bit = (1 as UInt) << UInt(UInt.bitWidth - 1 - exponent.leadingZeroBitCount)
    while bit > 1 {
      bit >>= 1
      result = square(result)
      if exponent & bit != 0 { result = result * z }
    }
    return m < 0 ? 1 / result : result
  }
}
