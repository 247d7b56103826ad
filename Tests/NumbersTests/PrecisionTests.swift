import Testing
import VlasovNumbers

@Suite struct PrecisionTests {
  /// A value that keeps the precision it was made at, as constants and literals do.
  private struct Constant { let bits = Precision.bits }

  @Test func scopesNestAndEnd() {
    #expect(Precision.bits == 128)
    let outer = withPrecision(300) {
      let before = Constant()
      #expect(Precision.bits == 300)
      withPrecision(1000) {
        #expect(Precision.bits == 1000 && Constant().bits == 1000)
        #expect(before.bits == 300)
        withPrecision(40) { #expect(Precision.bits == 40) }
        #expect(Precision.bits == 1000)
      }
      #expect(Precision.bits == 300)
      return before
    }
    #expect(Precision.bits == 128 && outer.bits == 300)
  }

  @Test func scopesEndWhenTheBodyThrows() {
    struct Failure: Error {}
    #expect(throws: Failure.self) { try withPrecision(77) { throw Failure() } }
    #expect(Precision.bits == 128)
  }

  @Test func bitsAreHeldInRange() {
    for (asked, given) in [(-5, 2), (0, 2), (1, 2), (2, 2), (3, 3), (Int.max, 1 << 31)] {
      withPrecision(asked) { #expect(Precision.bits == given) }
    }
  }

  @Test func tasksInherit() async {
    let seen = await withPrecision(200) {
      await withTaskGroup(of: (Int, Int, Int).self) { group in
        for k in 0..<50 {
          group.addTask {
            let inherited = Precision.bits
            let own = await withPrecision(300 + k) {
              await Task.yield()
              return Precision.bits
            }
            return (inherited, own - k, Precision.bits)
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(seen.count == 50)
    #expect(seen.allSatisfy { $0 == (200, 300, 200) })
    let detached = await withPrecision(500) { await Task.detached { Precision.bits }.value }
    #expect(detached == 128)
    let child = await withPrecision(500) { await Task { Precision.bits }.value }
    #expect(child == 500)
  }

  @Test func synchronousScopesInAsynchronousCode() async {
    await Task.yield()
    let bits = withPrecision(90) { Precision.bits }
    #expect(bits == 90)
  }

  @Test func bitsForDigits() {
    #expect([-3, 0, 1, 2, 3, 15, 100].map(Precision.bits(forDigits:)) == [2, 2, 4, 7, 10, 50, 333])
    #expect(Precision.bits(forDigits: Int.max) == Precision.maximum)
    var power = Integer(1)
    for n in 1...3000 {
      power *= 10
      // 10^n is no power of 2, so the smallest p with 2^p >= 10^n is its width.
      #expect(Precision.bits(forDigits: n) == power.bitWidth)
    }
    // Denominators of convergents of log2 10 are the closest calls.
    for n in [21_306, 76_573, 97_879, 1_838_395, 1_936_274] {
      #expect(Precision.bits(forDigits: n) == Integer(10).power(n).bitWidth)
    }
  }
}
