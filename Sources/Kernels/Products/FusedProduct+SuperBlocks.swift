/// The integers of a block of 256 weights: what the definition of its product is written with.
protocol SuperBlockCodes: SendableMetatype {
  static var bytes: Int { get }
  init(_ block: UnsafePointer<UInt8>)
  /// The factors of all scales, and of all minimums; `dmin` is 0 where there are none.
  var d: Float { get }
  var dmin: Float { get }
  /// Whether the format has minimums.
  static var hasMinimums: Bool { get }
  /// The scale and the minimum that sixteen weights share with their like.
  func scale(_ sixteen: Int) -> Int32
  func minimum(_ sixteen: Int) -> Int32
  /// The weight 0...255 without scale and minimum.
  func code(_ i: Int) -> Int32
}

extension SuperBlockCodes {
  var dmin: Float { 0 }
  static var hasMinimums: Bool { false }
  func minimum(_ sixteen: Int) -> Int32 { 0 }
}

extension FusedProduct {
  /// The definition of the product with blocks of 256, row after row; see `FusedProduct`.
  static func superBlockRows<Codes: SuperBlockCodes>(_: Codes.Type) -> FusedKernel.Rows {
    { weights, rows, blocks, scales, values, _, results in
      for row in 0..<rows {
        var (positive, negative): ((Float, Float), (Float, Float)) = ((0, 0), (0, 0))
        for index in 0..<blocks {
          let codes = Codes(weights + (row * blocks + index) * Codes.bytes)
          let (products, minimums) = integerSums(codes, values + 256 * index)
          let (a, b) = (codes.d * scales[index], codes.dmin * scales[index])
          if index % 2 == 0 {
            positive.0.addProduct(a, Float(products))
            if Codes.hasMinimums { negative.0.addProduct(b, Float(minimums)) }
          } else {
            positive.1.addProduct(a, Float(products))
            if Codes.hasMinimums { negative.1.addProduct(b, Float(minimums)) }
          }
        }
        results[row] = ((positive.0 + positive.1) - (negative.0 + negative.1)).withCanonicalNaN
      }
    }
  }

  /// The two sums of a block, exact: below 2^28 in magnitude in every format.
  private static func integerSums(
    _ codes: some SuperBlockCodes, _ q8: UnsafePointer<Int8>
  ) -> (products: Int32, minimums: Int32) {
    var (products, minimums): (Int32, Int32) = (0, 0)
    for sixteen in 0..<16 {
      var (product, sum): (Int32, Int32) = (0, 0)
      for i in 16 * sixteen..<16 * sixteen + 16 {
        product += codes.code(i) * Int32(q8[i])
        sum += Int32(q8[i])
      }
      products += codes.scale(sixteen) * product
      minimums += codes.minimum(sixteen) * sum
    }
    return (products, minimums)
  }
}

/// See `SuperBlocks` for the layouts of the K formats, and `LevelBlocks` for that of IQ4_XS.
extension FusedProduct {
  struct Q2KCodes: SuperBlockCodes {
    static var bytes: Int { 84 }
    static var hasMinimums: Bool { true }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { BlockBytes.half(block, 80) }
    var dmin: Float { BlockBytes.half(block, 82) }
    func scale(_ sixteen: Int) -> Int32 { Int32(block[sixteen] & 15) }
    func minimum(_ sixteen: Int) -> Int32 { Int32(block[sixteen] >> 4) }
    func code(_ i: Int) -> Int32 { Int32(block[16 + i / 128 * 32 + i % 32] >> UInt8(i % 128 / 32 * 2) & 3) }
  }

  struct Q3KCodes: SuperBlockCodes {
    static var bytes: Int { 110 }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { BlockBytes.half(block, 108) }
    func scale(_ sixteen: Int) -> Int32 {
      let low = block[96 + sixteen % 8] >> UInt8(sixteen / 8 * 4) & 15
      let high = block[104 + sixteen % 4] >> UInt8(sixteen / 4 * 2) & 3
      return Int32(low | high << 4) - 32
    }
    func code(_ i: Int) -> Int32 {
      let low = block[32 + i / 128 * 32 + i % 32] >> UInt8(i % 128 / 32 * 2) & 3
      let high = block[i % 32] >> UInt8(i / 32) & 1
      return Int32(low | high << 2) - 4
    }
  }

  struct Q5KCodes: SuperBlockCodes {
    static var bytes: Int { 176 }
    static var hasMinimums: Bool { true }
    let block: UnsafePointer<UInt8>
    let header: Q4K.Block
    init(_ block: UnsafePointer<UInt8>) { (self.block, header) = (block, Q4K.Block(at: block)) }
    var d: Float { header.d }
    var dmin: Float { header.dmin }
    func scale(_ sixteen: Int) -> Int32 { Int32(header.subBlock(sixteen / 2).scale) }
    func minimum(_ sixteen: Int) -> Int32 { Int32(header.subBlock(sixteen / 2).minimum) }
    func code(_ i: Int) -> Int32 {
      let low = block[48 + i / 64 * 32 + i % 32] >> UInt8(i % 64 / 32 * 4) & 15
      let high = block[16 + i % 32] >> UInt8(i / 32) & 1
      return Int32(low | high << 4)
    }
  }

  struct Q6KCodes: SuperBlockCodes {
    static var bytes: Int { 210 }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { BlockBytes.half(block, 208) }
    func scale(_ sixteen: Int) -> Int32 { Int32(Int8(bitPattern: block[192 + sixteen])) }
    func code(_ i: Int) -> Int32 {
      let (half, k) = (i / 128, i % 128 / 32)
      let low = block[64 * half + 32 * (k % 2) + i % 32] >> UInt8(k / 2 * 4) & 15
      let high = block[128 + 32 * half + i % 32] >> UInt8(2 * k) & 3
      return Int32(low | high << 4) - 32
    }
  }

  struct IQ4XSCodes: SuperBlockCodes {
    static var bytes: Int { 136 }
    let block: UnsafePointer<UInt8>
    init(_ block: UnsafePointer<UInt8>) { self.block = block }
    var d: Float { BlockBytes.half(block, 0) }
    func scale(_ sixteen: Int) -> Int32 {
      let group = sixteen / 2
      let low = block[4 + group / 2] >> UInt8(group % 2 * 4) & 15
      let high = BlockBytes.word(block, 2) >> UInt16(2 * group) & 3
      return (Int32(low) | Int32(high) << 4) - 32
    }
    func code(_ i: Int) -> Int32 {
      Int32(CodeBook.iq4Codes[Int(block[8 + i / 32 * 16 + i % 16] >> UInt8(i % 32 / 16 * 4) & 15)])
    }
  }
}
