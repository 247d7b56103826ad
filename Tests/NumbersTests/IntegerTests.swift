import Testing
import VlasovNumbers

@Suite struct IntegerTests {
  @Test func agreesWithMachineArithmetic() throws {
    var random = SplitMix(seed: 1)
    for round in 0..<2000 {
      let bits = round % 63 + 1
      let (a, b) = (
        Int(truncatingIfNeeded: random.next()) >> (64 - bits), Int(bitPattern: UInt(random.next()))
      )
      let (x, y) = (Integer(a), Integer(b))
      #expect((x + y).description == (Int128(a) + Int128(b)).description)
      #expect((x - y).description == (Int128(a) - Int128(b)).description)
      #expect((x * y).description == (Int128(a) * Int128(b)).description)
      #expect((-x).description == (-Int128(a)).description)
      #expect((x < y) == (a < b) && (x == y) == (a == b))
      #expect(x.signum == a.signum() && x.isOdd == (a % 2 != 0) && x.isZero == (a == 0))
      #expect(x.bitWidth == Int.bitWidth - a.magnitude.leadingZeroBitCount)
      #expect(x.asInt == a)
      let shift = round % 100
      #expect((y >> shift).asInt == b >> shift)
      #expect((y << -shift).asInt == b >> shift)
      #expect((Integer(b >> 1) << (shift % 60)).description == (Int128(b >> 1) << (shift % 60)).description)
      guard a != 0 else {
        #expect(y.quotientAndRemainder(dividingBy: x) == nil)
        continue
      }
      // Division of Int128 truncates; move it down to the floor.
      var (q, r) = Int128(b).quotientAndRemainder(dividingBy: Int128(a))
      if r != 0 && (r < 0) != (a < 0) { (q, r) = (q - 1, r + Int128(a)) }
      let division = try #require(y.quotientAndRemainder(dividingBy: x))
      #expect(division.quotient.description == q.description)
      #expect(division.remainder.description == r.description)
    }
  }

  @Test func ringIdentitiesOfLargeIntegers() throws {
    var random = SplitMix(seed: 2)
    for round in 0..<200 {
      let digits = round < 150 ? 60 : 3000
      let (a, b, c) = (
        random.integer(digits: digits), random.integer(digits: digits), random.integer(digits: 30)
      )
      #expect((a + b) * c == a * c + b * c)
      #expect((a - b) * (a + b) == a * a - b * b)
      #expect((a + b).power(3) == a.power(3) + 3 * a * a * b + 3 * a * b * b + b.power(3))
      let division = try #require(a.quotientAndRemainder(dividingBy: c))
      #expect(division.quotient * c + division.remainder == a)
      #expect(division.remainder.magnitude < c.magnitude)
      #expect(division.remainder.isZero || division.remainder.signum == c.signum)
      let g = Integer.gcd(a * c, b * c)
      #expect(g == Integer.gcd(a, b) * c.magnitude)
      #expect((a << 70) >> 70 == a && a << 70 == a * Integer(2).power(70))
      var sum = a
      sum += b
      sum -= c
      sum *= a
      #expect(sum == (a + b - c) * a)
    }
  }

  /// The residue of a decimal text modulo a prime, digit by digit.
  private func residue(_ text: String, _ prime: Int) -> Int {
    let size = text.utf8.filter { $0 != 45 }.reduce(0) { ($0 * 10 + Int($1) - 48) % prime }
    return text.hasPrefix("-") ? (prime - size) % prime : size
  }

  @Test func decimalTextIsCompatibleWithArithmetic() throws {
    var random = SplitMix(seed: 3)
    let prime = 2_147_483_647
    for _ in 0..<100 {
      let (s, t) = (random.integerText(digits: 400), random.integerText(digits: 400))
      let (a, b) = try (#require(Integer(s)), #require(Integer(t)))
      #expect(a.description == s)
      #expect(residue((a * b).description, prime) == residue(s, prime) * residue(t, prime) % prime)
      #expect(residue((a + b).description, prime) == (residue(s, prime) + residue(t, prime)) % prime)
    }
  }

  @Test(arguments: [
    "", "+", "-", " 1", "1 ", "1.0", "1e3", "0x10", "--1", "+-1", "1_000", "١٢", "1\u{0}",
    "12345678901234567890a",
  ])
  func refusesMalformedText(_ text: String) { #expect(Integer(text) == nil) }

  @Test func acceptsSignsAndLeadingZeros() {
    #expect(Integer("+007") == 7)
    #expect(Integer("-0") == 0)
    #expect(Integer("-0000000000000000000000012") == -12)
    #expect(Integer("xx42".dropFirst(2)) == 42)
  }

  @Test func machineRange() {
    let top = Integer(Int.max)
    let bottom = Integer(Int.min)
    #expect(top.asInt == Int.max && bottom.asInt == Int.min)
    #expect((top + 1).asInt == nil && (bottom - 1).asInt == nil)
    #expect((-bottom).description == "9223372036854775808")
    #expect(bottom.magnitude == top + 1)
    #expect(
      Integer(0).bitWidth == 0 && Integer(2).power(64).bitWidth == 65
        && (-Integer(2).power(64) + 1).bitWidth == 64)
    #expect(Integer(0).power(0) == 1 && Integer(0) << 1_000_000 == 0)
  }

  @Test func hashesFollowEquality() {
    var random = SplitMix(seed: 4)
    var seen: Set<Integer> = []
    for _ in 0..<100 {
      let a = random.integer(digits: 50)
      seen.insert(a)
      #expect(seen.contains(a * 3 - a - a))
      #expect(seen.contains(-a) == seen.contains { $0 == -a })
    }
  }

  @Test func factorialsByRecurrence() {
    var product = Integer(1)
    for n in 0...300 {
      if n > 0 { product *= Integer(n) }
      #expect(Integer.factorial(n) == product)
    }
  }

  @Test func binomialsByPascal() {
    // n of both signs: C(n, k) = C(n-1, k-1) + C(n-1, k), and C(0, k) is 1 for k = 0 only.
    for n in -40...60 {
      #expect(Integer.binomial(n, 0) == 1 && Integer.binomial(n, -3) == 0)
      for k in 1...45 {
        #expect(Integer.binomial(n, k) == Integer.binomial(n - 1, k - 1) + Integer.binomial(n - 1, k))
      }
    }
    for k in 1...9 { #expect(Integer.binomial(0, k) == 0) }
    #expect(
      Integer.binomial(300, 120) * Integer.factorial(120) * Integer.factorial(180) == Integer.factorial(300))
    #expect(Integer.binomial(Int.max, Int.max - 1) == Integer(Int.max))
    #expect(Integer.binomial(Int.min, 2) == (Integer(Int.min) * (Integer(Int.min) - 1)) >> 1)
  }
}
