import Base
import Models

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the stored bytes of two tensors of the same type and shape differ: for types that are not converted to binary32.
public struct StoredDifference: Equatable, Sendable {
  /// Weights that are stored together, and their bytes on both sides.
  public struct Block: Equatable, Sendable {
    /// The row-major index of the first weight.
    public let index: Int
    /// The bytes.
    public let a, b: [UInt8]
  }

  /// The number of weights.
  public let count: Int
  /// How many stand in blocks of the same bytes; a block is one weight of most types.
  public let identical: Int
  /// The first blocks that differ, in the order of the tensor.
  public let first: [Block]

  /// Compares the bytes.
  ///
  /// - Parameter limit: how many of the blocks that differ are kept.
  /// - Precondition: type and shape are the same.
  init(_ a: Tensor, _ b: Tensor, limit: Int) {
    precondition(a.type == b.type && a.shape == b.shape)
    count = a.count
    let (left, right, size) = (a.bytes, b.bytes, a.type.blockBytes)
    guard let x = left.baseAddress, let y = right.baseAddress, memcmp(x, y, left.count) != 0 else {
      (identical, first) = (a.count, [])
      return
    }
    var (different, kept) = (0, [Block]())
    for start in stride(from: 0, to: left.count, by: size) where memcmp(x + start, y + start, size) != 0 {
      different += 1
      guard kept.count < limit else { continue }
      kept.append(
        Block(
          index: start / size * a.type.blockWeights, a: Array(left[start..<start + size]),
          b: Array(right[start..<start + size])))
    }
    (identical, first) = (a.count - different * a.type.blockWeights, kept)
  }

  /// The blocks as hexadecimal digits in the order of the file.
  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String(printf: "%02x", UInt32($0)) }.joined()
  }

  func json(shape: [Int]) -> JSON {
    .object([
      "count": .integer(count), "identical": .integer(identical),
      "first": .array(
        first.map {
          .object([
            "coordinates": .array(Coordinates.of($0.index, shape).map(JSON.integer)),
            "a_bytes": .string(Self.hexadecimal($0.a)), "b_bytes": .string(Self.hexadecimal($0.b)),
          ])
        }),
    ])
  }
}

extension ValueDifference {
  /// The counts of a comparison of bytes; the measures of values are NaN where a byte differs.
  init(_ stored: StoredDifference) {
    self.init()
    (count, identical) = (stored.count, stored.identical)
    guard identical < count else { return }
    (maxAbsolute, squaredError, squaresA, squaresB, product) = (.nan, .nan, .nan, .nan, .nan)
    maxULPs = .max
  }
}
