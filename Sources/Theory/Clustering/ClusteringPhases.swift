extension Catalogue {
  /// Clustering: normalisation schemes, long contexts, noise, metastability, emergence.
  static let clusteringPhases: [any Theorem.Type] = [
    LayernormInitialVelocity.self, LayernormRadiusLaw.self, LayernormTime.self, LayernormTail.self,
    LongContextOverlap.self, LongContextWindow.self, NoisyLinearThreshold.self, NoisyTricriticalBeta.self,
    NoisyQuartic.self, MetastabilityWindow.self, CapCollapseTime.self, TwoClusterMerger.self,
    StaircaseTime.self,
    BooleanLimitPair.self, BooleanBarrier.self,
  ]
}
