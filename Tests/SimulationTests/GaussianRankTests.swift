import Testing
import VlasovSimulation

@Suite struct GaussianRankTests {
  @Test("instances are exact, positive definite, and reproducible", arguments: RankExperiment.Value.allCases)
  func instances(value: RankExperiment.Value) throws {
    for d in 1...10 {
      let experiment = try RankExperiment(dimension: d, value: value, seed: 1)
      for index in 0..<5 {
        let instance = experiment.instance(index)
        #expect(instance == experiment.instance(index))
        #expect(instance.query.rows == d / 2)
        #expect(instance.covariance.choleskyFactor != nil)
        #expect((instance.value + instance.value.transpose).choleskyFactor != nil)
        #expect((instance.value == instance.value.transpose) == (value != .general || d == 1))
        // Multiples of 2^-6 and 2^-16 that a double holds exactly; products are exact.
        #expect(instance.query.entries.allSatisfy { (64 * $0).rounded() == 64 * $0 })
        for matrix in [instance.score, instance.covariance, instance.value] {
          #expect(matrix.entries.allSatisfy { (65536 * $0).rounded() == 65536 * $0 && abs($0) < 4096 })
        }
      }
      #expect(experiment.instance(0) != experiment.instance(1))
    }
    #expect(throws: SimulationError.self) { try RankExperiment(dimension: 0, seed: 1) }
    #expect(throws: SimulationError.self) { try RankExperiment(dimension: 3, rows: 4, seed: 1) }
  }

  /// Σ(t) ⪰ N (N^T Σ0^-1 N)^-1 N^T for the kernel N of Q, as N^T Σ^-1 N is constant, and QΣ → 0.
  @Test("the true limit has the range ker Q, for every V", arguments: RankExperiment.Value.allCases)
  func limit(value: RankExperiment.Value) throws {
    for d in [3, 4] {
      let instance = try RankExperiment(dimension: d, value: value, seed: 2).instance(0)
      let sigma = instance.attention.covariance(from: instance.covariance, time: 20, steps: 20_000)
      let system = (instance.query.transpose * instance.query).symmetricEigensystem
      let kernel = FloatMatrix(rows: d, columns: d - d / 2) { system.vectors[$0, $1] }
      let before = kernel.transpose * instance.covariance.inverse * kernel
      let after = kernel.transpose * sigma.inverse * kernel
      #expect(before.distance(after) < 1e-6 * before.frobeniusNorm, "\(value), d = \(d)")
      let least = (sigma - kernel * before.inverse * kernel.transpose).symmetricEigenvalues[0]
      #expect(least > -1e-6)
      #expect(
        (instance.query * sigma).frobeniusNorm < 0.2 * (instance.query * instance.covariance).frobeniusNorm)
    }
  }

  @Test("the float ranks do not depend on threads, and miss the true one at times")
  func outcomes() throws {
    var experiment = try RankExperiment(dimension: 4, seed: 3)
    experiment.threshold = 1e-2
    let one = try experiment.outcomes(count: 24, threads: 1)
    #expect(try experiment.outcomes(count: 24, threads: 4) == one)
    #expect(one.allSatisfy { $0.eigenvalues.count == 4 && $0.floatRank <= 4 })
    #expect(one.map(\.index) == Array(0..<24))
    #expect(throws: SimulationError.stopped) { try experiment.outcomes(count: 2, stop: { true }) }
  }
}
