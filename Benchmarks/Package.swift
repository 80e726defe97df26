// swift-tools-version: 6.2
// A package of its own, so that its dependencies are not everybody's. It depends on the main
// package by path and on OpenBLAS; the public peers of peers/ are measured by a script of its own.

import PackageDescription

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "contract-falsifier", path: "..")],
  targets: [
    .executableTarget(
      name: "FunctionSweep", dependencies: [.product(name: "Kernels", package: "contract-falsifier")]),
    .executableTarget(
      name: "RoPESweep", dependencies: [.product(name: "Kernels", package: "contract-falsifier")]),
    .executableTarget(
      name: "TokenBenchmark", dependencies: [.product(name: "Models", package: "contract-falsifier")]),
    // Not the main package's own module, which is none of its products.
    .systemLibrary(
      name: "CBenchmarkBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    // Loops as fast as the compiler can make them on this machine.
    .target(name: "CPeers", cSettings: [.unsafeFlags(["-O3", "-march=native"])]),
    .executableTarget(
      name: "KernelBenchmarks",
      dependencies: [
        "CPeers", "CBenchmarkBLAS", .product(name: "Kernels", package: "contract-falsifier"),
      ]),
  ],
  cLanguageStandard: .c11
)
