/// Functions given by integrals or series with positive kernels, on rectangles z = x + iy: mean values along vertical
/// segments (`Complex.aboveAxis`) with the derivative bounded by its value at a real point.
///
/// * exprel(z) = ∫_0^1 e^{uz} du: |exprel'(z)| <= ∫ u e^{ux} du <= exprel(x); away from 0 also (e^z - 1)/z.
/// * Ein'(z) = exprel(-z), and E_1'(z) = -e^{-z}/z for x > 0.
/// * E_n(z) = ∫_1^∞ e^{-zu} u^{-n} du, x > 0: E_n' = -E_{n-1} and |E_{n-1}(z)| <= E_{n-1}(x); E_0(z) = e^{-z}/z.
/// * Q(k, z) = e^{-z} Σ_{j<k} z^j/j!: the derivative is -e^{-z} z^{k-1}/(k-1)!.
/// * C_ν(z) = Σ z^k/(k! Γ(k+ν+1)) has the derivative C_{ν+1}, and |C_ν(z)| <= e^{2 |Re √z|}/Γ(ν+1) for ν >= -1/2 (DLMF
///   10.14.4 with J_ν(2i √z)); 2 |Re √z| = √(2 (|z| + x)). ₀F₁(; b; z) = Γ(b) C_{b-1}(z) has the derivative
///   ₀F₁(; b+1; z)/b.
extension Complex where Part: SpecialAnalytic {
  @inlinable public static func exprel(_ z: Complex) -> Complex {
    if z.isReal { return Complex(real: Part.exprel(z.re)) }
    guard z.isFinite else { return .indeterminate }
    if (z.squaredModulus - 1).isPositive { return expm1(z) / z }
    let value = Part.exprel(z.re)
    return aboveAxis(z, value: value) { _ in box(value) }
  }

  @inlinable public static func ein(_ z: Complex) -> Complex {
    if z.isReal { return Complex(real: Part.ein(z.re)) }
    return aboveAxis(z, value: Part.ein(z.re)) { exprel(-$0) }
  }

  @inlinable public static func e1(_ z: Complex) -> Complex {
    if z.isReal { return Complex(real: Part.e1(z.re)) }
    guard z.isFinite, z.re.isPositive else { return .indeterminate }
    return aboveAxis(z, value: Part.e1(z.re)) { -(exp(-$0) / $0) }
  }

  @inlinable public static func expIntegral(_ n: Index, _ z: Complex) -> Complex {
    if z.isReal {
      // At 0, where E_n has a branch point, the real function may be finite.
      return z.re.isPositive ? Complex(real: Part.expIntegral(n, z.re)) : .indeterminate
    }
    guard let order = n.value, order >= 0, z.isFinite, z.re.isPositive else { return .indeterminate }
    if order == 0 { return exp(-z) / z }
    if order == 1 { return e1(z) }
    return aboveAxis(z, value: Part.expIntegral(n, z.re)) { _ in box(Part.expIntegral(n - 1, z.re)) }
  }

  @inlinable public static func gammaQ(_ k: Index, _ z: Complex) -> Complex {
    if z.isReal { return Complex(real: Part.gammaQ(k, z.re)) }
    guard let count = k.value, count >= 1 else { return .indeterminate }
    return aboveAxis(z, value: Part.gammaQ(k, z.re)) {
      -(exp(-$0) * pow($0, k - 1)).scaled(by: 1 / Part.factorial(k - 1))
    }
  }

  /// e^{2 |Re √z|} over X + i hull(0, Y), and all smaller sizes.
  @inlinable static func growth(_ z: Complex) -> Complex {
    let sum = z.modulus + z.re
    // 2 (|z| + x) >= 0, whatever the rounding says.
    let size = Part.hull(0, Part.sqrt(Part.pow(sum + sum, Index(2))))
    return box(Part.exp(Part.sqrt(size)))
  }

  @inlinable public static func besselClifford(_ n: Index, _ z: Complex) -> Complex {
    if z.isReal { return Complex(real: Part.besselClifford(n, z.re)) }
    guard let order = n.value, order >= 0, z.isFinite else { return .indeterminate }
    return aboveAxis(z, value: Part.besselClifford(n, z.re)) {
      growth($0).scaled(by: 1 / Part.factorial(n + 1))
    }
  }

  @inlinable public static func besselClifford(order nu: Complex, _ z: Complex) -> Complex {
    guard nu.isReal else { return .indeterminate }
    if z.isReal { return Complex(real: Part.besselClifford(order: nu.re, z.re)) }
    guard nu.re.isNonNegative, z.isFinite else { return .indeterminate }
    return aboveAxis(z, value: Part.besselClifford(order: nu.re, z.re)) {
      growth($0).scaled(by: 1 / Part.gamma(nu.re + 2))
    }
  }

  @inlinable public static func hyp0f1(_ b: Complex, _ z: Complex) -> Complex {
    guard b.isReal else { return .indeterminate }
    if z.isReal { return Complex(real: Part.hyp0f1(b.re, z.re)) }
    guard b.re.isPositive, z.isFinite else { return .indeterminate }
    return aboveAxis(z, value: Part.hyp0f1(b.re, z.re)) { growth($0).scaled(by: 1 / b.re) }
  }
}
