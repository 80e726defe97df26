import Models
import XCTest

@testable import Traces

final class APRTTests: XCTestCase {
  func testHeaderBytes() {
    XCTAssertEqual(APRT.header(layer: 3, count: 258), Array("APRT".utf8) + [3, 0, 0, 0, 2, 1, 0, 0])
    XCTAssertEqual(APRT.header(layer: nil, count: 0), Array("APRT".utf8) + [255, 255, 255, 255, 0, 0, 0, 0])
  }

  func testHostileFilesAreRefused() throws {
    let good = APRT.header(layer: 1, count: 2) + [UInt8](repeating: 7, count: 8)
    XCTAssertEqual(try APRT.File(storage: ByteStorage(copying: good), path: "x").count, 2)
    for count in 0..<good.count {
      XCTAssertThrowsError(try APRT.File(storage: ByteStorage(copying: good[..<count]), path: "x"))
    }
    XCTAssertThrowsError(try APRT.File(storage: ByteStorage(copying: good + [0]), path: "x"))
    for byte in [0, 1, 2, 3, 8, 9, 10, 11] {
      var bad = good
      bad[byte] ^= 0x80
      XCTAssertThrowsError(try APRT.File(storage: ByteStorage(copying: bad), path: "x"))
    }
  }
}
