/// The numbers of made models: the same on every machine, from a seed and the name of a tensor.
///
/// splitmix64 (Steele, Lea and Flood, 2014), started at the FNV-1a hash of the name plus the seed; each
/// number is a multiple of 2^-23 in [-1, 1), every step exact.
struct FixtureWeights {
  let seed: UInt64

  /// So many numbers, times an amplitude, plus an offset.
  func values(_ name: String, count: Int, amplitude: Float, around offset: Float = 0) -> [Float] {
    var state = seed &+ name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return [Float](unsafeUninitializedCapacity: count) { buffer, written in
      for i in 0..<count {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        z ^= z >> 31
        buffer[i] = Float(Int32(truncatingIfNeeded: z >> 40) - (1 << 23)) * 0x1p-23 * amplitude + offset
      }
      written = count
    }
  }
}
