import Measuring
import Kernels

/// One block for each of the 65,536 patterns of the scale, while a second binary16 number, if there is one, runs through all
/// of them in another order; then one for each pair of special patterns.
struct BlockHeaders {
  let reading: BlockReading
  let bytes: [UInt8]

  /// Eight weights of a block are looked at, at other places from block to block.
  static let looks = 8

  /// Scale and second number of each block.
  static let headers: [(scale: UInt16, second: UInt16)] = {
    // An odd factor permutes the residues modulo 2^16.
    let every = (0..<65536).map { (scale: UInt16($0), second: UInt16(($0 * 40503 + 12345) % 65536)) }
    let specials: [UInt16] = [0, 0x8000, 1, 0x8001, 0x7bff, 0xfbff, 0x7c00, 0xfc00, 0x7e00, 0xfc01]
    return every + specials.flatMap { scale in specials.map { (scale, $0) } }
  }()

  /// - Parameter bodies: whole blocks, used in turn.
  init(_ reading: BlockReading, bodies: [[UInt8]]) {
    self.reading = reading
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.headers.count * reading.format.blockBytes)
    for (index, header) in Self.headers.enumerated() {
      var block = bodies[index % bodies.count]
      for (place, half) in zip(reading.places, [header.scale, header.second]) {
        block.replaceSubrange(place..<place + 2, with: Q4KCases.littleEndian(half))
      }
      bytes += block
    }
    self.bytes = bytes
  }

  /// Where in its block a weight stands that is looked at.
  func place(_ block: Int, _ look: Int) -> Int {
    let part = reading.format.blockWeights / Self.looks
    return look * part + (block / 64 + 5 * look) % part
  }

  /// The weights that are looked at, of all that were decoded.
  func chosen(_ weights: [Float]) -> [Float] {
    let count = reading.format.blockWeights
    return Self.headers.indices.flatMap { block in (0..<Self.looks).map { weights[block * count + place(block, $0)] } }
  }

  /// The same weights as a reading has them.
  func chosen(by reading: BlockReading) -> [Float] {
    Self.headers.indices.flatMap { block in
      let bits = BlockBits(bytes: bytes, start: block * reading.format.blockBytes)
      return (0..<Self.looks).map { reading.weight(place(block, $0), of: bits) }
    }
  }
}
