/// The results by id. Make one of your own with `Catalogue.standard.adding(MyTheorem.self)`.
public struct Catalogue: Sendable {
  public let theorems: [any Theorem.Type]
  private let byID: [String: any Theorem.Type]

  public init(_ theorems: [any Theorem.Type]) {
    self.theorems = theorems
    byID = Dictionary(theorems.map { ($0.record.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public func adding(_ more: any Theorem.Type...) -> Catalogue { Catalogue(theorems + more) }

  /// The result with this id; throws `InputError` naming the nearest ids.
  public func theorem(_ id: String) throws -> any Theorem.Type {
    if let found = byID[id] { return found }
    let nearest = nearest(to: id).joined(separator: ", ")
    throw InputError(parameter: "id", value: id, "unknown result \(id); nearest: \(nearest)")
  }

  /// The three ids with the smallest edit distance; a slug without its theme also matches.
  public func nearest(to id: String) -> [String] {
    func score(_ other: String) -> Int {
      let slug = String(other.drop { $0 != "." }.dropFirst())
      return min(editDistance(id, other), editDistance(id, slug) + 1)
    }
    return theorems.map { $0.record.id }.map { ($0, score($0)) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
      .prefix(3).map(\.0)
  }

  private func editDistance(_ a: String, _ b: String) -> Int {
    let x = Array(a.utf8.prefix(80))
    let y = Array(b.utf8)
    var row = Array(0...y.count)
    for (i, c) in x.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, d) in y.enumerated() {
        let cost = min(diagonal + (c == d ? 0 : 1), row[j] + 1, row[j + 1] + 1)
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[y.count]
  }
}
