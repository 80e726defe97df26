// swift-tools-version: 6.2
// A package of its own, so that its dependencies are not everybody's.

import PackageDescription

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v13)],
  dependencies: [.package(name: "contract-falsifier", path: "..")],
  targets: [
    .executableTarget(
      name: "FunctionSweep", dependencies: [.product(name: "Kernels", package: "contract-falsifier")])
  ]
)
