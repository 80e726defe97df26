extension Q4K {
  /// The six-bit scale and the six-bit minimum that 32 weights share.
  public struct SubBlock: Equatable, Sendable {
    /// `sc`, in 0...63; the factor of the weights is `d * sc`.
    public var scale: UInt8
    /// `m`, in 0...63; what is subtracted is `dmin * m`.
    public var minimum: UInt8

    /// A pair as decoded.
    public init(scale: UInt8, minimum: UInt8) {
      self.scale = scale
      self.minimum = minimum
    }
  }

  /// A view of one super-block in memory that somebody else owns.
  ///
  /// Valid for as long as those 144 bytes are; they need no alignment.
  public struct Block {
    let base: UnsafePointer<UInt8>

    /// The super-block at an address with at least 144 readable bytes.
    public init(at address: UnsafeRawPointer) { base = address.assumingMemoryBound(to: UInt8.self) }

    /// The scale of the scales.
    public var d: Float { half(at: 0) }

    /// The scale of the minimums.
    public var dmin: Float { half(at: 2) }

    /// Scale and minimum of sub-block 0...7.
    ///
    /// With S the twelve packed bytes: for j < 4 the low six bits of S[j] and of S[j+4]; for
    /// j >= 4 the nibbles of S[j+4] below, and above them the top two bits of S[j-4] and of S[j].
    public func subBlock(_ j: Int) -> SubBlock {
      precondition((0..<8).contains(j), "sub-block \(j) outside 0..<8")
      let s = base + 4
      if j < 4 { return SubBlock(scale: s[j] & 63, minimum: s[j + 4] & 63) }
      return SubBlock(
        scale: s[j + 4] & 15 | (s[j - 4] >> 6) << 4,
        minimum: s[j + 4] >> 4 | (s[j] >> 6) << 4)
    }

    /// The four-bit weight 0...255.
    public func nibble(_ i: Int) -> UInt8 {
      precondition((0..<Q4K.blockWeights).contains(i), "weight \(i) outside 0..<256")
      let byte = base[16 + i / 64 * 32 + i % 32]
      return i % 64 < 32 ? byte & 15 : byte >> 4
    }

    private func half(at offset: Int) -> Float {
      Binary16.float(fromBits: UInt16(base[offset]) | UInt16(base[offset + 1]) << 8)
    }
  }

  /// The eight scales and minimums of each super-block, in order.
  ///
  /// - Throws: `KernelError.shapeMismatch` when the byte count is not a whole number of super-blocks.
  /// - Complexity: O(number of super-blocks).
  public static func subBlocks(of bytes: [UInt8]) throws -> [SubBlock] {
    let blocks = try blockCount(operation: "Q4K.subBlocks", byteCount: bytes.count)
    return bytes.withUnsafeBytes { raw in
      (0..<blocks * 8).map { Block(at: raw.baseAddress! + $0 / 8 * blockBytes).subBlock($0 % 8) }
    }
  }
}
