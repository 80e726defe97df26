/// Encodes weights as Q6_K by a rule that covers the range of every sub-block.
///
/// The rule, for a super-block of 256 weights in sub-blocks of 16, in binary64 except where noted:
/// 1. `span[j] = max |x| / 31` over the sub-block; `d` is the least binary16 number that is not below `max span / 127`;
///    `sc[j] = min(127, ceil(span[j] / d))`, 0 where d is 0;
/// 2. `q = x / (d*sc[j])` rounded to nearest, ties to even, within -31...31; 0 where `d*sc[j]` is 0.
///
/// So no weight is cut off, and an encoded weight is within `d*sc/2` of the given one. Encoders that search for a
/// smaller mean error exist; this one can be stated, and makes fixtures.
public enum Q6KEncoder {
  /// The super-blocks of weights.
  ///
  /// - Parameter weights: whole super-blocks of 256 finite values.
  /// - Throws: `ModelFileError` when the count is not a multiple of 256, a weight is not finite, or one is so large that
  ///   no binary16 scale covers it.
  /// - Complexity: O(count).
  public static func encode(_ weights: [Float]) throws -> [UInt8] {
    guard weights.count % 256 == 0 else {
      throw ModelFileError(path: "memory", reason: "\(weights.count) weights are not whole super-blocks of 256")
    }
    guard weights.allSatisfy(\.isFinite) else {
      throw ModelFileError(path: "memory", reason: "a weight that is NaN or infinite has no Q6_K code")
    }
    return try stride(from: 0, to: weights.count, by: 256).flatMap { try block(weights[$0..<$0 + 256]) }
  }

  /// 128 bytes of low and 64 of high bits, see `Tensor.read` for the reverse; 16 scales; d.
  private static func block(_ x: ArraySlice<Float>) throws -> [UInt8] {
    let spans = (0..<16).map { j in
      x[(x.startIndex + 16 * j)..<(x.startIndex + 16 * (j + 1))].reduce(0.0) { max($0, abs(Double($1))) } / 31
    }
    let d = try Q4KEncoder.scale(covering: spans.max()! / 127)
    let scales = spans.map { d.value == 0 ? 0 : min(127, ($0 / d.value).rounded(.up)) }
    var bytes = [UInt8](repeating: 0, count: 210)
    for i in 0..<256 {
      let step = d.value * scales[i / 16]
      let code = step == 0 ? 0 : (Double(x[x.startIndex + i]) / step).rounded(.toNearestOrEven)
      let bits = UInt8(min(31, max(-31, code)) + 32)
      let (half, k, l) = (i / 128, i % 128 / 32, i % 32)
      bytes[64 * half + 32 * (k % 2) + l] |= (bits & 15) << (k / 2 * 4)
      bytes[128 + 32 * half + l] |= (bits >> 4) << (2 * k)
    }
    for j in 0..<16 { bytes[192 + j] = UInt8(scales[j]) }
    (bytes[208], bytes[209]) = (UInt8(d.bits & 255), UInt8(d.bits >> 8))
    return bytes
  }
}
