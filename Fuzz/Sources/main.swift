import Foundation
import FuzzSupport

// Runs the soundness programme for FUZZ_SECONDS (60) on FUZZ_THREADS (all cores) from FUZZ_SEED (the clock).
// FUZZ_ONLY=text takes the checks whose name or reading contains the text; FUZZ_CASE=n repeats one case.
// Prints a table and exits 0 when nothing failed, else 1 after at most ten artefacts.

let environment = ProcessInfo.processInfo.environment

func number<N: LosslessStringConvertible>(_ name: String, default value: N) -> N {
  guard let text = environment[name], !text.isEmpty else { return value }
  guard let n = N(text) else {
    FileHandle.standardError.write(Data("fuzz: \(name)=\(text) is not a number\n".utf8))
    exit(64)
  }
  return n
}

let only = environment["FUZZ_ONLY"].flatMap { $0.isEmpty ? nil : $0 }
let single = environment["FUZZ_CASE"].flatMap { $0.isEmpty ? nil : $0 }.map { _ in
  number("FUZZ_CASE", default: UInt64(0))
}
let campaign = Campaign(
  seed: number("FUZZ_SEED", default: UInt64(Date().timeIntervalSince1970 * 1000)),
  seconds: number("FUZZ_SECONDS", default: 60.0),
  threads: single == nil ? number("FUZZ_THREADS", default: ProcessInfo.processInfo.activeProcessorCount) : 1,
  only: only, caseNumber: single)

func note(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
note("fuzz: seed \(campaign.seed), \(campaign.seconds) s, \(campaign.threads) threads")
Progress.reportCrashes()
if let number = campaign.caseNumber { note("case \(number): \(campaign.name(ofCase: number))") }
// A case that does not end is a failure, too.
let watch = DispatchSource.makeTimerSource(queue: .global())
watch.schedule(deadline: .now() + 5, repeating: 5)
watch.setEventHandler {
  let stuck = campaign.stuckCases
  if stuck.isEmpty { return }
  for text in stuck { note("STUCK: \(text)\n") }
  exit(1)
}
watch.resume()
let summary = await campaign.run()
for failure in summary.failures.prefix(10) { print("FAILED: \(failure)\n") }
print(summary.table)
print(summary.sentence)
exit(summary.total.failures == 0 ? 0 : 1)
