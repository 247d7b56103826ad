import Testing

@testable import VlasovAnalysis

/// Eigenvalues, eigenvectors, projectors and functions of symmetric matrices Q diag Q^T with rational Q.
@Suite struct SymmetricSpectrumTests {
  /// A symmetric rational matrix with a known eigenbasis.
  struct Known {
    let values: [Rational]
    let basis: Matrix<Rational>

    init(_ values: [Rational], _ source: inout ExactMatrices) {
      self.values = values.sorted()
      basis = source.orthogonal(values.count)
    }

    func function(_ f: (Rational) -> Rational) -> Matrix<Rational> {
      basis * Matrix(diagonal: values.map(f)) * basis.transpose
    }

    var matrix: Matrix<Rational> { function { $0 } }

    func projector(_ places: Range<Int>) -> Matrix<Rational> {
      let columns = basis.columns(Array(places))
      return columns * columns.transpose
    }
  }

  @Test func spectraOfAllKinds() {
    var source = ExactMatrices(seed: 301)
    for n in [1, 2, 3, 5, 8, 12] {
      for bits in [30, 53, 128, 333] {
        for kind in 0..<4 {
          let values = (0..<n).map { i -> Rational in
            switch kind {
            case 0: source.rational()
            case 1: Rational(source.int(-1...1))  // multiple eigenvalues
            // A cluster within half the precision.
            case 2: 1 + Rational(i) / Rational(Integer(1) << (bits / 2))
            default: 1 / Rational(Integer(1) << (i * bits / 12))  // graded
            }
          }
          let known = Known(values, &source)
          let spectrum = SymmetricSpectrum(of: known.matrix.balls(bits))
          let label = "size \(n), \(bits) bits, kind \(kind)"
          #expect(zip(spectrum.values, known.values).allSatisfy { $0.contains($1) }, "\(label)")
          let quick = known.matrix.balls(bits).symmetricEigenvalues()
          #expect(zip(quick, known.values).allSatisfy { $0.contains($1) }, "\(label)")
          let all: [Ball] = spectrum.values + quick
          let width = all.map(\.radius.exponent).max() ?? 0
          #expect(width < 12 - bits, "\(label)")
          let counted = spectrum.clusters.reduce(0) { $0 + $1.count }
          #expect(counted == n)
          for cluster in spectrum.clusters {
            // Eigenvalues that are equal are never apart, and the projectors hold.
            let projector = spectrum.projector(cluster)
            #expect(projector.encloses(known.projector(cluster)), "\(label) \(cluster)")
            if cluster.count == 1, let v = spectrum.eigenvector(cluster.lowerBound) {
              let column = known.basis.columns([cluster.lowerBound])
              #expect(v.encloses(column) || v.encloses(-column), "\(label) vector \(cluster)")
            }
          }
          let cube = spectrum.function({ Ball.pow($0, 3) }, slope: { Ball.pow($0, 2) * 3 })
          let exact = known.function { (x: Rational) -> Rational in x * x * x }
          #expect(cube.encloses(exact), "\(label)")
          #expect(cube.worstExponent < 24 - bits, "\(label)")
        }
      }
    }
  }

  @Test func isolatedVectorsAreSharp() {
    var source = ExactMatrices(seed: 302)
    for n in [2, 4, 9, 33] {
      let known = Known((0..<n).map { Rational($0 * $0 + 1, 3) }, &source)
      let spectrum = SymmetricSpectrum(of: known.matrix.balls(200))
      #expect(spectrum.clusters.count == n)
      for i in 0..<n {
        guard let v = spectrum.eigenvector(i) else {
          Issue.record("eigenvector \(i) of \(n)")
          continue
        }
        let column = known.basis.columns([i])
        #expect(v.encloses(column) || v.encloses(-column))
        #expect(v.worstExponent < -180)
      }
    }
  }

