/// Σ ω y^l, l < 16, over the points of each box.
///
/// **Error.** y is known within δ. Four lanes take turns; a power is a product of at most 15 factors, times a weight
/// (itself known within u): each term is within (15 δ + 17 u)(1 + 2^-8) ω of the true one. A lane adds at most
/// N/4 + 1 terms of a box of N points, and the lanes are joined by two additions: u (N/4 + 3) Σ ω more.
struct BoxMoments: Sendable {
  static let order = 16

  let low: [SIMD8<Double>]
  let high: [SIMD8<Double>]
  /// A bound of the error of every moment, per unit of mass.
  let error: Double

  init(_ grid: SampleGrid, weights: [Double]?, threads: Int) {
    let n = grid.boxes.count
    let most = grid.boxes.reduce(0) { Swift.max($0, $1.end - $1.start) }
    error = 1.01 * (15 * grid.offsetError + (Double(most) / 4 + 20) * 0x1p-53)
    let chunks = Swift.max(1, Swift.min(4 * threads, n / 64))
    var high: [SIMD8<Double>] = []
    low = [SIMD8<Double>](unsafeUninitializedCapacity: n) { low, filledLow in
      high = [SIMD8<Double>](unsafeUninitializedCapacity: n) { high, filledHigh in
        let places = (SharedPointer(low.baseAddress!), SharedPointer(high.baseAddress!))
        _ = Chunks.map(chunks, threads: threads) { c -> Int in
          grid.offsets.withUnsafeBufferPointer { offsets in
            for b in n * c / chunks..<n * (c + 1) / chunks {
              let box = grid.boxes[b]
              let range = Int(box.start)..<Int(box.end)
              let (a, z) = weights.map { Self.moments(offsets, $0, range) } ?? Self.moments(offsets, range)
              (places.0.pointer + b).initialize(to: a)
              (places.1.pointer + b).initialize(to: z)
            }
          }
          return 0
        }
        filledHigh = n
      }
      filledLow = n
    }
    self.high = high
  }

  private typealias Sums = (
    SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>,
    SIMD4<Double>
  )

  /// Σ p y^l for l < 8 in four lanes, and what p becomes: p y^8.
  @inline(__always)
  private static func add(_ y: SIMD4<Double>, _ p: inout SIMD4<Double>, _ s: inout Sums) {
    s.0 += p
    p *= y
    s.1 += p
    p *= y
    s.2 += p
    p *= y
    s.3 += p
    p *= y
    s.4 += p
    p *= y
    s.5 += p
    p *= y
    s.6 += p
    p *= y
    s.7 += p
    p *= y
  }

  @inline(__always) private static func join(_ s: Sums) -> SIMD8<Double> {
    @inline(__always) func total(_ v: SIMD4<Double>) -> Double { (v.x + v.y) + (v.z + v.w) }
    return SIMD8(
      total(s.0), total(s.1), total(s.2), total(s.3), total(s.4), total(s.5), total(s.6), total(s.7))
  }

  private static let zero: Sums = (.zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero)

  private static func moments(
    _ offsets: UnsafeBufferPointer<Double>, _ range: Range<Int>
  ) -> (SIMD8<Double>, SIMD8<Double>) {
    var (low, high) = (zero, zero)
    var i = range.lowerBound
    while i < range.upperBound {
      var y = SIMD4<Double>.zero
      var p = SIMD4<Double>.zero
      for lane in 0..<Swift.min(4, range.upperBound - i) {
        y[lane] = offsets[i + lane]
        p[lane] = 1
      }
      add(y, &p, &low)
      add(y, &p, &high)
      i += 4
    }
    return (join(low), join(high))
  }

  private static func moments(
    _ offsets: UnsafeBufferPointer<Double>, _ weights: [Double], _ range: Range<Int>
  ) -> (SIMD8<Double>, SIMD8<Double>) {
    var (low, high) = (zero, zero)
    var i = range.lowerBound
    while i < range.upperBound {
      var y = SIMD4<Double>.zero
      var p = SIMD4<Double>.zero
      for lane in 0..<Swift.min(4, range.upperBound - i) {
        y[lane] = offsets[i + lane]
        p[lane] = weights[i + lane]
      }
      add(y, &p, &low)
      add(y, &p, &high)
      i += 4
    }
    return (join(low), join(high))
  }
}
