import Foundation
import XCTest

/// The comparison with aarch64 needs a cross compiler and an emulator. Without them it must not look like a success,
/// and with them it must find what differs; here with tools that only pretend, in a folder of their own.
final class CrossArchitectureTests: XCTestCase {
  private var tools = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    tools = FileManager.default.temporaryDirectory.appendingPathComponent("cross-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
    // A compiler makes a program that prints a line for each of the 27 kernels; the emulator starts it.
    try tool("native", Self.compiler(path: "avx2"))
    try tool("cross", Self.compiler(path: "neon"))
    try tool("qemu", "[ \"$1\" = --version ] && echo pretended || exec bash \"$1\"")
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(at: tools) }

  func testTheScriptSaysThatToolsAreAbsent() throws {
    let (code, out, errors) = try compare(environment: ["PATH": "/nonexistent"])
    XCTAssertEqual(code, 77, errors)
    XCTAssertEqual(out, "")
    for tool in ["aarch64-linux-gnu-gcc", "qemu-aarch64", "a C compiler"] {
      XCTAssert(errors.contains("NOTHING WAS COMPARED; absent: \(tool)"), errors)
    }
  }

  func testTheScriptSaysThatACLibraryIsAbsent() throws {
    try tool("cross", "[ \"$1\" = --version ] || { echo 'stdio.h: no such file' >&2; exit 1; }")
    let (code, out, errors) = try compare()
    XCTAssertEqual(code, 77, errors)
    XCTAssertEqual(out, "")
    XCTAssert(errors.contains("NOTHING WAS COMPARED; absent: a C library"), errors)
  }

  func testEqualHashesAgree() throws {
    let (code, out, errors) = try compare()
    XCTAssertEqual(code, 0, errors)
    XCTAssert(out.contains("27 paths agree with NEON"), out)
  }

  func testADifferentHashFails() throws {
    try tool("cross", Self.compiler(path: "neon", edit: "s/kernel7 neon 7/kernel7 neon 8/"))
    let (code, out, errors) = try compare()
    XCTAssertEqual(code, 1, errors)
    XCTAssertEqual(out.components(separatedBy: "DIFFERS").count, 2, out)
    XCTAssert(errors.contains("cross-aarch64: FAILED"), errors)
  }

  func testAMissingKernelFails() throws {
    for (compiler, path) in [("native", "avx2"), ("cross", "neon")] {
      try tool(compiler, Self.compiler(path: path, edit: "/kernel27/d"))
      let (code, _, errors) = try compare()
      XCTAssertEqual(code, 1, "\(compiler): \(errors)")
      try tool(compiler, Self.compiler(path: path))
    }
  }

  func testKernelsThatDoNotCompileOrRunFail() throws {
    try tool("cross", "case \"$*\" in *driver.c*) echo 'error: driver.c' >&2; exit 3;; *) exit 0;; esac")
    XCTAssertEqual(try compare().code, 1)
    try tool("cross", Self.compiler(path: "neon"))
    try tool("qemu", "exit 132")
    XCTAssertEqual(try compare().code, 1)
  }

  /// A program that writes a program to the file after -o.
  private static func compiler(path: String, edit: String = "") -> String {
    """
    [ "$1" = --version ] && { echo pretended; exit; }
    while [ "$1" != -o ]; do shift; done
    printf '#!/bin/bash\\nfor i in {1..27}; do echo kernel$i \(path) $i; done | sed "\(edit)"\\n' >"$2"
    chmod +x "$2"
    """
  }

  private func tool(_ name: String, _ body: String) throws {
    let file = tools.appendingPathComponent(name)
    try Data("#!/bin/bash\n\(body)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  private func compare(environment: [String: String]? = nil) throws -> (code: Int32, out: String, errors: String) {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let script = Process()
    script.executableURL = URL(fileURLWithPath: "/bin/bash")
    script.arguments = [root.appendingPathComponent("scripts/cross-aarch64").path]
    script.environment =
      environment ?? [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "CC": tools.appendingPathComponent("native").path, "CROSS_CC": tools.appendingPathComponent("cross").path,
        "QEMU": tools.appendingPathComponent("qemu").path, "HOSTTYPE": "x86_64",
      ]
    let (out, errors) = (Pipe(), Pipe())
    script.standardOutput = out
    script.standardError = errors
    try script.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    let printed = out.fileHandleForReading.readDataToEndOfFile()
    script.waitUntilExit()
    return (
      script.terminationStatus, String(decoding: printed, as: UTF8.self), String(decoding: said, as: UTF8.self)
    )
  }
}
