// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Saxpy",
  platforms: [.macOS(.v15)],
  products: [.library(name: "Saxpy", targets: ["Saxpy"])],
  dependencies: [.package(name: "contract-falsifier", path: "../..")],
  targets: [
    .target(name: "Saxpy"),
    .testTarget(
      name: "SaxpyTests",
      dependencies: ["Saxpy", .product(name: "FalsifierKit", package: "contract-falsifier")]),
  ]
)
