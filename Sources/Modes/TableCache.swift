import Foundation
import VlasovNumbers

/// The tables of recent bandwidths: many small samples at one bandwidth share them.
enum TableCache {
  /// Order 8 decides nearly every box; order 16 what is left.
  private static let shapes = [(order: 8, radius: 7), (order: 16, radius: 9)]
  private static let capacity = 8
  private static let store = Store()

  static func tables(_ scale: KernelScale) -> [TranslationTable] {
    if let known = store.find(scale.beta) { return known }
    let tables = shapes.map { TranslationTable(scale: scale, order: $0.order, radius: $0.radius) }
    store.keep(tables, scale.beta)
    return tables
  }

  /// A lock that the thread sanitizer sees.
  private final class Store: @unchecked Sendable {
    private let lock = NSLock()
    private var entries: [(beta: Rational, tables: [TranslationTable])] = []

    func find(_ beta: Rational) -> [TranslationTable]? {
      lock.withLock { entries.first { $0.beta == beta }?.tables }
    }

    func keep(_ tables: [TranslationTable], _ beta: Rational) {
      lock.withLock {
        if entries.contains(where: { $0.beta == beta }) { return }
        if entries.count >= TableCache.capacity { entries.removeFirst() }
        entries.append((beta, tables))
      }
    }
  }
}
