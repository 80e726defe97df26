import FalsifierKit
import Kernels

/// One block for each of the 65,536 patterns of the scale; where there is a second binary16 number, it runs through all of them
/// in another order.
struct BlockHeaders {
  let reading: BlockReading
  let bytes: [UInt8]

  /// Eight weights of a block are looked at, at other places from block to block.
  static let looks = 8

  /// - Parameter bodies: whole blocks, used in turn.
  init(_ reading: BlockReading, bodies: [[UInt8]]) {
    self.reading = reading
    var bytes: [UInt8] = []
    bytes.reserveCapacity(65536 * reading.format.blockBytes)
    for d in 0..<65536 {
      var block = bodies[d % bodies.count]
      // An odd factor permutes the residues modulo 2^16.
      for (place, half) in zip(reading.places, [d, (d * 40503 + 12345) % 65536]) {
        block.replaceSubrange(place..<place + 2, with: Q4KCases.littleEndian(UInt16(half)))
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
    return (0..<65536).flatMap { block in (0..<Self.looks).map { weights[block * count + place(block, $0)] } }
  }

  /// The same weights as a reading has them.
  func chosen(by reading: BlockReading) -> [Float] {
    (0..<65536).flatMap { block in
      let bits = BlockBits(bytes: bytes, start: block * reading.format.blockBytes)
      return (0..<Self.looks).map { reading.weight(place(block, $0), of: bits) }
    }
  }
}
