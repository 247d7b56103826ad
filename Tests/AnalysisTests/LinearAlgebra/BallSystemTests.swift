import Testing

@testable import VlasovAnalysis

/// Systems, determinants, factors and ranks of balls against exact answers.
@Suite struct BallSystemTests {
  @Test func solutionsContainTheExactOnes() {
    var source = ExactMatrices(seed: 201)
    for n in [1, 2, 3, 4, 6, 9, 13] {
      for bits in [24, 53, 130, 500] {
        let (a, b) = (source.regular(n), source.matrix(n, source.int(1...3)))
        guard let x = a.solving(b), let inverse = a.solving(.identity(n)) else { continue }
        let balls = a.balls(bits)
        #expect(balls.solve(b.balls(bits)).encloses(x), "size \(n), \(bits) bits")
        #expect(balls.inverse.encloses(inverse), "size \(n), \(bits) bits")
        #expect(balls.determinant.contains(a.determinant), "size \(n), \(bits) bits")
        if bits == 500 {
          #expect(balls.solve(b.balls(bits)).worstExponent < -440 && balls.inverse.worstExponent < -440)
          #expect(balls.determinant.accuracyBits > 440)
          #expect(balls.isRegular == .proved)
        }
        if let factors = LUFactors(of: balls) {
          let product = factors.lower * factors.upper
          #expect(product.encloses(Matrix(rows: n, columns: n) { a[factors.order[$0], $1] }))
        } else {
          #expect(bits < 100, "no factors of size \(n) at \(bits) bits")
        }
      }
    }
  }

