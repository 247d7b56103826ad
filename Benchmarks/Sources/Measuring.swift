import Foundation

/// CPU time of this process in nanoseconds.
func cpuTime() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
  return Double(now.tv_sec) * 1e9 + Double(now.tv_nsec)
}

func wallTime() -> Double { Double(DispatchTime.now().uptimeNanoseconds) }

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

let environment = ProcessInfo.processInfo.environment

/// `BENCH_FORMAT=json` prints one object a line; otherwise a table.
let json = environment["BENCH_FORMAT"] == "json"

/// How MPFR and GMP are linked into this executable.
#if VLASOV_STATIC
  let linkMode = "static"
#else
  let linkMode = "dynamic"
#endif

func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

func aligned(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
