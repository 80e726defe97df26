import Kernels
import Measuring

/// What a quantizer of activations writes, as plain arrays.
struct QuantizedValues {
  var scales: [Float]
  var values: [Int8]
  var sums: [Int16]

  init(scales: [Float], values: [Int8], sums: [Int16]) {
    (self.scales, self.values, self.sums) = (scales, values, sums)
  }

  init(_ row: Q8K.Row) { self.init(scales: row.scales, values: row.values, sums: row.sums) }

  init(_ row: Q8_0.Row) { self.init(scales: row.scales, values: row.values, sums: row.sums) }

  /// With the sums that follow from the values, of 16 in Q8_K and of 32 in Q8_0.
  init(scales: [Float], values: [Int8], sumsOf size: Int = 16) {
    let sums = (0..<values.count / size).map { group in
      values[size * group..<size * group + size].reduce(0) { $0 + Int16($1) }
    }
    self.init(scales: scales, values: values, sums: sums)
  }

  /// scale * value of each element: exact in binary64.
  var dequantized: [Double] {
    let size = scales.isEmpty ? 1 : values.count / scales.count
    return values.indices.map { Double(scales[$0 / size]) * Double(values[$0]) }
  }

  /// All bits in one array: scales as patterns, then values, then sums.
  var words: [Int32] {
    scales.map { Int32(bitPattern: $0.bitPattern) } + values.map { Int32($0) } + sums.map { Int32($0) }
  }

  /// Quantizes block by block.
  static func byBlocks(
    of size: Int, _ values: [Float], _ quantize: ([Float]) throws -> QuantizedValues
  ) rethrows -> QuantizedValues {
    var result = QuantizedValues(scales: [], values: [], sums: [])
    for start in stride(from: 0, to: values.count, by: size) {
      let row = try quantize(Array(values[start..<start + size]))
      result.scales += row.scales
      result.values += row.values
      result.sums += row.sums
    }
    return result
  }
}

extension Probe {
  /// Keeps what a quantizer gave, and counts the bits of scales, values and sums that are other than expected.
  ///
  /// Its name is its own: keys follow names, and another `compare` would be one that every falsifier may call.
  func compareQuantized(_ row: QuantizedValues, to expected: QuantizedValues) throws {
    output("scales", row.scales)
    output("values", row.values)
    output("sums", row.sums.map { Int32($0) })
    try compare("scales", row.scales, to: expected.scales, .bitsDiffering)
    try compare("values", row.values, to: expected.values, .bitsDiffering)
    try compare("sums", row.sums.map { Int32($0) }, to: expected.sums.map { Int32($0) }, .bitsDiffering)
  }
}
