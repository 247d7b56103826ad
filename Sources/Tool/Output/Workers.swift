import Dispatch
import Synchronization
import Vlasov

/// Independent pieces of work on several threads, with results in order.
enum Workers {
  static func map<R: Sendable>(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws -> R)
    throws -> [R]
  {
    if threads == 1 || count <= 1 { return try (0..<count).map(body) }
    let next = Atomic<Int>(0)
    let results = Mutex([Result<R, any Error>?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      ThreadCaches.freeAtThreadEnd()
      while true {
        let k = next.add(1, ordering: .relaxed).oldValue
        if k >= count { return }
        let result = Result { try body(k) }
        results.withLock { $0[k] = result }
      }
    }
    return try results.withLock { $0 }.compactMap { try $0?.get() }
  }
}
