// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Examples",
  dependencies: [.package(name: "Vlasov", path: "..")],
  targets: [
    .executableTarget(name: "Examples", dependencies: [.product(name: "Vlasov", package: "Vlasov")])
  ],
  swiftLanguageModes: [.v6]
)
