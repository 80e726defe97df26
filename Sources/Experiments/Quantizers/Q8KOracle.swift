/// Both Q8_K recipes a second time, in binary64 and integers: shares no code with the kernels.
///
/// A binary32 product is exact in binary64, and a binary32 quotient rounded to binary64 first is
/// rounded to binary32 as if directly (53 >= 2*24 + 2; a quotient of two 24-bit numbers is never
/// close enough to a midpoint of fewer bits either). Rounding to integers is truncation and an exact
/// comparison of the rest with one half. No libm.
enum Q8KOracle {
  /// The published recipe.
  static func published(_ values: [Float]) -> QuantizedValues {
    byBlocks(values) { block in
      let largest = block.map { abs(Double($0)) }.max() ?? 0
      // The threshold is the binary32 number nearest to 1e-10.
      let scale = largest > Double(Float(1e-10)) ? Float(largest / 127) : Float(1.0 / 127)
      let inverse = Float(1 / Double(scale))
      return (scale, block.map { integer($0, times: inverse) { rest, _ in rest >= 0.5 } })
    }
  }

  /// ggml's recipe.
  static func ggml(_ values: [Float]) -> QuantizedValues {
    byBlocks(values) { block in
      var extreme = 0.0
      for value in block where abs(Double(value)) > abs(extreme) { extreme = Double(value) }
      let inverse = extreme == 0 ? .infinity : Float(-127 / extreme)
      guard inverse.isFinite else { return (0, block.map { _ in 0 }) }
      let quantized = block.map { integer($0, times: inverse) { $0 > 0.5 || $0 == 0.5 && $1 % 2 == 1 } }
      return (Float(1 / Double(inverse)), quantized)
    }
  }

  private static func byBlocks(_ values: [Float], _ recipe: ([Float]) -> (Float, [Int])) -> QuantizedValues {
    var (scales, quantized): ([Float], [Int8]) = ([], [])
    for start in stride(from: 0, to: values.count, by: 256) {
      let block = Array(values[start..<start + 256])
      // A NaN or an infinity poisons its block.
      let (scale, integers) =
        block.allSatisfy(\.isFinite) ? recipe(block) : (Float(bitPattern: 0x7fc0_0000), block.map { _ in 0 })
      scales.append(scale)
      quantized += integers.map { Int8($0) }
    }
    return QuantizedValues(scales: scales, values: quantized)
  }

  /// The product rounded to binary32, then to an integer: `roundsUp` is told the rest and the whole part.
  private static func integer(_ value: Float, times factor: Float, roundsUp: (Double, Int) -> Bool) -> Int {
    let magnitude = abs(Double(Float(Double(value) * Double(factor))))
    let whole = Int(magnitude)
    let rounded = roundsUp(magnitude - Double(whole), whole) ? whole + 1 : whole
    return (value < 0) != (factor < 0) ? -rounded : rounded
  }
}
