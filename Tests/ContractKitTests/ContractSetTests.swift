import ContractKit
import Foundation
import XCTest

final class ContractSetTests: XCTestCase {
  private let good = String(decoding: RuleExample.completed([]), as: UTF8.self)
  private let today = CalendarDate("2026-07-01")!

  private func project() throws -> TemporaryFolder {
    let folder = try TemporaryFolder(self)
    for file in RuleExample.package { try folder.write(file.path, file.bytes) }
    return folder
  }

  func testABadFileHidesNoOtherAndStaysInTheTotals() throws {
    let folder = try project()
    try folder.write("contracts/a-v1.yaml", "a: [")
    try folder.write("contracts/b-v1.yaml", [0xFF])
    try folder.write("contracts/deep/c-v1.yml", good)
    try folder.write("contracts/notes.txt", "not a contract")
    let validation = Validation(.load(paths: [folder.path + "/contracts"]), today: today)
    XCTAssertEqual(validation.summary.contracts, 3)
    XCTAssertEqual(validation.summary.readable, 1)
    XCTAssertEqual(validation.summary.falsifiers, 1)
    XCTAssertEqual(validation.diagnostics.map(\.rule), ["yaml-syntax", "invalid-utf8"])
    XCTAssertEqual(validation.outcome(), .rejected)
  }

  func testNothingJudgedIsNoSuccess() throws {
    let folder = try project()
    try folder.write("contracts/readme.md", "")
    for path in ["/contracts", "/missing.yaml"] {
      let validation = Validation(.load(paths: [folder.path + path]), today: today)
      XCTAssertEqual(validation.outcome(), .nothingJudged, path)
    }
    XCTAssertEqual(Validation(ContractSet(files: []), today: today).outcome(), .nothingJudged)
  }

  func testAMissingPathIsTwoUnlessSomethingIsRejected() throws {
    let folder = try project()
    try folder.write("contracts/a-v1.yaml", good)
    try folder.write("contracts/b-v1.yaml", "a: [")
    let missing = folder.path + "/contracts/missing.yaml"
    let a = folder.path + "/contracts/a-v1.yaml"
    let b = folder.path + "/contracts/b-v1.yaml"
    XCTAssertEqual(Validation(.load(paths: [a]), today: today).outcome(), .accepted)
    XCTAssertEqual(Validation(.load(paths: [a, missing]), today: today).outcome(), .nothingJudged)
    XCTAssertEqual(Validation(.load(paths: [a, missing, b]), today: today).outcome(), .rejected)
  }

  func testAFileGivenTwiceIsJudgedOnce() throws {
    let folder = try project()
    try folder.write("contracts/a-v1.yaml", good)
    let set = ContractSet.load(paths: [folder.path + "/contracts/a-v1.yaml", folder.path + "/contracts"])
    XCTAssertEqual(set.files.count, 1)
  }

  func testUnreadableAndLargeFilesAreFindings() throws {
    let folder = try project()
    try folder.write("contracts/large-v1.yaml", [UInt8](repeating: 0x23, count: 4 << 20 + 1))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/contracts/gone-v1.yaml", withDestinationPath: "nowhere")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/contracts/loop", withDestinationPath: "../contracts")
    let validation = Validation(.load(paths: [folder.path + "/contracts"]), today: today)
    XCTAssertEqual(validation.diagnostics.map(\.rule), ["file-unreadable", "file-too-large"])
    XCTAssertEqual(validation.summary.contracts, 2)
  }

  func testDependenciesBesideTheGivenFileAreFound() throws {
    let folder = try project()
    let text = good.replacingOccurrences(
      of: "references: [\"Bridle", with: "depends_on: [base-v1]\n  references: [\"Bridle"
    )
    .replacingOccurrences(of: "binds_to: [", with: "binds_to: [base-v1#softmax, ")
    try folder.write("contracts/a-v1.yaml", text)
    try folder.write(
      "contracts/base/base-v1.yaml", good.replacingOccurrences(of: "FALSIFY-SM-001", with: "FALSIFY-B-1"))
    let validation = Validation(.load(paths: [folder.path + "/contracts/a-v1.yaml"]), today: today)
    XCTAssertEqual(validation.diagnostics.map(\.message), [])
    XCTAssertEqual(validation.summary.contracts, 1)
  }

  func testWhatAnUnreadableContractWouldSayIsNotCalledMissing() throws {
    let folder = try project()
    let text = good.replacingOccurrences(
      of: "references: [\"Bridle", with: "depends_on: [base-v1]\n  references: [\"Bridle"
    ).replacingOccurrences(of: "binds_to: [", with: "binds_to: [base-v1#softmax, ")
    try folder.write("contracts/a-v1.yaml", text)
    try folder.write("contracts/base-v1.yaml", "a: [")
    let validation = Validation(.load(paths: [folder.path + "/contracts"]), today: today)
    XCTAssertEqual(validation.diagnostics.map(\.rule), ["yaml-syntax"])
  }

  func testAMisspelledKeyIsOneFault() throws {
    let folder = try project()
    try folder.write("contracts/a-v1.yaml", good.replacingOccurrences(of: "statement:", with: "statment:"))
    let validation = Validation(.load(paths: [folder.path + "/contracts"]), today: today)
    XCTAssertEqual(validation.diagnostics.map(\.rule), ["near-miss-key"])
  }

  func testALongCycleIsToldOnce() throws {
    let folder = try project()
    for (name, next) in [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")] {
      let text = good.replacingOccurrences(of: "FALSIFY-SM-001", with: "FALSIFY-\(name)")
        .replacingOccurrences(of: "references: [\"Bridle", with: "depends_on: [\(next)-v1]\n  references: [\"Bridle")
      try folder.write("contracts/\(name)-v1.yaml", text)
    }
    let validation = Validation(.load(paths: [folder.path + "/contracts"]), today: today)
    XCTAssertEqual(validation.diagnostics.map(\.message), ["`depends_on` forms a circle: a-v1 -> b-v1 -> c-v1 -> a-v1"])
    XCTAssertEqual(validation.diagnostics[0].related.count, 2)
  }

  func testTheDefaultFolderIsFoundFromBelow() throws {
    let folder = try project()
    try folder.write("contracts/a-v1.yaml", good)
    XCTAssertEqual(ContractSet.defaultFolder(from: folder.path + "/Sources/Kernels"), folder.path + "/contracts")
    XCTAssertNil(ContractSet.defaultFolder(from: folder.path + "/../"))
  }

  #if os(Linux)
    /// Files of the system say that they are empty, and are not.
    func testFileThatSaysItIsEmpty() {
      XCTAssertEqual(ContractFile.load(path: "/proc/version").diagnostics.map(\.rule), ["not-a-contract"])
    }

    /// A name that is no text cannot be opened again by its text, and is not lost from the total.
    func testNameThatIsNoText() throws {
      let folder = try TemporaryFolder(self)
      let path = Array("\(folder.path)/x".utf8) + [0xFF] + Array(".yaml".utf8) + [0]
      let descriptor = path.withUnsafeBufferPointer {
        $0.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600) }
      }
      XCTAssertGreaterThanOrEqual(descriptor, 0)
      close(descriptor)
      let files = ContractSet.load(paths: [folder.path]).files
      XCTAssertEqual(files.flatMap(\.diagnostics).map(\.rule), ["file-unreadable"])
    }
  #endif
}
