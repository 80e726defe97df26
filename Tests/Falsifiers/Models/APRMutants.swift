import FalsifierKit
import Models

/// The weights of a tensor in a quantization of APR.
typealias APRKernel = @Sendable (APRCase) throws -> [Float]

enum APRKernels {
  static let real: APRKernel = { try values($0.format, $0.count, $0.bytes) }

  static func values(_ format: APRFormat, _ count: Int, _ bytes: [UInt8]) throws -> [Float] {
    try Tensor(name: "apr", type: .apr(format), shape: [count], bytes: bytes).values()
  }
}

/// Wrong decoders: the real one of bytes that a faulty one would see, or with what it would make of them.
enum APRMutants {
  static let all = [
    halvesForNeighbors, upperNibbleFirst, offsetMissing, subnormalScaleKept, nanScaleKept, unsignedBytes,
    scaleOfTheFirstBlock,
  ]

  static let halvesForNeighbors = Mutant<APRKernel>(
    "halves_for_neighbors", "a byte holds weights 16 apart, as in GGUF's Q4_0"
  ) { try nibbles(of: $0) { place in (place % 16, place / 16) } }

  static let upperNibbleFirst = Mutant<APRKernel>("upper_nibble_first", "the upper nibble is the first of two weights")
  {
    try nibbles(of: $0) { place in (place / 2, 1 - place % 2) }
  }

  static let offsetMissing = Mutant<APRKernel>("offset_missing", "nibbles count from 0 instead of from -8") { item in
    try remade(item) { Float(Double($0) * $1) }
  }

  static let subnormalScaleKept = Mutant<APRKernel>("subnormal_scale_kept", "a subnormal scale is used as it is") {
    item in
    try remade(item, scale: { $0 >> 10 & 31 == 0 ? Double($0 & 1023) * 0x1p-24 * ($0 >> 15 == 1 ? -1 : 1) : nil }) {
      Float(Double($0 - 8) * $1)
    }
  }

  static let nanScaleKept = Mutant<APRKernel>("nan_scale_kept", "a scale that is NaN or infinite is used as it is") {
    item in
    try remade(item, scale: { $0 >> 10 & 31 == 31 ? .nan : nil }) { Float(Double($0 - 8) * $1) }
  }

  static let unsignedBytes = Mutant<APRKernel>("unsigned_bytes", "the bytes of weights count from 0 to 255") { item in
    let real = try APRKernels.real(item)
    guard item.format == .q8 else { return real }
    let scale = Float(bitPattern: item.bytes[..<4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    return real.indices.map { item.bytes[4 + $0] < 128 ? real[$0] : Float(item.bytes[4 + $0]) * scale }
  }

  static let scaleOfTheFirstBlock = Mutant<APRKernel>(
    "scale_of_the_first_block", "all blocks are read with the scale of the first"
  ) { item in
    guard item.format == .q4 else { return try APRKernels.real(item) }
    var bytes = item.bytes
    for start in stride(from: 0, to: bytes.count, by: 18) { bytes[start..<start + 2] = item.bytes[..<2] }
    return try APRKernels.values(.q4, item.count, bytes)
  }

  /// The real decoder of the same block with each nibble taken from elsewhere: byte, and 0 for its lower half.
  private static func nibbles(of item: APRCase, _ source: (Int) -> (byte: Int, half: Int)) throws -> [Float] {
    guard item.format == .q4 else { return try APRKernels.real(item) }
    var bytes = item.bytes
    for start in stride(from: 0, to: bytes.count, by: 18) {
      for place in 0..<32 {
        let (byte, half) = source(place)
        let nibble = item.bytes[start + 2 + byte] >> UInt8(4 * half) & 15
        let keep: UInt8 = place % 2 == 0 ? 0xf0 : 0x0f
        bytes[start + 2 + place / 2] = bytes[start + 2 + place / 2] & keep | nibble << UInt8(place % 2 * 4)
      }
    }
    return try APRKernels.values(.q4, item.count, bytes)
  }

  /// Weights made from nibbles and scales by another rule; a scale of nil is taken as the real decoder does.
  private static func remade(
    _ item: APRCase, scale: (UInt16) -> Double? = { _ in nil }, _ weight: (Int, Double) -> Float
  ) throws -> [Float] {
    let real = try APRKernels.real(item)
    guard item.format == .q4 else { return real }
    // Nibble 9 of the real decoder is one times the scale that it takes.
    let ones = stride(from: 0, to: item.bytes.count, by: 18).flatMap {
      Array(item.bytes[$0..<$0 + 2]) + [UInt8](repeating: 0x99, count: 16)
    }
    let scales = try APRKernels.values(.q4, item.count, ones)
    return real.indices.map { i in
      let start = i / 32 * 18
      let nibble = Int(item.bytes[start + 2 + i % 32 / 2] >> UInt8(i % 2 * 4) & 15)
      let own = scale(UInt16(item.bytes[start]) | UInt16(item.bytes[start + 1]) << 8)
      return weight(nibble, own ?? Double(scales[i]))
    }
  }
}
