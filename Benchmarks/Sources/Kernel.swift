import Foundation

/// The kernel group: one operation of ours and of C Arb, C MPFR, python-flint and mpmath, on the same operands in
/// the same run. Samples of ours and of the peers alternate, so that what else the machine does falls on all of
/// them; times are medians, and the ratio is the median of the ratios of neighbouring samples.
enum Kernel {
  static let bits = [64, 128, 256, 1024, 4096]

  /// Largest ratios to C Arb, in the order of `bits`; nil where none is set.
  static let works: [(name: String, targets: [Double]?)] = [
    ("add", [0.5, 0.5, 0.9, 1.0, 1.0]), ("mul", [0.5, 0.5, 0.9, 1.0, 1.0]),
    ("horner", [0.5, 0.5, 0.9, 1.0, 1.0]), ("dot", [1.0, 1.0, 1.0, 1.0, 1.0]),
    ("besselI", [0.6, 0.6, 0.6, 0.8, 0.9]), ("besselI series", nil),
    ("exp", [1.0, 1.0, 1.0, 1.0, 1.2]), ("log", [1.0, 1.0, 1.0, 1.0, 1.2]),
    ("sin", [1.2, 1.2, 1.2, 1.2, 1.5]), ("cos", [1.2, 1.2, 1.2, 1.2, 1.5]),
    ("atan", [1.2, 1.2, 1.2, 1.2, 1.5]), ("fresh add", [1.5, 1.5, 1.5, 1.3, 1.1]),
    ("fresh mul", [1.5, 1.5, 1.5, 1.3, 1.1]), ("div", nil), ("sqrt", nil),
  ]

  static func run() throws {
    let rounds = environment["BENCH_ROUNDS"].flatMap(Int.init) ?? 11
    let only = environment["BENCH_WORK"]
    let ours = Ours()
    var peers: [any KernelPeer] = [
      try ProcessPeer("arb", ".build-peers/arb"), try ProcessPeer("mpfr", ".build-peers/mpfr"),
    ]
    if let path = environment["BENCH_OTHER"] { peers.append(try ProcessPeer("other", path, ["serve"])) }
    let python = try ["python-flint", "mpmath"].map {
      try ProcessPeer($0, ".venv-bench/bin/python", ["Benchmarks/kernel_peers.py", $0])
    }
    let report = KernelReport()
    report.head()
    for (name, targets) in works where only == nil || only == name {
      for (i, bits) in Kernel.bits.enumerated() {
        var samples: [String: [WorkSample]] = [:]
        func take(_ peer: any KernelPeer) throws {
          if let sample = try peer.sample(name, bits) { samples[peer.name, default: []].append(sample) }
        }
        for round in 0..<rounds {
          try take(ours)
          for peer in peers { try take(peer) }
          // Their ratios are not near 1: three samples do.
          if round < 3 { for peer in python { try take(peer) } }
        }
        let line = KernelLine(work: name, bits: bits, target: targets?[i], samples: samples)
        try line.checkValues()
        report.show(line)
      }
    }
    try report.finish()
  }
}
