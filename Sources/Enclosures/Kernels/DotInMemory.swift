extension Ball {
  /// Σ_{i<n} a[i] b[step i] with `bits` bits and one rounding; a step of -1 makes it a convolution. See `Dot` for
  /// the error. An empty sum is 0.
  public static func dot(
    _ n: Int, _ a: UnsafePointer<Ball>, _ b: UnsafePointer<Ball>, step: Int = 1, bits: Int
  ) -> Ball {
    if n <= 0 { return Ball(0, bits: bits) }
    return withUnsafeTemporaryAllocation(of: BallPointer.self, capacity: 2 * n) { table in
      let start = table.baseAddress.unsafelyUnwrapped
      for i in 0..<n {
        (start + i).initialize(to: a[i].pointer)
        (start + n + i).initialize(to: b[i &* step].pointer)
      }
      let (x, y) = (UnsafePointer(start), UnsafePointer(start + n))
      return .make(bits) { Dot.dot($0, Dot.Vector(x), Dot.Vector(y), count: n) }
    }
  }
}
