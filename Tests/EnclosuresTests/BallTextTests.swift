import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

@Suite struct BallTextTests {
  /// A decimal text as an exact number, and the unit of its last written digit.
  private static func parse(_ text: some StringProtocol) -> (value: Rational, unit: Rational)? {
    guard let value = Rational(decimal: text) else { return nil }
    let mantissa = text.split(separator: "e").first ?? ""
    let exponent = text.split(separator: "e").dropFirst().first.flatMap { Int($0) } ?? 0
    let places = mantissa.split(separator: ".").dropFirst().first?.count ?? 0
    return (value, Rational(10).power(exponent - places) ?? 0)
  }

  private static func ball(_ g: inout SeededGenerator) -> Ball {
    g.ball(bits: g.precision(upTo: 500), exponents: g.element(of: [-10...10, -200...200]))
  }

  // MARK: Certain digits

  /// The printed decimal is the rounding of every element: within half a unit, or 0.51 near a tie.
  @Test func certainDigitsAreNeverWrong() {
    var g = SeededGenerator(seed: 141)
    var printed = 0
    for _ in 0..<4000 {
      let x = Self.ball(&g)
      let digits = g.int(1...40)
      guard let text = x.certainDecimal(digits: digits) else { continue }
      printed += 1
      let parsed = Self.parse(text)
      #expect(parsed != nil, "\(text)")
      guard let (value, _) = parsed else { continue }
      if x.isZero {
        #expect(text == "0")
        continue
      }
      // The unit of the last of `digits` significant digits, from the value itself.
      var unit: Rational = 1
      while value.magnitude >= 10 * unit { unit *= 10 }
      while value.magnitude < unit { unit /= 10 }
      unit *= Rational(10).power(1 - digits) ?? 0
      #expect((value / unit).isInteger, "\(text) has more than \(digits) digits")
      for p in g.points(in: x) {
        #expect((p - value).magnitude < unit * Rational(51, 100), "\(x.artefact) printed as \(text)")
      }
    }
    #expect(printed > 1000)
  }

  /// Enough correct bits always give the digits.
  @Test func certainDigitsAreGivenWhenKnown() {
    var g = SeededGenerator(seed: 142)
    for _ in 0..<3000 {
      let x = Self.ball(&g)
      let digits = g.int(1...60)
      if x.accuracyBits > Int(3.33 * Double(digits)) + 12 {
        #expect(x.certainDecimal(digits: digits) != nil, "\(x.artefact) to \(digits) digits")
      }
      if !x.isNonZero, !x.isZero { #expect(x.certainDecimal(digits: digits) == nil, "sign unknown") }
    }
  }

  @Test func largestNumberOfCertainDigits() {
    var g = SeededGenerator(seed: 143)
    for _ in 0..<1500 {
      let x = Self.ball(&g)
      let limit = g.int(1...100)
      let certain = x.certainDigits(limit: limit)
      if certain.isExact {
        #expect(x.isExact && certain.count == Int.max)
        #expect(certain.text.flatMap { Rational(decimal: $0) } == x.exactCenter)
        continue
      }
      #expect(certain.text == (certain.count > 0 ? x.certainDecimal(digits: certain.count) : nil))
      for more in (certain.count + 1)..<(certain.count + 6) where more <= limit {
        #expect(x.certainDecimal(digits: more) == nil, "\(x.artefact): \(more) digits were certain")
      }
    }
  }

  @Test func known() {
    #expect(Ball(exactly: 0.5).certainDecimal(digits: 3) == "0.500")
    #expect(Ball(0).certainDecimal(digits: 5) == "0")
    #expect(Ball(0).certainDigits(limit: 5) == CertainDigits(text: "0", count: Int.max, isExact: true))
    #expect(Ball(exactly: -12.25).certainDigits(limit: 10).text == "-12.25")
    #expect(Ball(exactly: -12.25).certainDigits(limit: 3).text == "-12.2")
    #expect(Ball.pi.certainDecimal(digits: 20) == "3.1415926535897932385")
    #expect(Ball(center: 10, radius: .power2(-40)).certainDecimal(digits: 3) == "10.0")
    #expect(Ball.indeterminate.certainDecimal(digits: 3) == nil)
    #expect(Ball.indeterminate.certainDigits(limit: 3).text == nil)
    #expect(Ball(center: 0, radius: .power2(-40)).certainDigits(limit: 3).count == 0)
    for digits in [0, -1, Int.min] {
      #expect(Ball.pi.certainDecimal(digits: digits) == nil)
      #expect(Ball.pi.certainDigits(limit: digits).text == nil)
      #expect(!Ball.pi.intervalText(digits: digits).isEmpty && !Ball.pi.plusMinusText(digits: digits).isEmpty)
      #expect(!Ball.pi.bracketText(digits: digits).isEmpty)
    }
  }

  /// A tie cannot be told apart by a ball around it; either neighbour is right, and one is printed.
  @Test func ties() {
    let tie = Ball(center: Ball(exactly: 2.5), radius: .power2(-30))
    #expect(["2", "3"].contains(tie.certainDecimal(digits: 1) ?? ""))
    // A ball as wide as 1/50 of the unit does not count as a tie.
    #expect(Ball(center: Ball(exactly: 2.5), radius: .power2(-6)).certainDecimal(digits: 1) == nil)
    #expect(Ball(center: Ball(exactly: 2.53125), radius: .power2(-6)).certainDecimal(digits: 1) == "3")
    // 9.5 lies between 9 and 10, whose last digits have different units.
    #expect(
      ["9", "10"].contains(
        Ball(center: Ball(exactly: 9.5), radius: .power2(-30)).certainDecimal(digits: 1) ?? ""))
  }

