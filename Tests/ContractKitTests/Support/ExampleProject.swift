import ContractKit
import Foundation
import XCTest

/// A folder for one test, removed afterwards.
struct TemporaryFolder {
  let path: String

  init(_ test: XCTestCase) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("pv-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    test.addTeardownBlock { try? FileManager.default.removeItem(atPath: path) }
    self.path = path
  }

  /// Writes a file, the folders above it included.
  func write(_ file: String, _ bytes: some Sequence<UInt8>) throws {
    let url = URL(fileURLWithPath: path).appendingPathComponent(file)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// Writes a text file.
  func write(_ file: String, _ text: String) throws { try write(file, text.utf8) }
}

/// A rule's example as a package on disk, validated by the same code that users run.
struct ExampleProject {
  let validation: Validation
  /// For each contract, by path, the places that the example marks.
  let marks: [String: [Range<Int>]]

  init(_ example: RuleExample, _ test: XCTestCase) throws {
    let folder = try TemporaryFolder(test)
    for file in RuleExample.package { try folder.write(file.path, file.bytes) }
    var marks: [String: [Range<Int>]] = [:]
    var paths: [String] = []
    for file in example.files {
      let (bytes, places) = RuleExample.unmarked(file.bytes)
      let path = folder.path + "/" + file.path
      try folder.write(
        file.path, example.isComplete || file.path == ProjectRoot.settingsName ? bytes : RuleExample.completed(bytes))
      marks[path] = places
      paths.append(path)
    }
    self.marks = marks
    let settings = folder.path + "/" + ProjectRoot.settingsName
    var filter = FindingFilter()
    if paths.contains(settings) {
      filter.project = .load(path: settings)
      paths.removeAll { $0 == settings }
    }
    validation = Validation(.load(paths: paths), today: CalendarDate("2026-07-01")!, filter: filter)
  }

  /// Finding as `rule@path:start-end`.
  static func key(_ rule: String, _ path: String, _ offsets: Range<Int>?) -> String {
    "\(rule) in \((path as NSString).lastPathComponent) at \(offsets.map { "\($0.lowerBound)..<\($0.upperBound)" } ?? "file")"
  }
}

/// The contract that a text spells.
func decode(_ text: String, path: String = "contracts/example-v1.yaml") -> ContractFile {
  ContractFile(path: path, bytes: Array(text.utf8))
}
