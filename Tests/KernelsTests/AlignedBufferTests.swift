import Kernels
import XCTest

/// Buffers that start on a 64-byte line.
final class AlignedBufferTests: XCTestCase {
  func testABufferHoldsWhatItIsMadeOfOnALine() throws {
    for count in [0, 1, 15, 16, 17, 1000] {
      let elements = (0..<count).map(Float.init)
      let buffer = AlignedBuffer(elements)
      XCTAssertEqual(buffer.array, elements)
      XCTAssertEqual(buffer.count, count)
      XCTAssertEqual(UInt(bitPattern: buffer.span.baseAddress) % 64, 0)
    }
    XCTAssertEqual(AlignedBuffer(repeating: Int8(7), count: 3).array, [7, 7, 7])
  }

  func testElementsAreChangedInPlace() {
    let buffer = AlignedBuffer<Float>([1, 2, 3])
    buffer[1] = 5
    XCTAssertEqual(buffer.array, [1, 5, 3])
    XCTAssertEqual(buffer[2], 3)
  }
}
