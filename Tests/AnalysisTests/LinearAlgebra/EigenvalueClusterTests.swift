import Testing

@testable import VlasovAnalysis

/// Eigenvalues of matrices without symmetry: similar to known block matrices.
@Suite struct EigenvalueClusterTests {
  /// T B T^-1.
  func similar(_ b: Matrix<Rational>, _ source: inout ExactMatrices) -> Matrix<Rational> {
    let t = source.regular(b.rows)
    return t * b * (t.solving(.identity(b.rows)) ?? .identity(b.rows))
  }

  /// Blocks (value, size) of Jordan's form.
  func jordan(_ blocks: [(Rational, Int)]) -> Matrix<Rational> {
    let n = blocks.reduce(0) { $0 + $1.1 }
    var a = Matrix<Rational>.zero(n, n)
    var start = 0
    for (value, size) in blocks {
      for i in 0..<size {
        a[start + i, start + i] = value
        if i + 1 < size { a[start + i, start + i + 1] = 1 }
      }
      start += size
    }
    return a
  }

  /// Each disc holds as many of the known eigenvalues as it says.
  func check(_ clusters: [EigenvalueCluster], _ values: [(re: Rational, im: Rational)], _ label: String) {
    #expect(clusters.reduce(0) { $0 + $1.multiplicity } == values.count, "\(label)")
    for cluster in clusters {
      let inside = values.count { value in
        let distance =
          (cluster.center - ComplexBall(re: Ball(value.re, bits: 800), im: Ball(value.im, bits: 800))).modulus
        return !(distance - cluster.radius).isPositive
      }
      #expect(inside == cluster.multiplicity, "\(label): \(inside) in a disc of \(cluster.multiplicity)")
    }
  }

  @Test func realAndComplexEigenvalues() {
    var source = ExactMatrices(seed: 401)
    for n in [1, 2, 3, 5, 8, 11] {
      for bits in [40, 53, 128, 400] {
        var b = Matrix<Rational>.zero(n, n)
        var values: [(re: Rational, im: Rational)] = []
        var i = 0
        while i < n {
          let x = Rational(source.int(-30...30), 4)
          if i + 1 < n, source.int(0...1) == 0 {
            let y = Rational(source.int(1...20), 3)
            (b[i, i], b[i, i + 1], b[i + 1, i], b[i + 1, i + 1]) = (x, -y, y, x)
            values += [(x, y), (x, -y)]
            i += 2
          } else {
            b[i, i] = x
            values.append((x, 0))
            i += 1
          }
        }
        let a = similar(b, &source)
        let clusters = a.balls(bits).eigenvalueClusters()
        check(clusters, values, "size \(n), \(bits) bits")
        for cluster in clusters where cluster.isReal {
          #expect(values.contains { $0.im.isZero && cluster.realPart.contains($0.re) })
        }
        if bits == 400 {
          #expect(clusters.allSatisfy { $0.radius.upperDouble < 1e-95 })
          let simple = values.filter { v in values.count { $0 == v } == 1 && v.im.isZero }
          #expect(clusters.count { $0.isReal } == simple.count)
        }
        let abscissa = values.map { $0.re }.max() ?? 0
        let verdict = a.balls(bits).isStable
        #expect(verdict == .undecided || (verdict == .proved) == (abscissa.signum < 0))
        if bits >= 128, !abscissa.isZero { #expect(verdict != .undecided) }
      }
    }
  }

  @Test func defectiveMatricesEndInClusters() {
    var source = ExactMatrices(seed: 402)
    for blocks in [
      [(Rational(2), 2)], [(Rational(1, 3), 3), (5, 1)], [(0, 4)], [(-1, 2), (-1, 2), (3, 1)],
      [(2, 3), (2, 1), (-7, 2)], [(1, 6)],
    ]
      as [[(Rational, Int)]]
    {
      for bits in [53, 200] {
        let form = jordan(blocks)
        let values = form.diagonal.map { (re: $0, im: Rational(0)) }
        for a in [form, similar(form, &source)] {
          let clusters = a.balls(bits).eigenvalueClusters()
          check(clusters, values, "\(blocks) at \(bits) bits")
          // The k-th root of the precision is what a block of size k allows.
          let size = blocks.map { $0.1 }.max() ?? 1
          #expect(
            clusters.allSatisfy { ($0.radius.exponent ?? -bits) < 14 - bits / size },
            "\(blocks) at \(bits) bits")
        }
      }
    }
  }

