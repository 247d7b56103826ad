import TestSupport
import Testing
import VlasovEnclosures

/// Sine and cosine of sets that are not thin: between the values at the ends, with the extrema in between.
@Suite struct DoubleEnclosureWaveTests {
  @Test func wideSets() {
    var random = SeededGenerator(seed: 77)
    for round in 0..<2000 {
      let center = Double.random(in: -1, using: &random, scale: [1, 10, 900, 5000][round % 4])
      let width =
        [1e-3, 0.1, 1, 2.9, 3.2, 6.4, 7.5, 40][random.int(0...7)] * Double.random(in: 0.5...1, using: &random)
      let x = DoubleEnclosure(lower: center, upper: center + width)
      for (name, set, f) in [
        ("sin", DoubleEnclosure.sin(x), Ball.sin as (Ball) -> Ball),
        ("cos", DoubleEnclosure.cos(x), Ball.cos),
      ] {
        #expect(set.lower >= -1 && set.upper <= 1)
        var hull: DoubleEnclosure?
        for k in 0...8 {
          let point = k == 8 ? x.upper : center + width * Double(k) / 8
          guard x.contains(point) else { continue }
          let value = DoubleEnclosure(f(Ball(DoubleEnclosure(exactly: point), bits: 200)))
          #expect(
            set.lower <= value.upper && value.lower <= set.upper,
            "\(name) \(x) = \(set) misses \(value) at \(point); seed 77, round \(round)")
          hull = hull.map { .hull($0, value) } ?? value
        }
        // Points an eighth of the width apart are off an extremum by at most (width/16)²/2.
        if let hull, width < 3, center.magnitude < 990 {
          let slack = width * width / 256 + 1e-12
          #expect(
            set.lower >= hull.lower - slack && set.upper <= hull.upper + slack,
            "\(name) \(x) = \(set), but the values are about \(hull); seed 77, round \(round)")
        }
      }
    }
  }

  @Test func extremaAndSpecialSets() {
    let aroundMaximum = DoubleEnclosure.sin(DoubleEnclosure(lower: 1, upper: 2))
    #expect(
      aroundMaximum.upper == 1 && aroundMaximum.lower > 0.84 && aroundMaximum.lower <= 0.8414709848078965)
    let aroundMinimum = DoubleEnclosure.cos(DoubleEnclosure(lower: 3, upper: 4))
    #expect(aroundMinimum.lower == -1 && aroundMinimum.upper < -0.65)
    // From 0 to 1 cos falls from an extremum, which the end itself is.
    #expect(DoubleEnclosure.cos(DoubleEnclosure(lower: 0, upper: 1)).contains(1))
    #expect(
      DoubleEnclosure.sin(DoubleEnclosure(lower: -500, upper: 500)).contains(
        DoubleEnclosure(lower: -1, upper: 1)))
    #expect(
      DoubleEnclosure.sin(.indeterminate).isIndeterminate || DoubleEnclosure.sin(.indeterminate).contains(1))
  }
}

extension Double {
  fileprivate static func random(in low: Double, using random: inout SeededGenerator, scale: Double) -> Double
  {
    Double.random(in: low * scale...scale, using: &random)
  }
}
