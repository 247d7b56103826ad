extension Catalogue {
  /// Expectations for samples of normal numbers.
  static let kdeExpectations: [any Theorem.Type] = [
    KernelMoments.self, ProxyIntensity.self, ProxyCount.self, EdgeworthThird.self,
  ]
}
