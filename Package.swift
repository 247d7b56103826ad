// swift-tools-version: 6.1
import PackageDescription

/// A library target named `Vlasov<name>` whose sources are in `Sources/<name>`.
func layer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: "Vlasov\(name)", dependencies: dependencies, path: "Sources/\(name)")
}

/// The tests of a layer, in `Tests/<name>Tests`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: ["TestSupport"] + dependencies, path: "Tests/\(name)Tests")
}

/// VLASOV_STATIC=1 links executables with the archives of MPFR and GMP: small operations then do not pay for the
/// look-up of thread-local variables in a shared library. Not for shared libraries: Debian's archives are not
/// position independent.
let isStatic = Context.environment["VLASOV_STATIC"] == "1"

/// GMP and MPFR; the static form must not see pkg-config's flags for the shared libraries.
let mpfr: Target =
  isStatic
  ? .systemLibrary(name: "CMPFR", path: "Sources/CMPFR/static")
  : .systemLibrary(
    name: "CMPFR", path: "Sources/CMPFR", pkgConfig: "mpfr",
    providers: [.apt(["libmpfr-dev", "libgmp-dev"])])

let package = Package(
  name: "Vlasov",
  products: [
    .library(name: "Vlasov", targets: ["Vlasov"]),
    .executable(name: "vlasov", targets: ["VlasovLauncher"]),
    .library(name: "CVlasov", type: .dynamic, targets: ["VlasovCInterface"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    mpfr,
    layer("Numbers", ["CMPFR"]),
    layer("Enclosures", ["CMPFR", "VlasovNumbers"]),
    layer("Functions", ["CMPFR", "VlasovEnclosures"]),
    layer("Analysis", ["VlasovFunctions"]),
    layer("Symbols", ["VlasovAnalysis"]),
    .target(name: "CVectors", path: "Sources/CVectors"),
    layer("Simulation", ["CVectors"]),
    layer("Modes", ["VlasovAnalysis", "VlasovSimulation"]),
    layer("Theory", ["VlasovSymbols", "VlasovSimulation", "VlasovModes"]),
    layer("Certificates", ["VlasovTheory"]),
    .target(name: "Vlasov", dependencies: ["VlasovCertificates"], path: "Sources/Library"),
    // The tool without its entry point, which the C interface has in it, too.
    .target(
      name: "VlasovTool",
      dependencies: [
        "Vlasov", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Tool"),
    .executableTarget(name: "VlasovLauncher", dependencies: ["VlasovTool"], path: "Sources/Launcher"),
    .target(
      name: "VlasovCInterface", dependencies: ["VlasovTool", "Vlasov"], path: "Sources/CInterface",
      exclude: ["include"]),
    .executableTarget(
      name: "VlasovBench", dependencies: ["Vlasov"], path: "Benchmarks/Sources",
      swiftSettings: isStatic ? [.define("VLASOV_STATIC")] : []),
    .target(
      name: "FuzzSupport", dependencies: ["CMPFR", "VlasovFunctions", "VlasovModes"], path: "Fuzz/Support"),
    .executableTarget(name: "VlasovFuzz", dependencies: ["FuzzSupport"], path: "Fuzz/Sources"),
    .target(name: "TestSupport", dependencies: ["VlasovEnclosures"], path: "Tests/Support"),
    tests("Numbers", ["VlasovNumbers"]),
    tests("Enclosures", ["VlasovEnclosures"]),
    tests("Functions", ["VlasovFunctions"]),
    tests("Fuzz", ["FuzzSupport", "CMPFR"]),
    tests("Analysis", ["VlasovAnalysis"]),
    tests("Symbols", ["VlasovSymbols"]),
    tests("Simulation", ["VlasovSimulation"]),
    tests("Modes", ["VlasovModes"]),
    tests("Theory", ["Vlasov"]),
    tests("Certificates", ["Vlasov"]),
    tests("Tool", ["VlasovTool", "VlasovLauncher", "Vlasov"]),
    tests("CInterface", ["VlasovCInterface"]),
  ],
  swiftLanguageModes: [.v6]
)
