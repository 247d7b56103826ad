import Foundation
import Testing
import VlasovSimulation

/// Closed forms by naive series in Double, written for the tests alone.
enum Reference {
  /// I_n(x) = sum_k (x/2)^{n+2k} / (k! (n+k)!).
  static func besselI(_ n: Int, _ x: Double) -> Double {
    var term = 1.0
    for k in stride(from: 1, through: n, by: 1) { term *= x / 2 / Double(k) }
    var sum = term
    for k in 1..<400 {
      term *= x * x / 4 / (Double(k) * Double(n + k))
      sum += term
    }
    return sum
  }

  /// psi_c(y) = sum_k c^{k+1} y^k / (k! (k+1)!).
  static func psi(_ c: Double, _ y: Double) -> Double {
    var term = c
    var sum = c
    for k in 1..<400 {
      term *= c * y / (Double(k) * Double(k + 1))
      sum += term
    }
    return sum
  }

  /// k_lambda(sigma, s) psi_{at}(log((e^{lambda sigma} - 1) / (e^{lambda s} - 1))).
  static func green(_ a: Double, _ t: Double, _ sigma: Double, _ s: Double, _ lambda: Double) -> Double {
    if lambda == 0 { return psi(a * t, log(sigma / s)) / sigma }
    let y = log((exp(lambda * sigma) - 1) / (exp(lambda * s) - 1))
    return lambda * exp(lambda * s) / (exp(lambda * sigma) - 1) * psi(a * t, y)
  }

  /// sum_n exp(-pi^2 n^2 / (2 M^2)) g_{n^2 I_n(beta)}(t, 1; s).
  static func profile(_ s: Double, beta: Double, vocabulary: Double, t: Double, lambda: Double) -> Double {
    (1...40).reduce(0) { sum, n in
      let x = Double.pi * Double(n) / vocabulary
      return sum + exp(-x * x / 2) * green(Double(n * n) * besselI(n, beta), t, 1, s, lambda)
    }
  }
}

/// A closed form as the certified side would hand it over: enclosed to its last bits.
func certified(_ value: Double, relativeError: Double = 0) -> CertifiedValue {
  CertifiedValue(value: value * (1 + relativeError), halfWidth: 4e-16 * abs(value))
}

/// The right closed form agrees, and one that is off by `relative` in either direction is rejected.
func expectDecides(
  _ observations: [SizedObservation], _ value: Double, law: ErrorLaw, relative: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let report = try Confrontation.compare(observations, with: certified(value), law: law, seed: 1)
  #expect(report.verdict == .agrees, "\(report)", sourceLocation: sourceLocation)
  for error in [relative, -relative] {
    let wrong = try Confrontation.compare(
      observations, with: certified(value, relativeError: error), law: law, seed: 1)
    #expect(wrong.verdict == .disagrees, "\(wrong)", sourceLocation: sourceLocation)
  }
}

/// The same for a Monte Carlo mean.
func expectDecides(
  _ estimate: SampleEstimate, _ value: Double, bias: Double = 0, relative: Double = 0.1,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let report = try Confrontation.compare(estimate, with: certified(value), bias: bias)
  #expect(report.verdict == .agrees, "\(report)", sourceLocation: sourceLocation)
  for error in [relative, -relative] {
    let wrong = try Confrontation.compare(estimate, with: certified(value, relativeError: error), bias: bias)
    #expect(wrong.verdict == .disagrees, "\(wrong)", sourceLocation: sourceLocation)
  }
}
