import Foundation
import Vlasov
import VlasovTool

// The functions of include/CVlasov.h, which documents them.

typealias TextPlace = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_cdecl("vlasov_abi")
public func abi() -> Int32 { 1 }

/// Made once, kept for the life of the process.
private struct VersionText: @unchecked Sendable {
  let pointer: UnsafePointer<CChar>
  init() { pointer = UnsafePointer(strdup(Embedding.version)!) }
}
private let versionText = VersionText()

@_cdecl("vlasov_version")
public func version() -> UnsafePointer<CChar> { versionText.pointer }

@_cdecl("vlasov_free")
public func release(_ text: UnsafeMutablePointer<CChar>?) { free(text) }

@_cdecl("vlasov_stop")
public func stop(_ context: UnsafeMutableRawPointer?, _ done: Int64, _ total: Int64) -> Int32 { 1 }

@_cdecl("vlasov_request")
public func request(
  _ text: UnsafePointer<CChar>?, _ poll: (@convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Int32)?,
  _ context: UnsafeMutableRawPointer?, _ output: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  let call = Call(poll: poll, context: context, output: output, error: error)
  let asked: VerbRequest
  do {
    asked = try VerbRequest(Call.string(text))
  } catch let failure {
    return call.runHere { host in host.run { throw failure } }
  }
  if let evaluation = asked.evaluation { return call.runHere(evaluation) }
  return call.runApart { host in Embedding.run(words: asked.commandLine, in: host) }
}

@_cdecl("vlasov_count_modes")
public func countModes(
  _ x: UnsafePointer<Double>?, _ weights: UnsafePointer<Double>?, _ count: Int64,
  _ text: UnsafePointer<CChar>?,
  _ poll: (@convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Int32)?,
  _ context: UnsafeMutableRawPointer?, _ output: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  Call(poll: poll, context: context, output: output, error: error).runApart { host in
    host.run {
      let request = try ModesRequest(Call.string(text))
      let sample = try ModesRequest.sample(x, weights, count, threads: request.threads)
      return request.run(sample, in: host)
    }
  }
}

@_cdecl("vlasov_table")
public func table(
  _ text: UnsafePointer<CChar>?, _ lower: UnsafeMutablePointer<Double>?,
  _ upper: UnsafeMutablePointer<Double>?,
  _ status: UnsafeMutablePointer<Int8>?, _ capacity: Int64, _ rows: UnsafeMutablePointer<Int64>?,
  _ poll: (@convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Int32)?,
  _ context: UnsafeMutableRawPointer?, _ error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  rows?.pointee = 0
  return Call(poll: poll, context: context, output: nil, error: error).runApart { host in
    host.run {
      let request = try TableRequest(Call.string(text))
      let (count, outcome) = try request.run(
        TableColumns(lower: lower, upper: upper, status: status, capacity: capacity), in: host)
      rows?.pointee = Int64(count)
      return outcome
    }
  }
}

@_cdecl("vlasov_simulate")
public func simulate(
  _ text: UnsafePointer<CChar>?, _ initial: UnsafePointer<Double>?, _ count: Int64,
  _ times: UnsafeMutablePointer<Double>?, _ states: UnsafeMutablePointer<Double>?, _ capacity: Int64,
  _ poll: (@convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Int32)?,
  _ context: UnsafeMutableRawPointer?, _ output: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  Call(poll: poll, context: context, output: output, error: error).runApart { host in
    host.run {
      let request = try SimulationRequest(Call.string(text))
      return try request.run(
        from: SimulationBuffers(initial, count, times, states, capacity), in: host)
    }
  }
}
