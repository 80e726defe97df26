import Kernels
import XCTest

final class Binary16Tests: XCTestCase {
  /// The value by its definition, in binary64, which holds every binary16 number.
  private func definition(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10) & 31, Double(bits & 1023))
    let scale = Double(sign: .plus, exponent: max(exponent, 1) - 25, significand: 1)
    let magnitude = (exponent == 0 ? fraction : fraction + 1024) * scale
    return bits >> 15 == 0 ? magnitude : -magnitude
  }

  func testEveryFiniteValue() {
    for bits in UInt16.min...UInt16.max where bits >> 10 & 31 != 31 {
      let value = Binary16.float(fromBits: bits)
      XCTAssertEqual(Double(value).bitPattern, definition(bits).bitPattern, "bits \(bits)")
    }
  }

  func testInfinitiesAndNaNs() {
    XCTAssertEqual(Binary16.float(fromBits: 0x7c00), .infinity)
    XCTAssertEqual(Binary16.float(fromBits: 0xfc00), -.infinity)
    // Sign and payload stay, and the quiet bit is set.
    XCTAssertEqual(Binary16.float(fromBits: 0x7e00).bitPattern, 0x7fc0_0000)
    XCTAssertEqual(Binary16.float(fromBits: 0x7c01).bitPattern, 0x7fc0_2000)
    XCTAssertEqual(Binary16.float(fromBits: 0xffff).bitPattern, 0xffff_e000)
  }
}
