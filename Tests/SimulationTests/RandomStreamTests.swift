import Foundation
import Testing
import VlasovSimulation

@Suite struct RandomStreamTests {
  /// The known answers published with the Random123 library for philox4x32-10.
  @Test func philoxKnownAnswers() {
    let zero = RandomStream.philox(counter: SIMD4(repeating: 0), key: SIMD2(repeating: 0))
    #expect(zero == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    let ones = RandomStream.philox(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
    #expect(ones == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    let pi = RandomStream.philox(
      counter: SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
      key: SIMD2(0xA409_3822, 0x299F_31D0))
    #expect(pi == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  @Test func wordsComeInBlockOrder() {
    var stream = RandomStream(seed: 0, stream: 0)
    #expect(stream.next() == 0xE169_C58D_6627_E8D5)
    #expect(stream.next() == 0x9B00_DBD8_BC57_AC4C)
    let second = RandomStream.philox(counter: SIMD4(1, 0, 0, 0), key: SIMD2(0, 0))
    #expect(stream.next() == UInt64(second.y) << 32 | UInt64(second.x))
  }

  @Test func seedStreamAndDomainAllMatter() {
    let large: UInt64 = 1 << 40
    var firsts: Set<UInt64> = []
    for (seed, index, domain) in [
      (1, 0, 0), (1, 1, 0), (1, 0, 1), (2, 0, 0), (large, 0, 0), (1, large, 0), (0, 1, 0),
    ] as [(UInt64, UInt64, UInt32)] {
      var stream = RandomStream(seed: seed, stream: index, domain: domain)
      firsts.insert(stream.next())
    }
    #expect(firsts.count == 7)
  }

  /// Mean, variance and neighbour correlation within 5 standard deviations.
  @Test func uniformMoments() {
    var stream = RandomStream(seed: 5, stream: 9)
    let count = 200_000
    var (sum, squares, products, previous) = (0.0, 0.0, 0.0, 0.5)
    for _ in 0..<count {
      let u = stream.uniform()
      #expect(u >= 0 && u < 1)
      sum += u
      squares += (u - 0.5) * (u - 0.5)
      products += (u - 0.5) * (previous - 0.5)
      previous = u
    }
    let scale = Double(count).squareRoot()
    #expect(abs(sum / Double(count) - 0.5) < 5 * (1.0 / 12).squareRoot() / scale)
    #expect(abs(squares / Double(count) - 1.0 / 12) < 5 * (1.0 / 180).squareRoot() / scale)
    #expect(abs(products / Double(count)) < 5.0 / 12 / scale)
  }

  @Test func integersAreUniform() {
    var stream = RandomStream(seed: 6, stream: 0)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[stream.integer(below: 7)] += 1 }
    let chiSquared = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
    // 6 degrees of freedom: mean 6, standard deviation sqrt(12).
    #expect(chiSquared < 6 + 6 * 12.0.squareRoot())
    #expect(stream.integer(below: 1) == 0 && stream.integer(below: 0) == 0)
  }

  @Test func normalMoments() {
    var stream = RandomStream(seed: 7, stream: 3)
    let count = 100_000
    var powers = [0.0, 0.0, 0.0, 0.0]
    for _ in 0..<count {
      let x = stream.normal()
      #expect(x.isFinite)
      for k in 0..<4 { powers[k] += pow(x, Double(k + 1)) / Double(count) }
    }
    let scale = Double(count).squareRoot()
    #expect(abs(powers[0]) < 5 / scale)
    #expect(abs(powers[1] - 1) < 5 * 2.0.squareRoot() / scale)
    #expect(abs(powers[2]) < 5 * 15.0.squareRoot() / scale)
    #expect(abs(powers[3] - 3) < 5 * 96.0.squareRoot() / scale)
  }
}
