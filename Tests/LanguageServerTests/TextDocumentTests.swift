import ContractKit
import XCTest

@testable import LanguageServer

final class TextDocumentTests: XCTestCase {
  private func change(_ range: TextRange?, _ text: String) -> JSON {
    var members: [String: JSON] = ["text": .string(text)]
    if let range { members["range"] = range.json }
    return .object(members)
  }

  func testChangesAreAppliedInTheirOrder() {
    let document = TextDocument(uri: "file:///a.yaml", path: "/a.yaml", version: 1, text: "one\ntwo\n")
    let start = TextPosition(line: 1, character: 0)
    let behind = TextPosition(line: 1, character: 2)
    XCTAssertTrue(
      document.apply(
        [
          change(TextRange(start: start, end: TextPosition(line: 1, character: 3)), "\u{1F525}"),
          change(TextRange(start: behind, end: behind), "!"),
        ], version: 2, .utf16))
    XCTAssertEqual(String(decoding: document.bytes, as: UTF8.self), "one\n\u{1F525}!\n")
    XCTAssertEqual(document.version, 2)
    XCTAssertTrue(document.apply([change(nil, "new")], version: 3, .utf16))
    XCTAssertEqual(String(decoding: document.bytes, as: UTF8.self), "new")
  }

  func testAChangeThatIsNoneStopsAndSaysSo() {
    let document = TextDocument(uri: "file:///a.yaml", path: "/a.yaml", version: 1, text: "one")
    XCTAssertFalse(document.apply([change(nil, "two"), ["range": .null]], version: 2, .utf8))
    XCTAssertEqual(String(decoding: document.bytes, as: UTF8.self), "two")
    XCTAssertFalse(document.apply([["range": ["start": .null], "text": "x"]], version: 3, .utf8))
  }

  func testAddressesArePathsAndBack() {
    for path in ["/a/b.yaml", "/with blank/\u{FC}.yaml", "/q?#%41[x].yaml", "/"] {
      XCTAssertEqual(DocumentURI.path(DocumentURI.of(path)), path)
    }
    XCTAssertEqual(DocumentURI.path("file://localhost/a%20b"), "/a b")
    XCTAssertEqual(DocumentURI.path("file:///a+b"), "/a+b")
    let others = [
      "untitled:1", "http://a/b", "file:///a%00b", "file:///%F", "file:///%zz", "file://host/a", "file:///%FF",
    ]
    for uri in others {
      XCTAssertNil(DocumentURI.path(uri), uri)
    }
  }
}

/// A generator with a seed, so that a failure can be seen again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let mixed = (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD
    return mixed ^ mixed >> 33
  }
}