  // MARK: Enclosing texts

  @Test func intervalTextsContainTheBall() {
    var g = SeededGenerator(seed: 144)
    for _ in 0..<3000 {
      let x = Self.ball(&g)
      let digits = g.int(1...30)
      let text = x.intervalText(digits: digits)
      let ends = text.dropFirst().dropLast().components(separatedBy: ", ").map { Self.parse($0) }
      guard ends.count == 2, let low = ends[0], let high = ends[1] else {
        Issue.record("\(text) does not parse")
        continue
      }
      #expect(low.value <= x.lowerRational && x.upperRational <= high.value, "\(x.artefact) as \(text)")
      // Outwards by less than a unit of the last digit (10^(1 - digits) of the number).
      let slack = Rational(10).power(1 - digits) ?? 0
      let edges = (x.lowerEdge.exactCenter, x.upperEdge.exactCenter)
      #expect(edges.0 - low.value <= edges.0.magnitude * slack, "\(x.artefact) as \(text)")
      #expect(high.value - edges.1 <= edges.1.magnitude * slack, "\(x.artefact) as \(text)")
    }
    #expect(Ball.indeterminate.intervalText(digits: 5) == "[-inf, inf]")
    #expect(Ball(center: 1, radius: .power2(1 << 40)).intervalText(digits: 5) == "[-inf, inf]")
  }

  @Test func plusMinusTextsContainTheBall() {
    var g = SeededGenerator(seed: 145)
    for _ in 0..<3000 {
      let x = Self.ball(&g)
      let digits = g.int(1...30)
      let text = x.plusMinusText(digits: digits)
      let sides = text.components(separatedBy: " +/- ").map { Self.parse($0) }
      guard sides.count == 2, let middle = sides[0], let radius = sides[1] else {
        Issue.record("\(text) does not parse")
        continue
      }
      let (low, high) = (middle.value - radius.value, middle.value + radius.value)
      #expect(low <= x.lowerRational && x.upperRational <= high, "\(x.artefact) as \(text)")
      let needed = max(middle.value - x.lowerRational, x.upperRational - middle.value)
      #expect(radius.value <= needed * Rational(102, 100), "\(x.artefact) as \(text)")
    }
    #expect(Ball(exactly: 0.25).plusMinusText(digits: 5) == "0.25 +/- 0")
    #expect(Ball.indeterminate.plusMinusText(digits: 5) == "0 +/- inf")
  }

  /// `2.26_{70}^{81}` means [2.2670, 2.2681].
  @Test func bracketTextsContainTheBall() {
    var g = SeededGenerator(seed: 146)
    var bracketed = 0
    for _ in 0..<3000 {
      let x = Self.ball(&g)
      let text = x.bracketText(digits: g.int(1...30))
      guard let (low, high) = Self.bracketEnds(text) else {
        Issue.record("\(text) does not parse")
        continue
      }
      if text.contains("_") { bracketed += 1 }
      #expect(low <= x.lowerRational && x.upperRational <= high, "\(x.artefact) as \(text)")
    }
    #expect(bracketed > 300)
    let x = Ball(center: Ball(Rational(22_600_755, 10_000_000)), radius: Magnitude(5).scaled(by: -20))
    #expect(x.bracketText(digits: 20) == "2.2600_{70}^{81}")
    #expect((-x).bracketText(digits: 20) == "-2.2600_{81}^{70}")
  }

