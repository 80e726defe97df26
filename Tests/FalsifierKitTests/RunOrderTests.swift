import ContractKit
@testable import FalsifierKit
import XCTest

/// `PV_ORDER=reversed` runs the falsifiers of a process from the last to the first.
final class RunOrderTests: XCTestCase {
  func testTheOrderIsReversed() throws {
    #if !os(Linux)
      throw XCTSkip("XCTest decides the order of tests here")
    #else
      XCTAssertEqual(try order([:]), ["A", "B", "C"])
      XCTAssertEqual(try order(["PV_ORDER": "reversed"]), ["C", "B", "A"])
    #endif
  }

  /// The order in which another process of this test program runs the three tests below.
  private func order(_ environment: [String: String]) throws -> [String] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("order-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = ["FalsifierKitTests.OrderedFalsifiers"]
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      .merging([OrderedFalsifiers.variable: file]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0)
    return String(decoding: try Files.read(file), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

/// Cases that write their names where they are asked to, and do nothing else.
final class OrderedFalsifiers: FalsifierCase {
  static let variable = "PV_TEST_ORDER_FILE"

  private func note(_ name: String) throws {
    guard let file = ProcessInfo.processInfo.environment[Self.variable] else { return }
    try Files.append(Array("\(name)\n".utf8), to: file)
  }

  func testA() throws { try note("A") }
  func testB() throws { try note("B") }
  func testC() throws { try note("C") }
}
