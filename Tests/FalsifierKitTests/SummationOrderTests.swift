import ContractKit
import XCTest

import FalsifierKit
@testable import Measuring

final class SummationOrderTests: XCTestCase {
  func testEveryNameOfAContractIsComputed() {
    XCTAssertEqual(Set(SummationOrder.allCases.map(\.name)), Set(OrderName.allCases))
  }

  func testExactSumsAreTheSameInEveryOrder() {
    for count in [0, 1, 2, 7, 8, 9, 16, 63, 64, 65, 200] {
      let terms = (0..<count).map { Float($0 % 2 == 0 ? $0 : -$0) }
      let exact = terms.reduce(0, +)
      for order in SummationOrder.allCases { XCTAssertEqual(order.sum(terms), exact, "\(order), \(count) terms") }
    }
  }

  /// Terms that each order rounds in its own way: 2^24 swallows a 1 that is added to it alone.
  func testOrdersRoundAsTheyAreNamed() {
    let big = Float(1 << 24)
    XCTAssertEqual(SummationOrder.sequential.sum([big, 1, 1]), big)
    XCTAssertEqual(SummationOrder.reversed.sum([big, 1, 1]), big + 2)
    XCTAssertEqual(SummationOrder.sorted.sum([1, big, -1, 1, 1]), big + 2)
    XCTAssertEqual(SummationOrder.pairwise.sum([big, 1, 1, 1]), big + 2)
    // Lane 0 has 2^24 and 1, all others have ones.
    var terms = [Float](repeating: 1, count: 16)
    terms[0] = big
    XCTAssertEqual(SummationOrder.lanes8.sum(terms), big + 14)
    XCTAssertEqual(SummationOrder.lanes16.sum(terms), big + 14)
    XCTAssertEqual(SummationOrder.sequential.sum(terms), big)
    XCTAssertEqual(SummationOrder.lanes64.dot(terms, [Float](repeating: 1, count: 16)), big + 14)
  }

  func testNaNAndSignedZerosComeThrough() {
    for order in SummationOrder.allCases {
      XCTAssertTrue(order.sum([1, Float.nan, 2]).isNaN, "\(order)")
      XCTAssertEqual(order.sum([-0.0, -0.0] as [Float]).sign, .plus, "\(order) starts from +0")
    }
  }
}
