import ContractKit
import XCTest

@testable import LanguageServer

final class MessageTests: XCTestCase {
  private func read(_ text: String) throws -> Message { try Message(reading: Array(text.utf8)) }

  func testRequestsNotificationsAndAnswersAreToldApart() throws {
    let request = try read(#"{"jsonrpc":"2.0","params":{"a":[1]},"id":7,"method":"m"}"#)
    XCTAssertEqual(request.id, .number(7))
    XCTAssertEqual(request.method, "m")
    XCTAssertEqual(request.parameters["a"]?.array, [.integer(1)])
    XCTAssertNil(try read(#"{"method":"m"}"#).id)
    XCTAssertNil(try read(#"{"id":"a","result":null}"#).method)
    XCTAssertNil(try read(#"{"method":"m","id":null}"#).id)
  }

  func testParametersWithFractionsLoseOnlyThoseMembers() throws {
    let message = try read(#"{"method":"m","params":{"settings":{"x":1.5},"uri":"u"}}"#)
    XCTAssertNil(message.parameters["settings"])
    XCTAssertEqual(message.parameters["uri"]?.string, "u")
    XCTAssertEqual(try read(#"{"method":"m","params":[1.5e3]}"#).parameters, .object([:]))
  }

  func testHalfASurrogatePairIsOneReplacementCharacter() throws {
    let escapes = #"a\ud83d\udd25b\ud83dc\\ud83d\udd25"#
    let text = try read(#"{"method":"m","params":{"t":""# + escapes + #""}}"#).parameters["t"]?.string
    XCTAssertEqual(text, "a\u{1F525}b\u{FFFD}c\\ud83d\u{FFFD}")
  }

  func testWhatIsNoMessageIsRefusedWithItsNumber() {
    for (text, code) in [
      ("", -32700), ("{", -32700), ("{}", -32600), ("[]", -32700), (#"{"id":1.5,"method":"m"}"#, -32700),
      (#"{"id":{},"method":"m"}"#, -32600), ("{\"method\":\"m\"} x", -32700),
    ] {
      XCTAssertThrowsError(try read(text), text) { XCTAssertEqual(($0 as? MessageError)?.code, code, text) }
    }
  }
}
