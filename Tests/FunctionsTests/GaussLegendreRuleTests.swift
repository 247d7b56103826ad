import Testing

@testable import VlasovFunctions

@Suite struct GaussLegendreRuleTests {
  /// Σ w_i x_i^k is the integral of x^k for even k < 2n, and falls short of it at k = 2n.
  @Test func exactOnMonomials() throws {
    for (n, bits) in [
      (1, 64), (2, 64), (3, 128), (4, 256), (7, 192), (20, 320), (33, 704), (64, 192), (129, 256),
    ] {
      let rule = try #require(GaussLegendreRule.rule(count: n, bits: bits))
      #expect(rule.nodes.count == (n + 1) / 2 && rule.weights.count == rule.nodes.count)
      let isOdd = n % 2 == 1
      func moment(_ k: Int) -> Ball {
        var sum = Ball(0, bits: bits)
        for (i, (x, w)) in zip(rule.nodes, rule.weights).enumerated() {
          let term = w * Ball.pow(x, Index(k))
          sum += isOdd && i == 0 ? term : term * 2
        }
        return sum
      }
      for k in stride(from: 0, to: 2 * n, by: n > 30 ? 14 : 2) {
        let value = moment(k)
        #expect(value.contains(Rational(2, k + 1)), "moment \(k) of \(n) nodes at \(bits) bits")
        #expect(value.radius <= Magnitude.power2(12 - bits), "moment \(k) of \(n) nodes at \(bits) bits")
      }
      // ∫ P_n² > 0 has the leading coefficient's square times x^2n, and the rule gives 0 for P_n².
      if n <= 20 { #expect((Ball(Rational(2, 2 * n + 1), bits: bits) - moment(2 * n)).isPositive) }
    }
  }

  /// Digits computed by mpmath 1.3 (Newton's method on the recurrence at 90 digits); index: k-th largest node.
  @Test func referenceDigits() throws {
    let references: [(n: Int, k: Int, node: String, weight: String)] = [
      (
        5, 1, "0.90617984593866399279762687829939296512565191076253",
        "0.23692688505618908751426404071991736264326000221241"
      ),
      (
        5, 3, "0",
        "0.56888888888888888888888888888888888888888888888889"
      ),
      (
        20, 1, "0.99312859918509492478612238847132027822264713090166",
        "0.017614007139152118311861962351852816362143105543337"
      ),
      (
        20, 10, "0.076526521133497333754640409398838211004796266813498",
        "0.15275338713072585069808433195509759349194864511238"
      ),
      (
        101, 1, "0.99971933952977027576839860505636111112039189835336",
        "0.00072023170640186370176554613308763962418256856126966"
      ),
      (
        101, 30, "0.60516687318048548743157734822860521258133898867001",
        "0.024640096429828335839565866975512526422231870458383"
      ),
      (
        250, 1, "0.99995391943564204903467185778052357365624369082465",
        "0.00011825670068171723490301933909194156470005911169746"
      ),
      (
        250, 125, "0.0062705904335269029891969449026125680872223314362794",
        "0.012541016489463895577938986765614832442995480237948"
      ),
    ]
    for (n, k, node, weight) in references {
      for bits in [128, 192, 768] {
        let rule = try #require(GaussLegendreRule.rule(count: n, bits: bits))
        let i = (n + 1) / 2 - k
        for (ball, text) in [(rule.nodes[i], node), (rule.weights[i], weight)] {
          let value = Ball(try #require(Rational(decimal: text)), bits: 1000)
          let unit = Ball(center: value, radius: Magnitude.power2(-163))
          #expect(ball.overlaps(unit), "\(n) nodes, \(k), \(bits) bits: \(ball.shortDescription)")
          #expect(ball.radius <= Magnitude.power2(1 - bits))
        }
      }
    }
  }

  /// Precisions agree with each other, nodes increase, weights are positive with the sum 2.
  @Test func precisionsAgree() throws {
    for n in [2, 9, 40, 150, 333] {
      let fine = try #require(GaussLegendreRule.rule(count: n, bits: 1024))
      for bits in [1, 64, 130, 512] {
        let rule = try #require(GaussLegendreRule.rule(count: n, bits: bits))
        for i in rule.nodes.indices {
          #expect(rule.nodes[i].overlaps(fine.nodes[i]) && rule.weights[i].overlaps(fine.weights[i]))
          #expect(rule.weights[i].isPositive && rule.weights[i].accuracyBits >= bits - 4)
          if i > 0 { #expect(rule.nodes[i - 1].isBelow(rule.nodes[i])) }
        }
        let sum = rule.weights.reduce(Ball(0, bits: 64)) { $0 + $1 } * 2 - (n % 2 == 1 ? rule.weights[0] : 0)
        #expect(sum.contains(Rational(2)))
      }
    }
  }

  @Test func manyThreads() async {
    await withTaskGroup(of: Bool.self) { group in
      for k in 0..<24 {
        group.addTask {
          let n = 10 + k % 6
          guard let rule = GaussLegendreRule.rule(count: n, bits: 192) else { return false }
          return rule.count == n && rule.weights.count == (n + 1) / 2
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test func limits() {
    #expect(GaussLegendreRule.rule(count: 0, bits: 64) == nil)
    #expect(GaussLegendreRule.rule(count: -3, bits: 64) == nil)
    #expect(GaussLegendreRule.rule(count: GaussLegendreRule.maximumCount + 1, bits: 64) == nil)
    let spent = Budget()
    spent.cancel()
    #expect(Budget.$current.withValue(spent) { GaussLegendreRule.rule(count: 211, bits: 320) } == nil)
    // Nothing was kept of it.
    #expect(GaussLegendreRule.rule(count: 211, bits: 320)?.nodes.count == 106)
  }
}
