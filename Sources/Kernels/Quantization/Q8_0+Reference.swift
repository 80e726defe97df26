extension Q8_0 {
  /// The definition, one value after the other.
  @Sendable static func quantizeReference(
    _ x: UnsafePointer<Float>, _ blocks: Int,
    _ scales: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Int8>, _ sums: UnsafeMutablePointer<Int16>
  ) {
    for index in 0..<blocks {
      let block = UnsafeBufferPointer(start: x + index * blockValues, count: blockValues)
      let d = block.reduce(0) { max($0, abs($1)) } / 127
      let inverse = 1 / d
      let finite = block.allSatisfy(\.isFinite)
      scales[index] = finite ? inverse.isFinite ? Binary16.rounded(d) : 0 : .theNaN
      sums[index] = 0
      for i in 0..<blockValues {
        let value = finite && inverse.isFinite ? Int8(Q8K.roundedAwayFromZero(block[i] * inverse)) : 0
        values[index * blockValues + i] = value
        sums[index] += Int16(value)
      }
    }
  }
}
