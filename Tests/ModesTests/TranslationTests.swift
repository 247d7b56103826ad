import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

@testable import VlasovModes

/// The doubles' polynomials against series in balls at 128 bits, which sum over the sample itself.
@Suite struct TranslationTests {
  private func scan(_ seed: UInt64, _ n: Int, _ beta: Rational, spread: Double = 1) throws -> ModeScan {
    let numbers = Sample.irwinHallNumbers(seed: seed, count: n).map { $0 * spread }
    return try ModeScan(Sample(doubles: numbers), beta: beta, maximumBits: 256, threads: 1)
  }

  @Test(
    "coefficients lie within the error bounds",
    arguments: [
      (1, 50, Rational(10)), (2, 400, Rational(100)), (3, 3000, Rational(777, 10)), (4, 500, Rational(12345)),
      (5, 40, Rational(1, 1000)),
    ] as [(UInt64, Int, Rational)])
  func inclusion(_ seed: UInt64, _ n: Int, _ beta: Rational) throws {
    let scan = try scan(seed, n, beta)
    var random = SeededGenerator(seed: seed)
    var worst = 0.0
    for _ in 0..<40 {
      let run = scan.grid.runs[Int(random.next() % UInt64(scan.grid.runs.count))]
      let position = run.first + Int(random.next() % UInt64(run.count))
      let center = scan.grid.center(of: position, scan.scale)
      let series = try #require(BoxSeries(scan.sample, scan.scale, center: center, bits: 128))
      for table in scan.tables {
        let (c, errors) = coefficients(scan, table, position)
        for z in [-1, -0.375, 0, 0.5, 1] {
          let x = Ball(exactly: z).rounded(to: 128)
          let exact =
            Ball.polynomial(series.coefficients, at: x) + Ball(center: 0, radius: series.valueError)
          let value = Ball.polynomial(c.map { Ball(exactly: $0).rounded(to: 128) }, at: x)
          let gap = (value - exact).magnitude.estimate
          #expect(gap <= errors.value, "seed \(seed) order \(table.order) z \(z): \(gap) \(errors.value)")
          worst = Swift.max(worst, gap / errors.value)
          let slopes = (1..<c.count).map { Ball(exactly: Double($0) * c[$0]).rounded(to: 128) }
          let exactSlope =
            Ball.polynomial((1..<series.coefficients.count).map { series.coefficients[$0] * $0 }, at: x)
            + Ball(center: 0, radius: series.slopeError)
          let slopeGap = (Ball.polynomial(slopes, at: x) - exactSlope).magnitude.estimate
          #expect(slopeGap <= errors.slope * (1 + 0x1p-40), "seed \(seed) order \(table.order) z \(z)")
        }
      }
    }
    // The bounds are bounds of something: not a thousand times too large for order 8.
    #expect(worst > 1e-4, "seed \(seed): \(worst)")
  }

  private func coefficients(
    _ scan: ModeScan, _ table: TranslationTable, _ position: Int
  ) -> ([Double], (value: Double, slope: Double)) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 16) { c in
      scan.grid.boxes.withUnsafeBufferPointer { boxes in
        let errors =
          table.order == 8
          ? scan.translate8(table, position, boxes, c) : scan.translate16(table, position, boxes, c)
        return (Array(c[..<table.order]), errors)
      }
    }
  }

  @Test("the series in balls encloses the sum itself", arguments: [64, 128, 300])
  func series(_ bits: Int) throws {
    let scan = try scan(9, 60, Rational(50))
    for run in scan.grid.runs.prefix(6) {
      let center = scan.grid.center(of: run.first, scan.scale)
      let box = try #require(BoxPolynomial(scan, center: center, bits: bits))
      for z in [Rational(-1), Rational(1, 3), Rational(1)] {
        let t = center + KernelScale.scaled(z, scan.scale.exponent - 1)
        var (f, density) = (Ball(0, bits: 400), Ball(0, bits: 400))
        for i in 0..<scan.sample.distinct {
          let d = Ball(t - scan.sample.point(i), bits: 400)
          let e = Ball.exp(-(d * d) * Ball(scan.scale.beta, bits: 400) / 2)
          f = f + d * Ball.sqrt(Ball(scan.scale.beta, bits: 400)) * e
          density = density + e
        }
        let x = Ball(z, bits: bits)
        #expect(box.value(x).overlaps(f), "\(box.value(x)) \(f)")
        #expect(box.density(x).overlaps(density), "\(box.density(x)) \(density)")
        #expect(box.value(x).radius <= .power2(12 - bits))
      }
    }
  }

  @Test("scale: the width is the largest power of two with 4 w² β <= 1")
  func scales() throws {
    var random = SeededGenerator(seed: 5)
    for beta in [Rational(1), 4, Rational(1, 4), 16, Rational(1, 3)]
      + (0..<50).map({ _ in Rational(Int(random.next() % 100_000) + 1, Int(random.next() % 1000) + 1) })
    {
      let scale = try KernelScale(beta: beta)
      let w = scale.width
      #expect(4 * w * w * beta <= 1)
      #expect(16 * w * w * beta > 1)
      #expect(scale.rho.isBelow(Ball(Rational(1, 4)) + Ball(exactly: 0x1p-60)))
    }
    #expect(throws: SampleError.self) { try KernelScale(beta: 0) }
    #expect(throws: SampleError.self) { try KernelScale(beta: -3) }
    #expect(throws: SampleError.self) { try KernelScale(beta: Rational(Integer(10).power(400))) }
  }
}
