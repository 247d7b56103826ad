import Testing

@testable import VlasovTheory

@Suite struct RetrievalPropagatorTests {
  /// [e^{cW}]_{N,i} of the dense matrix by scaling and squaring of a Taylor polynomial.
  private func dense(_ n: Int, _ i: Int, _ c: Ball, _ lambda: Ball) -> Ball {
    func weight(_ j: Int, _ k: Int) -> Ball { Ball.exp(lambda * (k - j) / n) }
    let squarings = 12
    var w = [[Ball]](repeating: [Ball](repeating: 0, count: n), count: n)
    for j in 1..<n {
      let z = (0..<j).reduce(Ball(0)) { $0 + weight(j, $1) }
      for k in 0..<j { w[j][k] = weight(j, k) / z * c / (1 << squarings) }
    }
    func product(_ a: [[Ball]], _ b: [[Ball]]) -> [[Ball]] {
      a.map { row in (0..<n).map { k in (0..<n).reduce(Ball(0)) { $0 + row[$1] * b[$1][k] } } }
    }
    var exponential = (0..<n).map { j in (0..<n).map { Ball(j == $0 ? 1 : 0) } }
    var term = exponential
    for m in 1..<max(2, n) {
      term = product(term, w).map { $0.map { $0 / m } }
      for j in 0..<n { for k in 0..<n { exponential[j][k] += term[j][k] } }
    }
    for _ in 0..<squarings { exponential = product(exponential, exponential) }
    return exponential[n - 1][i - 1]
  }

  @Test(arguments: [(2, 1, "3"), (7, 1, "-2"), (9, 4, "0"), (12, 3, "5/2")])
  func denseMatrixExponential(_ n: Int, _ i: Int, _ lambda: String) throws {
    let value = try Retrieval.ball("finite-n-propagator", "N=\(n) i=\(i) a=3/2 t=2 lambda=\(lambda)")
    let other = try withPrecision(320) { n * dense(n, i, 3, try RealParameter(parsing: lambda).ball) }
    Retrieval.expectSame(value, other, digits: 49, "N=\(n) i=\(i)")
  }

  /// λ = 0, c = 1: all weights are rational, and so is the value.
  @Test func exactRational() throws {
    let n = 6
    var row = [Rational](repeating: 0, count: n)
    row[n - 1] = 1
    var sum = Rational(0)
    var factorial = Rational(1)
    for m in 1..<n {
      // (row W)_k = Σ_{j>k} row_j/(j-1), indices from 1.
      row = (0..<n).map { k in (k + 1..<n).reduce(Rational(0)) { $0 + row[$1] / Rational($1) } }
      factorial = factorial * Rational(m)
      sum = sum + row[1] / factorial
    }
    let value = try Retrieval.ball("finite-n-propagator", "N=6 i=2 a=1 t=1 lambda=0")
    #expect(value.contains(sum * 6))
  }

  @Test func exactValues() throws {
    for (call, value) in [
      ("N=8 i=8 a=1 t=1 lambda=1", "8"), ("N=1 i=1 a=1 t=1 lambda=1", "1"), ("N=1 i=1 a=1 t=0 lambda=1", "1"),
      ("N=8 i=3 a=1 t=0 lambda=1", "0"), ("N=8 i=8 a=2 t=0 lambda=-1", "8"),
    ] {
      let answer = try Retrieval.answer("finite-n-propagator", call)
      #expect(answer.value == value && answer.status == .exact, "\(call)")
    }
  }

  @Test func sourceHypothesis() throws {
    let rest = "a=1 t=1 lambda=1"
    #expect(try Retrieval.check("finite-n-propagator", "N=8 i=8 \(rest)").verdict == .proved)
    #expect(try Retrieval.check("finite-n-propagator", "N=8 i=9 \(rest)").verdict == .refuted)
    let refused = try Retrieval.answer("finite-n-propagator", "N=8 i=9 \(rest)")
    #expect(refused.status == .refused && refused.reason?.contains("i <= N") == true)
    for call in ["N=0 i=1 \(rest)", "N=8 i=0 \(rest)", "N=5/2 i=1 \(rest)", "N=8 i=1 a=0 t=1 lambda=1"] {
      #expect(throws: InputError.self, "\(call)") { try Retrieval.answer("finite-n-propagator", call) }
    }
  }

  /// N C - g falls like 1/N: the values of the closed forms alone.
  @Test func tendsToTheGreenFunction() throws {
    let g = try Retrieval.ball("green-function", "a=13/10 t=1 sigma=1 s=3/10 lambda=1", digits: 20)
    let gaps = try [50, 100, 200, 400].map { n in
      let value = try Retrieval.ball(
        "finite-n-propagator", "N=\(n) i=\(3 * n / 10) a=13/10 t=1 lambda=1", digits: 20)
      return (value - g).estimate * Double(n)
    }
    for gap in gaps { #expect(abs(gap - 2.25) < 0.02) }
    #expect(abs(gaps[3] - 2.25) < abs(gaps[0] - 2.25))
  }

  @Test func manyTokens() throws {
    let large = try Retrieval.answer("finite-n-propagator", "N=3000 i=1000 a=2 t=3 lambda=4")
    #expect(large.exitCode == 0 && large.seconds < 10)
    // A budget is respected, and a number of tokens that does not fit is refused politely.
    let stopped = try Retrieval.answer("finite-n-propagator", "N=10000000 i=1 a=2 t=3 lambda=4", seconds: 0.2)
    #expect(stopped.status == .undecided && stopped.seconds < 5)
    #expect(try Retrieval.answer("finite-n-propagator", "N=1e30 i=1 a=2 t=3 lambda=4").status == .undecided)
  }

  /// The same terms in Doubles.
  @Test func readsDoubles() throws {
    var series = try PropagatorSeries<Double>(tokens: 24, source: 7, strength: 1.3, lambda: 1)
    let sum = (1...17).reduce(0.0) { total, _ in total + series.next() }
    let value = try Retrieval.ball("finite-n-propagator", "N=24 i=7 a=13/10 t=1 lambda=1", digits: 20)
    #expect(abs(24 * sum - value.estimate) < 1e-12)
  }

  @Test func biasesOfBothSigns() throws {
    for lambda in ["1000", "-1000", "1e5", "[-1/10,1/10]"] {
      let answer = try Retrieval.answer("finite-n-propagator", "N=20 i=5 a=1 t=1 lambda=\(lambda)")
      #expect(answer.exitCode == 0, "\(lambda): \(answer.reason ?? "")")
    }
  }
}
