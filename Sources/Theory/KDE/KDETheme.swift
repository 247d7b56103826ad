extension Catalogue {
  /// Modes of Gaussian kernel density estimators.
  static let kde: [any Theorem.Type] = kdeExpectations + kdeDeterministic + kdeCounts
}
