import Dispatch
import VlasovEnclosures

/// What a bucket sort orders: by `key`, then by `precedes` among equal keys.
protocol Keyed: Sendable {
  var key: Double { get }
}

extension Double: Keyed {
  var key: Double { self }
}

/// A number that remembers where it stood.
struct KeyedIndex: Keyed {
  var key: Double
  var index: Int32
}

/// Sorting of finite doubles by buckets of equal width, on several cores.
///
/// The bucket of x is ⌊(x - min) · scale⌋: subtraction, product and truncation are monotone also when rounded, so
/// the buckets are in order, whatever the numbers; their sizes decide about speed only.
enum BucketSort {
  /// Buckets hold about this many numbers each.
  private static let share = 32
  /// Larger buckets are sorted by buckets again.
  private static let largest = 2048

  /// The elements in ascending order of their keys.
  static func sorted<Element: Keyed>(_ elements: [Element], threads: Int) -> [Element] {
    elements.withUnsafeBufferPointer { sorted($0, threads: threads) }
  }

  static func sorted<Element: Keyed>(_ elements: UnsafeBufferPointer<Element>, threads: Int) -> [Element] {
    let n = elements.count
    guard n > 256 else { return elements.sorted { $0.key < $1.key } }
    return [Element](unsafeUninitializedCapacity: n) { target, filled in
      sort(elements, into: target, threads: threads, depth: 0)
      filled = n
    }
  }

  private struct Shared<T>: @unchecked Sendable { let value: T }

  private static func sort<Element: Keyed>(
    _ source: UnsafeBufferPointer<Element>, into target: UnsafeMutableBufferPointer<Element>, threads: Int,
    depth: Int
  ) {
    let n = source.count
    let chunks = Swift.max(1, Swift.min(threads, n / 4096))
    let shared = Shared(value: (source, target))
    @Sendable func range(_ c: Int) -> Range<Int> { n * c / chunks..<n * (c + 1) / chunks }

    let extremes = Chunks.map(chunks) { c -> (Double, Double) in
      var (low, high) = (Double.infinity, -Double.infinity)
      for i in range(c) {
        let x = shared.value.0[i].key
        low = x < low ? x : low
        high = x > high ? x : high
      }
      return (low, high)
    }
    let low = extremes.reduce(Double.infinity) { Swift.min($0, $1.0) }
    let high = extremes.reduce(-Double.infinity) { Swift.max($0, $1.1) }
    let buckets = Swift.max(1, Swift.min(n / share, 1 << 20))
    let scale = Double(buckets) / (high - low)
    // A range that is 0, beyond the doubles, or tiny: leave it to the comparison sort.
    guard depth < 4, buckets > 1, scale.isFinite, scale > 0, (high - low).isFinite else {
      _ = target.initialize(from: source.sorted { $0.key < $1.key })
      return
    }
    @Sendable @inline(__always) func bucket(_ x: Double) -> Int {
      Swift.min(Int((x - low) * scale), buckets - 1)
    }

    let counts = Chunks.map(chunks) { c -> [Int32] in
      var count = [Int32](repeating: 0, count: buckets)
      count.withUnsafeMutableBufferPointer { count in
        for i in range(c) { count[bucket(shared.value.0[i].key)] &+= 1 }
      }
      return count
    }
    var starts = counts
    var bounds = [Int](repeating: 0, count: buckets + 1)
    var position: Int32 = 0
    for b in 0..<buckets {
      bounds[b] = Int(position)
      for c in 0..<chunks {
        let size = counts[c][b]
        starts[c][b] = position
        position += size
      }
    }
    bounds[buckets] = n
    let (offsets, edges) = (starts, bounds)
    _ = Chunks.map(chunks) { c -> Int in
      var next = offsets[c]
      next.withUnsafeMutableBufferPointer { next in
        for i in range(c) {
          let element = shared.value.0[i]
          let b = bucket(element.key)
          (shared.value.1.baseAddress! + Int(next[b])).initialize(to: element)
          next[b] &+= 1
        }
      }
      return 0
    }
    // Each task sorts the buckets that start in its share of the numbers.
    let tasks = chunks == 1 ? 1 : 4 * chunks
    _ = Chunks.map(tasks, threads: chunks) { task -> Int in
      var b = firstIndex(edges, from: n * task / tasks)
      let end = n * (task + 1) / tasks
      while b < buckets, edges[b] < end || task == tasks - 1 {
        let slice = UnsafeMutableBufferPointer(rebasing: shared.value.1[edges[b]..<edges[b + 1]])
        order(slice, depth: depth)
        b += 1
      }
      return 0
    }
  }

  /// The first bucket that starts at `position` or later.
  private static func firstIndex(_ edges: [Int], from position: Int) -> Int {
    var (low, high) = (0, edges.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func order<Element: Keyed>(_ slice: UnsafeMutableBufferPointer<Element>, depth: Int) {
    if slice.count > largest {
      let copy = Array(slice)
      copy.withUnsafeBufferPointer { sort($0, into: slice, threads: 1, depth: depth + 1) }
      return
    }
    if slice.count > 48 {
      var slice = slice
      slice.sort { $0.key < $1.key }
      return
    }
    for i in 1..<Swift.max(1, slice.count) {
      let x = slice[i]
      var j = i
      while j > 0, x.key < slice[j - 1].key {
        slice[j] = slice[j - 1]
        j -= 1
      }
      slice[j] = x
    }
  }
}

/// Independent parts of one computation on several cores.
enum Chunks {
  /// [body(0), ..., body(count - 1)], by as many threads (all that are asked for if nil).
  static func map<Result: Sendable>(
    _ count: Int, threads: Int? = nil, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    let workers = Swift.min(threads ?? count, count)
    if workers <= 1 { return (0..<count).map(body) }
    return [Result](unsafeUninitializedCapacity: count) { results, filled in
      let place = Place(results.baseAddress!)
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        ThreadCaches.freeAtThreadEnd()
        // Interleaved: neighbours cost alike.
        for i in stride(from: worker, to: count, by: workers) {
          (place.pointer + i).initialize(to: body(i))
        }
      }
      filled = count
    }
  }

  /// Whether a test holds for each of some consecutive parts, which are given with the element that follows.
  static func allSatisfy<Element: Sendable>(
    _ elements: [Element], threads: Int, _ test: @Sendable (UnsafeBufferPointer<Element>, Element?) -> Bool
  ) -> Bool {
    elements.withUnsafeBufferPointer { allSatisfy($0, threads: threads, test) }
  }

  static func allSatisfy<Element: Sendable>(
    _ elements: UnsafeBufferPointer<Element>, threads: Int,
    _ test: @Sendable (UnsafeBufferPointer<Element>, Element?) -> Bool
  ) -> Bool {
    let n = elements.count
    let parts = n < 1 << 14 ? 1 : threads
    let all = Source(elements)
    return map(n == 0 ? 0 : parts) { c in
      let end = n * (c + 1) / parts
      return test(
        UnsafeBufferPointer(rebasing: all.buffer[n * c / parts..<end]), end < n ? all.buffer[end] : nil)
    }.allSatisfy { $0 }
  }

  private struct Source<T>: @unchecked Sendable {
    let buffer: UnsafeBufferPointer<T>
    init(_ buffer: UnsafeBufferPointer<T>) { self.buffer = buffer }
  }

  private struct Place<T>: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<T>
    init(_ pointer: UnsafeMutablePointer<T>) { self.pointer = pointer }
  }
}
