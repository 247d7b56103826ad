extension Catalogue {
  /// The results that come with the library, by theme.
  public static let standard = Catalogue(retrieval + causal + kde + clustering + gaussian)
}
