import XCTest

@testable import LanguageServer

final class FrameReaderTests: XCTestCase {
  private func frames(_ bytes: [UInt8], pieces: Int, largest: Int = 1 << 20) -> [FrameReader.Frame] {
    var reader = FrameReader(largestMessage: largest)
    var frames: [FrameReader.Frame] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      reader.append(bytes[start..<min(start + pieces, bytes.count)])
      while let frame = reader.next() { frames.append(frame) }
    }
    return frames
  }

  private func message(_ text: String) -> [UInt8] {
    Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8)
  }

  func testMessagesAreTheSameHoweverTheyAreCut() {
    let bytes =
      message("{}") + message("") + Array("content-length:4\r\nContent-Type: application/json\r\n\r\n1234".utf8)
      + message("Content-Length: 7\r\n\r\n")
    let expected: [FrameReader.Frame] = [
      .message(Array("{}".utf8)), .message([]), .message(Array("1234".utf8)),
      .message(Array("Content-Length: 7\r\n\r\n".utf8)),
    ]
    for pieces in 1...bytes.count { XCTAssertEqual(frames(bytes, pieces: pieces), expected, "pieces of \(pieces)") }
  }

  func testABadHeaderCostsNoMoreThanItself() {
    for bad in [
      "Content-Length: x\r\n\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: 99999999999999999999\r\n\r\n",
      "Content-Length\r\n\r\n", "Content-Type: a\r\n\r\n", "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", "\r\n",
    ] {
      let bytes = Array(bad.utf8) + message("{\"after\":1}")
      for pieces in [1, 3, bytes.count] {
        let frames = frames(bytes, pieces: pieces)
        XCTAssertEqual(frames.last, .message(Array("{\"after\":1}".utf8)), bad)
        guard case .malformed = frames.first else { return XCTFail("\(bad): \(frames)") }
      }
    }
  }

  func testAHeaderWithoutAnEndIsGivenUp() {
    let frames = frames([UInt8](repeating: 0x41, count: 100_000) + message("{}"), pieces: 1000)
    XCTAssertEqual(frames.count, 2)
    XCTAssertEqual(frames.last, .message(Array("{}".utf8)))
  }

  func testAMessageThatIsTooLargeIsPassedOver() {
    let large = message(String(repeating: "x", count: 5000))
    for pieces in [1, 7, 4096, 100_000] {
      XCTAssertEqual(
        frames(large + message("{}"), pieces: pieces, largest: 100), [.tooLarge(5000), .message(Array("{}".utf8))],
        "pieces of \(pieces)")
    }
  }

  func testPartOfAMessageIsNone() {
    XCTAssertEqual(frames(Array(message("{\"a\":1}").dropLast()), pieces: 100), [])
    XCTAssertEqual(frames(Array("Content-Len".utf8), pieces: 100), [])
  }
}
