import Foundation
import Testing
import VlasovSimulation

@Suite struct RetrievalModesTests {
  @Test func softModesAreTheSeriesOnes() throws {
    let modes = try RetrievalModes(beta: 2, decoder: .soft(vocabulary: 8)).modes
    #expect(modes.map(\.number) == Array(1...modes.count))
    for mode in modes {
      let x = Double.pi * Double(mode.number) / 8
      #expect(abs(mode.weight - exp(-x * x / 2)) < 1e-15)
      let rate = Double(mode.number * mode.number) * Reference.besselI(mode.number, 2)
      #expect(abs(mode.rate - rate) < 1e-13 * rate)
    }
    #expect(modes.last!.rate * modes.last!.weight < 1e-15)
  }

  @Test func hardWeights() throws {
    let modes = try RetrievalModes(beta: 1, decoder: .hard(vocabulary: 4), scale: -2).modes
    #expect(abs(modes[0].weight + 2 * sin(Double.pi / 4) / Double.pi) < 1e-15)
    #expect(abs(modes[3].weight) < 1e-15)
    #expect(modes.count > 8)
  }

  /// t_crit = 2 (1 - e^-lambda) S_1 / S_2 at beta = 1, M = 8, lambda = 1.
  @Test func momentsGiveTheCriticalTime() throws {
    let modes = try RetrievalModes(beta: 1, decoder: .soft(vocabulary: 8))
    let time = 2 * (1 - exp(-1)) * modes.moment(1) / modes.moment(2)
    #expect(abs(time - 2.4574889803282556125) < 1e-14)
  }

  /// With a narrow decoder the weights fall before the rates do: the list must not stop too early.
  @Test func keepsTheLargestModes() throws {
    let modes = try RetrievalModes(beta: 30, decoder: .soft(vocabulary: 4)).modes
    #expect(modes.count >= 8)
    let unit = try RetrievalModes(beta: 30, decoder: .unit).modes
    let peak = unit.max { $0.rate < $1.rate }!
    #expect(peak.number == 8 && unit.count > 40)
  }

  @Test func refusesBadInput() {
    #expect(throws: SimulationError.self) { try RetrievalModes(beta: 0, decoder: .unit) }
    #expect(throws: SimulationError.self) { try RetrievalModes(beta: 1e6, decoder: .unit) }
  }
}
