import Kernels

/// What a Q8_K quantiser writes, as plain arrays.
struct QuantizedValues {
  var scales: [Float]
  var values: [Int8]
  var sums: [Int16]

  init(scales: [Float], values: [Int8], sums: [Int16]) {
    (self.scales, self.values, self.sums) = (scales, values, sums)
  }

  init(_ row: Q8K.Row) { self.init(scales: row.scales, values: row.values, sums: row.sums) }

  /// With the sums that follow from the values.
  init(scales: [Float], values: [Int8]) {
    let sums = (0..<values.count / 16).map { group in
      values[16 * group..<16 * group + 16].reduce(0) { $0 + Int16($1) }
    }
    self.init(scales: scales, values: values, sums: sums)
  }

  /// scale * value of each element: exact in binary64.
  var dequantized: [Double] { values.indices.map { Double(scales[$0 / 256]) * Double(values[$0]) } }

  /// All bits in one array: scales as patterns, then values, then sums.
  var words: [Int32] {
    scales.map { Int32(bitPattern: $0.bitPattern) } + values.map { Int32($0) } + sums.map { Int32($0) }
  }
}
