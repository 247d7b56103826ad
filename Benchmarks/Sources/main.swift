import Foundation

// BENCH_GROUP=kernel, retrieval, quadrature, clustering, modes, particles, linalg, ode or python runs one group, by default all.
// `serve` as an argument makes this executable a peer of the kernel group: the other link mode is measured so.

do {
  if CommandLine.arguments.dropFirst().first == "serve" {
    KernelServer.run()
  } else {
    let group = environment["BENCH_GROUP"].flatMap { $0.isEmpty ? nil : $0 }
    let groups = [
      "kernel": Kernel.run, "retrieval": Retrieval.run, "quadrature": QuadratureBench.run,
      "clustering": ClusteringBench.run,
      "modes": ModesBench.run, "particles": ParticlesBench.run, "linalg": LinearAlgebraBench.run,
      "ode": ODEBench.run, "python": PythonBench.run,
    ]
    guard group.map({ groups[$0] != nil }) ?? true else {
      throw BenchError("BENCH_GROUP is \(groups.keys.sorted().joined(separator: ", "))")
    }
    for name in [
      "kernel", "retrieval", "quadrature", "clustering", "modes", "particles", "linalg", "ode", "python",
    ]
    where group == nil || group == name {
      try groups[name]?()
    }
  }
} catch {
  FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
  exit(1)
}
