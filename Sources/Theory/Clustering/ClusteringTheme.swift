extension Catalogue {
  /// Clustering on the sphere.
  static let clustering: [any Theorem.Type] =
    clusteringOverlaps + clusteringPhases + clusteringMeanField + clusteringSpectra
}
