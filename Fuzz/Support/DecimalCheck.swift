import CMPFR
import VlasovEnclosures

/// Decimal bounds and the exact dump: `lowerDecimal` and `upperDecimal` bracket the ball, and a dump reads back
/// as the same set.
struct DecimalCheck: Check {
  var name: String { "decimal text" }
  var reading: String { "Ball" }

  func run(_ w: Workspace, _ tally: inout Tally) {
    let bits = w.generator.precision(upTo: 1000)
    for _ in 0..<4 {
      let ball = w.operand(Domain.line.exponents(-40...40, rare: -4000...4000), bits: bits)
      ball.withSet { w.points[0].fill(from: $0, &w.generator) }
      tally.results += 1
      let digits = w.generator.int(1...(bits / 3 + 3))
      let texts = (ball.lowerDecimal(digits: digits), ball.upperDecimal(digits: digits))
      let (low, high) = (w.points[0][0], w.points[0][w.points[0].count > 1 ? 1 : 0])
      let work = 4 * bits + 64
      w.bounds.low.setPrecision(work)
      w.bounds.high.setPrecision(work)
      _ = mpfr_set_str(w.bounds.low.pointer, texts.0, 10, MPFR_RNDD)
      _ = mpfr_set_str(w.bounds.high.pointer, texts.1, 10, MPFR_RNDU)
      tally.checks += 3
      let isBracketed =
        mpfr_lessequal_p(w.bounds.low.pointer, low) != 0
        && mpfr_greaterequal_p(w.bounds.high.pointer, high) != 0
      let back = Ball(dump: ball.dump)
      let isSame = back?.dump == ball.dump
      if isBracketed && isSame { continue }
      tally.fail(
        check: self,
        """
          ball       \(ball.exactDump)
          decimals   \(texts.0), \(texts.1)
          read back  \(back?.dump ?? "nothing")
        """)
    }
  }
}
