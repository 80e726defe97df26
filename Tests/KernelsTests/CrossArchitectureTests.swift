import Foundation
import XCTest

/// The comparison with aarch64 needs a cross compiler and an emulator; without them it must not look like a success.
final class CrossArchitectureTests: XCTestCase {
  func testTheScriptSaysThatToolsAreAbsent() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let script = Process()
    script.executableURL = URL(fileURLWithPath: "/bin/bash")
    script.arguments = [root.appendingPathComponent("scripts/cross-aarch64").path]
    script.environment = ["PATH": "/nonexistent"]
    let (out, errors) = (Pipe(), Pipe())
    script.standardOutput = out
    script.standardError = errors
    try script.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    script.waitUntilExit()
    XCTAssertEqual(script.terminationStatus, 77, said)
    XCTAssertEqual(out.fileHandleForReading.readDataToEndOfFile().count, 0)
    for tool in ["aarch64-linux-gnu-gcc", "qemu-aarch64", "a C compiler"] {
      XCTAssert(said.contains("NOTHING WAS COMPARED; absent: \(tool)"), said)
    }
  }
}
