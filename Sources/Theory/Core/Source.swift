/// A paper that results come from.
public struct Paper: Sendable, Hashable, Codable {
  /// The BibTeX key.
  public let key: String
  public let title: String
  public let authors: [String]
  public let year: Int
  public let arxiv: String
  public let venue: String?

  public init(key: String, title: String, authors: [String], year: Int, arxiv: String, venue: String? = nil) {
    self.key = key
    self.title = title
    self.authors = authors
    self.year = year
    self.arxiv = arxiv
    self.venue = venue
  }

  /// The BibTeX entry.
  public var bibTeX: String {
    let kind = venue == nil ? "misc" : "inproceedings"
    var lines = [
      "@\(kind){\(key),", "  title = {\(title)},", "  author = {\(authors.joined(separator: " and "))},",
    ]
    if let venue { lines.append("  booktitle = {\(venue)},") }
    lines += ["  year = {\(year)},", "  eprint = {\(arxiv)},", "  archivePrefix = {arXiv}", "}"]
    return lines.joined(separator: "\n")
  }

  public var shortCitation: String {
    "\(authors.map { $0.split(separator: " ").last.map(String.init) ?? $0 }.joined(separator: ", ")) (\(year)), arXiv:\(arxiv)"
  }
}

/// How a result stands to its paper.
public enum Standing: String, Sendable, Codable {
  /// Printed in the paper as shown.
  case stated
  /// Follows from the paper's objects by the derivation given with the result.
  case derived
  /// Rebuilt from an abstract, from code or from a formalisation: constants may differ from the paper's.
  case reconstructed
  /// Printed in the paper with a slip; shown as corrected, and the slip is named.
  case corrected
}

/// Where a result comes from.
public struct Source: Sendable {
  public let paper: Paper
  /// Theorem, lemma or equation.
  public let locator: String
  public let standing: Standing
  /// What the paper prints and why it is wrong, when `standing` is `corrected`.
  public let slip: String?

  public init(_ paper: Paper, _ locator: String, _ standing: Standing, slip: String? = nil) {
    self.paper = paper
    self.locator = locator
    self.standing = standing
    self.slip = slip
  }
}
