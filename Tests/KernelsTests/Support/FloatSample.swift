/// Calls `body` with runs of floats that together sample all bit patterns.
///
/// The stride is prime, so that every exponent sees many fractions: about 800 a binade.
func forEachRunOfSampledFloats(_ body: ([Float]) throws -> Void) rethrows {
  let all = stride(from: UInt32(0), to: .max, by: 10_007).map { Float(bitPattern: $0) }
  for start in stride(from: 0, to: all.count, by: 1 << 16) {
    try body(Array(all[start..<min(start + (1 << 16), all.count)]))
  }
}
