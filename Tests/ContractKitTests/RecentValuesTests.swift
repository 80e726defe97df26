import ContractKit
import XCTest

final class RecentValuesTests: XCTestCase {
  private let capacity = RecentValues<Int>.capacity

  /// As many as there can be, whose numbers begin at 0.
  private func full() -> RecentValues<Int> {
    var values = RecentValues<Int>()
    for key in 0..<capacity { values.insert(key, at: key) }
    return values
  }

  func testTheOneThatHasBeenHereLongestGoes() {
    var values = full()
    XCTAssertEqual((0..<capacity).filter { values[$0] != $0 }, [])
    values.insert(-1, at: 0)
    XCTAssertEqual(values[0], -1)
    values.insert(-2, at: capacity)
    XCTAssertEqual((0...capacity).filter { values[$0] == nil }, [0])
  }

  func testOneThatWasTakenOutComesBackAsTheNewest() {
    for extra in 0..<3 {
      var values = full()
      for key in 0..<extra { values.insert(key, at: capacity + key) }
      // The one that would go next.
      values.remove(extra)
      XCTAssertNil(values[extra])
      values.remove(extra)
      values.remove(-1)
      values.insert(-1, at: extra)
      XCTAssertEqual((extra..<(capacity + extra)).filter { values[$0] == nil }, [])
      for key in 1..<capacity {
        XCTAssertNotNil(values[extra + key])
        values.insert(key, at: 1000 + key)
        XCTAssertNil(values[extra + key])
        XCTAssertEqual(values[extra], -1)
      }
      values.insert(0, at: 2000)
      XCTAssertNil(values[extra])
    }
  }
}
