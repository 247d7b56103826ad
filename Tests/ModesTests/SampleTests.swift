import Testing
import VlasovModes
import VlasovNumbers

@Suite struct SampleTests {
  @Test("the first numbers of the portable generator")
  func generator() {
    // Source: the definition of the generator, evaluated independently.
    let numbers = Sample.irwinHallNumbers(seed: 1, count: 3)
    #expect(numbers == [0x1.6ca21392e2802p+0, -0x1.3ce104e7112b2p-1, -0x1.2e78fafaeeb76p-1])
  }

  @Test("repeats are merged exactly")
  func repeats() throws {
    let sample = try Sample(numbers: [
      .double(0x1.8p-3), .rational(Rational(3, 16)), .decimal(1875, exponent: -4),
    ])
    #expect(sample.distinct == 1)
    #expect(sample.count == 3)
    #expect(sample.weight(0) == 3)
  }

  @Test("decimals that round to one double stay apart")
  func decimals() throws {
    let sample = try Sample(numbers: [
      .decimal(2_062_011_102_080_655_229, exponent: -18), .decimal(2_062_011_102_080_655_230, exponent: -18),
    ])
    #expect(sample.distinct == 2)
    #expect(sample.points[0] == sample.points[1])
    #expect(sample.point(0) < sample.point(1))
  }
}
