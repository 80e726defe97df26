import Measuring
import Kernels

/// A decoder of the blocks with every header, which gives the weights that are looked at.
typealias HeaderKernel = @Sendable (BlockHeaders) throws -> [Float]

extension BlockReading {
  /// A decoder that reads one field wrongly.
  func mutant(_ name: String, _ fault: String, _ change: (inout BlockReading) -> Void) -> Mutant<DequantizeKernel> {
    var wrong = self
    change(&wrong)
    return Mutant(name, fault) { [wrong] in wrong.weights($0) }
  }

  // MARK: Faults that many formats can have

  var nibblesSwapped: Mutant<DequantizeKernel> {
    mutant("nibbles_swapped", "high nibbles come first") { wrong in
      let code = wrong.code
      wrong.code = { bits, i in code(bits, i ^ 16) }
    }
  }

  var interleaved: Mutant<DequantizeKernel> {
    mutant("interleaved", "weights 2k and 2k+1 come from one byte, as in other formats") { wrong in
      let code = wrong.code
      wrong.code = { bits, i in code(bits, i % 2 * 16 + i / 2) }
    }
  }

  var scaleMinimumExchanged: Mutant<DequantizeKernel> {
    mutant("scale_minimum_exchanged", "the two binary16 numbers are read in the other order") {
      ($0.scalePlace, $0.minimumPlace) = ($0.minimumPlace!, $0.scalePlace)
    }
  }

  var minimumSign: Mutant<DequantizeKernel> {
    mutant("minimum_sign", "the minimum is added where it is subtracted, or subtracted where it is added") { wrong in
      let minimum = wrong.minimum
      wrong.minimum = { bits, i in -minimum(bits, i) }
    }
  }

  /// - Parameter offset: what is added to the code to undo the format's own.
  func offsetMissing(_ offset: Int64) -> Mutant<DequantizeKernel> {
    mutant("offset_missing", "\(offset) is not subtracted from the codes") { wrong in
      let code = wrong.code
      wrong.code = { bits, i in code(bits, i) + offset }
    }
  }

  var scaleOffByOne: Mutant<DequantizeKernel> {
    mutant("scale_off_by_one", "the scale is that of the next group") { wrong in
      let (factor, count) = (wrong.factor, wrong.format.blockWeights)
      let group = wrong.format == .q5K ? 32 : 16
      wrong.factor = { bits, i in factor(bits, (i + group) % count) }
    }
  }

  var groupsSwapped: Mutant<DequantizeKernel> {
    mutant("groups_swapped", "two neighboring groups of codes stand in each other's place") { wrong in
      let code = wrong.code
      let group = wrong.format == .q5K ? 32 : 16
      wrong.code = { bits, i in code(bits, i ^ group) }
    }
  }

  var narrowProducts: Mutant<DequantizeKernel> {
    Mutant("narrow_products", "the product of scale and code is kept in the 11 significant bits of binary16") { bytes in
      stride(from: 0, to: bytes.count, by: format.blockBytes).flatMap { start in
        let bits = BlockBits(bytes: bytes, start: start)
        return (0..<format.blockWeights).map { i in
          let product = half(bits.word(scalePlace)).times(factor(bits, i), signed: code(bits, i)).float
          let kept = Float(bitPattern: product.bitPattern & 0xffff_e000)
          guard let minimumPlace else { return kept }
          return kept - half(bits.word(minimumPlace)).times(1, signed: minimum(bits, i)).float
        }
      }
    }
  }

  // MARK: Special values

  static let flushing: @Sendable (UInt16) -> Q4KOracle.Half = { Q4KOracle.Half($0 & 0x7c00 == 0 ? $0 & 0x8000 : $0) }

  var subnormalsFlushed: Mutant<DequantizeKernel> {
    mutant("subnormals_flushed", "a subnormal binary16 number is read as zero of its sign") { $0.half = Self.flushing }
  }
}

/// The decoders, and wrong ones, of blocks with every header.
enum HeaderKernels {
  static let real: HeaderKernel = { $0.chosen(try BlockKernels.dequantize($0.reading.format, $0.bytes)) }

  static let mutants: [Mutant<HeaderKernel>] = [
    reading("subnormals_flushed", "a subnormal binary16 number is read as zero of its sign", BlockReading.flushing),
    reading("infinity_as_number", "exponent 31 is read as an ordinary exponent: infinity becomes 65,536") { bits in
      guard bits & 0x7c00 == 0x7c00 else { return Q4KOracle.Half(bits) }
      return .finite(isNegative: bits >> 15 == 1, units: (1024 + Int64(bits & 1023)) << 30)
    },
    Mutant("negative_zero_lost", "zeros come out as +0") { try real($0).map { $0 == 0 ? 0 : $0 } },
    Mutant("nan_sign", "NaN is left as x86 makes it of infinity * 0, with the sign bit set") {
      try real($0).map { $0.isNaN ? Float(bitPattern: 0xffc0_0000) : $0 }
    },
  ]

  private static func reading(
    _ name: String, _ fault: String, _ half: @escaping @Sendable (UInt16) -> Q4KOracle.Half
  ) -> Mutant<HeaderKernel> {
    Mutant(name, fault) {
      var wrong = $0.reading
      wrong.half = half
      return $0.chosen(by: wrong)
    }
  }
}
