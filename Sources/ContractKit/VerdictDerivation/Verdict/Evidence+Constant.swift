import Base
import Synchronization

extension Evidence.MutantRun {
  /// Whether each of the mutant's outputs holds one value only.
  ///
  /// A kernel that returns zeros, NaN or another constant is told from a right one by almost any check: that it is shows
  /// nothing of what the check sees. Arrays are not kept, but their digests are: those of repeated zeros, of repeated NaN,
  /// and of the element at the first difference, which a constant output has everywhere, are taken and compared. An output
  /// of one element says nothing beside longer ones; where there are only such, zero and NaN are constants.
  ///
  /// - Parameter real: the outputs of the real kernel, which have the same types and shapes.
  /// - Complexity: O(number of bytes of the outputs).
  package func isConstant(like real: [Evidence.Output]) -> Bool {
    let own = real.compactMap { output in
      outputs[output.name].map { (output: output, digest: $0, count: output.shape.reduce(1, *)) }
    }
    let arrays = own.filter { $0.count > 1 }
    let judged = arrays.isEmpty ? own.filter { $0.count == 1 } : arrays
    return !judged.isEmpty
      && judged.allSatisfy { array in
        candidates(array.output, isAlone: arrays.isEmpty).contains {
          array.digest == Self.digest(of: $0, count: array.count)
        }
      }
  }

  /// The bytes of the elements of which a constant output may consist.
  ///
  /// - Parameter isAlone: it has one element, as all outputs do, and is no constant for being what it is.
  private func candidates(_ output: Evidence.Output, isAlone: Bool) -> [[UInt8]] {
    guard let (size, nan) = Self.elements[output.dtype] else { return [] }
    var texts = [nan]
    if !isAlone, let difference = firstDifference, difference.output == output.name { texts.append(difference.mutant) }
    return [[UInt8](repeating: 0, count: size)] + texts.map(Self.littleEndian).filter { $0.count == size }
  }

  /// Taken in pieces: the array itself may have megabytes.
  private static func digest(of element: [UInt8], count: Int) -> Digest {
    let constant = Constant(element: element, count: count)
    if let known = known.withLock({ $0[constant] }) { return known }
    var piece = element
    let (size, longest) = (count * element.count, min(count, 1 << 14) * element.count)
    while piece.count < longest { piece += piece.prefix(longest - piece.count) }
    let (whole, rest) = size.quotientAndRemainder(dividingBy: piece.count)
    let digest = piece.withUnsafeBytes { bytes in
      Digest(
        ofPieces: [UnsafeRawBufferPointer](repeating: bytes, count: whole)
          + [UnsafeRawBufferPointer(rebasing: bytes[..<rest])])
    }
    known.withLock {
      if $0.count == 4096 { $0 = [:] }
      $0[constant] = digest
    }
    return digest
  }

  /// An array of one value.
  private struct Constant: Hashable {
    let element: [UInt8]
    let count: Int
  }

  /// Each check of a falsifier, and each clause that it binds, asks for the same few digests, one after the other; they are
  /// most of what a verdict costs.
  private static let known = Mutex<[Constant: Digest]>([:])

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