  @Test func membersOfWideMatrices() {
    var source = ExactMatrices(seed: 403)
    for n in [1, 2, 4, 6] {
      for power in [4, 8, 20] {
        let a = source.regular(n)
        let clusters = a.balls(100).widened(by: .power2(-power)).eigenvalueClusters()
        for _ in 0..<5 {
          let member = a.map { $0 + Rational(source.int(-1...1), 1 << power) }
          for own in member.balls(300).eigenvalueClusters() {
            let homes = clusters.filter {
              !(($0.center - own.center).modulus - $0.radius - own.radius).isPositive
            }
            #expect(!homes.isEmpty, "size \(n), 2^-\(power)")
          }
        }
      }
    }
  }

  @Test func stability() {
    #expect(Matrix<Ball>([[-1, 100], [0, -2]]).isStable == .proved)
    #expect(Matrix<Ball>([[-1, 100], [1, -2]]).isStable == .refuted)
    #expect(Matrix<Ball>([[0, 1], [-1, 0]]).isStable == .refuted)
    #expect(Matrix<Ball>([[-1, 1], [0, -1]]).isStable == .proved)
    #expect(Matrix<Ball>.zero(0, 0).isStable == .proved)
    #expect(Matrix<Ball>([[0]]).isStable == .refuted)
    let wide = Matrix<Ball>([[-1, 0], [0, -1]]).widened(by: .power2(1))
    #expect(wide.isStable == .undecided)
    #expect(Matrix<Ball>([[.indeterminate]]).isStable == .undecided)
  }

  @Test func complexMatrices() {
    var source = ExactMatrices(seed: 404)
    for n in [1, 2, 4, 7] {
      for bits in [60, 250] {
        // A triangular matrix in complex coordinates: T U T^-1 with a real T.
        let t = source.regular(n)
        let inverse = t.solving(.identity(n)) ?? .identity(n)
        let (re, im) = (
          Matrix<Rational>(rows: n, columns: n) { $1 < $0 ? 0 : source.rational() },
          Matrix<Rational>(rows: n, columns: n) { $1 < $0 ? 0 : source.rational() }
        )
        let a = ComplexMatrices.matrix((t * re * inverse).balls(bits), (t * im * inverse).balls(bits))
        let values = zip(re.diagonal, im.diagonal).map { (re: $0, im: $1) }
        check(a.eigenvalueClusters(), values, "complex, size \(n), \(bits) bits")
        let product = values.dropFirst().reduce((re: values[0].re, im: values[0].im)) { z, w in
          (z.re * w.re - z.im * w.im, z.re * w.im + z.im * w.re)
        }
        #expect(a.determinant.contains(re: product.re, im: product.im))
      }
    }
  }

  @Test func edges() {
    #expect(Matrix<Ball>.zero(0, 0).eigenvalueClusters().isEmpty)
    let zero = Matrix<Ball>.zero(3, 3).eigenvalueClusters()
    #expect(zero.count == 1 && zero[0].multiplicity == 3 && zero[0].radius.isZero)
    let unknown = Matrix<Ball>([[.indeterminate, 1], [0, 2]]).eigenvalueClusters()
    #expect(unknown.count == 1 && unknown[0].multiplicity == 2 && !unknown[0].radius.isFinite)
    // A cyclic permutation: the roots of unity, which unshifted iterations do not separate.
    let n = 7
    let cyclic = Matrix<Ball>(rows: n, columns: n) { ($0 + 1) % n == $1 ? 1 : 0 }
    let roots = cyclic.eigenvalueClusters()
    #expect(roots.count == n && roots.count { $0.isReal } == 1)
    #expect(roots.allSatisfy { $0.center.modulus.overlaps(Ball(center: 1, radius: .power2(-60))) })
  }
}
