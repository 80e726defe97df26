import Base

extension Evidence.MutantRun {
  /// Whether each of the mutant's outputs holds one value only.
  ///
  /// A kernel that returns zeros, NaN or another constant is told from a right one by almost any check: that it is shows
  /// nothing of what the check sees. Arrays are not kept, but their digests are: those of repeated zeros, of repeated NaN,
  /// and of the element at the first difference, which a constant output has everywhere, are taken and compared. An output
  /// of one element says nothing beside longer ones; where there are only such, zero and NaN are constants. One that is said
  /// to be longer than any run returns is taken for a constant: only the evidence claims that it is none.
  ///
  /// - Parameter real: the outputs of the real kernel, which have the same types and shapes.
  /// - Complexity: O(number of bytes of the outputs).
  package func isConstant(like real: [Evidence.Output]) -> Bool {
    let own = real.compactMap { output in
      outputs[output.name].map { (output: output, digest: $0, count: Self.count(of: output.shape)) }
    }
    let arrays = own.filter { $0.count > 1 }
    let judged = arrays.isEmpty ? own.filter { $0.count == 1 } : arrays
    return !judged.isEmpty
      && judged.allSatisfy { array in
        array.count > Self.longest
          || candidates(array.output, isAlone: arrays.isEmpty).contains {
            array.digest == Self.digest(of: Constant(bits: $0.bits, size: $0.size, count: array.count))
          }
      }
  }

  /// Digests of longer arrays would take minutes, or for ever.
  private static let longest = 1 << 30

  /// The number of elements; the largest number there is where it is beyond that.
  private static func count(of shape: [Int]) -> Int {
    if shape.contains(0) { return 0 }
    return shape.reduce(1) { count, extent in
      let (product, overflows) = count.multipliedReportingOverflow(by: extent)
      return overflows ? .max : product
    }
  }

  /// The bits of the elements of which a constant output may consist, and the number of their bytes.
  ///
  /// - Parameter isAlone: it has one element, as all outputs do, and is no constant for being what it is.
  private func candidates(_ output: Evidence.Output, isAlone: Bool) -> [(bits: UInt64, size: Int)] {
    guard let (size, nan) = Self.elements[output.dtype] else { return [] }
    var found: [UInt64] = [0]
    if let nan { found.append(nan) }
    if !isAlone, let difference = firstDifference, difference.output == output.name,
      difference.mutant.utf8.count == 2 + 2 * size,
      let bits = UInt64(Substring(difference.mutant.utf8.dropFirst(2)), radix: 16)
    {
      found.append(bits)
    }
    return found.map { ($0, size) }
  }

  /// Taken in pieces: the array itself may have megabytes.
  private static func digest(of constant: Constant) -> Digest {
    known.value(of: constant) {
      var piece = withUnsafeBytes(of: constant.bits.littleEndian) { Array($0.prefix(constant.size)) }
      let size = constant.count * constant.size
      let longest = min(constant.count, 1 << 14) * constant.size
      while piece.count < longest { piece += piece.prefix(longest - piece.count) }
      let (whole, rest) = size.quotientAndRemainder(dividingBy: piece.count)
      return piece.withUnsafeBytes { bytes in
        Digest(
          ofPieces: [UnsafeRawBufferPointer](repeating: bytes, count: whole)
            + [UnsafeRawBufferPointer(rebasing: bytes[..<rest])])
      }
    }
  }

  /// An array of one value, whose bytes are the lowest ones of some bits.
  private struct Constant: Hashable {
    let bits: UInt64
    let size: Int
    let count: Int
  }

  /// The mutants of a falsifier ask for the same few digests, one after the other; they are most of what a verdict costs.
  private static let known = Memo<Constant, Digest>(capacity: 4096)

  /// By element type, the number of its bytes and the bits of the NaN that kernels return, where it has one.
  private static let elements: [String: (size: Int, nan: UInt64?)] = [
    "f32": (4, 0x7fc0_0000), "f64": (8, 0x7ff8_0000_0000_0000), "i8": (1, nil), "i32": (4, nil),
  ]
}
