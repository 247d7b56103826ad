import Foundation
import Testing
import VlasovSimulation

@Suite struct RenyiTests {
  /// m(x) = 1 on [1, 2), 3 - 2/(x-1) on [2, 3], and the logarithmic form on [3, 4].
  static func parkingMean(_ x: Double) -> Double {
    if x < 1 { return 0 }
    if x < 2 { return 1 }
    if x <= 3 { return 3 - 2 / (x - 1) }
    return 1 + 2 / (x - 1) * (1 + 3 * (x - 3) - 2 * log(x - 2))
  }

  @Test(arguments: [0.5, 1, 1.7, 2.2, 2.9, 3.1, 3.8])
  func parkingLine(length: Double) throws {
    let estimate = try ParkingLine(length: length).run(samples: 40_000, seed: 21)
    if length < 2 {
      #expect(estimate.mean == Self.parkingMean(length) && estimate.standardError == 0)
    } else {
      try expectDecides(estimate, Self.parkingMean(length))
    }
  }

  @Test(arguments: [1, 1.5, 2, 2.3, 2.9, 3, 3.4, 4])
  func parkingMeanByMarching(length: Double) throws {
    let data = try ParkingMean(length: length).values(cells: [16, 32, 64, 128])
    try expectDecides(data, Self.parkingMean(length), law: .power(order: 2, next: 4), relative: 1e-4)
  }

  @Test func renyiConstant() throws {
    let constant = 0.74759792025341143512
    try expectDecides(ParkingLine(length: 60).constant(samples: 10_000, seed: 22), constant, relative: 0.01)
    try expectDecides(
      ParkingMean(length: 40).constants(cells: [64, 128, 256]), constant, law: .power(order: 2, next: 4),
      relative: 1e-6)
  }

  @Test(arguments: [
    (0.5, 9.39459253643001589612), (1, 4.69732764545699151345), (1.4, 3.34173938047789167766),
  ])
  func centresOnTheCircle(separation: Double, mean: Double) throws {
    let estimate = try RenyiCentresOnCircle(separation: separation).run(samples: 40_000, seed: 23)
    try expectDecides(estimate, mean, relative: 0.01)
  }

  /// Greedy centres among many independent points, point by point, without the shortcut through the free set.
  @Test func freeSetIsTheGreedyRule() throws {
    let separation = 1.3
    var moments = SampleMoments()
    for sample in 0..<1500 {
      var stream = RandomStream(seed: 77, stream: UInt64(sample))
      var centres: [Double] = []
      for _ in 0..<3000 {
        let point = stream.angle()
        if centres.allSatisfy({ abs(remainder($0 - point, 2 * Double.pi)) > separation }) {
          centres.append(point)
        }
      }
      moments.add(Double(centres.count))
    }
    let estimate = try RenyiCentresOnCircle(separation: separation).run(samples: 20_000, seed: 24)
    let error = (pow(moments.standardError, 2) + pow(estimate.standardError, 2)).squareRoot()
    #expect(abs(moments.mean - estimate.mean) <= 4 * error + 0.005)
  }

  @Test func oneCentreBeyondPi() throws {
    let estimate = try RenyiCentresOnCircle(separation: 3.2).run(samples: 10, seed: 1)
    #expect(estimate.mean == 1 && estimate.standardError == 0)
  }

  @Test(arguments: [(2, 0.5, 200, 6.28318530717958), (3, 0.5, 200, 16.3374883676052508), (3, 4, 50, 1)])
  func strongCentres(dimension: Int, separation: Double, points: Int, mean: Double) throws {
    let trial = StrongRenyiCentres(dimension: dimension, separation: separation, points: points)
    try expectDecides(trial.run(samples: 3000, seed: 25), mean)
  }

  /// Finite n matters: among few points the count is (1 - (1 - mass)^n) / mass.
  @Test func fewPoints() throws {
    let mass = pow(sin(0.25), 2)
    let estimate = try StrongRenyiCentres(dimension: 3, separation: 0.5, points: 10).run(
      samples: 8000, seed: 26)
    let value = (1 - pow(1 - mass, 10)) / mass
    try expectDecides(estimate, value)
    #expect(try Confrontation.compare(estimate, with: certified(1 / mass)).verdict == .disagrees)
  }

  @Test func capMasses() throws {
    #expect(abs(try StrongRenyiCentres.capMass(dimension: 2, separation: 1) - 1 / Double.pi) < 1e-15)
    #expect(abs(try StrongRenyiCentres.capMass(dimension: 3, separation: 2.5) - pow(sin(1.25), 2)) < 1e-14)
    let mass = try StrongRenyiCentres.capMass(dimension: 5, separation: 1.0 / 3)
    #expect(abs(1 / mass - 448.307497253199032) < 1e-9)
    let count = try StrongRenyiCentres.pointsForLimit(dimension: 5, separation: 1.0 / 3, tolerance: 1e-6)
    #expect(pow(1 - mass, Double(count)) <= 1.0001e-6 && pow(1 - mass, Double(count - 2)) > 1e-6)
  }

  @Test func sameBitsForAnyThreadCount() throws {
    func runs(_ run: (Int) throws -> SampleEstimate) throws {
      let one = try run(1)
      #expect(try run(2) == one)
      #expect(try run(7) == one)
    }
    try runs { try RenyiCentresOnCircle(separation: 0.7).run(samples: 3000, threads: $0, seed: 5) }
    try runs { try ParkingLine(length: 9).run(samples: 3000, threads: $0, seed: 5) }
    try runs {
      try StrongRenyiCentres(dimension: 4, separation: 0.7, points: 60).run(
        samples: 300, threads: $0, seed: 5)
    }
  }

  @Test func refusesBadInput() {
    #expect(throws: SimulationError.self) {
      try RenyiCentresOnCircle(separation: 0).run(samples: 10, seed: 1)
    }
    #expect(throws: SimulationError.self) { try ParkingLine(length: -1).run(samples: 10, seed: 1) }
    #expect(throws: SimulationError.self) { try ParkingLine(length: 3).run(samples: 1, seed: 1) }
    #expect(throws: SimulationError.self) { try ParkingMean(length: 3).value(cells: 1) }
    #expect(throws: SimulationError.self) {
      try StrongRenyiCentres(dimension: 1, separation: 1, points: 3).run(samples: 10, seed: 1)
    }
    #expect(throws: SimulationError.stopped) {
      try ParkingLine(length: 3).run(samples: 10, seed: 1, stop: { true })
    }
  }
}
