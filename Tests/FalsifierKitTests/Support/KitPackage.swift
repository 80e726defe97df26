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
    let files = [
      "Package.swift": "// package\n", "Tests/M/Falsify.swift": "class Falsify {}\n",
      "Sources/M/M.swift": "// kernel\n", "contracts/c-v1.yaml": contract,
    ]
    for (path, text) in files { try Files.replace("\(root)/\(path)", with: Array(text.utf8)) }
  }
}