  private static func bracketEnds(_ text: String) -> (Rational, Rational)? {
    if text.hasPrefix("[") {
      let ends = text.dropFirst().dropLast().components(separatedBy: ", ").compactMap {
        Rational(decimal: $0)
      }
      return ends.count == 2 ? (ends[0], ends[1]) : nil
    }
    guard text.contains("_{") else { return Rational(decimal: text).map { ($0, $0) } }
    let parts = text.dropLast().components(separatedBy: "_{")
    let tails = parts[1].components(separatedBy: "}^{")
    guard tails.count == 2, let low = Rational(decimal: parts[0] + tails[0]),
      let high = Rational(decimal: parts[0] + tails[1])
    else { return nil }
    return (low, high)
  }

  // MARK: Exact dump

  @Test func dumpsRoundTrip() {
    var g = SeededGenerator(seed: 147)
    for _ in 0..<3000 {
      let x = g.ball(exponents: g.element(of: [-40...40, -1_000_000...1_000_000]))
      let back = Ball(dump: x.dump)
      #expect(back?.dump == x.dump && back?.bits == x.bits && back?.radius == x.radius, "\(x.dump)")
      let same = back.map { y in x.withMidpoint { a in y.withMidpoint { mpfr_equal_p(a, $0) != 0 } } }
      #expect(same ?? false, "\(x.dump)")
    }
    for x in [
      Ball.indeterminate, Ball(center: 1, radius: .power2(1 << 50)),
      Ball(center: 0, radius: .power2(-1 << 50)),
      Ball.exp(Ball(100_000_000)), -Ball(0),
    ] {
      #expect(Ball(dump: x.dump)?.dump == x.dump, "\(x.dump)")
    }
  }

  @Test(arguments: [
    "", ":", "128", "128:", "x:1*2^0+/-0*2^0", "1:1*2^0+/-0*2^0", "0:nan", "-5:nan", "99999999999:nan",
    "128:inf",
    "128:1*2^0", "128:1*2^0+/-1*2^0", "128:1*2^0+/-4294967296*2^0", "128:1*2^0+/--2147483648*2^0",
    "2:5*2^0+/-0*2^0", "128:1*2^+/-0*2^0", "128:1*3^0+/-0*2^0", "128:a*2^0+/-0*2^0",
    "2:1*2^-9223372036854775808+/-0*2^0", "2:1*2^9223372036854775807+/-0*2^0", "64:1*2^1073741823+/-0*2^0",
    "64:1*2^-1073741825+/-0*2^0", "64:1*2^1152921504606846975+/-0*2^0", "64:1*2^-1152921504606846975+/-0*2^0",
    "64:1*2^0+/-2147483648*2^1152921504606846975", "64:1*2^0+/-0*2^0+/-0*2^0",
  ])
  func malformedDumps(_ text: String) { #expect(Ball(dump: text) == nil) }

  // MARK: Extreme exponents

  /// Numbers like e^(±10^8), whose exact rationals have 10^8 bits, are printed at once.
  @Test(.timeLimit(.minutes(1))) func hugeExponents() {
    for sign in [1, -1] {
      let x = Ball.exp(Ball(sign * 100_000_000, bits: 128))
      let exact = x.center
      let reference = Ball.exp(Ball(sign * 100_000_000, bits: 400)).certainDecimal(digits: 30)
      #expect(x.certainDecimal(digits: 30) == reference)
      #expect(x.certainDigits(limit: 30).text == reference)
      #expect(!exact.certainDigits(limit: 30).isExact)
      #expect(exact.certainDigits(limit: 30).count == 30)
      #expect(x.plusMinusText(digits: 10).contains(" +/- "))
      #expect(x.bracketText(digits: 10).hasPrefix("["))
      #expect(x.intervalText(digits: 10).hasPrefix("["))
      #expect(Ball(dump: x.dump)?.dump == x.dump)
      #expect((-x).shortDescription.hasPrefix("[-"))
    }
    // log10(e) 10^8 = 43429448.190325...
    let text = Ball.exp(Ball(100_000_000, bits: 128)).certainDecimal(digits: 5) ?? ""
    #expect(text.hasSuffix("e+43429448") && text.hasPrefix("1.5"), "\(text)")
    #expect(Ball(1).scaled(by: 1 << 29).certainDigits(limit: 10).count == 10)
    #expect(Ball(1).scaled(by: 10).certainDigits(limit: 10).text == "1024")
    #expect(Ball(5, bits: 64).scaled(by: -3).certainDigits(limit: 3).isExact)
  }

  @Test func shortDescriptions() {
    #expect(Ball(3).shortDescription == "3.00000" || Ball(3).shortDescription == "3")
    #expect(Ball(center: 3, radius: .power2(-1)).shortDescription == "[2.50000, 3.50000]")
    #expect(Ball.indeterminate.shortDescription == "[-inf, inf]")
  }
}
