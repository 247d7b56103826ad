/// The readings of `SpecialAnalytic`; those of one function are in the file that bears its name.
extension Ball: SpecialAnalytic {}

extension Double: SpecialAnalytic {}

extension Jet: SpecialAnalytic where Base: SpecialAnalytic {}

extension Jet where Base: SpecialAnalytic {
  /// How many Taylor coefficients at `value` a composition needs.
  @usableFromInline var taylorCount: Int { isConstant ? 1 : order + 1 }

  /// f_k(self) for f_k = f^(k)/k!, 0 <= k < `count`, from the Taylor coefficients c of f at `value`:
  /// f_k^(j)/j! = (k+j over j) c_{k+j}.
  @usableFromInline func composeEach(_ c: [Base], count: Int) -> [Jet] {
    (0..<count).map { k in
      compose { j in j == 0 ? c[k] : c[k + j] * Base.binomial(Index(k + j), Index(j)) }
    }
  }

  /// The jet with another constant term.
  @usableFromInline func replacingValue(_ value: Base) -> Jet {
    isConstant ? Jet(constant: value) : Jet(coefficients: [value] + coefficients.dropFirst()) ?? self
  }
}
