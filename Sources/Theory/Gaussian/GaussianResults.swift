extension Catalogue {
  /// Gaussian data through deep Transformers, in the order of a first reading.
  public static let gaussian: [any Theorem.Type] =
    gaussianAttention + gaussianScalarValue + gaussianFlows + gaussianLayers

  /// Velocities, sampling, tied keys, the Sinkhorn coupling and the energies.
  private static let gaussianAttention: [any Theorem.Type] = []

  /// The exactly solvable case of a scalar value matrix.
  private static let gaussianScalarValue: [any Theorem.Type] = [
    ScalarValueClosedForm.self, MeanClosedForm.self, BlowUpTime.self, BlowUpShape.self, DecayLimit.self,
    Anisotropy.self, IsotropicRank.self,
  ]

  /// Covariance flows of a general value matrix: integration, blow-up, profiles, fixed points.
  private static let gaussianFlows: [any Theorem.Type] = [
    GeneralOde.self, FixedPointSpectrum.self, PsdValueDecay.self, SelfSimilarProfile.self, BlowUpGeneral.self,
    RankOneFlow.self, IsospectralFlow.self,
  ]

  /// Affine feed-forward layers, reachability, discrete layers, limits.
  private static let gaussianLayers: [any Theorem.Type] = []
}
