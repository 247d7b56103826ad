import Testing

@testable import VlasovAnalysis

/// The representation of error sets, on its own.
@Suite struct ODEFrameTests {
  /// Random matrices, some of them singular, graded or zero.
  func matrix(_ n: Int, _ kind: Int, _ random: inout SeededGenerator) -> [SmallBall] {
    (0..<(n * n)).map { k in
      let (i, j) = (k / n, k % n)
      let entry = SmallBall(random.thousandth(-2000...2000))
      switch kind {
      case 0: return entry
      case 1: return j == n - 1 ? 0 : entry
      case 2: return entry.scaled(by: 40 * (j - i))
      case 3: return SmallBall(Int.random(in: -1...1, using: &random))
      case 4: return 0
      default: return SmallBall(center: entry, radius: .power2(-20))
      }
    }
  }

  @Test func imagesOfMembersAreMembers() {
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed)
      let n = Int.random(in: 1...5, using: &random)
      let isWide = Bool.random(using: &random)
      let exponent = isWide ? -6 : -100
      let box = (0..<n).map { Magnitude.power2(exponent - 3 * $0) }
      var set = ErrorSet(radii: box, isWide: isWide)
      // Members: corners and others of the box, moved by exact choices from the matrices and the errors.
      var members = (0..<8).map { _ in
        box.map { SmallBall(Int.random(in: -4...4, using: &random)).scaled(by: -2) * $0.small }
      }
      for _ in 0..<6 {
        let kind = Int.random(in: 0...5, using: &random)
        let jacobian = matrix(n, kind, &random)
        let error = (0..<n).map { Magnitude.power2(exponent - 10 + $0) }
        guard let next = set.advanced(by: jacobian, error: error) else {
          Issue.record("unbounded, seed \(seed)")
          break
        }
        set = next
        members = members.map { s in
          (0..<n).map { i in
            let sign = SmallBall(Int.random(in: -1...1, using: &random))
            let moved = (0..<n).map { j -> SmallBall in
              let entry = jacobian[i * n + j]
              let shift = SmallBall(Int.random(in: -1...1, using: &random)) * entry.radius.small
              return (entry.center + shift) * s[j]
            }
            return moved.reduce(sign * error[i].small, +)
          }
        }
        for s in members {
          for (x, bound) in zip(s, set.extents) {
            #expect(x.center.magnitude <= bound + bound.scaled(by: -25), "seed \(seed), kind \(kind)")
          }
        }
      }
    }
  }

  /// The same rotation many times: no growth beyond that of the first.
  @Test func rotationsDoNotWrap() {
    let (c, s) = (SmallBall.cos(SmallBall(Rational(7, 10))), SmallBall.sin(SmallBall(Rational(7, 10))))
    var set = ErrorSet(radii: [.power2(-50), .power2(-50)], isWide: false)
    for _ in 0..<1000 {
      guard let next = set.advanced(by: [c, -s, s, c], error: [.zero, .zero]) else {
        Issue.record("unbounded")
        return
      }
      set = next
    }
    for r in set.extents { #expect(r <= .power2(-48)) }
    // A shear in between, of determinant 1, and its inverse.
    var sheared = ErrorSet(radii: [.power2(-50), .power2(-50)], isWide: false)
    for k in 0..<200 {
      let shear: [SmallBall] = k % 2 == 0 ? [1, 1, 0, 1] : [1, -1, 0, 1]
      guard let next = sheared.advanced(by: shear, error: [.zero, .zero]) else {
        Issue.record("unbounded")
        return
      }
      sheared = next
    }
    // Orthogonal frames let it grow slowly.
    for r in sheared.extents { #expect(r <= .power2(-41), "\(r.estimate)") }
  }

  @Test func geometricSums() {
    for k in 0...15 {
      let u = Magnitude(k).scaled(by: -4)
      // 1/(1 - k/16) = 16/(16 - k).
      let exact = SmallBall(Rational(16, 16 - k))
      guard let sum = u.geometricSum else {
        Issue.record("\(k)")
        continue
      }
      #expect(exact.magnitudeBelow <= sum && sum <= exact.magnitude.scaled(by: 1))
    }
    #expect(Magnitude(1).geometricSum == nil && Magnitude.infinity.geometricSum == nil)
    for x in [-3.7, 0, 12.25, -1e6] {
      #expect(abs(Magnitude.near(log2: x).log2 - x) < 1e-6)
    }
  }
}
