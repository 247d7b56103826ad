import Foundation
import Testing

@testable import VlasovSimulation

@Suite struct ParallelTests {
  @Test(arguments: [nil, 0, 1, 2, 3, 64] as [Int?])
  func resultsComeInIndexOrder(threads: Int?) throws {
    let squares = try Parallel.map(count: 1000, threads: threads) { $0 * $0 }
    #expect(squares == (0..<1000).map { $0 * $0 })
    #expect(try Parallel.map(count: 0, threads: threads) { $0 }.isEmpty)
  }

  @Test func chunksCoverEverything() throws {
    for (total, chunk) in [(10, 3), (9, 3), (1, 5), (0, 4), (7, 1), (7, 0)] {
      let ranges = try Parallel.mapChunks(total: total, chunk: chunk) { $0 }
      #expect(ranges.flatMap { Array($0) } == Array(0..<total))
    }
  }

  @Test(arguments: [1, 2, 4])
  func stopEndsTheWork(threads: Int) {
    #expect(throws: SimulationError.stopped) {
      try Parallel.map(count: 100, threads: threads, stop: { true }, body: { $0 })
    }
  }

  @Test(arguments: [1, 2, 4])
  func anErrorIsPassedOn(threads: Int) {
    struct Odd: Error, Equatable { var index: Int }
    #expect(throws: Odd(index: 3)) {
      try Parallel.map(count: 100, threads: threads) { index in
        if index == 3 { throw Odd(index: index) }
        return index
      }
    }
  }

  @Test func momentsMergeLikeOneSample() {
    var stream = RandomStream(seed: 1, stream: 1)
    let values = (0..<1000).map { _ in stream.normal() + 5 }
    var whole = SampleMoments()
    for value in values { whole.add(value) }
    var parts = SampleMoments()
    for start in stride(from: 0, to: 1000, by: 37) {
      var part = SampleMoments()
      for value in values[start..<min(1000, start + 37)] { part.add(value) }
      parts.merge(part)
    }
    let mean = values.reduce(0, +) / 1000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 999
    for moments in [whole, parts] {
      #expect(moments.count == 1000)
      #expect(abs(moments.mean - mean) < 1e-12)
      #expect(abs(moments.variance - variance) < 1e-11)
      #expect(abs(moments.standardError - (variance / 1000).squareRoot()) < 1e-13)
    }
  }

  @Test func momentsOfTooFewValues() {
    var moments = SampleMoments()
    #expect(moments.standardError == .infinity)
    moments.add(3)
    #expect(moments.mean == 3 && moments.standardError == .infinity)
    moments.add(3)
    #expect(moments.standardError == 0)
  }
}
