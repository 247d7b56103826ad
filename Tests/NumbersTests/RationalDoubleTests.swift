import Testing
import VlasovNumbers

@Suite struct RationalDoubleTests {
  @Test func exactDoublesRoundTrip() throws {
    var random = SplitMix(seed: 21)
    for _ in 0..<3000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else {
        #expect(Rational(exactly: value) == nil)
        continue
      }
      let exact = try #require(Rational(exactly: value))
      #expect(exact.double == value)
      // A quarter of a unit in the last place does not matter; three quarters do, and halves go to even.
      let unit = try #require(Rational(exactly: value.ulp))
      let away = exact.signum < 0 ? -unit : unit
      let next = value.sign == .minus ? value.nextDown : value.nextUp
      #expect((exact + away / 4).double == value)
      #expect((exact + away * Rational(3, 4)).double == next)
      #expect((exact + away / 2).double == (value.bitPattern % 2 == 0 ? value : next))
      #expect((exact + away / 2 + away * Rational(1, 1 << 60)).double == next)
    }
    for special in [Double.nan, .infinity, -.infinity] { #expect(Rational(exactly: special) == nil) }
  }

  @Test func subnormalsAndRangeEnds() throws {
    let least = try #require(Rational(exactly: Double.leastNonzeroMagnitude))
    #expect(least.double == Double.leastNonzeroMagnitude)
    #expect((least / 2).double == 0)
    #expect((least * Rational(500_001, 1_000_000)).double == Double.leastNonzeroMagnitude)
    #expect((-least * Rational(3, 2)).double == -2 * Double.leastNonzeroMagnitude)
    for k in 2..<12 { #expect((least / Rational(1 << k)).double == 0) }
    let top = try #require(Rational(exactly: Double.greatestFiniteMagnitude))
    let half = try #require(Rational(exactly: Double.greatestFiniteMagnitude.ulp)) / 2
    #expect((top + half * Rational(999, 1000)).double == Double.greatestFiniteMagnitude)
    #expect((top + half).double == Double.infinity)
    #expect((-top - half).double == -Double.infinity)
    #expect(try #require(Rational(decimal: "-1e400000")).double == -Double.infinity)
    #expect(try #require(Rational(decimal: "1e-400000")).double == 0)
  }

  @Test func agreesWithTheDecimalReaderOfTheSystem() throws {
    // `Double(text)` is a different, correctly rounded route from the same text.
    var random = SplitMix(seed: 22)
    for _ in 0..<3000 {
      let text = "\(random.integerText(digits: 30))e\(Int.random(in: -360...320, using: &random))"
      #expect(try #require(Rational(decimal: text)).double == Double(text), "\(text)")
    }
    for _ in 0..<1000 {
      let (n, d) = (Int.random(in: -999...999, using: &random), Int.random(in: 1...999, using: &random))
      #expect(Rational(n, d).double == Double(n) / Double(d))
    }
  }
}
