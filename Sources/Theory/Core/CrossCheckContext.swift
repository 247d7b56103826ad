import VlasovSimulation

/// Steps that cross-checks share.
extension CrossCheck.Context {
  /// Simulated numbers of several sizes against the value under test, which is computed first: parameters that it
  /// refuses are not simulated.
  func confront(law: ErrorLaw, _ observations: () throws -> [SizedObservation]) throws -> CrossCheckReport {
    let closed = try certified()
    return try Confrontation.compare(observations(), with: closed, law: law)
  }

  /// A Monte Carlo mean against the value under test, up to a bias relative to it.
  func confront(relativeBias: Double = 0, _ estimate: () throws -> SampleEstimate) throws -> CrossCheckReport
  {
    let closed = try certified()
    return try Confrontation.compare(estimate(), with: closed, bias: relativeBias * abs(closed.value))
  }

  /// The value under test as a simulation sees it: a Double.
  func certified() throws -> CertifiedValue {
    let value = try closedForm([:])
    guard abs(value) < 1e250 else {
      throw InputError("the value is too large for a simulation in floating point")
    }
    return CertifiedValue(value: value, halfWidth: abs(value) * 0x1p-52)
  }

  /// An integer parameter of moderate size.
  func integer(_ name: String) throws -> Int {
    guard let n = parameters.integer(name), n < 1 << 40 else {
      throw InputError(parameter: name, value: nil, "\(name) is too large for a simulation")
    }
    return n
  }

  /// The end of the time budget, for engines that run on threads of their own.
  var stop: StopCondition {
    let budget = Budget.current
    return { budget.isExhausted }
  }
}
