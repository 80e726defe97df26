import XCTest

@testable import LanguageServer

final class PositionTests: XCTestCase {
  func testBytesArePreferredAndUTF16IsTheDefault() {
    XCTAssertEqual(PositionEncoding.negotiated(["utf-16", "utf-8"]), .utf8)
    XCTAssertEqual(PositionEncoding.negotiated(["utf-32", "utf-16"]), .utf16)
    XCTAssertEqual(PositionEncoding.negotiated([]), .utf16)
  }
}
