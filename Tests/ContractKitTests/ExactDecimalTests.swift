import XCTest

import ContractKit

final class ExactDecimalTests: XCTestCase {
  func testSpellings() {
    for text in ["0", "-0", "+1", "1.", ".5", "1e-6", "1.0E+6", "0.1e10", "00012"] {
      XCTAssertNotNil(ExactDecimal(text), text)
    }
    for text in [
      "", ".", "e5", "1e", "0x10", "1_000", "nan", ".inf", "inf", " 1", "1 ", "1e99999999", "１", "1-", "--1",
    ] {
      XCTAssertNil(ExactDecimal(text), text)
    }
  }

  func testValues() throws {
    func fraction(_ text: String) throws -> Fraction { try XCTUnwrap(ExactDecimal(text)).fraction }
    XCTAssertEqual(try fraction("0.25"), Fraction(exactly: 0.25))
    XCTAssertEqual(try fraction("-1.5e3"), Fraction(exactly: -1500))
    XCTAssertNotEqual(try fraction("0.1"), Fraction(exactly: 0.1))
    XCTAssertEqual(try fraction("1e-3"), try fraction("0.001"))
    XCTAssertEqual(try fraction("1e2"), try fraction("100.000"))
  }

  func testBinaryNumbersAreExact() {
    for value in [0, -0.0, 1, -3.25, 0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0x1p-1022, 0x1.8p52] {
      guard let fraction = Fraction(exactly: value) else { return XCTFail("\(value)") }
      XCTAssertTrue(fraction == Fraction(exactly: value)!)
      XCTAssertEqual(
        fraction < Fraction(exactly: value.nextUp) ?? Fraction(1, over: 1), value.nextUp.isFinite || value < 1)
    }
    XCTAssertNil(Fraction(exactly: .nan))
    XCTAssertNil(Fraction(exactly: .infinity))
  }
}
