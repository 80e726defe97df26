extension Evidence.MutantRun {
  /// Whether each of the mutant's outputs holds one value only.
  ///
  /// A kernel that returns zeros, NaN or another constant is told from a right one by almost any check: that it is shows
  /// nothing of what the check sees. Arrays are not kept, but their digests are: those of repeated zeros, of repeated NaN,
  /// and of the element at the first difference, which a constant output has everywhere, are taken and compared. Outputs
  /// of one element say nothing either way.
  ///
  /// - Parameter real: the outputs of the real kernel, which have the same types and shapes.
  /// - Complexity: O(number of bytes of the outputs).
  func isConstant(like real: [Evidence.Output]) -> Bool {
    let arrays = real.compactMap { output -> (output: Evidence.Output, digest: Digest)? in
      guard let digest = outputs[output.name], output.shape.reduce(1, *) > 1 else { return nil }
      return (output, digest)
    }
    return !arrays.isEmpty
      && arrays.allSatisfy { array in
        let count = array.output.shape.reduce(1, *)
        return candidates(array.output).contains { array.digest == Self.digest(of: $0, count: count) }
      }
  }

  /// The bytes of the elements of which a constant output may consist.
  private func candidates(_ output: Evidence.Output) -> [[UInt8]] {
    guard let (size, nan) = Self.elements[output.dtype] else { return [] }
    var texts = [nan]
    if let difference = firstDifference, difference.output == output.name { texts.append(difference.mutant) }
    return [[UInt8](repeating: 0, count: size)] + texts.map(Self.littleEndian).filter { $0.count == size }
  }

  /// Taken in pieces: the array itself may have megabytes.
  private static func digest(of element: [UInt8], count: Int) -> Digest {
    let piece = [[UInt8]](repeating: element, count: min(count, 1 << 14)).flatMap { $0 }
    let (whole, rest) = (count * element.count).quotientAndRemainder(dividingBy: piece.count)
    return piece.withUnsafeBytes { bytes in
      Digest(
        ofPieces: [UnsafeRawBufferPointer](repeating: bytes, count: whole)
          + [UnsafeRawBufferPointer(rebasing: bytes[..<rest])])
    }
  }

  /// The bytes that hexadecimal digits after `0x` name, the last first; none where they are no such digits.
  private static func littleEndian(_ bits: String) -> [UInt8] {
    let digits = Array(bits.dropFirst(2))
    guard digits.count.isMultiple(of: 2) else { return [] }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    return bytes.contains(nil) ? [] : bytes.reversed().compactMap { $0 }
  }

  /// By element type, the number of its bytes and the bits of the NaN that kernels return, where it has one.
  private static let elements = [
    "f32": (4, "0x7fc00000"), "f64": (8, "0x7ff8000000000000"), "i8": (1, ""), "i32": (4, ""),
  ]
}
