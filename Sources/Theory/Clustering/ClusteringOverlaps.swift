extension Catalogue {
  /// Energies, equiangular tokens, collapse and synchronisation.
  static let clusteringOverlaps: [any Theorem.Type] = [
    EnergyUniform.self, OrthogonalTime.self, OrthogonalOverlap.self, OrthogonalRateConstant.self,
    PhaseCurve.self, HighDimConcentration.self, ConeCollapseRate.self, AcuteCollapseBound.self,
    HemisphereProbability.self, SynchronizationConditions.self, SplaySpectrum.self, SplayThreshold.self,
    ForceInflection.self,
  ]
}
