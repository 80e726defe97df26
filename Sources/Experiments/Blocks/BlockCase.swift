import Measuring
import Kernels

/// Blocks of one format, one after the other.
struct BlockCase: ExactCase {
  let format: BlockFormat
  var bytes: [UInt8]

  var fields: [String: CaseField] { ["format": .integer(Int(format.rawValue)), "bytes": .bytes(bytes)] }
}

extension BlockCase {
  init(_ fields: CaseFields) throws {
    guard let format = BlockFormat(rawValue: UInt32(try fields.integer("format"))) else { throw CaseProblem.sizes }
    self.init(format: format, bytes: try fields.bytes("bytes"))
    guard bytes.count % format.blockBytes == 0, !bytes.isEmpty else { throw CaseProblem.sizes }
  }

  /// One to three blocks with finite scales of every exponent, all other bytes uniform.
  static func finite(_ reading: BlockReading) -> CaseDomain<BlockCase> {
    let (format, size) = (reading.format, reading.format.blockBytes)
    func any(_ each: BlockCase, _ holds: (UInt16) -> Bool) -> Bool {
      stride(from: 0, to: each.bytes.count, by: size).contains { block in
        reading.places.contains { holds(UInt16(each.bytes[block + $0 + 1]) << 8 | UInt16(each.bytes[block + $0])) }
      }
    }
    return CaseDomain(
      "finite \(format.name) blocks",
      "1...3 blocks of \(format.name); binary16 numbers finite with uniform exponents; all other bytes uniform",
      corners: [
        .init("one block") { $0.bytes.count == size }, .init("more than one block") { $0.bytes.count > size },
        .init("a subnormal number") { any($0) { $0 & 0x7c00 == 0 && $0 & 0x03ff != 0 } },
        .init("a number of the largest exponent") { any($0) { $0 & 0x7c00 == 0x7800 } },
        .init("a negative number") { any($0) { $0 & 0x8000 != 0 } },
      ]
    ) { choices in
      var bytes: [UInt8] = []
      for block in 0..<choices.integer(in: 1...3) {
        for _ in 0..<size { bytes.append(UInt8(choices.below(256))) }
        for place in reading.places {
          // Exponents 0...30; 31 would be infinity or NaN.
          let exponent = UInt16(choices.below(31))
          let rest = UInt16(choices.below(2048))
          let half = Q4KCases.littleEndian((rest >> 10) << 15 | exponent << 10 | (rest & 0x03ff))
          bytes.replaceSubrange(block * size + place..<block * size + place + 2, with: half)
        }
      }
      return BlockCase(format: format, bytes: bytes)
    }
  }
}
