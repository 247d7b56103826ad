extension Catalogue {
  /// Kinetic theory of causal attention: the retrieval profile and its U-shape.
  static let retrieval: [any Theorem.Type] = [
    Eigenvalue.self, ModeCrossover.self, GreenFunction.self, GreenMass.self, Profile.self, SoftAccuracy.self,
    HardAccuracyCoefficient.self, EndpointSlope.self, TCrit.self, SmallnessTime.self, UShapeCertificate.self,
    Argmin.self, Fold.self, FoldLambda.self, MassShare.self, MultiHead.self, FiniteNPropagator.self,
    MeanField.self,
  ]
}
