extension Catalogue {
  /// Certified counts of given samples.
  static let kdeCounts: [any Theorem.Type] = [CertifiedCount.self]
}
