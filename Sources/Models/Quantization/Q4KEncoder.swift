import Kernels

/// Encodes weights as Q4_K by a rule that covers the range of every sub-block.
///
/// The rule, of contracts/q4k-encode-v1.yaml, for a super-block of 256 weights in sub-blocks j of 32,
/// in binary64 except where noted:
/// 1. `low[j] = max(0, -min x)` over the sub-block; `dmin` is the least binary16 number that is not
///    below `max low / 63`; `m[j] = ceil(low[j] / dmin)`, 0 where dmin is 0;
/// 2. `span[j] = (max(0, max x) + dmin*m[j]) / 15`; `d` is the least binary16 number that is not
///    below `max span / 63`; `sc[j] = min(63, ceil(span[j] / d))`, 0 where d is 0;
/// 3. `q = (x + dmin*m[j]) / (d*sc[j])` rounded to nearest, ties to even, within 0...15; 0 where
///    `d*sc[j]` is 0.
///
/// So `[-dmin*m, 15*d*sc - dmin*m]` covers all weights and none is cut off: an encoded weight is
/// within `d*sc/2` of the given one. Encoders that search for a smaller mean error exist; this one
/// can be stated, and has a bound.
public enum Q4KEncoder {
  /// The super-blocks of weights.
  ///
  /// - Parameter weights: whole super-blocks of 256 finite values.
  /// - Throws: `ModelFileError` when the count is not a multiple of 256, a weight is not finite, or
  ///   one is so large that no binary16 scale covers it.
  /// - Complexity: O(count).
  public static func encode(_ weights: [Float]) throws -> [UInt8] {
    guard weights.count % 256 == 0 else {
      throw ModelFileError(path: "memory", reason: "\(weights.count) weights are not whole super-blocks of 256")
    }
    var bytes = [UInt8](repeating: 0, count: weights.count / 256 * 144)
    try weights.withUnsafeBufferPointer { weights in
      try bytes.withUnsafeMutableBufferPointer { bytes in
        for block in 0..<weights.count / 256 {
          try encode(
            UnsafeBufferPointer(rebasing: weights[256 * block..<256 * (block + 1)]),
            into: UnsafeMutableBufferPointer(rebasing: bytes[144 * block..<144 * (block + 1)]))
        }
      }
    }
    return bytes
  }

  private static func encode(
    _ x: UnsafeBufferPointer<Float>, into bytes: UnsafeMutableBufferPointer<UInt8>
  ) throws {
    guard x.allSatisfy(\.isFinite) else {
      throw ModelFileError(path: "memory", reason: "a weight that is NaN or infinite has no Q4_K code")
    }
    let ranges = (0..<8).map { j in
      x[32 * j..<32 * (j + 1)].reduce((low: 0.0, high: 0.0)) { (max($0.low, -Double($1)), max($0.high, Double($1))) }
    }
    let dmin = try scale(covering: ranges.map(\.low).max()! / 63)
    let minimums = ranges.map { dmin.value == 0 ? 0 : min(63, ($0.low / dmin.value).rounded(.up)) }
    let spans = zip(ranges, minimums).map { ($0.high + dmin.value * $1) / 15 }
    let d = try scale(covering: spans.max()! / 63)
    let scales = spans.map { d.value == 0 ? 0 : min(63, ($0 / d.value).rounded(.up)) }
    put(d.bits, dmin.bits, scales.map { UInt8($0) }, minimums.map { UInt8($0) }, into: bytes)
    for j in 0..<8 {
      let (step, minimum) = (d.value * scales[j], dmin.value * minimums[j])
      for i in 32 * j..<32 * (j + 1) {
        let code = step == 0 ? 0 : ((Double(x[i]) + minimum) / step).rounded(.toNearestOrEven)
        let nibble = UInt8(min(15, max(0, code)))
        bytes[16 + i / 64 * 32 + i % 32] |= i % 64 < 32 ? nibble : nibble << 4
      }
    }
  }

  /// Scale, minimum and their packed six-bit fields; see `Q4K.Block` for the reverse.
  private static func put(
    _ d: UInt16, _ dmin: UInt16, _ scales: [UInt8], _ minimums: [UInt8], into bytes: UnsafeMutableBufferPointer<UInt8>
  ) {
    bytes.update(repeating: 0)
    (bytes[0], bytes[1]) = (UInt8(d & 255), UInt8(d >> 8))
    (bytes[2], bytes[3]) = (UInt8(dmin & 255), UInt8(dmin >> 8))
    for j in 0..<4 {
      bytes[4 + j] = scales[j] | (scales[j + 4] >> 4) << 6
      bytes[8 + j] = minimums[j] | (minimums[j + 4] >> 4) << 6
      bytes[12 + j] = scales[j + 4] & 15 | minimums[j + 4] << 4
    }
  }

  /// The least binary16 number that is not below a value, by bisection: positive patterns are in
  /// the order of their values.
  static func scale(covering value: Double) throws -> (bits: UInt16, value: Double) {
    var (low, high) = (UInt16(0), UInt16(0x7bff))
    guard Double(Binary16.float(fromBits: high)) >= value else {
      throw ModelFileError(path: "memory", reason: "no binary16 scale covers weights this large")
    }
    while low < high {
      let middle = (low + high) / 2
      if Double(Binary16.float(fromBits: middle)) >= value { high = middle } else { low = middle + 1 }
    }
    return (low, Double(Binary16.float(fromBits: low)))
  }
}
