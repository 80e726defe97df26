import Foundation
import XCTest

/// A folder for one test, removed afterwards.
struct TemporaryFolder {
  let path: String

  init(_ test: XCTestCase) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("base-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    test.addTeardownBlock { [path] in try? FileManager.default.removeItem(atPath: path) }
  }
}
