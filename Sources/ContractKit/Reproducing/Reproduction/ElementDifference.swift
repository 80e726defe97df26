/// The first element in which two recordings of an array differ.
public struct ElementDifference: Equatable, Sendable, CustomStringConvertible {
  /// The array's name, as evidence has it.
  public let array: String
  /// Row-major position in the array's shape; one index where the array has no further structure.
  public let index: [Int]
  /// Bits of the element without the variation; `none` where the array has ended.
  package let unvaried: String
  /// Bits of the element under the variation; `none` where the array has ended.
  package let varied: String

  /// `ARRAY[INDEX]: BITS, without the variation BITS`.
  public var description: String {
    "\(array)[\(index.map(String.init).joined(separator: ", "))]: \(varied), without the variation \(unvaried)"
  }

  /// The first difference of two arrays of raw little-endian bytes, or nil where they are equal.
  ///
  /// - Parameters:
  ///   - size: bytes of one element.
  ///   - shape: row-major; where it does not hold the elements, the position is a single index.
  public static func first(
    of array: String, unvaried: [UInt8], varied: [UInt8], size: Int, shape: [Int]
  ) -> ElementDifference? {
    let shared = min(unvaried.count, varied.count)
    let byte = (0..<shared).first { unvaried[$0] != varied[$0] } ?? (unvaried.count == varied.count ? nil : shared)
    guard let byte, size > 0 else { return nil }
    let position = byte / size
    return ElementDifference(
      array: array, index: Self.index(of: position, shape: shape), unvaried: bits(unvaried, position, size),
      varied: bits(varied, position, size))
  }

  private static func index(of position: Int, shape: [Int]) -> [Int] {
    guard shape.count > 1, position < shape.reduce(1, *) else { return [position] }
    var rest = position
    var index: [Int] = []
    for extent in shape.reversed() {
      index.append(rest % extent)
      rest /= extent
    }
    return index.reversed()
  }

  private static func bits(_ bytes: [UInt8], _ position: Int, _ size: Int) -> String {
    guard (position + 1) * size <= bytes.count else { return "none" }
    let digits = bytes[position * size..<(position + 1) * size].reversed().map { byte in
      let text = String(byte, radix: 16)
      return text.utf8.count == 1 ? "0" + text : text
    }
    return "0x" + digits.joined()
  }
}
