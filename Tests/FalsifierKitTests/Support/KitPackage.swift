import ContractKit
import XCTest

/// A package with one contract, one kernel and one test file, made for a test and removed after it.
struct KitPackage {
  let root: String

  /// Writes the package, with `contract` as contracts/c-v1.yaml.
  init(_ test: XCTestCase, contract: String) throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("kit-\(UUID().uuidString)").path
    self.root = root
    test.addTeardownBlock { try? FileManager.default.removeItem(atPath: root) }
    let manifest = """
      // swift-tools-version: 6.2
      import PackageDescription

      let package = Package(
        name: "kit",
        targets: [
          .target(name: "Kernel", path: "Sources/M"),
          .testTarget(name: "M", dependencies: ["Kernel"]),
        ]
      )

      """
    let files = [
      "Package.swift": manifest,
      "Tests/M/Falsify.swift": "import Kernel\nclass Falsify { func testOne() { _ = double(1) } }\n",
      "Sources/M/M.swift": "public func double(_ x: Float) -> Float { 2 * x }\n", "contracts/c-v1.yaml": contract,
    ]
    for (path, text) in files { try Files.replace("\(root)/\(path)", with: Array(text.utf8)) }
  }
}
