import Testing
@testable import VlasovAnalysis

@Suite struct LinearAlgebraSmokeTests {
  @Test func everything() {
    var source = ExactMatrices(seed: 11)
    for bits in [53, 128, 400] {
      for n in [1, 2, 3, 5, 8] {
        let a = source.regular(n)
        let b = source.matrix(n, 2)
        guard let x = a.solving(b) else { Issue.record("singular"); continue }
        let ball = a.balls(bits)
        let y = ball.solve(b.balls(bits))
        #expect(y.encloses(x), "solve \(n) \(bits)")
        #expect(ball.determinant.contains(a.determinant), "det \(n) \(bits)")
        print("n \(n) bits \(bits) solve 2^\(y.worstExponent) det \(ball.determinant.accuracyBits)")
        let values = (0..<n).map { _ in source.rational() }.sorted()
        let s = source.symmetric(values)
        let spectrum = SymmetricSpectrum(of: s.balls(bits))
        #expect(zip(spectrum.values, values).allSatisfy { $0.contains($1) }, "spectrum \(n) \(bits)")
        print("  eig radius 2^\(spectrum.values.map(\.radius.exponent).max() ?? 0) clusters \(spectrum.clusters.count)")
        let p = values.map { $0 * $0 + Rational(1, 7) }
        let q = source.symmetric(p)
        let root = q.balls(bits).squareRoot()
        #expect((root * root).encloses(q), "root \(n) \(bits)")
        print("  root 2^\(root.worstExponent)")
        let log = q.balls(bits).logarithm()
        let e = log.exponential()
        #expect(e.encloses(q), "exp log")
        print("  exp 2^\(e.worstExponent)")
        let l = q.balls(bits).choleskyFactor()
        #expect(l != nil)
        if let l { #expect((l * l.transpose).encloses(q)); print("  chol 2^\(l.worstExponent)") }
        #expect(q.balls(bits).isPositiveDefinite == .proved)
        let clusters = ball.eigenvalueClusters()
        print("  eig", clusters.map { ($0.multiplicity, $0.radius.radius.exponent, $0.radius.exponent ?? 0, $0.isReal) })
        #expect(clusters.reduce(0) { $0 + $1.multiplicity } == n)
        let w = Matrix<Ball>.lyapunov(q.balls(bits), b.balls(bits) * b.balls(bits).transpose)
        let res = q.balls(bits) * w + w * q.balls(bits).transpose
        #expect(res.overlaps((b * b.transpose).balls(bits)))
        print("  lyap 2^\(w.worstExponent)")
      }
    }
  }
}