  /// Members of a wide matrix: each entry at an end or the middle of its ball.
  @Test func wideMatricesHoldTheSolutionsOfTheirMembers() {
    var source = ExactMatrices(seed: 202)
    var decided = 0
    for n in [1, 2, 3, 5, 7] {
      for power in [4, 7, 12, 30] {
        for _ in 0..<4 {
          let (a, b) = (source.regular(n), source.matrix(n, 1))
          let balls = a.balls(80).widened(by: .power2(-power))
          let right = b.balls(80).widened(by: .power2(-power))
          let (x, determinant) = (balls.solve(right), balls.determinant)
          let (regular, factors) = (balls.isRegular, LUFactors(of: balls))
          for _ in 0..<4 {
            let step = Rational(1, 1 << power)
            let member = a.map { $0 + Rational(source.int(-1...1)) * step }
            let c = b.map { $0 + Rational(source.int(-1...1)) * step }
            #expect(determinant.contains(member.determinant))
            if let y = member.solving(c) {
              #expect(x.encloses(y), "size \(n), radius 2^-\(power)")
            } else {
              #expect(!x.isFinite && regular != .proved)
            }
            if let factors {
              #expect(
                (factors.lower * factors.upper).encloses(
                  Matrix(rows: n, columns: n) { member[factors.order[$0], $1] }))
            }
          }
          if x.isFinite { decided += 1 }
        }
      }
    }
    #expect(decided > 30)
  }

  @Test func singularMatricesAreNotSolved() {
    var source = ExactMatrices(seed: 203)
    for n in [2, 3, 5, 8] {
      let a = source.matrix(n, n - 1) * source.matrix(n - 1, n)
      let balls = a.balls(100)
      let determinant = balls.determinant
      #expect(determinant.containsZero && determinant.isFinite)
      #expect(balls.solve(.identity(n)).entries.contains { !$0.isFinite })
      #expect(balls.isRegular != .proved)
      #expect(balls.hasRank(atLeast: n - 1) == .proved || a.rank < n - 1)
    }
    // Exact singular integers are refuted.
    let exact = Matrix<Ball>([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(exact.isRegular == .refuted && exact.hasRank(atLeast: 2) == .proved)
    #expect(exact.hasRank(atLeast: 3) == .refuted && exact.hasRank(atLeast: 4) == .refuted)
    #expect(Matrix<Ball>.zero(2, 3).hasRank(atLeast: 1) == .refuted)
    #expect(Matrix<Ball>.zero(2, 3).hasRank(atLeast: 0) == .proved)
  }

  @Test func hilbertMatrices() {
    for n in [1, 4, 8, 14] {
      let a = Matrix<Rational>(rows: n, columns: n) { Rational(1, $0 + $1 + 1) }
      guard let inverse = a.solving(.identity(n)) else { continue }
      let balls = a.balls(300)
      let x = balls.inverse
      #expect(x.encloses(inverse) && x.isFinite)
      #expect(balls.determinant.contains(a.determinant) && balls.determinant.isPositive)
      #expect(balls.isPositiveDefinite == .proved)
      // At 30 bits the ball matrix of size 14 contains singular members: no answer, or a right one.
      let coarse = a.balls(30)
      #expect(coarse.inverse.encloses(inverse) && coarse.determinant.contains(a.determinant))
      #expect(coarse.isPositiveDefinite != .refuted)
    }
  }

  @Test func badlyScaledSystems() {
    var source = ExactMatrices(seed: 204)
    for n in [4, 7] {
      let a = source.regular(n)
      func power(_ e: Int) -> Rational { e < 0 ? 1 / Rational(Integer(1) << -e) : Rational(Integer(1) << e) }
      let rows = (0..<n).map { _ in source.int(-3000...3000) }
      let columns = (0..<n).map { _ in source.int(-3000...3000) }
      let scaled = Matrix(rows: n, columns: n) { a[$0, $1] * power(rows[$0] + columns[$1]) }
      let b = source.matrix(n, 2)
      guard let x = scaled.solving(b) else { continue }
      let y = scaled.balls(120).solve(b.balls(120))
      #expect(y.encloses(x) && y.isFinite)
      #expect(scaled.balls(120).determinant.contains(scaled.determinant))
      #expect(zip(y.entries, x.entries).allSatisfy { $1.isZero || $0.accuracyBits > 90 })
    }
  }

  @Test func choleskyFactors() {
    var source = ExactMatrices(seed: 205)
    for n in [0, 1, 2, 4, 7, 12] {
      for bits in [53, 200] {
        let root = source.regular(n)
        let a = root * root.transpose
        guard let l = a.balls(bits).choleskyFactor() else {
          Issue.record("no factor of size \(n)")
          continue
        }
        #expect((l * l.transpose).encloses(a) && l.diagonal.allSatisfy(\.isPositive))
        for i in 0..<n { #expect(((i + 1)..<n).allSatisfy { l[i, $0].isZero }) }
        // Wide: L of a member lies in the factor of the ball.
        let wide = a.balls(bits).widened(by: .power2(-20))
        if let factor = wide.choleskyFactor(),
          let other = (a + Matrix<Rational>.identity(n).scaled(by: Rational(1, 1 << 20))).balls(bits)
            .choleskyFactor()
        {
          #expect(zip(factor.entries, other.entries).allSatisfy { $0.overlaps($1) })
        }
      }
    }
  }

  @Test func definitenessVerdicts() {
    var source = ExactMatrices(seed: 206)
    for _ in 0..<40 {
      let n = source.int(1...6)
      let values = (0..<n).map { _ in Rational(source.int(-1...6), 3) }
      let a = source.symmetric(values).balls(90)
      let least = values.min() ?? 0
      #expect(
        a.isPositiveDefinite
          == (least.signum > 0 ? .proved : least.signum < 0 ? .refuted : a.isPositiveDefinite))
      #expect(
        a.isPositiveSemidefinite
          == (least.signum > 0 ? .proved : least.signum < 0 ? .refuted : a.isPositiveSemidefinite))
      if least.isZero { #expect(a.isPositiveDefinite != .proved && a.isPositiveSemidefinite != .refuted) }
    }
    // Exact semidefinite matrices are decided, not only approximated.
    let ones = Matrix<Ball>([[1, 1], [1, 1]])
    #expect(ones.isPositiveSemidefinite == .proved && ones.isPositiveDefinite == .refuted)
    #expect(ones.widened(by: .power2(-40)).isPositiveSemidefinite == .undecided)
    #expect(Matrix<Ball>.zero(0, 0).isPositiveDefinite == .proved)
    #expect(Matrix<Ball>([[1, 2], [3, 4]]).isPositiveDefinite == .undecided)
  }

  @Test func complexSystems() {
    var source = ExactMatrices(seed: 207)
    for n in [1, 2, 5, 8] {
      let (re, im) = (source.regular(n), source.matrix(n, n))
      let (x, y) = (source.matrix(n, 2), source.matrix(n, 2))
      let a = ComplexMatrices.matrix(re.balls(150), im.balls(150))
      let b = ComplexMatrices.matrix((re * x - im * y).balls(150), (re * y + im * x).balls(150))
      let z = a.solve(b)
      #expect(ComplexMatrices.real(z).encloses(x) && ComplexMatrices.imaginary(z).encloses(y))
    }
  }

  @Test func largeProductsLimbByLimb() {
    var source = ExactMatrices(seed: 208)
    for (rows, inner, columns) in [(14, 14, 14), (15, 131, 17), (20, 33, 16)] {
      for bits in [53, 128, 256, 700] {
        var a = source.matrix(rows, inner, top: 1000)
        var b = source.matrix(inner, columns, top: 1000)
        // Zeros, tiny and huge entries, and a line of zeros.
        for l in 0..<inner where source.int(0...3) == 0 {
          let size = Rational(Integer(1) << source.int(0...200))
          for i in 0..<rows { a[i, l] = a[i, l] / size }
          for j in 0..<columns where source.int(0...1) == 0 { b[l, j] = b[l, j] * size }
        }
        for l in 0..<inner { a[3, l] = 0 }
        let exact = a * b
        let (x, y) = (a.balls(bits), b.balls(bits))
        let product = x * y
        #expect(product.encloses(exact), "\(rows) x \(inner) x \(columns) at \(bits) bits")
        #expect((0..<columns).allSatisfy { product[3, $0].isZero })
        #expect((x.widened(by: .power2(-10)) * y).encloses(exact))
        // Not much worse than scalar products.
        for i in 0..<rows {
          for j in stride(from: 0, to: columns, by: 5) {
            let dot = Ball.dot(x.row(i), y.column(j), bits: bits)
            #expect(product[i, j].overlaps(dot) && product[i, j].radius <= dot.radius.scaled(by: 2))
          }
        }
      }
    }
    let integers = Matrix<Ball>(rows: 16, columns: 16) { Ball($0 * 3 - $1 * $1) }
    let square = integers * integers
    #expect(square.entries.allSatisfy { $0.isExact })
  }

  @Test func normsAreEnclosed() {
    var source = ExactMatrices(seed: 209)
    for n in [1, 3, 6] {
      let values = (0..<n).map { _ in source.rational() }
      let a = source.symmetric(values).balls(120)
      let largest = values.map { $0.signum < 0 ? -$0 : $0 }.max() ?? 0
      #expect(a.spectralNorm.contains(largest) && a.spectralNorm.accuracyBits > 80)
      #expect(!a.spectralNormBound.isBelow(Ball(largest, bits: 120)))
      let square = values.reduce(Rational(0)) { $0 + $1 * $1 }
      #expect(Ball.pow(a.frobeniusNorm, 2).contains(square))
    }
    let wide = source.matrix(2, 5)
    #expect(wide.balls(90).spectralNorm.overlaps(wide.transpose.balls(90).spectralNorm))
  }
}
