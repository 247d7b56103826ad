import Testing
import VlasovNumbers

@Suite struct RationalTests {
  @Test func fieldIdentities() throws {
    var random = SplitMix(seed: 11)
    for round in 0..<300 {
      let digits = round < 200 ? 3 : 80
      let (a, b, c) = (
        random.rational(digits: digits), random.rational(digits: digits), random.rational(digits: digits)
      )
      #expect((a + b) * c == a * c + b * c)
      #expect((a - b) + b == a)
      #expect((a / b) * b == a)
      #expect(try #require(a.divided(by: c)) == a * (1 / c))
      #expect(a.divided(by: a - a) == nil)
      #expect((a < b) == ((a - b).signum < 0))
      #expect(a.magnitude == (a.signum < 0 ? -a : a))
      var sum = a
      sum += b
      sum -= c
      sum *= b
      sum /= c
      #expect(sum == (a + b - c) * b / c)
    }
  }

  @Test func resultsAreInLowestTerms() throws {
    var random = SplitMix(seed: 12)
    for _ in 0..<300 {
      let (a, b) = (random.rational(digits: 4), random.rational(digits: 4))
      // The cross products define the sum and the product independently of GMP's rational routines.
      let sum = a.numerator * b.denominator + b.numerator * a.denominator
      let bottom = a.denominator * b.denominator
      #expect((a + b).numerator * bottom == sum * (a + b).denominator)
      #expect((a * b).numerator * bottom == a.numerator * b.numerator * (a * b).denominator)
      for value in [a, a + b, a * b, a / b, -a, try #require(a.power(-3))] {
        #expect(Integer.gcd(value.numerator, value.denominator) == 1 && value.denominator.signum == 1)
        #expect(try #require(Rational(numerator: value.numerator, denominator: value.denominator)) == value)
      }
    }
  }

  @Test func construction() {
    #expect(Rational(6, -4).description == "-3/2")
    #expect(Rational(0, -7) == 0 && Rational(0, -7).denominator == 1)
    #expect(Rational(Int.min, Int.min) == 1)
    #expect(Rational(1, Int.min).description == "-1/9223372036854775808")
    #expect(Rational(numerator: 1, denominator: 0) == nil)
    #expect(Rational(Integer(2).power(80)).description == "1208925819614629174706176")
    #expect(Rational(3).isInteger && Rational(6, 2).isInteger && !Rational(1, 2).isInteger)
    #expect(!(1 / Rational(Integer(2).power(64))).isInteger)
    #expect(Rational(0).isZero && Rational(0).isInteger && Rational(0).signum == 0)
    #expect(Set([Rational(1, 2), Rational(2, 4), Rational(-1, 2)]).count == 2)
  }

  @Test func floorAndCeiling() {
    var random = SplitMix(seed: 13)
    for round in 0..<300 {
      let a = round % 5 == 0 ? Rational(random.integer(digits: 30)) : random.rational(digits: 20)
      let (low, high) = (Rational(a.floor), Rational(a.ceiling))
      #expect(low <= a && a < low + 1)
      #expect(high >= a && a > high - 1)
      #expect((low == high) == a.isInteger)
    }
    #expect(Rational(-1, 2).floor == -1 && Rational(-1, 2).ceiling == 0)
  }

  @Test func powers() throws {
    var random = SplitMix(seed: 14)
    for _ in 0..<50 {
      let a = random.rational(digits: 5)
      var product = Rational(1)
      for n in 0...12 {
        #expect(a.power(n) == product)
        #expect(a.power(-n) == 1 / product)
        product *= a
      }
    }
    #expect(Rational(0).power(0) == 1 && Rational(0).power(5) == 0 && Rational(0).power(-1) == nil)
    #expect(
      Rational(-1).power(Int.max) == -1 && Rational(-1).power(Int.min) == 1 && Rational(1).power(Int.min) == 1
    )
    #expect(Rational(3).power(1 << 24)?.numerator.bitWidth == 26_591_259 && Rational(3).power(1 << 26) == nil)
    #expect(Rational(2).power(Int.max) == nil && Rational(1, 2).power(Int.min) == nil)
  }

  @Test func exactRoots() throws {
    var random = SplitMix(seed: 15)
    for round in 0..<200 {
      let a = random.rational(digits: 12)
      let n = round % 9 + 2
      let power = try #require(a.power(n))
      #expect(power.exactRoot(n) == (n % 2 == 0 ? a.magnitude : a))
      #expect(power.exactRoot(-n) == 1 / (n % 2 == 0 ? a.magnitude : a))
      // Between the consecutive powers of m and m + 1 there is no other.
      let m = random.integer(digits: 12).magnitude
      #expect(Rational(m.power(n) + 1).exactRoot(n) == nil)
      #expect((1 / Rational(m.power(n) + 1)).exactRoot(n) == nil)
    }
    #expect(Rational(4, 9).exactRoot(2) == Rational(2, 3))
    #expect(Rational(-4, 9).exactRoot(2) == nil && Rational(-4, 9).exactRoot(-2) == nil)
    #expect(Rational(-8, 27).exactRoot(3) == Rational(-2, 3))
    #expect(Rational(-8, 27).exactRoot(-3) == Rational(-3, 2))
    #expect(
      Rational(2).exactRoot(0) == nil && Rational(0).exactRoot(-1) == nil && Rational(0).exactRoot(7) == 0)
    #expect(Rational(2).exactRoot(Int.max) == nil && Rational(1).exactRoot(Int.min) == 1)
    #expect(Rational(7, 5).exactRoot(1) == Rational(7, 5))
  }
}
