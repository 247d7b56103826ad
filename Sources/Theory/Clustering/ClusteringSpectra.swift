extension Catalogue {
  /// Clustering: extremes of interaction energies, hardmax attention, spectra of symmetric attention.
  static let clusteringSpectra: [any Theorem.Type] = [
    InteractionEnergyExtremes.self, HardmaxLeaders.self, PureModeSpectrum.self, PolarisedModeRate.self,
  ]
}
