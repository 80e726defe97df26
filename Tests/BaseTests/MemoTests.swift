import Synchronization
import XCTest

@testable import Base

final class MemoTests: XCTestCase {
  private struct Refusal: Error {}

  func testAValueIsComputedOnceWhileThereIsRoom() {
    let memo = Memo<Int, Int>(capacity: 3)
    var computed: [Int] = []
    func value(_ key: Int) -> Int {
      memo.value(of: key) {
        computed.append(key)
        return key * key
      }
    }
    XCTAssertEqual([1, 2, 1, 3, 2, 3].map(value), [1, 4, 1, 9, 4, 9])
    XCTAssertEqual(computed, [1, 2, 3])
    XCTAssertEqual([4, 1, 4].map(value), [16, 1, 16])
    XCTAssertEqual(computed, [1, 2, 3, 4, 1], "the fourth had no room: all before it went")
  }

  func testWhatIsThrownIsNotKept() {
    let memo = Memo<Int, Int>(capacity: 3)
    XCTAssertThrowsError(try memo.value(of: 1) { throw Refusal() })
    XCTAssertEqual(memo.value(of: 1) { 7 }, 7)
  }

  func testManyThreadsGetTheSame() {
    let memo = Memo<Int, [Int]>(capacity: 10)
    let found = Parallel.map(Array(0..<2000)) { index in memo.value(of: index % 25) { Array(0..<(index % 25)) } }
    for (index, value) in found.enumerated() { XCTAssertEqual(value.count, index % 25) }
  }
}
