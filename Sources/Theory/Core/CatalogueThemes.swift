extension Catalogue {
  /// The themes, in the order of the results.
  public var themes: [String] {
    var found: [String] = []
    for theorem in theorems where !found.contains(theorem.record.theme) { found.append(theorem.record.theme) }
    return found
  }

  /// The results of some themes, in the order of the catalogue.
  ///
  /// - Throws: `InputError` with the list of themes for an unknown one.
  public func theorems(ofThemes wanted: [String], parameter: String = "theme") throws -> [any Theorem.Type] {
    let themes = themes
    for theme in wanted where !themes.contains(theme) {
      let known = themes.joined(separator: ", ")
      throw InputError(
        parameter: parameter, value: theme, domain: known, "unknown theme \(theme): the themes are \(known)")
    }
    return theorems.filter { wanted.contains($0.record.theme) }
  }
}
