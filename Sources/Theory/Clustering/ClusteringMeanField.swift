extension Catalogue {
  /// Clustering of densities: the flow without temperature, growth of modes from the uniform density.
  static let clusteringMeanField: [any Theorem.Type] = [
    Beta0MeanfieldFlow.self, UniformGrowthRate.self, ModeTransition.self,
  ]
}

/// Papers and parameters that the results on densities share.
enum ClusteringMeanFieldModel {
  static let quantitative = Paper(
    key: "chen2025quantitative", title: "Quantitative clustering in mean-field transformer models",
    authors: ["S. Chen", "Z. Lin", "Y. Polyanskiy", "P. Rigollet"], year: 2025, arxiv: "2504.14697")
  static let metastable = Paper(
    key: "bruno2025emergence",
    title: "Emergence of meta-stable clustering in mean-field transformer models",
    authors: ["G. Bruno", "F. Pasqualotto", "A. Agazzi"], year: 2025, arxiv: "2410.23228")
}
