/// How many elements of a sample are how far from the expected ones, in units in the last place, by powers of two.
public struct ULPHistogram: Sendable {
  /// Bin 0 counts distance 0, bin k from 1 to 64 the distances from 2^(k-1) to 2^k - 1, and bin 65 a NaN, or an
  /// infinity against anything else.
  public private(set) var counts = [Int](repeating: 0, count: 66)

  /// The distances of two samples of floats, as `max_ulps` takes them; nil where either holds integers, or where
  /// the counts differ.
  ///
  /// - Complexity: O(n).
  public init?(actual: Sample, expected: Sample) {
    let floats: Set<Sample.DType> = [.f32, .f64]
    guard floats.contains(actual.dtype), floats.contains(expected.dtype), actual.count == expected.count else {
      return nil
    }
    let pairs = Pairs(actual: actual, expected: expected)
    for index in 0..<actual.count {
      let distance = pairs.ulps(index)
      counts[distance == .max ? 65 : 64 - distance.leadingZeroBitCount] += 1
    }
  }

  /// The name of a bin: `0`, the power of two that it begins with, or `none`.
  public static func name(ofBin bin: Int) -> String {
    bin == 0 ? "0" : bin == 65 ? "none" : String(UInt64(1) << UInt64(bin - 1))
  }
}
