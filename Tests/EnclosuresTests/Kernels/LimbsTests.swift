import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

@Suite struct LimbsTests {
  private static func integer(_ limbs: UnsafePointer<UInt>, _ n: Int) -> Integer {
    Integer(unsafeWriting: { __gmpz_import($0, n, -1, 8, 0, 0, limbs) })
  }

  /// Limbs of all kinds: random, 0, all ones.
  private static func fill(_ x: LimbPointer, _ n: Int, _ g: inout SeededGenerator) {
    let kind = g.int(0...4)
    for i in 0..<n {
      switch kind {
      case 0: x[i] = .max
      case 1: x[i] = [0, 1, .max, UInt(g.next())][g.int(0...3)]
      default: x[i] = UInt(g.next())
      }
    }
  }

  /// 0 <= a b - high part < n B^(n-1), for all sizes around the changes of method.
  @Test func highProducts() {
    var g = SeededGenerator(seed: 701)
    let sizes = Array(1...100) + [127, 128, 200, 300, 3000]
    for n in sizes {
      let memory = UnsafeMutablePointer<UInt>.allocate(capacity: 4 * n)
      defer { memory.deallocate() }
      for round in 0..<(n > 1000 ? 2 : 24) {
        let (a, b, w) = (memory, memory + n, memory + 2 * n)
        Self.fill(a, n, &g)
        Self.fill(b, n, &g)
        let other = round % 4 == 0 ? a : b
        Self.fill(w, 2 * n, &g)
        let isWhole = Limbs.highProduct(w, a, other, n)
        for i in 0..<Swift.max(0, n - 2) where !isWhole { w[i] = 0 }
        let gap = Self.integer(a, n) * Self.integer(other, n) - Self.integer(w, 2 * n)
        #expect(gap.signum >= 0, "n = \(n), seed \(g.seed)")
        #expect(isWhole ? gap.isZero : gap < Integer(n) << (64 * (n - 1)), "n = \(n), seed \(g.seed)")
      }
    }
  }

  @Test func rowsFromAnyColumn() {
    var g = SeededGenerator(seed: 702)
    for n in 3...40 {
      let memory = UnsafeMutablePointer<UInt>.allocate(capacity: 4 * n)
      defer { memory.deallocate() }
      for _ in 0..<8 {
        let (a, b, w) = (memory, memory + n, memory + 2 * n)
        Self.fill(a, n, &g)
        Self.fill(b, n, &g)
        let c = g.int(1...(n - 2))
        Self.fill(w, 2 * n, &g)
        Limbs.highProductByRows(w, a, b, n, from: c)
        for i in 0..<c { w[i] = 0 }
        let gap = Self.integer(a, n) * Self.integer(b, n) - Self.integer(w, 2 * n)
        #expect(gap.signum >= 0 && gap < Integer(c) << (64 * (c + 1)), "n = \(n), c = \(c), seed \(g.seed)")
      }
    }
  }
}