  /// Every symmetric member of a wide matrix has its spectrum, vectors, projectors and root in the answers.
  @Test func wideMatricesHoldTheirMembers() {
    var source = ExactMatrices(seed: 303)
    for n in [1, 2, 3, 5] {
      for power in [3, 6, 10, 25] {
        let known = Known((0..<n).map { Rational($0 * 3 + 2) }, &source)
        let radius = Rational(1, 1 << power)
        let wide = known.matrix.balls(120).widened(by: .power2(-power))
        let spectrum = SymmetricSpectrum(of: wide)
        let root = wide.squareRoot()
        let (log, exponential) = (wide.logarithm(), wide.exponential())
        for _ in 0..<6 {
          var member = known.matrix
          for i in 0..<n {
            for j in 0...i {
              let step = radius * Rational(source.int(-1...1))
              member[i, j] = member[i, j] + step
              if i != j { member[j, i] = member[i, j] }
            }
          }
          // The member's own narrow answers lie in the wide ones.
          let own = SymmetricSpectrum(of: member.balls(200))
          for (x, y) in zip(spectrum.values, own.values) { #expect(x.contains(y), "size \(n), 2^-\(power)") }
          for (x, y) in zip(wide.symmetricEigenvalues(), own.values) { #expect(x.contains(y)) }
          for cluster in spectrum.clusters {
            let (x, y) = (spectrum.projector(cluster), own.projector(cluster))
            #expect(zip(x.entries, y.entries).allSatisfy { $0.contains($1) })
          }
          for i in 0..<n {
            guard let x = spectrum.eigenvector(i), let y = own.eigenvector(i) else { continue }
            let same = zip(x.entries, y.entries).allSatisfy { $0.contains($1) }
            let opposite = zip(x.entries, y.entries).allSatisfy { $0.contains(-$1) }
            #expect(same || opposite)
          }
          for (x, y) in [
            (root, member.balls(200).squareRoot()), (log, member.balls(200).logarithm()),
            (exponential, member.balls(200).exponential()),
          ] {
            #expect(zip(x.entries, y.entries).allSatisfy { $0.contains($1) })
          }
        }
        if power >= 6 { #expect(root.isFinite && spectrum.clusters.count == n) }
      }
    }
  }

  @Test func rootsAndLogarithms() {
    var source = ExactMatrices(seed: 304)
    for n in [0, 1, 2, 4, 8] {
      for bits in [53, 160, 600] {
        let known = Known((0..<n).map { _ in Rational(source.int(1...9), source.int(1...5)) }, &source)
        let square = known.function { $0 * $0 }.balls(bits)
        let root = square.squareRoot()
        #expect(root.encloses(known.matrix) && (n == 0 || root.worstExponent < 16 - bits))
        let log = square.logarithm()
        #expect(log.overlaps(known.matrix.balls(bits).logarithm().scaled(by: 2)))
        #expect(log.exponential().encloses(known.function { $0 * $0 }))
      }
    }
    // Eigenvalues 2^60 and 2^-60: no ball around both is positive.
    let (high, low) = (Rational(1 << 30), Rational(1, 1 << 30))
    func split(_ a: Rational, _ b: Rational) -> Matrix<Rational> {
      Matrix([[(a + b) / 2, (a - b) / 2], [(a - b) / 2, (a + b) / 2]])
    }
    let apart = split(high * high, low * low).balls(400)
    let root = apart.squareRoot()
    #expect(root.encloses(split(high, low)) && root.worstExponent < -200)
    #expect(apart.logarithm().exponential().encloses(split(high * high, low * low)))
    // Not positive definite: nothing.
    let bad = Matrix<Ball>([[1, 2], [2, 1]])
    #expect(!bad.squareRoot().isFinite && !bad.logarithm().isFinite)
    #expect(!Matrix<Ball>([[1, 1], [1, 1]]).squareRoot().isFinite)
  }

  @Test func exponentials() {
    var source = ExactMatrices(seed: 305)
    for bits in [53, 200, 700] {
      // Nilpotent: the series ends.
      for n in [1, 2, 4, 6] {
        let a = Matrix<Rational>(rows: n, columns: n) { $1 > $0 ? source.rational() : 0 }
        var (sum, term) = (Matrix<Rational>.identity(n), Matrix<Rational>.identity(n))
        for k in 1...n {
          term = (term * a).scaled(by: Rational(1, k))
          sum = sum + term
        }
        let e = a.balls(bits).exponential()
        #expect(e.encloses(sum), "size \(n), \(bits) bits")
        #expect(e.worstExponent < 24 - bits)
        // Members of a wide matrix.
        let wide = a.balls(bits).widened(by: .power2(-9)).exponential()
        let shift = Rational(source.int(-1...1), 512)
        let member = a.map { $0 + shift }.balls(bits + 100).exponential()
        #expect(zip(wide.entries, member.entries).allSatisfy { $0.contains($1) })
      }
      // Rotation by 1/2, far and near decay, inverse.
      let (c, s) = (Ball.cos(Ball(Rational(1, 2), bits: bits)), Ball.sin(Ball(Rational(1, 2), bits: bits)))
      let turn = Matrix<Rational>([[0, Rational(-1, 2)], [Rational(1, 2), 0]]).balls(bits).exponential()
      #expect(turn.overlaps(Matrix([[c, -s], [s, c]])))
      let decay = Matrix<Rational>([[-300, 1], [0, -200]]).balls(bits).exponential()
      let (f, g) = (Ball.exp(Ball(-300, bits: bits)), Ball.exp(Ball(-200, bits: bits)))
      #expect(decay.overlaps(Matrix([[f, (g - f) / 100], [Ball(0, bits: bits), g]])))
      #expect(decay[1, 1].accuracyBits > bits - 20)
      let a = source.matrix(5, 5).balls(bits)
      #expect((a.exponential() * (-a).exponential()).encloses(.identity(5)))
    }
    #expect(Matrix<Ball>.zero(3, 3).exponential().encloses(.identity(3)))
    #expect(Matrix<Ball>.zero(0, 0).exponential().rows == 0)
    #expect(!Matrix<Ball>([[.indeterminate]]).exponential().isFinite)
  }

  @Test func noSymmetricMember() {
    let a = Matrix<Ball>([[1, 2], [3, 4]])
    #expect(a.symmetricEigenvalues().allSatisfy { !$0.isFinite })
    let spectrum = SymmetricSpectrum(of: a)
    #expect(spectrum.eigenvector(0) == nil && !spectrum.projector(0..<1).isFinite)
    #expect(SymmetricSpectrum(of: .zero(0, 0)).values.isEmpty)
    let zeros = SymmetricSpectrum(of: .zero(3, 3)).values
    #expect(zeros.allSatisfy { $0.isZero })
    #expect(
      SymmetricSpectrum(of: Matrix<Ball>([[1, .indeterminate], [.indeterminate, 2]])).values.allSatisfy {
        !$0.isFinite
      })
  }

  @Test func spentBudgetGivesNoAnswerRatherThanAWrongOne() {
    let a = Matrix<Rational>(rows: 40, columns: 40) { Rational(1, $0 + $1 + 1) }.balls(300)
    let budget = Budget(seconds: 1e-9)
    Budget.$current.withValue(budget) {
      #expect(a.symmetricEigenvalues().allSatisfy { !$0.isFinite })
      #expect(!a.inverse.isFinite && !a.exponential().isFinite && !a.squareRoot().isFinite)
    }
  }
}
