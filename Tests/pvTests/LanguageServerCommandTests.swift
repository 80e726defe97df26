import XCTest

/// `pv lsp` as an editor starts it; Tests/LanguageServerTests and scripts/lsp-trial have what it answers.
final class LanguageServerCommandTests: XCTestCase {
  private static func frame(_ message: String) -> String {
    "Content-Length: \(message.utf8.count)\r\n\r\n\(message)"
  }

  private static let session = [
    #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}"#,
    #"{"jsonrpc":"2.0","method":"initialized","params":{}}"#, #"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#,
    #"{"jsonrpc":"2.0","method":"exit"}"#,
  ]

  func testTheFlagThatEditorsAddChangesNothing() throws {
    let input = Self.session.map(Self.frame).joined()
    let plain = try PVProcess("lsp", input: input)
    XCTAssertEqual(plain.exitCode, 0, plain.standardError)
    XCTAssertTrue(plain.standardOutput.contains(#""capabilities":"#), plain.standardOutput)
    let flagged = try PVProcess("lsp", "--stdio", input: input)
    XCTAssertEqual(flagged.exitCode, 0, flagged.standardError)
    XCTAssertEqual(flagged.standardOutput, plain.standardOutput)
  }

  func testAnEditorThatLeavesWithoutAShutdownIsAnError() throws {
    XCTAssertEqual(try PVProcess("lsp", input: Self.frame(Self.session[0])).exitCode, 1)
  }

  func testNoOtherWayToSpeakIsTaken() throws {
    XCTAssertEqual(try PVProcess("lsp", "--socket=1").exitCode, 64)
  }
}
