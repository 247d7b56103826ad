import Foundation
import Testing
import Vlasov

@testable import VlasovCInterface

@Suite struct RequestTests {
  private static let tCrit =
    #"{"verb":"eval","id":"retrieval.t-crit","parameters":{"beta":1,"lambda":"1","M":8},"options":{"digits":30}}"#

  /// Reference digits: spec 10, t_crit(1, 1, 8).
  @Test func evaluation() {
    let result = CallResult.request(Self.tCrit)
    #expect(result.status == 0 && result.error == nil)
    #expect(result.objects.first?["value"] as? String == "2.45748898032825561249121608887")
  }

  /// The quick way and the command line give the same object but for the time.
  @Test(arguments: [
    #""id":"retrieval.t-crit","parameters":{"beta":1,"lambda":"1","M":8}"#,
    #""id":"retrieval.t-crit","parameters":{"beta":"[0.99,1.01]","lambda":"1","M":8},"output":"t_crit""#,
    #""id":"retrieval.endpoint-slope","parameters":{"beta":1,"lambda":"1","M":8,"t":1},"output":"all""#,
    #""id":"gaussian.scalar-value-closed-form","parameters":{"t":"1/4","A":"[[0,1],[1,-1]]","Sigma0":"[[3/2,1/3],[1/3,5/4]]"},"output":"Sigma""#,
    #""id":"retrieval.smallness-time","parameters":{"beta":0,"lambda":1}"#,
    #""id":"retrieval.t-crit","parameters":{"beta":-1,"lambda":"1","M":8}"#,
    #""id":"retrieval.t-crit","parameters":{"beta":1,"lambda":"1"}"#,
    #""id":"retrieval.t-crit","parameters":{"beta":1,"lambda":"1","M":8,"x":1}"#,
    #""id":"kde.nothing","parameters":{}"#,
  ])
  func quickEvaluation(_ request: String) throws {
    let quick = CallResult.request(#"{"verb":"eval",\#(request),"options":{"digits":25}}"#)
    // An option that the quick way does not have.
    let line = CallResult.request(#"{"verb":"eval",\#(request),"options":{"digits":25,"numbers":"digits"}}"#)
    func timeless(_ text: String) -> String {
      text.replacing(try! Regex(#""seconds":[-0-9.e]+"#), with: "\"seconds\":0")
    }
    #expect(quick.status == line.status)
    #expect(timeless(quick.output) == timeless(line.output))
    #expect(quick.error == line.error)
  }

  @Test func commandLine() throws {
    let request = try VerbRequest(
      #"{"verb":"check","id":"a.b","parameters":{"z":"1:2/3","a":0.5},"output":"t","options":{"claim":["x > 1","y < 2"],"quiet":true,"seed":null,"trust":false}}"#
    )
    #expect(
      request.commandLine == [
        "check", "a.b", "z=1:2/3", "a=0.5", "output=t", "--claim=x > 1", "--claim=y < 2", "--quiet",
        "--format=json",
      ])
    #expect(
      try VerbRequest(#"{"verb":"expr","words":["-1/2"]}"#).commandLine == [
        "expr", "--format=json", "--", "-1/2",
      ])
  }

  @Test(arguments: [
    ("{}", "verb"), ("[]", "object"), (#"{"verb":"eval","ids":1}"#, "ids"), (#"{"verb":["eval"]}"#, "verb"),
    (#"{"verb":"eval","id":"kde.moments","parameters":[1]}"#, "parameters"),
    (#"{"verb":"eval","id":"kde.moments","parameters":{"n":[1]}}"#, "n is neither"),
    (#"{"verb":"eval","id":"kde.moments","options":{"digits =":1}}"#, "digits ="),
    (#"{"verb":"table","id":"kde.moments","words":["-"]}"#, "standard input"),
    (#"{"verb":"--help-me"}"#, "--help-me"), (#"{"verb":"show","id":"--help"}"#, "no name"),
    (#"{"verb":"help"}"#, "command line"),
    (#"{"verb":"list","options":{"version":true}}"#, "command line"),
    (#"{"verb":"table","id":"kde.moments","parameters":{"--out":"file"}}"#, "no name"), ("\u{0}", "JSON"),
    (#"{"verb":"eval""#, "JSON"),
  ])
  func malformed(_ text: String, _ complaint: String) {
    let result = CallResult.request(text)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.message.contains(complaint), "\(result.message)")
  }

  /// Remarks of the tool are error objects without a parameter.
  @Test func remark() {
    let result = CallResult.request(
      #"{"verb":"table","id":"retrieval.t-crit","parameters":{"beta":"1,-1","lambda":1,"M":8}}"#)
    #expect(result.status == 2 && result.objects.count == 2)
    #expect(result.message.hasPrefix("1 of 2 rows without a value"), "\(result.message)")
  }

  @Test func manyThreads() {
    let expected = CallResult.request(Self.tCrit).objects.first?["value"] as? String
    DispatchQueue.concurrentPerform(iterations: 32) { k in
      let result = CallResult.request(
        k % 2 == 0 ? Self.tCrit : #"{"verb":"expr","words":["besseli(\#(k), 3)"],"options":{"digits":20}}"#)
      #expect(result.status == 0)
      if k % 2 == 0 { #expect(result.objects.first?["value"] as? String == expected) }
    }
  }

  // MARK: Stopping

  /// The caller is asked on its own thread, and the work ends soon after it says so: on the calling thread (eval), in
  /// blocks of rows (table), in a simulation (verify).
  @Test(arguments: [
    #"{"verb":"eval","id":"retrieval.t-crit","parameters":{"beta":1,"lambda":1,"M":8},"options":{"digits":100000}}"#,
    #"{"verb":"table","id":"retrieval.t-crit","parameters":{"beta":"1:3/100000","lambda":1,"M":8},"options":{"digits":2000}}"#,
    #"{"verb":"verify","options":{"all":true}}"#,
    #"{"verb":"report","words":["ranks","d=40"],"options":{"count":1000000}}"#,
  ])
  func stops(_ text: String) {
    let stop = Stop(patience: 2)
    let result = CallResult.request(text, stop: stop)
    #expect(result.status == 130)
    #expect(result.output == "" && result.error == nil)
    #expect(stop.asked == 2)
    #expect(stop.threads == [UInt(pthread_self())])
  }

  @Test func progress() {
    let stop = Stop(patience: 4)
    _ = CallResult.request(
      #"{"verb":"table","id":"retrieval.t-crit","parameters":{"beta":"1:3/100000","lambda":1,"M":8},"options":{"digits":500}}"#,
      stop: stop)
    #expect(stop.last.total == 100_000)
    #expect(stop.last.done > 0 && stop.last.done < 100_000)
  }
}
