/// What a judge of products multiplies itself: the integers of a block, as the definition has them.
extension FusedProduct {
  /// Receives a block: weight i is `d * codes[i] + m * minimums[i / 16]`.
  package struct Integers {
    /// Scale times code, at most 2^12 in magnitude.
    package var codes = [Int16](repeating: 0, count: 256)
    /// What each sum of sixteen activations is multiplied by; 0 where the format has no minimum.
    package var minimums = [Int16](repeating: 0, count: 16)
    /// The factors of codes and minimums.
    package var d: Float = 0
    package var m: Float = 0

    package init() {}

    /// Reads a block of a format that has a product; of one of 32 weights the rest is left as it was.
    package mutating func read(_ format: BlockFormat, _ block: UnsafeRawPointer) {
      let bytes = block.assumingMemoryBound(to: UInt8.self)
      switch format {
      case .q4K: read(Q4KCodes(bytes))
      case .q2K: read(Q2KCodes(bytes))
      case .q3K: read(Q3KCodes(bytes))
      case .q5K: read(Q5KCodes(bytes))
      case .q6K: read(Q6KCodes(bytes))
      case .iq4XS: read(IQ4XSCodes(bytes))
      case .q4_0: read(Q4_0Codes(bytes))
      case .q4_1: read(Q4_1Codes(bytes))
      case .q5_0: read(Q5_0Codes(bytes))
      case .q5_1: read(Q5_1Codes(bytes))
      case .q8_0: read(Q8_0Codes(bytes))
      case .iq4NL: read(IQ4NLCodes(bytes))
      case .mxfp4: read(MXFP4Codes(bytes))
      default:
        preconditionFailure("\(format.name) has no product")
      }
    }

    private mutating func read(_ block: some SuperBlockCodes) {
      (d, m) = (block.d, block.dmin)
      for sixteen in 0..<16 {
        let scale = block.scale(sixteen)
        for i in 16 * sixteen..<16 * sixteen + 16 { codes[i] = Int16(truncatingIfNeeded: scale * block.code(i)) }
        minimums[sixteen] = Int16(truncatingIfNeeded: -block.minimum(sixteen))
      }
    }

    private mutating func read<Codes: SmallBlockCodes>(_ block: Codes) {
      (d, m) = (block.d, block.m)
      for i in 0..<32 { codes[i] = Int16(truncatingIfNeeded: block.code(i)) }
      for sixteen in 0..<2 { minimums[sixteen] = Codes.hasMinimum ? 1 : 0 }
    }
  }

  /// Q5_K without its fifth bits. The kernel of Q4_K has a definition of its own, which contracts are about.
  struct Q4KCodes: SuperBlockCodes {
    static var bytes: Int { Q4K.blockBytes }
    static var hasMinimums: Bool { true }
    let block: Q4K.Block
    init(_ block: UnsafePointer<UInt8>) { self.block = Q4K.Block(at: block) }
    var d: Float { block.d }
    var dmin: Float { block.dmin }
    func scale(_ sixteen: Int) -> Int32 { Int32(block.subBlock(sixteen / 2).scale) }
    func minimum(_ sixteen: Int) -> Int32 { Int32(block.subBlock(sixteen / 2).minimum) }
    func code(_ i: Int) -> Int32 { Int32(block.nibble(i)) }
  }
}
