/// The integers of a block of 32 weights: what the definition of its product is written with.
protocol SmallBlockCodes: SendableMetatype {
  static var bytes: Int { get }
  init(_ block: UnsafePointer<UInt8>)
  /// The scale, and what is added to every weight; `m` is 0 where there is none.
  var d: Float { get }
  var m: Float { get }
  /// Whether the format has a minimum.
  static var hasMinimum: Bool { get }
  /// The weight 0...31 without scale and minimum.
  func code(_ i: Int) -> Int32
}

extension SmallBlockCodes {
  var m: Float { 0 }
  static var hasMinimum: Bool { false }
}

extension FusedProduct {
  /// The definition of the product with blocks of 32, row after row; see `FusedProduct`.
  static func smallBlockRows<Codes: SmallBlockCodes>(_: Codes.Type) -> FusedKernel.Rows {
    { weights, rows, blocks, scales, values, sums, results in
      for row in 0..<rows {
        var (products, minimums) = (SIMD4<Float>(), SIMD4<Float>())
        for index in 0..<blocks {
          let codes = Codes(weights + (row * blocks + index) * Codes.bytes)
          let q8 = values + 32 * index
          var sum: Int32 = 0
          for i in 0..<32 { sum += codes.code(i) * Int32(q8[i]) }
          products[index % 4].addProduct(codes.d * scales[index], Float(sum))
          if Codes.hasMinimum { minimums[index % 4].addProduct(codes.m * scales[index], Float(sums[index])) }
        }
        results[row] = (folded(products) + folded(minimums)).withCanonicalNaN
      }
    }
  }

  private static func folded(_ lanes: SIMD4<Float>) -> Float { (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]) }
}

/// See `LegacyBlocks` for the layouts, and `LevelBlocks` for those of IQ4_NL and MXFP4.
extension FusedProduct {
  struct Q4_0Codes: SmallBlockCodes {
    static var bytes: Int { 18 }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { BlockBytes.half(block, 0) }
    func code(_ i: Int) -> Int32 { Int32(BlockBytes.nibble(block + 2, i)) - 8 }
  }

  struct Q4_1Codes: SmallBlockCodes {
    static var bytes: Int { 20 }
    static var hasMinimum: Bool { true }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { BlockBytes.half(block, 0) }
    var m: Float { BlockBytes.half(block, 2) }
    func code(_ i: Int) -> Int32 { Int32(BlockBytes.nibble(block + 4, i)) }
  }

  struct Q5_0Codes: SmallBlockCodes {
    static var bytes: Int { 22 }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { BlockBytes.half(block, 0) }
    func code(_ i: Int) -> Int32 {
      Int32(BlockBytes.nibble(block + 6, i) | BlockBytes.bit(block + 2, i) << 4) - 16
    }
  }

  struct Q5_1Codes: SmallBlockCodes {
    static var bytes: Int { 24 }
    static var hasMinimum: Bool { true }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { BlockBytes.half(block, 0) }
    var m: Float { BlockBytes.half(block, 2) }
    func code(_ i: Int) -> Int32 { Int32(BlockBytes.nibble(block + 8, i) | BlockBytes.bit(block + 4, i) << 4) }
  }

  struct Q8_0Codes: SmallBlockCodes {
    static var bytes: Int { 34 }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { BlockBytes.half(block, 0) }
    func code(_ i: Int) -> Int32 { Int32(Int8(bitPattern: block[2 + i])) }
  }

  struct IQ4NLCodes: SmallBlockCodes {
    static var bytes: Int { 18 }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { BlockBytes.half(block, 0) }
    func code(_ i: Int) -> Int32 { Int32(CodeBook.iq4Codes[Int(BlockBytes.nibble(block + 2, i))]) }
  }

  /// Codes are doubled, and the scale is halved.
  struct MXFP4Codes: SmallBlockCodes {
    static var bytes: Int { 17 }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { LevelBlocks.halfOfE8M0(block[0]) }
    func code(_ i: Int) -> Int32 { Int32(CodeBook.fp4Codes[Int(BlockBytes.nibble(block + 1, i))]) }
  }
}
