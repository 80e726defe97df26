// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Saxpy",
  platforms: [.macOS(.v15)],
  products: [.library(name: "Saxpy", targets: ["Saxpy"])],
  dependencies: [.package(name: "contract-falsifier", path: "../..")],
  targets: [
    // Counts in debug builds which functions are entered: so a falsifier shows that it ran the kernel.
    .target(
      name: "Saxpy",
      swiftSettings: [
        .unsafeFlags(
          ["-profile-generate", "-profile-coverage-mapping", "-Xllvm", "-enable-name-compression=false"],
          .when(platforms: [.linux], configuration: .debug))
      ]),
    .testTarget(
      name: "SaxpyTests",
      dependencies: ["Saxpy", .product(name: "FalsifierKit", package: "contract-falsifier")]),
  ]
)
