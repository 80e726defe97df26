import XCTest

import ContractKit

final class FractionTests: XCTestCase {
  /// As numerators and denominators have it, whatever the fractions are made of.
  private func order(_ left: Fraction, _ right: Fraction) -> (isLess: Bool, isEqual: Bool) {
    let (a, b) = (left.numerator * right.denominator, right.numerator * left.denominator)
    return (a < b, a == b)
  }

  func testNumbersNearToOneAnotherAreComparedExactly() throws {
    let texts = [
      "0", "-0", "0.0", "0e9", "1", "-1", "1.0", "10e-1", "0.1",
      "0.1000000000000000055511151231257827021181583404541015625",
      "0.10000000000000000555111512312578270211815834045410156251", "1e-6", "9007199254740992", "9007199254740993",
      "9007199254740994", "18446744073709551615", "18446744073709551616", "1e310", "2e310", "-1e310", "1e-330",
      "2e-330",
      "1.7976931348623157e308", "1.7976931348623159e308", "4.9e-324", "2.4e-324", "2.5e-324", "0.30000000000000004",
    ]
    var fractions = try texts.map { try XCTUnwrap(ExactDecimal($0), $0).fraction }
    let numbers = [
      0, -0.0, 1, -1, 0.1, 0.1.nextUp, 0.1.nextDown, 1e-6, 0x1p53, 0x1p53 + 2, 0x1p64, .leastNonzeroMagnitude,
      0.1 + 0.2, 0.3,
    ]
    fractions += try (numbers + [.greatestFiniteMagnitude]).map { try XCTUnwrap(Fraction(exactly: $0)) }
    fractions += [0, 1, 1 << 53, 1 << 53 + 1, .max].map { Fraction($0 as UInt64) }
    fractions += [Fraction(1, over: 10), Fraction(3, over: 10), Fraction(-7, over: 3), Fraction(0, over: 5)]
    fractions += fractions.map { -$0 }
    for left in fractions {
      for right in fractions {
        let expected = order(left, right)
        XCTAssertEqual(left < right, expected.isLess, "\(left) < \(right)")
        XCTAssertEqual(left == right, expected.isEqual, "\(left) == \(right)")
      }
      for right in fractions.prefix(8) {
        let difference = left - right
        XCTAssertEqual(
          difference.numerator * left.denominator * right.denominator,
          (left.numerator * right.denominator - right.numerator * left.denominator) * difference.denominator)
      }
      XCTAssertEqual((-left).numerator * left.denominator, -left.numerator * (-left).denominator)
      XCTAssertGreaterThanOrEqual(left.magnitude.numerator, 0)
      XCTAssert(left.magnitude == left || left.magnitude == -left)
    }
  }

  func testANumberThatIsNotFiniteIsNone() {
    for number in [Double.nan, .infinity, -.infinity] { XCTAssertNil(Fraction(exactly: number)) }
  }
}
