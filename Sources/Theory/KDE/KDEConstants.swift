extension Catalogue {
  /// Constants, predictors, exact small cases and the tail certificate.
  static let kdeDeterministic: [any Theorem.Type] = [
    MammenFixedInterval.self, MammenCritical.self, MammenTwoThirds.self, MainTheorem.self, ShotNoise.self,
    ShotNoiseC4.self, ExpectedN2.self, DeterministicFacts.self, TwoAtoms.self, ThreeAtomThreshold.self,
    TailCertificate.self,
  ]
}

extension ParameterSpec {
  /// The ends of a fixed interval, where only the conclusion speaks about it.
  static let intervalForCheck = [
    ParameterSpec("a", symbol: "a", .real(.real), onlyForCheck: true, "left end of the interval"),
    ParameterSpec("b", symbol: "b", .real(.real), onlyForCheck: true, "right end of the interval"),
  ]
}

extension Hypothesis {
  /// 0 inside the interval: elsewhere the derivative of the normal density, not noise, decides the sign of P'.
  static let zeroInside = [
    Hypothesis("a < 0", .reported, needs: ["a"]) { .less($0.a, 0) },
    Hypothesis("0 < b", .reported, needs: ["b"]) { .greater($0.b, 0) },
  ]
}
