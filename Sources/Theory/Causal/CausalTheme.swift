extension Catalogue {
  /// Clustering under causal masking.
  static let causal: [any Theorem.Type] = [
    ForcePeak.self, StrongCenterLifetime.self, FrozenWindow.self, StrongRenyiCount.self, RenyiConstant.self,
    RenyiCountCircle.self, LeaderPropagatorEntry.self, TwoTokenTime.self, SequentialEnergy.self,
  ]
}
