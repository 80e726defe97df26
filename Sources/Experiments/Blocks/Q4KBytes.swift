import Kernels

/// Super-blocks with one field rewritten, so that the real kernel reads what a faulty one would.
enum Q4KBytes {
  static func nibblesSwapped(_ bytes: [UInt8]) -> [UInt8] {
    bytes.indices.map { $0 % 144 < 16 ? bytes[$0] : bytes[$0] << 4 | bytes[$0] >> 4 }
  }

  static func dminNegated(_ bytes: [UInt8]) -> [UInt8] {
    bytes.indices.map { $0 % 144 == 3 ? bytes[$0] ^ 0x80 : bytes[$0] }
  }

  static func minimumsDropped(_ bytes: [UInt8]) -> [UInt8] {
    bytes.indices.map { (2..<4).contains($0 % 144) ? 0 : bytes[$0] }
  }

  static func scaleHighBitsDropped(_ bytes: [UInt8]) -> [UInt8] {
    repacked(bytes) { fields in
      (0..<8).map { $0 < 4 ? fields[$0] : Q4K.SubBlock(scale: fields[$0].scale & 15, minimum: fields[$0].minimum) }
    }
  }

  /// Every block with its eight scales and minimums replaced.
  static func repacked(_ bytes: [UInt8], _ change: ([Q4K.SubBlock]) -> [Q4K.SubBlock]) -> [UInt8] {
    guard let fields = try? Q4K.subBlocks(of: bytes) else { return bytes }
    var result = bytes
    for index in 0..<bytes.count / 144 {
      let changed = change(Array(fields[index * 8..<index * 8 + 8]))
      for j in 0..<4 {
        let (low, high) = (changed[j], changed[j + 4])
        result[index * 144 + 4 + j] = low.scale | (high.scale >> 4) << 6
        result[index * 144 + 8 + j] = low.minimum | (high.minimum >> 4) << 6
        result[index * 144 + 12 + j] = high.scale & 15 | (high.minimum & 15) << 4
      }
    }
    return result
  }

  /// Every block with the bits of `d` and `dmin` changed.
  static func withHalves(_ bytes: [UInt8], _ change: (UInt16) -> UInt16) -> [UInt8] {
    var result = bytes
    for place in stride(from: 0, to: bytes.count, by: 144).flatMap({ [$0, $0 + 2] }) {
      let half = change(UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8)
      (result[place], result[place + 1]) = (UInt8(half & 255), UInt8(half >> 8))
    }
    return result
  }
}
