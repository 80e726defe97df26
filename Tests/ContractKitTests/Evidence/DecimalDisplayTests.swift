import XCTest

import ContractKit

final class DecimalDisplayTests: XCTestCase {
  func testDisplay() {
    let cases: [(Double, String)] = [
      (0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (123456789, "123456800"), (1e9, "1e9"),
      (0.0001, "0.0001"), (0.00001, "1e-5"), (9.9999999e-5, "0.0001"), (9.99999951, "10"), (9.9999995, "9.999999"),
      (1.0 / 3, "0.3333333"),
      (.leastNonzeroMagnitude, "4.940656e-324"), (.greatestFiniteMagnitude, "1.797693e308"), (.nan, "nan"),
      (.infinity, "inf"), (-.infinity, "-inf"), (612.4756469726562, "612.4756"), (1234567.5, "1234568"),
      (1234568.5, "1234568"),
    ]
    for (value, text) in cases { XCTAssertEqual(DecimalDisplay.text(value, significantDigits: 7), text, "\(value)") }
  }

  func testWholeNumbersAreRoundedWhereTheyHaveMoreDigitsThanAreShown() {
    let cases: [(Double, Int, String)] = [
      (1234, 4, "1234"), (12345, 4, "12340"), (12355, 4, "12360"), (-12345, 5, "-12345"), (9999999, 7, "9999999"),
      (10_000_000, 7, "10000000"), (99_999_999, 7, "100000000"), (999_999_999, 9, "999999999"),
      (999_999_999, 7, "1e9"), (1e9, 10, "1e9"), (1_234_567_891, 12, "1.234567891e9"), (100, 1, "100"), (-7, 1, "-7"),
    ]
    for (value, digits, text) in cases {
      XCTAssertEqual(DecimalDisplay.text(value, significantDigits: digits), text, "\(value), \(digits)")
    }
  }

  func testDisplayIsWithinHalfAUnitOfTheSeventhDigit() {
    var state: UInt64 = 1
    for _ in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: state & 0x7FEF_FFFF_FFFF_FFFF)
      guard value.isNormal, value > 1e-300, value < 1e300 else { continue }
      let shown = Double(DecimalDisplay.text(value, significantDigits: 7))!
      XCTAssertLessThanOrEqual(abs(shown - value) / value, 0.5000001e-6, "\(value)")
    }
  }
}
