import ContractKit
import Foundation
import XCTest

/// A small package with contracts, removed after the test.
struct ProjectFolder {
  let path: String

  /// A package with one contract that has no fault, `contracts/softmax-v1.yaml`.
  init(_ test: XCTestCase) throws {
    path =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("pv-\(UUID().uuidString)").path
    let folder = path
    test.addTeardownBlock { try? FileManager.default.removeItem(atPath: folder) }
    for file in RuleExample.package { try write(file.path, String(decoding: file.bytes, as: UTF8.self)) }
    try write("contracts/softmax-v1.yaml", Self.contract)
  }

  /// The text of a contract without faults.
  static let contract = String(decoding: RuleExample.completed([]), as: UTF8.self)

  /// Writes a file, the folders above it included.
  func write(_ file: String, _ text: String) throws {
    let url = URL(fileURLWithPath: path + "/" + file)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// Replaces a text in a file; the text must be there.
  func edit(_ file: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: path + "/" + file, encoding: .utf8)
    XCTAssertTrue(text.contains(old), "\(file) does not contain \(old)")
    try write(file, text.replacingOccurrences(of: old, with: new))
  }
}
