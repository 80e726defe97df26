import Kernels

/// Keeps a result from being optimized away.
@inline(never)
func keep(_: some Any) {}

/// Values in -1..<1 from a fixed seed.
func randomFloats(_ count: Int, seed: UInt64 = 1) -> AlignedBuffer<Float> {
  let buffer = AlignedBuffer<Float>(repeating: 0, count: count)
  var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
  for i in 0..<count {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    buffer.span[i] = Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-31
  }
  return buffer
}

/// Random super-blocks with scales of ordinary size.
func randomBlocks(_ count: Int, seed: UInt64 = 2) -> AlignedBuffer<UInt8> {
  let buffer = AlignedBuffer<UInt8>(repeating: 0, count: count * Q4K.blockBytes)
  var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
  for i in 0..<buffer.count {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    buffer.span[i] = UInt8(truncatingIfNeeded: state >> 40)
  }
  for block in 0..<count {
    // Exponent 8 or 9 of 31: from 2^-7 to 2^-5.
    for at in [1, 3] { buffer.span[block * Q4K.blockBytes + at] = buffer.span[block * Q4K.blockBytes + at] & 7 | 0x20 }
  }
  return buffer
}

extension AlignedBuffer {
  /// The elements, to be read.
  var readOnly: UnsafeBufferPointer<Element> { UnsafeBufferPointer(span) }
  /// The address of the first element.
  var start: UnsafeMutablePointer<Element> { span.baseAddress! }
}
