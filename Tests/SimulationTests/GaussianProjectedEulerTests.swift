import Testing
import VlasovSimulation

@Suite struct GaussianProjectedEulerTests {
  @Test("the error is O(h)")
  func order() throws {
    let attention = GaussianAttention(.softmax, score: Instance.aq(2), value: Instance.vq(2))
    let ends = [50, 100, 200, 400].map { steps in
      SizedObservation(
        size: Double(steps),
        simulated: attention.projectedEuler(
          from: Instance.sig(2), step: 0.5 / Double(steps), maxSteps: steps
        ).covariance[0, 1])
    }
    let closed = CertifiedValue(value: 0.50141367453611702)
    let report = try Confrontation.compare(ends, with: closed, law: .power(order: 1, next: 2))
    #expect(report.verdict == .agrees, "\(report)")
    #expect(abs((report.observedOrder ?? 0) - 1) < 0.1)
    let wrong = CertifiedValue(value: 0.50141367453611702 * 1.0001)
    #expect(
      try Confrontation.compare(ends, with: wrong, law: .power(order: 1, next: 2)).verdict == .disagrees)
  }

  @Test("the three ends: converged, diverged, horizon")
  func flags() {
    let sigma = Instance.sig(2)
    let blowing = GaussianAttention(.softmax, score: Instance.bq(2), value: .identity(2))
    #expect(blowing.projectedEuler(from: sigma).flag == .diverged)
    let still = GaussianAttention(.softmax, score: Instance.nq(2), value: .identity(2))
    let run = still.projectedEuler(from: sigma)
    #expect(run.flag == .converged && run.steps == 0 && run.covariance == sigma)
    let slow = GaussianAttention(.softmax, score: -Instance.bq(2), value: .identity(2))
    #expect(slow.projectedEuler(from: sigma, maxSteps: 10).flag == .horizon)
    #expect(slow.projectedEuler(from: sigma, maxSteps: 10).steps == 10)
  }

  @Test("converged is no proof: the flag is up while Σ is still 1/t away from its limit 0")
  func convergedIsNoProof() {
    let slow = GaussianAttention(.softmax, score: -Instance.bq(2), value: .identity(2))
    let run = slow.projectedEuler(from: Instance.sig(2), step: 0.05, maxSteps: 20_000)
    #expect(run.converged)
    #expect(run.covariance.symmetricEigenvalues[1] > 1e-3)
  }

  @Test("a step too long makes negative eigenvalues, which become tiny ones")
  func projection() {
    let attention = GaussianAttention(.softmax, score: -1 * FloatMatrix.identity(2), value: .identity(2))
    // λ → λ - 2hλ²: one step takes 2 to -2, and 1/4 to 1/4 - 1/16.
    let run = attention.projectedEuler(
      from: FloatMatrix(diagonal: [2, 0.25]), step: 0.5, maxSteps: 1)
    #expect(run.projections == 1)
    #expect(abs(run.covariance[0, 0] - 1e-14) < 1e-28)
    #expect(abs(run.covariance[1, 1] - 0.1875) < 1e-15)
  }
}
