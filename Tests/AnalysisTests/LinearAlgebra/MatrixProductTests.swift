import TestSupport
import Testing

@testable import VlasovAnalysis

/// Products of matrices whose numbers differ by many powers of two, where fixed-point sums cut the small ones.
@Suite struct MatrixProductTests {
  /// 1 + 2^-5000 is not 1.
  @Test(arguments: [40, 64, 90, 200, 500, 900])
  func smallTermsAreNotLost(bits: Int) {
    let n = 16
    let a = Matrix<Ball>(rows: n, columns: n) { i, j in
      Ball(j == i || j == i + 1 ? 1 : 0, bits: bits).scaled(by: j == i ? 0 : -5000)
    }
    let ones = Matrix<Ball>(rows: n, columns: n) { _, _ in Ball(1, bits: bits) }
    let little = Rational(numerator: 1, denominator: Integer(1) << 5000) ?? 0
    for product in [a * ones, ones * a.transpose] {
      #expect(product[0, 0].includes(1 + little) && product[0, 0].accuracyBits >= bits - 2)
    }
    #expect((a * ones)[n - 1, 0].isExact)
  }

  /// Members of balls whose midpoints fill a little more than what is kept.
  @Test func spreadNumbers() {
    var random = SeededGenerator(seed: 601)
    let n = 14
    for (bits, spread) in [(53, 30), (90, 30), (90, 60), (150, 100), (200, 1), (200, 300), (900, 2000)] {
      for radius in [nil, 2 - bits] as [Int?] {
        func matrix() -> Matrix<Ball> {
          Matrix<Ball>(rows: n, columns: n) { _, _ in
            let center = Ball(random.thousandth(-999...999), bits: bits).center
            let ball = radius.map { Ball(center: center, radius: .power2($0)) } ?? center
            return ball.scaled(by: Int.random(in: -spread...spread, using: &random))
          }
        }
        let (a, b) = (matrix(), matrix())
        let product = a * b
        func corner(_ x: Ball) -> Rational { x.exactCenter + x.radius.exactValue }
        let exact =
          Matrix<Rational>(rows: n, columns: n, a.entries.map(corner))
          * Matrix<Rational>(rows: n, columns: n, b.entries.map(corner))
        for (x, y) in zip(product.entries, exact.entries) {
          #expect(x.includes(y), "\(bits) bits, 2^±\(spread)")
        }
      }
    }
  }
}
