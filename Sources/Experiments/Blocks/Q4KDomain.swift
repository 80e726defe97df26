import Measuring

/// Super-blocks of Q4_K, one after the other.
struct Q4KCase: ExactCase {
  var bytes: [UInt8]

  var fields: [String: CaseField] { ["bytes": .bytes(bytes)] }
}

extension Q4KCase {
  init(_ fields: CaseFields) throws {
    self.init(bytes: try fields.bytes("bytes"))
    guard bytes.count % 144 == 0, !bytes.isEmpty else { throw CaseProblem.sizes }
  }

  private func any(_ holds: (_ header: UInt16) -> Bool) -> Bool {
    stride(from: 0, to: bytes.count, by: 144).contains { block in
      [block, block + 2].contains { holds(UInt16(bytes[$0 + 1]) << 8 | UInt16(bytes[$0])) }
    }
  }

  /// One to three super-blocks with finite `d` and `dmin` and any scales, minimums and nibbles.
  static var finite: CaseDomain<Q4KCase> {
    CaseDomain(
      "finite super-blocks", "1...3 super-blocks; d and dmin finite with uniform exponents; 140 uniform bytes each",
      corners: [
        .init("one block") { $0.bytes.count == 144 }, .init("more than one block") { $0.bytes.count > 144 },
        .init("a subnormal d or dmin") { $0.any { $0 & 0x7c00 == 0 && $0 & 0x03ff != 0 } },
        .init("a d or dmin of the largest exponent") { $0.any { $0 & 0x7c00 == 0x7800 } },
        .init("a negative d or dmin") { $0.any { $0 & 0x8000 != 0 } },
      ]
    ) { choices in
      var bytes: [UInt8] = []
      for _ in 0..<choices.integer(in: 1...3) {
        for _ in 0..<2 {
          // Exponents 0...30; 31 would be infinity or NaN.
          let exponent = UInt16(choices.below(31))
          let rest = UInt16(choices.below(2048))
          bytes += Q4KCases.littleEndian((rest >> 10) << 15 | exponent << 10 | (rest & 0x03ff))
        }
        for _ in 0..<140 { bytes.append(UInt8(choices.below(256))) }
      }
      return Q4KCase(bytes: bytes)
    }
  }
}
