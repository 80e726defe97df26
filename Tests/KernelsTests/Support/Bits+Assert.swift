import XCTest

/// Fails, naming the first difference, unless both have the same bits.
func assertSameBits(
  _ left: [Float], _ right: [Float], _ context: @autoclosure () -> String, file: StaticString = #filePath,
  line: UInt = #line
) {
  guard left.bits != right.bits else { return }
  guard left.count == right.count else {
    return XCTFail("\(context()): \(left.count) values, not \(right.count)", file: file, line: line)
  }
  let all = left.indices.filter { left[$0].bitPattern != right[$0].bitPattern }
  let i = all[0]
  XCTFail(
    "\(context()): \(all.count) of \(left.count) differ, first [\(i)]: \(hex(left[i])) \(left[i]), "
      + "not \(hex(right[i])) \(right[i])", file: file, line: line)
}

/// The bits as 0x and eight digits.
func hex(_ value: Float) -> String {
  let digits = String(value.bitPattern, radix: 16)
  return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
}

/// The one NaN that kernels return.
let canonicalNaN = Float(bitPattern: 0x7fc0_0000)

/// The distance of a result from the exact value, in units of the last place of the exact value's binade.
///
/// An infinite result counts as 2^128, the value it was rounded from at the least.
func ulps(_ result: Float, from exact: Double) -> Double {
  let value = result.isInfinite ? (result > 0 ? 0x1p128 : -0x1p128) : Double(result)
  let exponent = exact == 0 ? -149 : max(Int(exact.exponent) - 23, -149)
  return (value - exact).magnitude / Double(sign: .plus, exponent: exponent, significand: 1)
}
